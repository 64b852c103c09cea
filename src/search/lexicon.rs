//! The words of all pages → terms: the forms of one word are one term.

use super::entry::Entry;
use super::words::in_order;
use frostem::{Algorithm, Stemmer};
use hashbrown::HashTable;
use rayon::prelude::*;
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

/// The stem of a word; the word itself where the stemmer, others' work, gives up or leaves nothing.
fn cut(stem: impl FnOnce() -> String, form: &str) -> String {
    catch_unwind(AssertUnwindSafe(stem)).ok().filter(|stem| !stem.is_empty()).unwrap_or_else(|| form.to_owned())
}

/// Languages by their codes, and the stemmer of each.
const LANGUAGES: [(&str, Algorithm); 20] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("nl", Algorithm::Dutch),
    ("en", Algorithm::English),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nb", Algorithm::Norwegian),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("es", Algorithm::Spanish),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

fn stemmer(language: &str) -> Option<Stemmer> {
    let short = language.split('-').next().unwrap_or(language).to_lowercase();
    LANGUAGES.iter().find(|(code, _)| *code == short).map(|(_, algorithm)| Stemmer::new(*algorithm))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;
    use proptest::prelude::*;

    /// Words of each script that a stemmer is for, of others, and with anything in them; and endings that stemmers cut.
    fn word() -> impl Strategy<Value = String> {
        let scripts = [
            "[a-zàâäåæçéèêëîïôöøœßùûüÿñáíóúăâîșțşıİğőű]{1,14}",
            "[α-ωάέήίόύώϊϋΐΰς]{1,14}",
            "[а-яёіїєґ]{1,14}",
            "[ء-يًٌٍَُِّْـ]{1,14}",
            "[\u{b83}-\u{bcd}]{1,14}",
            "(ισ|ια|ου|ησ|ων|αδ|εσ|ακι|ιζ|ισα|ηθηκα){1,5}",
            "(ing|ed|ly|ness|sses|ation|lar|ler|ecek|dır|miş|szer|ban|kkaan|ssa|heid|en|ement|issions){1,5}",
            "[a-zа-яα-ω\u{b83}-\u{bcd}ء-ي漢字がのก-ฮ]{1,10}",
            "\\PC{1,12}",
        ];
        prop::sample::select(scripts.to_vec())
            .prop_flat_map(|script| prop::string::string_regex(script).expect("a pattern"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn every_stemmer_cuts_any_word_and_leaves_something(word in word()) {
            for (code, _) in LANGUAGES {
                let stemmer = stemmer(code).expect("a stemmer");
                for form in words(&word).iter().chain([&word]) {
                    // Without the net below it: none of them may give up.
                    let first = stemmer.stem(form).into_owned();
                    prop_assert_eq!(&first, &stemmer.stem(form), "{} twice, in {}", form, code);
                    prop_assert!(!stem(Some(&stemmer), form).is_empty(), "{} in {}", form, code);
                }
            }
        }
    }

    #[test]
    fn a_word_that_a_stemmer_cannot_cut_is_whole() {
        assert_eq!(cut(|| panic!("at a word"), "whole"), "whole");
        assert_eq!(cut(String::new, "whole"), "whole");
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let one = |code: &str, words: &[&str]| {
            let stems: Vec<String> = words.iter().map(|word| stem(stemmer(code).as_ref(), word)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{code}: {stems:?}");
        };
        one("en-GB", &["running", "run", "runs"]);
        one("de", &["krampfe", "krampfen"]);
        one("el", &["δρομοσ", "δρομοι"]);
        one("ru", &["бегать", "бегал"]);
        assert_eq!(stem(stemmer("xx").as_ref(), "running"), "running");
    }
}
