//! Where on earth a moving picture was taken, as its file says it.
//!
//! Takes: the bytes of a file that is published as it is. Gives: whether a place stands in it: as XMP, which is text in a file of
//! any kind, or as EXIF, also where programs put it with the name that JPEG has for it, so that its readers pass it over.
//! Never: takes silence for none in what it did not read: it reads so far and no further.

use aho_corasick::AhoCorasick;
use std::io::{Read, Seek};

/// So many bytes are read. What moves for longer is a film.
const MOST: u64 = 64 << 20;
/// The notes of a camera have fewer.
const MOST_OF_NOTES: usize = 1 << 18;
/// How EXIF begins where it stands in a JPEG.
const EXIF: &[u8] = b"Exif\0\0";

/// Whether a place stands in a file.
pub(super) fn says_where(mut file: impl Read + Seek) -> bool {
    let mut bytes = Vec::new();
    if file.rewind().is_err() || file.take(MOST).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let Ok(wanted) = AhoCorasick::new([b"GPSLatitude".as_slice(), b"GPSLongitude", EXIF]) else { return false };
    wanted.find_iter(&bytes).any(|found| found.pattern().as_usize() < 2 || place_in_notes(&bytes[found.end()..]))
}

fn place_in_notes(notes: &[u8]) -> bool {
    let notes = &notes[..notes.len().min(MOST_OF_NOTES)];
    let read = exif::Reader::new().read_raw(notes.to_vec());
    let places = [exif::Tag::GPSLatitude, exif::Tag::GPSLongitude];
    read.is_ok_and(|notes| notes.fields().any(|field| places.contains(&field.tag)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// EXIF with a place, as a camera writes it: one list of notes that leads to another.
    fn notes() -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
        tiff.extend(b"\x01\0\x02\0\x05\0\x03\0\0\0\x2c\0\0\0\0\0\0\0");
        tiff.extend([51_u32, 1, 30, 1, 0, 1].iter().flat_map(|number| number.to_le_bytes()));
        tiff
    }

    #[test]
    fn a_place_is_seen_as_exif_and_as_xmp() {
        let holds = |bytes: &[u8]| says_where(Cursor::new(bytes.to_vec()));
        let with = |notes: &[u8]| [b"RIFF....WEBPEXIF\x40\0\0\0Exif\0\0", notes].concat();
        assert!(holds(&with(&notes())));
        assert!(holds(b"GIF89a <x:xmpmeta exif:GPSLatitude=\"51,30N\">"));
        assert!(!holds(b"GIF89a") && !holds(&with(b"no notes")) && !holds(b""));
    }
}
