//! Two ways to answer that differ in one answer: does the worse one end milder?
//!
//! Takes: the states, and the order of answers. Gives: two ways to answer that break the rule, if there are such.
//! Never: lists the ways. Until the answer that differs both are one; from there on they are followed together, with the same
//! answer wherever both ask the same, and no further where they are one again.

use super::format;
use super::proof::Proving;
use crate::problem::{Code, Problem};
use crate::tree::eval::walk;
use crate::tree::model::{Answer, Kind, SafetyRule, TickSets};
use crate::tree::states::{Answers, Branch, LimitExceeded, States, Uses, View, branches, comes_back, explore};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// More states of both ways together are not followed.
const PAIRS: usize = 200_000;
/// Of more tick boxes than this, not every set is tried.
const BOXES: usize = 12;

/// One way to answer, whole.
pub(super) struct Way {
    pub(super) answers: Vec<(usize, Answer)>,
    pub(super) outcome: usize,
}

/// Two ways to answer that differ in one answer.
pub(super) struct Pair {
    pub(super) milder: Way,
    pub(super) worse: Way,
    /// The question, and the worse answer.
    differ: (usize, Answer),
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Position {
    Question(usize, Rc<[u32]>),
    Outcome(usize),
    /// At another tree, or at nothing: that is told elsewhere.
    Gone,
}

/// Where both are, the milder first, and answers of one that the other may still be asked for.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Both {
    at: [Position; 2],
    pending: Vec<(usize, usize, Answers)>,
}

/// A state, the one before it, and what is answered between them.
struct Node {
    both: Both,
    from: From,
}

enum From {
    /// A state of the tree, and the question with the milder and the worse answer.
    Start(usize, usize, [Answer; 2]),
    Node(usize, usize, Answer),
}

struct Pairs<'a> {
    view: &'a View<'a>,
    nodes: Vec<Node>,
    known: HashSet<Both>,
    /// By question: the places that may lead to it.
    before: RefCell<HashMap<usize, Vec<bool>>>,
}

/// Two ways that break the rule.
pub(super) fn broken(proving: &Proving<'_>, orders: &[(usize, Vec<usize>)]) -> Result<Option<Pair>, LimitExceeded> {
    let mut view = proving.view(Uses::of_rules(proving.tree, proving.conditions, proving.graph))?;
    let states = explore(&mut view)?;
    let mut pairs = Pairs { view: &view, nodes: Vec::new(), known: HashSet::new(), before: RefCell::default() };
    for (index, state) in states.list.iter().enumerate() {
        let Some((question, order)) = orders.iter().find(|(question, _)| *question == state.place) else { continue };
        let all = branches(&view, *question, &state.truths)?;
        for (milder, worse, answers) in pairs.worse(*question, order, &all)? {
            let at = [milder, worse].map(|branch| position(&view, *question, &all[branch]));
            pairs.add(Both { at, pending: Vec::new() }, From::Start(index, *question, answers))?;
        }
    }
    let mut at = 0;
    while at < pairs.nodes.len() {
        if let [Position::Outcome(milder), Position::Outcome(worse)] = pairs.nodes[at].both.at {
            let outcomes = &proving.tree.outcomes;
            let known = outcomes[milder].level_known && outcomes[worse].level_known;
            if known && outcomes[worse].level < outcomes[milder].level {
                return Ok(Some(pairs.found(&states, at, [milder, worse])));
            }
        }
        pairs.follow(at)?;
        at += 1;
    }
    Ok(None)
}

