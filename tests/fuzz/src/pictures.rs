//! Pictures: what their heads tell, and what is made of them.
//!
//! Takes: bytes. Gives: nothing. Never: decodes more points than a fuzzer has patience for.

use fingerpost::picture::{self, Format, Rendition};
use std::io::Cursor;

/// Points that are decoded in one run, at most.
const PATIENCE: u64 = 1 << 20;
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];

/// A head says a size that can be, and nothing is made larger than the picture.
pub fn head(data: &[u8]) {
    let seen = picture::seen(Cursor::new(data));
    assert_eq!(seen, picture::seen(Cursor::new(data)), "the same twice");
    if let Some(extent) = seen.head.extent() {
        assert!(extent.width > 0 && extent.height > 0);
    }
    for ending in ENDINGS {
        let renditions = picture::renditions(ending, seen.head);
        assert!(renditions.len() <= 5);
        for Rendition { extent, .. } in renditions {
            let whole = seen.head.extent().expect("what has sizes has one");
            assert!(extent.width > 0 && extent.width <= whole.width && extent.height > 0, "{extent:?} of {whole:?}");
        }
    }
}

/// What is made is a picture of the size that the page names, and holds nothing of the notes.
pub fn whole(data: &[u8]) {
    let head = picture::seen(Cursor::new(data)).head;
    let Some(extent) = head.extent() else { return };
    if u64::from(extent.width) * u64::from(extent.height) > PATIENCE {
        return;
    }
    for ending in ["png", "jpg", "webp"] {
        let renditions = picture::renditions(ending, head);
        let Some(made) = picture::made(data, &renditions) else { continue };
        assert_eq!(made.len(), renditions.len());
        for (bytes, rendition) in made.iter().zip(&renditions) {
            let size = imagesize::blob_size(bytes).expect("what was made can be read");
            assert_eq!((size.width, size.height), (rendition.extent.width as usize, rendition.extent.height as usize));
            assert!(
                !bytes.windows(4).any(|part| part == b"Exif" || part == b"EXIF") || rendition.format != Format::Jpeg
            );
        }
        assert_eq!(picture::made(data, &renditions), Some(made), "the same twice");
    }
}
