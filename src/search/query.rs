//! A reader's words → the terms of the index that they may mean, and which of their lists are read.
//!
//! `themes/default/assets/search-index.js` does the same, step by step and in the same order.

use super::distance::within;
use super::pieces::{HASH, Root, Term, Words};
use super::words::{in_order, is_open, is_pair, words};
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
    /// Whether the list of names is read.
    pub(super) names: bool,
    /// Whether the list of texts is read.
    pub(super) texts: bool,
    guessed: bool,
}

/// More words than that nobody types.
const WORDS: usize = 12;
const EXACT: u64 = 16;
const SYNONYM: u64 = 14;
const GUESSED: u64 = 12;
const RARE: u64 = 8;
/// By so much a stop word weighs less.
const LITTLE: u32 = 8;
/// A word of so many letters is near to many others.
const BRIEF: usize = 3;
/// Of a word of so many letters a slip changes neither the first nor the last.
const SHORT: usize = 5;
/// Of a word of so many, not the first.
const MIDDLING: usize = 7;
/// So many completions are looked at.
const COMPLETIONS: usize = 12;
/// So many words at the same distance are looked at.
const NEAR: usize = 4;
/// So many pieces to either side are looked through for words with slips.
const AROUND: usize = 6;
/// So many pieces are looked through for one beginning.
const PIECES: usize = 3;
/// So many bytes of texts' postings are read for one query, the shortest lists first: long ones tell little.
const TEXT_BYTES: u32 = 12_288;
/// So many bytes are read for words that are only guessed.
const GUESSED_BYTES: u32 = 8_192;

/// The index while it answers one query.
pub(super) struct Reader<'a> {
    index: &'a Index,
    pub(super) root: Root,
    words: BTreeMap<usize, Words>,
}

/// A word of the index, and its term.
type Known = (String, Term);

impl<'a> Reader<'a> {
    pub(super) fn new(index: &'a Index) -> Option<Reader<'a>> {
        let root = serde_json::from_slice(index.files.get(ROOT)?).ok()?;
        Some(Reader { index, root, words: BTreeMap::new() })
    }

    pub(super) fn file(&self, kind: char, number: usize, hashes: &str, extension: &str) -> Option<&'a [u8]> {
        let hash = hashes.get(number * HASH..(number + 1) * HASH)?;
        self.index.files.get(&format!("{kind}{number}-{hash}.{extension}")).map(|bytes| &bytes[..])
    }

    /// The words of these pieces that are asked for, in order.
    fn known(&mut self, pieces: impl Iterator<Item = usize>, asked: impl Fn(&str) -> bool) -> Vec<Known> {
        let mut out = Vec::new();
        for piece in pieces {
            if !self.words.contains_key(&piece) {
                let bytes = self.file('w', piece, &self.root.words, "json").unwrap_or_default();
                self.words.insert(piece, serde_json::from_slice(bytes).unwrap_or_default());
            }
            let known = self.words[&piece].known().into_iter().filter(|(form, _)| asked(form));
            out.extend(known.map(|(form, term)| (form.to_owned(), term)));
        }
        out
    }

    /// The piece in which the word would be.
    fn piece(&self, word: &str) -> usize {
        self.root.first.partition_point(|first| in_order(first, word).is_le()).saturating_sub(1)
    }

    /// The pieces in which words begin so.
    fn beginning(&self, start: &str) -> std::ops::RangeInclusive<usize> {
        let from = self.piece(start);
        let more = self.root.first.iter().skip(from + 1).take_while(|first| first.starts_with(start));
        from..=from + more.count()
    }

    fn exact(&mut self, word: &str) -> Option<Term> {
        let piece = self.piece(word);
        self.known(std::iter::once(piece), |form| form == word).first().map(|(_, term)| *term)
    }

    fn starting(&mut self, start: &str) -> Vec<Known> {
        let pieces = self.beginning(start).take(PIECES);
        self.known(pieces, |form| form.starts_with(start))
    }

