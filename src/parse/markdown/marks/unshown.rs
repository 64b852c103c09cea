//! What is written and shown nowhere, by Markdown's own rules: a note that no mark leads to, the second of one name, the second
//! address of one name, and cells beyond a table's head.
//!
//! Takes: what the writer has seen of a text. Gives: problems. Never: shows what Markdown leaves out, as no other program would.

use super::super::super::dialect;
use super::super::{Context, Writer};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::Body;
use pulldown_cmark::{Event, RefDefs, Tag};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

/// A note is found by its name whatever the case of its letters.
pub(in crate::parse::markdown) fn note_name(label: &str) -> String {
    label.to_lowercase()
}

impl Writer<'_> {
    /// A note has ended: the first of a name is shown.
    pub(in crate::parse::markdown) fn end_note(
        &mut self,
        name: String,
        body: Body,
        start: usize,
        problems: &mut Vec<Problem>,
    ) {
        match self.footnotes.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert((body, start));
            }
            Entry::Occupied(_) => {
                let label = label_at(self.text, start);
                problems.push(second_note(self.context.path, span(self.context, &label), &self.text[label]));
            }
        }
    }

    /// A row of a table may have more cells than the table's head.
    pub(in crate::parse::markdown) fn check_row(&self, row: &Range<usize>, problems: &mut Vec<Problem>) {
        let Some(rest) = self.text.get(self.table.cell_end..row.end) else { return };
        let lost = rest.trim_matches(['|', ' ', '\t', '\r', '\n', '>']);
        if lost.is_empty() || self.table.is_torn || self.table.cell_end < row.start {
            return;
        }
        let start = self.table.cell_end + rest.find(lost).unwrap_or(0);
        problems.push(beyond_the_head(self.context.path, self.context.offsets.span(start..start + lost.len())));
    }
}

/// The notes that are left when those that marks lead to were shown.
pub(in crate::parse::markdown) fn check_notes(
    context: Context<'_>,
    text: &str,
    left: &BTreeMap<String, (Body, usize)>,
    problems: &mut Vec<Problem>,
) {
    let mut starts: Vec<usize> = left.values().map(|(_, start)| *start).collect();
    starts.sort_unstable();
    for start in starts {
        let label = label_at(text, start);
        problems.push(unused_note(context.path, span(context, &label), &text[label]));
    }
}

/// `[name]: address` a second time, with another address. The parser keeps the first and tells nothing of the others.
pub(in crate::parse::markdown) fn check_definitions(
    context: Context<'_>,
    text: &str,
    definitions: &RefDefs<'_>,
    problems: &mut Vec<Problem>,
) {
    if definitions.iter().next().is_none() {
        return;
    }
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        at += line.len();
        let Some((name, behind)) = text[start..at].strip_prefix('[').and_then(|rest| rest.split_once("]:")) else {
            continue;
        };
        let Some(first) = definitions.get(name) else { continue };
        let address = behind.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        if first.span.start < start && !first.span.contains(&start) && !address.is_empty() && address != &*first.dest {
            found.push(start..start + name.len() + "[]".len());
        }
    }
    if found.is_empty() {
        return;
    }
    // What is code, or stands in a paragraph, is shown as it stands.
    let shown = |event: &Event<'_>| {
        dialect::is_code(event) || matches!(event, Event::Text(_) | Event::Start(Tag::HtmlBlock | Tag::Link { .. }))
    };
    let shown = dialect::ranges(text, shown);
    let lost = found.into_iter().filter(|place| !dialect::lies_in(&shown, place.start));
    problems.extend(lost.map(|place| second_address(context.path, span(context, &place), &text[place])));
}

/// `[^name]` of a note.
fn label_at(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find(']').map_or(start, |end| start + end + 1);
    start..end
}

fn span(context: Context<'_>, range: &Range<usize>) -> Span {
    context.offsets.span(range.clone())
}

fn unused_note(path: &SitePath, span: Span, label: &str) -> Problem {
    Problem::at(Code::UnshownText, path, span, "No mark leads to this note, so nobody sees it")
        .help(format!("Write `{label}` in the text where the note belongs, or delete the note."))
}

fn second_note(path: &SitePath, span: Span, label: &str) -> Problem {
    let message = format!("There is a note `{label}` above, and only the first of a name is shown");
    Problem::at(Code::UnshownText, path, span, message)
        .help("Give this one another name, here and at its mark in the text.")
}

fn second_address(path: &SitePath, span: Span, label: &str) -> Problem {
    let message = format!("`{label}` has another address above, and only the first of a name counts");
    Problem::at(Code::UnshownText, path, span, message).help("Give this one another name, here and where it is used.")
}

fn beyond_the_head(path: &SitePath, span: Span) -> Problem {
    Problem::at(
        Code::UnshownText,
        path,
        span,
        "The table's first row has fewer cells than this one, so nobody sees this",
    )
    .help("Give the first two rows of the table a cell more, or write `\\|` where the sign is meant as it is.")
}
