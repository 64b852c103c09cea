//! The product graph of two versions of a tree: both answered at once. Where the old one asks "how bad?" and the new one asks
//! "how long?" first, a state is the pair of both questions.
//!
//! Takes: views of both, and who is whose partner. Gives: every pair of ends, with the exact number of ways to answer that come
//! to it. A way answers every question that either version asks. Answers that only the new version offers are not followed:
//! nobody could give them before.
//! Never: lists the ways. An answer that one version has been given and the other may still ask for is remembered as long as
//! it may, and no longer; so versions that ask in much the same order have few states.

use super::matching::{Matching, Side};
use crate::tree::model::{Answer, Target};
use crate::tree::states::{Answers, Branch, By, LimitExceeded, View, branches, comes_back, count_answers};
use num_bigint::BigUint;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;

/// More states of both versions together are not followed.
pub const PRODUCT_LIMIT: usize = 200_000;
/// More links between them are not followed.
const LINK_LIMIT: usize = 1_000_000;

/// Where answers have led in one version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// At an outcome, with the pieces of its `also` that fit.
    Outcome(usize, Vec<usize>),
    /// At another tree: the text after `tree:`.
    OtherTree(String),
    /// At nothing: the tree has a gap there, or comes back to a question.
    Nowhere,
    /// At a question of the new version that does not offer the answer which the old one took.
    NotOffered,
    /// At a question whose answers cannot be held against the old ones: of another kind, or numbers of another row.
    OtherAnswers,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Position {
    Question(usize, Rc<[u32]>),
    End(End),
}

/// An answer of one side to a question that the other side may still ask.
type Pending = (Side, usize, Answers);

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    positions: [Position; 2],
    pending: Vec<Pending>,
}

/// An answer of one version.
pub type Given = (Side, usize, Answer);

struct Link {
    to: usize,
    ways: BigUint,
}

/// The ways that end alike.
pub(super) struct Ending {
    pub(super) ways: BigUint,
    /// Few answers that end so. A question that both versions ask may stand there twice; then the later answer counts.
    pub(super) example: Vec<Given>,
    /// The answers of the example at which the versions part, those at which either ends, and the earlier ones that the rules
    /// there look at: version and question.
    pub(super) turns: Vec<(Side, usize)>,
}

struct Node {
    state: State,
    links: Vec<Link>,
    /// The state before, and the way from there to here.
    from: Option<(usize, Way)>,
}

/// From one state to the next.
struct Way {
    given: Given,
    /// What decided where it goes, in each version that went on: version, question, and what of it.
    by: Vec<(Side, usize, By)>,
}

pub(super) struct ProductGraph<'a> {
    views: &'a [View<'a>; 2],
    matching: &'a Matching,
    nodes: Vec<Node>,
    known: HashMap<State, usize>,
    links: usize,
    /// By side and question: the places that may lead to it.
    before: HashMap<(Side, usize), Vec<bool>>,
}

