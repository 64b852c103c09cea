//! Problems as bytes: for a person, for a line-oriented tool, for code hosts and editors.
//!
//! Takes: problems in order, and the texts that they point into. Gives: one text a format.
//! Never: leaves a problem out uncounted, or lets a stranger's word be a line or a command of its own.

mod cut;
pub mod github;
pub mod human;
pub mod json;
pub mod sarif;
pub mod short;

pub use cut::MOST;
