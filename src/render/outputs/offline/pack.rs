//! Many files → one, for readers who keep them.
//!
//! The pages of a site are alike in most of their lines. So each line stands in a pack once, and a file is runs of lines: a pack is a
//! quarter of its files, whether its host compresses it or not. Styles and scripts are named there without their hash: a pack is
//! the same when only those have changed, and the worker puts the names of the day in.

use crate::render::Content;
use crate::render::theme::Theme;
use aho_corasick::AhoCorasick;
use data_encoding::BASE64;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How long the hash in an asset's name is.
const HASH: usize = 16;

/// Takes the hashes out of the names of assets: `style.1a2b3c4d5e6f7a8b.css` → `style.0000000000000000.css`.
#[derive(Debug)]
pub(super) struct Unhashed {
    names: Option<AhoCorasick>,
    plain: Vec<String>,
}

impl Unhashed {
    /// For the assets of a theme, and one more.
    pub(super) fn of(theme: &Theme, more: Option<&str>) -> Unhashed {
        let addresses = theme.assets.iter().map(|asset| asset.address.as_str()).chain(more);
        let names: Vec<&str> = addresses.map(|address| address.trim_start_matches('/')).collect();
        let plain = names.iter().map(|name| unhashed(name)).collect();
        // Names are few and short; were they too many, each pack would be another whenever a style is.
        Unhashed { names: AhoCorasick::new(names).ok(), plain }
    }

    /// A text with these names in it.
    pub(super) fn text(&self, text: &str) -> String {
        self.names.as_ref().map_or_else(|| text.to_owned(), |names| names.replace_all(text, &self.plain))
    }
}

fn unhashed(name: &str) -> String {
    let is_hash = |part: &str| part.len() == HASH && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<String> =
        name.split('.').map(|part| if is_hash(part) { "0".repeat(HASH) } else { part.to_owned() }).collect();
    parts.join(".")
}

/// A pack as it is written.
#[derive(Serialize)]
struct Pack<'a> {
    lines: Vec<&'a str>,
    files: BTreeMap<&'a str, File>,
}

/// A file in a pack.
#[derive(Serialize)]
#[serde(untagged)]
enum File {
    /// Where a run of lines begins among the pack's, and how long it is; and so on.
    Runs(Vec<usize>),
    /// What is no text, as base64.
    Bytes(String),
}

/// The text of a pack of files, by address.
pub(super) fn pack(files: &BTreeMap<String, Content>, unhashed: &Unhashed) -> String {
    let texts: BTreeMap<&str, Result<String, &[u8]>> = files
        .iter()
        .filter_map(|(address, content)| {
            let bytes = content.bytes()?;
            let text = std::str::from_utf8(bytes).map(|text| unhashed.text(text)).map_err(|_| bytes);
            Some((address.as_str(), text))
        })
        .collect();
    let (mut lines, mut known) = (Vec::new(), HashMap::new());
    let mut place = |line| {
        *known.entry(line).or_insert_with(|| {
            lines.push(line);
            lines.len() - 1
        })
    };
    let packed = texts.iter().map(|(address, text)| {
        let file = match text {
            Ok(text) => File::Runs(runs(text.split('\n').map(&mut place))),
            Err(bytes) => File::Bytes(BASE64.encode(bytes)),
        };
        (*address, file)
    });
    let files = packed.collect();
    serde_json::json!(Pack { lines, files }).to_string()
}

/// Numbers, of which many follow one another → where each run of them begins, and how long it is.
fn runs(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for number in numbers {
        match out.as_mut_slice() {
            [.., first, count] if *first + *count == number => *count += 1,
            _ => out.extend([number, 1]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hash_of_a_name_goes() {
        let named = |hash: &str| format!("assets/a.b/style.{hash}.css");
        assert_eq!(unhashed(&named("1a2b3c4d5e6f7a8b")), named("0000000000000000"));
        for whole in ["assets/style.css", "assets/1a2b3c4d5e6f7a8b", "assets/style.1a2b.css"] {
            assert_eq!(unhashed(whole), whole);
        }
    }

    #[test]
    fn runs_hold_every_number() {
        assert_eq!(runs([0, 1, 2, 7, 8, 1].into_iter()), [0, 3, 7, 2, 1, 1]);
        assert!(runs(std::iter::empty()).is_empty());
    }
}
