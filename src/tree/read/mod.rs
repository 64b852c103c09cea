//! The keys of a `.tree.yaml` → a tree.
//!
//! Takes: a file's keys, with their places. Gives: the tree as far as it makes sense, and a problem for every word that does not.
//! Never: follows a path. Whether the tree holds is for the proof to say.

mod counts;
mod formulas;
mod moved_out;
mod names;
mod questions;
mod reckoned;
mod tests_and_rules;
mod told;
mod tree;
mod values;
mod when;

pub use told::{names_not_told, unknown_names};
pub use tree::read;
