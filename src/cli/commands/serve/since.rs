//! What has changed in a site since the last commit of its main branch, for `fingerpost serve`.

use crate::Plan;
use crate::cli::commands::diff::{Version, files, version};
use crate::cli::git;
use crate::diff::{self, FileBytes, Paired};
use crate::load::{self, Attachment, Inputs, Stamp};
use crate::preview::{Compare, Since};
use crate::source::{SitePath, digest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What a main branch is called, the likeliest first. Another's branch is not named by what the site says.
const NAMES: [&str; 4] = ["main", "master", "origin/main", "origin/master"];

/// The site as it was in a commit. Nothing of it stays on the disk: a preview may end at any moment.
struct Earlier {
    commit: String,
    inputs: Inputs,
    plan: Plan,
    /// Paths of the commit that are no plain files.
    left_out: Vec<String>,
    /// What the bytes of each file are known by.
    files: BTreeMap<SitePath, Option<u128>>,
}

/// What the bytes of each file of the site are known by, as long as it is the same file.
type Known = BTreeMap<SitePath, (Stamp, Option<u128>)>;

/// A comparison with the main branch. A commit is read once.
pub(super) fn since_main(root: &Path) -> Compare {
    let root: PathBuf = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let memory: Mutex<(Option<Earlier>, Known)> = Mutex::default();
    Compare::new(move |inputs, now| {
        let repository =
            git::repository(&root).ok_or("This folder is in no git repository, so there is no earlier version.")?;
        let found = NAMES.iter().find_map(|name| Some((*name, repository.commit(name)?)));
        let (name, commit) = found.ok_or("The repository has no branch `main` or `master` to compare with.")?;
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let (earlier, known) = &mut *memory;
        let old = match earlier.take().filter(|earlier| earlier.commit == commit) {
            Some(old) => old,
            None => read(version(&root, name)?, commit),
        };
        let attached: Vec<&Attachment> = now.site.files.iter().chain(&now.site.statics).collect();
        let files = differing(&old, &attached, &root, known);
        let paired = Paired::of(&old.plan.site, &now.site, &files);
        let before = diff::Version { inputs: &old.inputs, plan: &old.plan, read: &old.plan, left_out: &old.left_out };
        let changes =
            diff::diff(before, diff::Version { inputs, plan: now, read: now, left_out: &[] }, &paired, &files);
        *earlier = Some(old);
        Ok(Since { name: name.to_owned(), changes })
    })
}

fn read(version: Version, commit: String) -> Earlier {
    let folder = version.folder.canonicalize().unwrap_or_default();
    let files = files(&version).map(|file| (file.path.clone(), bytes(&folder, file))).collect();
    Earlier { commit, files, plan: version.plan, inputs: version.inputs, left_out: version.left_out }
}

/// What a file's bytes are known by; `None` if they cannot be read.
fn bytes(root: &Path, file: &Attachment) -> Option<u128> {
    load::attachment(root, &file.disk).ok().map(|bytes| digest(&bytes))
}

/// The files that were there with other bytes, and those that are elsewhere with the same.
fn differing(old: &Earlier, files: &[&Attachment], root: &Path, known: &mut Known) -> FileBytes {
    let mut out = FileBytes::default();
    let mut gone: BTreeMap<u128, Vec<&SitePath>> = BTreeMap::new();
    let there: BTreeSet<&SitePath> = files.iter().map(|file| &file.path).collect();
    for (path, bytes) in old.files.iter().filter(|(path, _)| !there.contains(path)) {
        gone.entry(bytes.unwrap_or_default()).or_default().push(path);
    }
    for file in files {
        let now = match known.get(&file.path) {
            Some((stamp, now)) if *stamp == file.stamp => *now,
            _ => bytes(root, file),
        };
        known.insert(file.path.clone(), (file.stamp, now));
        match old.files.get(&file.path) {
            Some(before) if *before != now => {
                out.differing.insert(file.path.clone());
            }
            Some(_) => {}
            None => {
                if let Some(was) = now.and_then(|now| gone.get_mut(&now)?.pop()) {
                    out.moved.insert(was.clone(), file.path.clone());
                }
            }
        }
    }
    out
}
