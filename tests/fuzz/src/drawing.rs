//! Drawings, differentially: what another XML reader sees in what is published.
//!
//! Takes: an SVG's text. Gives: nothing. Never: asks the program what it thinks of the drawing; only what it publishes counts.

use super::pages::{Files, held, text};
use fingerpost::render::Content;
use std::path::Path;

/// Namespaces that may draw or hold words.
const NAMESPACES: [&str; 4] = [
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/XML/1998/namespace",
];
/// What runs, fetches, sends or leads away, in whatever namespace: browsers look at the local name and the namespace, we at less.
const NEVER: [&str; 29] = [
    "script",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "handler",
    "listener",
    "include",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "meta",
    "base",
    "link",
    "frame",
    "frameset",
    "applet",
    "source",
    "track",
    "portal",
    "math",
    "template",
    "noscript",
    "title-script",
    "discard",
    "fencedframe",
];

/// Nothing that is published as a drawing runs, fetches or leads away.
pub fn drawing(data: &[u8]) {
    let text = text(data);
    let files = [
        ("site.yaml", "title: S\nchecks: {unsafe-html: warning, broken-picture: off}\n"),
        ("content/index.md", "# A\n\n![a](a.svg) [b](a.svg)\n"),
        ("content/a.svg", &text),
    ];
    let files: Files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let built = held(&files);
    let Some(output) = built.outputs.iter().find(|output| output.path == "a.svg") else { return };
    let published = match &output.content {
        Content::Text(text) => text.to_string(),
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("a drawing is a text"),
        Content::Copy(disk) if disk == Path::new("content/a.svg") => text.clone(),
        other => panic!("a drawing became {other:?}"),
    };
    look(&published);
}

fn look(published: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let Ok(document) = roxmltree::Document::parse_with_options(published, options) else {
        panic!("what is published is no XML: {published}")
    };
    assert!(!published.contains("<!DOCTYPE") && !published.contains("<!ENTITY"), "a declaration: {published}");
    for node in document.descendants() {
        assert!(
            !(node.is_pi() && node.pi().is_some_and(|pi| pi.target == "xml-stylesheet")),
            "a style sheet: {published}"
        );
        if !node.is_element() {
            continue;
        }
        let name = node.tag_name().name().to_ascii_lowercase();
        assert!(!NEVER.contains(&name.as_str()), "<{name}>: {published}");
        let space = node.tag_name().namespace();
        let known = space.is_none_or(|space| NAMESPACES.contains(&space));
        assert!(known, "<{name}> of {space:?}: {published}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value());
            let handler = name.starts_with("on") && !["only_selected", "once"].contains(&name.as_str());
            assert!(!handler && name != "srcdoc" && name != "formaction", "{name}: {published}");
            let address = ["href", "src", "to", "from", "by", "values", "action", "background", "data", "begin"];
            let parts = value.split(';').filter(|_| address.contains(&name.as_str()));
            for part in parts {
                assert!(!runs(part), "{name}={value}: {published}");
            }
            styles(value, published);
        }
        if name == "style" {
            styles(&node.descendants().filter_map(|n| n.text()).collect::<String>(), published);
        }
    }
}

/// A drawing in the drawing is written anew as well: `tests/suite/text/drawings.rs` looks into those.
fn runs(value: &str) -> bool {
    let read: String = value.chars().filter(|c| *c > ' ').collect::<String>().to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:text", "data:application/xhtml"].iter().any(|s| read.starts_with(s))
}

/// A style fetches nothing, after its escapes.
fn styles(style: &str, published: &str) {
    let read = unescaped(style).to_ascii_lowercase();
    assert!(!read.contains("@import"), "{style}: {published}");
    for (at, _) in read.match_indices("url(") {
        let address = read[at + 4..].trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']);
        let outside = ["http:", "https:", "//", "ftp:", "file:", "javascript:"].iter().any(|s| address.starts_with(s));
        assert!(!outside, "{style}: {published}");
    }
}

/// CSS escapes: a backslash, up to six digits of a number, a space.
fn unescaped(style: &str) -> String {
    let mut out = String::new();
    let mut chars = style.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut digits = String::new();
        while digits.len() < 6
            && let Some(digit) = chars.next_if(char::is_ascii_hexdigit)
        {
            digits.push(digit);
        }
        match u32::from_str_radix(&digits, 16) {
            Ok(number) => {
                out.push(char::from_u32(number).unwrap_or('\u{fffd}'));
                chars.next_if(|c| c.is_whitespace());
            }
            Err(_) => out.extend(chars.next().filter(|c| *c != '\n')),
        }
    }
    out
}
