//! Every path at once: by the question that is asked and the earlier answers that still matter.
//!
//! Takes: a view of a tree. Gives: [`States`], a graph without circles whose ways are the tree's paths.
//! Never: goes on where a path comes back to a question it has asked, or beyond the stated limits.

use super::branches::{Answers, Branch, By, branches};
use super::limits::{FACT_STATES, FUEL, LimitExceeded, STATE_LIMIT};
use super::view::{Memory, View};
use crate::tree::model::{Answer, Kind};
use num_bigint::BigUint;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// More links between states are not followed.
const LINK_LIMIT: usize = 1_000_000;
/// All states together remember at most so many facts.
const TRUTH_LIMIT: usize = 20_000_000;

/// The end of a way to an outcome: the answers that decide it. A way may have thousands, so not all are kept.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// How many answers it takes.
    pub steps: usize,
    /// Whether there are answers before the last ones.
    pub begun_earlier: bool,
    /// Question and answer, two at most.
    pub last: Vec<(usize, Answer)>,
}

/// A place with the facts that are true and still matter there.
pub(in crate::tree) struct State {
    /// A question, an outcome or elsewhere, as the graph counts them.
    pub(in crate::tree) place: usize,
    pub(in crate::tree) truths: Rc<[u32]>,
    /// The state and the link that first led here: by the fewest answers.
    pub(in crate::tree) from: Option<(usize, usize)>,
    /// Where answers lead, each state once.
    pub(in crate::tree) links: Vec<Link>,
    /// How many of the question's rules some answer gets to.
    pub(in crate::tree) looked_at: usize,
}

/// Answers that lead from one state to another.
pub(in crate::tree) struct Link {
    pub(in crate::tree) to: usize,
    /// How many answers that count as different do.
    pub(in crate::tree) ways: BigUint,
    /// One of them.
    pub(in crate::tree) answer: Answer,
}

/// All states that paths come to, those with fewer answers before them first; the start is the first.
pub(in crate::tree) struct States {
    pub(in crate::tree) list: Vec<State>,
    /// State and answers after which nothing comes.
    pub(in crate::tree) dead_ends: Vec<(usize, Answers)>,
    /// What leads back to a question already asked: by question and rule or option, the first state and answer.
    pub(in crate::tree) cycles: BTreeMap<(usize, By), (usize, Answer)>,
    /// By question and rule: whether it decides for some path.
    pub(in crate::tree) decides: Vec<Vec<bool>>,
}

impl States {
    /// The answers that lead to a state, from the start on.
    pub(in crate::tree) fn answers(&self, state: usize) -> Vec<(usize, Answer)> {
        let mut answers = Vec::new();
        let mut at = state;
        while let Some((from, link)) = self.list[at].from {
            answers.push((self.list[from].place, self.list[from].links[link].answer.clone()));
            at = from;
        }
        answers.reverse();
        answers
    }

    /// The last two of them.
    pub(in crate::tree) fn arrival(&self, state: usize) -> Arrival {
        let mut arrival = Arrival::default();
        let mut at = state;
        while let Some((from, link)) = self.list[at].from {
            match arrival.last.len() {
                0 | 1 => arrival.last.push((self.list[from].place, self.list[from].links[link].answer.clone())),
                _ => {
                    arrival.begun_earlier = true;
                    break;
                }
            }
            at = from;
        }
        arrival.last.reverse();
        arrival
    }

    /// The same, and then this answer.
    pub(in crate::tree) fn answers_and(&self, state: usize, answer: Answer) -> Vec<(usize, Answer)> {
        let mut answers = self.answers(state);
        answers.push((self.list[state].place, answer));
        answers
    }

    /// All states, each after every state that leads to it.
    pub(in crate::tree) fn in_order(&self) -> Vec<usize> {
        let mut waiting = vec![0usize; self.list.len()];
        for link in self.list.iter().flat_map(|state| &state.links) {
            waiting[link.to] += 1;
        }
        let mut order: Vec<usize> = (0..self.list.len()).filter(|s| waiting[*s] == 0).collect();
        let mut next = 0;
        while let Some(state) = order.get(next) {
            next += 1;
            for link in &self.list[*state].links {
                waiting[link.to] -= 1;
                if waiting[link.to] == 0 {
                    order.push(link.to);
                }
            }
        }
        order
    }
}

