//! Values that are reckoned: a formula over numbers and times.
//!
//! Takes: what was answered. Gives: the value, exactly, and then as it is shown; or how low and how high it may come.
//! Never: compares anything but what is shown: a reader who sees 12:00 is treated as 12:00.

mod ratio;
mod unit;

pub(in crate::tree) use ratio::{Ratio, common_divisor};
pub(in crate::tree) use unit::{Measures, Unit, join, said};

use super::sum::Row;
use crate::yaml::Text;

/// How a value is reckoned and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// From what.
    pub formula: Formula,
    /// As it is written.
    pub written: Text,
    /// What stands behind the number.
    pub unit: Option<Text>,
    /// How much one of what is shown is: in seconds, metres, kilograms and whatever else is counted.
    pub worth: Ratio,
}

/// What a value is reckoned from, in seconds, metres, kilograms and whatever else is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A number.
    Number(Ratio),
    /// The answer to this question, so much for each of its unit.
    Answer(usize, Ratio),
    /// Two or more of them.
    Of(Op, Vec<Formula>),
    /// To multiples of this.
    Rounded(Rounding, Box<Formula>, Ratio),
}

/// What is done with parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// The least.
    Min,
    /// The greatest.
    Max,
}

/// Where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, of two the one above.
    Near,
    /// Down.
    Down,
    /// Up.
    Up,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) enum Undefined {
    /// Something is divided by zero.
    Zero,
    /// It is larger than what is kept.
    TooLarge,
}

type Range = (Ratio, Ratio);

impl Formula {
    /// What it comes to. `None` where an answer is not there, or there is no such number.
    pub(in crate::tree) fn reckon(&self, answer: &dyn Fn(usize) -> Option<Ratio>) -> Option<Ratio> {
        match self {
            Formula::Number(number) => Some(*number),
            Formula::Answer(question, worth) => answer(*question)?.mul(*worth),
            Formula::Of(op, parts) => {
                let mut parts = parts.iter().map(|part| part.reckon(answer));
                let first = parts.next()??;
                parts.try_fold(first, |so_far, part| {
                    let part = part?;
                    match op {
                        Op::Add => so_far.add(part),
                        Op::Sub => so_far.sub(part),
                        Op::Mul => so_far.mul(part),
                        Op::Div => so_far.div(part),
                        Op::Min => Some(so_far.min(part)),
                        Op::Max => Some(so_far.max(part)),
                    }
                })
            }
            Formula::Rounded(how, part, to) => round(*how, part.reckon(answer)?, *to),
        }
    }

    /// How low and how high it may come, where each answer is in a range; it may not come to all between.
    pub(in crate::tree) fn range(&self, answer: &dyn Fn(usize) -> Range) -> Result<Range, Undefined> {
        let large = Undefined::TooLarge;
        match self {
            Formula::Number(number) => Ok((*number, *number)),
            Formula::Answer(question, worth) => {
                let (low, high) = answer(*question);
                Ok((low.mul(*worth).ok_or(large)?, high.mul(*worth).ok_or(large)?))
            }
            Formula::Of(op, parts) => {
                let mut parts = parts.iter().map(|part| part.range(answer));
                let first = parts.next().unwrap_or(Err(large))?;
                parts.try_fold(first, |one, other| both(*op, one, other?))
            }
            Formula::Rounded(how, part, to) => {
                let (low, high) = part.range(answer)?;
                Ok((round(*how, low, *to).ok_or(large)?, round(*how, high, *to).ok_or(large)?))
            }
        }
    }

    /// The questions that it is reckoned from, in order, each once.
    pub fn questions(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.add_questions(&mut found);
        super::tree::sorted(found)
    }

    fn add_questions(&self, found: &mut Vec<usize>) {
        match self {
            Formula::Number(_) => {}
            Formula::Answer(question, _) => found.push(*question),
            Formula::Of(_, parts) => parts.iter().for_each(|part| part.add_questions(found)),
            Formula::Rounded(_, part, _) => part.add_questions(found),
        }
    }

    /// How many parts it has.
    pub(in crate::tree) fn size(&self) -> usize {
        match self {
            Formula::Number(_) | Formula::Answer(..) => 1,
            Formula::Of(_, parts) => 1 + parts.iter().map(Formula::size).sum::<usize>(),
            Formula::Rounded(_, part, _) => 1 + part.size(),
        }
    }
}

fn both(op: Op, (low, high): Range, (least, most): Range) -> Result<Range, Undefined> {
    let pair = |low: Option<Ratio>, high: Option<Ratio>| low.zip(high).ok_or(Undefined::TooLarge);
    let corners = |of: fn(Ratio, Ratio) -> Option<Ratio>| {
        let all = [of(low, least), of(low, most), of(high, least), of(high, most)];
        let all: Vec<Ratio> = all.into_iter().collect::<Option<_>>().ok_or(Undefined::TooLarge)?;
        pair(all.iter().min().copied(), all.iter().max().copied())
    };
    match op {
        Op::Add => pair(low.add(least), high.add(most)),
        Op::Sub => pair(low.sub(most), high.sub(least)),
        Op::Mul => corners(Ratio::mul),
        Op::Div if least <= Ratio::ZERO && Ratio::ZERO <= most => Err(Undefined::Zero),
        Op::Div => corners(Ratio::div),
        Op::Min => Ok((low.min(least), high.min(most))),
        Op::Max => Ok((low.max(least), high.max(most))),
    }
}

fn round(how: Rounding, number: Ratio, to: Ratio) -> Option<Ratio> {
    let times = number.div(to)?;
    let whole = match how {
        Rounding::Near => times.near()?,
        Rounding::Down => times.floor(),
        Rounding::Up => times.floor() + i128::from(Ratio::of(times.floor(), 1)? != times),
    };
    Ratio::of(whole, 1)?.mul(to)
}

impl Reckoned {
    /// What is shown, as a step of the value's row; `None` where there is no number.
    pub(in crate::tree) fn step(&self, row: &Row, answer: &dyn Fn(usize) -> Option<Ratio>) -> Option<i128> {
        self.step_of(row, self.formula.reckon(answer)?)
    }

    /// The same of a number.
    pub(in crate::tree) fn step_of(&self, row: &Row, number: Ratio) -> Option<i128> {
        let step = Ratio::of(row.step, Row::ONE)?;
        Some(number.div(self.worth)?.div(step)?.near()? + row.zero)
    }
}
