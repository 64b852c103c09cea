//! Two versions of a tree, answered at once.
//!
//! Takes: views of both, and who is whose partner. Gives: every pair of ends, with the exact number of ways to answer that come
//! to it. A way answers every question that either version asks. Answers that only the new version offers are not followed:
//! nobody could give them before.
//! Never: lists the ways. An answer that one version has been given and the other may still ask for is remembered as long as
//! it may, and no longer; so versions that ask in much the same order have few states.

use super::branches::{Answers, Branch, By, TooMany, View, branches};
use super::explore::{comes_back, ways};
use super::model::{Answer, Target};
use super::pairing::{Pairing, Side};
use num_bigint::BigUint;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;

/// More states of both versions together are not followed.
pub const JOINT_LIMIT: usize = 200_000;
/// More links between them are not followed.
const LINK_LIMIT: usize = 1_000_000;

/// Where answers have led in one version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// At an outcome, with the pieces of its `also` that fit.
    Outcome(usize, Vec<usize>),
    /// At another tree: the text after `tree:`.
    OtherTree(String),
    /// At nothing: the tree has a gap there, or comes back to a question.
    Nowhere,
    /// At a question of the new version that does not offer the answer which the old one took.
    NotOffered,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Spot {
    Question(usize, Rc<[u32]>),
    Stop(Stop),
}

/// An answer of one side to a question that the other side may still ask.
type Pending = (Side, usize, Answers);

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    spots: [Spot; 2],
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
    /// Those of them after which the versions no longer ask the same, the old one ends and the new one ends; by version and
    /// question.
    pub(super) turns: Vec<(Side, usize)>,
}

struct Node {
    state: State,
    links: Vec<Link>,
    /// The state before, and the answer from there to here.
    from: Option<(usize, Given)>,
}

pub(super) struct Joint<'a> {
    views: &'a [View<'a>; 2],
    pairing: &'a Pairing,
    nodes: Vec<Node>,
    known: HashMap<State, usize>,
    links: usize,
    /// By side and question: the places that may lead to it.
    before: HashMap<(Side, usize), Vec<bool>>,
}

