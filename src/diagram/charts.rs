//! Diagrams that are no boxes with lines between them: plans, journeys, pies.
//!
//! Takes: the lines of one. Gives: it drawn, and in words. Never: lays out more than can be overlooked.

pub(super) mod gantt;
pub(super) mod journey;
pub(super) mod pie;
