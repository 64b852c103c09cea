//! What readers keep for when there is no network: a service worker, and packs of what it keeps.
//!
//! Takes: the site, and each file of it as it is made. Gives: more files: `sw.js` and what goes with it.
//! Never: keeps anything unless the settings say so. The worker's text names the packs, and a pack's name is the hash of what is in
//! it: so a browser sees by one small file whether anything is new, and loads what is.

mod pack;

use super::path::output_path;
use super::routes;
use crate::link::{self, AddressOwner, BOOK, KEPT_SIZE, OFFLINE, SEARCH, Site};
use crate::parse::Kind;
use crate::render::theme::{BOOK_STYLE, Theme};
use crate::render::{Content, Output};
use crate::source::url::encoded;
use memchr::memmem;
use pack::Unhashed;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

const WORKER: &str = include_str!("offline/worker.js");
const REGISTER: &str = include_str!("offline/register.js");
const FAREWELL: &str = include_str!("offline/farewell.js");

/// An index of the search that is larger is not kept whole: nobody asked for it yet.
const LARGEST_INDEX: usize = 256 << 10;
/// The hashes of pages are not told where they are more bytes: then what somebody has read is loaded again with each version.
const LONGEST_LIST: usize = 256 << 10;

/// The pack of the search's index. Those of pages are called after the address of their tree, or nothing.
const INDEX: &str = "search";

/// The address of the script that starts the keeping; `None` where nothing is kept.
pub(in crate::render) fn script(site: &Site) -> Option<String> {
    let hash = xxh3_64(REGISTER.as_bytes());
    (site.settings.offline == Some(true)).then(|| format!("/assets/offline.{hash:016x}.js"))
}

/// The address of what a phone is told that puts the site among its programs; `None` where nothing is kept.
pub(in crate::render) fn manifest(site: &Site) -> Option<&'static str> {
    (site.settings.offline == Some(true)).then_some("/manifest.webmanifest")
}

/// Looks at each file of the site as it is made.
#[derive(Debug)]
pub struct Keeper<'a> {
    site: &'a Site,
    theme: &'a Theme,
    /// The paths of what every reader keeps, each with the name of its pack; empty where nothing is kept.
    wanted: HashMap<String, String>,
    unhashed: Unhashed,
    seen: Mutex<Seen>,
}

/// What was made and is kept.
#[derive(Debug, Default)]
struct Seen {
    /// By the name of the pack, and the address.
    packs: BTreeMap<String, BTreeMap<String, Content>>,
    /// Styles, scripts and pictures of the theme, with how many bytes each has.
    assets: BTreeMap<String, usize>,
    /// Pages that are kept by those who have read them, with the hash of what they say.
    others: BTreeMap<String, String>,
}

