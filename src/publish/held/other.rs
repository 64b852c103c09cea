//! A folder by its path, where no descriptor of a folder can be had: each name is looked at before it is used.

use super::Kind;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// A folder, by its whole path.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

/// Which file it is: nothing that can be told apart here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id;

impl Id {
    /// Of a file or folder that is open.
    pub fn of(_: &Metadata) -> Id {
        Id
    }
}

impl Folder {
    /// A folder by its path. Links are followed: the path is the user's own word.
    pub fn at(path: &Path) -> io::Result<Folder> {
        let path = path.canonicalize()?;
        if path.is_dir() { Ok(Folder { path }) } else { Err(Kind::File.in_the_way()) }
    }

    /// The same folder once more.
    pub fn again(&self) -> io::Result<Folder> {
        Ok(Folder { path: self.path.clone() })
    }

    /// A folder in this one.
    pub fn enter(&self, name: &OsStr) -> io::Result<Folder> {
        match self.kind(name)? {
            Some(Kind::Folder) => Ok(Folder { path: self.path.join(name) }),
            Some(other) => Err(other.in_the_way()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// A folder in this one, made where it is missing.
    pub fn make(&self, name: &OsStr) -> io::Result<Folder> {
        if self.kind(name)?.is_none() {
            match fs::create_dir(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        self.enter(name)
    }

    /// A new file. One that is there is an error, whatever it is.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        File::create_new(self.path.join(name))
    }

    /// A plain file, to read.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        self.must_be_plain(name)?;
        File::open(self.path.join(name))
    }

    /// A plain file to be locked, made where it is missing. What is in it stays.
    pub fn lockable(&self, name: &OsStr) -> io::Result<File> {
        self.must_be_plain(name)?;
        File::options().read(true).write(true).create(true).truncate(false).open(self.path.join(name))
    }

    fn must_be_plain(&self, name: &OsStr) -> io::Result<()> {
        match self.kind(name)? {
            Some(Kind::File) | None => Ok(()),
            Some(other) => Err(other.in_the_way()),
        }
    }

    /// What stands at a name; `None` if nothing does.
    pub fn kind(&self, name: &OsStr) -> io::Result<Option<Kind>> {
        match fs::symlink_metadata(self.path.join(name)) {
            Ok(metadata) => Ok(Some(kind(metadata.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Which file stands at a name.
    pub fn id(&self, name: &OsStr) -> io::Result<Id> {
        fs::symlink_metadata(self.path.join(name)).map(|_| Id)
    }

    /// Which folder this is.
    pub fn own_id(&self) -> io::Result<Id> {
        Ok(Id)
    }

    /// All that is in it, in no order.
    pub fn names(&self) -> io::Result<Vec<(OsString, Kind)>> {
        fs::read_dir(&self.path)?
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), kind(entry.file_type()?)))))
            .collect()
    }

    /// A second name for a file. A link stays a link.
    pub fn link(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        self.must_be_plain(name)?;
        fs::hard_link(self.path.join(name), to.path.join(new))
    }

    /// Moves a file or folder; of a file, in the place of the one that is there.
    pub fn rename(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        fs::rename(self.path.join(name), to.path.join(new))
    }

    /// Two names change places at once. `false`: this system cannot do that.
    pub fn exchange(&self, _: &OsStr, _: &Folder, _: &OsStr) -> io::Result<bool> {
        Ok(false)
    }

    /// Deletes a name that is no folder's.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        let path = self.path.join(name);
        // Windows deletes a link to a folder as a folder.
        fs::remove_file(&path).or_else(|error| match self.kind(name) {
            Ok(Some(Kind::Link)) => fs::remove_dir(&path),
            _ => Err(error),
        })
    }

    /// Deletes an empty folder.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.path.join(name))
    }

    /// Whether another file system is mounted at a name. On Windows that is a link.
    pub fn is_mount(&self, _: &OsStr) -> bool {
        false
    }

    /// Waits until the folder's own list of names is on the disk: not to be had here.
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// Waits until all that was written here is on the disk: [`finish`](Folder::finish) has seen to it.
    pub fn sync_all(&self) -> io::Result<()> {
        Ok(())
    }

    /// After the last byte of a file that [`sync_all`](Folder::sync_all) is to follow.
    pub fn finish(file: &File) -> io::Result<()> {
        file.sync_all()
    }
}

fn kind(kind: fs::FileType) -> Kind {
    if kind.is_symlink() {
        Kind::Link
    } else if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}
