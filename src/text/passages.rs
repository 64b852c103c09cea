//! A text → its passages: headings, pictures and sentences in the order of the text, each as plain words and with its marks.
//!
//! Takes: a body, and what its placeholders say. Gives: [`Passage`]s. Never: knows a page, or where a link leads.

use super::body::{Body, PlaceholderKind};
use super::node::{Kind, Node, nodes};
use super::plain::Plain;
use super::sentence;
use std::ops::Range;

/// A sentence of a text, a heading, or a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its words, with those marks that change what they mean: `~~struck out~~`, `++put in++`, `==highlighted==`, `^raised^`.
    pub shown: String,
    /// The same with every mark, and with where its links lead: two that read alike in every respect are equal in this.
    pub full: String,
    /// What it stands in, in words, the innermost first: `a numbered list in a box`; empty in the text itself.
    pub within: String,
    /// Of a table's cell: its column and row; empty elsewhere.
    pub place: String,
    /// The level of the care card around it; empty outside one.
    pub card: String,
    /// Of a heading: its level and its anchor.
    pub heading: Option<(u8, String)>,
    /// The number of its block: sentences of one paragraph have the same.
    pub block: usize,
}

/// What a placeholder says to a reader.
pub enum Says {
    /// Words in the line.
    Words(String),
    /// Something that is not read, and yet is not the same where this is another.
    Unread(String),
    /// A block of its own: as it is shown, and in full.
    Block(String, String),
    /// A block of its own, and passages that stand behind it.
    Passages(Passage, Vec<Passage>),
    /// Nothing.
    Nothing,
}

/// The passages of a text. `says` knows the placeholders: of the beginning of a link the words that its author left out, of its
/// end where it leads.
pub fn passages(body: &Body, says: impl FnMut(PlaceholderKind) -> Says) -> Vec<Passage> {
    passages_of(body, 0..body.html.len(), says)
}

/// The passages of a part of a text that stands by itself.
pub fn passages_of(body: &Body, part: Range<usize>, says: impl FnMut(PlaceholderKind) -> Says) -> Vec<Passage> {
    let all = nodes(body);
    let first = all.iter().position(|node| node.html.start as usize >= part.start).unwrap_or(all.len());
    let count = all[first..].iter().take_while(|node| (node.html.start as usize) < part.end).count();
    let within = |node: &Node| Node { end: (node.end - first as u32).min(count as u32), ..node.clone() };
    let nodes: Vec<Node> = all[first..first + count].iter().map(within).collect();
    let mut reader = Reader {
        body,
        says,
        out: Vec::new(),
        line: Line::default(),
        around: Vec::new(),
        tables: Vec::new(),
        blocks: 0,
    };
    let mut entered = 0;
    for step in (Walk { nodes: &nodes, next: 0, open: Vec::new() }) {
        match step {
            Step::In(node) => {
                reader.enter(node, is_highlight(&nodes, entered));
                entered += 1;
            }
            Step::Out(node) => reader.leave(node),
        }
    }
    reader.flush(None);
    reader.out
}

/// Whether a phrase is a highlight, which stands in the HTML as two placeholders and so takes no bytes of its own.
fn is_highlight(nodes: &[Node], place: usize) -> bool {
    let (node, next) = (&nodes[place], nodes.get(place + 1));
    node.kind == Kind::Phrase
        && next.is_some_and(|next| node.end as usize > place + 1 && next.html.start == node.html.start)
}

