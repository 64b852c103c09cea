//! A decision tree before and after, in words: which answers now end elsewhere, and what is asked otherwise.

use super::words::grouped;
use crate::link::Site;
use crate::parse::{Content, Decision};
use crate::tree::{self, Comparison, Shift, ShiftKind, Tree, compare::End};
use num_bigint::BigUint;
use serde::Serialize;
use std::cmp::Reverse;

/// A tree that leads elsewhere, or asks otherwise.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct TreeChange {
    /// Its title now.
    pub title: String,
    /// Its address now.
    pub address: String,
    /// Its file now.
    pub path: String,
    /// How many paths each version has; `None` where they cannot be counted.
    pub paths: [Option<String>; 2],
    /// Whether all paths of both could be held against each other. If not, the counts below are missing.
    pub compared: bool,
    /// Ways to answer whose answers both versions offer.
    pub ways: String,
    /// Those of them that end elsewhere, or with another level of urgency.
    pub changed: String,
    /// Those of them that are now less urgent.
    pub less_urgent: String,
    /// Those of them that are now more urgent.
    pub more_urgent: String,
    /// Ways whose answers are no longer offered.
    pub gone: String,
    /// Which ends became which, the milder ones first.
    pub shifts: Vec<ShiftView>,
    /// Questions that are asked no more.
    pub questions_removed: Vec<String>,
    /// Questions that were not asked before.
    pub questions_added: Vec<String>,
    /// Answers that came or went, of questions that both versions ask.
    pub options: Vec<OptionChange>,
    /// Questions whose answers cannot be held against each other.
    pub unlike: Vec<String>,
    /// The names of safety rules that are there no more, or say something else.
    pub rules_removed: Vec<String>,
    /// How many tests there were and are.
    pub tests: [usize; 2],
    /// By how many levels the worst case is milder; 0 where nothing is.
    #[serde(skip)]
    pub steps_down: usize,
}

/// Ways that ended in one place and now end in another.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ShiftView {
    /// `less-urgent`, `no-longer-offered`, `leads-nowhere`, `more-urgent`, `elsewhere` or `other-additions`.
    pub kind: &'static str,
    /// Where they ended.
    pub from: EndView,
    /// Where they end.
    pub to: EndView,
    /// How many ways.
    pub paths: String,
    /// Few answers that show it.
    pub example: Vec<Answered>,
    /// The places in the example after which the versions no longer ask the same, the old one ends and the new one ends.
    pub turns: Vec<usize>,
}

/// Where a path ends.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct EndView {
    /// The outcome's title, or what there is instead.
    pub title: String,
    /// How soon help is needed; empty where that is not said.
    pub level: String,
}

/// A question and an answer to it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// As asked.
    pub question: String,
    /// In words.
    pub answer: String,
}

/// Answers that came or went.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OptionChange {
    /// As asked.
    pub question: String,
    /// No longer offered.
    pub removed: Vec<String>,
    /// Not offered before.
    pub added: Vec<String>,
}

/// What is different about a tree; `None` if it is the same, or one of the two is no tree.
pub(super) fn compare(old: &Site, new: &Site, p: usize, q: usize) -> Option<TreeChange> {
    let (before, after) = (&old.pages[p], &new.pages[q]);
    let (Content::Tree(was), Content::Tree(is)) = (&before.doc.content, &after.doc.content) else { return None };
    if before.doc.source.hash == after.doc.source.hash {
        return None;
    }
    let facts = after.facts();
    let count = |decision: &Decision| decision.proof.paths.as_ref().map(|paths| grouped(&paths.to_string()));
    let mut out = TreeChange {
        title: facts.title.clone(),
        address: facts.address.clone(),
        path: facts.path.to_string(),
        paths: [count(was), count(is)],
        rules_removed: rules_removed(&old.pages[p].doc.source.text, &new.pages[q].doc.source.text, &was.tree, &is.tree),
        tests: [was.tree.tests.len(), is.tree.tests.len()],
        ..TreeChange::default()
    };
    if let Some(compared) = tree::compare(&was.tree, &is.tree) {
        out.fill([&was.tree, &is.tree], &compared);
    }
    let unchanged = out.compared
        && out.shifts.is_empty()
        && out.questions_removed.is_empty()
        && out.questions_added.is_empty()
        && out.options.is_empty()
        && out.rules_removed.is_empty()
        && out.tests[0] <= out.tests[1];
    (!unchanged).then_some(out)
}

