//! A written text → the same, its elements nested as a browser nests them.
//!
//! Takes: HTML with placeholders that this program wrote, so that every `<` begins a tag. Gives: the same words in the same order, in
//! which each tag that is open is closed, each that is closed was open, and no element stands where a browser would move it
//! from: a block in a paragraph, a link in a link, a cell outside its row. Never: loses a word, an anchor or a placeholder.
//!
//! The stack of open elements of HTML's own tree construction, with its implied end tags; what the stack has closed early stays
//! on it, dead, until its own end comes. Two roads were not taken: HTML's adoption of misnested formatting, which copies
//! elements and with them their ids; and a document tree, which would have to be written out again.

use super::body::{Body, Placeholder, PlaceholderKind};
use stack::{Close, Entry, Open};

mod stack;

/// Elements without a closing tag (HTML calls them void), of those that are written.
pub const EMPTY: [&str; 7] = ["br", "hr", "img", "input", "source", "track", "wbr"];

/// Nests the text of a body, and each of its notes, apart from one another.
pub fn nest(body: &mut Body) {
    let html = std::mem::take(&mut body.html);
    let placeholders = std::mem::take(&mut body.placeholders);
    body.embeds.clear();
    let mut writer = Writer::new(&html, &placeholders);
    writer.stretch(body.notes.first().map_or(html.len(), |note| note.start));
    for note in &body.notes {
        writer.stretch(note.end);
    }
    writer.stretch(html.len());
    let Writer { out, moved, .. } = writer;
    let place = |old: usize| moved_to(&moved, old);
    body.heading_places.iter_mut().for_each(|at| *at = place(*at));
    body.block_places.iter_mut().for_each(|(at, _)| *at = place(*at as usize) as u32);
    for mark in &mut body.marks {
        (mark.start, mark.anchor, mark.end) = (place(mark.start), place(mark.anchor), place(mark.end));
    }
    for note in &mut body.notes {
        (note.start, note.end) = (place(note.start), place(note.end));
    }
    (body.html, body.placeholders, body.embeds) = (out.html, out.placeholders, out.embeds);
}

/// A piece cut out of a text, standing by itself: without closing tags of what began before it, and with those of what ends
/// behind it. `list` is the tag of the list that a single item stands in.
pub fn piece(html: &str, list: Option<&str>) -> String {
    let end = list.map_or("", |list| if list.starts_with("<ol") { "</ol>" } else { "</ul>" });
    let whole = format!("{}{html}{end}", list.unwrap_or_default());
    let mut writer = Writer::new(&whole, &[]);
    writer.stretch(whole.len());
    writer.out.html
}

/// Where a place of the text before is now.
fn moved_to(moved: &[(usize, usize)], old: usize) -> usize {
    let after = moved.partition_point(|(from, _)| *from <= old);
    let next = moved.get(after).map_or(usize::MAX, |(_, to)| *to);
    match after.checked_sub(1).and_then(|last| moved.get(last)) {
        Some((from, to)) => (to + (old - from)).min(next),
        None => old,
    }
}

struct Writer<'a> {
    html: &'a str,
    placeholders: &'a [Placeholder],
    /// The first placeholder and the first byte that are not written yet.
    placeholder: usize,
    at: usize,
    /// The first tag from there on, or the text's end. Kept: between two tags there may be a hundred thousand placeholders.
    tag: usize,
    open: Open<'a>,
    out: Body,
    /// Where each tag and word began, and where it begins now.
    moved: Vec<(usize, usize)>,
    /// How many bytes were looked through for tags.
    #[cfg(test)]
    looked: usize,
}

