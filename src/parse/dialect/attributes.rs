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
        // Behind a term, in a cell or in a list. At the end of any other line it is text there too.
        let rest = text[end..line_end].trim();
        // Without one of these signs it may be words: `- Set {a=b}`.
        let marked = ["{:", "{.", "{ .", "{#", "{ #"].iter().any(|sign| text[open..].starts_with(sign));
        let in_cell = rest.starts_with('|') || rest.is_empty() && line.trim_start().starts_with('|');
        let behind = behind
            || rest.is_empty() && is_term(&text[line_end..])
            || marked && (in_cell || rest.is_empty() && is_item(line));
        match id {
            Some(id) if alone || behind => {
                // Below a table it would be another row.
                let below_table = alone && is_row(line_before(&text[..whole.start]));
                // An anchor alone, as MkDocs has it: `[](){#id}`.
                let words = line.strip_suffix("[]()").unwrap_or(line.trim_end());
                let apart = if below_table { "\n" } else { "" };
                let anchor = format!("{apart}<a id=\"{}\"></a>", id.replace('\\', ""));
                out.push((open - (line.len() - words.len())..end, anchor));
            }
            None if alone => out.push((lines.with_theirs(open..end), String::new())),
            None if behind => out.push((open..end, String::new())),
            _ => {}
        }
    }
    out
}

/// The line before a place that begins one.
fn line_before(before: &str) -> &str {
    before.lines().next_back().unwrap_or_default()
}

/// Whether a line looks like a row of a table.
fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|') || line.contains(" | ")
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '>']);
    let behind = line.strip_prefix(['-', '*', '+']).or_else(|| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < line.len()).then(|| rest.strip_prefix(['.', ')']))?
    });
    behind.is_some_and(|behind| behind.starts_with([' ', '\t']))
}

/// Whether what follows a line is the meaning of a term that stands in it.
fn is_term(rest: &str) -> bool {
    let next = rest.lines().map(|line| line.trim_start_matches(['>', ' '])).find(|line| !line.is_empty());
    next.is_some_and(|line| line.strip_prefix(':').is_some_and(|meaning| meaning.starts_with([' ', '\t'])))
}

/// The length of the attributes that a text begins with, and their id. `None` where it begins otherwise.
fn list(text: &str) -> Option<(usize, Option<&str>)> {
    let inside = text.strip_prefix('{')?;
    let (inside, bare) = inside.strip_prefix(':').map_or((inside, false), |inside| (inside, true));
    let (mut rest, mut id, mut some) = (inside.trim_start(), None, false);
    loop {
        if let Some(behind) = rest.strip_prefix('}') {
            return some.then(|| (text.len() - behind.len(), id));
        }
        let (word, value) = match rest.strip_prefix(['#', '.']) {
            Some(name) => (name, None),
            None => {
                let end = rest.find(|c: char| !is_name(c)).filter(|end| *end > 0)?;
                match rest[end..].starts_with('=') {
                    true => (rest, Some(end + 1)),
                    // A name alone: `{:toc}`.
                    false if bare && !rest.starts_with(':') => (rest, None),
                    false => return None,
                }
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
        } else if let Some(at) = value.filter(|at| rest[..*at].eq_ignore_ascii_case("id=")) {
            let name = rest[at..length].trim_matches(['"', '\'']).trim();
            id = Some(name).filter(|name| !name.is_empty() && name.chars().all(is_name)).or(id);
        }
        some = true;
        rest = word[length..].trim_start();
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '\\')
}
