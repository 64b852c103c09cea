//! The inside of a block: words, links, pictures, raw HTML.
//!
//! Takes: the events of a block, in order. Gives: its HTML with placeholders, its links and their places.
//! Never: copies an author's markup, or decides where a link leads.
//!
//! Keeps the plain text of the block beside its HTML, so that each link knows the sentence it stands in.

use super::super::dialect::{is_control, without_controls};
use super::super::ids::Ids;
use super::super::target::{self, Destination};
use super::Context;
use crate::problem::{Code, Problem};
use crate::source::Span;
use crate::text::body::{Body, Link, LinkSpan, PlaceholderKind, Purpose, Target};
use crate::text::sentence;
use highlight::Highlights;
use pictures::empty_paragraph;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};
use std::ops::Range;
use std::sync::Arc;

mod ends;
mod highlight;
mod pictures;
mod raw;

/// How deep raw HTML may be nested. Deeper is nobody's article, and it would make closing tags slow to match.
const DEEPEST: usize = 64;

/// The state of the block that is being written.
pub(super) struct Inline<'a> {
    context: Context<'a>,
    text: String,
    /// What may stand where the words stand.
    pub(super) room: Room,
    /// Whether something was put into the paragraph that a paragraph cannot hold.
    embedded: bool,
    highlights: Highlights,
    /// Links of this block (their numbers in the body) with their place in the text.
    awaiting_sentence: Vec<(usize, usize)>,
    links: Vec<OpenLink>,
    picture: Option<Picture>,
    /// Emphasis and its like that is open.
    open: usize,
    raw: Vec<RawTag>,
    /// Inside a dropped element such as `<script>` that began in running text.
    dropping: Option<String>,
    /// Names of tags that HTML does not have, shown as they stand: so are their end tags.
    unknown: Vec<String>,
    end_tags: ends::EndTags,
    /// Whether raw HTML was written, or a link into a link: then what was written has still to be nested.
    pub(super) mixed: bool,
    pub(super) ids: Ids,
    /// How many lists, and links out of the site, were written.
    pub(super) lists: usize,
    pub(super) links_outside: usize,
}

/// What may stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// Words alone: in a heading.
    Words,
    /// Blocks, if the paragraph is ended before them.
    Paragraph,
    /// Blocks.
    Blocks,
}

enum OpenLink {
    Here(usize),
    /// Shown as the page's title: the words in the source are its name.
    Named(usize),
    Elsewhere,
    Refused,
}

struct Picture {
    link: Option<(Link, LinkSpan)>,
    alt: String,
    nested: usize,
    named: bool,
    /// How to write its words, for a picture that has none.
    example: &'static str,
}

struct RawTag {
    name: &'static str,
    depth: usize,
    closes: Closes,
}

enum Closes {
    Tag,
    Link,
    Anchor,
}

