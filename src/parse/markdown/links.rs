//! Citations, links, pictures and notes, as the Markdown parser tells them.

use super::Writer;
use crate::problem::Problem;
use crate::text::body::{Citation, HoleKind};
use pulldown_cmark::LinkType;
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn citation(&mut self, reference: &str, range: Range<usize>) {
        // A note's number stands at its word, and never alone at the start of a line.
        let trimmed = self.out.html.trim_end_matches(' ').len();
        if self.out.holes.last().is_none_or(|hole| hole.at <= trimmed) {
            self.out.html.truncate(trimmed);
        }
        let at = self.text[range.clone()].find(reference).map_or(range.start, |i| range.start + i);
        let mut place = at;
        for part in reference.split(';') {
            let trimmed = part.trim().trim_start_matches('@');
            let (key, detail) = trimmed.split_once(',').unwrap_or((trimmed, ""));
            let start = place + part.find(key).unwrap_or(0);
            let span = self.context.offsets.span(start..start + key.len());
            let kind = HoleKind::Citation(self.out.citations.len());
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
        let kind = HoleKind::Note(*number, *uses);
        self.inline.put_link(&mut self.out, kind);
    }
}
