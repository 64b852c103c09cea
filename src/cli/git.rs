//! What commands ask of git: which files a change touches, and a site as it was at some revision.
//!
//! Takes: a site's folder. Gives: names and files.
//! Never: calls the program itself; [`load::git`](crate::load::git) does.

use crate::load::git::Repository;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// The parts of a site that are read.
const PARTS: [&str; 5] =
    [crate::load::SETTINGS, crate::load::CONTENT, crate::load::STATIC, crate::load::THEMES, crate::load::LOCK];

/// The repository of a site's folder, however the folder is named.
pub(super) fn repository(root: &Path) -> Option<Repository> {
    Repository::of(&root.canonicalize().ok()?)
}

/// The site's folder below the top of its repository; empty where it is the top, or where there is no repository.
pub(super) fn folder_of_site(root: &Path) -> String {
    repository(root).map_or_else(String::new, |repository| repository.folder_of_site().to_owned())
}

/// The files that a pull request changes, where GitHub says that this is one. Without git, none: they are only an order.
pub(super) fn changed(root: &Path) -> BTreeSet<String> {
    let base = std::env::var("GITHUB_BASE_REF").ok().filter(|base| !base.is_empty());
    let changed = base.and_then(|base| {
        let repository = repository(root)?;
        repository.changed_since(&repository.commit(&format!("refs/remotes/origin/{base}"))?)
    });
    changed.unwrap_or_default()
}

/// Where hosts look for what checks and publishes a repository.
const WORKFLOWS: [&str; 5] =
    [".github/workflows", ".github/actions", ".gitlab-ci.yml", ".forgejo/workflows", ".gitea/workflows"];

/// The files that check and publish a repository, and that two commits do not have alike.
pub(super) fn workflows(repository: &Repository, commits: [&str; 2]) -> BTreeSet<String> {
    repository.differing(commits, &WORKFLOWS).unwrap_or_default()
}

/// The folders below a site's in which a commit has a site, the uppermost first.
pub(super) fn sites(repository: &Repository, commit: &str) -> Vec<String> {
    let blobs = repository.blobs(commit, "").unwrap_or_default();
    let settings = format!("/{}", crate::load::SETTINGS);
    let mut sites: Vec<String> =
        blobs.keys().filter_map(|path| path.strip_suffix(&settings)).map(str::to_owned).collect();
    sites.sort_unstable_by_key(|path| (path.matches('/').count(), path.clone()));
    sites
}

/// Writes the site as it was in a commit below an empty folder. Gives the names of what is left out: links between files,
/// which may lead anywhere, and what would be written elsewhere.
pub(super) fn write_site(repository: &Repository, commit: &str, into: &Path) -> io::Result<Vec<String>> {
    let listing = repository.listing(commit, &PARTS).map_err(|why| io::Error::other(why.to_string()))?;
    repository.read(&listing.files, |file, bytes| {
        let to = into.join(&file.path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        // Not over another: on some systems two names are one file.
        let mut to = OpenOptions::new().write(true).create_new(true).open(&to).map_err(|error| {
            io::Error::other(format!("`{}` cannot be written on this system: {error}", file.path.display()))
        })?;
        io::copy(bytes, &mut to).map(|_| ())
    })?;
    Ok(listing.left_out)
}
