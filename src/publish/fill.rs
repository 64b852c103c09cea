//! The new site, put together in the staging folder.
//!
//! Takes: the outputs, the old folder and the new one. Gives: which files are the same, and a folder with all of them.
//! Never: writes into a file that is there. What has not changed is a second name for the old file, if it is still the file that
//! was compared: on ext4, replacing 10,000 files takes seconds.

use super::held::{Folder, Id};
use super::marker;
use super::survey::{Before, Leftover, parts};
use super::{Refusal, disk};
use crate::load::MARKER;
use crate::render::{Content, Output};
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The site's own folder, out of which files are copied.
pub(super) struct Root {
    folder: Folder,
    path: PathBuf,
}

/// A file of the old site that has the bytes of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Same {
    id: Id,
    pub(super) hash: u128,
}

impl Root {
    pub(super) fn open(path: &Path) -> io::Result<Root> {
        let path = path.canonicalize()?;
        Ok(Root { folder: Folder::at(&path)?, path })
    }

    /// A file that was found in the site, as long as no part of its path has become a link.
    fn read(&self, disk: &Path) -> io::Result<File> {
        let below = disk.strip_prefix(&self.path).map_err(|_| io::Error::other("it lies outside the site"))?;
        let (Some(folder), Some(name)) = (below.parent(), below.file_name()) else {
            return Err(io::Error::other("it is no file"));
        };
        self.folder.below(folder)?.read(name)
    }
}

/// Outputs of one folder after another.
fn by_folder(outputs: &[Output]) -> Vec<&[Output]> {
    outputs.chunk_by(|a, b| parts(&a.path).0 == parts(&b.path).0).collect()
}

/// Which outputs are in the old site with the same bytes. Bytes are compared, not the hashes of the marker: somebody may have
/// edited the output.
pub(super) fn unchanged(outputs: &[Output], before: &Before, root: &Root) -> Vec<Option<Same>> {
    let Some(old) = &before.folder else { return vec![None; outputs.len()] };
    let compare = |outputs: &[Output]| {
        let folder = outputs.first().and_then(|output| old.below(parts(&output.path).0).ok());
        let same = |output: &Output| same(&output.content, folder.as_ref()?, &output.path, root);
        outputs.iter().map(same).collect::<Vec<_>>()
    };
    by_folder(outputs).into_par_iter().flat_map_iter(compare).collect()
}

/// A file of another length is not read.
fn same(content: &Content, old: &Folder, path: &str, root: &Root) -> Option<Same> {
    let mut old = old.read(&parts(path).1).ok()?;
    let metadata = old.metadata().ok()?;
    let holds = |old: &mut File, new: &[u8]| {
        let mut bytes = Vec::with_capacity(new.len() + 1);
        (metadata.len() == new.len() as u64
            && old.take(new.len() as u64 + 1).read_to_end(&mut bytes).is_ok()
            && bytes == new)
            .then(|| xxh3_128(new))
    };
    let hash = match content {
        Content::Text(text) => holds(&mut old, text.as_bytes()),
        Content::Bytes(bytes) => holds(&mut old, bytes),
        Content::Rendition(..) => None,
        Content::Copy(from) => {
            let new = root.read(from).ok()?;
            if new.metadata().ok()?.len() == metadata.len() { same_bytes(new, old) } else { None }
        }
    }?;
    Some(Same { id: Id::of(&metadata), hash })
}

/// The hash of two files' bytes, if they are the same.
fn same_bytes(mut a: File, mut b: File) -> Option<u128> {
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut hasher = Xxh3::new();
    loop {
        let read = a.read(&mut left).ok()?;
        if read == 0 {
            return (b.read(&mut right).ok()? == 0).then(|| hasher.digest128());
        }
        b.read_exact(&mut right[..read]).ok()?;
        if left[..read] != right[..read] {
            return None;
        }
        hasher.update(&left[..read]);
    }
}

