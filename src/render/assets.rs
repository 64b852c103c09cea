//! A theme's styles, scripts and pictures → files under names that change with what is in them.
//!
//! Takes: a theme's files. Gives: [`Asset`]s.
//! `tokens.css` and `own.css` are parts of `style.css`. Never: changes what a file does. In style sheets and scripts the names of neighbours are the published ones, and scripts go
//! without the lines that only explain them.

use super::Content;
use crate::load::ThemeFiles;
use crate::load::theme::BUILT_IN;
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
/// The style sheet that every page loads, and what is published as parts of it.
const STYLE: &str = "style.css";
const TOKENS: &str = "tokens.css";
const OWN: &str = "own.css";

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
    let [tokens, own] = [TOKENS, OWN].map(|name| texts.remove(&(2, name)).unwrap_or_default());
    for ((asks, name), text) in texts {
        let layered = if name == STYLE { joined(tokens, text, own) } else { String::new() };
        let text = if name == STYLE { &layered } else { text };
        let text = match asks {
            1 => unexplained(text),
            2 => without_comments(text),
            _ => text.to_owned(),
        };
        let text = if asks > 0 { with_addresses(&text, name, &assets) } else { text };
        assets.push(Asset::new(name, text.as_bytes(), Content::Text(text.as_str().into())));
    }
    assets
}

/// The built-in tokens and rules as a layer, and what is the site's own behind it: that wins, however it is written. A style sheet of a
/// theme's own stands as it is written, since it may begin with `@import`, which no layer can hold: only parts of its own are joined.
fn joined(tokens: &str, style: &str, own: &str) -> String {
    if is_built_in(STYLE, style) {
        return format!("@layer theme {{\n{tokens}\n{style}}}\n{own}");
    }
    let tokens = if is_built_in(TOKENS, tokens) { "" } else { tokens };
    [style, tokens, own].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_built_in(name: &str, text: &str) -> bool {
    BUILT_IN.iter().any(|(known, built_in)| known.strip_prefix(ASSETS) == Some(name) && *built_in == text)
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

/// A style sheet without comments, but for licences (`/*!`), and without indents. What stands in quotes stays as it is.
fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match rest.as_bytes() {
            [b'/', b'*', ..] => rest.find("*/").map_or(rest.len(), |end| end + 2),
            [b'/', ..] => 1,
            [quote, ..] => end_of_string(rest, *quote),
            [] => 0,
        };
        let (part, after) = rest.split_at(end);
        if !part.starts_with("/*") || part.starts_with("/*!") {
            out.push_str(part);
        }
        rest = after;
    }
    out.push_str(rest);
    let quoted = out.contains("\\\n");
    if quoted {
        out
    } else {
        out.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
    }
}

/// The byte behind a string's closing quote.
fn end_of_string(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if byte == quote && !escaped {
            return at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
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
    fn style_sheets_go_without_comments_and_keep_their_strings() {
        assert_eq!(without_comments("/* Why. */\na { b: c } /* d */\n  e { f: 1/2 }\n"), "a { b: c }\ne { f: 1/2 }\n");
        for whole in ["a::after { content: \"/* \\\" */\" }\n", "/*! A licence. */\n", "a { b: '/*' }\n"] {
            assert_eq!(without_comments(whole), whole);
        }
    }

    #[test]
    fn what_is_the_sites_own_comes_behind_the_layer_of_the_theme() {
        let known = |name: &str| BUILT_IN.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        let (tokens, style) = (known("assets/tokens.css"), known("assets/style.css"));
        assert_eq!(joined(tokens, style, "b {}\n"), format!("@layer theme {{\n{tokens}\n{style}}}\nb {{}}\n"));
        let own = "@import \"fonts.css\";\na {}\n";
        assert_eq!(joined(tokens, own, ""), own, "a style sheet of a theme's own stands as it is written");
        assert_eq!(joined(":root {}", "a {}", "b {}"), "a {}\n:root {}\nb {}");
    }

    #[test]
    fn scripts_go_without_explanations_where_that_is_safe() {
        let script = "// Why.\n\nfunction f() {\n  /** What. */\n  return 1; // here\n}\n";
        assert_eq!(unexplained(script), "function f() {\nreturn 1; // here\n}\n");
        for whole in ["/*! A licence. */\n", "/* a */ f(); /* b */\n", "x = `\n// text\n`;\n"] {
            assert_eq!(unexplained(whole), whole);
        }
    }
}
