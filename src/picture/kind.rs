//! A file's first bytes → which kind of picture it is, whatever its name says.
//!
//! Takes: some bytes, or an ending. Gives: a [`Kind`], or that it is none.
//! Never: reads on: whether it goes on as it begins is another's affair (see `head.rs`).

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Portable Network Graphics, moving or not.
    Png,
    /// A photo.
    Jpeg,
    /// Graphics Interchange Format.
    Gif,
    /// WebP, moving or not.
    WebP,
    /// AV1 in a container of the family of MPEG-4, or one that does not say what is in it.
    Avif,
    /// The same container with what phones put into it.
    Heic,
    /// A picture of Windows.
    Bmp,
    /// A site's small picture.
    Icon,
    /// What scanners write.
    Tiff,
    /// JPEG XL.
    JpegXl,
}

/// The endings of files that are meant as pictures. A drawing is a text, and read as one.
const ENDINGS: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico"];

/// Whether a file of this ending, in lower case, is meant as a picture.
pub fn is_picture(extension: &str) -> bool {
    ENDINGS.contains(&extension)
}

impl Kind {
    /// What these first bytes of a file begin.
    pub(super) fn of(first: &[u8]) -> Option<Kind> {
        Some(match first {
            [0x89, b'P', b'N', b'G', ..] => Kind::Png,
            [0xff, 0xd8, 0xff, ..] => Kind::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Kind::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Kind::WebP,
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.first_chunk::<4>()? {
                b"avif" | b"avis" | b"mif1" | b"miaf" | b"msf1" => Kind::Avif,
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => Kind::Heic,
                _ => return None,
            },
            [b'B', b'M', ..] => Kind::Bmp,
            [0, 0, 1 | 2, 0, ..] => Kind::Icon,
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Kind::Tiff,
            [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => Kind::JpegXl,
            _ => return None,
        })
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Png => "PNG",
            Kind::Jpeg => "JPEG",
            Kind::Gif => "GIF",
            Kind::WebP => "WebP",
            Kind::Avif => "AVIF",
            Kind::Heic => "HEIC",
            Kind::Bmp => "BMP",
            Kind::Icon => "ICO",
            Kind::Tiff => "TIFF",
            Kind::JpegXl => "JPEG XL",
        }
    }

    /// The endings under which it is published, the usual one first; none where not every browser shows it.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            // A site's small picture may be one under the old name.
            Kind::Png => &["png", "ico"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Gif => &["gif"],
            Kind::WebP => &["webp"],
            Kind::Avif => &["avif"],
            Kind::Bmp => &["bmp"],
            Kind::Icon => &["ico"],
            Kind::Heic | Kind::Tiff | Kind::JpegXl => &[],
        }
    }

    /// Whether its head, if it is whole, is one that is read here.
    pub(super) fn says_its_size(self) -> bool {
        matches!(self, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::WebP | Kind::Avif)
    }
}
