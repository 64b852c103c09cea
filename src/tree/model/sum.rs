//! Numbers that a tree reckons from answers: points, and how many of some things were answered.
//!
//! Takes: nothing. Gives: [`Sum`], and the [`Value`]s that are called by a name.
//! Never: holds a number that is not one of its row: each sum is so many steps from the least.

use super::formula::Reckoned;
use super::number::{NumberKind, Shape};
use super::tree::Matcher;
use crate::source::Span;
use crate::yaml::Text;

/// A sum with a name.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its key.
    pub id: Text,
    /// What it is called where a text speaks of it and nobody knows the answers.
    pub say: Option<Text>,
    /// What is added up; of a formula only the row of what is shown.
    pub sum: Sum,
    /// The formula, where it is reckoned by one.
    pub reckoned: Option<Reckoned>,
    /// Whether a part of it could not be read. That has been told.
    pub broken: bool,
}

/// What answers add up to. Questions that are not asked add nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sum {
    /// Each adds its points where it holds.
    pub parts: Vec<Counting>,
    /// The numbers it can be.
    pub row: Row,
}

/// What adds points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counting {
    /// What must have been answered: questions, and the answers that fit. All of it.
    pub all: Vec<(usize, Matcher)>,
    /// How many steps it adds; below zero it takes some away.
    pub steps: i128,
}

/// The numbers from the least sum to the greatest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// The place of zero, in steps from the least.
    pub zero: i128,
    /// The place of the greatest.
    pub last: i128,
    /// From one to the next, in billionths.
    pub step: i128,
    /// How they are written.
    pub shape: Shape,
}

/// A sum that a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SumOf {
    /// The tree's value of this place.
    Value(usize),
    /// How many of these hold.
    Count(Sum),
}

/// What a test says of a value.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The value.
    pub value: usize,
    /// The numbers that are right, in steps from the least.
    pub ranges: Vec<(i128, i128)>,
    /// The value's id, as written in the test.
    pub span: Span,
}

impl Value {
    /// What it is called where a text speaks of it.
    pub fn shown(&self) -> &str {
        self.say.as_ref().map_or(&self.id.text, |say| &say.text)
    }
}

impl Row {
    /// Steps of whole numbers.
    pub const ONE: i128 = 1_000_000_000;

    /// The same as a row of numbers, with what is counted.
    pub fn numbers(&self, unit: Option<&Text>) -> NumberKind {
        let (min, max) = (-self.zero * self.step, (self.last - self.zero) * self.step);
        NumberKind { shape: self.shape, ..NumberKind::in_billionths(unit.cloned(), min, max, self.step) }
    }
}

impl Sum {
    /// The questions whose answers are added up, in order, each once.
    pub fn questions(&self) -> Vec<usize> {
        super::tree::sorted(self.parts.iter().flat_map(|part| &part.all).map(|(question, _)| *question).collect())
    }

    /// What it comes to, in steps from the least, where `holds` says what has been answered so.
    pub(in crate::tree) fn reckon(&self, holds: impl Fn(usize, &Matcher) -> bool) -> i128 {
        let added =
            self.parts.iter().filter(|part| part.all.iter().all(|(question, matcher)| holds(*question, matcher)));
        self.row.zero + added.map(|part| part.steps).sum::<i128>()
    }
}