    /// The nearest words within so many slips.
    fn near(&mut self, word: &str, most: usize, around: usize) -> Vec<Known> {
        let letters: Vec<char> = word.chars().collect();
        let first: String = letters.iter().take(1).collect();
        let own = self.piece(word);
        let mut pieces: Vec<usize> = self.beginning(&first).filter(|piece| piece.abs_diff(own) <= around).collect();
        if around > 0 {
            let swapped: String = [letters[1], letters[0]].iter().chain(&letters[2..]).collect();
            let without: String = letters[1..].iter().collect();
            pieces.extend([self.piece(&swapped), self.piece(&without)]);
        }
        pieces.sort_unstable();
        pieces.dedup();
        let mut near = Vec::new();
        for known in self.known(pieces.into_iter(), |_| true) {
            let other: Vec<char> = known.0.chars().collect();
            if let Some(distance) = within(&letters, &other, most).filter(|distance| *distance > 0)
                && may_be_slip(&letters, &other)
            {
                near.push((distance, !known.0.starts_with(&first), known));
            }
        }
        near.sort_by_key(|(distance, other_first, (_, term))| (*distance, *other_first, u32::MAX - term.found));
        let nearest = near.first().map_or(0, |found| found.0);
        near.into_iter().take_while(|found| found.0 == nearest).take(NEAR).map(|(_, _, known)| known).collect()
    }

    /// A word that differs in its ending alone: the site may know another form. Whether one of the two is the other and an ending,
    /// which is no slip: `cough`, `coughing`.
    fn other_form(&mut self, word: &str) -> Option<(bool, Known)> {
        let letters: Vec<char> = word.chars().collect();
        let start: String = letters.get(..letters.len().saturating_sub(4).max(4))?.iter().collect();
        let mut best: Option<(usize, bool, Known)> = None;
        for known in self.starting(&start) {
            let length = known.0.chars().count();
            let common = known.0.chars().zip(&letters).take_while(|(a, b)| a == *b).count();
            let whole = common == length || common == letters.len();
            let better = |best: &(usize, bool, Known)| (best.0, best.2.1.found) < (common, known.1.found);
            if length <= common + 2 + usize::from(whole) && best.as_ref().is_none_or(better) {
                best = Some((common, whole, known));
            }
        }
        best.map(|(_, whole, known)| (whole, known))
    }

    /// What each word may mean; the words that were changed, and to what.
    pub(super) fn slots(&mut self, query: &str) -> (Vec<Slot>, Vec<(String, String)>) {
        if self.root.entries == 0 {
            return Default::default();
        }
        let typed = words(query);
        let told = self.told(&typed);
        let known: Vec<Option<Term>> = typed.iter().take(WORDS).map(|word| self.exact(word)).collect();
        let hits = |i: usize| told[i] && known[i].is_some();
        let last = (typed.len() <= WORDS && is_open(query)).then(|| typed.len().wrapping_sub(1));
        let (mut slots, mut changed) = (Vec::new(), Vec::new());
        for (i, word) in typed.iter().take(WORDS).enumerate() {
            let letters = word.chars().count();
            let exact = known[i];
            let mut slot = Slot::default();
            if told[i] {
                slot.add(exact, EXACT, false);
                for (term, surely) in self.synonyms(&typed, i) {
                    slot.add(Some(term), surely, false);
                }
            }
            if last == Some(i) && (letters > 1 || is_pair(word)) {
                let mut completions = self.starting(word);
                completions.sort_by_key(|(_, term)| u32::MAX - term.found);
                for (form, term) in completions.into_iter().take(COMPLETIONS) {
                    if told[i] || form != *word {
                        slot.add(Some(term), GUESSED, true);
                    }
                }
            }
            if !told[i] {
                slot.add(exact.map(in_names_alone), EXACT, false);
                slots.push(slot);
                continue;
            }
            // A number or a short word is near to many others: where another word is found, it is taken as it stands.
            let brief = letters <= BRIEF || word.chars().any(char::is_numeric);
            let others = (0..known.len()).any(|other| other != i && hits(other));
            let guess = letters > 2 && !is_pair(word) && !(brief && others);
            if let Some(term) = exact {
                // One entry of many has it: perhaps the writer slipped as well.
                if guess && letters > 4 && term.found == 1 && self.root.entries > 20 {
                    for (_, near) in self.near(word, 1, 0).into_iter().filter(|(_, near)| near.found > 4) {
                        slot.add(Some(near), RARE, true);
                    }
                }
            } else if slot.terms.is_empty() && guess {
                let other = self.other_form(word);
                let mut near = Vec::new();
                if !matches!(other, Some((true, _))) {
                    near = self.near(word, 1, AROUND);
                }
                if near.is_empty() {
                    near.extend(other.map(|(_, known)| known));
                }
                if near.is_empty() && letters > 7 {
                    near = self.near(word, 2, AROUND);
                }
                if let Some((form, _)) = near.first() {
                    changed.push((word.clone(), form.clone()));
                }
                for (_, term) in near {
                    slot.add(Some(term), GUESSED, false);
                }
            }
            slots.push(slot);
        }
        slots.retain(|slot| !slot.terms.is_empty());
        choose(&mut slots);
        (slots, changed)
    }

