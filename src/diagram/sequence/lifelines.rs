//! A sequence of messages as lines between those who take part, from the top down.

use super::super::canvas::{Anchor, Canvas};
use super::{Beside, End, Event};
use crate::tree::wrap::{LINE, measure, wrap};

/// Words are so wide at most: of somebody, and of a message.
const PERSON: f64 = 130.0;
const MESSAGE: f64 = 190.0;
const PADDING: f64 = 8.0;
/// How far to the side a message to oneself goes.
const LOOP: f64 = 26.0;

/// A frame that is open: where it begins, and from whom to whom it reaches.
struct Frame {
    title: Vec<String>,
    top: f64,
    reach: Option<(usize, usize)>,
}

pub(super) fn draw(people: &[String], events: &[Event]) -> (String, [i64; 4]) {
    let names: Vec<Vec<String>> = people.iter().map(|name| wrapped(name, PERSON, 3)).collect();
    let x = columns(&names, events);
    let head = names.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64 * LINE + 2.0 * PADDING;
    let mut drawing = Drawing { canvas: Canvas::default(), x: &x, y: head + 14.0, frames: Vec::new() };
    events.iter().for_each(|event| drawing.event(event));
    while !drawing.frames.is_empty() {
        drawing.close();
    }
    let Drawing { canvas: happened, y, .. } = drawing;
    let mut canvas = Canvas::default();
    for (at, name) in x.iter().zip(&names) {
        canvas.polyline("d-dash", &[(*at, head), (*at, y + 6.0)]);
        let width = wide(name) + 2.0 * PADDING + 8.0;
        canvas.rect("d-box", [at - width / 2.0, 0.0, width, head], 4.0);
        let top = (head - name.len() as f64 * LINE) / 2.0;
        canvas.text("d-title", (*at, top), Anchor::Middle, name);
    }
    canvas.append(happened);
    canvas.finish()
}

fn wide(lines: &[String]) -> f64 {
    lines.iter().map(|line| measure(line)).fold(0.0, f64::max)
}

fn wrapped(words: &str, room: f64, most: usize) -> Vec<String> {
    words.lines().flat_map(|line| wrap(line, room, most)).take(most).collect()
}

/// How far from the left each stands: so far apart that words between them fit.
fn columns(names: &[Vec<String>], events: &[Event]) -> Vec<f64> {
    let mut gaps: Vec<f64> = names.windows(2).map(|pair| (wide(&pair[0]) + wide(&pair[1])) / 2.0 + 48.0).collect();
    let mut wanted: Vec<(usize, usize, f64)> = Vec::new();
    for event in events {
        match event {
            Event::Message { from, to, words, .. } if from == to => {
                wanted.push((*from, from + 1, wide(&wrapped(words, MESSAGE, 6)) + LOOP + 20.0));
            }
            Event::Message { from, to, words, .. } => {
                wanted.push((*from.min(to), *from.max(to), wide(&wrapped(words, MESSAGE, 6)) + 28.0));
            }
            Event::Note { first, last, beside, words } => {
                let width = wide(&wrapped(words, MESSAGE, 10)) + 40.0;
                match beside {
                    Beside::Right => wanted.push((*last, last + 1, width)),
                    Beside::Left if *first > 0 => wanted.push((first - 1, *first, width)),
                    Beside::Left => {}
                    Beside::Over if first == last => {
                        wanted.push((*first, first + 1, width / 2.0 + 20.0));
                        wanted.extend((*first > 0).then(|| (first - 1, *first, width / 2.0 + 20.0)));
                    }
                    Beside::Over => wanted.push((*first, *last, width)),
                }
            }
            _ => {}
        }
    }
    wanted.sort_by_key(|(from, to, _)| to - from);
    for (from, to, width) in wanted.into_iter().filter(|(_, to, _)| *to < names.len()) {
        let there: f64 = gaps[from..to].iter().sum();
        let each = (width - there).max(0.0) / (to - from) as f64;
        gaps[from..to].iter_mut().for_each(|gap| *gap += each);
    }
    let mut at = 0.0;
    std::iter::once(0.0)
        .chain(gaps.into_iter().map(|gap| {
            at += gap.round();
            at
        }))
        .collect()
}

struct Drawing<'a> {
    canvas: Canvas,
    x: &'a [f64],
    y: f64,
    frames: Vec<Frame>,
}

