//! Pictures, sounds and films.

use super::Page;
use crate::link::Resolved;
use crate::parse::body::{Link, Purpose};
use pulldown_cmark_escape::escape_html;

impl Page<'_> {
    pub(super) fn picture(&self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        let Purpose::Show { alt, title, width, height } = &link.purpose else { return };
        let Some(src) = resolved.and_then(|r| self.frame.resolved(self.address, r)) else {
            let _ = escape_html(&mut *out, alt);
            return;
        };
        let extension = match resolved {
            Some(Resolved::File(file)) => self.frame.site.files[*file].path.extension(),
            _ => String::new(),
        };
        let (open, close) = match extension.as_str() {
            "mp3" | "ogg" | "opus" | "wav" | "m4a" => ("<audio controls preload=\"none\" src=\"", "\"></audio>"),
            "mp4" | "webm" | "mov" => ("<video controls preload=\"metadata\" src=\"", "\"></video>"),
            _ => ("<img loading=\"lazy\" src=\"", "\">"),
        };
        out.push_str(open);
        let _ = escape_html(&mut *out, &src);
        if open.starts_with("<img") {
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
