//! Call-outs and care cards: a quotation whose first line is a marker and a title.

use super::super::body::HoleKind;
use super::super::callout::{self, Fold, Marker};
use super::super::inline::Room;
use super::{Block, Writer};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn callout_at(&self, range: &Range<usize>) -> Option<(Marker, Range<usize>)> {
        let quote = &self.text[range.clone()];
        let inside = quote.strip_prefix('>')?.trim_start_matches(' ');
        let start = range.start + (quote.len() - inside.len());
        let marker = callout::marker(inside)?;
        let line_end = start + inside.find('\n').unwrap_or(inside.len());
        Some((marker, start + marker.length..line_end))
    }

    pub(super) fn start_callout(&mut self, (marker, title): (Marker, Range<usize>)) -> Block {
        let (open, label) = match (marker.care, marker.fold) {
            (true, _) => ("<section class=\"care care-", ""),
            (false, Fold::None) => ("<div role=\"note\" class=\"callout callout-", ""),
            (false, Fold::Closed) => ("<details class=\"callout callout-", "summary"),
            (false, Fold::Open) => ("<details open class=\"callout callout-", "summary"),
        };
        self.out.html.push_str(open);
        self.out.html.push_str(marker.name);
        self.out.html.push_str("\">");
        if marker.care {
            self.out.cards.push(marker.name);
            self.out.html.push_str("<p class=\"care-level\">");
            self.out.hole(HoleKind::Word(marker.key));
            self.out.html.push_str("</p>");
        } else if label.is_empty() {
            self.out.html.push_str("<p class=\"callout-title\">");
        } else {
            self.out.html.push_str("<summary class=\"callout-title\">");
        }
        self.tight_title = Some((title.start, title.end));
        self.shelf.push(std::mem::take(&mut self.out));
        Block::Callout(marker)
    }

    /// The first line of a call-out is read: its title is written, or its kind's own word where it has none.
    pub(super) fn end_callout_title(&mut self, paragraph_ends: bool) {
        self.tight_title = None;
        let text = self.inline.take_block_text(&mut self.out);
        let title = std::mem::replace(&mut self.out, self.shelf.pop().unwrap_or_default());
        let marker = self.blocks.iter().rev().find_map(|block| match block {
            Block::Callout(marker) => Some(*marker),
            _ => None,
        });
        let Some(marker) = marker else { return };
        let folds = marker.fold != Fold::None && !marker.care;
        if !text.trim().is_empty() {
            if marker.care {
                self.out.html.push_str("<p class=\"care-title\">");
            }
            self.out.append(title);
            self.out.html.push_str(if folds { "</summary>\n" } else { "</p>\n" });
        } else if !marker.care {
            self.out.hole(HoleKind::Word(marker.key));
            self.out.html.push_str(if folds { "</summary>\n" } else { "</p>\n" });
        }
        if paragraph_ends {
            self.close_block();
        } else {
            let start = self.out.html.len();
            self.out.html.push_str("<p>");
            let (block, _) = self.close_block();
            self.open_block(block, start);
            self.inline.room = Room::Paragraph;
        }
    }
}