/// Where both versions end, and in how many ways.
pub(super) fn endings(views: &[View<'_>; 2], matching: &Matching) -> Result<BTreeMap<[End; 2], Ending>, LimitExceeded> {
    let start = |side: Side| Position::Question(views[side].tree.start, Rc::from([]));
    let mut product =
        ProductGraph { views, matching, nodes: Vec::new(), known: HashMap::new(), links: 0, before: HashMap::new() };
    product.number(State { positions: [start(0), start(1)], pending: Vec::new() }, None);
    let mut at = 0;
    while at < product.nodes.len() {
        product.follow(at)?;
        if product.nodes.len() > PRODUCT_LIMIT || product.links > LINK_LIMIT {
            return Err(LimitExceeded);
        }
        at += 1;
    }
    Ok(product.gathered())
}

impl ProductGraph<'_> {
    fn number(&mut self, state: State, from: Option<(usize, Way)>) -> usize {
        let next = self.nodes.len();
        let number = *self.known.entry(state.clone()).or_insert(next);
        if number == next {
            self.nodes.push(Node { state, links: Vec::new(), from });
        }
        number
    }

    /// Answers the next question of a state in every way.
    fn follow(&mut self, at: usize) -> Result<(), LimitExceeded> {
        let state = self.nodes[at].state.clone();
        let question = |side: Side| match &state.positions[side] {
            Position::Question(question, truths) => Some((*question, truths.clone())),
            Position::End(_) => None,
        };
        let here = [question(0), question(1)];
        let partner = |side: Side, question: usize| self.matching.questions[side][question];
        if let [Some((old, truths)), Some((new, others))] = &here
            && partner(0, *old) == Some(*new)
        {
            return self.together(at, &state, [*old, *new], [truths, others]);
        }
        // First what the other version was answered already, so that it need not be remembered longer.
        for (side, at_question) in here.iter().enumerate() {
            let Some((question, truths)) = at_question else { continue };
            let given = state.pending.iter().position(|(by, q, _)| *by != side && partner(*by, *q) == Some(*question));
            if let Some(given) = given {
                return self.caught_up(at, &state, side, *question, truths, given);
            }
        }
        // Then what the other version will not ask, and only then what must be remembered.
        let mut waiting = None;
        for (side, at_question) in here.iter().enumerate() {
            let Some((question, truths)) = at_question else { continue };
            let later = match partner(side, *question) {
                Some(partner) => self.may_come(1 - side, &state.positions[1 - side], partner),
                None => false,
            };
            if !later {
                return self.by_itself(at, &state, side, *question, truths);
            }
            waiting = waiting.or(Some((side, *question, truths)));
        }
        match waiting {
            Some((side, question, truths)) => self.by_itself(at, &state, side, question, truths),
            None => Ok(()),
        }
    }

    /// Both versions ask the same.
    fn together(
        &mut self,
        at: usize,
        state: &State,
        questions: [usize; 2],
        truths: [&Rc<[u32]>; 2],
    ) -> Result<(), LimitExceeded> {
        let views = self.views;
        let [old, new] = [0, 1].map(|side| branches(&views[side], questions[side], truths[side]));
        let both = [old?, new?];
        for old in &both[0] {
            for new in &both[1] {
                if let Some(met) = self.matching.meet(views, questions, &old.answers, &new.answers)? {
                    let positions = [position(&views[0], questions[0], old), position(&views[1], questions[1], new)];
                    let next = State { positions, pending: state.pending.clone() };
                    let by = vec![(0, questions[0], old.by), (1, questions[1], new.by)];
                    self.link(at, next, met.ways, Way { given: (1, questions[1], met.example), by })?;
                }
            }
        }
        for old in &both[0] {
            if let Some(gone) = self.matching.gone(views, questions[0], &old.answers)? {
                let positions = [position(&views[0], questions[0], old), Position::End(self.unmet(questions[0]))];
                let next = State { positions, pending: state.pending.clone() };
                let by = vec![(0, questions[0], old.by)];
                self.link(at, next, gone.ways, Way { given: (0, questions[0], gone.example), by })?;
            }
        }
        Ok(())
    }

    /// One version asks what the other has been answered.
    fn caught_up(
        &mut self,
        at: usize,
        state: &State,
        side: Side,
        question: usize,
        truths: &Rc<[u32]>,
        given: usize,
    ) -> Result<(), LimitExceeded> {
        let views = self.views;
        let mut rest = state.clone();
        let (by, other, answers) = rest.pending.remove(given);
        for branch in branches(&views[side], question, truths)? {
            let (questions, pair) = match side {
                0 => ([question, other], [&branch.answers, &answers]),
                _ => ([other, question], [&answers, &branch.answers]),
            };
            if let Some(met) = self.matching.meet(views, questions, pair[0], pair[1])? {
                let next = rest.moved(side, position(&views[side], question, &branch));
                let by = vec![(side, question, branch.by)];
                self.link(at, next, met.ways, Way { given: (1, questions[1], met.example), by })?;
            }
        }
        let gone = if by == 0 { self.matching.gone(views, other, &answers)? } else { None };
        if let Some(gone) = gone {
            let next = rest.moved(side, Position::End(self.unmet(other)));
            self.link(at, next, gone.ways, Way { given: (by, other, gone.example), by: Vec::new() })?;
        }
        Ok(())
    }

    /// Where an answer to an old question leads that its partner does not take.
    fn unmet(&self, question: usize) -> End {
        if self.matching.alike(question) { End::NotOffered } else { End::OtherAnswers }
    }

    /// One version asks, and the other does not, or not yet.
    fn by_itself(
        &mut self,
        at: usize,
        state: &State,
        side: Side,
        question: usize,
        truths: &Rc<[u32]>,
    ) -> Result<(), LimitExceeded> {
        let view = &self.views[side];
        for branch in branches(view, question, truths)? {
            let mut next = state.moved(side, position(view, question, &branch));
            let example = branch.answers.example(question, view);
            let by = vec![(side, question, branch.by)];
            let pending = (side, question, branch.answers);
            let place = next.pending.binary_search(&pending).unwrap_or_else(|place| place);
            next.pending.insert(place, pending);
            self.link(at, next, BigUint::from(1u32), Way { given: (side, question, example), by })?;
        }
        Ok(())
    }

    /// Goes on to a state, and lets go of the answers that nobody will ask for any more: they count from now on.
    fn link(&mut self, at: usize, mut next: State, mut ways_there: BigUint, way: Way) -> Result<(), LimitExceeded> {
        self.views[0].spend(4)?;
        for (side, question, answers) in std::mem::take(&mut next.pending) {
            let later = self.matching.questions[side][question]
                .is_some_and(|partner| self.may_come(1 - side, &next.positions[1 - side], partner));
            if later {
                next.pending.push((side, question, answers));
            } else {
                ways_there *= count_answers(&self.views[side], &answers).ok_or(LimitExceeded)?;
            }
        }
        let to = self.number(next, Some((at, way)));
        self.links += 1;
        self.nodes[at].links.push(Link { to, ways: ways_there });
        Ok(())
    }

    /// Whether a version may still ask this question, whatever the conditions say.
    fn may_come(&mut self, side: Side, position: &Position, question: usize) -> bool {
        let Position::Question(place, _) = position else { return false };
        let graph = self.views[side].graph;
        let before = self.before.entry((side, question)).or_insert_with(|| graph.ancestors(question));
        before[*place]
    }

    /// Counts the ways to every pair of ends.
    fn gathered(self) -> BTreeMap<[End; 2], Ending> {
        let mut waiting = vec![0usize; self.nodes.len()];
        for link in self.nodes.iter().flat_map(|node| &node.links) {
            waiting[link.to] += 1;
        }
        let mut ways = vec![BigUint::ZERO; self.nodes.len()];
        ways[0] = BigUint::from(1u32);
        let mut open = VecDeque::from([0]);
        let mut ends: BTreeMap<[End; 2], (BigUint, usize)> = BTreeMap::new();
        while let Some(at) = open.pop_front() {
            let node = &self.nodes[at];
            let here = std::mem::take(&mut ways[at]);
            for link in &node.links {
                ways[link.to] += &here * &link.ways;
                waiting[link.to] -= 1;
                if waiting[link.to] == 0 {
                    open.push_back(link.to);
                }
            }
            if let [Position::End(old), Position::End(new)] = &node.state.positions {
                // States stand in the order in which a search by breadth came to them: the first needs the fewest answers.
                let (count, first) = ends.entry([old.clone(), new.clone()]).or_insert((BigUint::ZERO, at));
                *count += here;
                *first = at.min(*first);
            }
        }
        let ending = |(ends, (ways, at))| {
            let (example, turns) = self.answers(at);
            (ends, Ending { ways, example, turns })
        };
        ends.into_iter().map(ending).collect()
    }

    /// The answers that lead to a state, and those of them that matter most.
    fn answers(&self, mut at: usize) -> (Vec<Given>, Vec<(Side, usize)>) {
        let (mut answers, mut turns) = (Vec::new(), Vec::new());
        while let Some((from, Way { given, by })) = &self.nodes[at].from {
            let [before, after] = [*from, at].map(|at| &self.nodes[at].state.positions);
            let ends =
                (0..2).any(|side| matches!((&before[side], &after[side]), (Position::Question(..), Position::End(_))));
            if ends || self.ask_the_same(before) && !self.ask_the_same(after) {
                turns.push((given.0, given.1));
                turns.extend(by.iter().flat_map(|own| self.looked_at(own, by)));
            }
            answers.push(given.clone());
            at = *from;
        }
        answers.reverse();
        (answers, turns)
    }

    /// The earlier answers that a rule looks at which decided; and the rules above it that would have led where the other version
    /// went, and did not fit.
    fn looked_at(&self, own: &(Side, usize, By), all: &[(Side, usize, By)]) -> Vec<(Side, usize)> {
        let (side, question, By::Rule(rule)) = *own else { return Vec::new() };
        let rules = &self.views[side].tree.questions[question].next;
        let other = all.iter().find(|(by, ..)| *by != side).and_then(|other| self.target(other));
        let passed = rules[..rule]
            .iter()
            .filter(|above| other.is_some_and(|other| self.is_same(side, &above.goto.target, other)));
        let whens = passed.chain([&rules[rule]]).filter_map(|rule| rule.when.as_ref());
        let entries = whens.flat_map(|when| when.any.iter().flatten());
        entries.flat_map(|entry| entry.questions(self.views[side].tree)).map(|question| (side, question)).collect()
    }

    /// Where what decided leads.
    fn target(&self, (side, question, by): &(Side, usize, By)) -> Option<&Target> {
        let asked = &self.views[*side].tree.questions[*question];
        match by {
            By::Option(option) => asked.options[*option].goto.as_ref().map(|goto| &goto.target),
            By::Rule(rule) => Some(&asked.next[*rule].goto.target),
            By::Nothing => None,
        }
    }

    /// Whether a target of one version is that of the other.
    fn is_same(&self, side: Side, own: &Target, other: &Target) -> bool {
        match (own, other) {
            (Target::Question(own), Target::Question(other)) => self.matching.questions[side][*own] == Some(*other),
            (Target::Outcome(own), Target::Outcome(other)) => self.matching.outcomes[side][*own] == Some(*other),
            (Target::OtherTree(own), Target::OtherTree(other)) => own == other,
            _ => false,
        }
    }

    fn ask_the_same(&self, positions: &[Position; 2]) -> bool {
        match positions {
            [Position::Question(old, _), Position::Question(new, _)] => self.matching.questions[0][*old] == Some(*new),
            _ => false,
        }
    }
}

