//! The output folder: is it ours, and what in it is.

use super::Refusal;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that marks a folder as ours. It lists what was written there, a path a line.
pub use crate::load::MARKER;

const FIRST_LINE: &str = "Written by Fingerpost. Files listed here are replaced by the next build.";

/// What is in the output folder.
pub(super) struct Before {
    /// Whether there is one.
    pub(super) exists: bool,
    /// What the last build wrote.
    pub(super) ours: BTreeSet<String>,
}

/// The folder's place, whole, its parents made where they are missing.
pub(super) fn absolute(out: &Path) -> Result<PathBuf, Refusal> {
    let disk = |doing, path: &Path| {
        let path = path.to_owned();
        move |error| Refusal::Disk { doing, path, error }
    };
    let whole = std::path::absolute(out).map_err(disk("find", out))?;
    // A link to a folder stays a link: what it leads to is replaced.
    if let Ok(real) = whole.canonicalize() {
        return Ok(real);
    }
    let parent = whole.parent().unwrap_or(Path::new("/"));
    std::fs::create_dir_all(parent).map_err(disk("make the folder", parent))?;
    let parent = parent.canonicalize().map_err(disk("find", parent))?;
    Ok(whole.file_name().map_or(parent.clone(), |name| parent.join(name)))
}

pub(super) fn refuse_the_site_itself(target: &Path, root: &Path) -> Result<(), Refusal> {
    let Ok(root) = root.canonicalize() else { return Ok(()) };
    let own = ["content", "themes", "src"].iter().any(|part| target.starts_with(root.join(part)));
    if root.starts_with(target) || own { Err(Refusal::WouldBuryTheSite(target.to_owned())) } else { Ok(()) }
}

/// Looks whether the folder may be replaced.
pub(super) fn examine(target: &Path) -> Result<Before, Refusal> {
    let disk = |error| Refusal::Disk { doing: "read", path: target.to_owned(), error };
    let mut entries = match std::fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Before { exists: false, ours: BTreeSet::new() });
        }
        Err(error) => return Err(disk(error)),
    };
    match std::fs::read_to_string(target.join(MARKER)) {
        Ok(text) if text.lines().next() == Some(FIRST_LINE) => {
            Ok(Before { exists: true, ours: text.lines().skip(1).map(str::to_owned).collect() })
        }
        _ if entries.next().is_none() => Ok(Before { exists: true, ours: BTreeSet::new() }),
        _ => Err(Refusal::NotOurs(target.to_owned())),
    }
}

/// The marker's text for these files.
pub(super) fn marker<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut out = format!("{FIRST_LINE}\n");
    for path in paths {
        out.push_str(path);
        out.push('\n');
    }
    out
}
