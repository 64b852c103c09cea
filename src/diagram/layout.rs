//! Boxes and lines → places, by the layering that trees have for their maps, and from these the drawing.
//!
//! A line that would lead back up is laid out the other way round and drawn with its arrow at its true end; a line from a box to itself is
//! a line of words in the box.

use super::canvas::{Anchor, Canvas};
use super::graph::{Direction, Edge, Graph, Head, Line, Shape};
use crate::tree::coordinates::{balanced, heights};
use crate::tree::layering::{self, Layers};
use crate::tree::wrap::{LINE, measure, wrap};

/// Words in a box, and on a line, are so wide at most.
const WIDEST: f64 = 150.0;
const WIDEST_LABEL: f64 = 120.0;
const PADDING: f64 = 10.0;
/// A drawing whose lines are longer than so many rows together is too tangled: to lay it out would take too long.
const MOST_LANES: usize = 3000;

/// Draws a graph; `None` where it is too tangled.
pub(super) fn draw(graph: &Graph) -> Option<(String, [i64; 4])> {
    // The groups that are told in their boxes, because other boxes stand between theirs.
    let mut told = vec![false; graph.groups.len()];
    let mut placed = Placed::of(graph, &told)?;
    let torn: Vec<usize> = (0..graph.groups.len()).filter(|group| placed.frame(*group).is_none()).collect();
    if !torn.is_empty() {
        torn.iter().for_each(|group| told[*group] = true);
        placed = Placed::of(graph, &told)?;
    }
    let mut canvas = Canvas::default();
    for (group, told) in told.iter().enumerate() {
        if let Some(frame) = placed.frame(group).filter(|_| !told) {
            canvas.rect("d-frame", frame, 4.0);
            let title = wrap(&graph.groups[group].title, (frame[2] - 12.0).max(40.0), 1);
            canvas.text("d-title d-label", (frame[0] + 6.0, frame[1] + 2.0), Anchor::Start, &title);
        }
    }
    placed.lines(&mut canvas);
    for node in 0..graph.nodes.len() {
        placed.node(&mut canvas, node);
    }
    Some(canvas.finish())
}

struct Placed<'a> {
    graph: &'a Graph,
    layers: Layers,
    /// The lines that are laid out, and the number of each in the graph.
    edges: Vec<layering::Edge>,
    numbers: Vec<usize>,
    turned: Vec<bool>,
    words: Vec<Vec<String>>,
    x: Vec<f64>,
    tops: Vec<f64>,
    bottoms: Vec<f64>,
}

