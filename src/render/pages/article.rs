//! The page of an article, of a folder, and the home page.

use super::lists;
use super::tree::level_word;
use crate::link::{self, List, Part, Site};
use crate::load;
use crate::parse::Content;
use crate::render::html::fill;
use crate::render::html::page_context::Frame;
use crate::render::view::{ArticleView, LinkView, Listed, TocItem, View};
use crate::text::body::CareCard;
use std::collections::BTreeSet;

/// The fewest headings that make a list of contents worth its room.
const TOC_FROM: usize = 3;

/// The template's name and the view.
pub(in crate::render) fn article(site: &Site, frame: &Frame<'_>, p: usize) -> (String, View) {
    let page = &site.pages[p];
    let facts = page.facts();
    let from = facts.address.as_str();
    let kind = match facts.address.as_str() {
        "/" => "home",
        _ if !page.children.is_empty() => "section",
        _ => "article",
    };
    let front = &page.doc.front;
    let mut filling = fill::Page::of(frame, from, p);
    let body = match &page.doc.content {
        Content::Article(article) => filling.fill(&article.body, 0, &site.uses[p].body),
        Content::Tree(_) => String::new(),
    };
    let terms = filling.terms();
    let sources = filling.sources();
    let headings = facts.headings.iter().filter(|h| h.level <= 3);
    // Who needs a card needs it before all else.
    let cards = cards(frame, &page.doc.content);
    let headings = headings.map(|h| TocItem { level: h.level.max(2), id: h.id.to_string(), text: h.text.clone() });
    let toc: Vec<TocItem> = cards.into_iter().chain(headings).collect();
    let shown = front.toc.unwrap_or(toc.len() >= TOC_FROM && kind == "article");
    let tag = |part: &String| LinkView {
        title: site.tags[part].title.clone(),
        href: frame.link(from, &format!("{}{part}/", link::TAGS)),
    };
    let children: Vec<usize> = link::below(&site.pages, p).collect();
    let first = Part { of: List::Below(p), number: 0 };
    let mut review = frame.review(p);
    // A page that only leads on says nothing that a reviewer would have to read; one with sources does.
    if kind != "article" && sources.is_empty() && front.reviewed.is_none() {
        review.state = "none";
    }
    let (backlinks, more_backlinks) = frame.backlinks(from, p);
    let view = ArticleView {
        body,
        toc: if shown { toc } else { Vec::new() },
        tags: page.tags.iter().map(tag).collect(),
        backlinks,
        more_backlinks,
        related: if kind == "article" { related(site, frame, from, p) } else { Vec::new() },
        before: page.before.map(|q| frame.to_page(from, q)),
        after: page.after.map(|q| frame.to_page(from, q)),
        sources: sources.clone(),
        children: children[first.range(children.len())].iter().map(|child| frame.listed(from, *child)).collect(),
        review,
        updated: frame.last_changed(p),
        draft: facts.is_held(),
        care: gravest(&page.doc.care()),
    };
    let own = front.template.as_ref().map(|t| template_file(&t.text)).filter(|name| frame.theme.has(name));
    // Another program's `search.html` is none of ours.
    let own = own.filter(|name| !site.settings.is_foreign() || !load::theme::is_built_in(&format!("templates/{name}")));
    let view = View {
        page: frame.page_view(from, kind, p),
        article: Some(view),
        parts: lists::parts(frame, from, &first, children.len(), |nth| site.pages[children[nth]].facts().title.clone()),
        sources,
        terms,
        ..frame.around(from, Some(p))
    };
    (own.unwrap_or_else(|| format!("{kind}.html")), view)
}

/// The gravest of some levels of care; empty where there are none.
fn gravest(care: &BTreeSet<&'static str>) -> &'static str {
    ["emergency", "urgent", "routine", "self-care"].into_iter().find(|level| care.contains(level)).unwrap_or_default()
}

/// `template: wide` means `wide.html`.
pub(in crate::render) fn template_file(name: &str) -> String {
    format!("{}.html", name.trim_end_matches(".html"))
}

fn related(site: &Site, frame: &Frame<'_>, from: &str, p: usize) -> Vec<Listed> {
    site.related.of(site, p).into_iter().map(|q| frame.listed(from, q)).collect()
}

/// The care cards of an article as entries of its contents: `Emergency: Call 999`.
fn cards(frame: &Frame<'_>, content: &Content) -> Vec<TocItem> {
    let Content::Article(article) = content else { return Vec::new() };
    let cards = article.body.cards.iter().filter(|card| !card.title.is_empty());
    let entry = |card: &CareCard| {
        let text = format!("{}: {}", level_word(frame, card.level), card.title);
        TocItem { level: 2, id: card.id.to_string(), text }
    };
    cards.map(entry).collect()
}
