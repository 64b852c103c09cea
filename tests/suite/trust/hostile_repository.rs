//! A stranger's folder that git takes for its own settings: no command that stands in it is ever run, and what the program
//! says of the site's history is what the repository at the top says.

use crate::common::{Said, folder, git, run, said, write, write_site};
use fingerpost::load;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const SITE: &str = "--- site.yaml
title: A site
--- content/index.md
# Home

See [one](one.md).
--- content/one.md
---
title: One
reviewed: 2024-03-01
reviewer: A. Clinician
---

One.
";

/// Everything in git's settings and beside them that names a program; each leaves a file of its own behind.
fn arm(repository: &Path, canaries: &Path) {
    let run = |name: &str| format!("touch '{}'/{name}; cat", canaries.display());
    let settings = [
        ("core", "fsmonitor", "fsmonitor"),
        ("core", "pager", "pager"),
        ("core", "sshCommand", "ssh"),
        ("core", "askPass", "askpass"),
        ("core", "editor", "editor"),
        ("core", "gitProxy", "proxy"),
        ("core", "alternateRefsCommand", "alternates"),
        ("diff", "external", "external"),
        ("filter \"x\"", "clean", "clean"),
        ("filter \"x\"", "smudge", "smudge"),
        ("filter \"y\"", "process", "process"),
        ("diff \"x\"", "textconv", "textconv"),
        ("diff \"x\"", "command", "command"),
        ("merge \"x\"", "driver", "driver"),
        ("gpg", "program", "gpg"),
        ("pager", "log", "pager-log"),
        ("pager", "diff", "pager-diff"),
        ("alias", "log", "!log"),
        ("alias", "diff", "!diff"),
        ("alias", "ls-tree", "!ls-tree"),
        ("alias", "cat-file", "!cat-file"),
        ("alias", "rev-parse", "!rev-parse"),
        ("credential", "helper", "!credential"),
        ("uploadpack", "packObjectsHook", "pack"),
    ];
    let mut config = fs::read_to_string(repository.join("config")).unwrap();
    for (section, key, name) in settings {
        let (bang, name) = name.strip_prefix('!').map_or(("", name), |name| ("!", name));
        config.push_str(&format!("[{section}]\n\t{key} = \"{bang}{}\"\n", run(name)));
    }
    config.push_str(&format!("[remote \"origin\"]\n\turl = \"ext::sh -c touch% {}/fetch\"\n", canaries.display()));
    config.push_str("\tpromisor = true\n\tpartialclonefilter = blob:none\n[extensions]\n\tpartialClone = origin\n");
    config.push_str("[protocol \"ext\"]\n\tallow = always\n[log]\n\tshowSignature = true\n\tshowRoot = false\n");
    config.push_str("[submodule]\n\trecurse = true\n[diff]\n\torderFile = nowhere\n\trenames = copies\n");
    config.push_str("[core]\n\thooksPath = hooks\n\tbare = false\n\tattributesFile = attributes\n");
    fs::write(repository.join("config"), config).unwrap();
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"] {
        let path = format!("hooks/{hook}");
        write(repository, &path, format!("#!/bin/sh\ntouch '{}'/hook-{hook}\n", canaries.display()));
        crate::common::set_mode(&repository.join(path), 0o755);
    }
    for attributes in ["attributes", "info/attributes", ".gitattributes"] {
        write(repository, attributes, ATTRIBUTES);
    }
}

const ATTRIBUTES: &str = "* filter=x diff=x merge=x\n*.yaml filter=y\n";

