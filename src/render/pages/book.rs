//! The whole site in one document: a page to be printed, and what an e-book is made from.
//!
//! Takes: the site. Gives: its chapters as HTML, with ids of their own and links that lead within it, and the sources of all.
//! Never: holds what is around a page, or what is kept back.

pub(in crate::render) mod tree;

use crate::link::{BOOK, EPUB, Site};
use crate::parse::Content;
use crate::render::html::chapters::{Chapters, SOURCES, TERMS};
use crate::render::html::fill;
use crate::render::html::page_context::Frame;
use crate::render::view::{BookView, ChapterView, GlossaryTerm, LinkView, SourceView, View};
use crate::source::order_key;
use crate::source::script::Direction;
use crate::source::url::encoded;
use crate::text;
use jiff::civil::Date;
use pulldown_cmark_escape::escape_html;
use tree::level_and;

/// The page, but for what every page has.
pub(in crate::render) fn page(site: &Site, frame: &Frame<'_>, view: View) -> View {
    let (book, sources) = book(site, frame);
    View { book: Some(book), sources, ..view }
}

/// The document, and its sources. Links that lead out of it are those of the page [`BOOK`].
pub(in crate::render) fn book(site: &Site, frame: &Frame<'_>) -> (BookView, Vec<SourceView>) {
    let chapters = Chapters::of(site);
    let mut filling = fill::Page::of_book(frame, BOOK, &chapters);
    let chapter = |page: &usize| {
        let anchor = chapters.anchor(*page)?;
        filling.turn_to(*page, chapters.before_ids(*page));
        let html = match &site.pages[*page].doc.content {
            Content::Article(article) => filling.fill(&article.body, 0, &site.uses[*page].body),
            Content::Tree(decision) => tree::chapter(site, frame, *page, decision, &chapters, &mut filling),
        };
        let doc = &site.pages[*page].doc;
        let own = doc.front.language.as_deref().filter(|own| *own != site.settings.language);
        Some(ChapterView {
            anchor,
            title: doc.facts.title.clone(),
            language: own.unwrap_or_default().to_owned(),
            direction: own.map(|own| Direction::of_language(own).name()).unwrap_or_default(),
            review: review(frame, *page),
            html: text::moved_below(html, 2),
        })
    };
    let written = chapters.pages().iter().filter_map(chapter).collect();
    let terms = terms(site, &mut filling);
    let view = BookView {
        as_of: as_of(site, frame, &chapters),
        epub: LinkView { title: frame.theme.word("book-epub").to_owned(), href: frame.link(BOOK, EPUB) },
        cards: cards(site, frame, &chapters),
        contents: contents(site, frame, &chapters),
        chapters: written,
        terms_anchor: TERMS,
        terms,
        sources_anchor: SOURCES,
    };
    (view, filling.sources())
}

/// The day of its newest review or change.
pub(in crate::render) fn newest(site: &Site) -> Option<Date> {
    let chapters = Chapters::of(site);
    let changed = chapters.pages().iter().filter_map(|page| site.last_changed(&site.pages[*page])).max();
    changed.max(newest_review(site, &chapters))
}

fn newest_review(site: &Site, chapters: &Chapters) -> Option<Date> {
    chapters.pages().iter().filter_map(|page| site.pages[*page].doc.front.reviewed).max()
}

fn as_of(site: &Site, frame: &Frame<'_>, chapters: &Chapters) -> String {
    let (word, day) = match newest_review(site, chapters) {
        Some(day) => ("book-reviewed", Some(day)),
        None => ("updated", newest(site)),
    };
    day.map(|day| frame.theme.word(word).replace("{date}", &frame.theme.date(day))).unwrap_or_default()
}

/// When a page was reviewed. Whether it is due again is for the day on which it is read.
fn review(frame: &Frame<'_>, page: usize) -> String {
    let review = frame.review(page);
    let said = match (review.reviewed.as_str(), review.reviewer.as_str()) {
        ("", _) if review.state == "awaiting" => {
            let own = frame.setting("awaiting-review");
            if own.is_empty() { frame.theme.word("awaiting-review").to_owned() } else { own }
        }
        ("", _) => return String::new(),
        (day, "") => frame.theme.word("reviewed-on").replace("{date}", day),
        (day, name) => frame.theme.word("reviewed-by").replace("{date}", day).replace("{name}", name),
    };
    if review.edited { format!("{said} {}", frame.theme.word("edited-since-review")) } else { said }
}

