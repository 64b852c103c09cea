//! TOML, as Hugo and Zola have it in front matter and settings → the same tree of values that YAML comes to.
//!
//! Takes: a source and the range of it that is TOML. Gives: a [`Node`], each value with its place.
//! Never: decides what the keys mean. The one file that names the TOML crate.

use crate::problem::{Code, Problem};
use crate::source::{Source, Span};
use crate::yaml::{Key, Node, Value};
use std::ops::Range;
use toml_edit::{Document, Item, Table, TableLike};

/// Reads the TOML in `span` of a source.
pub(in crate::parse) fn read(source: &Source, span: Span) -> Result<Node, Problem> {
    let (text, shift) = (source.slice(span), span.start as usize);
    let document = Document::parse(text).map_err(|error| {
        let place = error.span().unwrap_or_default();
        let message = format!("This front matter cannot be read as TOML: {}", first_line(error.message()));
        Problem::at(Code::FrontMatter, &source.path, shifted(&place, shift), message).help(
            "Write each key on a line of its own, like `title = \"Night cramps\"`, with texts in quotation marks.",
        )
    })?;
    let table: &Table = document.as_table();
    Ok(Node { value: map(table, text, shift), span: Span::new(shift, shift + text.lines().next().unwrap_or("").len()) })
}

fn map(table: &dyn TableLike, text: &str, shift: usize) -> Value {
    let entries = table.iter().filter_map(|(name, item)| {
        let place = table.key(name).and_then(toml_edit::Key::span).unwrap_or_default();
        Some((Key { text: name.to_owned(), span: shifted(&place, shift) }, node(item, text, shift)?))
    });
    Value::Map(entries.collect())
}

fn node(item: &Item, text: &str, shift: usize) -> Option<Node> {
    let place = item.span().unwrap_or_default();
    let span = shifted(&place, shift);
    let value = match item {
        Item::None => return None,
        Item::Table(table) => map(table, text, shift),
        Item::ArrayOfTables(tables) => {
            Value::List(tables.iter().map(|table| Node { value: map(table, text, shift), span }).collect())
        }
        Item::Value(value) => return Some(of_value(value, text, shift)),
    };
    Some(Node { value, span })
}

fn of_value(value: &toml_edit::Value, text: &str, shift: usize) -> Node {
    let place = value.span().unwrap_or_default();
    let span = shifted(&place, shift);
    let value = match value {
        toml_edit::Value::String(words) => Value::Scalar(words.value().clone()),
        toml_edit::Value::Array(items) => Value::List(items.iter().map(|item| of_value(item, text, shift)).collect()),
        toml_edit::Value::InlineTable(table) => map(table, text, shift),
        // A number, a day, a truth value: as written.
        _ => Value::Scalar(text.get(place).unwrap_or_default().to_owned()),
    };
    Node { value, span }
}

fn first_line(said: &str) -> &str {
    said.lines().next().unwrap_or_default()
}

fn shifted(place: &Range<usize>, shift: usize) -> Span {
    Span::new(shift + place.start, shift + place.end)
}
