//! Terms of the glossary in a text.

use super::super::glossary;
use super::super::view::TermNote;
use super::Page;
use crate::glossary::Use;
use crate::link::GLOSSARY;
use pulldown_cmark_escape::escape_html;

impl Page<'_> {
    /// Links a term, and says where the text goes on.
    pub(super) fn term(&mut self, out: &mut String, html: &str, at: usize, used: &Use) -> usize {
        out.push_str(&html[at..used.start]);
        self.term_start(out, used.term as usize);
        out.push_str(&html[used.start..used.end]);
        out.push_str("</a>");
        used.end
    }

    /// The meaning stands at the end of the page, so that a link can be described by it.
    pub(super) fn term_start(&mut self, out: &mut String, term: usize) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
        out.push_str("<a class=\"term\" href=\"");
        let _ = escape_html(&mut *out, &self.frame.to_term(self.address, term));
        if self.address != GLOSSARY && self.cites {
            out.push_str("\" aria-describedby=\"term-");
            let _ = escape_html(&mut *out, &self.frame.site.glossary.terms[term].anchor);
        }
        out.push_str("\">");
    }

    /// What the terms mean that the texts filled so far use.
    pub(in crate::render) fn terms(&self) -> Vec<TermNote> {
        self.terms.iter().map(|term| glossary::note(self.frame, self.address, *term)).collect()
    }
}
