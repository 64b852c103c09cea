//! Pictures that stand alone in a paragraph: one with a title is a figure with that caption, several stand in a row.

use super::Writer;
use super::blocks::Extent;
use crate::text::body::{Body, PlaceholderKind, Purpose};
use pulldown_cmark_escape::escape_html_body_text;
use std::sync::Arc;

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
        if !inside.trim().is_empty() {
            return false;
        }
        let first = out.placeholders.partition_point(|placeholder| placeholder.at <= extent.start);
        let Some(pictures) = pictures(out.placeholders[first..].iter().map(|placeholder| placeholder.kind)) else {
            return false;
        };
        let titled = |shown: &Shown| shown.picture.is_some_and(|number| !title(out, number).is_empty());
        if pictures.len() < 2 && !pictures.iter().any(titled) {
            return false;
        }
        out.placeholders.truncate(first);
        out.html.truncate(extent.start);
        let row = pictures.len() > 1;
        if row {
            out.html.push_str("<div class=\"pictures\">\n");
        }
        for shown in &pictures {
            write(out, shown);
        }
        if row {
            out.html.push_str("</div>\n");
        }
        true
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

/// Writes a picture, with its title as its caption: what everybody reads need not be shown again to who points at it.
fn write(out: &mut Body, shown: &Shown) {
    let links = Arc::make_mut(&mut out.links);
    let caption = match shown.picture.and_then(|number| links.get_mut(number)).map(|link| &mut link.purpose) {
        Some(Purpose::Show { title, .. }) => std::mem::take(title),
        _ => String::new(),
    };
    let figure = !caption.trim().is_empty();
    if figure {
        out.html.push_str("<figure>");
    }
    for part in &shown.parts {
        out.placeholder(*part);
    }
    if figure {
        out.html.push_str("<figcaption>");
        let _ = escape_html_body_text(&mut out.html, caption.trim());
        out.html.push_str("</figcaption></figure>");
    }
    // What begins behind it begins at another place.
    out.html.push('\n');
}
