//! `classDiagram`: classes with what they hold, and how they hang together.

use super::graph::{Direction, Edge, Graph, Group, Head, Line as Stroke, Shape};
use super::lines::Line;
use super::words::label;
use super::{Drawn, MOST, Mistake, of_graph, too_much};

/// What says how something looks, or where a click leads.
const LOOKS: [&str; 8] = ["classDef", "cssClass", "style", "link", "click", "callback", "accDescr", "hide"];

pub(super) fn drawn(lines: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut reader = Reader::default();
    for line in lines {
        reader.line(line)?;
        if reader.graph.is_too_large() || reader.members > 5 * MOST {
            return Err(too_much(line.place()));
        }
    }
    let Reader { graph, title, .. } = reader;
    of_graph(&graph, "diagram-class", title, lines.first().map_or(0..0, Line::place))
}

#[derive(Default)]
struct Reader {
    graph: Graph,
    groups: Vec<usize>,
    /// The class whose braces are open.
    open: Option<usize>,
    title: String,
    members: usize,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) -> Result<(), Mistake> {
        let text = line.text.trim_end_matches(';').trim_end();
        if let Some(class) = self.open {
            match text.strip_suffix('}') {
                Some(rest) => {
                    self.member(class, rest);
                    self.open = None;
                }
                None => self.member(class, text),
            }
            return Ok(());
        }
        let word = text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = text[word.len()..].trim_start();
        match word {
            "direction" => self.graph.direction = Direction::named(behind).unwrap_or_default(),
            "class" => self.class(behind),
            "namespace" => {
                let title = label(behind.trim_end_matches('{'));
                self.groups.push(self.graph.groups.len());
                self.graph.groups.push(Group { title, parent: None });
            }
            "}" => {
                self.groups.pop();
            }
            "note" => {
                let (of, words) = match behind.strip_prefix("for ") {
                    Some(rest) => rest.trim().split_once(' ').unwrap_or((rest, "")),
                    None => ("", behind),
                };
                let note = self.graph.add(label(words), Shape::Note, None);
                if !of.is_empty() {
                    let from = self.known(of);
                    let none = Head::None;
                    let label = String::new();
                    self.graph.edges.push(Edge { from, to: note, label, line: Stroke::Dotted, head: none, tail: none });
                }
            }
            "accTitle" => self.title = label(behind.trim_start_matches(':')),
            word if LOOKS.contains(&word) => {}
            word if word.starts_with("<<") => {
                if let Some((kind, name)) = text[2..].split_once(">>") {
                    let class = self.known(name.trim());
                    self.member(class, &format!("«{}»", kind.trim()));
                }
            }
            _ => return self.relation(line, text),
        }
        Ok(())
    }

    /// `Name`, `Name["Words"]`, `Name {`.
    fn class(&mut self, written: &str) {
        let (written, inside) = match written.split_once('{') {
            Some((name, inside)) => (name.trim(), Some(inside.trim())),
            None => (written, None),
        };
        let (name, words) = match written.split_once('[') {
            Some((name, words)) => (name, Some(words.trim_end_matches(']'))),
            None => (written, None),
        };
        let class = self.known(name.split(":::").next().unwrap_or(name));
        if let Some(words) = words {
            self.graph.nodes[class].label = label(words);
        }
        match inside {
            Some(inside) if inside.ends_with('}') => self.member(class, inside.trim_end_matches('}')),
            Some(inside) => {
                self.member(class, inside);
                self.open = Some(class);
            }
            None => {}
        }
    }

    fn known(&mut self, name: &str) -> usize {
        let name = name.trim().trim_matches('`');
        let new = !self.graph.known.contains_key(name);
        let class = self.graph.node(name, self.groups.last().copied());
        if new {
            self.graph.nodes[class].shape = Shape::Class;
            self.graph.nodes[class].label = generic(name);
        }
        class
    }

    fn member(&mut self, class: usize, written: &str) {
        let words = written.trim();
        if !words.is_empty() {
            self.members += 1;
            let words = words
                .strip_prefix("<<")
                .and_then(|kind| kind.strip_suffix(">>"))
                .map_or_else(|| generic(words), |kind| format!("«{kind}»"));
            self.graph.nodes[class].members.push(label(&words));
        }
    }

    fn relation(&mut self, line: &Line<'_>, text: &str) -> Result<(), Mistake> {
        let unknown = || {
            Mistake::at(
                line.place(),
                "This line says nothing that is known of classes",
                "Write `Animal <|-- Dog` for a kind, `Dog --> Bone: eats` for a line, `Dog: +bark()` for what a class holds.",
            )
        };
        let at = ["--", ".."].iter().filter_map(|sign| text.find(sign)).min();
        let colon = text.find(':');
        let Some(at) = at.filter(|at| colon.is_none_or(|colon| at < &colon)) else {
            let (name, member) = text.split_once(':').ok_or_else(unknown)?;
            if name.trim().is_empty() || name.trim().contains(' ') {
                return Err(unknown());
            }
            let class = self.known(name);
            self.member(class, member);
            return Ok(());
        };
        let (before, behind) = (&text[..at], &text[at + 2..]);
        let tails = [("<|", Head::Triangle), ("*", Head::Diamond), ("o", Head::Hollow), ("<", Head::Arrow)];
        let heads = [("|>", Head::Triangle), ("*", Head::Diamond), ("o", Head::Hollow), (">", Head::Arrow)];
        // A name may end in the letter `o`.
        let is_sign = |sign: &str, rest: &str| sign != "o" || rest.is_empty() || rest.ends_with([' ', '"']);
        let tail = tails.iter().find_map(|(sign, head)| {
            let rest = before.strip_suffix(sign)?;
            is_sign(sign, rest).then_some((rest, *head))
        });
        let head = heads.iter().find_map(|(sign, head)| {
            let rest = behind.strip_prefix(sign)?;
            (*sign != "o" || rest.starts_with([' ', '"'])).then_some((rest, *head))
        });
        let (before, tail) = tail.unwrap_or((before, Head::None));
        let (behind, head) = head.unwrap_or((behind, Head::None));
        let (behind, words) = behind.split_once(':').unwrap_or((behind, ""));
        let (from, many) = counted(before, |text| text.find('"'));
        let (to, of) = counted(behind, |text| text.find('"'));
        if from.is_empty() || to.is_empty() {
            return Err(unknown());
        }
        let counts = [many, of].into_iter().filter(|count| !count.is_empty()).collect::<Vec<_>>().join(" : ");
        let words = [label(words), counts].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let (from, to) = (self.known(&from), self.known(&to));
        let line = if text[at..].starts_with("..") { Stroke::Dotted } else { Stroke::Solid };
        self.graph.edges.push(Edge { from, to, label: words, line, head, tail });
        Ok(())
    }
}

/// A name and how many of it there are: `Dog "1..*"`, `"1" Dog`.
fn counted(text: &str, quote: impl Fn(&str) -> Option<usize>) -> (String, String) {
    let Some(first) = quote(text) else { return (text.trim().to_owned(), String::new()) };
    let rest = &text[first + 1..];
    let end = rest.find('"').unwrap_or(rest.len());
    let name = format!("{}{}", &text[..first], rest.get(end + 1..).unwrap_or_default());
    (name.trim().to_owned(), rest[..end].trim().to_owned())
}

/// `List~int~` as it is meant.
fn generic(words: &str) -> String {
    let mut open = false;
    words
        .chars()
        .map(|letter| match letter {
            '~' => {
                open = !open;
                if open { '‹' } else { '›' }
            }
            letter => letter,
        })
        .collect()
}
