//! Every link of the published club's site leads somewhere, by a crawler that knows nothing of how it was made.
#![allow(clippy::disallowed_methods, reason = "tests make and read folders")]

use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    html: String,
}

fn pages(folder: &Path) -> (BTreeMap<String, Page>, BTreeSet<String>) {
    let (mut pages, mut all) = (BTreeMap::new(), BTreeSet::new());
    let (any, with_id) = (Selector::parse("[href], [src]").unwrap(), Selector::parse("[id]").unwrap());
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        all.insert(format!("/{path}"));
        if !path.ends_with(".html") {
            continue;
        }
        let html = fs::read_to_string(entry.path()).unwrap();
        let document = Html::parse_document(&html);
        let ids = document.select(&with_id).filter_map(|e| e.value().id().map(str::to_owned)).collect();
        let link = |e: scraper::ElementRef<'_>| e.value().attr("href").or(e.value().attr("src")).map(str::to_owned);
        let links = document.select(&any).filter_map(link).collect();
        pages.insert(format!("/{path}"), Page { ids, links, html });
    }
    (pages, all)
}

/// Follows a link as a browser does, from a page at `base` + its path.
fn follow(from: &str, link: &str, base: &str) -> Option<(String, Option<String>)> {
    let link = link.strip_prefix("https://x.example").unwrap_or(link);
    if link.contains("://") || link.starts_with("tel:") || link.starts_with("mailto:") {
        return None;
    }
    let (path, fragment) = link.split_once('#').map_or((link, None), |(path, f)| (path, Some(f.to_owned())));
    let from = format!("{base}{}", from.trim_start_matches('/'));
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    let last = if path.is_empty() { from.rsplit('/').next().unwrap() } else { "" };
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    let mut to = format!("/{}", joined.join("/"));
    if path.is_empty() {
        to = format!("{}/{last}", to.trim_end_matches('/'));
    } else if path.ends_with('/') || path.ends_with('.') {
        to = format!("{}/index.html", to.trim_end_matches('/'));
    }
    let below = to.strip_prefix(base.trim_end_matches('/'));
    Some((below.unwrap_or_else(|| panic!("{link} leaves {base}")).to_owned(), fragment))
}

fn crawl(arguments: &[&str], base: &str) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let root = env!("CARGO_MANIFEST_DIR");
    let built = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["build", "--root", root, "--out"])
        .arg(&out)
        .args(arguments)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stdout));
    let (pages, all) = pages(&out);
    assert!(pages.len() > 30, "only {} pages", pages.len());
    let mut broken = Vec::new();
    let mut reached = BTreeSet::from(["/404.html".to_owned()]);
    let mut waiting = vec!["/index.html".to_owned()];
    while let Some(path) = waiting.pop() {
        if !reached.insert(path.clone()) {
            continue;
        }
        let Some(page) = pages.get(&path) else { continue };
        waiting.extend(page.links.iter().filter_map(|link| follow(&path, link, base)).map(|(to, _)| to));
    }
    for (path, page) in &pages {
        for link in &page.links {
            let Some((to, fragment)) = follow(path, link, base) else { continue };
            let part_is_there = fragment.is_none_or(|f| pages.get(&to).is_some_and(|p| p.ids.contains(&f)));
            if !all.contains(&to) || !part_is_there {
                broken.push(format!("{path}: {link}"));
            }
        }
        assert!(page.html.contains("Content-Security-Policy"), "{path}");
        for inline in ["<script", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!page.html.contains(inline), "{path} holds {inline}");
        }
        // The first question is shown on its tree's own page, so nothing need lead to its page.
        let first_question = path == "/sore-calf/chest/index.html";
        assert!(first_question || reached.contains(path), "no link leads to {path}");
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_link_of_the_clubs_site_resolves() {
    crawl(&[], "/");
}

#[test]
fn and_so_it_does_in_a_sub_folder() {
    crawl(&["--base-url", "https://x.example/help/"], "/help/");
}
