//! Values of another program's settings that are YAML, JSON or TOML.

use crate::parse::front::toml;
use crate::source::{Source, Span};
use crate::yaml::{self, Node, Value};
use std::borrow::Cow;

/// The whole of such settings.
pub(super) fn whole(source: &Source) -> Option<Node> {
    let all = Span::new(0, source.text.len());
    let read = match source.path.extension().as_str() {
        "toml" => toml::read(source, all),
        // JSON is YAML.
        _ => yaml::read(source, all, &mut Vec::new()),
    };
    read.ok()
}

/// What stands under a key, however its letters are written.
pub(super) fn entry_of<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.text.eq_ignore_ascii_case(key)).map(|(_, node)| node)
}

/// The items of a list.
pub(super) fn items_of(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}

/// A text, or the texts of a list.
pub(super) fn texts_of(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Scalar(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts_of).collect(),
        Value::Map(_) | Value::Null => Vec::new(),
    }
}

/// The text under a key at the left edge.
pub(super) fn scalar(source: &Source, key: &str) -> Option<String> {
    match value(source, key)?.value {
        Value::Scalar(text) => Some(text),
        _ => None,
    }
}

/// What stands under a key at the left edge of a YAML file, whatever the others are.
pub(super) fn value(source: &Source, key: &str) -> Option<Node> {
    let span = lines_of(source, key)?;
    let read =
        yaml::read(source, span, &mut Vec::new()).or_else(|_| yaml::read(&untagged(source), span, &mut Vec::new()));
    match read.ok()?.value {
        Value::Map(entries) => entries.into_iter().find(|(name, _)| name.text == key).map(|(_, node)| node),
        _ => None,
    }
}

/// Where a key stands whose value cannot be read.
pub(super) fn unreadable(source: &Source, key: &str) -> Option<Span> {
    lines_of(source, key).filter(|_| value(source, key).is_none())
}

fn lines_of(source: &Source, key: &str) -> Option<Span> {
    let mut span: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let begins = line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':'));
        let goes_on = line.starts_with([' ', '\t', '-', '#', '\n', '\r']);
        match &mut span {
            None if begins => span = Some((at, at + line.len())),
            Some((_, end)) if goes_on => *end = at + line.len(),
            Some(_) => break,
            None => {}
        }
        at += line.len();
    }
    span.map(|(start, end)| Span::new(start, end))
}

/// The same text, each thing in its place, without what only Python makes something of: `!ENV [CI, false]`.
fn untagged(source: &Source) -> Source {
    let text: String = source.text.split_inclusive('\n').map(without_tag).collect();
    Source::new(source.path.clone(), text)
}

fn without_tag(line: &str) -> Cow<'_, str> {
    let value = line.find([':', '-']).map_or(line.len(), |sign| sign + 1);
    let start = line.len() - line[value..].trim_start_matches([' ', '-']).len();
    if !line[start..].starts_with('!') {
        return Cow::Borrowed(line);
    }
    let end = line[start..].find([' ', '\n', '\r']).map_or(line.len(), |length| start + length);
    Cow::Owned(format!("{}{}{}", &line[..start], " ".repeat(end - start), &line[end..]))
}