impl Pairs<'_> {
    /// Branches of which some answers are worse than some of another: the milder, the worse, and both answers.
    fn worse(
        &self,
        question: usize,
        order: &[usize],
        all: &[Branch],
    ) -> Result<Vec<(usize, usize, [Answer; 2])>, LimitExceeded> {
        let asked = &self.view.tree.questions[question];
        let mut found = Vec::new();
        let branch_of = |option: usize| all.iter().position(|branch| branch.answers == Answers::Option(option));
        if asked.kind == Kind::One {
            for (place, worse) in order.iter().enumerate() {
                for milder in &order[..place] {
                    if let (Some(one), Some(other)) = (branch_of(*milder), branch_of(*worse)) {
                        found.push((one, other, [Answer::Option(*milder), Answer::Option(*worse)]));
                    }
                }
            }
            return Ok(found);
        }
        let none = asked.none();
        let boxes: Vec<usize> = (0..asked.options.len()).filter(|option| !asked.stands_alone(*option)).collect();
        if boxes.len() > BOXES {
            return Err(LimitExceeded);
        }
        let sets: Vec<(usize, &TickSets)> = all
            .iter()
            .enumerate()
            .filter_map(|(index, branch)| match &branch.answers {
                Answers::Ticks(sets) => Some((index, sets)),
                _ => None,
            })
            .collect();
        let mut of_set = vec![None; 1 << boxes.len()];
        for (set, place) in of_set.iter_mut().enumerate().skip(1) {
            self.view.spend(sets.len())?;
            let ticks: Vec<usize> = (0..boxes.len()).filter(|i| set >> i & 1 == 1).map(|i| boxes[i]).collect();
            let branch = sets.iter().find(|(_, sets)| sets.among(&ticks)).map(|(index, _)| *index);
            *place = branch.map(|branch| (branch, ticks));
        }
        let mut seen = BTreeSet::new();
        let mut add = |milder: usize, worse: usize, answers: [Answer; 2]| {
            if seen.insert((milder, worse)) {
                found.push((milder, worse, answers));
            }
        };
        for (branch, ticks) in of_set.iter().flatten() {
            if let (Some(none), Some(alone)) = (none, none.and_then(branch_of)) {
                add(alone, *branch, [Answer::Ticks(vec![none]), Answer::Ticks(ticks.clone())]);
            }
        }
        for (set, one) in of_set.iter().enumerate() {
            let Some((branch, ticks)) = one else { continue };
            for more in (0..boxes.len()).filter(|i| set >> i & 1 == 0) {
                if let Some((other, others)) = &of_set[set | 1 << more] {
                    add(*branch, *other, [Answer::Ticks(ticks.clone()), Answer::Ticks(others.clone())]);
                }
            }
        }
        Ok(found)
    }

    /// Takes note of a state, unless nothing can be milder from there on.
    fn add(&mut self, both: Both, from: From) -> Result<(), LimitExceeded> {
        self.view.spend(4 + both.pending.len())?;
        let tree = self.view.tree;
        let nothing = match &both.at {
            [one, other] if one == other => true,
            [Position::Gone, _] | [_, Position::Gone] => true,
            [Position::Outcome(milder), _] if tree.outcomes[*milder].level == 0 => true,
            [_, Position::Outcome(worse)] if tree.outcomes[*worse].level + 1 >= tree.levels.len() => true,
            _ => false,
        };
        if nothing || !self.known.insert(both.clone()) {
            return Ok(());
        }
        self.nodes.push(Node { both, from });
        if self.nodes.len() > PAIRS { Err(LimitExceeded) } else { Ok(()) }
    }

    /// Answers the next question of a state in every way.
    fn follow(&mut self, at: usize) -> Result<(), LimitExceeded> {
        let both = self.nodes[at].both.clone();
        let here = |side: usize| match &both.at[side] {
            Position::Question(question, truths) => Some((*question, truths.clone())),
            _ => None,
        };
        let here = [here(0), here(1)];
        if let [Some((one, truths)), Some((other, others))] = &here
            && one == other
        {
            let (mine, theirs) = (branches(self.view, *one, truths)?, branches(self.view, *one, others)?);
            for left in &mine {
                for right in &theirs {
                    self.view.spend(1)?;
                    let Some(met) = common(&left.answers, &right.answers, self.view.fuel) else { continue };
                    let at_both = [left, right].map(|branch| position(self.view, *one, branch));
                    let answer = met.example(*one, self.view);
                    self.go(Both { at: at_both, pending: both.pending.clone() }, From::Node(at, *one, answer))?;
                }
            }
            return Ok(());
        }
        // First what the other was asked before, then what it will not be asked, and only then what must be remembered.
        let given =
            |side: usize, question: usize| both.pending.iter().position(|(by, q, _)| *by != side && *q == question);
        let order = |side: usize| match &here[side] {
            Some((question, _)) if given(side, *question).is_some() => 0,
            Some((question, _)) if !self.may_come(&both.at[1 - side], *question) => 1,
            Some(_) => 2,
            None => 3,
        };
        let side = if order(0) <= order(1) { 0 } else { 1 };
        let Some((question, truths)) = &here[side] else { return Ok(()) };
        for branch in branches(self.view, *question, truths)? {
            let mut next = both.clone();
            next.at[side] = position(self.view, *question, &branch);
            let answers = match given(side, *question) {
                Some(place) => {
                    let (_, _, answers) = next.pending.remove(place);
                    match common(&branch.answers, &answers, self.view.fuel) {
                        Some(met) => met,
                        None => continue,
                    }
                }
                None => {
                    next.pending.push((side, *question, branch.answers.clone()));
                    branch.answers
                }
            };
            let answer = answers.example(*question, self.view);
            self.go(next, From::Node(at, *question, answer))?;
        }
        Ok(())
    }

    /// Goes on, and forgets answers that nobody will be asked for any more.
    fn go(&mut self, mut next: Both, from: From) -> Result<(), LimitExceeded> {
        let mut pending = std::mem::take(&mut next.pending);
        pending.retain(|(side, question, _)| self.may_come(&next.at[1 - side], *question));
        pending.sort();
        next.pending = pending;
        self.add(next, from)
    }

    /// Whether a question may still be asked from a position on, whatever the conditions say.
    fn may_come(&self, position: &Position, question: usize) -> bool {
        let Position::Question(from, _) = position else { return false };
        let graph = self.view.graph;
        let mut known = self.before.borrow_mut();
        let before = known.entry(question).or_insert_with(|| graph.ancestors(question));
        before[*from]
    }

    /// The two ways to answer that come to a state, whole.
    fn found(&self, states: &States, mut at: usize, outcomes: [usize; 2]) -> Pair {
        let mut later = Vec::new();
        let (index, question, [mild, bad]) = loop {
            match &self.nodes[at].from {
                From::Start(index, question, answers) => break (*index, *question, answers.clone()),
                From::Node(before, question, answer) => {
                    // Of two answers to one question the later is the closer one.
                    if later.iter().all(|(known, _)| known != question) {
                        later.push((*question, answer.clone()));
                    }
                    at = *before;
                }
            }
        };
        let way = |answer: &Answer, outcome: usize| {
            let mut answers = states.answers_and(index, answer.clone());
            answers.extend(later.iter().cloned());
            let asked = walk(self.view.tree, &answers).map(|walk| walk.asked).unwrap_or_default();
            let given = |q: &usize| answers.iter().find(|(known, _)| known == q).cloned();
            Way { answers: asked.iter().filter_map(given).collect(), outcome }
        };
        Pair { milder: way(&mild, outcomes[0]), worse: way(&bad, outcomes[1]), differ: (question, bad) }
    }
}

