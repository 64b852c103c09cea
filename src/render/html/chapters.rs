//! The whole site in one document → where in it each part of the site stands.
//!
//! Takes: the site. Gives: which pages are chapters, in reading order, and the anchor that a link of theirs leads to.
//! Never: holds a page that is kept back, or the explanation of a check.

use crate::link::{GLOSSARY, REFERENCES, Resolved, Site};
use crate::parse::{Content, Kind};
use crate::source::url::encoded;
use crate::text::body::Body;
use crate::tree::ScreenKind;

/// The anchor of the terms, and what comes before a term's own.
pub(in crate::render) const TERMS: &str = "terms";
/// The anchor of the sources.
pub(in crate::render) const SOURCES: &str = "sources";

/// The pages of the document, and their numbers in it.
#[derive(Debug)]
pub(in crate::render) struct Chapters {
    /// In reading order: a folder's page that says nothing is among them, as a title above others.
    order: Vec<usize>,
    /// By page: its number, from 1; 0 for a page that is not in the document.
    numbers: Vec<usize>,
    terms: bool,
    sources: bool,
}

impl Chapters {
    /// Of a site.
    pub(in crate::render) fn of(site: &Site) -> Chapters {
        let fits = |page: &&usize| {
            let page = &site.pages[**page];
            !page.doc.made && !page.facts().is_held() && (page.written || !page.children.is_empty())
        };
        let order: Vec<usize> = site.order.iter().filter(fits).copied().collect();
        let mut numbers = vec![0; site.pages.len()];
        let said = order.iter().filter(|page| says_something(site, **page));
        said.enumerate().for_each(|(nth, page)| numbers[*page] = nth + 1);
        let cites = |body: &Body| body.citations.iter().any(|cited| site.references.contains_key(&cited.key));
        let of_page = |page: &usize| match &site.pages[*page].doc.content {
            Content::Article(article) => cites(&article.body),
            Content::Tree(decision) => decision.texts.values().any(|(body, _)| cites(body)),
        };
        let sources = order.iter().any(of_page) || site.glossary.terms.iter().any(|term| cites(&term.meaning));
        Chapters { order, numbers, terms: !site.glossary.terms.is_empty(), sources }
    }

    /// Of one page alone: what leads to another leads out of the document.
    pub(in crate::render) fn only(site: &Site, page: usize) -> Chapters {
        let mut numbers = vec![0; site.pages.len()];
        numbers[page] = 1;
        Chapters { order: vec![page], numbers, terms: false, sources: true }
    }

    /// The pages, in reading order.
    pub(in crate::render) fn pages(&self) -> &[usize] {
        &self.order
    }

    /// Whether there are terms.
    pub(in crate::render) fn has_terms(&self) -> bool {
        self.terms
    }

    /// Whether a text of it cites a source.
    pub(in crate::render) fn cites(&self) -> bool {
        self.sources
    }

    /// The anchor of a page; `None` for one that has no text here.
    pub(in crate::render) fn anchor(&self, page: usize) -> Option<String> {
        let number = self.numbers.get(page).copied().filter(|number| *number > 0)?;
        Some(format!("page-{number}"))
    }

    /// What comes before the ids of a page's texts.
    pub(in crate::render) fn before_ids(&self, page: usize) -> String {
        self.anchor(page).map_or_else(String::new, |anchor| anchor + ".")
    }

    /// The anchor of a question of a tree.
    pub(in crate::render) fn question(&self, page: usize, question: usize) -> String {
        format!("{}question-{}", self.before_ids(page), question + 1)
    }

    /// The anchor of an outcome of a tree.
    pub(in crate::render) fn outcome(&self, page: usize, outcome: usize) -> String {
        format!("{}outcome-{}", self.before_ids(page), outcome + 1)
    }

    /// The anchor of a term.
    pub(in crate::render) fn term(site: &Site, term: usize) -> String {
        format!("{TERMS}.{}", site.glossary.terms[term].anchor)
    }

    /// Where a link leads within the document; `None` where that is not in it.
    pub(in crate::render) fn leads(&self, site: &Site, resolved: &Resolved) -> Option<String> {
        let anchor = match resolved {
            Resolved::Page { page, screen, fragment } => {
                let of_page = self.anchor(*page)?;
                let facts = site.pages[*page].facts();
                match (screen, fragment) {
                    (Some(screen), _) => self.screen(site, *page, *screen)?,
                    // A tree's texts stand elsewhere here than on its pages.
                    (None, Some(fragment)) if facts.kind == Kind::Article => format!("{of_page}.{fragment}"),
                    (None, _) => of_page,
                }
            }
            Resolved::Term(term) => Chapters::term(site, *term),
            Resolved::Made { address, .. } if *address == GLOSSARY && self.terms => TERMS.to_owned(),
            Resolved::Made { address, fragment: None } if *address == REFERENCES && self.sources => SOURCES.to_owned(),
            _ => return None,
        };
        Some(format!("#{}", encoded(&anchor)))
    }

    fn screen(&self, site: &Site, page: usize, screen: usize) -> Option<String> {
        let Content::Tree(decision) = &site.pages[page].doc.content else { return None };
        Some(match decision.screens.get(screen)?.kind {
            ScreenKind::Question(question) => self.question(page, question),
            ScreenKind::Outcome(outcome) => self.outcome(page, outcome),
        })
    }
}

/// Whether a page has more than its title: a folder's page may be there for the sake of what is below it.
fn says_something(site: &Site, page: usize) -> bool {
    match &site.pages[page].doc.content {
        Content::Article(article) => !article.body.html.trim().is_empty(),
        Content::Tree(decision) => !decision.screens.is_empty(),
    }
}
