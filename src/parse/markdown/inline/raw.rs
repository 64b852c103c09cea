//! The author's raw HTML inside a text: tags of the safe list, written by us, and closed where their block ends.

use super::super::super::dialect::Dialect;
use super::super::super::html::{self, Piece};
use super::super::super::target;
use super::super::Context;
use super::super::links::{SLASHES, TWO_SLASHES};
use super::pictures::size_in;
use super::{Closes, DEEPEST, Inline, Picture, RawTag};
use crate::problem::{Code, Problem, Severity};
use crate::source::{Offsets, Span};
use crate::text;
use crate::text::body::{Body, Link, LinkSpan, Markup, PlaceholderKind};
use pulldown_cmark_escape::escape_html;
use std::sync::Arc;

impl Inline<'_> {
    /// Raw HTML: only tags of the safe list are written, and by us.
    pub(in crate::parse) fn raw_html(
        &mut self,
        out: &mut Body,
        source: &str,
        offsets: &Offsets,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) {
        // The end tag itself comes to nothing.
        if let Some(name) = &self.dropping {
            if source.to_ascii_lowercase().starts_with(&format!("</{name}")) {
                self.dropping = None;
            }
            return;
        }
        for piece in html::pieces(source) {
            match piece {
                Piece::Text(range) => self.text(out, &html::decode_entities(&source[range])),
                Piece::Unknown { name, closing, span } => {
                    if closing && !self.unknown.contains(&name) {
                        continue;
                    }
                    self.text(out, &source[span.clone()]);
                    if !closing {
                        problems.push(unknown_tag(self.context, offsets.span(span.clone()), &source[span]));
                        self.unknown.push(name);
                    }
                }
                Piece::Hidden { span } => problems.push(hidden(self.context, offsets.span(span))),
                Piece::Refused { what, harmful, span } => {
                    problems.push(unsafe_html(self.context, offsets.span(span), &what, harmful));
                }
                Piece::DropUntil(name) => self.dropping = Some(name),
                // The words of a picture are no place for tags.
                Piece::Open { .. } | Piece::Close { .. } if self.picture.is_some() => {}
                Piece::Open { name, attributes, span } => {
                    let span = offsets.span(span);
                    let whole = LinkSpan { whole: span, target: span };
                    if self.raw.len() >= DEEPEST {
                        continue;
                    }
                    self.raw_open(out, lowered(name), &attributes, whole, depth, problems);
                }
                Piece::Close { name, .. } => self.raw_close(out, lowered(name), depth),
            }
        }
    }

    /// What is left out with its inside goes up to its end tag; where none comes before the next empty line, it has no inside.
    /// Asked behind each tag in running text, which ends at a place in it.
    pub(in crate::parse) fn leave_out_ended(&mut self, text: &str, end: usize) {
        self.dropping = self.dropping.take().filter(|name| self.end_tags.comes(text, end, name));
    }

    fn raw_open(
        &mut self,
        out: &mut Body,
        name: &'static str,
        attributes: &[(&'static str, String)],
        span: LinkSpan,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) {
        let get = |wanted: &str| attributes.iter().find(|(n, _)| *n == wanted).map(|(_, v)| v.as_str());
        let mut closes = Closes::Tag;
        self.mixed = true;
        while self.raw.last().is_some_and(|last| last.depth == depth && ends_by(last.name, name)) {
            self.close_last(out);
        }
        match name {
            "img" => {
                let destination = target::destination(get("src").unwrap_or(""));
                let title = get("title").unwrap_or("");
                self.picture = Some(Picture {
                    link: self
                        .shown(destination, title, span, problems)
                        .map(|(link, span)| (Link { markup: Markup::Html, ..link }, span)),
                    alt: [get("alt").unwrap_or(""), get("width").unwrap_or("")].join("|"),
                    nested: 0,
                    named: false,
                    example: super::pictures::IN_HTML,
                });
                let alt = get("alt");
                if let Some(picture) = &mut self.picture
                    && get("width").is_none_or(|w| size_in(w).is_none())
                {
                    picture.alt = alt.unwrap_or("").to_owned();
                }
                return self.end_picture(out, problems);
            }
            "a" => match get("href") {
                Some(href) => {
                    if let Some(id) = get("id") {
                        self.write_anchor(out, id);
                    }
                    if target::other_slashes(href).is_some() {
                        problems.push(slashes_in_tag(self.context, span.target));
                    }
                    let number = out.links.len();
                    self.link_to(out, href, get("title").unwrap_or(""), span, problems);
                    if let Some(link) = Arc::make_mut(&mut out.links).get_mut(number) {
                        link.markup = Markup::Html;
                    }
                    closes = Closes::Link;
                }
                None => {
                    out.html.push_str("<span");
                    closes = Closes::Anchor;
                }
            },
            _ => {
                self.lists += usize::from(matches!(name, "ul" | "ol"));
                out.html.push('<');
                out.html.push_str(name);
            }
        }
        let link = matches!(closes, Closes::Link);
        let id = get("id").filter(|_| !link).and_then(|id| self.ids.of_element(id));
        if !link {
            for (attribute, value) in attributes {
                let fits = match *attribute {
                    "title" | "lang" | "dir" => true,
                    "open" => name == "details",
                    "colspan" | "rowspan" | "headers" => matches!(name, "td" | "th"),
                    "datetime" => matches!(name, "del" | "ins"),
                    "value" => name == "data",
                    _ => false,
                };
                if fits && *attribute == "headers" {
                    write_headers(out, value);
                } else if fits {
                    out.html.push_str(&format!(" {attribute}=\""));
                    let _ = escape_html(&mut out.html, value);
                    out.html.push('"');
                }
            }
            if let Some(id) = &id {
                write_id(out, id);
            }
            out.html.push('>');
        }
        out.anchors.extend(id.map(Into::into));
        if !text::EMPTY.contains(&name) {
            self.raw.push(RawTag { name, depth, closes });
        }
    }

    /// An anchor of our own, where its id is free.
    pub(in crate::parse::markdown) fn write_anchor(&mut self, out: &mut Body, id: &str) {
        let Some(id) = self.ids.of_element(id) else { return };
        out.html.push_str("<span");
        write_id(out, &id);
        out.html.push_str("></span>");
        out.anchors.push(id.into());
    }

    fn raw_close(&mut self, out: &mut Body, name: &str, depth: usize) {
        let Some(at) = self.raw.iter().rposition(|t| t.name == name && t.depth == depth) else { return };
        while self.raw.len() > at {
            self.close_last(out);
        }
    }

    fn close_last(&mut self, out: &mut Body) {
        match self.raw.pop() {
            Some(RawTag { name, closes: Closes::Tag, .. }) => {
                out.html.push_str("</");
                out.html.push_str(name);
                out.html.push('>');
            }
            Some(RawTag { closes: Closes::Anchor, .. }) => out.html.push_str("</span>"),
            Some(RawTag { closes: Closes::Link, .. }) => self.end_link(out),
            None => {}
        }
        self.settle();
    }

    /// Closes what raw HTML left open at this depth of blocks, so that it cannot swallow what follows.
    pub(in crate::parse) fn close_raw(&mut self, out: &mut Body, depth: usize) {
        while self.raw.last().is_some_and(|t| t.depth >= depth) {
            self.close_last(out);
        }
    }
}

fn write_id(out: &mut Body, id: &str) {
    out.html.push_str(" id=\"");
    out.placeholder(PlaceholderKind::Id);
    let _ = escape_html(&mut out.html, id);
    out.html.push('"');
}

/// The ids of a cell's heads are as those are on the page.
fn write_headers(out: &mut Body, value: &str) {
    out.html.push_str(" headers=\"");
    for (nth, id) in value.split_ascii_whitespace().enumerate() {
        out.html.push_str(if nth > 0 { " " } else { "" });
        out.placeholder(PlaceholderKind::Id);
        let _ = escape_html(&mut out.html, id);
    }
    out.html.push('"');
}

/// Whether an element without its closing tag ends where another of its list, its table or its ruby begins.
fn ends_by(open: &str, next: &str) -> bool {
    match open {
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "thead" | "tfoot"),
        "caption" | "tbody" | "thead" | "tfoot" => matches!(next, "tbody" | "thead" | "tfoot"),
        "rt" | "rp" => matches!(next, "rt" | "rp"),
        "p" => matches!(next, "p" | "li" | "dt" | "dd" | "td" | "th" | "tr"),
        _ => false,
    }
}

