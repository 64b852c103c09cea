//! Exact decimal numbers.
//!
//! Takes: a number as written. Gives: [`Decimal`], and places in a row of numbers that are a step apart.
//! Never: rounds, or uses floating point.

use super::model::NumberKind;
use std::fmt;

/// A number with at most nine places after the point, kept as a whole number of billionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

const PLACES: usize = 9;
const ONE: i128 = 1_000_000_000;

impl Decimal {
    /// The number one.
    pub const ONE: Decimal = Decimal(ONE);

    /// Reads `7`, `-2.5` or `.5`: at most eighteen figures before the point and nine after it.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (sign, digits) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let figures = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + part.len() == 0 || !figures(whole) || !figures(part) {
            return None;
        }
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if whole.len() > 18 || part.len() > PLACES {
            return None;
        }
        let digits = format!("0{whole}{part:0<PLACES$}");
        Some(Decimal(sign * digits.parse::<i128>().ok()?))
    }

    /// Whether it is above zero.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.abs() / ONE, self.0.abs() % ONE);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:09}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

impl NumberKind {
    /// How many steps lie between the first number and the last.
    pub fn last_step(&self) -> i128 {
        (self.max.0 - self.min.0).max(0) / self.step.0.max(1)
    }

    /// The number after so many steps.
    pub fn number(&self, steps: i128) -> Decimal {
        Decimal(self.min.0 + steps * self.step.0)
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
    fn numbers_are_read_and_written_exactly() {
        for (written, shown) in
            [("7", "7"), ("-2.50", "-2.5"), (".5", "0.5"), ("+3.", "3"), ("007.010", "7.01"), ("-0", "0")]
        {
            assert_eq!(Decimal::parse(written).unwrap().to_string(), shown, "{written}");
        }
        for wrong in ["", "-", ".", "1e3", "1_000", "6..", "0x1", "1.0000000001", "1234567890123456789", "½", "١"] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
        assert!(Decimal::parse("0.1").unwrap() < Decimal::parse("0.11").unwrap());
    }

    #[test]
    fn a_row_of_numbers_is_counted_in_steps() {
        let d = |text| Decimal::parse(text).unwrap();
        let row = NumberKind { unit: None, min: d("-1"), max: d("1"), step: d("0.3") };
        assert_eq!(row.last_step(), 6);
        assert_eq!(row.number(6), d("0.8"));
        assert_eq!((row.step_below(d("-0.7")), row.step_at_most(d("-0.7"))), (0, 1));
        assert_eq!((row.step_of(d("0.5")), row.step_of(d("0.6")), row.step_of(d("1.1"))), (Some(5), None, None));
        assert_eq!(row.step_at_most(d("-5")), -14);
    }
}