/// A repository of its own of these files, its own folder called as it likes.
fn inner(files: &Path, own: &Path, worktree: &str) {
    let kept = folder();
    let kept = kept.path().join("copy");
    copy(files, &kept);
    fs::write(kept.join("content/one.md"), "# One, as it once was\n").unwrap();
    git(&kept, "1999-01-01", &["init", "-q"]);
    git(&kept, "1999-01-01", &["add", "."]);
    git(&kept, "1999-01-01", &["commit", "-qm", "False"]);
    git(&kept, "1999-01-01", &["config", "core.worktree", worktree]);
    copy(&kept.join(".git"), own);
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in crate::common::files(from) {
        write(to, &path, bytes);
    }
    // Git wants these, empty as they are.
    for empty in ["objects/info", "objects/pack", "refs/heads", "refs/tags"] {
        if from.join("HEAD").exists() {
            fs::create_dir_all(to.join(empty)).unwrap();
        }
    }
}

/// Where somebody may have put a repository of theirs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Trap {
    /// The site's folder looks like one: this can be committed.
    Bare,
    /// The same, with a page's folder for it, and a file that leads there.
    Gitfile,
    /// The site's folder has a `.git`: an archive can hold it.
    Folder,
    /// A folder of pages has one, and is a repository within in the eyes of git.
    Within,
}

/// A repository whose site lies in `help`: written on 2 March 2024, its page One edited on 5 April; and the trap.
fn trapped(trap: Trap, canaries: &Path) -> TempDir {
    let repository = folder();
    let top = repository.path();
    let help = top.join("help");
    write_site(&help, SITE);
    git(top, "2024-03-02", &["init", "-q"]);
    git(top, "2024-03-02", &["add", "."]);
    git(top, "2024-03-02", &["commit", "-qm", "Begun"]);
    if trap == Trap::Bare {
        inner(&help, &help, ".");
        arm(&help, canaries);
    }
    if trap == Trap::Gitfile {
        inner(&help, &help.join("content/evil"), "../..");
        arm(&help.join("content/evil"), canaries);
    }
    if trap == Trap::Within {
        write(&help, "content/within/index.md", "# Within\n\nSee [home](../index.md).\n");
        let within = help.join("content/within");
        git(&within, "2024-04-05", &["init", "-q"]);
        git(&within, "2024-04-05", &["add", "."]);
        git(&within, "2024-04-05", &["commit", "-qm", "Within"]);
        let id = git(&within, "2024-04-05", &["rev-parse", "HEAD"]);
        git(
            top,
            "2024-04-05",
            &["update-index", "--add", "--cacheinfo", &format!("160000,{},help/content/within", id.trim())],
        );
        write(&within, "index.md", "# Within, changed\n\nSee [home](../index.md).\n");
    }
    write(&help, ".gitattributes", ATTRIBUTES);
    write(&help, "content/.gitattributes", "*.md -diff\n* filter=x diff=x\n");
    let one = fs::read_to_string(help.join("content/one.md")).unwrap();
    fs::write(help.join("content/one.md"), format!("{one}\nMore.\n")).unwrap();
    let changed = ["add", "help/.gitattributes", "help/content/.gitattributes", "help/content/one.md"];
    git(top, "2024-04-05", if trap == Trap::Within { &changed } else { &["add", "-f", "."] });
    git(top, "2024-04-05", &["commit", "-qm", "More", "--allow-empty"]);
    git(top, "2024-04-05", &["update-ref", "refs/remotes/origin/main", "HEAD~1"]);
    match trap {
        Trap::Gitfile => fs::write(help.join(".git"), "gitdir: content/evil\n").unwrap(),
        Trap::Folder => {
            inner(&help, &help.join(".git"), "..");
            arm(&help.join(".git"), canaries);
        }
        Trap::Within => arm(&help.join("content/within/.git"), canaries),
        Trap::Bare => {}
    }
    repository
}

