//! The inside of a block: words, links, pictures, raw HTML.
//!
//! Keeps the plain text of the block beside its HTML, so that each link knows the sentence it stands in.

use super::body::{Body, HoleKind, Link, LinkSpan, Purpose, Target};
use super::markdown::Context;
use super::sentence;
use super::target::{self, Destination};
use crate::problem::{Code, Problem};
use crate::source::Span;
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};
use std::ops::Range;

mod raw;

/// How deep raw HTML may be nested. Deeper is nobody's article, and it would make closing tags slow to match.
const DEEPEST: usize = 64;

/// The state of the block that is being written.
pub(super) struct Inline<'a> {
    context: Context<'a>,
    text: String,
    /// Links of this block (their numbers in the body) with their place in the text.
    awaiting_sentence: Vec<(usize, usize)>,
    links: Vec<OpenLink>,
    picture: Option<Picture>,
    /// Emphasis and its like that is open.
    open: usize,
    raw: Vec<RawTag>,
    /// Inside a dropped element such as `<script>` that began in running text.
    dropping: Option<String>,
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
    pub(super) fn new(context: Context<'a>) -> Inline<'a> {
        Inline {
            context,
            text: String::new(),
            awaiting_sentence: Vec::new(),
            links: Vec::new(),
            picture: None,
            open: 0,
            raw: Vec::new(),
            dropping: None,
        }
    }

    /// Whether nothing that began in this block is still open.
    pub(super) fn at_rest(&self) -> bool {
        self.open == 0 && self.links.is_empty() && self.picture.is_none()
    }

    pub(super) fn begin_block(&mut self, out: &mut Body) {
        self.take_block_text(out);
    }

    pub(super) fn end_block(&mut self, out: &mut Body, tag: &str) {
        self.take_block_text(out);
        out.html.push_str(tag);
    }

    /// Gives each link of the block its sentence, and the block's text.
    pub(super) fn take_block_text(&mut self, out: &mut Body) -> String {
        for (link, at) in self.awaiting_sentence.drain(..) {
            if let Some(link) = out.links.get_mut(link) {
                link.sentence = sentence::around(&self.text, at);
            }
        }
        self.dropping = None;
        let text = std::mem::take(&mut self.text);
        if text.trim().len() == text.len() { text } else { text.trim().to_owned() }
    }

    pub(super) fn text(&mut self, out: &mut Body, text: &str) {
        if self.dropping.is_some() {
            return;
        }
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
            return;
        }
        self.text.push_str(text);
        if !matches!(self.links.last(), Some(OpenLink::Named(_))) {
            let _ = escape_html_body_text(&mut out.html, text);
        }
    }

    pub(super) fn marked_up(&mut self, out: &mut Body, open: &str, text: &str, close: &str) {
        if self.picture.is_some() || self.dropping.is_some() {
            return self.text(out, text);
        }
        out.html.push_str(open);
        self.text(out, text);
        out.html.push_str(close);
    }

    pub(super) fn open(&mut self, out: &mut Body, tag: &str) {
        self.open += 1;
        if self.picture.is_none() {
            out.html.push_str(tag);
        }
    }

    pub(super) fn close(&mut self, out: &mut Body, tag: &str) {
        self.open = self.open.saturating_sub(1);
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
                let web = address.starts_with("http");
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
        out.hole(HoleKind::LinkStart(number));
        out.links.push(Link::to(target, purpose));
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
        let to = written[from..].find(['|', ']']).map_or(written.len(), |i| from + i);
        let to = from + written[from..to].trim_end_matches('\\').len();
        let at = range.start;
        LinkSpan { whole: self.context.offsets.span(range), target: self.context.offsets.span(at + from..at + to) }
    }

    pub(super) fn end_link(&mut self, out: &mut Body) {
        if self.picture.as_ref().is_some_and(|p| p.nested == 0) && self.links.is_empty() {
            return;
        }
        match self.links.pop() {
            Some(OpenLink::Here(i) | OpenLink::Named(i)) => out.hole(HoleKind::LinkEnd(i)),
            Some(OpenLink::Elsewhere) => out.html.push_str("</a>"),
            Some(OpenLink::Refused) | None => {}
        }
    }

    /// `![words](address)` or `![[name|width]]`.
    pub(super) fn start_picture(
        &mut self,
        address: &str,
        title: &str,
        wiki: bool,
        written: &str,
        range: Range<usize>,
        problems: &mut Vec<Problem>,
    ) {
        if let Some(picture) = &mut self.picture {
            picture.nested += 1;
            return;
        }
        let span = if wiki {
            self.wiki_span(written, range)
        } else {
            let whole = self.context.offsets.span(range.clone());
            let target =
                address_in(written).map(|r| self.context.offsets.span(r.start + range.start..r.end + range.start));
            LinkSpan { whole, target: target.unwrap_or(whole) }
        };
        let destination = if wiki { Destination::Here(target::name(address)) } else { target::destination(address) };
        let named = wiki && !written.contains('|');
        self.picture = Some(Picture {
            link: self.shown(destination, title, span, problems),
            alt: String::new(),
            nested: 0,
            named,
        });
    }

    fn shown(
        &self,
        to: Destination,
        title: &str,
        span: LinkSpan,
        problems: &mut Vec<Problem>,
    ) -> Option<(Link, LinkSpan)> {
        match to {
            Destination::Here(target) => {
                let purpose = Purpose::Show { alt: String::new(), title: title.to_owned(), width: None };
                Some((Link::to(target, purpose), span))
            }
            Destination::Elsewhere(address) if address.starts_with("http") => {
                problems.push(remote_file(self.context, span.target));
                None
            }
            Destination::Elsewhere(address) => {
                problems.push(refused_scheme(self.context, span.target, &address));
                None
            }
            Destination::Refused => {
                problems.push(refused_scheme(self.context, span.target, "data:"));
                None
            }
        }
    }

    pub(super) fn end_picture(&mut self, out: &mut Body, problems: &mut Vec<Problem>) {
        if let Some(picture) = &mut self.picture
            && picture.nested > 0
        {
            picture.nested -= 1;
            return;
        }
        let Some(picture) = self.picture.take() else { return };
        let Some((mut link, span)) = picture.link else {
            let alt = picture.alt;
            return self.text(out, &alt);
        };
        if matches!(&link.target, Target::Name { name, .. } if !is_file_name(name)) {
            // A page put here by name: until pages can be put into one another, a link to it.
            link.purpose = Purpose::Follow { own_words: false };
            self.push_link(out, link.target, link.purpose, span, OpenLink::Named);
            return self.end_link(out);
        }
        let (words, size) = match picture.alt.rsplit_once('|') {
            Some((words, size)) if size_in(size).is_some() => (words.to_owned(), size_in(size)),
            _ if size_in(&picture.alt).is_some() => (String::new(), size_in(&picture.alt)),
            _ if picture.named => (String::new(), None),
            _ => (picture.alt, None),
        };
        if words.trim().is_empty() {
            problems.push(missing_alt(self.context, span.whole));
        }
        if let Purpose::Show { alt, width, .. } = &mut link.purpose {
            *alt = words;
            *width = size;
        }
        self.awaiting_sentence.push((out.links.len(), self.text.len()));
        out.hole(HoleKind::Picture(out.links.len()));
        out.links.push(link);
        out.link_spans.push(span);
    }
}

