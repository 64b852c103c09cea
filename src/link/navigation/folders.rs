//! Pages of folders that have none.
//!
//! Takes: the pages that were written. Gives: one more for each folder that holds some, and for the site.
//! Never: stands in the place of one that was written.

use crate::link::{Page, page};
use crate::parse::{self, Dialect};
use crate::source::{CONTENT, SitePath, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Gives each folder that holds pages, and the site, a page of its own where its author wrote none: an empty text.
pub(in crate::link) fn add_folders(pages: &mut Vec<Page>, dialect: Dialect) {
    let facts: Vec<(&SitePath, &str)> =
        pages.par_iter().map(|page| (&page.facts().path, page.facts().address.as_str())).collect();
    let apart = facts.iter().all(|(path, _)| path.below() != path.as_str());
    // By their addresses: two folders can have one.
    let mut folders = BTreeMap::from([("/".to_owned(), "")]);
    let mut seen = HashSet::new();
    for (path, _) in &facts {
        let mut folder = path.below_folder();
        while !folder.is_empty() && seen.insert(folder) {
            let address = folder.split('/').filter(|p| !p.is_empty()).fold("/".into(), |mut out: String, part| {
                out.push_str(&crate::source::slug::address_part(part));
                out.push('/');
                out
            });
            if folders.insert(address, folder).is_some() {
                break;
            }
            folder = folder.rfind('/').map_or("", |i| &folder[..i]);
        }
    }
    for (_, address) in &facts {
        folders.remove(*address);
    }
    let made = folders.into_values().map(|folder| {
        let top = if apart { CONTENT } else { "" };
        let parts: Vec<&str> = [top, folder, "index.md"].into_iter().filter(|part| !part.is_empty()).collect();
        let source = Source::new(parts.join("/").into(), String::new());
        page(Arc::new(parse::article_in(&Arc::new(source), dialect)), false)
    });
    let made: Vec<Page> = made.collect();
    pages.extend(made);
}
