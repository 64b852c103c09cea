//! Every link of a published site leads somewhere, by a crawler that knows nothing of how it was made: of the club's own
//! site, and of a small one with the names that break links.
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    /// Styles and scripts that stand in the page itself.
    inline: Vec<String>,
    canonical: Option<String>,
    policy: bool,
    /// Whether it stands at an old address, and only leads to the new one.
    leads_on: bool,
}

fn pages(folder: &Path) -> (BTreeMap<String, Page>, BTreeSet<String>) {
    let (mut pages, mut all) = (BTreeMap::new(), BTreeSet::new());
    let (any, with_id) = (Selector::parse("[href], [src]").unwrap(), Selector::parse("[id]").unwrap());
    let canonical = Selector::parse("link[rel=canonical]").unwrap();
    let refresh = Selector::parse("head > meta[http-equiv=refresh]").unwrap();
    let policy =
        Selector::parse("head > meta[http-equiv=Content-Security-Policy][content*=\"default-src 'none'\"]").unwrap();
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
        let inline = document.root_element().descendent_elements().filter_map(inline).collect();
        let canonical = document.select(&canonical).filter_map(|e| e.value().attr("href").map(str::to_owned)).next();
        let policy = document.select(&policy).next().is_some();
        let leads_on = document.select(&refresh).next().is_some();
        pages.insert(format!("/{path}"), Page { ids, links, inline, canonical, policy, leads_on });
    }
    (pages, all)
}

/// What a page may not hold: a script or style of its own, an attribute that is one, an address that is one.
fn inline(element: scraper::ElementRef<'_>) -> Option<String> {
    let name = element.value().name();
    // A block of data is not run, whatever stands in it.
    let runs = element.value().attr("type") != Some("application/ld+json") && element.value().attr("src").is_none();
    let own = name == "style" || name == "script" && runs;
    let attribute = element.value().attrs().find(|(attribute, value)| {
        *attribute == "style" || attribute.starts_with("on") || value.trim().to_lowercase().starts_with("javascript:")
    });
    if own { Some(format!("<{name}>")) } else { attribute.map(|(attribute, value)| format!("{attribute}=\"{value}\"")) }
}

/// Undoes `%20` and its like, as a server does.
fn decoded(link: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = link.bytes();
    while let Some(byte) = bytes.next() {
        let mut digit =
            || bytes.next().and_then(|b| char::from(b).to_digit(16)).expect("two digits stand behind a `%`");
        out.push(if byte == b'%' { (digit() * 16 + digit()) as u8 } else { byte });
    }
    String::from_utf8(out).expect("an address is UTF-8")
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
    let mut to = format!("/{}", crate::common::steps(parts, path).join("/"));
    if path.is_empty() {
        to = format!("{}/{last}", to.trim_end_matches('/'));
    } else if path.ends_with('/') || path.ends_with('.') {
        to = format!("{}/index.html", to.trim_end_matches('/'));
    }
    let below = to.strip_prefix(base.trim_end_matches('/'));
    let below = below.unwrap_or_else(|| panic!("{link} leaves {base}"));
    Some((decoded(below), fragment.map(|f| decoded(&f))))
}

/// Builds a site and follows every link of it. `unlinked` are pages that nothing need lead to.
fn crawl(root: &Path, at_least: usize, unlinked: &[&str], arguments: &[&str], base: &str) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
        .args(["build", "--root"])
        .arg(root)
        .arg("--out")
        .arg(&out)
        .args(arguments)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stdout));
    let (pages, all) = pages(&out);
    assert!(pages.len() >= at_least, "only {} pages", pages.len());
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
        assert!(page.policy, "{path} has no Content-Security-Policy");
        assert!(page.inline.is_empty(), "{path} holds what its Content-Security-Policy forbids: {:?}", page.inline);
        let needs_none = page.leads_on || unlinked.contains(&path.as_str());
        assert!(needs_none || reached.contains(path), "no link leads to {path}");
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    whole_addresses(&out, &pages, base, arguments.len() > 1);
}

/// Canonical addresses and the sitemap's lie below the site's own, and there is a page at each.
fn whole_addresses(out: &Path, pages: &BTreeMap<String, Page>, base: &str, expected: bool) {
    let at = |address: &str| {
        let below = address.strip_prefix("https://x.example").and_then(|path| path.strip_prefix(base));
        let below = below.unwrap_or_else(|| panic!("{address} lies outside {base}"));
        let file = format!("/{}index.html", decoded(below));
        assert!(pages.contains_key(&file), "{address} is no page");
        file
    };
    let canonical: BTreeSet<String> = pages.values().filter_map(|page| page.canonical.as_deref()).map(at).collect();
    let sitemap = fs::read_to_string(out.join("sitemap.xml")).unwrap_or_default();
    let listed = sitemap.split("<loc>").skip(1).map(|rest| at(rest.split("</loc>").next().unwrap()));
    let listed: BTreeSet<String> = listed.collect();
    assert_eq!(!canonical.is_empty(), expected, "canonical addresses are there where the site's own is known");
    assert!(listed.is_subset(&canonical), "what the sitemap lists has that address itself");
    assert_eq!(listed.contains("/index.html"), expected, "the sitemap lists the home page");
}

/// A first question is shown on its tree's own page, so nothing need lead to its page. The worker leads to the last.
const CLUB: (usize, &[&str]) = (
    30,
    &["/sore-calf/emergency-signs/index.html", "/run-walk/which-ratio-and-pace/calf/index.html", "/offline/index.html"],
);

#[test]
fn every_link_of_the_clubs_site_resolves() {
    crawl(crate::common::repository(), CLUB.0, CLUB.1, &[], "/");
}

#[test]
fn and_so_it_does_in_a_sub_folder() {
    crawl(crate::common::repository(), CLUB.0, CLUB.1, &["--base-url", "https://x.example/help/"], "/help/");
}

const ODD_NAMES: &str = r"
--- content/README.md
# Home

[Two words](<A folder/Two Words.md>), [percent](100%25.md#50-off), [[日本語 タイトル]], [[Größe#Über uns]].

![a dot](<A folder/a dot %231 (50%25).png>) and [a plan](A%20folder/plan%20%3F.pdf).
--- content/A folder/Two Words.md
---
tags: [Größe & Co, 100 %, 日本語]
aliases: [/old/two words/, /gone.html]
---
# Two words: & \<more>

[Up](../README.md), [here](#part), [[#Part]], [there](/100%25.md), [a dot](<a dot %231 (50%25).png>).

## Part
--- content/100%.md
# 100 %

## 50 % off {#50-off}

[日本語](日本語.md#はじめに)
--- content/日本語.md
# 日本語 タイトル

## はじめに

[[Größe]] and [[#はじめに]]
--- content/deep/er/and/deeper/Größe.md
# Größe

## Über uns

[Home](../../../../README.md), a foot[^1] and again[^1], <a href='../../../../日本語.md'>日本語</a>.

[^1]: A note.
--- content/A folder/a dot #1 (50%).png (picture)
--- content/A folder/plan ?.pdf
not looked into
";

#[test]
fn names_that_break_links_do_not() {
    let site = crate::common::site(ODD_NAMES);
    // Old addresses are for readers who come from elsewhere.
    let unlinked = ["/old/two words/index.html", "/gone.html"];
    crawl(site.path(), 15, &unlinked, &[], "/");
    crawl(site.path(), 15, &unlinked, &["--base-url", "https://x.example/a/b/"], "/a/b/");
}
