//! Guards that are not what they were → lines, each kind of loss of one thing in one.

use super::lines::Line;
use super::words::many;
use super::{Alert, Grade};
use crate::diff::{Guard, GuardChange, GuardFate};
use std::collections::BTreeMap;

/// So many names stand in a line; the others are counted.
const NAMED: usize = 12;

/// Trees of which safety rules are gone or weaker: which, is said among the guards.
pub(super) fn alarms(guards: &[GuardChange], out: &mut Vec<Alert>) {
    let mut trees: BTreeMap<&str, usize> = BTreeMap::new();
    for guard in guards.iter().filter(|guard| guard.kind == Guard::TreeRule && guard.is_weaker()) {
        *trees.entry(&guard.of).or_default() += 1;
    }
    for (tree, count) in trees {
        let (rules, are) = (many(&count.to_string(), "safety rule"), if count == 1 { "is" } else { "are" });
        let head = Line::default().strong(format!("{rules} of “{tree}” {are} weaker or gone."));
        let head = head.say(" See “Guards weakened”.");
        out.push(Alert { grade: Grade::Caution, head, items: Vec::new() });
    }
}

/// Those that are weaker or gone, and those that are others.
pub(super) fn lines(guards: &[GuardChange]) -> [Vec<Line>; 2] {
    let mut out = [Vec::new(), Vec::new()];
    let together = |one: &GuardChange, next: &GuardChange| {
        let many = matches!(one.kind, Guard::TreeRule | Guard::TreeTest | Guard::LockedAddress | Guard::SearchTest);
        many && one.fate == GuardFate::Gone && (one.kind, one.fate, &one.of) == (next.kind, next.fate, &next.of)
    };
    // Those that only their names make others are one line for each tree, wherever they stand.
    let (as_they_were, guards): (Vec<GuardChange>, Vec<GuardChange>) = guards.iter().cloned().partition(is_as_written);
    let mut trees: BTreeMap<(bool, Guard, &str), Vec<&GuardChange>> = BTreeMap::new();
    for guard in &as_they_were {
        trees.entry((guard.is_weaker(), guard.kind, &guard.of)).or_default().push(guard);
    }
    for same in trees.values() {
        let line = if let [only] = same[..] { line(only) } else { as_written(same) };
        out[usize::from(!same[0].is_weaker())].push(line);
    }
    for same in guards.chunk_by(together) {
        let line = if same.len() > 1 || same[0].kind == Guard::LockedAddress { gone(same) } else { line(&same[0]) };
        out[usize::from(!same[0].is_weaker())].push(line);
    }
    out
}

/// Whether it has the very words that it had, and means something else by them.
fn is_as_written(guard: &GuardChange) -> bool {
    let is_promise = matches!(guard.kind, Guard::TreeRule | Guard::TreeTest);
    is_promise && guard.fate != GuardFate::Gone && !guard.before.is_empty() && guard.before == guard.after
}

/// Rules or tests of one tree that have the words that they had.
fn as_written(guards: &[&GuardChange]) -> Line {
    let what = if guards[0].kind == Guard::TreeRule { "safety rule" } else { "test" };
    let names: Vec<&String> = guards.iter().take(NAMED).map(|guard| &guard.what).collect();
    let more = guards.len().saturating_sub(NAMED);
    let line = Line::of(many(&guards.len().to_string(), what)).say(" of ").quote(&guards[0].of);
    let line = line.say(" are written as before, and what they name is not the same: ").quotes(&names);
    if more > 0 { line.say(format!(" and {more} more")) } else { line }
}

/// What is gone of one thing, with a count.
fn gone(guards: &[GuardChange]) -> Line {
    let first = &guards[0];
    let count = guards.len();
    let names: Vec<&String> = guards.iter().take(NAMED).map(|guard| &guard.what).collect();
    let more = if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
    let named = |line: Line| line.say(": ").quotes(&names).say(&more);
    let things = |one: &str| Line::of(many(&count.to_string(), one));
    match first.kind {
        Guard::TreeRule => named(things("safety rule").say(" of ").quote(&first.of).say(" are gone")),
        Guard::TreeTest => named(things("test").say(" of ").quote(&first.of).say(" are gone")),
        Guard::SearchTest => named(things("test").say(" of the search are gone")),
        _ => {
            let addresses = names.iter().enumerate().fold(Line::default(), |line, (nth, address)| {
                (if nth > 0 { line.say(", ") } else { line }).code(address)
            });
            let (are, them, lead) = if count == 1 { ("is", "it", "leads") } else { ("are", "one of them", "leads") };
            addresses.say(&more).join(Line::worded(format!(
                " {are} no longer in `addresses.lock`, so nobody is told when {them} {lead} nowhere"
            )))
        }
    }
}

fn line(guard: &GuardChange) -> Line {
    let of = |line: Line| if guard.of.is_empty() { line } else { line.say(" of ").quote(&guard.of) };
    let now = |line: Line| match (guard.fate, guard.before.as_str(), guard.after.as_str()) {
        (GuardFate::Gone, "", _) => line.say(" is gone"),
        (_, "", "") => line,
        (GuardFate::Gone, before, _) => line.say(format!(" is gone; it was {before}")),
        (_, "", after) => line.say(": ").code(after).say(" is added"),
        (_, before, after) if before == after => {
            line.say(format!(" is written as before, and what it names is not the same: {after}"))
        }
        (_, before, after) => line.say(format!(" is now {after}, and was {before}")),
    };
    match guard.kind {
        Guard::TreeRule => now(of(Line::of("The safety rule ").quote(&guard.what))),
        Guard::TreeTest => now(of(Line::of("The test ").quote(&guard.what))),
        Guard::Check => now(Line::of("The check ").code(&guard.what)),
        Guard::SearchTest => now(Line::of("What the search must find for ").quote(&guard.what)),
        _ => {
            let mut letters = guard.what.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            now(of(Line::worded(first + letters.as_str())))
        }
    }
}
