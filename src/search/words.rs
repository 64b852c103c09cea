//! A text → the words by which it is found.
//!
//! Case, accents, vowel marks and signs that nobody sees are folded away. Scripts without spaces between words are cut into pairs of characters.
//! `themes/default/assets/search-index.js` does the same: what is changed here is changed there.

use crate::source::script::{is_part, is_plain, is_unspaced};
use std::cmp::Ordering;
use std::iter::once;
use unicode_normalization::UnicodeNormalization;

/// Lower case, without accents and vowel marks, and without signs that nobody sees; compatibility forms are their plain ones.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.nfkd().collect::<String>().to_lowercase();
    let plain = lower.chars().filter(|c| !is_passed_over(*c)).nfc().collect::<String>();
    plain.replace('ς', "σ").replace('ß', "ss")
}

/// Accents; the points of Hebrew and Arabic, which readers do not type; places for a hyphen, joiners and marks of direction.
fn is_passed_over(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    each_word(text, |word| out.push(word.to_owned()));
    out
}

/// Calls `each` for every word of a text, in order.
///
/// Nearly all of most texts is ASCII, and is folded as it is read. From another letter on, up to the next space, a text is
/// folded by the book.
pub(super) fn each_word(text: &str, each: impl FnMut(&str)) {
    read(text, pairs, each);
}

/// The same for the index: where a run of a script without spaces ends, its last character too, so that each of them begins an
/// entry and is found by itself.
pub(super) fn each_indexed(text: &str, each: impl FnMut(&str)) {
    read(text, pairs_and_last, each);
}

/// What becomes of a run of a script without spaces.
type OfRun = fn(&mut Vec<char>, &mut dyn FnMut(&str));

fn read(text: &str, of_run: OfRun, mut each: impl FnMut(&str)) {
    // All at once: for each word it took as long as to find it.
    let small = text.to_ascii_lowercase();
    let bytes = small.as_bytes();
    // A word that has an apostrophe, or what is not ASCII, within it or behind it.
    let mut word = String::new();
    let mut at = 0;
    let mut start = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b if is_plain(*b) => {
                let length = bytes[at..].iter().position(|b| !is_plain(*b)).unwrap_or(bytes.len() - at);
                let (part, behind) = (&small[at..at + length], bytes.get(at + length));
                if word.is_empty() && behind.is_none_or(|b| b.is_ascii() && *b != b'\'') {
                    each(cut(part));
                } else {
                    start = if word.is_empty() { at } else { start };
                    word.push_str(part);
                }
                length
            }
            b'\'' => {
                leave_out_elided(&mut word, ascii_at(bytes, at + 1));
                1
            }
            b if b.is_ascii() => {
                end_word(&mut word, &mut each);
                1
            }
            0xe2 if is_quote_or_dash(&bytes[at..]) => {
                if text[at..].starts_with('’') {
                    leave_out_elided(&mut word, ascii_at(bytes, at + 3));
                } else {
                    end_word(&mut word, &mut each);
                }
                3
            }
            _ => {
                let from = if word.is_empty() { at } else { start };
                let length = text[at..].find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len() - at);
                word.clear();
                each_folded(&fold(&text[from..at + length]), of_run, &mut each);
                length
            }
        }
    }
    end_word(&mut word, &mut each);
}

/// From U+2010 to U+2027: what typographers put between words.
fn is_quote_or_dash(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x80, 0x90..=0xa7, ..])
}

fn each_folded(folded: &str, of_run: OfRun, each: &mut impl FnMut(&str)) {
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    let mut letters = folded.chars().chain(once(' ')).peekable();
    while let Some(c) = letters.next() {
        if matches!(c, '\'' | '’') && !word.is_empty() {
            leave_out_elided(&mut word, letters.peek().copied());
            continue;
        }
        let part = is_part(c);
        if part && is_unspaced(c) {
            end_word(&mut word, each);
            run.push(c);
            continue;
        }
        of_run(&mut run, each);
        if part {
            word.push(c);
        } else {
            end_word(&mut word, each);
        }
    }
}

/// What French and Italian put before a word and an apostrophe.
const ELIDED: [&str; 19] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "un", "all", "dell", "nell", "sull", "dall", "quell", "jusqu",
    "lorsqu", "puisqu",
];

/// The letter at a place, if it is ASCII: from any other on, the word is folded anew as a whole.
fn ascii_at(bytes: &[u8], at: usize) -> Option<char> {
    bytes.get(at).filter(|byte| byte.is_ascii()).map(|byte| char::from(*byte))
}

