//! A tree as a drawing: a layered graph (after Sugiyama), as SVG or as Mermaid's text.
//!
//! Takes: an outline, and the words of a language. Gives: a [`Map`] of boxes and lines in CSS pixels, and its SVG.
//! Never: draws a tree beyond [`MAP_LIMIT`]; follows a path; or holds a style of its own.

pub(crate) mod coordinates;
mod edges;
pub(crate) mod layering;
mod map;
mod mermaid;
mod svg;
pub(crate) mod wrap;

pub use map::{MAP_LIMIT, Map, map};
pub use mermaid::mermaid;
pub use svg::{SVG_STYLE, SvgWords, svg};