impl<'a> Writer<'a> {
    fn new(html: &'a str, placeholders: &'a [Placeholder]) -> Writer<'a> {
        let mut out = Body::default();
        out.html.reserve(html.len() + html.len() / 16);
        Writer {
            html,
            placeholders,
            placeholder: 0,
            at: 0,
            tag: html.find('<').unwrap_or(html.len()),
            open: Open::default(),
            out,
            moved: Vec::new(),
            #[cfg(test)]
            looked: 0,
        }
    }

    /// Writes what stands up to a place, and closes what it left open.
    fn stretch(&mut self, end: usize) {
        while self.at < end {
            let tag = self.next_tag().min(end);
            let placeholder = self
                .placeholders
                .get(self.placeholder)
                .filter(|placeholder| placeholder.at <= tag && placeholder.at < end);
            let stop = placeholder.map_or(tag, |placeholder| placeholder.at.max(self.at));
            if stop > self.at {
                self.words(stop);
            } else if let Some(placeholder) = placeholder {
                self.placeholder += 1;
                self.placeholder(placeholder.kind);
            } else {
                self.tag(end);
            }
        }
        // A placeholder at the very end belongs to this stretch, unless another begins there.
        while end == self.html.len()
            && let Some(placeholder) = self.placeholders.get(self.placeholder)
        {
            self.placeholder += 1;
            self.placeholder(placeholder.kind);
        }
        self.open.close_all(&mut self.out);
        // A placeholder belongs to what stands behind it, and here it is the end of what stands before.
        if self.out.placeholders.last().is_some_and(|placeholder| placeholder.at == self.out.html.len()) {
            self.out.html.push('\n');
        }
        self.moved.push((end, self.out.html.len()));
    }

    /// Where the first tag begins from here on, or the text ends.
    fn next_tag(&mut self) -> usize {
        if self.tag < self.at {
            self.tag = self.html[self.at..].find('<').map_or(self.html.len(), |i| self.at + i);
            #[cfg(test)]
            {
                self.looked += self.tag - self.at;
            }
        }
        self.tag
    }

    fn words(&mut self, stop: usize) {
        let words = &self.html[self.at..stop];
        if !words.trim().is_empty() {
            self.open.cell(&mut self.out);
        }
        self.moved.push((self.at, self.out.html.len()));
        self.out.html.push_str(words);
        self.at = stop;
    }

    fn placeholder(&mut self, kind: PlaceholderKind) {
        match kind {
            PlaceholderKind::LinkStart(link) => {
                self.open.room_for("a", &mut self.out);
                self.out.placeholder(kind);
                self.open.push(Entry::of("a", Close::Link(link)));
            }
            PlaceholderKind::MarkStart => {
                self.open.room_for("mark", &mut self.out);
                self.out.placeholder(kind);
                self.open.push(Entry::of("mark", Close::Mark));
            }
            PlaceholderKind::LinkEnd(_) => self.open.end("a", &mut self.out),
            PlaceholderKind::MarkEnd => self.open.end("mark", &mut self.out),
            // Blocks in which there are links.
            PlaceholderKind::Embed(_) | PlaceholderKind::Call(_) => {
                self.open.room_for("div", &mut self.out);
                self.open.room_for("a", &mut self.out);
                self.out.placeholder(kind);
            }
            PlaceholderKind::Note(..) | PlaceholderKind::Citation(_) | PlaceholderKind::Here(_) => {
                self.open.room_for("a", &mut self.out);
                self.out.placeholder(kind);
            }
            _ => {
                self.open.cell(&mut self.out);
                self.out.placeholder(kind);
            }
        }
    }

    /// Writes the tag that begins here, if it may stand here.
    fn tag(&mut self, end: usize) {
        let start = self.at;
        let stop = self.html[start..end].find('>').map_or(end, |i| start + i + 1);
        let tag = &self.html[start..stop];
        let (inside, closes) = match tag.strip_prefix("</") {
            Some(inside) => (inside, true),
            None => (&tag[1..], false),
        };
        let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
        self.at = stop;
        if closes {
            self.open.end(name, &mut self.out);
            // What is called its end lies behind it.
            self.moved.push((start, self.out.html.len()));
            self.moved.push((stop, self.out.html.len()));
            return;
        }
        let fits = self.open.room_for(name, &mut self.out);
        self.moved.push((start, self.out.html.len()));
        let written = if fits { Some((start, stop)) } else { self.anchor_in(start, stop) };
        if let Some((from, to)) = written {
            let shift = self.out.html.len();
            let before = if fits { "" } else { "<span" };
            self.out.html.push_str(before);
            self.out.html.push_str(&self.html[from..to]);
            let shift = shift + before.len();
            while let Some(placeholder) =
                self.placeholders.get(self.placeholder).filter(|placeholder| placeholder.at < stop)
            {
                if (from..to).contains(&placeholder.at) {
                    self.out
                        .placeholders
                        .push(Placeholder { at: shift + placeholder.at - from, kind: placeholder.kind });
                }
                self.placeholder += 1;
            }
            self.out.html.push_str(if fits { "" } else { "></span>" });
        }
        while self.placeholders.get(self.placeholder).is_some_and(|placeholder| placeholder.at < stop) {
            self.placeholder += 1;
        }
        if !EMPTY.contains(&name) {
            let mut entry = Entry::of(name, Close::Tag);
            entry.live = fits;
            self.open.push(entry);
        }
    }

    /// The id of a tag that is not written: links that lead to it are to lead there all the same.
    fn anchor_in(&mut self, start: usize, stop: usize) -> Option<(usize, usize)> {
        let from = start + self.html[start..stop].find(" id=\"")?;
        let to = from + 5 + self.html[from + 5..stop].find('"')? + 1;
        self.open.cell(&mut self.out);
        Some((from, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_stands_by_itself() {
        for (cut, list, whole) in [
            ("<h2 id=\"a\">A</h2>\n<p>x</p></div>", None, "<h2 id=\"a\">A</h2>\n<p>x</p>"),
            ("<details><summary>A</summary><p>x<br>", None, "<details><summary>A</summary><p>x<br></p></details>"),
            ("<li>a<ul><li>b</li></ul></li>", Some("<ol>"), "<ol><li>a<ul><li>b</li></ul></li></ol>"),
            (
                "<p><picture><source srcset=\"a\"><img src=\"b\"></picture>x",
                None,
                "<p><picture><source srcset=\"a\"><img src=\"b\"></picture>x</p>",
            ),
            ("<h2>A</h2></li><li>b</li></ul>", None, "<h2>A</h2>b"),
            ("<h2>A</h2></td><td>b</td></tr>", None, "<h2>A</h2>b"),
        ] {
            assert_eq!(piece(cut, list), whole);
        }
    }

    #[test]
    fn what_a_browser_would_move_is_written_where_it_would_be() {
        for (written, nested) in [
            ("<p>a <b>b</p> c</b>", "<p>a <b>b</b></p> c"),
            ("<p>a <div>b</div> c</p>", "<p>a </p><div>b</div> c"),
            ("<p>a<p>b</p></p>", "<p>a</p><p>b</p>"),
            (
                "<a href=\"x\">a <em><a href=\"y\">b</a></em> c</a>",
                "<a href=\"x\">a <em></em></a><a href=\"y\">b</a> c",
            ),
            ("<ul><li>a<li>b</li></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
            ("<ul><li><ul><li>a</li></ul><li>b</ul>", "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"),
            ("<p>x</p><li>a</li><td id=\"y\">b</td>", "<p>x</p>a<span id=\"y\"></span>b"),
            ("<dl><div><dt>a<dd>b</div></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"),
            (
                "<table>a<tr><td>b<td>c<tr>d</table>",
                "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
            ),
            ("<table><p>a</p></table>", "<table><tr><td><p>a</p></td></tr></table>"),
            ("<h2>a <h3>b</h3> c</h2>", "<h2>a b c</h2>"),
            ("<ruby>a<rp>(<rt>b<rp>)</ruby><rt>c", "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>c"),
            (
                "<details>a<summary>b</summary><summary>c</summary></details>",
                "<details>a<summary>b</summary>c</details>",
            ),
            ("<summary>a</summary><figcaption>b</figcaption>", "ab"),
            ("<p>a<ul><li>b</ul></p>", "<p>a</p><ul><li>b</li></ul>"),
            ("<table><tr><td><p>a<td>b</table>", "<table><tr><td><p>a</p></td><td>b</td></tr></table>"),
            ("<blockquote><table><tr></blockquote>a", "<blockquote><table><tr></tr></table></blockquote>a"),
        ] {
            assert_eq!(piece(written, None), nested, "{written}");
        }
    }

    #[test]
    fn a_text_is_looked_through_once_whatever_placeholders_it_has() {
        let mut body = Body { html: "<p>".to_owned(), ..Body::default() };
        for link in 0..1_000 {
            body.placeholder(PlaceholderKind::LinkStart(link));
            body.html.push('a');
            body.placeholder(PlaceholderKind::LinkEnd(link));
            body.html.push(' ');
        }
        body.html.push_str("<br></p>");
        let mut writer = Writer::new(&body.html, &body.placeholders);
        writer.stretch(body.html.len());
        assert!(writer.looked <= body.html.len(), "{} of {}", writer.looked, body.html.len());
        assert_eq!(writer.out.html, body.html);
    }

    #[test]
    fn placeholders_and_places_move_with_what_they_stand_before() {
        let mut body = Body { html: "<p>a ".to_owned(), ..Body::default() };
        body.placeholder(PlaceholderKind::LinkStart(0));
        body.html.push_str("b<div>c");
        body.placeholder(PlaceholderKind::LinkEnd(0));
        body.html.push_str("</div></p>");
        body.heading_places.push(body.html.len());
        body.html.push_str("<h2 id=\"");
        body.placeholder(PlaceholderKind::Id);
        body.html.push_str("d\">D</h2>");
        nest(&mut body);
        assert_eq!(body.html, "<p>a b</p><div>c</div><h2 id=\"d\">D</h2>");
        let placeholders: Vec<(&str, PlaceholderKind)> =
            body.placeholders.iter().map(|placeholder| (&body.html[placeholder.at..], placeholder.kind)).collect();
        assert_eq!(
            placeholders,
            [
                ("b</p><div>c</div><h2 id=\"d\">D</h2>", PlaceholderKind::LinkStart(0)),
                ("</p><div>c</div><h2 id=\"d\">D</h2>", PlaceholderKind::LinkEnd(0)),
                ("d\">D</h2>", PlaceholderKind::Id)
            ]
        );
        assert!(body.html[body.heading_places[0]..].starts_with("<h2"));
    }
}
