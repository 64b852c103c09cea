//! The words of all pages → terms: the forms of one word are one term.

use super::entry::Entry;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{HashMap, HashSet};

/// Every form on the site, and the term it belongs to.
pub(super) struct Lexicon<'a> {
    /// In order, with the number of the term.
    pub(super) forms: Vec<(&'a str, u32)>,
    /// The same, to look them up.
    pub(super) terms: HashMap<&'a str, u32>,
    /// How many terms there are.
    pub(super) count: usize,
    /// The stems, in order: a term's number is its stem's place.
    stems: Vec<String>,
    stemmer: Option<Stemmer>,
}

impl<'a> Lexicon<'a> {
    pub(super) fn new(entries: &[&'a Entry], language: &str) -> Lexicon<'a> {
        let all: HashSet<&str> = entries
            .par_chunks(256)
            .map(|some| some.iter().flat_map(|entry| entry.words().map(|(form, _)| form)).collect::<HashSet<&str>>())
            .reduce(HashSet::new, |one, other| {
                let (mut large, small) = if one.len() < other.len() { (other, one) } else { (one, other) };
                large.extend(small);
                large
            });
        let mut forms: Vec<&str> = all.into_iter().collect();
        forms.par_sort_unstable();
        let stemmer = stemmer(language);
        let stems: Vec<String> = forms.par_iter().map(|form| stem(stemmer.as_ref(), form)).collect();
        let mut distinct = stems.clone();
        distinct.par_sort_unstable();
        distinct.dedup();
        let number = |stem: &String| distinct.binary_search(stem).unwrap_or_default() as u32;
        let forms: Vec<(&str, u32)> = forms.into_iter().zip(&stems).map(|(form, s)| (form, number(s))).collect();
        Lexicon { terms: forms.iter().copied().collect(), forms, count: distinct.len(), stems: distinct, stemmer }
    }

    /// The term that a word would be of, whether the site has this form of it or not.
    pub(super) fn term(&self, word: &str) -> Option<u32> {
        self.stems.binary_search(&stem(self.stemmer.as_ref(), word)).ok().map(|place| place as u32)
    }
}

/// The word without its endings, where the language has a stemmer.
fn stem(stemmer: Option<&Stemmer>, form: &str) -> String {
    match stemmer {
        Some(stemmer) if form.chars().all(char::is_alphabetic) => stemmer.stem(form).into_owned(),
        _ => form.to_owned(),
    }
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