/// The answers that are among both.
fn common(one: &Answers, other: &Answers, fuel: &Cell<u64>) -> Option<Answers> {
    match (one, other) {
        (Answers::Ticks(one), Answers::Ticks(other)) => one.common(other, fuel).map(Answers::Ticks),
        _ => (one == other).then(|| one.clone()),
    }
}

fn position(view: &View<'_>, question: usize, branch: &Branch) -> Position {
    let Some((place, truths)) = &branch.to else { return Position::Gone };
    let places = view.graph.places;
    if *place == places.elsewhere() || comes_back(view, question, *place, truths) {
        return Position::Gone;
    }
    if *place < places.questions {
        Position::Question(*place, truths.as_slice().into())
    } else {
        Position::Outcome(*place - places.questions)
    }
}

pub(super) fn pair_broken(proving: &Proving<'_>, rule: &SafetyRule, index: usize, pair: &Pair) -> Problem {
    let tree = proving.tree;
    let name = match &rule.name {
        Some(name) => format!("“{}”", name.text),
        None => format!("number {}", index + 1),
    };
    let end = |way: &Way| {
        let outcome = &tree.outcomes[way.outcome];
        format!("`{}` ({})", outcome.id.text, tree.levels.get(outcome.level).map_or("", String::as_str))
    };
    let (question, answer) = &pair.differ;
    let message = format!(
        "The rule {name} does not hold: {} ends at {}, and with the worse answer {} = {} it ends milder, at {}: {}",
        format::answers(tree, &pair.milder.answers),
        end(&pair.milder),
        tree.questions[*question].id.text,
        format::answer(tree, *question, answer),
        end(&pair.worse),
        format::answers(tree, &pair.worse.answers),
    );
    Problem::at(Code::TreePairBroken, proving.path, rule.span, message)
        .help("Mend the questions so that the worse answer ends at least as urgent, or say below `order` which answers are worse.")
}
