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

/// Most texts have a new word in so many bytes of HTML, or in more.
const BYTES_PER_WORD: usize = 32;

/// Shorter words say little.
const SHORTEST: usize = 4;

pub(super) fn words(facts: &Facts, article: &Article) -> Words {
    let room = article.body.html.len() / BYTES_PER_WORD;
    let mut reader =
        Reader { counted: Vec::with_capacity(room), places: HashTable::with_capacity(room), ..Reader::default() };
    reader.name(&facts.title, 8);
    facts.also_called.iter().for_each(|name| reader.name(name, 4));
    reader.name(&facts.description, 4);
    facts.headings.iter().for_each(|heading| reader.name(&heading.text, 2));
    // All at once: for each word it took as long as to find it.
    let html = article.body.html.to_ascii_lowercase();
    reader.weight = 1;
    for (_, token) in Tokens::of(&html, &article.body.placeholders) {
        match token {
            Token::Words(words) => reader.read(words),
            Token::Open(tag) if !Kind::of(tag).is_inline() => reader.end(),
            Token::Close(name) if !Kind::of_name(name).is_inline() => reader.end(),
            _ => {}
        }
    }
    reader.end();
    reader.counted.sort_unstable();
    reader.counted.into()
}

/// Counts the words of texts as it reads them. A page says most of its words more than once, so that few are left to be put in
/// order.
#[derive(Default)]
struct Reader {
    /// What of a word was read before a tag, or before a letter that is not ASCII.
    word: String,
    /// The letter before, of a script without spaces.
    before: Option<char>,
    /// How often a word counts that is read now.
    weight: u8,
    /// The words so far, by their hashes.
    counted: Vec<(u32, u8)>,
    /// Where each stands in `counted`.
    places: HashTable<u32>,
}

impl Reader {
    /// Reads a name, whose words count so many times.
    fn name(&mut self, text: &str, weight: u8) {
        self.weight = weight;
        self.read(&text.to_ascii_lowercase());
        self.end();
    }

    /// Reads words that may go on behind them, in small letters.
    fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            if is_plain(*byte) {
                let start = at;
                at += text.as_bytes()[at..].iter().position(|byte| !is_plain(*byte)).unwrap_or(text.len() - at);
                self.before = None;
                // Nearly all of most texts is ASCII.
                if self.word.is_empty() && text.as_bytes().get(at).is_some_and(u8::is_ascii) {
                    self.count(&text[start..at]);
                    at += 1;
                } else {
                    self.word.push_str(&text[start..at]);
                }
            } else if byte.is_ascii() {
                self.end();
                at += 1;
            } else {
                let Some(c) = text[at..].chars().next() else { return };
                self.letter(c);
                at += c.len_utf8();
            }
        }
    }

    /// Reads a letter that is not ASCII.
    fn letter(&mut self, c: char) {
        if is_unspaced(c) {
            if let Some(before) = self.before.replace(c) {
                self.add(hash(&String::from_iter([before, c])));
            }
            return;
        }
        self.before = None;
        if is_part(c) {
            self.word.extend(c.to_lowercase());
        } else {
            self.end();
        }
    }

    /// A block ends, and a word with it.
    fn end(&mut self) {
        self.before = None;
        if !self.word.is_empty() {
            let word = std::mem::take(&mut self.word);
            self.count(&word);
            self.word = word;
            self.word.clear();
        }
    }

    fn count(&mut self, word: &str) {
        if let Some(hash) = counts(word) {
            self.add(hash);
        }
    }

    fn add(&mut self, word: u32) {
        // The table wants the hash in the highest bits.
        let spread = |word: u32| u64::from(word) << 32 | u64::from(word);
        let known = self.places.find(spread(word), |place| self.counted[*place as usize].0 == word);
        match known.copied() {
            Some(place) => {
                let count = &mut self.counted[place as usize].1;
                *count = count.saturating_add(self.weight);
            }
            None => {
                let (counted, place) = (&self.counted, self.counted.len() as u32);
                self.places.insert_unique(spread(word), place, |place| spread(counted[*place as usize].0));
                self.counted.push((word, self.weight));
            }
        }
    }
}

/// The hash of a word, if it counts.
fn counts(word: &str) -> Option<u32> {
    if word.len() < SHORTEST {
        return None;
    }
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
