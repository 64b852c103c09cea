//! The attributes of Python's Markdown: `{: #id .class key="value" }` behind a heading, a link, a picture, or on a line alone.
//!
//! Classes and the like mean nothing here and go; an id becomes an anchor that links can lead to.

use super::{Edit, Inside, Lines, Searched};
use std::ops::Range;

pub(super) fn may_hold(searched: &Searched<'_>) -> bool {
    ["{:", "{ ", "{.", "{#"].iter().any(|sign| searched.contains(sign))
}

/// What to do with the attributes of a text, those in code left alone.
pub(super) fn edits(text: &str, code: &[Range<usize>]) -> Vec<Edit> {
    let mut out = Vec::new();
    let (mut inside, mut lines) = (Inside::of(code), Lines::of(text));
    for (open, _) in text.match_indices('{') {
        if inside.holds(open) {
            continue;
        }
        let whole = lines.at(open);
        let line_end = whole.start + text[whole.clone()].trim_end_matches('\n').len();
        let Some((length, id)) = list(&text[open..line_end]) else { continue };
        let line = &text[whole.start..open];
        let end = open + length;
        if line.trim_start().starts_with('#') && text[end..line_end].trim().is_empty() {
            // The parser's own form, without what it does not know.
            let from = line.trim_end().len() + open - line.len();
            let instead = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            if instead != text[from..end] {
                out.push((from..end, instead));
            }
            continue;
        }
        let alone = line.trim().is_empty() && text[end..line_end].trim().is_empty();
        let behind = line.ends_with([')', ']', '`', '*', '_', '^', '~', ':', '>', '"']);
        match id {
            Some(id) if alone || behind => out.push((open..end, format!("<a id=\"{}\"></a>", id.replace('\\', "")))),
            None if alone => out.push((lines.with_theirs(open..end), String::new())),
            None if behind => out.push((open..end, String::new())),
            _ => {}
        }
    }
    out
}

/// The length of the attributes that a text begins with, and their id. `None` where it begins otherwise.
fn list(text: &str) -> Option<(usize, Option<&str>)> {
    let inside = text.strip_prefix('{')?;
    let inside = inside.strip_prefix(':').unwrap_or(inside);
    let (mut rest, mut id, mut some) = (inside.trim_start(), None, false);
    loop {
        if let Some(behind) = rest.strip_prefix('}') {
            return some.then(|| (text.len() - behind.len(), id));
        }
        let (word, value) = match rest.strip_prefix(['#', '.']) {
            Some(name) => (name, None),
            None => {
                let equals = rest.find(|c: char| !is_name(c)).filter(|i| *i > 0 && rest[*i..].starts_with('='))?;
                (rest, Some(equals + 1))
            }
        };
        let length = match value {
            None => word.find(|c: char| !is_name(c)).unwrap_or(word.len()),
            Some(at) => match rest[at..].strip_prefix(['"', '\'']) {
                Some(quoted) => at + 2 + quoted.find(rest[at..].chars().next()?)?,
                None => at + rest[at..].find(|c: char| c.is_whitespace() || c == '}').filter(|length| *length > 0)?,
            },
        };
        if length == 0 {
            return None;
        }
        if rest.starts_with('#') {
            id = Some(&word[..length]);
        }
        some = true;
        rest = word[length..].trim_start();
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '\\')
}
