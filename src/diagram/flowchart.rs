//! `flowchart TD`, `graph LR`: nodes in brackets, arrows between them, subgraphs.

use super::graph::{Direction, Edge, Graph, Group, Head, Line as Stroke, Shape};
use super::lines::Line;
use super::words::label;
use super::{Drawn, Mistake, of_graph, too_much};

/// What says how something looks, or where a click leads.
const LOOKS: [&str; 7] = ["classDef", "class", "style", "linkStyle", "click", "direction", "accDescr"];

pub(super) fn drawn(first: &Line<'_>, rest: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut reader = Reader::default();
    let mut statements = statements(first);
    if let Some(head) = statements.first() {
        reader.graph.direction = head.text.split_whitespace().nth(1).and_then(Direction::named).unwrap_or_default();
    }
    statements = statements.split_off(1.min(statements.len()));
    statements.extend(rest.iter().flat_map(|line| self::statements(line)));
    for statement in &statements {
        reader.statement(statement)?;
        if reader.graph.is_too_large() {
            return Err(too_much(statement.place()));
        }
    }
    let Reader { graph, title, .. } = reader;
    of_graph(&graph, "diagram-flow", title, first.place())
}

/// The statements of a line: a semicolon that stands in no label divides them.
fn statements<'t>(line: &Line<'t>) -> Vec<Line<'t>> {
    let (mut out, mut start, mut quoted, mut depth) = (Vec::new(), 0, false, 0i32);
    let ends = line.text.char_indices().filter(|(_, letter)| {
        match letter {
            '"' => quoted = !quoted,
            '[' | '(' | '{' if !quoted => depth += 1,
            ']' | ')' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        *letter == ';' && !quoted && depth <= 0
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at).chain([line.text.len()]).collect();
    for end in ends {
        let part = line.text.get(start..end).unwrap_or_default();
        let words = part.trim();
        if !words.is_empty() {
            out.push(Line { text: words, at: line.at + start + (part.len() - part.trim_start().len()) });
        }
        start = end + 1;
    }
    out
}

#[derive(Default)]
struct Reader {
    graph: Graph,
    /// Groups that are open.
    open: Vec<usize>,
    title: String,
}

/// A place in a statement.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Of the statement in the diagram.
    start: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn mistake(&self, message: &str, help: &str) -> Mistake {
        let length = self.rest().split_whitespace().next().map_or(0, str::len);
        Mistake::at(self.start + self.at..self.start + self.at + length, message, help)
    }
}

impl Reader {
    fn statement(&mut self, line: &Line<'_>) -> Result<(), Mistake> {
        let word = line.text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = line.text[word.len()..].trim_start();
        match word {
            "subgraph" => self.subgraph(behind),
            "end" if behind.is_empty() => {
                self.open.pop();
            }
            "accTitle" => self.title = label(behind.trim_start_matches(':')),
            word if LOOKS.contains(&word) => {}
            _ => return self.chain(Cursor { text: line.text, at: 0, start: line.at }),
        }
        Ok(())
    }

    fn subgraph(&mut self, written: &str) {
        let (id, title) = match written.split_once('[') {
            Some((id, title)) => (id.trim(), title.trim_end().trim_end_matches(']')),
            None => (written.trim(), written),
        };
        let number = self.graph.groups.len();
        self.graph.groups.push(Group { title: label(title), parent: self.open.last().copied() });
        self.graph.known_groups.insert(id.trim_matches('"').to_owned(), number);
        self.open.push(number);
    }

    fn chain(&mut self, mut cursor: Cursor<'_>) -> Result<(), Mistake> {
        let mut left = self.nodes(&mut cursor)?;
        loop {
            cursor.skip_spaces();
            if cursor.rest().is_empty() {
                return Ok(());
            }
            let link = link(&mut cursor)?;
            let right = self.nodes(&mut cursor)?;
            for from in &left {
                for to in &right {
                    self.graph.edges.push(Edge { from: *from, to: *to, ..link.clone() });
                }
            }
            if self.graph.is_too_large() {
                return Err(too_much(cursor.start..cursor.start + cursor.text.len()));
            }
            left = right;
        }
    }

