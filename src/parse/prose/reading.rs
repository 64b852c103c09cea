//! How hard a text is to read, and the words in it that not every reader knows.
//!
//! Takes: a text, a paragraph or list item at a time. Gives: a [`Reading`].
//! Never: says what is too hard, or what is explained elsewhere: the check knows that, and need not read the text again.

use crate::source::{Offsets, Span};
use crate::text::sentence;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// A text as its reader meets it, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    sentences: usize,
    words: usize,
    syllables: usize,
    /// Abbreviations and doctors' words that are not explained beside the place where they first stand, in order.
    pub unusual: Vec<Unusual>,
    /// All that were met.
    met: HashSet<String>,
}

/// A word that not every reader knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusual {
    /// As it is written.
    pub word: String,
    /// Of one alone: `MRI` where `MRIs` is written.
    pub singular: String,
    /// Where it first stands in the file.
    pub span: Span,
}

/// Of fewer words nothing can be said.
const FEW_WORDS: usize = 100;
/// Abbreviations that everybody knows, or that are better known than what they stand for.
const EVERYDAY: [&str; 24] = [
    "A&E", "AM", "BBC", "DIY", "EU", "FAQ", "GP", "GPS", "HRT", "ID", "IT", "NHS", "OK", "PC", "PDF", "PM", "TV", "UK",
    "UN", "URL", "US", "USA", "WC", "WHO",
];
/// How doctors' words for what is wrong with a body end.
const ENDINGS: [&str; 6] = ["itis", "aemia", "emia", "algia", "olysis", "opathy"];
/// Longer rows of capitals are words that are shouted.
const LONGEST: usize = 6;

impl Reading {
    /// Counts the words of a sentence, and their syllables. Gives whether one of them may be unusual: nearly never.
    fn count(&mut self, sentence: &str) -> bool {
        // Nearly all sentences are ASCII, and these go quickest byte by byte.
        if sentence.is_ascii() {
            let letters = sentence.bytes().enumerate().map(|(at, byte)| (SIGNS[usize::from(byte)], at, at + 1));
            return self.count_words(sentence, letters);
        }
        let letters = sentence.char_indices().map(|(at, letter)| (sign(letter), at, at + letter.len_utf8()));
        self.count_words(sentence, letters)
    }

    /// Counts the words of a sentence, of whose letters is told what each is, where it begins and where it ends.
    fn count_words(&mut self, sentence: &str, letters: impl Iterator<Item = (u8, usize, usize)>) -> bool {
        let (mut word, mut start, mut unusual) = (Syllables::default(), 0, false);
        for (sign, at, end) in letters {
            if sign & PART != 0 {
                word.add(sign);
                continue;
            }
            unusual |= self.end(&word, &sentence[start..at]);
            (word, start) = (Syllables::default(), end);
        }
        unusual | self.end(&word, &sentence[start..])
    }

    /// Counts a word, if there is a letter in it. Gives whether it may be unusual.
    fn end(&mut self, word: &Syllables, written: &str) -> bool {
        if word.seen & LETTER == 0 {
            return false;
        }
        self.words += 1;
        self.syllables += word.count(written.as_bytes());
        word.may_be_unusual(written)
    }

    /// Years of school by Flesch and Kincaid (1975), for English; `None` for a text too short to say.
    pub fn grade(&self) -> Option<f64> {
        let per = |a: usize, b: usize| a as f64 / b as f64;
        let grade = || 0.39 * per(self.words, self.sentences) + 11.8 * per(self.syllables, self.words) - 15.59;
        (self.words >= FEW_WORDS).then(grade)
    }

    /// Reads a paragraph or list item, and its sentences; what is `code` in it is none of its words.
    pub(super) fn block(&mut self, text: &str, sentences: &[Range<usize>], code: &[Range<usize>], places: &Offsets) {
        let (mut text, mut sentences) = (Cow::Borrowed(text), Cow::Borrowed(sentences));
        let marks = marks(&text);
        for range in code.iter().chain(&marks) {
            text.to_mut().replace_range(range.clone(), &" ".repeat(range.len()));
        }
        if matches!(text, Cow::Owned(_)) {
            sentences = Cow::Owned(sentence::split(&text));
        }
        // `R&D` is two words here, and one there.
        let mut unusual = text.contains('&');
        for sentence in sentences.iter() {
            let before = self.words;
            unusual |= self.count(&text[sentence.clone()]);
            self.sentences += usize::from(self.words > before);
        }
        if !unusual {
            return;
        }
        for (at, word) in words_in(&text) {
            let singular = word.strip_suffix('s').filter(|word| is_abbreviation(word)).unwrap_or(word);
            let unusual = is_abbreviation(singular) || is_doctors(word);
            if unusual && self.met.insert(singular.to_owned()) && !is_explained(&text, at, word) {
                let span = places.span(at..at + word.len());
                self.unusual.push(Unusual { word: word.to_owned(), singular: singular.to_owned(), span });
            }
        }
    }
}

