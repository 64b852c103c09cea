//! The elements that are open at a place of a text, and how room is made for the next.
//!
//! Takes: the name of an element that begins or ends. Gives: the closing tags that this takes, and whether the element may
//! stand there. Never: writes an element that was not asked for, but the row and the cell that words in a table need.

use super::super::body::{Body, PlaceholderKind};

/// An element that has begun and not ended.
pub(super) struct Entry<'a> {
    name: &'a str,
    close: Close,
    /// Whether it is open in what is written. If not, its end writes nothing.
    pub(super) live: bool,
    /// Nobody wrote it, so nobody will end it.
    implied: bool,
    /// Whether it has had the one child that it may have once: a summary, a caption.
    titled: bool,
}

/// What ends an element.
#[derive(Clone, Copy)]
pub(super) enum Close {
    Tag,
    Link(usize),
    Mark,
}

impl<'a> Entry<'a> {
    pub(super) fn of(name: &'a str, close: Close) -> Entry<'a> {
        Entry { name, close, live: true, implied: false, titled: false }
    }
}

/// The elements that are open, the outermost first.
#[derive(Default)]
pub(super) struct Open<'a> {
    entries: Vec<Entry<'a>>,
    /// How many of each kind are live: what there is none of is not looked for.
    live: [usize; KINDS],
}

const KINDS: usize = 9;

/// What is looked for among open elements.
fn kind(name: &str) -> Option<usize> {
    Some(match name {
        "a" => 0,
        "p" => 1,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => 2,
        "table" => 3,
        "ul" | "ol" => 4,
        "dl" => 5,
        "ruby" => 6,
        "details" => 7,
        "figure" => 8,
        _ => return None,
    })
}

/// Where words cannot stand.
fn is_part_of_table(name: &str) -> bool {
    matches!(name, "table" | "thead" | "tbody" | "tfoot" | "tr")
}

/// What ends a paragraph where it begins.
fn is_block(name: &str) -> bool {
    kind(name).is_some_and(|kind| (1..=8).contains(&kind) && kind != 6)
        || matches!(
            name,
            "blockquote" | "dd" | "div" | "dt" | "figcaption" | "hr" | "li" | "pre" | "section" | "summary"
        )
}

/// What stands in a line of words.
fn is_phrase(name: &str) -> bool {
    !is_block(name) && !is_part_of_table(name) && !matches!(name, "td" | "th" | "caption")
}

impl<'a> Open<'a> {
    pub(super) fn push(&mut self, entry: Entry<'a>) {
        if entry.live
            && let Some(kind) = kind(entry.name)
        {
            self.live[kind] += 1;
        }
        self.entries.push(entry);
    }

    /// Ends an element and what is open in it. One that is not open is none.
    pub(super) fn end(&mut self, name: &str, out: &mut Body) {
        let Some(at) = self.entries.iter().rposition(|entry| entry.name == name && !entry.implied) else { return };
        self.close_from(at, out);
        self.entries.truncate(at);
    }

    pub(super) fn close_all(&mut self, out: &mut Body) {
        self.close_from(0, out);
        self.entries.clear();
    }

