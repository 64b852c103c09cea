//! A text → its words, counted: by these, related pages are found.
//!
//! Kept small: a word is its hash, and short words, numbers and endings of the plural do not count. The search has its own
//! reading of words, which a reader's words must meet exactly; here they only need to be alike.

use super::article::Article;
use super::facts::Facts;
use crate::source::script::{is_part, is_plain, is_unspaced};
use crate::text::{Kind, Token, Tokens};
use hashbrown::HashTable;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The words of a page, by their hashes in order, each with how much it is used.
pub type Words = Arc<[(u32, u8)]>;

/// Shorter words say little.
const SHORTEST: usize = 4;

pub(super) fn words(facts: &Facts, article: &Article) -> Words {
    let mut reader =
        Reader { word: String::new(), before: None, found: Vec::with_capacity(article.body.html.len() / 8) };
    reader.name(&facts.title, 8);
    facts.also_called.iter().for_each(|name| reader.name(name, 4));
    reader.name(&facts.description, 4);
    facts.headings.iter().for_each(|heading| reader.name(&heading.text, 2));
    // All at once: for each word it took as long as to find it.
    let html = article.body.html.to_ascii_lowercase();
    for (_, token) in Tokens::of(&html, &article.body.placeholders) {
        match token {
            Token::Words(words) => reader.read(words),
            Token::Open(tag) if !Kind::of(tag).is_inline() => reader.end(),
            Token::Close(name) if !Kind::of_name(name).is_inline() => reader.end(),
            _ => {}
        }
    }
    reader.end();
    counted(&reader.found)
}

/// Each of these once, in order, and how often it is there. A page says most of its words more than once, so that they are counted
/// first, and few are left to be put in order.
fn counted(found: &[u32]) -> Words {
    let mut words: Vec<(u32, u8)> = Vec::new();
    let mut places: HashTable<u32> = HashTable::with_capacity(found.len() / 2);
    // The table wants the hash in the highest bits.
    let spread = |word: u32| u64::from(word) << 32 | u64::from(word);
    for word in found {
        let known = places.find(spread(*word), |place| words[*place as usize].0 == *word).copied();
        match known {
            Some(place) => words[place as usize].1 = words[place as usize].1.saturating_add(1),
            None => {
                places.insert_unique(spread(*word), words.len() as u32, |place| spread(words[*place as usize].0));
                words.push((*word, 1));
            }
        }
    }
    words.sort_unstable();
    words.into()
}

/// Hashes the words of texts as it reads them.
struct Reader {
    word: String,
    /// The letter before, of a script without spaces.
    before: Option<char>,
    /// A hash for each time that a word counts.
    found: Vec<u32>,
}

impl Reader {
    /// Reads a name, whose words count so many times.
    fn name(&mut self, text: &str, weight: usize) {
        let first = self.found.len();
        self.read(&text.to_ascii_lowercase());
        self.end();
        let last = self.found.len();
        for _ in 1..weight {
            self.found.extend_from_within(first..last);
        }
    }

    /// Reads words that may go on behind them, in small letters.
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            // Nearly all of most texts is ASCII.
            let plain = rest.bytes().position(|byte| !is_plain(byte)).unwrap_or(rest.len());
            let behind = rest.as_bytes().get(plain);
            if behind.is_some_and(u8::is_ascii) && self.word.is_empty() {
                self.before = None;
                self.found.extend(counts(&rest[..plain]));
                rest = &rest[plain + 1..];
                continue;
            }
            if plain > 0 {
                self.before = None;
                self.word.push_str(&rest[..plain]);
                rest = &rest[plain..];
            }
            let Some(c) = rest.chars().next() else { return };
            rest = &rest[c.len_utf8()..];
            if is_unspaced(c) {
                if let Some(before) = self.before.replace(c) {
                    self.found.push(hash(&String::from_iter([before, c])));
                }
                continue;
            }
            self.before = None;
            if is_part(c) {
                self.word.extend(c.to_lowercase());
            } else {
                self.end();
            }
        }
    }

    /// A block ends, and a word with it.
    fn end(&mut self) {
        self.before = None;
        self.found.extend(counts(&self.word));
        self.word.clear();
    }
}

/// The hash of a word, if it counts.
fn counts(word: &str) -> Option<u32> {
    let plain = match word.as_bytes() {
        [.., before, b's'] if *before != b's' => &word[..word.len() - 1],
        _ => word,
    };
    let long = plain.len() >= SHORTEST && (plain.is_ascii() || plain.chars().count() >= SHORTEST);
    (long && !plain.starts_with(char::is_numeric)).then(|| hash(plain))
}

fn hash(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}
