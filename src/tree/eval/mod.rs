//! Evaluation: given answers, one path through the tree.
//!
//! Takes: a tree and answers, as values or as typed. Gives: the questions on the way, and where they end.
//! Never: looks at more than one path. What holds on all of them is the proof's business; this is what it is tried against.

mod answers;
mod walk;

pub use answers::parse_answers;
pub use walk::{End, Walk, walk};
