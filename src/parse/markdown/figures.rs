//! Pictures that stand alone in a paragraph: one with a title is a figure with that caption, several stand in a row.

use super::Writer;
use super::blocks::Extent;
use crate::text::body::{Anchor, Body, Citation, PlaceholderKind, Purpose};
use pulldown_cmark_escape::escape_html_body_text;
use std::sync::Arc;

/// What the names of figures begin with.
pub(super) const FIGURE: &str = "fig-";

/// A picture with the link around it, if it is one.
#[derive(Default)]
struct Shown {
    parts: Vec<PlaceholderKind>,
    picture: Option<usize>,
}

impl Writer<'_> {
    /// A paragraph ends, its closing tag not yet written. Gives whether it held nothing but pictures that are shown as figures or
    /// in a row; then these are written in its place.
    pub(super) fn end_pictures(&mut self, extent: &Extent) -> bool {
        let out = &mut self.out;
        let Some(inside) = out.html[extent.start.min(out.html.len())..].strip_prefix("<p>") else { return false };
        let named = match name(inside.trim()) {
            None if !inside.trim().is_empty() => return false,
            named => named.map(Anchor::from),
        };
        let first = out.placeholders.partition_point(|placeholder| placeholder.at <= extent.start);
        let kinds = out.placeholders[first..].iter().map(|placeholder| placeholder.kind);
        let Some(pictures) = pictures(kinds.filter(|kind| named.is_none() || *kind != PlaceholderKind::Id)) else {
            return false;
        };
        let titled = |shown: &Shown| shown.picture.is_some_and(|number| !title(out, number).is_empty());
        if pictures.len() < 2 && !pictures.iter().any(titled) && named.is_none() {
            return false;
        }
        out.placeholders.truncate(first);
        out.html.truncate(extent.start);
        let row = pictures.len() > 1;
        if row {
            out.html.push_str("<div class=\"pictures\">\n");
        }
        for (nth, shown) in pictures.iter().enumerate() {
            write(out, shown, named.as_ref().filter(|_| nth + 1 == pictures.len()));
        }
        if row {
            out.html.push_str("</div>\n");
        }
        true
    }
}

/// Mentions of figures that the text does not have are citations of a source of that name.
pub(super) fn settle_mentions(out: &mut Body) {
    for placeholder in &mut out.placeholders {
        let PlaceholderKind::FigureMention(number) = placeholder.kind else { continue };
        let (name, span) = &out.figure_mentions[number];
        if !out.figures.contains(name) {
            placeholder.kind = PlaceholderKind::Citation(out.citations.len());
            out.citations.push(Citation { key: name.to_string(), detail: String::new(), span: *span });
        }
    }
}

/// The pictures of a paragraph that holds nothing else; `None` where it holds anything else.
fn pictures(kinds: impl Iterator<Item = PlaceholderKind>) -> Option<Vec<Shown>> {
    let mut out: Vec<Shown> = Vec::new();
    let mut linked = false;
    for kind in kinds {
        match kind {
            PlaceholderKind::LinkStart(_) if !linked => {
                linked = true;
                out.push(Shown::default());
            }
            PlaceholderKind::LinkEnd(_) if linked => linked = false,
            PlaceholderKind::Picture(_) if !linked => out.push(Shown::default()),
            PlaceholderKind::Picture(_) => {}
            _ => return None,
        }
        let shown = out.last_mut()?;
        shown.parts.push(kind);
        if let PlaceholderKind::Picture(number) = kind {
            // Two pictures in one link are no row of their own.
            if shown.picture.replace(number).is_some() {
                return None;
            }
        }
    }
    out.iter().all(|shown| shown.picture.is_some()).then_some(out)
}

fn title(out: &Body, picture: usize) -> &str {
    match out.links.get(picture).map(|link| &link.purpose) {
        Some(Purpose::Show { title, .. }) => title.trim(),
        _ => "",
    }
}

