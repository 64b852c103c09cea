//! A picture's file → what its head tells.
//!
//! Takes: a file. Gives: [`ImageInfo`], above all an [`Extent`], as it will be seen: a photo that a phone has marked as lying on its
//! side is turned. With its extent in the page, nothing moves when the picture comes.
//! Never: decodes a picture. Its head says how large it is, so one that was made to be a bomb costs nothing.

use super::kind::Kind;
use super::places;
use super::work::is_too_much;
use std::io::{BufRead, Seek, SeekFrom};

/// How large something is shown, in CSS pixels. Neither is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extent {
    /// From side to side.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Extent {
    /// From measures with a fraction. `None` for what is not there to be seen.
    pub fn new(width: f64, height: f64) -> Option<Extent> {
        let whole = |side: f64| (side.is_finite() && (0.5..1e9).contains(&side)).then_some(side.round() as u32);
        Some(Extent { width: whole(width)?, height: whole(height)? })
    }

    /// How high it is when it is so wide.
    pub fn height_at(self, width: u32) -> u32 {
        let height = u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2;
        u32::try_from(height / u64::from(self.width)).unwrap_or(u32::MAX).max(1)
    }

    /// How wide it is when it is so high.
    pub fn width_at(self, height: u32) -> u32 {
        Extent { width: self.height, height: self.width }.height_at(height)
    }
}

/// What the head of a file tells of it as a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImageHeader {
    /// Nothing: it is not meant as a picture, or its kind's head is not read here.
    #[default]
    Silent,
    /// How large it is.
    Sized(Extent),
    /// How large it is, and that it moves.
    Moving(Extent),
    /// How large it is, and that to decode it asks for more memory or more work than is given to one picture.
    Heavy(Extent),
    /// It is no picture, whatever its name: it is empty, or holds a page that says why the picture could not be had.
    Other,
    /// It begins as no picture does.
    Unknown,
    /// It begins as a picture and does not go on as one.
    Broken,
}

impl ImageHeader {
    /// How large it is, if that is known.
    pub fn extent(self) -> Option<Extent> {
        match self {
            ImageHeader::Sized(extent) | ImageHeader::Moving(extent) | ImageHeader::Heavy(extent) => Some(extent),
            _ => None,
        }
    }

    /// Whether a file that is called a picture is none that could be shown.
    pub fn is_none(self) -> bool {
        matches!(self, ImageHeader::Other | ImageHeader::Unknown | ImageHeader::Broken)
    }
}

/// What a picture's file says before any of it is decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageInfo {
    /// What it is.
    pub head: ImageHeader,
    /// What kind of picture it begins as.
    pub kind: Option<Kind>,
    /// Whether it says where on earth it was taken, as phones note it.
    pub says_where: bool,
}

/// Reads the head of a picture.
pub fn seen(mut file: impl BufRead + Seek) -> ImageInfo {
    let mut first = [0; 24];
    let mut known = 0;
    while let Ok(read) = file.read(&mut first[known..])
        && read > 0
    {
        known += read;
    }
    let first = &first[..known];
    let Some(kind) = Kind::of(first) else {
        let text = first.is_empty() || first.starts_with(b"version https://git-lfs") || first.starts_with(b"<");
        return ImageInfo {
            head: if text { ImageHeader::Other } else { ImageHeader::Unknown },
            ..ImageInfo::default()
        };
    };
    let size = file.rewind().ok().and_then(|()| imagesize::reader_size(&mut file).ok());
    match size.and_then(|size| Extent::new(size.width as f64, size.height as f64)) {
        Some(extent) => {
            let moves = moves(first, &mut file);
            let heavy = !moves && is_too_much(first, &mut file, extent);
            // What moves is published as it is, so all of it is looked through.
            let place = moves && places::says_where(&mut file);
            let notes = Notes::of(file);
            // Of what moves the notes are not published, and so nobody turns it.
            let extent = if !moves && notes.on_its_side() {
                Extent { width: extent.height, height: extent.width }
            } else {
                extent
            };
            let head = match (moves, heavy) {
                (true, _) => ImageHeader::Moving(extent),
                (_, true) => ImageHeader::Heavy(extent),
                _ => ImageHeader::Sized(extent),
            };
            ImageInfo { head, kind: Some(kind), says_where: place || notes.says_where }
        }
        None => {
            let head = if kind.says_its_size() { ImageHeader::Broken } else { ImageHeader::Silent };
            ImageInfo { head, kind: Some(kind), says_where: false }
        }
    }
}

