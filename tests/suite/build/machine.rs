//! What machines are told of a site: the feed by RSS's rules, schema.org's terms only where they are true, Open Graph, and
//! which pages search engines may list.

use roxmltree::{Document, Node};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

const SITE: &str = r#"--- site.yaml
title: Tom & Jerry's <help>
base_url: https://club.example/help/
description: Help "for" <all> & sundry
publisher: The club
language: en-GB
--- content/index.md
Home.
--- content/a/index.md
# Part A
--- content/a/plain.md
---
title: Plain </script><script>alert(1)</script> & <b>
description: One sentence & more.
date: 2026-01-05
updated: 2026-02-03
author: Ann & Bob
---
Words, and [[care]]. ![A calf](calf.png)
--- content/a/calf.png (picture)
--- content/a/care.md
---
title: Care
date: 2025-12-31
---
> [!URGENT] Today
> Go.
--- content/a/seen.md
---
title: Seen
reviewed: 2026-03-01
reviewer: Dr Who
---
Words.
--- content/a/later.md
---
title: Later
date: 2026-09-09
draft: true
---
Words.
--- content/run.tree.yaml
title: Do I run?
questions:
  q: {ask: Fever?, options: {yes: {say: "Yes", goto: rest}, no: {say: "No", goto: run}}}
outcomes:
  rest: {title: Rest, level: self-care}
  run: {title: Run, level: self-care}
"#;

type Files = BTreeMap<String, String>;

fn built(site: &str, arguments: &[&str]) -> Files {
    let folder = crate::common::site(site);
    let said = crate::common::run(folder.path(), &[&["build"], arguments].concat());
    assert_eq!(said.code, 0, "{}", said.stdout);
    let files = crate::common::files(&folder.path().join("public")).into_iter();
    files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

fn only<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let same = |child: &Node<'_, '_>| child.tag_name().namespace() == node.tag_name().namespace();
    let found: Vec<_> = node.children().filter(|child| child.has_tag_name(name) && same(child)).collect();
    assert_eq!(found.len(), 1, "one <{name}>");
    found[0].text().unwrap_or_default()
}

#[test]
fn the_feed_keeps_to_the_rules_of_rss() {
    let files = built(SITE, &["--drafts"]);
    let document = Document::parse(&files["feed.xml"]).expect("the feed is XML");
    let rss = document.root_element();
    assert_eq!((rss.tag_name().name(), rss.attribute("version")), ("rss", Some("2.0")));
    let channel = rss.first_element_child().expect("there is a channel");
    assert_eq!(only(channel, "title"), "Tom & Jerry's <help>");
    assert_eq!(only(channel, "link"), "https://club.example/help/");
    assert_eq!(only(channel, "description"), "Help \"for\" <all> & sundry");
    let own = channel.children().find(|c| c.has_tag_name(("http://www.w3.org/2005/Atom", "link"))).unwrap();
    assert_eq!(own.attribute("href"), Some("https://club.example/help/feed.xml"));
    let days = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(false);
    let mut seen = Vec::new();
    for item in channel.children().filter(|child| child.has_tag_name("item")) {
        let (link, guid) = (only(item, "link"), only(item, "guid"));
        assert_eq!(link, guid);
        let path = link.strip_prefix("https://club.example/help/").expect("links are whole");
        assert!(files.contains_key(&format!("{path}index.html")), "{link} leads somewhere");
        let day = item.children().find(|child| child.has_tag_name("pubDate")).and_then(|day| day.text());
        let day = day.map(|day| days.parse_zoned_datetime(day).expect("a date by RFC 822").date().to_string());
        seen.push((only(item, "title"), day));
    }
    let day = |day: &str| Some(day.to_owned());
    let script = "Plain </script><script>alert(1)</script> & <b>";
    // The latest first; a draft is no news, and the home page is not either.
    let expected = [(script, day("2026-02-03")), ("Care", day("2025-12-31")), ("Part A", None), ("Seen", None)];
    assert_eq!(seen, [expected.as_slice(), &[("Do I run?", None)]].concat());
}