impl Writer<'_> {
    /// A paragraph ends that may be nothing but a link to a film elsewhere: a card, which says where that leads. Nothing is asked of
    /// that host before somebody follows it.
    pub(super) fn mark_film(&mut self, extent: &Extent) {
        let out = &mut self.out;
        let start = extent.start.min(out.html.len());
        let Some(link) = out.html[start..].strip_prefix("<p><a class=\"external\" rel=\"noopener\" href=\"") else {
            return;
        };
        let alone = link.trim_end().ends_with("</a>") && link.matches("</a>").count() == 1;
        let address = link.split('"').next().unwrap_or_default();
        if let Some(host) = film_host(address).filter(|_| alone) {
            out.html.insert_str(start + "<p".len(), " class=\"film\"");
            let behind = out.placeholders.partition_point(|placeholder| placeholder.at <= start);
            out.placeholders[behind..].iter_mut().for_each(|placeholder| placeholder.at += " class=\"film\"".len());
            out.html.push_str(" <span>");
            out.placeholder(PlaceholderKind::Film(host));
            out.html.push_str("</span>");
        }
    }
}

/// Who shows the film at an address of the web, where it is one.
pub(super) fn film_host(address: &str) -> Option<&'static str> {
    let (_, rest) = address.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let host = host.strip_prefix("www.").or(host.strip_prefix("m.")).unwrap_or(host);
    let number = |path: &str| path.starts_with(|c: char| c.is_ascii_digit());
    match host {
        "youtube.com" | "youtube-nocookie.com" => {
            let films = ["watch?", "shorts/", "embed/", "live/", "playlist?"];
            films.iter().any(|film| path.starts_with(film)).then_some("YouTube")
        }
        "youtu.be" => (!path.is_empty()).then_some("YouTube"),
        "vimeo.com" => number(path).then_some("Vimeo"),
        "player.vimeo.com" => path.starts_with("video/").then_some("Vimeo"),
        "dailymotion.com" => path.starts_with("video/").then_some("Dailymotion"),
        "dai.ly" => Some("Dailymotion"),
        "loom.com" => path.starts_with("share/").then_some("Loom"),
        "twitch.tv" => path.starts_with("videos/").then_some("Twitch"),
        "media.ccc.de" => path.starts_with("v/").then_some("media.ccc.de"),
        _ => None,
    }
}

/// The name of a figure, where a paragraph has no other words: `fig-stretch`.
fn name(inside: &str) -> Option<&str> {
    let name = inside.strip_prefix("<span id=\"")?.strip_suffix("\"></span>")?;
    (name.starts_with(FIGURE) && !name.contains(['"', '<', '&'])).then_some(name)
}

/// Writes a picture, with its title as its caption: what everybody reads need not be shown again to who points at it. A figure that has
/// a name has a number too.
fn write(out: &mut Body, shown: &Shown, named: Option<&Anchor>) {
    let links = Arc::make_mut(&mut out.links);
    let caption = match shown.picture.and_then(|number| links.get_mut(number)).map(|link| &mut link.purpose) {
        Some(Purpose::Show { title, .. }) => std::mem::take(title),
        _ => String::new(),
    };
    let caption = caption.trim();
    let figure = !caption.is_empty() || named.is_some();
    if figure {
        out.html.push_str("<figure");
        if let Some(name) = named {
            out.html.push_str(" id=\"");
            out.placeholder(PlaceholderKind::Id);
            out.html.push_str(&format!("{name}\""));
        }
        out.html.push('>');
    }
    // What is a link already leads where its author wants.
    let alone = shown.picture.filter(|_| figure && shown.parts.len() == 1);
    alone.into_iter().for_each(|picture| out.placeholder(PlaceholderKind::EnlargeStart(picture)));
    for part in &shown.parts {
        out.placeholder(*part);
    }
    alone.into_iter().for_each(|picture| out.placeholder(PlaceholderKind::EnlargeEnd(picture)));
    if figure {
        out.html.push_str("<figcaption>");
        if let Some(name) = named {
            out.html.push_str("<span class=\"figure-number\">");
            out.placeholder(PlaceholderKind::Figure(out.figures.len()));
            out.html.push_str("</span> ");
            out.figures.push(name.clone());
        }
        let _ = escape_html_body_text(&mut out.html, caption);
        out.html.push_str("</figcaption></figure>");
    }
    // What begins behind it begins at another place.
    out.html.push('\n');
}
