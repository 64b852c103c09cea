//! The tree of a written text: one node an element, run of words or placeholder, in the order of the text.
//!
//! A sub-tree is a range of nodes: from a node to its `end`. A node points into the HTML, and copies nothing.

use super::body::{Body, Placeholder, PlaceholderKind};
use super::token::{Tag, Token, Tokens};
use std::ops::Range;

/// An element of a text, a run of words or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its bytes of the HTML, tags included.
    pub html: Range<u32>,
    /// The number of the node behind its sub-tree.
    pub end: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of level 1 to 6, as shown.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// Bulleted, or numbered.
    List,
    /// Of a list.
    Item,
    /// A quotation.
    Quotation,
    /// A care card.
    Card,
    /// The name of a card's level.
    CardLevel,
    /// What a card says to do.
    CardTitle,
    /// A call-out, folded or not.
    Callout,
    /// Its title.
    CalloutTitle,
    /// A block of code.
    Code,
    /// A table, and its parts but for the cells.
    Table,
    /// Of a table.
    Cell,
    /// A term that a list defines.
    Term,
    /// A link; to this site, with its number in the body.
    Link(Option<usize>),
    /// Emphasis and other marks in a line: `em`, `sub`, `mark`.
    Phrase,
    /// Code in a line, keys, formulas, abbreviations: what is no prose.
    Verbatim,
    /// The end of a line.
    Break,
    /// Any other element: a division, a rule, a picture of raw HTML.
    Other,
    /// A run of words.
    Words,
    /// What other pages decide.
    Placeholder(PlaceholderKind),
}

impl Node {
    /// The tag at its beginning; `None` for words, placeholders and what placeholders enclose.
    pub fn tag<'a>(&self, body: &'a Body) -> Option<Tag<'a>> {
        let range = self.html.start as usize..self.html.end as usize;
        match Tokens::within(&body.html, &[], range).next()? {
            (_, Token::Open(tag)) => Some(tag),
            _ => None,
        }
    }
}

impl Kind {
    /// Whether it stands in a line of words, so that a word or a sentence may go on behind it.
    pub fn is_inline(self) -> bool {
        matches!(self, Kind::Link(_) | Kind::Phrase | Kind::Verbatim | Kind::Break | Kind::Words | Kind::Placeholder(_))
    }

    /// The kind of an element that ends, by its name alone: of paragraphs it is not known which.
    pub fn of_name(name: &str) -> Kind {
        Kind::of(Tag { name, attributes: "" })
    }

    /// The kind of an element.
    pub fn of(tag: Tag<'_>) -> Kind {
        let class = |begins: &str| tag.class().is_some_and(|class| class.starts_with(begins));
        if let Some(level) = tag.heading() {
            // A card's is no section of the text: what follows the card does not belong to it.
            return if class("care-title") { Kind::CardTitle } else { Kind::Heading(level) };
        }
        match tag.name {
            "span" if class("care-level") => Kind::CardLevel,
            "p" if class("callout-title") || class("tab-title") => Kind::CalloutTitle,
            "p" => Kind::Paragraph,
            "summary" => Kind::CalloutTitle,
            "ul" | "ol" => Kind::List,
            "li" => Kind::Item,
            "blockquote" => Kind::Quotation,
            "section" if class("care ") => Kind::Card,
            "div" | "details" if class("callout") => Kind::Callout,
            "pre" => Kind::Code,
            "table" | "thead" | "tbody" | "tfoot" | "tr" => Kind::Table,
            "td" | "th" | "caption" => Kind::Cell,
            "dt" => Kind::Term,
            "a" => Kind::Link(None),
            "span" if class("math") => Kind::Verbatim,
            "code" | "kbd" | "samp" | "var" | "abbr" | "dfn" => Kind::Verbatim,
            "b" | "bdi" | "bdo" | "cite" | "data" | "del" | "em" | "i" | "ins" | "mark" | "q" | "s" | "small"
            | "span" | "strong" | "sub" | "sup" | "time" | "u" | "wbr" => Kind::Phrase,
            "br" => Kind::Break,
            _ => Kind::Other,
        }
    }
}

/// The nodes of a body's text and notes.
pub fn nodes(body: &Body) -> Vec<Node> {
    tree_of(&body.html, &body.placeholders)
}

/// The nodes of a text. What is not closed ends where what is around it ends.
fn tree_of(html: &str, placeholders: &[Placeholder]) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(html.len() / 24);
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (range, token) in Tokens::of(html, placeholders) {
        let at = range.start as u32..range.end as u32;
        let (name, kind) = match token {
            Token::Open(tag) => (tag.name, Kind::of(tag)),
            Token::Words(_) => ("", Kind::Words),
            Token::Placeholder(PlaceholderKind::LinkStart(link)) => ("a", Kind::Link(Some(link))),
            Token::Placeholder(PlaceholderKind::MarkStart) => ("mark", Kind::Phrase),
            Token::Placeholder(PlaceholderKind::LinkEnd(_)) => {
                close(&mut out, &mut open, "a", at);
                continue;
            }
            Token::Placeholder(PlaceholderKind::MarkEnd) => {
                close(&mut out, &mut open, "mark", at);
                continue;
            }
            Token::Placeholder(kind) => ("", Kind::Placeholder(kind)),
            Token::Close(name) => {
                close(&mut out, &mut open, name, at);
                continue;
            }
        };
        let number = out.len();
        out.push(Node { kind, html: at, end: number as u32 + 1 });
        if !name.is_empty() && !super::EMPTY.contains(&name) {
            open.push((name, number));
        }
    }
    let (count, end) = (out.len() as u32, html.len() as u32);
    for (_, number) in open {
        (out[number].end, out[number].html.end) = (count, end);
    }
    out
}

/// Ends the innermost element of this name, and what is open within it.
fn close(out: &mut [Node], open: &mut Vec<(&str, usize)>, name: &str, at: Range<u32>) {
    let Some(place) = open.iter().rposition(|(known, _)| *known == name) else { return };
    let count = out.len() as u32;
    for (number, (_, node)) in open.drain(place..).enumerate() {
        let node = &mut out[node];
        node.end = count;
        node.html.end = if number == 0 { at.end } else { at.start };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subtree_is_a_range_of_nodes() {
        let html = "<ul><li>a <em>b</em></li></ul><p>c<br>d</p>";
        let nodes = tree_of(html, &[]);
        let told: Vec<(Kind, &str, u32)> =
            nodes.iter().map(|n| (n.kind, &html[n.html.start as usize..n.html.end as usize], n.end)).collect();
        let wanted = [
            (Kind::List, "<ul><li>a <em>b</em></li></ul>", 5),
            (Kind::Item, "<li>a <em>b</em></li>", 5),
            (Kind::Words, "a ", 3),
            (Kind::Phrase, "<em>b</em>", 5),
            (Kind::Words, "b", 5),
            (Kind::Paragraph, "<p>c<br>d</p>", 9),
            (Kind::Words, "c", 7),
            (Kind::Break, "<br>", 8),
            (Kind::Words, "d", 9),
        ];
        assert_eq!(told, wanted);
    }
}
