//! The preview and its author's editor: which files are opened, and for whom; at which line each block stands; the pages about the
//! whole site.
use super::preview::{Running, running, running_with};
use crate::common::write;
use fingerpost::preview::{AfterSave, Compare, Editor, Noticing, Since};
use fingerpost::render::Content;
use fingerpost::source::Position;
use fingerpost::{Choices, Memory, build, diff, load, plan};
use scraper::{Html, Selector};
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

const SITE: &str = "
--- site.yaml
title: A small site
checks: {orphan-page: off, unused-file: off}
--- content/index.md
# Home

Words of the home page.
--- content/all.md
---
title: All of it
---

First words.

## Second heading

- Third item
- Fourth item

  Fifth paragraph of it.

> Sixth quotation

> [!URGENT] Seventh card
> - Eighth sign

| Ninth | head |
| --- | --- |
| Tenth | row |

```
Eleventh code
```

Twelfth
: Thirteenth meaning

<div>

Fourteenth in a division.

</div>

<b>Fifteenth *mixed</b>* words.

![[other]]

Sixteenth words[^n].

[^n]: Seventeenth note.
--- content/other.md
# Other

Eighteenth, put in.
--- content/ticks.tree.yaml
title: Ticks
questions:
  signs:
    ask: Signs?
    hint: |
      Nineteenth hint.

      Twentieth hint.
    options: {a: {say: A, goto: o}, b: {say: B, goto: o}}
outcomes:
  o: {title: O, level: urgent, body: Words.}
";

type Opened = Arc<Mutex<Vec<(PathBuf, Position)>>>;

fn with_editor() -> (Running, Opened) {
    let opened = Opened::default();
    let seen = Arc::clone(&opened);
    let site = running_with(SITE, AfterSave::Stay, Noticing::Events, |preview, _| {
        preview.with_editor(Editor::new(move |file, at| {
            seen.lock().unwrap().push((file.to_owned(), at));
            Ok(())
        }))
    });
    (site, opened)
}

#[cfg(unix)]
#[test]
fn a_file_of_the_site_is_opened_for_its_own_pages_and_for_nobody_else() {
    let (site, opened) = with_editor();
    let own = format!("http://{}", site.address);
    let token = site.news("/all/")["editor"].as_str().expect("a token").to_owned();
    let host = site.address.to_string();
    let ask = |method: &str, query: &str, headers: &[(&str, &str)]| {
        site.ask(method, &format!("/_fingerpost/open?{query}"), headers).status
    };
    let good: &[(&str, &str)] = &[("Origin", &own), ("fingerpost-token", &token), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(ask("POST", "file=content/all.md&line=7&column=3", good), 204);
    let file = site.root().canonicalize().unwrap().join("content/all.md");
    assert_eq!(*opened.lock().unwrap(), [(file, Position { line: 7, column: 3 })]);
    opened.lock().unwrap().clear();

    let refused: [&[(&str, &str)]; 9] = [
        &[],
        &[("Origin", &own)],
        &[("fingerpost-token", &token)],
        &[("Origin", &own), ("fingerpost-token", "")],
        &[("Origin", &own), ("fingerpost-token", "0123456789abcdef0123456789abcdef")],
        &[("Origin", "http://evil.example"), ("fingerpost-token", &token)],
        &[("Origin", "null"), ("fingerpost-token", &token)],
        &[
            ("Origin", &own),
            ("fingerpost-token", &token),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
        ],
        &[("Host", "evil.example"), ("Origin", "http://evil.example"), ("fingerpost-token", &token)],
    ];
    for headers in refused {
        assert_eq!(ask("POST", "file=content/all.md&line=7", headers), 403, "{headers:?}");
    }
    for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
        assert_eq!(ask(method, "file=content/all.md&line=7", good), 405, "{method}");
    }
    write(site.root(), "content/.hidden.md", "x");
    write(site.root(), "secret.sh", "x");
    crate::common::link("/etc/passwd", site.root().join("content/out.md"));
    site.settles();
    let none = [
        "/etc/passwd",
        "../x.md",
        "content/../../etc/passwd",
        "content/.hidden.md",
        "secret.sh",
        "content/out.md",
        "content",
        "",
        "themes/default/templates/base.html",
        "content/all.md%00",
        "/content/all.md",
        "-rf",
        "$(touch%20x)",
    ];
    for file in none {
        assert_eq!(ask("POST", &format!("file={file}&line=1"), good), 404, "{file}");
    }
    // GVim would press what stands between these two as keys.
    write(site.root(), "content/x<C-R>=system(1)<CR>.md", "# X\n");
    site.settles();
    assert_eq!(ask("POST", "file=content/x%3CC-R%3E=system(1)%3CCR%3E.md&line=1", good), 403);
    // A file that is exchanged for a link after it was read.
    fs::remove_file(site.root().join("content/other.md")).unwrap();
    crate::common::link("/etc/hostname", site.root().join("content/other.md"));
    assert_eq!(ask("POST", "file=content/other.md&line=1", good), 404);
    assert!(opened.lock().unwrap().is_empty());
    assert_ne!(
        ask(
            "POST",
            &format!("file=content/all.md&line={}", "9".repeat(40)),
            &[("Host", &host), ("Origin", &own), ("fingerpost-token", &token)]
        ),
        500
    );
}

