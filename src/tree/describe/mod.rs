//! A tree in plain words: choices, answers, and the whole of it as an outline.
//!
//! Takes: a tree, its screens, and the words of a language. Gives: texts without markup.
//! Never: shortens an author's words, or knows a language: [`Words`] are given.

mod label;
mod outline;
mod transitions;
mod words;

pub use label::{describe_answer, describe_arrival, label};
pub use outline::{Item, Outline, outline, outline_text};
pub use transitions::{Transition, condition, transitions, transitions_of};
pub use words::Words;
