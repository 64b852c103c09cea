//! A changed decision tree: its alarms, and its part of a report.

use super::lines::Line;
use super::words::{grouped, many};
use super::{Alert, Grade, Part, Shown};
use crate::diff::trees::{Answered, EndView, ShiftView, TreeChange};

/// More kinds of shift of a tree are counted and not shown.
const SHIFTS: usize = 30;
/// An example of so many answers is shown whole.
const FEW: usize = 4;

/// What a reviewer must see before anything else: answers that now lead to less, or are gone, or to nothing; levels in another
/// order; numbers that mean something else; rules that are gone.
pub(super) fn alarms(tree: &TreeChange, out: &mut Vec<Alert>) {
    let caution = |head: Line, items: Vec<Line>| Alert { grade: Grade::Caution, head, items };
    let title = &tree.title;
    let shifts: Vec<&ShiftView> = tree.shifts.iter().filter(|shift| shift.is_milder()).collect();
    if !tree.compared {
        let head = Line::default().strong(format!("“{title}” could not be compared."));
        let why = " Its answers combine in too many ways, or one version cannot be read. Try the answers that matter by hand.";
        out.push(caution(head.say(why), Vec::new()));
    } else if tree.less_urgent != "0" {
        let paths = many(&tree.less_urgent, "path");
        out.push(caution(Line::default().strong(format!("“{title}” is now less urgent on {paths}:")), said(&shifts)));
    } else if !shifts.is_empty() {
        out.push(caution(Line::default().strong(format!("“{title}” no longer leads everybody on:")), said(&shifts)));
    }
    if let Some([before, after]) = &tree.levels {
        let head = Line::default().strong(format!("The levels of “{title}” are others, or in another order."));
        let items = vec![
            Line::of("They were, from the mildest: ").quotes(before),
            Line::of("They are, from the mildest: ").quotes(after),
            Line::of("What is called less urgent here is so by the order that was"),
        ];
        out.push(caution(head, items));
    }
    let units: Vec<Line> = tree.numbers.iter().filter(|number| number.other_unit).map(number).collect();
    if !units.is_empty() {
        let head =
            format!("A number of “{title}” is counted in another unit, so the same number means something else:");
        out.push(caution(Line::default().strong(head), units));
    }
    if !tree.rules_removed.is_empty() {
        let head = Line::default().strong(format!("Safety rules of “{title}” taken out or changed:"));
        out.push(caution(head.say(" ").quotes(&tree.rules_removed).say("."), Vec::new()));
    }
}

fn number(change: &crate::diff::NumberChange) -> Line {
    Line::default().quote(&change.question).say(format!(" takes {}, and took {}", change.after, change.before))
}

/// What changed in a tree. `nth` is its place among the changed trees.
pub(super) fn part(nth: usize, tree: &TreeChange) -> Part {
    let calm: Vec<&ShiftView> = tree.shifts.iter().filter(|shift| !shift.is_milder()).collect();
    let mut items = said(&calm);
    items.extend(tree.numbers.iter().map(number));
    items.extend(tree.questions_removed.iter().map(|ask| Line::of("No longer asked: ").quote(ask)));
    items.extend(tree.questions_added.iter().map(|ask| Line::of("New question: ").quote(ask)));
    for change in &tree.options {
        let question = || Line::default().quote(&change.question);
        if !change.removed.is_empty() {
            items.push(question().say(" no longer offers ").quotes(&change.removed));
        }
        if !change.added.is_empty() {
            items.push(question().say(" now offers ").quotes(&change.added));
        }
    }
    for ask in &tree.unlike {
        let line = Line::default().quote(ask);
        items.push(line.say(" is answered in another way, so its answers cannot be compared"));
    }
    if !tree.tests_removed.is_empty() {
        items.push(Line::of("Tests taken out or changed: ").quotes(&tree.tests_removed));
    }
    if tree.tests[1] < tree.tests[0] {
        items.push(Line::of(format!("It had {} tests and now has {}", tree.tests[0], tree.tests[1])));
    }
    Part { title: Line::of(&tree.title), note: headline(tree), items, shown: Shown::Tree(nth), ..Part::default() }
}

