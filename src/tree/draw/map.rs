//! The tree as a drawing: where each box, line and label stands.
//!
//! Takes: a tree, its outline, and the words of a language. Gives: a [`Map`] in CSS pixels, narrow and tall, as phones are.
//! Never: draws a tree beyond [`MAP_LIMIT`]; what nobody can overlook is better read as text.

use super::coordinates;
use super::edges::outgoing_edges;
use super::layering::{Edge, Layers, Node};
use super::wrap::{LINE, wrap};
use crate::tree::describe::{Outline, Words};
use crate::tree::model::{Target, Tree};
use std::collections::BTreeMap;

/// More questions and ends together than this are not drawn.
pub const MAP_LIMIT: usize = 120;
/// More lines than this are not drawn.
const LINE_LIMIT: usize = 400;

/// Boxes side by side, at most.
const COLUMNS: usize = 3;
/// How wide a box is, and how wide the words of an answer may be.
const BOX: f64 = 138.0;
const LABEL: f64 = 116.0;
/// Between two lines that leave a box.
const PORTS: f64 = 12.0;
/// Between the words and the edge of their box.
pub(super) const PADDING: f64 = 9.0;

/// A drawing. All lengths are CSS pixels from the top left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// How wide it is.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// Questions and ends.
    pub boxes: Vec<MapBox>,
    /// From box to box, in pieces.
    pub lines: Vec<MapLine>,
    /// Answers beside the lines.
    pub labels: Vec<MapLabel>,
}

/// A question or an end.
#[derive(Clone, Debug, PartialEq)]
pub struct MapBox {
    /// What it is.
    pub target: Target,
    /// A question's number in the outline.
    pub number: Option<usize>,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// Its words, a line each; of an outcome below a line for its level.
    pub words: Vec<String>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLine {
    /// Down from here, in a curve to the next, and down from there to the last: four heights, two sides.
    pub from: (f64, f64),
    /// Where the curve begins.
    pub bend: f64,
    /// Where the curve ends.
    pub until: (f64, f64),
    /// Where the line ends, below that.
    pub end: f64,
    /// Whether earlier answers decide, too.
    pub depends: bool,
    /// Whether it comes to a box.
    pub arrow: bool,
}

/// The answers that a line stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLabel {
    /// The middle.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// A line each.
    pub words: Vec<String>,
}

/// Draws a tree. `other` gives the title of another tree by the name that a `goto` calls it. `None` where the tree is too large,
/// or has no question.
pub fn map(tree: &Tree, outline: &Outline, said: &Words<'_>, other: &dyn Fn(&str) -> String) -> Option<Map> {
    if outline.items.is_empty() || outline.items.len() > MAP_LIMIT {
        return None;
    }
    // Boxes: the questions in reading order, then the ends in the order in which answers come to them.
    let mut boxes: Vec<Target> = outline.items.iter().map(|item| Target::Question(item.question)).collect();
    let mut known: BTreeMap<Target, usize> = boxes.iter().cloned().enumerate().map(|(i, t)| (t, i)).collect();
    for way in outline.items.iter().flat_map(|item| &item.transitions) {
        if !matches!(way.target, Target::Unknown) && !known.contains_key(&way.target) {
            known.insert(way.target.clone(), boxes.len());
            boxes.push(way.target.clone());
        }
    }
    let edges = edges(outline, &known, said);
    if boxes.len() > MAP_LIMIT || edges.len() > LINE_LIMIT {
        return None;
    }
    let words: Vec<Vec<String>> = boxes.iter().map(|target| box_words(tree, outline, target, other)).collect();
    let rank = ranks(&boxes, &edges);
    let size = |i: usize| {
        let level = if matches!(boxes[i], Target::Question(_)) { 0.0 } else { LINE + 3.0 };
        (BOX, words[i].len() as f64 * LINE + level + 2.0 * PADDING)
    };
    let mut layers = Layers::new(&rank, &edges, size, |edge| (LABEL, edge.words.len() as f64 * LINE));
    let question = |i: usize| matches!(boxes[i], Target::Question(_));
    layers.straight = layers.nodes.iter().map(|node| question(node.leads_to(&edges))).collect();
    layers.uncross();
    let x = coordinates::sides(&layers);
    Some(drawn(&layers, &edges, &x, boxes, words, outline))
}

fn box_words(tree: &Tree, outline: &Outline, target: &Target, other: &dyn Fn(&str) -> String) -> Vec<String> {
    let text = match target {
        Target::Question(question) => {
            let number = outline.number.get(question).map_or(0, |number| number + 1);
            format!("{number}. {}", tree.questions[*question].ask.text)
        }
        Target::Outcome(outcome) => tree.outcomes[*outcome].title.text.clone(),
        Target::OtherTree(name) => other(name),
        Target::Unknown => String::new(),
    };
    wrap(&text, BOX - 2.0 * PADDING, 8)
}

