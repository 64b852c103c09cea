//! The marker: the file in the output folder that says what was written there, each with the hash of its bytes (xxh3-128).
//!
//! Takes: the marker's text. Gives: [`Listed`], and back.
//! Never: is believed about what is to be kept. It says only what may go: a file that it names, while its bytes are those.

use crate::load::MARKER_LINE;
use std::collections::{BTreeMap, BTreeSet};

/// Before a file of the version before: it stays for this one.
const OUTGOING: &str = "- ";

/// What a marker names.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// By path; without a hash as versions before this one wrote it.
    pub(super) files: BTreeMap<String, Option<u128>>,
    /// Those of the version before.
    pub(super) outgoing: BTreeSet<String>,
}

/// Reads a marker. `None` if the text is none.
pub(super) fn read(text: &str) -> Option<Listed> {
    let mut lines = text.lines();
    if lines.next() != Some(MARKER_LINE) {
        return None;
    }
    let mut listed = Listed::default();
    for text in lines {
        let outgoing = text.strip_prefix(OUTGOING);
        let Some((path, hash)) = line(outgoing.unwrap_or(text)) else { continue };
        if outgoing.is_some() {
            listed.outgoing.insert(path.clone());
        }
        listed.files.insert(path, hash);
    }
    Some(listed)
}

/// `HASH PATH`, or a path alone. Only plain paths below the folder count, and never one of a text: no site has written it.
fn line(line: &str) -> Option<(String, Option<u128>)> {
    let hashed = line.split_once(' ').filter(|(hash, _)| hash.len() == 32);
    let hashed = hashed.and_then(|(hash, path)| Some((path, u128::from_str_radix(hash, 16).ok()?)));
    let (path, hash) = hashed.map_or((line, None), |(path, hash)| (path, Some(hash)));
    let plain = !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.contains(['\\', '\0'])
        && !crate::load::is_source(path);
    plain.then(|| (path.to_owned(), hash))
}

/// The marker's text: the files of the site, and those of the version before.
pub(super) fn written<'a>(
    files: impl Iterator<Item = (&'a str, u128)>,
    outgoing: impl Iterator<Item = (&'a str, u128)>,
) -> String {
    let mut out = format!("{MARKER_LINE}\n");
    for (path, hash) in files {
        out.push_str(&format!("{hash:032x} {path}\n"));
    }
    for (path, hash) in outgoing {
        out.push_str(&format!("{OUTGOING}{hash:032x} {path}\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_folder_count() {
        let hash = format!("{:032x}", 7);
        let bad = ["../x", "/etc/passwd", "a/../../x", "a//b", ".", "", "a\\b", "C:\\x", "notes/one.md", "a.tree.yaml"];
        let mut text = written([("a/index.html", 7)].into_iter(), [("assets/a.css", 8)].into_iter());
        for path in bad {
            text.push_str(&format!("{hash} {path}\n{path}\n"));
        }
        text.push_str("old/index.html\n");
        let listed = read(&text).unwrap();
        let found: Vec<_> = listed.files.iter().map(|(path, hash)| (path.as_str(), *hash)).collect();
        assert_eq!(
            found,
            [("a/index.html", Some(7)), ("assets/a.css", Some(8)), ("old/index.html", None)],
            "{listed:?}"
        );
        assert_eq!(listed.outgoing, ["assets/a.css".to_owned()].into());
        assert!(read("Something else\na\n").is_none());
    }
}
