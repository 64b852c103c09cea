//! Which files of a folder came with the checkout: those that git tracks.
//!
//! Takes: a folder's place. Gives: the paths in it that the site's own repository tracks.
//! Never: takes silence for an answer. Where there is a repository and git says nothing, that is told apart from an empty list.
//!
//! What an output folder or a cache holds proves nothing by itself: whoever can commit a file can commit a list with its hash
//! as well. What git tracks is known to be a contributor's, and is in git still when it is taken away here.

use super::git::Repository;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What git tracks in a folder, by path below it with `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    paths: HashSet<String>,
}

impl Committed {
    /// Whether a file came with the checkout, by itself or with a repository in the repository.
    pub fn has(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        !self.paths.is_empty() && (self.paths.contains("") || ends.into_iter().any(|end| self.knows(&path[..end])))
    }

    fn knows(&self, path: &str) -> bool {
        self.paths.contains(&folded(path))
    }
}

/// As the file system tells names apart.
fn folded(path: &str) -> String {
    if cfg!(any(windows, target_os = "macos")) { path.to_lowercase() } else { path.to_owned() }
}

/// The topmost folder of the repository that a site lies in.
pub fn top(root: &Path) -> Option<PathBuf> {
    root.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok()).map(Path::to_owned)
}

/// What the repository with this topmost folder tracks in the folder `name` of `parent`. `None` if git cannot say.
pub fn committed(top: Option<&Path>, parent: &Path, name: &OsStr) -> Option<Committed> {
    if !top.is_some_and(|top| parent.starts_with(top)) {
        return Some(Committed::default());
    }
    let repository = Repository::of(&parent.canonicalize().ok()?)?;
    let tracked = repository.tracked(&name.to_string_lossy())?;
    let name = folded(&name.to_string_lossy());
    let below = |path: &String| {
        let path = folded(path);
        let rest = path.strip_prefix(&name)?;
        if rest.is_empty() { Some(String::new()) } else { Some(rest.strip_prefix('/')?.to_owned()) }
    };
    Some(Committed { paths: tracked.iter().filter_map(below).collect() })
}
