//! What readers keep for when there is no network: a service worker, and the list of what it keeps.
//!
//! Takes: the site, and every file of it. Gives: more files: `sw.js` and what goes with it.
//! Never: keeps anything unless the settings say so. The worker's text names the list, the list's name its content's hash,
//! and the list each file's hash: so a browser sees by one small file whether anything is new.

use super::path::output_path;
use crate::link::{self, Claimant, OFFLINE, SEARCH, Site};
use crate::parse::Kind;
use crate::render::{Content, Output};
use crate::source::url::encoded;
use serde_json::json;
use std::collections::BTreeMap;
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

/// The files that the settings ask for.
pub fn files(site: &Site, outputs: &[Output], icon: &str) -> Vec<Output> {
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
    let mut kept = BTreeMap::new();
    let wanted = wanted(site, outputs);
    let files: BTreeMap<&str, &Output> =
        outputs.iter().chain([&script, &manifest]).map(|o| (o.path.as_str(), o)).collect();
    for path in wanted.iter().map(String::as_str).chain([script.path.as_str(), manifest.path.as_str()]) {
        let bytes: &[u8] = match files.get(path).map(|output| &output.content) {
            Some(Content::Text(text)) => text.as_bytes(),
            Some(Content::Bytes(bytes)) => bytes,
            _ => continue,
        };
        let address = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        kept.insert(encoded(address.unwrap_or(path)), format!("{:016x}", xxh3_64(bytes)));
    }
    let list = json!(kept).to_string();
    let name = format!("assets/offline.{:016x}.json", xxh3_64(list.as_bytes()));
    vec![text(link::WORKER, WORKER.replace("{list}", &name)), text(&format!("/{name}"), list), script, manifest]
}

/// The paths of what every reader keeps: the trees, the pages for when help is needed soon, the start page, and what these
/// are shown with.
fn wanted(site: &Site, outputs: &[Output]) -> Vec<String> {
    let wanted = site.claims.iter().filter(|claim| match claim.by {
        Claimant::Screen(..) | Claimant::Whole(_) => true,
        Claimant::Page(p) => {
            let (page, care) = (&site.pages[p], site.pages[p].doc.care());
            page.parent.is_none()
                || page.facts().kind == Kind::Tree
                || care.contains("emergency")
                || care.contains("urgent")
        }
        Claimant::Program => [OFFLINE, SEARCH].contains(&claim.address.as_str()),
        Claimant::Alias(..) | Claimant::File(_) => false,
    });
    let pages = wanted.map(|claim| output_path(&claim.address));
    let index = |path: &str| path.starts_with("assets/search/");
    let size = |output: &Output| match &output.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Text(text) => text.len(),
        Content::Copy(_) | Content::Rendition(..) => 0,
    };
    let small = outputs.iter().filter(|o| index(&o.path)).map(size).sum::<usize>() <= LARGEST_INDEX;
    let assets = outputs.iter().map(|output| output.path.as_str()).filter(|path| path.starts_with("assets/"));
    let assets = assets.filter(|path| small || !index(path) || path.ends_with("/index.json"));
    pages.chain(assets.map(str::to_owned)).collect()
}

fn text(address: &str, text: String) -> Output {
    Output { path: output_path(address), content: Content::Text(text.into()) }
}
