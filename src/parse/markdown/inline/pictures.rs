//! Pictures, and pages that are put here: `![words](address)` and `![[name]]`.

use super::super::super::target::{self, Destination};
use super::super::Context;
use super::super::figures::film_host;
use super::{Inline, OpenLink, Picture, Room, address_in, refused_scheme};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::{Body, Link, LinkSpan, PlaceholderKind, Purpose, Target};
use std::ops::Range;
use std::sync::Arc;

impl Inline<'_> {
    /// A page put here, or a link to it where no block can stand.
    fn embed(&mut self, out: &mut Body, mut link: Link, span: LinkSpan) {
        if self.room == Room::Words || !self.at_rest() || !self.raw.is_empty() {
            return self.push_and_end(out, link.target, span);
        }
        self.part_highlights();
        link.purpose = Purpose::Embed;
        let paragraph = self.room == Room::Paragraph;
        if paragraph && !empty_paragraph(out) {
            out.html.push_str("</p>\n");
        }
        let number = out.links.len();
        out.placeholder(PlaceholderKind::Embed(number));
        Arc::make_mut(&mut out.links).push(link);
        out.link_spans.push(span);
        self.awaiting_sentence.push((number, self.text.len()));
        // What begins behind it begins at another place.
        out.html.push('\n');
        if paragraph {
            out.html.push_str("<p>");
            self.embedded = true;
        }
    }

    fn push_and_end(&mut self, out: &mut Body, target: Target, span: LinkSpan) {
        self.push_link(out, target, Purpose::Follow { own_words: false }, span, OpenLink::Named);
        self.end_link(out);
    }

    /// `![words](address)` or `![[name|width]]`.
    pub(in crate::parse) fn start_picture(
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
            example: if wiki { BY_NAME } else { IN_MARKDOWN },
        });
    }

    pub(super) fn shown(
        &self,
        to: Destination,
        title: &str,
        span: LinkSpan,
        problems: &mut Vec<Problem>,
    ) -> Option<(Link, LinkSpan)> {
        match to {
            Destination::Here(target) => {
                let purpose = Purpose::Show { alt: String::new(), title: title.to_owned(), width: None, height: None };
                Some((Link::to(target, purpose), span))
            }
            Destination::Elsewhere(address) if address.starts_with("http") => {
                problems.push(match film_host(&address) {
                    Some(host) => remote_film(self.context, span.target, host),
                    None => remote_file(self.context, span.target),
                });
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

    pub(in crate::parse) fn end_picture(&mut self, out: &mut Body, problems: &mut Vec<Problem>) {
        if let Some(picture) = &mut self.picture
            && picture.nested > 0
        {
            picture.nested -= 1;
            return;
        }
        let Some(picture) = self.picture.take() else { return };
        let Some((mut link, span)) = picture.link else {
            let words = picture.alt.rsplit_once('|').filter(|(_, size)| size_in(size).is_some());
            let words = words.map_or(picture.alt.as_str(), |(words, _)| words);
            return self.text(out, words);
        };
        match shown_as(&link.target) {
            Shown::Page => return self.embed(out, link, span),
            Shown::Link => {
                let own_words = !picture.named && size_in(&picture.alt).is_none() && !picture.alt.trim().is_empty();
                let open = if own_words { OpenLink::Here } else { OpenLink::Named };
                self.push_link(out, link.target, Purpose::Follow { own_words }, span, open);
                self.text(out, &picture.alt);
                return self.end_link(out);
            }
            Shown::Picture | Shown::Media => {}
        }
        let media = matches!(shown_as(&link.target), Shown::Media);
        let (words, size) = match picture.alt.rsplit_once('|') {
            Some((words, size)) if size_in(size).is_some() => (words.to_owned(), size_in(size)),
            _ if size_in(&picture.alt).is_some() => (String::new(), size_in(&picture.alt)),
            _ if picture.named => (String::new(), None),
            _ => (picture.alt, None),
        };
        if words.trim().is_empty() && !media {
            problems.push(missing_alt(self.context, span.whole, picture.example));
        }
        if let Purpose::Show { alt, width, height, .. } = &mut link.purpose {
            *alt = words;
            (*width, *height) = size.map_or((None, None), |(width, height)| (Some(width), height));
        }
        self.awaiting_sentence.push((out.links.len(), self.text.len()));
        out.placeholder(PlaceholderKind::Picture(out.links.len()));
        Arc::make_mut(&mut out.links).push(link);
        out.link_spans.push(span);
    }
}

/// Where the words of a picture stand, by how it is written.
const IN_MARKDOWN: &str = "![A runner stretches a calf against a wall](stretch.jpg)";
const BY_NAME: &str = "![[stretch.jpg|A runner stretches a calf against a wall]]";
pub(super) const IN_HTML: &str = "<img src=\"stretch.jpg\" alt=\"A runner stretches a calf against a wall\">";

/// `300` or `300x200`.
pub(super) fn size_in(words: &str) -> Option<(u32, Option<u32>)> {
    let words = words.trim().trim_end_matches("px");
    let (width, height) = words.split_once('x').map_or((words, None), |(width, height)| (width, Some(height)));
    let pixels = |text: &str| text.parse().ok().filter(|pixels| (1..10_000).contains(pixels));
    Some((pixels(width)?, height.and_then(pixels)))
}

/// What `![…](…)` and `![[…]]` put here, by the name of the file.
enum Shown {
    Picture,
    Media,
    /// A file that a page cannot show.
    Link,
    Page,
}

fn shown_as(target: &Target) -> Shown {
    let (name, page) = match target {
        Target::Name { name, .. } => (name, true),
        Target::File { path, .. } => (path, false),
    };
    let extension = SitePath::from(name.as_str()).extension();
    match extension.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "ico" | "bmp" | "svg" => Shown::Picture,
        "mp3" | "ogg" | "opus" | "wav" | "m4a" | "mp4" | "webm" | "mov" => Shown::Media,
        "md" | "markdown" => Shown::Page,
        extension if crate::load::is_published(extension) => Shown::Link,
        _ if page => Shown::Page,
        _ => Shown::Picture,
    }
}

/// Whether the paragraph that has just been begun is empty; then its tag is taken back.
pub(super) fn empty_paragraph(out: &mut Body) -> bool {
    let begun = out.html.trim_end().strip_suffix("<p>").map(str::len);
    let begun = begun.filter(|begun| out.placeholders.last().is_none_or(|placeholder| placeholder.at <= *begun));
    begun.inspect(|begun| out.html.truncate(*begun)).is_some()
}

fn remote_file(context: Context<'_>, span: Span) -> Problem {
    Problem::at(Code::RemoteFile, context.path, span, "This picture would be fetched from somebody else's server")
        .help("Save the picture beside the article and use its file name here: readers are not shown to strangers, and the page works without them.")
}

fn remote_film(context: Context<'_>, span: Span, host: &str) -> Problem {
    Problem::at(Code::RemoteFile, context.path, span, format!("This film would be fetched from {host}"))
        .help("Take the `!` away: a link alone in its paragraph becomes a card that says where it leads, and nobody is asked before a reader follows it.")
}

fn missing_alt(context: Context<'_>, span: Span, example: &str) -> Problem {
    Problem::at(Code::MissingAlt, context.path, span, "This picture has no words for those who cannot see it")
        .help(format!("Say what it shows, like `{example}`."))
}
