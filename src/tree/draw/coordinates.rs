//! Coordinates: rows → how far from the left and from the top everything stands.
//!
//! Takes: rows in order. Gives: the middle of each node, so that lines are straight where they can be; the rows' edges.
//! Never: lets two nodes touch, or changes their order.

use super::layering::{Layers, Node};

/// Between two nodes of a row.
const GAP: f64 = 16.0;
const LANE_GAP: f64 = 8.0;
/// How often the rows pull at one another.
const PULLS: usize = 40;

/// The middle of each node.
pub(crate) fn sides(layers: &Layers) -> Vec<f64> {
    let mut x = balanced(layers);
    to_the_left(layers, &mut x);
    x
}

/// The same, each part where its lines are straightest.
pub(crate) fn balanced(layers: &Layers) -> Vec<f64> {
    let mut x = vec![0.0; layers.nodes.len()];
    for row in &layers.rows {
        let offsets = offsets(layers, row);
        let half = offsets.last().copied().unwrap_or(0.0) / 2.0;
        for (node, offset) in row.iter().zip(offsets) {
            x[*node] = offset - half;
        }
    }
    for pull in 0..PULLS {
        let both = pull >= PULLS / 2;
        let rows: Vec<usize> =
            if pull % 2 == 0 { (0..layers.rows.len()).collect() } else { (0..layers.rows.len()).rev().collect() };
        for row in rows {
            settle(layers, row, (both || pull % 2 == 0, both || pull % 2 == 1), &mut x);
        }
    }
    x
}

/// Moves parts of the drawing that hang together by a single question as far to the left as they go: a part further down may be
/// wide, and a narrow screen should not have to look for the start because of it.
fn to_the_left(layers: &Layers, x: &mut [f64]) {
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    for (row, nodes) in layers.rows.iter().enumerate() {
        parts.last_mut().into_iter().for_each(|part| part.extend(nodes));
        let goes_on = nodes.iter().filter(|node| !layers.below[**node].is_empty()).count();
        if row % 2 == 0 && goes_on == 1 {
            parts.push(Vec::new());
        }
    }
    for part in parts {
        let left = part.iter().map(|node| x[*node] - layers.nodes[*node].width / 2.0).fold(f64::INFINITY, f64::min);
        part.iter().for_each(|node| x[*node] -= left);
    }
}

/// How far apart the middles of a row must be, from its first node on.
fn offsets(layers: &Layers, row: &[usize]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(row.len());
    let mut at = 0.0;
    for (place, node) in row.iter().enumerate() {
        if place > 0 {
            let (left, right) = (&layers.nodes[row[place - 1]], &layers.nodes[*node]);
            let lane = |node: &Node| matches!(node, Node::Lane(_));
            let gap = if lane(&left.kind) && lane(&right.kind) { LANE_GAP } else { GAP };
            at += (left.width + right.width) / 2.0 + gap;
        }
        offsets.push(at);
    }
    offsets
}

/// Puts a row as near as can be to the means of its neighbours: least squares under an order, by pooling neighbours that
/// would overtake each other.
fn settle(layers: &Layers, row: usize, (above, below): (bool, bool), x: &mut [f64]) {
    let nodes = &layers.rows[row];
    let offsets = offsets(layers, nodes);
    // Pools: weight, weighted sum, how many.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(nodes.len());
    for (node, offset) in nodes.iter().zip(&offsets) {
        let (mut weight, mut sum) = (0.001, 0.001 * x[*node]);
        let mut pull = |other: usize, lower: usize| {
            let heavy = match (layers.nodes[*node].kind, layers.nodes[other].kind) {
                (Node::Lane(_), Node::Lane(_)) => 8.0,
                _ if layers.straight[lower] => 60.0,
                _ => 1.0,
            };
            weight += heavy;
            sum += heavy * x[other];
        };
        if above {
            layers.above[*node].iter().for_each(|other| pull(*other, *node));
        }
        if below {
            layers.below[*node].iter().for_each(|(other, _)| pull(*other, *other));
        }
        pools.push((weight, sum - weight * offset, 1));
        while let [.., left, right] = pools.as_slice()
            && left.1 / left.0 > right.1 / right.0
        {
            let joined = (left.0 + right.0, left.1 + right.1, left.2 + right.2);
            pools.truncate(pools.len() - 2);
            pools.push(joined);
        }
    }
    let mut at = 0;
    for (weight, sum, many) in pools {
        for _ in 0..many {
            x[nodes[at]] = (sum / weight + offsets[at]).round();
            at += 1;
        }
    }
}

/// By row: its upper and its lower edge. Between rows there is the more room the further lines go sideways.
pub(crate) fn heights(layers: &Layers, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut tops, mut bottoms) = (Vec::new(), Vec::new());
    let mut at = 2.0;
    for (row, nodes) in layers.rows.iter().enumerate() {
        let height = nodes.iter().map(|n| layers.nodes[*n].height).fold(0.0, f64::max);
        tops.push(at);
        bottoms.push(at + height);
        let aside = |n: &usize| layers.below[*n].iter().map(|(to, _)| (x[*to] - x[*n]).abs()).fold(0.0, f64::max);
        let far = nodes.iter().map(aside).fold(0.0, f64::max);
        let least = if row % 2 == 0 { 14.0 } else { 20.0 };
        at += height;
        if layers.rows.get(row + 1).is_some_and(|next| !next.is_empty()) {
            at += least + (far / 10.0).min(24.0);
        }
    }
    (tops, bottoms)
}
