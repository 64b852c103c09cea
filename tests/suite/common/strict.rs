//! A published page → what of it is no good HTML: a reader of HTML that forgives nothing.
//!
//! Every tag that opens is closed by its own, in order; no element stands where a browser would move it from; no id and no
//! attribute is there twice; and no element and no attribute is there that the templates and the writer do not use. It shares
//! nothing with the program.

use std::collections::BTreeSet;

const VOID: &[&str] = &["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What the templates and the writer write, and of raw HTML what is let through.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "cite",
    "code",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "noscript",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// In a drawing of a tree, and signs of the theme.
const OF_DRAWINGS: &[&str] = &[
    "svg", "a", "circle", "defs", "desc", "g", "line", "marker", "path", "polygon", "polyline", "rect", "text",
    "title", "tspan",
];

const ATTRIBUTES: &[&str] = &[
    "alt",
    "autocapitalize",
    "autocomplete",
    "charset",
    "checked",
    "class",
    "colspan",
    "content",
    "controls",
    "datetime",
    "decoding",
    "dir",
    "disabled",
    "download",
    "for",
    "headers",
    "height",
    "hidden",
    "href",
    "hreflang",
    "http-equiv",
    "id",
    "enterkeyhint",
    "inputmode",
    "lang",
    "loading",
    "maxlength",
    "media",
    "method",
    "name",
    "novalidate",
    "open",
    "placeholder",
    "preload",
    "property",
    "readonly",
    "rel",
    "role",
    "rowspan",
    "scope",
    "sizes",
    "spellcheck",
    "src",
    "srcset",
    "start",
    "tabindex",
    "title",
    "type",
    "value",
    "width",
    "action",
    "defer",
    "itemprop",
    "as",
    "crossorigin",
];

const OF_DRAWING_TAGS: &[&str] = &[
    "class",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "focusable",
    "height",
    "href",
    "id",
    "marker-end",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "orient",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "role",
    "rx",
    "ry",
    "stroke",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
];

const PHRASES: &[&str] = &[
    "a", "abbr", "audio", "b", "bdi", "bdo", "br", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "input", "ins", "kbd", "label", "mark", "picture", "q", "rp", "rt", "ruby", "s", "samp", "script", "small",
    "source", "span", "strong", "sub", "sup", "svg", "time", "u", "var", "video", "wbr",
];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
const PARTS_OF_TABLES: &[&str] = &["table", "thead", "tbody", "tfoot", "tr"];

/// Everything that is wrong with a page.
pub fn faults(page: &str) -> Vec<String> {
    let mut reader = Reader { page, at: 0, open: Vec::new(), ids: BTreeSet::new(), faults: Vec::new() };
    reader.read();
    reader.faults
}

struct Reader<'a> {
    page: &'a str,
    at: usize,
    open: Vec<&'a str>,
    ids: BTreeSet<&'a str>,
    faults: Vec<String>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, at: usize, what: &str) {
        let from = (0..=at.saturating_sub(60)).rev().find(|i| self.page.is_char_boundary(*i)).unwrap_or(0);
        let to = (at + 60..self.page.len()).find(|i| self.page.is_char_boundary(*i)).unwrap_or(self.page.len());
        self.faults.push(format!("{what}, in <{}>: …{}…", self.open.join("><"), &self.page[from..to]));
    }

    fn read(&mut self) {
        while self.at < self.page.len() {
            let rest = &self.page[self.at..];
            let text = rest.find('<').unwrap_or(rest.len());
            if text > 0 {
                self.text(&rest[..text]);
                self.at += text;
            } else if rest.starts_with("<!doctype html>") || rest.starts_with("<!DOCTYPE html>") {
                self.at += "<!doctype html>".len();
            } else if rest.starts_with("<!--") {
                self.at += rest.find("-->").map_or(rest.len(), |end| end + 3);
            } else if rest.starts_with("</") {
                self.closing(rest);
            } else {
                self.opening(rest);
            }
        }
        if !self.open.is_empty() {
            self.fault(self.page.len(), "elements are open at the end");
        }
    }

    fn text(&mut self, text: &str) {
        if text.contains('>') && !self.open.contains(&"svg") {
            self.fault(self.at, "a `>` in a text");
        }
        if !text.trim().is_empty() && self.open.last().is_some_and(|open| PARTS_OF_TABLES.contains(open)) {
            self.fault(self.at, "words in a table, outside its cells");
        }
    }

    fn closing(&mut self, rest: &'a str) {
        let Some(end) = rest.find('>') else {
            self.fault(self.at, "a tag without an end");
            self.at = self.page.len();
            return;
        };
        let name = &rest[2..end];
        if self.open.last() == Some(&name) {
            self.open.pop();
        } else {
            self.fault(self.at, &format!("</{name}> closes another element"));
            if let Some(place) = self.open.iter().rposition(|open| *open == name) {
                self.open.truncate(place);
            }
        }
        self.at += end + 1;
    }

    fn opening(&mut self, rest: &'a str) {
        let start = self.at;
        let length = rest[1..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len() - 1);
        let name = &rest[1..1 + length];
        let drawing = name == "svg" || self.open.contains(&"svg");
        let (elements, attributes) = if drawing { (OF_DRAWINGS, OF_DRAWING_TAGS) } else { (ELEMENTS, ATTRIBUTES) };
        let formula = fingerpost::formula::is_element(name);
        if !elements.contains(&name) && !formula {
            self.fault(start, &format!("<{name}> is not written here"));
        }
        self.at += 1 + length;
        let mut seen: Vec<&str> = Vec::new();
        let mut closed = false;
        loop {
            let rest = &self.page[self.at..];
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = &self.page[self.at..];
            if rest.starts_with('>') {
                self.at += 1;
                break;
            }
            if rest.starts_with("/>") {
                if !drawing {
                    self.fault(start, "an element that closes itself");
                }
                closed = true;
                self.at += 2;
                break;
            }
            if rest.is_empty() || blank == 0 {
                self.fault(start, "a tag that does not end, or attributes that touch");
                self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
                break;
            }
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            let attribute = &rest[..length];
            self.at += length;
            let free = attribute.starts_with("data-") || attribute.starts_with("aria-");
            let of_formula = formula && fingerpost::formula::is_attribute(attribute);
            if !free && !of_formula && !attributes.contains(&attribute) {
                self.fault(start, &format!("`{attribute}` is not written here"));
            }
            if seen.contains(&attribute) {
                self.fault(start, &format!("`{attribute}` is there twice"));
            }
            seen.push(attribute);
            let Some(value) = rest[length..].strip_prefix('=') else { continue };
            let quoted = value.strip_prefix('"').and_then(|value| value.find('"').map(|end| &value[..end]));
            let Some(value) = quoted else {
                self.fault(start, &format!("the value of `{attribute}` is not in quotes"));
                self.at += 1 + value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                continue;
            };
            self.at += value.len() + 3;
            if value.contains('<') {
                self.fault(start, &format!("a `<` in `{attribute}`"));
            }
            if attribute == "id" && (value.is_empty() || !self.ids.insert(value)) {
                self.fault(start, &format!("the id `{value}` is empty or there twice"));
            }
        }
        self.check_place(start, name, drawing);
        if VOID.contains(&name) || closed {
            return;
        }
        if matches!(name, "script" | "style" | "title") && !drawing {
            let end = format!("</{name}>");
            self.at += self.page[self.at..].find(&end).map_or(self.page.len() - self.at, |at| at + end.len());
            return;
        }
        self.open.push(name);
    }

    /// Where a browser would move the element, or close others before it.
    fn check_place(&mut self, at: usize, name: &str, drawing: bool) {
        if drawing && name != "svg" {
            return;
        }
        let parent = self.open.last().copied().unwrap_or_default();
        let within = |names: &[&str]| self.open.iter().any(|open| names.contains(open));
        let mut inner = self.open.iter().rev().take_while(|open| !matches!(**open, "td" | "th" | "caption"));
        let in_paragraph = inner.any(|open| *open == "p");
        let grouped = parent == "div" && self.open.iter().rev().nth(1) == Some(&"dl");
        let wrong = match name {
            "li" => !matches!(parent, "ul" | "ol"),
            "dt" | "dd" => !(parent == "dl" || grouped),
            "td" | "th" => parent != "tr",
            "tr" => !matches!(parent, "table" | "thead" | "tbody" | "tfoot"),
            "thead" | "tbody" | "tfoot" | "caption" => parent != "table",
            "summary" => parent != "details",
            "figcaption" => parent != "figure",
            "rt" | "rp" => parent != "ruby",
            "source" => !matches!(parent, "picture" | "audio" | "video"),
            _ => PARTS_OF_TABLES.contains(&parent),
        };
        let doubled = name == "a" && within(&["a", "button"])
            || HEADINGS.contains(&name) && within(HEADINGS)
            || name == "form" && within(&["form"])
            || name == "label" && within(&["label"]);
        if wrong {
            self.fault(at, &format!("<{name}> cannot stand in <{parent}>"));
        }
        if in_paragraph && !PHRASES.contains(&name) && !fingerpost::formula::is_element(name) {
            self.fault(at, &format!("<{name}> in a paragraph"));
        }
        if doubled {
            self.fault(at, &format!("<{name}> in another"));
        }
    }
}

#[test]
fn what_is_wrong_is_found() {
    for (page, fault) in [
        ("<p><b>a</p></b>", "closes another"),
        ("<p>a", "are open"),
        ("<p id=\"a\"><b id=\"a\"></b></p>", "there twice"),
        ("<p class=\"a\" class=\"b\"></p>", "there twice"),
        ("<p><div></div></p>", "in a paragraph"),
        ("<a href=\"x\"><b><a href=\"y\"></a></b></a>", "in another"),
        ("<table>a</table>", "outside its cells"),
        ("<table><p></p></table>", "cannot stand"),
        ("<p onclick=\"x\"></p>", "not written here"),
        ("<iframe></iframe>", "not written here"),
        ("<br/>", "closes itself"),
    ] {
        assert!(faults(page).iter().any(|found| found.contains(fault)), "{page}: {:?}", faults(page));
    }
    assert_eq!(faults("<!doctype html><html lang=\"en\"><p>a <b>b</b><br>c</p></html>"), Vec::<String>::new());
}
