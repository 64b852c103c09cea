//! A changed decision tree: its alarms, and its part of a report.

use super::lines::Line;
use super::words::{grouped, many};
use super::{Alert, Grade, Part, Shown, tell};
use crate::diff::trees::{Answered, EndView, SEVERAL, ShiftView, TreeChange};
use crate::diff::{Hint, KindChange, Lead, OnCard, Reworded, Worded};
use num_bigint::BigUint;

/// More kinds of shift of a tree are counted and not shown.
const SHIFTS: usize = 30;
/// An example of so many answers is shown whole.
const FEW: usize = 4;

/// What a reviewer must see before anything else: answers that now lead to less, or are gone, or to nothing; levels in another
/// order; numbers that mean something else.
pub(super) fn alarms(tree: &TreeChange, out: &mut Vec<Alert>) {
    let caution = |head: Line, items: Vec<Line>| Alert { grade: Grade::Caution, head, items };
    let title = &tree.title;
    let begins = tree.start.as_ref().map(|[before, after]| {
        let line = Line::default().strong(format!("“{title}” begins elsewhere:"));
        line.say(" with ").quote(after).say(", and not with ").quote(before)
    });
    let lost = lost_answers(tree);
    let shifts: Vec<&ShiftView> = tree.shifts.iter().filter(|shift| shift.is_milder()).collect();
    let (calls, shifts): (Vec<&ShiftView>, Vec<&ShiftView>) =
        shifts.into_iter().partition(|shift| shift.kind == "calls-less");
    let is_milder = lost.len() + calls.len() + shifts.len() > 0;
    out.extend(begins.map(|head| Alert {
        grade: if is_milder { Grade::Caution } else { Grade::Important },
        head,
        items: Vec::new(),
    }));
    // What the lost answers say need not be said of every path on which they were given.
    let shifts: Vec<&ShiftView> =
        shifts.into_iter().filter(|shift| lost.is_empty() || shift.kind != "no-longer-offered").collect();
    if !tree.kinds.is_empty() {
        let head = Line::default().strong(format!("“{title}” is answered in another way:"));
        let fewer = tree.kinds.iter().any(|kind| kind.before == SEVERAL);
        let grade = if fewer || is_milder { Grade::Caution } else { Grade::Important };
        out.push(Alert { grade, head, items: tree.kinds.iter().map(kind).collect() });
    }
    if !lost.is_empty() {
        let head = format!("“{title}” no longer offers answers that it offered:");
        out.push(caution(Line::default().strong(head), lost));
    }
    if !calls.is_empty() {
        let head = format!("“{title}” no longer says to everybody whom to call:");
        out.push(caution(Line::default().strong(head), said(tree, &calls)));
    }
    if !tree.compared {
        let head = Line::default().strong(format!("“{title}” could not be compared."));
        let why = " Its answers combine in too many ways, or one version cannot be read. Try the answers that matter by hand.";
        out.push(caution(head.say(why), Vec::new()));
    } else if tree.less_urgent != "0" {
        let paths = many(&tree.less_urgent, "path");
        out.push(caution(
            Line::default().strong(format!("“{title}” is now less urgent on {paths}:")),
            said(tree, &shifts),
        ));
    } else if !shifts.is_empty() && shifts.iter().all(|shift| shift.kind == "unknown") {
        let head = format!("“{title}” leads from or to another tree, and nobody can tell whether that is as urgent:");
        out.push(caution(Line::default().strong(head), said(tree, &shifts)));
    } else if !shifts.is_empty() {
        out.push(caution(
            Line::default().strong(format!("“{title}” no longer leads everybody on:")),
            said(tree, &shifts),
        ));
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

/// Answers and numbers that are no longer taken, by name, and where they led.
fn lost_answers(tree: &TreeChange) -> Vec<Line> {
    if tree.gone.is_empty() || tree.gone == "0" {
        return Vec::new();
    }
    let mut out: Vec<Line> = Vec::new();
    for change in &tree.options {
        for answer in &change.removed {
            let own: Vec<&Lead> = change.led.iter().filter(|lead| lead.answer == *answer).collect();
            let line = Line::default().quote(answer).say(" is no longer an answer to ").quote(&change.question);
            out.push(own.iter().enumerate().fold(line, |line, (nth, lead)| {
                let line = end(line.say(if nth > 0 { ", " } else { "; it led to " }), &lead.to);
                if lead.earlier.is_empty() { line } else { line.say(" if ").say(&lead.earlier) }
            }));
        }
    }
    out.extend(tree.numbers.iter().filter(|number| !number.other_unit).map(number));
    if !out.is_empty() {
        let have = if tree.gone == "1" { "path has" } else { "paths have" };
        out.push(Line::of(format!("{} {have} such an answer", grouped(&tree.gone))));
    }
    out
}

/// Of a tree that says how urgent something is: other words, which nobody but a reader can tell the meaning of.
pub(super) fn other_words(tree: &TreeChange) -> Option<Alert> {
    let new: Vec<&Reworded> = tree.reworded.iter().filter(|reworded| !reworded.taken).collect();
    if new.len() + tree.hints.len() == 0 || !tree.is_graded {
        return None;
    }
    let head = Line::default().strong(format!("“{}” is worded otherwise.", tree.title));
    let head =
        head.say(" Read it with where it leads: whether it still asks and means the same, only a reader can tell.");
    let lines: Vec<Line> = new.into_iter().map(reworded).chain(tree.hints.iter().map(hint)).collect();
    Some(Alert { grade: Grade::Important, head, items: tell::some(lines.into_iter()) })
}

/// Another hint, by which readers choose their answer.
fn hint(hint: &Hint) -> Line {
    let line = Line::of("The hint of ").quote(&hint.question);
    let line = if hint.answer.is_empty() { line } else { line.say(": ").quote(&hint.answer) };
    match (hint.before.as_str(), hint.after.as_str()) {
        ("", after) => line.say(" is new: ").quote(after),
        (before, "") => line.say(" is gone: ").quote(before),
        (before, after) => line.say(" was ").quote(before).say(", is ").quote(after),
    }
}

/// A question that is answered in another way.
fn kind(change: &KindChange) -> Line {
    let line =
        Line::default().quote(&change.question).say(format!(" takes {}, and took {}", change.after, change.before));
    if change.before == SEVERAL { line.say(": readers can no longer tick all that fits") } else { line }
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
    let mut items = said(tree, &calm);
    items.extend(tree.numbers.iter().map(number));
    items.extend(tree.values.iter().map(value));
    items.extend(tree.questions_removed.iter().map(|ask| Line::of("No longer asked: ").quote(ask)));
    items.extend(tree.questions_added.iter().map(|ask| Line::of("New question: ").quote(ask)));
    for change in &tree.options {
        let question = || Line::default().quote(&change.question);
        if !change.removed.is_empty() && lost_answers(tree).is_empty() {
            items.push(question().say(" no longer offers ").quotes(&change.removed));
        }
        if !change.added.is_empty() {
            items.push(question().say(" now offers ").quotes(&change.added));
        }
    }
    for ask in tree.unlike.iter().filter(|ask| tree.kinds.iter().all(|kind| kind.question != **ask)) {
        let line = Line::default().quote(ask);
        items.push(line.say(" is answered in another way, so its answers cannot be compared"));
    }
    // Of a tree that says how urgent something is, other words are told above.
    if !tree.is_graded {
        items.extend(tree.reworded.iter().filter(|reworded| !reworded.taken).map(reworded));
        items.extend(tree.hints.iter().map(hint));
    }
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

fn said(tree: &TreeChange, shifts: &[&ShiftView]) -> Vec<Line> {
    // Whoever begins elsewhere, or answers in another way, comes by other ways everywhere: the cause is told.
    let most = if tree.start.is_some() || !tree.kinds.is_empty() { FEW } else { SHIFTS };
    let mut lines = Vec::new();
    let mut above: Vec<Line> = Vec::new();
    // Of what is added no longer at several ends, one line.
    let is_addition = |shift: &&ShiftView| matches!(shift.kind, "other-additions" | "calls-less");
    let (additions, shifts): (Vec<&ShiftView>, Vec<&ShiftView>) = shifts.iter().copied().partition(is_addition);
    for shift in shifts.iter().take(most) {
        let answers = answers(shift);
        // Most shifts of one edit begin alike, so that is said once.
        let shared = answers.len().saturating_sub(1);
        let again = shared > 1 && above.get(..shared) == answers.get(..shared);
        let line = shift_said(shift);
        lines.push(match answers.last() {
            Some(last) if again => line.say(". For example: as above, and then ").join(last.clone()),
            _ => with_example(line, &answers),
        });
        above = answers;
    }
    if shifts.len() > most {
        lines.push(Line::of(format!("… and {} more", shifts.len() - most)));
    }
    let mut groups: Vec<Vec<&ShiftView>> = Vec::new();
    for shift in additions {
        let same = |group: &&mut Vec<&ShiftView>| (&group[0].lost, &group[0].gained) == (&shift.lost, &shift.gained);
        match groups.iter_mut().find(same) {
            Some(group) => group.push(shift),
            None => groups.push(vec![shift]),
        }
    }
    lines.extend(groups.iter().take(most).map(|group| with_example(addition_said(group), &answers(group[0]))));
    if groups.len() > most {
        lines.push(Line::of(format!("… and {} more", groups.len() - most)));
    }
    lines
}

fn with_example(line: Line, answers: &[Line]) -> Line {
    if answers.is_empty() {
        return line;
    }
    answers.iter().enumerate().fold(line.say(". For example: "), |line, (nth, answer)| {
        (if nth > 0 { line.say(" · ") } else { line }).join(answer.clone())
    })
}

/// Of a piece that is added, so many signs are shown.
const LONGEST: usize = 160;
/// So many ends of one change are named.
const ENDS: usize = 4;

/// The same pieces that are added, or no longer, at some ends.
fn addition_said(group: &[&ShiftView]) -> Line {
    let paths = group.iter().filter_map(|shift| shift.paths.parse::<BigUint>().ok()).sum::<BigUint>().to_string();
    let named = group.iter().take(ENDS).enumerate();
    let line = named.fold(Line::of(format!("{} to ", many(&paths, "path"))), |line, (nth, shift)| {
        end(if nth > 0 { line.say(", ") } else { line }, &shift.to)
    });
    let line = if group.len() > ENDS { line.say(format!(" and {} more ends", group.len() - ENDS)) } else { line };
    let line = line.say(if group.len() == 1 { ": the same end" } else { ": the same ends" });
    // Whom to call is said in full.
    let longest = if group[0].kind == "calls-less" { usize::MAX } else { LONGEST };
    let cut = |texts: &[String]| -> Vec<String> {
        let cut =
            |text: &String| text.chars().nth(longest).map(|_| text.chars().take(longest).collect::<String>() + "…");
        texts.iter().map(|text| cut(text).unwrap_or_else(|| text.clone())).collect()
    };
    let line = if group[0].lost.is_empty() { line } else { line.say(", without ").quotes(&cut(&group[0].lost)) };
    if group[0].gained.is_empty() { line } else { line.say(", with ").quotes(&cut(&group[0].gained)).say(" added") }
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
