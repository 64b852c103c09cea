//! For readers of machines: each page as Markdown beside it, and `llms.txt`, which lists them.
//!
//! Takes: the site. Gives: a page's text as readers have it, with whole addresses, and before it what is known of its review and how
//! soon it sends for help; and the list. Never: holds what is kept back, or what an author typed for nobody to see: a copy is made
//! from the text of the page, and not from its file.

mod to_markdown;

use super::html::chapters::Chapters;
use super::html::fill;
use super::html::page_context::Frame;
use super::pages::book;
use super::pages::tree::level_word;
use crate::config::settings::Medium;
use crate::link::{Page, Site};
use crate::parse::{Content, Kind};
use crate::source::url::encoded;
use std::fmt::Write;
use to_markdown::{escape, target, to_markdown};
use url::Url;

/// The list of the copies.
pub(in crate::render) const LIST: &str = "/llms.txt";

/// Where a site lies of which nobody says it: from there, addresses are told from its top.
const SOMEWHERE: &str = "https://site.invalid";

/// Whether there are copies.
pub(in crate::render) fn wanted(site: &Site) -> bool {
    site.settings.markdown_copies && site.settings.medium == Medium::Web
}

/// Whether a page has a copy: one that its author wrote, and that nobody keeps back.
fn is_copied(page: &Page) -> bool {
    page.written && !page.doc.made && !page.facts().is_held() && page.is_for_readers()
}

/// The copies: each page that has one, and its address.
pub(in crate::render) fn copies(site: &Site) -> impl Iterator<Item = (usize, String)> {
    let wanted = wanted(site);
    let pages = site.pages.iter().enumerate().filter(move |(_, page)| wanted && is_copied(page));
    pages.map(|(p, page)| (p, address(page)))
}

/// The address of a page's copy, where it has one.
pub(in crate::render) fn copy_of(site: &Site, page: usize) -> Option<String> {
    (wanted(site) && is_copied(&site.pages[page])).then(|| address(&site.pages[page]))
}

fn address(page: &Page) -> String {
    let own = page.facts().address.as_str();
    match own.strip_suffix(".html") {
        Some(stem) => format!("{stem}.md"),
        None => format!("{}/index.md", own.trim_end_matches('/')),
    }
}

/// An address of the site, whole; from its top where nobody says where that is.
fn whole(site: &Site, address: &str) -> String {
    format!("{}{}", site.settings.base_url.trim_end_matches('/'), encoded(address))
}

/// A page as Markdown.
pub(in crate::render) fn copy(site: &Site, frame: &Frame<'_>, p: usize) -> String {
    let page = &site.pages[p];
    let own = page.facts().address.as_str();
    let only = Chapters::only(site, p);
    let (html, sources) = match &page.doc.content {
        Content::Article(article) => {
            let mut filling = fill::Page::of(frame, own, p);
            let html = filling.fill(&article.body, 0, &site.uses[p].body);
            (html, filling.sources())
        }
        Content::Tree(decision) => {
            let mut filling = fill::Page::of_book(frame, own, &only);
            filling.turn_to(p, only.before_ids(p));
            let html = book::tree::chapter(site, frame, p, decision, &only, &mut filling);
            (html, filling.sources())
        }
    };
    let whole = |to: &str| resolved(site, own, to);
    let mut out = head(site, frame, p);
    let _ = writeln!(out, "\n# {}\n", page.facts().title);
    out.push_str(&to_markdown(&html, &whole));
    if !sources.is_empty() {
        let _ = writeln!(out, "\n## {}\n", frame.theme.word("sources"));
        for source in sources {
            let text = to_markdown(&source.html, &whole);
            let _ = writeln!(out, "{}. {}", source.number, text.trim().replace('\n', " "));
        }
    }
    out
}

