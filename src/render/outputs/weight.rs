//! What a first visit of each page weighs over the wire.
//!
//! Takes: each file of the site as it is made, and the budget. Gives: a problem for each page that is over it, the heaviest first.
//! Never: counts pictures, which are loaded as they come into sight, or what a script asks for later, such as the search's
//! index. A page may be read by somebody with one bar of signal, and this is what they wait for.

use super::path::output_path;
use crate::config::settings::{Budget, Settings};
use crate::link::BOOK;
use crate::load::SETTINGS;
use crate::parse::html;
use crate::problem::{Code, Problem};
use crate::render::{Content, Output};
use crate::source::SitePath;
use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// So many pages are told one by one; after those the cause is one for all.
const TOLD: usize = 5;
/// So many of a page's parts are named.
const PARTS: usize = 3;

/// A file with its size when compressed.
type Part<'a> = (&'a str, usize);

/// Looks at each file of the site as it is made, and weighs it where there is a budget.
#[derive(Debug)]
pub struct Scales<'a> {
    settings: &'a Settings,
    pages: Mutex<BTreeMap<String, Page>>,
    /// What pages ask for is little, and is held by the site in any case.
    files: Mutex<BTreeMap<String, Content>>,
}

#[derive(Debug)]
struct Page {
    /// When compressed, in bytes.
    size: usize,
    /// The paths of what a browser asks for first.
    asks: Vec<String>,
}

impl<'a> Scales<'a> {
    /// For a site's settings.
    pub fn of(settings: &'a Settings) -> Scales<'a> {
        Scales { settings, pages: Mutex::default(), files: Mutex::default() }
    }

    /// Weighs a file.
    pub fn look(&self, output: &Output) {
        let (Some(_), Some(bytes)) = (&self.settings.budget, output.content.bytes()) else { return };
        // Who opens the page of the whole site has asked for all of it.
        if output.path == output_path(BOOK) {
            return;
        }
        if !output.path.ends_with(".html") {
            let content = output.content.clone();
            self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(output.path.clone(), content);
            return;
        }
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let base = self.settings.base_path();
        let asks = references(text).into_iter().filter_map(|to| at(&output.path, &to, base)).collect();
        let page = Page { size: compressed(bytes), asks };
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).insert(output.path.clone(), page);
    }

    /// The pages that weigh more than the settings allow, once all files were looked at.
    pub fn over_budget(&self) -> Vec<Problem> {
        let Some(budget) = self.settings.budget else { return Vec::new() };
        let pages = &*self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let files = &*self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let base = self.settings.base_path();
        let asked: Vec<BTreeSet<&str>> =
            pages.par_iter().map(|(path, _)| asked_for(path, base, pages, files)).collect();
        let distinct: BTreeSet<&str> = asked.iter().flatten().copied().collect();
        let size = |path: &str| match pages.get(path) {
            Some(page) => page.size,
            None => files.get(path).and_then(Content::bytes).map_or(0, compressed),
        };
        let sizes: HashMap<&str, usize> = distinct.into_par_iter().map(|path| (path, size(path))).collect();
        let weigh = |(page, asked): (&'_ String, BTreeSet<&'_ str>)| {
            let mut parts: Vec<Part<'_>> = asked.into_iter().map(|path| (path, sizes[path])).collect();
            parts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
            let bytes = parts.iter().map(|(_, size)| size).sum();
            let over = budget.bytes.is_some_and(|most| bytes > most as usize)
                || budget.requests.is_some_and(|most| parts.len() > most as usize);
            let parts = parts.into_iter().map(|(path, size)| (path.to_owned(), size)).collect();
            over.then(|| Over { page: page.clone(), bytes, parts })
        };
        let mut over: Vec<Over> = pages.keys().zip(asked).filter_map(weigh).collect();
        over.sort_by(|a, b| (b.bytes, &a.page).cmp(&(a.bytes, &b.page)));
        over.iter().take(TOLD).map(|page| too_heavy(page, &budget, over.len())).collect()
    }
}

struct Over {
    page: String,
    bytes: usize,
    parts: Vec<(String, usize)>,
}

