//! What a text asks for, by its signs alone: `[[=name]]`, `![[plan.csv]]`, `file="…"` behind a fence. That a sign stands in code is
//! not looked for: then something is read that nobody shows.

use memchr::memmem;
use std::ops::Range;

/// What a text asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asks<'t> {
    /// Names of values.
    pub values: Vec<&'t str>,
    /// Tables, as they are written.
    pub tables: Vec<&'t str>,
    /// Files, parts of which are shown, as they are written.
    pub parts: Vec<&'t str>,
}

impl Asks<'_> {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.tables.is_empty() && self.parts.is_empty()
    }
}

/// What begins the name of a value.
pub const VALUE: &str = "[[=";

/// Longer than any name.
const LONGEST: usize = 300;

/// Looks through a text.
pub fn asks(text: &str) -> Asks<'_> {
    let bytes = text.as_bytes();
    let values = memmem::find_iter(bytes, VALUE).filter_map(|at| value(text, at)).map(|range| text[range].trim());
    let tables = memmem::find_iter(bytes, "![").filter_map(|at| embedded(text, at)).map(|table| &text[table.name]);
    let parts = memmem::find_iter(bytes, "file=").filter_map(|at| part(text, at));
    Asks { values: values.collect(), tables: tables.collect(), parts: parts.collect() }
}

/// The name of the value that begins at a place: what stands between the signs.
pub fn value(text: &str, at: usize) -> Option<Range<usize>> {
    let start = at + VALUE.len();
    let line = line_from(text, start);
    let end = line.find("]]")?;
    (!line[..end].contains('[')).then_some(start..start + end)
}

/// A table that is put on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// `![[plan.csv#columns=a|Words]]`, whole.
    pub whole: Range<usize>,
    /// `plan.csv`.
    pub name: Range<usize>,
    /// `columns=a`; empty where all is shown.
    pub choice: Range<usize>,
    /// `Words`; may be empty.
    pub words: Range<usize>,
    /// Whether it is written with two brackets.
    pub wiki: bool,
}

/// The table whose sign begins at a place, where there is one.
pub fn embedded(text: &str, at: usize) -> Option<Embedded> {
    let line = line_from(text, at);
    let wiki = line.starts_with("![[");
    let (inside, words, length) = if wiki {
        let inside = &line[3..3 + line[3..].find("]]")?];
        let bar = inside.find('|').unwrap_or(inside.len());
        let words = (bar + 1).min(inside.len())..inside.len();
        (3..3 + bar, 3 + words.start..3 + words.end, 3 + inside.len() + 2)
    } else {
        let middle = line.find("](")?;
        let end = middle + 2 + line[middle + 2..].find(')')?;
        (middle + 2..end, 2..middle, end + 1)
    };
    let target = &line[inside.clone()];
    let name = &target[..target.find('#').unwrap_or(target.len())];
    let trimmed = name.trim().trim_end_matches('\\');
    let from = inside.start + (name.len() - name.trim_start().len());
    let behind = inside.start + (name.len() + 1).min(target.len());
    let is_table = |ending: &str| {
        let at = trimmed.len().checked_sub(ending.len());
        at.and_then(|at| trimmed.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    let plain = !trimmed.contains(['[', ']', '<', '"']) && !trimmed.contains("://");
    (plain && (is_table(".csv") || is_table(".tsv"))).then(|| Embedded {
        whole: at..at + length,
        name: at + from..at + from + trimmed.len(),
        choice: at + behind..at + inside.end,
        words: at + words.start..at + words.end,
        wiki,
    })
}

/// The file that `file=` at a place names, where it stands behind a fence.
fn part(text: &str, at: usize) -> Option<&str> {
    let begin = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[begin..at];
    if before.len() > LONGEST || !(before.contains("```") || before.contains("~~~")) {
        return None;
    }
    let rest = line_from(text, at + "file=".len());
    let named = match rest.chars().next()? {
        quote @ ('"' | '\'') => &rest[1..1 + rest[1..].find(quote)?],
        _ => &rest[..rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len())],
    };
    let named = named.trim();
    (!named.is_empty()).then_some(named)
}

/// The rest of the line behind a place, so far as it is looked at.
fn line_from(text: &str, at: usize) -> &str {
    let rest = &text[at..text.floor_char_boundary(at + LONGEST)];
    rest.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_asks_for_is_seen_by_its_signs() {
        let text = "Call [[=club.phone]], ![[a b.csv#columns=x|Words]], ![w](../c.TSV) ![p](q.png)\n```rust file=\"../src/x.rs\" lines=\"1\"\n```\nfile=\"no\"";
        let asked = asks(text);
        assert_eq!(asked.values, ["club.phone"]);
        assert_eq!(asked.tables, ["a b.csv", "../c.TSV"]);
        assert_eq!(asked.parts, ["../src/x.rs"]);
        let table = embedded(text, text.find("![[").unwrap()).unwrap();
        let at = |range: Range<usize>| &text[range];
        assert_eq!([at(table.choice), at(table.words)], ["columns=x", "Words"]);
        assert_eq!(at(table.whole), "![[a b.csv#columns=x|Words]]");
        assert!(asks("[[= é![[").is_empty());
    }
}
