//! Tree → what is wrong on its paths, and how many there are.
//!
//! Takes: a tree as read. Gives: [`Proof`]: everything that does not hold, each with the shortest answers that show it; and the
//! screens, which are laid out to see whether they are too many.
//! Never: lists the paths, or hangs: beyond [`STATE_LIMIT`](crate::tree::states::STATE_LIMIT) states it says so.

mod author_tests;
mod count;
mod findings;
mod format;
mod lengths;
mod maybe_unasked;
mod pairs;
mod proof;
mod rules;

pub use proof::{Example, Merging, Proof};

use crate::source::SitePath;
use crate::tree::model::Tree;
use crate::tree::screens::{Screen, lay_out};
use crate::tree::states::{Arrival, FUEL, LimitExceeded, Liveness, States, Uses, View, conditions, explore, graph};
use proof::Proving;
use std::cell::Cell;

/// Follows every path, by the answers that still matter, and tells what does not hold.
pub fn prove(tree: &Tree, path: &SitePath) -> Proof {
    prove_merging(tree, path, Merging::WhereNeeded)
}

/// The same, with states merged as said.
pub fn prove_merging(tree: &Tree, path: &SitePath, memory: Merging) -> Proof {
    if tree.start >= tree.questions.len() {
        return Proof::default();
    }
    let (conditions, graph, fuel) = (conditions(tree), graph(tree), Cell::new(FUEL));
    let mut proving =
        Proving { tree, path, conditions: &conditions, graph: &graph, fuel: &fuel, memory, proof: Proof::default() };
    author_tests::run(&mut proving);
    let uses = Uses::of_rules(tree, &conditions, &graph);
    match proving.view(uses) {
        Ok(mut view) => match explore(&mut view) {
            Ok(states) => all_findings(&mut proving, &view, &states),
            Err(LimitExceeded) => too_complex(&mut proving, &view.liveness),
        },
        Err(LimitExceeded) => too_complex(&mut proving, &Liveness::none()),
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
    let mut steps = vec![0usize; states.list.len()];
    for (at, state) in states.list.iter().enumerate() {
        // The states stand in the order in which a search by breadth came to them.
        steps[at] = state.from.map_or(0, |(from, _)| steps[from] + 1);
        if let Some(outcome) = state.place.checked_sub(places.questions).filter(|o| *o < places.outcomes) {
            let arrival = || Arrival { steps: steps[at], ..states.arrival(at) };
            proving.proof.arrivals.entry(outcome).or_insert_with(arrival);
        }
    }
    findings::dead_ends(proving, view, states);
    findings::cycles(proving, states);
    findings::unreachable(proving, &reached);
    findings::dead_rules(proving, states, &reached);
    maybe_unasked::warn_of_unasked(proving, states);
    proving.fuel.set(FUEL);
    match screens(proving) {
        Ok(screens) => proving.proof.screens = screens,
        Err(LimitExceeded) => {
            let uses = Uses::of_screens(view.tree, proving.conditions, proving.graph);
            let liveness = proving.view(uses).map_or_else(|_| Liveness::none(), |view| view.liveness);
            let problem = findings::too_many_pages(proving, &liveness);
            proving.tell(problem);
        }
    }
    proving.fuel.set(FUEL);
    rules::prove_rules(proving, states);
}

fn screens(proving: &Proving<'_>) -> Result<Vec<Screen>, LimitExceeded> {
    lay_out(proving.view(Uses::of_screens(proving.tree, proving.conditions, proving.graph))?)
}

/// What can be said without following the paths, and that they are too many.
fn too_complex(proving: &mut Proving<'_>, liveness: &Liveness) {
    let reached: Vec<bool> = (0..proving.graph.places.count()).map(|place| proving.graph.reaches(place)).collect();
    findings::unreachable(proving, &reached);
    let problem = findings::too_complex(proving, liveness);
    proving.tell(problem);
}
