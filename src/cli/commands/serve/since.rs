//! What has changed in a site since the last commit of its main branch, for `fingerpost serve`.

use crate::cli::commands::diff::{Version, other_bytes, version};
use crate::cli::git;
use crate::diff;
use crate::preview::{Compare, Since};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a main branch is called, the likeliest first. Another's branch is not named by what the site says.
const NAMES: [&str; 4] = ["main", "master", "origin/main", "origin/master"];

/// A comparison with the main branch. The commit is read again only when it is another.
pub(super) fn since_main(root: &Path) -> Compare {
    let root: PathBuf = root.to_owned();
    let known: Mutex<Option<(String, Version)>> = Mutex::new(None);
    Compare::new(move |now| {
        let repository =
            git::repository(&root).ok_or("This folder is in no git repository, so there is no earlier version.")?;
        let found = NAMES.iter().find_map(|name| Some((*name, repository.commit(name)?)));
        let (name, commit) = found.ok_or("The repository has no branch `main` or `master` to compare with.")?;
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|(id, _)| *id != commit) {
            *known = Some((commit, version(&root, name)?));
        }
        let Some((_, old)) = known.as_ref() else { return Err(String::new()) };
        let files = other_bytes((&old.inputs.files, &old.folder), (&now.site.files, &root));
        Ok(Since { name: name.to_owned(), changes: diff::diff(&old.plan.site, &now.site, &files) })
    })
}