/// Where both versions end, and in how many ways.
pub(super) fn endings(views: &[View<'_>; 2], pairing: &Pairing) -> Result<BTreeMap<[Stop; 2], Ending>, TooMany> {
    let start = |side: Side| Spot::Question(views[side].tree.start, Rc::from([]));
    let mut joint =
        Joint { views, pairing, nodes: Vec::new(), known: HashMap::new(), links: 0, before: HashMap::new() };
    joint.number(State { spots: [start(0), start(1)], pending: Vec::new() }, None);
    let mut at = 0;
    while at < joint.nodes.len() {
        joint.follow(at)?;
        if joint.nodes.len() > JOINT_LIMIT || joint.links > LINK_LIMIT {
            return Err(TooMany);
        }
        at += 1;
    }
    Ok(joint.gathered())
}

impl Joint<'_> {
    fn number(&mut self, state: State, from: Option<(usize, Given)>) -> usize {
        let next = self.nodes.len();
        let number = *self.known.entry(state.clone()).or_insert(next);
        if number == next {
            self.nodes.push(Node { state, links: Vec::new(), from });
        }
        number
    }

    /// Answers the next question of a state in every way.
    fn follow(&mut self, at: usize) -> Result<(), TooMany> {
        let state = self.nodes[at].state.clone();
        let question = |side: Side| match &state.spots[side] {
            Spot::Question(question, truths) => Some((*question, truths.clone())),
            Spot::Stop(_) => None,
        };
        let here = [question(0), question(1)];
        let partner = |side: Side, question: usize| self.pairing.questions[side][question];
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
                Some(partner) => self.may_come(1 - side, &state.spots[1 - side], partner),
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
    ) -> Result<(), TooMany> {
        let views = self.views;
        let [old, new] = [0, 1].map(|side| branches(&views[side], questions[side], truths[side]));
        let both = [old?, new?];
        for old in &both[0] {
            for new in &both[1] {
                if let Some(met) = self.pairing.meet(views, questions, &old.answers, &new.answers)? {
                    let spots = [spot(&views[0], questions[0], old), spot(&views[1], questions[1], new)];
                    let next = State { spots, pending: state.pending.clone() };
                    self.link(at, next, met.ways, (1, questions[1], met.example))?;
                }
            }
        }
        for old in &both[0] {
            if let Some(gone) = self.pairing.gone(views, questions[0], &old.answers)? {
                let spots = [spot(&views[0], questions[0], old), Spot::Stop(Stop::NotOffered)];
                let next = State { spots, pending: state.pending.clone() };
                self.link(at, next, gone.ways, (0, questions[0], gone.example))?;
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
    ) -> Result<(), TooMany> {
        let views = self.views;
        let mut rest = state.clone();
        let (by, other, answers) = rest.pending.remove(given);
        for branch in branches(&views[side], question, truths)? {
            let (questions, pair) = match side {
                0 => ([question, other], [&branch.answers, &answers]),
                _ => ([other, question], [&answers, &branch.answers]),
            };
            if let Some(met) = self.pairing.meet(views, questions, pair[0], pair[1])? {
                let next = rest.moved(side, spot(&views[side], question, &branch));
                self.link(at, next, met.ways, (1, questions[1], met.example))?;
            }
        }
        let gone = if by == 0 { self.pairing.gone(views, other, &answers)? } else { None };
        if let Some(gone) = gone {
            let next = rest.moved(side, Spot::Stop(Stop::NotOffered));
            self.link(at, next, gone.ways, (by, other, gone.example))?;
        }
        Ok(())
    }

    /// One version asks, and the other does not, or not yet.
    fn by_itself(
        &mut self,
        at: usize,
        state: &State,
        side: Side,
        question: usize,
        truths: &Rc<[u32]>,
    ) -> Result<(), TooMany> {
        let view = &self.views[side];
        for branch in branches(view, question, truths)? {
            let mut next = state.moved(side, spot(view, question, &branch));
            let example = branch.answers.example(question, view);
            let pending = (side, question, branch.answers);
            let place = next.pending.binary_search(&pending).unwrap_or_else(|place| place);
            next.pending.insert(place, pending);
            self.link(at, next, BigUint::from(1u32), (side, question, example))?;
        }
        Ok(())
    }

    /// Goes on to a state, and lets go of the answers that nobody will ask for any more: they count from now on.
    fn link(&mut self, at: usize, mut next: State, mut ways_there: BigUint, given: Given) -> Result<(), TooMany> {
        self.views[0].spend(4)?;
        for (side, question, answers) in std::mem::take(&mut next.pending) {
            let later = self.pairing.questions[side][question]
                .is_some_and(|partner| self.may_come(1 - side, &next.spots[1 - side], partner));
            if later {
                next.pending.push((side, question, answers));
            } else {
                ways_there *= ways(&self.views[side], &answers).ok_or(TooMany)?;
            }
        }
        let to = self.number(next, Some((at, given)));
        self.links += 1;
        self.nodes[at].links.push(Link { to, ways: ways_there });
        Ok(())
    }

    /// Whether a version may still ask this question, whatever the conditions say.
    fn may_come(&mut self, side: Side, spot: &Spot, question: usize) -> bool {
        let Spot::Question(place, _) = spot else { return false };
        let graph = self.views[side].graph;
        let before = self.before.entry((side, question)).or_insert_with(|| {
            let mut before = vec![false; graph.places.count()];
            before[question] = true;
            let mut open = vec![question];
            while let Some(place) = open.pop() {
                for earlier in &graph.before[place] {
                    if !std::mem::replace(&mut before[*earlier], true) {
                        open.push(*earlier);
                    }
                }
            }
            before
        });
        before[*place]
    }

    /// Counts the ways to every pair of ends.
    fn gathered(self) -> BTreeMap<[Stop; 2], Ending> {
        let mut waiting = vec![0usize; self.nodes.len()];
        for link in self.nodes.iter().flat_map(|node| &node.links) {
            waiting[link.to] += 1;
        }
        let mut ways = vec![BigUint::ZERO; self.nodes.len()];
        ways[0] = BigUint::from(1u32);
        let mut open = VecDeque::from([0]);
        let mut ends: BTreeMap<[Stop; 2], (BigUint, usize)> = BTreeMap::new();
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
            if let [Spot::Stop(old), Spot::Stop(new)] = &node.state.spots {
                // States stand in the order in which a search by breadth came to them: the first needs the fewest answers.
                let (count, first) = ends.entry([old.clone(), new.clone()]).or_insert((BigUint::ZERO, at));
                *count += here;
                *first = at.min(*first);
            }
        }
        let ending = |(stops, (ways, at))| {
            let (example, turns) = self.answers(at);
            (stops, Ending { ways, example, turns })
        };
        ends.into_iter().map(ending).collect()
    }

    /// The answers that lead to a state, and those of them that matter most.
    fn answers(&self, mut at: usize) -> (Vec<Given>, Vec<(Side, usize)>) {
        let (mut answers, mut turns) = (Vec::new(), Vec::new());
        while let Some((from, given)) = &self.nodes[at].from {
            let [before, after] = [*from, at].map(|at| &self.nodes[at].state.spots);
            let ends = (0..2).any(|side| matches!((&before[side], &after[side]), (Spot::Question(..), Spot::Stop(_))));
            if ends || self.ask_the_same(before) && !self.ask_the_same(after) {
                turns.push((given.0, given.1));
            }
            answers.push(given.clone());
            at = *from;
        }
        answers.reverse();
        (answers, turns)
    }

    fn ask_the_same(&self, spots: &[Spot; 2]) -> bool {
        match spots {
            [Spot::Question(old, _), Spot::Question(new, _)] => self.pairing.questions[0][*old] == Some(*new),
            _ => false,
        }
    }
}

impl State {
    fn moved(&self, side: Side, spot: Spot) -> State {
        let mut next = self.clone();
        next.spots[side] = spot;
        next
    }
}

/// Where a branch leads in its version.
fn spot(view: &View<'_>, question: usize, branch: &Branch) -> Spot {
    let Some((place, truths)) = &branch.to else { return Spot::Stop(Stop::Nowhere) };
    let places = view.graph.places;
    if comes_back(view, question, *place, truths) {
        return Spot::Stop(Stop::Nowhere);
    }
    if *place < places.questions {
        return Spot::Question(*place, truths.as_slice().into());
    }
    if *place == places.elsewhere() {
        let asked = &view.tree.questions[question];
        let goto = match branch.by {
            By::Option(option) => asked.options[option].goto.as_ref(),
            By::Rule(rule) => Some(&asked.next[rule].goto),
            By::Nothing => None,
        };
        return match goto.map(|goto| &goto.target) {
            Some(Target::OtherTree(path)) => Spot::Stop(Stop::OtherTree(path.clone())),
            _ => Spot::Stop(Stop::Nowhere),
        };
    }
    let outcome = *place - places.questions;
    let holds = |fact: &usize| truths.binary_search(&(*fact as u32)).is_ok();
    let pieces = view.conditions.also[outcome].iter().enumerate();
    let fit = pieces.filter(|(_, lists)| lists.iter().any(|list| list.iter().all(holds))).map(|(piece, _)| piece);
    Spot::Stop(Stop::Outcome(outcome, fit.collect()))
}
