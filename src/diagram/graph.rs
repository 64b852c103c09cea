//! Boxes and the lines between them: what a flowchart and a diagram of states come to.

use super::words::in_line;
use super::{Entry, MOST, MOST_EDGES, Piece};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Direction {
    #[default]
    Down,
    Up,
    Right,
    Left,
}

impl Direction {
    pub(super) fn named(word: &str) -> Option<Direction> {
        match word {
            "TB" | "TD" | "v" => Some(Direction::Down),
            "BT" | "^" => Some(Direction::Up),
            "LR" | ">" => Some(Direction::Right),
            "RL" | "<" => Some(Direction::Left),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Rect,
    Round,
    Stadium,
    Circle,
    Rhombus,
    Hexagon,
    Database,
    Twice,
    /// Where states begin and end.
    Start,
    End,
    /// Where they part and come together.
    Bar,
    Note,
    /// A title, and what it holds below.
    Class,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) label: String,
    pub(super) shape: Shape,
    /// What a class holds.
    pub(super) members: Vec<String>,
    pub(super) group: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Solid,
    Dotted,
    Hidden,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    None,
    Arrow,
    Circle,
    Cross,
    /// Of a kind.
    Triangle,
    /// Of a part, without which there is no whole; and of one that may stand alone.
    Diamond,
    Hollow,
}

impl Head {
    /// The word for what a line with this end says of what stands at its other end.
    fn says(self) -> Option<&'static str> {
        match self {
            Head::Triangle => Some("diagram-is-a"),
            Head::Diamond | Head::Hollow => Some("diagram-part-of"),
            Head::None | Head::Arrow | Head::Circle | Head::Cross => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    pub(super) line: Line,
    pub(super) head: Head,
    pub(super) tail: Head,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) title: String,
    pub(super) parent: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) direction: Direction,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) groups: Vec<Group>,
    /// Nodes by their ids.
    pub(super) known: HashMap<String, usize>,
    /// Groups by theirs.
    pub(super) known_groups: HashMap<String, usize>,
}

impl Graph {
    /// The node of an id; made where there is none, within the group that is open.
    pub(super) fn node(&mut self, id: &str, group: Option<usize>) -> usize {
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        self.known.insert(id.to_owned(), self.nodes.len());
        self.add(id.to_owned(), Shape::Rect, group)
    }

    pub(super) fn add(&mut self, label: String, shape: Shape, group: Option<usize>) -> usize {
        self.nodes.push(Node { label, shape, members: Vec::new(), group });
        self.nodes.len() - 1
    }

    pub(super) fn is_too_large(&self) -> bool {
        self.nodes.len() > MOST || self.edges.len() > MOST_EDGES || self.groups.len() > MOST
    }

    /// The group that a node is in, and those around that.
    pub(super) fn is_within(&self, node: usize, group: usize) -> bool {
        let mut at = self.nodes[node].group;
        // No group is around itself: each is made after the one that it is in.
        while let Some(inside) = at {
            if inside == group {
                return true;
            }
            at = self.groups[inside].parent;
        }
        false
    }

    /// All nodes in words, each with the lines that leave it.
    pub(super) fn outline(&self) -> Vec<Entry> {
        let called = |node: usize| match self.nodes[node].shape {
            Shape::Start => Piece::Word("diagram-start"),
            Shape::End => Piece::Word("diagram-end"),
            Shape::Bar => Piece::Word("diagram-fork"),
            _ if self.nodes[node].label.trim().is_empty() => Piece::Word("diagram-no-words"),
            _ => Piece::Words(in_line(&self.nodes[node].label)),
        };
        let mut out: Vec<Entry> = Vec::with_capacity(self.nodes.len());
        for (number, node) in self.nodes.iter().enumerate() {
            let mut pieces = vec![called(number)];
            if let Some(group) =
                node.group.map(|group| in_line(&self.groups[group].title)).filter(|title| !title.is_empty())
            {
                pieces.push(Piece::Words(format!(" ({group})")));
            }
            let below = node.members.iter().map(|member| Entry::of(in_line(member))).collect();
            out.push(Entry { pieces, below });
        }
        for edge in self.edges.iter().filter(|edge| edge.line != Line::Hidden) {
            let says = edge.tail.says().map(|word| (word, edge.to, edge.from));
            if let Some((word, of, to)) = says.or(edge.head.says().map(|word| (word, edge.from, edge.to))) {
                let mut pieces = vec![Piece::Word(word), Piece::Words(" ".to_owned()), called(to)];
                if !edge.label.is_empty() {
                    pieces.push(Piece::Words(format!(": {}", in_line(&edge.label))));
                }
                out[of].below.push(Entry { pieces, below: Vec::new() });
                continue;
            }
            let sign = match (edge.tail, edge.head) {
                (Head::None, Head::None) => "— ",
                (Head::None, _) => "→ ",
                (_, Head::None) => "← ",
                _ => "↔ ",
            };
            let mut pieces = vec![Piece::Words(sign.to_owned()), called(edge.to)];
            if !edge.label.is_empty() {
                pieces.push(Piece::Words(format!(": {}", in_line(&edge.label))));
            }
            out[edge.from].below.push(Entry { pieces, below: Vec::new() });
        }
        out
    }
}
