//! One file → what it says, no other file in sight.
pub mod yaml;
