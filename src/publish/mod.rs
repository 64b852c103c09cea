//! Bytes → disk. The only writer.
//!
//! Takes: the outputs and a folder. Gives: the folder, whole and at once, or an error and the folder as it was.
//! Never: deletes what it did not write. The site is staged beside the folder and the two change places; killed at any
//! moment, the reader sees the old site or the new one. Unchanged files are linked, not written: on ext4, replacing 10,000
//! files by rename takes seconds.

#![allow(clippy::disallowed_methods, reason = "this room writes the disk")]

mod folder;
mod renditions;
mod stage;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use folder::MARKER;
pub use renditions::{CACHE, Made, make};

/// Why nothing was published.
#[derive(Debug)]
pub enum Refusal {
    /// The folder holds something, and not a site of ours.
    NotOurs(PathBuf),
    /// The folder holds the site that is to be built, or lies in its content.
    WouldBuryTheSite(PathBuf),
    /// Another build is at work on it.
    Busy(PathBuf),
    /// The disk did not do it.
    Disk {
        /// What was to be done: "write", "read".
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotOurs(path) => write!(
                f,
                "the folder {} is not empty and holds no site of Fingerpost's (no file {MARKER} in it).\n\
                 Nothing was changed. Choose another folder with --out, or empty this one yourself.",
                path.display()
            ),
            Refusal::WouldBuryTheSite(path) => {
                write!(f, "the folder {} holds the site's own files. Choose another one with --out.", path.display())
            }
            Refusal::Busy(path) => {
                write!(f, "another build is writing to {}. Try again when it has ended.", path.display())
            }
            Refusal::Disk { doing, path, error } => {
                write!(f, "could not {doing} {}: {error}.\nThe site that was there is as it was.", path.display())
            }
        }
    }
}

/// What publishing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were there with the same bytes.
    pub unchanged: usize,
    /// Files of the last site that are gone.
    pub removed: usize,
}

/// Publishes a site into a folder. `root` is the site's own folder, which must not be overwritten.
pub fn publish(Made { outputs, .. }: &Made, out: &Path, root: &Path) -> Result<Published, Refusal> {
    let target = folder::absolute(out)?;
    folder::refuse_the_site_itself(&target, root)?;
    let before = folder::examine(&target)?;
    let unchanged = stage::unchanged(outputs, &target, &before);
    let ours: BTreeSet<&str> = outputs.iter().map(|o| o.path.as_str()).collect();
    let same = unchanged.iter().filter(|same| **same).count();
    let published = Published {
        written: outputs.len() - same,
        unchanged: same,
        removed: before.ours.iter().filter(|path| !ours.contains(path.as_str())).count(),
    };
    if published.written > 0 || published.removed > 0 || before.ours.len() != ours.len() {
        let stage = stage::Stage::begin(&target)?;
        stage.fill(outputs, &unchanged, &target, &before)?;
        stage.swap(&target, before.exists)?;
    }
    Ok(published)
}