#[test]
fn every_page_names_the_feed_and_only_where_there_is_one() {
    let feed = Selector::parse("link[rel=alternate][type='application/rss+xml']").unwrap();
    for (path, text) in built(SITE, &[]).iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(text);
        let href = page.select(&feed).next().unwrap_or_else(|| panic!("{path}")).attr("href").unwrap();
        let folder: Vec<&str> = path.split('/').rev().skip(1).collect();
        let up = if path == "404.html" { "/help/".into() } else { "../".repeat(folder.len()) };
        assert_eq!(href, format!("{up}feed.xml"), "{path}");
    }
    let without = built(&SITE.replace("base_url: https://club.example/help/\n", ""), &[]);
    assert!(!without.contains_key("feed.xml") && !without["index.html"].contains("rss"));
}

#[test]
fn a_topic_and_a_folder_have_feeds_of_their_own() {
    let site = SITE.replace("description: One sentence & more.\n", "tags: [Red flags]\n")
        + "--- content/a/deep/er.md\n---\ntitle: Deeper\ndate: 2026-01-06\n---\nWords.\n";
    let files = built(&site, &[]);
    let titles = |path: &str| -> Vec<String> {
        let document = Document::parse(&files[path]).expect("the feed is XML");
        let channel = document.root_element().first_element_child().expect("there is a channel");
        let own = channel.children().find(|c| c.has_tag_name(("http://www.w3.org/2005/Atom", "link"))).unwrap();
        assert_eq!(own.attribute("href"), Some(format!("https://club.example/help/{path}").as_str()));
        let page = only(channel, "link").strip_prefix("https://club.example/help/").expect("links are whole");
        let feed = Selector::parse("link[rel=alternate][type='application/rss+xml']").unwrap();
        let html = Html::parse_document(&files[&format!("{page}index.html")]);
        let hrefs: Vec<&str> = html.select(&feed).map(|link| link.attr("href").unwrap()).collect();
        assert_eq!(hrefs.last(), Some(&"feed.xml"), "{page} names its feed");
        assert_eq!(hrefs.len(), 2, "and the site's");
        let items = channel.children().filter(|child| child.has_tag_name("item"));
        items.map(|item| only(item, "title").to_owned()).collect()
    };
    let plain = "Plain </script><script>alert(1)</script> & <b>";
    assert_eq!(titles("tags/red-flags/feed.xml"), [plain]);
    // All that lies below, however deep; the latest first, and what has no day last.
    assert_eq!(titles("a/feed.xml"), [plain, "Deeper", "Care", "Seen"]);
    let feeds = files.keys().filter(|path| path.ends_with("feed.xml"));
    assert_eq!(feeds.count(), 4, "the site's, the topic's, and those of two folders");
    let own = SITE.to_owned() + "--- static/a/feed.xml\n<mine/>\n";
    assert_eq!(built(&own, &[])["a/feed.xml"], "<mine/>\n", "a file of the author's own goes before");
}

#[test]
fn the_sitemap_says_only_days_that_are_known() {
    let of = |site: &str| -> BTreeMap<String, Option<String>> {
        let files = built(site, &[]);
        let document = Document::parse(&files["sitemap.xml"]).expect("it is XML");
        let urls = document.root_element().children().filter(|child| child.has_tag_name("url"));
        let day = |url: Node<'_, '_>| {
            url.children().find(|c| c.has_tag_name("lastmod")).and_then(|d| d.text()).map(str::to_owned)
        };
        urls.map(|url| (only(url, "loc").replace("https://club.example/help/", ""), day(url))).collect()
    };
    let days = of(SITE);
    let day = |path: &str| days[path].as_deref();
    assert_eq!(
        (day("a/plain/"), day("a/care/"), day("a/seen/")),
        (Some("2026-02-03"), Some("2025-12-31"), Some("2026-03-01"))
    );
    assert_eq!((day(""), day("a/"), day("run/")), (None, None, None));
    // Read again after the last change, and found to be as it should.
    let reviewed = of(&SITE.replace("updated: 2026-02-03", "updated: 2026-02-03\nreviewed: 2026-04-05"));
    assert_eq!(reviewed["a/plain/"].as_deref(), Some("2026-04-05"));
    // A day that has not come yet is nobody's.
    let later = of(&SITE.replace("updated: 2026-02-03", "updated: 2050-02-03"));
    assert_eq!(later["a/plain/"].as_deref(), Some("2026-01-05"));
}

