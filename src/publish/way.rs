//! The way to a file's folder, held open: the next file most often lies beside the last.
//!
//! Takes: a folder, and paths below it one after another. Gives: the folder of each, entered or made.
//! Never: follows a link, or looks a part of a path up again that the last path had too.

use super::held::Folder;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path};

/// So many folders are held open at most: paths may be deep, and a process may open only so many.
const HELD: usize = 12;

/// One step down: entered, or made where it is missing.
type Step = fn(&Folder, &OsStr) -> io::Result<Folder>;

/// The folders along the last path.
#[derive(Debug, Default)]
pub(super) struct Way {
    open: Vec<(OsString, Folder)>,
    /// The end of a path that is deeper.
    deep: Option<Folder>,
}

impl Way {
    /// The folder at `path` below `top`, which is the same folder each time.
    pub(super) fn to<'a>(&'a mut self, top: &'a Folder, path: &Path, step: Step) -> io::Result<&'a Folder> {
        let parts: Vec<&OsStr> = path.components().map(plain).collect::<io::Result<_>>()?;
        let (near, far) = parts.split_at(parts.len().min(HELD));
        let same = self.open.iter().zip(near).take_while(|((known, _), part)| known == *part).count();
        self.open.truncate(same);
        for part in &near[same..] {
            let next = step(self.open.last().map_or(top, |(_, folder)| folder), part)?;
            self.open.push(((*part).to_owned(), next));
        }
        let last = self.open.last().map_or(top, |(_, folder)| folder);
        self.deep = None;
        for part in far {
            self.deep = Some(step(self.deep.as_ref().unwrap_or(last), part)?);
        }
        Ok(self.deep.as_ref().unwrap_or(last))
    }
}

fn plain(part: Component<'_>) -> io::Result<&OsStr> {
    match part {
        Component::Normal(name) => Ok(name),
        _ => Err(io::Error::other("it leads out of its folder")),
    }
}
