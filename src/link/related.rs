//! Pages that are about the same: by rare words they share, by tags, and by links to and from the same pages.
//!
//! Takes: the pages, linked. Gives: a [`Related`], which names the pages nearest to one when it is asked.
//! Never: compares all pages with all. A word leads to the pages that use it, and one that many use is passed over; and it
//! reckons in whole numbers, so that every machine comes to the same.

use super::{Page, Resolved, Site};
use crate::parse::{Kind, words::Words};
use crate::source::SitePath;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many pages are named.
const SHOWN: usize = 4;
/// So many of a page's most telling words are followed.
const FOLLOWED: usize = 32;
/// A word, a tag or a page that leads to more pages than this tells nothing.
const CROWD: usize = 40;
/// Of one that is this much less alike than the nearest, nothing is said.
const FAR: u64 = 3;
/// What a shared tag counts, and a page that both link to, or that links to both, where a word counts one.
const TAG: u64 = 6;
const LINK: u64 = 2;
/// In so many parts the words are kept, so that an edit copies the parts that it touches.
const SHARDS: usize = 256;

/// Words, each with the pages that use it and how often they do.
type Shard = HashTable<(u32, Vec<(u32, u8)>)>;

/// Which pages use which word.
#[derive(Clone, Debug, Default)]
pub struct Related {
    shards: Vec<Arc<Shard>>,
    /// How many words each page uses. Here they lie side by side; to look at the pages themselves is to wait for the memory.
    lengths: Arc<Vec<u32>>,
}

/// The words of the pages as they were last.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pages: Vec<(SitePath, Words)>,
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
            self.pages = pages.par_iter().map(|page| (page.facts().path.clone(), Words::default())).collect();
        }
        let found = pages.par_iter().zip(&self.pages).map(|(page, (_, known))| {
            let words = &page.doc.words;
            (!Arc::ptr_eq(known, words)).then(|| Arc::clone(words))
        });
        let found: Vec<Option<Words>> = found.collect();
        self.related.lengths = Arc::new(pages.iter().map(|page| page.doc.words.len() as u32).collect());
        for (p, (found, (_, known))) in found.into_iter().zip(&mut self.pages).enumerate() {
            if let Some(words) = found {
                self.related.change(p as u32, known, &words);
                *known = words;
            }
        }
        self.related.clone()
    }
}

impl Related {
    fn change(&mut self, page: u32, old: &[(u32, u8)], new: &[(u32, u8)]) {
        for (word, _) in old.iter().filter(|word| new.binary_search(word).is_err()) {
            self.pages_mut(*word).retain(|(known, _)| *known != page);
        }
        for (word, count) in new.iter().filter(|word| old.binary_search(word).is_err()) {
            let pages = self.pages_mut(*word);
            // Of a new site the pages come in order.
            let place = match pages.last() {
                Some((last, _)) if *last > page => pages.partition_point(|(known, _)| *known < page),
                _ => pages.len(),
            };
            pages.insert(place, (page, *count));
        }
    }

    fn pages(&self, word: u32) -> &[(u32, u8)] {
        let shard = self.shards.get(word as usize % SHARDS);
        shard.and_then(|shard| shard.find(key(word), |(known, _)| *known == word)).map_or(&[], |(_, pages)| pages)
    }

    fn pages_mut(&mut self, word: u32) -> &mut Vec<(u32, u8)> {
        let shard = Arc::make_mut(&mut self.shards[word as usize % SHARDS]);
        let entry = shard.entry(key(word), |(known, _)| *known == word, |(known, _)| key(*known));
        &mut entry.or_insert_with(|| (word, Vec::new())).into_mut().1
    }

