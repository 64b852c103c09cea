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
            fault = match is_unchanged(&folder, revision) {
                Ok(true) => folder
                    .rename(new.as_ref(), &folder, name)
                    .and_then(|()| folder.sync())
                    .err()
                    .map(|error| failed(revision, Some(error))),
                Ok(false) => Some(failed(revision, None)),
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
    if !is_unchanged(&folder, revision)? {
        return Ok(None);
    }
    let beside = beside(&name.to_string_lossy());
    clear(&folder, &beside, &revision.after)?;
    let permissions = folder.read(name)?.metadata()?.permissions();
    let mut file = folder.create(beside.as_ref())?;
    let written = file
        .write_all(revision.after.as_bytes())
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = folder.remove_file(beside.as_ref());
        return Err(error);
    }
    Ok(Some(folder))
}

fn is_unchanged(folder: &Folder, revision: &Revision) -> io::Result<bool> {
    let mut bytes = Vec::with_capacity(revision.before.len());
    // One byte more tells that it has grown.
    let most = revision.before.len() as u64 + 1;
    folder.read(name(revision))?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes == revision.before.as_bytes())
}
