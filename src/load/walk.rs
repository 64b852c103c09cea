//! The files below a folder of the site.

use super::{Attachment, Stamp};
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use std::path::Path;
use walkdir::{DirEntry, WalkDir};

/// All files below `folder`, sorted by path. Names that begin with a dot are left alone.
pub(super) fn files(root: &Path, folder: &str, problems: &mut Vec<Problem>) -> Vec<Attachment> {
    let start = root.join(folder);
    let mut out = Vec::new();
    if !start.exists() {
        return out;
    }
    let walk = WalkDir::new(&start).follow_root_links(false).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => out.extend(one(root, entry.path(), problems)),
            Err(error) => {
                let path = error.path().map_or_else(|| folder.into(), |path| site_path(root, path));
                problems.push(unreadable(&path, &error));
            }
        }
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// One file by its name, if it is there.
pub(super) fn file(root: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Attachment> {
    let path = root.join(name);
    path.symlink_metadata().ok()?;
    one(root, &path, problems)
}

/// A file that may be read: itself, or what it links to, lies inside the site.
fn one(root: &Path, disk: &Path, problems: &mut Vec<Problem>) -> Option<Attachment> {
    let path = site_path(root, disk);
    let itself = disk.symlink_metadata().ok()?;
    // The walk follows no link, so what is none is where it seems to be; asking for each file's true path costs much.
    let (real, metadata) = if itself.is_symlink() {
        let Ok(real) = disk.canonicalize() else {
            problems.push(outside(&path, "This link leads nowhere"));
            return None;
        };
        if !real.starts_with(root) {
            problems.push(outside(&path, "This link leads out of the site's folder"));
            return None;
        }
        let metadata = real.metadata().ok()?;
        (real, metadata)
    } else {
        (disk.to_owned(), itself)
    };
    if !metadata.is_file() {
        problems.push(outside(&path, "This is not a file; a link to a folder is not followed"));
        return None;
    }
    Some(Attachment { path, disk: real, size: metadata.len(), stamp: Stamp::of(&metadata) })
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().first() == Some(&b'.')
}

fn site_path(root: &Path, path: &Path) -> SitePath {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/").into()
}

fn outside(path: &SitePath, message: &str) -> Problem {
    Problem::of_file(Code::OutsideSite, path, message).help("Put the file itself here instead of a link to it.")
}

fn unreadable(path: &SitePath, error: &walkdir::Error) -> Problem {
    let why = error.io_error().map_or_else(|| "it leads in a circle".to_owned(), |e| e.kind().to_string());
    Problem::of_file(Code::UnreadableFile, path, format!("This folder cannot be read: {why}"))
        .help("Look whether you may read it.")
}
