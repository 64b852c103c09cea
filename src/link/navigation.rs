//! The order of pages: folders, neighbours, the entries of the navigation.
//!
//! Takes: the pages and their names, and what the settings say. Gives: of each page what is above, below, before and after it; the
//! pages as one reads them; the entries.
//! Never: resolves a link of a text.

use super::resolve::of_held;
use super::{Fault, Names, Page};
use crate::config::settings::Settings;
use crate::parse::{Kind, Waits};
use crate::source::{SitePath, below, order_key};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

pub(super) mod folders;

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As shown.
    pub title: String,
    /// Where it leads.
    pub page: usize,
}

/// Puts each page below its folder's page and finds its neighbours. Gives all pages as one reads them: a folder's own page,
/// then what is below it. What another program lists, by paths below the folder of articles, stands in its order, and a page
/// there is followed by the next.
pub(super) fn arrange(pages: &mut [Page], names: &Names, settings: &Settings) -> Vec<usize> {
    let (listed, language) = (settings.reading_order.as_slice(), settings.language.as_str());
    let above = |address: &str| -> Option<usize> {
        let mut above = address;
        while above.len() > 1 {
            let shorter = above.trim_end_matches('/');
            above = &shorter[..shorter.rfind('/').map_or(0, |i| i + 1)];
            // A tree's address can lie above a page's, but a tree is no folder.
            let found = names.page_with_address(above).filter(|q| pages[*q].facts().kind == Kind::Article);
            if found.is_some() {
                return found;
            }
        }
        None
    };
    let parents: Vec<Option<usize>> = pages.par_iter().map(|page| above(&page.facts().address)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for (p, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(p);
        }
    }
    let ranks = ranks(names, listed, &parents);
    // Read once and side by side: of many pages, each look at the facts is a wait for the memory.
    let places: Vec<(Kind, (usize, i64, String, &SitePath))> = pages
        .par_iter()
        .zip(&ranks)
        .map(|(page, rank)| {
            let facts = page.facts();
            (facts.kind, (*rank, facts.order.unwrap_or(i64::MAX), order_key(&facts.title, language), &facts.path))
        })
        .collect();
    for below in &mut children {
        below.sort_by(|a, b| places[*a].1.cmp(&places[*b].1));
    }
    let topics: Vec<Option<usize>> = (0..pages.len()).map(|p| topmost(p, |q| parents[q])).collect();
    let order = in_order(&parents, &children);
    let mut neighbours = vec![(None, None); pages.len()];
    for pair in order.windows(2).filter(|_| listed.is_empty()) {
        let (a, b) = (pair[0], pair[1]);
        if topics[a].is_some() && topics[a] == topics[b] && places[a].0 == places[b].0 {
            neighbours[a].1 = Some(b);
            neighbours[b].0 = Some(a);
        }
    }
    let mut seen = HashSet::new();
    let read: Vec<usize> = listed.iter().filter_map(|path| names.page_at(path)).filter(|p| seen.insert(*p)).collect();
    for pair in read.windows(2) {
        neighbours[pair[0]].1 = Some(pair[1]);
        neighbours[pair[1]].0 = Some(pair[0]);
    }
    let mut nth = vec![0; pages.len()];
    for below in &children {
        below.iter().enumerate().for_each(|(place, page)| nth[*page] = place);
    }
    let places = parents.into_iter().zip(children).zip(nth).zip(neighbours);
    for (page, (((parent, children), nth), (before, after))) in pages.iter_mut().zip(places) {
        let place = &mut **page;
        (place.parent, place.children, place.nth) = (parent, children, nth);
        (place.before, place.after) = (before, after);
    }
    order
}

/// The place of each page in what is listed; of a page above others, the first of theirs. Last is what is not listed.
fn ranks(names: &Names, listed: &[String], parents: &[Option<usize>]) -> Vec<usize> {
    let mut ranks = vec![usize::MAX; parents.len()];
    for (rank, page) in listed.iter().enumerate().filter_map(|(rank, path)| Some((rank, names.page_at(path)?))) {
        let mut place = Some(page);
        while let Some(page) = place {
            ranks[page] = ranks[page].min(rank);
            place = parents[page];
        }
    }
    ranks
}

