//! What decoding a picture asks for, from its head: a budget in points and bytes, never in time.
//!
//! Takes: a picture's file, and its extent. Gives: whether that is more than is given.
//! Never: reads a clock: the same file has the same answer on every machine. Never decodes.

use super::head::Extent;
use std::io::{BufRead, Read, Seek, SeekFrom};

/// Bytes that a picture may take while it is decoded, where its format asks for more than a row of it.
pub const MOST_BYTES: u64 = 400_000_000;
/// Of these, what is left for all else: the sizes that are made, and the program.
const BESIDE: u64 = 32_000_000;
/// Bytes that a PNG's decoder may take beside its points: two rows, and a colour profile, which may be packed as a bomb.
pub const MOST_BESIDE_POINTS: u64 = 16_000_000;
/// Bytes of a point that is read in rows.
const WIDEST: u64 = 8;
/// Looks at a point that a picture may ask for, over all of them: a progressive JPEG comes in layers, and each goes over all.
pub const MOST_LOOKS: u64 = 1_000_000_000;
/// Layers of a progressive JPEG that its decoder takes, at most.
const MOST_LAYERS: u64 = 100;
/// Bytes a point of what a WebP's decoder keeps beside the points themselves.
const WEB: u64 = 8;

/// Whether it asks for more than is given.
pub(super) fn is_too_much(first: &[u8], mut file: impl BufRead + Seek, extent: Extent) -> bool {
    let points = u64::from(extent.width) * u64::from(extent.height);
    let (bytes, looks) = match first {
        // Of a row as wide as a picture may have points, two are held.
        [0x89, b'P', b'N', b'G', ..] if 2 * WIDEST * u64::from(extent.width) > MOST_BESIDE_POINTS => return true,
        [0x89, b'P', b'N', b'G', ..] => (points * if interlaced(&mut file) { png_point(&mut file) } else { 0 }, 1),
        [0xff, 0xd8, ..] => jpeg(&mut file, points).unwrap_or((0, 1)),
        [b'R', b'I', b'F', b'F', ..] => (points * WEB, 1),
        _ => (0, 1),
    };
    bytes > MOST_BYTES - BESIDE || looks > 1 && points * looks > MOST_LOOKS
}

/// A byte of a file.
fn byte(file: &mut (impl Read + Seek), at: u64) -> Option<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(&mut byte).ok()?;
    Some(byte[0])
}

fn interlaced(file: &mut (impl Read + Seek)) -> bool {
    byte(file, 28).is_some_and(|method| method != 0)
}

/// Bytes a point, once a palette is looked up and what shows through is beside each.
fn png_point(file: &mut (impl Read + Seek)) -> u64 {
    let sample = if byte(file, 24) == Some(16) { 2 } else { 1 };
    // A colour without a channel for it may have one colour that shows through: an eighth of the sum more or less is no matter.
    sample * if matches!(byte(file, 25), Some(0 | 4)) { 2 } else { 4 }
}

/// Of a JPEG: bytes, and how often its decoder goes over it.
fn jpeg(file: &mut (impl BufRead + Seek), points: u64) -> Option<(u64, u64)> {
    file.seek(SeekFrom::Start(2)).ok()?;
    let (mut colours, mut layered) = (3, false);
    loop {
        let (marker, length) = segment(file)?;
        match marker {
            // The frame: how the picture is stored, and of how many colours.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let mut frame = [0; 6];
                file.read_exact(&mut frame).ok()?;
                (layered, colours) = (marker == 0xc2, u64::from(frame[5]).max(1));
                skip(file, length.checked_sub(6)?)?;
            }
            // The first layer. If it has not all colours, the decoder keeps two bytes of each for every point.
            0xda => {
                let own = u64::from(byte_here(file)?);
                let kept = if layered || own < colours { 2 * colours } else { 0 };
                let many = layered && points > MOST_LOOKS / MOST_LAYERS;
                let looks = if many { 1 + layers(file)? } else { 1 };
                return Some((points * (colours.min(3) + kept), looks));
            }
            _ => skip(file, length)?,
        }
    }
}

