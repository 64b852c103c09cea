//! The staging folder: the lock of an output folder, and room for the new site.
//!
//! Takes: the output folder's place. Gives: [`Stage`], which holds the lock until it is dropped, and clears up after itself.
//! Never: clears a folder that does not carry our line, or lets two builds in. Whoever waits for nothing and finds the lock taken
//! is refused; whoever locks a file that was deleted meanwhile begins anew.

use super::held::{Folder, Id, Kind};
use super::target::Target;
use super::{Refusal, disk, places};
use crate::load;
use std::ffi::{OsStr, OsString};
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;

/// What marks a staging folder as ours: the first line of its lock.
pub const STAGING_LINE: &str =
    "Fingerpost puts a new site together here. This folder may be deleted while no build runs.";

/// The new site, in the staging folder.
pub(super) const NEW: &str = "site";
/// The old one, where two folders cannot change places at once.
pub(super) const OLD: &str = "old";
const LOCK: &str = "lock";

/// How often a build begins anew because another has just ended.
const TRIES: usize = 1000;

/// A staging folder, locked and empty.
#[derive(Debug)]
pub(super) struct Stage {
    /// The folder that it lies in.
    around: Folder,
    name: OsString,
    /// Itself.
    pub(super) folder: Folder,
    /// Its path, for messages.
    pub(super) path: PathBuf,
    /// Whether it lies in the output folder: that is where a file system is mounted, and nothing beside it is on the same one.
    pub(super) inside: bool,
    _lock: File,
}

impl Stage {
    pub(super) fn begin(target: &Target) -> Result<Stage, Refusal> {
        let inside = target.kind()? == Some(Kind::Folder) && target.parent.is_mount(&target.name);
        let (around, name, above) = if inside {
            (target.enter()?, OsString::from(places::STAGING_INSIDE), target.path.clone())
        } else {
            let name = places::staging(&target.name);
            (target.parent.again().map_err(disk("open", target.above()))?, name, target.above().to_owned())
        };
        let path = above.join(&name);
        for _ in 0..TRIES {
            let folder = around.make(&name).map_err(disk("make the folder", &path))?;
            // A folder without a lock and not empty is none of ours, and nothing is put into it.
            let lock_there = folder.kind(LOCK.as_ref()).map_err(disk("look at", &path.join(LOCK)))?.is_some();
            if !lock_there && !folder.names().map_err(disk("read", &path))?.is_empty() {
                return Err(Refusal::NotOurStaging(path));
            }
            let lock = match folder.lockable(LOCK.as_ref()) {
                Ok(lock) => lock,
                // The build before has ended in this moment.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(disk("write", &path.join(LOCK))(error)),
            };
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Refusal::Busy(target.path.clone())),
                Err(TryLockError::Error(error)) => return Err(disk("lock", &path.join(LOCK))(error)),
            }
            if !is_still_there(&around, &name, &folder, &lock) {
                continue;
            }
            claim(&folder, &lock).map_err(|error| match error {
                Some(error) => disk("write", &path.join(LOCK))(error),
                None => Refusal::NotOurStaging(path.clone()),
            })?;
            let stage = Stage { around, name, folder, path, inside, _lock: lock };
            stage.bring_back(target)?;
            for left in [NEW, OLD] {
                stage.folder.remove(left.as_ref()).map_err(disk("clear", &stage.path.join(left)))?;
            }
            return Ok(stage);
        }
        Err(Refusal::Busy(target.path.clone()))
    }

    /// Its name, if it lies in the output folder.
    pub(super) fn name_inside(&self) -> &OsStr {
        if self.inside { &self.name } else { OsStr::new("") }
    }

    fn old_is_a_site(&self) -> bool {
        let mut text = String::new();
        let marker = self.folder.enter(OLD.as_ref()).and_then(|old| old.read(load::MARKER.as_ref()));
        marker.is_ok_and(|file| file.take(1 << 10).read_to_string(&mut text).is_ok())
            && text.lines().next() == Some(load::MARKER_LINE)
    }

    /// Where a build was killed between two renames, the old site is put back.
    fn bring_back(&self, target: &Target) -> Result<(), Refusal> {
        let old = self.folder.kind(OLD.as_ref()).map_err(disk("look at", &self.path))?;
        if self.inside || old != Some(Kind::Folder) || target.kind()?.is_some() || !self.old_is_a_site() {
            return Ok(());
        }
        // One that came with the checkout was never published.
        let committed = load::committed::committed(target.top.as_deref(), target.above(), &self.name);
        if committed.is_none_or(|committed| committed.has(OLD) || committed.has(LOCK)) {
            return Ok(());
        }
        self.folder.rename(OLD.as_ref(), &target.parent, &target.name).map_err(disk("put back", &target.path))
    }
}

/// The lock goes last, and while it is held: who has opened it meanwhile finds that it is not there any more.
impl Drop for Stage {
    fn drop(&mut self) {
        for left in [NEW, OLD, LOCK] {
            if self.folder.remove(left.as_ref()).is_err() {
                return;
            }
        }
        let _ = self.around.remove_folder(&self.name);
    }
}

/// Whether what was locked is what the next build will lock.
fn is_still_there(around: &Folder, name: &OsStr, folder: &Folder, lock: &File) -> bool {
    let locked = lock.metadata().ok().map(|metadata| Id::of(&metadata));
    let same_lock = locked.is_some() && folder.id(LOCK.as_ref()).ok() == locked;
    let itself = folder.own_id().ok();
    same_lock && itself.is_some() && around.id(name).ok() == itself
}

/// Finds our line in the lock, or writes it into a new one. An error without a cause: the folder is somebody else's.
fn claim(folder: &Folder, mut lock: &File) -> Result<(), Option<std::io::Error>> {
    let mut text = String::new();
    let read = Read::take(lock, 1 << 10).read_to_string(&mut text);
    if read.is_ok() && text.lines().next() == Some(STAGING_LINE) {
        return Ok(());
    }
    let alone = folder.names()?.iter().all(|(name, _)| name == LOCK);
    if !(alone && lock.metadata()?.len() == 0 && has_one_name(lock)?) {
        return Err(None);
    }
    lock.write_all(format!("{STAGING_LINE}\n").as_bytes())?;
    Ok(())
}

/// Into a file that has a second name elsewhere nothing is written.
#[cfg(unix)]
fn has_one_name(file: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink() == 1)
}

#[cfg(not(unix))]
fn has_one_name(_: &File) -> std::io::Result<bool> {
    Ok(true)
}
