//! Which question may come after which, whatever the conditions say.
//!
//! Takes: a tree. Gives: [`Graph`]: its links, without those that always come back to a question already asked.
//! Never: looks at a condition. It is what the exact search is narrowed with, not a finding.

use crate::tree::model::{Target, Tree};

/// The places of a tree: its questions, then its outcomes, then one for all other trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tree) struct Places {
    pub(in crate::tree) questions: usize,
    pub(in crate::tree) outcomes: usize,
}

impl Places {
    pub(in crate::tree) fn of(tree: &Tree) -> Places {
        Places { questions: tree.questions.len(), outcomes: tree.outcomes.len() }
    }

    pub(in crate::tree) fn count(self) -> usize {
        self.questions + self.outcomes + 1
    }

    pub(in crate::tree) fn outcome(self, outcome: usize) -> usize {
        self.questions + outcome
    }

    pub(in crate::tree) fn elsewhere(self) -> usize {
        self.questions + self.outcomes
    }

    pub(in crate::tree) fn of_target(self, target: &Target) -> Option<usize> {
        match target {
            Target::Question(question) => Some(*question),
            Target::Outcome(outcome) => Some(self.outcome(*outcome)),
            Target::OtherTree(_) => Some(self.elsewhere()),
            Target::Unknown => None,
        }
    }
}

/// The links between places.
pub(in crate::tree) struct Graph {
    pub(in crate::tree) places: Places,
    /// By place. Without links to a place that every way to here passes.
    pub(in crate::tree) after: Vec<Vec<usize>>,
    pub(in crate::tree) before: Vec<Vec<usize>>,
    /// Questions that may come back to themselves: only of these a path must remember that it has asked them.
    pub(in crate::tree) loops: Vec<usize>,
    /// The places that the start leads to, sooner before later where nothing loops.
    pub(in crate::tree) order: Vec<usize>,
    /// By place: when the walk over the tree of dominators entered and left it.
    visits: Vec<Option<(usize, usize)>>,
}

impl Graph {
    /// By place: whether some way leads from it to this one, whatever the conditions say; the place itself is among them.
    pub(in crate::tree) fn ancestors(&self, place: usize) -> Vec<bool> {
        let mut out = vec![false; self.places.count()];
        out[place] = true;
        let mut open = vec![place];
        while let Some(place) = open.pop() {
            for earlier in &self.before[place] {
                if !std::mem::replace(&mut out[*earlier], true) {
                    open.push(*earlier);
                }
            }
        }
        out
    }

    /// Whether every way from the start to `place` passes `by`, which may be the place itself.
    pub(in crate::tree) fn always_passes(&self, place: usize, by: usize) -> bool {
        match (self.visits[place], self.visits[by]) {
            (Some(inner), Some(outer)) => outer.0 <= inner.0 && inner.1 <= outer.1,
            _ => false,
        }
    }

    /// Whether the start leads here at all, whatever the conditions say.
    pub(in crate::tree) fn reaches(&self, place: usize) -> bool {
        self.visits[place].is_some()
    }
}

/// The links of a tree. It must have a question.
pub(in crate::tree) fn graph(tree: &Tree) -> Graph {
    let places = Places::of(tree);
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); places.count()];
    for (question, links) in tree.questions.iter().zip(&mut after) {
        links.extend(question.gotos().filter_map(|goto| places.of_target(&goto.target)));
        links.sort_unstable();
        links.dedup();
    }
    let order = order(&after, tree.start);
    let visits = dominators(&reversed(&after), &order);
    let mut graph = Graph { places, after: Vec::new(), before: Vec::new(), loops: Vec::new(), order, visits };
    for (place, links) in after.iter_mut().enumerate() {
        links.retain(|link| graph.reaches(place) && !graph.always_passes(place, *link));
    }
    graph.before = reversed(&after);
    let forward = left_after_peeling(&graph.before, &after, &graph.order);
    let backward = left_after_peeling(&after, &graph.before, &graph.order);
    graph.loops = (0..places.questions).filter(|q| forward[*q] && backward[*q]).collect();
    graph.after = after;
    graph
}

fn reversed(after: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut before = vec![Vec::new(); after.len()];
    for (place, links) in after.iter().enumerate() {
        for link in links {
            before[*link].push(place);
        }
    }
    before
}

/// Reverse postorder from the start.
fn order(after: &[Vec<usize>], start: usize) -> Vec<usize> {
    let mut seen = vec![false; after.len()];
    let mut order = Vec::new();
    let mut stack = vec![(start, 0)];
    seen[start] = true;
    while let Some((place, link)) = stack.last_mut() {
        match after[*place].get(*link) {
            Some(next) => {
                *link += 1;
                if !seen[*next] {
                    seen[*next] = true;
                    stack.push((*next, 0));
                }
            }
            None => {
                order.push(*place);
                stack.pop();
            }
        }
    }
    order.reverse();
    order
}

/// Cooper, Harvey and Kennedy's way, then the tree numbered so that "passes" is a comparison.
fn dominators(before: &[Vec<usize>], order: &[usize]) -> Vec<Option<(usize, usize)>> {
    let mut rank = vec![usize::MAX; before.len()];
    for (i, place) in order.iter().enumerate() {
        rank[*place] = i;
    }
    // In ranks from here on; the start is 0 and its own dominator.
    let mut above = vec![usize::MAX; order.len()];
    above[0] = 0;
    let mut changed = true;
    while changed {
        changed = false;
        for (i, place) in order.iter().enumerate().skip(1) {
            let known = before[*place].iter().map(|p| rank[*p]).filter(|p| *p != usize::MAX && above[*p] != usize::MAX);
            let common = known.reduce(|mut a, mut b| {
                while a != b {
                    while a > b {
                        a = above[a];
                    }
                    while b > a {
                        b = above[b];
                    }
                }
                a
            });
            if let Some(common) = common
                && above[i] != common
            {
                above[i] = common;
                changed = true;
            }
        }
    }
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); order.len()];
    for (i, above) in above.iter().enumerate().skip(1) {
        below[*above].push(i);
    }
    let mut visits = vec![None; before.len()];
    let mut clock = 0;
    let mut stack = vec![(0, 0, 0)];
    while let Some((at, entered, child)) = stack.pop() {
        match below[at].get(child) {
            Some(next) => {
                stack.push((at, entered, child + 1));
                clock += 1;
                stack.push((*next, clock, 0));
            }
            None => {
                visits[order[at]] = Some((entered, clock));
                clock += 1;
            }
        }
    }
    visits
}

/// Takes places away that nothing leads to any more, until only loops and what comes after them are left.
fn left_after_peeling(before: &[Vec<usize>], after: &[Vec<usize>], order: &[usize]) -> Vec<bool> {
    let mut left = vec![false; before.len()];
    for place in order {
        left[*place] = true;
    }
    let mut waiting: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = order.iter().copied().filter(|place| waiting[*place] == 0).collect();
    while let Some(place) = free.pop() {
        left[place] = false;
        for next in &after[place] {
            waiting[*next] -= 1;
            if waiting[*next] == 0 {
                free.push(*next);
            }
        }
    }
    left
}
