//! Bytes → disk. The only writer.
//!
//! Takes: a folder, and outputs one by one as they are made. Gives: the folder, whole and at once, or an error and the folder as it
//! was.
//! Never: deletes what it did not write, or follows a link that may have come with the site. The site is staged beside the folder
//! and the two change places; killed at any moment, the reader sees the old site or the new one. [`PLACES`] lists every path
//! that is written.

#![allow(clippy::disallowed_methods, reason = "this room writes the disk")]

mod archive;
mod fill;
mod held;
mod marker;
mod places;
mod refusal;
mod renditions;
mod replace;
mod stage;
mod survey;
mod swap;
mod target;
mod way;

pub use archive::packed;
pub use places::{CACHE, EXTERNAL, How, PLACES, Place, STAGING_INSIDE, Whose};
pub use refusal::Refusal;
use refusal::disk;
pub use renditions::{Made, make};
pub use replace::{NewText, NotReplaced, Rename, make_new, replace, replace_all};
pub use stage::STAGING_LINE;

use crate::render::Output;
use fill::{Placed, Root, Ways};
use held::Folder;
use stage::Stage;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use survey::Before;
use target::Target;

/// What publishing came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were there with the same bytes.
    pub unchanged: usize,
    /// Files of the last site that are gone.
    pub removed: usize,
    /// Files that somebody else put there and that stay, by path below the folder.
    pub kept: Vec<String>,
    /// Files that were there and are not in the new site: they came with the checkout, or are no plain files.
    pub left_out: Vec<String>,
}

/// A site on its way into a folder. From the first look at the folder to the last change it is locked; dropped before its end, the
/// folder is as it was.
#[derive(Debug)]
pub struct Publishing {
    target: Target,
    root: Root,
    before: Before,
    new: Folder,
    stage: Stage,
    files: Mutex<Vec<Placed>>,
    ways: Mutex<Vec<Ways>>,
    failed: Mutex<Option<Refusal>>,
}

impl Publishing {
    /// Locks the folder and looks at what is in it. `root` is the site's own folder, which must not be overwritten.
    pub fn begin(out: &Path, root: &Path) -> Result<Publishing, Refusal> {
        let target = target::find(out, root)?;
        let root = Root::open(root).map_err(disk("open", root))?;
        let stage = Stage::begin(&target)?;
        let before = survey::examine(&target, stage.name_inside())?;
        let new =
            stage.folder.make(stage::NEW.as_ref()).map_err(disk("make the folder", &stage.path.join(stage::NEW)))?;
        let (files, ways, failed) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Publishing { target, root, before, new, stage, files, ways, failed })
    }

    /// Puts one file into the new site, from any thread and in any order. What goes wrong is told at the end.
    pub fn put(&self, output: &Output) {
        if lock(&self.failed).is_some() {
            return;
        }
        let mut ways = lock(&self.ways).pop().unwrap_or_default();
        match fill::place(output, &self.before, &self.new, &self.root, &mut ways) {
            Ok(placed) => lock(&self.files).push(placed),
            Err(error) => {
                let path = self.stage.path.join(stage::NEW).join(&output.path);
                *lock(&self.failed) = Some(disk("write", &path)(error));
            }
        }
        lock(&self.ways).push(ways);
    }

    /// The new site takes the old one's place. `keep` names files in the folder that stay though git tracks them.
    pub fn finish(self, keep: &[String]) -> Result<Published, Refusal> {
        let Publishing { target, before, new, stage, files, failed, .. } = self;
        if let Some(refusal) = unlocked(failed) {
            return Err(refusal);
        }
        let mut files = unlocked(files);
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let leftover = survey::leftover(&before, &files, &target, keep)?;
        let unchanged = files.iter().filter(|file| file.is_unchanged()).count();
        let mut published = Published {
            written: files.len() - unchanged,
            unchanged,
            removed: leftover.removed,
            kept: leftover.kept.iter().map(|below| survey::spoken(&below.to_string_lossy())).collect(),
            left_out: leftover.left_out.iter().map(|path| survey::spoken(path)).collect(),
        };
        if before.folder.is_none()
            || published.written > 0
            || published.removed > 0
            || !leftover.left_out.is_empty()
            || !before.lists(&files)
        {
            published.removed += leftover.outdated;
            fill::complete(&new, &stage.path.join(stage::NEW), &files, &before, &leftover)?;
            swap::swap(&stage, &target, before.folder.as_ref())?;
        }
        Ok(published)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
