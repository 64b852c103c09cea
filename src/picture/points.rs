//! A picture's bytes → its rows of points, each as red, green and blue of the web.
//!
//! Takes: a file's bytes, and the sizes wanted. Gives: the picture in each of them.
//! Never: holds more of the picture than its format asks for: of a PNG one row, unless it is interlaced; of the others the
//! whole, as their decoders give it. What asks for too much of that is refused before (see `work.rs`).

use super::head::Extent;
use super::rendition::MOST_POINTS;
use super::scale::Scaler;
use super::work::{MOST_BESIDE_POINTS, MOST_BYTES};
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder, Limits};
use image_webp::WebPDecoder;
use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};
use std::io::Cursor;
use std::sync::Arc;

/// The picture in these sizes, as it is stored: not yet turned. `None` if it cannot be decoded.
pub(super) fn scaled(file: &[u8], sizes: &[Extent]) -> Option<Vec<DynamicImage>> {
    match file {
        [0x89, b'P', b'N', b'G', ..] => png(file, sizes),
        [0xff, 0xd8, ..] => jpeg(file, sizes),
        _ => web(file, sizes),
    }
}

/// How a decoder gives its points.
#[derive(Clone, Copy)]
struct Form {
    extent: Extent,
    /// 1 or 2 for grey, 3 or 4 for colours; the even ones with how much shows through.
    samples: usize,
    /// One or two, the higher one first.
    bytes_a_sample: usize,
}

impl Form {
    fn line(self) -> usize {
        self.extent.width as usize * self.samples * self.bytes_a_sample
    }

    fn channels(self) -> usize {
        if self.samples.is_multiple_of(2) { 4 } else { 3 }
    }

    fn fits(self) -> bool {
        let Extent { width, height } = self.extent;
        width > 0 && height > 0 && u64::from(width) * u64::from(height) <= MOST_POINTS
    }
}

/// Takes a decoder's rows, makes their points those of the web, and hands them on.
struct Reader {
    form: Form,
    scaler: Scaler,
    colours: Option<Arc<Transform8BitExecutor>>,
    plain: Vec<u8>,
    web: Vec<u8>,
}

impl Reader {
    fn new(form: Form, profile: Option<&[u8]>, sizes: &[Extent]) -> Reader {
        let scaler = Scaler::new(form.extent, form.channels(), sizes);
        Reader { form, scaler, colours: profile.and_then(|p| change(p, form)), plain: Vec::new(), web: Vec::new() }
    }

    fn push(&mut self, row: &[u8]) {
        self.plain.clear();
        match (self.form.samples, self.form.bytes_a_sample) {
            (1, 1) => self.plain.extend(row.iter().flat_map(|grey| [*grey; 3])),
            (2, 1) => {
                let points = row.as_chunks::<2>().0;
                self.plain.extend(points.iter().flat_map(|[grey, shows]| [*grey, *grey, *grey, *shows]));
            }
            (_, 1) => self.plain.extend(row),
            (samples, _) => {
                // To the nearest of 256 shades.
                let shade = |pair: &[u8; 2]| ((u32::from(u16::from_be_bytes(*pair)) + 128) / 257) as u8;
                let shades: Vec<u8> = row.as_chunks::<2>().0.iter().map(shade).collect();
                match samples {
                    1 => self.plain.extend(shades.iter().flat_map(|grey| [*grey; 3])),
                    2 => {
                        self.plain.extend(shades.as_chunks::<2>().0.iter().flat_map(|[g, shows]| [*g, *g, *g, *shows]))
                    }
                    _ => self.plain = shades,
                }
            }
        }
        let row = match &self.colours {
            Some(change) => {
                self.web.resize(self.plain.len(), 0);
                // A row that cannot be changed is left as it is.
                if change.transform(&self.plain, &mut self.web).is_ok() { &self.web } else { &self.plain }
            }
            None => &self.plain,
        };
        self.scaler.push(row);
    }

    fn all(mut self, points: &[u8]) -> Option<Vec<DynamicImage>> {
        points.chunks_exact(self.form.line()).for_each(|row| self.push(row));
        self.scaler.finish()
    }
}

/// From a camera's own colours to the web's: readers get no profile, and phones note wider colours than they say without one.
/// A profile that says nothing sensible is passed over, as browsers do.
fn change(profile: &[u8], form: Form) -> Option<Arc<Transform8BitExecutor>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let layout = if form.channels() == 4 { Layout::Rgba } else { Layout::Rgb };
    profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default()).ok()
}

fn png(file: &[u8], sizes: &[Extent]) -> Option<Vec<DynamicImage>> {
    let mut decoder =
        png::Decoder::new_with_limits(Cursor::new(file), png::Limits { bytes: MOST_BESIDE_POINTS as usize });
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    let (colour, depth) = reader.output_color_type();
    let bytes_a_sample = if depth == png::BitDepth::Sixteen { 2 } else { 1 };
    let form = Form { extent: Extent { width, height }, samples: colour.samples(), bytes_a_sample };
    if !form.fits() {
        return None;
    }
    let mut rows = Reader::new(form, reader.info().icc_profile.as_deref(), sizes);
    if reader.info().interlaced {
        let mut points = vec![0; reader.output_buffer_size().filter(|size| *size as u64 <= MOST_BYTES)?];
        reader.next_frame(&mut points).ok()?;
        return rows.all(&points);
    }
    for _ in 0..height {
        rows.push(reader.next_row().ok()??.data());
    }
    rows.scaler.finish()
}

fn jpeg(file: &[u8], sizes: &[Extent]) -> Option<Vec<DynamicImage>> {
    let mut decoder = JpegDecoder::new(Cursor::new(file)).ok()?;
    let (width, height) = decoder.dimensions();
    let samples = usize::from(decoder.color_type().channel_count());
    let form = Form { extent: Extent { width, height }, samples, bytes_a_sample: 1 };
    if !form.fits() || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    decoder.set_limits(limits).ok()?;
    let rows = Reader::new(form, decoder.icc_profile().ok().flatten().as_deref(), sizes);
    let mut points = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut points).ok()?;
    rows.all(&points)
}

fn web(file: &[u8], sizes: &[Extent]) -> Option<Vec<DynamicImage>> {
    let mut decoder = WebPDecoder::new(Cursor::new(file)).ok()?;
    let (width, height) = decoder.dimensions();
    let samples = if decoder.has_alpha() { 4 } else { 3 };
    let form = Form { extent: Extent { width, height }, samples, bytes_a_sample: 1 };
    if !form.fits() {
        return None;
    }
    decoder.set_memory_limit(MOST_BYTES as usize);
    let mut points = vec![0; decoder.output_buffer_size().filter(|size| *size as u64 <= MOST_BYTES)?];
    decoder.read_image(&mut points).ok()?;
    let rows = Reader::new(form, decoder.icc_profile().ok().flatten().as_deref(), sizes);
    rows.all(&points)
}
