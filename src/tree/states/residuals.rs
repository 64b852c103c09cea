//! What is left of each condition once some answers are known: "any of 30" is settled by the first that holds, and "at least 3 of
//! 30" knows after ten answers only how many hold. Two ways to a place that leave the same of every condition are one state.
//!
//! Takes: where conditions are used. Gives: [`Residuals`], a memory that takes the place of single facts where these are too many.
//! Never: forgets what a condition still depends on, so nothing that is said of the states is less exact.

use super::branches::{Given, Here};
use super::conditions::{Atom, Conditions, Total};
use super::graph::Graph;
use super::limits::LimitExceeded;
use super::liveness::Uses;
use crate::tree::model::{AtLeast, Matcher, Tree, Verdict, steps};
use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Lists of atoms that are still open: all of one of the lists must hold. An empty list holds.
type Lists = Rc<[Vec<Atom>]>;

/// What is left of a condition, or what is known of a total.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::tree) enum Residual {
    Condition(usize, Lists),
    Total(usize, Added),
}

/// A total so far, and the parts that may still add to it, with the facts of each that are open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::tree) struct Added {
    pub(in crate::tree) so_far: i128,
    pub(in crate::tree) open: Vec<(Vec<usize>, i128)>,
}

/// The memory of a view.
pub(in crate::tree) struct Residuals {
    /// Numbers below are facts.
    from: usize,
    /// By place: the places that may come from there on, itself among them, a bit each.
    later: Vec<Vec<u64>>,
    /// By condition: the questions it looks at, and the places where it is looked at.
    conditions: Vec<(Vec<usize>, Vec<usize>)>,
    /// By place: the conditions that some answer before it may have settled in part, and that are looked at there or later.
    at: RefCell<Vec<Option<Rc<[usize]>>>>,
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    numbers: HashMap<Residual, u32>,
    list: Vec<Residual>,
}

/// What is remembered in a state, taken apart.
#[derive(Default)]
pub(in crate::tree) struct Recalled {
    conditions: BTreeMap<usize, Lists>,
    totals: BTreeMap<usize, Added>,
}

/// A fact, when an answer has been given.
enum Status {
    True,
    False,
    Depends(AtLeast),
    Later,
}

impl Residuals {
    pub(super) fn of(conditions: &Conditions, graph: &Graph, uses: &Uses, from: usize) -> Residuals {
        let places = graph.places.count();
        let mut looked_at = vec![Vec::new(); conditions.all.len()];
        for (place, condition) in &uses.conditions {
            looked_at[*condition].push(*place);
        }
        let questions = |condition| {
            let mut owners: Vec<usize> = conditions.facts_of(condition).map(|f| conditions.facts[f].question).collect();
            owners.sort_unstable();
            owners.dedup();
            owners
        };
        Residuals {
            from,
            later: later(graph, places),
            conditions: conditions.all.iter().map(questions).zip(looked_at).collect(),
            at: RefCell::new(vec![None; places]),
            known: RefCell::default(),
        }
    }

    /// Whether a place may come from another on.
    fn may_come(&self, from: usize, place: usize) -> bool {
        self.later[from][place / 64] >> (place % 64) & 1 == 1
    }

    fn at(&self, place: usize) -> Rc<[usize]> {
        if let Some(known) = &self.at.borrow()[place] {
            return Rc::clone(known);
        }
        let matters = |(owners, looked_at): &(Vec<usize>, Vec<usize>)| {
            looked_at.iter().any(|at| self.may_come(place, *at))
                && owners.iter().any(|owner| *owner != place && self.may_come(*owner, place))
        };
        let all = self.conditions.iter().enumerate().filter(|(_, condition)| matters(condition));
        let all: Rc<[usize]> = all.map(|(condition, _)| condition).collect();
        self.at.borrow_mut()[place] = Some(Rc::clone(&all));
        all
    }

    fn number(&self, residual: Residual) -> u32 {
        let mut known = self.known.borrow_mut();
        if let Some(number) = known.numbers.get(&residual) {
            return *number;
        }
        let number = (self.from + known.list.len()) as u32;
        known.list.push(residual.clone());
        known.numbers.insert(residual, number);
        number
    }

    /// What a number stands for, unless it is a fact's.
    pub(in crate::tree) fn residual(&self, number: u32) -> Option<Residual> {
        let place = (number as usize).checked_sub(self.from)?;
        self.known.borrow().list.get(place).cloned()
    }

