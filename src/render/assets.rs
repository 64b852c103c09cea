//! A theme's styles, scripts and pictures → files under names that change with what is in them.
//!
//! Takes: a theme's files. Gives: [`Asset`]s.
//! Never: changes a file, but for the names by which a style sheet or a script asks for its neighbours.

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
pub(super) fn assets(files: &ThemeFiles) -> Vec<Asset> {
    let binaries = files.binaries.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(ASSETS)?, bytes)));
    let mut assets: Vec<Asset> =
        binaries.map(|(name, bytes)| Asset::new(name, bytes, Content::Bytes(bytes.clone()))).collect();
    let mut texts: BTreeMap<(u8, &str), &str> = BTreeMap::new();
    for (name, source) in &files.texts {
        let Some(name) = name.strip_prefix(ASSETS) else { continue };
        let asks = if name.ends_with(".css") { 2 } else { u8::from(name.ends_with(".js") || name.ends_with(".mjs")) };
        texts.insert((asks, name), &source.text);
    }
    for ((asks, name), text) in texts {
        let text = if asks > 0 { with_addresses(text, name, &assets) } else { text.to_owned() };
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
