//! Paths that are longer than allowed.
//!
//! Takes: the states, the ends meant and the most answers allowed. Gives: the shortest path that is longer.
//! Never: lists paths: it goes answer by answer over all of them at once.

use crate::tree::model::Answer;
use crate::tree::states::{State, States};

/// Up to so many steps the shortest path is looked for; beyond, the longest is shown.
const STEPS: usize = 50_000_000;

/// The shortest path of more than `most` answers to an end that is meant.
pub(super) fn shortest_longer_than(
    states: &States,
    meant: &dyn Fn(&State) -> bool,
    most: usize,
) -> Option<Vec<(usize, Answer)>> {
    let order = states.in_order();
    let (mut shortest, mut longest) = (vec![None; states.list.len()], vec![None; states.list.len()]);
    for at in order.iter().rev() {
        let state = &states.list[*at];
        let own = meant(state).then_some(0usize);
        let near = state.links.iter().filter_map(|link| shortest[link.to]).min().map(|rest: usize| rest + 1);
        let far = state.links.iter().filter_map(|link| longest[link.to]).max().map(|rest: usize| rest + 1);
        (shortest[*at], longest[*at]) = (own.or(near), own.max(far));
    }
    longest[0].filter(|longest| *longest > most)?;
    let links: usize = states.list.iter().map(|state| state.links.len()).sum();
    if most.saturating_mul(links) > STEPS {
        return Some(follow(states, 0, &longest));
    }
    // Which states have a path of exactly so many answers, and one state before each.
    let mut layers: Vec<Vec<(usize, usize, usize)>> = vec![vec![(0, 0, 0)]];
    for _ in 0..most {
        let mut seen = vec![false; states.list.len()];
        let mut next = Vec::new();
        for (index, (at, _, _)) in layers[layers.len() - 1].iter().enumerate() {
            for (number, link) in states.list[*at].links.iter().enumerate() {
                if !std::mem::replace(&mut seen[link.to], true) {
                    next.push((link.to, index, number));
                }
            }
        }
        layers.push(next);
    }
    let last = layers.last()?;
    let (_, best) = last
        .iter()
        .enumerate()
        .filter_map(|(index, (at, _, _))| shortest[*at].filter(|rest| *rest > 0).map(|rest| (rest, index)))
        .min()?;
    let mut answers = follow(states, last[best].0, &shortest);
    answers.reverse();
    let mut index = best;
    for layer in (1..layers.len()).rev() {
        let (_, before, number) = layers[layer][index];
        let at = layers[layer - 1][before].0;
        answers.push((states.list[at].place, states.list[at].links[number].answer.clone()));
        index = before;
    }
    answers.reverse();
    Some(answers)
}

/// From a state on, always to a neighbour whose distance is one less.
fn follow(states: &States, from: usize, distance: &[Option<usize>]) -> Vec<(usize, Answer)> {
    let mut answers = Vec::new();
    let mut at = from;
    while let Some(rest) = distance[at].filter(|rest| *rest > 0) {
        let state = &states.list[at];
        let Some(link) = state.links.iter().find(|link| distance[link.to] == Some(rest - 1)) else { break };
        answers.push((state.place, link.answer.clone()));
        at = link.to;
    }
    answers
}
