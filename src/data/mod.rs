//! What texts take from the site's data: values by their names, tables, parts of files.
//!
//! Takes: texts, `data.yaml`, tables as they are saved. Gives: what a text asks for, and rows and values with their places. Never:
//! reads a disk, runs anything, or writes HTML.

pub mod asks;
pub mod choice;
pub mod number;
pub mod rows;
pub mod values;

pub use asks::{Asks, Embedded, asks, embedded};
pub use values::{Values, filled, values};
