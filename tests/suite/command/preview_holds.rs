//! The preview holds on: what cannot be read now is shown as it last was, with the reason; what has another name is followed.
use super::preview::{Running, running};
use crate::common::write;
use fingerpost::preview::AfterSave;
use std::fs;

const SITE: &str = "
--- site.yaml
title: A small site
checks: {orphan-page: off, unused-file: off, unused-reference: off}
--- content/index.md
# Home

Words of the home page, and [one](a/one.md).
--- content/a/one.md
---
title: The first
order: 1
---

A clot [@book], and [two](two.md).
--- content/a/two.md
---
title: The second
order: 2
---

Words.
--- content/glossary.yaml
- {term: Clot, meaning: A plug of blood.}
--- content/references.yaml
book: {title: A book}
--- content/ticks.tree.yaml
title: Ticks
questions:
  signs: {ask: Signs?, options: {a: {say: A, goto: age}, b: {say: B, goto: o}}}
  age: {ask: Age?, kind: number, min: 0, max: 99, next: [{goto: o}]}
outcomes:
  o: {title: O, level: urgent, body: Words.}
";

fn site() -> Running {
    running(SITE, AfterSave::Stay)
}

fn texts(value: &serde_json::Value) -> String {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|v| v.as_str().unwrap_or_default().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Saves bytes, waits for the look, and gives what it was told.
fn saved(site: &Running, path: &str, bytes: impl AsRef<[u8]>, at: &str) -> serde_json::Value {
    let look = site.look();
    write(site.root(), path, bytes);
    site.wait(look);
    site.settles();
    site.news(at)
}

#[test]
fn a_shared_file_that_cannot_be_read_touches_nothing() {
    let site = site();
    let pages = ["/", "/a/one/", "/a/two/", "/ticks/", "/ticks/age/", "/everything/"];
    let before = pages.map(|page| site.page(page));
    assert!(before[1].contains("A plug of blood") && before[1].contains("A book"), "{}", before[1]);
    let slips: [(&str, &[u8]); 12] = [
        ("content/glossary.yaml", b"- {term: Clot, meaning: A plug"),
        ("content/glossary.yaml", b"- {term: Clot"),
        ("content/glossary.yaml", b""),
        ("content/references.yaml", b"book: {title: [x"),
        ("content/references.yaml", b"book"),
        ("content/references.yaml", b"\0\0\0\0\0\0\0\0"),
        ("site.yaml", b"title: ["),
        ("site.yaml", b"titl"),
        ("site.yaml", b"title: caf\xe9\n"),
        (
            "content/ticks.tree.yaml",
            b"title: Ticks\nquestions:\n  signs: {ask: Signs?, options: {a: {say: A, goto: age}",
        ),
        ("content/ticks.tree.yaml", b"title: Ticks\n"),
        ("content/ticks.tree.yaml", b" \n"),
    ];
    for (path, bytes) in slips {
        let good = fs::read(site.root().join(path)).unwrap();
        let news = saved(&site, path, bytes, if path.contains("tree") { "/ticks/age/" } else { "/a/two/" });
        let slip = String::from_utf8_lossy(bytes);
        assert!(texts(&news["notes"]).contains(path), "{path} {slip}: {news}");
        assert_eq!(
            (&news["state"], news["others"]["errors"].as_u64()),
            (&"shown".into(), Some(0)),
            "{path} {slip}: {news}"
        );
        for (page, before) in pages.iter().zip(&before) {
            assert_eq!(site.page(page), *before, "{page} with {path} {slip}");
        }
        let news = saved(&site, path, good, "/a/two/");
        assert_eq!((texts(&news["notes"]).as_str(), &news["here"]["errors"]), ("", &0.into()), "{path} {slip}: {news}");
    }
}

#[test]
fn a_theme_that_works_no_longer_is_held_back_file_by_file() {
    let site = site();
    let style = "themes/default/assets/style.css";
    site.save(style, "body { color: red }\n");
    let before = site.page("/a/one/");
    let slips = [
        ("themes/default/templates/article.html", "{% if %}"),
        ("themes/default/templates/article.html", ""),
        ("themes/default/templates/parts/list.html", "{% block x %}"),
        ("themes/default/templates/article.html", "{% extends \"gone.html\" %}"),
        ("themes/default/words/en.yaml", "search: [\n"),
        (style, ""),
    ];
    for (path, slip) in slips {
        let good = fs::read(site.root().join(path)).ok();
        let news = saved(&site, path, slip, "/a/one/");
        assert!(texts(&news["notes"]).contains(path), "{path} {slip}: {news}");
        assert_eq!(site.page("/a/one/"), before, "{path} {slip}");
        let look = site.look();
        match good {
            Some(good) => write(site.root(), path, good),
            None => fs::remove_file(site.root().join(path)).unwrap(),
        }
        site.wait(look);
        site.settles();
        assert_eq!(texts(&site.news("/a/one/")["notes"]), "", "{path} {slip}");
    }
}

#[test]
fn a_half_typed_front_matter_keeps_title_and_place_and_the_text_goes_on() {
    let site = site();
    let before = [site.page("/"), site.page("/a/two/")];
    for front in [
        "---\ntitle: \"The fir\norder: 1\n---\n",
        "---\ntitle\n---\n",
        "---\ntitl: The first\norder: 1\n---\n",
        "---\ntitle: [\n---\n",
    ] {
        let news = saved(
            &site,
            "content/a/one.md",
            format!("{front}\nA clot [@book], and [two](two.md).\n\n[New](gone.md) words.\n"),
            "/a/one/",
        );
        assert!(texts(&news["notes"]).contains("front matter of `content/a/one.md`"), "{front}: {news}");
        let page = site.page("/a/one/");
        assert!(
            page.contains("<h1") && page.contains("The first") && page.contains("New</span> words"),
            "{front}: {page}"
        );
        assert_eq!([site.page("/"), site.page("/a/two/")], before, "{front}");
        // Problems of the text stand at their own lines all the same.
        let line = front.lines().count() + 4;
        let text = news["problems"].to_string();
        assert!(text.contains(&format!("content/a/one.md:{line}:")) && text.contains("broken-link"), "{front}: {text}");
    }
    // Where it ends is not known: all of the page is held.
    let news = saved(&site, "content/a/one.md", "---\ntitle: The fir\n\nOther text.\n", "/a/one/");
    assert!(news["problems"].to_string().contains("does not end"), "{news}");
    assert!(site.page("/a/one/").contains("New</span> words"), "as it was last");
    let news = saved(&site, "content/a/one.md", "---\ntitle: The third\n---\n\nText.\n", "/a/one/");
    assert_eq!(texts(&news["notes"]), "");
    assert!(site.page("/a/two/").contains("The third"));
}

#[test]
fn a_page_in_no_encoding_or_empty_stays_and_what_its_author_means_does_not() {
    let site = site();
    let before = site.page("/a/two/");
    for bytes in [&b"---\ntitle: Zweite\n---\ncaf\xe9\n"[..], b"\xff\xfeW\0o\0r\0d\0s\0", b"", b"  \n\n", b"\0\0\0\0"] {
        let news = saved(&site, "content/a/two.md", bytes, "/a/two/");
        assert!(texts(&news["notes"]).contains("content/a/two.md"), "{bytes:?}: {news}");
        assert_eq!(site.page("/a/two/"), before, "{bytes:?}");
    }
    for text in [
        "# Two\n\n[Broken](gone.md)\n",
        "---\ntitle: Other\norder: 9\ndraft: true\n---\nText\n",
        "Words alone.\n",
        "# Two\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    ] {
        let news = saved(&site, "content/a/two.md", text, "/a/two/");
        assert_eq!(texts(&news["notes"]), "", "{text}: {news}");
    }
    // A tree that leads nowhere is shown as it is.
    let text = fs::read_to_string(site.root().join("content/ticks.tree.yaml")).unwrap();
    let news = saved(&site, "content/ticks.tree.yaml", text.replace("goto: age", "goto: gone"), "/ticks/");
    assert!(texts(&news["notes"]).is_empty() && news["problems"].to_string().contains("tree-unknown-target"), "{news}");
}

/// What a tab is told that shows the page of a file at an address.
fn asked(site: &Running, at: &str, file: &str) -> serde_json::Value {
    serde_json::from_str(&site.get(&format!("/_fingerpost/news?at={at}&key=&file={file}")).text())
        .expect("news are JSON")
}

fn renamed(site: &Running, from: &str, to: &str) {
    let look = site.look();
    let to = site.root().join(to);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(site.root().join(from), to).unwrap();
    site.wait(look);
    site.settles();
}

#[test]
fn a_tab_follows_its_file_to_another_name() {
    let site = site();
    renamed(&site, "content/a/one.md", "content/b/first.md");
    assert_eq!(asked(&site, "/a/one/", "content/a/one.md")["moved"], "/b/first/");
    assert!(site.get("/a/one/").head.contains("location: /b/first/"));

    // Again, and changed meanwhile; all pages of a tree; a whole folder.
    let look = site.look();
    let text = fs::read_to_string(site.root().join("content/b/first.md")).unwrap();
    fs::remove_file(site.root().join("content/b/first.md")).unwrap();
    write(site.root(), "content/größer.md", text.replace("A clot", "One clot"));
    site.wait(look);
    site.settles();
    assert_eq!(asked(&site, "/a/one/", "content/a/one.md")["moved"], "/gr%C3%B6%C3%9Fer/");
    renamed(&site, "content/ticks.tree.yaml", "content/bites.tree.yaml");
    assert_eq!(asked(&site, "/ticks/age/", "content/ticks.tree.yaml")["moved"], "/bites/age/");
    renamed(&site, "content/a", "content/c");
    assert_eq!(asked(&site, "/a/two/", "content/a/two.md")["moved"], "/c/two/");
    renamed(&site, "content/c", "content/a");
    assert_eq!(asked(&site, "/a/two/", "content/a/two.md")["moved"], serde_json::Value::Null);

    // Another address by its author's will, and an old one that leads on.
    site.save("content/a/two.md", "---\ntitle: The second\npermalink: /second/\n---\n\nWords.\n");
    assert_eq!(asked(&site, "/a/two/", "content/a/two.md")["moved"], "/second/");
    site.save("content/a/two.md", "---\ntitle: The second\npermalink: /second/\naliases: [/a/two/]\n---\n\nWords.\n");
    assert_eq!(asked(&site, "/a/two/", "content/a/two.md")["moved"], "/second/");
}

#[test]
fn a_page_that_has_gone_says_why_and_two_that_change_places_do_not_move() {
    let site = site();
    let look = site.look();
    fs::remove_file(site.root().join("content/a/one.md")).unwrap();
    site.wait(look);
    let news = asked(&site, "/a/one/", "content/a/one.md");
    assert_eq!((&news["state"], &news["moved"]), (&"missing".into(), &serde_json::Value::Null));
    assert!(news["gone"].as_str().unwrap().contains("`content/a/one.md` is no longer there"), "{news}");
    let look = site.look();
    write(site.root(), "content/a/one.md", "# One\n\nQuite another text of the same name.\n");
    site.wait(look);
    assert_eq!(asked(&site, "/a/one/", "content/a/one.md")["moved"], serde_json::Value::Null);

    // A question that is asked no longer.
    let tree = "title: Ticks\nquestions:\n  signs: {ask: Signs?, options: {a: {say: A, goto: o}, b: {say: B, goto: o}}}\noutcomes:\n  o: {title: O, level: urgent, body: Words.}\n";
    site.save("content/ticks.tree.yaml", tree);
    let news = asked(&site, "/ticks/age/", "content/ticks.tree.yaml");
    assert!(news["gone"].as_str().unwrap().contains("no longer has this page"), "{news}");

    let (one, two) = (site.root().join("content/a/one.md"), site.root().join("content/a/two.md"));
    let texts = [fs::read(&one).unwrap(), fs::read(&two).unwrap()];
    let look = site.look();
    fs::write(&one, &texts[1]).unwrap();
    fs::write(&two, &texts[0]).unwrap();
    site.wait(look);
    site.settles();
    assert_eq!(asked(&site, "/a/one/", "content/a/one.md")["moved"], serde_json::Value::Null);
    assert!(site.page("/a/one/").contains("The second"));
}

#[test]
fn a_picture_that_is_replaced_is_told_at_the_addresses_of_all_its_sizes() {
    let site = running(&format!("{SITE}--- content/seen.md\n# Seen\n\n![A dot](dot.png)\n"), AfterSave::Stay);
    let photo = |seed: u8| {
        let mut bytes = Vec::new();
        let image = image::RgbImage::from_fn(900, 20, |x, y| image::Rgb([seed, x as u8, y as u8]));
        image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    };
    let pictures = |news: &serde_json::Value| news["pictures"].as_object().unwrap().clone();
    let first = pictures(&saved(&site, "content/dot.png", photo(1), "/seen/"));
    let second = pictures(&saved(&site, "content/dot.png", photo(2), "/seen/"));
    let page = site.page("/seen/");
    for address in second.keys() {
        assert_ne!(first[address], second[address], "{address}");
    }
    for shown in ["/dot.png", "/dot.png.400.webp", "/dot.png.900.webp"] {
        assert!(second.contains_key(shown), "{shown}: {second:?}");
    }
    assert!(page.contains("dot.png.400.webp"), "{page}");
}

#[test]
fn what_a_page_that_was_just_served_asks_for_is_still_there_after_a_save() {
    let site = running(SITE, AfterSave::Stay);
    let page = site.get("/ticks/").text();
    let named = |from: &str| -> Vec<String> {
        page.split(from).skip(1).filter_map(|rest| rest.split('"').next()).map(|to| to.replace("..", "")).collect()
    };
    let routes = named("data-routes=\"").pop().expect("a tree has routes");
    let style = named("rel=\"stylesheet\" href=\"").pop().expect("a page has a style");
    let before = [&routes, &style].map(|address| site.get(address).body);
    let tree = fs::read_to_string(site.root().join("content/ticks.tree.yaml")).expect("it is there");
    site.save("content/ticks.tree.yaml", &tree.replace("ask: Signs?", "ask: Which?"));
    site.save("themes/default/assets/style.css", "h1 { color: red }");
    assert!(!site.get("/ticks/").text().contains(&routes), "the routes have another name now");
    for (address, before) in [&routes, &style].into_iter().zip(before) {
        let answer = site.get(address);
        assert_eq!((answer.status, answer.body), (200, before), "{address}");
    }
    assert_eq!(site.get("/assets/trees/ticks/0123456789abcdef.json").status, 404);
}
