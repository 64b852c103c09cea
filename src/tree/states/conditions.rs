//! Every condition of a tree, taken apart into facts about single questions.
//!
//! Takes: a tree. Gives: [`Conditions`]: facts, each once, and every `when` in terms of them; the runs of numbers that no matcher tells apart.
//! Never: asks which paths there are.

use crate::tree::model::{Kind, Matcher, RuleKind, Tree, When, steps};
use std::collections::BTreeMap;

/// Something that may be true of the answer to a question. Of a question that has not been asked it is false.
#[derive(Clone, Debug)]
pub(in crate::tree) struct Fact {
    pub(in crate::tree) question: usize,
    pub(in crate::tree) matcher: Matcher,
}

/// A `when`: all facts of one of the lists are true.
pub(in crate::tree) type Condition = Vec<Vec<usize>>;

/// The conditions of a tree.
pub(in crate::tree) struct Conditions {
    pub(in crate::tree) facts: Vec<Fact>,
    /// By question and rule.
    pub(in crate::tree) next: Vec<Vec<Condition>>,
    /// By outcome and piece.
    pub(in crate::tree) also: Vec<Vec<Condition>>,
    /// By safety rule: what must have been answered, or the answers meant.
    pub(in crate::tree) rules: Vec<Option<Condition>>,
    /// By question: of numbers, the runs that no matcher tells apart.
    pub(in crate::tree) runs: Vec<Vec<(i128, i128)>>,
}

/// Takes every condition apart.
pub(in crate::tree) fn conditions(tree: &Tree) -> Conditions {
    let mut known = Known { facts: Vec::new(), ids: BTreeMap::new() };
    let next =
        tree.questions.iter().map(|q| q.next.iter().map(|r| known.condition(r.when.as_ref())).collect()).collect();
    let also =
        tree.outcomes.iter().map(|o| o.also.iter().map(|a| known.condition(a.when.as_ref())).collect()).collect();
    let rules = tree
        .rules
        .iter()
        .map(|rule| match &rule.kind {
            RuleKind::PathsTo { must_answer, .. } => must_answer.as_ref().map(|when| known.condition(Some(when))),
            RuleKind::PathsWith { when, .. } => Some(known.condition(Some(when))),
            RuleKind::Broken => None,
        })
        .collect();
    let runs = runs(tree, &known.facts);
    Conditions { facts: known.facts, next, also, rules, runs }
}

struct Known {
    facts: Vec<Fact>,
    ids: BTreeMap<(usize, Matcher), usize>,
}

impl Known {
    /// No `when` is always true, and one that could not be read never.
    fn condition(&mut self, when: Option<&When>) -> Condition {
        let Some(when) = when else { return vec![Vec::new()] };
        let lists = when.any.iter().map(|list| list.iter().map(|e| self.fact(e.question, &e.matcher)).collect());
        let lists: Condition = lists.collect();
        if when.broken { Vec::new() } else { lists }
    }

    fn fact(&mut self, question: usize, matcher: &Matcher) -> usize {
        *self.ids.entry((question, matcher.clone())).or_insert_with(|| {
            self.facts.push(Fact { question, matcher: matcher.clone() });
            self.facts.len() - 1
        })
    }
}

/// The ranges of a matcher never touch, so each of its ends is a place where it tells two neighbours apart.
fn runs(tree: &Tree, facts: &[Fact]) -> Vec<Vec<(i128, i128)>> {
    let mut starts: Vec<Vec<i128>> = vec![vec![0]; tree.questions.len()];
    for fact in facts {
        if let Matcher::Steps(ranges) = &fact.matcher {
            starts[fact.question].extend(ranges.iter().flat_map(|(from, to)| [*from, to + 1]));
        }
    }
    let rows = tree.questions.iter().zip(starts);
    rows.map(|(question, mut starts)| {
        let Kind::Number(row) = &question.kind else { return Vec::new() };
        starts.sort_unstable();
        starts.dedup();
        let ends = starts[1..].iter().map(|next| next - 1).chain([row.last_step()]);
        starts.iter().zip(ends).flat_map(|(from, to)| steps::range(*from, to)).collect()
    })
    .collect()
}
