//! The sentence around a link, and all sentences of a text.

use memchr::memchr3;
use std::ops::Range;

/// Longest sentence shown, in bytes, roughly.
const LONGEST: usize = 240;

/// The sentence of `text` that holds the byte at `from`, white space folded; a very long one is cut near the place.
/// Looks only so far as it would show: a paragraph may hold a hundred thousand links.
pub fn around(text: &str, from: usize) -> String {
    let from = from.min(text.len());
    let first = text.floor_char_boundary(from.saturating_sub(2 * LONGEST));
    let last = text.ceil_char_boundary((from + 2 * LONGEST).min(text.len()));
    let text = &text[first..last];
    let from = text.floor_char_boundary(from - first);
    let mut start = 0;
    let mut end = text.len();
    for (i, mark) in marks(text) {
        let after = i + mark.len();
        let ends =
            text[after..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | '’' | ')' | '['));
        let wide = is_wide(mark);
        // A page's title may be a question: “see Clot or cramp? when in doubt” is one sentence.
        let goes_on = text[after..].trim_start().starts_with(char::is_lowercase);
        if !(ends && !goes_on || wide) {
            continue;
        }
        if after <= from && after < text.len() {
            start = after;
        } else {
            end = after;
            break;
        }
    }
    let mut sentence = &text[start..end];
    let mut out = String::with_capacity(sentence.len().min(LONGEST) + 2 * '…'.len_utf8());
    if sentence.len() > LONGEST {
        let at = from - start;
        let cut_start = sentence.floor_char_boundary(at.saturating_sub(LONGEST / 2));
        let cut_end = sentence.ceil_char_boundary((at + LONGEST / 2).min(sentence.len()));
        let word_start =
            if cut_start == 0 { 0 } else { sentence[cut_start..].find(' ').map_or(cut_start, |i| cut_start + i) };
        let word_end =
            if cut_end == sentence.len() { cut_end } else { sentence[..cut_end].rfind(' ').unwrap_or(cut_end) };
        if word_start > 0 {
            out.push('…');
        }
        let cut = word_end < sentence.len();
        sentence = &sentence[word_start.min(word_end)..word_end];
        push_folded(&mut out, sentence);
        if cut {
            out.push('…');
        }
    } else {
        push_folded(&mut out, sentence);
    }
    out
}

/// The signs that may end a sentence, with their places. Their first bytes are few, so that a text is looked through by bytes.
fn marks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let begins = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | 0xe2 | 0xe3 | 0xef);
    let (mut at, ascii) = (0, text.is_ascii());
    std::iter::from_fn(move || {
        loop {
            let rest = &text.as_bytes()[at..];
            let next = if ascii { memchr3(b'.', b'!', b'?', rest) } else { rest.iter().position(begins) };
            let start = at + next?;
            let sign = text[start..].chars().next()?;
            at = start + sign.len_utf8();
            if matches!(sign, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
                return Some((start, &text[start..at]));
            }
        }
    })
}

/// Of scripts without spaces: a sentence ends there whatever follows.
fn is_wide(mark: &str) -> bool {
    matches!(mark, "。" | "！" | "？")
}

/// Words with a point that ends no sentence.
const SHORTENED: [&str; 16] = [
    "e.g.", "i.e.", "dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "approx.", "no.", "p.", "pp.", "al.", "fig.", "cf.",
    "ca.",
];

/// The sentences of a text, as ranges without the space between them.
pub fn split(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let inside = &text[from..to];
        let from = from + (inside.len() - inside.trim_start().len());
        let to = from + text[from..to].trim_end().len();
        if from < to {
            out.push(from..to);
        }
    };
    for (i, mark) in marks(text) {
        let wide = is_wide(mark);
        let after = &text[i + mark.len()..];
        let closing = after.len() - after.trim_start_matches(['"', '”', '’', '\'', ')', ']', '»']).len();
        let end = i + mark.len() + closing;
        let mut next = text[end..].chars();
        let apart = next.next().is_none_or(char::is_whitespace);
        let small = text[end..].trim_start().chars().next().is_some_and(char::is_lowercase);
        let shortened = || {
            let word = text[start..i + mark.len()].rsplit(|c: char| c.is_whitespace() || c == '(').next();
            mark == "." && word.is_some_and(|word| SHORTENED.iter().any(|known| known.eq_ignore_ascii_case(word)))
        };
        if wide || apart && !small && !shortened() {
            push(start, end);
            start = end;
        }
    }
    push(start, text.len());
    out
}

/// A text with one space where it has white space.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    out
}

fn push_folded(out: &mut String, text: &str) {
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_divided_into_its_sentences() {
        let text = "It took 3.5 hours, e.g. on a hill. “Why?” Dr. Ode asked (p. 4). Well … no! 走る。寝る。";
        let sentences: Vec<&str> = split(text).into_iter().map(|range| &text[range]).collect();
        let wanted =
            ["It took 3.5 hours, e.g. on a hill.", "“Why?”", "Dr. Ode asked (p. 4).", "Well … no!", "走る。", "寝る。"];
        assert_eq!(sentences, wanted);
    }

    #[test]
    fn a_sentence_is_cut_out_of_its_paragraph() {
        let text = "One thing. It took 3.5 hours, then walk on. Last.";
        assert_eq!(around(text, text.find("walk").unwrap()), "It took 3.5 hours, then walk on.");
        assert_eq!(around(text, 0), "One thing.");
        assert_eq!(around(text, 9999), "Last.");
        let text = "Look. See Clot or cramp? when in doubt. Done.";
        assert_eq!(around(text, 10), "See Clot or cramp? when in doubt.");
    }
}
