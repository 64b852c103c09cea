//! The state graph of a tree: all its paths at once, by what earlier answers still matter.
//!
//! Takes: a tree, and which facts are used where. Gives: [`States`], found by a search by breadth. Conditions are taken apart into
//! facts, a liveness analysis says which facts to remember where, and answers that lead to the same are one branch. So a tree
//! with 2^60 paths may have a few hundred states. Where even these are many, what is left of each condition is remembered in
//! place of the facts.
//! Never: lists paths or sets of ticks, or goes beyond the limits, which count work.

mod branches;
mod conditions;
mod explore;
mod graph;
mod limits;
mod liveness;
mod residuals;
mod view;

pub(in crate::tree) use branches::{Answers, Branch, By, branches};
pub(in crate::tree) use conditions::{Condition, Conditions, conditions};
pub use explore::Arrival;
pub(in crate::tree) use explore::{State, States, comes_back, count_answers, explore, numbers_of};
pub(in crate::tree) use graph::{Graph, graph};
pub(in crate::tree) use limits::{FUEL, LimitExceeded};
pub use limits::{PAGE_LIMIT, STATE_LIMIT};
pub(in crate::tree) use liveness::{Liveness, Uses};
pub(in crate::tree) use residuals::Residual;
pub(in crate::tree) use view::View;
