//! The new site, put together in the staging folder.
//!
//! Takes: one output after another, the old folder and the new one. Gives: which files are the same, and a folder with all of them.
//! Never: writes into a file that is there, or keeps what an output holds. What has not changed is a second name for the old file,
//! if it is still the file that was compared: on ext4, replacing 10,000 files takes seconds.

use super::archive::packed;
use super::held::{Folder, Id};
use super::marker;
use super::survey::{Before, Leftover, parts};
use super::way::Way;
use super::{Refusal, disk};
use crate::load::MARKER;
use crate::picture;
use crate::render::{Content, Output};
use rayon::prelude::*;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The site's own folder, out of which files are copied.
#[derive(Debug)]
pub(super) struct Root {
    folder: Folder,
    path: PathBuf,
}

/// A file of the new site.
#[derive(Debug)]
pub(super) struct Placed {
    /// Below the folder, with `/` between the parts.
    pub(super) path: String,
    /// Of its bytes.
    pub(super) hash: u128,
    /// The file of the old site that has the same bytes; without one, it is written.
    same: Option<Id>,
}

impl Placed {
    /// Whether the old site has it with the same bytes.
    pub(super) fn is_unchanged(&self) -> bool {
        self.same.is_some()
    }
}

/// The way to the last file, in the old site and in the new one.
#[derive(Debug, Default)]
pub(super) struct Ways {
    old: Way,
    new: Way,
}

/// A file of the old site that has the bytes of an output.
struct Same {
    id: Id,
    hash: u128,
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

    /// The bytes of what is in a file.
    fn bytes(&self, content: &Content) -> io::Result<Vec<u8>> {
        match content {
            Content::Copy(from) => {
                let mut bytes = Vec::new();
                self.read(from)?.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Content::Bared(from) => bared(self.read(from)?),
            made => made.bytes().map(<[u8]>::to_vec).ok_or_else(not_made),
        }
    }
}

/// Compares an output with the old site, and writes it into the new one if it is not the same. Bytes are compared, not the hashes
/// of the marker: somebody may have edited the output.
pub(super) fn place(
    output: &Output,
    before: &Before,
    new: &Folder,
    root: &Root,
    ways: &mut Ways,
) -> io::Result<Placed> {
    let (below, name) = parts(&output.path);
    if let Content::Archive(files) = &output.content {
        let bytes = packed(files, &|content| root.bytes(content))?;
        let content = Content::Bytes(bytes.into());
        return place(&Output { content, path: output.path.clone() }, before, new, root, ways);
    }
    let old = before.folder.as_ref().and_then(|old| ways.old.to(old, below, Folder::enter).ok());
    if let Some(Same { id, hash }) = old.and_then(|old| same(&output.content, old, &name, root)) {
        return Ok(Placed { path: output.path.clone(), hash, same: Some(id) });
    }
    let mut file = ways.new.to(new, below, Folder::make)?.create(&name)?;
    let hash = match &output.content {
        Content::Text(text) => write(&mut file, text.as_bytes()),
        Content::Bytes(bytes) => write(&mut file, bytes),
        Content::Copy(from) => copy(root.read(from)?, &mut file),
        Content::Bared(from) => write(&mut file, &bared(root.read(from)?)?),
        Content::Rendition(..) | Content::Card(_) | Content::Archive(_) => Err(not_made()),
    }?;
    Folder::finish(&file)?;
    Ok(Placed { path: output.path.clone(), hash, same: None })
}

fn not_made() -> io::Error {
    io::Error::other("it was not made")
}

/// A file of another length is not read.
fn same(content: &Content, old: &Folder, name: &OsStr, root: &Root) -> Option<Same> {
    let mut old = old.read(name).ok()?;
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
        Content::Bared(from) => holds(&mut old, &bared(root.read(from).ok()?).ok()?),
        Content::Rendition(..) | Content::Card(_) | Content::Archive(_) => None,
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

/// Puts what has not changed beside what is new, the marker last, and waits until it is on the disk. `path` is the new folder's, for
/// messages.
pub(super) fn complete(
    new: &Folder,
    path: &Path,
    files: &[Placed],
    before: &Before,
    leftover: &Leftover,
) -> Result<(), Refusal> {
    if let Some(old) = &before.folder {
        let groups: Vec<&[Placed]> = files.chunk_by(|a, b| parts(&a.path).0 == parts(&b.path).0).collect();
        groups.par_iter().try_for_each_init(Ways::default, |ways, files| {
            files
                .iter()
                .try_for_each(|file| take_over(file, old, new, ways).map_err(disk("write", &path.join(&file.path))))
        })?;
        for below in leftover.kept.iter().chain(leftover.outgoing.iter().map(|(below, ..)| below)) {
            carry_over(old, new, below).map_err(disk("keep", below))?;
        }
    }
    let outgoing = leftover.outgoing.iter().map(|(_, path, hash)| (path.as_str(), *hash));
    let text = marker::written(files.iter().map(|file| (file.path.as_str(), file.hash)), outgoing);
    let written = new.create(MARKER.as_ref()).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        Folder::finish(&file)
    });
    written.map_err(disk("write", &path.join(MARKER)))?;
    new.sync_all().map_err(disk("save", path))
}

/// Gives a file of the old site, as it was compared, a second name in the new one; where that cannot be, copies it.
fn take_over(file: &Placed, old: &Folder, new: &Folder, ways: &mut Ways) -> io::Result<()> {
    let Some(id) = file.same else { return Ok(()) };
    let (below, name) = parts(&file.path);
    let (old, new) = (ways.old.to(old, below, Folder::enter)?, ways.new.to(new, below, Folder::make)?);
    if old.link(&name, new, &name).is_ok() {
        if new.id(&name)? == id {
            return Ok(());
        }
        new.remove(&name)?;
    }
    let mut to = new.create(&name)?;
    if copy(old.read(&name)?, &mut to)? != file.hash {
        return Err(io::Error::other("it was changed while the site was built. Build again"));
    }
    Folder::finish(&to)
}

/// A picture of the site without what was noted beside it.
fn bared(mut from: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)?;
    Ok(picture::bare(&bytes))
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
