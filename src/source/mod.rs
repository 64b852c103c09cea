//! Text as it was written, and places in it.
//!
//! Takes: the bytes of a file and its path within the site.
//! Gives: [`Source`], [`Span`], [`Position`], [`SitePath`]: what every later stage points with.
//! Never: reads a disk, or changes a text. A span always counts from the start of the whole file.

mod offsets;
mod path;
pub mod slug;

pub use offsets::Offsets;
pub use path::SitePath;

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
    /// Where it is, below the site's root.
    pub path: SitePath,
    /// The whole file, a byte-order mark included.
    pub text: String,
    /// xxh3-128 of the text: the key under which anything worked out from it is remembered.
    pub hash: u128,
}

/// The mark some editors put before a text in UTF-8.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

impl Source {
    /// Keeps a text with its path.
    pub fn new(path: SitePath, text: String) -> Source {
        let hash = xxhash_rust::xxh3::xxh3_128(text.as_bytes());
        Source { path, text, hash }
    }

    /// Where the text begins: after the byte-order mark, if there is one.
    pub fn start(&self) -> usize {
        if self.text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
    }

    /// Line and column of a byte. A place inside a character counts as that character's.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary((offset as usize).min(self.text.len()));
        let before = &self.text[self.start().min(offset)..offset];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Position {
            line: before.bytes().filter(|b| *b == b'\n').count() as u32 + 1,
            column: before[line_start..].chars().count() as u32 + 1,
        }
    }

    /// The text of a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
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
}