fn byte_here(file: &mut impl Read) -> Option<u8> {
    let mut byte = [0];
    file.read_exact(&mut byte).ok()?;
    Some(byte[0])
}

/// The next marker, and how many bytes stand behind its length.
fn segment(file: &mut impl BufRead) -> Option<(u8, u64)> {
    while byte_here(file)? != 0xff {}
    let mut marker = byte_here(file)?;
    while marker == 0xff {
        marker = byte_here(file)?;
    }
    if matches!(marker, 0 | 1 | 0xd0..=0xd8) {
        return Some((marker, 0));
    }
    let length = u16::from_be_bytes([byte_here(file)?, byte_here(file)?]);
    Some((marker, u64::from(length).checked_sub(2)?))
}

fn skip(file: &mut impl Seek, bytes: u64) -> Option<()> {
    file.seek_relative(i64::try_from(bytes).ok()?).ok()
}

/// How many layers begin in the rest of the file.
fn layers(file: &mut impl BufRead) -> Option<u64> {
    let (mut layers, mut marker) = (0, false);
    loop {
        let read = file.fill_buf().ok()?;
        if read.is_empty() {
            return Some(layers);
        }
        for byte in read {
            layers += u64::from(marker && *byte == 0xda);
            marker = *byte == 0xff;
        }
        let length = read.len();
        file.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn too_much(bytes: &[u8], width: u32, height: u32) -> bool {
        is_too_much(&bytes[..bytes.len().min(24)], Cursor::new(bytes), Extent { width, height })
    }

    fn png(depth: u8, colour: u8, interlaced: u8) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0".to_vec();
        bytes.extend([depth, colour, 0, 0, interlaced]);
        bytes
    }

    /// A photo's head: how it is stored, colours in the picture and in its first layer, and so many layers more.
    fn jpeg(frame: u8, colours: u8, own: u8, layers: usize) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff".to_vec();
        bytes.extend([frame, 0, 8 + 3 * colours, 8, 0, 1, 0, 1, colours]);
        bytes.extend(vec![0; 3 * usize::from(colours)]);
        bytes.extend([0xff, 0xda, 0, 8, own, 0, 0, 0, 0, 0]);
        bytes.extend(b"\xff\x00\xff\xda\0\x02".repeat(layers));
        bytes
    }

    #[test]
    fn what_is_read_in_rows_asks_for_nothing() {
        assert!(!too_much(&png(16, 6, 0), 10_000, 10_000));
        assert!(!too_much(&png(8, 2, 1), 9_000, 10_000));
        assert!(too_much(&png(8, 2, 1), 10_000, 10_000), "no room beside it");
        assert!(too_much(&png(16, 4, 1), 10_000, 10_000), "grey, with what shows through");
        assert!(too_much(&png(8, 0, 0), 50_000_000, 1), "a row as wide as all");
        assert!(too_much(&png(16, 6, 1), 10_000, 10_000), "whole, with 8 bytes a point");
        assert!(!too_much(&png(16, 6, 1), 6_500, 6_500));
    }

    #[test]
    fn layers_are_counted() {
        assert!(!too_much(&jpeg(0xc0, 3, 3, 900), 10_000, 10_000), "not layered: a decoder passes over the rest");
        assert!(too_much(&jpeg(0xc0, 3, 1, 2), 10_000, 10_000), "colour by colour: kept whole");
        assert!(!too_much(&jpeg(0xc0, 3, 1, 2), 6_000, 6_000));
        assert!(!too_much(&jpeg(0xc2, 3, 3, 10), 6_000, 6_000), "a photo as programs write it");
        assert!(too_much(&jpeg(0xc2, 3, 3, 40), 6_000, 6_000));
        assert!(!too_much(&jpeg(0xc2, 3, 3, 40), 3_000, 3_000), "small enough for any number");
        assert!(!too_much(&jpeg(0xc0, 3, 3, 0)[..12], 10_000, 10_000), "cut off: the decoder says so");
    }
}
