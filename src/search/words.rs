//! A text → the words by which it is found.
//!
//! Case and accents are folded away. Scripts without spaces between words are cut into pairs of characters.
//! `themes/default/assets/search.js` does the same: what is changed here is changed there.

use crate::source::script::{is_part, is_unspaced};
use std::iter::once;
use unicode_normalization::UnicodeNormalization;

/// Lower case, without accents; compatibility forms are their plain ones.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.nfkd().collect::<String>().to_lowercase();
    lower
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfc()
        .collect()
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut out = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in folded.chars().chain(once(' ')) {
        if matches!(c, '\'' | '’') && !word.is_empty() {
            continue;
        }
        let part = is_part(c);
        if part && is_unspaced(c) {
            end_word(&mut word, &mut out);
            run.push(c);
            continue;
        }
        pairs(&mut run, &mut out);
        if part {
            word.push(c);
        } else {
            end_word(&mut word, &mut out);
        }
    }
    out
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

fn end_word(word: &mut String, out: &mut Vec<String>) {
    if !word.is_empty() {
        out.push(word.chars().take(LONGEST).collect());
        word.clear();
    }
}

fn pairs(run: &mut Vec<char>, out: &mut Vec<String>) {
    match run.as_slice() {
        [] => {}
        [single] => out.push(single.to_string()),
        many => out.extend(many.windows(2).map(|pair| pair.iter().collect::<String>())),
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(words("The Runner’s CAFÉ, 5–10 km"), ["the", "runners", "cafe", "5", "10", "km"]);
        assert_eq!(words("足がつる 筋"), ["足が", "がつ", "つる", "筋"]);
        assert_eq!(words("한국어"), ["한국", "국어"]);
        assert!(is_open("cram") && !is_open("cramp ") && !is_open(""));
    }
}
