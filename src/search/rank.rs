//! The terms of a query → the best places, in order.
//!
//! A score is a sum over the query's words: how much names and texts speak for the entry, times how rare the word is, and
//! as much again for the best section, more where several words meet in it. It is then cut by the square of the share of the
//! words that were found. Whole numbers only: `themes/default/assets/search.js` comes to the same ones.

use super::Index;
use super::pieces::{List, NAME_BITS, Posting, SHOWN_PER_PIECE, Shown, TEXT_BITS, postings};
use super::query::{Meaning, Reader, Slot};
use std::collections::{BTreeMap, HashMap};

/// What a query is answered with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The best places, the best first.
    pub hits: Vec<Hit>,
    /// Words that the site does not know, and those that were looked for instead.
    pub changed: Vec<(String, String)>,
}

/// A place that may be what the reader looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// The page's title.
    pub title: String,
    /// The heading; empty where the page's beginning is meant.
    pub heading: String,
    /// The tree that it belongs to; or empty.
    pub within: String,
    /// How soon help is needed, where it is an outcome; else empty.
    pub care: String,
    /// From the site's start page.
    pub href: String,
    /// How the section begins.
    pub excerpt: String,
    /// Larger is better; to be compared within one answer alone.
    pub score: u64,
}

/// So many places are given.
pub const HITS: usize = 20;
/// The sections of so many entries are looked at.
const LOOKED_AT: usize = 200;
/// So many bytes of texts' postings are read for one query; the shortest list is always read.
const TEXT_BYTES: u64 = 65_536;
/// So many bytes for a word that is only guessed.
const GUESSED_BYTES: u32 = 4_096;
const NAME: u64 = 4;
const TEXT: u64 = 6;
const NAME_IN_SECTION: u64 = 60;
const TEXT_IN_SECTION: u64 = 30;

/// What one word of the query says for one entry.
#[derive(Clone, Copy, Default)]
struct Said {
    score: u64,
    name_mask: u32,
    name: u64,
    text_mask: u32,
    text: u64,
}

pub(super) fn rank(index: &Index, query: &str) -> Option<Answer> {
    let mut reader = Reader::new(index)?;
    let (slots, changed) = reader.slots(query);
    let slots: Vec<Slot> = slots.into_iter().filter(|slot| !slot.terms.is_empty()).collect();
    let read = texts_to_read(&slots);
    let said: Vec<HashMap<u32, Said>> = slots.iter().map(|slot| said(&reader, slot, &read)).collect();
    let weights: Vec<u64> = slots.iter().map(|slot| u64::from(slot.terms[0].term.2)).collect();

    let mut sums: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for (word, weight) in said.iter().zip(&weights) {
        for (entry, said) in word {
            let sum = sums.entry(*entry).or_default();
            sum.0 += said.score;
            sum.1 += weight;
        }
    }
    let all: u64 = weights.iter().sum::<u64>().max(1);
    let cut = |score: u64, found: u64| score * found * found / (all * all);
    let mut best: Vec<(u64, u32)> = sums.iter().map(|(entry, (score, found))| (cut(*score, *found), *entry)).collect();
    best.sort_unstable_by_key(|(score, entry)| (u64::MAX - score, *entry));
    best.truncate(LOOKED_AT);
    let mut scored: Vec<(u64, u32, u32)> = best
        .into_iter()
        .map(|(_, entry)| {
            let words: Vec<Said> = said.iter().filter_map(|word| word.get(&entry).copied()).collect();
            let (bonus, section) = best_section(&words);
            let (score, found) = sums[&entry];
            (cut(score + bonus, found), entry, section)
        })
        .collect();
    scored.sort_unstable_by_key(|(score, entry, _)| (u64::MAX - score, *entry));
    let hits = scored.into_iter().take(HITS).filter_map(|(score, entry, section)| hit(&reader, score, entry, section));
    Some(Answer { hits: hits.collect(), changed })
}