impl TreeChange {
    fn fill(&mut self, trees: [&Tree; 2], compared: &Comparison) {
        self.compared = true;
        self.ways = grouped(&compared.ways.to_string());
        self.changed = grouped(&compared.changed.to_string());
        self.less_urgent = grouped(&compared.milder.to_string());
        self.more_urgent = grouped(&compared.graver.to_string());
        self.gone = grouped(&compared.gone.to_string());
        self.shifts = views(trees, &compared.shifts);
        let steps = compared.shifts.iter().filter_map(|shift| match shift.kind {
            ShiftKind::Milder(Reverse(steps)) => Some(steps),
            _ => None,
        });
        self.steps_down = steps.max().unwrap_or(0);
        let asks = |side: usize| -> Vec<String> {
            let alone = compared.questions[side].iter().enumerate().filter(|(_, partner)| partner.is_none());
            alone.map(|(q, _)| trees[side].questions[q].ask.text.clone()).collect()
        };
        self.questions_removed = asks(0);
        self.questions_added = asks(1);
        self.unlike = compared.unlike.iter().map(|[_, q]| trees[1].questions[*q].ask.text.clone()).collect();
        for (q, options) in &compared.options {
            let Some(partner) = compared.questions[0][*q] else { continue };
            let alone = |side: usize, question: usize| -> Vec<String> {
                let alone = options[side].iter().enumerate().filter(|(_, other)| other.is_none());
                alone.map(|(o, _)| trees[side].questions[question].options[o].say.text.clone()).collect()
            };
            let (removed, added) = (alone(0, *q), alone(1, partner));
            if !removed.is_empty() || !added.is_empty() {
                let question = trees[1].questions[partner].ask.text.clone();
                self.options.push(OptionChange { question, removed, added });
            }
        }
    }
}

/// The shifts between the same two ends as one, whatever pieces are added there; with the example of the most common.
fn views(trees: [&Tree; 2], shifts: &[Shift]) -> Vec<ShiftView> {
    let mut out: Vec<(ShiftKind, BigUint, ShiftView)> = Vec::new();
    for shift in shifts {
        let view = view(trees, shift);
        let known = out
            .iter_mut()
            .find(|(_, _, known)| (known.kind, &known.from, &known.to) == (view.kind, &view.from, &view.to));
        match known {
            Some((_, ways, _)) => *ways += &shift.ways,
            None => out.push((shift.kind, shift.ways.clone(), view)),
        }
    }
    out.sort_by(|(kind, ways, _), (other, more, _)| (kind, more).cmp(&(other, ways)));
    out.into_iter().map(|(_, ways, view)| ShiftView { paths: grouped(&ways.to_string()), ..view }).collect()
}

fn view(trees: [&Tree; 2], shift: &Shift) -> ShiftView {
    let answered = |(side, question, answer): &tree::compare::Given| Answered {
        question: trees[*side].questions[*question].ask.text.clone(),
        answer: tree::describe_answer(trees[*side], *question, answer),
    };
    ShiftView {
        kind: match shift.kind {
            ShiftKind::Milder(_) => "less-urgent",
            ShiftKind::Gone => "no-longer-offered",
            ShiftKind::Lost => "leads-nowhere",
            ShiftKind::Graver(_) => "more-urgent",
            ShiftKind::Elsewhere => "elsewhere",
            ShiftKind::OtherPieces => "other-additions",
        },
        from: end(trees[0], &shift.ends[0]),
        to: end(trees[1], &shift.ends[1]),
        paths: String::new(),
        example: shift.example.iter().map(answered).collect(),
        turns: shift.turns.clone(),
    }
}

fn end(tree: &Tree, reached: &End) -> EndView {
    let nameless = |title: String| EndView { title, level: String::new() };
    match reached {
        End::Outcome(outcome, _) => {
            let outcome = &tree.outcomes[*outcome];
            let level = tree.levels.get(outcome.level).cloned().unwrap_or_default();
            EndView { title: outcome.title.text.clone(), level }
        }
        End::OtherTree(path) => nameless(format!("the tree {path}")),
        End::Nowhere => nameless("nothing".into()),
        End::NotOffered => nameless("an answer that is no longer offered".into()),
    }
}

/// Rules are compared as they are written: a name that stays over other words is another rule.
fn rules_removed(before: &str, after: &str, old: &Tree, new: &Tree) -> Vec<String> {
    let kept: Vec<String> = written(after, new).into_iter().map(|(_, text)| text).collect();
    written(before, old).into_iter().filter(|(_, text)| !kept.contains(text)).map(|(name, _)| name).collect()
}

/// The rules of a tree: name, and what it claims in one form, without places.
fn written(text: &str, tree: &Tree) -> Vec<(String, String)> {
    let rules = tree.rules.iter().enumerate().map(|(i, rule)| {
        let first = text.get(rule.span.range()).unwrap_or_default().lines().next().unwrap_or_default().trim();
        let name = rule.name.as_ref().map_or_else(|| format!("rule {}: {first}", i + 1), |name| name.text.clone());
        (name, tree::rule_key(tree, &rule.kind))
    });
    rules.collect()
}
