//! Words for YAML that cannot be read. The crate's own speak of Rust options and of YAML's grammar.

use super::bytes;
use crate::problem::{Code, Problem};
use crate::source::{Source, Span};

/// The problem of a text that the crate refused.
pub(super) fn problem(source: &Source, span: Span, error: &serde_saphyr::Error) -> Problem {
    let error = error.without_snippet();
    let said = error.to_string();
    let text = source.slice(span);
    let place = error.location().map_or(Span::default(), |location| match bytes(&location) {
        Some((offset, length)) => Span::new(offset, offset + length),
        None => by_line(text, location.line() as usize, location.column() as usize),
    });
    let has = |part: &str| said.contains(part);
    let (place, message, help) = if let Some(rest) = said.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(", set ").next().unwrap_or(rest);
        (place, format!("The key `{key}` stands here twice"), "Keep one of the two and delete the other.")
    } else if let Some(quote) = curly_quote(text, place) {
        let message = "\u{201c} and \u{201d} are not quotation marks in YAML".to_owned();
        (quote, message, "Type straight ones at both ends: the sign `\"`, mostly above the 2 or beside the Enter key.")
    } else if has("tabs disallowed") {
        let message = "This line begins with a tab".to_owned();
        (place, message, "YAML wants spaces at the start of a line: replace the tab by two spaces.")
    } else if has("unclosed quote") {
        let message = "A quotation mark opens here and does not close".to_owned();
        (place, message, "Add the closing quotation mark at the end of the text.")
    } else if let Some(bracket) =
        open_bracket(text, place).filter(|_| has("bracket") || has("illegal placement") || has("',' or"))
    {
        let message = format!("The bracket `{}` opens here and does not close", &text[bracket.range()]);
        (bracket, message, "Close every `[` with `]` and every `{` with `}`.")
    } else if has("mapping values are not allowed") && moved_in(text, place) {
        let message = "This line is moved in further than the one above it".to_owned();
        (place, message, "Put both keys at the same distance from the left edge.")
    } else if has("mapping values are not allowed") {
        let message = "A second colon with a space after it makes this line unclear".to_owned();
        (place, message, "Put the text after the first colon in quotation marks, like `title: \"Cramp: what helps\"`.")
    } else if has("trailing content") {
        let message = "The quotation mark closes before this, but the text goes on".to_owned();
        (place, message, "Put the whole text between two signs `\"`, and leave apostrophes inside it as they are.")
    } else if has("unexpected character") {
        let message = "A value cannot begin with this character".to_owned();
        (place, message, "Put the whole value in quotation marks.")
    } else if has("unknown anchor") {
        let message = "A value that begins with `*` means something else in YAML".to_owned();
        (place, message, "Put the whole value in quotation marks.")
    } else if has("multiple YAML documents") {
        let message = "A line of three hyphens divides this file in two".to_owned();
        (place, message, "Delete the line `---`.")
    } else if has("expected string scalar") {
        (place, "A key must be a word".to_owned(), "Put the key in quotation marks.")
    } else if matches!(error, serde_saphyr::Error::Budget { .. }) || has("depth") || has("limit") || has("nesting") {
        let message = "This YAML is nested too deeply, or too large to be read".to_owned();
        (place, message, "Brackets and lists may stand 64 deep inside one another.")
    } else {
        let said = said.split(" at line ").next().unwrap_or(&said);
        let help = "Check the spaces at the start of the line, the colons and the quotation marks around here.";
        (place, format!("This is not valid YAML: {said}"), help)
    };
    Problem::at(Code::YamlSyntax, &source.path, place.shifted(span.start as usize), message).help(help)
}

/// A `!word` before a value.
pub(super) fn tag(source: &Source, span: Span) -> Problem {
    let message = "A value that begins with `!` means something else in YAML";
    Problem::at(Code::YamlSyntax, &source.path, span, message).help("Put the whole value in quotation marks.")
}

fn by_line(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or("");
    match rest.char_indices().nth(column.saturating_sub(1)) {
        Some((i, c)) => Span::new(start + i, start + i + c.len_utf8()),
        None => Span::new(start + rest.len(), start + rest.len()),
    }
}

fn line_at(text: &str, at: usize) -> (usize, &str) {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    (start, text[start..].lines().next().unwrap_or(""))
}

/// A curly quotation mark at the start of the line's value.
fn curly_quote(text: &str, place: Span) -> Option<Span> {
    let (start, line) = line_at(text, place.start as usize);
    let value = line.find(':').map_or(0, |i| i + 1);
    let quote = value + line[value..].find(|c: char| !c.is_whitespace() && c != '-')?;
    let c = line[quote..]
        .chars()
        .next()
        .filter(|c| matches!(c, '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2018}' | '\u{2019}'))?;
    Some(Span::new(start + quote, start + quote + c.len_utf8()))
}

/// The last bracket before a place that no other closes. Quoted text and comments are stepped over.
fn open_bracket(text: &str, place: Span) -> Option<Span> {
    let end = text.floor_char_boundary((place.end as usize).min(text.len()));
    let mut open = Vec::new();
    let (mut quote, mut comment, mut before) = (None, false, '\n');
    for (i, c) in text[..end].char_indices() {
        match (c, quote) {
            ('\n', _) => comment = false,
            _ if comment => {}
            (c, Some(q)) if c == q => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) if before.is_whitespace() || matches!(before, '[' | '{' | ',') => quote = Some(c),
            ('#', None) if before.is_whitespace() => comment = true,
            ('[' | '{', None) => open.push(i),
            (']' | '}', None) => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.pop().map(|i| Span::new(i, i + 1))
}

/// Whether the line begins further in than the `key: value` before it, and has one colon of its own.
fn moved_in(text: &str, place: Span) -> bool {
    let (start, line) = line_at(text, place.start as usize);
    let Some((_, above)) = start.checked_sub(1).map(|end| line_at(text, end)) else { return false };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let has_value = above.split_once(": ").is_some_and(|(_, value)| !value.trim().is_empty());
    has_value && indent(line) > indent(above) && line.matches(": ").count() <= 1
}
