//! Signs that look like a heading, a list or a link and are none, because of a space that is missing or not a plain one.
//!
//! Takes: a text, and the ranges of it that are shown as they stand. Gives: what is wrong.
//! Never: looks at code, or at what is a heading, a list or a link.

use super::super::dialect::Dialect;
use super::super::markdown::{Context, slashes};
use super::super::target;
use super::stray;
use crate::problem::{Certainty, Code, Problem};
use crate::source::Span;
use std::ops::Range;

/// So far back the start of a line is looked for: what stands in a quotation is moved in by no more.
const NEAR: usize = 64;
/// No longer address is looked at.
pub(super) const LONGEST: usize = 300;

/// Looks at every line, and every address, of what is shown as it stands.
pub(super) fn check(text: &str, plain: &[Range<usize>], context: Context<'_>, problems: &mut Vec<Problem>) {
    for range in plain {
        if begins_line(text, range.start) {
            line_start(&text[range.clone()], range.start, context, problems);
        }
        addresses(text, range, context, problems);
        notes(text, range, context, problems);
        comment(text, range, context, problems);
    }
    // Another program's folder is read as it is: what its writers see there, they have seen.
    if context.dialect == Dialect::Own {
        stray::check(text, plain, context, problems);
    }
}

/// Whether there is nothing before a place on its line but the marks of quotations.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    let near = text.floor_char_boundary(at.saturating_sub(NEAR));
    let before = text[near..at].trim_end_matches([' ', '>']);
    if before.is_empty() { near == 0 } else { before.ends_with('\n') }
}

fn line_start(line: &str, at: usize, context: Context<'_>, problems: &mut Vec<Problem>) {
    let marks = line.len() - line.trim_start_matches('#').len();
    let rest = &line[marks..];
    let bullet = line.starts_with(['-', '*', '+']) && line[1..].starts_with(NO_BREAK);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = number.len() < line.len() && number.starts_with('.') && number[1..].starts_with(NO_BREAK);
    let span = |from: usize, to: usize| context.offsets.span(at + from..at + to);
    if (1..=6).contains(&marks) && rest.starts_with(NO_BREAK) || bullet || numbered {
        let from = if marks > 0 {
            marks
        } else if bullet {
            1
        } else {
            line.len() - number.len() + 1
        };
        problems.push(odd_space(context, span(0, from + NO_BREAK.len_utf8()), span(from, from + NO_BREAK.len_utf8())));
    } else if (2..=6).contains(&marks) && rest.starts_with(char::is_alphanumeric) {
        problems.push(no_space(context, span(0, line.len()), span(marks, marks), &line[..marks]));
    }
}

const NO_BREAK: char = '\u{a0}';

/// How files end that a link leads to, or a picture is.
pub(super) const FILES: [&str; 9] = [".md", ".yaml", ".jpg", ".jpeg", ".png", ".svg", ".gif", ".webp", ".pdf"];

/// `[words](an address with spaces.md)`, of which nothing is a link.
fn addresses(text: &str, range: &Range<usize>, context: Context<'_>, problems: &mut Vec<Problem>) {
    // The brackets are events of their own, so the address is found in the text around them.
    if &text[range.clone()] != "]" {
        return;
    }
    if !text[range.end..].starts_with('(') {
        return apart(text, range, context, problems);
    }
    let inside = &text[range.end + 1..];
    let inside = &inside[..inside.floor_char_boundary(LONGEST)];
    let Some(end) = inside.find([')', '\n']) else { return };
    let address = &inside[..end];
    let file = FILES.iter().any(|ending| address.to_lowercase().ends_with(ending));
    if inside[end..].starts_with(')') && file && address.contains(' ') && !address.contains(['<', '"', '{']) {
        let span = context.offsets.span(range.end + 1..range.end + 1 + end);
        problems.push(spaces(context, span, address));
    }
}

/// `[^name]` without a note of that name. Brackets may be events of their own.
fn notes(text: &str, range: &Range<usize>, context: Context<'_>, problems: &mut Vec<Problem>) {
    if !text.as_bytes()[range.start..(range.end + 1).min(text.len())].contains(&b'^') {
        return;
    }
    let shown = &text[range.start..text.ceil_char_boundary((range.end + 1).min(text.len()))];
    for (at, _) in shown.match_indices("[^") {
        let at = range.start + at;
        let inside = &text[at + 2..];
        let Some(length) = inside.find([']', '[', ' ', '\n']).filter(|i| *i > 0 && inside[*i..].starts_with(']'))
        else {
            continue;
        };
        if at < range.end && !text[..at].ends_with('\\') {
            problems.push(no_note(context, context.offsets.span(at..at + 2 + length + 1), &inside[..length]));
        }
    }
}

