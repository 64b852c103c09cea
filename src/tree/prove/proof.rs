//! What a proof gives, and what it is working on.
//!
//! Takes: problems, and the answers that show them. Gives: [`Proof`], with every problem in the order in which it was found.
//! Never: decides what is a problem.

use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{Answer, Question, Rule, Target, Tree};
use crate::tree::screens::Screen;
use crate::tree::states::{Arrival, Conditions, Graph, LimitExceeded, Uses, View};
use num_bigint::BigUint;
use std::cell::Cell;
use std::collections::BTreeMap;

/// What the proof found.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Everything that does not hold.
    pub problems: Vec<Problem>,
    /// For each problem that has one, the shortest answers that show it, in the order of the problems.
    pub examples: Vec<Example>,
    /// How many paths lead from the start to an outcome or another tree. `None` beyond the limit.
    pub paths: Option<BigUint>,
    /// The most answers such a path takes.
    pub longest: usize,
    /// The outcomes that some path reaches, in the file's order.
    pub reachable_outcomes: Vec<usize>,
    /// The end of the shortest way to each of them.
    pub arrivals: BTreeMap<usize, Arrival>,
    /// The questions that some path asks, in the file's order.
    pub reachable_questions: Vec<usize>,
    /// How many states of answers that still matter were looked at.
    pub states: usize,
    /// Every screen that can be reached; the first is the start. None where the tree has no question, cannot be proved, or
    /// would need more than [`PAGE_LIMIT`](crate::tree::states::PAGE_LIMIT).
    pub screens: Vec<Screen>,
}

/// Answers that show a problem.
#[derive(Clone, Debug)]
pub struct Example {
    /// The problem's code.
    pub code: Code,
    /// The problem's place.
    pub span: Span,
    /// Question and answer, from the start on.
    pub answers: Vec<(usize, Answer)>,
}

/// A tree being proved.
pub(super) struct Proving<'a> {
    pub(super) tree: &'a Tree,
    pub(super) path: &'a SitePath,
    pub(super) conditions: &'a Conditions,
    pub(super) graph: &'a Graph,
    pub(super) fuel: &'a Cell<u64>,
    pub(super) memory: Merging,
    pub(super) proof: Proof,
}

/// When states are merged that leave the same of each condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merging {
    /// Where the single facts make too many states.
    WhereNeeded,
    /// Always. It finds the same, and is tried against the other.
    FromTheStart,
}

impl<'a> Proving<'a> {
    /// A way of looking at the tree that remembers what these uses need.
    pub(super) fn view(&self, uses: Uses) -> Result<View<'a>, LimitExceeded> {
        let mut view = View::of(self.tree, self.conditions, self.graph, uses, self.fuel)?;
        if self.memory == Merging::FromTheStart {
            view.merge()?;
        }
        Ok(view)
    }

    /// The tree's own file, where a `goto` of it names nothing: what no path comes to may be what it means.
    pub(super) fn lost_way(&self) -> Option<&'a SitePath> {
        self.tree.gotos().any(|goto| goto.target == Target::Unknown).then_some(self.path)
    }

    /// The tree's own file, where some answers of these questions, or conditions on them, could not be read.
    pub(super) fn unclear(&self, mut questions: impl Iterator<Item = usize>) -> Option<&'a SitePath> {
        let unclear = |question: &Question| question.broken || !question.next.iter().all(Rule::is_clear);
        questions.any(|question| unclear(&self.tree.questions[question])).then_some(self.path)
    }

    /// Keeps a problem.
    pub(super) fn tell(&mut self, problem: Problem) {
        self.proof.problems.push(problem);
    }

    /// Keeps a problem with the answers that show it.
    pub(super) fn tell_with(&mut self, problem: Problem, answers: Vec<(usize, Answer)>) {
        if let Some(span) = problem.span {
            self.proof.examples.push(Example { code: problem.code, span, answers });
        }
        self.tell(problem);
    }
}
