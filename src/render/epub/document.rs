//! A part of the site → a page of the book: XHTML, whose links lead within the book where they can.

use super::pictures::Pictures;
use crate::formula;
use crate::link::{BOOK, Site};
use crate::source::escape::{xml_line, xml_value};
use crate::source::script::Direction;
use crate::source::url::decoded;
use crate::text::{Element, Keep, Token, Tokens, xhtml};
use std::collections::HashMap;
use url::Url;

/// What a diagram is drawn with.
const DRAWN: [&str; 6] = ["svg", "rect", "path", "circle", "text", "tspan"];

/// What a reader of books has a use for, besides what begins with `aria-`.
const ATTRIBUTES: [&str; 20] = [
    "id", "class", "href", "src", "alt", "title", "lang", "dir", "role", "colspan", "rowspan", "headers", "scope",
    "start", "value", "type", "datetime", "width", "height", "reversed",
];

/// In which file of the book each anchor is.
pub(super) struct Anchors<'a> {
    files: HashMap<String, &'a str>,
}

impl<'a> Anchors<'a> {
    /// Of parts, each a file and its HTML.
    pub(super) fn of(parts: impl Iterator<Item = (&'a str, &'a str)>) -> Anchors<'a> {
        let mut files = HashMap::new();
        for (file, html) in parts {
            for (_, token) in Tokens::of(html, &[]) {
                let Token::Open(tag) = token else { continue };
                let ids = tag.attributes().filter(|(name, _)| *name == "id");
                files.extend(ids.map(|(_, id)| (id.into_owned(), file)));
            }
        }
        Anchors { files }
    }
}

/// A page of the book.
pub(super) struct Document<'a> {
    pub(super) site: &'a Site,
    pub(super) anchors: &'a Anchors<'a>,
    /// Its file.
    pub(super) file: &'a str,
}

impl Document<'_> {
    /// What is in it, as XML.
    pub(super) fn body(&self, html: &str, pictures: &mut Pictures<'_>) -> String {
        xhtml(html, &mut |element| self.look(element, pictures))
    }

    fn look(&self, element: &mut Element<'_>, pictures: &mut Pictures<'_>) -> Keep {
        match element.name {
            "source" | "track" => return Keep::Nothing,
            "picture" => return Keep::Inside,
            "img" => self.picture(element, pictures),
            "audio" | "video" => self.recording(element),
            "a" => self.link(element),
            // What is folded cannot be unfolded everywhere.
            "details" | "summary" => {
                element.attributes.push(("class", element.name.to_owned()));
                element.name = "div";
            }
            "input" => {
                let ticked = element.attribute("checked").is_some();
                *element = Element { name: "span", attributes: Vec::new(), words: element.words.clone() };
                element.words.push_str(if ticked { "☑" } else { "☐" });
            }
            _ => {}
        }
        if formula::is_element(element.name) {
            if element.name == "math" {
                element.attributes.insert(0, ("xmlns", "http://www.w3.org/1998/Math/MathML".to_owned()));
            }
            return Keep::Whole;
        }
        if DRAWN.contains(&element.name) {
            if element.name == "svg" {
                element.attributes.insert(0, ("xmlns", "http://www.w3.org/2000/svg".to_owned()));
            }
            return Keep::Whole;
        }
        let mut classes: Vec<String> = Vec::new();
        let mut kept: Vec<(&str, String)> = Vec::new();
        for (name, value) in element.attributes.drain(..) {
            match name {
                "class" => classes.push(value),
                "lang" => kept.extend([("lang", value.clone()), ("xml:lang", value)]),
                _ if ATTRIBUTES.contains(&name) || name.starts_with("aria-") => kept.push((name, value)),
                _ => {}
            }
        }
        if !classes.is_empty() {
            kept.push(("class", classes.join(" ")));
        }
        // Programs for books show such a note where its number is tapped.
        if kept.iter().any(|(name, value)| *name == "role" && value == "doc-noteref") {
            kept.push(("epub:type", "noteref".to_owned()));
        }
        element.attributes = kept;
        Keep::Whole
    }

    /// A link within the book, or to an address that is whole; any other is none.
    fn link(&self, element: &mut Element<'_>) {
        let led = element.attribute("href").and_then(|href| self.leads(href));
        element.attributes.retain(|(name, _)| *name != "href");
        match led {
            Some(href) => element.attributes.push(("href", href)),
            None => {
                element.name = "span";
                element.attributes.retain(|(name, _)| !matches!(*name, "role" | "aria-label"));
            }
        }
    }

    fn leads(&self, href: &str) -> Option<String> {
        let Some(fragment) = href.strip_prefix('#') else { return self.outside(href) };
        let anchor = decoded(fragment)?;
        let file = self.anchors.files.get(anchor.as_ref())?;
        Some(if *file == self.file { href.to_owned() } else { format!("{file}{href}") })
    }

    /// The whole address of what is not in the book.
    fn outside(&self, href: &str) -> Option<String> {
        if let Ok(whole) = Url::parse(href) {
            let known = matches!(whole.scheme(), "http" | "https" | "mailto" | "tel");
            return known.then(|| href.to_owned());
        }
        let base = Url::parse(&self.site.settings.base_url).ok()?;
        let page = base.join(BOOK.trim_start_matches('/')).ok()?;
        let to = page.join(href).ok()?.to_string();
        Some(to.strip_suffix("/index.html").map_or(to.clone(), |folder| format!("{folder}/")))
    }

    fn picture(&self, element: &mut Element<'_>, pictures: &mut Pictures<'_>) {
        let file = element.attribute("src").and_then(|src| pictures.file(src));
        element.attributes.retain(|(name, _)| *name != "src");
        match file {
            Some(file) => {
                if element.attribute("alt").is_none() {
                    element.attributes.push(("alt", String::new()));
                }
                element.attributes.push(("src", file));
            }
            None => {
                let words = element.attribute("alt").unwrap_or_default().to_owned();
                *element = Element { name: "span", attributes: Vec::new(), words };
            }
        }
    }

    /// A sound or a film stays where it is: a book with it would be too large for who only wants to read.
    fn recording(&self, element: &mut Element<'_>) {
        let src = element.attribute("src").unwrap_or_default().to_owned();
        let name = src.rsplit('/').next().unwrap_or_default().to_owned();
        let words = decoded(&name).map(|name| name.into_owned()).unwrap_or(name);
        let attributes = vec![("href", src)];
        *element = Element { name: "a", attributes, words };
        self.link(element);
    }
}

/// A whole page.
pub(super) fn page(title: &str, language: &str, direction: &str, body: &str) -> String {
    let mut said = String::new();
    xml_value(language, &mut said);
    let direction = if direction.is_empty() { Direction::of_language(language).name() } else { direction };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{said}\" xml:lang=\"{said}\" dir=\"{direction}\">\n\
         <head>\n<title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        xml_line(title),
    )
}