#[test]
fn without_an_editor_nothing_is_opened_and_no_site_names_one() {
    let site = running(&format!("{SITE}--- site.yaml\ntitle: S\neditor: \"touch {{file}}\"\n"), AfterSave::Stay);
    let news = site.news("/all/");
    assert!(news["editor"].is_null() && news["problems"].to_string().contains("unknown-key"), "{news}");
    let own = format!("http://{}", site.address);
    let answer =
        site.ask("POST", "/_fingerpost/open?file=content/all.md", &[("Origin", &own), ("fingerpost-token", "")]);
    assert_eq!((answer.status, answer.text().contains("--editor")), (403, true));
}

#[test]
fn blocks_say_their_line_in_the_preview_and_nowhere_else() {
    let site = running(SITE, AfterSave::Stay);
    let (inputs, problems) = load::load(site.root()).unwrap();
    let published = build(&inputs, problems, &Choices { drafts: true, ..Choices::default() }, &mut Memory::default());
    let mut pages = 0;
    for output in published.outputs.iter().filter(|output| output.path.ends_with(".html")) {
        let Content::Text(text) = &output.content else { continue };
        assert!(!text.contains("data-line") && !text.contains("data-file"), "{}", output.path);
        let shown = site.page(&format!("/{}", output.path));
        assert_eq!(without_lines(&shown), **text, "{}", output.path);
        pages += 1;
    }
    assert!(pages > 5);

    let lines =
        |path: &str| fs::read_to_string(site.root().join(path)).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    let words = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth \
        Sixteenth Seventeenth Eighteenth";
    let page = Html::parse_document(&site.page("/all/"));
    let blocks = Selector::parse("[data-line]").unwrap();
    for word in words.split_whitespace() {
        let is_here = |block: &scraper::ElementRef<'_>| {
            block.text().collect::<String>().trim_start().trim_start_matches("Urgent").trim_start().starts_with(word)
        };
        let found = page.select(&blocks).rfind(is_here).unwrap_or_else(|| panic!("no block of {word}"));
        let file = found.ancestors().filter_map(|node| node.value().as_element()?.attr("data-file")).next();
        let line: usize = found.attr("data-line").unwrap().parse().unwrap();
        let text = &lines(file.unwrap_or("content/all.md"))[line - 1];
        assert!(
            text.contains(word) || text.starts_with("```") && word == "Eleventh",
            "{word} is at line {line}: {text}"
        );
    }
    assert!(
        site.page("/ticks/").contains("<p data-line=\"6\">Nineteenth")
            && site.page("/ticks/").contains("<p data-line=\"8\">Twentieth")
    );
    assert_eq!(site.news("/ticks/o/")["line"], 11);
}

fn without_lines(html: &str) -> String {
    let mut out = html.to_owned();
    for name in [" data-line=\"", " data-file=\""] {
        while let Some(at) = out.find(name) {
            let end = at + name.len() + out[at + name.len()..].find('"').unwrap() + 1;
            out.replace_range(at..end, "");
        }
    }
    out
}

