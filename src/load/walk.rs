//! The files below a folder of the site.

use super::{Attachment, CONTENT, LOCK, MARKER, MARKER_LINE, SETTINGS, STATIC, Stamp, THEMES, kind};
use crate::picture::ImageInfo;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use rayon::prelude::*;
use std::fs::{self, DirEntry, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What is at a place where a file should be. Of what has just gone nothing is told.
type Found = Result<Attachment, Option<Problem>>;

/// All files below `folder`, sorted by path; of the root, where articles may stand too, those that are not read otherwise.
/// Some are [`is_ignored`]; of a published site among the articles, all but articles and trees are.
pub(super) fn files(root: &Path, folder: &str, problems: &mut Vec<Problem>) -> Vec<Attachment> {
    gathered(root, folder, Among::Articles, problems)
}

/// All files that are published as they are, sorted by path.
pub(super) fn statics(root: &Path, problems: &mut Vec<Problem>) -> Vec<Attachment> {
    gathered(root, STATIC, Among::Static, problems)
}

fn gathered(root: &Path, folder: &str, among: Among, problems: &mut Vec<Problem>) -> Vec<Attachment> {
    let start = root.join(folder);
    let Ok(metadata) = start.symlink_metadata() else { return Vec::new() };
    let found = if metadata.is_dir() {
        below(root, &start, folder, among)
    } else {
        vec![no_folder(root, start, folder.into(), metadata, among)]
    };
    let mut out = Vec::with_capacity(found.len());
    for file in found {
        match file {
            Ok(file) => out.push(file),
            Err(problem) => problems.extend(problem),
        }
    }
    out.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    out
}

/// What a folder holds, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    Articles,
    /// A published site: its pictures and texts are copies of those that stand elsewhere. An article is none of it, as no build
    /// writes one; so a marker that somebody else has put there hides none.
    Published,
    /// Files that are published as they are, names that begin with a dot among them.
    Static,
}

impl Among {
    fn ignores(self, name: &[u8]) -> bool {
        match self {
            Among::Articles | Among::Published => is_ignored(name),
            Among::Static => is_nobodys(name),
        }
    }
}

/// So deep folders may lie in one another. Deeper is nobody's site, and longer paths than this makes no server serves.
const DEEPEST: usize = 64;

/// Everything below a folder, folders side by side. Asking an open folder about its files costs half of asking by their paths.
fn below(root: &Path, disk: &Path, folder: &str, mut among: Among) -> Vec<Found> {
    if folder.matches('/').count() >= DEEPEST {
        return vec![Err(Some(too_deep(&folder.into())))];
    }
    let entries: Vec<DirEntry> = match fs::read_dir(disk).and_then(Iterator::collect) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => return vec![Err(Some(unreadable(&folder.into(), &error)))],
    };
    let (mut found, mut folders) = (Vec::with_capacity(entries.len()), Vec::new());
    // A site is published into `content` never, and so into a folder among the articles only where these stand at the root.
    let could_be_published =
        among != Among::Static && !folder.is_empty() && !is_within(folder, CONTENT) && !is_within(folder, THEMES);
    if could_be_published && entries.iter().any(|entry| entry.file_name() == MARKER && is_marker(entry)) {
        among = Among::Published;
    }
    for entry in entries {
        let name = entry.file_name();
        if among.ignores(name.as_encoded_bytes()) {
            continue;
        }
        let name = name.to_string_lossy();
        if folder.is_empty() && [SETTINGS, LOCK, THEMES].contains(&&*name) {
            continue;
        }
        let path = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => folders.push((entry.path(), path)),
            Ok(_) if among == Among::Published && !kind::is_source(&path) => {}
            Ok(metadata) => found.push(one(root, entry.path(), path.into(), metadata, among)),
            Err(_) => {}
        }
    }
    found.par_extend(folders.into_par_iter().flat_map(|(disk, folder)| below(root, &disk, &folder, among)));
    found
}

fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether this is a marker: a plain file that begins with our line.
fn is_marker(entry: &DirEntry) -> bool {
    if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
        return false;
    }
    let mut line = Vec::with_capacity(MARKER_LINE.len() + 1);
    let read =
        fs::File::open(entry.path()).and_then(|file| file.take(MARKER_LINE.len() as u64 + 1).read_to_end(&mut line));
    read.is_ok() && line.strip_prefix(MARKER_LINE.as_bytes()).is_some_and(|rest| matches!(rest, b"" | b"\n" | b"\r"))
}

