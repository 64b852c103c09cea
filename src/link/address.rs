//! Addresses: who has which, and how to get from one to another.
//!
//! Takes: pages, files, tags and terms, in order. Gives: [`OwnedAddress`]s, of which the first of an address is the stronger; relative links.
//! Never: gives an address to two: which are claimed twice is the checks' to tell.

pub(super) mod equal;
pub(super) mod old;
pub(super) mod published;

use super::{MOST, Names, Page, Site, Tag};
use crate::glossary::Glossary;
use crate::load::{Attachment, STATIC};
use crate::source::{SitePath, Span, slug};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// An address and who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedAddress {
    /// Below the site's, with `/` at its start: `/a/b/` or `/a/picture.png`.
    pub address: String,
    /// Whose it is.
    pub owner: AddressOwner,
}

/// Who can have an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressOwner {
    /// A page that the program makes: the tags, the list of everything.
    Program,
    /// A page.
    Page(usize),
    /// A page of a tree: the tree's page, and the screen's number.
    Screen(usize, usize),
    /// The page of a tree that shows all of it.
    Whole(usize),
    /// A picture or other file.
    File(usize),
    /// A file that is published as it is.
    Static(usize),
    /// A page's old address, by the place in its aliases.
    Alias(usize, usize),
    /// The address that a page of a tree had by a former name, by the place among the names that are kept; or below an old address
    /// of the tree, by that number and the screen's. The page of the whole tree comes behind its screens.
    Kept(usize, usize),
}

impl AddressOwner {
    /// The page whose file makes what is there.
    pub fn page(self) -> Option<usize> {
        match self {
            AddressOwner::Page(page)
            | AddressOwner::Screen(page, _)
            | AddressOwner::Whole(page)
            | AddressOwner::Alias(page, _)
            | AddressOwner::Kept(page, _) => Some(page),
            AddressOwner::File(_) | AddressOwner::Static(_) | AddressOwner::Program => None,
        }
    }
}

/// For readers of feeds.
pub const FEED: &str = "/feed.xml";
/// For hosts that read it.
pub const HEADERS: &str = "/_headers";
/// For search engines.
pub const SITEMAP: &str = "/sitemap.xml";
/// For search engines.
pub const ROBOTS: &str = "/robots.txt";
/// The worker that keeps pages for when there is no network.
pub const WORKER: &str = "/sw.js";
/// The first file of the search's index.
pub const INDEX: &str = "/assets/search/index.json";
/// The page that lists every page.
pub const EVERYTHING: &str = "/everything/";
/// The page for when there is no network.
pub const OFFLINE: &str = "/offline/";
/// How much that worker keeps for every reader.
pub const KEPT_SIZE: &str = "/offline/size.json";
/// The page of the whole site, to be printed.
pub const BOOK: &str = "/book/";
/// The same as an e-book.
pub const EPUB: &str = "/book.epub";
/// The page of the search.
pub const SEARCH: &str = "/search/";
/// The page of the terms.
pub const GLOSSARY: &str = "/glossary/";
/// The map of how the pages hang together.
pub const MAP: &str = "/map/";
/// The page of the sources.
pub const REFERENCES: &str = "/references/";
/// The page that lists every tag, and what tags' own addresses begin with.
pub const TAGS: &str = "/tags/";

/// Every address, pages first, so that of two owners the first named is the stronger.
pub(super) fn addresses(
    pages: &[Page],
    names: &Names,
    files: &[Attachment],
    file_addresses: &[String],
    statics: &[Attachment],
    tags: &BTreeMap<String, Tag>,
    made: &[&str],
) -> Vec<OwnedAddress> {
    let owned = |address: String, owner| OwnedAddress { address, owner };
    let made = made.iter().copied().chain(["/404.html"]);
    let mut out: Vec<OwnedAddress> = made.map(|address| owned(address.into(), AddressOwner::Program)).collect();
    out.extend(tags.keys().map(|part| owned(format!("{TAGS}{part}/"), AddressOwner::Program)));
    out.par_extend(pages.par_iter().enumerate().flat_map_iter(|(p, page)| {
        let facts = page.facts();
        let screens = facts.screens.iter().enumerate();
        let screens = screens
            .map(move |(s, screen)| owned(format!("{}{}", facts.address, screen.address), AddressOwner::Screen(p, s)));
        let whole = facts.whole_address.clone().map(|address| owned(address, AddressOwner::Whole(p)));
        [owned(facts.address.clone(), AddressOwner::Page(p))].into_iter().chain(screens).chain(whole)
    }));
    out.extend(
        file_addresses.iter().take(files.len()).enumerate().map(|(f, a)| owned(a.clone(), AddressOwner::File(f))),
    );
    out.extend(
        statics.iter().enumerate().map(|(s, file)| owned(of_static(&file.path).to_owned(), AddressOwner::Static(s))),
    );
    let old: Vec<(OwnedAddress, bool)> =
        pages.par_iter().enumerate().flat_map_iter(|(p, page)| old::addresses(p, page)).collect();
    let not_pages = out.iter().filter(|owned| !matches!(owned.owner, AddressOwner::Page(_)));
    let mut taken: HashSet<&str> = not_pages.map(|owned| owned.address.as_str()).collect();
    let mut free = |address| names.page_with_address(address).is_none() && taken.insert(address);
    // A name is an old address only where nobody minds; an address that the author wrote is always one.
    let kept: Vec<bool> = old.iter().map(|(owned, given)| *given || free(&owned.address)).collect();
    out.extend(old.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|((owned, _), _)| owned));
    let there: HashSet<&str> = out.iter().map(|owned| owned.address.as_str()).collect();
    let more: Vec<OwnedAddress> =
        old::of_parts(pages).filter(|owned| !there.contains(owned.address.as_str())).collect();
    let mut given = HashSet::new();
    out.extend(more.into_iter().filter(|owned| given.insert(owned.address.clone())));
    out
}

