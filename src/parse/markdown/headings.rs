//! Headings: their anchors, the one that is the page's title, and their order.

use super::super::dialect::Dialect;
use super::super::ids::Place;
use super::blocks::Extent;
use super::{Block, Writer};
use crate::problem::{Certainty, Code, Problem};
use crate::source::{SitePath, Span, slug};
use crate::text::body::{Body, Heading, PlaceholderKind, Purpose};
use crate::text::{Tag, Token, Tokens};
use pulldown_cmark_escape::escape_html;
use std::collections::HashSet;
use std::sync::Arc;

/// What the name of a term of a definition list begins with.
const TERM: char = ':';

impl Writer<'_> {
    pub(super) fn end_heading(&mut self, block: Block, extent: &mut Extent, problems: &mut Vec<Problem>) {
        let Block::Heading { level, id, span } = block else { return };
        let name = self.take_name(&Extent::default());
        let mut text = self.inline.take_block_text(&mut self.out);
        let content = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
        if text.is_empty() {
            // A logo is read by what it shows.
            text = pictures(&content);
            if text.is_empty() && self.context.place == Place::Article {
                problems.push(no_words(self.context.path, self.context.offsets.span(span.clone())));
            }
        }
        // The first of its level, wherever it stands; but one that says what the front matter says only where it is the first.
        let outermost = self.outer.is_empty() && self.blocks.is_empty();
        let begins = self.out.html.is_empty() && self.out.headings.is_empty();
        let is_title = match self.context.title {
            None => outermost,
            Some(title) => outermost && begins && title.trim() == text,
        };
        let id = self.inline.ids.of_heading(id, &text).into();
        let written = match self.context.dialect {
            Dialect::Obsidian(_) => as_written(&self.text[span.clone()], &text),
            _ => String::new(),
        };
        let place = self.context.offsets.span(span.clone());
        if self.text[span.clone()].starts_with('#') {
            self.marked_headings.insert(place.start);
        }
        let heading = Heading { level, id, text, written, span: place };
        if level == 1 && is_title && self.title.is_none() {
            self.out.anchors.push(heading.id.clone());
            self.title = Some(heading);
            self.keep_what_is_no_words(content);
            return;
        }
        self.inline.ids.show(&heading.id);
        // The page's title is its only h1.
        let shown = level.max(2);
        extent.name = name;
        self.out.heading_places.push(self.out.html.len());
        self.out.html.push_str(&format!("<h{shown} id=\""));
        self.out.placeholder(PlaceholderKind::Id);
        let _ = escape_html(&mut self.out.html, &heading.id);
        self.out.html.push('"');
        self.mark_direction(&span);
        self.out.html.push('>');
        self.out.append(content);
        self.out.html.push_str(&format!("</h{shown}>"));
        // On a tree's page the part behind `#` holds the answers, and no link may take them away.
        if outermost && self.context.place == Place::Article {
            self.out.placeholder(PlaceholderKind::Here(self.out.headings.len()));
        }
        self.out.html.push('\n');
        Arc::make_mut(&mut self.out.headings).push(heading);
    }

    /// A page's title is words. Pictures, links and notes in it are shown at the beginning of the text.
    fn keep_what_is_no_words(&mut self, content: Body) {
        let mut kept = Body { links: content.links, link_spans: content.link_spans, ..Body::default() };
        (kept.citations, kept.anchors) = (content.citations, content.anchors);
        let mut links = 0;
        for (range, token) in Tokens::of(&content.html, &content.placeholders) {
            match token {
                Token::Placeholder(kind) => {
                    let ends = matches!(kind, PlaceholderKind::LinkEnd(_));
                    links -= usize::from(ends && links > 0);
                    let parts = matches!(
                        kind,
                        PlaceholderKind::Picture(_) | PlaceholderKind::Note(..) | PlaceholderKind::Citation(_)
                    );
                    links += usize::from(matches!(kind, PlaceholderKind::LinkStart(_)));
                    if parts || ends || links > 0 {
                        kept.placeholder(kind);
                    }
                }
                Token::Open(Tag { name: "a", .. }) => {
                    links += 1;
                    kept.html.push_str(&content.html[range]);
                }
                Token::Close("a") => {
                    links -= usize::from(links > 0);
                    kept.html.push_str(&content.html[range]);
                }
                _ if links > 0 => kept.html.push_str(&content.html[range]),
                Token::Words(words) if words.trim().is_empty() => kept.html.push(' '),
                _ => {}
            }
        }
        if !kept.placeholders.is_empty() || !kept.html.trim().is_empty() {
            self.out.html.push_str("<p>");
            self.out.append(kept);
            self.out.html.push_str("</p>\n");
        }
    }

    /// The anchor of a term of a definition list: its words, as mdBook has it. The colon keeps it apart from names that authors give.
    pub(super) fn end_term(&mut self) -> Option<String> {
        let text = self.inline.take_block_text(&mut self.out);
        Some(slug::slug(&text)).filter(|words| !words.is_empty()).map(|words| format!("{TERM}{words}"))
    }
}

/// A heading that skips a level loses those who move from heading to heading.
/// `marked` are the places of those that are written with marks.
pub(super) fn check_order(body: &Body, marked: &HashSet<u32>, path: &SitePath, problems: &mut Vec<Problem>) {
    let mut before = 1;
    for heading in body.headings.iter() {
        let level = heading.level.max(2);
        if level > before + 1 && before > 1 || heading.level == 1 {
            let (marks, wanted) = ("#".repeat(heading.level.into()), "#".repeat(usize::from(before.max(1)) + 1));
            let message = if heading.level == 1 {
                "The page's title is its only heading with one `#`".to_owned()
            } else {
                format!("This heading has {} marks `#`, but the one before it has {before}", heading.level)
            };
            let wanted = if heading.level == 1 { "##".to_owned() } else { wanted };
            let problem = Problem::at(Code::HeadingOrder, path, heading.span, message)
                .help(format!("Write `{wanted} {}` instead of `{marks} …`.", heading.text));
            let start = heading.span.start as usize;
            problems.push(match marked.contains(&heading.span.start) {
                // Where a text belongs, only its author knows.
                true => problem.edit(Certainty::Doubtful, Span::new(start, start + marks.len()), wanted),
                false => problem,
            });
        }
        before = level;
    }
}

/// The line of a heading without its marks, if it holds signs besides its words.
fn as_written(written: &str, words: &str) -> String {
    let line = written.trim_start().lines().next().unwrap_or_default().trim_start_matches('#').trim();
    if line == words { String::new() } else { line.to_owned() }
}

/// What the pictures of a heading show.
fn pictures(content: &Body) -> String {
    let alt = content.links.iter().filter_map(|link| match &link.purpose {
        Purpose::Show { alt, .. } if !alt.is_empty() => Some(alt.as_str()),
        _ => None,
    });
    alt.collect::<Vec<_>>().join(" ")
}

fn no_words(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::BrokenMarkup, path, span, "This heading has no words")
        .help("Write behind the `#` what stands below it, or delete the line.")
}
