//! Control characters, which no reader sees and no page may hold → nothing, or a space where one parts words.
//!
//! Takes: a text. Gives: it without them. Never: touches a tab or the end of a line.

use super::{Draft, Edit, Searched, edited};
use crate::source::Offsets;
use std::ops::Range;

/// Whether no page may hold it.
pub(in crate::parse) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
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
    let edit = |(at, c): (usize, char)| {
        let parts_words = matches!(c, '\u{b}' | '\u{c}' | '\u{85}');
        (at..at + c.len_utf8(), if parts_words { " ".to_owned() } else { String::new() })
    };
    let edits: Vec<Edit> = controls.map(edit).collect();
    (!edits.is_empty()).then(|| edited(searched.text, offsets, edits))
}