impl Drawing<'_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Message { from, to, words, dotted, ends } => {
                self.reaches(*from, *to);
                let lines = wrapped(words, MESSAGE, 6);
                if from == to {
                    self.turned_back(*from, &lines, *dotted, *ends)
                } else {
                    self.message((*from, *to), &lines, *dotted, *ends)
                }
            }
            Event::Note { first, last, beside, words } => self.note(*first, *last, *beside, words),
            Event::Open { kind, words } => {
                let title = wrapped(&format!("{kind} {words}"), MESSAGE, 2);
                let height = title.len() as f64 * LINE;
                self.frames.push(Frame { title, top: self.y, reach: None });
                self.y += height + 8.0;
            }
            Event::Else { words } => {
                let lines = wrapped(&format!("[{words}]"), MESSAGE, 2);
                let Some((left, right)) = self.frames.last().and_then(|frame| self.sides(frame)) else { return };
                self.canvas.polyline("d-dash", &[(left, self.y), (right, self.y)]);
                self.canvas.text("d-label", (left + 6.0, self.y), Anchor::Start, &lines);
                self.y += lines.len() as f64 * LINE + 8.0;
            }
            Event::Close => self.close(),
        }
    }

    fn reaches(&mut self, a: usize, b: usize) {
        let (first, last) = (a.min(b), a.max(b));
        for frame in &mut self.frames {
            let (from, to) = frame.reach.unwrap_or((first, last));
            frame.reach = Some((from.min(first), to.max(last)));
        }
    }

    fn sides(&self, frame: &Frame) -> Option<(f64, f64)> {
        let (first, last) = frame.reach?;
        let deep = self.frames.len() as f64 * 4.0;
        Some((self.x[first] - 50.0 + deep, self.x[last] + 50.0 - deep))
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.frames.push(frame);
        let sides = self.frames.last().and_then(|frame| self.sides(frame));
        let Some(frame) = self.frames.pop() else { return };
        let Some((left, right)) = sides else { return };
        let right = right.max(left + wide(&frame.title) + 12.0);
        self.canvas.rect("d-frame", [left, frame.top, right - left, self.y - frame.top], 3.0);
        self.canvas.text("d-title d-label", (left + 6.0, frame.top), Anchor::Start, &frame.title);
        self.y += 12.0;
    }

    fn message(&mut self, (from, to): (usize, usize), lines: &[String], dotted: bool, ends: (End, End)) {
        let (from, to) = (self.x[from], self.x[to]);
        self.canvas.text("d-label", ((from + to) / 2.0, self.y), Anchor::Middle, lines);
        self.y += lines.len() as f64 * LINE + 6.0;
        let class = if dotted { "d-dash" } else { "d-line" };
        self.canvas.polyline(class, &[(from, self.y), (to, self.y)]);
        let way = if to > from { 1.0 } else { -1.0 };
        self.end(ends.1, to, self.y, way);
        self.end(ends.0, from, self.y, -way);
        self.y += 16.0;
    }

    fn turned_back(&mut self, who: usize, lines: &[String], dotted: bool, ends: (End, End)) {
        let (x, top) = (self.x[who], self.y + 6.0);
        let height = (lines.len() as f64 * LINE).max(18.0);
        let class = if dotted { "d-dash" } else { "d-line" };
        self.canvas.polyline(class, &[(x, top), (x + LOOP, top), (x + LOOP, top + height), (x, top + height)]);
        self.end(ends.1, x, top + height, -1.0);
        self.canvas.text("d-label", (x + LOOP + 6.0, top), Anchor::Start, lines);
        self.y = top + height + 16.0;
    }

    /// The end of a line that comes from the left, or with -1 from the right.
    fn end(&mut self, end: End, x: f64, y: f64, way: f64) {
        let back = |far: f64, side: f64| (x - way * far, y + side);
        match end {
            End::None => {}
            End::Arrow => self.canvas.polygon("d-head", &[(x, y), back(9.0, -5.0), back(9.0, 5.0)]),
            End::Open => self.canvas.polyline("d-line", &[back(9.0, -5.0), (x, y), back(9.0, 5.0)]),
            End::Cross => {
                self.canvas.polyline("d-line", &[back(9.0, -5.0), back(1.0, 5.0)]);
                self.canvas.polyline("d-line", &[back(9.0, 5.0), back(1.0, -5.0)]);
            }
        }
    }

    fn note(&mut self, first: usize, last: usize, beside: Beside, words: &str) {
        self.reaches(first, last);
        let (from, to) = (self.x[first], self.x[last]);
        let room = if beside == Beside::Over { MESSAGE.max(to - from) } else { MESSAGE };
        let lines = wrapped(words, room, 10);
        let width = (wide(&lines) + 2.0 * PADDING).max(if beside == Beside::Over { to - from + 30.0 } else { 0.0 });
        let left = match beside {
            Beside::Right => to + 10.0,
            Beside::Left => from - 10.0 - width,
            Beside::Over => (from + to - width) / 2.0,
        };
        let height = lines.len().max(1) as f64 * LINE + 10.0;
        self.canvas.rect("d-box d-3", [left, self.y, width, height], 0.0);
        self.canvas.text("", (left + width / 2.0, self.y + 5.0), Anchor::Middle, &lines);
        self.y += height + 12.0;
    }
}
