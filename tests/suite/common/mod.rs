//! What the tests share: a site written from a text, the program run on it, and what it left on the disk.
//!
//! A text lists the files of a small site:
//!
//! ```text
//! A word on what the case shows.
//! --- site.yaml
//! title: A site
//! --- content/a.md
//! # A
//! --- content/b.md (bytes)
//! caf\xe9
//! --- content/c.md -> ../outside.txt
//! --- content/d.md (locked)
//! Nobody may read this file.
//! ```
//!
//! A file of `(picture)` is a PNG of one point, whatever stands below. In a file of `(bytes)`, `\xe9`, `\t`, `\r`, `\n` and `\\` stand for one byte each, and the end of a line for nothing.
//! A text that does not mention `site.yaml` gets one; `--- site.yaml (absent)` keeps it away.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod strict;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A picture of one point, as PNG.
pub const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\x0aIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// What a run of the program came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// The exit code; -1 where a signal ended it.
    pub code: i32,
    /// Results.
    pub stdout: String,
    /// Talk.
    pub stderr: String,
}

/// The settings of a site whose text has none.
pub const SITE_YAML: &str = "title: A small site\n";

/// An empty folder of its own, gone at the end of the test.
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("fingerpost-test-").tempdir().expect("a temporary folder can be made")
}

/// A folder with the site that the text lists.
pub fn site(text: &str) -> TempDir {
    let folder = folder();
    write_site(folder.path(), text);
    folder
}

/// Writes the files that the text lists below a folder that is there.
pub fn write_site(root: &Path, text: &str) {
    let mut settings = false;
    for (header, content) in sections(text) {
        settings |= header.starts_with("site.yaml");
        write_section(root, header, content);
    }
    if !settings {
        write(root, "site.yaml", SITE_YAML);
    }
}

/// The files of a text: what stands behind `--- `, and the lines below it.
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut open: Option<(&str, usize)> = None;
    for line in text.split_inclusive('\n') {
        if let Some(header) = line.strip_prefix("--- ").map(str::trim).filter(|header| !header.is_empty()) {
            if let Some((header, start)) = open {
                out.push((header, &text[start..at]));
            }
            open = Some((header, at + line.len()));
        }
        at += line.len();
    }
    out.extend(open.map(|(header, start)| (header, &text[start..])));
    assert!(!out.is_empty(), "the text lists no file");
    out
}

fn write_section(root: &Path, header: &str, content: &str) {
    if let Some((path, target)) = header.split_once(" -> ") {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        link(target, path);
    } else if let Some(path) = header.strip_suffix(" (bytes)") {
        write(root, path, unescaped(content));
    } else if let Some(path) = header.strip_suffix(" (picture)") {
        write(root, path, DOT);
    } else if let Some(path) = header.strip_suffix(" (locked)") {
        write(root, path, content);
        set_mode(&root.join(path), 0o000);
    } else if header.strip_suffix(" (absent)").is_none() {
        write(root, header, content);
    }
}

/// Writes one file, its folders made where they are missing.
pub fn write(root: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(&path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\n' => {}
            b'\\' => out.push(match bytes.next().expect("a character stands behind a backslash") {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'x' => {
                    let digits = [bytes.next().expect("two digits"), bytes.next().expect("two digits")];
                    let digits = std::str::from_utf8(&digits).expect("two digits");
                    u8::from_str_radix(digits, 16).expect("two hexadecimal digits")
                }
                other => other,
            }),
            byte => out.push(byte),
        }
    }
    out
}

/// Makes a symbolic link. What it leads to is as it is written, from the folder that the link lies in.
#[cfg(unix)]
pub fn link(to: impl AsRef<Path>, at: impl AsRef<Path>) {
    std::os::unix::fs::symlink(to, at).expect("a link can be made");
}

/// Makes a symbolic link; Windows has one kind for folders and one for the rest.
#[cfg(windows)]
pub fn link(to: impl AsRef<Path>, at: impl AsRef<Path>) {
    use std::os::windows::fs::{symlink_dir, symlink_file};
    let folder = at.as_ref().parent().is_some_and(|parent| parent.join(to.as_ref()).is_dir());
    let made = if folder { symlink_dir(to, at) } else { symlink_file(to, at) };
    made.expect("a link can be made");
}

/// Sets who may read and write a file.
#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode of a file can be set");
}

