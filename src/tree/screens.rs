//! Tree → the pages it needs without JavaScript, with the links between them.
//!
//! Takes: a tree. Gives: [`Screen`]s: a question or an outcome for each combination of earlier answers that changes what follows.
//! Never: makes two screens that show the same and lead to the same.

use super::addresses::{Member, addresses};
use super::branches::{TooMany, View};
use super::conditions::{Conditions, conditions};
use super::explore::{States, explore};
use super::graph::{Graph, graph};
use super::live::{Uses, live};
use super::merging::{Content, Merged, shown};
use super::model::Tree;
use super::prove::FUEL;
use std::cell::Cell;
use std::collections::HashMap;

/// More pages than this, besides one a question and one an outcome, are not made of one tree.
pub const PAGE_LIMIT: usize = 20_000;

/// One page of the tree: a question or an outcome, with the earlier answers that still matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// What it shows.
    pub kind: ScreenKind,
    /// Its part of the address, unique in the tree: `how-bad`, or `how-bad/when-night` where earlier answers matter.
    /// Of `a`–`z`, `0`–`9`, `-`, `.`, `_` and `/`; no slash at either end.
    pub address: String,
    /// Of an outcome: the pieces of its `also` that fit here.
    pub also: Vec<usize>,
    /// Of a question: its answers as links. The first that fits is meant.
    pub choices: Vec<ScreenChoice>,
}

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenKind {
    /// This question.
    Question(usize),
    /// This outcome.
    Outcome(usize),
}

/// An answer that can be chosen on a screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScreenChoice {
    /// The question it answers.
    pub question: usize,
    /// The answers it stands for.
    pub picked: Picked,
    /// What comes next.
    pub target: ScreenTarget,
}

/// The answers that a choice stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Picked {
    /// This option; of tick boxes, `none` alone.
    Option(usize),
    /// Of each of these groups of options at least one, where no choice above fits.
    AnyOf(Vec<Vec<usize>>),
    /// The numbers from here to there, as steps from `min`.
    Steps(i128, i128),
}

/// Where a choice leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenTarget {
    /// To the screen of this place in the list.
    Screen(usize),
    /// To another tree: the text after `tree:`.
    OtherTree(String),
}

/// Every screen that can be reached; the first is the start. None where the tree has no question, or more screens than the limit.
pub fn screens(tree: &Tree) -> Vec<Screen> {
    if tree.start >= tree.questions.len() {
        return Vec::new();
    }
    lay_out(tree, &conditions(tree), &graph(tree), &Cell::new(FUEL)).unwrap_or_default()
}

/// What screens remember: what rules and the outcomes' pieces ask about.
pub(super) fn uses(tree: &Tree, conditions: &Conditions, graph: &Graph) -> Uses {
    let mut uses = Uses::of_rules(tree, conditions, graph);
    for (outcome, pieces) in conditions.also.iter().enumerate() {
        for condition in pieces {
            uses.condition(graph.places.outcome(outcome), condition);
        }
    }
    uses
}

/// The screens, within limits.
pub(super) fn lay_out(
    tree: &Tree,
    conditions: &Conditions,
    graph: &Graph,
    fuel: &Cell<u64>,
) -> Result<Vec<Screen>, TooMany> {
    let live = live(tree, conditions, graph, &uses(tree, conditions, graph)).ok_or(TooMany)?;
    let view = View { tree, conditions, graph, live, fuel };
    let states = explore(&view)?;
    let mut known = HashMap::with_capacity(states.list.len());
    for (index, state) in states.list.iter().enumerate() {
        known.insert((state.place, &*state.truths), index);
    }

    // From the ends backwards, states that show and lead to the same become one.
    let mut merged = Merged::default();
    let mut content_of = vec![usize::MAX; states.list.len()];
    for index in states.in_order().into_iter().rev() {
        let state = &states.list[index];
        if state.place == graph.places.elsewhere() {
            continue;
        }
        let shown = shown(&view, state, |place, truths| content_of[known[&(place, truths)]])?;
        content_of[index] = merged.number(&view, shown)?;
        if merged.contents.len() > PAGE_LIMIT + graph.places.count() {
            return Err(TooMany);
        }
    }
    Ok(numbered_from_the_start(&view, &states, merged.contents, &content_of))
}

/// Puts the start first and everything else in the order in which links come to it, and gives out addresses.
fn numbered_from_the_start(
    view: &View<'_>,
    states: &States,
    contents: Vec<Content>,
    content_of: &[usize],
) -> Vec<Screen> {
    let mut order = vec![content_of[0]];
    let mut number = vec![usize::MAX; contents.len()];
    number[content_of[0]] = 0;
    let mut next = 0;
    while let Some(content) = order.get(next) {
        next += 1;
        for choice in &contents[*content].2 {
            if let ScreenTarget::Screen(target) = choice.target
                && number[target] == usize::MAX
            {
                number[target] = order.len();
                order.push(target);
            }
        }
    }
    let members = states.list.iter().zip(content_of).filter(|(_, content)| **content < contents.len());
    let members =
        members.map(|(state, content)| Member { screen: number[*content], place: state.place, truths: &state.truths });
    let addresses = addresses(view, members.collect(), order.len());
    let mut contents: Vec<Option<Content>> = contents.into_iter().map(Some).collect();
    let screens = order.iter().zip(addresses).filter_map(|(content, address)| {
        let (place, also, mut choices) = contents[*content].take()?;
        for choice in &mut choices {
            if let ScreenTarget::Screen(target) = &mut choice.target {
                *target = number[*target];
            }
        }
        let questions = view.graph.places.questions;
        let kind = if place < questions { ScreenKind::Question(place) } else { ScreenKind::Outcome(place - questions) };
        Some(Screen { kind, address, also, choices })
    });
    screens.collect()
}
