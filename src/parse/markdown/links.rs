//! Citations, links, pictures and notes, as the Markdown parser tells them.

use super::Writer;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::{Citation, PlaceholderKind};
use pulldown_cmark::LinkType;
use std::ops::Range;

/// What may stand before a key: `[see @a]`. Other words before an `@` are somebody's name.
const BEFORE_KEYS: [&str; 10] =
    ["see", "see also", "also", "cf.", "e.g.", "e.g.,", "compare", "siehe", "vgl.", "z. B."];

/// The keys of a citation, as they stand behind the first `@`: `a, p. 3; @b` of `[see @a, p. 3; @b]`.
pub(super) fn keys(reference: &str) -> Option<&str> {
    let at = reference.find('@')?;
    let before = reference[..at].trim();
    // Pandoc's sign for a source without its author, who is not named here anyway.
    let before = before.strip_suffix('-').unwrap_or(before).trim();
    let keys = &reference[at + 1..];
    // What begins with a mark is no key: `[@_version_]` in a command's synopsis.
    let is_key = keys.trim_start().starts_with(char::is_alphanumeric);
    (is_key && (before.is_empty() || BEFORE_KEYS.contains(&before))).then_some(keys)
}

impl Writer<'_> {
    /// Writes what stands in brackets right before a citation: `[@a][@b]` are two of them, `[^1][@a]` a note and one. Gives
    /// whether it is words, `[words][@a]`, which the parser tells next.
    pub(super) fn words_before_citation(&mut self, range: &Range<usize>) -> bool {
        let written = &self.text[range.clone()];
        let Some(split) = written.rfind("][") else {
            let inside = written.trim_start_matches('[');
            let before = inside[..inside.find('@').unwrap_or(0)].trim_end_matches('-');
            if !before.is_empty() {
                self.inline.text(&mut self.out, before);
            }
            return false;
        };
        let before = &written[1..split];
        if let Some(keys) = keys(before) {
            let keys = keys.to_owned();
            self.citation(&keys, range.start..range.start + split + 1);
            return false;
        }
        if let Some(label) = before.strip_prefix('^')
            && self.is_note(label)
        {
            let label = label.to_owned();
            self.footnote_reference(&label);
            return false;
        }
        !before.trim().is_empty()
    }

    /// Whether a note of this name is written somewhere in the text, which is looked through once.
    fn is_note(&self, label: &str) -> bool {
        let names = || {
            let parts = self.text.split("[^").skip(1);
            parts.filter_map(|part| part.split_once("]:").map(|(name, _)| name.to_owned())).collect()
        };
        self.notes.get_or_init(names).contains(label)
    }

    /// `[words][name]` without an address for the name.
    pub(super) fn undefined(&self, range: Range<usize>, kind: LinkType, problems: &mut Vec<Problem>) {
        let written = &self.text[range.clone()];
        let Some((words, name)) = written.trim_end_matches(']').rsplit_once("][") else { return };
        let words = words.trim_start_matches(['!', '[']);
        if kind == LinkType::Reference && !name.starts_with('^') {
            let wanted = if written.starts_with('!') { "![a hill](hill.jpg)" } else { "[words](page.md)" };
            let span = self.context.offsets.span(range);
            problems.push(no_address(self.context.path, span, if name.is_empty() { words } else { name }, wanted));
        }
    }

    pub(super) fn citation(&mut self, reference: &str, range: Range<usize>) {
        // A note's number stands at its word, and never alone at the start of a line.
        let trimmed = self.out.html.trim_end_matches(' ').len();
        if self.out.placeholders.last().is_none_or(|placeholder| placeholder.at <= trimmed) {
            self.out.html.truncate(trimmed);
        }
        let at = self.text[range.clone()].find(reference).map_or(range.start, |i| range.start + i);
        let mut place = at;
        for part in reference.split(';') {
            let trimmed = part.trim().trim_start_matches('@');
            let (key, detail) = trimmed.split_once(',').unwrap_or((trimmed, ""));
            let start = place + part.find(key).unwrap_or(0);
            let span = self.context.offsets.span(start..start + key.len());
            let kind = PlaceholderKind::Citation(self.out.citations.len());
            self.inline.put_link(&mut self.out, kind);
            self.out.citations.push(Citation { key: key.trim().to_owned(), detail: detail.trim().to_owned(), span });
            place += part.len() + 1;
        }
    }

    pub(super) fn start_link(
        &mut self,
        link_type: LinkType,
        dest: &str,
        title: &str,
        range: Range<usize>,
        problems: &mut Vec<Problem>,
    ) {
        let written = &self.text[range.clone()];
        match link_type {
            LinkType::WikiLink { has_pothole } => {
                self.inline.start_wiki(&mut self.out, dest, has_pothole, written, range)
            }
            LinkType::Email => {
                self.inline.start_link(&mut self.out, &format!("mailto:{dest}"), title, written, range, problems)
            }
            _ => self.inline.start_link(&mut self.out, dest, title, written, range, problems),
        }
    }

    pub(super) fn start_picture(
        &mut self,
        link_type: LinkType,
        dest: &str,
        title: &str,
        range: Range<usize>,
        problems: &mut Vec<Problem>,
    ) {
        let written = &self.text[range.clone()];
        let wiki = matches!(link_type, LinkType::WikiLink { .. });
        self.inline.start_picture(dest, title, wiki, written, range, problems);
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.footnote_numbers.len() + 1;
        let (number, uses) = self.footnote_numbers.entry(label.to_owned()).or_insert((next, 0));
        *uses += 1;
        let kind = PlaceholderKind::Note(*number, *uses);
        self.inline.put_link(&mut self.out, kind);
    }
}

fn no_address(path: &SitePath, span: Span, name: &str, wanted: &str) -> Problem {
    Problem::at(Code::BrokenMarkup, path, span, format!("No address is given for `{name}`, so this is no link"))
        .help(format!("Put the address behind the words, like `{wanted}`."))
}
