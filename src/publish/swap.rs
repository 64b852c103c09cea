//! The new site takes the old one's place.
//!
//! Takes: a filled staging folder and the output folder's place. Gives: the new site there, the old one in the staging folder.
//! Never: leaves half of a site where the system can exchange two folders at once. Elsewhere there is a way back; a folder on
//! which a file system is mounted changes its entries one by one, and the next build makes up for one that was killed.

use super::held::{Folder, Kind};
use super::stage::{NEW, OLD, Stage};
use super::target::Target;
use super::{Refusal, disk, places};
use crate::load::MARKER;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;

/// Puts the new site in place. `old` is the folder that was there.
pub(super) fn swap(stage: &Stage, target: &Target, old: Option<&Folder>) -> Result<(), Refusal> {
    let doing = "put the new site in place of";
    match old {
        Some(old) if stage.inside => {
            one_by_one(stage, old).map_err(|error| Refusal::HalfWay { path: target.path.clone(), error })?;
        }
        Some(_) => exchange(stage, target).map_err(disk(doing, &target.path))?,
        None => stage
            .folder
            .rename(NEW.as_ref(), &target.parent, &target.name)
            .map_err(disk("put the new site at", &target.path))?,
    }
    // The new names are on the disk before anybody is told.
    let saved = stage.folder.sync().and_then(|()| if stage.inside { Ok(()) } else { target.parent.sync() });
    saved.map_err(disk("save", &target.path))
}

/// Two folders change places: at once where the system can, else by two renames with a way back.
fn exchange(stage: &Stage, target: &Target) -> io::Result<()> {
    if stage.folder.exchange(NEW.as_ref(), &target.parent, &target.name)? {
        return Ok(());
    }
    target.parent.rename(&target.name, &stage.folder, OLD.as_ref())?;
    stage.folder.rename(NEW.as_ref(), &target.parent, &target.name).inspect_err(|_| {
        let _ = stage.folder.rename(OLD.as_ref(), &target.parent, &target.name);
    })
}

/// Entries change places in this order: what pages use, the pages, the page that all begin at, the marker. What the new site does
/// not have goes after that.
fn one_by_one(stage: &Stage, target: &Folder) -> io::Result<()> {
    let new = stage.folder.enter(NEW.as_ref())?;
    let old = stage.folder.make(OLD.as_ref())?;
    let place = |(name, kind): &(OsString, Kind)| match name.to_str() {
        Some("assets") => 0,
        Some("index.html") => 3,
        Some(name) if name == MARKER => 4,
        _ if *kind == Kind::Folder => 1,
        _ => 2,
    };
    let mut names = new.names()?;
    names.sort_by_cached_key(|entry| (place(entry), entry.0.clone()));
    let ours: BTreeSet<OsString> = names.iter().map(|(name, _)| name.clone()).collect();
    for (name, _) in &names {
        if target.kind(name)?.is_none() {
            new.rename(name, target, name)?;
        } else if !new.exchange(name, target, name)? {
            target.rename(name, &old, name)?;
            new.rename(name, target, name)?;
        }
    }
    for (name, _) in target.names()? {
        if !ours.contains(&name) && name != places::STAGING_INSIDE && name != "lost+found" {
            target.rename(&name, &old, &name)?;
        }
    }
    target.sync()
}
