//! A text → its sections for the search; and the walk over its nodes.

use super::body::{Body, HoleKind, Purpose, Target};
use super::node::{Kind, Node, nodes};
use super::plain::Plain;
use std::borrow::Cow;

/// What stands below one heading.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's anchor; empty above the first heading.
    pub id: String,
    /// The heading, as plain text.
    pub heading: String,
    /// The text, as plain words.
    pub text: String,
}

/// The sections of a text: first what stands above the first heading. A link that says no words of its own is read by the name
/// that its author wrote, since the page's title is another file's.
pub fn sections(body: &Body) -> Vec<Section> {
    let mut out = Vec::with_capacity(body.headings.len() + 1);
    let mut section = Section::default();
    let mut plain = Plain::default();
    let nodes = nodes(body);
    let mut headings = body.heading_places.iter().zip(&body.headings).peekable();
    let mut walk = Walk::of(&nodes);
    while let Some(step) = walk.next() {
        if let Step::In(node) = step
            && matches!(node.kind, Kind::Heading(_))
            && let Some((_, heading)) = headings.next_if(|(place, _)| **place == node.html.start as usize)
        {
            section.text = plain.take();
            let next = Section { id: heading.id.to_string(), heading: heading.text.clone(), text: String::new() };
            out.push(std::mem::replace(&mut section, next));
            walk.pass(node);
            continue;
        }
        read(body, step, &mut plain);
        if let Step::In(Node { kind: Kind::Link(Some(link)), .. }) = step {
            plain.text(&unsaid(body, *link));
        }
    }
    section.text = plain.take();
    out.push(section);
    out
}

/// Adds the words of a node, and the space at its ends.
fn read(body: &Body, step: Step<'_>, plain: &mut Plain) {
    match step {
        Step::In(Node { kind: Kind::Words, html, .. }) => {
            plain.words(&body.html[html.start as usize..html.end as usize]);
        }
        Step::In(Node { kind: Kind::Placeholder(HoleKind::Equals), .. }) => plain.text("=="),
        Step::In(Node { kind: Kind::Placeholder(HoleKind::Embed(_)), .. }) => plain.text(" "),
        Step::In(node) | Step::Out(node) => plain.tag(node.kind),
    }
}

/// The name in a link that shows its page's title.
fn unsaid(body: &Body, link: usize) -> Cow<'_, str> {
    let Some(link) = body.links.get(link) else { return Cow::Borrowed("") };
    match (&link.purpose, &link.target) {
        (Purpose::Follow { own_words: false }, Target::Name { name, fragment }) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            match fragment.as_ref().filter(|part| !part.starts_with('^')) {
                Some(part) if name.is_empty() => Cow::Borrowed(part),
                Some(part) => Cow::Owned(format!("{name} {part}")),
                None => Cow::Borrowed(name),
            }
        }
        _ => Cow::Borrowed(""),
    }
}

/// A step of a walk over the nodes, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    /// Into a node.
    In(&'a Node),
    /// Out of a node that may hold others.
    Out(&'a Node),
}

/// The walk over nodes, depth first.
pub(super) struct Walk<'a> {
    nodes: &'a [Node],
    next: usize,
    open: Vec<&'a Node>,
}

impl<'a> Walk<'a> {
    pub(super) fn of(nodes: &'a [Node]) -> Walk<'a> {
        Walk { nodes, next: 0, open: Vec::new() }
    }

    /// Passes over the node that was just stepped into.
    pub(super) fn pass(&mut self, node: &Node) {
        self.next = node.end as usize;
        self.open.pop();
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        if let Some(node) = self.open.pop_if(|node| node.end as usize <= self.next) {
            return Some(Step::Out(node));
        }
        let node = self.nodes.get(self.next)?;
        self.next += 1;
        if !matches!(node.kind, Kind::Words | Kind::Placeholder(_)) {
            self.open.push(node);
        }
        Some(Step::In(node))
    }
}
