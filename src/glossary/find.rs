//! A written text → where its terms first stand in each section.
//!
//! Takes: HTML with placeholders, which we wrote ourselves. Gives: ranges of it, each a term's name between two tags or placeholders.
//! Never: in headings, links, code, or the action line of a card or call-out.

use super::trie::{ROOT, Trie};
use super::{Glossary, Use};
use crate::parse::glossary::fold;
use crate::source::script::{is_part, is_unspaced};
use crate::text::body::{Body, PlaceholderKind};
use crate::text::{Kind, Token, Tokens, letter_at};
use std::collections::HashSet;

pub(super) fn find(body: &Body, glossary: &Glossary) -> Vec<Use> {
    let mut reader =
        Reader { html: &body.html, trie: &glossary.trie, out: Vec::new(), seen: HashSet::new(), closed: Vec::new() };
    // The notes at the foot are a section.
    let mut notes = !body.notes.is_empty();
    for (range, token) in Tokens::of(&body.html, &body.placeholders) {
        if notes && range.start >= body.text_end() {
            notes = false;
            reader.seen.clear();
        }
        match token {
            Token::Words(_) => reader.words(range.start, range.end),
            Token::Open(tag) => reader.open(tag.name, Kind::of(tag)),
            Token::Placeholder(PlaceholderKind::LinkStart(link)) => reader.open("a", Kind::Link(Some(link))),
            Token::Close(name) => reader.close(name),
            Token::Placeholder(PlaceholderKind::LinkEnd(_)) => reader.close("a"),
            Token::Placeholder(_) => {}
        }
    }
    reader.out
}

/// Whether no term is linked in an element.
fn is_closed(kind: Kind) -> bool {
    use Kind::{CalloutTitle, CardLevel, CardTitle, Code, Heading, Link, Term, Verbatim};
    matches!(kind, Heading(_) | Link(_) | Code | Verbatim | Term | CalloutTitle | CardLevel | CardTitle)
}

struct Reader<'a> {
    html: &'a str,
    trie: &'a Trie,
    out: Vec<Use>,
    /// Terms of the section.
    seen: HashSet<u32>,
    /// The outermost element in which nothing is linked, and those of its name within it.
    closed: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn open(&mut self, name: &'a str, kind: Kind) {
        if matches!(kind, Kind::Heading(_)) {
            self.seen.clear();
        }
        let again = self.closed.last().is_some_and(|open| *open == name);
        if again || self.closed.is_empty() && is_closed(kind) {
            self.closed.push(name);
        }
    }

    fn close(&mut self, name: &str) {
        self.closed.pop_if(|open| *open == name);
    }

    /// Looks for terms between two tags or placeholders.
    fn words(&mut self, from: usize, until: usize) {
        if !self.closed.is_empty() {
            return;
        }
        let mut at = from;
        let mut before = ' ';
        let mut before_that = ' ';
        while at < until {
            let (letter, next) = letter_at(self.html, at, until);
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
            let (letter, next) = letter_at(self.html, at, until);
            let mut folded = fold(letter);
            let Some(stepped) = folded.try_fold(node, |node, part| self.trie.step(node, part)) else { break };
            (node, at) = (stepped, next);
            if letter.is_whitespace() {
                while at < until && self.html[at..].starts_with(char::is_whitespace) {
                    at = letter_at(self.html, at, until).1;
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
        let (after, next) = letter_at(self.html, at, until);
        if is_part(after) {
            return is_unspaced(after) || !is_part(last);
        }
        if !is_joint(after) || next >= until {
            return true;
        }
        let (beyond, next) = letter_at(self.html, next, until);
        let ends = |at: usize| at >= until || !is_part(letter_at(self.html, at, until).0);
        // `DVT's` is of a `DVT`.
        !is_part(beyond) || (after != '-' && matches!(beyond, 's' | 'S') && ends(next))
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}')
}