fn in_order(parents: &[Option<usize>], children: &[Vec<usize>]) -> Vec<usize> {
    let mut out = Vec::with_capacity(parents.len());
    let mut stack: Vec<usize> = (0..parents.len()).rev().filter(|p| parents[*p].is_none()).collect();
    while let Some(p) = stack.pop() {
        out.push(p);
        stack.extend(children[p].iter().rev());
    }
    out
}

/// The page directly below the home page that this one belongs to; of the home page `None`.
pub fn topic(pages: &[Page], page: usize) -> Option<usize> {
    topmost(page, |p| pages[p].parent)
}

fn topmost(mut page: usize, parent: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let mut topmost = None;
    while let Some(above) = parent(page) {
        topmost = Some(page);
        page = above;
    }
    topmost
}

/// The page that a setting names: by its path below `content`, or by a name as in `[[…]]`.
pub(super) fn page_named(names: &Names, name: &str) -> Result<usize, Fault> {
    let name = name.trim();
    let path = below(name.trim_start_matches('/'));
    let found = names.page_at(path).or_else(|| names.page_at(&format!("{path}.md")));
    let found = found.or_else(|| names.page_of_folder(path.trim_end_matches('/')));
    match (found, names.pages_called(name)) {
        (Some(page), _) | (None, &[page]) => Ok(page),
        (None, []) => Err(Fault::NoPage(None)),
        (None, several) => Err(Fault::Ambiguous(several.to_vec())),
    }
}

/// The pages that are kept back, their names, and those that only a day keeps back.
type HeldPages<'a> = (&'a [Page], &'a Names, &'a BTreeMap<SitePath, Waits>);

/// The page that an entry names. The page of a folder does not stand in for the one that was written for it and is held back: what
/// the entry calls that page is as private as it is.
fn page_of_entry(
    names: &Names,
    (held, held_names, waiting): HeldPages<'_>,
    pages: &[Page],
    name: &str,
) -> Result<usize, Fault> {
    let found = page_named(names, name);
    if matches!(found, Ok(page) if pages[page].written) {
        return found;
    }
    match page_named(held_names, name) {
        Ok(page) => Err(of_held(held[page].facts(), waiting)),
        Err(Fault::Ambiguous(_)) => Err(Fault::Private),
        Err(_) => found,
    }
}

/// Another program's navigation is ours if it has no more entries than these: on every page all of them are shown.
const MOST_ENTRIES: usize = 40;

/// What a page is called where it is listed: as another program's navigation calls it, else by its title.
pub(super) fn called<'a>(settings: &'a Settings, page: &'a Page) -> &'a str {
    let facts = page.facts();
    // It is asked for each link of each page, and most sites name no page anew: then no path is fetched from memory.
    let own = if settings.page_names.is_empty() { None } else { settings.page_names.get(facts.path.below()) };
    own.unwrap_or(&facts.title)
}

/// The navigation: as the settings say, as another program's do, or what lies directly below the home page. `held` are the pages
/// that are kept back.
pub(super) fn entries(
    settings: &Settings,
    pages: &[Page],
    names: &Names,
    held: HeldPages<'_>,
) -> (Vec<Entry>, Vec<(usize, Fault)>) {
    let mut lost = Vec::new();
    let mut out = Vec::new();
    for (e, entry) in settings.navigation.iter().enumerate() {
        match page_of_entry(names, held, pages, &entry.page.text) {
            Ok(page) => out
                .push(Entry { title: entry.title.clone().unwrap_or_else(|| pages[page].facts().title.clone()), page }),
            Err(fault) => lost.push((e, fault)),
        }
    }
    let listed = &settings.program_navigation;
    if settings.navigation.is_empty() && (2..=MOST_ENTRIES).contains(&listed.len()) {
        let mut seen = HashSet::new();
        for (title, path) in listed {
            let Some(first) = names.page_at(path) else { continue };
            // A section is its folder, where that has no page of its own.
            let page = topic(pages, first).filter(|topic| title.is_some() && !pages[*topic].written).unwrap_or(first);
            if seen.insert(page) {
                let title = title.clone().unwrap_or_else(|| called(settings, &pages[page]).to_owned());
                out.push(Entry { title, page });
            }
        }
        return (out, lost);
    }
    if settings.navigation.is_empty() {
        let home = names.page_with_address("/");
        let children = home.map_or(&[][..], |home| &pages[home].children);
        out.extend(
            children.iter().map(|page| Entry { title: called(settings, &pages[*page]).to_owned(), page: *page }),
        );
    }
    (out, lost)
}
