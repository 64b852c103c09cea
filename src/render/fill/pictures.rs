//! Pictures, sounds and films.

use super::Page;
use crate::link::Resolved;
use crate::parse::body::{Link, Purpose};
use pulldown_cmark_escape::escape_html;

impl Page<'_> {
    pub(super) fn picture(&mut self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        let Purpose::Show { alt, title, width, height } = &link.purpose else { return };
        let Some(src) = resolved.and_then(|r| self.frame.resolved(self.address, r)) else {
            let _ = escape_html(&mut *out, alt);
            return;
        };
        let file = match resolved {
            Some(Resolved::File(file)) => Some(&self.frame.site.files[*file]),
            _ => None,
        };
        let extension = file.map(|file| file.path.extension()).unwrap_or_default();
        // With its size in the page, nothing moves when a picture comes; and most are not worth loading before they are near.
        let (width, height) = match (file.and_then(|file| file.head.extent()), width, height) {
            (Some(extent), None, None) => (Some(extent.width), Some(extent.height)),
            (Some(extent), Some(width), None) => (Some(*width), Some(extent.height_at(*width))),
            (Some(extent), None, Some(height)) => (Some(extent.width_at(*height)), Some(*height)),
            (_, width, height) => (*width, *height),
        };
        let (open, close) = match extension.as_str() {
            "mp3" | "ogg" | "opus" | "wav" | "m4a" => ("<audio controls preload=\"none\" src=\"", "\"></audio>"),
            "mp4" | "webm" | "mov" => ("<video controls preload=\"metadata\" src=\"", "\"></video>"),
            _ if self.pictures == 0 => ("<img decoding=\"async\" src=\"", "\">"),
            _ => ("<img loading=\"lazy\" decoding=\"async\" src=\"", "\">"),
        };
        out.push_str(open);
        let _ = escape_html(&mut *out, &src);
        if open.starts_with("<img") {
            self.pictures += 1;
            out.push_str("\" alt=\"");
            let _ = escape_html(&mut *out, alt);
        }
        if !title.is_empty() {
            out.push_str("\" title=\"");
            let _ = escape_html(&mut *out, title);
        }
        for (name, pixels) in [("width", width), ("height", height)] {
            if let Some(pixels) = pixels {
                out.push_str(&format!("\" {name}=\"{pixels}"));
            }
        }
        out.push_str(close);
    }
}
