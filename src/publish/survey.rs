//! What is in the output folder: whose it is, and which of it stays.
//!
//! Takes: the folder, held open. Gives: [`Before`], and of each file that the new site does not have, what becomes of it.
//! Never: follows a link, or takes what came with the checkout for somebody's own: a contributor can commit a folder with our
//! marker in it, and the marker can name anything.

use super::fill::Placed;
use super::held::{Folder, Kind};
use super::marker::{self, Listed};
use super::target::Target;
use super::{Refusal, disk};
use crate::load::{self, MARKER};
use rayon::prelude::*;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// A marker is not read further than this, in bytes: some 500,000 files.
const LONGEST_MARKER: u64 = 64 << 20;

/// The output folder before the build.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// The folder, if there is one.
    pub(super) folder: Option<Folder>,
    /// What its marker names.
    pub(super) listed: Listed,
    /// All that is in it but folders and the marker.
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    below: PathBuf,
    /// With `/` between the parts.
    path: String,
    kind: Kind,
}

/// What becomes of files that the new site does not have.
#[derive(Debug, Default)]
pub(super) struct Leftover {
    /// Somebody put them there, and they stay: below the folder.
    pub(super) kept: Vec<PathBuf>,
    /// They came with the checkout, or are no plain files.
    pub(super) left_out: Vec<String>,
    /// Styles and scripts of the last build, each with the hash of its bytes. A page of then, that a browser or a host has kept,
    /// still asks for them: they stay until the next version.
    pub(super) outgoing: Vec<(PathBuf, String, u128)>,
    /// The last build wrote them.
    pub(super) removed: usize,
    /// Styles and scripts of the build before that, which go with the next version.
    pub(super) outdated: usize,
}

/// Looks whether the folder may be replaced. `except` names what does not count: a staging folder in it.
pub(super) fn examine(target: &Target, except: &OsStr) -> Result<Before, Refusal> {
    if target.kind()?.is_none() {
        return Ok(Before::default());
    }
    let folder = target.enter()?;
    let mut text = String::new();
    let read = folder.read(MARKER.as_ref()).and_then(|file| file.take(LONGEST_MARKER).read_to_string(&mut text));
    let listed = read.ok().and_then(|_| marker::read(&text));
    let Some(listed) = listed else {
        let names = folder.names().map_err(disk("read", &target.path))?;
        // A file system of its own begins with a folder for what is found when it is repaired.
        let empty = names.iter().all(|(name, _)| !except.is_empty() && (name == except || name == "lost+found"));
        return if empty {
            Ok(Before { folder: Some(folder), ..Before::default() })
        } else {
            Err(Refusal::NotOurs(target.path.clone()))
        };
    };
    let found = below(&folder, except).map_err(disk("read", &target.path))?;
    Ok(Before { folder: Some(folder), listed, found })
}

/// Everything below a folder, level by level, the folders of one level side by side. None is held open meanwhile, however deep they
/// lie, and nothing is called from within itself: a checkout may hold thousands of folders in one another.
fn below(top: &Folder, except: &OsStr) -> std::io::Result<Vec<Found>> {
    let (mut found, mut level) = (Vec::new(), vec![PathBuf::new()]);
    while !level.is_empty() {
        let looked: Vec<(Vec<Found>, Vec<PathBuf>)> =
            level.par_iter().map(|at| in_one(top, at, except)).collect::<std::io::Result<_>>()?;
        level.clear();
        for (files, folders) in looked {
            found.extend(files);
            level.extend(folders);
        }
    }
    Ok(found)
}

/// What lies in one folder: files, and folders.
fn in_one(top: &Folder, at: &Path, except: &OsStr) -> std::io::Result<(Vec<Found>, Vec<PathBuf>)> {
    let (mut found, mut folders) = (Vec::new(), Vec::new());
    for (name, kind) in top.below(at)?.names()? {
        let below = at.join(&name);
        let mounted = !except.is_empty() && (below == Path::new(except) || below == Path::new("lost+found"));
        if mounted || below == Path::new(MARKER) {
            continue;
        }
        match kind {
            Kind::Folder => folders.push(below),
            kind => found.push(Found { path: slashed(&below), below, kind }),
        }
    }
    Ok((found, folders))
}

fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Decides about what the new site does not have, and refuses where it has a file in the place of somebody else's.
///
/// A file that the marker names with the hash of its bytes was written by the last build, and goes: a style or a script one version
/// later, where git says that it did not come with the checkout. Any other plain file was put
/// there by somebody, and stays, unless git tracks it: then it came with the checkout, which `keep` alone can allow. Where there is
/// no git to ask, what a browser would run is taken to have come with the folder. A marker that
/// came with the checkout is believed only of what did so too. An article stays in any case: no build writes one, and where articles
/// stand at the site's root, the folder may have been one of them before somebody put a marker there.
pub(super) fn leftover(
    before: &Before,
    files: &[Placed],
    target: &Target,
    keep: &[String],
) -> Result<Leftover, Refusal> {
    let ours: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let others: Vec<&Found> = before.found.iter().filter(|found| !ours.contains(found.path.as_str())).collect();
    let there: HashSet<&str> = before.found.iter().map(|found| found.path.as_str()).collect();
    let strange = |file: &&Placed| {
        !file.is_unchanged() && there.contains(file.path.as_str()) && !before.listed.files.contains_key(&file.path)
    };
    let strange: Vec<&Placed> = files.iter().filter(strange).collect();
    let mut out = Leftover::default();
    if others.is_empty() && strange.is_empty() {
        return Ok(out);
    }
    let committed = load::committed::committed(target.top.as_deref(), target.above(), &target.name);
    let is_committed = |path: &str| match &committed {
        Some(committed) => Ok(committed.has(path)),
        None => Err(Refusal::GitIsSilent(target.path.join(path))),
    };
    for file in strange {
        if !is_committed(&file.path)? {
            return Err(Refusal::InTheWay(target.path.join(&file.path)));
        }
    }
    let may_go = |path: &str| committed.as_ref().is_none_or(|committed| !committed.has(MARKER) || committed.has(path));
    for found in others {
        if found.kind != Kind::File {
            out.left_out.push(found.path.clone());
        } else if load::is_source(&found.path) || keep.iter().any(|kept| within(&found.path, kept)) {
            out.kept.push(found.below.clone());
        } else if may_go(&found.path) && before.wrote(found) {
            // Where git does not say that it came with the checkout, it may have: a marker is written soon.
            let known = committed.as_ref().is_some_and(|committed| !committed.has(&found.path));
            match before.listed.files.get(&found.path) {
                _ if before.listed.outgoing.contains(&found.path) => out.outdated += 1,
                Some(Some(hash)) if known && !target.of_unknown_origin && is_named_by_hash(&found.path) => {
                    out.outgoing.push((found.below.clone(), found.path.clone(), *hash));
                }
                _ => out.removed += 1,
            }
        } else if is_committed(&found.path)? || target.of_unknown_origin && runs_in_browsers(&found.path) {
            out.left_out.push(found.path.clone());
        } else {
            out.kept.push(found.below.clone());
        }
    }
    Ok(out)
}

/// Whether a browser that opens such a file by itself, or a page that names it, would run what is in it.
fn runs_in_browsers(path: &str) -> bool {
    const RUNS: [&str; 14] =
        ["css", "htm", "html", "js", "mht", "mhtml", "mjs", "php", "shtml", "svg", "svgz", "wasm", "xhtml", "xml"];
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| RUNS.contains(&ending.as_str()))
}

/// Whether a path is that of a style or a script whose name changes with what is in it. What holds words of pages is not asked for:
/// a text that is taken back is gone at once.
fn is_named_by_hash(path: &str) -> bool {
    let Some((name, "css" | "js" | "mjs")) = path.rsplit_once('.') else { return false };
    let hash = name.rsplit_once('.').map_or("", |(_, hash)| hash);
    path.starts_with("assets/") && hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a path is this one, or lies below it.
fn within(path: &str, folder: &str) -> bool {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Before {
    /// Whether its marker lists these files and nothing else.
    pub(super) fn lists(&self, files: &[Placed]) -> bool {
        let Listed { files: known, outgoing } = &self.listed;
        let listed = |file: &Placed| known.get(&file.path) == Some(&Some(file.hash)) && !outgoing.contains(&file.path);
        known.len() - outgoing.len() == files.len() && files.iter().all(listed)
    }

    /// Whether the last build wrote a file, as it is now.
    fn wrote(&self, found: &Found) -> bool {
        match self.listed.files.get(&found.path) {
            None => false,
            // A marker of a version that listed no hashes: what it names was replaced by each build.
            Some(None) => true,
            Some(Some(hash)) => self.folder.as_ref().and_then(|folder| hash_of(folder, &found.below)) == Some(*hash),
        }
    }
}

/// The hash of a plain file's bytes.
fn hash_of(top: &Folder, below: &Path) -> Option<u128> {
    let mut file = top.below(below.parent()?).ok()?.read(below.file_name()?).ok()?;
    let (mut hasher, mut part) = (Xxh3::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part).ok()? {
            0 => return Some(hasher.digest128()),
            read => hasher.update(&part[..read]),
        }
    }
}

/// A name for messages: what would move the cursor or begin a line is left out.
pub(super) fn spoken(path: &str) -> String {
    path.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Names that are looked up by parts.
pub(super) fn parts(path: &str) -> (&Path, OsString) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    (Path::new(folder), name.into())
}
