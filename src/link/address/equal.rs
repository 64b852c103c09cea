//! Equal addresses in a folder that another program reads too.
//!
//! Takes: the pages that are published. Gives: the same, each with an address of its own, and which of them were given another.
//! Never: changes a page that nobody else's address stands against, or one of a site of ours: there it is a mistake.
//!
//! Other programs tell `MAAS` and `MaaS` apart, or leave one of two out. Here the first keeps its address: one that its author
//! wants, else an `index`, else the first by path. The others get a number.

use crate::link::{EVERYTHING, SEARCH};
use crate::parse::{Doc, readdressed};
use crate::source::SitePath;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// A page that was given another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Its file.
    pub path: SitePath,
    /// The address that was taken.
    pub wanted: String,
    /// Its address now.
    pub address: String,
    /// The file whose the other one is; where that is none, the program made the page.
    pub holder: Option<SitePath>,
}

/// Names of a note that is a folder's first page without being its `index`.
const HOME: &str = "home.md";

/// Gives each page an address of its own, and the site a home page, if a note is called so.
pub fn told_apart(docs: Vec<Arc<Doc>>) -> (Vec<Arc<Doc>>, Vec<Numbered>) {
    let at_home = |docs: &[Arc<Doc>]| docs.iter().any(|doc| doc.facts.address == "/");
    let home = if at_home(&docs) {
        None
    } else {
        docs.iter().position(|doc| doc.facts.path.below().eq_ignore_ascii_case(HOME) && doc.front.permalink.is_none())
    };
    let rank = |doc: &Doc| {
        let name = doc.facts.path.file_name().to_lowercase();
        (doc.front.permalink.is_none(), !name.contains("index."), name.contains("index.html."))
    };
    let mut order: Vec<usize> = (0..docs.len()).collect();
    order.sort_by_cached_key(|d| (rank(&docs[*d]), docs[*d].facts.path.clone()));
    let mut taken: HashMap<String, Option<SitePath>> = HashMap::with_capacity(docs.len());
    taken.extend([EVERYTHING, SEARCH].map(|address| (address.to_owned(), None)));
    let mut moved: Vec<(usize, String)> = home.into_iter().map(|home| (home, "/".to_owned())).collect();
    let mut numbered = Vec::new();
    // An address that a later page has by itself is not given away.
    let own: HashMap<String, usize> = order.iter().rev().map(|d| (docs[*d].facts.address.to_lowercase(), *d)).collect();
    for d in order.into_iter().filter(|d| Some(*d) != home) {
        let facts = &docs[d].facts;
        let wanted = facts.address.to_lowercase();
        let Some(holder) = taken.get(&wanted).cloned() else {
            taken.insert(wanted, Some(facts.path.clone()));
            continue;
        };
        let stem = facts.address.trim_end_matches('/');
        let stem = if stem.is_empty() { "/home" } else { stem };
        let free = |address: &String| {
            let key = address.to_lowercase();
            !taken.contains_key(&key) && own.get(&key).is_none_or(|owner| *owner == d)
        };
        let Some(address) = (2_u32..).map(|number| format!("{stem}-{number}/")).find(free) else { continue };
        taken.insert(address.to_lowercase(), Some(facts.path.clone()));
        numbered.push(Numbered {
            path: facts.path.clone(),
            wanted: facts.address.clone(),
            address: address.clone(),
            holder,
        });
        moved.push((d, address));
    }
    let mut docs = docs;
    let anew: Vec<(usize, Arc<Doc>)> =
        moved.into_par_iter().map(|(d, address)| (d, Arc::new(readdressed(&docs[d], address)))).collect();
    for (d, doc) in anew {
        docs[d] = doc;
    }
    numbered.sort_by(|a, b| a.path.cmp(&b.path));
    (docs, numbered)
}
