//! Pages that are about the same: by rare words they share, by tags, and by links to and from the same pages.
//!
//! Takes: the pages, linked. Gives: a [`Related`], which names the pages nearest to one when it is asked.
//! Never: compares all pages with all. A word leads to the pages that use it, and one that many use is passed over; and it
//! reckons in whole numbers, so that every machine comes to the same.

use super::{Page, Resolved, Site};
use crate::parse::{Kind, words::Words};
use crate::source::SitePath;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// So many pages are named.
const SHOWN: usize = 4;
/// So many of a page's most telling words are followed.
const FOLLOWED: usize = 40;
/// A word, a tag or a page that leads to more pages than this tells nothing.
const CROWD: usize = 200;
/// Of one that is this much less alike than the nearest, nothing is said.
const FAR: u64 = 3;
/// What a shared tag counts, and a page that both link to, or that links to both, where a word counts one.
const TAG: u64 = 6;
const LINK: u64 = 2;
/// In so many parts the words are kept, so that an edit copies the parts that it touches.
const SHARDS: usize = 256;

type Shard = HashMap<u32, Vec<(u32, u8)>>;

/// Which pages use which word.
#[derive(Clone, Debug, Default)]
pub struct Related {
    shards: Vec<Arc<Shard>>,
}

/// The words of the pages as they were last.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pages: Vec<(SitePath, Arc<Words>)>,
    related: Related,
}

impl Memory {
    /// Learns the words of the pages; of those that were there before, only what is new.
    pub(super) fn learn(&mut self, pages: &[Page]) -> Related {
        let same = self.pages.len() == pages.len()
            && self.pages.iter().zip(pages).all(|((path, _), page)| *path == page.facts().path);
        if !same {
            *self = Memory::default();
            self.related.shards = vec![Arc::default(); SHARDS];
            self.pages = pages.iter().map(|page| (page.facts().path.clone(), Arc::default())).collect();
        }
        for (p, (page, (_, known))) in pages.iter().zip(&mut self.pages).enumerate() {
            let words = &page.doc.words;
            if !Arc::ptr_eq(known, words) {
                self.related.change(p as u32, known, words);
                *known = Arc::clone(words);
            }
        }
        self.related.clone()
    }
}

impl Related {
    fn change(&mut self, page: u32, old: &Words, new: &Words) {
        for (word, _) in old.iter().filter(|word| new.binary_search(word).is_err()) {
            let pages = Arc::make_mut(&mut self.shards[*word as usize % SHARDS]).entry(*word).or_default();
            pages.retain(|(known, _)| *known != page);
        }
        for (word, count) in new.iter().filter(|word| old.binary_search(word).is_err()) {
            let pages = Arc::make_mut(&mut self.shards[*word as usize % SHARDS]).entry(*word).or_default();
            let place = pages.partition_point(|(known, _)| *known < page);
            pages.insert(place, (page, *count));
        }
    }

    fn pages(&self, word: u32) -> &[(u32, u8)] {
        self.shards.get(word as usize % SHARDS).and_then(|shard| shard.get(&word)).map_or(&[], Vec::as_slice)
    }

    /// The pages nearest to one, the nearest first; those that stand on its page already are left out.
    pub fn of(&self, site: &Site, p: usize) -> Vec<usize> {
        let page = &site.pages[p];
        let all = site.pages.len();
        let mut near: HashMap<usize, u64> = HashMap::new();
        self.by_words(site, p, &mut near);
        for part in &page.tags {
            let pages = &site.tags[part].pages;
            if pages.len() <= CROWD {
                pages.iter().for_each(|q| *near.entry(*q).or_insert(0) += TAG * rarity(all, pages.len()));
            }
        }
        for to in linked(page).filter(|to| leads_on(&site.pages[*to])) {
            let from = &site.pages[to].linked_from;
            if from.len() <= CROWD {
                from.iter().for_each(|(q, _)| *near.entry(*q).or_insert(0) += LINK * rarity(all, from.len()));
            }
        }
        for (from, _) in page.linked_from.iter().filter(|(from, _)| leads_on(&site.pages[*from])) {
            let links: BTreeSet<usize> = linked(&site.pages[*from]).collect();
            if links.len() <= CROWD {
                links.iter().for_each(|q| *near.entry(*q).or_insert(0) += LINK * rarity(all, links.len()));
            }
        }
        let there = |q: usize| {
            q == p
                || [page.before, page.after].contains(&Some(q))
                || linked(page).any(|to| to == q)
                || page.linked_from.iter().any(|(from, _)| *from == q)
        };
        let listed = |q: usize| {
            let other = &site.pages[q];
            other.written && other.parent.is_some() && other.children.is_empty() && other.facts().kind == Kind::Article
        };
        let mut found: Vec<(u64, usize)> =
            near.into_iter().filter(|(q, _)| listed(*q) && !there(*q)).map(|(q, score)| (score, q)).collect();
        found.sort_unstable_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        let nearest = found.first().map_or(0, |(score, _)| *score);
        found.into_iter().take_while(|(score, _)| score * FAR >= nearest).take(SHOWN).map(|(_, q)| q).collect()
    }

    fn by_words(&self, site: &Site, p: usize, near: &mut HashMap<usize, u64>) {
        let all = site.pages.len();
        let crowd = (all / 3).clamp(4, CROWD);
        let mut telling: Vec<(u64, u32)> = Vec::new();
        for (word, count) in site.pages[p].doc.words.iter() {
            let known = self.pages(*word).len();
            if known > 1 && known <= crowd {
                telling.push((rarity(all, known) * used(*count), *word));
            }
        }
        telling.sort_unstable_by(|a, b| b.cmp(a));
        let mut words: HashMap<usize, u64> = HashMap::new();
        for (weight, word) in telling.into_iter().take(FOLLOWED) {
            for (q, count) in self.pages(word) {
                *words.entry(*q as usize).or_insert(0) += weight * used(*count);
            }
        }
        // A long page uses more words of everything.
        for (q, score) in words {
            let length = site.pages[q].doc.words.len().max(1) as u64;
            *near.entry(q).or_insert(0) += score * 4 / length.isqrt().max(1);
        }
    }
}

/// Whether it tells something that a page links there or from there: a folder's page or a tree lead to everything.
fn leads_on(page: &Page) -> bool {
    page.children.is_empty() && page.facts().kind == Kind::Article
}

/// The pages that a page links to, each link.
fn linked(page: &Page) -> impl Iterator<Item = usize> {
    page.links.iter().filter_map(|link| match link {
        Resolved::Page { page, .. } => Some(*page),
        _ => None,
    })
}

/// How much it tells to be one of so many pages: sixteen times the binary logarithm of the odds.
fn rarity(all: usize, pages: usize) -> u64 {
    let odds = ((all as u64) << 8) / (pages.max(1) as u64);
    let whole = u64::from(odds.max(256).ilog2());
    let part = (odds.max(256) >> whole.saturating_sub(4)) & 15;
    (whole - 8) * 16 + part
}

/// A word that is used twice tells more, but not twice as much.
fn used(count: u8) -> u64 {
    u64::from(count.max(1).ilog2()) + 1
}
