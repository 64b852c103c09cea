//! The site → an index in small files, and the answers to a reader's words.
//!
//! Takes: a [`Site`]. Gives: an [`Index`], whose pieces a browser loads as it needs them, and which answers here too.
//! Never: reads a disk or keeps anything but its [`Memory`]. The ranking in `rank.rs` reads the very pieces that
//! `themes/default/assets/search.js` reads, by the same rules, in whole numbers: both give the same answer.

mod assemble;
mod distance;
mod entry;
mod lexicon;
mod pieces;
mod query;
mod rank;
mod stop_words;
mod words;

use crate::link::Site;
use crate::source::SitePath;
use entry::Entry;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use rank::{Answer, Hit};

/// Pages read before, by path and content. What has changed has another key.
#[derive(Debug, Default)]
pub struct Memory {
    pages: Mutex<Known>,
    reads: AtomicUsize,
}

type Known = HashMap<(SitePath, u128), Arc<Vec<Entry>>>;

impl Memory {
    /// How many pages were read for the last index: for tests that count work.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }
}

/// The index of a site: small files, to be published as they are.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// By name, such as `index.json` and `w0-1a2b3c4d.json`.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// The file that names all others; the only one whose name stays.
pub const ROOT: &str = "index.json";

/// Makes the index of a site. A page that has not changed is not read again.
pub fn index(site: &Site, memory: &Memory) -> Index {
    let mut known = memory.pages.lock().unwrap_or_else(PoisonError::into_inner);
    let found = |page: &&crate::link::Page| page.written && page.doc.front.search;
    type Read = ((SitePath, u128), Arc<Vec<Entry>>, bool);
    let pages: Vec<&crate::link::Page> = site.pages.iter().filter(found).collect();
    let read: Vec<Read> = pages
        .par_iter()
        .map(|page| {
            let key = (page.facts().path.clone(), page.doc.source.hash);
            match known.get(&key) {
                Some(entries) => (key, Arc::clone(entries), false),
                None => (key, Arc::new(entry::entries(&page.doc)), true),
            }
        })
        .collect();
    memory.reads.store(read.iter().filter(|(.., fresh)| *fresh).count(), Ordering::Relaxed);
    let entries: Vec<&Entry> = read.iter().flat_map(|(_, entries, _)| entries.iter()).collect();
    let files = assemble::assemble(&entries, &site.settings.language, &site.settings.synonyms);
    *known = read.into_iter().map(|(key, entries, _)| (key, entries)).collect();
    Index { files }
}

impl Index {
    /// The best places for these words.
    pub fn ask(&self, words: &str) -> Answer {
        rank::rank(self, words).unwrap_or_default()
    }
}
