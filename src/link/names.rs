//! Who answers to which name.

use super::Page;
use crate::load::{Attachment, CONTENT};
use crate::parse::Kind;
use crate::source::{SitePath, slug};
use std::collections::HashMap;

/// The names of all pages and files.
#[derive(Debug, Default)]
pub struct Names {
    pages_by_path: HashMap<SitePath, usize>,
    pages_by_address: HashMap<String, usize>,
    pages: HashMap<String, Vec<usize>>,
    /// As `pages`, by slug: for names that differ in hyphens and marks only.
    loosely: HashMap<String, Vec<usize>>,
    files_by_path: HashMap<SitePath, usize>,
    files: HashMap<String, Vec<usize>>,
}

/// A name as it is compared: case and doubled spaces do not count.
fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (i, word) in name.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

impl Names {
    /// Gathers the names. A page answers to its title, its file's name and path, its aliases and other names.
    pub(super) fn new(pages: &[Page], files: &[Attachment]) -> Names {
        let mut names = Names::default();
        for (p, page) in pages.iter().enumerate() {
            let facts = page.facts();
            if page.written {
                names.pages_by_path.insert(facts.path.clone(), p);
            }
            names.pages_by_address.entry(facts.address.clone()).or_insert(p);
            let spoken = [&facts.title].into_iter().chain(&facts.aliases).chain(&facts.also_called);
            for name in spoken {
                add(&mut names.pages, folded(name), p);
                add(&mut names.loosely, slug::address_part(name), p);
            }
            let below = facts.path.as_str().strip_prefix(CONTENT).unwrap_or(facts.path.as_str());
            let path = without_ending(below.trim_start_matches('/'), facts.kind);
            for name in endings(path) {
                add(&mut names.pages, folded(name), p);
            }
            // A folder's own page answers to the folder's name.
            if let Some(folder) = path.strip_suffix("/index").or_else(|| path.strip_suffix("/README")) {
                for name in endings(folder) {
                    add(&mut names.pages, folded(name), p);
                }
            }
        }
        for (f, file) in files.iter().enumerate() {
            names.files_by_path.insert(file.path.clone(), f);
            let below = file.path.as_str().strip_prefix(CONTENT).unwrap_or(file.path.as_str());
            for name in endings(below.trim_start_matches('/')) {
                add(&mut names.files, folded(name), f);
            }
        }
        names
    }

    /// The page of a file.
    pub fn page_at(&self, path: &str) -> Option<usize> {
        self.pages_by_path.get(path).copied()
    }

    /// The page at an address of the published site.
    pub fn page_with_address(&self, address: &str) -> Option<usize> {
        self.pages_by_address.get(address).copied()
    }

    /// The picture or other file at a path.
    pub fn file_at(&self, path: &str) -> Option<usize> {
        self.files_by_path.get(path).copied()
    }

    /// Every page that answers to a name.
    pub fn pages_called(&self, name: &str) -> &[usize] {
        let name = name.trim().trim_start_matches('/');
        let plain = name.strip_prefix("content/").unwrap_or(name);
        let plain = plain.strip_suffix(".md").or_else(|| plain.strip_suffix(".tree.yaml")).unwrap_or(plain);
        let exact = self.pages.get(&folded(plain)).or_else(|| self.pages.get(&folded(name)));
        exact.or_else(|| self.loosely.get(&slug::address_part(plain))).map_or(&[], Vec::as_slice)
    }

    /// Every file that answers to a name.
    pub fn files_called(&self, name: &str) -> &[usize] {
        let name = name.trim().trim_start_matches('/');
        self.files.get(&folded(name.strip_prefix("content/").unwrap_or(name))).map_or(&[], Vec::as_slice)
    }

    /// All names of pages, for suggestions; in no order.
    pub fn page_names(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// All paths of pages and files, for suggestions; in no order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.pages_by_path.keys().chain(self.files_by_path.keys()).map(SitePath::as_str)
    }
}

fn add(map: &mut HashMap<String, Vec<usize>>, name: String, who: usize) {
    let all = map.entry(name).or_default();
    if all.last() != Some(&who) && !all.contains(&who) {
        all.push(who);
    }
}

fn without_ending(path: &str, kind: Kind) -> &str {
    match kind {
        Kind::Tree => path.rsplit_once(".tree.").map_or(path, |(stem, _)| stem),
        Kind::Article => path.rsplit_once('.').map_or(path, |(stem, _)| stem),
    }
}

/// `a/b/c` → `a/b/c`, `b/c`, `c`. A file's own name alone is not a name where it is `index`.
fn endings(path: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(i, _)| i + 1));
    starts.map(|i| &path[i..]).filter(|name| !matches!(*name, "index" | "README" | ""))
}
