//! Tree → the pages it needs without JavaScript, with the links between them.
//!
//! Takes: a tree. Gives: [`Screen`]s: a question or an outcome for each combination of earlier answers that changes what follows.
//! Never: makes two screens that show the same and lead to the same.

use super::addresses::{Member, addresses};
use super::branches::{Answers, Branch, By, TooMany, View, branches};
use super::conditions::{Conditions, conditions};
use super::explore::{State, States, explore};
use super::graph::{Graph, graph};
use super::live::{Uses, live};
use super::model::{Target, Tree};
use super::prove::FUEL;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

/// More pages than this are not made of one tree.
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
    let mut contents: Vec<Content> = Vec::new();
    let mut numbers: BTreeMap<Content, usize> = BTreeMap::new();
    let mut content_of = vec![usize::MAX; states.list.len()];
    for index in states.in_order().into_iter().rev() {
        let state = &states.list[index];
        if state.place == graph.places.elsewhere() {
            continue;
        }
        let content = content(&view, state, |place, truths| content_of[known[&(place, truths)]])?;
        let next = contents.len();
        let number = *numbers.entry(content).or_insert_with_key(|content| {
            contents.push(content.clone());
            next
        });
        if contents.len() > PAGE_LIMIT {
            return Err(TooMany);
        }
        content_of[index] = number;
    }
    Ok(numbered_from_the_start(&view, &states, contents, &content_of))
}

/// What a screen shows, by the graph's places; targets are other contents.
type Content = (usize, Vec<usize>, Vec<ScreenChoice>);

fn content(view: &View<'_>, state: &State, content_at: impl Fn(usize, &[u32]) -> usize) -> Result<Content, TooMany> {
    let questions = view.graph.places.questions;
    if state.place >= questions {
        let true_here = |fact: &usize| state.truths.binary_search(&(*fact as u32)).is_ok();
        let pieces = view.conditions.also[state.place - questions].iter().enumerate();
        let also = pieces.filter(|(_, c)| c.iter().any(|list| list.iter().all(true_here))).map(|(i, _)| i).collect();
        return Ok((state.place, also, Vec::new()));
    }
    let question = state.place;
    let mut choices: Vec<ScreenChoice> = Vec::new();
    for branch in branches(view, question, &state.truths)? {
        let Some(target) = target(view, question, &branch, &content_at) else { continue };
        let picked = picked(view, question, branch.answers);
        match choices.last_mut().filter(|last| last.target == target).and_then(|last| joined(&last.picked, &picked)) {
            Some(both) => {
                if let Some(last) = choices.last_mut() {
                    last.picked = both;
                }
            }
            None => choices.push(ScreenChoice { question, picked, target }),
        }
    }
    Ok((question, Vec::new(), choices))
}

fn target(
    view: &View<'_>,
    question: usize,
    branch: &Branch,
    content_at: impl Fn(usize, &[u32]) -> usize,
) -> Option<ScreenTarget> {
    let (place, truths) = branch.to.as_ref()?;
    if *place == view.graph.places.elsewhere() {
        let asked = &view.tree.questions[question];
        let goto = match branch.by {
            By::Option(option) => asked.options[option].goto.as_ref()?,
            By::Rule(rule) => &asked.next[rule].goto,
            By::Nothing => return None,
        };
        let Target::OtherTree(path) = &goto.target else { return None };
        return Some(ScreenTarget::OtherTree(path.clone()));
    }
    let comes_back = super::explore::comes_back(view, question, *place, truths);
    (!comes_back).then(|| ScreenTarget::Screen(content_at(*place, truths)))
}

fn picked(view: &View<'_>, question: usize, answers: Answers) -> Picked {
    match answers {
        Answers::Option(option) => Picked::Option(option),
        Answers::Run(run) => {
            let (from, to) = view.conditions.runs[question][run];
            Picked::Steps(from, to)
        }
        Answers::Ticks(sets) => {
            let groups = sets.groups();
            Picked::AnyOf(if groups.is_empty() { vec![sets.allowed()] } else { groups })
        }
    }
}

/// Two neighbouring choices with one target as one, where that can be said simply.
fn joined(above: &Picked, below: &Picked) -> Option<Picked> {
    match (above, below) {
        (Picked::Steps(from, end), Picked::Steps(start, to)) if end + 1 == *start => Some(Picked::Steps(*from, *to)),
        (Picked::AnyOf(above), Picked::AnyOf(below)) if above.len() == below.len() => {
            let mut different = (0..above.len()).filter(|i| above[*i] != below[*i]);
            let (at, None) = (different.next().unwrap_or(0), different.next()) else { return None };
            let mut groups = above.clone();
            groups[at].extend(&below[at]);
            groups[at].sort_unstable();
            groups[at].dedup();
            Some(Picked::AnyOf(groups))
        }
        _ => None,
    }
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