impl<'a> Placed<'a> {
    fn of(graph: &'a Graph, told: &[bool]) -> Option<Placed<'a>> {
        let (rank, turned) = ranks(graph);
        let (mut edges, mut numbers) = (Vec::new(), Vec::new());
        for (number, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
            let (from, to) = if turned[number] { (edge.to, edge.from) } else { (edge.from, edge.to) };
            edges.push(layering::Edge {
                from,
                to,
                words: wrapped(&edge.label, WIDEST_LABEL, 4),
                depends: edge.line == Line::Dotted,
            });
            numbers.push(number);
        }
        let lanes: usize = edges.iter().map(|edge| 2 * (rank[edge.to] - rank[edge.from]) - 1).sum();
        if lanes > MOST_LANES {
            return None;
        }
        let words: Vec<Vec<String>> = (0..graph.nodes.len()).map(|node| words(graph, node, told)).collect();
        let sideways = matches!(graph.direction, Direction::Left | Direction::Right);
        let turn = |(width, height): (f64, f64)| if sideways { (height, width) } else { (width, height) };
        let label = |edge: &layering::Edge| match edge.words.as_slice() {
            [] => (6.0, 0.0),
            words => {
                let wide = words.iter().map(|line| measure(line)).fold(0.0, f64::max);
                turn((wide + 8.0, words.len() as f64 * LINE))
            }
        };
        let mut layers = Layers::new(&rank, &edges, |node| turn(size(graph, node, &words[node])), label);
        // A line that alone leaves a box, or comes to one, is straight where it can be.
        let alone = |node: usize| match layers.nodes[node].kind {
            layering::Node::Box(_) => layers.above[node].len() == 1,
            layering::Node::Label(laid) => layers.below[layers.box_node[edges[laid].from]].len() == 1,
            layering::Node::Lane(_) => false,
        };
        layers.straight = (0..layers.nodes.len()).map(alone).collect();
        layers.uncross();
        let x = balanced(&layers);
        let (tops, bottoms) = heights(&layers, &x);
        Some(Placed { graph, layers, edges, numbers, turned, words, x, tops, bottoms })
    }

    /// A place on the page, by how far along its row and how far down the rows it is.
    fn at(&self, along: f64, down: f64) -> (f64, f64) {
        let last = self.bottoms.last().copied().unwrap_or(0.0);
        match self.graph.direction {
            Direction::Down => (along, down),
            Direction::Up => (along, last - down),
            Direction::Right => (down, along),
            Direction::Left => (last - down, along),
        }
    }

    /// The edges of a box: left, top, width, height.
    fn boxed(&self, node: usize) -> [f64; 4] {
        let number = self.layers.box_node[node];
        let sized = &self.layers.nodes[number];
        let top = self.tops[self.layers.row[number]];
        let (a, b) = (
            self.at(self.x[number] - sized.width / 2.0, top),
            self.at(self.x[number] + sized.width / 2.0, top + sized.height),
        );
        let (left, upper) = (a.0.min(b.0), a.1.min(b.1));
        [left, upper, (a.0 - b.0).abs(), (a.1 - b.1).abs()]
    }

    /// The frame of a group; `None` where it has no boxes, or others stand in it.
    fn frame(&self, group: usize) -> Option<[f64; 4]> {
        let (inside, others): (Vec<usize>, Vec<usize>) =
            (0..self.graph.nodes.len()).partition(|node| self.graph.is_within(*node, group));
        let mut frame: Option<[f64; 4]> = None;
        for [x, y, width, height] in inside.iter().map(|node| self.boxed(*node)) {
            let [left, top, right, bottom] = frame.unwrap_or([x, y, x, y]);
            frame = Some([left.min(x), top.min(y), right.max(x + width), bottom.max(y + height)]);
        }
        // Frames within it stand around their boxes too.
        let deep = 8.0 * self.depth(group) as f64;
        let [left, top, right, bottom] = frame?;
        let (left, top, right, bottom) =
            (left - 8.0 - deep, top - LINE - 6.0 - 2.0 * deep, right + 8.0 + deep, bottom + 8.0 + deep);
        let apart = |node: &usize| {
            let [x, y, width, height] = self.boxed(*node);
            x > right || x + width < left || y > bottom || y + height < top
        };
        others.iter().all(apart).then_some([left, top, right - left, bottom - top])
    }

    /// How many groups lie in one another below a group.
    fn depth(&self, group: usize) -> usize {
        let groups = &self.graph.groups;
        (group + 1..groups.len())
            .filter(|inner| groups[*inner].parent == Some(group))
            .map(|inner| 1 + self.depth(inner))
            .max()
            .unwrap_or(0)
    }

    fn edge(&self, laid: usize) -> &Edge {
        &self.graph.edges[self.numbers[laid]]
    }

    /// The heads of a line where it is laid out to begin, and to end.
    fn ends(&self, laid: usize) -> (Head, Head) {
        let edge = self.edge(laid);
        if self.turned[self.numbers[laid]] { (edge.head, edge.tail) } else { (edge.tail, edge.head) }
    }

    /// The lines that go through a piece of one, which begins at a node.
    fn through(&self, node: usize) -> Vec<usize> {
        match self.layers.nodes[node].kind {
            layering::Node::Label(laid) => vec![laid],
            layering::Node::Lane(to) => {
                let far = |laid: &usize| {
                    let row = |node: usize| self.layers.row[self.layers.box_node[node]];
                    self.edges[*laid].to == to && row(self.edges[*laid].from) + 1 < self.layers.row[node]
                };
                (0..self.edges.len()).filter(far).collect()
            }
            layering::Node::Box(_) => Vec::new(),
        }
    }

    fn lines(&self, canvas: &mut Canvas) {
        for (node, below) in self.layers.below.iter().enumerate() {
            let row = self.layers.row[node];
            let sized = &self.layers.nodes[node];
            let mut ordered: Vec<(usize, bool)> = below.clone();
            ordered.sort_by(|a, b| self.x[a.0].total_cmp(&self.x[b.0]));
            let ports = match sized.kind {
                layering::Node::Box(number) if !self.graph.nodes[number].shape.is_pointed() => sized.width * 0.35,
                _ => 0.0,
            };
            let mut before = f64::NEG_INFINITY;
            for (to, dotted) in ordered {
                let lines = if let layering::Node::Label(laid) = self.layers.nodes[to].kind {
                    vec![laid]
                } else {
                    self.through(node)
                };
                let side = self.x[to].clamp(self.x[node] - ports, self.x[node] + ports);
                let side = side.max((before + 12.0).min(self.x[node] + ports));
                before = side;
                if lines.iter().all(|laid| self.edge(*laid).line == Line::Hidden) {
                    continue;
                }
                let height = if matches!(sized.kind, layering::Node::Lane(_)) { 0.0 } else { sized.height };
                let start = self.tops[row] + height;
                let next = self.layers.row[to];
                let lane = matches!(self.layers.nodes[to].kind, layering::Node::Lane(_));
                let end = if lane { self.bottoms[next] } else { self.tops[next] };
                self.piece(
                    canvas,
                    dotted,
                    [
                        (side, start),
                        (side, self.bottoms[row].max(start)),
                        (self.x[to], self.tops[next]),
                        (self.x[to], end),
                    ],
                );
                if matches!(sized.kind, layering::Node::Box(_)) {
                    lines.iter().for_each(|laid| self.head(canvas, self.ends(*laid).0, (side, start), -1.0));
                }
                if matches!(self.layers.nodes[to].kind, layering::Node::Box(_)) {
                    let mut heads: Vec<Head> = lines.iter().map(|laid| self.ends(*laid).1).collect();
                    heads.dedup();
                    heads.into_iter().for_each(|head| self.head(canvas, head, (self.x[to], end), 1.0));
                }
            }
            if let layering::Node::Label(laid) = sized.kind {
                let words = &self.edges[laid].words;
                let (x, y) = self.at(self.x[node], self.tops[row] + sized.height / 2.0);
                if !words.is_empty() {
                    canvas.text("d-label", (x, y - words.len() as f64 * LINE / 2.0), Anchor::Middle, words);
                }
            }
        }
    }

    /// Down, in a curve to the side, and down.
    fn piece(&self, canvas: &mut Canvas, dotted: bool, points: [(f64, f64); 4]) {
        let class = if dotted { "d-dash" } else { "d-line" };
        let [(from, start), (_, bend), (to, until), (_, end)] = points;
        let said = |along: f64, down: f64| {
            let (x, y) = self.at(along, down);
            format!("{x:.0} {y:.0}")
        };
        for (along, down) in points {
            let (x, y) = self.at(along, down);
            canvas.reach(x, y);
        }
        if (from - to).abs() < 0.5 {
            return canvas.path(class, &format!("M{}L{}", said(from, start), said(from, end)));
        }
        let middle = (bend + until) / 2.0;
        let path = format!(
            "M{}L{}C{} {} {}L{}",
            said(from, start),
            said(from, bend),
            said(from, middle),
            said(to, middle),
            said(to, until),
            said(to, end)
        );
        canvas.path(class, &path);
    }

    /// The end of a line at a place, which points down the rows, or up.
    fn head(&self, canvas: &mut Canvas, head: Head, (along, down): (f64, f64), way: f64) {
        let at = |side: f64, back: f64| self.at(along + side, down - way * back);
        match head {
            Head::None => {}
            Head::Arrow => canvas.polygon("d-head", &[at(0.0, 0.0), at(-5.0, 8.0), at(5.0, 8.0)]),
            Head::Triangle => canvas.polygon("d-open", &[at(0.0, 0.0), at(-7.0, 11.0), at(7.0, 11.0)]),
            Head::Diamond | Head::Hollow => {
                let class = if head == Head::Diamond { "d-head" } else { "d-open" };
                canvas.polygon(class, &[at(0.0, 0.0), at(-5.0, 7.0), at(0.0, 14.0), at(5.0, 7.0)]);
            }
            Head::Circle => canvas.circle("d-head", at(0.0, 4.0), 4.0),
            Head::Cross => {
                canvas.polyline("d-line", &[at(-4.0, 2.0), at(4.0, 10.0)]);
                canvas.polyline("d-line", &[at(4.0, 2.0), at(-4.0, 10.0)]);
            }
        }
    }

    fn node(&self, canvas: &mut Canvas, node: usize) {
        let [x, y, width, height] = self.boxed(node);
        let (right, bottom, middle, centre) = (x + width, y + height, x + width / 2.0, y + height / 2.0);
        match self.graph.nodes[node].shape {
            Shape::Rect => canvas.rect("d-box", [x, y, width, height], 2.0),
            Shape::Round => canvas.rect("d-box", [x, y, width, height], 10.0),
            Shape::Note => canvas.rect("d-frame", [x, y, width, height], 0.0),
            Shape::Stadium => canvas.rect("d-box", [x, y, width, height], height / 2.0),
            Shape::Circle => canvas.rect("d-box", [x, y, width, height], width.min(height) / 2.0),
            Shape::Twice => {
                canvas.rect("d-box", [x, y, width, height], 2.0);
                canvas.polyline("d-line", &[(x + 6.0, y), (x + 6.0, bottom)]);
                canvas.polyline("d-line", &[(right - 6.0, y), (right - 6.0, bottom)]);
            }
            Shape::Database => {
                canvas.rect("d-box", [x, y, width, height], 10.0);
                canvas.polyline("d-line", &[(x, y + 8.0), (right, y + 8.0)]);
            }
            Shape::Rhombus => canvas.polygon("d-box", &[(middle, y), (right, centre), (middle, bottom), (x, centre)]),
            Shape::Hexagon => canvas.polygon(
                "d-box",
                &[
                    (x + 10.0, y),
                    (right - 10.0, y),
                    (right, centre),
                    (right - 10.0, bottom),
                    (x + 10.0, bottom),
                    (x, centre),
                ],
            ),
            Shape::Start => canvas.circle("d-full", (middle, centre), 7.0),
            Shape::End => {
                canvas.circle("d-box", (middle, centre), 9.0);
                canvas.circle("d-full", (middle, centre), 5.0);
            }
            Shape::Bar => canvas.rect("d-full", [x, y, width, height], 2.0),
            Shape::Class => return self.class(canvas, node, [x, y, width, height]),
        }
        let words = &self.words[node];
        if !words.is_empty() {
            canvas.text("", (middle, centre - words.len() as f64 * LINE / 2.0), Anchor::Middle, words);
        }
    }
}

impl Placed<'_> {
    /// A title above a line, and what the class holds below it.
    fn class(&self, canvas: &mut Canvas, node: usize, [x, y, width, height]: [f64; 4]) {
        canvas.rect("d-box", [x, y, width, height], 2.0);
        let held: Vec<String> = members(self.graph, node);
        let title = &self.words[node][..self.words[node].len() - held.len()];
        canvas.text("d-title", (x + width / 2.0, y + 5.0), Anchor::Middle, title);
        if !held.is_empty() {
            let line = y + 9.0 + title.len() as f64 * LINE;
            canvas.polyline("d-line", &[(x, line), (x + width, line)]);
            canvas.text("", (x + 8.0, line + 2.0), Anchor::Start, &held);
        }
    }
}

