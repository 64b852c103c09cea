//! Control characters, which no reader sees and no page may hold → what was meant, or nothing.
//!
//! Those from U+0080 on come of a text in Windows' encoding that was taken for another: browsers read their numbers (`&#146;`) as
//! that encoding has them, and so are they read here.
//!
//! Takes: a text. Gives: it without them. Never: touches a tab or the end of a line.

use super::{Draft, Edit, Searched, edited};
use crate::source::Offsets;
use std::ops::Range;

/// Whether no page may hold it.
pub(in crate::parse) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// What Windows' encoding has for the characters from U+0080 on; a space stands for none.
const OF_WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// What is shown in the place of a control character, if anything.
fn meant(c: char) -> Option<char> {
    match c {
        // They part words, or pages.
        '\u{b}' | '\u{c}' => Some(' '),
        '\u{80}'..='\u{9f}' => OF_WINDOWS.chars().nth(c as usize - 0x80).filter(|c| *c != ' '),
        c if is_control(c) => None,
        c => Some(c),
    }
}

/// A text with what was meant.
pub(in crate::parse) fn without_controls(text: &str) -> String {
    text.chars().filter_map(meant).collect()
}

/// The first run of control characters of each line that has any.
pub(in crate::parse) fn first_of_lines(text: &str) -> Vec<Range<usize>> {
    if !text.bytes().any(may_begin_one) {
        return Vec::new();
    }
    let mut at = 0;
    let found = text.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let from = line.find(is_control)?;
        let rest = &line[from..];
        let length = rest.find(|c| !is_control(c)).unwrap_or(rest.len());
        Some(start + from..start + from + length)
    });
    found.collect()
}

/// Of two bytes are those from U+0080 on, and the first of them is this.
fn may_begin_one(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f || byte == 0xc2
}

/// The text without control characters, if it has any.
pub(super) fn removed(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !(0..=255).any(|byte| may_begin_one(byte) && searched.has[usize::from(byte)]) {
        return None;
    }
    let controls = searched.text.char_indices().filter(|(_, c)| is_control(*c));
    let edit = |(at, c): (usize, char)| (at..at + c.len_utf8(), meant(c).map_or(String::new(), String::from));
    let edits: Vec<Edit> = controls.map(edit).collect();
    (!edits.is_empty()).then(|| edited(searched.text, offsets, edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_shown() {
        assert_eq!(OF_WINDOWS.chars().count(), 32);
        assert_eq!(without_controls("it\u{92}s \u{80}5\u{85} \u{9f}\u{81}"), "it’s €5… Ÿ");
        assert_eq!(without_controls("a\u{c}b\u{0}c\td\n\u{7f}é\u{a0}"), "a bc\td\né\u{a0}");
    }
}
