//! The order of pages: folders, neighbours, the entries of the navigation.

use super::{Fault, Names, Page};
use crate::parse::Kind;
use crate::parse::settings::Settings;
use crate::source::below;
use std::collections::HashMap;

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As shown.
    pub title: String,
    /// Where it leads.
    pub page: usize,
}

/// Puts each page below its folder's page, in reading order, and finds its neighbours.
pub(super) fn arrange(pages: &mut [Page]) {
    let by_address: HashMap<&str, usize> =
        pages.iter().enumerate().rev().map(|(p, page)| (page.facts().address.as_str(), p)).collect();
    let mut parents = Vec::with_capacity(pages.len());
    for (p, page) in pages.iter().enumerate() {
        let address = &page.facts().address;
        let mut above = address.as_str();
        let mut parent = None;
        while parent.is_none() && above.len() > 1 {
            let shorter = above.trim_end_matches('/');
            above = &shorter[..shorter.rfind('/').map_or(0, |i| i + 1)];
            // A tree's address can lie above a page's, but a tree is no folder.
            parent = by_address.get(above).copied().filter(|q| *q != p && pages[*q].facts().kind == Kind::Article);
        }
        parents.push(parent);
    }
    for (page, parent) in pages.iter_mut().zip(parents) {
        page.parent = parent;
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for (p, page) in pages.iter().enumerate() {
        if let Some(parent) = page.parent {
            children[parent].push(p);
        }
    }
    for (p, mut below) in children.into_iter().enumerate() {
        below.sort_by_cached_key(|c| {
            let facts = pages[*c].facts();
            (facts.order.unwrap_or(i64::MAX), facts.title.to_lowercase(), facts.path.clone())
        });
        pages[p].children = below;
    }
    let order = reading_order(pages);
    let topic: Vec<Option<usize>> = (0..pages.len()).map(|p| topic(pages, p)).collect();
    for pair in order.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if topic[a].is_some() && topic[a] == topic[b] && pages[a].facts().kind == pages[b].facts().kind {
            pages[a].after = Some(b);
            pages[b].before = Some(a);
        }
    }
}

/// All pages as one reads them: a folder's own page, then what is below it.
pub(super) fn reading_order(pages: &[Page]) -> Vec<usize> {
    let mut out = Vec::with_capacity(pages.len());
    let mut stack: Vec<usize> = (0..pages.len()).rev().filter(|p| pages[*p].parent.is_none()).collect();
    while let Some(p) = stack.pop() {
        out.push(p);
        stack.extend(pages[p].children.iter().rev());
    }
    out
}

/// The page directly below the home page that this one belongs to; of the home page `None`.
pub fn topic(pages: &[Page], mut page: usize) -> Option<usize> {
    let mut topic = None;
    while let Some(parent) = pages[page].parent {
        topic = Some(page);
        page = parent;
    }
    topic
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

/// The navigation: as the settings say, or what lies directly below the home page.
pub(super) fn entries(settings: &Settings, pages: &[Page], names: &Names) -> (Vec<Entry>, Vec<(usize, Fault)>) {
    let mut lost = Vec::new();
    let mut out = Vec::new();
    for (e, entry) in settings.navigation.iter().enumerate() {
        match page_named(names, &entry.page.text) {
            Ok(page) => out
                .push(Entry { title: entry.title.clone().unwrap_or_else(|| pages[page].facts().title.clone()), page }),
            Err(fault) => lost.push((e, fault)),
        }
    }
    if settings.navigation.is_empty() {
        let home = pages.iter().position(|p| p.facts().address == "/");
        let children = home.map_or(&[][..], |home| &pages[home].children);
        out.extend(children.iter().map(|page| Entry { title: pages[*page].facts().title.clone(), page: *page }));
    }
    (out, lost)
}
