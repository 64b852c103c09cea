//! A second id for a part of a text: what stands behind `#` in an address that was given away leads there still.

use super::{Body, Placeholder, PlaceholderKind};
use crate::text::{Token, Tokens};
use pulldown_cmark_escape::escape_html;

/// Elements that can hold a piece of a line; before all others it stands.
const HOLDING: [&str; 28] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "div",
    "td",
    "th",
    "dt",
    "dd",
    "section",
    "aside",
    "article",
    "a",
    "span",
    "em",
    "strong",
    "code",
    "sup",
    "sub",
    "figcaption",
    "blockquote",
    "summary",
    "mark",
    "kbd",
];

/// Parts of a table or of a list of names, before which nothing else may stand.
const INSIDE_OTHERS: [&str; 8] = ["tr", "thead", "tbody", "tfoot", "col", "colgroup", "caption", "rt"];

impl Body {
    /// Gives the part that has one id another besides. Gives whether there is such a part.
    pub fn add_id(&mut self, known: &str, second: &str) -> bool {
        let Some(place) = self.place_of(known) else { return false };
        self.put_id(place, second);
        true
    }

    /// Puts an id at the beginning of the text.
    pub fn add_id_at_start(&mut self, id: &str) {
        self.put_id(0, id);
    }

    fn place_of(&self, known: &str) -> Option<usize> {
        if let Some(name) = known.strip_prefix('^') {
            return self.marks.iter().find(|mark| mark.name == name).map(|mark| mark.anchor);
        }
        let wanted = in_attribute(known);
        Tokens::of(&self.html, &self.placeholders).find_map(|(range, token)| match token {
            Token::Open(tag) if tag.attribute("id") == Some(&*wanted) && !INSIDE_OTHERS.contains(&tag.name) => {
                Some(if HOLDING.contains(&tag.name) { range.end } else { range.start })
            }
            _ => None,
        })
    }

    fn put_id(&mut self, place: usize, id: &str) {
        let begin = "<span class=\"anchor\" id=\"";
        let element = format!("{begin}{}\"></span>", in_attribute(id));
        let length = element.len();
        self.html.insert_str(place, &element);
        let behind = |at: usize| if at >= place { at + length } else { at };
        let behind_end = |at: usize| if at > place { at + length } else { at };
        let first = self.placeholders.partition_point(|placeholder| placeholder.at < place);
        self.placeholders[first..].iter_mut().for_each(|placeholder| placeholder.at += length);
        let kind = PlaceholderKind::Id;
        self.placeholders.insert(first, Placeholder { at: place + begin.len(), kind });
        self.embeds.iter_mut().for_each(|(at, _)| *at = behind(*at));
        self.heading_places.iter_mut().for_each(|at| *at = behind(*at));
        for (at, _) in &mut self.block_places {
            *at = behind(*at as usize) as u32;
        }
        for mark in &mut self.marks {
            (mark.start, mark.end) = (behind(mark.start), behind_end(mark.end));
            mark.anchor = behind(mark.anchor);
        }
        for note in &mut self.notes {
            (note.start, note.end) = (behind(note.start), behind_end(note.end));
        }
    }
}

fn in_attribute(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let _ = escape_html(&mut out, id);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_moves_and_what_stands_before_stays() {
        let mut body = Body { html: "<p>a</p><h2 id=\"b\">c</h2><table id=\"d\"></table>".into(), ..Body::default() };
        (body.heading_places, body.block_places) = (vec![8], vec![(0, 0), (8, 5), (26, 9)]);
        body.placeholders = [16, 19].map(|at| Placeholder { at, kind: PlaceholderKind::Id }).to_vec();
        assert!(body.add_id("b", "old & done"));
        assert!(body.add_id("d", "e"));
        assert!(!body.add_id("f", "g"));
        let html = "<p>a</p><h2 id=\"b\"><span class=\"anchor\" id=\"old &amp; done\"></span>c</h2><span class=\"anchor\" id=\"e\"></span><table id=\"d\"></table>";
        assert_eq!(body.html, html);
        let places: Vec<usize> = body.placeholders.iter().map(|placeholder| placeholder.at).collect();
        assert_eq!(places, [16, 44, 67, 98]);
        assert_eq!(body.heading_places, [8]);
        assert_eq!(body.block_places, [(0, 0), (8, 5), (109, 9)]);
    }
}