/// Runs the program in a folder, whose site has templates that write no pages.
pub fn run_with_own_templates(folder: &Path, arguments: &[&str]) -> Said {
    said(command(env!("CARGO_BIN_EXE_fingerpost").as_ref(), folder, arguments))
}

/// Runs the program in a folder. What it builds is read strictly.
pub fn run(folder: &Path, arguments: &[&str]) -> Said {
    let said = run_with_own_templates(folder, arguments);
    if arguments.first() == Some(&"build") && said.code == 0 {
        let after = |option| arguments.iter().skip_while(|argument| **argument != option).nth(1).map(PathBuf::from);
        let root = folder.join(after("--root").unwrap_or_default());
        let out = after("--out").map_or_else(|| root.join("public"), |out| folder.join(out));
        // Whoever asks only for help builds nothing.
        if out.is_dir() {
            assert_strict(&out);
        }
    }
    said
}

/// Holds every page of a published site against [`strict`].
pub fn assert_strict(public: &Path) {
    for (path, page) in files(public).iter().filter(|(path, _)| path.ends_with(".html")) {
        assert_strict_page(path, &String::from_utf8_lossy(page));
    }
}

/// Holds every page of a site that was built in memory against [`strict`].
pub fn assert_strict_outputs(outputs: &[fingerpost::render::Output]) {
    for output in outputs.iter().filter(|output| output.path.ends_with(".html")) {
        if let fingerpost::render::Content::Text(page) = &output.content {
            assert_strict_page(&output.path, page);
        }
    }
}

fn assert_strict_page(path: &str, page: &str) {
    // A page may be broken in as many places as it has links; the first tell enough.
    let faults = strict::faults(page);
    assert!(faults.is_empty(), "{path}: {:#?}", &faults[..faults.len().min(5)]);
}

/// Who may read a file is no number on Windows; whoever tests that does so elsewhere.
#[cfg(windows)]
pub fn set_mode(_: &Path, _: u32) {}

/// Runs the program in a folder as somebody who is not the superuser, for whom a locked file is locked.
#[cfg(windows)]
pub fn run_unprivileged(folder: &Path, arguments: &[&str]) -> Said {
    run(folder, arguments)
}

/// Runs the program in a folder as somebody who is not the superuser, for whom a locked file is locked.
#[cfg(unix)]
pub fn run_unprivileged(folder: &Path, arguments: &[&str]) -> Said {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    if folder.metadata().expect("the folder is there").uid() != 0 {
        return run(folder, arguments);
    }
    // The superuser's folders may be closed to others, the one that the program was built in among them.
    let elsewhere = self::folder();
    let program = elsewhere.path().join("fingerpost");
    fs::copy(env!("CARGO_BIN_EXE_fingerpost"), &program).expect("the program can be copied");
    set_mode(elsewhere.path(), 0o755);
    set_mode(folder, 0o755);
    let mut command = command(&program, folder, arguments);
    command.uid(NOBODY).gid(NOBODY);
    said(command)
}

fn command(program: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// Git for the test itself, on one day, with nobody's settings: what it says.
pub fn git(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(folder);
    for setting in ["user.name=A", "user.email=a@a.example", "init.defaultBranch=main", "core.hooksPath="] {
        git.args(["-c", setting]);
    }
    git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    git.env("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z")).env("GIT_AUTHOR_DATE", "2001-01-01T12:00:00Z");
    let said = said(git);
    assert_eq!(said.code, 0, "git {arguments:?}: {}", said.stderr);
    said.stdout
}

/// Runs a command to its end.
pub fn said(mut command: Command) -> Said {
    let output = loop {
        match command.output() {
            // A copy of the program is still open for writing in a process that another test has just begun.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            output => break output.expect("the program can be started"),
        }
    };
    Said {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("talk is UTF-8"),
    }
}

/// Every file below a folder with its bytes, by its path with `/` between the parts.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be read"));
    entries
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).expect("it lies below the folder");
            (below.to_string_lossy().into_owned(), fs::read(entry.path()).unwrap_or_default())
        })
        .collect()
}

/// The whole repository's folder: the club's own site.
pub fn repository() -> &'static Path {
    env!("CARGO_MANIFEST_DIR").as_ref()
}

/// Where a relative path leads from a folder, both by their parts.
pub fn steps<'a>(folder: Vec<&'a str>, path: &'a str) -> Vec<&'a str> {
    let mut parts: Vec<&str> = folder.into_iter().filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts
}