    /// Which of the words say something: all but the stop words; all, where there is nothing else.
    pub(super) fn told(&self, typed: &[String]) -> Vec<bool> {
        let told: Vec<bool> = typed.iter().map(|word| !self.root.stops.contains(word)).collect();
        if told.contains(&true) { told } else { vec![true; typed.len()] }
    }

    /// What the site's synonyms put in place of the word at `at`, alone or in a phrase.
    fn synonyms(&mut self, typed: &[String], at: usize) -> Vec<(Term, u64)> {
        let mut instead: Vec<(String, u64)> = Vec::new();
        for group in &self.root.synonyms {
            for (p, phrase) in group.iter().enumerate() {
                let fits = |from: usize| {
                    let there = typed.get(from..from + phrase.len());
                    there.is_some_and(|there| there.iter().zip(phrase).all(|(word, forms)| is_form(word, forms)))
                };
                if !((at + 1).saturating_sub(phrase.len())..=at).any(fits) {
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

/// Whether somebody may have meant the other word. Slips lie in the middle of short words: `plane` is no slip for `plan`, and
/// `peeing` none for `seeing`, though a letter is all that they differ in. Two letters exchanged are one anywhere.
fn may_be_slip(typed: &[char], other: &[char]) -> bool {
    let sorted = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    let same_ends = typed.first() == other.first() && (typed.len() > SHORT || typed.last() == other.last());
    typed.len() > MIDDLING || same_ends || sorted(typed) == sorted(other)
}

/// A stop word tells a question that is a heading from another one, and nothing else: it is looked for in names, for an eighth.
fn in_names_alone(mut term: Term) -> Term {
    term.weight /= LITTLE;
    term.names.weight /= LITTLE;
    term.texts.length = 0;
    term
}

/// Chooses the lists to read, so that an answer costs few bytes.
fn choose(slots: &mut [Slot]) {
    let all = || slots.iter().enumerate().flat_map(|(s, slot)| (0..slot.terms.len()).map(move |m| (s, m)));
    let (guessed, mut meant): (Vec<_>, Vec<_>) = all().partition(|(s, m)| slots[*s].terms[*m].guessed);
    meant.sort_by_key(|(s, m)| slots[*s].terms[*m].term.texts.length);
    let named = meant.iter().any(|(s, m)| slots[*s].terms[*m].term.names.length > 0);
    let mut bytes = 0;
    for (i, (s, m)) in meant.into_iter().enumerate() {
        let meaning = &mut slots[s].terms[m];
        bytes += meaning.term.texts.length;
        meaning.names = true;
        meaning.texts = bytes <= TEXT_BYTES || !named && i == 0;
    }
    bytes = 0;
    for (s, m) in guessed {
        let meaning = &mut slots[s].terms[m];
        bytes += meaning.term.names.length;
        meaning.names = bytes <= GUESSED_BYTES;
        bytes += meaning.term.texts.length;
        meaning.texts = bytes <= GUESSED_BYTES;
    }
}

/// Whether a word is one of these forms, or one of them with an ending of two letters at most.
fn is_form(word: &str, forms: &[String]) -> bool {
    let length = |text: &str| text.encode_utf16().count();
    let longer = |form: &str| length(form) > 2 && word.starts_with(form) && length(word) < length(form) + 3;
    forms.iter().any(|form| word == form || longer(form))
}

impl Slot {
    fn add(&mut self, term: Option<Term>, surely: u64, guessed: bool) {
        if let Some(term) = term.filter(|term| self.terms.iter().all(|known| known.term.id != term.id)) {
            self.terms.push(Meaning { term, surely, names: false, texts: false, guessed });
        }
    }
}
