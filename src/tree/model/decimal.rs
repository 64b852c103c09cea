//! Exact decimal numbers.
//!
//! Takes: a number as written. Gives: [`Decimal`].
//! Never: rounds, or uses floating point.

use std::fmt;

/// A number with at most nine places after the point, kept as a whole number of billionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub(super) i128);

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

    /// How many billionths it is.
    pub(in crate::tree) fn billionths(self) -> i128 {
        self.0
    }

    /// A whole number.
    pub(in crate::tree) fn whole(number: i128) -> Decimal {
        Decimal(number * ONE)
    }

    /// The nearest whole number, of two the one above.
    pub(in crate::tree) fn rounded(self) -> i128 {
        (self.0 + ONE / 2).div_euclid(ONE)
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
}