/// The range of the address in `[text](address "title")`.
fn address_in(written: &str) -> Option<Range<usize>> {
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

fn size_in(words: &str) -> Option<u32> {
    let words = words.trim().trim_end_matches("px");
    let width = words.split_once('x').map_or(words, |(width, _)| width);
    width.parse().ok().filter(|w| *w > 0 && *w < 10_000)
}

/// Whether a name in `[[…]]` is a file's, by a short extension.
pub fn is_file_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (2..=5).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_alphanumeric())
            && extension != "md"
    })
}

fn refused_scheme(context: Context<'_>, span: Span, address: &str) -> Problem {
    let scheme: String = address.chars().filter(|c| !c.is_control()).take_while(|c| *c != ':').collect();
    Problem::at(Code::UnsafeHtml, context.path, span, format!("A link to `{}:` is not let through", scheme.trim()))
        .help(format!("Links may begin with {}: or lead to a page of this site.", target::SCHEMES.join(":, ")))
}

fn remote_file(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::RemoteFile, context.path, span, "This picture would be fetched from somebody else's server")
        .help("Save the picture beside the article and use its file name here: readers are not shown to strangers, and the page works without them.")
}

fn missing_alt(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::MissingAlt, context.path, span, "This picture has no words for those who cannot see it")
        .help("Say what it shows between the square brackets, like `![A runner stretches a calf against a wall](stretch.jpg)`.")
}
