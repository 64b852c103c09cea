//! A changed decision tree: its alarms, and its part of a report.

use super::lines::Line;
use super::words::{grouped, many};
use super::{Alert, Grade, Part, Shown, tell};
use crate::diff::trees::{Answered, EndView, ShiftView, TreeChange};
use crate::diff::{Lead, OnCard, Reworded, Worded};

/// More kinds of shift of a tree are counted and not shown.
const SHIFTS: usize = 30;
/// An example of so many answers is shown whole.
const FEW: usize = 4;

/// What a reviewer must see before anything else: answers that now lead to less, or are gone, or to nothing; levels in another
/// order; numbers that mean something else.
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
    } else if !shifts.is_empty() && shifts.iter().all(|shift| shift.kind == "unknown") {
        let head = format!("“{title}” leads from or to another tree, and nobody can tell whether that is as urgent:");
        out.push(caution(Line::default().strong(head), said(&shifts)));
    } else if !shifts.is_empty() {
        out.push(caution(Line::default().strong(format!("“{title}” no longer leads everybody on:")), said(&shifts)));
    }
    let taken = tree.reworded.iter().filter(|reworded| reworded.taken);
    if let taken @ [_, ..] = &taken.collect::<Vec<_>>()[..] {
        let head = Line::default().strong(format!("“{title}” has words in the place of others:"));
        let why = " Readers go by the words; rules and tests go by the ids, and notice nothing.";
        let calmed = taken.iter().any(|reworded| reworded.what == Worded::Outcome && reworded.led != reworded.leads);
        let grade = if tree.is_milder() || calmed { Grade::Caution } else { Grade::Important };
        out.push(Alert {
            grade,
            head: head.say(why),
            items: tell::some(taken.iter().map(|reworded| self::reworded(reworded))),
        });
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
}

/// Of a tree that says how urgent something is: other words, which nobody but a reader can tell the meaning of.
pub(super) fn other_words(tree: &TreeChange) -> Option<Alert> {
    let new: Vec<&Reworded> = tree.reworded.iter().filter(|reworded| !reworded.taken).collect();
    if new.is_empty() || !tree.is_graded {
        return None;
    }
    let head = Line::default().strong(format!("“{}” is worded otherwise.", tree.title));
    let head =
        head.say(" Read it with where it leads: whether it still asks and means the same, only a reader can tell.");
    Some(Alert { grade: Grade::Important, head, items: tell::some(new.into_iter().map(reworded)) })
}

/// Other words, and where they lead.
fn reworded(change: &Reworded) -> Line {
    let place = |line: Line| if change.question.is_empty() { line } else { line.quote(&change.question).say(": ") };
    let lead = match (change.what, change.taken) {
        (Worded::Question, _) => Line::of("The question ").quote(&change.after),
        (Worded::Answer, _) => place(Line::default()).say("the answer ").quote(&change.after),
        (Worded::Outcome, _) => Line::of("The outcome ").quote(&change.after),
    };
    let lead = if change.taken {
        lead.say(" stands now where ").quote(&change.before).say(" stood")
    } else {
        lead.say(" was ").quote(&change.before)
    };
    if change.what == Worded::Outcome {
        let level = |leads: &[Lead]| leads.first().map(|lead| lead.to.level.clone()).unwrap_or_default();
        let (was, is) = (level(&change.led), level(&change.leads));
        return match (was.as_str(), is.as_str()) {
            (_, "") => lead,
            (was, is) if was == is || was.is_empty() => lead.say(format!(" ({is})")),
            (was, is) => lead.say(format!(" ({is}; by these words it was {was})")),
        };
    }
    if change.led == change.leads {
        return leads(lead.say("; "), "leads to ", &change.leads);
    }
    let lead = leads(lead.say("; "), "leads to ", &change.leads);
    leads(lead.say("; "), if change.taken { "these words led to " } else { "it led to " }, &change.led)
}

/// `“Yes” leads to …, “No” leads to …`
fn leads(line: Line, verb: &str, leads: &[Lead]) -> Line {
    if leads.is_empty() {
        return line.say(format!("{verb}nothing"));
    }
    leads.iter().enumerate().fold(line, |line, (nth, lead)| {
        let line = if nth > 0 { line.say(", ") } else { line };
        let line = if lead.answer.is_empty() { line } else { line.quote(&lead.answer).say(" ") };
        let line = end(if nth > 0 && lead.answer.is_empty() { line } else { line.say(verb) }, &lead.to);
        if lead.earlier.is_empty() { line } else { line.say(" if ").say(&lead.earlier) }
    })
}

fn number(change: &crate::diff::NumberChange) -> Line {
    Line::default().quote(&change.question).say(format!(" takes {}, and took {}", change.after, change.before))
}

/// What a text tells, or a rule compares, by a sum or a formula.
fn value(change: &crate::diff::ValueChange) -> Line {
    let line = Line::of("The value ").code(&change.value);
    match (change.before.as_str(), change.after.as_str()) {
        ("", after) => line.say(" is new: ").code(after),
        (before, "") => line.say(" is gone: ").code(before),
        (before, after) => line.say(" is reckoned from ").code(after).say(", and was from ").code(before),
    }
}

/// What changed in a tree. `nth` is its place among the changed trees.
pub(super) fn part(nth: usize, tree: &TreeChange) -> Part {
    let calm: Vec<&ShiftView> = tree.shifts.iter().filter(|shift| !shift.is_milder()).collect();
    let mut items = said(&calm);
    items.extend(tree.numbers.iter().map(number));
    items.extend(tree.values.iter().map(value));
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
    items.extend(tree.reworded.iter().map(reworded));
    items.extend(tree.on_card.iter().map(on_card));
    Part { title: Line::of(&tree.title), note: headline(tree), items, shown: Shown::Tree(nth), ..Part::default() }
}

/// Other words on the card with a result, which whoever is shown it reads.
fn on_card(change: &OnCard) -> Line {
    let line = Line::of("On the card with a result, ").quote(&change.question);
    let line = if change.answer.is_empty() { line } else { line.say(": the answer ").quote(&change.answer) };
    line.say(" was ").quote(&change.before).say(", is ").quote(&change.after)
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
        "other-answers" => from(Line::of(format!("{paths} to ")))
            .say(": a question on the way takes answers of another kind, so nobody can tell where they lead"),
        "leads-nowhere" => from(Line::of(format!("{paths} to "))).say(": nothing comes next any more"),
        "other-additions" => {
            let line = to(Line::of(format!("{paths} to "))).say(": the same end");
            let line = if shift.lost.is_empty() { line } else { line.say(", without ").quotes(&shift.lost) };
            if shift.gained.is_empty() { line } else { line.say(", with ").quotes(&shift.gained).say(" added") }
        }
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
