//! Subjects and their pages.

use crate::link::Page;
use crate::source::{order_key, slug};
use std::collections::BTreeMap;

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// As first written, in the order of paths.
    pub title: String,
    /// Its pages, by title.
    pub pages: Vec<usize>,
}

/// Gathers the tags by their address part: `Red flags` and `red-flags` are one subject.
pub(in crate::link) fn gather(pages: &mut [Page], language: &str) -> BTreeMap<String, Tag> {
    let mut out: BTreeMap<String, Tag> = BTreeMap::new();
    for (p, page) in pages.iter_mut().enumerate() {
        let mut parts: Vec<String> = Vec::new();
        for tag in page.doc.facts.tags.iter().filter(|t| !t.trim().is_empty()) {
            // In Obsidian a subject can lie below another: `sleep/naps`.
            let part = slug::address_part(&tag.replace('/', "-"));
            if parts.contains(&part) {
                continue;
            }
            out.entry(part.clone())
                .or_insert_with(|| Tag { title: tag.trim().to_owned(), pages: Vec::new() })
                .pages
                .push(p);
            parts.push(part);
        }
        if !parts.is_empty() {
            page.tags = parts;
        }
    }
    for tag in out.values_mut() {
        tag.pages.sort_by_cached_key(|p| (order_key(&pages[*p].facts().title, language), *p));
    }
    out
}
