//! Exact fractions.
//!
//! Takes: whole numbers above and below the line. Gives: [`Ratio`], reduced.
//! Never: rounds by itself; what is too large to be kept is no number.

use crate::tree::model::decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// A fraction in its lowest terms; what is below the line is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    above: i128,
    below: i128,
}

impl Ratio {
    pub(in crate::tree) const ZERO: Ratio = Ratio { above: 0, below: 1 };
    pub(in crate::tree) const ONE: Ratio = Ratio { above: 1, below: 1 };

    /// `None` for a line above zero, or for what is too large.
    pub(in crate::tree) fn of(above: i128, below: i128) -> Option<Ratio> {
        let divisor = common_divisor(above.checked_abs()?, below.checked_abs()?).max(1);
        if below == 0 {
            return None;
        }
        let sign = if below < 0 { -1 } else { 1 };
        Some(Ratio { above: sign * (above / divisor), below: sign * (below / divisor) })
    }

    pub(in crate::tree) fn decimal(number: Decimal) -> Ratio {
        Ratio::of(number.billionths(), Decimal::ONE.billionths()).unwrap_or(Ratio::ZERO)
    }

    pub(in crate::tree) fn add(self, other: Ratio) -> Option<Ratio> {
        let divisor = common_divisor(self.below, other.below).max(1);
        let (one, two) = (other.below / divisor, self.below / divisor);
        let above = self.above.checked_mul(one)?.checked_add(other.above.checked_mul(two)?)?;
        Ratio::of(above, self.below.checked_mul(one)?)
    }

    pub(in crate::tree) fn sub(self, other: Ratio) -> Option<Ratio> {
        self.add(Ratio { above: other.above.checked_neg()?, below: other.below })
    }

    pub(in crate::tree) fn mul(self, other: Ratio) -> Option<Ratio> {
        let (one, two) = (Ratio::of(self.above, other.below)?, Ratio::of(other.above, self.below)?);
        Ratio::of(one.above.checked_mul(two.above)?, one.below.checked_mul(two.below)?)
    }

    /// `None` where the other is zero.
    pub(in crate::tree) fn div(self, other: Ratio) -> Option<Ratio> {
        self.mul(Ratio::of(other.below, other.above)?)
    }

    /// The whole number at or below it.
    pub(in crate::tree) fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// The nearest whole number, of two the one above.
    pub(in crate::tree) fn near(self) -> Option<i128> {
        Some(self.add(Ratio { above: 1, below: 2 })?.floor())
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// By the whole parts and then, turned round, by what is left of both: nothing grows on the way.
    fn cmp(&self, other: &Ratio) -> Ordering {
        let (mut one, mut two) = (*self, *other);
        let mut turned = false;
        loop {
            let whole = one.floor().cmp(&two.floor());
            let whole = if turned { whole.reverse() } else { whole };
            if whole != Ordering::Equal {
                return whole;
            }
            let rest = |ratio: Ratio| ratio.above.rem_euclid(ratio.below);
            match (rest(one), rest(two)) {
                (0, 0) => return Ordering::Equal,
                (0, _) => return if turned { Ordering::Greater } else { Ordering::Less },
                (_, 0) => return if turned { Ordering::Less } else { Ordering::Greater },
                (a, b) => {
                    one = Ratio { above: one.below, below: a };
                    two = Ratio { above: two.below, below: b };
                    turned = !turned;
                }
            }
        }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.above, self.below)
    }
}

/// The greatest number that divides both, by Euclid's algorithm; 0 of two zeros.
pub(in crate::tree) fn common_divisor(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_exact() {
        let of = |above, below| Ratio::of(above, below).unwrap();
        assert_eq!(of(1, 3).add(of(1, 6)), Some(of(1, 2)));
        assert_eq!(of(2, -4), of(-1, 2));
        assert_eq!((of(7, 2).div(of(7, 4)), of(1, 2).div(Ratio::ZERO)), (Some(of(2, 1)), None));
        assert_eq!((of(-7, 2).floor(), of(-7, 2).near(), of(7, 2).near()), (-4, Some(-3), Some(4)));
        assert_eq!(of(i128::MAX, 1).add(of(1, 1)), None);
        let mut all: Vec<Ratio> = (-9..9).flat_map(|a| (1..7).map(move |b| of(a, b))).collect();
        all.sort();
        assert!(all.windows(2).all(|pair| pair[0].sub(pair[1]).unwrap().above <= 0));
        assert!(of(i128::MAX, 2) > of(i128::MAX - 1, 2));
    }
}
