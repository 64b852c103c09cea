//! What a screen is.
//!
//! Takes: nothing. Gives: [`Screen`] and its parts. Questions, options and outcomes are named by their place in the tree.
//! Never: holds a word that is shown, or knows how it was found.

use crate::tree::model::AtLeast;

/// One page of the tree: a question or an outcome, with the earlier answers that still matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// What it shows.
    pub kind: ScreenKind,
    /// Its part of the address, unique in the tree: `how-bad`, or `how-bad/when-night` where earlier answers matter.
    /// Of `a`–`z`, `0`–`9`, `-`, `.`, `_` and `/`; no slash at either end.
    pub address: String,
    /// Of an outcome: the pieces of its `also` that fit here.
    pub also: Vec<usize>,
    /// Of a question: its answers as links. The first that fits is meant.
    pub choices: Vec<ScreenChoice>,
    /// How many questions come after this screen on the longest way from here. What other trees ask is not counted.
    pub ahead: usize,
}

/// What a screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenKind {
    /// This question.
    Question(usize),
    /// This outcome.
    Outcome(usize),
}

/// An answer that can be chosen on a screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScreenChoice {
    /// The question it answers.
    pub question: usize,
    /// The answers it stands for.
    pub picked: Picked,
    /// What comes next.
    pub target: ScreenTarget,
}

/// The answers that a choice stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Picked {
    /// This option; of tick boxes, `none` alone.
    Option(usize),
    /// Of each of these groups of options at least so many, where no choice above fits.
    AnyOf(Vec<AtLeast>),
    /// The numbers from here to there, as steps from `min`.
    Steps(i128, i128),
}

/// Where a choice leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenTarget {
    /// To the screen of this place in the list.
    Screen(usize),
    /// To another tree: the text after `tree:`.
    OtherTree(String),
}
