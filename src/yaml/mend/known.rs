//! Slips at the keys that our own files have: what such a word is meant as is known, whatever stands around it.
//!
//! These are looked for first: to a reader of YAML, a line whose colon is missing is the text of the key above it, and a mend that
//! makes it so would lose it.

use super::{Line, Lines, Mend};
use crate::source::Span;

/// Keys of trees, front matter, the glossary, sources and settings that people write most.
const KEYS: [&str; 56] = [
    "aliases",
    "also",
    "also_called",
    "answers",
    "ask",
    "body",
    "card",
    "checks",
    "date",
    "description",
    "draft",
    "forms",
    "goto",
    "hint",
    "intro",
    "journal",
    "kind",
    "language",
    "level",
    "levels",
    "max",
    "meaning",
    "min",
    "next",
    "next_review",
    "on_card",
    "options",
    "order",
    "otherwise",
    "outcomes",
    "permalink",
    "publish",
    "purpose",
    "questions",
    "reaches",
    "read",
    "review_after",
    "reviewed",
    "reviewer",
    "rules",
    "say",
    "search",
    "see",
    "source",
    "step",
    "summary",
    "tags",
    "term",
    "tests",
    "then",
    "title",
    "toc",
    "unit",
    "updated",
    "when",
    "year",
];

/// Keys whose text may have several lines.
const TEXTS: [&str; 9] = ["body", "description", "hint", "intro", "meaning", "note", "purpose", "summary", "ask"];

/// A key without its colon: `read [one, two]`, `outcomes`.
pub(super) fn no_colon(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().take(4).filter_map(|line| key_without_colon(lines, line)).collect()
}

fn key_without_colon(lines: &Lines<'_>, line: Line<'_>) -> Option<Mend> {
    let span = Span::new(line.body(), line.end());
    let text = lines.slice(span);
    let (key, rest) = text.split_once(' ').unwrap_or((text, ""));
    if !KEYS.contains(&key) || rest.starts_with([':', '=', ';']) {
        return None;
    }
    let mended = if rest.is_empty() { format!("{key}:") } else { format!("{key}: {}", rest.trim_start()) };
    let message = format!("There is no colon after the key `{key}`");
    Some(Mend { place: span, message, help: format!("Write `{mended}`."), span, replacement: mended })
}

/// A key of a map in one line whose comma is missing, or is one of another script: `{say: The toe goto: rest}`.
pub(super) fn no_comma(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().take(3).filter_map(|line| comma(lines, line)).collect()
}

fn comma(lines: &Lines<'_>, line: Line<'_>) -> Option<Mend> {
    let open = line.text.find('{')?;
    let mut mended = String::new();
    let mut first: Option<(usize, &str)> = None;
    let mut at = open + 1;
    mended.push_str(&line.text[..at]);
    // Behind each space or wide comma outside quotation marks.
    let mut quote = None;
    while let Some(sign) = line.text[at..].chars().next() {
        match (sign, quote) {
            (sign, Some(q)) if sign == q => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) if line.text[..at].ends_with([' ', ',', '{', ':']) => quote = Some(sign),
            (' ' | '\u{ff0c}' | '\u{3001}', None) => {
                let rest = line.text[at + sign.len_utf8()..].trim_start();
                let key = rest.split(':').next().unwrap_or_default();
                let before = mended.trim_end();
                let is_key = KEYS.contains(&key) && rest[key.len()..].starts_with(": ");
                if is_key && !before.ends_with([',', '{', ':']) {
                    first = first.or(Some((line.start + line.text.len() - rest.len(), key)));
                    mended.truncate(before.len());
                    mended.push_str(", ");
                    at = line.text.len() - rest.len();
                    continue;
                }
            }
            _ => {}
        }
        mended.push(sign);
        at += sign.len_utf8();
    }
    let (place, key) = first?;
    let span = Span::new(line.start, line.start + line.text.len());
    let place = Span::new(place, place + key.len());
    let message = format!("There is no comma before `{key}`");
    Some(Mend { place, message, help: format!("Write a comma and a space before `{key}`."), span, replacement: mended })
        .filter(|_| lines.slice(span) == line.text)
}

