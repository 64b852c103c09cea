//! Git, as a program: the repository that a site lies in, and what its commits hold.
//!
//! Takes: the site's folder. Gives: [`Repository`], which answers questions about commits, trees and blobs.
//! Never: looks at a file outside the repository's own folder, takes a name for an option, needs a network or a token, or writes.
//!
//! Which repository is trusted: `.git` of the top, that is of the outermost folder whose last commit holds the site's folder.
//! A `.git` further in is what somebody put there (an archive can hold one; git itself would take it for the nearest), unless
//! no repository around it has the site among its files: then it is a repository within another's folder, and the site's own.

mod blob;
mod call;
mod objects;

pub use blob::{blob_names, is_blob};
pub use call::Silence;
use objects::MOST_FILES;
pub use objects::{File, Unlisted};

use call::{Inside, answer, at, inside, parts};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// More bytes than this no answer has. The names in the history of a large encyclopedia are a third of it.
const LONGEST: u64 = 256 << 20;
/// An answer of a line or two.
const SHORT: u64 = 64 << 10;

/// A repository that holds a site, or lies around one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Its own folder, usually called `.git`.
    pub folder: PathBuf,
    /// Whether it holds only the last commits, so that it cannot say when something was changed last.
    pub shallow: bool,
    /// The site's folder below its top: `""`, `help`, `docs/site`.
    below: String,
    empty_tree: &'static str,
}

/// A commit of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id, in hexadecimal digits.
    pub id: String,
    /// When it was committed, in seconds since the first of January 1970.
    pub time: i64,
}

/// Whether a folder lies in a repository at all; this asks no git.
pub fn is_in_one(root: &Path) -> bool {
    tops(root).next().is_some()
}

/// The folders around a site that have a `.git`, the nearest first. It may be a file that says where the repository is.
fn tops(root: &Path) -> impl Iterator<Item = &Path> {
    root.ancestors().filter(|folder| folder.join(".git").symlink_metadata().is_ok())
}

impl Repository {
    /// The repository of a site's folder, which is written without links; `None` where there is no git or no repository.
    pub fn of(root: &Path) -> Option<Repository> {
        let there: Vec<&Path> = tops(root).collect();
        let (innermost, around) = there.split_first()?;
        let held = around.iter().rev().filter_map(|top| Repository::at(top, root)).find(Repository::holds_the_site);
        held.or_else(|| Repository::at(innermost, root))
    }

    fn at(top: &Path, root: &Path) -> Option<Repository> {
        let below = root.strip_prefix(top).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        let said = answer(at(top), SHORT)?;
        let [folder, shallow, format] = std::str::from_utf8(&said).ok()?.lines().collect::<Vec<_>>()[..] else {
            return None;
        };
        let folder = Path::new(folder).canonicalize().ok()?;
        // Where `.git` is none, older versions of git go on to look whether the folder itself is one.
        if root.starts_with(&folder) {
            return None;
        }
        let empty_tree = match format {
            "sha256" => "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
            _ => "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        };
        Some(Repository { folder, shallow: shallow != "false", below, empty_tree })
    }

    fn holds_the_site(&self) -> bool {
        answer(self.asked(&["cat-file", "-t", &format!("HEAD:{}", self.below)]), SHORT).as_deref() == Some(b"tree\n")
    }

    fn asked(&self, arguments: &[&str]) -> Command {
        let mut git = inside(Inside { folder: &self.folder, empty_tree: self.empty_tree });
        git.args(arguments);
        git
    }

    /// A path below the site's folder as one below the repository's top.
    fn below_top(&self, path: &str) -> String {
        [self.below.as_str(), path].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }

    /// A path below the repository's top as one below the site's folder, if it lies there.
    fn below_site<'a>(&self, path: &'a [u8]) -> Option<&'a [u8]> {
        match self.below.as_str() {
            "" => Some(path),
            below => path.strip_prefix(below.as_bytes())?.strip_prefix(b"/"),
        }
    }

    /// The commit that a name means; `None` if it means none. A name is a branch, a tag, an id, or one of these with what
    /// leads back from it, such as `main~2`.
    pub fn commit(&self, name: &str) -> Option<String> {
        if name.starts_with('-') || name.contains(|c: char| c == ':' || c.is_control()) {
            return None;
        }
        self.id(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])
    }

    /// Where two commits part.
    pub fn fork(&self, one: &str, other: &str) -> Option<String> {
        self.id(&["merge-base", one, other])
    }

    fn id(&self, arguments: &[&str]) -> Option<String> {
        let said = String::from_utf8(answer(self.asked(arguments), SHORT)?).ok()?;
        let id = said.trim_end();
        ([40, 64].contains(&id.len()) && id.bytes().all(|b| b.is_ascii_hexdigit())).then(|| id.to_owned())
    }

    /// The site's files that were changed between where a commit parts from the last one and that.
    pub fn changed_since(&self, commit: &str) -> Option<BTreeSet<String>> {
        let head = self.commit("HEAD")?;
        let fork = self.fork(commit, &head)?;
        let mut git = self.asked(&["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff"]);
        git.args(["--no-textconv", "--ignore-submodules=all", "-O/dev/null", &fork, &head, "--"]);
        let mut changed = BTreeSet::new();
        parts(git, LONGEST, |path| {
            changed.extend(self.below_site(path).map(|path| String::from_utf8_lossy(path).into_owned()));
            (changed.len() <= MOST_FILES).then_some(())
        })
        .ok()?;
        Some(changed)
    }

    /// For each of these paths the last commit that changed it, looking back from one commit; `line` leaves only commits in
    /// which a line changed that this expression finds. Without renames: to follow them, git would read every file.
    pub fn last_changes<'a>(
        &self,
        commit: &str,
        folder: &str,
        paths: &HashSet<&'a str>,
        line: Option<&str>,
    ) -> Result<HashMap<&'a str, Commit>, Silence> {
        let mut git = self.asked(&["log", "--format=%x00%H%x00%ct", "-z", "--name-only", "--no-renames"]);
        git.args(["--no-show-signature", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-notes"]);
        git.args(["--no-decorate", "--no-color", "-O/dev/null"]).args(line.map(|line| format!("-G{line}")));
        git.args([commit, "--"]).args(Some(self.below_top(folder)).filter(|folder| !folder.is_empty()));
        let mut last = HashMap::with_capacity(paths.len());
        let (mut commit, mut next) = (Commit { id: String::new(), time: 0 }, Next::Path);
        parts(git, LONGEST, |part| {
            next = match next {
                Next::Id => {
                    std::str::from_utf8(part).ok()?.clone_into(&mut commit.id);
                    Next::Time
                }
                Next::Time => {
                    commit.time = std::str::from_utf8(part).ok()?.parse().ok()?;
                    Next::FirstPath
                }
                _ if part.is_empty() => Next::Id,
                Next::FirstPath | Next::Path => {
                    let path = if next == Next::FirstPath { part.strip_prefix(b"\n").unwrap_or(part) } else { part };
                    let path = self.below_site(path).and_then(|path| std::str::from_utf8(path).ok());
                    // The newest comes first.
                    if let Some(path) = path.and_then(|path| paths.get(path)) {
                        last.entry(*path).or_insert_with(|| commit.clone());
                    }
                    Next::Path
                }
            };
            Some(())
        })?;
        Ok(last)
    }
}