/// One line from a question to each box that its answers lead to.
fn edges(outline: &Outline, known: &BTreeMap<Target, usize>, said: &Words<'_>) -> Vec<Edge> {
    let of = |(from, item)| {
        let drawn = move |line: super::edges::OutgoingEdge<'_>| {
            let (to, depends) = (known.get(line.target).copied()?, line.depends);
            Some(Edge { from, to, words: label(&line.words), depends })
        };
        outgoing_edges(item, said).into_iter().filter_map(drawn).collect::<Vec<_>>()
    };
    outline.items.iter().enumerate().flat_map(of).collect()
}

fn label(answers: &[&str]) -> Vec<String> {
    const SHOWN: usize = 3;
    let other = |(i, answer): (usize, &&str)| {
        let answer = if i == 0 { (*answer).to_owned() } else { format!("/ {answer}") };
        wrap(&answer, LABEL, 4)
    };
    let mut words: Vec<String> = answers.iter().enumerate().take(SHOWN).flat_map(other).collect();
    if answers.len() > SHOWN {
        words.push(format!("… +{}", answers.len() - SHOWN));
    }
    words
}

/// By box: its row. Each below all that lead to it; questions first, and ends where there is room beside them.
fn ranks(boxes: &[Target], edges: &[Edge]) -> Vec<usize> {
    let mut rank = vec![0usize; boxes.len()];
    let mut taken: Vec<usize> = Vec::new();
    let is_question = |i: &usize| matches!(boxes[*i], Target::Question(_));
    let questions = (0..boxes.len()).filter(is_question);
    let mut ends: Vec<usize> = (0..boxes.len()).filter(|i| !is_question(i)).collect();
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); boxes.len()];
    for edge in edges.iter().filter(|edge| edge.from < edge.to) {
        above[edge.to].push(edge.from);
    }
    let put = |i: usize, rank: &mut Vec<usize>, taken: &mut Vec<usize>| {
        let mut row = above[i].iter().map(|from| rank[*from] + 1).max().unwrap_or(0);
        while taken.get(row).copied().unwrap_or(0) >= COLUMNS {
            row += 1;
        }
        taken.resize(taken.len().max(row + 1), 0);
        taken[row] += 1;
        rank[i] = row;
    };
    for i in questions {
        put(i, &mut rank, &mut taken);
    }
    ends.sort_by_key(|i| above[*i].iter().map(|from| rank[*from]).max());
    for i in ends {
        put(i, &mut rank, &mut taken);
    }
    rank
}

fn drawn(
    layers: &Layers,
    edges: &[Edge],
    x: &[f64],
    boxes: Vec<Target>,
    words: Vec<Vec<String>>,
    outline: &Outline,
) -> Map {
    let (top, bottom) = coordinates::heights(layers, x);
    let mut map = Map::default();
    let left = (0..x.len()).map(|n| x[n] - layers.nodes[n].width / 2.0).fold(f64::INFINITY, f64::min) - 2.0;
    let right = (0..x.len()).map(|n| x[n] + layers.nodes[n].width / 2.0).fold(0.0, f64::max) + 2.0;
    (map.width, map.height) = ((right - left).ceil(), (bottom.last().copied().unwrap_or(0.0) + 2.0).ceil());
    let x: Vec<f64> = x.iter().map(|at| at - left).collect();
    let height = |n: usize| layers.nodes[n].height;
    for (n, below) in layers.below.iter().enumerate() {
        let row = layers.row[n];
        let mut ordered: Vec<(usize, bool)> = below.clone();
        ordered.sort_by(|a, b| x[a.0].total_cmp(&x[b.0]));
        let mut before = f64::NEG_INFINITY;
        for (to, depends) in &ordered {
            let aside = if matches!(layers.nodes[n].kind, Node::Box(_)) { layers.nodes[n].width * 0.4 } else { 0.0 };
            let side = x[*to].clamp(x[n] - aside, x[n] + aside).max((before + PORTS).min(x[n] + aside));
            before = side;
            let lane = matches!(layers.nodes[*to].kind, Node::Lane(_));
            let below_row = layers.row[*to];
            map.lines.push(MapLine {
                from: (side, top[row] + if matches!(layers.nodes[n].kind, Node::Lane(_)) { 0.0 } else { height(n) }),
                bend: bottom[row],
                until: (x[*to], top[below_row]),
                end: if lane { bottom[below_row] } else { top[below_row] },
                depends: *depends,
                arrow: matches!(layers.nodes[*to].kind, Node::Box(_)),
            });
        }
        if let Node::Label(edge) = layers.nodes[n].kind {
            map.labels.push(MapLabel { x: x[n], y: top[row], words: edges[edge].words.clone() });
        }
    }
    for (i, (target, words)) in boxes.into_iter().zip(words).enumerate() {
        let node = layers.box_node[i];
        let (width, height) = (layers.nodes[node].width, height(node));
        let number = match &target {
            Target::Question(question) => outline.number.get(question).map(|number| number + 1),
            _ => None,
        };
        map.boxes.push(MapBox {
            target,
            number,
            x: x[node] - width / 2.0,
            y: top[layers.row[node]],
            width,
            height,
            words,
        });
    }
    map
}
