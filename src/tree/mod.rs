//! Decision trees: read, walked, proved, and laid out as screens.
//!
//! Takes: the keys of a `.tree.yaml`. Gives: [`Tree`], what is wrong with it, and what every answer leads to.
//! Never: knows of sites, pages or Markdown.

mod addresses;
mod answers;
mod branches;
mod claims;
mod compare;
mod conditions;
mod count;
mod decimal;
mod explore;
mod findings;
mod graph;
mod joint;
mod label;
mod layers;
mod lengths;
mod lines;
mod live;
mod map;
mod merging;
mod mermaid;
mod model;
mod names;
mod outline;
mod pairing;
mod place;
mod promised;
mod prove;
mod read;
mod read_promises;
mod read_questions;
mod routes;
mod said;
mod screens;
mod steps;
mod svg;
mod tests;
mod ticks;
mod unasked;
mod walk;
mod ways;
mod when;
mod words;
mod wrap;

pub use answers::parse_answers;
pub use compare::{Comparison, Shift, ShiftKind, compare};
pub use decimal::Decimal;
pub use explore::STATE_LIMIT;
pub use joint::{Given, JOINT_LIMIT, Stop};
pub use label::{answer_said, label, said};
pub use map::{MAP_LIMIT, Map, map};
pub use mermaid::mermaid;
pub use model::{
    Also, Answer, Choice, Claim, Ends, Entry, Goto, Kind, Matcher, NumberKind, Outcome, Question, Rule, SafetyRule,
    Target, Test, Ticks, Tree, When,
};
pub use outline::{Item, Outline, outline, outline_text};
pub use promised::claim_said;
pub use prove::{Arrival, Example, Proof, prove};
pub use read::read;
pub use routes::routes;
pub use screens::{PAGE_LIMIT, Picked, Screen, ScreenChoice, ScreenKind, ScreenTarget, screens};
pub use svg::{SVG_STYLE, SvgWords, svg};
pub use walk::{End, Walk, walk};
pub use ways::{Way, ways};
pub use words::Words;
