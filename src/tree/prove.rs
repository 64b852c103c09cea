//! Tree → what is wrong on its paths, and how many there are.

use super::model::{Answer, Tree};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use num_bigint::BigUint;

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
    /// The questions that some path asks, in the file's order.
    pub reachable_questions: Vec<usize>,
    /// How many states of answers that still matter were looked at.
    pub states: usize,
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

/// Follows every path, by the answers that still matter, and tells what does not hold.
pub fn prove(_tree: &Tree, _path: &SitePath) -> Proof {
    Proof::default()
}
