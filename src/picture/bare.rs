//! The bytes of a picture that is not made anew → the same picture, without what was noted beside it.
//!
//! Takes: the bytes of a moving picture, or of one that stands in a drawing. Gives: those of its parts that draw, in their order, their bytes untouched.
//! Never: decodes a picture, or keeps a part that it does not know: what a program writes into a part of its own is nobody's affair.
//!
//! Where a file ends too soon, what is left of a part that draws is kept: browsers show so much.

mod jpeg;

use super::head::{ImageHeader, ImageInfo};
use super::kind::Kind;

impl ImageInfo {
    /// Whether it is published without what was noted beside the picture, although it cannot be made anew: what moves, of the
    /// kinds whose parts are known.
    pub fn is_bared(&self) -> bool {
        matches!(self.head, ImageHeader::Moving(_)) && matches!(self.kind, Some(Kind::Png | Kind::Gif | Kind::WebP))
    }
}

/// The picture without notes; of another kind than these four, the file as it is.
pub fn bare(file: &[u8]) -> Vec<u8> {
    match Kind::of(file) {
        Some(Kind::Png) => png(file),
        Some(Kind::Gif) => gif(file),
        Some(Kind::WebP) => webp(file),
        Some(Kind::Jpeg) => jpeg::jpeg(file),
        _ => file.to_vec(),
    }
}

/// The parts of a PNG that say how it is drawn: the picture itself, its colours, its measures, and how it moves.
const OF_PNG: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"bKGD", b"cHRM", b"cICP", b"cLLI",
    b"gAMA", b"iCCP", b"mDCV", b"pHYs", b"sBIT", b"sRGB",
];

fn png(file: &[u8]) -> Vec<u8> {
    const FIRST: usize = 8;
    let mut out = file[..FIRST.min(file.len())].to_vec();
    let mut rest = file.get(FIRST..).unwrap_or_default();
    while let Some((size, name)) = rest.first_chunk::<8>().map(|head| head.split_at(4)) {
        let size = size.try_into().map_or(0, u32::from_be_bytes) as usize;
        // A length, a name, what is in it, and a sum of that.
        let (part, later) = rest.split_at(size.saturating_add(12).min(rest.len()));
        if OF_PNG.iter().any(|known| *known == name) {
            out.extend_from_slice(part);
        }
        if name == b"IEND" {
            break;
        }
        rest = later;
    }
    out
}

/// The parts of a WebP that say how it is drawn.
const OF_WEBP: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// In the first of them, what says that there are notes of these two kinds.
const EXIF_AND_XMP: u8 = 0b1100;

fn webp(file: &[u8]) -> Vec<u8> {
    const FIRST: usize = 12;
    // What stands behind the size that the head says is no part of the file.
    let said = file.get(4..8).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let end = said.saturating_add(8).clamp(FIRST.min(file.len()), file.len());
    let mut out = file[..FIRST.min(file.len())].to_vec();
    parts_of_webp(file.get(FIRST..end).unwrap_or_default(), &mut out);
    let size = u32::try_from(out.len().saturating_sub(8)).unwrap_or(u32::MAX);
    if let Some(place) = out.get_mut(4..8) {
        place.copy_from_slice(&size.to_le_bytes());
    }
    out
}

fn parts_of_webp(mut rest: &[u8], out: &mut Vec<u8>) {
    /// Of a picture among several: where it stands, how large it is, and for how long it is shown.
    const FRAME: usize = 16;
    while let Some((name, size)) = rest.first_chunk::<8>().map(|head| head.split_at(4)) {
        let size = size.try_into().map_or(0, u32::from_le_bytes) as usize;
        let (part, later) = rest.split_at(size.saturating_add(8 + size % 2).min(rest.len()));
        rest = later;
        if !OF_WEBP.iter().any(|known| *known == name) {
            continue;
        }
        let begin = out.len();
        if name != b"ANMF" {
            out.extend_from_slice(part);
            if let (b"VP8X", Some(flags)) = (name, out.get_mut(begin + 8)) {
                *flags &= !EXIF_AND_XMP;
            }
            continue;
        }
        // It holds parts of its own.
        let head = part.len().min(8 + FRAME);
        out.extend_from_slice(&part[..head]);
        parts_of_webp_frame(&part[head..], out);
        let size = u32::try_from((out.len() - begin).saturating_sub(8)).unwrap_or(u32::MAX);
        if let Some(place) = out.get_mut(begin + 4..begin + 8) {
            place.copy_from_slice(&size.to_le_bytes());
        }
    }
}

