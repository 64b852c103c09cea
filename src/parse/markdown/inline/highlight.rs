//! `==Highlighted==` words, as Obsidian writes them.
//!
//! The parser does not know them. Two signs are a placeholder until it is clear whether they begin something, so nothing that was
//! written is ever moved.

use super::{Inline, OpenLink};
use crate::text::body::{Body, PlaceholderKind};

/// The signs of the block that is being written.
#[derive(Default)]
pub(super) struct Highlights {
    /// How deep in emphasis, links and the like each sign stands that may begin something; with its placeholder and its number.
    open: Vec<(usize, usize, usize)>,
    /// Where each sign stands in the block's words, and whether it is none of them.
    signs: Vec<(usize, bool)>,
    /// Whether there is any in the whole text.
    any: bool,
}

impl Highlights {
    /// Of a text, before it is read.
    pub(super) fn of(text: &str) -> Highlights {
        Highlights { any: text.contains("=="), ..Highlights::default() }
    }

    /// Takes the signs out of the block's words that are none of them, and moves these places in it accordingly.
    pub(super) fn take_signs<'a>(&mut self, text: &mut String, places: impl Iterator<Item = &'a mut usize>) {
        self.open.clear();
        let signs: Vec<usize> = self.signs.drain(..).filter(|(_, taken)| *taken).map(|(at, _)| at).collect();
        if signs.is_empty() {
            return;
        }
        for place in places {
            *place -= 2 * signs.partition_point(|sign| sign < place);
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for sign in signs {
            out.push_str(&text[at..sign]);
            at = sign + 2;
        }
        out.push_str(&text[at..]);
        *text = out;
    }
}

impl Inline<'_> {
    fn depth(&self) -> usize {
        self.open + self.links.len() + self.raw.len()
    }

    /// A block is put here: what began before it cannot end behind it.
    pub(super) fn part_highlights(&mut self) {
        self.highlights.open.clear();
    }

    /// What began in something that has ended cannot end any more.
    pub(super) fn settle(&mut self) {
        let depth = self.depth();
        while self.highlights.open.last().is_some_and(|(at, ..)| *at > depth) {
            self.highlights.open.pop();
        }
    }

    /// Words, with highlights in them. `escaped`: a backslash stands before them.
    pub(in crate::parse) fn words(&mut self, out: &mut Body, text: &str, escaped: bool) {
        let hidden = self.picture.is_some() || self.dropping.is_some();
        if !self.highlights.any
            || hidden
            || !text.contains("==")
            || matches!(self.links.last(), Some(OpenLink::Named(_)))
        {
            return self.text(out, text);
        }
        let (mut from, mut at) = (0, 0);
        while let Some(found) = text[at..].find("==").map(|i| at + i) {
            at = found + text[found..].bytes().take_while(|b| *b == b'=').count();
            if at - found != 2 || (escaped && found == 0) {
                continue;
            }
            self.text(out, &text[from..found]);
            self.sign(out, &text[at..]);
            from = at;
        }
        self.text(out, &text[from..]);
    }

    fn sign(&mut self, out: &mut Body, after: &str) {
        let ends = self.text.chars().next_back().is_some_and(|c| !c.is_whitespace());
        let begins = !after.starts_with(char::is_whitespace);
        let depth = self.depth();
        let number = self.highlights.signs.len();
        self.highlights.signs.push((self.text.len(), false));
        self.text.push_str("==");
        match self.highlights.open.last() {
            Some((at, placeholder, first)) if ends && *at == depth => {
                out.placeholders[*placeholder].kind = PlaceholderKind::MarkStart;
                self.highlights.signs[*first].1 = true;
                self.highlights.signs[number].1 = true;
                self.highlights.open.pop();
                out.placeholder(PlaceholderKind::MarkEnd);
            }
            _ => {
                if begins {
                    self.highlights.open.push((depth, out.placeholders.len(), number));
                }
                out.placeholder(PlaceholderKind::Equals);
            }
        }
    }
}
