//! The author's raw HTML → tags we write ourselves.
//!
//! Takes: raw HTML as it stands in an article. Gives: [`Piece`]s, each a tag of a fixed list with attributes of a fixed list, or text.
//! Never: copies a byte of the author's markup. Every tag that goes out is put together here from names in this file, so
//! what the list does not have cannot get through, however it is spelt. (The ammonia crate was not taken: it has no places
//! to point at, and it closes a `<details>` whose `</details>` stands after a paragraph of Markdown.)

use pulldown_cmark::{Event, Parser};
use std::ops::Range;

mod lists;

use lists::{ATTRIBUTES, ELEMENTS, HARMFUL, INSIDE_TOO, OTHERS, STYLING};

/// What a piece of raw HTML comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text between tags, as written: entities included.
    Text(Range<usize>),
    /// An opening tag.
    Open {
        /// One of the elements that are let through, or `a`, or `img`.
        name: &'static str,
        /// Attributes that the list lets through, decoded.
        attributes: Vec<(&'static str, String)>,
        /// The tag.
        span: Range<usize>,
    },
    /// A closing tag.
    Close {
        /// One of the elements that are let through, or `a`.
        name: &'static str,
        /// The tag.
        span: Range<usize>,
    },
    /// A tag that HTML does not have, and that gives nothing a value: more likely a place to fill in, or a type, than somebody's element.
    Unknown {
        /// In lower case.
        name: String,
        /// Whether it is an end tag.
        closing: bool,
        /// The tag.
        span: Range<usize>,
    },
    /// An element whose author has hidden what stands in it, by an attribute that is not let through.
    Hidden {
        /// The attribute.
        span: Range<usize>,
    },
    /// Something that is not let through, with what it is.
    Refused {
        /// For the message: "`<script>`".
        what: String,
        /// Whether it could have done harm, or is only not used here.
        harmful: bool,
        /// Where.
        span: Range<usize>,
    },
    /// An element whose inside goes too, such as `script`, that ends the text: everything up to its closing tag is to be dropped.
    DropUntil(String),
}

/// Takes a stretch of raw HTML apart. Reading time grows with its length only.
pub fn pieces(html: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    // Those of which no end tag comes any more: a text may begin a hundred thousand of them.
    let mut unended: Vec<String> = Vec::new();
    while at < html.len() {
        let Some(open) = html[at..].find('<').map(|i| at + i) else {
            out.push(Piece::Text(at..html.len()));
            break;
        };
        if open > at {
            out.push(Piece::Text(at..open));
        }
        at = match &html[open + 1..] {
            rest if rest.starts_with("!--") => find_after(html, open + 4, "-->"),
            rest if rest.starts_with(['!', '?']) => find_after(html, open + 1, ">"),
            rest if rest.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) => tag(html, open, &mut out),
            _ => {
                out.push(Piece::Text(open..open + 1));
                open + 1
            }
        };
        if let Some(Piece::DropUntil(name)) = out.last() {
            let closing = format!("</{name}");
            let end = if unended.contains(name) { None } else { find_ignoring_case(&html[at..], &closing) };
            if let Some(end) = end {
                at = find_after(html, at + end, ">");
                out.pop();
            } else if at < html.len() {
                // Never ended: then what stands behind it is no inside of it.
                unended.push(name.clone());
                out.pop();
            }
        }
    }
    out
}

fn find_after(html: &str, from: usize, what: &str) -> usize {
    html[from.min(html.len())..].find(what).map_or(html.len(), |i| from + i + what.len())
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    text.as_bytes().windows(what.len()).position(|w| w.eq_ignore_ascii_case(what.as_bytes()))
}

/// An opening tag as written, whatever its name.
pub struct Tag {
    /// In lower case.
    pub name: String,
    /// Name, value and place of each.
    pub attributes: Vec<Attribute>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// The element of this name that may stand in an article.
pub fn let_through(name: &str) -> Option<&'static str> {
    ELEMENTS.iter().chain(["a", "img"].iter()).find(|known| **known == name).copied()
}

