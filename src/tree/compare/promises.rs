//! The safety rules and tests of both versions of a tree → which of the old ones the new version keeps, and which are weaker.
//!
//! Takes: two trees. Gives: a [`Promise`] for each old rule or test that is not kept.
//! Never: guesses. An old rule is carried over to the new tree by what is the same in both (`matching`), whatever it is called
//! there; a new one is weaker only where it follows from the old one, and not the other way round (logical implication).

use super::claims::{Claim, Names, implies};
use super::matching::Matching;
use super::said::values_said;
use crate::tree::model::{Answer, RuleKind, Target, Test, Tree};

/// An old rule or test that the new version does not keep as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its place among the old ones.
    pub old: usize,
    /// The place of the one that stands for it now.
    pub new: Option<usize>,
    /// Whether less is promised. Where it stands for none, that is so.
    pub weaker: bool,
}

/// The old rules that are weaker, gone or others. One that another rule implies is kept.
pub fn rules_not_kept(old: &Tree, new: &Tree) -> Vec<Promise> {
    let matching = Matching::of(old, new);
    let claims = Names { trees: [old, new], matching: &matching };
    let before: Vec<Option<Claim>> = old.rules.iter().map(|rule| claims.claim(0, &rule.kind)).collect();
    let after: Vec<Option<Claim>> = new.rules.iter().map(|rule| claims.claim(1, &rule.kind)).collect();
    let follows = |one: &Option<Claim>, other: &Option<Claim>| match (one, other) {
        (Some(one), Some(other)) => implies(new, one, other),
        _ => false,
    };
    let kept = |r: usize| match &old.rules[r].kind {
        // What could not be read held nothing.
        RuleKind::Broken => true,
        _ => after.iter().any(|now| follows(now, &before[r])),
    };
    let new_alone: Vec<usize> = (0..after.len())
        .filter(|n| !before.iter().any(|was| follows(was, &after[*n]) && follows(&after[*n], was)))
        .collect();
    let names: [Vec<Option<&str>>; 2] =
        [old, new].map(|tree| tree.rules.iter().map(|r| r.name.as_ref().map(|name| name.text.as_str())).collect());
    let mut out = Vec::new();
    for r in (0..before.len()).filter(|r| !kept(*r)) {
        let partner = partner(&names, r, &new_alone);
        let weaker = partner.is_none_or(|n| follows(&before[r], &after[n]));
        out.push(Promise { old: r, new: partner, weaker });
    }
    out
}

/// The old tests that are gone or others. Whether one asks less than another cannot be said.
pub fn tests_not_kept(old: &Tree, new: &Tree) -> Vec<Promise> {
    let matching = Matching::of(old, new);
    let kept = |test: &Test| test.broken || new.tests.iter().any(|now| same_test([old, new], &matching, test, now));
    let same = |now: &Test| old.tests.iter().any(|test| same_test([old, new], &matching, test, now));
    let new_alone: Vec<usize> = (0..new.tests.len()).filter(|n| !same(&new.tests[*n])).collect();
    let names: [Vec<Option<&str>>; 2] =
        [old, new].map(|tree| tree.tests.iter().map(|t| t.name.as_ref().map(|name| name.text.as_str())).collect());
    let mut out = Vec::new();
    for t in (0..old.tests.len()).filter(|t| !kept(&old.tests[*t])) {
        let partner = partner(&names, t, &new_alone);
        let milder = |n: usize| demands_less([old, new], [&old.tests[t], &new.tests[n]], &matching);
        out.push(Promise { old: t, new: partner, weaker: partner.is_none_or(milder) });
    }
    out
}

/// Whether a test of the same answers asks for help that is less urgent than before, by the order of the old version's levels.
fn demands_less(trees: [&Tree; 2], [was, is]: [&Test; 2], matching: &Matching) -> bool {
    let level = |tree: &Tree, test: &Test| match &test.reaches.target {
        Target::Outcome(outcome) => tree.levels.get(tree.outcomes[*outcome].level).cloned(),
        _ => None,
    };
    let rank = |level: Option<String>| trees[0].levels.iter().position(|known| Some(known) == level.as_ref());
    let ranks = rank(level(trees[1], is)).zip(rank(level(trees[0], was)));
    ranks.is_some_and(|(now, before)| now < before) && same_answers(matching, was, is)
}

/// The one that stands for an old one: of its name, or without a name in its place, and not the same as an old one.
fn partner(names: &[Vec<Option<&str>>; 2], old: usize, alone: &[usize]) -> Option<usize> {
    match names[0][old] {
        Some(name) => alone.iter().copied().find(|n| names[1][*n] == Some(name)),
        None => alone.iter().copied().find(|n| *n == old && names[1][*n].is_none()),
    }
}

fn same_test(trees: [&Tree; 2], matching: &Matching, old: &Test, new: &Test) -> bool {
    let reaches = match &old.reaches.target {
        Target::Question(question) => matching.questions[0][*question].map(Target::Question),
        Target::Outcome(outcome) => matching.outcomes[0][*outcome].map(Target::Outcome),
        other => Some(other.clone()),
    };
    let values = values_said(trees[0], old) == values_said(trees[1], new);
    values && same_answers(matching, old, new) && reaches.as_ref() == Some(&new.reaches.target)
}

/// Whether two tests give the same answers.
fn same_answers(matching: &Matching, old: &Test, new: &Test) -> bool {
    let option =
        |question: usize, option: usize| matching.options.get(&question).and_then(|options| options[0][option]);
    let answer = |question: usize, given: &Answer| match given {
        Answer::Option(o) => option(question, *o).map(Answer::Option),
        Answer::Ticks(ticks) => {
            let mut ticks = ticks.iter().map(|o| option(question, *o)).collect::<Option<Vec<usize>>>()?;
            ticks.sort_unstable();
            Some(Answer::Ticks(ticks))
        }
        Answer::Number(number) => Some(Answer::Number(*number)),
    };
    let mut was = Vec::new();
    for (question, given) in &old.answers {
        match (matching.questions[0][*question], answer(*question, given)) {
            (Some(question), Some(given)) => was.push((question, given)),
            _ => return false,
        }
    }
    let mut is = new.answers.clone();
    was.sort();
    is.sort();
    !new.broken && was == is
}
