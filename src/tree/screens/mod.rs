//! The pages that a tree needs, so that links alone lead where answers do.
//!
//! Takes: a tree. Gives: [`Screen`]s, as few as can be, with readable addresses; and the same as data for a script.
//! Never: makes two screens that show the same and lead to the same.

mod addresses;
mod lay_out;
mod minimize;
mod routes;
mod screen;

pub(in crate::tree) use lay_out::lay_out;
pub use routes::routes;
pub use screen::{Picked, Screen, ScreenChoice, ScreenKind, ScreenTarget};
