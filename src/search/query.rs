//! A reader's words → the terms of the index that they may mean.
//!
//! `themes/default/assets/search.js` does the same, step by step and in the same order.

use super::distance::within;
use super::pieces::{Root, Term, Words};
use super::words::{is_open, is_pair, words};
use super::{Index, ROOT};
use std::collections::BTreeMap;

/// One word of the query.
#[derive(Debug, Default)]
pub(super) struct Slot {
    /// What it may mean, the likeliest first.
    pub(super) terms: Vec<Meaning>,
}

/// A term that a word may mean.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) term: Term,
    /// How surely, in sixteenths.
    pub(super) surely: u64,
    /// It is only guessed from a beginning: its texts are read where they are short.
    pub(super) guessed: bool,
}

/// More words than that nobody types.
const WORDS: usize = 12;
const EXACT: u64 = 16;
const SYNONYM: u64 = 14;
const COMPLETED: u64 = 12;
const SLIP: u64 = 12;
const RARE: u64 = 8;
/// So many completions are looked at.
const COMPLETIONS: usize = 6;
/// So many words at the same distance are looked at.
const NEAR: usize = 4;
/// So many pieces to either side are looked through for words with slips.
const AROUND: usize = 6;
/// So many pieces are looked through for one beginning.
const PIECES: usize = 3;

/// The index while it answers one query.
pub(super) struct Reader<'a> {
    index: &'a Index,
    pub(super) root: Root,
    words: BTreeMap<usize, Words>,
}

/// A word of the index: its form, its letters, its term.
type Known<'a> = (&'a str, Term);

impl<'a> Reader<'a> {
    pub(super) fn new(index: &'a Index) -> Option<Reader<'a>> {
        let root = serde_json::from_slice(index.files.get(ROOT)?).ok()?;
        Some(Reader { index, root, words: BTreeMap::new() })
    }

    pub(super) fn file(&self, kind: char, number: usize, hashes: &str, extension: &str) -> Option<&'a [u8]> {
        let from = number * super::pieces::HASH;
        let hash = hashes.get(from..from + super::pieces::HASH)?;
        self.index.files.get(&format!("{kind}{number}-{hash}.{extension}")).map(|bytes| &bytes[..])
    }

