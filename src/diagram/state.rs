//! `stateDiagram-v2`: states, events that lead from one to another, states in states.

use super::graph::{Direction, Edge, Graph, Group, Head, Line as Stroke, Shape};
use super::lines::Line;
use super::words::label;
use super::{Drawn, Mistake, of_graph, too_much};

pub(super) fn drawn(lines: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut reader = Reader::default();
    let mut rest = lines.iter();
    while let Some(line) = rest.next() {
        reader.line(line, &mut rest)?;
        if reader.graph.is_too_large() {
            return Err(too_much(line.place()));
        }
    }
    let Reader { graph, title, .. } = reader;
    of_graph(&graph, "diagram-state", title, lines.first().map_or(0..0, Line::place))
}

#[derive(Default)]
struct Reader {
    graph: Graph,
    open: Vec<usize>,
    title: String,
}

impl Reader {
    fn line<'l, 't: 'l>(
        &mut self,
        line: &Line<'t>,
        rest: &mut impl Iterator<Item = &'l Line<'t>>,
    ) -> Result<(), Mistake> {
        let text = line.text.trim_end_matches(';').trim_end();
        let word = text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = text[word.len()..].trim_start();
        match word {
            "direction" => {
                if let Some(direction) = Direction::named(behind).filter(|_| self.open.is_empty()) {
                    self.graph.direction = direction;
                }
                return Ok(());
            }
            "classDef" | "class" | "style" | "hide" | "scale" | "accDescr" => return Ok(()),
            "accTitle" => {
                self.title = label(behind.trim_start_matches(':'));
                return Ok(());
            }
            "}" => {
                self.open.pop();
                return Ok(());
            }
            "--" | "{" => return Ok(()),
            "note" => return self.note(line, behind, rest),
            "state" if !behind.starts_with("-->") => return self.state(line, behind),
            _ => {}
        }
        if let Some((from, to)) = text.split_once("-->") {
            let (to, words) = to.split_once(':').unwrap_or((to, ""));
            let (from, to) = (self.end(line, from, Shape::Start)?, self.end(line, to, Shape::End)?);
            let (stroke, tail) = (Stroke::Solid, Head::None);
            self.graph.edges.push(Edge { from, to, label: label(words), line: stroke, head: Head::Arrow, tail });
            return Ok(());
        }
        match text.split_once(':') {
            Some((id, words)) if is_id(id.trim()) => {
                let node = self.known(id.trim());
                let known = &mut self.graph.nodes[node];
                if known.label == id.trim() {
                    known.label.clear();
                } else {
                    known.label.push('\n');
                }
                known.label.push_str(&label(words));
                Ok(())
            }
            None if is_id(plain(text)) => {
                self.known(plain(text));
                Ok(())
            }
            _ => Err(unknown(line)),
        }
    }

    /// The state at an end of an arrow; `[*]` is where all begins, or ends, in the state around it.
    fn end(&mut self, line: &Line<'_>, written: &str, star: Shape) -> Result<usize, Mistake> {
        let id = plain(written.trim());
        if id == "[*]" {
            let name = format!("[*]{star:?}{:?}", self.open.last());
            let node = self.graph.node(&name, self.open.last().copied());
            (self.graph.nodes[node].shape, self.graph.nodes[node].label) = (star, String::new());
            return Ok(node);
        }
        if !is_id(id) {
            return Err(unknown(line));
        }
        // A line to a state that holds others ends at the first in it.
        if let Some(group) = self.graph.known_groups.get(id).copied() {
            let inside = (0..self.graph.nodes.len()).find(|node| self.graph.is_within(*node, group));
            if let Some(inside) = inside {
                return Ok(inside);
            }
        }
        Ok(self.known(id))
    }

    fn known(&mut self, id: &str) -> usize {
        let new = !self.graph.known.contains_key(id);
        let node = self.graph.node(id, self.open.last().copied());
        if new {
            self.graph.nodes[node].shape = Shape::Round;
        }
        node
    }

    /// `state "Words" as id`, `state id {`, `state id <<choice>>`.
    fn state(&mut self, line: &Line<'_>, written: &str) -> Result<(), Mistake> {
        let (written, opens) = match written.strip_suffix('{') {
            Some(rest) => (rest.trim_end(), true),
            None => (written, false),
        };
        let (id, words) = match written.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((words, rest)) => (rest.trim().strip_prefix("as ").unwrap_or(words).trim(), words),
            None => (written, written),
        };
        if let Some((id, kind)) = id.split_once("<<") {
            let node = self.known(id.trim());
            self.graph.nodes[node].shape = if kind.starts_with("choice") { Shape::Rhombus } else { Shape::Bar };
            self.graph.nodes[node].label.clear();
            return Ok(());
        }
        let id = plain(id.trim());
        if !opens {
            if !is_id(id) {
                return Err(unknown(line));
            }
            let node = self.known(id);
            self.graph.nodes[node].label = label(words);
            return Ok(());
        }
        let number = self.graph.groups.len();
        self.graph.groups.push(Group { title: label(words), parent: self.open.last().copied() });
        self.graph.known_groups.insert(id.to_owned(), number);
        // What was named before it was opened is a box in it.
        if let Some(node) = self.graph.known.get(id).copied() {
            self.graph.nodes[node].group = Some(number);
        }
        self.open.push(number);
        Ok(())
    }

    /// `note right of A : words`, or lines up to `end note`.
    fn note<'l, 't: 'l>(
        &mut self,
        line: &Line<'_>,
        written: &str,
        rest: &mut impl Iterator<Item = &'l Line<'t>>,
    ) -> Result<(), Mistake> {
        let beside = ["right of ", "left of "].iter().find_map(|side| written.strip_prefix(side));
        let Some(beside) = beside else { return Err(unknown(line)) };
        let (id, words) = match beside.split_once(':') {
            Some((id, words)) => (id, label(words)),
            None => {
                let lines: Vec<&str> =
                    rest.by_ref().map(|line| line.text).take_while(|line| *line != "end note").collect();
                (beside, label(&lines.join("\n")))
            }
        };
        let of = self.end(line, id, Shape::Start)?;
        let note = self.graph.add(words, Shape::Note, self.graph.nodes[of].group);
        let (label, none) = (String::new(), Head::None);
        self.graph.edges.push(Edge { from: of, to: note, label, line: Stroke::Dotted, head: none, tail: none });
        Ok(())
    }
}

/// A name without the class that says how it looks.
fn plain(id: &str) -> &str {
    id.split(":::").next().unwrap_or(id).trim()
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

fn unknown(line: &Line<'_>) -> Mistake {
    Mistake::at(
        line.place(),
        "This line says nothing that is known of states",
        "Write `Still --> Moving: push` for an event, `Moving: In motion` for what a state says, `[*] --> Still` for the start.",
    )
}
