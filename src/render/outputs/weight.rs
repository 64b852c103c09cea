//! What a first visit of each page weighs over the wire.
//!
//! Takes: every file of the site, and the budget. Gives: a problem for each page that is over it, the heaviest first.
//! Never: counts pictures, which are loaded as they come into sight, or what a script asks for later, such as the search's
//! index. A page may be read by somebody with one bar of signal, and this is what they wait for.

use crate::config::settings::{Budget, Settings};
use crate::load::SETTINGS;
use crate::parse::html;
use crate::problem::{Code, Problem};
use crate::render::{Content, Output};
use crate::source::SitePath;
use flate2::{Compression, write::GzEncoder};
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;

/// So many pages are told one by one; after those the cause is one for all.
const TOLD: usize = 5;
/// So many of a page's parts are named.
const PARTS: usize = 3;

/// A file with its size when compressed.
type Part<'a> = (&'a str, usize);

/// The pages that weigh more than the settings allow.
pub fn over_budget<'a>(outputs: &'a [Output], settings: &Settings) -> Vec<Problem> {
    let Some(budget) = settings.budget else { return Vec::new() };
    let files: HashMap<&str, &[u8]> = outputs.iter().filter_map(|o| Some((o.path.as_str(), bytes(o)?))).collect();
    let pages: Vec<&str> = outputs.iter().map(|o| o.path.as_str()).filter(|path| path.ends_with(".html")).collect();
    let base = settings.base_path();
    let asked: Vec<BTreeSet<&str>> = pages.par_iter().map(|page| asked_for(page, base, &files)).collect();
    let distinct: BTreeSet<&str> = asked.iter().flatten().copied().collect();
    let sizes: HashMap<&str, usize> =
        distinct.into_par_iter().map(|path| (path, files.get(path).map_or(0, |bytes| compressed(bytes)))).collect();
    let weigh = |(page, asked): (&&'a str, BTreeSet<&'a str>)| {
        let mut parts: Vec<Part<'a>> = asked.into_iter().map(|path| (path, sizes[path])).collect();
        parts.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
        let bytes = parts.iter().map(|(_, size)| size).sum();
        let over = budget.bytes.is_some_and(|most| bytes > most as usize)
            || budget.requests.is_some_and(|most| parts.len() > most as usize);
        over.then_some(Over { page, bytes, parts })
    };
    let mut over: Vec<Over<'_>> = pages.iter().zip(asked).filter_map(weigh).collect();
    over.sort_by(|a, b| (b.bytes, a.page).cmp(&(a.bytes, b.page)));
    over.iter().take(TOLD).map(|page| too_heavy(page, &budget, over.len())).collect()
}

struct Over<'a> {
    page: &'a str,
    bytes: usize,
    parts: Vec<Part<'a>>,
}

fn bytes(output: &Output) -> Option<&[u8]> {
    match &output.content {
        Content::Text(text) => Some(text.as_bytes()),
        Content::Bytes(bytes) => Some(bytes),
        Content::Copy(_) | Content::Rendition(..) => None,
    }
}

/// The page, and what a browser asks for before it is whole.
fn asked_for<'a>(page: &'a str, base: &str, files: &HashMap<&'a str, &'a [u8]>) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::from([page]);
    let text = files.get(page).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let mut waiting: Vec<String> = references(text).into_iter().filter_map(|to| at(page, &to, base)).collect();
    while let Some(path) = waiting.pop() {
        let Some((path, bytes)) = files.get_key_value(path.as_str()) else { continue };
        if out.insert(path) {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
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

fn too_heavy(over: &Over<'_>, budget: &Budget, all: usize) -> Problem {
    let page = over.page.strip_suffix("index.html").unwrap_or(over.page);
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
