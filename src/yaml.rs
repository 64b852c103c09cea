//! YAML → a tree of values, each with its place. The one file that names the YAML crate.
//!
//! Takes: a source and the range of it that is YAML. Gives: [`Node`], and [`Fields`] to read a map key by key.
//! Never: decides what a file may hold; its readers do, by the keys they ask for. Typed structs were not taken: a derived
//! reader stops at the first wrong key, and here everything wrong is told in one run.

use crate::problem::{Problem, merge_marks};
use crate::source::{Source, Span};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned, budget};
use std::collections::HashSet;

mod as_meant;
mod day;
mod fields;
mod mend;
mod mistake;
mod readable;

pub use day::as_day;
pub use fields::{Fields, Text, text, truth};
pub use mistake::{COLONS, wrong_type};
pub use readable::readable;

/// A value and where it stands in the whole file.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where: quotes included; of a map or list in block style, its first line.
    pub span: Span,
}

/// What YAML can hold. A scalar is its text as written: whether `1.10` is a number is its reader's business.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing after the colon, `~` or `null`.
    Null,
    /// Text, a number, a date, a truth value.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written.
    Map(Vec<(Key, Node)>),
}

/// A map's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// As text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Value::Null => "is nothing",
            Value::Scalar(_) => "is text",
            Value::List(_) => "is a list",
            Value::Map(_) => "are keys with values",
        }
    }
}

/// Reads the YAML in `span` of a source. An empty text is [`Value::Null`]. What is YAML and cannot be meant so is told, and read as it
/// was meant.
pub fn read(source: &Source, span: Span, problems: &mut Vec<Problem>) -> Result<Node, Problem> {
    // Such marks can be a part of a text to YAML.
    if let Some(marks) = merge_marks(source, span) {
        return Err(marks);
    }
    let text = source.slice(span);
    match parsed(text) {
        Ok(raw) => {
            let node = Places::of(text, span.start as usize).node(raw);
            if let Some(tag) = tag(&node, source, span.start as usize) {
                return Err(mistake::tag(source, tag));
            }
            let mut node = mistake::unless_run_together(node, source, span)?;
            as_meant::as_meant(&mut node, source, problems)?;
            Ok(node)
        }
        Err(error) => Err(mistake::problem(source, span, &error)),
    }
}

fn parsed(text: &str) -> Result<Spanned<Raw>, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        with_snippet: false,
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        budget: budget! { max_nodes: 5_000_000, max_events: 20_000_000, max_depth: 64 },
    };
    serde_saphyr::from_str_with_options(text, options)
}

enum Raw {
    Null,
    /// Text that is not the same as its source, such as a quoted one.
    Text(String),
    /// A number or truth value: its text is the source's.
    Plain,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any YAML")
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Raw, D::Error> {
        d.deserialize_any(self)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Raw, D::Error> {
        d.deserialize_any(RawVisitor)
    }
}

fn bytes(location: &Location) -> Option<(usize, usize)> {
    let span = location.span();
    Some((span.byte_offset()? as usize, span.byte_len()? as usize))
}

/// Where values stand in the file.
struct Places<'t> {
    text: &'t str,
    /// Where the text begins in the file.
    shift: usize,
    /// Where each line ends, and where its last word does: all of a file may stand in one, and each value asks for it.
    ends: Vec<(usize, usize)>,
}

impl Places<'_> {
    fn of(text: &str, shift: usize) -> Places<'_> {
        let mut at = 0;
        let end = |line: &str| {
            let start = at;
            at += line.len();
            (at, start + line.trim_end().len())
        };
        Places { text, shift, ends: text.split_inclusive('\n').map(end).collect() }
    }

    fn node(&self, raw: Spanned<Raw>) -> Node {
        let (offset, length) = bytes(&raw.referenced).unwrap_or((0, 0));
        let slice = self.text.get(offset..offset + length).unwrap_or("");
        let trimmed = slice.trim_end();
        let written = Span::new(self.shift + offset, self.shift + offset + trimmed.len());
        let (value, span) = match raw.value {
            Raw::Null => (Value::Null, written),
            Raw::Text(text) => (Value::Scalar(text), written),
            Raw::Plain => (Value::Scalar(trimmed.to_owned()), written),
            Raw::List(items) => {
                (Value::List(items.into_iter().map(|item| self.node(item)).collect()), self.first_line(offset))
            }
            Raw::Map(entries) => {
                let entry = |(key, value): (Spanned<String>, Spanned<Raw>)| {
                    let (offset, length) = bytes(&key.referenced).unwrap_or((0, 0));
                    let span = Span::new(self.shift + offset, self.shift + offset + length);
                    (Key { text: key.value, span }, self.node(value))
                };
                (Value::Map(entries.into_iter().map(entry).collect()), self.first_line(offset))
            }
        };
        Node { value, span }
    }

    /// From a place to the last word of its line.
    fn first_line(&self, offset: usize) -> Span {
        let line = self.ends.partition_point(|(end, _)| *end <= offset);
        let end = self.ends.get(line).map_or(offset, |(_, end)| (*end).max(offset));
        Span::new(self.shift + offset, self.shift + end)
    }
}

/// The first `!word` or `&word` before a value. YAML takes them for the value's type and name, and drops them; the author meant text.
fn tag(node: &Node, source: &Source, start: usize) -> Option<Span> {
    let names = names_used(&source.text);
    let mut open = vec![node];
    let mut found = None;
    while let Some(node) = open.pop() {
        // All of a file may stand in one line: no more of it is looked at than the word.
        let before = &source.text[start..(node.span.start as usize).max(start)];
        let before = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
        // The space may be one of several bytes: U+00A0 comes in from web pages, U+3000 is that of East Asia.
        let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | ',')).next().unwrap_or(before);
        let tag = word.starts_with('!') && !word.starts_with("!!");
        // A name that nothing in the file comes back to is none.
        let anchor = word.strip_prefix('&').is_some_and(|name| !names.contains(name));
        if tag || anchor {
            let end = start + before.len();
            let span = Span::new(end - word.len(), end);
            found = found.filter(|earlier: &Span| *earlier < span).or(Some(span));
        }
        match &node.value {
            Value::List(items) => open.extend(items),
            Value::Map(entries) => open.extend(entries.iter().map(|(_, node)| node)),
            Value::Null | Value::Scalar(_) => {}
        }
    }
    found
}

/// What stands behind a `*`, as a name that was given with `&` is used.
fn names_used(text: &str) -> HashSet<&str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '{' | '}' | ',' | '*');
    text.split('*').skip(1).map(|rest| &rest[..rest.find(ends).unwrap_or(rest.len())]).collect()
}

impl Node {
    /// Nothing, at a place.
    pub fn empty(span: Span) -> Node {
        Node { value: Value::Null, span }
    }
}

/// Any YAML as JSON, for themes. Text that is a number or a truth value becomes one.
pub fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => entries.iter().map(|(key, node)| (key.text.clone(), to_json(node))).collect(),
        Value::Scalar(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(value @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => value,
            _ => text.as_str().into(),
        },
    }
}
