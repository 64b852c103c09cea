//! Where on earth a moving picture or a film was taken, as its file says it.
//!
//! Takes: the bytes of a file that is published as it is. Gives: whether a place stands in it: as XMP, which is text in a file of
//! any kind, or as EXIF, also where programs put it with the name that JPEG has for it, so that its readers pass it over.
//! Never: takes silence for none in what it did not read: it reads so far and no further.

use aho_corasick::AhoCorasick;
use std::io::{Read, Seek, SeekFrom};

/// So many bytes are read. What moves for longer is a film.
const MOST: u64 = 64 << 20;
/// A film has fewer boxes beside one another.
const MOST_BOXES: usize = 1 << 12;
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

/// How phones note a place in a film: Apple's and Android's `©xyz`, the box `loci` of 3GPP, and Apple's key of later years.
const IN_FILMS: [&[u8]; 3] = [b"\xa9xyz", b"loci", b"com.apple.quicktime.location.ISO6709"];

/// Whether a place stands among the notes of a film in MPEG-4 or QuickTime. Its boxes are stepped over but for the one that tells of
/// the rest, which may stand behind hours of pictures.
pub fn film_says_where(mut file: impl Read + Seek) -> bool {
    let mut at = 0;
    for _ in 0..MOST_BOXES {
        let mut head = [0; 16];
        if file.seek(SeekFrom::Start(at)).is_err() || file.read_exact(&mut head[..8]).is_err() {
            return false;
        }
        let [a, b, c, d, kind @ ..] = [0, 1, 2, 3, 4, 5, 6, 7].map(|i| head[i]);
        let size = match u32::from_be_bytes([a, b, c, d]) {
            // To the end of the file.
            0 => u64::MAX,
            1 if file.read_exact(&mut head[8..]).is_ok() => head[8..].iter().fold(0, |sum, b| sum << 8 | u64::from(*b)),
            size => u64::from(size),
        };
        if matches!(&kind, b"moov" | b"meta" | b"udta") {
            let mut notes = Vec::new();
            let read = file.by_ref().take(size.min(MOST)).read_to_end(&mut notes);
            let Ok(wanted) = AhoCorasick::new(IN_FILMS) else { return false };
            if read.is_ok() && wanted.is_match(&notes) {
                return true;
            }
        }
        match at.checked_add(size) {
            Some(next) if size >= 8 => at = next,
            _ => return false,
        }
    }
    false
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
    fn a_place_of_a_film_is_seen_wherever_its_notes_stand() {
        let holds = |bytes: &[u8]| film_says_where(Cursor::new(bytes.to_vec()));
        let film = |notes: &[u8]| {
            let mut out = b"\0\0\0\x10ftypmp42\0\0\0\0\0\0\0\x0cmdat\xa9xyz".to_vec();
            out.extend((notes.len() as u32 + 8).to_be_bytes());
            out.extend([b"moov", notes].concat());
            out
        };
        assert!(holds(&film(b"\0\0\0\x1eudta\0\0\0\x16\xa9xyz\0\x0e\x15\xc7+51.5-000.1/")));
        assert!(holds(&film(b"\0\0\0\0meta keys com.apple.quicktime.location.ISO6709 +51.5")));
        assert!(!holds(&film(b"\0\0\0\0trak")) && !holds(b"") && !holds(b"\0\0\0\x01mdat\0") && !holds(&[0; 64]));
        assert!(!holds(&[b"\0\0\0\x01mdat".as_slice(), &[0xff; 64]].concat()));
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