/// The parts of a page's JSON-LD, by type.
fn data(page: &str) -> BTreeMap<String, Value> {
    let page = Html::parse_document(page);
    let scripts = Selector::parse("script:not([src])").unwrap();
    let texts: Vec<String> = page.select(&scripts).map(|script| script.text().collect()).collect();
    let Some(text) = texts.first() else { return BTreeMap::new() };
    assert_eq!(texts.len(), 1, "no other script stands in a page");
    let data: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    let parts = data["@graph"].as_array().unwrap().iter();
    parts.map(|part| (part["@type"].as_str().unwrap().to_owned(), part.clone())).collect()
}

#[test]
fn structured_data_says_what_is_so_and_no_more() {
    let files = built(SITE, &[]);
    let plain = &data(&files["a/plain/index.html"])["Article"];
    assert_eq!(plain["headline"], "Plain </script><script>alert(1)</script> & <b>");
    assert_eq!(plain["dateModified"], "2026-02-03");
    assert_eq!(plain["author"]["name"], "Ann & Bob");
    assert_eq!(plain["url"], "https://club.example/help/a/plain/");
    assert!(plain.get("lastReviewed").is_none());
    let care = &data(&files["a/care/index.html"])["MedicalWebPage"];
    assert!(care.get("lastReviewed").is_none() && care.get("reviewedBy").is_none());
    let seen = &data(&files["a/seen/index.html"])["MedicalWebPage"];
    assert_eq!((&seen["lastReviewed"], &seen["reviewedBy"]["name"]), (&"2026-03-01".into(), &"Dr Who".into()));
    assert!(data(&files["run/index.html"]).contains_key("MedicalWebPage"));
    assert_eq!(data(&files["index.html"])["WebSite"]["publisher"]["name"], "The club");
    let crumbs = &data(&files["run/whole-tree/index.html"])["BreadcrumbList"]["itemListElement"];
    let items: Vec<&str> = crumbs.as_array().unwrap().iter().map(|crumb| crumb["item"].as_str().unwrap()).collect();
    let whole = |path: &str| format!("https://club.example/help/{path}");
    assert_eq!(items, [whole(""), whole("run/"), whole("run/whole-tree/")]);
    let answers = "levels: [cheap, dear]\nquestions:";
    let shop = SITE.replace("questions:", answers).replace("level: self-care", "level: cheap");
    assert!(data(&built(&shop, &[])["run/index.html"]).contains_key("WebPage"), "levels of another kind");
}

#[test]
fn a_term_is_a_defined_term_with_its_meaning() {
    let glossary = "--- content/glossary.yaml\n- term: Calf </script>\n  forms: [calves]\n  meaning: The **back** of the leg, see [[care]].\n";
    let files = built(&format!("{SITE}{glossary}"), &[]);
    let set = &data(&files["glossary/index.html"])["DefinedTermSet"];
    let term = &set["hasDefinedTerm"][0];
    assert_eq!(term["@type"], "DefinedTerm");
    assert_eq!((&term["name"], &term["alternateName"][0]), (&"Calf </script>".into(), &"calves".into()));
    assert_eq!(term["description"], "The back of the leg, see Care.");
    let id = term["@id"].as_str().unwrap();
    let anchor = id.strip_prefix("https://club.example/help/glossary/#").expect("the whole address");
    assert!(files["glossary/index.html"].contains(&format!("id=\"{anchor}\"")), "{anchor}");
}

#[test]
fn programs_that_show_a_link_find_words_and_a_picture() {
    let files = built(SITE, &[]);
    let told = |path: &str| {
        let page = Html::parse_document(&files[path]);
        let meta = Selector::parse("meta[property^='og:']").unwrap();
        let pairs = page
            .select(&meta)
            .map(|m| (m.attr("property").unwrap()[3..].to_owned(), m.attr("content").unwrap().to_owned()));
        pairs.collect::<BTreeMap<_, _>>()
    };
    let plain = told("a/plain/index.html");
    let wanted = [
        ("type", "article"),
        ("title", "Plain </script><script>alert(1)</script> & <b>"),
        ("description", "One sentence & more."),
        ("url", "https://club.example/help/a/plain/"),
        ("site_name", "Tom & Jerry's <help>"),
        ("locale", "en_GB"),
        ("image", "https://club.example/help/a/calf.png.1.png"),
        ("image:alt", "A calf"),
    ];
    assert_eq!(plain, wanted.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
    assert_eq!(told("index.html")["type"], "website");
}

#[test]
fn the_steps_of_a_tree_and_drafts_are_not_listed_and_the_whole_tree_is() {
    let files = built(SITE, &["--drafts"]);
    let sitemap = Document::parse(&files["sitemap.xml"]).expect("the sitemap is XML");
    let listed: Vec<(&str, Option<&str>)> = sitemap
        .root_element()
        .children()
        .filter(Node::is_element)
        .map(|url| (only(url, "loc"), url.children().find(|c| c.has_tag_name("lastmod")).and_then(|day| day.text())))
        .collect();
    let base = "https://club.example/help/";
    let place = |path: &str| listed.iter().find(|(loc, _)| loc.strip_prefix(base) == Some(path));
    assert_eq!(place("a/plain/").unwrap().1, Some("2026-02-03"));
    assert_eq!(place("a/seen/").unwrap().1, Some("2026-03-01"));
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with("index.html")) {
        let address = path.trim_end_matches("index.html");
        let hidden = text.contains("<meta name=\"robots\" content=\"noindex\">");
        assert!(!hidden || place(address).is_none(), "{path} is hidden and listed");
        let step = address.starts_with("run/") && address != "run/" && address != "run/whole-tree/";
        assert_eq!(hidden, step || address == "a/later/" || address == "search/", "{path}");
    }
    assert!(place("run/whole-tree/").is_some());
}

