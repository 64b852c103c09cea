//! Texts of the site's own, rewritten as their author would.
//!
//! Takes: a folder, and for files below it the text that was read and the text that is to be there. Gives: all of them rewritten,
//! or an error. Never: writes over what somebody has saved meanwhile, or opens a file to write into it: each new text is written
//! beside, saved, and moved into the name. Until all of them lie beside, no file has changed.

use super::clear;
use crate::publish::held::{Folder, Kind};
use crate::publish::places::beside;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// One file, as it was read and as it is to be.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Below the folder.
    pub below: PathBuf,
    /// All of its text, when it was read.
    pub before: String,
    /// All of its text from now on.
    pub after: String,
}

/// Why nothing was rewritten, or not all.
#[derive(Debug)]
pub struct Unrevised {
    /// The file.
    pub below: PathBuf,
    /// What is wrong with it; `None` where somebody has changed it since it was read.
    pub error: Option<io::Error>,
}

/// Rewrites files, if each is still what it was when it was read.
pub fn revise(base: &Path, revisions: &[Revision]) -> Result<(), Unrevised> {
    let failed = |revision: &Revision, error: Option<io::Error>| Unrevised { below: revision.below.clone(), error };
    let mut written: Vec<(&Revision, Folder)> = Vec::new();
    let mut fault = None;
    for revision in revisions {
        match lay_beside(base, revision) {
            Ok(Some(folder)) => written.push((revision, folder)),
            Ok(None) => fault = Some(failed(revision, None)),
            Err(error) => fault = Some(failed(revision, Some(error))),
        }
        if fault.is_some() {
            break;
        }
    }
    for (revision, folder) in written {
        let name = name(revision);
        let new = beside(&name.to_string_lossy());
        if fault.is_none() {
            fault = match as_read(&folder, revision) {
                Ok(Some(_)) => folder
                    .rename(new.as_ref(), &folder, name)
                    .and_then(|()| folder.sync())
                    .err()
                    .map(|error| failed(revision, Some(error))),
                Ok(None) => Some(failed(revision, None)),
                Err(error) => Some(failed(revision, Some(error))),
            };
        }
        if fault.is_some() {
            let _ = folder.remove_file(new.as_ref());
        }
    }
    fault.map_or(Ok(()), Err)
}

fn name(revision: &Revision) -> &OsStr {
    revision.below.file_name().unwrap_or_default()
}

/// Writes the new text beside the old; `None` where that is not what was read.
fn lay_beside(base: &Path, revision: &Revision) -> io::Result<Option<Folder>> {
    let folder = Folder::at(base)?.below(revision.below.parent().unwrap_or(Path::new("")))?;
    let name = name(revision);
    match folder.kind(name)? {
        Some(Kind::File) => {}
        Some(other) => return Err(other.in_the_way()),
        None => return Ok(None),
    }
    let Some(ends) = as_read(&folder, revision)? else { return Ok(None) };
    let after = match ends {
        LineEnds::AsRead => revision.after.clone(),
        LineEnds::Returns => revision.after.replace('\n', "\r"),
    };
    let beside = beside(&name.to_string_lossy());
    clear(&folder, &beside, &after)?;
    let permissions = folder.read(name)?.metadata()?.permissions();
    let mut file = folder.create(beside.as_ref())?;
    let written = file
        .write_all(after.as_bytes())
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = folder.remove_file(beside.as_ref());
        return Err(error);
    }
    Ok(Some(folder))
}

/// How the lines of a file end on the disk.
#[derive(Clone, Copy)]
enum LineEnds {
    /// As in the text that was read.
    AsRead,
    /// In a carriage return alone, as on the oldest Macs; in what was read, a line feed stands for each.
    Returns,
}

/// How the file has the text that was read, if it still has it.
fn as_read(folder: &Folder, revision: &Revision) -> io::Result<Option<LineEnds>> {
    let mut bytes = Vec::with_capacity(revision.before.len());
    // One byte more tells that it has grown.
    let most = revision.before.len() as u64 + 1;
    folder.read(name(revision))?.take(most).read_to_end(&mut bytes)?;
    let before = revision.before.as_bytes();
    if bytes == before {
        return Ok(Some(LineEnds::AsRead));
    }
    let feed = |byte: &u8| if *byte == b'\r' { b'\n' } else { *byte };
    let returns =
        !bytes.contains(&b'\n') && bytes.len() == before.len() && bytes.iter().map(feed).eq(before.iter().copied());
    Ok(returns.then_some(LineEnds::Returns))
}
