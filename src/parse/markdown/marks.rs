//! What swallows the rest of a text, or falls apart, because a sign is missing: a fence or a comment without its end, a link in a
//! table without its backslash; and, in `unshown`, what Markdown leaves out.
//!
//! Takes: a text, and what the writer has met of it. Gives: problems. Never: changes what is written.

pub(super) mod unshown;

use super::super::dialect::{self, ShownContainer};
use super::{Context, Writer};
use crate::problem::{Code, Problem, Severity};
use crate::source::{SitePath, Span};
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// So far the end of a link is looked for: a row may be the whole text.
const LONGEST: usize = 300;

impl Writer<'_> {
    /// A block of code that takes all the rest of the text, or of its list's item or quotation, because its last fence is missing.
    pub(super) fn check_fence(&self, kind: &CodeBlockKind<'_>, range: &Range<usize>, problems: &mut Vec<Problem>) {
        if matches!(kind, CodeBlockKind::Indented) {
            return;
        }
        let block = &self.text[range.clone()];
        let fence = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '>']);
            let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
            Some((
                sign,
                line.len() - line.trim_start_matches(sign).len(),
                line.trim_end().trim_matches(sign).is_empty(),
            ))
        };
        let Some((sign, length, _)) = block.lines().next().and_then(fence) else { return };
        let last = block.trim_end().lines().skip(1).last().and_then(fence);
        if !last.is_some_and(|(last, count, alone)| last == sign && count >= length && alone) {
            let signs = sign.to_string().repeat(length);
            let span = self.context.offsets.span(range.start..range.start + length);
            let swallowed = if range.end < self.text.trim_end().len() { "this list or quotation" } else { "the page" };
            problems.push(open_fence(self.context.path, span, &signs, swallowed));
        }
    }

    /// `[[page|words]]` in a table, whose `|` ends the cell.
    pub(super) fn check_cell(&mut self, range: &Range<usize>, problems: &mut Vec<Problem>) {
        let cell = &self.text[range.clone()];
        let Some(open) = cell.rfind("[[") else { return };
        let behind = &self.text[range.end..];
        let rest = behind.trim_start_matches([' ', '\t']);
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        let line = &near[..near.find('\n').unwrap_or(near.len())];
        if cell[open..].contains("]]") || !line.starts_with('|') || !line.contains("]]") {
            return;
        }
        self.table.is_torn = true;
        let bar = range.end + behind.len() - rest.len();
        let span = self.context.offsets.span(range.start + open..bar + 1);
        problems.push(bare_bar(self.context.path, span, self.context.offsets.span(bar..bar)));
    }
}

/// Control characters, one problem a line: nobody sees them, and they come of a paste or of a file in another encoding.
pub(super) fn check_controls(text: &str, context: Context<'_>, problems: &mut Vec<Problem>) {
    for range in dialect::controls(text) {
        let span = context.offsets.span(range.clone());
        let (problem, meant) = control(context, range.clone(), &text[range]);
        problems.push(problem.fix(span, meant));
    }
}

/// Of a stretch that holds some, and what is shown instead.
pub(super) fn control(context: Context<'_>, range: Range<usize>, found: &str) -> (Problem, String) {
    let number = found.chars().find(|c| dialect::is_control(*c)).map_or(0, u32::from);
    let meant = dialect::without_controls(found);
    let (instead, help) = match meant.trim() {
        "" => ("and it is left out of the page".to_owned(), "Delete it"),
        meant => (format!("and it is shown as `{meant}`"), "Write what is meant"),
    };
    let message = format!("No page may hold the character U+{number:04X}, {instead}");
    (Problem::at(Code::BrokenMarkup, context.path, context.offsets.span(range), message).help(help), meant)
}

fn open_fence(path: &SitePath, span: Span, signs: &str, swallowed: &str) -> Problem {
    let message = format!("This block of code has no end, so the rest of {swallowed} is shown as code");
    Problem::at(Code::BrokenMarkup, path, span, message)
        .help(format!("Write `{signs}` on a line of its own where the code ends."))
}

pub(super) fn open_comment(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, path, span, "This comment has no end, so nobody sees what follows")
        .help("Write `-->` where the comment ends.")
}

/// Obsidian's `%%` without a second one.
pub(super) fn open_percents(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, path, span, "This comment has no end, so readers see what stands behind `%%`")
        .help("Write `%%` where the comment ends, or a backslash before it if it is none: `\\%%`.")
}

pub(super) fn open_formula(path: &SitePath, span: Span) -> Problem {
    let message = "This formula has no end before the next empty line, so readers see the signs `$$`";
    Problem::at(Code::BrokenMarkup, path, span, message)
        .help("Write `$$` on a line of its own before the formula and another behind it, or a backslash before each sign if it is none: `\\$\\$`.")
}

pub(super) fn shown_comment(path: &SitePath, span: Span) -> Problem {
    // It may be what nobody should read, so nothing is published before somebody has looked.
    Problem::at(Code::BrokenMarkup, path, span, "`%%` hides nothing here: readers see what stands between")
        .weighing(Severity::Error)
        .help(
            "If these are notes of Obsidian, write `vault: true` in `site.yaml`. Else delete it, or write `<!-- … -->` around it, \
             which nobody sees; a sign that is meant gets a backslash: `\\%%`.",
        )
}

pub(super) fn shown_container(path: &SitePath, span: Span, why: ShownContainer) -> Problem {
    match why {
        ShownContainer::Unended => {
            Problem::at(Code::BrokenMarkup, path, span, "This box has no end, so readers see the colons").help("Write `:::` on a line of its own where it ends.")
        }
        ShownContainer::Unknown => Problem::at(Code::BrokenMarkup, path, span, "This begins no box here, so readers see the colons")
            .help("Names of boxes are `note`, `tip`, `info`, `warning`, `danger`, `details`, `steps` and `cards`; behind the name may stand a title. In `tabs`, each part begins with a line `== Its name`."),
    }
}

fn bare_bar(path: &SitePath, span: Span, bar: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, path, span, "In a table, this `|` ends the cell, so this is no link")
        .help("Put a backslash before it")
        .fix(bar, "\\")
}
