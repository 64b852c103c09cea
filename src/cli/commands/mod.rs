//! The commands, a file each.
//!
//! Takes: a command's arguments. Gives: what it came to, printed and as an [`Outcome`](crate::cli::Outcome).
//! Never: ends the program, or prints by itself.

pub(super) mod about;
pub(super) mod build;
pub(super) mod check;
pub(super) mod diff;
pub(super) mod lock;
pub(super) mod lsp;
pub(super) mod mv;
pub(super) mod new;
pub(super) mod search;
pub(super) mod serve;
pub(super) mod tree;
pub(super) mod upkeep;
