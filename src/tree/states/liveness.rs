//! Liveness analysis: which facts about earlier answers still matter where. `days < 3` is live from the question about days to
//! the last rule or outcome that looks at it, and nowhere else.
//!
//! Takes: the links of a tree, and where each fact is used. Gives: [`Liveness`], by place.
//! Never: remembers a fact where its question cannot have been asked, or where nothing later uses it.

use super::conditions::{Condition, Conditions};
use super::graph::Graph;
use crate::tree::model::Tree;

/// What is followed along the paths: the tree's facts, and whether some questions have been asked.
pub(in crate::tree) struct Liveness {
    /// By fact: its question. Those of the tree come first, then "has been asked".
    pub(in crate::tree) owners: Vec<usize>,
    /// How many facts are the tree's.
    pub(in crate::tree) matchers: usize,
    /// By place: the facts to know on coming there, in order.
    pub(in crate::tree) at: Vec<Vec<u32>>,
    /// By question: the fact "it has been asked", where some place needs it.
    pub(in crate::tree) asked: Vec<Option<u32>>,
}

impl Liveness {
    /// Nothing is followed.
    pub(in crate::tree) fn none() -> Liveness {
        Liveness { owners: Vec::new(), matchers: 0, at: Vec::new(), asked: Vec::new() }
    }
}

/// More facts at more places than this are not followed.
const FACTS_AT_PLACES: usize = 20_000_000;

/// Where facts are used: the rules' conditions, and what a finding needs besides.
#[derive(Clone, Default)]
pub(in crate::tree) struct Uses {
    /// Place and fact.
    facts: Vec<(usize, usize)>,
    /// Place and condition.
    pub(super) conditions: Vec<(usize, usize)>,
    /// Place and question whose being asked is used there.
    asked: Vec<(usize, usize)>,
}

impl Uses {
    /// What the rules of the questions use, and what keeps a path from asking twice.
    pub(in crate::tree) fn of_rules(tree: &Tree, conditions: &Conditions, graph: &Graph) -> Uses {
        let mut uses =
            Uses { facts: Vec::new(), conditions: Vec::new(), asked: graph.loops.iter().map(|q| (*q, *q)).collect() };
        for question in 0..tree.questions.len() {
            for condition in &conditions.next[question] {
                uses.condition(conditions, question, condition);
            }
        }
        uses.facts.retain(|(place, fact)| conditions.facts[*fact].question != *place);
        uses
    }

    /// What screens use: what the rules do, and what the outcomes' pieces ask about.
    pub(in crate::tree) fn of_screens(tree: &Tree, conditions: &Conditions, graph: &Graph) -> Uses {
        let mut uses = Uses::of_rules(tree, conditions, graph);
        for (outcome, pieces) in conditions.also.iter().enumerate() {
            for condition in pieces {
                uses.condition(conditions, graph.places.outcome(outcome), condition);
            }
        }
        uses
    }

    /// A condition is looked at in this place.
    pub(in crate::tree) fn condition(&mut self, conditions: &Conditions, place: usize, condition: &Condition) {
        self.facts.extend(conditions.facts_of(condition).map(|fact| (place, fact)));
        self.conditions.push((place, condition.id));
    }

    /// It matters in this place whether the question has been asked.
    pub(in crate::tree) fn asked(&mut self, place: usize, question: usize) {
        self.asked.push((place, question));
    }
}

/// Which facts matter where. `None` where they are too many to be followed.
pub(in crate::tree) fn liveness(tree: &Tree, conditions: &Conditions, graph: &Graph, uses: &Uses) -> Option<Liveness> {
    let mut owners: Vec<usize> = conditions.facts.iter().map(|fact| fact.question).collect();
    let matchers = owners.len();
    let mut asked: Vec<Option<u32>> = vec![None; tree.questions.len()];
    let mut places: Vec<(usize, usize)> = uses.facts.clone();
    for (place, question) in &uses.asked {
        let fact = *asked[*question].get_or_insert_with(|| {
            owners.push(*question);
            owners.len() as u32 - 1
        });
        places.push((*place, fact as usize));
    }
    places.retain(|(place, _)| graph.reaches(*place));
    places.sort_unstable_by_key(|(place, fact)| (*fact, *place));
    places.dedup();

    let mut at: Vec<Vec<u32>> = vec![Vec::new(); graph.places.count()];
    let mut total = 0;
    // Sixty-four facts at a time, a bit each; only facts that are used.
    let mut rest = places.as_slice();
    while !rest.is_empty() {
        let mut facts: Vec<usize> = Vec::with_capacity(64);
        let mut used = vec![0u64; graph.places.count()];
        while let Some(((place, fact), after)) = rest.split_first() {
            if facts.last() != Some(fact) {
                if facts.len() == 64 {
                    break;
                }
                facts.push(*fact);
            }
            used[*place] |= 1 << (facts.len() - 1);
            rest = after;
        }
        let mut own = vec![0u64; graph.places.count()];
        for (bit, fact) in facts.iter().enumerate() {
            own[owners[*fact]] |= 1 << bit;
        }
        let (past, future) = spread(graph, &own, &used);
        for place in &graph.order {
            let mut bits = past[*place] & future[*place];
            total += bits.count_ones() as usize;
            while bits != 0 {
                at[*place].push(facts[bits.trailing_zeros() as usize] as u32);
                bits &= bits - 1;
            }
        }
        if total > FACTS_AT_PLACES {
            return None;
        }
    }
    Some(Liveness { owners, matchers, at, asked })
}

/// By place: whose question may have been asked before, and who is used there or later without being asked in between.
fn spread(graph: &Graph, own: &[u64], used: &[u64]) -> (Vec<u64>, Vec<u64>) {
    let mut past = vec![0; own.len()];
    let mut future = used.to_vec();
    let mut changed = true;
    while changed {
        changed = false;
        for place in &graph.order {
            let bits = graph.before[*place].iter().fold(0, |bits, p| bits | past[*p] | own[*p]);
            changed |= bits != past[*place];
            past[*place] = bits;
        }
        for place in graph.order.iter().rev() {
            let later = graph.after[*place].iter().fold(0, |bits, p| bits | future[*p]);
            let bits = used[*place] | (later & !own[*place]);
            changed |= bits != future[*place];
            future[*place] = bits;
        }
        // Where nothing loops, one pass in order is all, and the second would only confirm it.
        changed &= !graph.loops.is_empty();
    }
    (past, future)
}
