//! The files of a commit, and their bytes.
//!
//! Takes: a repository and a commit. Gives: what a checkout would write, as far as it is plain files.
//! Never: believes what an object says of itself. Names may be made to lead elsewhere, sizes to fill a disk, and a tree may
//! name itself so often that no machine could hold its files; git's own checks are not made for what is only fetched.

use super::call::{Asked, PATIENCE_FOR_FILES, Silence, parts};
use super::{LONGEST, Repository};
use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::Stdio;
use std::thread;

/// More files than this no site has.
pub(super) const MOST_FILES: usize = 500_000;
/// More bytes than this are not unpacked: they are written to the disk, for a look.
const MOST_BYTES: u64 = 4 << 30;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Below the site's folder; it leads nowhere else.
    pub path: PathBuf,
    /// In bytes.
    pub size: u64,
    id: String,
}

/// The files of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The plain files, in git's order.
    pub files: Vec<File>,
    /// What is none, as git calls it: links, repositories within, names that lead elsewhere.
    pub left_out: Vec<String>,
}

/// Why the files of a commit are not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// Git did not answer, or the commit has no such folder.
    NoAnswer,
    /// Git takes longer to list them than it is waited for.
    TooLong,
    /// There are more than any site has.
    TooMany,
    /// They are too large together.
    TooLarge,
    /// This one is named, and its bytes are not there.
    Missing(String),
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unlisted::NoAnswer => write!(
                f,
                "the site's folder is not in it, or git cannot say what was. Where the folder had another name then, write that version \
                 into a folder of its own (`git worktree add ../before COMMIT`) and compare the two folders"
            ),
            Unlisted::TooLong => write!(f, "git takes too long to say what is in it"),
            Unlisted::TooMany => write!(f, "it has more than {MOST_FILES} files"),
            Unlisted::TooLarge => write!(f, "its files have more than {} GB together", MOST_BYTES >> 30),
            Unlisted::Missing(path) => write!(f, "`{path}` is missing in the repository"),
        }
    }
}

impl Repository {
    /// The names that git has for the files of a commit below a folder of the site, by their paths.
    pub fn blobs(&self, commit: &str, folder: &str) -> Result<HashMap<String, String>, Silence> {
        let mut blobs = HashMap::new();
        let mut git = self.asked(&["ls-tree", "-r", "-z", &format!("{commit}:{}", self.below), "--"]);
        git.args(Some(folder).filter(|folder| !folder.is_empty()));
        parts(git, LONGEST, |entry| {
            let Some(entry) = Entry::read(entry) else { return Some(()) };
            if let (true, Ok(path)) = (entry.is_plain, std::str::from_utf8(entry.path)) {
                blobs.insert(path.to_owned(), entry.id.to_owned());
            }
            (blobs.len() <= MOST_FILES).then_some(())
        })?;
        Ok(blobs)
    }

    /// The paths of everything that the last commit has at a name in the site's folder and below it, and of what was added for
    /// the next one: files, links, and repositories within.
    ///
    /// What was added may be a stranger's as well: a merge that was not committed yet (`git merge --squash`), or a branch's
    /// files fetched over (`git checkout branch -- public`). Who added a file themselves has it in git, where it is not lost.
    pub fn tracked(&self, name: &str) -> Option<Vec<String>> {
        let mut tracked = Vec::new();
        if let Some(head) = self.commit("HEAD").filter(|_| self.holds_the_site()) {
            let git = self.asked(&["ls-tree", "-r", "-z", &format!("{head}:{}", self.below), "--", name]);
            parts(git, LONGEST, |entry| {
                tracked.extend(Entry::read(entry).map(|entry| String::from_utf8_lossy(entry.path).into_owned()));
                (tracked.len() <= MOST_FILES).then_some(())
            })
            .ok()?;
        }
        let mut git = self.asked(&["ls-files", "-z", "--cached", "--full-name", "--", &self.below_top(name)]);
        git.env("GIT_INDEX_FILE", self.folder.join("index"));
        parts(git, LONGEST, |path| {
            tracked.extend(self.below_site(path).map(|path| String::from_utf8_lossy(path).into_owned()));
            (tracked.len() <= 2 * MOST_FILES).then_some(())
        })
        .ok()?;
        Some(tracked)
    }