/// What the canaries say: the names of those that were let out.
fn out(canaries: &Path) -> Vec<PathBuf> {
    fs::read_dir(canaries).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// The program in a site's folder, with variables.
fn program(root: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    program.current_dir(root).args(arguments).envs(variables.iter().copied());
    said(program)
}

fn facts_are_those_of_the_top(root: &Path) {
    let page = fs::read_to_string(root.join("public/one/index.html")).unwrap();
    assert!(page.contains("Last changed on 5 April 2024."), "{page}");
    assert!(page.contains("It was edited since its review."), "{page}");
    let home = fs::read_to_string(root.join("public/index.html")).unwrap();
    assert!(home.contains("Last changed on 2 March 2024."), "{home}");
}

#[test]
fn no_command_of_the_site_is_run_and_the_top_is_believed() {
    for trap in [Trap::Bare, Trap::Gitfile, Trap::Folder, Trap::Within] {
        let canaries = folder();
        let repository = trapped(trap, canaries.path());
        let root = repository.path().join("help");
        assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{trap:?}: the test itself let one out");
        let asked: [&[&str]; 7] = [
            &["check"],
            &["build", "--today", "2024-05-01"],
            &["diff", "HEAD~1", "HEAD"],
            &["diff", "HEAD", "."],
            &["diff", "refs/remotes/origin/main", "main"],
            &["lock"],
            &["check", "--format", "github"],
        ];
        for arguments in asked {
            let said = program(&root, arguments, &[("GITHUB_BASE_REF", "main")]);
            assert_eq!(said.code, 0, "{trap:?} {arguments:?}: {}{}", said.stdout, said.stderr);
            assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{trap:?} {arguments:?}");
            if arguments[0] == "diff" && arguments[1] == "HEAD~1" {
                assert!(said.stdout.contains("+ More."), "{trap:?}: {}", said.stdout);
            }
        }
        facts_are_those_of_the_top(&root);
        // As `serve` reads a site.
        let (inputs, _) = load::reload(&root, &mut load::FileCache::default()).unwrap();
        assert_eq!(inputs.changes["content/one.md"].day.to_string(), "2024-04-05", "{trap:?}");
        assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{trap:?} serve");
    }
}

/// The settings of a repository that is nobody's but the archive's: there is none around it to believe.
#[test]
fn a_repository_that_came_with_the_site_runs_nothing_either() {
    let (canaries, site) = (folder(), folder());
    let root = site.path();
    write_site(root, SITE);
    git(root, "2024-03-02", &["init", "-q"]);
    git(root, "2024-03-02", &["add", "."]);
    git(root, "2024-03-02", &["commit", "-qm", "Begun"]);
    let id = git(root, "2024-03-02", &["rev-parse", "HEAD:content/index.md"]);
    write(root, ".gitattributes", ATTRIBUTES);
    arm(&root.join(".git"), canaries.path());
    for arguments in [&["check"][..], &["build"], &["diff", "HEAD", "."], &["lock"]] {
        let said = run(root, arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.stdout, said.stderr);
        assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{arguments:?}");
    }
    let page = fs::read_to_string(root.join("public/one/index.html")).unwrap();
    assert!(page.contains("Last changed on 2 March 2024."), "{page}");
    // An object that is to be had elsewhere is not fetched.
    fs::remove_file(root.join(".git/objects").join(&id[..2]).join(id[2..].trim())).unwrap();
    let said = run(root, &["diff", "HEAD", "."]);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("`content/index.md` is missing in the repository"), "{}", said.stderr);
    assert_eq!(out(canaries.path()), Vec::<PathBuf>::new());
}

/// A git that knows none of the newer ways to switch things off runs nothing either.
#[test]
fn an_old_git_runs_nothing() {
    let (canaries, old) = (folder(), folder());
    let git = String::from_utf8(Command::new("sh").args(["-c", "command -v git"]).output().unwrap().stdout).unwrap();
    let script = format!(
        "#!/bin/sh\nunset GIT_ATTR_SOURCE GIT_NO_LAZY_FETCH\nfor a do shift; case $a in safe.bareRepository=*) a=a.b=c;; esac; \
         set -- \"$@\" \"$a\"; done\nexec {} \"$@\"\n",
        git.trim()
    );
    write(old.path(), "git", script);
    crate::common::set_mode(&old.path().join("git"), 0o755);
    let path = format!("{}:{}", old.path().display(), std::env::var("PATH").unwrap());
    for trap in [Trap::Bare, Trap::Gitfile, Trap::Folder, Trap::Within] {
        let repository = trapped(trap, canaries.path());
        let root = repository.path().join("help");
        for arguments in [&["build", "--today", "2024-05-01"][..], &["diff", "HEAD~1", "HEAD"]] {
            let said = program(&root, arguments, &[("PATH", &path)]);
            assert_eq!(said.code, 0, "{trap:?} {arguments:?}: {}{}", said.stdout, said.stderr);
            assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{trap:?} {arguments:?}");
        }
        facts_are_those_of_the_top(&root);
    }
}

