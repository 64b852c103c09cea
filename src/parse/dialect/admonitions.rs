//! The admonitions of MkDocs (`!!! note "Title"`, `??? tip`, `???+ tip`) and its tabs (`=== "Title"`): a line, and what
//! belongs to it four columns further in. They become call-outs.

use super::{Copy, Draft, Searched};
use crate::source::Offsets;
use std::ops::Range;

/// How deep they may be nested. Deeper is nobody's article, and each level is written before each of its lines.
const DEEPEST: usize = 12;

fn may_hold(searched: &Searched<'_>) -> bool {
    ["!!! ", "??? ", "???+ ", "=== \""].iter().any(|sign| searched.contains(sign))
}

/// A line that begins one.
struct Opener {
    /// Empty of a tab, which has none: any word that is no call-out's serves.
    kind: Range<usize>,
    fold: &'static str,
    title: Range<usize>,
}

/// One that is open: the columns that its lines are further in, and what is written before them instead.
struct Open {
    columns: usize,
    before: String,
}

/// The text with call-outs, if it holds any admonition.
pub(super) fn as_callouts(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !may_hold(searched) {
        return None;
    }
    let text = searched.text;
    let mut copy = Copy::of(text, offsets);
    let mut open: Vec<Open> = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let mut in_list = false;
    let mut blanks: Vec<Range<usize>> = Vec::new();
    let (mut at, mut any, mut after_blank) = (0, false, true);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim();
        if content.is_empty() {
            blanks.push(start..at);
            continue;
        }
        let indent = columns(line);
        let before = open.len();
        while open.last().is_some_and(|open| indent < open.columns) {
            open.pop();
            fence = None;
        }
        let prefix = open.last().map_or("", |open| open.before.as_str());
        for blank in blanks.drain(..) {
            copy.put(prefix.trim_end(), blank.start);
            copy.put("\n", blank.start);
            after_blank = true;
        }
        // What stands behind one is no part of its last line.
        if open.len() < before && !after_blank {
            copy.put(prefix.trim_end(), start);
            copy.put("\n", start);
            after_blank = true;
        }
        let own = open.last().map_or(0, |open| open.columns);
        let inner = start + skipped(line, own);
        let further = columns(&text[inner..at]);
        if fence.is_none() && indent == 0 {
            in_list = content.starts_with(['-', '*', '+']) || content.starts_with(|c: char| c.is_ascii_digit());
        }
        let may_open = fence.is_none() && open.len() < DEEPEST && (further < 4 || in_list);
        if let Some(opener) = may_open.then(|| opener(text, start..at)).flatten() {
            if !after_blank {
                copy.put(prefix.trim_end(), start);
                copy.put("\n", start);
            }
            let before = format!("{prefix}{}> ", " ".repeat(further));
            copy.put(&format!("{before}[!"), start);
            copy.put(if opener.kind.is_empty() { "tab" } else { "" }, start);
            copy.keep(opener.kind);
            copy.put(&format!("]{}", opener.fold), start);
            if !opener.title.is_empty() {
                copy.put(" ", opener.title.start);
                copy.keep(opener.title);
            }
            copy.put("\n", at - 1);
            open.push(Open { columns: own + further + 4, before });
            (any, after_blank) = (true, false);
            continue;
        }
        fence = after(fence, text[inner..at].trim());
        copy.put(prefix, start);
        copy.keep(inner..at);
        after_blank = false;
    }
    any.then_some(copy.draft)
}

/// What a line begins, if an admonition or a tab.
fn opener(text: &str, line: Range<usize>) -> Option<Opener> {
    let whole = text[line.clone()].trim();
    let start = line.start + (text[line.clone()].len() - text[line].trim_start().len());
    let (mark, fold) = [("!!! ", ""), ("???+ ", "+"), ("??? ", "-"), ("=== ", "+")]
        .into_iter()
        .find(|(mark, _)| whole.starts_with(mark))?;
    let rest = &whole[mark.len()..];
    let (words, title) = match rest.find('"') {
        Some(quote) => {
            let inside = rest[quote..].strip_prefix('"')?.strip_suffix('"')?;
            (&rest[..quote], quote + 1..quote + 1 + inside.len())
        }
        None => (rest, 0..0),
    };
    let place = |range: Range<usize>| start + mark.len() + range.start..start + mark.len() + range.end;
    if mark == "=== " {
        return (words.trim().is_empty() && !title.is_empty()).then(|| Opener {
            kind: start..start,
            fold,
            title: place(title),
        });
    }
    let kind = words.split_whitespace().next()?;
    let plain = words.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    let from = words.find(kind)?;
    plain.then(|| Opener { kind: place(from..from + kind.len()), fold, title: place(title) })
}

/// Whether code is open after a line.
fn after(fence: Option<(char, usize)>, line: &str) -> Option<(char, usize)> {
    let Some(mark) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { return fence };
    let length = line.chars().take_while(|c| *c == mark).count();
    let rest = &line[length..];
    match fence {
        Some((open, needed)) if open == mark && length >= needed && rest.trim().is_empty() => None,
        Some(open) => Some(open),
        None if length >= 3 && !(mark == '`' && rest.contains('`')) => Some((mark, length)),
        None => None,
    }
}

/// How many columns a line is further in.
fn columns(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// The bytes at a line's beginning that make so many columns.
fn skipped(line: &str, wanted: usize) -> usize {
    let (mut columns, mut bytes) = (0, 0);
    for byte in line.bytes() {
        if columns >= wanted {
            break;
        }
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
        bytes += 1;
    }
    bytes
}
