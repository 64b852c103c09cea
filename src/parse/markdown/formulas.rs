//! Formulas: their TeX as words, which the search and a comparison of versions read, and MathML to be shown in its place.

use super::Writer;
use crate::formula::{self, Place};
use crate::problem::{Code, Problem};
use crate::text::body::PlaceholderKind;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

impl Writer<'_> {
    /// Writes a formula that stands at a place of the text. One that cannot be drawn is shown as it is written, and told.
    pub(super) fn formula(&mut self, tex: &str, range: &Range<usize>, place: Place, problems: &mut Vec<Problem>) {
        if !self.inline.shows_markup() {
            return self.inline.text(&mut self.out, tex);
        }
        if place == Place::Block && self.text[range.clone()].starts_with(['`', '~']) {
            self.check_fence(&CodeBlockKind::Fenced("math".into()), range, problems);
        }
        let drawn = formula::mathml(tex, place);
        if let Err(mistake) = &drawn {
            let written = &self.text[range.clone()];
            let at = mistake.place();
            let found = tex.get(at.clone()).filter(|part| !part.is_empty()).and_then(|part| {
                let start = written.find(tex).map_or_else(|| written.find(part), |start| Some(start + at.start))?;
                Some(range.start + start..range.start + start + part.len())
            });
            let span = self.context.offsets.span(found.unwrap_or_else(|| range.clone()));
            problems.push(
                Problem::at(Code::BrokenFormula, self.context.path, span, mistake.message()).help(mistake.help()),
            );
        }
        match place {
            Place::Line => self.out.html.push_str("<span class=\"math\">"),
            // A long one scrolls by itself, by the keyboard too.
            Place::Block => {
                self.out.html.push_str("<span class=\"math display\" tabindex=\"0\" role=\"group\" aria-label=\"");
                self.out.placeholder(PlaceholderKind::Word("formula"));
                self.out.html.push_str("\">");
            }
        }
        if let Some(drawn) = drawn.ok().filter(|_| !tex.trim().is_empty()) {
            self.out.placeholder(PlaceholderKind::Formula(self.out.formulas.len()));
            self.out.formulas.push(drawn);
        }
        self.inline.text(&mut self.out, tex);
        self.out.html.push_str("</span>");
    }
}
