//! Changed pictures before and after, small, inside the report.
//!
//! Takes: the pictures' bytes. Gives: HTML. Never: puts a file in as it is: what a camera wrote beside the points stays behind.

use super::lines::escaped;
use crate::diff::{FileChange, FileFate};
use crate::link::Site;
use crate::picture::{Extent, Format, ImageHeader, Rendition, is_picture, made, seen};
use crate::source::SitePath;
use data_encoding::BASE64;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;

/// The bytes of the pictures that changed, by their paths in either version.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// As they were.
    pub before: BTreeMap<SitePath, Vec<u8>>,
    /// As they are.
    pub after: BTreeMap<SitePath, Vec<u8>>,
}

/// How wide a picture is shown, in points.
const WIDTH: u32 = 320;
/// A picture of more bytes, made so small, is not shown.
const LARGEST: usize = 60 << 10;

/// A changed picture in both versions; empty for what is no picture.
pub(super) fn picture(file: &FileChange, sites: [&Site; 2], pictures: &Pictures) -> String {
    let path = SitePath::from(file.path.as_str());
    let drawn = sites.iter().any(|site| site.drawings.contains_key(&path));
    if !drawn && !is_picture(&path.extension()) || file.what == FileFate::Moved {
        return String::new();
    }
    let mut out = format!("<div class=\"pictures\"><h3><code>{}</code></h3>", escaped(&file.path));
    for (side, (name, all)) in [("before", &pictures.before), ("after", &pictures.after)].into_iter().enumerate() {
        let drawing = sites[side].drawings.get(&path).map(|text| text.as_bytes());
        let shown = match (drawing, all.get(&path)) {
            (Some(drawing), _) => (drawing.len() <= LARGEST).then(|| ("svg+xml", drawing.to_vec())),
            (None, Some(bytes)) => small(bytes),
            (None, None) => continue,
        };
        let _ = match shown {
            Some((kind, bytes)) => write!(
                out,
                "<figure><img src=\"data:image/{kind};base64,{}\" alt=\"{}, {name}\"><figcaption>{name}</figcaption></figure>",
                BASE64.encode(&bytes),
                escaped(&file.path),
            ),
            None => write!(out, "<p>{name}: it cannot be shown small</p>"),
        };
    }
    out.push_str("</div>\n");
    out
}

/// A photo or a picture of a screen, made anew in a small size.
fn small(bytes: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let (ImageHeader::Sized(extent) | ImageHeader::Moving(extent)) = seen(Cursor::new(bytes)).head else { return None };
    let width = extent.width.min(WIDTH);
    let extent = Extent { width, height: extent.height_at(width) };
    let exact = bytes.starts_with(b"\x89PNG");
    let forms = if exact { vec![("png", Format::Png), ("jpeg", Format::Jpeg)] } else { vec![("jpeg", Format::Jpeg)] };
    forms.into_iter().find_map(|(kind, format)| {
        let bytes = made(bytes, &[Rendition { extent, format }])?.pop()?;
        (bytes.len() <= LARGEST).then_some((kind, bytes))
    })
}