    fn nodes(&mut self, cursor: &mut Cursor<'_>) -> Result<Vec<usize>, Mistake> {
        let mut out = vec![self.node(cursor)?];
        loop {
            cursor.skip_spaces();
            if !cursor.rest().starts_with('&') {
                return Ok(out);
            }
            cursor.at += 1;
            out.push(self.node(cursor)?);
        }
    }

    fn node(&mut self, cursor: &mut Cursor<'_>) -> Result<usize, Mistake> {
        cursor.skip_spaces();
        let rest = cursor.rest();
        let length = id_length(rest);
        if length == 0 {
            return Err(cursor.mistake(
                "Here should stand the name of a node",
                "Write a name for each box, with what it says in brackets: `start[Begin here] --> end1(Stop)`.",
            ));
        }
        let id = &rest[..length];
        cursor.at += length;
        let group = self.open.last().copied();
        // A line to a whole group ends at the first box in it.
        if let Some(group) = self.graph.known_groups.get(id).copied().filter(|_| !self.graph.known.contains_key(id)) {
            let inside = (0..self.graph.nodes.len()).find(|node| self.graph.is_within(*node, group));
            if let Some(inside) = inside {
                return Ok(inside);
            }
        }
        let node = self.graph.node(id, group);
        if self.graph.nodes[node].group.is_none() {
            self.graph.nodes[node].group = group;
        }
        self.shape(cursor, node)?;
        // A class says how it looks.
        if let Some(class) = cursor.rest().strip_prefix(":::") {
            let length = class.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(class.len());
            cursor.at += 3 + length;
        }
        Ok(node)
    }

    /// What stands in brackets behind a node's name.
    fn shape(&mut self, cursor: &mut Cursor<'_>, node: usize) -> Result<(), Mistake> {
        const BRACKETS: [(&str, &[&str], Shape); 13] = [
            ("@{", &["}"], Shape::Rect),
            ("(((", &[")))"], Shape::Circle),
            ("((", &["))"], Shape::Circle),
            ("([", &["])"], Shape::Stadium),
            ("[[", &["]]"], Shape::Twice),
            ("[(", &[")]"], Shape::Database),
            ("[/", &["/]", "\\]"], Shape::Rect),
            ("[\\", &["\\]", "/]"], Shape::Rect),
            ("[", &["]"], Shape::Rect),
            ("{{", &["}}"], Shape::Hexagon),
            ("{", &["}"], Shape::Rhombus),
            ("(", &[")"], Shape::Round),
            (">", &["]"], Shape::Rect),
        ];
        let rest = cursor.rest();
        let Some((open, closes, shape)) = BRACKETS.iter().find(|(open, ..)| rest.starts_with(open)) else {
            return Ok(());
        };
        let inside = &rest[open.len()..];
        let from = behind_quotes(inside);
        let close = closes.iter().filter_map(|close| Some((inside[from..].find(close)? + from, close.len()))).min();
        let Some((end, length)) = close else {
            return Err(cursor.mistake(
                "Nothing closes this bracket",
                "Write the closing bracket behind the words; words that hold brackets stand in quotes: `a[\"f(x)\"]`.",
            ));
        };
        let written = &inside[..end];
        cursor.at += open.len() + end + length;
        let known = &mut self.graph.nodes[node];
        if *open == "@{" {
            let value = |key: &str| {
                let rest = written[written.find(key)? + key.len()..].trim_start().strip_prefix(':')?.trim_start();
                Some(match rest.strip_prefix('"') {
                    Some(quoted) => &quoted[..quoted.find('"').unwrap_or(quoted.len())],
                    None => rest[..rest.find(',').unwrap_or(rest.len())].trim(),
                })
            };
            if let Some(words) = value("label") {
                known.label = label(words);
            }
            known.shape = match value("shape") {
                Some("circle" | "circ" | "dbl-circ") => Shape::Circle,
                Some("diam" | "diamond" | "decision" | "question") => Shape::Rhombus,
                Some("hex" | "hexagon" | "prepare") => Shape::Hexagon,
                Some("cyl" | "cylinder" | "db" | "database") => Shape::Database,
                Some("stadium" | "pill" | "terminal") => Shape::Stadium,
                Some("rounded" | "event") => Shape::Round,
                _ => Shape::Rect,
            };
        } else {
            (known.label, known.shape) = (label(written), *shape);
        }
        Ok(())
    }
}

