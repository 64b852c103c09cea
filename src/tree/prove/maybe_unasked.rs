//! Conditions on questions that a path has not asked.
//!
//! Takes: all states. Gives: a warning for each entry of a `when` that some path comes to without having asked its question.
//! Never: warns of a rule that no path looks at, or of the question that is just being answered.

use super::format;
use super::proof::Proving;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{Answer, Entry, Tree, When};
use crate::tree::states::States;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many warnings show an example: each is a search of its own.
const EXAMPLES: usize = 50;

/// An entry that may be looked at too early.
struct Suspect {
    place: usize,
    /// Which rule of the question it stands in; 0 for outcomes.
    rule: usize,
    question: usize,
    span: Span,
    /// The entry's number, where it adds up answers to several questions. It counts also where some of them are not asked.
    sum: Option<usize>,
    asked: bool,
    unasked: bool,
}

/// Looks at every entry.
pub(super) fn warn_of_unasked(proving: &mut Proving<'_>, states: &States) {
    let mut suspects = suspects(proving);
    let mut by_question: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, suspect) in suspects.iter().enumerate() {
        by_question.entry(suspect.question).or_default().push(i);
    }
    let questions: Vec<usize> = by_question.keys().copied().collect();
    let order = states.in_order();
    let mut at_place: Vec<Vec<usize>> = vec![Vec::new(); proving.graph.places.count()];
    for (i, state) in states.list.iter().enumerate() {
        at_place[state.place].push(i);
    }
    // Sixty-four questions at a time, a bit each.
    for block in questions.chunks(64) {
        let (asked, unasked) = spread(states, &order, block);
        for (bit, question) in block.iter().enumerate() {
            for i in &by_question[question] {
                let suspect = &mut suspects[*i];
                for state in &at_place[suspect.place] {
                    let looks =
                        suspect.place >= proving.graph.places.questions || states.list[*state].looked_at > suspect.rule;
                    suspect.asked |= looks && asked[*state] >> bit & 1 == 1;
                    suspect.unasked |= looks && unasked[*state] >> bit & 1 == 1;
                }
            }
        }
    }
    let (mut sums_told, mut examples) = (BTreeSet::new(), 0);
    let sums_asked: BTreeSet<usize> = suspects.iter().filter(|s| s.asked).filter_map(|s| s.sum).collect();
    for suspect in suspects.iter().filter(|suspect| suspect.unasked) {
        if let Some(sum) = suspect.sum {
            if !sums_asked.contains(&sum) && sums_told.insert(sum) {
                let problem = nothing_to_add_up(proving.path, suspect.span);
                proving.tell(problem);
            }
            continue;
        }
        let id = &proving.tree.questions[suspect.question].id.text;
        if !suspect.asked {
            let problem = never_asked(proving.path, suspect.span, id);
            proving.tell(problem);
        } else if examples < EXAMPLES {
            examples += 1;
            let example = shortest_without(states, suspect, proving.graph.places.questions);
            let problem = sometimes_unasked(proving.path, proving.tree, suspect.span, id, &example);
            proving.tell_with(problem, example);
        } else {
            let problem = sometimes_unasked(proving.path, proving.tree, suspect.span, id, &[]);
            proving.tell(problem);
        }
    }
}

/// Entries whose question not every way to them passes.
fn suspects(proving: &Proving<'_>) -> Vec<Suspect> {
    let (mut suspects, mut sums) = (Vec::new(), 0);
    let mut look = |place: usize, rule: usize, when: &Option<When>| {
        for entry in when.iter().flat_map(|when| &when.any).flatten() {
            let questions = entry.questions(proving.tree);
            let sum = matches!(entry, Entry::Sum { .. }).then_some(sums);
            sums += 1;
            if sum.is_some() && questions.iter().any(|question| proving.graph.always_passes(place, *question)) {
                continue;
            }
            for question in questions.into_iter().filter(|question| !proving.graph.always_passes(place, *question)) {
                let span = entry.span();
                suspects.push(Suspect { place, rule, question, span, sum, asked: false, unasked: false });
            }
        }
    };
    for (place, question) in proving.tree.questions.iter().enumerate() {
        for (number, rule) in question.next.iter().enumerate() {
            look(place, number, &rule.when);
        }
    }
    for (index, outcome) in proving.tree.outcomes.iter().enumerate() {
        for also in &outcome.also {
            look(proving.graph.places.outcome(index), 0, &also.when);
        }
    }
    suspects
}

/// By state: which of these questions some path to it has asked, and which some path has not.
fn spread(states: &States, order: &[usize], questions: &[usize]) -> (Vec<u64>, Vec<u64>) {
    let mut asked = vec![0u64; states.list.len()];
    let mut unasked = vec![0u64; states.list.len()];
    unasked[0] = u64::MAX;
    for at in order {
        let state = &states.list[*at];
        let own = questions.iter().position(|q| *q == state.place).map_or(0, |bit| 1 << bit);
        let (with, without) = (asked[*at] | own, unasked[*at] & !own);
        for link in &state.links {
            asked[link.to] |= with;
            unasked[link.to] |= without;
        }
    }
    (asked, unasked)
}

/// The shortest answers that come to the entry without its question.
fn shortest_without(states: &States, suspect: &Suspect, questions: usize) -> Vec<(usize, Answer)> {
    let mut from: Vec<Option<(usize, usize)>> = vec![None; states.list.len()];
    let mut queue = VecDeque::from([0]);
    while let Some(at) = queue.pop_front() {
        let state = &states.list[at];
        if state.place == suspect.question {
            continue;
        }
        if state.place == suspect.place && (state.place >= questions || state.looked_at > suspect.rule) {
            let mut answers = Vec::new();
            let mut at = at;
            while let Some((before, link)) = from[at] {
                answers.push((states.list[before].place, states.list[before].links[link].answer.clone()));
                at = before;
            }
            answers.reverse();
            return answers;
        }
        for (i, link) in state.links.iter().enumerate() {
            if link.to != 0 && from[link.to].is_none() {
                from[link.to] = Some((at, i));
                queue.push_back(link.to);
            }
        }
    }
    Vec::new()
}

fn never_asked(path: &SitePath, span: Span, id: &str) -> Problem {
    let message = format!("No path that comes here has asked `{id}`, so this never holds, nor would `not`");
    Problem::at(Code::TreeUnasked, path, span, message)
        .help(format!("Ask `{id}` before this place, or take it out of the condition."))
}

fn nothing_to_add_up(path: &SitePath, span: Span) -> Problem {
    let message = "No path that comes here has asked a question that is counted here, so it is always the same";
    Problem::at(Code::TreeUnasked, path, span, message)
        .help("Ask at least one of the questions before this place, or take it out of the condition.")
}

fn sometimes_unasked(path: &SitePath, tree: &Tree, span: Span, id: &str, example: &[(usize, Answer)]) -> Problem {
    let how = if example.is_empty() { String::new() } else { format!(": {}", format::answers(tree, example)) };
    let message = format!("Some paths come here without having asked `{id}`, and for them this does not hold{how}");
    Problem::at(Code::TreeUnasked, path, span, message).help(format!(
        "Ask `{id}` on every path that comes here, or decide before this rule for the paths that do not."
    ))
}
