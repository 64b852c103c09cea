//! The rules of ARCHITECTURE.md that a machine can hold.
use fingerpost::problem::Code;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: a room may use those before it.
const ROOMS: [&str; 28] = [
    "progress",
    "source",
    "problem",
    "schema",
    "yaml",
    "picture",
    "data",
    "load",
    "tree",
    "highlight",
    "text",
    "formula",
    "diagram",
    "config",
    "parse",
    "glossary",
    "link",
    "search",
    "check",
    "render",
    "diff",
    "upkeep",
    "memory",
    "moving",
    "publish",
    "preview",
    "lsp",
    "cli",
];

fn rust_files() -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(src).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

/// Inside `tree`, likewise.
const TREE: [&str; 9] = ["model", "read", "eval", "states", "screens", "prove", "compare", "describe", "draw"];

/// Inside `render`.
const RENDER: [&str; 10] = ["view", "assets", "qr", "theme", "outputs", "html", "pages", "copies", "manifest", "epub"];

/// A folder under `src`, how its own files name what is in it, and its rooms from the ground up.
const ORDERS: [(&str, &str, &[&str]); 3] =
    [("", "crate::", &ROOMS), ("tree", "crate::tree::", &TREE), ("render", "crate::render::", &RENDER)];

/// The room of a folder that a file is in, as the path below that folder begins with it.
fn room(path: &Path, folder: &str, rooms: &[&str]) -> Option<usize> {
    let below = path.strip_prefix(repository().join("src").join(folder)).ok()?;
    let first = below.components().next()?.as_os_str().to_string_lossy().replace(".rs", "");
    rooms.iter().position(|room| *room == first)
}

#[test]
fn imports_run_one_way() {
    for (folder, prefix, rooms) in ORDERS {
        for path in rust_files() {
            let Some(own) = room(&path, folder, rooms) else { continue };
            let text = fs::read_to_string(&path).unwrap();
            for (number, name) in names_used(&text, prefix) {
                let Some(used) = rooms.iter().position(|room| *room == name) else {
                    // In `tree` a room is named, not what `tree` shows to others: else the order would not be seen.
                    assert!(folder != "tree", "{}:{number}: {prefix}{name} names no room", path.display());
                    continue;
                };
                assert!(used <= own, "{}:{number}: {} uses {name}", path.display(), rooms[own]);
            }
        }
    }
}

/// There is no other way to name a room than the one that is looked at.
#[test]
fn rooms_of_the_tree_are_named_in_full() {
    for path in rust_files().iter().filter(|path| room(path, "tree", &TREE).is_some()) {
        let text = fs::read_to_string(path).unwrap();
        let head = path.file_name().is_some_and(|name| name == "mod.rs");
        let above = if head { "super::" } else { "super::super" };
        assert!(!text.contains(above), "{} names a room by {above}", path.display());
    }
}

/// Every name that a text has as `crate::name` or in `crate::{name, …}`, with its line; `prefix` is `crate::`.
fn names_used<'t>(text: &'t str, prefix: &str) -> Vec<(usize, &'t str)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        let rest = &text[at + prefix.len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => first_names(&list[..list.find(';').unwrap_or(list.len())]),
            None => vec![word(rest)],
        };
        let line = text[..at].matches('\n').count() + 1;
        out.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (line, name)));
    }
    out
}

/// The names directly in braces: of `a::{b, c}, d}` these are `a` and `d`.
fn first_names(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return out.into_iter().chain([word(list[start..i].trim_start())]).collect(),
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(word(list[start..i].trim_start()));
                start = i + 1;
            }
            _ => {}
        }
    }
    out
}

fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

#[test]
fn the_reader_of_imports_sees_them_all() {
    let text = "use crate::Doc;\nuse crate::{\n    link::{Site, render},\n    cli,\n};\nfn f() { crate::check::x() }\n";
    assert_eq!(names_used(text, "crate::"), [(1, "Doc"), (2, "link"), (2, "cli"), (6, "check")]);
}

#[test]
fn every_room_is_in_the_order() {
    for (folder, _, rooms) in ORDERS {
        for entry in fs::read_dir(repository().join("src").join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap().replace(".rs", "");
            assert!(["lib", "main", "mod"].contains(&name.as_str()) || rooms.contains(&&*name), "{name} has no place");
        }
    }
}

/// The folders are the pipeline, what it is tried on, and the guide to it; anything else has a room among them.
#[test]
fn the_root_holds_these_folders_and_no_other() {
    // Folders that are built, and so not kept.
    const BUILT: [&str; 3] = ["target", "public", "public-disk"];
    for entry in fs::read_dir(repository()).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        let known =
            ["src", "content", "guide", "themes", "tests"].contains(&name.as_str()) || BUILT.contains(&name.as_str());
        assert!(known || name.starts_with('.'), "the folder {name} is not one of the five");
    }
}

/// What a program is asked depends on nobody who is not looked at here: git by its calls' one place, `curl` by another, and by a
/// third the editor that an author names on the command line.
#[test]
fn other_programs_are_started_in_three_places() {
    const PLACES: [(&str, &str); 4] = [
        ("src/cli/commands/serve/editor.rs", ""),
        ("src/cli/external/ask.rs", "curl"),
        ("src/cli/external/ask.rs", "curl"),
        ("src/load/git/call.rs", "git"),
    ];
    const OPEN: [&str; 2] = ["src/cli/commands/serve.rs", "src/cli/commands/serve/editor.rs"];
    let mut started = Vec::new();
    for path in rust_files() {
        let text = fs::read_to_string(&path).unwrap();
        let below = path.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
        assert!(!text.contains("Command as ") && !text.contains("Command::from"), "{below} hides what it starts");
        for (at, name) in text.match_indices("Command::new") {
            let rest = text[at + name.len()..].strip_prefix("(\"").unwrap_or_default();
            started.push((below.clone(), rest.split('"').next().unwrap_or_default().to_owned()));
        }
        let opens = text.contains("open::") && !text.contains("OpenOptions::");
        assert!(!opens || OPEN.contains(&&*below), "{below} opens something");
    }
    assert_eq!(started, PLACES.map(|(place, program)| (place.to_owned(), program.to_owned())));
}