    pub(super) fn recall(&self, truths: &[u32]) -> Recalled {
        let mut recalled = Recalled::default();
        for residual in truths.iter().filter_map(|number| self.residual(*number)) {
            match residual {
                Residual::Condition(condition, lists) => drop(recalled.conditions.insert(condition, lists)),
                Residual::Total(total, added) => drop(recalled.totals.insert(total, added)),
            }
        }
        recalled
    }
}

/// By place: the places that may come from there on.
fn later(graph: &Graph, places: usize) -> Vec<Vec<u64>> {
    let words = places.div_ceil(64);
    let mut later = vec![vec![0u64; words]; places];
    for (place, bits) in later.iter_mut().enumerate() {
        bits[place / 64] |= 1 << (place % 64);
    }
    let mut changed = true;
    while changed {
        changed = false;
        for place in graph.order.iter().rev() {
            let mut bits = std::mem::take(&mut later[*place]);
            for next in &graph.after[*place] {
                for (word, more) in bits.iter_mut().zip(&later[*next]) {
                    changed |= *more & !*word != 0;
                    *word |= more;
                }
            }
            later[*place] = bits;
        }
        // Where nothing loops, one pass from the ends is all.
        changed &= !graph.loops.is_empty();
    }
    later
}

/// A look at conditions from a question that is being answered, or from an end.
pub(super) struct Look<'a> {
    pub(super) here: Option<(&'a Here<'a>, Given<'a>)>,
    pub(super) conditions: &'a Conditions,
    pub(super) tree: &'a Tree,
    pub(super) residuals: &'a Residuals,
    pub(super) recalled: &'a Recalled,
    /// The place to come; none where all that has not been answered never will be.
    pub(super) to: Option<usize>,
}

