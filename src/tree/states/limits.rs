//! How much of a tree is followed before it is said to be too complex.
//!
//! Takes: nothing. Gives: the limits, and [`LimitExceeded`].
//! Never: depends on the machine: work is counted, not timed.

/// Conditions that may be looked at for the paths, for the pages and for the rules each: far more than any tree needs, and
/// looked at within half a second or so.
pub(in crate::tree) const FUEL: u64 = 25_000_000;

/// More states of answers that still matter are not followed: the tree is too complex to be proved.
pub const STATE_LIMIT: usize = 200_000;

/// More states are not told apart by the single facts that hold in them, but by what these leave of each condition.
pub(in crate::tree) const FACT_STATES: usize = 10_000;

/// More pages than this, besides one a question and one an outcome, are not made of one tree.
pub const PAGE_LIMIT: usize = 20_000;

/// There are too many states, or too many conditions to look at.
#[derive(Debug)]
pub(in crate::tree) struct LimitExceeded;