/// The parts of one picture among several: none of them holds others.
fn parts_of_webp_frame(mut rest: &[u8], out: &mut Vec<u8>) {
    while let Some((name, size)) = rest.first_chunk::<8>().map(|head| head.split_at(4)) {
        let size = size.try_into().map_or(0, u32::from_le_bytes) as usize;
        let (part, later) = rest.split_at(size.saturating_add(8 + size % 2).min(rest.len()));
        if [b"VP8 ", b"VP8L", b"ALPH"].iter().any(|known| *known == name) {
            out.extend_from_slice(part);
        }
        rest = later;
    }
}

/// What begins a part of a GIF.
const EXTENSION: u8 = 0x21;
const PICTURE: u8 = 0x2c;
const END: u8 = 0x3b;
/// For how long a picture is shown, and what shows through.
const CONTROL: u8 = 0xf9;
/// What a program adds: how often all is shown again, and whatever else.
const PROGRAM: u8 = 0xff;

fn gif(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.len());
    let Some(screen) = file.first_chunk::<13>() else { return file.to_vec() };
    let first = 13 + colours(screen[10]);
    let (head, mut rest) = file.split_at(first.min(file.len()));
    out.extend_from_slice(head);
    loop {
        let (part, keeps) = match rest {
            [EXTENSION, kind, ..] => {
                let part = 2 + blocks(&rest[2..]);
                (part, *kind == CONTROL || *kind == PROGRAM && is_loop(&rest[2..part]))
            }
            [PICTURE, ..] => {
                let Some(head) = rest.first_chunk::<10>() else { break out.extend_from_slice(rest) };
                let begin = (10 + colours(head[9]) + 1).min(rest.len());
                (begin + blocks(&rest[begin..]), true)
            }
            // The end, or no GIF any more.
            _ => {
                out.extend(rest.first().filter(|sign| **sign == END));
                break;
            }
        };
        let (part, later) = rest.split_at(part);
        if keeps {
            out.extend_from_slice(part);
        }
        rest = later;
    }
    out
}

/// How many bytes a table of colours has, by the byte that says whether there is one.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// How many bytes some blocks have, each with its size before it, up to an empty one.
fn blocks(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(size) = bytes.get(at) {
        at += 1 + usize::from(*size);
        if *size == 0 {
            break;
        }
    }
    at.min(bytes.len())
}