/// Where what ends a label is looked for: what stands in quotes at its beginning ends nothing.
fn behind_quotes(text: &str) -> usize {
    let spaces = text.len() - text.trim_start().len();
    let quoted = text[spaces..].strip_prefix('"').and_then(|words| words.find('"'));
    quoted.map_or(0, |end| spaces + 1 + end + 1)
}

/// How long the name is that a text begins with. A hyphen belongs to it where a letter follows, and no arrow.
fn id_length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let hyphen = letter == '-' && at > 0 && next.is_some_and(char::is_alphanumeric);
        if !(letter.is_alphanumeric()
            || matches!(letter, '_' | '.' | '#' | '$' | '*' | '+' | '?' | '!' | '/' | '\'')
            || hyphen)
        {
            return at;
        }
    }
    text.len()
}

/// An arrow with its words, from 0 to 0.
fn link(cursor: &mut Cursor<'_>) -> Result<Edge, Mistake> {
    let unknown = |cursor: &Cursor<'_>| {
        cursor.mistake(
            "This is no arrow that is known here",
            "Write `-->`, `---`, `-.->` or `==>` between two boxes, and words on it like `-->|yes|`.",
        )
    };
    let mut edge =
        Edge { from: 0, to: 0, label: String::new(), line: Stroke::Solid, head: Head::None, tail: Head::None };
    let mut rest = cursor.rest();
    let whole = rest.len();
    let begins_line = |text: &str| text.starts_with("--") || text.starts_with("==") || text.starts_with("-.");
    for (sign, tail) in [('<', Head::Arrow), ('o', Head::Circle), ('x', Head::Cross)] {
        if let Some(behind) = rest.strip_prefix(sign).filter(|behind| begins_line(behind)) {
            (rest, edge.tail) = (behind, tail);
            break;
        }
    }
    if let Some(behind) = rest.strip_prefix("~~~") {
        edge.line = Stroke::Hidden;
        cursor.at += whole - behind.trim_start_matches('~').len();
        return Ok(edge);
    }
    let sign = match rest.chars().next() {
        Some(sign @ ('-' | '=')) if begins_line(rest) => sign,
        _ => return Err(unknown(cursor)),
    };
    let dotted = rest.starts_with("-.");
    edge.line = if dotted { Stroke::Dotted } else { Stroke::Solid };
    let run = |text: &str| -> usize {
        let signs: &[char] = if dotted {
            &['-', '.']
        } else if sign == '=' {
            &['=']
        } else {
            &['-']
        };
        text.len() - text.trim_start_matches(signs).len()
    };
    let mut length = run(rest);
    let mut behind = &rest[length..];
    let complete = |run: &str, behind: &str| {
        head(behind).is_some() || if dotted { run.ends_with('-') && run.len() > 2 } else { run.len() > 2 }
    };
    if !complete(&rest[..length], behind) {
        // Words on the line: `-- yes -->`, `-. no .->`.
        let end = if dotted {
            ".-"
        } else if sign == '=' {
            "=="
        } else {
            "--"
        };
        let Some(found) = behind.find(end) else { return Err(unknown(cursor)) };
        edge.label = label(&behind[..found]);
        length = run(&behind[found..]);
        behind = &behind[found + length..];
    }
    if let Some((head, length)) = head(behind) {
        edge.head = head;
        behind = &behind[length..];
    }
    let spaced = behind.trim_start();
    if let Some(words) = spaced.strip_prefix('|') {
        let from = behind_quotes(words);
        let Some(end) = words[from..].find('|').map(|end| from + end) else {
            cursor.at += whole - spaced.len();
            return Err(
                cursor.mistake("Nothing ends the words on this arrow", "Write `|` behind them too: `-->|yes|`.")
            );
        };
        edge.label = label(&words[..end]);
        behind = &words[end + 1..];
    }
    cursor.at += whole - behind.len();
    Ok(edge)
}

/// The end of an arrow that a text begins with.
fn head(text: &str) -> Option<(Head, usize)> {
    let ends = |text: &str| text.is_empty() || text.starts_with(|c: char| c.is_whitespace() || c == '|');
    match text.chars().next()? {
        '>' => Some((Head::Arrow, 1)),
        'o' if ends(&text[1..]) => Some((Head::Circle, 1)),
        'x' if ends(&text[1..]) => Some((Head::Cross, 1)),
        _ => None,
    }
}
