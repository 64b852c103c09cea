//! Places in a text as editors count them: lines from 0, and in a line the units of UTF-16.
//!
//! Takes: a text. Gives: bytes for such places, and such places for bytes. Never: takes a place that is not there for a mistake: it
//! counts as the nearest before it.

use crate::source::{Source, Span};
use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The lines of a text.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Lines<'a> {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Lines { text, starts: [0].into_iter().chain(ends.map(|at| at + 1)).collect() }
    }

    /// Of a file: no editor shows its byte-order mark.
    pub(super) fn of_file(source: &'a Source) -> Lines<'a> {
        let mut lines = Lines::of(&source.text);
        lines.starts[0] = source.start();
        lines
    }

    pub(super) fn line(&self, number: usize) -> &'a str {
        let Some(start) = self.starts.get(number) else { return "" };
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\n', '\r'])
    }

    /// Whether a letter begins or the text ends at a byte.
    pub(super) fn has(&self, byte: usize) -> bool {
        self.text.is_char_boundary(byte)
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// The byte at `{line, character}`.
    pub(super) fn byte(&self, place: &Value) -> usize {
        let number = |key: &str| place[key].as_u64().map_or(0, |number| number.min(u64::from(u32::MAX)) as usize);
        let line = number("line");
        if line >= self.starts.len() {
            return self.text.len();
        }
        let mut left = number("character");
        let mut at = self.starts[line];
        for c in self.line(line).chars() {
            if left < c.len_utf16() {
                break;
            }
            left -= c.len_utf16();
            at += c.len_utf8();
        }
        at
    }

    /// The span of `{start, end}`.
    pub(super) fn span(&self, range: &Value) -> Span {
        Span::new(self.byte(&range["start"]), self.byte(&range["end"]))
    }

    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    pub(super) fn place(&self, byte: usize) -> Value {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.line_of(byte);
        let start = self.starts[line].min(byte);
        json!({"line": line, "character": self.text[start..byte].chars().map(char::len_utf16).sum::<usize>()})
    }

    pub(super) fn range(&self, span: Span) -> Value {
        json!({"start": self.place(span.start as usize), "end": self.place(span.end as usize)})
    }
}

/// A text after what an editor says has changed in it. What cannot be understood of that counts as nothing.
pub(super) fn changed(mut text: String, changes: &[Value], largest: usize) -> String {
    for change in changes {
        let Some(new) = change["text"].as_str() else { continue };
        if change["range"].is_object() {
            let span = Lines::of(&text).span(&change["range"]);
            if text.len() + new.len() <= largest {
                text.replace_range(span.range(), new);
            }
        } else if new.len() <= largest {
            new.clone_into(&mut text);
        }
    }
    text
}

/// What makes one text another, as edits of whole lines.
pub(super) fn edits(before: &str, after: &str) -> Vec<Value> {
    let (lines, old, new) = (Lines::of(before), split(before), split(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let starts = |all: &[&str]| {
        let mut at = 0;
        let mut out = vec![0];
        for line in all {
            at += line.len();
            out.push(at);
        }
        out
    };
    let (old_starts, new_starts) = (starts(&old), starts(&new));
    let changes = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edit = |op: &DiffOp| {
        let (was, is) = (op.old_range(), op.new_range());
        let span = Span::new(old_starts[was.start], old_starts[was.end]);
        json!({"range": lines.range(span), "newText": &after[new_starts[is.start]..new_starts[is.end]]})
    };
    changes.map(edit).collect()
}

fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u64, character: u64) -> Value {
        json!({"line": line, "character": character})
    }

    #[test]
    fn characters_beyond_the_first_plane_count_twice_and_lines_end_in_any_way() {
        let text = "a😀b\r\n日本\rx\n";
        let lines = Lines::of(text);
        assert_eq!(lines.len(), 4);
        for (byte, place) in
            [(0, at(0, 0)), (5, at(0, 3)), (8, at(1, 0)), (11, at(1, 1)), (15, at(2, 0)), (17, at(3, 0))]
        {
            assert_eq!((lines.place(byte), lines.byte(&place)), (place.clone(), byte));
        }
        // Inside a pair, beyond a line and beyond the text: the nearest before.
        assert_eq!(lines.byte(&at(0, 2)), 1);
        assert_eq!(lines.byte(&at(0, 99)), 6);
        assert_eq!(lines.byte(&at(99, 0)), text.len());
        assert_eq!(lines.byte(&json!({"line": -1, "character": "x"})), 0);
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let change = |from: (u64, u64), to: (u64, u64), text: &str| json!({"range": {"start": at(from.0, from.1), "end": at(to.0, to.1)}, "text": text});
        let changes = [change((0, 3), (0, 4), "c"), change((1, 0), (1, 0), "日"), json!({"text": 7})];
        assert_eq!(changed("a😀b\r\nx".to_owned(), &changes, 99), "a😀c\r\n日x");
        assert_eq!(changed("abc".to_owned(), &[json!({"text": "abcdefgh"})], 5), "abc");
    }

    #[test]
    fn edits_make_one_text_the_other() {
        let (before, after) = ("a\r\n😀\r\nc\r\nd", "a\r\nB\r\nc\r\nd\r\ne");
        let mut made = before.to_owned();
        for edit in edits(before, after).iter().rev() {
            let span = Lines::of(before).span(&edit["range"]);
            made.replace_range(span.range(), edit["newText"].as_str().unwrap());
        }
        assert_eq!(made, after);
    }
}
