//! Bytes → disk. The only writer.
//!
//! Takes: the outputs and a folder. Gives: the folder, whole and at once, or an error and the folder as it was.
//! Never: deletes what it did not write, or follows a link that may have come with the site. The site is staged beside the folder
//! and the two change places; killed at any moment, the reader sees the old site or the new one. [`PLACES`] lists every path
//! that is written.

#![allow(clippy::disallowed_methods, reason = "this room writes the disk")]

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

pub use places::{CACHE, EXTERNAL, How, PLACES, Place, STAGING_INSIDE, Whose};
pub use refusal::Refusal;
use refusal::disk;
pub use renditions::{Made, make};
pub use replace::{make_new, replace};
pub use stage::STAGING_LINE;

use std::path::Path;

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

/// Publishes a site into a folder. `root` is the site's own folder, which must not be overwritten; `keep` names files in the folder
/// that stay though git tracks them.
///
/// From the first look at the folder to the last change the output folder is locked.
pub fn publish(Made { outputs, .. }: &Made, out: &Path, root: &Path, keep: &[String]) -> Result<Published, Refusal> {
    let target = target::find(out, root)?;
    let root = fill::Root::open(root).map_err(disk("open", root))?;
    let stage = stage::Stage::begin(&target)?;
    let before = survey::examine(&target, stage.name_inside())?;
    let unchanged = fill::unchanged(outputs, &before, &root);
    let same: Vec<bool> = unchanged.iter().map(Option::is_some).collect();
    let leftover = survey::leftover(&before, outputs, &same, &target, keep)?;
    let unchanged_files = same.iter().filter(|same| **same).count();
    let published = Published {
        written: outputs.len() - unchanged_files,
        unchanged: unchanged_files,
        removed: leftover.removed,
        kept: leftover.kept.iter().map(|below| survey::spoken(&below.to_string_lossy())).collect(),
        left_out: leftover.left_out.iter().map(|path| survey::spoken(path)).collect(),
    };
    if before.folder.is_none()
        || published.written > 0
        || published.removed > 0
        || !leftover.left_out.is_empty()
        || !before.lists(outputs, &unchanged)
    {
        let path = stage.path.join(stage::NEW);
        let new = stage.folder.make(stage::NEW.as_ref()).map_err(disk("make the folder", &path))?;
        fill::fill(&new, &path, outputs, &unchanged, &before, &leftover, &root)?;
        swap::swap(&stage, &target, before.folder.as_ref())?;
    }
    Ok(published)
}
