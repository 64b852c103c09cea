//! A folder by its descriptor, as Unix has it: `openat` and its kin, with `O_NOFOLLOW`.

#![allow(clippy::useless_conversion, reason = "the widths of device and file numbers differ between systems")]

use super::Kind;
use rustix::fs::{self, AtFlags, CWD, FileType, Mode, OFlags};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// A folder, held open.
#[derive(Debug)]
pub struct Folder {
    held: OwnedFd,
}

/// Which file it is: its device and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(u64, u64);

impl Id {
    /// Of a file or folder that is open.
    pub fn of(metadata: &Metadata) -> Id {
        Id(metadata.dev(), metadata.ino())
    }
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// Of a file: a pipe does not wait for its other end, a terminal is not taken over.
const FILE: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

impl Folder {
    /// A folder by its path. Links are followed: the path is the user's own word.
    pub fn at(path: &Path) -> io::Result<Folder> {
        Ok(Folder { held: fs::openat(CWD, path, FOLDER, Mode::empty())? })
    }

    /// The same folder once more.
    pub fn again(&self) -> io::Result<Folder> {
        Ok(Folder { held: self.held.try_clone()? })
    }

    /// A folder in this one.
    pub fn enter(&self, name: &OsStr) -> io::Result<Folder> {
        match fs::openat(&self.held, name, FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
            Ok(held) => Ok(Folder { held }),
            Err(error @ (Errno::NOTDIR | Errno::LOOP)) => Err(self.instead(name, error)),
            Err(error) => Err(error.into()),
        }
    }

    /// A folder in this one, made where it is missing.
    pub fn make(&self, name: &OsStr) -> io::Result<Folder> {
        match fs::mkdirat(&self.held, name, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => self.enter(name),
            // Some systems say first that nothing may be written here.
            Err(error) => self.enter(name).map_err(|entered| match entered.kind() {
                io::ErrorKind::NotFound => error.into(),
                _ => entered,
            }),
        }
    }

    /// A new file. One that is there is an error, whatever it is.
    pub fn create(&self, name: &OsStr) -> io::Result<File> {
        let how = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | FILE;
        match fs::openat(&self.held, name, how, Mode::from_raw_mode(0o666)) {
            Ok(held) => Ok(held.into()),
            Err(error @ Errno::LOOP) => Err(self.instead(name, error)),
            Err(error) => Err(error.into()),
        }
    }

    /// A plain file, to read.
    pub fn read(&self, name: &OsStr) -> io::Result<File> {
        self.plain(name, OFlags::RDONLY)
    }

    /// A plain file to be locked, made where it is missing. What is in it stays.
    pub fn lockable(&self, name: &OsStr) -> io::Result<File> {
        self.plain(name, OFlags::RDWR | OFlags::CREATE)
    }

    fn plain(&self, name: &OsStr, how: OFlags) -> io::Result<File> {
        match fs::openat(&self.held, name, how | FILE, Mode::from_raw_mode(0o666)) {
            Ok(held) => {
                let file = File::from(held);
                if file.metadata()?.is_file() { Ok(file) } else { Err(self.instead(name, Errno::INVAL)) }
            }
            Err(error @ (Errno::LOOP | Errno::ISDIR | Errno::NXIO)) => Err(self.instead(name, error)),
            Err(error) => Err(error.into()),
        }
    }

    /// What is there instead, said so that somebody can mend it.
    fn instead(&self, name: &OsStr, error: Errno) -> io::Error {
        self.kind(name).ok().flatten().map_or_else(|| error.into(), Kind::in_the_way)
    }

    /// What stands at a name; `None` if nothing does.
    pub fn kind(&self, name: &OsStr) -> io::Result<Option<Kind>> {
        match fs::statat(&self.held, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(kind(FileType::from_raw_mode(stat.st_mode)))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Which file stands at a name.
    pub fn id(&self, name: &OsStr) -> io::Result<Id> {
        let stat = fs::statat(&self.held, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(Id(stat.st_dev.into(), stat.st_ino.into()))
    }

    /// Which folder this is.
    pub fn own_id(&self) -> io::Result<Id> {
        let stat = fs::fstat(&self.held)?;
        Ok(Id(stat.st_dev.into(), stat.st_ino.into()))
    }

    /// All that is in it, in no order.
    pub fn names(&self) -> io::Result<Vec<(OsString, Kind)>> {
        let mut out = Vec::new();
        for entry in fs::Dir::read_from(&self.held)? {
            let entry = entry?;
            let name = OsString::from_vec(entry.file_name().to_bytes().to_vec());
            if name.as_bytes() == b"." || name.as_bytes() == b".." {
                continue;
            }
            // Some file systems do not say it in the list.
            let kind = match entry.file_type() {
                FileType::Unknown => self.kind(&name)?,
                known => Some(kind(known)),
            };
            out.extend(kind.map(|kind| (name, kind)));
        }
        Ok(out)
    }

    /// A second name for a file. A link stays a link.
    pub fn link(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        Ok(fs::linkat(&self.held, name, &to.held, new, AtFlags::empty())?)
    }

    /// Moves a file or folder; of a file, in the place of the one that is there.
    pub fn rename(&self, name: &OsStr, to: &Folder, new: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.held, name, &to.held, new)?)
    }

    /// Two names change places at once. `false` where the system cannot do that.
    pub fn exchange(&self, name: &OsStr, to: &Folder, other: &OsStr) -> io::Result<bool> {
        #[cfg(target_os = "linux")]
        match fs::renameat_with(&self.held, name, &to.held, other, fs::RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(true),
            Err(Errno::INVAL | Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
        let _ = (name, to, other);
        Ok(false)
    }

    /// Deletes a name that is no folder's.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.held, name, AtFlags::empty())?)
    }

    /// Deletes an empty folder.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.held, name, AtFlags::REMOVEDIR)?)
    }

    /// Whether another file system is mounted at a name: what stands there can change places with nothing.
    pub fn is_mount(&self, name: &OsStr) -> bool {
        #[cfg(target_os = "linux")]
        if let Ok(said) =
            fs::statx(&self.held, name, AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT, fs::StatxFlags::BASIC_STATS)
            && said.stx_attributes_mask.contains(fs::StatxAttributes::MOUNT_ROOT)
        {
            return said.stx_attributes.contains(fs::StatxAttributes::MOUNT_ROOT);
        }
        let (Ok(own), Ok(there)) = (self.own_id(), self.id(name)) else { return false };
        own.0 != there.0
    }

    /// Waits until the folder's own list of names is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        Ok(fs::fsync(&self.held)?)
    }

    /// Waits until all that was written on this folder's file system is on the disk. To ask for each file costs many times
    /// as much; where the system cannot be asked for all, [`finish`](Folder::finish) has asked for each.
    pub fn sync_all(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        fs::syncfs(&self.held)?;
        self.sync()
    }

    /// After the last byte of a file that [`sync_all`](Folder::sync_all) is to follow.
    pub fn finish(file: &File) -> io::Result<()> {
        if cfg!(target_os = "linux") { Ok(()) } else { file.sync_all() }
    }
}

fn kind(kind: FileType) -> Kind {
    match kind {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}