/// What is known of a page, as front matter. The keys are those of an author's; the days, as figures.
fn head(site: &Site, frame: &Frame<'_>, p: usize) -> String {
    let page = &site.pages[p];
    let (facts, front) = (page.facts(), &page.doc.front);
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut out = String::from("---\n");
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{key}: {value}");
    };
    line("title", quoted(&facts.title));
    if !facts.description.is_empty() {
        line("description", quoted(&facts.description));
    }
    line("url", quoted(&whole(site, &facts.address)));
    if let Some(own) = front.language.as_deref().or(Some(site.settings.language.as_str())) {
        line("language", quoted(own));
    }
    if let Some(day) = site.known_to_be_of(page) {
        line("updated", day.to_string());
    }
    let review = frame.review(p);
    match front.reviewed {
        Some(day) => {
            line("reviewed", day.to_string());
            if let Some(reviewer) = &front.reviewer {
                line("reviewer", quoted(reviewer));
            }
            if review.edited {
                line("edited_since_review", "true".to_owned());
            }
        }
        None if review.state == "awaiting" => line("reviewed", "false".to_owned()),
        None => {}
    }
    if let Some(day) = front.review_due(&site.settings) {
        line("next_review", day.to_string());
    }
    let care = page.doc.care();
    let care: Vec<&str> = LEVELS.into_iter().filter(|level| care.contains(level)).collect();
    if !care.is_empty() {
        line("care", format!("[{}]", care.join(", ")));
    }
    out.push_str("---\n");
    out
}

/// The levels of care, the gravest first.
const LEVELS: [&str; 4] = ["emergency", "urgent", "routine", "self-care"];

/// The whole address of a link of a page; `None` for a place in the page itself, whose copy has no such places.
fn resolved(site: &Site, from: &str, to: &str) -> Option<String> {
    if to.starts_with('#') || to.is_empty() {
        return None;
    }
    let known = !site.settings.base_url.is_empty();
    let page = if known { whole(site, from) } else { format!("{SOMEWHERE}{}", encoded(from)) };
    let found = Url::parse(&page).ok()?.join(to).ok()?;
    let text = found.to_string();
    Some(match text.strip_prefix(SOMEWHERE) {
        Some(rest) if !known => rest.to_owned(),
        _ => text,
    })
}

/// The list of all copies, as <https://llmstxt.org> has it: what the site is, and its pages in reading order.
pub(in crate::render) fn list(site: &Site, frame: &Frame<'_>) -> String {
    let settings = &site.settings;
    let in_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What an author says in words is no Markdown.
    let plain = |text: &str| {
        let mut out = String::new();
        escape(&in_line(text), true, &mut out);
        out
    };
    let mut out = format!("# {}\n", in_line(&settings.title));
    if !settings.description.is_empty() {
        let _ = write!(out, "\n> {}\n", plain(&settings.description));
    }
    for (kind, word) in [(Kind::Tree, "main-question"), (Kind::Article, "pages")] {
        let of_kind = |p: &&usize| is_copied(&site.pages[**p]) && site.pages[**p].facts().kind == kind;
        let pages: Vec<usize> = site.order.iter().filter(of_kind).copied().collect();
        if pages.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {}\n\n", frame.theme.word(word));
        for p in pages {
            let page = &site.pages[p];
            let (facts, to) = (page.facts(), whole(site, &address(page)));
            let title = in_line(&facts.title).replace(['[', ']'], " ");
            let _ = write!(out, "- [{title}]({})", target(&to));
            let about = plain(&facts.description);
            let care = page.doc.care();
            let gravest = LEVELS.into_iter().find(|level| care.contains(level));
            let level = gravest.map(|level| level_word(frame, level)).unwrap_or_default();
            let words: Vec<&str> =
                [about.as_str(), level.as_str()].into_iter().filter(|words| !words.is_empty()).collect();
            if !words.is_empty() {
                let _ = write!(out, ": {}", words.join(" · "));
            }
            out.push('\n');
        }
    }
    out
}
