//! A picture's bytes → the bytes of its renditions.
//!
//! Takes: a file's bytes, and which renditions. Gives: each one's bytes, or nothing where it cannot be decoded.
//! Never: keeps what a camera wrote beside the points: the picture is turned as it was held, its colours are made those of
//! the web, and the rest stays behind.

use super::head::Notes;
use super::rendition::{Format, MOST_POINTS, Rendition};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::imageops;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, Limits, RgbImage, RgbaImage};
use image_webp::{ColorType, EncoderParams, WebPDecoder, WebPEncoder};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Of what is made here. Raised where the same file gives other bytes than before: with another crate, size or quality.
pub const VERSION: u32 = 1;

/// A photo at this quality cannot be told from its file at the size it is shown; of 100.
const WEBP_QUALITY: u8 = 85;
/// The same for the older format, which few are sent.
const JPEG_QUALITY: u8 = 80;
/// Bytes a decoder may ask for: a point has at most eight.
const MOST_BYTES: u64 = MOST_POINTS * 8 + (64 << 20);

/// The renditions of a picture, in this order; `None` if it cannot be decoded.
pub fn made(file: &[u8], renditions: &[Rendition]) -> Option<Vec<Vec<u8>>> {
    // The decoders are made for hostile files, and are others' work: where one gives up, so does this picture, not the build.
    catch_unwind(AssertUnwindSafe(|| {
        let mut picture = decoded(file)?;
        let held = Orientation::from_exif(Notes::of(Cursor::new(file)).held);
        picture.apply_orientation(held.unwrap_or(Orientation::NoTransforms));
        renditions.iter().map(|rendition| encoded(&scaled(&picture, rendition), rendition.format)).collect()
    }))
    .ok()
    .flatten()
}

/// The points, as red, green and blue of the web; with how much shows through, where anything does.
fn decoded(file: &[u8]) -> Option<DynamicImage> {
    let read = Cursor::new(file);
    let (picture, profile) = match file {
        [0x89, b'P', b'N', b'G', ..] => points(PngDecoder::new(read).ok()?)?,
        [0xff, 0xd8, ..] => points(JpegDecoder::new(read).ok()?)?,
        _ => web_points(WebPDecoder::new(read).ok()?)?,
    };
    let through = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|point| point.0[3] < u8::MAX);
    let mut picture = if through { picture.to_rgba8().into() } else { DynamicImage::from(picture.to_rgb8()) };
    if let Some(profile) = profile {
        recoloured(&mut picture, &profile);
    }
    Some(picture)
}

fn points(mut decoder: impl ImageDecoder) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return None;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    decoder.set_limits(limits).ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    Some((DynamicImage::from_decoder(decoder).ok()?, profile))
}

fn web_points(mut decoder: WebPDecoder<Cursor<&[u8]>>) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return None;
    }
    decoder.set_memory_limit(MOST_BYTES as usize);
    let mut points = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut points).ok()?;
    let picture = if decoder.has_alpha() {
        RgbaImage::from_raw(width, height, points)?.into()
    } else {
        DynamicImage::from(RgbImage::from_raw(width, height, points)?)
    };
    Some((picture, decoder.icc_profile().ok().flatten()))
}

/// From a camera's own colours to the web's: readers get no profile, and phones note wider colours than they say without one.
/// A profile that says nothing sensible is passed over, as browsers do.
fn recoloured(picture: &mut DynamicImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if picture.color().has_alpha() { Layout::Rgba } else { Layout::Rgb };
    let web = ColorProfile::new_srgb();
    let Ok(change) = profile.create_transform_8bit(layout, &web, layout, TransformOptions::default()) else { return };
    let before = picture.as_bytes().to_vec();
    let after = match picture {
        DynamicImage::ImageRgba8(points) => points.as_mut(),
        DynamicImage::ImageRgb8(points) => points.as_mut(),
        _ => return,
    };
    if change.transform(&before, after).is_err() {
        after.copy_from_slice(&before);
    }
}

fn scaled(picture: &DynamicImage, rendition: &Rendition) -> DynamicImage {
    let (width, height) = (rendition.extent.width, rendition.extent.height);
    if (picture.width(), picture.height()) == (width, height) {
        return picture.clone();
    }
    let DynamicImage::ImageRgba8(points) = picture else {
        return picture.resize_exact(width, height, imageops::FilterType::Lanczos3);
    };
    // A point that nobody sees has a colour all the same, which must not run into its neighbours.
    let mut points = points.clone();
    for point in points.pixels_mut() {
        let [red, green, blue, shows] = point.0.map(u32::from);
        point.0 = [red * shows / 255, green * shows / 255, blue * shows / 255, shows].map(|part| part as u8);
    }
    let mut points = imageops::resize(&points, width, height, imageops::FilterType::Lanczos3);
    for point in points.pixels_mut() {
        let [red, green, blue, shows] = point.0.map(u32::from);
        let whole = |part: u32| (part * 255).checked_div(shows).unwrap_or(0).min(255);
        point.0 = [whole(red), whole(green), whole(blue), shows].map(|part| part as u8);
    }
    points.into()
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
        Format::WebPhoto => out = web(picture, Some(WEBP_QUALITY))?,
        Format::WebDrawing => {
            // Edges are worth twice the bytes. A photo that was stored as PNG has ten times as many.
            let (exact, photo) = (web(picture, None)?, web(picture, Some(WEBP_QUALITY))?);
            out = if exact.len() <= photo.len() * 2 { exact } else { photo };
        }
    }
    Some(out)
}

/// A WebP of this quality; without one, every point as it is.
fn web(picture: &DynamicImage, quality: Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut params = EncoderParams::default();
    params.use_lossy = quality.is_some();
    params.lossy_quality = quality.unwrap_or(100);
    let mut encoder = WebPEncoder::new(&mut out);
    encoder.set_params(params);
    let colour = if picture.color().has_alpha() { ColorType::Rgba8 } else { ColorType::Rgb8 };
    encoder.encode(picture.as_bytes(), picture.width(), picture.height(), colour).ok()?;
    Some(out)
}