/// `l'eau` is found as water: what is elided is no part of the word behind it. No English word has one of these before its apostrophe.
fn leave_out_elided(word: &mut String, next: Option<char>) {
    if ELIDED.contains(&word.as_str()) && next.is_some_and(is_part) {
        word.clear();
    }
}

/// The order of words in the index: as browsers compare them, by UTF-16. It differs from Rust's only beyond U+FFFF.
pub(super) fn in_order(one: &str, other: &str) -> Ordering {
    match one.bytes().zip(other.bytes()).find(|(a, b)| a != b) {
        Some((a, b)) if a.min(b) >= 0xee && (a < 0xf0) != (b < 0xf0) => b.cmp(&a),
        _ => one.cmp(other),
    }
}

/// Whether the reader may still be typing the last word.
pub(super) fn is_open(text: &str) -> bool {
    fold(text).chars().last().is_some_and(is_part)
}

/// Whether a word is of a script without spaces: nothing is guessed about those.
pub(super) fn is_pair(word: &str) -> bool {
    word.chars().next().is_some_and(is_unspaced)
}

/// Words longer than any word are cut: nobody types them.
const LONGEST: usize = 40;

fn end_word(word: &mut String, each: &mut impl FnMut(&str)) {
    if !word.is_empty() {
        each(cut(word));
        word.clear();
    }
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    let end = word.char_indices().nth(LONGEST).map_or(word.len(), |(end, _)| end);
    &word[..end]
}

fn pairs_and_last(run: &mut Vec<char>, each: &mut dyn FnMut(&str)) {
    let last = run.last().filter(|_| run.len() > 1).copied();
    pairs(run, each);
    if let Some(last) = last {
        each(last.encode_utf8(&mut [0; 4]));
    }
}

fn pairs(run: &mut Vec<char>, each: &mut dyn FnMut(&str)) {
    let mut pair = String::new();
    for some in run.windows(2.min(run.len().max(1))) {
        pair.clear();
        pair.extend(some);
        each(&pair);
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn reading_as_it_goes_gives_the_words_of_the_whole_text_folded(text in "([a-dA-D'’ .-]|[é‘…´²ﬁßΣς\u{301}\u{3099}カ가足一ıİ\u{ad}\u{200b}\u{200d}\u{feff}\u{5b0}\u{5d0}\u{64b}\u{627}\u{640}]|\\PC){0,24}") {
            let mut by_the_book = Vec::new();
            each_folded(&fold(&text), pairs, &mut |word: &str| by_the_book.push(word.to_owned()));
            proptest::prop_assert_eq!(words(&text), by_the_book);
        }
    }

    #[test]
    fn words_are_ordered_as_browsers_order_them() {
        let mut all = ["a", "ab", "é", "\u{ac00}", "\u{fa0e}", "\u{20000}", "\u{fa0e}a", "\u{20001}", "\u{5000}"];
        all.sort_by(|a, b| in_order(a, b));
        assert!(all.is_sorted_by(|a, b| a.encode_utf16().le(b.encode_utf16())), "{all:?}");
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(words("The Runner’s CAFÉ, 5–10 km"), ["the", "runners", "cafe", "5", "10", "km"]);
        assert_eq!(words("Größe ΣΊΣΥΦΟΣ"), ["grosse", "σισυφοσ"]);
        assert_eq!(
            words("Muskel\u{ad}faser VO₂max na\u{200b}me می\u{200c}خواهم"),
            ["muskelfaser", "vo2max", "name", "میخواهم"]
        );
        assert_eq!(words("שָׁלוֹם כַּף עَضَلَة مـــاء"), ["שלום", "כף", "עضلة", "ماء"]);
        assert_eq!(
            words("L’eau d'été, dell’acqua, l'' don't I'm qu’il"),
            ["eau", "ete", "acqua", "l", "dont", "im", "il"]
        );
        let mut indexed = Vec::new();
        each_indexed("小腿 筋 calf", |word| indexed.push(word.to_owned()));
        assert_eq!(indexed, ["小腿", "腿", "筋", "calf"]);
        assert_eq!(words("足がつる 筋"), ["足が", "がつ", "つる", "筋"]);
        assert_eq!(words("한국어"), ["한국", "국어"]);
        assert!(is_open("cram") && !is_open("cramp ") && !is_open(""));
    }
}
