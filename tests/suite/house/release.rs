//! What becomes of a built program: the archive is the same bytes whoever packs it, the action's script installs what it can verify
//! and nothing else, and a tag that does not fit is no release.
#![cfg(unix)]

use crate::common::{Said, folder, repository, said, set_mode, write};
use std::fs;
use std::path::Path;
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A program that only says which version it is.
fn program(folder: &Path, name: &str) {
    write(folder, name, format!("#!/bin/sh\necho fingerpost {VERSION}\n"));
    set_mode(&folder.join(name), 0o700);
}

fn pack(folder: &Path, program: &str, system: &str, into: &str) -> Vec<u8> {
    fs::create_dir_all(folder.join(into)).unwrap();
    let mut pack = Command::new("python3");
    pack.arg(repository().join(".github/release/pack.py")).args([program, VERSION, system, into]);
    pack.current_dir(folder).env("SOURCE_DATE_EPOCH", "1600000001");
    let said = said(pack);
    assert_eq!(said.code, 0, "{said:?}");
    fs::read(folder.join(said.stdout.trim())).unwrap()
}

fn system() -> String {
    let mut system = Command::new("bash");
    system.arg(repository().join(".github/action/system.sh"));
    said(system).stdout.trim().to_owned()
}

/// Runs the action's script with nothing but what a runner gives it, and these variables.
fn install(folder: &Path, path: &str, variables: &[(&str, &str)]) -> Said {
    let mut install = Command::new("bash");
    install.arg(repository().join(".github/action/install.sh")).current_dir(folder).env_clear();
    install.env("PATH", path).env("RUNNER_TEMP", folder).env("GITHUB_PATH", folder.join("path"));
    install.env("FINGERPOST_BASE", format!("file://{}/dist", folder.display()));
    install.env("FINGERPOST_FOLDER", folder.join("bin")).envs(variables.iter().copied());
    said(install)
}

fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

#[test]
fn an_archive_is_the_same_bytes_whoever_packs_it() {
    let folder = folder();
    for (name, system, listing) in [
        ("fingerpost", "linux-x86_64", &["tar", "-tvzf"][..]),
        ("fingerpost.exe", "windows-x86_64", &["unzip", "-Z", "-l"]),
    ] {
        program(folder.path(), name);
        let first = pack(folder.path(), name, system, "dist");
        // As another file of the same bytes, with another mode and at another time.
        fs::rename(folder.path().join(name), folder.path().join("old")).unwrap();
        fs::copy(folder.path().join("old"), folder.path().join(name)).unwrap();
        set_mode(&folder.path().join(name), 0o777);
        assert!(first == pack(folder.path(), name, system, "again"), "{system}");
        let ending = if name.ends_with(".exe") { "zip" } else { "tar.gz" };
        let mut list = Command::new(listing[0]);
        list.args(&listing[1..]).arg(format!("dist/fingerpost-{VERSION}-{system}.{ending}")).current_dir(folder.path());
        let said = said(list);
        let entries: Vec<&str> =
            said.stdout.lines().filter(|line| line.contains(&format!("fingerpost-{VERSION}/"))).collect();
        let files = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UBUNTU-FONT", "README.md", name];
        assert_eq!(entries.len(), files.len(), "{said:?}");
        for (entry, file) in entries.iter().zip(files) {
            assert!(entry.ends_with(&format!("fingerpost-{VERSION}/{file}")), "{entry}");
            assert_eq!(entry.starts_with("-rwxr-xr-x"), file == name, "{entry}");
        }
    }
}

