//! Tree → what is wrong on its paths, and how many there are.
//!
//! Takes: a tree as read. Gives: [`Proof`]: everything that does not hold, each with the shortest answers that show it.
//! Never: lists the paths, or hangs: beyond [`super::STATE_LIMIT`] states it says so.

use super::branches::{TooMany, View};
use super::conditions::{Conditions, conditions};
use super::explore::{States, explore};
use super::graph::{Graph, graph};
use super::live::{Live, Uses, live};
use super::model::{Answer, Tree};
use super::{claims, count, findings, screens, tests, unasked};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
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
}

/// The end of a way to an outcome: the answers that decide it. A way may have thousands, so not all are kept.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// Whether there are answers before the last ones.
    pub begun_earlier: bool,
    /// Question and answer, two at most.
    pub last: Vec<(usize, Answer)>,
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

/// Conditions that may be looked at for the paths, for the pages and for the rules each: far more than any tree needs, and
/// looked at within half a second or so.
pub(super) const FUEL: u64 = 25_000_000;

/// A tree being proved.
pub(super) struct Proving<'a> {
    pub(super) tree: &'a Tree,
    pub(super) path: &'a SitePath,
    pub(super) conditions: &'a Conditions,
    pub(super) graph: &'a Graph,
    pub(super) fuel: &'a Cell<u64>,
    pub(super) proof: Proof,
}

impl<'a> Proving<'a> {
    /// A way of looking at the tree that remembers what these uses need.
    pub(super) fn view(&self, uses: &Uses) -> Result<View<'a>, TooMany> {
        let live = live(self.tree, self.conditions, self.graph, uses).ok_or(TooMany)?;
        Ok(View { tree: self.tree, conditions: self.conditions, graph: self.graph, live, fuel: self.fuel })
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

/// Follows every path, by the answers that still matter, and tells what does not hold.
pub fn prove(tree: &Tree, path: &SitePath) -> Proof {
    if tree.start >= tree.questions.len() {
        return Proof::default();
    }
    let (conditions, graph, fuel) = (conditions(tree), graph(tree), Cell::new(FUEL));
    let mut proving =
        Proving { tree, path, conditions: &conditions, graph: &graph, fuel: &fuel, proof: Proof::default() };
    tests::run(&mut proving);
    let uses = Uses::of_rules(tree, &conditions, &graph);
    match proving.view(&uses) {
        Ok(view) => match explore(&view) {
            Ok(states) => all_findings(&mut proving, &view, &states),
            Err(TooMany) => too_complex(&mut proving, &view.live),
        },
        Err(TooMany) => too_complex(&mut proving, &Live::none()),
    }
    proving.proof
}

fn all_findings(proving: &mut Proving<'_>, view: &View<'_>, states: &States) {
    let places = proving.graph.places;
    let mut reached = vec![false; places.count()];
    for state in &states.list {
        reached[state.place] = true;
    }
    let (paths, longest) = count::count(states, places.questions);
    proving.proof.paths = Some(paths);
    proving.proof.longest = longest;
    proving.proof.states = states.list.len();
    proving.proof.reachable_questions = (0..places.questions).filter(|q| reached[*q]).collect();
    proving.proof.reachable_outcomes = (0..places.outcomes).filter(|o| reached[places.outcome(*o)]).collect();
    for (at, state) in states.list.iter().enumerate() {
        // The states stand in the order in which a search by breadth came to them.
        if let Some(outcome) = state.place.checked_sub(places.questions).filter(|o| *o < places.outcomes) {
            proving.proof.arrivals.entry(outcome).or_insert_with(|| states.arrival(at));
        }
    }
    findings::stuck(proving, view, states);
    findings::again(proving, states);
    findings::unreachable(proving, &reached);
    findings::dead_rules(proving, states, &reached);
    unasked::unasked(proving, states);
    proving.fuel.set(FUEL);
    if let Err(TooMany) = screens::lay_out(view.tree, proving.conditions, proving.graph, proving.fuel) {
        let uses = screens::uses(view.tree, proving.conditions, proving.graph);
        let live = proving.view(&uses).map_or_else(|_| Live::none(), |view| view.live);
        let problem = findings::too_many_pages(proving, &live);
        proving.tell(problem);
    }
    proving.fuel.set(FUEL);
    claims::claims(proving, states);
}

/// What can be said without following the paths, and that they are too many.
fn too_complex(proving: &mut Proving<'_>, live: &Live) {
    let reached: Vec<bool> = (0..proving.graph.places.count()).map(|place| proving.graph.reaches(place)).collect();
    findings::unreachable(proving, &reached);
    let problem = findings::too_complex(proving, live);
    proving.tell(problem);
}
