//! A text → its words, counted: by these, related pages are found.
//!
//! Kept small: a word is its hash, and short words, numbers and endings of the plural do not count. The search has its own
//! reading of words, which a reader's words must meet exactly; here they only need to be alike.

use super::article::Article;
use super::facts::Facts;
use crate::source::script::{is_part, is_unspaced};
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The words of a page, by their hashes in order, each with how much it is used.
pub type Words = Arc<[(u32, u8)]>;

/// Shorter words say little.
const SHORTEST: usize = 4;

pub(super) fn words(facts: &Facts, article: &Article) -> Words {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut add = |text: &str, weight: u32| {
        each(text, |word| *counts.entry(xxh3_64(word.as_bytes()) as u32).or_insert(0) += weight);
    };
    add(&facts.title, 8);
    facts.also_called.iter().for_each(|name| add(name, 4));
    add(&facts.description, 4);
    facts.headings.iter().for_each(|heading| add(&heading.text, 2));
    add(&article.body.html, 1);
    counts.into_iter().map(|(word, count)| (word, count.min(255) as u8)).collect()
}

/// Each word of a text or of HTML: what stands in tags is none.
fn each(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    let mut tag = false;
    let mut before = None;
    for c in text.chars().chain([' ']) {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if tag => continue,
            _ => {}
        }
        if is_unspaced(c) {
            if let Some(before) = before.replace(c) {
                found(&String::from_iter([before, c]));
            }
            continue;
        }
        before = None;
        if is_part(c) {
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else {
                word.extend(c.to_lowercase());
            }
            continue;
        }
        let plain = word.strip_suffix('s').filter(|plain| !plain.ends_with('s')).unwrap_or(&word);
        if plain.chars().count() >= SHORTEST && !plain.starts_with(|c: char| c.is_numeric()) {
            found(plain);
        }
        word.clear();
    }
}
