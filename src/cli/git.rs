//! Git, as a program: which files a change touches, and a site as it was at some revision.
//!
//! Takes: a folder inside a repository. Gives: names and files.
//! Never: needs a token or a network, writes to the repository, or takes a name for an option.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

/// The parts of a site that are read.
const PARTS: [&str; 3] = [crate::load::SETTINGS, crate::load::CONTENT, crate::load::THEMES];

fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    // Whatever the machine's own settings: no pager, no colour, no names in quotation marks.
    git.arg("-C").arg(root).args(["--no-pager", "-c", "core.quotePath=false", "-c", "color.ui=false"]);
    git
}

/// The files that a pull request changes, where GitHub says that this is one. Without git, none: they are only an order.
pub(super) fn changed(root: &Path) -> BTreeSet<String> {
    let Some(base) = std::env::var("GITHUB_BASE_REF").ok().filter(|base| !base.is_empty()) else {
        return BTreeSet::new();
    };
    let range = format!("refs/remotes/origin/{base}...HEAD");
    let mut git = git(root);
    git.args(["diff", "--name-only", "--relative", "--no-renames", "-z", "--end-of-options", &range]);
    let listed = git.output().ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let listed = String::from_utf8_lossy(&listed.unwrap_or_default()).into_owned();
    listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

/// The commit that a name means; `None` if it means none, or this is no repository.
pub(super) fn commit(root: &Path, name: &str) -> Option<String> {
    let mut git = git(root);
    git.args(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")]);
    let said = git.output().ok().filter(|output| output.status.success())?;
    let commit = String::from_utf8(said.stdout).ok()?.trim().to_owned();
    (commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit())).then_some(commit)
}

/// Writes the site of `root` as it was in a commit below an empty folder. Links between files are left out: what they lead
/// to may lie anywhere.
pub(super) fn write_site(root: &Path, commit: &str, into: &Path) -> io::Result<()> {
    let mut list = git(root);
    list.args(["ls-tree", "-r", "-z", commit, "--"]).args(PARTS);
    let Output { status, stdout, stderr } = list.output()?;
    if !status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&stderr).trim().to_owned()));
    }
    let files: Vec<(String, PathBuf)> = stdout.split(|byte| *byte == 0).filter_map(entry).collect();

    let mut cat = git(root);
    cat.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut cat = cat.spawn()?;
    let (Some(mut asks), Some(answers)) = (cat.stdin.take(), cat.stdout.take()) else {
        return Err(io::Error::other("git cannot be talked to"));
    };
    let ids: Vec<String> = files.iter().map(|(id, _)| id.clone()).collect();
    // Asked from another thread: git answers while it is asked, and neither may wait for the other.
    let asking = thread::spawn(move || ids.iter().try_for_each(|id| writeln!(asks, "{id}")));
    let mut answers = BufReader::new(answers);
    for (_, path) in &files {
        let mut head = String::new();
        answers.read_line(&mut head)?;
        let size = head.rsplit(' ').next().and_then(|size| size.trim().parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("{} is missing in the repository", path.display())))?;
        let to = into.join(path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        io::copy(&mut answers.by_ref().take(size), &mut fs::File::create(to)?)?;
        answers.read_exact(&mut [0])?;
    }
    asking.join().map_err(|_| io::Error::other("git cannot be asked"))??;
    cat.wait()?;
    Ok(())
}

/// `100644 blob ID\tpath`, of plain files only, and none that would be written elsewhere.
fn entry(line: &[u8]) -> Option<(String, PathBuf)> {
    let line = std::str::from_utf8(line).ok()?;
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split(' ');
    let (mode, kind, id) = (facts.next()?, facts.next()?, facts.next()?);
    let path = PathBuf::from(path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    (kind == "blob" && mode.starts_with("100") && inside).then(|| (id.to_owned(), path))
}