#[test]
fn the_action_installs_what_has_the_hash_that_was_said() {
    let folder = folder();
    program(folder.path(), "fingerpost");
    let archive = pack(folder.path(), "fingerpost", &system(), "dist");
    let path = std::env::var("PATH").unwrap();
    let right = hash(&archive);
    let wrong = hash(b"another");
    let installed = folder.path().join("bin/fingerpost");
    for (variable, value) in [
        ("FINGERPOST_SHA256", wrong.as_str()),
        ("FINGERPOST_SHA256", "abc"),
        ("FINGERPOST_VERSION", "9.9.9"),
        ("FINGERPOST_VERSION", "../../0.1.0"),
        ("FINGERPOST_VERSION", "0.1.0; echo"),
    ] {
        let mut variables = vec![("FINGERPOST_SHA256", right.as_str())];
        variables.push((variable, value));
        let said = install(folder.path(), &path, &variables);
        assert!(said.code == 1 && said.stderr.contains("::error::"), "{variable}={value}: {said:?}");
        assert!(!installed.exists() && !folder.path().join("path").exists(), "{variable}={value}: {said:?}");
    }
    // Windows prints a hash in capitals, and a tag is called `v0.1.0`.
    let (capitals, tag) = (right.to_uppercase(), format!("v{VERSION}"));
    let said = install(folder.path(), &path, &[("FINGERPOST_SHA256", &capitals), ("FINGERPOST_VERSION", &tag)]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains(&format!("fingerpost {VERSION}")), "{said:?}");
    assert!(installed.exists());
    assert_eq!(
        fs::read_to_string(folder.path().join("path")).unwrap().trim(),
        folder.path().join("bin").to_str().unwrap()
    );
}

/// An archive may have the right hash and hold something else: a link in the program's place, nothing, or another version.
#[test]
fn what_is_not_this_version_of_the_program_is_not_installed() {
    let path = std::env::var("PATH").unwrap();
    for what in ["echo fingerpost 0.0.1", "exit 1", ""] {
        let folder = folder();
        write(
            folder.path(),
            "fingerpost",
            if what.is_empty() { String::new() } else { format!("#!/bin/sh\n{what}\n") },
        );
        let archive = pack(folder.path(), "fingerpost", &system(), "dist");
        let said = install(folder.path(), &path, &[("FINGERPOST_SHA256", &hash(&archive))]);
        assert!(said.code == 1 && said.stderr.contains("is not Fingerpost"), "{what}: {said:?}");
        assert!(!folder.path().join("bin/fingerpost").exists() && !folder.path().join("path").exists(), "{what}");
    }
    let folder = folder();
    let inside = format!("fingerpost-{VERSION}");
    fs::create_dir_all(folder.path().join(&inside)).unwrap();
    crate::common::link("/bin/true", folder.path().join(&inside).join("fingerpost"));
    fs::create_dir(folder.path().join("dist")).unwrap();
    let name = format!("dist/fingerpost-{VERSION}-{}.tar.gz", system());
    let mut tar = Command::new("tar");
    tar.args(["-czf", &name, &inside]).current_dir(folder.path());
    assert_eq!(crate::common::said(tar).code, 0);
    let archive = fs::read(folder.path().join(&name)).unwrap();
    let said = install(folder.path(), &path, &[("FINGERPOST_SHA256", &hash(&archive))]);
    assert!(said.code == 1 && said.stderr.contains("is not Fingerpost"), "{said:?}");
    assert!(!folder.path().join("bin/fingerpost").exists());
}

