//! Decision trees: read, walked, proved, laid out as screens, compared, described and drawn.
//!
//! Takes: the keys of a `.tree.yaml`. Gives: [`Tree`], what is wrong with it, and what every answer leads to.
//! Never: knows of sites, pages or Markdown.
//!
//! Nine rooms and a tenth for drawing, from the ground up: a room uses only those before it. Others name what they need by
//! `tree::…`, whatever room it is from.

pub mod compare;
mod describe;
mod draw;
mod eval;
mod model;
mod prove;
mod read;
mod screens;
mod states;

pub use compare::{
    Comparison, Promise, Shift, ShiftKind, compare, compare_as_read, rule_said, rules_not_kept, test_said,
    tests_not_kept, value_said,
};
pub use describe::{
    Item, Outline, Transition, Words, condition, describe_answer, describe_arrival, label, outline, outline_text,
    transitions, transitions_of,
};
pub use draw::{MAP_LIMIT, Map, SVG_STYLE, SvgWords, map, mermaid, svg};
pub(crate) use draw::{coordinates, layering, wrap};
pub use eval::{End, Walk, parse_answers, walk};
pub use model::{
    Also, Answer, AtLeast, Choice, Counting, Decimal, Ends, Entry, Formula, Goto, Kind, Markup, Matcher, NumberKind,
    Op, Outcome, Question, Reckoned, Rounding, Row, Rule, RuleKind, SafetyRule, Shape, Sum, SumOf, Target, Teller,
    Test, Ticks, Tree, Value, Wanted, When,
};
pub use prove::{Example, Merging, Proof, prove, prove_merging};
pub use read::{names_not_told, read, unknown_names};
pub use screens::{Picked, Screen, ScreenChoice, ScreenKind, ScreenTarget, routes};
pub use states::{Arrival, PAGE_LIMIT, STATE_LIMIT};
