//! Citations, links, pictures and notes, as the Markdown parser tells them.

use super::super::target;
use super::figures::FIGURE;
use super::inline::address_in;
use super::marks::unshown::note_name;
use super::{Context, Writer};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::{Citation, PlaceholderKind};
use pulldown_cmark::{LinkType, RefDefs};
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

    /// `[words][name]` or `[name][]` without an address for the name.
    pub(super) fn undefined(&self, range: Range<usize>, kind: LinkType, problems: &mut Vec<Problem>) {
        let written = &self.text[range.clone()];
        let (name, end) = match kind {
            LinkType::Reference => {
                let Some((_, name)) = written.trim_end_matches(']').rsplit_once("][") else { return };
                (name, range.end)
            }
            // `int[i][]` is somebody's code.
            LinkType::Collapsed if !self.text[..range.start].ends_with(char::is_alphanumeric) => {
                (written.trim_start_matches('!').trim_start_matches('[').trim_end_matches(']'), range.end + "[]".len())
            }
            _ => return,
        };
        if !name.starts_with('^') {
            let wanted = if written.starts_with('!') { "![a hill](hill.jpg)" } else { "[words](page.md)" };
            let span = self.context.offsets.span(range.start..end.min(self.text.len()));
            problems.push(no_address(self.context.path, span, name, wanted));
        }
    }

    pub(super) fn citation(&mut self, reference: &str, range: Range<usize>) {
        // A note's number stands at its word, and never alone at the start of a line.
        let trimmed = self.out.html.trim_end_matches(' ').len();
        let sign = !reference.trim().starts_with(FIGURE);
        if sign && self.out.placeholders.last().is_none_or(|placeholder| placeholder.at <= trimmed) {
            self.out.html.truncate(trimmed);
        }
        let at = self.text[range.clone()].find(reference).map_or(range.start, |i| range.start + i);
        let mut place = at;
        for part in reference.split(';') {
            // `[@a; see also @b]`, and `-@b`, a source without its author.
            let named = keys(part).unwrap_or_else(|| part.trim());
            let before = part[..part.find('@').filter(|_| keys(part).is_some()).unwrap_or(0)].trim();
            let before = before.strip_suffix('-').unwrap_or(before).trim();
            if !before.is_empty() {
                self.inline.text(&mut self.out, &format!(" {before} "));
            }
            let (key, detail) = named.split_once(',').unwrap_or((named, ""));
            let start = place + part.find(key).unwrap_or(0);
            let span = self.context.offsets.span(start..start + key.trim_end().len());
            if key.starts_with(FIGURE) && detail.is_empty() {
                let kind = PlaceholderKind::FigureMention(self.out.figure_mentions.len());
                self.inline.put_link(&mut self.out, kind);
                self.out.figure_mentions.push((key.trim().into(), span));
                place += part.len() + 1;
                continue;
            }
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
            _ => {
                let address = address_in(written).filter(|_| is_written_here(link_type));
                if let Some(address) = address {
                    self.check_slashes(dest, range.start + address.start..range.start + address.end, problems);
                }
                // Words before a name, `[![a](b.png)][name]`, may hold an address too, which is not this link's.
                let written = if is_written_here(link_type) { written } else { "" };
                self.inline.start_link(&mut self.out, dest, title, written, range, problems);
            }
        }
    }

    /// An address of the web with other slashes than two.
    fn check_slashes(&self, address: &str, place: Range<usize>, problems: &mut Vec<Problem>) {
        if target::other_slashes(address).is_none() {
            return;
        }
        let signs = target::other_slashes(&self.text[place.clone()]);
        problems.push(slashes(self.context, place, signs));
    }

    /// The same in `[name]: address`, where it stands but once.
    pub(super) fn check_definitions(&self, definitions: &RefDefs<'_>, problems: &mut Vec<Problem>) {
        let odd = definitions.iter().filter(|(_, definition)| target::other_slashes(&definition.dest).is_some());
        let mut odd: Vec<_> = odd.map(|(_, definition)| definition).collect();
        odd.sort_by_key(|definition| definition.span.start);
        for definition in odd {
            let (span, address) = (&definition.span, &*definition.dest);
            let start = self.text[span.clone()].find(address).map_or(span.start, |at| span.start + at);
            self.check_slashes(address, start..(start + address.len()).min(span.end), problems);
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
        let written = if wiki || is_written_here(link_type) { written } else { "" };
        self.inline.start_picture(dest, title, wiki, written, range, problems);
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.footnote_numbers.len() + 1;
        let (number, uses) = self.footnote_numbers.entry(note_name(label)).or_insert((next, 0));
        *uses += 1;
        let kind = PlaceholderKind::Note(*number, *uses);
        self.inline.put_link(&mut self.out, kind);
    }
}

/// Whether a link's address stands behind its words, and not in a line of its own.
fn is_written_here(link_type: LinkType) -> bool {
    matches!(link_type, LinkType::Inline | LinkType::Autolink)
}

/// `place` is the address, `signs` what of it stands where the two slashes should.
pub(in crate::parse) fn slashes(context: Context<'_>, place: Range<usize>, signs: Option<Range<usize>>) -> Problem {
    let span = |range: Range<usize>| context.offsets.span(place.start + range.start..place.start + range.end);
    let Some(signs) = signs else {
        return Problem::at(Code::BrokenMarkup, context.path, context.offsets.span(place), SLASHES).help(TWO_SLASHES);
    };
    // As far as they go, the slashes are right: only what is missing is put in.
    let (message, missing, at) = match signs.len() {
        0 => ("The slashes are missing in this address", "//", signs.clone()),
        1 => ("A slash is missing in this address", "/", signs.end..signs.end),
        _ => (SLASHES, "//", signs.clone()),
    };
    Problem::at(Code::BrokenMarkup, context.path, span(0..signs.end + usize::from(signs.len() != 1)), message)
        .help("Write two")
        .fix(span(at), missing)
}

pub(super) const SLASHES: &str = "This address has other slashes than two behind its `https:`";
pub(super) const TWO_SLASHES: &str = "Write two, like `https://example.org`.";

fn no_address(path: &SitePath, span: Span, name: &str, wanted: &str) -> Problem {
    let what = if wanted.starts_with('!') { "picture" } else { "link" };
    Problem::at(Code::BrokenMarkup, path, span, format!("No address is given for `{name}`, so this is no {what}"))
        .help(format!("Put the address behind the words, like `{wanted}`."))
}