    /// Closes the elements from this one inwards. Their own ends will come, and write nothing.
    fn close_from(&mut self, at: usize, out: &mut Body) {
        for entry in self.entries[at..].iter_mut().rev().filter(|entry| entry.live) {
            entry.live = false;
            if let Some(kind) = kind(entry.name) {
                self.live[kind] -= 1;
            }
            match entry.close {
                Close::Tag => {
                    out.html.push_str("</");
                    out.html.push_str(entry.name);
                    out.html.push('>');
                }
                Close::Link(link) => out.placeholder(PlaceholderKind::LinkEnd(link)),
                Close::Mark => out.placeholder(PlaceholderKind::MarkEnd),
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        kind(name).is_some_and(|kind| self.live[kind] > 0)
    }

    fn last(&mut self) -> Option<&mut Entry<'a>> {
        self.entries.iter_mut().rfind(|entry| entry.live)
    }

    /// The innermost element that is `wanted`, if all within it may be left for the sake of what begins.
    fn nearest(&self, wanted: impl Fn(&str) -> bool, passes: impl Fn(&str) -> bool) -> Option<usize> {
        for (at, entry) in self.entries.iter().enumerate().rev().filter(|(_, entry)| entry.live) {
            if wanted(entry.name) {
                return Some(at);
            }
            if !passes(entry.name) {
                return None;
            }
        }
        None
    }

    /// Words begin: in a table, but outside its cells, they get a cell.
    pub(super) fn cell(&mut self, out: &mut Body) {
        if self.last().is_some_and(|last| is_part_of_table(last.name)) {
            self.room_for("td", out);
            self.imply("td", out);
        }
    }

    fn imply(&mut self, name: &'static str, out: &mut Body) {
        out.html.push('<');
        out.html.push_str(name);
        out.html.push('>');
        self.push(Entry { implied: true, ..Entry::of(name, Close::Tag) });
    }

    /// Closes what an element ends by beginning. Gives whether it may stand where it then would.
    pub(super) fn room_for(&mut self, name: &str, out: &mut Body) -> bool {
        match name {
            "caption" | "thead" | "tbody" | "tfoot" => {
                self.within(&["table"], out) && (name != "caption" || self.title())
            }
            "tr" => self.within(&["table", "thead", "tbody", "tfoot"], out),
            "td" | "th" => {
                let room = self.within(&["tr", "table", "thead", "tbody", "tfoot"], out);
                if room && self.last().is_some_and(|last| last.name != "tr") {
                    self.imply("tr", out);
                }
                room
            }
            _ => self.room_in_text(name, out),
        }
    }

    /// Leaves everything within the nearest of these parts of a table.
    fn within(&mut self, parts: &[&str], out: &mut Body) -> bool {
        let at = if self.has("table") { self.nearest(|name| parts.contains(&name), |_| true) } else { None };
        if let Some(at) = at {
            self.close_from(at + 1, out);
        }
        at.is_some()
    }

    fn room_in_text(&mut self, name: &str, out: &mut Body) -> bool {
        if kind(name) == kind("h1") && self.has("h1") {
            return false;
        }
        if is_block(name)
            && self.has("p")
            && let Some(at) = self.nearest(|name| name == "p", |name| !matches!(name, "td" | "th" | "caption"))
        {
            self.close_from(at, out);
        }
        if name == "a"
            && self.has("a")
            && let Some(at) = self.nearest(|name| name == "a", |_| true)
        {
            self.close_from(at, out);
        }
        match name {
            "li" => {
                let list = if self.has("ul") {
                    self.nearest(
                        |name| matches!(name, "ul" | "ol"),
                        |name| is_phrase(name) || matches!(name, "li" | "div"),
                    )
                } else {
                    None
                };
                list.inspect(|at| self.close_from(at + 1, out)).is_some()
            }
            "dt" | "dd" => self.room_for_term(out),
            "rt" | "rp" => {
                let ruby = if self.has("ruby") { self.nearest(|name| name == "ruby", is_phrase) } else { None };
                ruby.inspect(|at| self.close_from(at + 1, out)).is_some()
            }
            "summary" => self.last().is_some_and(|last| last.name == "details") && self.title(),
            "figcaption" => self.last().is_some_and(|last| last.name == "figure") && self.title(),
            _ => {
                self.cell(out);
                true
            }
        }
    }

    /// A list of terms may hold them in groups.
    fn room_for_term(&mut self, out: &mut Body) -> bool {
        if !self.has("dl") {
            return false;
        }
        let Some(list) =
            self.nearest(|name| name == "dl", |name| is_phrase(name) || matches!(name, "dt" | "dd" | "div"))
        else {
            return false;
        };
        let child = self.entries.iter().skip(list + 1).position(|entry| entry.live).map(|place| list + 1 + place);
        let group = child.filter(|at| self.entries.get(*at).is_some_and(|entry| entry.name == "div"));
        self.close_from(group.unwrap_or(list) + 1, out);
        true
    }

    /// Whether the innermost element has room for its title still.
    fn title(&mut self) -> bool {
        self.last().is_some_and(|last| !std::mem::replace(&mut last.titled, true))
    }
}