/// The cards that cannot wait, each once.
fn cards(site: &Site, frame: &Frame<'_>, chapters: &Chapters) -> Vec<LinkView> {
    let mut out: Vec<LinkView> = Vec::new();
    for level in ["emergency", "urgent"] {
        for page in chapters.pages() {
            let Content::Article(article) = &site.pages[*page].doc.content else { continue };
            let cards = article.body.cards.iter().filter(|card| card.level == level && !card.title.is_empty());
            for card in cards {
                let title = level_and(frame, level, &card.title);
                let anchor = format!("{}{}", chapters.before_ids(*page), card.id);
                if !out.iter().any(|known| known.title == title) {
                    out.push(LinkView { title, href: format!("#{}", encoded(&anchor)) });
                }
            }
        }
    }
    out
}

/// The chapters as a list of lists.
fn contents(site: &Site, frame: &Frame<'_>, chapters: &Chapters) -> String {
    let mut out = String::from("<ol>\n");
    if let Some(page) = site.pages.iter().position(|page| page.parent.is_none()) {
        entry(site, chapters, page, Below::BesideIt, &mut out);
    }
    for (anchor, word, there) in [(TERMS, "glossary", chapters.has_terms()), (SOURCES, "sources", chapters.cites())] {
        if there {
            out.push_str(&format!("<li><a href=\"#{anchor}\">"));
            let _ = escape_html(&mut out, frame.theme.word(word));
            out.push_str("</a></li>\n");
        }
    }
    out.push_str("</ol>");
    out
}

/// Where the entries of what lies below a page stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    /// In a list within its own.
    WithinIt,
    /// In the same list: of the start page.
    BesideIt,
}

fn entry(site: &Site, chapters: &Chapters, page: usize, below: Below, out: &mut String) {
    let mut inner = String::new();
    for child in &site.pages[page].children {
        entry(site, chapters, *child, Below::WithinIt, &mut inner);
    }
    let title = &site.pages[page].facts().title;
    let anchor = chapters.anchor(page);
    if let Some(anchor) = &anchor {
        out.push_str(&format!("<li><a href=\"#{anchor}\">"));
        let _ = escape_html(&mut *out, title);
        out.push_str("</a>");
    } else if !inner.is_empty() && below == Below::WithinIt {
        out.push_str("<li><span>");
        let _ = escape_html(&mut *out, title);
        out.push_str("</span>");
    }
    match below {
        Below::BesideIt if anchor.is_some() => out.push_str(&format!("</li>\n{inner}")),
        Below::BesideIt => out.push_str(&inner),
        Below::WithinIt if anchor.is_none() && inner.is_empty() => {}
        Below::WithinIt if inner.is_empty() => out.push_str("</li>\n"),
        Below::WithinIt => out.push_str(&format!("\n<ol>\n{inner}</ol></li>\n")),
    }
}

/// The terms in order, without the pages that use them.
fn terms<'a>(site: &'a Site, filling: &mut fill::Page<'a>) -> Vec<GlossaryTerm> {
    let mut order: Vec<usize> = (0..site.glossary.terms.len()).collect();
    order.sort_by_cached_key(|term| (order_key(&site.glossary.terms[*term].term.text, &site.settings.language), *term));
    filling.turn_to_terms(format!("{TERMS}."));
    let terms = order.into_iter().map(|t| {
        let term = &site.glossary.terms[t];
        filling.read_on(&site.term_links[t]);
        GlossaryTerm {
            title: term.term.text.clone(),
            forms: term.forms.iter().map(|form| form.text.clone()).collect(),
            anchor: Chapters::term(site, t),
            html: text::moved_below(filling.fill(&term.meaning, 0, &site.glossary.in_meanings[t]), 2),
            ..GlossaryTerm::default()
        }
    });
    terms.collect()
}