#[test]
fn a_save_says_which_line_was_changed_where_that_is_followed() {
    let site = running(SITE, AfterSave::Follow);
    let look = site.look();
    let text = fs::read_to_string(site.root().join("content/all.md")).unwrap();
    write(site.root(), "content/all.md", text.replace("Fifth paragraph", "Fifth long paragraph"));
    let told: serde_json::Value = serde_json::from_str(&site.wait(look)).unwrap();
    assert_eq!((&told["saved"]["address"], &told["saved"]["line"]), (&"/all/".into(), &12.into()));
    // Under a front matter that is held, lines on the disk are others.
    let look = site.look();
    write(site.root(), "content/all.md", text.replace("title: All of it", "title: \"All\nmore: x"));
    site.wait(look);
    assert_eq!(site.news("/all/")["moved_lines"], serde_json::json!([4, 5]));
}

#[test]
fn the_page_of_all_problems_tells_them_all_the_gravest_first() {
    let (site, _) = with_editor();
    site.save("content/other.md", "# Other\n\n[x](gone.md) <b>\"&</b>\n\nhttp://bare.example/a\n");
    let answer = site.get("/_fingerpost/problems");
    let text = answer.text();
    assert_eq!(answer.status, 200);
    assert!(
        text.contains("broken-link") && text.contains("content/other.md:3:5") && text.contains("bare-address"),
        "{text}"
    );
    assert!(text.find("broken-link") < text.find("bare-address"));
    assert!(
        text.contains("<a href=\"/other/\">") && text.contains("data-line=\"3\"") && !text.contains("<b>"),
        "{text}"
    );
    site.save("content/other.md", "# Other\n\nWords.\n");
    assert!(!site.get("/_fingerpost/problems").text().contains("broken-link"));
}

#[test]
fn the_page_of_changes_compares_with_an_earlier_version() {
    let with_card = format!("{SITE}\n--- content/faint.md\n# Faint\n\n> [!EMERGENCY] Call now\n>\n> - You faint.\n");
    let site = running_with(&with_card, AfterSave::Stay, Noticing::Events, |preview, root| {
        let (before, problems) = load::load(root).unwrap();
        let old = plan(&before, problems, &Choices::default(), &mut Memory::default());
        preview.with_comparison(Compare::new(move |inputs, now| {
            let bytes = diff::FileBytes::default();
            let paired = diff::Paired::of(&old.site, &now.site, &bytes);
            let version = |inputs, plan| diff::Version { inputs, plan, read: plan, left_out: &[] };
            let changes = diff::diff(version(&before, &old), version(inputs, now), &paired, &bytes);
            Ok(Since { name: "main".to_owned(), changes })
        }))
    });
    assert!(site.get("/_fingerpost/changes").text().contains("Nothing that a reader would notice"));
    site.save("content/other.md", "# Other\n\nQuite other words.\n");
    site.save("content/new.md", "# New <one>\n\nWords.\n");
    let text = site.get("/_fingerpost/changes").text();
    assert!(text.contains("<a href=\"/other/\">Other</a>") && text.contains("<a href=\"/new/\">New"), "{text}");
    assert!(!text.contains("Somebody may get help later"), "{text}");
    // What guides less comes before everything else.
    site.save("content/faint.md", "# Faint\n\n> [!ROUTINE] Call now\n>\n> - You faint.\n");
    let text = site.get("/_fingerpost/changes").text();
    let first = text.find("<h2>Somebody may get help later").zip(text.find("<h2>New pages"));
    assert!(
        first.is_some_and(|(harm, new)| harm < new) && text.contains("Care cards of <a href=\"/faint/\">"),
        "{text}"
    );
    let alone = running(SITE, AfterSave::Stay);
    assert!(alone.get("/_fingerpost/changes").text().contains("no earlier version"));
}

#[test]
fn changes_are_seen_by_polling_and_another_name_may_be_allowed() {
    let site = running_with(SITE, AfterSave::Stay, Noticing::Polling, |preview, _| preview);
    site.save("content/other.md", "# Other\n\nPolled.\n");
    assert!(site.page("/other/").contains("Polled"));
    assert_eq!(site.ask("GET", "/other/", &[("Host", "preview.example")]).status, 200);
    let proxied = [("Host", "preview.example:8443"), ("Origin", "https://preview.example:8443")];
    assert_eq!(site.ask("GET", "/other/", &proxied).status, 200);
    assert_eq!(site.ask("GET", "/other/", &[("Host", "preview.example.evil.example")]).status, 403);
}
