//! A photo that stands in a drawing → the same photo, without what was noted beside it, but for which way up it is.
//!
//! Takes: the bytes of a JPEG. Gives: those of its parts that draw, their bytes untouched.
//! Never: decodes it, or keeps a note: what an application writes goes, but for how its colours are meant.

use std::io::Cursor;

const START: &[u8] = b"\xff\xd8";
const END: &[u8] = b"\xff\xd9";

pub(super) fn jpeg(file: &[u8]) -> Vec<u8> {
    let mut out = START.to_vec();
    out.extend(turned(file));
    let mut rest = file.get(START.len()..).unwrap_or_default();
    loop {
        // Any number of these bytes may stand before the name of a part.
        let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
        let Some(name) = rest.get(fill).copied().filter(|name| fill > 0 && *name != 0) else { return out };
        rest = &rest[fill + 1..];
        match name {
            0xd9 => {
                out.extend_from_slice(END);
                return out;
            }
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let size = rest.first_chunk::<2>().map_or(0, |size| usize::from(u16::from_be_bytes(*size)));
        if size < 2 {
            return out;
        }
        let (part, later) = rest.split_at(size.min(rest.len()));
        rest = later;
        if draws(name, part.get(2..).unwrap_or_default()) {
            out.extend_from_slice(&[0xff, name]);
            out.extend_from_slice(part);
            if name == 0xda {
                let (points, later) = rest.split_at(points(rest));
                out.extend_from_slice(points);
                rest = later;
            }
        }
    }
}

/// Whether a part says how the picture is drawn. Of what applications write that is: that it is a JFIF, without the small picture
/// in it; a profile of colours; and how Adobe's programs store them.
fn draws(name: u8, inside: &[u8]) -> bool {
    match name {
        0xe0 => inside.starts_with(b"JFIF\0") && inside.len() == 14,
        0xe2 => inside.starts_with(b"ICC_PROFILE\0"),
        0xee => inside.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// How many bytes of points stand here, up to the next part.
fn points(bytes: &[u8]) -> usize {
    let is_part = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_part).unwrap_or(bytes.len())
}

/// Which way up the photo is, as a note of its own; nothing where it stands as it is stored.
fn turned(file: &[u8]) -> Vec<u8> {
    let notes = exif::Reader::new().read_from_container(&mut Cursor::new(file)).ok();
    let field = notes.as_ref().and_then(|notes| notes.get_field(exif::Tag::Orientation, exif::In::PRIMARY));
    match field.and_then(|field| field.value.get_uint(0)) {
        Some(way @ 2..=8) => {
            let mut out = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            out.extend([way as u8, 0, 0, 0, 0, 0, 0]);
            out
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbImage};

    fn photo() -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_fn(64, 40, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]))
            .write_to(&mut out, ImageFormat::Jpeg)
            .expect("a photo");
        out.into_inner()
    }

    fn part(name: u8, inside: &[u8]) -> Vec<u8> {
        [&[0xff, name][..], &((inside.len() + 2) as u16).to_be_bytes(), inside].concat()
    }

    #[test]
    fn notes_go_and_the_photo_stays() {
        let plain = photo();
        assert_eq!(jpeg(&plain), plain);
        let notes =
            [part(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPSLatitude"), part(0xed, b"Photoshop"), part(0xfe, b"x")];
        let noted = [START, &notes.concat(), &plain[2..], b"a second photo"].concat();
        assert_eq!(jpeg(&noted), plain);
        for cut in 0..noted.len() {
            let once = jpeg(&noted[..cut]);
            assert_eq!(jpeg(&once), once, "{cut}");
        }
    }

    #[test]
    fn which_way_up_it_is_stays() {
        let plain = photo();
        let tiff =
            b"Exif\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x31\x01\x02\0\x04\0\0\0GPS\0\0\0\0\0";
        let bared = jpeg(&[START, &part(0xe1, tiff), &plain[2..]].concat());
        assert!(!bared.windows(3).any(|part| part == b"GPS"));
        let read = exif::Reader::new().read_from_container(&mut Cursor::new(&bared)).expect("a note");
        assert_eq!(read.fields().count(), 1);
        assert_eq!(read.get_field(exif::Tag::Orientation, exif::In::PRIMARY).unwrap().value.get_uint(0), Some(6));
        assert_eq!(jpeg(&bared), bared);
        assert!(image::load_from_memory(&bared).is_ok());
    }
}
