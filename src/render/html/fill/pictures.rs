//! Pictures, sounds and films.

use super::{Page, part_of_file};
use crate::link::{Resolved, pictures};
use crate::picture::Rendition;
use crate::text::body::{Link, Purpose};
use pulldown_cmark_escape::escape_html;

/// A picture that is no wider is shown whole on any phone; one that is wider, as wide as the column.
const NARROW: u32 = 320;
/// A figure's picture that is at least as wide shows more where it has the whole screen.
const ENLARGED: u32 = 640;

impl Page<'_> {
    pub(super) fn picture(&mut self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        let Purpose::Show { alt, title, width, height } = &link.purpose else { return };
        let Some(src) = resolved.and_then(|r| self.leads_to(r)) else {
            let _ = escape_html(&mut *out, alt);
            return;
        };
        let site = self.frame.site;
        let (file, forms) = match resolved {
            Some(Resolved::File(file)) => (Some(&site.files[*file]), pictures::renditions(&site.files[*file])),
            Some(Resolved::Static(file)) => (Some(&site.statics[*file]), Vec::new()),
            _ => (None, Vec::new()),
        };
        let extension = file.map(|file| file.path.extension()).unwrap_or_default();
        // With its size in the page, nothing moves when a picture comes; and most are not worth loading before they are near.
        let (width, height) = match (file.and_then(|file| file.seen.head.extent()), width, height) {
            (Some(extent), None, None) => (Some(extent.width), Some(extent.height)),
            (Some(extent), Some(width), None) => (Some(*width), Some(extent.height_at(*width))),
            (Some(extent), None, Some(height)) => (Some(extent.width_at(*height)), Some(*height)),
            (_, width, height) => (*width, *height),
        };
        let (open, close) = match extension.as_str() {
            "mp3" | "ogg" | "opus" | "wav" | "m4a" => ("<audio controls preload=\"none\" src=\"", "\"></audio>"),
            "mp4" | "webm" | "mov" => ("<video controls preload=\"metadata\" src=\"", "\"></video>"),
            // What is to be printed must be there, seen or not.
            _ if self.pictures == 0 || self.chapters.is_some() => ("<img decoding=\"async\" src=\"", "\">"),
            _ => ("<img loading=\"lazy\" decoding=\"async\" src=\"", "\">"),
        };
        // WebP is shown by every browser since 2020; one that is older still, or a program that reads pages, takes the last form.
        let (modern, plain): (Vec<&Rendition>, Vec<&Rendition>) = forms.iter().partition(|form| form.is_modern());
        let sizes = self.sizes(width, &modern);
        let listed = modern.iter().map(|form| {
            let width = if sizes.is_empty() { String::new() } else { format!(" {}w", form.extent.width) };
            format!("{src}{}{width}", form.ending())
        });
        let listed = listed.collect::<Vec<_>>().join(", ");
        if !plain.is_empty() {
            out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            let _ = escape_html(&mut *out, &listed);
            out.push_str(&format!("\"{sizes}>"));
        }
        out.push_str(open);
        let form = plain.first().or(modern.last()).map(|form| form.ending()).unwrap_or_default();
        // Of a film or a sound, where it begins; a picture is shown whole.
        let part = if open.starts_with("<img") { String::new() } else { part_of_file(link, resolved) };
        let _ = escape_html(&mut *out, &format!("{src}{form}{part}"));
        if plain.is_empty() && modern.len() > 1 {
            out.push_str("\" srcset=\"");
            let _ = escape_html(&mut *out, &listed);
            out.push_str(&format!("\"{}", sizes.trim_end_matches('"')));
        }
        if open.starts_with("<img") {
            self.pictures += 1;
            out.push_str("\" alt=\"");
            let _ = escape_html(&mut *out, alt);
        }
        // A film or a sound is called what its author calls it.
        if !open.starts_with("<img") && !alt.trim().is_empty() {
            out.push_str("\" aria-label=\"");
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
        if !plain.is_empty() {
            out.push_str("</picture>");
        }
    }

    /// Where the largest form of a figure's picture lies, where that shows more than the figure does.
    pub(super) fn enlarged(&self, resolved: Option<&Resolved>) -> Option<String> {
        let Some(Resolved::File(number)) = resolved else { return None };
        let file = &self.frame.site.files[*number];
        let wide = file.seen.head.extent().is_some_and(|extent| extent.width >= ENLARGED);
        if !wide
            || self.chapters.is_some()
            || !crate::picture::is_picture(&file.path.extension()) && file.path.extension() != "svg"
        {
            return None;
        }
        let src = resolved.and_then(|resolved| self.leads_to(resolved))?;
        let form = pictures::renditions(file).into_iter().max_by_key(|form| (form.extent.width, form.is_modern()));
        Some(format!("{src}{}", form.map(|form| form.ending()).unwrap_or_default()))
    }

    /// The link around a figure's picture: without a script it leads to the file.
    pub(super) fn enlarge_start(&self, out: &mut String, link: &Link, resolved: Option<&Resolved>) {
        let (Some(href), Purpose::Show { alt, .. }) = (self.enlarged(resolved), &link.purpose) else { return };
        out.push_str("<a class=\"enlarge\" href=\"");
        let _ = escape_html(&mut *out, &href);
        out.push_str("\" aria-label=\"");
        let _ = escape_html(&mut *out, &self.frame.theme.word("enlarge").replace("{title}", alt));
        out.push_str("\">");
    }

    /// How wide a picture will be shown, as a browser takes it that has not read the styles yet: a whole attribute, or nothing
    /// where there is but one size.
    fn sizes(&self, width: Option<u32>, forms: &[&Rendition]) -> String {
        let column = &self.frame.theme.picture_sizes;
        match width {
            _ if forms.len() < 2 => String::new(),
            Some(width) if width <= NARROW => format!(" sizes=\"{width}px\""),
            _ => {
                let mut sizes = String::from(" sizes=\"");
                let _ = escape_html(&mut sizes, column);
                sizes.push('"');
                sizes
            }
        }
    }
}
