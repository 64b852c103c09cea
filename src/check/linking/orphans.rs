//! Pages that nothing leads to, and files that nothing uses.

use crate::link::{Fault, Page, Resolved, Site};
use crate::parse::Kind;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use std::collections::HashSet;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let mut reached: HashSet<usize> = site.navigation.iter().map(|entry| entry.page).collect();
    let mut used: HashSet<usize> = HashSet::new();
    for resolved in site.term_links.iter().flatten().chain(site.pages.iter().flat_map(|page| &page.links)) {
        match resolved {
            Resolved::File(file) => drop(used.insert(*file)),
            // Which of them is meant is told already.
            Resolved::Fault(Fault::Ambiguous(pages)) => reached.extend(pages),
            Resolved::Fault(Fault::AmbiguousFile(files)) => used.extend(files),
            _ => {}
        }
    }
    reached.extend(site.term_links.iter().flatten().filter_map(|resolved| match resolved {
        Resolved::Page { page, .. } => Some(*page),
        _ => None,
    }));
    // What it links to, nobody knows.
    let unread = site.unread.page();
    for (p, page) in site.pages.iter().enumerate() {
        if stands_for_itself(page) && page.linked_from.is_empty() && !reached.contains(&p) {
            problems.push(orphan(&page.facts().path).following(unread));
        }
    }
    let (named, is_private) = (site.names_file(), site.is_private());
    for (f, file) in site.files.iter().enumerate() {
        if !used.contains(&f) && !EXPECTED.contains(&file.path.file_name()) && !named(file) && !is_private(f) {
            problems.push(unused(&file.path).following(unread));
        }
    }
}

/// Files that are asked for by their names alone.
const EXPECTED: [&str; 2] = ["favicon.ico", "apple-touch-icon.png"];

/// Whether a page is there for its own sake. Folders' pages stand above those below them, and each page's foot leads to the trees.
fn stands_for_itself(page: &Page) -> bool {
    let facts = page.facts();
    let stem = facts.path.file_name().split('.').next().unwrap_or_default();
    let index = stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme");
    page.is_for_readers() && page.parent.is_some() && facts.kind == Kind::Article && !index && page.children.is_empty()
}

fn orphan(path: &SitePath) -> Problem {
    Problem::of_file(Code::OrphanPage, path, "No text and no decision tree links to this page").help(
        "Link to it where its readers would look for it, list it under `navigation` in `site.yaml`, or take it out.",
    )
}

fn unused(path: &SitePath) -> Problem {
    Problem::of_file(Code::UnusedFile, path, "Nothing on the site uses this file")
        .help("Link to it or show it on a page, or delete it.")
}
