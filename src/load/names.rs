//! Names that a site cannot have on every machine.
//!
//! Takes: the paths of all files. Gives: a problem for each name, of a file or a folder, that Windows cannot write, and for each
//! that Windows or macOS cannot tell from the one beside it.
//! Never: tells a folder again for what lies in it.

use crate::problem::printed::unprintable;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// What Windows keeps for its devices, whatever ending follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// These too, with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];
const FORBIDDEN: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Everything wrong with the names of these files and of the folders that they lie in.
pub(crate) fn unportable<'a>(paths: impl Iterator<Item = &'a SitePath>) -> Vec<Problem> {
    // By folder, and there by the name as a disk compares them: the names as they are.
    let mut alike: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for path in paths {
        let mut rest = path.as_str();
        loop {
            let (folder, name) = rest.rsplit_once('/').unwrap_or(("", rest));
            // The folder was seen when another file of it was.
            if !alike.entry((folder, compared(name))).or_default().insert(name) || folder.is_empty() {
                break;
            }
            rest = folder;
        }
    }
    let mut problems = Vec::new();
    for ((folder, _), names) in &alike {
        let path =
            |name: &str| SitePath::from(if folder.is_empty() { name.into() } else { format!("{folder}/{name}") });
        problems.extend(names.iter().filter_map(|name| Some(impossible(&path(name), why_not(name)?))));
        let mut names = names.iter();
        let first = names.next().expect("a name was put in");
        problems.extend(names.map(|name| twin(&path(name), name, first)));
    }
    problems
}

/// A name as macOS and Windows compare it: capitals are small letters, and a letter with its accent is one, however it is
/// written. Letter for letter, as the disks do it: `ß` is not `ss`.
fn compared(name: &str) -> String {
    let small = |c: char| {
        let mut capital = c.to_uppercase();
        match (capital.next(), capital.next()) {
            (Some(one), None) => one.to_lowercase(),
            _ => c.to_lowercase(),
        }
    };
    name.nfd().flat_map(small).nfd().collect()
}

/// What Windows has against a name.
fn why_not(name: &str) -> Option<String> {
    if let Some(c) = unprintable(name) {
        return Some(format!("This name holds a character that cannot be seen (U+{:04X})", u32::from(c)));
    }
    if name.contains(char::REPLACEMENT_CHARACTER) {
        return Some("This name is not saved as UTF-8".to_owned());
    }
    if let Some(c) = name.chars().find(|c| FORBIDDEN.contains(c)) {
        return Some(format!("On Windows no name can hold `{c}`"));
    }
    if name.ends_with(['.', ' ']) {
        let last = if name.ends_with('.') { "dot" } else { "space" };
        return Some(format!("On Windows no name can end with a {last}"));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let is_digit = |rest: &str| matches!(rest.chars().collect::<Vec<_>>()[..], ['0'..='9' | '¹' | '²' | '³']);
    let numbered = NUMBERED.iter().any(|device| stem.strip_prefix(device).is_some_and(is_digit));
    (numbered || DEVICES.contains(&&*stem))
        .then(|| format!("On Windows `{stem}` is a device, and no file can be called so"))
}

fn impossible(path: &SitePath, why: String) -> Problem {
    Problem::of_file(Code::UnportableName, path, why)
        .help("Give it another name, so that the site can be copied to any machine; links that name it change with it.")
}

fn twin(path: &SitePath, name: &str, other: &str) -> Problem {
    let same = name.nfc().eq(other.nfc());
    let message = if same {
        format!("There are two `{other}` here, whose letters are saved in two ways; on a Mac they are one")
    } else {
        format!("On Windows and on a Mac this is the same name as `{other}` beside it")
    };
    Problem::of_file(Code::UnportableName, path, message)
        .help("Give one of the two another name: where both cannot be, one of them is lost.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[&str]) -> Vec<(String, String)> {
        let paths: Vec<SitePath> = paths.iter().map(|path| SitePath::from(*path)).collect();
        unportable(paths.iter()).into_iter().map(|p| (p.path.to_string(), p.message)).collect()
    }

    #[test]
    fn names_that_windows_cannot_have_are_told_once() {
        let good = [
            "content/con-man.md",
            "content/console.md",
            "content/com.md",
            "content/com10.md",
            "content/a.con",
            "content/ a.md",
            "content/…",
            "content/null.md",
            "content/日本/é.png",
            "content/lpt/x.md",
            "content/a.b.c.md",
        ];
        assert_eq!(told(&good), []);
        let bad = [
            "con.md",
            "CON",
            "aux.tar.gz",
            "Nul .md",
            "com1.md",
            "LPT9",
            "com¹.png",
            "conin$.md",
            "a:b.md",
            "a?.md",
            "a*.md",
            "a\"b.md",
            "a<b.md",
            "a>b.md",
            "a|b.md",
            "a\\b.md",
            "a.",
            "a ",
            "a\nb.md",
            "a\u{202e}b.md",
            "a\u{200b}b.md",
            "a\u{fffd}.md",
        ];
        for name in bad {
            let within = [format!("content/{name}/one.md"), format!("content/{name}/two.png")];
            let told = told(&within.each_ref().map(String::as_str));
            assert_eq!(told.len(), 1, "{name}: {told:?}");
            assert_eq!(told[0].0, format!("content/{name}"));
        }
    }

    #[test]
    fn names_that_a_disk_cannot_tell_apart_are_told_once() {
        let pairs = [
            ("a.md", "A.md"),
            ("caf\u{e9}.md", "cafe\u{301}.md"),
            ("CAF\u{c9}.md", "cafe\u{301}.md"),
            ("σ.md", "ς.md"),
            ("\u{212a}.png", "k.png"),
            ("Notes", "notes"),
            ("\u{f4}\u{323}.md", "\u{1ed9}.md"),
        ];
        for (one, other) in pairs {
            let paths =
                [format!("content/{one}/x.md"), format!("content/{other}/x.md"), format!("content/{other}/y.md")];
            let told = told(&paths.each_ref().map(String::as_str));
            assert_eq!(told.len(), 1, "{one} {other}: {told:?}");
        }
        assert_eq!(told(&["content/a/x.md", "content/b/X.md", "content/straße.md", "content/strasse.md"]), []);
        assert!(told(&["content/é.md", "content/e\u{301}.md"])[0].1.starts_with("There are two"));
    }
}