/// The folder for which some hosts show the file at this address, where they do: `/a/` of `/a/index.php`.
pub fn folder_shown(address: &str) -> Option<&str> {
    let (folder, name) = address.trim_end_matches('/').rsplit_once('/')?;
    let (stem, _) = name.rsplit_once('.')?;
    stem.eq_ignore_ascii_case("index").then_some(&address[..=folder.len()])
}

/// The file, and the place in it, that give an owner its address.
pub fn place(site: &Site, owner: AddressOwner) -> (SitePath, Option<Span>) {
    match owner {
        AddressOwner::Page(p) | AddressOwner::Screen(p, _) | AddressOwner::Whole(p) => {
            (site.pages[p].facts().path.clone(), None)
        }
        AddressOwner::File(f) => (site.files[f].path.clone(), None),
        AddressOwner::Static(f) => (site.statics[f].path.clone(), None),
        AddressOwner::Alias(p, a) => {
            let page = &site.pages[p];
            (page.facts().path.clone(), page.doc.front.aliases.get(a).map(|alias| alias.span))
        }
        AddressOwner::Kept(p, k) => {
            let page = &site.pages[p];
            (page.facts().path.clone(), page.doc.front.anchors.get(k).map(|kept| kept.old.span))
        }
        AddressOwner::Program => ("site.yaml".into(), None),
    }
}

/// The pages with one address in every site that has them. Those of one tag each are not among them.
pub(super) fn made(
    pages: &[Page],
    names: &Names,
    tags: &BTreeMap<String, Tag>,
    glossary: &Glossary,
    references: bool,
) -> Vec<&'static str> {
    // A page of the author's own goes before one that is made.
    let free = |address: &str| names.page_with_address(address).is_none();
    let several = pages.iter().filter(|page| page.is_for_readers()).nth(2).is_some();
    // A map of more topics than a page can list is none.
    let home = names.page_with_address("/");
    let clear = home.is_none_or(|home| pages[home].children.len() <= MOST);
    let mut out = vec![EVERYTHING, SEARCH];
    out.extend(
        [
            (TAGS, !tags.is_empty()),
            (GLOSSARY, !glossary.terms.is_empty()),
            (REFERENCES, references && free(REFERENCES)),
            (MAP, several && clear && free(MAP)),
        ]
        .iter()
        .filter(|(_, there)| *there)
        .map(|(address, _)| *address),
    );
    out
}

/// Where a file is published: beside the articles of its folder, under its own name; of a folder that another program serves from
/// the top, without that.
pub fn of_file(path: &SitePath, static_folder: &str) -> String {
    let mut out = String::from("/");
    let folder = without_static(path.below(), static_folder).rsplit_once('/').map_or("", |(folder, _)| folder);
    for part in folder.split('/').filter(|p| !p.is_empty()) {
        out.push_str(&slug::address_part(part));
        out.push('/');
    }
    out.push_str(path.file_name());
    out
}

/// A path below the folder of articles, without a folder that another program serves from the top.
pub(super) fn without_static<'a>(below: &'a str, static_folder: &str) -> &'a str {
    below.strip_prefix(static_folder).unwrap_or(below)
}

/// Where a file of the folder [`STATIC`] is published: below the site's address as it lies in that folder.
pub fn of_static(path: &SitePath) -> &str {
    path.as_str().strip_prefix(STATIC).unwrap_or_default()
}

/// How one gets from one address to another: so many folders up, and then what follows behind so many bytes of the other. It is
/// all that the link depends on besides the other address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Steps {
    up: usize,
    common: usize,
}

/// The way from one address to another.
pub fn steps(from: &str, to: &str) -> Steps {
    let from_folder = &from.as_bytes()[..from.rfind('/').map_or(0, |i| i + 1)];
    let same = from_folder.iter().zip(to.as_bytes()).take_while(|(a, b)| a == b).count();
    let common = from_folder[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |i| i + 1);
    let up = from_folder[common..].iter().filter(|byte| **byte == b'/').count();
    Steps { up, common }
}

/// The relative link from one address to another, so that a site works wherever it is put.
pub fn href(from: &str, to: &str) -> String {
    let Steps { up: ups, common } = steps(from, to);
    let rest = &to[common..];
    let mut out = String::with_capacity(ups * 3 + rest.len() + 2);
    for _ in 0..ups {
        out.push_str("../");
    }
    if out.is_empty() && (rest.is_empty() || rest.contains(':')) {
        out.push_str("./");
    }
    let mut plain = 0;
    for (at, byte) in rest.bytes().enumerate() {
        let escaped = match byte {
            b'%' => "%25",
            b'#' => "%23",
            b'?' => "%3F",
            b' ' => "%20",
            // Browsers take it for a slash.
            b'\\' => "%5C",
            _ => continue,
        };
        out.push_str(&rest[plain..at]);
        out.push_str(escaped);
        plain = at + 1;
    }
    out.push_str(&rest[plain..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative() {
        assert_eq!(href("/a/b/", "/a/c/"), "../c/");
        assert_eq!(href("/", "/a/b/"), "a/b/");
        assert_eq!(href("/a/b/", "/"), "../../");
        assert_eq!(href("/a/b/", "/a/b/"), "./");
        assert_eq!(href("/a/b/", "/a/b/c/"), "c/");
        assert_eq!(href("/a/", "/ab/"), "../ab/");
        assert_eq!(href("/404.html", "/x y.png"), "x%20y.png");
        assert_eq!(href("/a/", "/a/x\\y.png"), "x%5Cy.png");
    }
}
