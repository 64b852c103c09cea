//! Boxes and lines → rows, in an order in which few lines cross: the layering of Sugiyama's method, with sweeps up and down.
//!
//! Takes: the row of each box, and the lines between them. Gives: [`Layers`]: what stands in each row from left to right.
//! Never: crosses two lines to the same box: from their labels on they share a lane.

use std::collections::BTreeMap;

/// A line before it is drawn.
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) words: Vec<String>,
    pub(crate) depends: bool,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A box, by its number.
    Box(usize),
    /// The words of a line, by its number.
    Label(usize),
    /// Lines on their way to a box, by its number.
    Lane(usize),
}

/// Something with its size.
pub(crate) struct Sized {
    pub(crate) kind: Node,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Rows of boxes, with rows of labels between them.
pub(crate) struct Layers {
    pub(crate) nodes: Vec<Sized>,
    /// By node: its row.
    pub(crate) row: Vec<usize>,
    /// By row: its nodes from left to right.
    pub(crate) rows: Vec<Vec<usize>>,
    /// By node: what it leads to in the next row, and whether by a line that depends on earlier answers.
    pub(crate) below: Vec<Vec<(usize, bool)>>,
    pub(crate) above: Vec<Vec<usize>>,
    /// By box: its node.
    pub(crate) box_node: Vec<usize>,
    /// By node: whether the line to it should be straight, so that from question to question the eye goes down.
    pub(crate) straight: Vec<bool>,
}

impl Sized {
    /// The box that it is, or is on the way to.
    pub(crate) fn leads_to(&self, edges: &[Edge]) -> usize {
        match self.kind {
            Node::Box(number) | Node::Lane(number) => number,
            Node::Label(edge) => edges[edge].to,
        }
    }
}

/// The order in which a walk takes what is below a node.
#[derive(Clone, Copy)]
enum Draft {
    /// First what leads on to questions: a narrow screen begins at the left, and there shows the way through.
    OnBeforeOut,
    /// As the answers stand in the file.
    AsWritten,
    /// The last answer first.
    Backwards,
}

/// How often the rows are put in order, down and up.
const SWEEPS: usize = 16;
/// How wide a lane is.
const LANE: f64 = 6.0;

impl Layers {
    /// Boxes in even rows, labels in the odd ones below their question; lines that go on further have lanes between.
    pub(crate) fn new(
        rank: &[usize],
        edges: &[Edge],
        box_size: impl Fn(usize) -> (f64, f64),
        label_size: impl Fn(&Edge) -> (f64, f64),
    ) -> Layers {
        let last = rank.iter().copied().max().unwrap_or(0);
        let mut layers = Layers {
            nodes: Vec::new(),
            row: Vec::new(),
            rows: vec![Vec::new(); 2 * last + 2],
            below: Vec::new(),
            above: Vec::new(),
            box_node: Vec::new(),
            straight: Vec::new(),
        };
        for (i, rank) in rank.iter().enumerate() {
            let node = layers.add(Node::Box(i), 2 * rank, box_size(i));
            layers.box_node.push(node);
        }
        let mut lanes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (number, edge) in edges.iter().enumerate() {
            let first = 2 * rank[edge.from] + 1;
            let label = layers.add(Node::Label(number), first, label_size(edge));
            layers.join(layers.box_node[edge.from], label, edge.depends);
            let mut at = label;
            // A line that leads back up ends at its words: such a tree is told to be wrong.
            for row in first + 1..2 * rank[edge.to] {
                let lane =
                    *lanes.entry((edge.to, row)).or_insert_with(|| layers.add(Node::Lane(edge.to), row, (LANE, 0.0)));
                layers.join(at, lane, edge.depends);
                at = lane;
            }
            if rank[edge.to] > rank[edge.from] {
                layers.join(at, layers.box_node[edge.to], edge.depends);
            }
        }
        layers
    }