/// What a camera noted beside the picture.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Notes {
    /// How the camera was held, from 1 to 8: phones store a photo as their sensor sees it. 0 if it does not say.
    pub(super) held: u8,
    says_where: bool,
}

impl Notes {
    pub(super) fn of(mut file: impl BufRead + Seek) -> Notes {
        let notes = file.rewind().ok().and_then(|()| exif::Reader::new().read_from_container(&mut file).ok());
        let Some(notes) = notes else { return Notes::default() };
        let held = notes.get_field(exif::Tag::Orientation, exif::In::PRIMARY).and_then(|field| field.value.get_uint(0));
        let held = held.and_then(|held| u8::try_from(held).ok()).filter(|held| (1..=8).contains(held)).unwrap_or(0);
        let places = [exif::Tag::GPSLatitude, exif::Tag::GPSLongitude];
        Notes { held, says_where: notes.fields().any(|field| places.contains(&field.tag)) }
    }

    pub(super) fn on_its_side(self) -> bool {
        self.held >= 5
    }
}

/// Whether it is more than one picture: a GIF is taken to be, of a WebP and a PNG the head says it.
fn moves(first: &[u8], mut file: impl BufRead + Seek) -> bool {
    match first {
        [b'G', b'I', b'F', ..] => true,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b'X', _, _, _, _, flags, ..] => {
            flags & 2 != 0
        }
        // Before its points, an animated PNG says how many pictures it holds.
        [0x89, b'P', b'N', b'G', ..] => {
            let mut at = 8;
            for _ in 0..MOST_CHUNKS {
                let mut chunk = [0; 8];
                if file.seek(SeekFrom::Start(at)).is_err() || file.read_exact(&mut chunk).is_err() {
                    return false;
                }
                match &chunk[4..] {
                    b"acTL" => return true,
                    b"IDAT" => return false,
                    _ => at += 12 + u64::from(u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])),
                }
            }
            false
        }
        _ => false,
    }
}

/// Chunks of a PNG that are looked at before its points.
const MOST_CHUNKS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x06\0\0\0\0\0\0\0");
        bytes
    }

    /// A photo's head: a note of how it was held, and its size.
    fn jpeg(held: u8) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        tiff.extend([held, 0, 0, 0, 0, 0, 0, 0]);
        let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend(b"\xff\xc0\0\x11\x08\x00\x40\x00\x80\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xd9");
        bytes
    }

    #[test]
    fn the_head_says_how_large_a_picture_is() {
        let of = |bytes: &[u8]| seen(Cursor::new(bytes.to_vec())).head;
        let sized = |width, height| ImageHeader::Sized(Extent { width, height });
        assert_eq!(of(&png(640, 480)), sized(640, 480));
        assert_eq!(of(&png(60_000, 60_000)), sized(60_000, 60_000), "without a look inside");
        assert_eq!(of(&jpeg(1)), sized(128, 64));
        assert_eq!(of(&jpeg(6)), sized(64, 128), "held upright");
        for broken in [&png(0, 5)[..], &png(5, 5)[..18], &jpeg(1)[..20]] {
            assert_eq!(of(broken), ImageHeader::Broken);
        }
        assert_eq!(
            (of(b""), of(b"<!doctype html>"), of(b"anything")),
            (ImageHeader::Other, ImageHeader::Other, ImageHeader::Unknown)
        );
        assert_eq!(of(b"<html><script>"), ImageHeader::Other);
        assert_eq!(of(b"\0\0\x01\0\x01\0"), ImageHeader::Silent, "an icon");
    }

    #[test]
    fn a_picture_keeps_its_shape() {
        let extent = Extent { width: 640, height: 480 };
        assert_eq!((extent.height_at(300), extent.width_at(300)), (225, 400));
        assert_eq!(Extent { width: 90_000, height: 1 }.height_at(10), 1);
    }
}
