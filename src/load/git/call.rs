//! A call of the program `git`: the one place where one is built.
//!
//! Takes: a folder, and what is asked. Gives: what git answers, no more than a stated number of bytes of it, and not after
//! [`PATIENCE`]; or why there is no answer.
//! Never: lets git see the site's files, run another program, ask another machine, wait for a person, take a lock or write.
//!
//! A stranger's pull request is a folder full of files that git takes for its own settings: `.gitattributes` with filters,
//! `.gitmodules`, a `HEAD` beside `config` and `objects`. Lists of what to switch off grow with every version of git, so the
//! first rule is another: only plumbing is asked, of objects, with the repository's own folder in the place of the files.
//! [`SWITCHED_OFF`] and [`ENVIRONMENT`] stand behind that. They hold in a repository, too, whose own settings are hostile: one
//! that was unpacked from an archive.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So long git may take for one question. The names in a history of 100,000 commits take it a few seconds; one that was made to
/// be endless takes any time there is.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// So long it may take to hand out the files of a commit, of which there are gigabytes at most.
pub(super) const PATIENCE_FOR_FILES: Duration = Duration::from_secs(120);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// There is no git, or it could not answer.
    Failed,
    /// The answer would be longer, or would take longer, than any site's.
    TooMuch,
}

/// Settings that lead to other programs, other machines or other files; said here, they outweigh those of every file.
const SWITCHED_OFF: [&str; 26] = [
    // A folder that looks like a repository and is not called `.git` is none. Known to git 2.38 and later.
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.askPass=false",
    "core.alternateRefsCommand=false",
    "core.gitProxy=false",
    "core.useReplaceRefs=false",
    "core.quotePath=false",
    // What is larger is no text of a site, and is not taken apart.
    "core.bigFileThreshold=16m",
    "credential.helper=",
    "protocol.allow=never",
    "submodule.recurse=false",
    "diff.ignoreSubmodules=all",
    "diff.submodule=short",
    "diff.renames=false",
    "gpg.program=false",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.follow=false",
    // Without this the first commit touches nothing.
    "log.showRoot=true",
    "color.ui=false",
    "gc.auto=0",
];

/// What only the environment can say. Versions of git that do not know one of these pass it over.
const ENVIRONMENT: [(&str, &str); 8] = [
    ("GIT_NO_LAZY_FETCH", "1"),
    // Outweighs `protocol.ext.allow` and its like, which outweigh `protocol.allow`: no protocol at all.
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("LC_ALL", "C"),
];

/// The variables of git that are left as they are. Continuous integration says by the first that a folder may be trusted; all
/// others (a hook of git sets `GIT_DIR`, `GIT_INDEX_FILE` and more) would lead elsewhere.
const LEFT: [&str; 5] =
    ["GIT_CONFIG", "GIT_TRACE", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"];

/// A repository's own folder, and the empty tree by the name that it has there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inside<'a> {
    /// As git tells it, links followed.
    pub(super) folder: &'a Path,
    /// In the place of every `.gitattributes`. Git before 2.41 does not know this; it finds none all the same, for where the
    /// files should be there is only the repository's own folder.
    pub(super) empty_tree: &'static str,
}

/// The question what repository `.git` in a folder is: its own folder, whether it is shallow, and how it names things, a line
/// each. Git refuses one that belongs to somebody else, unless its settings say otherwise.
pub(super) fn at(top: &Path) -> Command {
    let mut git = git();
    git.current_dir(top);
    git.args(["rev-parse", "--absolute-git-dir", "--is-shallow-repository", "--show-object-format"]);
    git
}

/// A question to a repository by its own folder. Git is not told where its files are.
pub(super) fn inside(repository: Inside<'_>) -> Command {
    let mut git = git();
    git.current_dir(repository.folder).env("GIT_DIR", repository.folder).env("GIT_WORK_TREE", repository.folder);
    git.env("GIT_INDEX_FILE", repository.folder.join("no-index-is-read")).env("GIT_ATTR_SOURCE", repository.empty_tree);
    git
}

fn git() -> Command {
    let mut git = Command::new("git");
    let redirecting = |name: &OsStr| {
        let name = name.as_encoded_bytes();
        name.starts_with(b"GIT_") && !LEFT.iter().any(|left| name.starts_with(left.as_bytes()))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| redirecting(name)) {
        git.env_remove(name);
    }
    git.envs(ENVIRONMENT).arg("--no-pager");
    for setting in SWITCHED_OFF {
        git.args(["-c", setting]);
    }
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    git
}