/// What stands where a folder of the site should be.
fn no_folder(root: &Path, disk: PathBuf, path: SitePath, itself: Metadata, among: Among) -> Found {
    if !itself.is_file() {
        return one(root, disk, path, itself, among);
    }
    let message = format!("`{path}` is a file, and should be a folder");
    Err(Some(
        Problem::of_file(Code::UnreadableFile, &path, message)
            .help(format!("Give it another name, and make a folder `{path}` for what belongs there.")),
    ))
}

/// Folders in which tools keep what they have fetched or made: thousands of files that nobody wrote here.
const TOOLS: [&[u8]; 3] = [b"node_modules", b"bower_components", b"__pycache__"];

/// Names that begin with a dot, those that editors give to what they keep beside a file for a moment, and those of tools.
pub fn is_ignored(name: &[u8]) -> bool {
    name.starts_with(b".") || is_leftover(name) || TOOLS.contains(&name)
}

/// What editors keep beside a file for a moment.
fn is_leftover(name: &[u8]) -> bool {
    let emacs = name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#");
    let office = name.starts_with(b"~$");
    let vim = name == b"4913";
    let jetbrains = name.ends_with(b"___jb_tmp___") || name.ends_with(b"___jb_old___");
    name.ends_with(b"~") || emacs || office || vim || jetbrains
}

/// Among files that are published as they are: what editors, file managers and version control keep there for themselves. A
/// repository below a site would give away its whole history.
fn is_nobodys(name: &[u8]) -> bool {
    const OWN: [&[u8]; 6] = [b".git", b".hg", b".svn", b".DS_Store", b"Thumbs.db", b"desktop.ini"];
    let swapped =
        name.starts_with(b".") && [&b".swp"[..], b".swo", b".swx"].iter().any(|ending| name.ends_with(ending));
    OWN.contains(&name) || name.starts_with(b"._") || swapped || is_leftover(name)
}

/// Whether a file on the disk is kept from sight: it, or a folder that it lies in, begins with a dot. git-annex keeps what it
/// stands for in such a folder.
fn is_hidden(root: &Path, real: &Path) -> bool {
    let below = real.strip_prefix(root).unwrap_or(real);
    !below.starts_with(".git/annex/objects")
        && below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
}

/// One file by its name, if it is there.
pub(super) fn file(root: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Attachment> {
    let disk = root.join(name);
    let metadata = disk.symlink_metadata().ok()?;
    one(root, disk, name.into(), metadata, Among::Articles).map_err(|problem| problems.extend(problem)).ok()
}

/// A file that may be read: itself, or what it links to, lies inside the site and is not hidden; of a static file, in its folder.
fn one(root: &Path, disk: PathBuf, path: SitePath, itself: Metadata, among: Among) -> Found {
    // The walk follows no link, so what is none is where it seems to be.
    let (disk, metadata) = if itself.is_symlink() {
        let real = disk
            .canonicalize()
            .map_err(|_| outside(&path, "This file is only a link on the disk, and leads nowhere"))?;
        if !real.starts_with(root) {
            return Err(Some(outside(
                &path,
                "This file is only a link on the disk, and leads out of the site's folder",
            )));
        }
        if among == Among::Static && !real.starts_with(root.join(STATIC)) {
            let message = format!("This file is only a link on the disk, and leads out of the folder `{STATIC}`");
            return Err(Some(outside(&path, &message)));
        }
        if among != Among::Static && is_hidden(root, &real) {
            return Err(Some(outside(&path, "This file is only a link on the disk, and leads to one that is hidden")));
        }
        let metadata = real.metadata().map_err(|_| None)?;
        (real, metadata)
    } else {
        (disk, itself)
    };
    if !metadata.is_file() {
        return Err(Some(outside(
            &path,
            "This is no file: perhaps it is a link on the disk to a folder, and such a link is not followed",
        )));
    }
    Ok(Attachment { path, disk, size: metadata.len(), stamp: Stamp::of(&metadata), seen: ImageInfo::default() })
}

fn outside(path: &SitePath, message: &str) -> Problem {
    Problem::of_file(Code::OutsideSite, path, message).help("Delete it, and put a copy of the file itself here.")
}

fn too_deep(path: &SitePath) -> Problem {
    let message = format!("This folder lies in more than {DEEPEST} others, and is not read");
    Problem::of_file(Code::UnreadableFile, path, message).help("Move what is in it further up.")
}

fn unreadable(path: &SitePath, error: &io::Error) -> Problem {
    Problem::of_file(Code::UnreadableFile, path, format!("This folder cannot be read: {}", error.kind()))
        .help("Look whether you may read it.")
}
