//! What readers keep for when there is no network: a service worker, and the list of what it keeps.
//!
//! Takes: the site, and each file of it as it is made. Gives: more files: `sw.js` and what goes with it.
//! Never: keeps anything unless the settings say so. The worker's text names the list, the list's name its content's hash,
//! and the list each file's hash: so a browser sees by one small file whether anything is new.

use super::path::output_path;
use crate::link::{self, AddressOwner, OFFLINE, SEARCH, Site};
use crate::parse::Kind;
use crate::render::{Content, Output};
use crate::source::url::encoded;
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

const WORKER: &str = include_str!("offline/worker.js");
const REGISTER: &str = include_str!("offline/register.js");
const FAREWELL: &str = include_str!("offline/farewell.js");

/// An index of the search that is larger is not kept whole: nobody asked for it yet.
const LARGEST_INDEX: usize = 256 << 10;

/// The address of the script that starts the keeping; `None` where nothing is kept.
pub(in crate::render) fn script(site: &Site) -> Option<String> {
    let hash = xxh3_64(REGISTER.as_bytes());
    (site.settings.offline == Some(true)).then(|| format!("/assets/offline.{hash:016x}.js"))
}

/// The address of what a phone is told that puts the site among its programs; `None` where nothing is kept.
pub(in crate::render) fn manifest(site: &Site) -> Option<&'static str> {
    (site.settings.offline == Some(true)).then_some("/manifest.webmanifest")
}

/// A file that readers keep: of its bytes the hash, and how many they are.
type Kept = (u64, usize);

/// Looks at each file of the site as it is made.
#[derive(Debug)]
pub struct Keeper<'a> {
    site: &'a Site,
    /// The paths of the pages that every reader keeps; empty where nothing is kept.
    wanted: HashSet<String>,
    seen: Mutex<BTreeMap<String, Kept>>,
}

impl<'a> Keeper<'a> {
    /// For a site, before any of its files is made.
    pub fn of(site: &'a Site) -> Keeper<'a> {
        let wanted = if site.settings.offline == Some(true) { wanted(site) } else { HashSet::new() };
        Keeper { site, wanted, seen: Mutex::default() }
    }

    /// Looks at a file.
    pub fn look(&self, output: &Output) {
        let asked = !self.wanted.is_empty() && (is_asset(&output.path) || self.wanted.contains(&output.path));
        if let Some(bytes) = output.content.bytes().filter(|_| asked) {
            let kept = (xxh3_64(bytes), bytes.len());
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(output.path.clone(), kept);
        }
    }

    /// The files that the settings ask for, once all others were looked at. `icon` is the address of the site's.
    pub fn files(&self, icon: &str) -> Vec<Output> {
        let site = self.site;
        let (script, manifest) = match (script(site), manifest(site), site.settings.offline) {
            (Some(script), Some(manifest), _) => (script, manifest),
            // What was kept once is taken back: a browser asks for the worker again by itself.
            (_, _, Some(false)) => return vec![text(link::WORKER, FAREWELL.to_owned())],
            _ => return Vec::new(),
        };
        let script = text(&script, REGISTER.to_owned());
        let program = json!({
            "name": site.settings.title,
            "description": site.settings.description,
            "lang": site.settings.language,
            "id": "./",
            "start_url": "./",
            "scope": "./",
            "display": "minimal-ui",
            "icons": [{"src": icon.trim_start_matches('/'), "sizes": "any", "type": "image/svg+xml"}],
        });
        let manifest = text(manifest, format!("{program}\n"));
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let index = |path: &str| path.starts_with("assets/search/");
        let size: usize = seen.iter().filter(|(path, _)| index(path)).map(|(_, (_, size))| size).sum();
        let small = size <= LARGEST_INDEX;
        let kept = seen.iter().filter(|(path, _)| small || !index(path) || path.ends_with("/index.json"));
        let mut kept: BTreeMap<String, String> = kept.map(|(path, (hash, _))| entry(path, *hash)).collect();
        kept.extend([&script, &manifest].map(|own| entry(&own.path, xxh3_64(own.content.bytes().unwrap_or_default()))));
        let list = json!(kept).to_string();
        let name = format!("assets/offline.{:016x}.json", xxh3_64(list.as_bytes()));
        vec![text(link::WORKER, WORKER.replace("{list}", &name)), text(&format!("/{name}"), list), script, manifest]
    }
}

/// A line of the list: the address of a file, and its hash.
fn entry(path: &str, hash: u64) -> (String, String) {
    let address = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    (encoded(address.unwrap_or(path)), format!("{hash:016x}"))
}

fn is_asset(path: &str) -> bool {
    path.starts_with("assets/")
}

/// The paths of what every reader keeps: the trees, the pages for when help is needed soon, and the start page. What these are
/// shown with is kept too.
fn wanted(site: &Site) -> HashSet<String> {
    let wanted = site.addresses.iter().filter(|owned| match owned.owner {
        AddressOwner::Screen(..) | AddressOwner::Whole(_) => true,
        AddressOwner::Page(p) => {
            let (page, care) = (&site.pages[p], site.pages[p].doc.care());
            page.parent.is_none()
                || page.facts().kind == Kind::Tree
                || care.contains("emergency")
                || care.contains("urgent")
        }
        AddressOwner::Program => [OFFLINE, SEARCH].contains(&owned.address.as_str()),
        AddressOwner::Alias(..) | AddressOwner::File(_) | AddressOwner::Static(_) => false,
    });
    wanted.map(|owned| output_path(&owned.address)).collect()
}

fn text(address: &str, text: String) -> Output {
    Output { path: output_path(address), content: Content::Text(text.into()) }
}
