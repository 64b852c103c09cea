//! Terms of the glossary in a text.

use super::{Page, Piece};
use crate::glossary::Use;
use crate::link::GLOSSARY;
use crate::render::html::chapters::Chapters;
use crate::render::html::page_context::Frame;
use crate::render::view::TermNote;
use crate::source::url::encoded;
use pulldown_cmark_escape::escape_html;

impl Page<'_> {
    /// Links a term, and says where the text goes on.
    pub(super) fn term(&mut self, out: &mut String, piece: &Piece<'_>, at: usize, used: &Use) -> usize {
        self.copy(out, piece, at..used.start);
        self.term_start(out, used.term as usize);
        out.push_str(&piece.body.html[used.start..used.end]);
        out.push_str("</a>");
        used.end
    }

    /// The meaning stands at the end of the page, so that a link can be described by it.
    pub(super) fn term_start(&mut self, out: &mut String, term: usize) {
        if !self.terms.contains(&term) {
            self.terms.push(term);
        }
        out.push_str("<a class=\"term\" href=\"");
        let to = match self.chapters {
            Some(_) => format!("#{}", encoded(&Chapters::term(self.frame.site, term))),
            None => self.frame.to_term(self.address, term),
        };
        let _ = escape_html(&mut *out, &to);
        if self.address != GLOSSARY && self.cites && self.chapters.is_none() {
            out.push_str("\" aria-describedby=\"term-");
            let _ = escape_html(&mut *out, &self.frame.site.glossary.terms[term].anchor);
        }
        out.push_str("\">");
    }

    /// What the terms mean that the texts filled so far use.
    pub(in crate::render) fn terms(&self) -> Vec<TermNote> {
        self.terms.iter().map(|term| note(self.frame, self.address, *term)).collect()
    }
}

/// What a term means, for the page at `from`: its links lead from there, and its sources are left to the glossary's page.
fn note(frame: &Frame<'_>, from: &str, term: usize) -> TermNote {
    let site = frame.site;
    let known = &site.glossary.terms[term];
    let filling = Page::new(frame, from, &site.term_links[term]).without_sources();
    let html = filling.with_ids(format!("term-{}.", known.anchor)).fill(&known.meaning, 0, &[]);
    TermNote { title: known.term.text.clone(), anchor: known.anchor.clone(), href: frame.to_term(from, term), html }
}