/// Follows every path. Where facts make too many states, the view remembers what is left of conditions from then on.
pub(in crate::tree) fn explore(view: &mut View<'_>) -> Result<States, LimitExceeded> {
    if let Memory::Facts = view.memory {
        let (all, some) = (view.fuel.get(), view.fuel.get().min(FUEL / 5));
        view.fuel.set(some);
        let states = follow(view, FACT_STATES);
        view.fuel.set(all - (some - view.fuel.get()));
        if states.is_ok() {
            return states;
        }
        view.merge()?;
    }
    follow(view, STATE_LIMIT)
}

fn follow(view: &View<'_>, most: usize) -> Result<States, LimitExceeded> {
    let questions = view.graph.places.questions;
    let mut states = States {
        list: Vec::new(),
        dead_ends: Vec::new(),
        cycles: BTreeMap::new(),
        decides: view.tree.questions.iter().map(|q| vec![false; q.next.len()]).collect(),
    };
    // Looked up by key only, never walked over: its order shows nowhere.
    let mut known: HashMap<(usize, Rc<[u32]>), usize> = HashMap::new();
    let start: Rc<[u32]> = Rc::from([]);
    known.insert((view.tree.start, start.clone()), 0);
    states.list.push(State { place: view.tree.start, truths: start, from: None, links: Vec::new(), looked_at: 0 });
    let (mut at, mut links, mut truths) = (0, 0, 0);
    while at < states.list.len() {
        let question = states.list[at].place;
        if question >= questions {
            at += 1;
            continue;
        }
        let here = states.list[at].truths.clone();
        let mut seen: HashMap<usize, usize> = HashMap::new();
        for branch in branches(view, question, &here)? {
            let Branch { answers, by, to } = branch;
            let looked_at = match by {
                By::Option(_) => 0,
                By::Rule(rule) => rule + 1,
                By::Nothing => view.tree.questions[question].next.len(),
            };
            states.list[at].looked_at = states.list[at].looked_at.max(looked_at);
            if let By::Rule(rule) = by {
                states.decides[question][rule] = true;
            }
            let Some((place, true_there)) = to else {
                if by == By::Nothing {
                    states.dead_ends.push((at, answers));
                }
                continue;
            };
            if comes_back(view, question, place, &true_there) {
                states.cycles.entry((question, by)).or_insert_with(|| (at, answers.example(question, view)));
                continue;
            }
            let ways = count_answers(view, &answers).ok_or(LimitExceeded)?;
            let true_there: Rc<[u32]> = true_there.into();
            let next = states.list.len();
            let to = *known.entry((place, true_there.clone())).or_insert(next);
            if let Some(link) = seen.get(&to) {
                states.list[at].links[*link].ways += ways;
                continue;
            }
            let link = states.list[at].links.len();
            seen.insert(to, link);
            states.list[at].links.push(Link { to, ways, answer: answers.example(question, view) });
            links += 1;
            if to == next {
                truths += true_there.len();
                let from = Some((at, link));
                states.list.push(State { place, truths: true_there, from, links: Vec::new(), looked_at: 0 });
            }
            if states.list.len() > most || links > LINK_LIMIT || truths > TRUTH_LIMIT {
                return Err(LimitExceeded);
            }
        }
        at += 1;
    }
    Ok(states)
}

/// Whether going there asks a question a second time.
pub(in crate::tree) fn comes_back(view: &View<'_>, from: usize, to: usize, true_there: &[u32]) -> bool {
    if to >= view.graph.places.questions {
        return false;
    }
    let remembered = view.liveness.asked[to].is_some_and(|fact| true_there.binary_search(&fact).is_ok());
    remembered || view.graph.always_passes(from, to)
}

/// How many answers that count as different these are. `None` where that is too much to count.
pub(in crate::tree) fn count_answers(view: &View<'_>, answers: &Answers) -> Option<BigUint> {
    match answers {
        Answers::Option(_) | Answers::Run(_) => Some(BigUint::from(1u32)),
        Answers::Ticks(sets) => sets.count(view.fuel),
    }
}

/// What nothing comes after, in answers of the question's kind.
pub(in crate::tree) fn numbers_of(view: &View<'_>, question: usize, answers: &Answers) -> Option<(String, String)> {
    match (answers, &view.tree.questions[question].kind) {
        (Answers::Run(run), Kind::Number(row)) => {
            let (from, to) = view.conditions.runs[question][*run];
            Some((row.written(from), row.written(to)))
        }
        _ => None,
    }
}