impl<'a> Inline<'a> {
    /// For a text.
    pub(super) fn new(text: &str, context: Context<'a>) -> Inline<'a> {
        Inline {
            context,
            text: String::new(),
            room: Room::Words,
            embedded: false,
            highlights: Highlights::of(text),
            awaiting_sentence: Vec::new(),
            links: Vec::new(),
            picture: None,
            open: 0,
            raw: Vec::new(),
            dropping: None,
            unknown: Vec::new(),
            end_tags: ends::EndTags::default(),
            mixed: false,
            ids: Ids::new(context.place),
            lists: 0,
            links_outside: 0,
        }
    }

    /// Whether nothing that began in this block is still open.
    pub(super) fn at_rest(&self) -> bool {
        self.open == 0 && self.links.is_empty() && self.picture.is_none()
    }

    pub(super) fn begin_block(&mut self, out: &mut Body) {
        self.end_block_text(out);
        self.room = Room::Blocks;
    }

    /// Takes what was no text off the end of the block's words.
    pub(super) fn forget_end(&mut self, words: &str) {
        if let Some(rest) = self.text.trim_end().strip_suffix(words) {
            self.text.truncate(rest.len());
        }
    }

    pub(super) fn end_paragraph(&mut self, out: &mut Body) {
        let embedded = std::mem::take(&mut self.embedded);
        let empty = embedded && empty_paragraph(out);
        self.end_block(out, if empty { "" } else { "</p>\n" });
    }

    pub(super) fn end_block(&mut self, out: &mut Body, tag: &str) {
        self.end_block_text(out);
        out.html.push_str(tag);
    }

    /// Gives each link of the block its sentence, and the block's text.
    pub(super) fn take_block_text(&mut self, out: &mut Body) -> String {
        self.give_sentences(out);
        let text = std::mem::take(&mut self.text);
        if text.trim().len() == text.len() { text } else { text.trim().to_owned() }
    }

    /// The same, of a block whose text nobody wants: most of them.
    pub(super) fn end_block_text(&mut self, out: &mut Body) {
        self.give_sentences(out);
        self.text.clear();
    }

    fn give_sentences(&mut self, out: &mut Body) {
        self.highlights.take_signs(&mut self.text, self.awaiting_sentence.iter_mut().map(|(_, at)| at));
        for (link, at) in self.awaiting_sentence.drain(..) {
            if let Some(link) = Arc::make_mut(&mut out.links).get_mut(link) {
                link.sentence = sentence::around(&self.text, at);
            }
        }
        self.dropping = None;
    }

    pub(super) fn text(&mut self, out: &mut Body, text: &str) {
        if self.dropping.is_some() {
            return;
        }
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
            return;
        }
        // As a number, `&#7;`, an author can write what no page may hold.
        let cleaned = text.contains(is_control).then(|| without_controls(text));
        let text = cleaned.as_deref().unwrap_or(text);
        self.text.push_str(text);
        if !matches!(self.links.last(), Some(OpenLink::Named(_))) {
            let _ = escape_html_body_text(&mut out.html, text);
        }
    }

    /// Whether more than words can stand here.
    pub(super) fn shows_markup(&self) -> bool {
        self.picture.is_none() && self.dropping.is_none()
    }

    pub(super) fn marked_up(&mut self, out: &mut Body, open: &str, text: &str, close: &str) {
        if self.picture.is_some() || self.dropping.is_some() {
            return self.text(out, text);
        }
        out.html.push_str(open);
        self.text(out, text);
        out.html.push_str(close);
    }

    /// What is a link, or holds one.
    pub(super) fn put_link(&mut self, out: &mut Body, placeholder: PlaceholderKind) {
        self.mixed |= !self.links.is_empty();
        out.placeholder(placeholder);
    }

    pub(super) fn line_break(&mut self, out: &mut Body) {
        self.text(out, " ");
        if self.picture.is_none() && self.dropping.is_none() {
            out.html.push_str("<br>\n");
        }
    }

    pub(super) fn open(&mut self, out: &mut Body, tag: &str) {
        self.open += 1;
        if self.picture.is_none() {
            out.html.push_str(tag);
        }
    }

    pub(super) fn close(&mut self, out: &mut Body, tag: &str) {
        self.open = self.open.saturating_sub(1);
        self.settle();
        if self.picture.is_none() {
            out.html.push_str(tag);
        }
    }

    /// `[text](address)`, `<address>`, or a reference.
    pub(super) fn start_link(
        &mut self,
        out: &mut Body,
        address: &str,
        title: &str,
        written: &str,
        range: Range<usize>,
        problems: &mut Vec<Problem>,
    ) {
        let whole = self.context.offsets.span(range.clone());
        let target = address_in(written).map(|r| self.context.offsets.span(r.start + range.start..r.end + range.start));
        let span = LinkSpan { whole, target: target.unwrap_or(whole) };
        self.link_to(out, address, title, span, problems);
    }