    /// What a commit has at these paths of the site and below them.
    pub fn listing(&self, commit: &str, paths: &[&str]) -> Result<Listing, Unlisted> {
        let mut git = self.asked(&["ls-tree", "-r", "-l", "-z", &format!("{commit}:{}", self.below), "--"]);
        git.args(paths);
        let (mut listing, mut bytes, mut refused) = (Listing::default(), 0_u64, None);
        let read = parts(git, LONGEST, |entry| {
            let entry = Entry::read(entry)?;
            let shown = || String::from_utf8_lossy(entry.path).into_owned();
            match plain_path(entry.path).filter(|_| entry.is_plain) {
                None => listing.left_out.push(shown()),
                Some(path) => {
                    let Some(size) = entry.size else {
                        refused = Some(Unlisted::Missing(shown()));
                        return None;
                    };
                    bytes = bytes.saturating_add(size);
                    listing.files.push(File { path, size, id: entry.id.to_owned() });
                }
            }
            if bytes > MOST_BYTES {
                refused = Some(Unlisted::TooLarge);
            } else if listing.files.len() + listing.left_out.len() > MOST_FILES {
                refused = Some(Unlisted::TooMany);
            }
            refused.is_none().then_some(())
        });
        match (refused, read) {
            (Some(refused), _) => Err(refused),
            (None, Err(Silence::Failed)) => Err(Unlisted::NoAnswer),
            (None, Err(Silence::TooMuch)) => Err(Unlisted::TooLong),
            (None, Ok(())) => Ok(listing),
        }
    }

    /// Reads these files, one after another.
    pub fn read(&self, files: &[File], mut each: impl FnMut(&File, &mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        let mut cat = self.asked(&["cat-file", "--batch"]);
        cat.stdin(Stdio::piped());
        let mut cat = Asked::start(cat, PATIENCE_FOR_FILES)?;
        let (Some(mut asks), Some(answers)) = cat.child(|child| (child.stdin.take(), child.stdout.take())) else {
            return Err(io::Error::other("git cannot be talked to"));
        };
        let ids: String = files.iter().flat_map(|file| [file.id.as_str(), "\n"]).collect();
        // Asked from another thread: git answers while it is asked, and neither may wait for the other. Where we stop reading,
        // git ends, and so does this.
        let asking = thread::spawn(move || asks.write_all(ids.as_bytes()));
        let mut answers = BufReader::new(answers);
        for file in files {
            let mut head = String::new();
            answers.by_ref().take(1 << 10).read_line(&mut head)?;
            // A tree may call anything a file.
            if head != format!("{} blob {}\n", file.id, file.size) {
                return Err(io::Error::other(format!("`{}` is missing in the repository", file.path.display())));
            }
            let mut bytes = answers.by_ref().take(file.size);
            each(file, &mut bytes)?;
            io::copy(&mut bytes, &mut io::sink())?;
            answers.read_exact(&mut [0])?;
        }
        drop(answers);
        asking.join().map_err(|_| io::Error::other("git cannot be asked"))?
    }
}

/// A line of `ls-tree`: `100644 blob ID`, with `-l` a size, then a tab and the path.
struct Entry<'a> {
    /// A file, neither a link nor a repository within.
    is_plain: bool,
    id: &'a str,
    /// `None` where git has none: the object is not there, or is no file.
    size: Option<u64>,
    path: &'a [u8],
}

impl Entry<'_> {
    fn read(line: &[u8]) -> Option<Entry<'_>> {
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let mut facts = std::str::from_utf8(&line[..tab]).ok()?.split_ascii_whitespace();
        let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
        let size = facts.next().and_then(|size| size.parse().ok());
        Some(Entry { is_plain: kind == "blob" && mode.starts_with("100"), id, size, path: &line[tab + 1..] })
    }
}

/// A path that leads to a file below the folder where it is put, on any system, and to nothing that git would take for its own.
fn plain_path(path: &[u8]) -> Option<PathBuf> {
    let text = path_text(path)?;
    let fits = |part: &str| {
        let git = part.to_lowercase().trim_end_matches(['.', ' ']) == ".git";
        !(git || matches!(part, "" | "." | "..") || cfg!(windows) && part.contains(['\\', ':']))
    };
    let path = PathBuf::from(text);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    (inside && path.to_string_lossy().split('/').all(fits)).then_some(path)
}

#[cfg(unix)]
fn path_text(path: &[u8]) -> Option<&Path> {
    use std::os::unix::ffi::OsStrExt;
    Some(Path::new(std::ffi::OsStr::from_bytes(path)))
}

#[cfg(not(unix))]
fn path_text(path: &[u8]) -> Option<&Path> {
    std::str::from_utf8(path).ok().map(Path::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_elsewhere_is_left_out() {
        for good in ["content/a.md", "content/..a.md", "content/a\nb.md", "content/süß.png", "content/.gitignore"] {
            assert!(plain_path(good.as_bytes()).is_some(), "{good:?}");
        }
        let bad =
            ["/etc/passwd", "content/../../a", "content//a", "content/./a", "", "content/.git/config", "content/.GIT"];
        for bad in bad.into_iter().chain(["content/.git. /config", "content/a/"]) {
            assert!(plain_path(bad.as_bytes()).is_none(), "{bad:?}");
        }
    }
}
