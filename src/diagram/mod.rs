//! A diagram in Mermaid's words → shapes, and the same in words.
//!
//! Takes: the text of a block. Gives: [`Drawn`], or where and why it is not drawn. Never: lays out without a limit, writes a style, an
//! id, a link or a word that is not escaped, or leaves a part out of the words that it draws.

mod canvas;
mod charts;
mod class;
mod flowchart;
mod graph;
mod layout;
mod lines;
mod sequence;
mod state;
mod words;

use graph::Graph;
use std::ops::Range;

/// More boxes, lines or steps than this nobody overlooks.
pub const MOST: usize = 120;
/// More lines between boxes than this are not drawn.
const MOST_EDGES: usize = 300;
/// A diagram has so many bytes of text at most.
const LONGEST: usize = 40_000;

/// A diagram, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What stands in `<svg>`.
    pub svg: String,
    /// Left, top, width and height in CSS pixels.
    pub view: [i64; 4],
    /// The key of the word for what it is.
    pub kind: &'static str,
    /// What its author calls it; or empty.
    pub title: String,
    /// All of it in words.
    pub outline: Vec<Entry>,
}

/// A part of a diagram in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// In order.
    pub pieces: Vec<Piece>,
    /// What belongs to it.
    pub below: Vec<Entry>,
}

/// A piece of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The author's words.
    Words(String),
    /// A word in the site's language, by its key.
    Word(&'static str),
}

impl Entry {
    fn of(words: impl Into<String>) -> Entry {
        Entry { pieces: vec![Piece::Words(words.into())], below: Vec::new() }
    }
}

/// Why a diagram is not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where in its text.
    pub place: Range<usize>,
    /// One sentence.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl Mistake {
    fn at(place: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Mistake {
        Mistake { place, message: message.into(), help: help.into() }
    }
}

/// The kinds that are drawn, for messages.
const KINDS: &str = "`flowchart`, `sequenceDiagram`, `stateDiagram`, `classDiagram`, `gantt`, `journey` and `pie`";

/// Draws a diagram.
pub fn drawn(text: &str) -> Result<Drawn, Mistake> {
    if text.len() > LONGEST {
        return Err(too_much(0..text.find('\n').unwrap_or(text.len())));
    }
    let read = lines::lines(text);
    let Some((first, rest)) = read.lines.split_first() else {
        let help = format!("Begin it with what it is: {KINDS}.");
        return Err(Mistake::at(0..0, "There is nothing in this diagram", help));
    };
    let kind = first.text.split([' ', '\t', ';', ':']).next().unwrap_or_default();
    let mut drawn = match kind {
        "flowchart" | "flowchart-elk" | "graph" => flowchart::drawn(first, rest),
        "stateDiagram" | "stateDiagram-v2" => state::drawn(rest),
        "sequenceDiagram" => sequence::drawn(rest),
        "classDiagram" | "classDiagram-v2" => class::drawn(rest),
        "gantt" => charts::gantt::drawn(first, rest),
        "journey" => charts::journey::drawn(first, rest),
        "pie" => charts::pie::drawn(first, rest),
        other => {
            let message = format!("`{other}` is no kind of diagram that is drawn here, so readers see its text");
            let help = format!("Drawn are {KINDS}; for others, put a picture here.");
            return Err(Mistake::at(first.at..first.at + other.len(), message, help));
        }
    }?;
    if drawn.title.is_empty() {
        drawn.title = read.title.to_owned();
    }
    Ok(drawn)
}

/// Boxes and lines, laid out and in words; `place` is that of the diagram where it is too tangled.
fn of_graph(graph: &Graph, kind: &'static str, title: String, place: Range<usize>) -> Result<Drawn, Mistake> {
    let (svg, view) = layout::draw(graph).ok_or_else(|| too_much(place))?;
    Ok(Drawn { svg, view, kind, title, outline: graph.outline() })
}

fn too_much(place: Range<usize>) -> Mistake {
    let message = format!(
        "This diagram has more than {MOST} parts, or {MOST_EDGES} lines between them, or is too tangled to be drawn"
    );
    Mistake::at(place, message, "Divide it into several: nobody overlooks so many.")
}

#[cfg(test)]
mod tests;
