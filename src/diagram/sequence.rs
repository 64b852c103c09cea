//! `sequenceDiagram`: who says what to whom, in order, with notes and frames.
//!
//! Takes: the lines of one. Gives: what happens in it, drawn by `lifelines`, and in words. Never: leaves a message out of the words.

use super::lines::Line;
use super::words::{in_line, label};
use super::{Drawn, Entry, MOST, Mistake, Piece, too_much};
use std::collections::HashMap;

mod lifelines;

/// What happens, in order.
enum Event {
    Message { from: usize, to: usize, words: String, dotted: bool, ends: (End, End) },
    Note { first: usize, last: usize, beside: Beside, words: String },
    Open { kind: String, words: String },
    Else { words: String },
    Close,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    Left,
    Right,
    Over,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    None,
    Arrow,
    Open,
    Cross,
}

/// Arrows, the longest first.
const ARROWS: [(&str, bool, End, End); 10] = [
    ("<<-->>", true, End::Arrow, End::Arrow),
    ("<<->>", false, End::Arrow, End::Arrow),
    ("-->>", true, End::None, End::Arrow),
    ("->>", false, End::None, End::Arrow),
    ("-->", true, End::None, End::None),
    ("--x", true, End::None, End::Cross),
    ("--)", true, End::None, End::Open),
    ("->", false, End::None, End::None),
    ("-x", false, End::None, End::Cross),
    ("-)", false, End::None, End::Open),
];

pub(super) fn drawn(lines: &[Line<'_>]) -> Result<Drawn, Mistake> {
    let mut reader = Reader::default();
    for line in lines {
        let before = reader.events.len();
        reader.line(line)?;
        if reader.events.len() > 2 * MOST || reader.people.len() > MOST / 2 {
            return Err(too_much(line.place()));
        }
        if reader.numbered
            && reader.events.len() > before
            && let Some(Event::Message { words, .. }) = reader.events.last_mut()
        {
            reader.messages += 1;
            *words = format!("{}. {words}", reader.messages);
        }
    }
    let Reader { people, events, title, .. } = reader;
    if people.is_empty() {
        let help = "Write who says what to whom, like `Ann->>Bob: Hello`.";
        return Err(Mistake::at(0..0, "Nobody says anything in this diagram", help));
    }
    let (svg, view) = lifelines::draw(&people, &events);
    Ok(Drawn { svg, view, kind: "diagram-sequence", title, outline: outline(&people, &events) })
}

#[derive(Default)]
struct Reader {
    /// What each is called.
    people: Vec<String>,
    known: HashMap<String, usize>,
    events: Vec<Event>,
    /// For each that is open, whether a frame is drawn.
    open: Vec<bool>,
    title: String,
    numbered: bool,
    messages: usize,
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) -> Result<(), Mistake> {
        let text = line.text.trim_end_matches(';').trim_end();
        let word = text.split([' ', '\t', ':']).next().unwrap_or_default();
        let behind = text[word.len()..].trim_start_matches([' ', '\t', ':']);
        match word.to_ascii_lowercase().as_str() {
            "participant" | "actor" => {
                self.person(behind);
            }
            "create" => {
                let name = behind.split_once(' ').map_or(behind, |(_, name)| name);
                self.person(name);
            }
            "autonumber" => self.numbered = true,
            "activate" | "deactivate" | "destroy" | "links" | "link" | "accdescr" => {}
            "title" | "acctitle" => self.title = label(behind),
            "loop" | "alt" | "opt" | "par" | "critical" | "break" => {
                self.open.push(true);
                self.events.push(Event::Open { kind: word.to_owned(), words: label(behind) });
            }
            // Only a colour.
            "rect" | "box" => self.open.push(false),
            "else" | "and" | "option" if self.open.last() == Some(&true) => {
                self.events.push(Event::Else { words: label(behind) });
            }
            "end" if behind.is_empty() => {
                if self.open.pop() == Some(true) {
                    self.events.push(Event::Close);
                }
            }
            "note" => self.note(line, behind)?,
            _ => self.message(line, text)?,
        }
        Ok(())
    }

    /// `Ann`, or `A as Ann`.
    fn person(&mut self, written: &str) -> usize {
        let (id, called) = written.split_once(" as ").unwrap_or((written, written));
        let id = id.split("@{").next().unwrap_or(id).trim();
        let called = if written == called { id } else { called };
        let people = &mut self.people;
        *self.known.entry(id.to_owned()).or_insert_with(|| {
            people.push(label(called));
            people.len() - 1
        })
    }

    fn note(&mut self, line: &Line<'_>, written: &str) -> Result<(), Mistake> {
        let sides = [("right of ", Beside::Right), ("left of ", Beside::Left), ("over ", Beside::Over)];
        let lower = written.to_ascii_lowercase();
        let found = sides.iter().find(|(side, _)| lower.starts_with(side));
        let Some((side, beside)) = found else { return Err(unknown(line)) };
        let Some((who, words)) = written[side.len()..].split_once(':') else { return Err(unknown(line)) };
        let people: Vec<usize> = who.split(',').map(|one| self.person(one.trim())).collect();
        let (first, last) = (people.iter().min().copied().unwrap_or(0), people.iter().max().copied().unwrap_or(0));
        self.events.push(Event::Note { first, last, beside: *beside, words: label(words) });
        Ok(())
    }

    fn message(&mut self, line: &Line<'_>, text: &str) -> Result<(), Mistake> {
        let (ends, words) = text.split_once(':').unwrap_or((text, ""));
        let found = ARROWS.iter().find_map(|arrow| Some((ends.find(arrow.0)?, arrow)));
        let Some((at, (arrow, dotted, start, end))) = found else { return Err(unknown(line)) };
        let (from, to) = (ends[..at].trim(), ends[at + arrow.len()..].trim_start_matches(['+', '-']).trim());
        if from.is_empty() || to.is_empty() {
            return Err(unknown(line));
        }
        let (from, to) = (self.person(from), self.person(to));
        self.events.push(Event::Message { from, to, words: label(words), dotted: *dotted, ends: (*start, *end) });
        Ok(())
    }
}

