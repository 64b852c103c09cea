//! Slips between the brackets of a map or a list in one line.

use super::slips::{begins_badly, quoted};
use super::{Line, Lines, Mend};
use crate::source::Span;

/// Values of `{key: value, …}` that are none without quotation marks: each alone, and all.
pub(super) fn flow_values(lines: &Lines<'_>) -> Vec<Mend> {
    let mut out = Vec::new();
    for line in lines.near().take(3) {
        let wrong: Vec<(Span, String)> =
            values(line).into_iter().filter_map(|span| Some((span, why(lines, span)?))).collect();
        out.extend(values(line).into_iter().filter_map(|span| left_open(lines, span)));
        out.extend(wrong.iter().map(|(span, why)| quoted(lines, *span, why.clone())));
        if let [(first, why), .., (last, _)] = wrong.as_slice() {
            let (start, end) = (first.start as usize, last.end as usize);
            let mut replacement = lines.text[start..end].to_owned();
            for (span, _) in wrong.iter().rev() {
                let text = super::in_quotes(lines.slice(*span));
                replacement.replace_range(span.start as usize - start..span.end as usize - start, &text);
            }
            out.push(Mend { span: Span::new(start, end), replacement, ..quoted(lines, *first, why.clone()) });
        }
    }
    out
}

/// A quotation mark that does not close before the value's end: that of its line, or the next key.
pub(super) fn left_open(lines: &Lines<'_>, span: Span) -> Option<Mend> {
    let value = lines.slice(span);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (value.matches(quote).count() % 2 == 1).then(|| Mend {
        place: Span::new(span.start as usize, span.start as usize + 1),
        message: "A quotation mark opens here and does not close".into(),
        help: "Add the closing quotation mark at the end of the text.".into(),
        span: Span::new(span.end as usize, span.end as usize),
        replacement: quote.to_string(),
    })
}

/// What makes a value unclear.
fn why(lines: &Lines<'_>, span: Span) -> Option<String> {
    let value = lines.slice(span);
    if value.starts_with(['"', '\'', '{', '[']) {
        return None;
    }
    let within = |what: &str| Some(format!("{what} in a text between brackets makes this line unclear"));
    match begins_badly(value) {
        Some(message) => Some(message),
        None if value.starts_with(['>', '|']) => Some(format!("A text cannot begin with `{}` here", &value[..1])),
        None if value.contains(": ") || value.ends_with(':') => within("A second colon"),
        None if value.contains(" #") => within("The sign `#`, which begins a comment,"),
        None if value.contains(['{', '}', '[', ']']) => within("A bracket"),
        None if value.contains(',') => within("A comma"),
        None => None,
    }
}

/// The values of a map that opens in a line, each up to the comma before the next key or to the last bracket.
fn values(line: Line<'_>) -> Vec<Span> {
    let text = line.text.trim_end();
    let Some(open) = text.find('{') else { return Vec::new() };
    let mut keys: Vec<(usize, usize)> = Vec::new();
    for (at, sign) in text.char_indices().skip_while(|(at, _)| *at < open) {
        if !matches!(sign, '{' | ',') {
            continue;
        }
        let rest = text[at + 1..].trim_start();
        let start = text.len() - rest.len();
        let length = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
        if length > 0 && rest[length..].starts_with(": ") {
            keys.push((at, start + length + 1));
        }
    }
    let last = text.rfind('}').filter(|at| *at > open).unwrap_or(text.len());
    let ends = keys.iter().skip(1).map(|(comma, _)| *comma).chain([last]);
    let value = |((_, from), to): (&(usize, usize), usize)| {
        let inside = text.get(*from..to)?;
        let start = from + inside.len() - inside.trim_start().len();
        let end = start + without_closing(inside.trim().trim_end_matches(',')).len();
        (start < end).then(|| Span::new(line.start + start, line.start + end))
    };
    keys.iter().zip(ends).filter_map(value).collect()
}

/// A value without the brackets at its end that close what opened before it.
fn without_closing(mut value: &str) -> &str {
    let mut spare = value.matches(['}', ']']).count().saturating_sub(value.matches(['{', '[']).count());
    while spare > 0 && value.ends_with(['}', ']']) {
        value = value[..value.len() - 1].trim_end();
        spare -= 1;
    }
    value
}

/// Brackets that do not close in their line, close too often, or hold two commas.
pub(super) fn closed(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().take(4).flat_map(|line| of_line(lines, line)).collect()
}

fn of_line(lines: &Lines<'_>, line: Line<'_>) -> Vec<Mend> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let (mut quote, mut spare) = (None, None);
    for (at, sign) in line.text.char_indices() {
        match (sign, quote) {
            (sign, Some(q)) if sign == q => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) if line.text[..at].ends_with([' ', '[', '{', ',']) => quote = Some(sign),
            ('[' | '{', None) => open.push((at, sign)),
            (']' | '}', None) => match open.pop() {
                Some(_) => {}
                None => spare = Some(at),
            },
            _ => {}
        }
    }
    let mut out = Vec::new();
    if let Some((at, sign)) = open.first() {
        let closing: String = open.iter().rev().map(|(_, sign)| if *sign == '[' { ']' } else { '}' }).collect();
        out.push(Mend {
            place: Span::new(line.start + at, line.start + at + 1),
            message: format!("The bracket `{sign}` opens here and does not close"),
            help: "Close every `[` with `]` and every `{` with `}`.".into(),
            span: Span::new(line.end(), line.end()),
            replacement: closing,
        });
    }
    if let Some(at) = spare {
        let span = Span::new(line.start + at, line.start + at + 1);
        out.push(Mend {
            place: span,
            message: format!("The bracket `{}` closes here and was not opened", lines.slice(span)),
            help: "Delete it, or open it further left.".into(),
            span,
            replacement: String::new(),
        });
    }
    if let Some(at) = line.text.find(",,").or_else(|| line.text.find(", ,")) {
        let end = at + line.text[at + 1..].find(',').map_or(1, |next| next + 2);
        let span = Span::new(line.start + at, line.start + end);
        out.push(Mend {
            place: span,
            message: "Two commas follow each other".into(),
            help: "Delete one of them.".into(),
            span,
            replacement: ",".into(),
        });
    }
    out
}