impl<'a> Keeper<'a> {
    /// For a site, before any of its files is made.
    pub fn of(site: &'a Site, theme: &'a Theme) -> Keeper<'a> {
        let wanted = if site.settings.offline == Some(true) { wanted(site, theme) } else { HashMap::new() };
        Keeper { site, theme, wanted, unhashed: Unhashed::of(theme, script(site).as_deref()), seen: Mutex::default() }
    }

    /// Looks at a file.
    pub fn look(&self, output: &Output) {
        let Some(bytes) = output.content.bytes().filter(|_| !self.wanted.is_empty()) else { return };
        let path = output.path.as_str();
        // The whole site once more is much to keep, and nobody asks for it in need.
        if path == output_path(BOOK) || path == output_path(self.theme.asset(BOOK_STYLE)) {
            return;
        }
        let pack = self.wanted.get(path).map(String::as_str).or_else(|| is_index(path).then_some(INDEX));
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = pack {
            let (pack, content) = (pack.to_owned(), output.content.clone());
            seen().packs.entry(pack).or_default().insert(address_of(path), content);
        } else if path.starts_with("assets/") {
            seen().assets.insert(address_of(path), bytes.len());
        } else if path.ends_with(".html") || path.ends_with(".svg") {
            let says = std::str::from_utf8(bytes).map(|text| self.unhashed.text(text)).unwrap_or_default();
            let hash = format!("{:016x}", xxh3_64(says.as_bytes()));
            seen().others.insert(address_of(path), hash);
        }
    }

    /// The files that the settings ask for, once all others were looked at.
    pub fn files(&self) -> Vec<Output> {
        let site = self.site;
        let (script, manifest) = match (script(site), manifest(site), site.settings.offline) {
            (Some(script), Some(manifest), _) => (script, manifest),
            // What was kept once is taken back: a browser asks for the worker again by itself.
            (_, _, Some(false)) => return vec![text(link::WORKER, FAREWELL.to_owned())],
            _ => return Vec::new(),
        };
        let icon = site.own_icon().unwrap_or_else(|| self.theme.asset("icon.svg"));
        let program = json!({
            "name": site.settings.title,
            "description": site.settings.description,
            "lang": site.settings.language,
            "id": "./",
            "start_url": "./",
            "scope": "./",
            "display": "minimal-ui",
            "icons": [{"src": encoded(icon.trim_start_matches('/')), "sizes": "any"}],
        });
        let manifest = text(manifest, format!("{program}\n"));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Seen { packs, assets, .. } = &mut *seen;
        let is_named = |address: &str| {
            let mut pages = packs.values().flat_map(BTreeMap::values).filter_map(Content::bytes);
            pages.any(|page| memmem::find(page, address.as_bytes()).is_some())
        };
        assets.retain(|address, _| !is_of_few(address) || is_named(address));
        if let Some(index) = seen.packs.get_mut(INDEX) {
            let size: usize = index.values().filter_map(Content::bytes).map(<[u8]>::len).sum();
            index.retain(|address, _| size <= LARGEST_INDEX || address.ends_with("/index.json"));
        }
        let packs: Vec<Output> = seen.packs.values().map(|files| hashed(pack::pack(files, &self.unhashed))).collect();
        let others = json!(seen.others).to_string();
        let others = (others.len() <= LONGEST_LIST).then(|| hashed(others));
        let own = encoded(script.trim_start_matches('/'));
        seen.assets.insert(own, REGISTER.len());
        let bytes = seen.assets.values().sum::<usize>()
            + packs.iter().filter_map(|pack| pack.content.bytes()).map(<[u8]>::len).sum::<usize>();
        let list = json!({
            "packs": packs.iter().map(|pack| &pack.path).collect::<Vec<_>>(),
            "pages": others.iter().map(|list| &list.path).collect::<Vec<_>>(),
            "assets": seen.assets.keys().collect::<Vec<_>>(),
        });
        let mut out = packs;
        out.extend(others);
        out.extend([
            text(link::WORKER, WORKER.replace("{list}", &list.to_string())),
            text(KEPT_SIZE, json!({ "bytes": bytes }).to_string()),
            text(&script, REGISTER.to_owned()),
            manifest,
        ]);
        out
    }
}

/// The address of a file, below the site's own.
fn address_of(path: &str) -> String {
    let address = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    encoded(address.unwrap_or(path))
}

/// What only pages of some kinds load: with code, formulas or parts that have moved, or the book.
fn is_of_few(address: &str) -> bool {
    ["blocks.", "book.", "code.", "moved."]
        .iter()
        .any(|name| address.strip_prefix("assets/").is_some_and(|file| file.starts_with(name)))
}

fn is_index(path: &str) -> bool {
    path.starts_with("assets/search/")
}

/// The paths of what every reader keeps: the starts, questions and outcomes of trees, the pages for when help is needed soon, and the start page. A tree is a pack by
/// itself, with the ways through it.
fn wanted(site: &Site, theme: &Theme) -> HashMap<String, String> {
    let address = |p: usize| site.pages[p].facts().address.clone();
    let pages = site.addresses.iter().filter_map(|owned| {
        let pack = match owned.owner {
            AddressOwner::Screen(p, _) => address(p),
            AddressOwner::Page(p) if site.pages[p].facts().kind == Kind::Tree => address(p),
            AddressOwner::Page(p) => {
                let care = site.pages[p].doc.care();
                let soon = care.contains("emergency") || care.contains("urgent");
                (site.pages[p].parent.is_none() || soon).then(String::new)?
            }
            AddressOwner::Program if [OFFLINE, SEARCH].contains(&owned.address.as_str()) => String::new(),
            _ => return None,
        };
        Some((output_path(&owned.address), pack))
    });
    pages.chain(routes::routed(site, theme).map(|(p, routes)| (output_path(&routes), address(p)))).collect()
}

/// A file that is named after what is in it.
fn hashed(json: String) -> Output {
    text(&format!("/assets/offline.{:016x}.json", xxh3_64(json.as_bytes())), json)
}

fn text(address: &str, text: String) -> Output {
    Output { path: output_path(address), content: Content::Text(text.into()) }
}
