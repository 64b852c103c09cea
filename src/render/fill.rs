//! A text with holes → HTML, the holes filled for the page it stands on.

use super::frame::{Frame, encoded};
use super::view::{SourceView, TermNote};
use super::{glossary, references};
use crate::glossary::Use;
use crate::link::{GLOSSARY, Resolved};
use crate::parse::body::{Body, HoleKind, Link, Purpose, Target};
use pulldown_cmark_escape::escape_html;
use std::collections::BTreeMap;

/// The page that texts are filled for. Several texts of one page share the numbers of their sources.
pub(super) struct Page<'a> {
    frame: &'a Frame<'a>,
    address: &'a str,
    /// Where the file's links lead.
    links: &'a [Resolved],
    numbers: BTreeMap<String, usize>,
    cited: Vec<(String, Vec<String>)>,
    /// Whether sources are numbered here; else citations are left out.
    cites: bool,
    /// The terms used so far, in order.
    terms: Vec<usize>,
}

impl<'a> Page<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, address: &'a str, links: &'a [Resolved]) -> Page<'a> {
        Page { frame, address, links, numbers: BTreeMap::new(), cited: Vec::new(), cites: true, terms: Vec::new() }
    }

    /// Leaves citations out.
    pub(super) fn without_sources(self) -> Page<'a> {
        Page { cites: false, ..self }
    }

    /// Goes on with the texts of another file.
    pub(super) fn read_on(&mut self, links: &'a [Resolved]) {
        self.links = links;
    }

    /// Fills a text whose first link is the file's link of this number, and links the terms that it uses.
    pub(super) fn fill(&mut self, body: &Body, first_link: usize, uses: &[Use]) -> String {
        let mut out = String::with_capacity(body.html.len() + body.holes.len() * 48);
        let mut at = 0;
        let mut uses = uses.iter().peekable();
        for hole in &body.holes {
            while let Some(used) = uses.next_if(|used| used.start < hole.at) {
                at = self.term(&mut out, &body.html, at, used);
            }
            out.push_str(&body.html[at..hole.at]);
            at = hole.at;
            match hole.kind {
                HoleKind::LinkStart(i) => self.link_start(&mut out, &body.links[i], self.links.get(first_link + i)),
                HoleKind::LinkEnd(i) => {
                    let leads = self.links.get(first_link + i).is_some_and(|r| !matches!(r, Resolved::Fault(_)));
                    out.push_str(if leads { "</a>" } else { "</span>" });
                }
                HoleKind::Picture(i) => self.picture(&mut out, &body.links[i], self.links.get(first_link + i)),
                HoleKind::Citation(i) => self.citation(&mut out, &body.citations[i].key, &body.citations[i].detail),
                HoleKind::Call(level) => self.call(&mut out, level),
                HoleKind::Word(key) => {
                    let _ = escape_html(&mut out, self.frame.theme.word(key));
                }
            }
        }
        for used in uses {
            at = self.term(&mut out, &body.html, at, used);
        }
        out.push_str(&body.html[at..]);
        out
    }

    /// Links a term, and says where the text goes on.
    fn term(&mut self, out: &mut String, html: &str, at: usize, used: &Use) -> usize {
        out.push_str(&html[at..used.start]);
        self.term_start(out, used.term as usize);
        out.push_str(&html[used.start..used.end]);
        out.push_str("</a>");
        used.end
    }

    /// The meaning stands at the end of the page, so that a link can be described by it.
    fn term_start(&mut self, out: &mut String, term: usize) {
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
    pub(super) fn terms(&self) -> Vec<TermNote> {
        self.terms.iter().map(|term| glossary::note(self.frame, self.address, *term)).collect()
    }

    fn link_start(&mut self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        if let Some(Resolved::Term(term)) = resolved {
            return self.term_start(out, *term);
        }
        match resolved.and_then(|r| self.frame.resolved(self.address, r)) {
            Some(href) => {
                out.push_str("<a href=\"");
                let _ = escape_html(&mut *out, &href);
                out.push_str("\">");
            }
            None => out.push_str("<span class=\"broken\">"),
        }
        if matches!(link.purpose, Purpose::Follow { own_words: false }) {
            let _ = escape_html(&mut *out, &self.own_name(link, resolved));
        }
    }

    /// What a `[[link]]` without words of its own shows: the title of the page, or the part's.
    fn own_name(&self, link: &Link, resolved: Option<&Resolved>) -> String {
        match resolved {
            Some(Resolved::Page { page, screen, fragment }) => {
                let facts = self.frame.site.pages[*page].facts();
                let part = match (screen, fragment) {
                    (Some(screen), _) => Some(&facts.screens[*screen].title),
                    (None, Some(id)) => facts.headings.iter().find(|h| h.id == *id).map(|h| &h.text),
                    (None, None) => None,
                };
                part.unwrap_or(&facts.title).clone()
            }
            Some(Resolved::File(file)) => self.frame.site.files[*file].path.file_name().to_owned(),
            _ => match &link.target {
                Target::Name { name, .. } => name.clone(),
                Target::File { path, .. } => path.clone(),
            },
        }
    }

    /// The number of a care card's level, where the site has one.
    fn call(&self, out: &mut String, level: &str) {
        let settings = &self.frame.site.settings;
        let number = match level {
            "emergency" => settings.emergency.trim(),
            "urgent" => settings.urgent.trim(),
            _ => "",
        };
        if number.is_empty() {
            return;
        }
        let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
        out.push_str("<p class=\"care-call\"><a class=\"call\" href=\"tel:");
        let _ = escape_html(&mut *out, &encoded(&dialled));
        out.push_str("\">");
        let _ = escape_html(&mut *out, &self.frame.theme.word("call").replace("{number}", number));
        out.push_str("</a></p>");
    }

    fn picture(&self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        let Purpose::Show { alt, title, width } = &link.purpose else { return };
        let Some(src) = resolved.and_then(|r| self.frame.resolved(self.address, r)) else {
            let _ = escape_html(&mut *out, alt);
            return;
        };
        out.push_str("<img loading=\"lazy\" src=\"");
        let _ = escape_html(&mut *out, &src);
        out.push_str("\" alt=\"");
        let _ = escape_html(&mut *out, alt);
        if !title.is_empty() {
            out.push_str("\" title=\"");
            let _ = escape_html(&mut *out, title);
        }
        if let Some(width) = width {
            out.push_str(&format!("\" width=\"{width}"));
        }
        out.push_str("\">");
    }

    fn citation(&mut self, out: &mut String, key: &str, detail: &str) {
        if !self.cites || !self.frame.site.references.contains_key(key) {
            return;
        }
        let next = self.cited.len() + 1;
        let number = *self.numbers.entry(key.to_owned()).or_insert_with(|| {
            self.cited.push((key.to_owned(), Vec::new()));
            next
        });
        let id = cite_anchor(key, self.cited[number - 1].1.len() + 1);
        // Two numbers side by side would be read as one.
        let apart = if out.ends_with("</a></sup>") { ", " } else { "" };
        out.push_str("<sup class=\"cite\" id=\"");
        let _ = escape_html(&mut *out, &id);
        out.push_str(&format!("\">{apart}<a href=\"#source-{number}\">{number}"));
        if !detail.is_empty() {
            out.push_str(", ");
            let _ = escape_html(&mut *out, detail);
        }
        out.push_str("</a></sup>");
        self.cited[number - 1].1.push(id);
    }

    /// The sources of all the texts filled so far.
    pub(super) fn sources(self) -> Vec<SourceView> {
        let source = |(i, (key, back)): (usize, (String, Vec<String>))| {
            let html = self
                .frame
                .site
                .references
                .get(&key)
                .map(|reference| references::html(reference, self.frame.theme))
                .unwrap_or_default();
            SourceView { number: i + 1, anchor: format!("source-{}", i + 1), html, back }
        };
        self.cited.into_iter().enumerate().map(source).collect()
    }
}

/// The anchor of a place that cites a source: of a page's first such place, second, and so on. A colon stands in no encoded key.
pub(super) fn cite_anchor(key: &str, nth: usize) -> String {
    let again = if nth > 1 { format!(":{nth}") } else { String::new() };
    format!("cite-{}{again}", encoded(key))
}

/// The anchor of a source on the page of all sources.
pub(super) fn source_anchor(key: &str) -> String {
    encoded(key)
}
