//! Signs that begin something which never ends, or lists made with another sign: readers see the sign.
//!
//! Takes: a text, and the ranges of it that are shown as they stand. Gives: what is wrong, the first of a kind in each line.
//! Never: looks at code, or at a sign with a backslash before it.

use super::super::markdown::Context;
use super::marks::{FILES, LONGEST, begins_line};
use crate::problem::{Certainty, Code, Problem};
use crate::source::Span;
use std::ops::Range;

/// Signs that stand before the items of lists on paper.
const BULLETS: [char; 6] = ['•', '◦', '▪', '‣', '–', '—'];

pub(super) fn check(text: &str, plain: &[Range<usize>], context: Context<'_>, problems: &mut Vec<Problem>) {
    // Where the last one of each kind was told.
    let mut told = [None; 3];
    for range in plain {
        list(text, range, context, problems);
        // Nearly no stretch of a text has any of them, and to look for three words takes longer than for three bytes.
        if memchr::memchr3(b'*', b'`', b'[', &text.as_bytes()[range.clone()]).is_some() {
            without_ends(text, range, context, &mut told, problems);
        }
        if &text[range.clone()] == "]" && text[range.end..].starts_with('(') {
            address(text, range.end, context, problems);
        }
    }
}

fn without_ends(
    text: &str,
    range: &Range<usize>,
    context: Context<'_>,
    told: &mut [Option<usize>; 3],
    problems: &mut Vec<Problem>,
) {
    // A sign of two letters may be told as two.
    let end = text.ceil_char_boundary((range.end + 1).min(text.len()));
    for (last, sign) in told.iter_mut().zip(["**", "`", "[["]) {
        for (at, _) in text[range.start..end].match_indices(sign) {
            let at = range.start + at;
            if at >= range.end || text[..at].ends_with('\\') || !is_stray(text, at, sign) {
                continue;
            }
            if last.is_none_or(|last| text[last..at].contains('\n')) {
                problems.push(without_end(context, context.offsets.span(at..at + sign.len()), sign));
            }
            *last = Some(at);
        }
    }
}

/// What stands behind a place in its line, as far as it is looked at.
fn behind(text: &str, at: usize) -> &str {
    let near = &text[at..text.floor_char_boundary(at.saturating_add(LONGEST).min(text.len()))];
    near.split('\n').next().unwrap_or_default()
}

fn is_stray(text: &str, at: usize, sign: &str) -> bool {
    let rest = &text[at + sign.len()..];
    let (before, next) = (text[..at].chars().next_back(), rest.chars().next());
    let blank = |near: Option<char>| near.is_none_or(char::is_whitespace);
    match sign {
        // A row of stars is meant, and `2 ** 3`; but not `** words **`.
        "**" => {
            let near = text.floor_char_boundary(at.saturating_sub(LONGEST));
            let before_it = text[near..at].rsplit('\n').next().unwrap_or_default();
            let others = before_it.contains(sign) || behind(text, at + sign.len()).contains(sign);
            let words = rest.trim_start().starts_with(char::is_alphabetic);
            let apart = blank(before) && blank(next);
            before != Some('*') && next != Some('*') && (!apart || words && others)
        }
        "[[" => next.is_some_and(char::is_alphanumeric) && !behind(text, at).contains("]]"),
        _ => true,
    }
}

/// `[words](address` without its `)`.
fn address(text: &str, at: usize, context: Context<'_>, problems: &mut Vec<Problem>) {
    let inside = behind(text, at + 1);
    let address = inside.split(' ').next().unwrap_or_default();
    let leads = address.contains("://") || FILES.iter().any(|ending| address.contains(ending));
    if !inside.contains(')') && leads {
        let end = at + 1 + address.len();
        problems.push(open_address(context, context.offsets.span(at..end), context.offsets.span(end..end)));
    }
}

/// An item of a list that begins with a sign of its own: one that no writer of words means, or a dash beside others.
fn list(text: &str, range: &Range<usize>, context: Context<'_>, problems: &mut Vec<Problem>) {
    let line = &text[range.clone()];
    let Some(sign) = line.chars().next().filter(|sign| BULLETS.contains(sign)) else { return };
    if !begins_line(text, range.start) {
        return;
    }
    let behind = &line[sign.len_utf8()..];
    if !behind.starts_with([' ', '\u{a0}']) {
        return;
    }
    // A dash may begin what somebody says.
    let is_dash = matches!(sign, '–' | '—');
    let near = text.floor_char_boundary(range.start.saturating_sub(LONGEST));
    let above = text[near..range.start].trim_end_matches([' ', '>']).strip_suffix('\n').unwrap_or_default();
    let above = above.rsplit('\n').next().unwrap_or_default().trim_start_matches([' ', '>']);
    let below = text[range.end..].strip_prefix('\n').unwrap_or_default().trim_start_matches([' ', '>']);
    if is_dash && !above.starts_with([sign, '-']) && !below.starts_with([sign, '-']) {
        return;
    }
    let span = context.offsets.span(range.start..range.start + sign.len_utf8());
    problems.push(other_bullet(context, span, sign));
}

fn without_end(context: Context<'_>, span: Span, sign: &str) -> Problem {
    let (message, help) = match sign {
        "**" => (
            "These stars make nothing bold, so readers see them",
            "Bold words have `**` right before the first letter and right behind the last. If stars are meant, write `\\*\\*`.",
        ),
        "[[" => (
            "This link has no end, so readers see its brackets",
            "Write `]]` behind the page's name, or `\\[\\[` if brackets are meant.",
        ),
        _ => (
            "This sign has no second one, so readers see it",
            "Write another `` ` `` where the code ends, or a backslash before this one if it is meant as it is.",
        ),
    };
    Problem::at(Code::BrokenMarkup, context.path, span, message).help(help)
}

fn open_address(context: Context<'_>, span: Span, end: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, context.path, span, "This address has no end, so this is no link")
        .help("Write `)` behind it")
        .fix(end, ")")
        .sure(Certainty::Doubtful)
}

fn other_bullet(context: Context<'_>, span: Span, sign: char) -> Problem {
    let message = format!("`{sign}` makes no list, so readers see one long line");
    Problem::at(Code::BrokenMarkup, context.path, span, message).help("Begin each item with a hyphen").fix(span, "-")
}
