//! A drawing's tree → its text, written anew.
//!
//! Takes: the tree that an XML reader made. Gives: a text put together from listed names and escaped values, and what of
//! the tree is left out of it.
//! Never: copies a tag, a comment or an instruction; whatever a reader of XML could be led to see in the author's bytes, the
//! bytes that are published hold only this.

use super::attributes::{self, Fate};
use super::lists::{ELEMENTS, MOVING, REFUSED, WORDS};
use super::prolog::short;
use super::{Cleaned, Depth, LeftOut, What, style};
use crate::parse::html;
use crate::source::escape::{xml_text, xml_value};
use crate::text;
use roxmltree::{Document, Node, NodeType};
use std::ops::Range;

/// The namespace of drawings.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// The namespace of HTML.
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
/// The namespace of the older way to write `href`.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
/// The namespace of `xml:space` and `xml:lang`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Namespaces that some reader of XML acts upon. Of all others no browser draws anything: what drawing programs keep for
/// themselves goes without a word.
const ACTING: [&str; 8] = [
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/2001/XInclude",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2002/xforms",
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/ns/xbl",
    "http://www.mozilla.org/xbl",
    "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul",
];

/// So many places of one drawing are told.
const MOST_TOLD: usize = 50;

/// What an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// The drawing.
    Drawing,
    /// Words in HTML.
    Words,
    /// Anything else.
    Other,
}

/// What is around an element.
#[derive(Clone, Copy)]
struct Around {
    /// What the nearest element that is written belongs to.
    space: Space,
    /// Within a `foreignObject`, where HTML is shown.
    words: bool,
    /// Within something that is left out, so that nothing is written.
    lost: bool,
}

/// An element whose end is still to come.
struct Open {
    /// What its end is, if it is written.
    name: Option<&'static str>,
    /// Where what is written of its inside begins.
    inside: usize,
    within: Around,
}

struct Rewriting<'a> {
    /// What the places are in.
    source: &'a str,
    /// A drawing without its namespace is taken for what it is meant to be.
    nameless: bool,
    /// Where the prefix `xlink` is declared, if it is needed.
    declared: usize,
    links: bool,
    depth: Depth,
    out: String,
    left_out: Vec<LeftOut>,
}

/// Writes a drawing anew.
pub(super) fn rewrite(source: &str, document: &Document<'_>, depth: Depth) -> Cleaned {
    let root = document.root_element();
    let nameless = root.tag_name().namespace().is_none();
    let out = String::with_capacity(source.len());
    let mut rewriting = Rewriting { source, nameless, declared: 0, links: false, depth, out, left_out: Vec::new() };
    for node in document.root().children().filter(Node::is_pi) {
        rewriting.instruction(node);
    }
    rewriting.elements(root);
    if rewriting.links {
        rewriting.out.insert_str(rewriting.declared, &format!(" xmlns:xlink=\"{XLINK}\""));
    }
    rewriting.out.push('\n');
    rewriting.left_out.sort_by_key(|left_out| left_out.span.start);
    rewriting.left_out.truncate(MOST_TOLD);
    Cleaned { text: rewriting.out, left_out: rewriting.left_out }
}