/// The page, and what a browser asks for before it is whole.
fn asked_for<'a>(
    path: &'a str,
    base: &str,
    pages: &'a BTreeMap<String, Page>,
    files: &'a BTreeMap<String, Content>,
) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::from([path]);
    let mut waiting = pages.get(path).map(|page| page.asks.clone()).unwrap_or_default();
    while let Some(path) = waiting.pop() {
        if let Some((path, _)) = pages.get_key_value(&path) {
            out.insert(path);
        }
        let Some((path, content)) = files.get_key_value(&path) else { continue };
        if out.insert(path) {
            let text = std::str::from_utf8(content.bytes().unwrap_or_default()).unwrap_or_default();
            waiting.extend(neighbours(path, text).filter_map(|to| at(path, to, base)));
        }
    }
    out
}

/// Styles, scripts and icons that a page names, and the ways through a tree, for which its script asks at once.
fn references(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let places = ["<link", "<script", "<article"].into_iter().flat_map(|tag| page.match_indices(tag));
    for (start, _) in places {
        let end = page[start..].find('>').map_or(page.len(), |end| start + end + 1);
        for tag in html::tags(&page[start..end]) {
            let value =
                |wanted: &str| tag.attributes.iter().find(|(name, ..)| name == wanted).map(|(_, value, _)| value);
            const LOADED: [&str; 5] = ["stylesheet", "icon", "manifest", "modulepreload", "preload"];
            let loaded = value("rel").is_some_and(|rel| rel.split_whitespace().any(|word| LOADED.contains(&word)));
            let address = match tag.name.as_str() {
                "link" if loaded => value("href"),
                "script" => value("src"),
                "article" => value("data-routes"),
                _ => None,
            };
            out.extend(address.cloned());
        }
    }
    out
}

/// What a script imports and a style sheet builds on, as written. A script's `import(…)` comes later, if ever.
fn neighbours<'a>(path: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let openings: &[&str] = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js" | "mjs") => &["from \"", "from '", "import \"", "import '"],
        Some("css") => &["@import \"", "@import '", "@import url(\"", "@import url('", "@import url("],
        _ => &[],
    };
    openings.iter().flat_map(move |opening| text.match_indices(opening)).filter_map(move |(at, opening)| {
        let rest = &text[at + opening.len()..];
        Some(&rest[..rest.find(['"', '\'', ')', '\n'])?])
    })
}

/// Where an address leads from a file, below the output folder. `None` if that is not of this site.
fn at(from: &str, address: &str, base: &str) -> Option<String> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    if address.contains("//") {
        return None;
    }
    let path = match address.strip_prefix(base).filter(|_| address.starts_with('/')) {
        Some(below) => SitePath::resolve("", below)?,
        None => SitePath::resolve(from.rsplit_once('/').map_or("", |(folder, _)| folder), address)?,
    };
    Some(path.as_str().to_owned())
}

/// As hosts of static sites compress: gzip, at its usual level.
fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // Into memory it cannot fail; if it did, the file would count as it is.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(bytes.len(), |out| out.len())
}

fn too_heavy(over: &Over, budget: &Budget, all: usize) -> Problem {
    let page = over.page.strip_suffix("index.html").unwrap_or(&over.page);
    let (bytes, files) = (over.bytes, over.parts.len());
    let allowed = match (budget.bytes, budget.requests) {
        (Some(most), _) if bytes > most as usize => format!("{bytes} bytes on a first visit; the budget is {most}"),
        (_, Some(most)) => format!("{bytes} bytes in {files} files on a first visit; the budget is {most} files"),
        _ => format!("{bytes} bytes"),
    };
    let parts: Vec<String> = over.parts.iter().take(PARTS).map(|(path, size)| format!("`{path}` {size}")).collect();
    let all = if all > TOLD { format!(" These are the heaviest {TOLD} of {all}.") } else { String::new() };
    Problem::at(Code::OverBudget, &SETTINGS.into(), budget.span, format!("The page `/{page}` weighs {allowed}")).help(
        format!(
            "Its heaviest parts, compressed: {}.{all} Shorten the page, take out what the theme loads, or allow more.",
            parts.join(", ")
        ),
    )
}
