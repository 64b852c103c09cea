//! What a program for books reads first: what the book is called, what is in it, and in which order it is read.

use super::pictures::Pictures;
use super::{CONTENTS, COVER, Part, document};
use crate::link::Site;
use crate::render::html::chapters::{SOURCES, TERMS};
use crate::render::html::page_context::Frame;
use crate::render::pages::book;
use crate::source::digest;
use crate::source::escape::xml_line;
use crate::source::script::Direction;
use jiff::civil::{Date, date};

pub(super) const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles>\n<rootfile full-path=\"package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n\
    </container>\n";

/// Of a book of which no day is known: the same on every machine.
const NO_DAY: Date = date(2000, 1, 1);

/// The book as a whole.
pub(super) struct Package<'a> {
    pub(super) site: &'a Site,
    pub(super) frame: &'a Frame<'a>,
    pub(super) parts: &'a [Part],
    pub(super) pictures: &'a Pictures<'a>,
}

impl Package<'_> {
    /// `package.opf`.
    pub(super) fn written(&self) -> String {
        let settings = &self.site.settings;
        let (title, language) = (xml_line(&settings.title), xml_line(&settings.language));
        let day = book::newest(self.site).unwrap_or(NO_DAY);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{language}\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">{}</dc:identifier>\n<dc:title>{title}</dc:title>\n<dc:language>{language}</dc:language>\n",
            xml_line(&identifier(self.site)),
        );
        for (name, words) in [("description", &settings.description), ("publisher", &settings.publisher)] {
            if !words.is_empty() {
                out.push_str(&format!("<dc:{name}>{}</dc:{name}>\n", xml_line(words)));
            }
        }
        out.push_str(&format!("<meta property=\"dcterms:modified\">{day}T00:00:00Z</meta>\n"));
        for (property, value) in self.accessibility() {
            out.push_str(&format!("<meta property=\"schema:{property}\">{value}</meta>\n"));
        }
        out.push_str("</metadata>\n<manifest>\n");
        const PAGE: &str = "application/xhtml+xml";
        let mut item = |number: usize, file: &str, kind: &str, more: &str| {
            out.push_str(&format!("<item id=\"file-{number}\" href=\"{file}\" media-type=\"{kind}\"{more}/>\n"));
        };
        item(1, COVER, PAGE, "");
        item(2, CONTENTS, PAGE, " properties=\"nav\"");
        item(3, "style.css", "text/css", "");
        let parts = self.parts.iter().enumerate();
        parts.for_each(|(nth, part)| {
            let holds = [("<math", "mathml"), ("<svg", "svg")].into_iter().filter(|(sign, _)| part.html.contains(sign));
            let held: Vec<&str> = holds.map(|(_, name)| name).collect();
            let more = if held.is_empty() { String::new() } else { format!(" properties=\"{}\"", held.join(" ")) };
            item(nth + 4, &part.file, PAGE, &more);
        });
        let pictures = self.pictures.all.iter().enumerate();
        pictures.for_each(|(nth, picture)| item(nth + 4 + self.parts.len(), &picture.file, picture.kind, ""));
        let runs = Direction::of_language(&settings.language).name();
        out.push_str(&format!("</manifest>\n<spine page-progression-direction=\"{runs}\">\n"));
        for number in [1, 2].into_iter().chain((0..self.parts.len()).map(|nth| nth + 4)) {
            out.push_str(&format!("<itemref idref=\"file-{number}\"/>\n"));
        }
        out.push_str("</spine>\n</package>\n");
        out
    }

    /// What is said of who can read it, in the words of schema.org.
    fn accessibility(&self) -> Vec<(&'static str, &'static str)> {
        let shows = !self.pictures.all.is_empty();
        // Whether a picture that moves flashes, nobody has looked.
        let moves = self.pictures.all.iter().any(|picture| matches!(picture.kind, "image/gif" | "image/webp"));
        let mut out = vec![("accessMode", "textual")];
        out.extend(shows.then_some(("accessMode", "visual")));
        out.extend([
            ("accessModeSufficient", "textual"),
            ("accessibilityFeature", "structuralNavigation"),
            ("accessibilityFeature", "tableOfContents"),
        ]);
        out.extend(shows.then_some(("accessibilityFeature", "alternativeText")));
        out.push(("accessibilityHazard", if moves { "unknown" } else { "none" }));
        out
    }

    /// The page of the contents, with a list of links to the chapters; and where the book's own parts begin.
    pub(super) fn contents(&self, list: &str) -> String {
        let word = |key: &'static str| xml_line(self.frame.theme.word(key));
        let title = word("book-contents");
        let mut body = format!(
            "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"toc-title\"><h1 id=\"toc-title\">{title}</h1>\n{list}</nav>\n\
             <nav epub:type=\"landmarks\" aria-labelledby=\"landmarks\" hidden=\"hidden\"><h2 id=\"landmarks\">{title}</h2>\n<ol>\n",
        );
        let mut landmark = |kind: &str, file: &str, words: &str| {
            body.push_str(&format!("<li><a epub:type=\"{kind}\" href=\"{file}\">{words}</a></li>\n"));
        };
        landmark("titlepage", COVER, &xml_line(&self.site.settings.title));
        landmark("toc", &format!("{CONTENTS}#toc"), &title);
        if let Some(first) = self.parts.first() {
            landmark("bodymatter", &first.file, &xml_line(&first.title));
        }
        for (kind, anchor) in [("glossary", TERMS), ("bibliography", SOURCES)] {
            let file = format!("{anchor}.xhtml");
            if let Some(part) = self.parts.iter().find(|part| part.file == file) {
                landmark(kind, &file, &xml_line(&part.title));
            }
        }
        body.push_str("</ol></nav>\n");
        document::page(self.frame.theme.word("book-contents"), &self.site.settings.language, "", &body)
    }
}

/// The site's address; where it has none, a number made of its title.
fn identifier(site: &Site) -> String {
    let settings = &site.settings;
    if !settings.base_url.is_empty() {
        return settings.base_url.clone();
    }
    let hash = digest(&settings.title);
    // Version 8 of RFC 9562: a number of one's own making.
    let number = hash & !(0xf << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{number:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