impl Rewriting<'_> {
    /// Goes through the tree without calling itself: however deep it is, the stack is not.
    fn elements(&mut self, root: Node<'_, '_>) {
        let around = Around { space: Space::Other, words: false, lost: false };
        let mut open: Vec<Open> = vec![Open { name: None, inside: 0, within: around }];
        let mut next = Some(root);
        while let Some(node) = next {
            let around = open.last().map_or(around, |open| open.within);
            let entered = match node.node_type() {
                NodeType::Element => self.element(node, around),
                NodeType::Text => {
                    if !around.lost {
                        xml_text(node.text().unwrap_or_default(), &mut self.out);
                    }
                    None
                }
                NodeType::PI => {
                    self.instruction(node);
                    None
                }
                NodeType::Comment | NodeType::Root => None,
            };
            if let Some(entered) = entered {
                open.push(entered);
                next = node.first_child();
                if next.is_some() {
                    continue;
                }
                self.close(&mut open);
            }
            let mut left = node;
            next = loop {
                if left == root {
                    break None;
                }
                if let Some(sibling) = left.next_sibling() {
                    break Some(sibling);
                }
                let Some(parent) = left.parent() else { break None };
                self.close(&mut open);
                left = parent;
            };
        }
    }

    fn close(&mut self, open: &mut Vec<Open>) {
        let Some(Open { name: Some(name), inside, within }) = open.pop() else { return };
        // Of HTML, `<b/>` would be read otherwise where somebody takes it for HTML.
        if self.out.len() == inside && within.space == Space::Drawing {
            self.out.truncate(inside - 1);
            self.out.push_str("/>");
        } else {
            self.out.extend(["</", name, ">"]);
        }
    }

    /// What an element belongs to.
    fn space(&self, node: Node<'_, '_>, around: Around) -> Space {
        match node.tag_name().namespace() {
            Some(SVG) => Space::Drawing,
            Some(XHTML) => Space::Words,
            None if self.nameless && around.words => Space::Words,
            None if self.nameless => Space::Drawing,
            _ => Space::Other,
        }
    }

    /// Writes an opening tag; `None` if the inside is not to be looked at.
    fn element(&mut self, node: Node<'_, '_>, around: Around) -> Option<Open> {
        let space = self.space(node, around);
        let local = node.tag_name().name();
        let acts = match node.tag_name().namespace() {
            Some(namespace) if space == Space::Other => ACTING.contains(&namespace),
            _ => REFUSED.has(&local.to_ascii_lowercase()),
        };
        if acts {
            self.tell(What::Element(short(local)), name_span(self.source, node.range().start));
            return None;
        }
        let lost = Open { name: None, inside: 0, within: Around { lost: true, ..around } };
        let name = match space {
            Space::Drawing => ELEMENTS.get(local),
            Space::Words if !around.words => None,
            Space::Words => match html::let_through(local).or_else(|| WORDS.get(local)) {
                Some(name) => Some(name),
                // Some programs write a page's body for what is only a box.
                None if local == "body" => Some("div"),
                None if local == "style" => Some("style"),
                None if local == "title" => None,
                None => {
                    self.tell(What::Element(short(local)), name_span(self.source, node.range().start));
                    return Some(Open { name: None, inside: 0, within: around });
                }
            },
            Space::Other => None,
        };
        let Some(name) = name else {
            if space != Space::Other {
                self.attributes(node, space, "", lost.within);
            }
            return Some(lost);
        };
        if space == Space::Drawing && MOVING.has(name) && !self.moves(node, name) {
            return Some(lost);
        }
        if name == "style" {
            self.style(node, space, around);
            return None;
        }
        let within = Around { space, words: space == Space::Words || name == "foreignObject", lost: around.lost };
        if around.lost {
            self.attributes(node, space, name, around);
            return Some(Open { name: None, inside: 0, within });
        }
        self.out.extend(["<", name]);
        self.attributes(node, space, name, around);
        let empty =
            space == Space::Drawing && !node.has_children() || space == Space::Words && text::EMPTY.contains(&name);
        if empty {
            self.out.push_str("/>");
            return None;
        }
        self.out.push('>');
        Some(Open { name: Some(name), inside: self.out.len(), within })
    }

    /// Whether an animation changes only how something looks.
    fn moves(&mut self, node: Node<'_, '_>, name: &str) -> bool {
        let Some(attribute) = node.attribute_node("attributeName") else { return true };
        if name == "animateMotion" || attributes::may_move(attribute.value().trim()) {
            return true;
        }
        let what = What::Moving(short(attribute.value().trim()));
        self.tell(what, name_span(self.source, attribute.range().start));
        false
    }

    fn attributes(&mut self, node: Node<'_, '_>, space: Space, name: &'static str, around: Around) {
        if !around.lost && space != around.space {
            let namespace = if space == Space::Words { XHTML } else { SVG };
            self.out.extend([" xmlns=\"", namespace, "\""]);
        }
        if around.space == Space::Other && !around.lost {
            self.declared = self.out.len();
        }
        for attribute in node.attributes() {
            let place = attribute.range();
            match attributes::attribute(attribute, node, space, name, self.depth) {
                Fate::Written(name, value) if !around.lost => self.write(&name, &value),
                Fate::Written(..) | Fate::LeftOut => {}
                Fate::Refused(what) => self.tell(what, name_span(self.source, place.start)),
                Fate::Style(name, style) => {
                    self.tell_style(style.refused, attribute.value(), place);
                    if !around.lost && !style.text.is_empty() {
                        self.write(name, &style.text);
                    }
                }
            }
        }
    }

    fn write(&mut self, name: &str, value: &str) {
        self.links |= name.starts_with("xlink:");
        self.out.extend([" ", name, "=\""]);
        xml_value(value, &mut self.out);
        self.out.push('"');
    }

    fn style(&mut self, node: Node<'_, '_>, space: Space, around: Around) {
        if node
            .attribute("type")
            .is_some_and(|kind| !["", "text/css"].contains(&kind.trim().to_ascii_lowercase().as_str()))
        {
            return;
        }
        let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
        let style = style::sheet(&text, self.depth);
        self.tell_style(style.refused, &text, node.range());
        if around.lost {
            return;
        }
        self.out.push_str("<style");
        self.attributes(node, space, "style", around);
        self.out.push('>');
        xml_text(&style.text, &mut self.out);
        self.out.push_str("</style>");
    }

    /// Tells what of a style is left out, at its place: where the style stands as it was read, and else where those words do.
    fn tell_style(&mut self, refused: Vec<(String, Range<usize>)>, style: &str, place: Range<usize>) {
        if refused.is_empty() {
            return;
        }
        let raw = self.source.get(place.clone()).unwrap_or_default();
        let whole = raw.find(style).filter(|_| !style.is_empty());
        for (what, bytes) in refused {
            let words = style.get(bytes.clone()).unwrap_or_default();
            let found = whole.map(|at| at + bytes.start).or_else(|| raw.find(words).filter(|_| !words.is_empty()));
            let span = match found {
                Some(at) => place.start + at..place.start + at + words.len(),
                None => name_span(self.source, place.start),
            };
            self.tell(What::Style(what), span);
        }
    }

    fn instruction(&mut self, node: Node<'_, '_>) {
        let sheet = node.pi().is_some_and(|pi| pi.target.eq_ignore_ascii_case("xml-stylesheet"));
        if sheet {
            self.tell(What::Instruction, node.range());
        }
    }

    fn tell(&mut self, what: What, span: Range<usize>) {
        self.left_out.push(LeftOut { what, span });
    }
}

/// The name that a tag or an attribute begins with.
fn name_span(source: &str, start: usize) -> Range<usize> {
    let rest = source.get(start..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
    start..start + end
}
