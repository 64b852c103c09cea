//! A tree's keys → [`Tree`].
//!
//! Takes: the keys of the file. Gives: the tree as far as it makes sense, and everything that is wrong with its words.
//! Never: follows a path; whether the tree holds is the proof's business.

use super::model::Tree;
use crate::problem::Problem;
use crate::source::SitePath;
use crate::yaml::Fields;

/// Asks for `summary`, `intro`, `purpose`, `levels`, `start`, `questions`, `outcomes`, `tests` and `rules`.
/// The caller asks for the keys that articles have too, and finishes the fields.
pub fn read(_path: &SitePath, fields: &mut Fields<'_>, problems: &mut Vec<Problem>) -> Tree {
    Tree { summary: fields.text("summary", problems), ..Tree::default() }
}
