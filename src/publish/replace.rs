//! Single files below a folder that the user named: replaced whole, or made new.
//!
//! Takes: a folder, a name in it and a text. Gives: the file with that text, or an error and all as it was.
//! Never: opens what is there to write into it: a link would lead elsewhere, a second name of the file would change with it. The new
//! text is written beside, saved, and moved into the name.

mod several;

use super::held::{Folder, Kind};
use super::places::beside;
use std::io::{self, Read, Write};
use std::path::Path;

pub use several::{NewText, NotReplaced, Rename, replace_all};

/// So many bytes at its beginning tell whose a file is.
const BEGINNING: usize = 16;

/// Replaces the file `name` of a folder, so that there is always a whole one.
pub fn replace(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let folder = Folder::at(folder)?;
    let beside = beside(name);
    match folder.kind(name.as_ref())? {
        None | Some(Kind::File) => {}
        Some(other) => return Err(other.in_the_way()),
    }
    clear(&folder, &beside, text)?;
    let mut file = folder.create(beside.as_ref())?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let written = written.and_then(|()| folder.rename(beside.as_ref(), &folder, name.as_ref()));
    if written.is_err() {
        let _ = folder.remove_file(beside.as_ref());
    }
    written?;
    folder.sync()
}

/// What a killed run left beside begins as our text does, or is empty. Anything else is somebody's.
fn clear(folder: &Folder, beside: &str, text: &str) -> io::Result<()> {
    let kind = match folder.kind(beside.as_ref())? {
        None => return Ok(()),
        Some(kind) => kind,
    };
    let left =
        |why: &str| io::Error::other(format!("`{beside}` stands beside it, which {why}. Delete it or move it away"));
    if kind != Kind::File {
        return Err(left("is no plain file"));
    }
    let mut bytes = Vec::new();
    folder.read(beside.as_ref())?.take(BEGINNING as u64).read_to_end(&mut bytes)?;
    if !text.as_bytes().starts_with(&bytes) {
        return Err(left("Fingerpost did not write"));
    }
    folder.remove_file(beside.as_ref())
}

/// Writes a file that is not there yet below a folder, the folders between with it. None of these may be a link.
pub fn make_new(base: &Path, below: &Path, text: &str) -> io::Result<()> {
    let (Some(folder), Some(name)) = (below.parent(), below.file_name()) else {
        return Err(io::Error::other("it is no file's name"));
    };
    let mut file = Folder::at(base)?.made_below(folder)?.create(name)?;
    file.write_all(text.as_bytes())
}