    fn link_to(&mut self, out: &mut Body, address: &str, title: &str, span: LinkSpan, problems: &mut Vec<Problem>) {
        match target::destination(address) {
            Destination::Here(target) => {
                self.push_link(out, target, Purpose::Follow { own_words: true }, span, OpenLink::Here);
            }
            Destination::Elsewhere(address) => {
                self.mixed |= !self.links.is_empty();
                let web = address.starts_with("http");
                self.links_outside += usize::from(web);
                out.html.push_str(if web { "<a class=\"external\" rel=\"noopener\" href=\"" } else { "<a href=\"" });
                let _ = escape_href(&mut out.html, &address);
                if !title.is_empty() {
                    out.html.push_str("\" title=\"");
                    let _ = escape_html(&mut out.html, title);
                }
                out.html.push_str("\">");
                self.links.push(OpenLink::Elsewhere);
            }
            Destination::Refused => {
                problems.push(refused_scheme(self.context, span.target, address));
                self.links.push(OpenLink::Refused);
            }
        }
    }

    fn push_link(
        &mut self,
        out: &mut Body,
        target: Target,
        purpose: Purpose,
        span: LinkSpan,
        open: fn(usize) -> OpenLink,
    ) {
        let number = out.links.len();
        self.put_link(out, PlaceholderKind::LinkStart(number));
        Arc::make_mut(&mut out.links).push(Link::to(target, purpose));
        out.link_spans.push(span);
        self.awaiting_sentence.push((number, self.text.len()));
        self.links.push(open(number));
    }

    /// `[[name]]` or `[[name|words]]`.
    pub(super) fn start_wiki(
        &mut self,
        out: &mut Body,
        inside: &str,
        own_words: bool,
        written: &str,
        range: Range<usize>,
    ) {
        let span = self.wiki_span(written, range);
        let open = if own_words { OpenLink::Here } else { OpenLink::Named };
        self.push_link(out, target::name(inside), Purpose::Follow { own_words }, span, open);
    }

    fn wiki_span(&self, written: &str, range: Range<usize>) -> LinkSpan {
        let from = written.find("[[").map_or(0, |i| i + 2);
        let inside = &written[from..written.len().saturating_sub(2).max(from)];
        let to = from + inside.find('|').unwrap_or(inside.len());
        let to = from + written[from..to].trim_end_matches('\\').len();
        let at = range.start;
        LinkSpan { whole: self.context.offsets.span(range), target: self.context.offsets.span(at + from..at + to) }
    }

    pub(super) fn end_link(&mut self, out: &mut Body) {
        if self.picture.as_ref().is_some_and(|p| p.nested == 0) && self.links.is_empty() {
            return;
        }
        match self.links.pop() {
            Some(OpenLink::Here(i) | OpenLink::Named(i)) => out.placeholder(PlaceholderKind::LinkEnd(i)),
            Some(OpenLink::Elsewhere) => out.html.push_str("</a>"),
            Some(OpenLink::Refused) | None => {}
        }
        self.settle();
    }
}

/// The range of the address in `[text](address "title")`.
pub(super) fn address_in(written: &str) -> Option<Range<usize>> {
    if written.starts_with('<') {
        return Some(1..written.len().saturating_sub(1).max(1));
    }
    let open = written.rfind("](")? + 2;
    let inside = &written[open..];
    let start = open + (inside.len() - inside.trim_start().len());
    let rest = &written[start..];
    let (start, length) = match rest.strip_prefix('<') {
        Some(rest) => (start + 1, rest.find('>')?),
        None => (start, rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len().saturating_sub(1))),
    };
    Some(start..start + length)
}

fn refused_scheme(context: Context<'_>, span: Span, address: &str) -> Problem {
    let scheme: String = address.chars().filter(|c| !c.is_control()).take_while(|c| *c != ':').collect();
    Problem::at(Code::UnsafeHtml, context.path, span, format!("A link to `{}:` is not let through", scheme.trim()))
        .help(format!("Links may begin with {}: or lead to a page of this site.", target::SCHEMES.join(":, ")))
}
