//! What a decision tree is: its questions, answers, conditions and outcomes as values.
//!
//! Takes: nothing. Gives: [`Tree`] and its parts; exact decimal numbers, ranges of steps, and sets of ticks that are never listed.
//! Never: reads a file, or follows a path.

mod decimal;
mod formula;
mod number;
pub(in crate::tree) mod steps;
mod sum;
mod tally;
mod ticks;
mod time;
mod told;
mod tree;

pub use decimal::Decimal;
pub use formula::{Formula, Op, Reckoned, Rounding};
pub(in crate::tree) use formula::{Measures, Ratio, Undefined, Unit, common_divisor, join, said};
pub use number::{NumberKind, Shape};
pub use sum::{Counting, Row, Sum, SumOf, Value, Wanted};
pub use ticks::AtLeast;
pub(in crate::tree) use ticks::{TickSets, Verdict, skip_fits, ticks_fit};
pub use told::{Markup, Teller, spoken};
pub(in crate::tree) use tree::sorted;
pub use tree::{
    Also, Answer, Choice, Ends, Entry, Goto, Kind, LEVELS, Matcher, Outcome, Question, Rule, RuleKind, SafetyRule,
    Target, Test, Ticks, Tree, When,
};
