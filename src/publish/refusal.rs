//! Why nothing was published, said so that somebody can mend it.

use crate::load::MARKER;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was published.
#[derive(Debug)]
pub enum Refusal {
    /// The folder holds something, and not a site of ours.
    NotOurs(PathBuf),
    /// The staging folder is somebody else's.
    NotOurStaging(PathBuf),
    /// The folder holds the site that is to be built, or lies in its content.
    WouldBuryTheSite(PathBuf),
    /// A file of the new site has the name of one that somebody else put there.
    InTheWay(PathBuf),
    /// Git tracks files here, and does not say which: so nobody knows whose this file is.
    GitIsSilent(PathBuf),
    /// Another build is at work on it.
    Busy(PathBuf),
    /// The disk stopped while entries changed places one by one.
    HalfWay {
        /// The output folder.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
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

/// What the disk did not do.
pub(super) fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Refusal + use<> {
    let path = path.to_owned();
    move |error| Refusal::Disk { doing, path, error }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotOurs(path) => write!(
                f,
                "the folder {} is not empty and holds no site of Fingerpost's (no file {MARKER} of its own in it). \
                 Nothing was changed. Choose another folder with --out, or empty this one yourself.",
                path.display()
            ),
            Refusal::NotOurStaging(path) => write!(
                f,
                "the folder {} stands where a new site is put together, and Fingerpost did not make it. \
                 Nothing was changed. Look what is in it, and move or delete it.",
                path.display()
            ),
            Refusal::WouldBuryTheSite(path) => {
                write!(f, "the folder {} holds the site's own files. Choose another one with --out.", path.display())
            }
            Refusal::InTheWay(path) => write!(
                f,
                "somebody else's file {} has the name of one of the new site. \
                 Nothing was changed. Move it away, or delete it.",
                path.display()
            ),
            Refusal::GitIsSilent(path) => write!(
                f,
                "Fingerpost did not write {}, and git does not say whether it came with the repository. \
                 Nothing was changed. Move the file away, or see that `git ls-files` works here.",
                path.display()
            ),
            Refusal::Busy(path) => {
                write!(f, "another build is writing to {}. Try again when it has ended.", path.display())
            }
            Refusal::HalfWay { path, error } => write!(
                f,
                "could not put all of the new site into {}: {error}. \
                 Part of it is new now. Build again as soon as that is mended.",
                path.display()
            ),
            Refusal::Disk { doing, path, error } => {
                write!(f, "could not {doing} {}: {error}. A site that was there is as it was.", path.display())
            }
        }
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Refusal::HalfWay { error, .. } | Refusal::Disk { error, .. } => Some(error),
            Refusal::NotOurs(_)
            | Refusal::NotOurStaging(_)
            | Refusal::WouldBuryTheSite(_)
            | Refusal::InTheWay(_)
            | Refusal::GitIsSilent(_)
            | Refusal::Busy(_) => None,
        }
    }
}
