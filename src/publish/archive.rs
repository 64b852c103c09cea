//! Files → one archive, the same bytes for the same files.
//!
//! Takes: files in order, and how the bytes of each are come by. Gives: a ZIP archive.
//! Never: holds a time, or an owner: it would be another on each machine.

use crate::render::{Content, Output};
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What stands first in an e-book, and as it is: so programs know one by its first bytes.
const KIND: &str = "mimetype";
/// What is compressed already.
const COMPRESSED: [&str; 5] = ["jpg", "jpeg", "png", "webp", "gif"];

/// Packs files.
pub fn packed(files: &[Output], bytes: &dyn Fn(&Content) -> io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // 1980 is the first year that such an archive knows.
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for Output { path, content } in files {
        let stored = path == KIND || path.rsplit_once('.').is_some_and(|(_, ending)| COMPRESSED.contains(&ending));
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(path.as_str(), plain.compression_method(method))?;
        zip.write_all(&bytes(content)?)?;
    }
    Ok(zip.finish()?.into_inner())
}