    /// The pages nearest to one, the nearest first; those that stand on its page already are left out.
    pub fn of(&self, site: &Site, p: usize) -> Vec<usize> {
        let page = &site.pages[p];
        if page.doc.made {
            return Vec::new();
        }
        let mut near = self.by_words(site, p);
        by_tags_and_links(site, page, &mut near);
        let mut there: Vec<usize> = linked(page).chain(page.linked_from.iter().map(|(from, _)| *from)).collect();
        there.extend([Some(p), page.before, page.after].into_iter().flatten());
        there.sort_unstable();
        let listed = |q: usize| {
            let other = &site.pages[q];
            other.is_for_readers()
                && other.parent.is_some()
                && other.children.is_empty()
                && other.facts().kind == Kind::Article
                && there.binary_search(&q).is_err()
        };
        let found = nearest(near, |q| listed(q as usize));
        let nearest = found.first().map_or(0, |(_, score)| *score);
        found.into_iter().take_while(|(_, score)| score * FAR >= nearest).map(|(q, _)| q as usize).collect()
    }

    fn by_words(&self, site: &Site, p: usize) -> Scores {
        let all = site.pages.len();
        let crowd = (all / 3).clamp(4, CROWD);
        let mut telling: Vec<(u64, &[(u32, u8)])> = Vec::new();
        for (word, count) in site.pages[p].doc.words.iter() {
            let users = self.pages(*word);
            if users.len() > 1 && users.len() <= crowd {
                telling.push((rarity(all, users.len()) * used(*count), users));
            }
        }
        // The words of a page have an order, so that equals stay as they are.
        telling.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let mut near = Scores::default();
        for (weight, users) in telling.into_iter().take(FOLLOWED) {
            for (q, count) in users {
                near.add(*q, weight * used(*count));
            }
        }
        // A long page uses more words of everything.
        for (q, score) in &mut near.pages {
            let length = u64::from(self.lengths[*q as usize].max(1));
            *score = *score * 4 / length.isqrt().max(1);
        }
        near
    }
}

/// Where a shard keeps a word, which is a hash already: by the bits that are not alike for all words of the shard.
fn key(word: u32) -> u64 {
    (u64::from(word) << 32) | (u64::from(word) / SHARDS as u64)
}

fn by_tags_and_links(site: &Site, page: &Page, near: &mut Scores) {
    let all = site.pages.len();
    let mut add = |pages: &mut dyn ExactSizeIterator<Item = usize>, weight: u64| {
        let count = pages.len();
        if count <= CROWD {
            pages.for_each(|q| near.add(q as u32, weight * rarity(all, count)));
        }
    };
    for part in &page.tags {
        add(&mut site.tags[part].pages.iter().copied(), TAG);
    }
    for to in linked(page).filter(|to| leads_on(&site.pages[*to])) {
        add(&mut site.pages[to].linked_from.iter().map(|(from, _)| *from), LINK);
    }
    for (from, _) in page.linked_from.iter().filter(|(from, _)| leads_on(&site.pages[*from])) {
        // One that links to everything is not read to its end for each page that it links to.
        let mut links = BTreeSet::new();
        let _ = linked(&site.pages[*from]).find(|to| links.insert(*to) && links.len() > CROWD);
        add(&mut links.into_iter(), LINK);
    }
}

/// What was found for each page, added up.
#[derive(Default)]
struct Scores {
    pages: Vec<(u32, u64)>,
    /// Where a page stands in `pages`.
    places: HashTable<u32>,
}

impl Scores {
    fn add(&mut self, page: u32, score: u64) {
        // Numbers in a row are put apart, as the table wants it.
        let hash = |page: u32| u64::from(page).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let known = self.places.find(hash(page), |place| self.pages[*place as usize].0 == page);
        match known {
            Some(place) => self.pages[*place as usize].1 += score,
            None => {
                let pages = &self.pages;
                self.places.insert_unique(hash(page), pages.len() as u32, |place| hash(pages[*place as usize].0));
                self.pages.push((page, score));
            }
        }
    }
}

/// The pages that are wanted with the highest scores, the highest first; of equals the first page.
fn nearest(scores: Scores, wanted: impl Fn(u32) -> bool) -> Vec<(u32, u64)> {
    let mut best: Vec<(u32, u64)> = Vec::with_capacity(SHOWN + 1);
    for (q, score) in scores.pages {
        let place = best.partition_point(|(other, higher)| (*higher, q) > (score, *other));
        if place < SHOWN && wanted(q) {
            best.insert(place, (q, score));
            best.truncate(SHOWN);
        }
    }
    best
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