fn is_known(name: &str) -> bool {
    [&INSIDE_TOO[..], &HARMFUL, &OTHERS].iter().any(|list| list.contains(&name))
}

/// Every opening tag of a text, comments left out.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|i| at + i) {
        let rest = &html[open + 1..];
        if rest.starts_with("!--") {
            at = find_after(html, open + 4, "-->");
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = tag_at(html, open + 1, open);
            at = tag.span.end;
            out.push(tag);
        } else {
            at = open + 1;
        }
    }
    out
}

fn tag_at(html: &str, name_start: usize, open: usize) -> Tag {
    let rest = &html[name_start..];
    let length = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
    let (attributes, end) = attributes(html, name_start + length);
    Tag { name: rest[..length].to_ascii_lowercase(), attributes, span: open..end }
}

/// Reads one tag; returns the place after it.
fn tag(html: &str, open: usize, out: &mut Vec<Piece>) -> usize {
    let closing = html[open + 1..].starts_with('/');
    let Tag { name, attributes, span } = tag_at(html, open + 1 + usize::from(closing), open);
    let end = span.end;
    match let_through(&name) {
        Some(name) if closing => out.push(Piece::Close { name, span }),
        Some(name) => {
            let mut kept = Vec::new();
            for (attribute, value, place) in attributes {
                // The older way to write an anchor.
                let attribute = if name == "a" && attribute == "name" { "id".to_owned() } else { attribute };
                match ATTRIBUTES.iter().find(|a| **a == attribute) {
                    // Of two of one name the first counts, as in a browser.
                    Some(attribute) if kept.iter().any(|(known, _)| known == attribute) => {}
                    Some(attribute) => kept.push((*attribute, value)),
                    None if hides(&attribute, &value) => out.push(Piece::Hidden { span: place }),
                    None => out.push(Piece::Refused {
                        harmful: !(STYLING.contains(&attribute.as_str())
                            || attribute.starts_with("data-")
                            || attribute.starts_with("aria-")),
                        what: format!("The attribute `{attribute}`"),
                        span: place,
                    }),
                }
            }
            out.push(Piece::Open { name, attributes: kept, span });
        }
        None if !html[span.clone()].contains('=') && !is_known(&name) => {
            out.push(Piece::Unknown { name, closing, span })
        }
        None if closing => {}
        None => {
            let harmful = HARMFUL.contains(&name.as_str()) || INSIDE_TOO.contains(&name.as_str());
            out.push(Piece::Refused { what: format!("`<{name}>`"), harmful, span });
            if INSIDE_TOO.contains(&name.as_str()) {
                out.push(Piece::DropUntil(name));
            }
        }
    }
    end
}

/// Whether a browser shows nothing of an element that has this attribute.
fn hides(attribute: &str, value: &str) -> bool {
    match attribute {
        "hidden" => value != "until-found",
        "style" => value.split(';').any(is_hiding),
        _ => false,
    }
}

/// Whether a declaration of CSS hides what it is said of: `display: none`. What is hidden by a place or a size is not known here.
pub fn is_hiding(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let value: String = value.to_ascii_lowercase().split_whitespace().collect();
    let value = value.trim_end_matches("!important");
    let zero = || value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse::<f32>() == Ok(0.0);
    match property.trim().to_ascii_lowercase().as_str() {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "content-visibility" => value == "hidden",
        "color" => value == "transparent",
        "opacity" | "font-size" => zero(),
        _ => false,
    }
}

/// Name in lower case, value decoded, place.
type Attribute = (String, String, Range<usize>);