/// A hook of git sets these for all that it starts; a build in it is about its own site.
#[test]
fn variables_that_lead_git_elsewhere_are_not_followed() {
    let (canaries, elsewhere) = (folder(), folder());
    let repository = trapped(Trap::Bare, canaries.path());
    let root = repository.path().join("help");
    git(elsewhere.path(), "1999-01-01", &["init", "-q"]);
    let own = elsewhere.path().join(".git");
    arm(&own, canaries.path());
    let own = own.to_string_lossy();
    let command = format!("touch '{}'/variable", canaries.path().display());
    let variables = [
        ("GIT_DIR", &*own),
        ("GIT_COMMON_DIR", &*own),
        ("GIT_INDEX_FILE", "/dev/null"),
        ("GIT_OBJECT_DIRECTORY", "/nowhere"),
        ("GIT_WORK_TREE", "/nowhere"),
        ("GIT_PREFIX", "x/"),
        ("GIT_NAMESPACE", "x"),
        ("GIT_EXTERNAL_DIFF", &command),
        ("GIT_PAGER", &command),
        ("GIT_SSH_COMMAND", &command),
        ("GIT_SHALLOW_FILE", "/dev/zero"),
        ("GIT_REPLACE_REF_BASE", "refs/heads"),
    ];
    for arguments in [&["build", "--today", "2024-05-01"][..], &["diff", "HEAD~1", "HEAD"]] {
        let said = program(&root, arguments, &variables);
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.stdout, said.stderr);
        assert_eq!(out(canaries.path()), Vec::<PathBuf>::new(), "{arguments:?}");
    }
    facts_are_those_of_the_top(&root);
}

#[test]
fn a_repository_of_the_newer_kind_of_names_and_files_of_windows_are_understood() {
    let site = folder();
    write_site(site.path(), SITE);
    let git = |arguments: &[&str]| git(site.path(), "2024-03-02", arguments);
    git(&["init", "-q", "--object-format=sha256"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "Begun"]);
    let one = fs::read_to_string(site.path().join("content/one.md")).unwrap();
    fs::write(site.path().join("content/one.md"), one.replace('\n', "\r\n")).unwrap();
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let page = fs::read_to_string(site.path().join("public/one/index.html")).unwrap();
    assert!(page.contains("Last changed on 2 March 2024."), "{page}");
    let said = run(site.path(), &["diff", "HEAD", "."]);
    assert!(said.stdout.contains("Nothing: every page reads as before"), "{said:?}");
}

#[test]
fn revisions_that_are_none_are_refused() {
    let canaries = folder();
    let repository = trapped(Trap::Bare, canaries.path());
    let root = repository.path().join("help");
    git(repository.path(), "2024-04-05", &["update-ref", "refs/heads/--output=x", "HEAD"]);
    for wrong in [
        "--output=x",
        "-h",
        "--",
        "-",
        "HEAD:content",
        ":/More",
        "HEAD^{/x:y}",
        "main\n--all",
        "\nHEAD",
        "HEAD ..",
        "main..main",
        "^main",
        "--all",
        "@{u}",
        "HEAD@{9}",
        "refs/heads/*",
        "",
        " ",
        "main\u{0085}x",
        "HEAD^{tree}",
    ] {
        let said = run(&root, &["diff", "--", wrong, "HEAD"]);
        assert_eq!(said.code, 2, "{wrong:?}: {}", said.stdout);
        assert!(said.stderr.contains("is neither a folder nor a git revision"), "{wrong:?}: {}", said.stderr);
        assert_eq!(said.stderr.lines().count(), 1, "{wrong:?}: {}", said.stderr);
    }
    assert!(!root.join("x").exists());
    assert_eq!(run(&root, &["diff", "main~1", "refs/heads/main"]).code, 0);
}

