//! Pages that no file is written for: tags, everything, not found, and old addresses.

use super::{bibliography, book, glossary, letters, map};
use crate::link::{self, AddressOwner, List, MOST, Part, Site, leads_on};
use crate::link::{BOOK, EVERYTHING, GLOSSARY, MAP, OFFLINE, REFERENCES, SEARCH, TAGS};
use crate::load::CONTENT;
use crate::render::html::edit;
use crate::render::html::feedback::About;
use crate::render::html::page_context::Frame;
use crate::render::view::{LinkView, NavPage, PageView, TagItem, TagView, View};

/// The template's name and the view of a page that every site has. `None` if the address is none of them.
pub(in crate::render) fn made_page(site: &Site, frame: &Frame<'_>, address: &str) -> Option<(&'static str, View)> {
    let word = |key: &'static str| frame.theme.word(key).to_owned();
    match address {
        EVERYTHING => {
            let view = plain(frame, address, "everything", word("everything"));
            Some(("everything.html", View { letters: Some(letters::letters(site, frame, address, None)), ..view }))
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
        BOOK => {
            let mut view = plain(frame, address, "book", word("book"));
            view.page.indexed = false;
            view.page.description.clone_from(&site.settings.description);
            Some(("book.html", book::page(site, frame, view)))
        }
        OFFLINE => {
            let mut view = plain(frame, address, "offline", word("offline"));
            view.page.indexed = false;
            Some(("offline.html", view))
        }
        SEARCH => {
            let mut view = plain(frame, address, "search", word("search"));
            view.page.indexed = false;
            view.page.feedback = frame.feedback(address, &view.page.title, &About::Search);
            Some(("search.html", view))
        }
        "/404.html" => {
            let mut view = plain(frame, address, "not-found", word("not-found"));
            view.page.indexed = false;
            view.page.canonical = String::new();
            Some(("not-found.html", view))
        }
        TAGS => Some(tags(site, frame, address, &Part { of: List::Tags, number: 0 })),
        _ => match site.lists.at(address) {
            Some(known) => part(site, frame, address, known),
            None => {
                let tag = address.strip_prefix(TAGS)?.trim_end_matches('/');
                part(site, frame, address, &Part { of: List::Tag(tag.to_owned()), number: 0 })
            }
        },
    }
}

/// A part of a list.
fn part(site: &Site, frame: &Frame<'_>, address: &str, part: &Part) -> Option<(&'static str, View)> {
    let title_of = |page: usize| site.pages[page].facts().title.clone();
    match &part.of {
        List::Tags => Some(tags(site, frame, address, part)),
        List::Letter(letter) => {
            let known = site.lists.letters.get(*letter)?;
            let everything = frame.theme.word("everything");
            let mut view = plain(frame, address, "everything", format!("{everything}: {}", known.letter));
            view.page
                .breadcrumbs
                .push(LinkView { title: everything.to_owned(), href: frame.link(address, EVERYTHING) });
            let all = known.names.len();
            view.parts = parts(frame, address, part, all, |nth| title_of(known.names[nth].page));
            let letters = letters::letters(site, frame, address, Some((*letter, part.range(all))));
            Some(("everything.html", View { letters: Some(letters), ..view }))
        }
        List::Tag(of) => {
            let tag = site.tags.get(of)?;
            let mut view = plain(frame, address, "tag", tag.title.clone());
            let topics = frame.theme.word("topics").to_owned();
            view.page.breadcrumbs.push(LinkView { title: topics, href: frame.link(address, TAGS) });
            Some(pages(frame, address, part, &tag.pages, view))
        }
        List::Below(page) => {
            let below: Vec<usize> = link::below(&site.pages, *page).collect();
            let mut view = plain(frame, address, "tag", title_of(*page));
            view.page.breadcrumbs.push(frame.to_page(address, *page));
            Some(pages(frame, address, part, &below, view))
        }
    }
}

/// A part of a list of pages.
fn pages(frame: &Frame<'_>, address: &str, part: &Part, pages: &[usize], view: View) -> (&'static str, View) {
    let title_of = |nth: usize| frame.site.pages[pages[nth]].facts().title.clone();
    let tag = TagView {
        title: view.page.title.clone(),
        pages: pages[part.range(pages.len())].iter().map(|page| frame.listed(address, *page)).collect(),
    };
    let parts = parts(frame, address, part, pages.len(), title_of);
    ("tag.html", View { tag: Some(tag), parts, ..view })
}

fn tags(site: &Site, frame: &Frame<'_>, address: &str, part: &Part) -> (&'static str, View) {
    let known = &site.lists.tags;
    let item = |of: &String| TagItem {
        title: site.tags[of].title.clone(),
        href: frame.link(address, &format!("{TAGS}{of}/")),
        count: site.tags[of].pages.len(),
    };
    let tags = known[part.range(known.len())].iter().map(item).collect();
    let view = plain(frame, address, "tags", frame.theme.word("topics").to_owned());
    let parts = parts(frame, address, part, known.len(), |nth| site.tags[&known[nth]].title.clone());
    ("tags.html", View { tags: Some(tags), parts, ..view })
}

/// Links to all parts of a list that has more than one. `title` is that of an entry, by its place in the list.
pub(super) fn parts(
    frame: &Frame<'_>,
    from: &str,
    part: &Part,
    all: usize,
    title: impl Fn(usize) -> String,
) -> Vec<NavPage> {
    let count = all.div_ceil(MOST);
    let one = |number: usize| NavPage {
        title: title(number * MOST),
        href: frame.link(from, &frame.site.lists.address(&frame.site.pages, &part.of, number)),
        current: number == part.number,
    };
    if count < 2 { Vec::new() } else { (0..count).map(one).collect() }
}

/// The page at an old address.
pub(in crate::render) fn redirect(site: &Site, frame: &Frame<'_>, by: AddressOwner, from: &str) -> Option<View> {
    let (page, address) = (by.page()?, leads_on(site, by)?);
    let to = LinkView { href: frame.link(from, &address), ..frame.to_page(from, page) };
    let mut view = plain(frame, from, "redirect", to.title.clone());
    view.page.indexed = false;
    view.page.canonical = frame.canonical(&address);
    Some(View { redirect: Some(to), ..view })
}

fn plain(frame: &Frame<'_>, address: &str, kind: &'static str, title: String) -> View {
    let home = LinkView { title: frame.site.settings.title.clone(), href: frame.link(address, "/") };
    View {
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
        ..frame.around(address, None)
    }
}
