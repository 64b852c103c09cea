//! Tabs, steps and cards: containers that are no boxes.
//!
//! All of it is shown, with its titles, where no script makes tabs of it: on paper, in an e-book, where scripts are off.

use super::super::callout::Shape;
use super::Writer;
use crate::text::body::{Body, PlaceholderKind};

/// Behind a tab, and behind the row that it is the last of so far.
pub(super) const END_TAB: &str = "</div>\n</div>\n";
const END_ROW: &str = "</div>\n";

impl Writer<'_> {
    /// Begins one. A tab that stands right behind another joins its row.
    pub(super) fn start_shape(&mut self, shape: Shape) {
        let html = &mut self.out.html;
        match shape {
            Shape::Steps => html.push_str("<div class=\"steps\">"),
            Shape::Cards => html.push_str("<div class=\"cards\">"),
            Shape::Tab
                if html.ends_with(END_TAB) && self.out.placeholders.last().is_none_or(|last| last.at < html.len()) =>
            {
                html.truncate(html.len() - END_ROW.len());
                html.push_str("<div class=\"tab\">");
            }
            Shape::FirstTab | Shape::Tab => html.push_str("<div class=\"tabs\">\n<div class=\"tab\">"),
            Shape::Box => {}
        }
    }

    /// Writes its title, where it has one; a tab has one always, by which it is chosen.
    pub(super) fn end_shape_title(&mut self, shape: Shape, title: Body, words: &str) {
        let tab = matches!(shape, Shape::FirstTab | Shape::Tab);
        if words.is_empty() && !tab {
            return;
        }
        self.out.html.push_str(if tab { "<p class=\"tab-title\">" } else { "<p class=\"callout-title\">" });
        if words.is_empty() {
            self.out.placeholder(PlaceholderKind::Word("tab"));
        } else {
            self.out.append(title);
        }
        self.out.html.push_str("</p>\n");
    }
}
