//! The terms of a query → the best places, in order.
//!
//! A score is a sum over the query's words: how much names and texts speak for the entry, times how rare the word is, and
//! as much again for the best section, more where several words meet in it. It is then cut by the square of the share of the
//! words that were found. At last the headings of the first places are compared with what was typed.
//! Whole numbers only: `themes/default/assets/search-index.js` comes to the same ones.

use super::Index;
use super::pieces::{List, NAME_BITS, Posting, SHOWN_PER_PIECE, Shown, TEXT_BITS, postings};
use super::query::{Meaning, Reader, Slot};
use super::words::words;
use std::borrow::Cow;
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
/// The headings of so many are compared with what was typed.
const COMPARED: usize = 20;
/// What a result of a tree counts for, in eighths.
const OF_A_RESULT: u64 = 5;
const NAME: u64 = 4;
const TEXT: u64 = 6;
const NAME_IN_SECTION: u64 = 60;
const TEXT_IN_SECTION: u64 = 30;

/// What one word of the query says for one entry.
#[derive(Clone, Copy, Default)]
struct Said {
    weight: u64,
    score: u64,
    name_mask: u32,
    name: u64,
    text_mask: u32,
    text: u64,
}

pub(super) fn rank(index: &Index, query: &str) -> Option<Answer> {
    let mut reader = Reader::new(index)?;
    let (slots, changed) = reader.slots(query);
    let mut found: BTreeMap<u32, Vec<Said>> = BTreeMap::new();
    for slot in &slots {
        for (entry, said) in said(&reader, slot) {
            found.entry(entry).or_default().push(said);
        }
    }
    let all = slots.iter().map(|slot| u64::from(slot.terms[0].term.weight)).sum::<u64>().max(1);
    let score = |(entry, words): (u32, Vec<Said>)| {
        let (bonus, section) = best_section(&words);
        let share: u64 = words.iter().map(|said| said.weight).sum();
        let sum: u64 = words.iter().map(|said| said.score).sum();
        ((sum + bonus) * share * share / (all * all), entry, section)
    };
    let mut scored: Vec<(u64, u32, u32)> = found.into_iter().map(score).collect();
    scored.sort_unstable_by_key(|(score, entry, _)| (u64::MAX - score, *entry));
    let meant =
        |word: String| changed.iter().find(|(typed, _)| *typed == word).map_or(word, |(_, meant)| meant.clone());
    let typed = words(query);
    let told = reader.told(&typed);
    let typed: Vec<(String, bool)> = typed.into_iter().map(meant).zip(told).collect();
    let places = scored.into_iter().take(HITS).enumerate();
    let shown = places.filter_map(|(i, place)| hit(&reader, place, if i < COMPARED { &typed } else { &[] }));
    let mut hits: Vec<Hit> = shown.collect();
    hits.sort_by_key(|hit| u64::MAX - hit.score);
    Some(Answer { hits, changed })
}

/// The words that were typed, each with whether it says something. Where one name has all of these,
/// the score is half as much again; where it begins with them, three quarters; where it has no other, twice as much.
fn compared(score: u64, names: &[Cow<'_, str>], typed: &[(String, bool)]) -> u64 {
    let own: Vec<String> = names.iter().map(|name| format!(" {}", words(name).join(" "))).collect();
    let has = |name: &String| typed.iter().all(|(word, told)| !told || name.contains(&format!(" {word}")));
    let whole: String = typed.iter().map(|(word, _)| format!(" {word}")).collect();
    if own.contains(&whole) {
        score * 2
    } else if own.iter().any(|name| name.starts_with(&whole)) {
        score * 7 / 4
    } else if own.iter().any(has) {
        score * 6 / 4
    } else {
        score
    }
}

/// What a word says for each entry, by the meaning that says most.
fn said(reader: &Reader<'_>, slot: &Slot) -> HashMap<u32, Said> {
    let mut out: HashMap<u32, Said> = HashMap::new();
    let weight = u64::from(slot.terms[0].term.weight);
    for Meaning { term, surely, names, texts, .. } in &slot.terms {
        let part = |list: &List, factor: u64| u64::from(list.weight) * factor * surely / 16;
        let none = Said {
            weight,
            name: part(&term.names, NAME_IN_SECTION),
            text: part(&term.texts, TEXT_IN_SECTION),
            ..Said::default()
        };
        let mut one: HashMap<u32, Said> = HashMap::new();
        for posting in list(reader, 'n', *names, &term.names, NAME_BITS) {
            let said = one.entry(posting.entry).or_insert(none);
            said.score += part(&term.names, NAME * u64::from(posting.impact));
            said.name_mask = posting.mask;
        }
        for posting in list(reader, 't', *texts, &term.texts, TEXT_BITS) {
            let said = one.entry(posting.entry).or_insert(none);
            said.score += part(&term.texts, TEXT * u64::from(posting.impact));
            said.text_mask = posting.mask;
        }
        for (entry, said) in one {
            let known = out.entry(entry).or_default();
            if said.score > known.score {
                *known = said;
            }
        }
    }
    // What says nothing was not found.
    out.retain(|_, said| said.score > 0);
    out
}

fn list(reader: &Reader<'_>, kind: char, read: bool, list: &List, bits: u32) -> Vec<Posting> {
    let List { piece, place, length, .. } = *list;
    if length == 0 || !read {
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

/// What is shown of a place. Its heading, or at a page's beginning the page's names, are compared with what was `typed`, if given.
fn hit(reader: &Reader<'_>, (score, entry, section): (u64, u32, u32), typed: &[(String, bool)]) -> Option<Hit> {
    let entry = entry as usize;
    let bytes = reader.file('e', entry / SHOWN_PER_PIECE, &reader.root.shown, "json")?;
    let mut shown: Vec<Shown<'_>> = serde_json::from_slice(bytes).ok()?;
    let place = entry % SHOWN_PER_PIECE;
    let Shown { t, a, w, c, s } = (place < shown.len()).then(|| shown.swap_remove(place))?;
    let [heading, href, excerpt] = s.into_iter().nth(section as usize)?;
    let names = if heading.is_empty() { std::iter::once(t.clone()).chain(a).collect() } else { vec![heading.clone()] };
    let score = if typed.is_empty() { score } else { compared(score, &names, typed) };
    // A result is somebody's who has answered: who only asks comes to the questions first, or to an article.
    let score = if w.is_empty() { score } else { score * OF_A_RESULT / 8 };
    let [title, heading, within, care, href, excerpt] = [t, heading, w, c, href, excerpt].map(Cow::into_owned);
    Some(Hit { title, heading, within, care, href, excerpt, score })
}