// ---- the card of a shared link ----

/// What a page says of the picture that is shown with a link to it: its address below the site's own, and its words.
fn shared(page: &str) -> Option<(String, String)> {
    let page = Html::parse_document(page);
    let said = |name: &str| {
        let of = Selector::parse(&format!("meta[property='og:image{name}']")).unwrap();
        page.select(&of).next().and_then(|meta| meta.attr("content")).map(str::to_owned)
    };
    let address = said("")?.strip_prefix("https://club.example/help/").expect("the whole address").to_owned();
    let large = Selector::parse("meta[name='twitter:card'][content='summary_large_image']").unwrap();
    assert!(page.select(&large).next().is_some(), "it is shown large");
    Some((address, said(":alt").unwrap_or_default()))
}

#[test]
fn a_page_without_a_picture_of_its_own_has_a_card() {
    let folder = crate::common::site(&format!("{SITE}--- content/far.md\n# 日本\n"));
    let built = || {
        let said = crate::common::run(folder.path(), &["build"]);
        assert_eq!(said.code, 0, "{}", said.stdout);
        crate::common::files(&folder.path().join("public"))
    };
    let files = built();
    let page = |path: &str| shared(&String::from_utf8_lossy(&files[path]));
    let (plain, alt) = page("a/plain/index.html").unwrap();
    assert!(plain.starts_with("a/calf") && alt == "A calf", "a picture of its own goes before: {plain}");
    let (care, alt) = page("a/care/index.html").unwrap();
    assert_eq!(alt, "Care");
    let seen = imagesize::blob_size(&files[&care]).unwrap();
    assert_eq!((seen.width, seen.height), (1200, 630));
    assert!(files[&care].len() < 30_000, "{}", files[&care].len());
    assert_ne!(page("a/seen/index.html").unwrap().0, care, "its title is on it");
    assert_eq!(page("run/rest/index.html"), page("run/index.html"), "the pages of a tree have that of its start");
    assert_eq!(page("far/index.html"), None, "without the letters there is none");
    assert_eq!(built(), files, "what is kept is the same");
    let other = SITE.replace("base_url: https://club.example/help/\n", "");
    let folder = crate::common::site(&other);
    assert_eq!(crate::common::run(folder.path(), &["build"]).code, 0);
    let files = crate::common::files(&folder.path().join("public"));
    assert!(files.keys().all(|path| !path.starts_with("assets/cards/")), "nobody knows whole addresses");
}

#[test]
fn the_start_page_says_what_the_site_does_where_it_says_nothing_itself() {
    let said = |site: &str| {
        let folder = crate::common::site(site);
        assert_eq!(crate::common::run(folder.path(), &["build"]).code, 0);
        let home = std::fs::read_to_string(folder.path().join("public/index.html")).unwrap();
        let of = Selector::parse("meta[name=description]").unwrap();
        let home = Html::parse_document(&home);
        home.select(&of).next().and_then(|meta| meta.attr("content")).map(str::to_owned)
    };
    assert_eq!(said(SITE).as_deref(), Some("Help \"for\" <all> & sundry"));
    let own = SITE.replace("content/index.md\nHome.", "content/index.md\n---\ndescription: Its own.\n---\nHome.");
    assert_eq!(said(&own).as_deref(), Some("Its own."));
}