/// The terms whose texts are read: those of words that are meant, the shortest lists first, as far as the bytes reach; those
/// of words that are guessed only where they are short.
fn texts_to_read(slots: &[Slot]) -> BTreeMap<u32, bool> {
    let all = || slots.iter().flat_map(|slot| &slot.terms);
    let mut meant: Vec<(u32, u32)> = all().filter(|m| !m.guessed).map(|m| (m.term.4.3, m.term.0)).collect();
    meant.sort_unstable();
    meant.dedup();
    let mut read: BTreeMap<u32, bool> = BTreeMap::new();
    let mut bytes = 0;
    for (length, id) in meant {
        bytes += u64::from(length);
        if bytes <= TEXT_BYTES || bytes == u64::from(length) {
            read.insert(id, true);
        }
    }
    for Meaning { term, .. } in all().filter(|m| m.guessed && m.term.4.3 <= GUESSED_BYTES) {
        read.insert(term.0, true);
    }
    read
}

/// What a word says for each entry, by the meaning that says most.
fn said(reader: &Reader<'_>, slot: &Slot, read: &BTreeMap<u32, bool>) -> HashMap<u32, Said> {
    let mut out: HashMap<u32, Said> = HashMap::new();
    for Meaning { term, surely, .. } in &slot.terms {
        let mut one: BTreeMap<u32, Said> = BTreeMap::new();
        let List(weight, ..) = term.3;
        for posting in list(reader, 'n', &term.3, NAME_BITS) {
            let said = one.entry(posting.entry).or_default();
            said.score += u64::from(weight) * NAME * u64::from(posting.impact) * surely / 16;
            said.name_mask = posting.mask;
            said.name = u64::from(weight) * NAME_IN_SECTION * surely / 16;
        }
        if read.contains_key(&term.0) {
            let List(weight, ..) = term.4;
            for posting in list(reader, 't', &term.4, TEXT_BITS) {
                let said = one.entry(posting.entry).or_default();
                said.score += u64::from(weight) * TEXT * u64::from(posting.impact) * surely / 16;
                said.text_mask = posting.mask;
                said.text = u64::from(weight) * TEXT_IN_SECTION * surely / 16;
            }
        }
        for (entry, said) in one {
            let known = out.entry(entry).or_default();
            if said.score > known.score {
                *known = said;
            }
        }
    }
    out
}

fn list(reader: &Reader<'_>, kind: char, list: &List, bits: u32) -> Vec<Posting> {
    let List(_, piece, place, length) = *list;
    if length == 0 {
        return Vec::new();
    }
    let hashes = if kind == 'n' { &reader.root.names } else { &reader.root.texts };
    let bytes = reader.file(kind, piece as usize, hashes, "bin").unwrap_or_default();
    let (from, to) = (place as usize, place as usize + length as usize);
    postings(bytes.get(from..to).unwrap_or_default(), bits)
}

/// The section where the words say most, and how much; of equals the first.
fn best_section(words: &[Said]) -> (u64, u32) {
    let mut rest = words.iter().fold(0, |mask, said| mask | said.name_mask | said.text_mask);
    let (mut best, mut section) = (0, 0);
    while rest != 0 {
        let bit = rest & rest.wrapping_neg();
        rest ^= bit;
        let (mut sum, mut met) = (0, 0);
        for said in words {
            let name = if said.name_mask & bit == 0 { 0 } else { said.name };
            let text = if said.text_mask & bit == 0 { 0 } else { said.text };
            sum += name + text;
            met += u64::from(name + text > 0);
        }
        let sum = sum * (met + 1) / 2;
        if sum > best {
            (best, section) = (sum, bit.trailing_zeros());
        }
    }
    (best, section)
}

fn hit(reader: &Reader<'_>, score: u64, entry: u32, section: u32) -> Option<Hit> {
    let entry = entry as usize;
    let bytes = reader.file('e', entry / SHOWN_PER_PIECE, &reader.root.shown, "json")?;
    let mut shown: Vec<Shown> = serde_json::from_slice(bytes).ok()?;
    let place = entry % SHOWN_PER_PIECE;
    let Shown { t, w, c, s } = (place < shown.len()).then(|| shown.swap_remove(place))?;
    let (heading, href, excerpt) = s.into_iter().nth(section as usize)?;
    Some(Hit { title: t, heading, within: w, care: c, href, excerpt, score })
}