/// A git that is asked. It ends with this value, whatever was read of its answer, or when it has taken its time.
pub(super) struct Asked {
    child: Arc<Mutex<Child>>,
    late: Arc<AtomicBool>,
    /// Its end is the end of the watch.
    _watched: Sender<()>,
}

impl Asked {
    pub(super) fn start(mut git: Command, patience: Duration) -> io::Result<Asked> {
        let child = Arc::new(Mutex::new(git.spawn()?));
        let late = Arc::new(AtomicBool::new(false));
        let (watched, watch) = mpsc::channel();
        let asked = Asked { child: Arc::clone(&child), late: Arc::clone(&late), _watched: watched };
        // What is read of a git that has been ended has an end too.
        thread::Builder::new().spawn(move || {
            if watch.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                late.store(true, Ordering::Relaxed);
                let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
            }
        })?;
        Ok(asked)
    }

    /// Gives it to look at or to take a pipe from; not to wait for: the watch must come to it.
    pub(super) fn child<T>(&mut self, look: impl FnOnce(&mut Child) -> T) -> T {
        look(&mut self.child.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether git was content, now that it has said all.
    fn ended(mut self) -> Result<(), Silence> {
        let status = self.child(Child::wait);
        if self.late.load(Ordering::Relaxed) {
            return Err(Silence::TooMuch);
        }
        if status.is_ok_and(|status| status.success()) { Ok(()) } else { Err(Silence::Failed) }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.child(|child| {
            let _ = child.kill();
            let _ = child.wait();
        });
    }
}

/// The whole answer. `None` where git fails, takes too long, or says more than `most` bytes.
pub(super) fn answer(git: Command, most: u64) -> Option<Vec<u8>> {
    let mut asked = Asked::start(git, PATIENCE).ok()?;
    let mut said = Vec::new();
    asked.child(|child| child.stdout.take())?.take(most + 1).read_to_end(&mut said).ok()?;
    (said.len() as u64 <= most && asked.ended().is_ok()).then_some(said)
}

/// Reads an answer part by part, as `-z` divides it, no more than `most` bytes of it, until `each` has had enough. A tree may
/// name one folder many times, so that a small repository has more files than any machine can hold.
pub(super) fn parts(git: Command, most: u64, each: impl FnMut(&[u8]) -> Option<()>) -> Result<(), Silence> {
    parts_within(git, most, PATIENCE, each)
}

fn parts_within(
    git: Command,
    most: u64,
    patience: Duration,
    mut each: impl FnMut(&[u8]) -> Option<()>,
) -> Result<(), Silence> {
    let mut asked = Asked::start(git, patience).map_err(|_| Silence::Failed)?;
    let said = asked.child(|child| child.stdout.take()).ok_or(Silence::Failed)?;
    let mut said = BufReader::new(said.take(most + 1));
    let (mut part, mut all) = (Vec::new(), 0);
    loop {
        part.clear();
        let read = said.read_until(0, &mut part).map_err(|_| Silence::Failed)? as u64;
        all += read;
        if all > most {
            return Err(Silence::TooMuch);
        }
        if read == 0 {
            return asked.ended();
        }
        each(part.strip_suffix(b"\0").unwrap_or(&part)).ok_or(Silence::TooMuch)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(arguments: &[&str], most: u64, patience: Duration) -> Result<(), Silence> {
        let mut git = git();
        // Never written to and never closed, as long as git runs.
        git.args(arguments).stdin(Stdio::piped());
        parts_within(git, most, patience, |_| Some(()))
    }

    #[test]
    fn what_does_not_end_is_ended() {
        let waits = ["hash-object", "--stdin"];
        assert_eq!(said(&waits, 99, Duration::ZERO), Err(Silence::TooMuch), "in time");
        assert_eq!(said(&["version"], 1, PATIENCE_FOR_FILES), Err(Silence::TooMuch), "in bytes");
        assert_eq!(said(&["no-such-command"], 99, PATIENCE_FOR_FILES), Err(Silence::Failed));
        assert_eq!(said(&["version"], 99, PATIENCE_FOR_FILES), Ok(()));
    }
}
