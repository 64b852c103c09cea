//! `build --for-disk`: every link ends in a file that is there, nothing is asked of a server, no script is loaded. In a browser:
//! `tests/browser/disk.mjs`.
use crate::common::{files, repository, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let opening = format!(" {attribute}=\"");
    let tags = page.split('<').map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter_map(|tag| tag.split_once(&opening)?.1.split('"').next()).collect()
}

/// Where a link leads from a file, below the folder.
fn reached(from: &str, to: &str) -> Option<String> {
    let path = to.split('#').next().unwrap_or_default();
    if path.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(percent(&parts.join("/")))
}

fn percent(text: &str) -> String {
    fingerpost::source::url::decoded(text).unwrap_or_default().replace("&amp;", "&").replace("&#39;", "'")
}

/// Follows every link from the home page, and gives how many pages there are.
fn holds(public: &BTreeMap<String, Vec<u8>>) -> usize {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec!["index.html".to_owned()]);
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) || !path.ends_with(".html") {
            continue;
        }
        let page = std::str::from_utf8(&public[&path]).unwrap();
        assert!(!page.contains("type=\"module\"") && !page.contains("<script src"), "{path} loads a script");
        let links = ["href", "src", "action"].into_iter().flat_map(|attribute| values(page, attribute));
        for link in links {
            if ["https://", "http://", "mailto:", "tel:", "sms:"].iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            assert!(!link.starts_with('/') && !link.split('#').next().unwrap().ends_with('/'), "{path}: {link}");
            let to = reached(&path, link).unwrap_or_else(|| panic!("{path}: {link} leads out of the folder"));
            assert!(public.contains_key(&to), "{path}: {link} leads to no file");
            waiting.push(to);
        }
    }
    let scripts: Vec<&String> = public.keys().filter(|path| path.ends_with(".js") || path.ends_with(".json")).collect();
    assert!(scripts.is_empty(), "{scripts:?}");
    for path in ["sw.js", "_headers", "robots.txt", "sitemap.xml", "feed.xml"] {
        assert!(!public.contains_key(path), "{path} is for the web");
    }
    seen.iter().filter(|path| path.ends_with(".html")).count()
}

fn built(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = crate::common::folder();
    let folder = out.path().join("site");
    let said = run(root, &["build", "--for-disk", "--out", &folder.display().to_string()]);
    assert_eq!(said.code, 0, "{said:?}");
    files(&folder)
}

#[test]
fn the_clubs_site_opens_from_a_folder() {
    let pages = holds(&built(repository()));
    assert!(pages > 120, "no more than {pages} pages are linked to");
}

#[test]
fn what_is_for_the_web_alone_is_left_out() {
    let site = crate::common::site(
        "
--- site.yaml
title: T
base_url: https://club.example/help/
host: netlify
offline: true
--- content/index.md
# Home

[All of it](/everything/), [search](/search/), [a file](/plan.txt) and [A b](a/A%20b.md#part).
--- content/a/A b.md
---
aliases: [/old/]
tags: [one]
---
# A b

## Part

![A drawing](d.svg) [Home](../index.md)
--- content/a/d.svg
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>
--- static/plan.txt
A plan.
",
    );
    let said = run(site.path(), &["build", "--for-disk"]);
    assert_eq!(said.code, 0, "{said:?}");
    let public = files(&site.path().join("public-disk"));
    assert_eq!(holds(&public), 7);
    let home = String::from_utf8(public["index.html"].clone()).unwrap();
    assert!(home.contains("href=\"a/a-b/index.html#part\""), "{home}");
    assert!(!site.path().join("public").exists());
    // The same folder is published anew, as any other.
    assert_eq!(run(site.path(), &["build", "--for-disk"]).code, 0);
}
