//! A row of numbers that are a step apart.
//!
//! Takes: the first number, the last and the step. Gives: [`NumberKind`]: which numbers a question takes, and the place of each in the row.
//! Never: lists the numbers; a row may be longer than memory.

use super::decimal::Decimal;
use super::time;
use crate::yaml::Text;

/// The numbers a question takes: `min`, `min + step`, … up to `max`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberKind {
    /// What is counted: "miles".
    pub unit: Option<Text>,
    /// The smallest.
    pub min: Decimal,
    /// The largest, if a step comes to it.
    pub max: Decimal,
    /// From one to the next; always above zero.
    pub step: Decimal,
    /// How they are written.
    pub shape: Shape,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// In figures: `7.5`.
    #[default]
    Figures,
    /// Seconds, as a time: `41:30`, `3:05:00`.
    Time,
}

impl Shape {
    /// Reads a number that is written so.
    pub(in crate::tree) fn read(self, text: &str) -> Option<Decimal> {
        match self {
            Shape::Figures => Decimal::parse(text),
            Shape::Time => time::parse(text),
        }
    }

    /// Writes it so.
    pub fn written(self, number: Decimal) -> String {
        match self {
            Shape::Figures => number.to_string(),
            Shape::Time => time::written(number),
        }
    }
}

impl NumberKind {
    /// From the smallest to the largest, all in billionths.
    pub(super) fn in_billionths(unit: Option<Text>, min: i128, max: i128, step: i128) -> NumberKind {
        NumberKind { unit, min: Decimal(min), max: Decimal(max), step: Decimal(step), shape: Shape::Figures }
    }

    /// How many steps lie between the first number and the last.
    pub fn last_step(&self) -> i128 {
        (self.max.0 - self.min.0).max(0) / self.step.0.max(1)
    }

    /// The number after so many steps.
    pub fn number(&self, steps: i128) -> Decimal {
        Decimal(self.min.0 + steps * self.step.0)
    }

    /// The same as it is written.
    pub fn written(&self, steps: i128) -> String {
        self.shape.written(self.number(steps))
    }

    /// The last step whose number is at most this one; below zero if there is none.
    pub fn step_at_most(&self, number: Decimal) -> i128 {
        (number.0 - self.min.0).div_euclid(self.step.0.max(1))
    }

    /// The last step whose number is below this one; below zero if there is none.
    pub fn step_below(&self, number: Decimal) -> i128 {
        self.step_at_most(Decimal(number.0 - 1))
    }

    /// The step of exactly this number, if the question takes it.
    pub fn step_of(&self, number: Decimal) -> Option<i128> {
        let step = self.step_at_most(number);
        ((0..=self.last_step()).contains(&step) && self.number(step) == number).then_some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_numbers_is_counted_in_steps() {
        let d = |text| Decimal::parse(text).unwrap();
        let row = NumberKind { unit: None, min: d("-1"), max: d("1"), step: d("0.3"), shape: Shape::Figures };
        assert_eq!(row.last_step(), 6);
        assert_eq!(row.number(6), d("0.8"));
        assert_eq!((row.step_below(d("-0.7")), row.step_at_most(d("-0.7"))), (0, 1));
        assert_eq!((row.step_of(d("0.5")), row.step_of(d("0.6")), row.step_of(d("1.1"))), (Some(5), None, None));
        assert_eq!(row.step_at_most(d("-5")), -14);
    }
}
