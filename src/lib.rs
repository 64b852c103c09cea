//! Fingerpost: a folder of Markdown articles and YAML decision trees in, a cross-linked static site out.

pub mod load;
pub mod parse;
pub mod problem;
pub mod source;
pub mod tree;
pub mod yaml;