/// Writes an object as it stands: git itself would refuse to make these.
fn object(top: &Path, kind: &str, bytes: &[u8]) -> String {
    write(top, "object", bytes);
    let id = git(top, "2024-03-02", &["hash-object", "--literally", "-w", "-t", kind, "object"]);
    id.trim().to_owned()
}

/// A tree of these entries: mode, name, id.
fn tree(top: &Path, entries: &[(&str, &[u8], &str)]) -> String {
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend([mode.as_bytes(), b" ", name, b"\0"].concat());
        bytes.extend((0..20).map(|i| u8::from_str_radix(&id[2 * i..2 * i + 2], 16).unwrap()));
    }
    object(top, "tree", &bytes)
}

fn commit(top: &Path, tree: &str, parent: Option<&str>) -> String {
    let parents: Vec<&str> = parent.into_iter().flat_map(|parent| ["-p", parent]).collect();
    git(top, "2024-04-05", &[&["commit-tree", tree, "-m", "x"], &parents[..]].concat()).trim().to_owned()
}

#[test]
fn names_that_lead_elsewhere_are_left_out_and_said() {
    let site = folder();
    let top = site.path();
    write_site(top, SITE);
    git(top, "2024-03-02", &["init", "-q"]);
    let page = object(top, "blob", b"# Home\n");
    let settings = object(top, "blob", b"title: A site\n");
    let inner = tree(top, &[("100644", b"escaped.md", &page)]);
    let names: [(&str, &[u8], &str); 11] = [
        ("40000", b"..", &inner),
        ("100644", b"../../../../escaped.md", &page),
        ("100644", b"/tmp/escaped-by-fingerpost.md", &page),
        ("40000", b".git", &inner),
        ("40000", b".GiT", &inner),
        ("100644", b"a\\..\\b.md", &page),
        ("100644", b"index.md", &page),
        ("120000", b"link.md", &page),
        ("100644", b"line\n::error::break.md", &page),
        ("160000", b"module", &page),
        ("100644", b"caf\xe9.md", &page),
    ];
    let content = tree(top, &names);
    let whole = tree(top, &[("40000", b"content", &content), ("100644", b"site.yaml", &settings)]);
    let bad = commit(top, &whole, None);
    let said = run(top, &["diff", &bad, &bad]);
    assert_eq!(said.code, 0, "{said:?}");
    for left_out in ["content/../escaped.md", "content/.git/escaped.md", "content/.GiT/escaped.md", "content/link.md"] {
        assert!(said.stdout.contains(&format!("`{left_out}` is left out")), "{left_out}: {}", said.stdout);
    }
    let elsewhere = ["/tmp/escaped-by-fingerpost.md", "/tmp/escaped.md", "/escaped.md"];
    assert!(elsewhere.iter().all(|path| !Path::new(path).exists()));
    assert!(said.stdout.lines().all(|line| !line.trim_start().starts_with("::")), "{}", said.stdout);
    assert_eq!(said.stderr, "", "what could not be read stands in the report");
}

