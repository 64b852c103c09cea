//! What following paths needs to know.
//!
//! Takes: a tree, its conditions and links, and which of them are used where. Gives: [`View`], with the memory that its states have.
//! Never: follows a path itself.

use super::conditions::{Atom, Condition, Conditions};
use super::graph::Graph;
use super::limits::LimitExceeded;
use super::liveness::{Liveness, Uses, liveness};
use super::residuals::{Look, Residual, Residuals};
use crate::tree::model::{Tree, Verdict};
use std::cell::Cell;

/// A way of looking at a tree.
pub(in crate::tree) struct View<'a> {
    pub(in crate::tree) tree: &'a Tree,
    pub(in crate::tree) conditions: &'a Conditions,
    pub(in crate::tree) graph: &'a Graph,
    pub(in crate::tree) liveness: Liveness,
    /// How many more conditions may be looked at, so that nothing hangs.
    pub(in crate::tree) fuel: &'a Cell<u64>,
    pub(super) memory: Memory,
    uses: Uses,
}

/// What a state remembers of the answers before it.
pub(super) enum Memory {
    /// The facts that are true and still matter.
    Facts,
    /// What they leave of each condition.
    Residuals(Box<Residuals>),
}

impl<'a> View<'a> {
    /// Remembers what these uses need.
    pub(in crate::tree) fn of(
        tree: &'a Tree,
        conditions: &'a Conditions,
        graph: &'a Graph,
        uses: Uses,
        fuel: &'a Cell<u64>,
    ) -> Result<View<'a>, LimitExceeded> {
        let liveness = liveness(tree, conditions, graph, &uses).ok_or(LimitExceeded)?;
        Ok(View { tree, conditions, graph, liveness, fuel, memory: Memory::Facts, uses })
    }

    /// Remembers what is left of each condition from now on, and no single facts.
    pub(in crate::tree) fn merge(&mut self) -> Result<(), LimitExceeded> {
        let places = self.graph.places.count();
        self.spend(places * places / 64 + self.conditions.all.len() * places / 16)?;
        let from = self.liveness.owners.len();
        let residuals = Residuals::of(self.conditions, self.graph, &self.uses, from);
        self.memory = Memory::Residuals(Box::new(residuals));
        Ok(())
    }

    /// Whether a condition holds at an end, where these are remembered.
    pub(in crate::tree) fn holds(&self, condition: &Condition, truths: &[u32]) -> bool {
        if let Memory::Residuals(residuals) = &self.memory {
            let recalled = residuals.recall(truths);
            let (conditions, tree) = (self.conditions, self.tree);
            let look = Look { here: None, conditions, tree, residuals, recalled: &recalled, to: None };
            return matches!(look.verdict(condition.id), Ok(Verdict::Always));
        }
        let fact = |fact: &usize| truths.binary_search(&(*fact as u32)).is_ok();
        condition.lists.iter().any(|list| {
            list.iter().all(|atom| match atom {
                Atom::Fact(number) => fact(number),
                Atom::Compared(comparison) => {
                    let comparison = &self.conditions.comparisons[*comparison];
                    comparison.holds(&self.conditions.totals[comparison.total], fact)
                }
            })
        })
    }

    /// What a remembered number stands for, where it is no fact.
    pub(in crate::tree) fn residual(&self, number: u32) -> Option<Residual> {
        match &self.memory {
            Memory::Facts => None,
            Memory::Residuals(residuals) => residuals.residual(number),
        }
    }

    /// Takes note of work done; fails when it has been enough.
    pub(in crate::tree) fn spend(&self, amount: usize) -> Result<(), LimitExceeded> {
        let left = self.fuel.get().checked_sub(amount as u64 + 1).ok_or(LimitExceeded)?;
        self.fuel.set(left);
        Ok(())
    }
}