fn attributes(html: &str, from: usize) -> (Vec<Attribute>, usize) {
    let bytes = html.as_bytes();
    let mut out = Vec::new();
    let mut at = from;
    loop {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= bytes.len() {
            return (out, at);
        }
        if bytes[at] == b'>' {
            return (out, at + 1);
        }
        let start = at;
        while at < bytes.len()
            && !bytes[at].is_ascii_whitespace()
            && !matches!(bytes[at], b'>' | b'/')
            && (bytes[at] != b'=' || at == start)
        {
            at += 1;
        }
        let name = html[start..at].to_ascii_lowercase();
        let mut look = at;
        while look < bytes.len() && bytes[look].is_ascii_whitespace() {
            look += 1;
        }
        let mut value = "";
        if bytes.get(look) == Some(&b'=') {
            at = look + 1;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = bytes[at + 1..].iter().position(|b| b == quote).map_or(bytes.len(), |i| at + 1 + i);
                    value = &html[at + 1..end];
                    at = (end + 1).min(bytes.len());
                }
                _ => {
                    let end = bytes[at..]
                        .iter()
                        .position(|b| b.is_ascii_whitespace() || *b == b'>')
                        .map_or(bytes.len(), |i| at + i);
                    value = &html[at..end];
                    at = end;
                }
            }
        }
        out.push((name, decode_entities(value), start..at));
    }
}

/// Undoes the character references that could hide a scheme or a quote; unknown ones stay, and are escaped when written.
pub fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let (decoded, used) = entity(rest);
        match decoded {
            Some(c) => out.push(c),
            None => match named(rest) {
                Some((letters, length)) => {
                    out.push_str(&letters);
                    rest = &rest[length..];
                    continue;
                }
                None => out.push_str(&rest[..used]),
            },
        }
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

/// The letters that an entity of HTML's whole table stands for, by the Markdown parser's copy of it, and its length.
fn named(rest: &str) -> Option<(String, usize)> {
    let name = rest[1..].bytes().take(LONGEST_NAME).position(|byte| !byte.is_ascii_alphanumeric())?;
    let end = 1 + name + 1;
    if name == 0 || rest.as_bytes().get(end - 1) != Some(&b';') {
        return None;
    }
    let mut letters = String::new();
    for event in Parser::new(&rest[..end]) {
        if let Event::Text(text) = event {
            letters.push_str(&text);
        }
    }
    (letters != rest[..end]).then_some((letters, end))
}

/// No entity has a longer name.
const LONGEST_NAME: usize = 32;

fn entity(rest: &str) -> (Option<char>, usize) {
    let body = &rest[1..];
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let value = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
        let mut used = rest.len() - digits.len() + length;
        if rest[used..].starts_with(';') {
            used += 1;
        }
        return if length > 0 { (value, used) } else { (None, 1) };
    }
    for (name, c) in [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("nbsp;", '\u{a0}'),
        ("colon;", ':'),
        ("Tab;", '\t'),
        ("NewLine;", '\n'),
    ] {
        if body.starts_with(name) {
            return (Some(c), 1 + name.len());
        }
    }
    (None, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(html: &str) -> Vec<String> {
        pieces(html)
            .into_iter()
            .filter_map(|p| match p {
                Piece::Refused { what, .. } => Some(what),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn what_is_not_on_the_list_is_refused() {
        assert_eq!(refused("<script>alert(1)</script><b onclick=x()>t</b>"), ["`<script>`", "The attribute `onclick`"]);
        assert_eq!(refused("<ScRiPt src=//x>"), ["`<script>`"]);
        assert_eq!(refused("<svg/onload=alert(1)>"), ["`<svg>`"]);
        assert_eq!(refused("<kbd>Ctrl</kbd> < 3 <!-- <script> -->"), Vec::<String>::new());
    }

    #[test]
    fn attributes_are_read_as_browsers_read_them() {
        let Some(Piece::Open { name, attributes, span }) = pieces("<a title='x > y' href=&#106;avascript:x >").pop()
        else {
            panic!()
        };
        assert_eq!((name, span), ("a", 0..41));
        assert_eq!(attributes, [("title", "x > y".into()), ("href", "javascript:x".into())]);
    }

    #[test]
    fn what_is_never_ended_takes_nothing_with_it() {
        assert_eq!(pieces("<style>a{}").last(), Some(&Piece::Text(7..10)));
        assert_eq!(pieces("<style>").last(), Some(&Piece::DropUntil("style".into())));
    }
}
