//! The addresses that a drawing may name.
//!
//! Takes: an address, entities and escapes undone. Gives: the same written anew, or what is wrong with it.
//! Never: lets through what a browser would fetch: a drawing uses its own parts, and pictures and fonts that it holds.

use super::{Depth, clean};
use crate::parse::target::{Destination, destination};
use crate::picture;
use crate::source::url;
use data_encoding::BASE64;

/// Pictures of points that browsers show.
const PICTURES: [&str; 10] = [
    "image/png",
    "image/jpeg",
    "image/jpg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/apng",
    "image/bmp",
    "image/x-icon",
    "image/vnd.microsoft.icon",
];
/// A drawing within a drawing.
const DRAWING: &str = "image/svg+xml";
/// So deep may drawings be held in drawings.
const DEEPEST: Depth = 3;

/// Why an address is not let through, for the message.
pub(super) const ELSEWHERE: &str = "to something outside the drawing";

/// A part of the same file: `#a`.
pub(super) fn part(address: &str) -> Option<String> {
    let address = address.trim();
    (address.starts_with('#') && !address.contains(char::is_control)).then(|| address.to_owned())
}

/// Where a link leads that a reader follows.
pub(super) fn link(address: &str) -> Option<String> {
    match destination(address) {
        Destination::Elsewhere(address) => Some(address),
        Destination::Refused => None,
        // What has a colon before any `/` could be taken for a scheme after all.
        Destination::Here(_) => {
            let cleaned: String = address.chars().filter(|c| !c.is_control()).collect();
            let cleaned = cleaned.trim();
            let first = cleaned.split(['/', '?', '#']).next().unwrap_or_default();
            (!first.contains(':') && !cleaned.contains('\\')).then(|| cleaned.to_owned())
        }
    }
}

/// A picture that the drawing holds, as `data:`; `Err` says why not.
pub(super) fn picture(address: &str, depth: Depth) -> Result<String, String> {
    let data = Data::of(address).ok_or(ELSEWHERE)?;
    if data.kind == DRAWING {
        return drawing(&data, depth);
    }
    let known = PICTURES.iter().find(|known| **known == data.kind);
    held(known.ok_or("to data that is no picture")?, &data, picture::bare)
}

/// A picture or a font that the drawing holds, as `data:`; `Err` says why not.
pub(super) fn picture_or_font(address: &str, depth: Depth) -> Result<String, String> {
    let font = Data::of(address).filter(|data| is_font(&data.kind));
    font.map_or_else(|| picture(address, depth), |data| held(&data.kind, &data, <[u8]>::to_vec))
}

fn is_font(kind: &str) -> bool {
    let name = |rest: &str| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    ["font/", "application/x-font-"].iter().any(|known| kind.strip_prefix(known).is_some_and(name))
        || ["application/font-woff", "application/font-woff2", "application/font-sfnt", "application/vnd.ms-fontobject"]
            .contains(&kind)
}

/// `data:image/png;base64,…`, taken apart.
struct Data<'a> {
    /// In lower case, without what stands behind `;`.
    kind: String,
    base64: bool,
    body: &'a str,
}

impl Data<'_> {
    fn of(address: &str) -> Option<Data<'_>> {
        let address = address.trim();
        let scheme = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"))?;
        let (head, body) = address[scheme.len()..].split_once(',')?;
        let mut words = head.split(';').map(|word| word.trim().to_ascii_lowercase());
        let kind = words.next()?;
        let base64 = words.any(|word| word == "base64");
        Some(Data { kind, base64, body })
    }

    /// The bytes. White space and a missing end are what programs that wrap lines leave.
    fn bytes(&self) -> Option<Vec<u8>> {
        let body = self.body.split('#').next().unwrap_or_default();
        let decoded: Vec<u8> = url::decoded_bytes(body);
        if !self.base64 {
            return Some(decoded);
        }
        let mut digits: Vec<u8> = decoded.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
        while digits.last() == Some(&b'=') {
            digits.pop();
        }
        data_encoding::BASE64_NOPAD.decode(&digits).ok()
    }
}

/// What the drawing holds, written anew: where a photo was taken, and by whom, is no part of the drawing.
fn held(kind: &str, data: &Data<'_>, written: fn(&[u8]) -> Vec<u8>) -> Result<String, String> {
    let bytes = data.bytes().filter(|_| data.base64).ok_or("to data that cannot be read")?;
    Ok(format!("data:{kind};base64,{}", BASE64.encode(&written(&bytes))))
}

/// A drawing in a drawing is cleaned as every drawing is.
fn drawing(data: &Data<'_>, depth: Depth) -> Result<String, String> {
    if depth >= DEEPEST {
        return Err("to a drawing in a drawing in a drawing".into());
    }
    let text = data.bytes().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or("to data that cannot be read")?;
    let cleaned = clean(&text, depth + 1).map_err(|_| "to a drawing that cannot be read")?;
    match cleaned.left_out.first() {
        Some(left_out) => Err(format!("to a drawing that holds {}", left_out.named())),
        None => Ok(format!("data:{DRAWING};base64,{}", BASE64.encode(cleaned.text.as_bytes()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_held_and_not_fetched() {
        let of = |address: &str| picture_or_font(address, 0);
        assert_eq!(of("data:image/png;base64,AA AA\n=="), Ok("data:image/png;base64,AAAA".into()));
        assert_eq!(of("DATA:font/woff2;charset=utf-8;base64,AAA"), Ok("data:font/woff2;base64,AAA=".into()));
        assert!(
            of("data:application/font-woff2;base64,AAAA").is_ok()
                && of("data:application/x-font-ttf;base64,AAAA").is_ok()
        );
        for bad in [
            "",
            "a.png",
            "//a.example/x",
            "https://a.example/",
            "data:text/html,x",
            "data:,x",
            "data:image/png,x",
            "d ata:image/png;base64,AA",
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_drawing_in_a_drawing_is_cleaned_too() {
        let good = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/>";
        let written = picture(good, 0).unwrap();
        assert_eq!(picture(&written, 0), Ok(written.clone()), "once written anew it stays");
        let bad = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>";
        assert_eq!(picture(bad, 0), Err("to a drawing that holds `<script>`".into()));
    }

    #[test]
    fn a_link_has_a_scheme_that_is_known_or_none() {
        assert_eq!(link("https://a.example/x").as_deref(), Some("https://a.example/x"));
        assert_eq!(link("../a/b.md#c").as_deref(), Some("../a/b.md#c"));
        for bad in
            ["javascript:x", "java\tscript:x", "\u{1}javascript:x", "data:text/html,x", "javascript.md:x", "x y:z"]
        {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
