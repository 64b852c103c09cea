//! Tree → the pages it needs without JavaScript, with the links between them.
//!
//! Takes: a view of a tree. Gives: [`Screen`]s: a question or an outcome for each combination of earlier answers that changes what follows.
//! Never: makes two screens that show the same and lead to the same.

use super::addresses::{Member, addresses};
use super::minimize::{Content, Merged, shown};
use super::screen::{Screen, ScreenKind, ScreenTarget};
use crate::tree::states::{LimitExceeded, PAGE_LIMIT, States, View, explore};
use std::collections::HashMap;

/// Every screen that can be reached; the first is the start.
pub(in crate::tree) fn lay_out(mut view: View<'_>) -> Result<Vec<Screen>, LimitExceeded> {
    let states = explore(&mut view)?;
    let graph = view.graph;
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
            return Err(LimitExceeded);
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
    let ahead = questions_ahead(&contents, view.graph.places.questions);
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
        Some(Screen { kind, address, also, choices, ahead: ahead[*content] })
    });
    screens.collect()
}

/// How many questions come after each content on the longest way from it. What a content leads to stands before it, as contents
/// are numbered from the ends backwards. Places below `questions` are questions.
fn questions_ahead(contents: &[Content], questions: usize) -> Vec<usize> {
    let mut ahead: Vec<usize> = Vec::with_capacity(contents.len());
    for (_, _, choices) in contents {
        let beyond = choices.iter().filter_map(|choice| match choice.target {
            ScreenTarget::Screen(target) => Some(ahead[target] + usize::from(contents[target].0 < questions)),
            ScreenTarget::OtherTree(_) => None,
        });
        let most = beyond.max().unwrap_or(0);
        ahead.push(most);
    }
    ahead
}
