//! Diagrams: drawn in the place of their text, with all that they say below them. One that cannot be drawn stays code, and is told.

use super::super::Writer;
use crate::diagram::{self, Entry, Mistake, Piece};
use crate::problem::{Code, Problem};
use crate::text::body::{Diagram, PlaceholderKind};
use pulldown_cmark_escape::escape_html_body_text;
use std::ops::Range;

/// Where a block of code begins.
pub(super) struct Begun {
    html: usize,
    placeholders: usize,
    /// The block in the text.
    range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn begun(&self, range: &Range<usize>) -> Begun {
        Begun { html: self.out.html.len(), placeholders: self.out.placeholders.len(), range: range.clone() }
    }

    /// Puts a diagram in the place of what is written of its block. Gives whether it is drawn.
    pub(super) fn draw(&mut self, text: &str, begun: &Begun, problems: &mut Vec<Problem>) -> bool {
        let drawn = match diagram::drawn(text) {
            Ok(drawn) => drawn,
            Err(mistake) => {
                problems.push(self.undrawn(text, begun, mistake));
                return false;
            }
        };
        let out = &mut self.out;
        out.html.truncate(begun.html);
        out.placeholders.truncate(begun.placeholders);
        out.html.push_str("<figure class=\"diagram\">");
        out.placeholder(PlaceholderKind::Diagram(out.diagrams.len()));
        if !drawn.title.is_empty() {
            out.html.push_str("<figcaption>");
            let _ = escape_html_body_text(&mut out.html, &drawn.title);
            out.html.push_str("</figcaption>");
        }
        out.html.push_str("<details><summary>");
        out.placeholder(PlaceholderKind::Word("diagram-text"));
        out.html.push_str("</summary>\n");
        let in_order = drawn.kind == "diagram-sequence";
        self.entries(&drawn.outline, if in_order { "ol" } else { "ul" });
        self.out.html.push_str("</details></figure>\n");
        let diagram::Drawn { svg, view, kind, title, .. } = drawn;
        self.out.diagrams.push(Diagram { svg, view, kind, title });
        true
    }

    fn entries(&mut self, entries: &[Entry], list: &str) {
        let out = &mut self.out;
        out.html.push_str(&format!("<{list}>\n"));
        for entry in entries {
            self.out.html.push_str("<li>");
            for piece in &entry.pieces {
                match piece {
                    Piece::Words(words) => {
                        let _ = escape_html_body_text(&mut self.out.html, words);
                    }
                    Piece::Word(key) => self.out.placeholder(PlaceholderKind::Word(key)),
                }
            }
            if !entry.below.is_empty() {
                self.out.html.push('\n');
                self.entries(&entry.below, list);
            }
            self.out.html.push_str("</li>\n");
        }
        self.out.html.push_str(&format!("</{list}>\n"));
    }

    /// The lines of the block stand below its fence, in a list or a quotation behind other signs.
    fn undrawn(&self, text: &str, begun: &Begun, mistake: Mistake) -> Problem {
        let block = &self.text[begun.range.clone()];
        let (before, place) =
            (text.get(..mistake.place.start).unwrap_or_default(), text.get(mistake.place.clone()).unwrap_or_default());
        let number = before.matches('\n').count() + 1;
        let first = place.lines().next().unwrap_or_default();
        let at = block.split_inclusive('\n').take(number).map(str::len).sum::<usize>();
        let line = block[at..].lines().next().unwrap_or_default();
        let column = before.rsplit('\n').next().map_or(0, str::len);
        let found = line
            .get(column..)
            .and_then(|rest| rest.find(first))
            .map(|found| column + found)
            .or_else(|| line.find(first));
        let start = begun.range.start + at + found.unwrap_or(0);
        let end = (start + first.len()).min(begun.range.end);
        let span = match begun.range.end > start {
            true => self.context.offsets.span(start..end),
            false => self
                .context
                .offsets
                .span(begun.range.start..begun.range.start + block.lines().next().map_or(0, str::len)),
        };
        Problem::at(Code::BrokenDiagram, self.context.path, span, mistake.message).help(mistake.help)
    }
}