impl State {
    fn moved(&self, side: Side, position: Position) -> State {
        let mut next = self.clone();
        next.positions[side] = position;
        next
    }
}

/// Where a branch leads in its version.
fn position(view: &View<'_>, question: usize, branch: &Branch) -> Position {
    let Some((place, truths)) = &branch.to else { return Position::End(End::Nowhere) };
    let places = view.graph.places;
    if comes_back(view, question, *place, truths) {
        return Position::End(End::Nowhere);
    }
    if *place < places.questions {
        return Position::Question(*place, truths.as_slice().into());
    }
    if *place == places.elsewhere() {
        let asked = &view.tree.questions[question];
        let goto = match branch.by {
            By::Option(option) => asked.options[option].goto.as_ref(),
            By::Rule(rule) => Some(&asked.next[rule].goto),
            By::Nothing => None,
        };
        return match goto.map(|goto| &goto.target) {
            Some(Target::OtherTree(path)) => Position::End(End::OtherTree(path.clone())),
            _ => Position::End(End::Nowhere),
        };
    }
    let outcome = *place - places.questions;
    let pieces = view.conditions.also[outcome].iter().enumerate();
    let fit = pieces.filter(|(_, condition)| view.holds(condition, truths)).map(|(piece, _)| piece);
    Position::End(End::Outcome(outcome, fit.collect()))
}
