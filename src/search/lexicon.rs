//! The words of all pages → terms: the forms of one word are one term.

use super::entry::Entry;
use super::words::in_order;
use hashbrown::HashTable;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use std::panic::{AssertUnwindSafe, catch_unwind};
use xxhash_rust::xxh3::xxh3_64;

/// Every form on the site, and the term it belongs to.
pub(super) struct Lexicon<'a> {
    /// In order, with the number of the term.
    pub(super) forms: Vec<(&'a str, u32)>,
    /// How many terms there are.
    pub(super) count: usize,
    /// The entries, so many at a time, with the terms of all their words, one behind the other.
    pub(super) batches: Vec<(&'a [&'a Entry], Vec<u32>)>,
    /// The stems, in order: a term's number is its stem's place.
    stems: Vec<String>,
    stemmer: Option<Stemmer>,
}

/// So many entries are worked on at a time: what they weigh in memory is soon written.
const AT_A_TIME: usize = 512;

/// The different words of some entries, and of each word of each entry which of them it is.
struct Batch<'a> {
    entries: &'a [&'a Entry],
    forms: Vec<&'a str>,
    of: Vec<u32>,
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(entries: &'a [&'a Entry], language: &str) -> Lexicon<'a> {
        let batches: Vec<Batch<'_>> = entries.par_chunks(AT_A_TIME).map(Batch::new).collect();
        let mut forms: Vec<&str> = batches.iter().flat_map(|batch| batch.forms.iter().copied()).collect();
        forms.par_sort_unstable_by(|a, b| in_order(a, b));
        forms.dedup();
        let stemmer = stemmer(language);
        let stems: Vec<String> = forms.par_iter().map(|form| stem(stemmer.as_ref(), form)).collect();
        let mut distinct = stems.clone();
        distinct.par_sort_unstable();
        distinct.dedup();
        let number = |stem: &String| distinct.binary_search(stem).unwrap_or_default() as u32;
        let terms: Vec<u32> = stems.par_iter().map(number).collect();
        let batches = batches.into_par_iter().map(|batch| batch.terms(&forms, &terms)).collect();
        let forms = forms.into_iter().zip(terms).collect();
        Lexicon { forms, count: distinct.len(), batches, stems: distinct, stemmer }
    }

    /// The term that a word would be of, whether the site has this form of it or not.
    pub(super) fn term(&self, word: &str) -> Option<u32> {
        self.stems.binary_search(&stem(self.stemmer.as_ref(), word)).ok().map(|place| place as u32)
    }
}

impl<'a> Batch<'a> {
    fn new(entries: &'a [&'a Entry]) -> Batch<'a> {
        let mut batch = Batch { entries, forms: Vec::new(), of: Vec::new() };
        let mut places: HashTable<u32> = HashTable::new();
        for (form, _) in entries.iter().flat_map(|entry| entry.words()) {
            let hash = xxh3_64(form.as_bytes());
            let known = places.find(hash, |place| batch.forms[*place as usize] == form).copied();
            let place = known.unwrap_or(batch.forms.len() as u32);
            if known.is_none() {
                batch.forms.push(form);
                places.insert_unique(hash, place, |place| xxh3_64(batch.forms[*place as usize].as_bytes()));
            }
            batch.of.push(place);
        }
        batch
    }

    /// The same with the site's terms in place of its own forms. `forms` are the site's, in order, `terms` of each its term.
    fn terms(mut self, forms: &[&str], terms: &[u32]) -> (&'a [&'a Entry], Vec<u32>) {
        let term = |form: &&str| forms.binary_search_by(|known| in_order(known, form)).map_or(0, |place| terms[place]);
        let own: Vec<u32> = self.forms.iter().map(term).collect();
        self.of.iter_mut().for_each(|place| *place = own[*place as usize]);
        (self.entries, self.of)
    }
}

/// The word without its endings, where the language has a stemmer.
fn stem(stemmer: Option<&Stemmer>, form: &str) -> String {
    match stemmer {
        Some(stemmer) if form.chars().all(char::is_alphabetic) => cut(|| stemmer.stem(form).into_owned(), form),
        _ => form.to_owned(),
    }
}

/// The stem of a word; where the stemmer gives up, the word itself. That for Greek, others' work, panics at some words.
fn cut(stem: impl FnOnce() -> String, form: &str) -> String {
    catch_unwind(AssertUnwindSafe(stem)).unwrap_or_else(|_| form.to_owned())
}

fn stemmer(language: &str) -> Option<Stemmer> {
    let short = language.split('-').next().unwrap_or(language).to_lowercase();
    let algorithm = match short.as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At this word the stemmer's own code counts wrongly, in its version 1.2.
    #[test]
    fn a_word_that_the_stemmer_cannot_cut_is_whole() {
        assert_eq!(stem(stemmer("el").as_ref(), "ισάισα"), "ισάισα");
        assert_eq!(stem(stemmer("en").as_ref(), "running"), "run");
    }
}