/// A step of a walk over the nodes, in the order of the text.
enum Step<'a> {
    /// Into a node.
    In(&'a Node),
    /// Out of a node that may hold others.
    Out(&'a Node),
}

/// The walk over nodes, depth first.
struct Walk<'a> {
    nodes: &'a [Node],
    next: usize,
    open: Vec<&'a Node>,
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

/// A mark in a line of words.
#[derive(Clone)]
struct Mark {
    /// The byte of the words before which it stands.
    at: usize,
    turn: Turn,
    text: String,
    /// Whether the words mean something else with it.
    counts: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    Stands,
}

/// Words that are being gathered, with their marks.
#[derive(Default)]
struct Line {
    plain: Plain,
    marks: Vec<Mark>,
    /// What is open: the mark at its beginning and the one at its end.
    open: Vec<(Mark, String)>,
}

impl Line {
    fn mark(&mut self, turn: Turn, text: impl Into<String>, counts: bool) {
        self.marks.push(Mark { at: self.plain.len(), turn, text: text.into(), counts });
    }

    fn open(&mut self, begin: impl Into<String>, end: impl Into<String>, counts: bool) {
        self.mark(Turn::Opens, begin, counts);
        let begin = self.marks.last().cloned();
        self.open.extend(begin.map(|begin| (begin, end.into())));
    }

    fn close(&mut self) {
        if let Some((begin, end)) = self.open.pop() {
            self.mark(Turn::Closes, end, begin.counts);
        }
    }

    /// The words and marks; what is open goes on in the next line.
    fn take(&mut self) -> (String, Vec<Mark>) {
        let again: Vec<Mark> = self.open.iter().map(|(begin, _)| Mark { at: 0, ..begin.clone() }).collect();
        (self.plain.take(), std::mem::replace(&mut self.marks, again))
    }
}

struct Reader<'a, F> {
    body: &'a Body,
    says: F,
    out: Vec<Passage>,
    line: Line,
    /// The blocks around the place, outermost first: what each is called, and of a care card its level.
    around: Vec<(String, String)>,
    /// The tables around the place, outermost first.
    tables: Vec<Table>,
    blocks: usize,
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    rows: usize,
    /// What stands at the head of each column.
    heads: Vec<String>,
    /// What the row begins with.
    row: String,
    /// The columns of the row that are behind.
    column: usize,
    /// The first passage of the cell.
    first: usize,
}

impl Table {
    /// A cell ends that says this.
    fn said(&mut self, text: String, columns: usize) {
        if self.rows == 1 {
            self.heads.resize(self.column, String::new());
            self.heads.push(text);
        } else if self.column == 0 {
            self.row = text;
        }
        self.column += columns;
    }

    /// The cell's place in words.
    fn place(&self) -> String {
        let head = self.heads.get(self.column).filter(|head| self.rows > 1 && !head.is_empty());
        let head = head.map(|head| format!("the column “{head}”"));
        let row = Some(format!("the row “{}”", self.row)).filter(|_| self.column > 0 && !self.row.is_empty());
        head.into_iter().chain(row).collect::<Vec<_>>().join(" of ")
    }
}