fn unknown(line: &Line<'_>) -> Mistake {
    Mistake::at(
        line.place(),
        "This line says nothing that is known of messages",
        "Write `Ann->>Bob: Hello` for a message, `Note over Ann: words` for a note, `participant A as Ann` for somebody.",
    )
}

/// All of it in words: what stands in a frame below the frame's own.
fn outline(people: &[String], events: &[Event]) -> Vec<Entry> {
    let mut open: Vec<Vec<Entry>> = vec![Vec::new()];
    let mut frames: Vec<Entry> = Vec::new();
    let close = |open: &mut Vec<Vec<Entry>>, frames: &mut Vec<Entry>| {
        if let (Some(below), Some(frame)) = (if open.len() > 1 { open.pop() } else { None }, frames.pop()) {
            open.last_mut().into_iter().for_each(|around| around.push(Entry { below: below.clone(), ..frame.clone() }));
        }
    };
    let said = |start: &str, words: &str| {
        if words.is_empty() { start.to_owned() } else { format!("{start}: {}", in_line(words)) }
    };
    for event in events {
        let entry = match event {
            Event::Message { from, to, words, ends, .. } => {
                let sign = if ends.0 == End::None { "→" } else { "↔" };
                Entry::of(said(&format!("{} {sign} {}", in_line(&people[*from]), in_line(&people[*to])), words))
            }
            Event::Note { first, last, words, .. } => {
                let mut names = vec![in_line(&people[*first])];
                if last != first {
                    names.push(in_line(&people[*last]));
                }
                let words = Piece::Words(said(&format!(" ({})", names.join(", ")), words));
                Entry { pieces: vec![Piece::Word("callout-note"), words], below: Vec::new() }
            }
            Event::Open { kind, words } => {
                frames.push(Entry::of(said(kind, words)));
                open.push(Vec::new());
                continue;
            }
            Event::Else { words } => {
                close(&mut open, &mut frames);
                frames.push(Entry::of(said("else", words)));
                open.push(Vec::new());
                continue;
            }
            Event::Close => {
                close(&mut open, &mut frames);
                continue;
            }
        };
        open.last_mut().into_iter().for_each(|around| around.push(entry.clone()));
    }
    while open.len() > 1 {
        close(&mut open, &mut frames);
    }
    open.pop().unwrap_or_default()
}