/// What is printed goes through one place, which lets no stranger's word be a line or a command of its own. The other two
/// print our own words alone.
#[test]
fn one_place_prints() {
    const PRINT: [&str; 3] =
        ["src/cli/commands/about/completions.rs", "src/cli/commands/about/explain.rs", "src/cli/report.rs"];
    for path in rust_files() {
        let text = fs::read_to_string(&path).unwrap();
        let prints =
            ["anstream::", "io::stdout", "io::stderr", "println!", "eprint!"].iter().any(|by| text.contains(by));
        let below = path.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
        assert!(!prints || PRINT.contains(&&*below), "{below} prints by itself");
    }
}

/// What is forbidden there cannot be allowed again in a file; the compiler does the rest.
#[test]
fn unsafe_code_is_forbidden() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    assert!(manifest.lines().any(|line| line == "unsafe_code = \"forbid\""));
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file is one idea: at about 400 lines one looks for the second. Beyond the wall there is one.
const LINES: usize = 600;

/// More files of Rust than this are not found at a glance. A folder that still has more may lose some, and gets none.
const FILES: usize = 12;
const MORE_FILES: [(&str, usize); 1] = [("src/parse", 14)];

#[test]
fn a_file_is_one_idea_and_says_which() {
    for path in rust_files() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not say what it is", path.display());
        assert!(text.lines().count() <= LINES, "{} is longer than {LINES} lines", path.display());
    }
}

/// A folder is a room: its head is `mod.rs` in it or the file of its name beside it, and says what goes in, what comes out, and
/// what it leaves to others. A file may say so too, and does where that is not plain from its first line.
#[test]
fn a_folder_says_what_it_takes_gives_and_never_does() {
    let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in rust_files() {
        *folders.entry(path.parent().unwrap().to_owned()).or_default() += 1;
    }
    for (folder, files) in folders {
        let below = folder.strip_prefix(repository()).unwrap().to_string_lossy().replace('\\', "/");
        let heads = [folder.join("mod.rs"), folder.with_extension("rs"), folder.join("lib.rs")];
        let head = heads.iter().find(|head| head.exists()).unwrap_or_else(|| panic!("{below} has no head"));
        let text = fs::read_to_string(head).unwrap();
        let about: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        for word in ["Takes:", "Gives:", "Never:"] {
            assert!(about.iter().any(|line| line.contains(word)), "{} has no word on `{word}`", head.display());
        }
        let most = MORE_FILES.iter().find(|(name, _)| *name == below).map_or(FILES, |(_, most)| *most);
        assert!(files <= most, "{below} holds {files} files, and {most} at most should be in a folder");
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

/// A code without a case is a message that nobody has read.
#[test]
fn every_code_is_shown_in_a_case() {
    // The case of the first would be a file of 16 MB; tests/suite/trust/hostile.rs makes one. The second needs a server:
    // tests/suite/command/external.rs. The third is a mistake of the program's own, and none is known: `problem::fault`, `lib.rs`.
    // The fourth needs a repository: tests/suite/trust/hostile_repository.rs.
    const ELSEWHERE: [Code; 4] = [Code::FileTooLarge, Code::DeadAddress, Code::InternalFault, Code::UnreadHistory];
    let mut shown = String::new();
    for entry in fs::read_dir(repository().join("tests/ui/snapshots")).unwrap() {
        shown.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    for code in Code::ALL.iter().filter(|code| !ELSEWHERE.contains(code)) {
        assert!(shown.contains(&format!("[{}]: ", code.id())), "no case of tests/ui shows `{}`", code.id());
    }
}

#[test]
fn the_whole_default_theme_is_in_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    for entry in walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let name = entry.path().strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let built_in = fingerpost::load::theme::BUILT_IN.iter().any(|(known, _)| *known == name);
        // Pages about the theme are for people.
        assert!(built_in || name.ends_with(".md"), "{name} is not built in");
    }
}

/// The program and its tests compile on Windows: what only Unix has stands behind `cfg(unix)`, of the file or of what it stands in.
#[test]
fn what_only_unix_has_is_guarded() {
    let mut found = 0;
    for folder in ["src", "tests/suite", "tests/bench"] {
        for entry in walkdir::WalkDir::new(repository().join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("house/architecture.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let whole = text.lines().any(|line| line == "#![cfg(unix)]") || path.ends_with("unix.rs");
            let lines: Vec<&str> = text.lines().collect();
            for (number, _) in
                lines.iter().enumerate().filter(|(_, line)| line.contains("os::unix::") || line.contains("rustix::"))
            {
                found += 1;
                let guards = ["#[cfg(unix)]", "#[cfg(target_os = \"linux\")]"];
                // The item that it stands in begins at the last line above that is not indented.
                let item = lines[..=number]
                    .iter()
                    .rposition(|line| line.starts_with(|c: char| c.is_alphabetic()))
                    .unwrap_or(0);
                let attributes =
                    lines[..item].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("///"));
                let guarded = whole || attributes.into_iter().any(|line| guards.contains(line));
                assert!(guarded, "{}:{}: only Unix has this", path.display(), number + 1);
            }
        }
    }
    assert!(found > 10, "{found}");
}