/// Without a hash, who built the archive is asked; a `gh` of the test's own notes what it is asked, and answers as it is told to.
#[test]
fn without_a_hash_the_action_asks_for_the_build_provenance() {
    let folder = folder();
    program(folder.path(), "fingerpost");
    pack(folder.path(), "fingerpost", &system(), "dist");
    write(folder.path(), "tools/gh", "#!/bin/sh\necho \"$@\" > asked\nexit \"$(cat answer)\"\n");
    set_mode(&folder.path().join("tools/gh"), 0o755);
    let path = format!("{}:{}", folder.path().join("tools").display(), std::env::var("PATH").unwrap());
    let installed = folder.path().join("bin/fingerpost");
    write(folder.path(), "answer", "1");
    let said = install(folder.path(), &path, &[]);
    assert!(said.code == 1 && said.stderr.contains("no build provenance"), "{said:?}");
    assert!(!installed.exists());
    write(folder.path(), "answer", "0");
    let said = install(folder.path(), &path, &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(installed.exists());
    let asked = fs::read_to_string(folder.path().join("asked")).unwrap();
    let slug = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    for word in [
        "attestation verify".to_owned(),
        format!("--repo {slug} "),
        format!("--signer-workflow {slug}/.github/workflows/release.yml"),
        format!("--source-ref refs/tags/v{VERSION}"),
    ] {
        assert!(asked.contains(&word), "{word}: {asked}");
    }
    // Where nobody can be asked, nothing is installed.
    fs::remove_file(&installed).unwrap();
    let bare = folder.path().join("bare");
    fs::create_dir(&bare).unwrap();
    for tool in ["bash", "sed", "head", "uname", "dirname", "mktemp", "curl", "cat", "tr"] {
        let found =
            std::env::split_paths(&std::env::var_os("PATH").unwrap()).map(|at| at.join(tool)).find(|at| at.exists());
        crate::common::link(found.unwrap_or_else(|| panic!("{tool} is there")), bare.join(tool));
    }
    let said = install(folder.path(), bare.to_str().unwrap(), &[]);
    assert!(said.code == 1 && said.stderr.contains("There is no hash to verify"), "{said:?}");
    assert!(!installed.exists());
}

#[test]
fn a_tag_that_does_not_fit_is_no_release() {
    let folder = folder();
    let root = folder.path();
    for path in ["Cargo.toml", ".github/release/check.sh"] {
        write(root, path, fs::read(repository().join(path)).unwrap());
    }
    let check = |tag: &str, address: &str| {
        let mut check = Command::new("bash");
        check.arg(root.join(".github/release/check.sh")).args([tag, address]);
        said(check)
    };
    let (tag, address) = (format!("v{VERSION}"), env!("CARGO_PKG_REPOSITORY"));
    write(root, "CHANGELOG.md", "# Changes\n\n## Unreleased\n\n- To come.\n");
    assert!(check(&tag, address).stderr.contains("no section"));
    write(
        root,
        "CHANGELOG.md",
        format!("# Changes\n\n## Unreleased\n\n- To come.\n\n## {VERSION}\n\n- It is there.\n\n## 0.0.1\n\n- Old.\n"),
    );
    assert!(check("v9.9.9", address).stderr.contains("The tag is v9.9.9"));
    assert!(check(&tag, "https://github.com/somebody/else").stderr.contains("somebody/else"));
    let said = check(&tag, address);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(fs::read_to_string(root.join("dist/NOTES.md")).unwrap().trim(), "- It is there.");
}

/// The repository's own changelog has a section for the version that it is.
#[test]
fn the_changelog_knows_this_version() {
    let changes = fs::read_to_string(repository().join("CHANGELOG.md")).unwrap();
    assert!(changes.lines().any(|line| line.starts_with(&format!("## {VERSION}"))));
}

/// `cargo binstall` looks for the archives under the names that they are packed under.
#[test]
fn binstall_looks_for_what_is_packed() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let package = fs::read_to_string(repository().join(".github/release/package.sh")).unwrap();
    let systems: Vec<&str> = package
        .lines()
        .filter_map(|line| line.trim().split_once(')'))
        .map(|(system, _)| system)
        .filter(|system| ["linux-", "macos-", "windows-"].iter().any(|kind| system.starts_with(kind)))
        .collect();
    assert_eq!(systems.len(), 5, "{systems:?}");
    for system in systems {
        let ending = if system.starts_with("windows") { "zip" } else { "tar.gz" };
        let address = format!("{{ repo }}/releases/download/v{{ version }}/fingerpost-{{ version }}-{system}.{ending}");
        assert!(manifest.contains(&address), "{address}");
    }
}
