//! In which sizes and formats a picture is published.
//!
//! Takes: a file's name and its head. Gives: [`Rendition`]s, their addresses with them.
//! Never: looks at the picture itself: pages name these files before any of them is made.

use super::head::{Extent, ImageHeader, seen};
use super::web::LONGEST;
use std::io::Cursor;

/// One of the forms in which a picture is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// How large it is, in points.
    pub extent: Extent,
    /// How it is stored.
    pub format: Format,
}

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A photo, for every browser there is.
    Jpeg,
    /// A drawing or a picture of a screen, for every browser there is.
    Png,
    /// A photo, in about three quarters of the bytes.
    WebPhoto,
    /// Whatever a PNG may hold: with its edges kept, unless it is a photo.
    WebDrawing,
}

/// Wide enough for: a phone of one point a pixel, or a small picture; a phone of two, and a column of text; a phone of three;
/// a column of text at two. Wider than that, no page shows a picture.
const WIDTHS: [u32; 4] = [400, 760, 1080, 1440];
/// The one for browsers that know neither sizes nor WebP, and for sites that show a link to the page.
const FALLBACK: u32 = 1080;
/// Points in a picture that is made anew, at most; while it is, each takes up to eight bytes. Larger ones are told, and not made.
pub const MOST_POINTS: u64 = 100_000_000;

impl Rendition {
    /// What stands behind the file's own address: `.760.webp`.
    pub fn ending(&self) -> String {
        let ending = match self.format {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::WebPhoto | Format::WebDrawing => "webp",
        };
        format!(".{}.{ending}", self.extent.width)
    }

    /// Whether only browsers that know WebP can show it.
    pub fn is_modern(&self) -> bool {
        matches!(self.format, Format::WebPhoto | Format::WebDrawing)
    }
}

/// Whether a file is what its form says: a picture stored so, of this extent.
pub fn is_of_form(bytes: &[u8], form: Rendition) -> bool {
    let begins = match form.format {
        Format::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
        Format::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        Format::WebPhoto | Format::WebDrawing => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
    };
    begins && seen(Cursor::new(bytes)).head == ImageHeader::Sized(form.extent)
}

/// The forms in which a picture is published: WebP, the narrowest first, and last the one for everybody, if there is one.
/// None for what is published as it is: what moves, what is no picture of points, what is too large to be made anew.
pub fn renditions(extension: &str, head: ImageHeader) -> Vec<Rendition> {
    let ImageHeader::Sized(whole) = head else { return Vec::new() };
    let (modern, plain) = match extension {
        "jpg" | "jpeg" => (Format::WebPhoto, Some(Format::Jpeg)),
        "png" => (Format::WebDrawing, Some(Format::Png)),
        // Who could show the file can show these.
        "webp" => (Format::WebPhoto, None),
        _ => return Vec::new(),
    };
    let points = u64::from(whole.width) * u64::from(whole.height);
    let top = whole.width.min(WIDTHS[WIDTHS.len() - 1]);
    if points > MOST_POINTS || whole.height_at(top) > LONGEST {
        return Vec::new();
    }
    // A size little smaller than the next saves nothing.
    let widths: Vec<u32> = WIDTHS.into_iter().filter(|width| width * 5 < top * 4).chain([top]).collect();
    let at = |width: u32, format| Rendition { extent: Extent { width, height: whole.height_at(width) }, format };
    let fallback = widths.iter().copied().filter(|width| *width <= FALLBACK).max().unwrap_or(top);
    widths.iter().map(|width| at(*width, modern)).chain(plain.map(|format| at(fallback, format))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(extension: &str, width: u32, height: u32) -> Vec<String> {
        let head = ImageHeader::Sized(Extent { width, height });
        renditions(extension, head).iter().map(Rendition::ending).collect()
    }

    #[test]
    fn a_picture_is_never_enlarged() {
        assert_eq!(
            widths("jpg", 4000, 3000),
            [".400.webp", ".760.webp", ".1080.webp", ".1440.webp", ".1080.jpg"],
            "a photo"
        );
        assert_eq!(widths("png", 700, 500), [".400.webp", ".700.webp", ".700.png"]);
        assert_eq!(widths("jpeg", 90, 60), [".90.webp", ".90.jpg"]);
        assert_eq!(widths("webp", 1000, 60), [".400.webp", ".760.webp", ".1000.webp"]);
    }

    #[test]
    fn what_cannot_be_made_anew_is_left() {
        assert!(widths("gif", 90, 60).is_empty());
        assert!(widths("png", 60_000, 60_000).is_empty(), "a bomb");
        assert!(widths("png", 10, 20_000).is_empty(), "too long");
        assert!(renditions("png", ImageHeader::Moving(Extent { width: 9, height: 9 })).is_empty());
    }
}