fn members(graph: &Graph, node: usize) -> Vec<String> {
    graph.nodes[node].members.iter().flat_map(|member| wrap(member, 220.0, 3)).collect()
}

impl Shape {
    /// Whether lines leave it at its middle alone.
    fn is_pointed(self) -> bool {
        !matches!(self, Shape::Rect | Shape::Twice | Shape::Database | Shape::Note | Shape::Round | Shape::Class)
    }

    fn has_no_words(self) -> bool {
        matches!(self, Shape::Start | Shape::End | Shape::Bar)
    }
}

fn wrapped(words: &str, room: f64, most: usize) -> Vec<String> {
    let lines = words.lines().flat_map(|line| wrap(line, room, most));
    lines.take(most).collect()
}

/// The lines of a box: its words, those of lines that lead back to it, and its group's name where that has no frame.
fn words(graph: &Graph, node: usize, told: &[bool]) -> Vec<String> {
    let known = &graph.nodes[node];
    if known.shape.has_no_words() {
        return Vec::new();
    }
    let mut out = Vec::new();
    if let Some(group) = known.group.filter(|group| told[*group]) {
        out.extend(wrap(&format!("{}:", graph.groups[group].title), WIDEST, 2));
    }
    out.extend(wrapped(&known.label, WIDEST, 10));
    for edge in graph.edges.iter().filter(|edge| edge.from == node && edge.to == node && edge.line != Line::Hidden) {
        out.extend(wrap(&format!("↻ {}", edge.label.replace('\n', " ")), WIDEST, 3));
    }
    out.extend(members(graph, node));
    out
}

