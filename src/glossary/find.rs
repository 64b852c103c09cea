//! A written text → where its terms first stand in each section.
//!
//! Takes: HTML with holes, which we wrote ourselves. Gives: ranges of it, each a term's name between two tags or holes.
//! Never: in headings, links, code, or the action line of a card or call-out.

use super::trie::{ROOT, Trie};
use super::{Glossary, Use};
use crate::parse::body::{Body, Hole, HoleKind};
use crate::parse::glossary::fold;
use crate::source::script::{is_part, is_unspaced};
use std::collections::HashSet;

/// Elements in which no term is linked.
const CLOSED: [&str; 16] =
    ["a", "code", "pre", "kbd", "samp", "var", "abbr", "dt", "dfn", "summary", "h1", "h2", "h3", "h4", "h5", "h6"];
/// Classes of elements in which no term is linked.
const CLOSED_CLASSES: [&str; 4] = ["\"care-level\"", "\"care-title\"", "\"callout-title\"", "\"math"];

pub(super) fn find(body: &Body, glossary: &Glossary) -> Vec<Use> {
    let mut reader =
        Reader { html: &body.html, trie: &glossary.trie, out: Vec::new(), seen: HashSet::new(), closed: None, link: 0 };
    let mut holes = body.holes.iter().peekable();
    let mut at = 0;
    // The notes at the foot are a section.
    let mut notes = !body.notes.is_empty();
    loop {
        if notes && at >= body.text_end() {
            notes = false;
            reader.seen.clear();
        }
        let tag = body.html[at..].find('<').map_or(body.html.len(), |i| at + i);
        let stop = holes.peek().map_or(tag, |hole| hole.at.min(tag));
        reader.words(at, stop);
        at = stop;
        if let Some(hole) = holes.next_if(|hole| hole.at == stop) {
            reader.hole(hole);
        } else if at < body.html.len() {
            at = reader.tag(at);
            // Those within the tag: an id of a part that is put into another page.
            while holes.next_if(|hole| hole.at < at).is_some() {}
        } else {
            return reader.out;
        }
    }
}

struct Reader<'a> {
    html: &'a str,
    trie: &'a Trie,
    out: Vec<Use>,
    /// Terms of the section.
    seen: HashSet<u32>,
    /// The element in which nothing is linked, and how many of its name are open.
    closed: Option<(&'a str, usize)>,
    /// Links that holes have opened.
    link: usize,
}

impl<'a> Reader<'a> {
    fn hole(&mut self, hole: &Hole) {
        match hole.kind {
            HoleKind::LinkStart(_) => self.link += 1,
            HoleKind::LinkEnd(_) => self.link = self.link.saturating_sub(1),
            _ => {}
        }
    }

    /// Passes the tag that begins here.
    fn tag(&mut self, at: usize) -> usize {
        let html = self.html;
        let end = html[at..].find('>').map_or(html.len(), |i| at + i + 1);
        let tag = &html[at..end];
        let (inside, closes) = match tag.strip_prefix("</") {
            Some(inside) => (inside, true),
            None => (&tag[1..], false),
        };
        let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
        match &mut self.closed {
            Some((open, count)) if *open == name => {
                if closes {
                    *count -= 1
                } else {
                    *count += 1
                }
                if *count == 0 {
                    self.closed = None;
                }
            }
            Some(_) => {}
            None if !closes => {
                let class = || CLOSED_CLASSES.iter().any(|class| tag.contains(class));
                if CLOSED.contains(&name) || (matches!(name, "p" | "span") && class()) {
                    self.closed = Some((name, 1));
                }
            }
            None => {}
        }
        let heading = name.len() == 2 && name.starts_with('h') && name != "hr";
        if !closes && heading {
            self.seen.clear();
        }
        end
    }

    /// Looks for terms between two tags or holes.
    fn words(&mut self, from: usize, until: usize) {
        if self.closed.is_some() || self.link > 0 {
            return;
        }
        let mut at = from;
        let mut before = ' ';
        let mut before_that = ' ';
        while at < until {
            let (letter, next) = letter(self.html, at, until);
            // A hyphen or an apostrophe inside a word joins what is on both sides.
            let joined = is_joint(before) && is_part(before_that);
            let starts = is_unspaced(letter) || !(is_part(before) && !is_unspaced(before) || joined);
            if starts && let Some((term, end)) = self.longest(at, until) {
                if self.seen.insert(term) {
                    self.out.push(Use { start: at, end, term });
                }
                let last = self.html[at..end].chars().next_back().unwrap_or(' ');
                (before_that, before, at) = (' ', last, end);
                continue;
            }
            (before_that, before, at) = (before, letter, next);
        }
    }

    /// The longest name that begins here and stands alone.
    fn longest(&self, from: usize, until: usize) -> Option<(u32, usize)> {
        let (mut node, mut at, mut found) = (ROOT, from, None);
        while at < until {
            let (letter, next) = letter(self.html, at, until);
            let mut folded = fold(letter);
            let Some(stepped) = folded.try_fold(node, |node, part| self.trie.step(node, part)) else { break };
            (node, at) = (stepped, next);
            if letter.is_whitespace() {
                while at < until && self.html[at..].starts_with(char::is_whitespace) {
                    at = self::letter(self.html, at, until).1;
                }
            }
            let Some(end) = self.trie.end(node) else { continue };
            let written = end.exactly.as_ref().is_none_or(|exactly| **exactly == self.html[from..at]);
            if written && self.stands_alone(letter, at, until) {
                found = Some((end.term, at));
            }
        }
        found
    }

    fn stands_alone(&self, last: char, at: usize, until: usize) -> bool {
        if at >= until || is_unspaced(last) {
            return true;
        }
        let (after, next) = letter(self.html, at, until);
        if is_part(after) {
            return is_unspaced(after) || !is_part(last);
        }
        if !is_joint(after) || next >= until {
            return true;
        }
        let (beyond, next) = letter(self.html, next, until);
        let ends = |at: usize| at >= until || !is_part(letter(self.html, at, until).0);
        // `DVT's` is of a `DVT`.
        !is_part(beyond) || (after != '-' && matches!(beyond, 's' | 'S') && ends(next))
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}')
}

/// The letter at a place, and the place behind it. A text in HTML has three letters that are written otherwise.
fn letter(html: &str, at: usize, until: usize) -> (char, usize) {
    let rest = &html[at..until];
    let letter = rest.chars().next().unwrap_or(' ');
    if letter == '&' {
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')];
        if let Some((written, meant)) = known.iter().find(|(written, _)| rest.starts_with(written)) {
            return (*meant, at + written.len());
        }
    }
    (letter, at + letter.len_utf8())
}