/// `3 of 1,106 paths changed; 1 is now less urgent, 2 are now more urgent.`
fn headline(tree: &TreeChange) -> Line {
    if !tree.compared {
        return Line::of("Its paths could not be compared.");
    }
    let are = |count: &str, what: &str| {
        (count != "0").then(|| format!("{} {} now {what}", grouped(count), if count == "1" { "is" } else { "are" }))
    };
    let urgent = [are(&tree.less_urgent, "less urgent"), are(&tree.more_urgent, "more urgent")];
    let urgent: Vec<String> = urgent.into_iter().flatten().collect();
    let mut said = if tree.changed == "0" {
        format!("None of {} changed", many(&tree.ways, "path"))
    } else {
        format!("{} of {} changed", grouped(&tree.changed), many(&tree.ways, "path"))
    };
    if !urgent.is_empty() {
        said = format!("{said}; {}", urgent.join(", "));
    }
    said.push('.');
    if tree.gone != "0" {
        let verb = if tree.gone == "1" { "has an answer that is" } else { "have answers that are" };
        said = format!("{said} {} besides {verb} no longer offered.", many(&tree.gone, "path"));
    }
    if let [Some(before), Some(after)] = &tree.paths
        && (before != &tree.ways || after != &tree.ways)
    {
        said = format!(
            "{said} (The tree had {} paths and now has {}. A path is here one way to answer every question that either version \
             asks.)",
            grouped(before),
            grouped(after)
        );
    }
    Line::of(said)
}

fn said(shifts: &[&ShiftView]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut above: Vec<Line> = Vec::new();
    for shift in shifts.iter().take(SHIFTS) {
        let answers = answers(shift);
        // Most shifts of one edit begin alike, so that is said once.
        let shared = answers.len().saturating_sub(1);
        let again = shared > 1 && above.get(..shared) == answers.get(..shared);
        let line = shift_said(shift);
        lines.push(match answers.last() {
            None => line,
            Some(last) if again => line.say(". For example: as above, and then ").join(last.clone()),
            Some(_) => answers.iter().enumerate().fold(line.say(". For example: "), |line, (nth, answer)| {
                (if nth > 0 { line.say(" · ") } else { line }).join(answer.clone())
            }),
        });
        above = answers;
    }
    if shifts.len() > SHIFTS {
        lines.push(Line::of(format!("… and {} more", shifts.len() - SHIFTS)));
    }
    lines
}

fn shift_said(shift: &ShiftView) -> Line {
    let paths = many(&shift.paths, "path");
    let to = |line: Line| end(line, &shift.to);
    let from = |line: Line| end(line, &shift.from);
    match shift.kind {
        "no-longer-offered" => {
            from(Line::of(format!("{paths} to "))).say(": an answer on the way is no longer offered")
        }
        "leads-nowhere" => from(Line::of(format!("{paths} to "))).say(": nothing comes next any more"),
        "other-additions" => to(Line::of(format!("{paths} to "))).say(": the same end, with other text added to it"),
        _ => to(from(Line::of(format!("{paths}: from "))).say(" to ")),
    }
}

fn end(line: Line, end: &EndView) -> Line {
    if end.level.is_empty() { line.say(&end.title) } else { line.strong(&end.title).say(format!(" ({})", end.level)) }
}

/// The answers that matter: where the versions part, where each ends, and which earlier ones decide that. The rest is in the JSON.
fn answers(shift: &ShiftView) -> Vec<Line> {
    let mut parts: Vec<Line> = Vec::new();
    let mut next = 0;
    let shown: Vec<usize> =
        if shift.example.len() <= FEW { (0..shift.example.len()).collect() } else { shift.turns.clone() };
    for at in shown {
        if at > next {
            parts.push(Line::of("…"));
        }
        next = at + 1;
        let Answered { question, answer } = &shift.example[at];
        parts.push(Line::of(question).say(" ").stress(answer));
    }
    parts
}