/// Whether a program's part says how often all is shown again, and nothing else.
fn is_loop(blocks: &[u8]) -> bool {
    matches!(blocks, [11, name @ .., 3, 1, _, _, 0] if matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    const NOTE: &[u8] = b"exif:GPSLatitude=51,30N";

    fn of_webp(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
        let mut out = [&name[..], &(inside.len() as u32).to_le_bytes(), inside].concat();
        out.resize(out.len().next_multiple_of(2), 0);
        out
    }

    /// Two pictures of one point, as an encoder makes them, with or without notes between the parts.
    fn moving_webp(notes: &[u8]) -> Vec<u8> {
        let mut still = Vec::new();
        let encoder = image_webp::WebPEncoder::new(&mut still);
        encoder.encode(&[200, 10, 10, 255], 1, 1, image_webp::ColorType::Rgba8).expect("a WebP");
        let note = |name: &[u8; 4]| if notes.is_empty() { Vec::new() } else { of_webp(name, notes) };
        let frame = of_webp(b"ANMF", &[&[0; 12][..], &[40, 0, 0, 0], &still[12..], &note(b"JUNK")].concat());
        let flags = if notes.is_empty() { 0b1_0010 } else { 0b1_1110 };
        let head = of_webp(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let parts = [&head, &note(b"XMP "), &of_webp(b"ANIM", &[0; 6]), &frame, &frame, &note(b"EXIF"), &note(b"MINE")];
        let parts = parts.map(Vec::as_slice).concat();
        let size = (parts.len() as u32 + 4).to_le_bytes();
        [b"RIFF".as_slice(), &size, b"WEBP", &parts].concat()
    }

    fn moving_png(notes: &[u8]) -> Vec<u8> {
        let part = |name: &[u8; 4], inside: &[u8]| {
            [&(inside.len() as u32).to_be_bytes()[..], name, inside, &[1, 2, 3, 4]].concat()
        };
        let note = |name: &[u8; 4]| if notes.is_empty() { Vec::new() } else { part(name, notes) };
        let names = [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"prVt"];
        let notes: Vec<u8> = names.into_iter().flat_map(note).collect();
        let head = part(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
        let parts = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            head,
            part(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
            notes.clone(),
            part(b"IDAT", &[7; 20]),
            notes,
            part(b"fdAT", &[8; 20]),
            part(b"IEND", &[]),
        ];
        parts.concat()
    }

    fn moving_gif(notes: &[u8]) -> Vec<u8> {
        let block = |inside: &[u8]| [&[inside.len() as u8][..], inside, &[0]].concat();
        let note = |head: &[u8]| if notes.is_empty() { Vec::new() } else { [head, &block(notes)].concat() };
        let xmp = note(b"\x21\xff\x0bXMP DataXMP");
        let picture = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0";
        let parts: [&[u8]; 9] = [
            b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0",
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
            &note(b"\x21\xfe"),
            b"\x21\xf9\x04\0\x0a\0\0\0",
            picture,
            &xmp,
            picture,
            b"\x3b",
            notes,
        ];
        parts.concat()
    }

    #[test]
    fn notes_go_and_the_picture_stays_byte_for_byte() {
        for made in [moving_webp, moving_png, moving_gif] {
            let (with, without) = (made(NOTE), made(b""));
            assert_eq!(bare(&with), without);
            assert_eq!(bare(&without), without, "what has none is left");
            assert!(super::super::seen(Cursor::new(&with)).is_bared());
        }
        let still = moving_webp(NOTE);
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bare(&still))).expect("a WebP");
        assert!(decoder.is_animated() && decoder.num_frames() == 2);
        let mut points = vec![0; decoder.output_buffer_size().expect("a size")];
        decoder.read_frame(&mut points).expect("a picture");
        assert!(points.iter().zip([200_u8, 10, 10]).all(|(is, was)| is.abs_diff(was) < 2), "{points:?}");
        assert_eq!(bare(b"BMphoto"), b"BMphoto");
    }

    proptest! {
        /// Cut short or damaged anywhere: no panic, nothing is added, what is bare stays so, and of a file that was only cut short
        /// no whole note is left.
        #[test]
        fn a_damaged_file_is_bared_as_far_as_it_goes(
            which in 0_usize..3,
            cut in any::<prop::sample::Index>(),
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        ) {
            let mut file = [moving_webp, moving_png, moving_gif][which](NOTE);
            file.truncate(cut.index(file.len() + 1));
            let short = bare(&file);
            prop_assert!(!short.windows(NOTE.len()).any(|part| part == NOTE));
            prop_assert!(short.len() <= file.len());
            for (at, byte) in flips {
                if !file.is_empty() {
                    let at = at.index(file.len());
                    file[at] = byte;
                }
            }
            let once = bare(&file);
            prop_assert!(once.len() <= file.len());
            prop_assert_eq!(bare(&once), once);
        }
    }
}
