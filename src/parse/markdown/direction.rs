//! Blocks whose letters run another way than the site's: known here, and said where the site's own way is known.

use super::Writer;
use crate::source::script::{Direction, first_strong};
use crate::text::body::PlaceholderKind;
use std::ops::Range;

impl Writer<'_> {
    /// In the tag of a paragraph, a heading or a cell. A text that is all in letters from left to right needs none.
    pub(super) fn mark_direction(&mut self, range: &Range<usize>) {
        if let Some(direction) = self.direction_of(range) {
            self.out.placeholder(PlaceholderKind::Direction(direction));
        }
    }

    /// In the tag of a list, whose signs and indents are at the side where its text begins.
    pub(super) fn mark_list_direction(&mut self, range: &Range<usize>) {
        if let Some(direction) = self.direction_of(range) {
            self.out.placeholder(PlaceholderKind::ListDirection(direction));
        }
    }

    fn direction_of(&self, range: &Range<usize>) -> Option<Direction> {
        if !self.has_right_to_left {
            return None;
        }
        let text = self.text.get(range.clone())?;
        // What begins with a picture may be nothing else.
        if text.starts_with('!') { None } else { first_strong(text) }
    }
}
