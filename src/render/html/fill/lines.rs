//! At which line of its file each block stands: for an author who looks while writing, and in no published page.

use super::{Page, Piece};
use crate::link::{Marking, Site};
use pulldown_cmark_escape::escape_html;
use std::ops::Range;

impl Page<'_> {
    /// Writes a stretch of a text as it is, but for the lines of the blocks that begin in it.
    pub(super) fn copy(&self, out: &mut String, piece: &Piece<'_>, part: Range<usize>) {
        let html = &piece.body.html;
        let site = self.frame.site;
        let Some(page) = piece.page.filter(|_| site.marking == Marking::Lines && self.chapters.is_none()) else {
            out.push_str(&html[part]);
            return;
        };
        let source = &site.pages[page].doc.source;
        let places = &piece.body.block_places;
        let first = places.partition_point(|(at, _)| (*at as usize) < part.start);
        let mut at = part.start;
        for (block, offset) in places[first..].iter().take_while(|(block, _)| (*block as usize) < part.end) {
            let block = *block as usize;
            // What is nested anew may no longer begin with its tag.
            let name = html[block..part.end]
                .strip_prefix('<')
                .map_or(0, |tag| tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len()));
            if name == 0 || block < at {
                continue;
            }
            let behind = block + 1 + name;
            out.push_str(&html[at..behind]);
            out.push_str(&format!(" data-line=\"{}\"", source.position(*offset).line));
            at = behind;
        }
        out.push_str(&html[at..part.end]);
    }
}

/// The file of a page that is put into another: lines in it are that file's.
pub(super) fn file(out: &mut String, site: &Site, page: usize) {
    if site.marking == Marking::Lines {
        out.push_str(" data-file=\"");
        let _ = escape_html(&mut *out, site.pages[page].facts().path.as_str());
        out.push('"');
    }
}