/// So many files that came and went in one commit are compared with one another.
const COMPARED: &str = "-l200";

impl Repository {
    /// Whether it has only the newest commits.
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// The files at or below some paths of the repository's top that two commits do not have alike.
    pub fn differing(&self, [one, other]: [&str; 2], paths: &[&str]) -> Option<BTreeSet<String>> {
        let mut git = self.asked(&["diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff"]);
        git.args(["--no-textconv", "--ignore-submodules=all", "-O/dev/null", one, other, "--"]).args(paths);
        let mut differing = BTreeSet::new();
        parts(git, LONGEST, |path| {
            differing.insert(String::from_utf8_lossy(path).into_owned());
            (differing.len() <= MOST_FILES).then_some(())
        })
        .ok()?;
        Some(differing)
    }

    /// The site's folder below the top of the repository, without a `/` at its end; empty where it is the top.
    pub fn folder_of_site(&self) -> &str {
        &self.below
    }

    /// The branch that is published, by the usual names, where one of these is there; a clone of one commit knows none.
    pub fn main_branch(&self) -> Option<String> {
        const USUAL: [&str; 2] = ["main", "master"];
        let refs = USUAL.map(|name| [format!("refs/heads/{name}"), format!("refs/remotes/origin/{name}")]);
        let mut arguments = vec!["for-each-ref", "--format=%(refname:lstrip=-1)"];
        arguments.extend(refs.iter().flatten().map(String::as_str));
        let said = String::from_utf8(answer(self.asked(&arguments), SHORT)?).ok()?;
        USUAL.into_iter().find(|name| said.lines().any(|line| line == *name)).map(str::to_owned)
    }

    /// The renames of the site's files in the history of a commit, earlier name and later name, the last first.
    pub fn renames(&self, commit: &str) -> Result<Vec<(String, String)>, Silence> {
        let mut git = self.asked(&["log", "--format=", "-z", "--name-status", "-M", COMPARED, "--diff-filter=R"]);
        git.args(["--no-show-signature", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-notes"]);
        git.args(["--no-decorate", "--no-color", "-O/dev/null", commit, "--"]);
        git.args(Some(self.below.as_str()).filter(|folder| !folder.is_empty()));
        let name = |path: &[u8]| self.below_site(path).and_then(|path| String::from_utf8(path.to_vec()).ok());
        let (mut out, mut names): (Vec<(String, String)>, Option<Vec<Option<String>>>) = (Vec::new(), None);
        parts(git, LONGEST, |part| {
            match names.take() {
                // `R087`, perhaps behind a line break.
                None => names = part.trim_ascii_start().starts_with(b"R").then(Vec::new),
                Some(mut both) => {
                    both.push(name(part));
                    match <[Option<String>; 2]>::try_from(both) {
                        Ok([old, new]) => out.extend(old.zip(new)),
                        Err(one) => names = Some(one),
                    }
                }
            }
            (out.len() <= MOST_FILES).then_some(())
        })?;
        Ok(out)
    }
}

/// What stands next in a history: an empty part, an id, a time, and then the names, a line break before the first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Id,
    Time,
    FirstPath,
    Path,
}
