//! Text as it was written, and places in it.
//!
//! Takes: the bytes of a file and its path within the site.
//! Gives: [`Source`], [`Span`], [`Position`], [`SitePath`]: what every later stage points with.
//! Never: reads a disk, or changes a text. A span always counts from the start of the whole file.

mod digest;
pub mod escape;
pub mod glob;
mod offsets;
mod order;
mod path;
pub mod script;
pub mod slug;
mod taken;
pub mod url;

pub use digest::digest;
pub use offsets::Offsets;
pub use order::order_key;
pub use path::{CONTENT, SitePath, below, relative};
pub use taken::{Answer, Taken};

use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in one file, as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of these bytes. Files are limited at loading, so that an offset fits 32 bits.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end.max(start) as u32 }
    }

    /// The same span, `by` bytes further on.
    pub fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by as u32, end: self.end + by as u32 }
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column, both from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// One text file of the site.
#[derive(Debug)]
pub struct Source {
    /// The position of every [`STRIDE`]th byte, worked out when the first position is asked for.
    marks: OnceLock<Vec<Position>>,
    /// Where it is, below the site's root.
    pub path: SitePath,
    /// The whole file, a byte-order mark included.
    pub text: String,
    /// xxh3-128 of the text and of what it takes: the key under which anything worked out from it is remembered.
    pub hash: u128,
    /// Of the text alone.
    pub text_hash: u128,
    /// What it takes from other files.
    pub taken: Option<Arc<Taken>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        self.hash == other.hash && self.path == other.path
    }
}

impl Eq for Source {}

/// Bytes between two marks: so many are read, at most, to find a position.
const STRIDE: usize = 1024;

/// The mark some editors put before a text in UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

impl Source {
    /// Keeps a text with its path.
    pub fn new(path: SitePath, text: String) -> Source {
        let hash = xxhash_rust::xxh3::xxh3_128(text.as_bytes());
        Source { marks: OnceLock::new(), path, text, hash, text_hash: hash, taken: None }
    }

    /// The same text, with what it takes from other files.
    pub fn taking(&self, taken: Taken) -> Source {
        let source = Source::new(self.path.clone(), self.text.clone());
        Source { hash: digest(&(self.text_hash, &taken)), taken: Some(Arc::new(taken)), ..source }
    }

    /// Where the text begins: after the byte-order mark, if there is one.
    pub fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// Line and column of a byte. A place inside a character counts as that character's.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary((offset as usize).min(self.text.len())).max(self.start());
        let marks = self.marks.get_or_init(|| self.marks());
        let nearest = (offset - self.start()) / STRIDE;
        passed(marks[nearest], &self.text[self.mark(nearest)..offset])
    }

    /// A table of line starts would not do: everything may stand in one line.
    fn marks(&self) -> Vec<Position> {
        let last = (self.text.len() - self.start()) / STRIDE;
        let mut marks = vec![Position { line: 1, column: 1 }];
        for i in 0..last {
            marks.push(passed(marks[i], &self.text[self.mark(i)..self.mark(i + 1)]));
        }
        marks
    }

    /// Where the mark of this number stands.
    fn mark(&self, number: usize) -> usize {
        self.text.floor_char_boundary(self.start() + number * STRIDE)
    }

    /// The text of a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// The position behind a text that begins at another.
fn passed(from: Position, text: &str) -> Position {
    let chars = |text: &str| text.chars().count() as u32;
    match text.rfind('\n') {
        Some(newline) => Position {
            line: from.line + text.bytes().filter(|b| *b == b'\n').count() as u32,
            column: 1 + chars(&text[newline + 1..]),
        },
        None => Position { line: from.line, column: from.column + chars(text) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_a_byte_order_mark_counts_for_nothing() {
        let source = Source::new("a.md".into(), "\u{feff}Größe\r\nx → y\n".into());
        assert_eq!(source.position(3), Position { line: 1, column: 1 });
        assert_eq!(source.position(3 + 7), Position { line: 1, column: 6 });
        let arrow_end = source.text.find(" y").unwrap() as u32;
        assert_eq!(source.position(arrow_end), Position { line: 2, column: 4 });
        assert_eq!(source.position(9999), Position { line: 3, column: 1 });
    }
    #[test]
    fn positions_far_into_a_text_are_those_of_a_walk_from_its_start() {
        let text = format!("\u{feff}{}\n{}\n\n{}", "é→a".repeat(900), "x\n".repeat(700), "日本".repeat(800));
        let source = Source::new("a.md".into(), text);
        let (mut line, mut column) = (1, 1);
        for (at, c) in source.text.char_indices().skip(1) {
            assert_eq!(source.position(at as u32), Position { line, column });
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        assert_eq!(source.position(source.text.len() as u32), Position { line, column });
    }
}
