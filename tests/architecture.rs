//! The rules of ARCHITECTURE.md that a machine can hold.
#![allow(clippy::disallowed_methods, reason = "tests read the source")]

use fingerpost::problem::Code;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: a room may use those before it.
const ROOMS: [&str; 11] =
    ["source", "problem", "yaml", "load", "tree", "parse", "link", "check", "render", "publish", "cli"];

fn rust_files() -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(src).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

fn room(path: &Path) -> Option<usize> {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.components().next()?.as_os_str().to_string_lossy().replace(".rs", "");
    ROOMS.iter().position(|room| *room == first)
}

#[test]
fn imports_run_one_way() {
    for path in rust_files() {
        let Some(own) = room(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            for rest in line.split("crate::").skip(1) {
                let used: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if let Some(used) = ROOMS.iter().position(|room| *room == used) {
                    assert!(used <= own, "{}:{}: {} uses {}", path.display(), number + 1, ROOMS[own], ROOMS[used]);
                }
            }
        }
    }
}

#[test]
fn a_file_is_one_idea_and_says_which() {
    for path in rust_files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
        assert!(text.lines().count() <= 400, "{} is longer than 400 lines", path.display());
    }
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let text = code.explanation();
        assert!(text.starts_with(&format!("# `{}`", code.id())), "{}", code.id());
        assert!(text.lines().count() >= 9, "{} is not explained with an example and a mend", code.id());
    }
}

#[test]
fn the_whole_default_theme_is_in_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    for entry in walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        assert!(fingerpost::load::theme::BUILT_IN.iter().any(|(known, _)| *known == name), "{name} is not built in");
    }
}
