//! Where the site goes: the output folder's place, reached without a link that may have come with the site.
//!
//! Takes: what `--out` says, and the site's folder. Gives: [`Target`], the folder above held open.
//! Never: follows a link below the checkout's topmost folder. Links outside of it are the user's own, and are followed: a folder
//! such as `/var/www/help` may be a link to another disk, and what it leads to is replaced.

use super::held::{Folder, Kind};
use super::{Refusal, disk};
use crate::load;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

/// The output folder's place.
#[derive(Debug)]
pub(super) struct Target {
    /// The folder that it lies in.
    pub(super) parent: Folder,
    /// Its name there.
    pub(super) name: OsString,
    /// Its path, for messages and for git.
    pub(super) path: PathBuf,
    /// The topmost folder of the checkout that the site lies in.
    pub(super) top: Option<PathBuf>,
    /// It lies in the site's folder, and there is no git that could say what came with that: an archive, say, that was unpacked.
    pub(super) of_unknown_origin: bool,
}

impl Target {
    /// The path of the folder above.
    pub(super) fn above(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    /// What stands there.
    pub(super) fn kind(&self) -> Result<Option<Kind>, Refusal> {
        self.parent.kind(&self.name).map_err(disk("look at", &self.path))
    }

    /// The folder itself.
    pub(super) fn enter(&self) -> Result<Folder, Refusal> {
        self.parent.enter(&self.name).map_err(disk("use", &self.path))
    }
}

/// Finds the place, and makes the folders above where they are missing.
pub(super) fn find(out: &Path, root: &Path) -> Result<Target, Refusal> {
    let whole = std::path::absolute(out).map_err(disk("find", out))?;
    let root = root.canonicalize().map_err(disk("find", root))?;
    let top = load::committed::top(&root);
    let own = top.clone().unwrap_or_else(|| root.clone());
    // Below the checkout each part is looked at by itself.
    if let Some((base, path)) = within(&whole, &own) {
        refuse_the_site_itself(&path, &root)?;
        let rest = path.strip_prefix(&base).unwrap_or(Path::new(""));
        let (Some(above), Some(name)) = (rest.parent(), rest.file_name()) else {
            return Err(Refusal::WouldBuryTheSite(path));
        };
        let base = Folder::at(&base).map_err(disk("open", &base))?;
        let parent = base.made_below(above).map_err(disk("make the folder", path.parent().unwrap_or(&path)))?;
        let of_unknown_origin = top.is_none();
        return Ok(Target { parent, name: name.to_owned(), path, top, of_unknown_origin });
    }
    let path = resolved(&whole);
    refuse_the_site_itself(&path, &root)?;
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Refusal::WouldBuryTheSite(path));
    };
    std::fs::create_dir_all(above).map_err(disk("make the folder", above))?;
    let parent = Folder::at(above).map_err(disk("open", above))?;
    Ok(Target { parent, name: name.to_owned(), top, path, of_unknown_origin: false })
}

/// Where a path leads into a folder: the part of it that does, without links, and the whole. Behind that part nothing is looked
/// up, and `..` takes a name away.
fn within(whole: &Path, folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let mut above: Vec<&Path> = whole.ancestors().collect();
    above.reverse();
    let (first, real) = above.iter().find_map(|path| {
        let real = path.canonicalize().ok()?;
        real.starts_with(folder).then_some((*path, real))
    })?;
    let mut path = real.clone();
    for part in whole.strip_prefix(first).ok()?.components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => drop(path.pop()),
            _ => {}
        }
    }
    path.starts_with(&real).then_some((real, path))
}

/// A path without links, as far as it exists.
fn resolved(whole: &Path) -> PathBuf {
    let (mut at, mut rest): (&Path, Vec<&OsStr>) = (whole, Vec::new());
    loop {
        if let Ok(real) = at.canonicalize() {
            return rest.iter().rev().fold(real, |path, name| path.join(name));
        }
        match (at.parent(), at.file_name()) {
            (Some(above), Some(name)) => (at, rest) = (above, rest.into_iter().chain([name]).collect()),
            _ => return whole.to_owned(),
        }
    }
}

fn refuse_the_site_itself(target: &Path, root: &Path) -> Result<(), Refusal> {
    let own = [load::CONTENT, load::STATIC, load::THEMES, "src", ".git"]
        .iter()
        .any(|part| target.starts_with(root.join(part)));
    if root.starts_with(target) || own { Err(Refusal::WouldBuryTheSite(target.to_owned())) } else { Ok(()) }
}
