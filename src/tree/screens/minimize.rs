//! Minimization: states that show and lead to the same are one screen, found from the ends backwards, as a minimal automaton
//! without circles is.
//!
//! Takes: states, those they lead to before them. Gives: [`Content`]s, each once, with their choices as links.
//! Never: keeps two screens apart because their choices were found in different ways: tick boxes are compared by what every
//! set of ticks leads to.

use super::screen::{Picked, ScreenChoice, ScreenTarget};
use crate::tree::model::{AtLeast, Kind, Target, TickSets};
use crate::tree::states::{Answers, Branch, By, LimitExceeded, State, View, branches, comes_back};
use std::collections::BTreeMap;

/// What a screen shows: its place in the graph, the pieces that fit, the choices. Targets are other contents.
pub(super) type Content = (usize, Vec<usize>, Vec<ScreenChoice>);

/// Sets of ticks, and where they lead.
type Leads = Vec<(TickSets, Option<ScreenTarget>)>;

/// What a state shows, and for tick boxes where each set leads.
pub(super) struct Shown {
    content: Content,
    leads: Leads,
}

/// Contents, each once.
#[derive(Default)]
pub(super) struct Merged {
    pub(super) contents: Vec<Content>,
    leads: Vec<Leads>,
    numbers: BTreeMap<Content, usize>,
    /// Tick boxes by what `none`, each single tick and all ticks together lead to: those that may be the same.
    alike: BTreeMap<(usize, Vec<Option<ScreenTarget>>), Vec<usize>>,
}

impl Merged {
    /// The number of what is shown: its own, or that of what cannot be told apart from it.
    pub(super) fn number(&mut self, view: &View<'_>, shown: Shown) -> Result<usize, LimitExceeded> {
        let Shown { content, leads } = shown;
        if let Some(known) = self.numbers.get(&content) {
            return Ok(*known);
        }
        let next = self.contents.len();
        let mut number = next;
        if !leads.is_empty() {
            view.spend(leads.len() * view.tree.questions[content.0].options.len())?;
            let alike = self.alike.entry((content.0, samples(view, &content, &leads))).or_default();
            for other in alike.iter() {
                if same(view, &leads, &self.leads[*other])? {
                    number = *other;
                    break;
                }
            }
            if number == next {
                alike.push(next);
            }
        }
        if number == next {
            self.contents.push(content.clone());
            self.leads.push(leads);
        }
        self.numbers.insert(content, number);
        Ok(number)
    }
}

fn samples(view: &View<'_>, content: &Content, leads: &Leads) -> Vec<Option<ScreenTarget>> {
    let asked = &view.tree.questions[content.0];
    let others: Vec<usize> = (0..asked.options.len()).filter(|o| !asked.stands_alone(*o)).collect();
    let lead =
        |ticks: &[usize]| leads.iter().find(|(sets, _)| sets.among(ticks)).and_then(|(_, target)| target.clone());
    let alone = |option: usize| content.2.iter().find(|c| c.picked == Picked::Option(option)).map(|c| c.target.clone());
    let alone = asked.none().into_iter().chain(asked.skip).map(alone);
    let single = others.iter().map(|o| lead(&[*o]));
    alone.chain(single).chain([lead(&others)]).collect()
}

/// Whether every set of ticks leads to the same.
fn same(view: &View<'_>, one: &Leads, other: &Leads) -> Result<bool, LimitExceeded> {
    for (sets, target) in one {
        view.spend(other.len())?;
        if other.iter().any(|(others, elsewhere)| target != elsewhere && sets.meet(others, view.fuel)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a state shows.
pub(super) fn shown(
    view: &View<'_>,
    state: &State,
    content_at: impl Fn(usize, &[u32]) -> usize,
) -> Result<Shown, LimitExceeded> {
    let questions = view.graph.places.questions;
    if state.place >= questions {
        let pieces = view.conditions.also[state.place - questions].iter().enumerate();
        let also = pieces.filter(|(_, condition)| view.holds(condition, &state.truths)).map(|(i, _)| i).collect();
        return Ok(Shown { content: (state.place, also, Vec::new()), leads: Vec::new() });
    }
    let question = state.place;
    let mut choices: Vec<ScreenChoice> = Vec::new();
    let mut leads = Leads::new();
    for branch in branches(view, question, &state.truths)? {
        let target = target(view, question, &branch, &content_at);
        let picked = picked(view, question, &branch.answers);
        if let Answers::Ticks(sets) = branch.answers {
            leads.push((sets, target.clone()));
        }
        if let Some(target) = target {
            add(&mut choices, ScreenChoice { question, picked, target });
        }
    }
    debug_assert!(leads.is_empty() || view.tree.questions[question].kind == Kind::Any);
    Ok(Shown { content: (question, Vec::new(), choices), leads })
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
    (!comes_back(view, question, *place, truths)).then(|| ScreenTarget::Screen(content_at(*place, truths)))
}

fn picked(view: &View<'_>, question: usize, answers: &Answers) -> Picked {
    match answers {
        Answers::Option(option) => Picked::Option(*option),
        Answers::Run(run) => {
            let (from, to) = view.conditions.runs[question][*run];
            Picked::Steps(from, to)
        }
        Answers::Ticks(sets) => {
            let groups = sets.groups();
            Picked::AnyOf(if groups.is_empty() { vec![AtLeast { of: sets.allowed(), least: 1 }] } else { groups })
        }
    }
}

/// Adds a choice below the others, as one with the last where both lead to the same and that can be said simply.
fn add(choices: &mut Vec<ScreenChoice>, mut choice: ScreenChoice) {
    while let Some(last) = choices.pop_if(|last| last.target == choice.target && joined(last, &choice).is_some()) {
        if let Some(both) = joined(&last, &choice) {
            choice.picked = both;
        }
    }
    choices.push(choice);
}

fn joined(above: &ScreenChoice, below: &ScreenChoice) -> Option<Picked> {
    match (&above.picked, &below.picked) {
        (Picked::Steps(from, end), Picked::Steps(start, to)) if end + 1 == *start => Some(Picked::Steps(*from, *to)),
        (Picked::AnyOf(above), Picked::AnyOf(below)) => {
            // Whoever the upper one fits, the lower one fits too.
            let covers = |low: &AtLeast| above.iter().any(|high| low.follows_from(high));
            if below.iter().all(covers) {
                return Some(Picked::AnyOf(below.clone()));
            }
            let mut different = (0..above.len().max(below.len())).filter(|i| above.get(*i) != below.get(*i));
            let (Some(at), None) = (different.next(), different.next()) else { return None };
            let mut groups = above.clone();
            let (group, other) = (groups.get_mut(at)?, below.get(at)?);
            if group.least > 1 || other.least > 1 {
                return None;
            }
            group.of.extend(&other.of);
            group.of.sort_unstable();
            group.of.dedup();
            Some(Picked::AnyOf(groups))
        }
        _ => None,
    }
}
