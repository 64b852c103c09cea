//! Pages that no file is written for: tags, everything, not found, and old addresses.

use super::{bibliography, glossary, letters, map};
use crate::link::{EVERYTHING, GLOSSARY, MAP, OFFLINE, REFERENCES, SEARCH, Site, TAGS};
use crate::load::CONTENT;
use crate::render::html::edit;
use crate::render::html::page_context::Frame;
use crate::render::view::{LinkView, PageView, TagItem, TagView, View};

/// The template's name and the view of a page that every site has. `None` if the address is none of them.
pub(in crate::render) fn made_page(site: &Site, frame: &Frame<'_>, address: &str) -> Option<(&'static str, View)> {
    let word = |key: &'static str| frame.theme.word(key).to_owned();
    match address {
        EVERYTHING => {
            let view = plain(frame, address, "everything", word("everything"));
            Some(("everything.html", View { letters: Some(letters::letters(site, frame)), ..view }))
        }
        MAP if site.made.contains(&MAP) => {
            let view = plain(frame, address, "site-map", word("site-map"));
            Some(("map.html", View { map: Some(map::map(site, frame)), ..view }))
        }
        REFERENCES if site.made.contains(&REFERENCES) => {
            let view = plain(frame, address, "references", word("references"));
            Some(("references.html", bibliography::page(site, frame, view)))
        }
        GLOSSARY if !site.glossary.terms.is_empty() => {
            let view = plain(frame, address, "glossary", word("glossary"));
            Some(("glossary.html", glossary::page(site, frame, view)))
        }
        OFFLINE => {
            let mut view = plain(frame, address, "offline", word("offline"));
            view.page.indexed = false;
            Some(("offline.html", view))
        }
        SEARCH => {
            let mut view = plain(frame, address, "search", word("search"));
            view.page.indexed = false;
            Some(("search.html", view))
        }
        "/404.html" => {
            let mut view = plain(frame, address, "not-found", word("not-found"));
            view.page.indexed = false;
            view.page.canonical = String::new();
            Some(("not-found.html", view))
        }
        TAGS => {
            let tags = site.tags.iter().map(|(part, tag)| TagItem {
                title: tag.title.clone(),
                href: frame.link(address, &format!("{TAGS}{part}/")),
                count: tag.pages.len(),
            });
            let view = plain(frame, address, "tags", word("topics"));
            Some(("tags.html", View { tags: Some(tags.collect()), ..view }))
        }
        _ => {
            let tag = site.tags.get(address.strip_prefix(TAGS)?.trim_end_matches('/'))?;
            let mut view = plain(frame, address, "tag", tag.title.clone());
            view.page.breadcrumbs.push(LinkView { title: word("topics"), href: frame.link(address, TAGS) });
            let pages = tag.pages.iter().map(|p| frame.listed(address, *p)).collect();
            Some(("tag.html", View { tag: Some(TagView { title: tag.title.clone(), pages }), ..view }))
        }
    }
}

/// The page at an old address.
pub(in crate::render) fn redirect(site: &Site, frame: &Frame<'_>, p: usize, from: &str) -> View {
    let to = frame.to_page(from, p);
    let mut view = plain(frame, from, "redirect", to.title.clone());
    view.page.indexed = false;
    view.page.canonical = frame.canonical(&site.pages[p].facts().address);
    View { redirect: Some(to), ..view }
}

fn plain(frame: &Frame<'_>, address: &str, kind: &'static str, title: String) -> View {
    let home = LinkView { title: frame.site.settings.title.clone(), href: frame.link(address, "/") };
    View {
        site: frame.site_view(address),
        theme: frame.theme_view(address),
        nav: frame.nav(address, None),
        page: PageView {
            kind,
            heading: title.clone(),
            title,
            description: String::new(),
            canonical: frame.canonical(address),
            indexed: true,
            breadcrumbs: vec![home],
            begin: if kind == "everything" { edit::begin(&frame.site.settings, CONTENT) } else { String::new() },
            ..PageView::default()
        },
        ..View::default()
    }
}
