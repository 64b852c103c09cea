//! One file → what it says, no other file in sight.
//!
//! Takes: a [`crate::source::Source`]. Gives: an [`article::Article`], with problems that the file alone shows.
//! Never: looks at another file, so files are parsed side by side and remembered by their content.

pub mod article;
pub mod body;
mod callout;
pub mod front;
pub mod html;
mod inline;
pub mod markdown;
pub mod references;
mod sentence;
pub mod settings;
pub mod target;
pub mod yaml;

pub use inline::is_file_name;