impl<F: FnMut(PlaceholderKind) -> Says> Reader<'_, F> {
    fn enter(&mut self, node: &Node, highlight: bool) {
        match node.kind {
            Kind::Words => self.line.plain.words(&self.body.html[node.html.start as usize..node.html.end as usize]),
            Kind::Placeholder(placeholder) => self.say(placeholder),
            Kind::Link(Some(link)) => {
                self.line.open("[", "", false);
                self.say(PlaceholderKind::LinkStart(link));
            }
            Kind::Link(None) => {
                let to = node.tag(self.body).and_then(|tag| tag.attribute("href")).unwrap_or_default().to_owned();
                self.line.open("[", format!("]({to})"), false);
            }
            Kind::Break => {
                self.line.plain.tag(Kind::Break);
                self.line.mark(Turn::Stands, "⏎", false);
            }
            Kind::Phrase if highlight => self.line.open("==", "==", true),
            Kind::Phrase | Kind::Verbatim => {
                let tag = node.tag(self.body);
                let name = tag.map(|tag| tag.name).unwrap_or_default();
                let (sign, counts) = match name {
                    "del" | "s" => ("~~", true),
                    "ins" | "u" => ("++", true),
                    "mark" => ("==", true),
                    "sup" => ("^", true),
                    "sub" => ("~", true),
                    "em" | "i" => ("*", false),
                    "strong" | "b" => ("**", false),
                    "code" => ("`", false),
                    _ => ("", false),
                };
                let attributes = tag.map(|tag| tag.attributes).unwrap_or_default();
                if sign.is_empty() || !attributes.is_empty() {
                    self.line.open(format!("<{name}{attributes}>"), format!("</{name}>"), counts);
                } else {
                    self.line.open(sign, sign, counts);
                }
            }
            _ => {
                self.flush(None);
                self.around.push(self.called(node));
                match node.tag(self.body).map(|tag| tag.name) {
                    Some("table") => self.tables.push(Table::default()),
                    Some("tr") => {
                        self.tables.iter_mut().next_back().into_iter().for_each(|table| {
                            (table.rows, table.column, table.row) = (table.rows + 1, 0, String::new());
                        });
                    }
                    Some("td" | "th") => {
                        let first = self.out.len();
                        self.tables.iter_mut().next_back().into_iter().for_each(|table| table.first = first);
                    }
                    _ => {}
                }
            }
        }
    }

    fn leave(&mut self, node: &Node) {
        match node.kind {
            Kind::Link(Some(link)) => {
                let to = match (self.says)(PlaceholderKind::LinkEnd(link)) {
                    Says::Words(to) | Says::Unread(to) => to,
                    Says::Block(..) | Says::Passages(..) | Says::Nothing => String::new(),
                };
                if let Some((_, end)) = self.line.open.last_mut() {
                    *end = format!("]({to})");
                }
                self.line.close();
            }
            Kind::Link(None) | Kind::Phrase | Kind::Verbatim => self.line.close(),
            Kind::Break => {}
            Kind::Heading(level) => {
                let heading = self.body.heading_places.iter().position(|place| *place == node.html.start as usize);
                let id = heading.and_then(|at| self.body.headings.get(at)).map(|heading| heading.id.to_string());
                self.flush(Some((level, id.unwrap_or_default())));
                self.around.pop();
            }
            _ => {
                self.flush(None);
                self.around.pop();
                let tag = node.tag(self.body);
                match tag.map(|tag| tag.name) {
                    Some("table") => drop(self.tables.pop()),
                    Some("td" | "th") => {
                        let columns = tag.and_then(|tag| tag.attribute("colspan")?.parse().ok()).unwrap_or(1);
                        if let Some(table) = self.tables.last_mut() {
                            let said = self.out[table.first..].iter().map(|passage| passage.shown.as_str());
                            let said = said.collect::<Vec<_>>().join(" ");
                            table.said(said, usize::clamp(columns, 1, 100));
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn say(&mut self, placeholder: PlaceholderKind) {
        match (self.says)(placeholder) {
            Says::Words(words) => self.line.plain.text(&words),
            Says::Unread(mark) => self.line.mark(Turn::Stands, mark, false),
            Says::Block(shown, full) => {
                self.flush(None);
                self.blocks += 1;
                let passage = Passage { shown, full, block: self.blocks, ..self.here() };
                self.out.push(passage);
            }
            Says::Passages(head, inside) => {
                self.flush(None);
                self.blocks += 1;
                let here = self.here();
                let first = self.blocks;
                self.out.push(Passage { shown: head.shown, full: head.full, block: first, ..here.clone() });
                self.blocks += inside.last().map_or(0, |last| last.block);
                self.out.extend(inside.into_iter().map(|passage| {
                    let within = [passage.within, here.within.clone()].into_iter().filter(|name| !name.is_empty());
                    let within = within.collect::<Vec<_>>().join(" in ");
                    Passage { within, block: passage.block + first, ..passage }
                }));
            }
            Says::Nothing => {}
        }
    }

    /// A passage without words at this place.
    fn here(&self) -> Passage {
        let names: Vec<&str> =
            self.around.iter().rev().map(|(name, _)| name.as_str()).filter(|name| !name.is_empty()).collect();
        let card = self.around.iter().rev().map(|(_, card)| card).find(|card| !card.is_empty());
        let place = self.tables.last().map(Table::place).unwrap_or_default();
        Passage { within: names.join(" in "), place, card: card.cloned().unwrap_or_default(), ..Passage::default() }
    }

    /// What a block is called, and the level of a care card.
    fn called(&self, node: &Node) -> (String, String) {
        let tag = node.tag(self.body);
        let name = match (node.kind, tag.map(|tag| tag.name)) {
            (Kind::List, Some("ol")) => match tag.and_then(|tag| tag.attribute("start")) {
                Some(first) => return (format!("a list numbered from {first}"), String::new()),
                None => "a numbered list",
            },
            (Kind::List, _) => "a bulleted list",
            (Kind::Quotation, _) => "a quotation",
            (Kind::Card, _) => {
                let level = tag.and_then(|tag| tag.class()?.strip_prefix("care care-")).unwrap_or_default();
                return ("a box".into(), level.into());
            }
            (_, Some("details")) => match tag.is_some_and(|tag| tag.attributes.contains(" open")) {
                true => "an open fold",
                false => "a closed fold",
            },
            (Kind::Callout, _) => "a box",
            (Kind::CardTitle | Kind::CalloutTitle, _) => "the title of a box",
            (Kind::Code, _) => "a block of code",
            (Kind::Cell, Some("th")) => "the head of a table",
            (Kind::Cell, _) => "a table",
            (Kind::Term, _) => "a term that is explained",
            _ => "",
        };
        (name.into(), String::new())
    }

    /// Ends a block: its sentences are passages; a heading is one, whatever it holds.
    fn flush(&mut self, heading: Option<(u8, String)>) {
        let (words, marks) = self.line.take();
        if words.is_empty() {
            return;
        }
        self.blocks += 1;
        let whole = 0..words.len();
        let ranges = if heading.is_some() { Vec::from([whole]) } else { sentence::split(&words) };
        let here = Passage { block: self.blocks, heading, ..self.here() };
        for range in ranges {
            let [shown, full] = [true, false].map(|only_what_counts| {
                let marks: Vec<&Mark> = marks.iter().filter(|mark| mark.counts || !only_what_counts).collect();
                marked(&words, &range, &marks)
            });
            self.out.push(Passage { shown, full, ..here.clone() });
        }
    }
}

/// A stretch of words with the marks within it; what is open around it is opened and closed anew.
fn marked(words: &str, range: &Range<usize>, marks: &[&Mark]) -> String {
    let mut out = String::new();
    let mut open: Vec<&Mark> = Vec::new();
    let mut at = range.start;
    let mut begun = false;
    for mark in marks {
        let before = match mark.turn {
            Turn::Opens => mark.at < range.start,
            Turn::Closes | Turn::Stands => mark.at <= range.start,
        };
        let behind = match mark.turn {
            Turn::Opens => mark.at >= range.end,
            Turn::Closes | Turn::Stands => mark.at > range.end,
        };
        if !before && !begun {
            open.iter().for_each(|mark| out.push_str(&mark.text));
            begun = true;
        }
        if !before && !behind {
            out.push_str(&words[at..mark.at.max(at)]);
            at = mark.at.max(at);
            out.push_str(&mark.text);
        }
        match mark.turn {
            _ if behind => {}
            Turn::Opens => open.push(mark),
            Turn::Closes => drop(open.pop()),
            Turn::Stands => {}
        }
    }
    if !begun {
        open.iter().for_each(|mark| out.push_str(&mark.text));
    }
    out.push_str(&words[at..range.end]);
    // The sign at the end is the one at the beginning, but for a link and a tag.
    for mark in open.iter().rev() {
        match mark.text.as_str() {
            "[" => out.push(']'),
            tag if tag.starts_with('<') => out.push_str("</>"),
            sign => out.push_str(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_struck_out_is_so_in_each_of_its_sentences() {
        let body = Body {
            html: "<ol><li>One <em>t</em>wo. <del>Do not. Run it.</del> End.</li></ol><p>2<sup>3</sup></p>".into(),
            ..Body::default()
        };
        let told = passages(&body, |_| Says::Nothing);
        let shown: Vec<(&str, &str)> = told.iter().map(|p| (p.shown.as_str(), p.within.as_str())).collect();
        let list = "a numbered list";
        assert_eq!(
            shown,
            [("One two.", list), ("~~Do not.~~", list), ("~~Run it.~~", list), ("End.", list), ("2^3^", "")]
        );
        assert_eq!(told[0].full, "One *t*wo.");
    }
}
