//! Where in a file the address of a link stands, and how it must be written there.

use super::edits::Edit;
use crate::parse::html::decode_entities;
use crate::parse::{Destination, destination, name_in_brackets};
use crate::source::{Source, Span};
use crate::text::body::{Link, LinkSpan, Markup};

/// How an address is written at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Behind the words of a link, or of a definition, as it is.
    Bare,
    /// Between `<` and `>`.
    Pointed,
    /// In an attribute of a tag.
    Attribute,
    /// Between `[[` and `]]`.
    Brackets,
    /// As a value in YAML.
    Yaml,
}

/// The place of a link's address in its file, and how it stands there. `None` where something else stands there: a text of YAML that
/// is used again is written but once, and is edited there.
pub(super) fn address(source: &Source, link: &Link, span: LinkSpan) -> Option<(Span, Quoting)> {
    let (span, quoting) = found(source, link, span)?;
    let raw = source.slice(span);
    let is_it = match quoting {
        Quoting::Brackets => name_in_brackets(raw) == link.target,
        Quoting::Yaml => name_in_brackets(unquoted(raw)) == link.target,
        Quoting::Attribute => destination(&decode_entities(raw)) == Destination::Here(link.target.clone()),
        Quoting::Bare | Quoting::Pointed => {
            destination(&decode_entities(&without_backslashes(raw))) == Destination::Here(link.target.clone())
        }
    };
    is_it.then_some((span, quoting))
}

fn unquoted(raw: &str) -> &str {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''));
    quote.and_then(|quote| raw.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(raw)
}

/// A backslash before a sign is Markdown's way to mean the sign.
fn without_backslashes(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

fn found(source: &Source, link: &Link, span: LinkSpan) -> Option<(Span, Quoting)> {
    let (whole, target) = (source.slice(span.whole), source.slice(span.target));
    if link.markup == Markup::Html {
        let inside = attribute(whole)?;
        return Some((inside.shifted(span.whole.start as usize), Quoting::Attribute));
    }
    if span.whole != span.target {
        let before = source.text.get(..span.target.start as usize)?.chars().next_back();
        let quoting = match before {
            Some('<') => Quoting::Pointed,
            Some('[') if whole.contains("[[") => Quoting::Brackets,
            _ => Quoting::Bare,
        };
        return Some((span.target, quoting));
    }
    if whole.starts_with(['[', '!']) {
        return definition(source, label(whole)?);
    }
    (!target.is_empty()).then_some((span.target, Quoting::Yaml))
}

/// The value of the attribute that holds an address, without its quotes.
fn attribute(tag: &str) -> Option<Span> {
    let small = tag.to_ascii_lowercase();
    for name in ["href", "src"] {
        for (at, _) in small.match_indices(name) {
            let starts = small[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
            let rest = &small[at + name.len()..];
            let Some(value) = rest.trim_start().strip_prefix('=').filter(|_| starts) else { continue };
            let value = value.trim_start();
            let from = tag.len() - value.len();
            return Some(match value.chars().next()? {
                quote @ ('"' | '\'') => {
                    let end = value[1..].find(quote)?;
                    Span::new(from + 1, from + 1 + end)
                }
                _ => Span::new(from, from + value.find(|c: char| c.is_whitespace() || c == '>')?),
            });
        }
    }
    None
}

/// What a link by reference names: `[words][name]`, `[name][]`, `[name]`.
fn label(whole: &str) -> Option<&str> {
    let inside = whole.trim_start_matches('!').strip_suffix(']')?;
    match inside.rsplit_once("][") {
        Some((words, "")) => Some(words.trim_start_matches('[')),
        Some((_, name)) => Some(name),
        None => inside.strip_prefix('['),
    }
}

/// The address of a definition: `[name]: address`, the first of its name.
fn definition(source: &Source, label: &str) -> Option<(Span, Quoting)> {
    let plain = |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let wanted = plain(label);
    let mut at = 0;
    for line in source.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_start_matches([' ', '\t', '>', '-', '*']);
        let Some((name, rest)) = content.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { continue };
        if plain(name) != wanted {
            continue;
        }
        let address = rest.trim_start();
        let from = start + line.len() - address.len();
        return Some(match address.strip_prefix('<') {
            Some(inside) => (Span::new(from + 1, from + 1 + inside.find('>')?), Quoting::Pointed),
            None => {
                let end = address.find(char::is_whitespace).unwrap_or(address.len());
                (Span::new(from, from + end), Quoting::Bare)
            }
        });
    }
    None
}

/// The words of a heading's line, and its own id where it has one.
pub(super) fn heading(source: &Source, span: Span) -> Option<(Span, Option<Span>)> {
    let line = source.slice(span).lines().next()?;
    let marks = line.len() - line.trim_start_matches('#').len();
    let below = source.slice(span).lines().nth(1).is_some_and(|line| !line.trim().is_empty());
    if marks == 0 && !below {
        return None;
    }
    let start = span.start as usize;
    let words = line[marks..].trim_end();
    let (words, id) = match words.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')) {
        Some((words, attributes)) if attributes.trim_start().starts_with('#') => {
            let from = marks + words.len() + 1 + attributes.find('#')? + 1;
            let length = attributes.trim_start()[1..].find(char::is_whitespace);
            let length = length.unwrap_or(attributes.trim_start().len() - 1);
            (words, Some(Span::new(start + from, start + from + length)))
        }
        _ => (words, None),
    };
    let words = words.trim_end();
    let words = if marks > 0 && words.ends_with('#') { words.trim_end_matches('#').trim_end() } else { words };
    let from = marks + words.len() - words.trim_start().len();
    let words = words.trim_start();
    (!words.is_empty()).then(|| {
        let from = line.find(words).unwrap_or(from);
        (Span::new(start + from, start + from + words.len()), id)
    })
}

/// Another text in the place of a scalar or a key of YAML, with the quotes that it had, or needs.
pub(super) fn scalar(source: &Source, span: Span, text: &str) -> Edit {
    let written = source.slice(span);
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let text = match quote {
        Some('"') => serde_json::Value::from(text).to_string(),
        Some(_) => format!("'{}'", text.replace('\'', "''")),
        None => in_flow(text),
    };
    Edit { span, text }
}

/// A text as YAML can hold it anywhere.
pub(super) fn in_flow(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ' ' | '+');
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '/');
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
    );
    if begins && !word && text.chars().all(plain) && text.trim() == text {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}

/// How lines end in a file.
pub(super) fn newline(source: &Source) -> &'static str {
    if source.text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line of a byte ends.
pub(super) fn line_end(source: &Source, at: usize) -> usize {
    let rest = &source.text[at..];
    let end = rest.find('\n').map_or(source.text.len(), |end| at + end);
    if source.text[..end].ends_with('\r') { end - 1 } else { end }
}
