//! YAML → a tree of values, each with its place. The one file that names the YAML crate.
//!
//! Takes: a source and the range of it that is YAML. Gives: [`Node`], and [`Fields`] to read a map key by key.
//! Never: decides what a file may hold; its readers do, by the keys they ask for. Typed structs were not taken: a derived
//! reader stops at the first wrong key, and here everything wrong is told in one run.

use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Source, Span};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned, budget};

mod day;
mod mistake;

pub use mistake::wrong_type;

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

/// Reads the YAML in `span` of a source. An empty text is [`Value::Null`].
pub fn read(source: &Source, span: Span) -> Result<Node, Problem> {
    let text = source.slice(span);
    let options = serde_saphyr::options! {
        with_snippet: false,
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        budget: budget! { max_nodes: 5_000_000, max_events: 20_000_000, max_depth: 64 },
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => {
            let node = node(raw, text, span.start as usize);
            let tag = tag(&node, source, span.start as usize);
            tag.map_or_else(|| mistake::unless_run_together(node, source, span), |tag| Err(mistake::tag(source, tag)))
        }
        Err(error) => Err(mistake::problem(source, span, &error)),
    }
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

fn node(raw: Spanned<Raw>, text: &str, shift: usize) -> Node {
    let (offset, length) = bytes(&raw.referenced).unwrap_or((0, 0));
    let slice = text.get(offset..offset + length).unwrap_or("");
    let trimmed = slice.trim_end();
    let written = Span::new(shift + offset, shift + offset + trimmed.len());
    let (value, span) = match raw.value {
        Raw::Null => (Value::Null, written),
        Raw::Text(text) => (Value::Scalar(text), written),
        Raw::Plain => (Value::Scalar(trimmed.to_owned()), written),
        Raw::List(items) => {
            let items = items.into_iter().map(|item| node(item, text, shift)).collect();
            (Value::List(items), first_line(text, offset, shift))
        }
        Raw::Map(entries) => {
            let entries = entries
                .into_iter()
                .map(|(key, value)| {
                    let (offset, length) = bytes(&key.referenced).unwrap_or((0, 0));
                    let span = Span::new(shift + offset, shift + offset + length);
                    (Key { text: key.value, span }, node(value, text, shift))
                })
                .collect();
            (Value::Map(entries), first_line(text, offset, shift))
        }
    };
    Node { value, span }
}

/// The first `!word` before a value. YAML takes it for the value's type, and drops it; its author meant it as text.
fn tag(node: &Node, source: &Source, start: usize) -> Option<Span> {
    let mut open = vec![node];
    let mut found = None;
    while let Some(node) = open.pop() {
        let at = node.span.start as usize;
        let line = source.text[..at].rfind('\n').map_or(start, |i| i + 1).max(start).min(at);
        let before = source.text[line..at].trim_end();
        // The space may be one of several bytes: U+00A0 comes in from web pages, U+3000 is that of East Asia.
        let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | ',')).next().unwrap_or(before);
        if word.starts_with('!') && !word.starts_with("!!") {
            let end = line + before.len();
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

fn first_line(text: &str, offset: usize, shift: usize) -> Span {
    let rest = text.get(offset..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("").trim_end();
    Span::new(shift + offset, shift + offset + line.len())
}

/// Reads a map key by key, collecting what is wrong. A key that nobody asked for is unknown: the readers are the list of keys.
pub struct Fields<'a> {
    path: &'a SitePath,
    /// What the map is, for messages: "an article's front matter".
    what: &'a str,
    /// Where the map is, for missing keys.
    pub span: Span,
    entries: Vec<(&'a Key, &'a Node)>,
    asked: Vec<&'static str>,
    /// Something else than keys stands here, which has been told: then no key is missing besides.
    told: bool,
}

impl<'a> Fields<'a> {
    /// Begins with a map. Anything but a map is a problem and reads as an empty one; nothing at all reads as empty in silence.
    pub fn of(node: &'a Node, path: &'a SitePath, what: &'a str, problems: &mut Vec<Problem>) -> Fields<'a> {
        let entries = match &node.value {
            Value::Map(entries) => entries.iter().map(|(key, value)| (key, value)).collect(),
            Value::Null => Vec::new(),
            other => {
                problems.push(wrong_type(path, node.span, what, "keys with values", other));
                Vec::new()
            }
        };
        let told = !matches!(node.value, Value::Map(_) | Value::Null);
        Fields { path, what, span: node.span, entries, asked: Vec::new(), told }
    }

    /// The value of a key; a key with nothing after it counts as absent.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let node = self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| *node)?;
        (!matches!(node.value, Value::Null)).then_some(node)
    }

    /// Text, with its place.
    pub fn text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Text> {
        let node = self.get(key)?;
        text(node, self.path, key, problems)
    }

    /// Text that must be there: if it is not, that is told at the map's first line.
    pub fn required_text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Text> {
        if self.get(key).is_none() {
            let missing =
                || Problem::at(Code::MissingKey, self.path, self.span, format!("{} needs a `{key}`", self.what));
            problems.extend((!self.told).then(|| missing().help(format!("Add a line `{key}: …`."))));
            return None;
        }
        self.text(key, problems)
    }

    /// `true` or `false`.
    pub fn truth(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<bool> {
        let text = self.text(key, problems)?;
        match text.text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => {
                problems.push(
                    Problem::at(Code::WrongType, self.path, text.span, format!("`{key}` should be `true` or `false`"))
                        .help(format!("Write `{key}: true` or `{key}: false`.")),
                );
                None
            }
        }
    }

    /// A whole number, zero or more.
    pub fn whole_number(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<u32> {
        let text = self.text(key, problems)?;
        let number = text.text.parse().ok();
        if number.is_none() {
            problems.push(
                Problem::at(Code::WrongType, self.path, text.span, format!("`{key}` should be a whole number"))
                    .help(format!("Write it in figures, like `{key}: 12`.")),
            );
        }
        number
    }

    /// A day, as `2026-11-23`.
    pub fn day(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<jiff::civil::Date> {
        let text = self.text(key, problems)?;
        day::read(&text.text).map_err(|_| problems.push(day::no_day(self.path, key, &text))).ok()
    }

    /// A list of texts; one text alone counts as a list of one.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Text> {
        let Some(node) = self.get(key) else { return Vec::new() };
        match &node.value {
            Value::List(items) => {
                let each = format!("An entry of `{key}`");
                items.iter().filter_map(|item| text(item, self.path, &each, problems)).collect()
            }
            Value::Map(_) => {
                problems.push(wrong_type(self.path, node.span, key, "a list", &node.value));
                Vec::new()
            }
            _ => text(node, self.path, key, problems).into_iter().collect(),
        }
    }

    /// What stands under a key that some program once had: it is read, and told of as unknown all the same.
    pub fn texts_of_old(&self, key: &str) -> Vec<Text> {
        let node = self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| *node);
        let items = match node.map(|node| &node.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => node.map_or(&[][..], std::slice::from_ref),
        };
        let text = |item: &Node| match &item.value {
            Value::Scalar(text) => Some(Text { text: text.clone(), span: item.span }),
            _ => None,
        };
        items.iter().filter_map(text).collect()
    }

    /// The map under a key.
    pub fn map(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> &'a [(Key, Node)] {
        let Some(node) = self.get(key) else { return &[] };
        match &node.value {
            Value::Map(entries) => entries,
            other => {
                problems.push(wrong_type(self.path, node.span, key, "keys with values", other));
                &[]
            }
        }
    }

    /// The list under a key.
    pub fn list(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> &'a [Node] {
        let Some(node) = self.get(key) else { return &[] };
        match &node.value {
            Value::List(items) => items,
            other => {
                problems.push(wrong_type(self.path, node.span, key, "a list", other));
                &[]
            }
        }
    }

    /// Tells of every key that was not asked for.
    pub fn finish(self, problems: &mut Vec<Problem>) {
        let unknown = |(key, _): &&(&Key, &Node)| !self.asked.contains(&key.text.as_str());
        for (key, _) in self.entries.iter().filter(unknown) {
            let near = near::nearest(&key.text, self.asked.iter().copied());
            let message = format!("{} has no key `{}`", self.what, key.text);
            let problem = Problem::at(Code::UnknownKey, self.path, key.span, message);
            problems.push(match near {
                Some(near) => problem.help(format!("Did you mean `{near}`?")).fix(key.span, near),
                None => problem.help(format!("These are known: {}.", self.asked.join(", "))),
            });
        }
    }
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, as YAML understands it.
    pub text: String,
    /// Where it is written, quotes included.
    pub span: Span,
}

/// A scalar as text; anything else is a problem.
pub fn text(node: &Node, path: &SitePath, what: &str, problems: &mut Vec<Problem>) -> Option<Text> {
    match &node.value {
        Value::Scalar(text) => {
            problems.extend(mistake::curly_quotes(path, node.span, text));
            Some(Text { text: text.clone(), span: node.span })
        }
        other => {
            problems.push(wrong_type(path, node.span, what, "text", other));
            None
        }
    }
}

impl Node {
    /// Nothing, at a place.
    pub fn empty(span: Span) -> Node {
        Node { value: Value::Null, span }
    }
}