/// `<!--` within words, which without its end is none.
fn comment(text: &str, range: &Range<usize>, context: Context<'_>, problems: &mut Vec<Problem>) {
    const SIGN: &str = "<!--";
    // Of a sign, the first may be an event of its own.
    let shown = &text[range.start..text.floor_char_boundary((range.end + SIGN.len() - 1).min(text.len()))];
    for (at, _) in shown.match_indices(SIGN) {
        let at = range.start + at;
        if !text[..at].ends_with('\\') {
            problems.push(open_comment(context, context.offsets.span(at..at + SIGN.len())));
        }
    }
}

fn open_comment(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, context.path, span, "This comment has no end, so readers see what stands in it")
        .help("Write `-->` where the comment ends, before the next empty line.")
}

fn no_note(context: Context<'_>, span: Span, note: &str) -> Problem {
    let message = format!("There is no note `{note}`, so readers see the brackets");
    Problem::at(Code::BrokenMarkup, context.path, span, message)
        .help(format!("Write the note on a line of its own, like `[^{note}]: What it says.`, or delete the mark."))
}

/// `[words] (address)`.
fn apart(text: &str, range: &Range<usize>, context: Context<'_>, problems: &mut Vec<Problem>) {
    let behind = &text[range.end..];
    let Some(inside) = behind.trim_start_matches(' ').strip_prefix('(').filter(|_| behind.starts_with(' ')) else {
        return;
    };
    let inside = &inside[..inside.floor_char_boundary(LONGEST)];
    let address = &inside[..inside.find([')', ' ', '\n']).unwrap_or(0)];
    let file = address.split('#').next().unwrap_or_default().to_lowercase();
    let leads = FILES.iter().any(|ending| file.ends_with(ending)) || address.contains("://");
    if !leads {
        return;
    }
    let near = text.floor_char_boundary(range.start.saturating_sub(LONGEST));
    let open = text[near..range.start].rfind(['[', '\n']).map(|open| near + open);
    if let Some(open) = open.filter(|open| text[*open..].starts_with('[')) {
        let length = behind.len() - behind.trim_start_matches(' ').len();
        let space = context.offsets.span(range.end..range.end + length);
        let picture = text[..open].ends_with('!');
        let span = context.offsets.span(open - usize::from(picture)..range.end + length + 1);
        problems.push(space_before(context, span, space, if picture { "picture" } else { "link" }));
    }
}

fn space_before(context: Context<'_>, span: Span, space: Span, what: &str) -> Problem {
    let message = format!("There is a space before the address, so this is no {what}");
    // Brackets with an address behind them may be meant as they are.
    let problem = Problem::at(Code::BrokenMarkup, context.path, span, message).help("Take it out");
    problem.fix(space, "").sure(Certainty::Doubtful)
}

/// `https:/x` or `https:x.org` in the text, which leads nowhere.
pub(super) fn other_slashes(written: &str, at: usize, context: Context<'_>, problems: &mut Vec<Problem>) {
    if !written.as_bytes().contains(&b':') {
        return;
    }
    for scheme in ["https:", "http:"] {
        for (start, _) in written.match_indices(scheme) {
            let address = &written[start..written.floor_char_boundary(start + LONGEST)];
            let address = &address[..address.find(char::is_whitespace).unwrap_or(address.len())];
            let Some(signs) = target::other_slashes(address) else { continue };
            let behind = &address[signs.end..];
            let is_host = || behind.split_once('.').is_some_and(|(_, end)| end.starts_with(char::is_alphabetic));
            if behind.starts_with(|c: char| c.is_ascii_alphanumeric()) && (signs.len() == 1 || is_host()) {
                problems.push(slashes(context, at + start..at + start + address.len(), Some(signs)));
            }
        }
    }
}

fn odd_space(context: Context<'_>, span: Span, space: Span) -> Problem {
    let message = "The space after this sign is not a plain one, so readers see the sign itself";
    Problem::at(Code::BrokenMarkup, context.path, span, message)
        .help("Delete the space and type it again. On a Mac it comes from holding the Option key.")
        .fix(space, " ")
}

fn no_space(context: Context<'_>, line: Span, between: Span, marks: &str) -> Problem {
    Problem::at(Code::BrokenMarkup, context.path, line, "This is no heading: there is no space after the signs")
        .help(format!("Put a space after `{marks}`"))
        .fix(between, " ")
}

fn spaces(context: Context<'_>, span: Span, address: &str) -> Problem {
    Problem::at(Code::BrokenMarkup, context.path, span, "An address ends at its first space, so this is no link")
        .help(format!("Put angle brackets around it: `(<{address}>)`."))
        .fix(span, format!("<{address}>"))
        // What stands behind a `?` is no part of a file's name in an address.
        .sure((!address.contains('?')).then_some(Certainty::Safe))
}