/// Puts the new site together, its marker last, and waits until it is on the disk. `path` is the new folder's, for messages.
pub(super) fn fill(
    new: &Folder,
    path: &Path,
    outputs: &[Output],
    unchanged: &[Option<Same>],
    before: &Before,
    leftover: &Leftover,
    root: &Root,
) -> Result<(), Refusal> {
    let groups = by_folder(outputs);
    let mut rest = unchanged;
    let groups: Vec<_> = groups
        .into_iter()
        .map(|outputs| {
            let (own, more) = rest.split_at(outputs.len());
            rest = more;
            (outputs, own)
        })
        .collect();
    let write = |(outputs, unchanged): &(&[Output], &[Option<Same>])| -> Result<Vec<u128>, Refusal> {
        let below = outputs.first().map_or(Path::new(""), |output| parts(&output.path).0);
        let folder = new.made_below(below).map_err(disk("make the folder", &path.join(below)))?;
        let old = before.folder.as_ref().and_then(|old| old.below(below).ok());
        let one = |(output, same): (&Output, &Option<Same>)| {
            put(output, *same, old.as_ref(), &folder, root).map_err(disk("write", &path.join(&output.path)))
        };
        outputs.iter().zip(*unchanged).map(one).collect()
    };
    let hashes: Vec<Vec<u128>> = groups.par_iter().map(write).collect::<Result<_, _>>()?;
    if let Some(old) = &before.folder {
        for below in &leftover.kept {
            carry_over(old, new, below).map_err(disk("keep", below))?;
        }
    }
    let text = marker::written(outputs.iter().map(|output| output.path.as_str()).zip(hashes.into_iter().flatten()));
    let written = new.create(MARKER.as_ref()).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        Folder::finish(&file)
    });
    written.map_err(disk("write", &path.join(MARKER)))?;
    new.sync_all().map_err(disk("save", path))
}

/// One file of the new site. Gives the hash of its bytes.
fn put(output: &Output, same: Option<Same>, old: Option<&Folder>, new: &Folder, root: &Root) -> io::Result<u128> {
    let name = parts(&output.path).1;
    if let (Some(same), Some(old)) = (same, old)
        && old.link(&name, new, &name).is_ok()
    {
        // It may have been exchanged since it was compared.
        if new.id(&name)? == same.id {
            return Ok(same.hash);
        }
        new.remove(&name)?;
    }
    let mut file = new.create(&name)?;
    let hash = match &output.content {
        Content::Text(text) => write(&mut file, text.as_bytes()),
        Content::Bytes(bytes) => write(&mut file, bytes),
        Content::Copy(from) => copy(root.read(from)?, &mut file),
        Content::Rendition(..) => Err(io::Error::other("it was not made")),
    }?;
    Folder::finish(&file)?;
    Ok(hash)
}

fn write(file: &mut File, bytes: &[u8]) -> io::Result<u128> {
    file.write_all(bytes)?;
    Ok(xxh3_128(bytes))
}

fn copy(mut from: File, to: &mut File) -> io::Result<u128> {
    let (mut part, mut hasher) = (vec![0; 1 << 16], Xxh3::new());
    loop {
        match from.read(&mut part)? {
            0 => return Ok(hasher.digest128()),
            read => {
                hasher.update(&part[..read]);
                to.write_all(&part[..read])?;
            }
        }
    }
}

/// What somebody else put into the old site (a `CNAME`, say) stays.
fn carry_over(old: &Folder, new: &Folder, below: &Path) -> io::Result<()> {
    let (Some(folder), Some(name)) = (below.parent(), below.file_name()) else { return Ok(()) };
    let (old, new) = (old.below(folder)?, new.made_below(folder)?);
    // Opened as a plain file: a link that came meanwhile has no second name here.
    let file = old.read(name)?;
    let id = Id::of(&file.metadata()?);
    if old.link(name, &new, name).is_ok() {
        if new.id(name)? == id {
            return Ok(());
        }
        new.remove(name)?;
    }
    let mut to = new.create(name)?;
    copy(file, &mut to)?;
    Folder::finish(&to)
}
