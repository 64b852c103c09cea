//! Folders held open: what is written, emptied or deleted is reached by the descriptor of the folder it lies in.
//!
//! Takes: the path of a folder that the user named, then one name after another. Gives: [`Folder`], and in it plain files.
//! Never: follows a symbolic link below the first folder, writes into a file that was there, or opens a pipe or a device. A path
//! would be looked up anew at each use, and a link put there meanwhile would lead it elsewhere (CWE-59); a descriptor stays.
//!
//! Not `cap-std`: it follows links as long as they stay inside, and a link to `.` is enough to lose a site's own settings.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{Folder, Id};
#[cfg(unix)]
pub use unix::{Folder, Id};

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What stands at a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

impl Kind {
    /// Why this cannot be used where something of ours should stand, and what to do.
    pub(super) fn in_the_way(self) -> io::Error {
        io::Error::other(match self {
            Kind::Link => {
                "it is only a link on the disk, and no link is followed here. Look where it leads and delete the link"
            }
            Kind::File => "a file stands there, where a folder should be. Move it away",
            Kind::Folder => "a folder stands there, where a file should be. Move it away",
            Kind::Other => "it is no plain file. Move it away",
        })
    }
}

impl Folder {
    /// The folder at a path below this one, no part of it a link.
    pub fn below(&self, path: &Path) -> io::Result<Folder> {
        self.descend(path, Folder::enter)
    }

    /// The same, made where it is missing.
    pub fn made_below(&self, path: &Path) -> io::Result<Folder> {
        self.descend(path, Folder::make)
    }

    /// A new file that may be read and written by whoever may do so with another.
    pub fn create_like(&self, name: &OsStr, other: &OsStr) -> io::Result<File> {
        let allowed = self.read(other)?.metadata()?.permissions();
        let file = self.create(name)?;
        match file.set_permissions(allowed) {
            Ok(()) => Ok(file),
            Err(error) => {
                let _ = self.remove_file(name);
                Err(error)
            }
        }
    }

    fn descend(&self, path: &Path, step: fn(&Folder, &OsStr) -> io::Result<Folder>) -> io::Result<Folder> {
        let mut at = None;
        for part in path.components() {
            let Component::Normal(name) = part else { return Err(io::Error::other("it leads out of its folder")) };
            at = Some(step(at.as_ref().unwrap_or(self), name)?);
        }
        at.map_or_else(|| self.again(), Ok)
    }

    /// Deletes what stands at a name: a file, a link, or a folder with all that is in it. No folder is held open meanwhile but
    /// the one at work, however deep they lie.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        match self.kind(name)? {
            None => return Ok(()),
            Some(Kind::Folder) => {}
            Some(_) => return self.remove_file(name),
        }
        let mut folders = vec![PathBuf::from(name)];
        let mut next = 0;
        while next < folders.len() {
            let folder = self.below(&folders[next])?;
            for (name, kind) in folder.names()? {
                match kind {
                    Kind::Folder => folders.push(folders[next].join(name)),
                    _ => folder.remove_file(&name)?,
                }
            }
            next += 1;
        }
        for path in folders.iter().rev() {
            let (Some(above), Some(name)) = (path.parent(), path.file_name()) else { continue };
            self.below(above)?.remove_folder(name)?;
        }
        Ok(())
    }
}
