//! Two versions of a tree → which answers now end elsewhere.
//!
//! Takes: two trees. Gives: [`Comparison`]: exact counts, and few answers that show each change. Questions are matched by
//! their words and their ids, and both versions are followed at once, in their product graph.
//! Never: lists paths, or hangs: beyond [`PRODUCT_LIMIT`] states of both it says that it cannot tell.

mod claims;
mod matching;
mod product;
mod promises;
mod said;
mod shifts;

pub use product::{End, Given, PRODUCT_LIMIT};
pub use promises::{Promise, rules_not_kept, tests_not_kept};
pub use said::{rule_said, test_said, value_said};
pub use shifts::{AsRead, Comparison, OtherTree, Shift, ShiftKind, compare, compare_as_read};