/// A page has one h1, its title; as with the marks of Markdown, another is a heading of the level below.
fn lowered(name: &'static str) -> &'static str {
    if name == "h1" { "h2" } else { name }
}

fn slashes_in_tag(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, context.path, span, SLASHES).help(TWO_SLASHES)
}

fn unknown_tag(context: Context<'_>, span: Span, tag: &str) -> Problem {
    Problem::at(Code::UnsafeHtml, context.path, span, format!("HTML has no `{tag}`: it is shown as it stands"))
        .help(format!(
            "If that is meant, write it as code: `` `{tag}` ``, or as `\\{tag}`. Other programs leave it out."
        ))
        .weighing(Severity::Warning)
}

fn hidden(context: Context<'_>, span: Span) -> Problem {
    let problem =
        Problem::at(Code::UnsafeHtml, context.path, span, "This would hide what stands here, and readers see it")
            .help("If nobody should see it, delete it or write `<!-- … -->` around it; if they may, take this out.");
    if context.dialect == Dialect::Own { problem } else { problem.weighing(Severity::Warning) }
}

fn unsafe_html(context: Context<'_>, span: Span, what: &str, harmful: bool) -> Problem {
    let severity = if harmful { Severity::Error } else { Severity::Warning };
    Problem::at(Code::UnsafeHtml, context.path, span, format!("{what} is not let through"))
        .help("Take it out; the page is published without it. Most things can be said in Markdown.")
        .weighing(severity)
}
