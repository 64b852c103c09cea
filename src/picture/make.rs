//! A picture's bytes → the bytes of its renditions.
//!
//! Takes: a file's bytes, and which renditions. Gives: each one's bytes, or nothing where it cannot be decoded.
//! Never: keeps what a camera wrote beside the points: the picture is turned as it was held, its colours are made those of
//! the web, and the rest stays behind.

use super::head::{Extent, ImageHeader, Notes, seen};
use super::points;
use super::rendition::{Format, Rendition};
use super::web;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Of what is made here. Raised where the same file gives other bytes than before: with another crate, size or quality.
pub const VERSION: u32 = 3;

/// A photo at this quality cannot be told from its file at the size it is shown; of 100.
const WEBP_QUALITY: u8 = 85;
/// The same for the older format, which few are sent.
const JPEG_QUALITY: u8 = 80;

/// The renditions of a picture, in this order; `None` if it cannot be decoded.
pub fn made(file: &[u8], renditions: &[Rendition]) -> Option<Vec<Vec<u8>>> {
    // The decoders are made for hostile files, and are others' work: where one gives up, so does this picture, not the build.
    catch_unwind(AssertUnwindSafe(|| {
        // What asks for too much has been told, and is not begun.
        if matches!(seen(Cursor::new(file)).head, ImageHeader::Heavy(_)) {
            return None;
        }
        let notes = Notes::of(Cursor::new(file));
        let stored = |Extent { width, height }: Extent| {
            if notes.on_its_side() { Extent { width: height, height: width } } else { Extent { width, height } }
        };
        // Two forms of one size are scaled once.
        let mut sizes: Vec<Extent> = renditions.iter().map(|rendition| stored(rendition.extent)).collect();
        sizes.sort_unstable_by_key(|size| (size.width, size.height));
        sizes.dedup();
        let turn = Orientation::from_exif(notes.held).unwrap_or(Orientation::NoTransforms);
        let turned = |mut picture: DynamicImage| {
            picture.apply_orientation(turn);
            ((picture.width(), picture.height()), picture)
        };
        let pictures: BTreeMap<(u32, u32), DynamicImage> =
            points::scaled(file, &sizes)?.into_iter().map(turned).collect();
        let picture = |extent: Extent| pictures.get(&(extent.width, extent.height));
        renditions.iter().map(|rendition| encoded(picture(rendition.extent)?, rendition.format)).collect()
    }))
    .ok()
    .flatten()
}

fn encoded(picture: &DynamicImage, format: Format) -> Option<Vec<u8>> {
    let (width, height, colour) = (picture.width(), picture.height(), picture.color().into());
    let mut out = Vec::new();
    match format {
        // What shows through in a picture is only kept where it was a PNG or a WebP.
        Format::Jpeg => JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).encode_image(&picture.to_rgb8()).ok()?,
        Format::Png => PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
            .write_image(picture.as_bytes(), width, height, colour)
            .ok()?,
        Format::WebPhoto => out = web::lossy(picture, WEBP_QUALITY)?,
        Format::WebDrawing => {
            // Edges are worth twice the bytes. A photo that was stored as PNG has ten times as many.
            let (exact, photo) = (web::exact(picture)?, web::lossy(picture, WEBP_QUALITY)?);
            out = if exact.len() <= photo.len() * 2 { exact } else { photo };
        }
    }
    Some(out)
}
