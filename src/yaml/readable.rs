//! A map that cannot be read whole → those of its entries that can be, each by itself.

use super::{Key, Node, Value, read};
use crate::source::{Source, Span};
use std::collections::HashSet;

/// The entries at the left edge that are YAML by themselves. What stands between a mistake and the next such key is left out.
pub fn readable(source: &Source, span: Span) -> Node {
    let text = source.slice(span);
    let begins = |line: &str| line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_'));
    let mut starts: Vec<usize> = Vec::new();
    let mut at = span.start as usize;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            starts.push(at);
        }
        at += line.len();
    }
    starts.push(at);
    let mut entries: Vec<(Key, Node)> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for entry in starts.windows(2) {
        if let Ok(Node { value: Value::Map(read), .. }) = read(source, Span::new(entry[0], entry[1]), &mut Vec::new()) {
            entries.extend(read.into_iter().filter(|(key, _)| known.insert(key.text.clone())));
        }
    }
    Node { value: Value::Map(entries), span }
}