#[test]
fn objects_that_are_not_what_they_are_called_are_told() {
    let site = folder();
    let top = site.path();
    git(top, "2024-03-02", &["init", "-q"]);
    let page = object(top, "blob", b"# Home\n");
    let inner = tree(top, &[("100644", b"a.md", &page)]);
    let nothing = "1234567890123456789012345678901234567890";
    let twice: [(&str, &[u8], &str); 2] = [("100644", b"a.md", &page), ("100644", b"a.md", &page)];
    let cases: [(&[(&str, &[u8], &str)], &str); 4] = [
        (&[("100644", b"a.md", nothing)], "`content/a.md` is missing in the repository"),
        (&[("100644", b"a.md", &inner)], "`content/a.md` is missing in the repository"),
        (&[("40000", b"a", nothing)], "git cannot say"),
        (&twice, "`content/a.md` cannot be written on this system"),
    ];
    for (entries, why) in cases {
        let content = tree(top, entries);
        let bad = commit(top, &tree(top, &[("40000", b"content", &content)]), None);
        let said = run(top, &["diff", &bad, &bad]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains(why), "{why}: {}", said.stderr);
    }
}

/// Ten folders that are one, ten deep: ten thousand million files in a dozen objects. In a history that is checked, it came and
/// went again.
#[test]
fn a_small_repository_with_more_files_than_any_machine_can_hold_ends() {
    let site = folder();
    let top = site.path();
    write_site(top, SITE);
    git(top, "2024-03-02", &["init", "-q"]);
    git(top, "2024-03-02", &["add", "."]);
    git(top, "2024-03-02", &["commit", "-qm", "Begun"]);
    let page = object(top, "blob", b"# Home\n");
    let names: Vec<String> = (0..10).map(|i| format!("{i}.md")).collect();
    let files: Vec<(&str, &[u8], &str)> = names.iter().map(|name| ("100644", name.as_bytes(), page.as_str())).collect();
    let mut bomb = tree(top, &files);
    for _ in 0..9 {
        let folders: Vec<(&str, &[u8], &str)> =
            names.iter().map(|name| ("40000", &name.as_bytes()[..1], bomb.as_str())).collect();
        bomb = tree(top, &folders);
    }
    let bad = commit(top, &tree(top, &[("40000", b"content", &bomb)]), None);
    let said = run(top, &["diff", &bad, "HEAD"]);
    assert_eq!(said.code, 2, "{said:?}");
    let ends = ["it has more than 500000 files", "git takes too long to say what is in it"];
    assert!(ends.iter().any(|end| said.stderr.contains(end)), "{}", said.stderr);
}

/// The same, but it came and went again: what is checked is a good site, whose history has no end. A git that says so many names
/// (here one in its place) is ended in bytes; one that does not say anything for long, in time (`load::git`).
#[test]
fn a_history_without_an_end_is_told_and_nothing_else_is_lost() {
    let (site, other) = (folder(), folder());
    let root = site.path();
    write_site(root, SITE);
    git(root, "2024-03-02", &["init", "-q"]);
    git(root, "2024-03-02", &["add", "."]);
    git(root, "2024-03-02", &["commit", "-qm", "Begun"]);
    let own = String::from_utf8(Command::new("sh").args(["-c", "command -v git"]).output().unwrap().stdout).unwrap();
    let script = format!(
        "#!/bin/sh\nfor a; do [ \"$a\" = log ] && exec yes a/long/name/of/a/file/that/was/never/there; done\nexec {} \"$@\"\n",
        own.trim()
    );
    write(other.path(), "git", script);
    crate::common::set_mode(&other.path().join("git"), 0o755);
    let path = format!("{}:{}", other.path().display(), std::env::var("PATH").unwrap());
    for arguments in [&["check", "--format", "short"][..], &["build"]] {
        let said = program(root, arguments, &[("PATH", &path)]);
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.stdout, said.stderr);
        assert!(said.stdout.contains("[unread-history]: "), "{arguments:?}: {}", said.stdout);
    }
    let page = fs::read_to_string(root.join("public/one/index.html")).unwrap();
    assert!(!page.contains("Last changed on"), "{page}");
    let said = program(root, &["diff", "HEAD", "."], &[("PATH", &path)]);
    assert_eq!(said.code, 0, "{said:?}");
}
