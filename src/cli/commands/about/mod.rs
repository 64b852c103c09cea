//! Commands about the program itself: its checks, its formats, its words for shells.
//!
//! Takes: a command's arguments. Gives: a text that the program holds, printed.
//! Never: looks at a site.

pub(in crate::cli) mod completions;
pub(in crate::cli) mod explain;
pub(in crate::cli) mod schema;
