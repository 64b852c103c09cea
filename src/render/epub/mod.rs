//! The whole site as an e-book: EPUB 3, with its pictures and its sources.
//!
//! Takes: the site, and every file that it will be. Gives: the files in the book, `mimetype` first; they are packed when the site is
//! published, as pictures are made then.
//! Never: reads a clock. The book's own day is that of its newest review or change.

mod document;
mod package;
mod pictures;

use super::html::page_context::Frame;
use super::pages::book;
use super::view::{BookView, SourceView};
use super::{Content, Manifest, Output};
use crate::link::Site;
use crate::text;
use document::{Anchors, Document};
use package::Package;
use pictures::Pictures;
use pulldown_cmark_escape::escape_html;

const STYLE: &str = include_str!("epub.css");
/// What an archive says of itself in its first bytes.
const KIND: &str = "application/epub+zip";
/// The page with the book's title, and that of its contents.
const COVER: &str = "cover.xhtml";
const CONTENTS: &str = "contents.xhtml";

/// A part of the book, before it is XML.
struct Part {
    /// Its file.
    file: String,
    title: String,
    language: String,
    direction: &'static str,
    /// HTML of ours.
    html: String,
}

/// The files in the book.
pub(super) fn epub(site: &Site, frame: &Frame<'_>, manifest: &Manifest) -> Vec<Output> {
    let (view, sources) = book::book(site, frame);
    let parts = parts(site, frame, &view, &sources);
    let anchors = Anchors::of(parts.iter().map(|part| (part.file.as_str(), part.html.as_str())));
    let mut pictures = Pictures::of(site, manifest);
    let mut written = Vec::new();
    for part in &parts {
        let document = Document { site, anchors: &anchors, file: &part.file };
        let body = document.body(&part.html, &mut pictures);
        let language = if part.language.is_empty() { &site.settings.language } else { &part.language };
        written.push(text_of(&part.file, document::page(&part.title, language, part.direction, &body)));
    }
    let cover = cover(site, frame, &view);
    let document = Document { site, anchors: &anchors, file: COVER };
    let cover = document.body(&cover, &mut pictures);
    let contents = Document { site, anchors: &anchors, file: CONTENTS }.body(&view.contents, &mut pictures);
    let package = Package { site, frame, parts: &parts, pictures: &pictures };
    let language = &site.settings.language;
    let mut out = vec![
        text_of("mimetype", KIND.to_owned()),
        text_of("META-INF/container.xml", package::CONTAINER.to_owned()),
        text_of("package.opf", package.written()),
        text_of(CONTENTS, package.contents(&contents)),
        text_of("style.css", STYLE.to_owned()),
        text_of(COVER, document::page(&site.settings.title, language, "", &cover)),
    ];
    out.extend(written);
    out.extend(pictures.files());
    out
}

fn text_of(path: &str, text: String) -> Output {
    Output { path: path.to_owned(), content: Content::Text(text.into()) }
}

fn parts(site: &Site, frame: &Frame<'_>, view: &BookView, sources: &[SourceView]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut part = |anchor: &str, title: &str, role: &str, (language, direction): (&str, &'static str), inner: &str| {
        let mut html = format!("<section id=\"{anchor}\" role=\"{role}\"><h1>");
        let _ = escape_html(&mut html, title);
        html.push_str(&format!("</h1>\n{inner}</section>\n"));
        let (title, language) = (title.to_owned(), language.to_owned());
        parts.push(Part { file: format!("{anchor}.xhtml"), title, language, direction, html });
    };
    for chapter in &view.chapters {
        let mut inner = String::new();
        if !chapter.review.is_empty() {
            inner.push_str("<p class=\"review\">");
            let _ = escape_html(&mut inner, &chapter.review);
            inner.push_str("</p>\n");
        }
        inner.push_str(&text::moved_below(chapter.html.clone(), 1));
        let language = (chapter.language.as_str(), chapter.direction);
        part(&chapter.anchor, &chapter.title, "doc-chapter", language, &inner);
    }
    if !view.terms.is_empty() {
        let mut inner = String::from("<dl>\n");
        for term in &view.terms {
            inner.push_str("<dt id=\"");
            let _ = escape_html(&mut inner, &term.anchor);
            inner.push_str("\">");
            let _ = escape_html(&mut inner, &term.title);
            inner.push_str("</dt>\n");
            if !term.forms.is_empty() {
                inner.push_str("<dd class=\"forms\">");
                let forms = frame.theme.word("term-forms").replace("{forms}", &term.forms.join(", "));
                let _ = escape_html(&mut inner, &forms);
                inner.push_str("</dd>\n");
            }
            inner.push_str(&format!("<dd>{}</dd>\n", text::moved_below(term.html.clone(), 1)));
        }
        inner.push_str("</dl>\n");
        part(view.terms_anchor, frame.theme.word("glossary"), "doc-glossary", ("", ""), &inner);
    }
    if !sources.is_empty() {
        let mut inner = String::from("<ol>\n");
        for source in sources {
            inner.push_str(&format!("<li id=\"{}\">{}</li>\n", source.anchor, source.html));
        }
        inner.push_str("</ol>\n");
        part(view.sources_anchor, frame.theme.word("sources"), "doc-bibliography", ("", ""), &inner);
    }
    // A site of which nothing is written is none, and a book without a page is none.
    if parts.is_empty() {
        parts.push(Part {
            file: "page-1.xhtml".into(),
            title: site.settings.title.clone(),
            language: String::new(),
            direction: "",
            html: String::new(),
        });
    }
    parts
}

/// The page with the title.
fn cover(site: &Site, frame: &Frame<'_>, view: &BookView) -> String {
    let settings = &site.settings;
    let mut out = String::from("<section class=\"cover\"><h1>");
    let _ = escape_html(&mut out, &settings.title);
    out.push_str("</h1>\n");
    let notice = if frame.has_care() && frame.setting("notice") != "false" {
        frame.theme.word("general-information")
    } else {
        ""
    };
    let publisher = match settings.publisher.as_str() {
        "" => String::new(),
        name => frame.theme.word("published-by").replace("{name}", name),
    };
    for line in [settings.description.as_str(), &view.as_of, &publisher, &settings.base_url, notice] {
        if !line.is_empty() {
            out.push_str("<p>");
            let _ = escape_html(&mut out, line);
            out.push_str("</p>\n");
        }
    }
    if !view.cards.is_empty() {
        out.push_str("<h2>");
        let _ = escape_html(&mut out, frame.theme.word("book-cards"));
        out.push_str("</h2>\n<ul>\n");
        for card in &view.cards {
            out.push_str(&format!("<li><a href=\"{}\">", card.href));
            let _ = escape_html(&mut out, &card.title);
            out.push_str("</a></li>\n");
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
    out
}