fn size(graph: &Graph, node: usize, words: &[String]) -> (f64, f64) {
    let wide = words.iter().map(|line| measure(line)).fold(0.0, f64::max) + 2.0 * PADDING;
    let high = words.len().max(1) as f64 * LINE + 2.0 * PADDING;
    let sideways = matches!(graph.direction, Direction::Left | Direction::Right);
    match graph.nodes[node].shape {
        Shape::Start => (14.0, 14.0),
        Shape::End => (18.0, 18.0),
        Shape::Bar => {
            if sideways {
                (6.0, 60.0)
            } else {
                (60.0, 6.0)
            }
        }
        Shape::Circle => {
            let side = wide.max(high);
            (side, side)
        }
        // Words stand in the middle half of it.
        Shape::Rhombus => (wide.max(30.0) * 1.5, high * 1.7),
        Shape::Hexagon => (wide + 20.0, high),
        Shape::Stadium => (wide.max(40.0) + 10.0, high),
        _ => (wide.max(40.0), high),
    }
}

/// The row of each box, below all that lead to it, and which lines lead back up and are laid out the other way round.
fn ranks(graph: &Graph) -> (Vec<usize>, Vec<bool>) {
    let count = graph.nodes.len();
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (number, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        leaving[edge.from].push(number);
    }
    let mut turned = vec![false; graph.edges.len()];
    // 0: new, 1: on the way, 2: done.
    let mut state = vec![0u8; count];
    let mut done = Vec::with_capacity(count);
    for root in 0..count {
        if state[root] != 0 {
            continue;
        }
        let mut way = vec![(root, 0)];
        state[root] = 1;
        while let Some((node, next)) = way.last_mut() {
            let Some(number) = leaving[*node].get(*next).copied() else {
                state[*node] = 2;
                done.push(*node);
                way.pop();
                continue;
            };
            *next += 1;
            let to = graph.edges[number].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => turned[number] = true,
                _ => {}
            }
        }
    }
    let mut rank = vec![0usize; count];
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (number, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        let (from, to) = if turned[number] { (edge.to, edge.from) } else { (edge.from, edge.to) };
        below[from].push(to);
    }
    // What is done last stands first: each before all that it leads to.
    for node in done.into_iter().rev() {
        for to in &below[node] {
            rank[*to] = rank[*to].max(rank[node] + 1);
        }
    }
    (rank, turned)
}
