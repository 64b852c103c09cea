//! A theme's styles, scripts and pictures → files under names that change with what is in them.
//!
//! Takes: a theme's files. Gives: [`Asset`]s.
//! Never: changes what a file does. In style sheets and scripts the names of neighbours are the published ones, and scripts go
//! without the lines that only explain them.

use super::Content;
use crate::load::ThemeFiles;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// A file of the theme that is published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// In the theme's folder `assets`.
    pub name: String,
    /// On the site.
    pub address: String,
    /// What is in it.
    pub content: Content,
}

const ASSETS: &str = "assets/";

/// The files of the folder `assets`. Pictures and fonts first, then what may ask for them: scripts, and style sheets last.
/// A text without a byte is left out: so a theme does without a file of the built-in one, such as the search's script.
pub(super) fn assets(files: &ThemeFiles) -> Vec<Asset> {
    let binaries = files.binaries.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(ASSETS)?, bytes)));
    let mut assets: Vec<Asset> =
        binaries.map(|(name, bytes)| Asset::new(name, bytes, Content::Bytes(bytes.clone()))).collect();
    let mut texts: BTreeMap<(u8, &str), &str> = BTreeMap::new();
    for (name, source) in &files.texts {
        let Some(name) = name.strip_prefix(ASSETS).filter(|_| !source.text.is_empty()) else { continue };
        let asks = if name.ends_with(".css") { 2 } else { u8::from(name.ends_with(".js") || name.ends_with(".mjs")) };
        texts.insert((asks, name), &source.text);
    }
    for ((asks, name), text) in texts {
        let text = if asks == 1 { unexplained(text) } else { text.to_owned() };
        let text = if asks > 0 { with_addresses(&text, name, &assets) } else { text };
        assets.push(Asset::new(name, text.as_bytes(), Content::Text(text.as_str().into())));
    }
    assets
}

impl Asset {
    /// `style.css` → `/assets/style.1a2b3c4d5e6f7a8b.css`: a changed file has a changed name, so a browser may keep it for ever.
    fn new(name: &str, bytes: &[u8], content: Content) -> Asset {
        let hash = xxh3_64(bytes);
        let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
        let at = file.rfind('.').map_or(name.len(), |dot| name.len() - file.len() + dot);
        let (stem, extension) = name.split_at(at);
        Asset { name: name.to_owned(), address: format!("/{ASSETS}{stem}.{hash:016x}{extension}"), content }
    }
}

/// A script without its comments of whole lines and without indents: no reader needs to load them. Where a text may run over
/// several lines, nothing is touched.
fn unexplained(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let explains = |line: &str| {
        let whole = line.find("*/").is_some_and(|end| end + 2 == line.len());
        line.starts_with("//") || line.starts_with("/*") && !line.starts_with("/*!") && whole
    };
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !explains(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Puts the published names of assets where a text asks for them: `url(logo.png)`, `from "./words.js"`.
fn with_addresses(text: &str, name: &str, known: &[Asset]) -> String {
    let up = "../".repeat(name.matches('/').count());
    let mut text = text.to_owned();
    for asset in known {
        let (plain, published) = (format!("{up}{}", asset.name), &asset.address[1 + ASSETS.len()..]);
        for (open, close) in [("(", ")"), ("(\"", "\")"), ("('", "')"), ("\"./", "\""), ("'./", "'")] {
            text = text.replace(&format!("{open}{plain}{close}"), &format!("{open}{up}{published}{close}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_go_without_explanations_where_that_is_safe() {
        let script = "// Why.\n\nfunction f() {\n  /** What. */\n  return 1; // here\n}\n";
        assert_eq!(unexplained(script), "function f() {\nreturn 1; // here\n}\n");
        for whole in ["/*! A licence. */\n", "/* a */ f(); /* b */\n", "x = `\n// text\n`;\n"] {
            assert_eq!(unexplained(whole), whole);
        }
    }
}