/// A round bracket in place of the one that a map in one line begins or ends with.
pub(super) fn round_brackets(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().take(3).flat_map(|line| round(lines, line)).collect()
}

fn round(lines: &Lines<'_>, line: Line<'_>) -> Vec<Mend> {
    let text = line.text.trim_end();
    let begins = line.value().filter(|span| lines.slice(*span).starts_with('(')).map(|span| span.start as usize);
    let ends = text.ends_with(')').then(|| line.start + text.len() - 1);
    let has_keys = text.contains(": ") && KEYS.iter().any(|key| text.contains(&format!("{key}: ")));
    let mend = |from: usize, to: usize, place: usize, replacement: String| Mend {
        place: Span::new(place, place + 1),
        message: "Keys with values in one line stand between `{` and `}`, and not between round brackets".into(),
        help: "Write `{` before the first key and `}` behind the last value.".into(),
        span: Span::new(from, to),
        replacement,
    };
    match (begins, ends) {
        _ if !has_keys => Vec::new(),
        (Some(begin), Some(end)) if begin < end => {
            vec![mend(begin, end + 1, begin, format!("{{{}}}", &lines.text[begin + 1..end]))]
        }
        (Some(begin), None) => vec![mend(begin, begin + 1, begin, "{".into())],
        (None, Some(end)) if text.contains('{') => vec![mend(end, end + 1, end, "}".into())],
        _ => Vec::new(),
    }
}

/// The sign of a text of several lines with the text behind it, or without the sign: `body: | Rest.`, or `body:` above a text.
pub(super) fn lines_of_text(lines: &Lines<'_>) -> Vec<Mend> {
    let behind = lines.near().take(2).filter_map(|line| behind_its_sign(lines, line));
    behind.chain(without_sign(lines)).collect()
}

fn behind_its_sign(lines: &Lines<'_>, line: Line<'_>) -> Option<Mend> {
    let span = line.value()?;
    let value = lines.slice(span);
    let words = value.strip_prefix(['|', '>']).filter(|rest| rest.starts_with(' '))?.trim();
    if words.is_empty() || words.starts_with('#') || value.ends_with(['}', ']']) {
        return None;
    }
    let own = line.body() - line.start;
    let below = lines.from(line.start).skip(1).find(|below| !below.text.trim().is_empty()).map(|below| below.indent());
    let column = below.filter(|column| *column > own).unwrap_or(own + 2);
    let sign = &value[..1];
    let message = format!("Behind the `{sign}` the line must end: the text begins below it");
    let help = format!("Put the text on a line of its own below, with {column} spaces before it.");
    let replacement = format!("{sign}\n{}{words}", " ".repeat(column));
    Some(Mend { place: span, message, help, span, replacement })
}

fn without_sign(lines: &Lines<'_>) -> Option<Mend> {
    let here = lines.here();
    let mut least = here.indent();
    let mut end = here.start;
    while end > 0 {
        let start = lines.text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
        let line = Line { start, text: lines.text[start..end].trim_end_matches(['\n', '\r']) };
        end = start;
        if line.text.trim().is_empty() || line.indent() >= least && !line.text.trim_end().ends_with(':') {
            continue;
        }
        let words = line.text[line.body() - line.start..].trim_end();
        if let Some(key) = words.strip_suffix(':')
            && line.indent() < least
        {
            if !TEXTS.contains(&key) {
                return None;
            }
            let colon = line.end();
            return Some(Mend {
                place: Span::new(line.body(), colon),
                message: format!("The text of `{key}` has several lines, and there is no `|` before it"),
                help: format!("Write `{key}: |`."),
                span: Span::new(colon, colon),
                replacement: " |".into(),
            });
        }
        least = least.min(line.indent().max(1));
    }
    None
}