impl Look<'_> {
    /// Whether a condition holds here.
    pub(super) fn verdict(&self, condition: usize) -> Result<Verdict, LimitExceeded> {
        let mut totals = BTreeMap::new();
        Ok(match self.left(condition, &mut totals)? {
            Err(on) => Verdict::Depends(on),
            Ok(lists) if lists.iter().any(Vec::is_empty) => Verdict::Always,
            Ok(_) => Verdict::Never,
        })
    }

    /// What the place to come remembers, besides which questions have been asked; or what decides it.
    pub(super) fn remembered(&self, place: usize) -> Result<Result<Vec<u32>, AtLeast>, LimitExceeded> {
        let (mut totals, mut needed, mut numbers) = (BTreeMap::new(), Vec::new(), Vec::new());
        for condition in self.residuals.at(place).iter() {
            let lists = match self.left(*condition, &mut totals)? {
                Ok(lists) => lists,
                Err(on) => return Ok(Err(on)),
            };
            needed.extend(lists.iter().flatten().filter_map(|atom| match atom {
                Atom::Compared(comparison) => Some(self.conditions.comparisons[*comparison].total),
                Atom::Fact(_) => None,
            }));
            numbers.push(self.residuals.number(Residual::Condition(*condition, lists)));
        }
        needed.sort_unstable();
        needed.dedup();
        for total in needed {
            let Some((added, on)) = totals.remove(&total) else { continue };
            if let Some(on) = on {
                return Ok(Err(on));
            }
            numbers.push(self.residuals.number(Residual::Total(total, added)));
        }
        numbers.sort_unstable();
        Ok(Ok(numbers))
    }

    /// What is left of a condition, or what decides it. No list is there that another one makes superfluous.
    fn left(
        &self,
        condition: usize,
        totals: &mut BTreeMap<usize, (Added, Option<AtLeast>)>,
    ) -> Result<Result<Lists, AtLeast>, LimitExceeded> {
        let recalled = self.recalled.conditions.get(&condition);
        let lists = recalled.unwrap_or(&self.conditions.all[condition].lists);
        let (mut left, mut depends): (Vec<Vec<Atom>>, Option<AtLeast>) = (Vec::new(), None);
        for list in lists.iter() {
            self.spend(list.len())?;
            let (mut open, mut on, mut dead) = (Vec::new(), None, false);
            for atom in list {
                match self.status(*atom, totals)? {
                    Status::True => {}
                    Status::False => {
                        dead = true;
                        break;
                    }
                    Status::Depends(by) => on = on.or(Some(by)),
                    Status::Later => open.push(*atom),
                }
            }
            if dead {
                continue;
            }
            if open.is_empty() && on.is_none() {
                return Ok(Ok(Rc::from([Vec::new()])));
            }
            depends = depends.or(on);
            open.sort_unstable();
            open.dedup();
            left.push(open);
        }
        if let Some(on) = depends {
            return Ok(Err(on));
        }
        left.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        left.dedup();
        let mut fewest: Vec<Vec<Atom>> = Vec::with_capacity(left.len());
        for list in left {
            self.spend(fewest.len())?;
            let covers = |shorter: &Vec<Atom>| shorter.iter().all(|atom| list.binary_search(atom).is_ok());
            if !fewest.iter().any(covers) {
                fewest.push(list);
            }
        }
        Ok(Ok(fewest.into()))
    }

    fn status(
        &self,
        atom: Atom,
        totals: &mut BTreeMap<usize, (Added, Option<AtLeast>)>,
    ) -> Result<Status, LimitExceeded> {
        let comparison = match atom {
            Atom::Fact(fact) => return Ok(self.fact(fact)),
            Atom::Compared(comparison) => &self.conditions.comparisons[comparison],
        };
        let (added, on) = match totals.entry(comparison.total) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(self.added(comparison.total)?),
        };
        let (least, most) = bounds(added, self.conditions, self.tree);
        Ok(match steps::within(&comparison.ranges, least, most) {
            Some(true) => Status::True,
            Some(false) => Status::False,
            None => on.clone().map_or(Status::Later, Status::Depends),
        })
    }

    /// A total so far. Parts that depend on which of some ticks are meant are open, and the first of what they depend on is given.
    fn added(&self, total: usize) -> Result<(Added, Option<AtLeast>), LimitExceeded> {
        let Total { zero, parts } = &self.conditions.totals[total];
        let (so_far, open) = match self.recalled.totals.get(&total) {
            Some(known) => (known.so_far, &known.open),
            None => (*zero, parts),
        };
        let mut added = Added { so_far, open: Vec::new() };
        let mut depends = None;
        self.spend(open.len())?;
        for (facts, steps) in open {
            let (mut left, mut dead) = (Vec::new(), false);
            for fact in facts {
                match self.fact(*fact) {
                    Status::True => {}
                    Status::False => dead = true,
                    Status::Depends(on) => {
                        depends = depends.or(Some(on));
                        left.push(*fact);
                    }
                    Status::Later => left.push(*fact),
                }
            }
            match (dead, left.is_empty()) {
                (true, _) => {}
                (false, true) => added.so_far += steps,
                (false, false) => added.open.push((left, *steps)),
            }
        }
        Ok((added, depends))
    }

    fn fact(&self, fact: usize) -> Status {
        let owner = self.conditions.facts[fact].question;
        if let Some((here, given)) = &self.here
            && owner == here.question
        {
            return match here.own(fact, *given) {
                Verdict::Always => Status::True,
                Verdict::Never => Status::False,
                Verdict::Depends(on) => Status::Depends(on),
            };
        }
        if self.to.is_some_and(|to| self.residuals.may_come(to, owner)) { Status::Later } else { Status::False }
    }

    fn spend(&self, amount: usize) -> Result<(), LimitExceeded> {
        self.here.as_ref().map_or(Ok(()), |(here, _)| here.spend(2 * amount))
    }
}

/// How low and how high a total may come. A question with one answer adds what one of its options does.
pub(super) fn bounds(added: &Added, conditions: &Conditions, tree: &Tree) -> (i128, i128) {
    let (mut least, mut most) = (added.so_far, added.so_far);
    let mut one_answer: BTreeMap<usize, Vec<i128>> = BTreeMap::new();
    for (facts, steps) in &added.open {
        let fact = &conditions.facts[facts[0]];
        match &fact.matcher {
            Matcher::Options(options) if facts.len() == 1 => {
                let count = tree.questions[fact.question].options.len();
                let by_option = one_answer.entry(fact.question).or_insert_with(|| vec![0; count]);
                options.iter().for_each(|option| by_option[*option] += steps);
            }
            _ => {
                least += steps.min(&0);
                most += steps.max(&0);
            }
        }
    }
    for by_option in one_answer.values() {
        // It may also be left out.
        least += by_option.iter().min().map_or(0, |low| *low.min(&0));
        most += by_option.iter().max().map_or(0, |high| *high.max(&0));
    }
    (least, most)
}