    /// The words of these pieces, in order.
    fn known(&mut self, pieces: impl Iterator<Item = usize>) -> Vec<Known<'_>> {
        let pieces: Vec<usize> = pieces.collect();
        for piece in &pieces {
            if !self.words.contains_key(piece) {
                let bytes = self.file('w', *piece, &self.root.words, "json").unwrap_or_default();
                self.words.insert(*piece, serde_json::from_slice(bytes).unwrap_or_default());
            }
        }
        let of = |piece: &usize| {
            let words = self.words.get(piece)?;
            let term = |place: &u32| words.terms.get(*place as usize).copied().unwrap_or_default();
            Some(words.forms.split(' ').zip(words.of.iter().map(term)))
        };
        pieces.iter().filter_map(of).flatten().collect()
    }

    /// The piece in which the word would be.
    fn piece(&self, word: &str) -> usize {
        self.root.first.partition_point(|first| first.as_str() <= word).saturating_sub(1)
    }

    /// The pieces in which words begin so.
    fn beginning(&self, start: &str) -> std::ops::RangeInclusive<usize> {
        let from = self.piece(start);
        let mut to = from;
        while self.root.first.get(to + 1).is_some_and(|first| first.starts_with(start)) {
            to += 1;
        }
        from..=to
    }

    fn exact(&mut self, word: &str) -> Option<Term> {
        let piece = self.piece(word);
        self.known(std::iter::once(piece)).iter().find(|(form, _)| *form == word).map(|(_, term)| *term)
    }

    /// The commonest words that begin so.
    fn completions(&mut self, start: &str, not: Option<Term>) -> Vec<Term> {
        let pieces = self.beginning(start).take(PIECES);
        let mut terms: Vec<Term> =
            self.known(pieces).into_iter().filter(|(form, _)| form.starts_with(start)).map(|(_, term)| term).collect();
        terms.sort_by_key(|term| (u32::MAX - term.1, term.0));
        terms.dedup_by_key(|term| term.0);
        terms.retain(|term| Some(*term) != not);
        terms.truncate(COMPLETIONS);
        terms
    }

    /// The nearest words within so many slips.
    fn near(&mut self, word: &str, most: usize, around: usize) -> Vec<(String, Term)> {
        let letters: Vec<char> = word.chars().collect();
        let first: String = letters.iter().take(1).collect();
        let own = self.piece(word);
        let mut pieces: Vec<usize> = self.beginning(&first).filter(|piece| piece.abs_diff(own) <= around).collect();
        if around > 0 && letters.len() > 1 {
            let swapped: String = [letters[1], letters[0]].iter().chain(&letters[2..]).collect();
            let without: String = letters[1..].iter().collect();
            pieces.extend([self.piece(&swapped), self.piece(&without)]);
        }
        pieces.sort_unstable();
        pieces.dedup();
        let mut near = Vec::new();
        for (form, term) in self.known(pieces.into_iter()) {
            let other: Vec<char> = form.chars().collect();
            if let Some(distance) = within(&letters, &other, most).filter(|distance| *distance > 0) {
                near.push((distance, other.first() != letters.first(), u32::MAX - term.1, form.to_owned(), term));
            }
        }
        near.sort_by(|a, b| (a.0, a.1, a.2, &a.3).cmp(&(b.0, b.1, b.2, &b.3)));
        let nearest = near.first().map_or(0, |found| found.0);
        let mut out: Vec<(String, Term)> = Vec::new();
        for (_, _, _, form, term) in near.into_iter().take_while(|found| found.0 == nearest) {
            if out.len() < NEAR && out.iter().all(|(_, known)| known.0 != term.0) {
                out.push((form, term));
            }
        }
        out
    }

    /// Words that differ in their endings alone: the site may know another form.
    fn other_form(&mut self, word: &str) -> Option<(String, Term)> {
        let letters: Vec<char> = word.chars().collect();
        let start: String = letters.get(..letters.len().saturating_sub(4).max(4))?.iter().collect();
        let pieces = self.beginning(&start).take(PIECES);
        let mut best: Option<(usize, u32, &str, Term)> = None;
        for (form, term) in self.known(pieces).into_iter().filter(|(form, _)| form.starts_with(&start)) {
            let common = form.chars().zip(&letters).take_while(|(a, b)| a == *b).count();
            if form.chars().count() <= common + 2 && best.is_none_or(|b| (b.0, b.1) < (common, term.1)) {
                best = Some((common, term.1, form, term));
            }
        }
        best.map(|(_, _, form, term)| (form.to_owned(), term))
    }

    /// What each word may mean; the words that were changed, and to what.
    pub(super) fn slots(&mut self, query: &str) -> (Vec<Slot>, Vec<(String, String)>) {
        let mut typed = words(query);
        let open = is_open(query) && typed.len() <= WORDS;
        typed.truncate(WORDS);
        let mut changed = Vec::new();
        let mut slots = Vec::new();
        for i in 0..typed.len() {
            let word = typed[i].as_str();
            let letters = word.chars().count();
            let exact = self.exact(word);
            let mut slot = Slot::default();
            slot.add(exact, EXACT, false);
            for (term, surely) in self.synonyms(&typed, i) {
                slot.add(Some(term), surely, false);
            }
            if open && i + 1 == typed.len() && letters > 1 {
                for term in self.completions(word, exact) {
                    slot.add(Some(term), COMPLETED, true);
                }
            }
            let guess = letters > 2 && !is_pair(word);
            if let Some(term) = exact {
                // One entry of many has it: perhaps the writer slipped as well.
                if guess && letters > 4 && term.1 == 1 && self.root.entries > 20 {
                    for (_, near) in self.near(word, 1, 0).into_iter().filter(|(_, near)| near.1 > 4) {
                        slot.add(Some(near), RARE, true);
                    }
                }
            } else if slot.terms.is_empty() && guess {
                let mut near = self.near(word, 1, AROUND);
                if near.is_empty() {
                    near.extend(self.other_form(word));
                }
                if near.is_empty() && letters > 7 {
                    near = self.near(word, 2, AROUND);
                }
                if let Some((form, _)) = near.first() {
                    changed.push((word.to_owned(), form.clone()));
                }
                for (_, term) in near {
                    slot.add(Some(term), SLIP, false);
                }
            }
            slots.push(slot);
        }
        (slots, changed)
    }

    /// What the site's synonyms put in place of the word at `at`, alone or in a phrase.
    fn synonyms(&mut self, typed: &[String], at: usize) -> Vec<(Term, u64)> {
        let mut instead: Vec<(String, u64)> = Vec::new();
        for group in &self.root.synonyms {
            for (p, phrase) in group.iter().enumerate() {
                let fits = |from: &usize| {
                    let there = typed.get(*from..from + phrase.len());
                    there.is_some_and(|there| there.iter().zip(phrase).all(|(word, forms)| is_form(word, forms)))
                };
                let from = (at + 1).saturating_sub(phrase.len());
                if !(from..=at).any(|from| fits(&from)) {
                    continue;
                }
                for (_, other) in group.iter().enumerate().filter(|(o, _)| *o != p) {
                    let surely = SYNONYM / other.len().max(1) as u64;
                    instead.extend(other.iter().filter_map(|forms| Some((forms.first()?.clone(), surely))));
                }
            }
        }
        instead.into_iter().filter_map(|(word, surely)| Some((self.exact(&word)?, surely))).collect()
    }
}

/// Whether a word is one of these forms, or one of them with an ending of two letters at most.
fn is_form(word: &str, forms: &[String]) -> bool {
    let longer = |form: &String| word.strip_prefix(form.as_str()).is_some_and(|ending| ending.chars().count() < 3);
    forms.iter().any(|form| word == form || form.chars().count() > 2 && longer(form))
}

impl Slot {
    fn add(&mut self, term: Option<Term>, surely: u64, guessed: bool) {
        if let Some(term) = term.filter(|term| self.terms.iter().all(|known| known.term.0 != term.0)) {
            self.terms.push(Meaning { term, surely, guessed });
        }
    }
}
