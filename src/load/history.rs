//! What git knows of the site's texts: when each was last changed, and whether that was after its review was put down.
//!
//! Takes: the site's folder. Gives: [`Changes`]; none where there is no git, no commit, or a history that is not whole.
//! Never: says a day for a text that is not as it was committed, fetches anything, or asks git twice about one commit.

use super::{CONTENT, Stamp};
use crate::source::{SitePath, Source};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// When texts were last changed, by path.
pub type Changes = BTreeMap<SitePath, Change>;

/// The last change of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When, by the clock of Greenwich: two clones must say the same.
    pub day: Date,
    /// Whether it came after the last commit that touched the line `reviewed:`.
    pub since_review: bool,
    /// The text that this is said of, by its hash. Of any other text nothing is known.
    pub text: u128,
}

/// What git said when it was last asked.
#[derive(Debug, Default)]
pub(super) struct History {
    asked: Option<Asked>,
    changes: Arc<Changes>,
}

/// The place of the repository, and what its head was.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    folder: PathBuf,
    head: Vec<Option<Stamp>>,
}

impl Asked {
    fn of(folder: PathBuf) -> Asked {
        // A commit, a checkout and a reset write a line into the head's log.
        let stamp = |name: &str| folder.join(name).metadata().ok().as_ref().map(Stamp::of);
        Asked { head: ["HEAD", "logs/HEAD"].map(stamp).into(), folder }
    }
}

impl History {
    /// The changes of these texts. Git is asked only if its head has moved since it was asked last.
    pub(super) fn changes<'a>(&mut self, root: &Path, texts: impl Iterator<Item = &'a Arc<Source>>) -> Arc<Changes> {
        if !root.ancestors().any(|folder| folder.join(".git").exists()) {
            *self = History::default();
        } else if self.asked.as_ref().is_none_or(|asked| *asked != Asked::of(asked.folder.clone())) {
            let texts: Vec<&Arc<Source>> = texts.collect();
            let (asked, changes) = ask(root, &texts).unzip();
            *self = History { asked, changes: Arc::new(changes.unwrap_or_default()) };
        }
        Arc::clone(&self.changes)
    }
}

/// Asks git. `None` where it has nothing to say, or cannot say the truth.
fn ask(root: &Path, texts: &[&Arc<Source>]) -> Option<(Asked, Changes)> {
    let about = git(root, &["rev-parse", "--is-shallow-repository", "--absolute-git-dir"])?;
    let about = String::from_utf8(about).ok()?;
    let (shallow, folder) = about.trim_end().split_once('\n')?;
    let asked = Asked::of(folder.into());
    if shallow != "false" {
        return Some((asked, Changes::new()));
    }
    let Some(last) = log(root, &[]) else { return Some((asked, Changes::new())) };
    // To look into every commit costs more, so it is asked only where there is a review to be older than a change.
    let reviewed = texts.iter().any(|text| text.text.contains("\nreviewed:"));
    let review = if reviewed { log(root, &["-G^reviewed:"]).unwrap_or_default() } else { HashMap::new() };
    // After the texts were read: one that was changed meanwhile counts as changed.
    let unsaved = git(
        root,
        &["diff", "--name-only", "--no-renames", "--no-ext-diff", "--relative", "-z", "HEAD", "--", CONTENT],
    )?;
    let unsaved: HashSet<&str> =
        unsaved.split(|byte| *byte == 0).filter_map(|path| std::str::from_utf8(path).ok()).collect();
    let change = |text: &&Arc<Source>| {
        let path = text.path.as_str();
        let commit = last.get(path).filter(|_| !unsaved.contains(path))?;
        let time = Timestamp::from_second(commit.time).ok()?;
        let since_review = review.get(path).is_some_and(|review| review.id != commit.id);
        let day = Offset::UTC.to_datetime(time).date();
        Some((text.path.clone(), Change { day, since_review, text: text.hash }))
    };
    let changes = texts.iter().filter_map(change).collect();
    Some((asked, changes))
}

#[derive(Debug, PartialEq, Eq)]
struct Commit {
    id: String,
    time: i64,
}

/// The last commit that changed each file of the content, by path. Without renames: to follow them, git would read every file.
fn log(root: &Path, more: &[&str]) -> Option<HashMap<String, Commit>> {
    let mut arguments = vec!["log", "--format=%x00%H%x00%ct", "--name-only", "--no-renames", "--relative", "-z"];
    arguments.extend(["--no-show-signature", "--no-ext-diff", "--no-textconv"]);
    arguments.extend(more);
    arguments.extend(["HEAD", "--", CONTENT]);
    let said = String::from_utf8_lossy(&git(root, &arguments)?).into_owned();
    let mut out = HashMap::new();
    let mut parts = said.split('\0').peekable();
    let (mut id, mut time) = ("", 0);
    while let Some(part) = parts.next() {
        if part.is_empty() {
            id = parts.next().unwrap_or_default();
            time = parts.next().and_then(|time| time.trim().parse().ok()).unwrap_or_default();
            continue;
        }
        // The newest comes first.
        let path = part.trim_start_matches('\n');
        if !path.is_empty() && !out.contains_key(path) {
            out.insert(path.to_owned(), Commit { id: id.to_owned(), time });
        }
    }
    Some(out)
}

/// What git answers. Whatever its owner has set, it runs no other program, asks nobody, and takes no lock.
pub(super) fn git(root: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut git = Command::new("git");
    git.args(["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "log.follow=false", "-C"]);
    git.arg(root).args(arguments).env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF"] {
        git.env_remove(variable);
    }
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}
