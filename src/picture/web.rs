//! Points → a WebP.
//!
//! Takes: a picture, and how true it must be. Gives: the file's bytes.
//! Never: leaves to the encoder what lies beyond a picture's edge: it takes that for green, and a row of it for each side that
//! is odd gets into the picture.
//!
//! A lossy WebP is stored in blocks of 16 by 16 points. So the picture is given its last row and column again until its
//! blocks are full, and the file's head then says how much of them is the picture.

use image::{DynamicImage, EncodableLayout};
use image_webp::{ColorType, EncoderParams, WebPEncoder};

/// Points from side to side of what is stored at a time.
const BLOCK: u32 = 16;
/// From side to side, of what is stored in whole blocks.
pub(super) const LONGEST: u32 = 16_383 / BLOCK * BLOCK;

/// Where the parts of a file begin: `RIFF`, its size, `WEBP`; a name and a size; what is in it.
const FIRST: usize = 12;
const HEAD: usize = 8;
/// In what is called `VP8 `, behind three bytes of the frame's and three that it always has: width and height.
const EXTENT: usize = 6;

/// Every point as it is.
pub(super) fn exact(picture: &DynamicImage) -> Option<Vec<u8>> {
    encoded(picture.as_bytes(), picture.width(), picture.height(), colours(picture), None)
}

/// At a quality of a hundred.
pub(super) fn lossy(picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let whole = |side: u32| side.next_multiple_of(BLOCK);
    let points = filled_up(&picture.to_rgb8(), width as usize, whole(width) as usize, whole(height) as usize);
    let mut file = encoded(&points, whole(width), whole(height), ColorType::Rgb8, Some(quality))?;
    let extent = file.get_mut(FIRST + HEAD + EXTENT..)?.first_chunk_mut::<4>()?;
    let ([a, b], [c, d]) = (u16::try_from(width).ok()?.to_le_bytes(), u16::try_from(height).ok()?.to_le_bytes());
    *extent = [a, b, c, d];
    if picture.color().has_alpha() { with_alpha(&file, picture, quality) } else { Some(file) }
}

/// The rows of a picture of three bytes a point, each with its last point again, and the last row again.
fn filled_up(points: &[u8], width: usize, whole_width: usize, whole_height: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(whole_width * whole_height * 3);
    for row in points.chunks_exact(width * 3) {
        out.extend_from_slice(row);
        out.extend(row[row.len() - 3..].repeat(whole_width - width));
    }
    let row = whole_width * 3;
    while out.len() < row * whole_height {
        out.extend_from_within(out.len() - row..);
    }
    out
}

/// A file of colours, and what shows through in a picture. The encoder makes that part only together with colours, so it is
/// given the picture once more, all black: that takes next to no time.
fn with_alpha(file: &[u8], picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut black = picture.to_rgba8();
    black.pixels_mut().for_each(|point| point.0[..3].fill(0));
    let mut out = encoded(black.as_bytes(), black.width(), black.height(), ColorType::Rgba8, Some(quality))?;
    out.truncate(part(&out, b"VP8 ")?);
    out.extend_from_slice(file.get(FIRST..)?);
    let size = u32::try_from(out.len() - HEAD).ok()?;
    out[4..HEAD].copy_from_slice(&size.to_le_bytes());
    Some(out)
}

/// Where a part begins.
fn part(file: &[u8], name: &[u8; 4]) -> Option<usize> {
    let mut at = FIRST;
    while file.get(at..at + 4)? != name {
        let size = u32::from_le_bytes(*file.get(at + 4..)?.first_chunk()?) as usize;
        at += HEAD + size.next_multiple_of(2);
    }
    Some(at)
}

fn colours(picture: &DynamicImage) -> ColorType {
    if picture.color().has_alpha() { ColorType::Rgba8 } else { ColorType::Rgb8 }
}

fn encoded(points: &[u8], width: u32, height: u32, colours: ColorType, quality: Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut params = EncoderParams::default();
    params.use_lossy = quality.is_some();
    params.lossy_quality = quality.unwrap_or(100);
    let mut encoder = WebPEncoder::new(&mut out);
    encoder.set_params(params);
    encoder.encode(points, width, height, colours).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};
    use std::io::Cursor;

    fn decoded(file: &[u8]) -> (u32, u32, usize, Vec<u8>) {
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).expect("a WebP");
        let (width, height) = decoder.dimensions();
        let mut points = vec![0; decoder.output_buffer_size().expect("a size")];
        decoder.read_image(&mut points).expect("points");
        (width, height, if decoder.has_alpha() { 4 } else { 3 }, points)
    }

    /// Of every width and height up to two blocks, and some wide ones, each point is what was given, at the borders too.
    #[test]
    fn a_picture_of_any_size_keeps_its_borders() {
        let sizes = (1..=33).flat_map(|width| [1, 2, 7, 15, 16, 17, 32].map(|height| (width, height)));
        for (width, height) in sizes.chain([(399, 3), (5, 301), (1440, 1)]) {
            let file = lossy(&RgbImage::from_pixel(width, height, Rgb([240, 130, 160])).into(), 85).expect("a file");
            let (w, h, bytes, points) = decoded(&file);
            assert_eq!((w, h, bytes), (width, height, 3));
            for (at, point) in points.chunks_exact(3).enumerate() {
                let far = point.iter().zip([240, 130, 160]).any(|(is, was)| is.abs_diff(was) > 4);
                assert!(!far, "{width} by {height}: point {at} is {point:?}");
            }
        }
    }

    #[test]
    fn what_shows_through_is_kept_beside_true_colours() {
        for (width, height) in [(1, 1), (17, 9), (33, 31), (64, 48)] {
            let alpha = |x: u32, y: u32| ((x * 37 + y * 11) % 256) as u8;
            let picture = RgbaImage::from_fn(width, height, |x, y| Rgba([250, 250, 250, alpha(x, y)]));
            let (w, h, bytes, points) = decoded(&lossy(&picture.into(), 85).expect("a file"));
            assert_eq!((w, h, bytes), (width, height, 4));
            for (at, point) in points.chunks_exact(4).enumerate() {
                let (x, y) = (at as u32 % width, at as u32 / width);
                assert!(point[..3].iter().all(|part| *part > 244) && point[3] == alpha(x, y), "{x} {y}: {point:?}");
            }
        }
    }
}