    fn add(&mut self, kind: Node, row: usize, (width, height): (f64, f64)) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Sized { kind, width, height });
        self.row.push(row);
        self.rows[row].push(node);
        self.below.push(Vec::new());
        self.above.push(Vec::new());
        node
    }

    /// A piece of lane that several lines share is full if one of them is.
    fn join(&mut self, from: usize, to: usize, depends: bool) {
        match self.below[from].iter_mut().find(|(known, _)| *known == to) {
            Some((_, dotted)) => *dotted &= depends,
            None => {
                self.below[from].push((to, depends));
                self.above[to].push(from);
            }
        }
    }

    /// Puts each row in the order of the means of its neighbours, down and up again, and keeps what crosses least. Begins with
    /// several drafts: of two that cross as little the first is kept.
    pub(crate) fn uncross(&mut self) {
        let drafts = [Draft::OnBeforeOut, Draft::AsWritten, Draft::Backwards];
        let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
        for draft in drafts {
            self.depth_first(draft);
            for sweep in 0..=SWEEPS {
                let crossings = self.crossings();
                if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
                    best = Some((crossings, self.rows.clone()));
                }
                self.sweep(sweep % 2 == 0);
            }
        }
        if let Some((_, rows)) = best {
            self.rows = rows;
        }
    }

    fn sweep(&mut self, down: bool) {
        for step in 1..self.rows.len() {
            let row = if down { step } else { self.rows.len() - 1 - step };
            let beside = if down { row - 1 } else { row + 1 };
            self.by_means(row, beside);
        }
        self.transpose();
    }

    /// The order in which a walk from the start comes by: a first draft that has most things beside their own.
    fn depth_first(&mut self, draft: Draft) {
        let mut seen = vec![false; self.nodes.len()];
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); self.rows.len()];
        let mut stack: Vec<usize> = self.rows.iter().flatten().rev().copied().collect();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                rows[self.row[node]].push(node);
                let mut below: Vec<usize> = self.below[node].iter().map(|(to, _)| *to).collect();
                match draft {
                    Draft::OnBeforeOut => below.sort_by_key(|to| !self.straight[*to]),
                    Draft::AsWritten => {}
                    Draft::Backwards => below.reverse(),
                }
                stack.extend(below.into_iter().rev());
            }
        }
        self.rows = rows;
    }

    fn places(&self, row: usize) -> BTreeMap<usize, usize> {
        self.rows[row].iter().enumerate().map(|(place, node)| (*node, place)).collect()
    }

    fn neighbours(&self, node: usize, below: bool) -> Vec<usize> {
        if below { self.below[node].iter().map(|(to, _)| *to).collect() } else { self.above[node].clone() }
    }

    fn by_means(&mut self, row: usize, beside: usize) {
        let places = self.places(beside);
        let mut keyed: Vec<(f64, usize)> = Vec::with_capacity(self.rows[row].len());
        for (place, node) in self.rows[row].iter().enumerate() {
            let others = self.neighbours(*node, beside > row);
            let sum: usize = others.iter().filter_map(|n| places.get(n)).sum();
            let mean = if others.is_empty() { place as f64 } else { sum as f64 / others.len() as f64 };
            keyed.push((mean, *node));
        }
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.rows[row] = keyed.into_iter().map(|(_, node)| node).collect();
    }

    /// Two neighbours change places where that crosses less.
    fn transpose(&mut self) {
        for row in 0..self.rows.len() {
            let above = if row > 0 { self.places(row - 1) } else { BTreeMap::new() };
            let below = self.rows.get(row + 1).map(|_| self.places(row + 1)).unwrap_or_default();
            for place in 1..self.rows[row].len() {
                let (left, right) = (self.rows[row][place - 1], self.rows[row][place]);
                let count = |left: usize, right: usize| {
                    let sides = [(&above, false), (&below, true)];
                    let crossed = sides.iter().map(|(places, below)| {
                        let at = |node: usize| -> Vec<usize> {
                            self.neighbours(node, *below).iter().filter_map(|n| places.get(n).copied()).collect()
                        };
                        let right = at(right);
                        at(left).iter().map(|l| right.iter().filter(|r| *r < l).count()).sum::<usize>()
                    });
                    crossed.sum::<usize>()
                };
                if count(right, left) < count(left, right) {
                    self.rows[row].swap(place - 1, place);
                }
            }
        }
    }

    /// How many pairs of lines cross: by counting, for each line, those before it that end behind it.
    fn crossings(&self) -> usize {
        let mut crossings = 0;
        for row in 1..self.rows.len() {
            let places = self.places(row);
            let mut counted = vec![0usize; self.rows[row].len() + 1];
            for node in &self.rows[row - 1] {
                let ends: Vec<usize> = self.below[*node].iter().filter_map(|(to, _)| places.get(to).copied()).collect();
                for end in &ends {
                    // Those that end further right.
                    let mut at = counted.len() - 1 - end - 1;
                    while at > 0 {
                        crossings += counted[at];
                        at -= at & at.wrapping_neg();
                    }
                }
                for end in ends {
                    let mut at = counted.len() - 1 - end;
                    while at < counted.len() {
                        counted[at] += 1;
                        at += at & at.wrapping_neg();
                    }
                }
            }
        }
        crossings
    }
}