/// What a letter is to whoever counts syllables, as bits; 0 ends a word.
const PART: u8 = 1;
const VOWEL: u8 = 1 << 1;
const CAPITAL: u8 = 1 << 2;
/// And no apostrophe.
const LETTER: u8 = 1 << 3;

/// What each byte is. Every letter of every article is looked up here; of what is beyond ASCII each letter is asked.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut at = 0;
    while at < signs.len() {
        let byte = at as u8;
        if byte.is_ascii_alphabetic() {
            let vowel = matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
            let capital = byte.is_ascii_uppercase();
            signs[at] = PART | LETTER | if vowel { VOWEL } else { 0 } | if capital { CAPITAL } else { 0 };
        }
        at += 1;
    }
    signs[b'\'' as usize] = PART;
    signs
};

/// What a letter is. Only those of ASCII count as vowels.
fn sign(letter: char) -> u8 {
    match letter {
        _ if letter.is_ascii() => SIGNS[letter as usize],
        '’' => PART,
        _ if letter.is_uppercase() => PART | LETTER | CAPITAL,
        _ if letter.is_alphabetic() => PART | LETTER,
        _ => 0,
    }
}

/// The letters of a word, counted.
#[derive(Default)]
struct Syllables {
    /// Vowels one behind the other are one run.
    runs: u32,
    /// What its letters are.
    seen: u8,
    /// What the last of them is.
    last: u8,
}

impl Syllables {
    /// Adds a letter.
    fn add(&mut self, sign: u8) {
        self.runs += u32::from((sign & !self.last) / VOWEL % 2);
        self.seen |= sign;
        self.last = sign;
    }

    /// Whether the word looks like an abbreviation, or ends as a doctor's word does.
    fn may_be_unusual(&self, written: &str) -> bool {
        let letters = || written.chars().filter(|c| !matches!(c, '\'' | '’')).count();
        let shouted = || {
            let capitals = written.chars().filter(|c| c.is_uppercase()).count();
            capitals > 1 && capitals + 1 >= letters()
        };
        let doctors = match written.as_bytes() {
            [.., before, last] => matches!([before | 0x20, last | 0x20], [b'i', b's' | b'a'] | [b'h', b'y']),
            _ => false,
        };
        self.seen & CAPITAL != 0 && shouted() || doctors && letters() > 5
    }

    /// How many syllables the word has, without a silent e at its end.
    fn count(&self, written: &[u8]) -> usize {
        let silent = match written {
            [.., before, b'e' | b'E'] => !matches!(before, b'l' | b'L'),
            _ => false,
        };
        (self.runs - u32::from(silent && self.runs > 1)).max(1) as usize
    }
}

/// What is written between brackets for the program, and is not shown: `[!note]`, `[@key]`. Each byte is looked at once, however
/// many brackets are never closed.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut rest = 0;
    while let Some(open) = text[rest..].find('[').map(|at| rest + at) {
        rest = open + 1;
        if text[rest..].starts_with(['!', '@']) {
            let Some(length) = text[rest..].find(']') else { break };
            rest += length + 1;
            out.push(open..rest);
        }
    }
    out
}

/// The words of a text, with their places.
pub fn words_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let between = |c: char| !c.is_alphanumeric() && c != '&';
    let mut at = 0;
    text.split_inclusive(between).filter_map(move |part| {
        let start = at;
        at += part.len();
        let word = part.trim_end_matches(between);
        (!word.is_empty()).then_some((start, word))
    })
}

fn is_abbreviation(word: &str) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=LONGEST).contains(&capitals) && word.chars().all(|c| c.is_uppercase() || c == '&') && !EVERYDAY.contains(&word)
}

fn is_doctors(word: &str) -> bool {
    ENDINGS.iter().any(|ending| word.len() > ending.len() + 2 && ends(word, ending))
}

/// `(ABC)` after the words it stands for, or `ABC (the words)`.
fn is_explained(text: &str, at: usize, word: &str) -> bool {
    let (before, after) = (text[..at].trim_end(), text[at + word.len()..].trim_start());
    before.ends_with('(') || after.starts_with('(')
}

/// Whether a word has this ending, whatever the case.
fn ends(word: &str, ending: &str) -> bool {
    let start = word.len().checked_sub(ending.len());
    start.is_some_and(|start| word.as_bytes()[start..].eq_ignore_ascii_case(ending.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_their_syllables() {
        let of = |sentence: &str| {
            let mut reading = Reading::default();
            let unusual = reading.count(sentence);
            (reading.words, reading.syllables, unusual)
        };
        assert_eq!(of("The table’s nice; don't go."), (5, 6, false));
        assert_eq!(of("Ärzte, 20 km ’ …"), (2, 2, false));
        assert_eq!(of("An MRI"), (2, 2, true));
        assert_eq!(of("O’B"), (1, 1, true));
        assert_eq!(of("arthritis"), (1, 3, true));
        assert_eq!(of("ENCEPHALOPATHY"), (1, 6, true));
        assert_eq!(of("this"), (1, 1, false));
    }
}
