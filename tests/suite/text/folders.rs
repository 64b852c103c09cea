//! Folders of other people: what their own programs would not publish is not published, what those tell apart is told apart
//! here, and one bad file keeps nobody from reading the rest.
use crate::common::{Said, files, run, site};
use std::collections::BTreeSet;
use std::path::Path;

/// Builds, which must succeed.
fn built(root: &Path) -> Said {
    let said = run(root, &["build", "--today", "2026-11-29"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    said
}

/// Paths of the pages that were published.
fn pages(root: &Path) -> BTreeSet<String> {
    let all = files(&root.join("public"));
    all.into_keys().filter_map(|path| path.strip_suffix("/index.html").map(str::to_owned)).collect()
}

fn page(root: &Path, path: &str) -> String {
    let file = root.join("public").join(path).join("index.html");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}; {:?}", file.display(), pages(root)))
}

fn has(root: &Path, path: &str) -> bool {
    root.join("public").join(path).exists()
}

const VAULT: &str = "--- site.yaml
title: Notes
--- .obsidian/templates.json
{\"folder\": \"Extras/Templates\"}
--- .obsidian/daily-notes.json
{\"folder\": \"Days\", \"template\": \"Models/Day\"}
--- .obsidian/plugins/templater-obsidian/data.json
{\"templates_folder\": \"Snippets\"}
--- .obsidian/plugins/copilot/data.json
{\"defaultSaveFolder\": \"copilot/talks\", \"apiKey\": \"Quokka\"}
--- copilot/talks/a.md
Quokka asked.
--- Start.md
[[Board.canvas]] [[List.base]] ![[Sketch.excalidraw]] [[Extras/Templates/Meeting]] [[Day]] [[Plan]]
--- Board.canvas
{}
--- List.base
views: []
--- Sketch.excalidraw.md
Switch to EXCALIDRAW VIEW
--- Extras/Templates/Meeting.md
---
created: {{date}}
---
{{title}} with Quokka ![[stamp.png]]
--- Extras/Templates/Plain.md
A plain one.
--- Extras/Templates/stamp.png
x
--- Models/Day.md
Quokka {{date}}
--- Models/Plan.md
A plan.
--- Days/2026-11-01.md
It rained.
--- Snippets/s.md
Quokka
--- node_modules/p/README.md
Quokka
--- script.js
alert(1)
--- data.json
{}
";

#[test]
fn templates_and_what_is_only_a_programs_own_are_not_published() {
    let site = site(VAULT);
    let said = built(site.path());
    assert_eq!(said.stdout, "", "links to what is left out are no mistakes");
    assert!(
        said.stderr.contains("Not published: 2 files of other kinds (1 .js, 1 .json); 9 by name"),
        "{}",
        said.stderr
    );
    let all = files(&site.path().join("public"));
    for (path, bytes) in &all {
        assert!(!path.contains("canvas") && !path.contains("stamp") && !path.ends_with(".base"), "{path}");
        assert!(!String::from_utf8_lossy(bytes).contains("Quokka"), "{path}");
    }
    let pages = pages(site.path());
    assert!(pages.contains("days/2026-11-01") && pages.contains("models/plan"), "{pages:?}");
    let start = page(site.path(), "start");
    assert!(start.contains("Board.canvas") && !start.contains("EXCALIDRAW"), "{start}");
}

#[test]
fn a_site_says_what_is_left_out_and_takes_back() {
    let with = |exclude: &str| site(&VAULT.replace("title: Notes\n", &format!("title: Notes\nexclude: {exclude}\n")));
    let more = with("[Days/, \"!*.canvas\", \"!/Extras/Templates/\", \"Mod*/P*.md\"]");
    built(more.path());
    let pages = pages(more.path());
    assert!(has(more.path(), "board.canvas") || has(more.path(), "Board.canvas"), "{pages:?}");
    assert!(pages.contains("extras/templates/plain"), "{pages:?}");
    assert!(!pages.contains("models/plan") && !pages.iter().any(|page| page.starts_with("days")), "{pages:?}");
    let wrong = run(with("Days").path(), &["check", "--format", "short"]);
    assert!(wrong.stdout.contains("wrong-type"), "{}", wrong.stdout);
}

/// A photo that only a page shows that is left out is left out too.
#[test]
fn what_only_a_page_uses_that_is_left_out_is_kept_back() {
    let site = site(
        "--- site.yaml\ntitle: S\nexclude: [private/]\n--- content/index.md\n# Home\n--- content/private/a.md\n![A letter](../letter.pdf)\n[x](../letter.pdf)\n--- content/letter.pdf\nx\n",
    );
    let said = run(site.path(), &["build"]);
    assert!(!has(site.path(), "letter.pdf") && !has(site.path(), "private"), "{}{}", said.stdout, said.stderr);
}

/// 5,446 problems in 24 folders were of this one kind.
#[test]
fn of_many_files_that_are_not_published_one_line_says_so() {
    let mut text = String::from("--- site.yaml\ntitle: S\nFRONT--- content/index.md\n# Home\n");
    for number in 0..30 {
        text += &format!("--- content/{number}.{}\nx\n", ["js", "tsx", "psd"][number % 3]);
    }
    let own = run(site(&text.replace("FRONT", "")).path(), &["check", "--format", "short"]);
    assert_eq!(own.stdout.lines().count(), 1, "{}", own.stdout);
    assert!(
        own.stdout.contains("30 files here are of kinds that are not published: 10 .js, 10 .psd, 10 .tsx"),
        "{own:?}"
    );
    let open = run(site(&text.replace("FRONT", "front_matter: open\n")).path(), &["check", "--format", "short"]);
    assert_eq!(open.stdout, "");
    assert!(open.stderr.contains("Not published: 30 files of other kinds"), "{}", open.stderr);
}

#[test]
fn a_page_is_there_on_the_days_that_it_names() {
    for (front, shown) in [
        ("publishDate: 2026-11-30", false),
        ("publishDate: 2026-11-29", true),
        ("publishDate: 2026-11-29T18:00:00+01:00", false),
        ("publishdate: 2026-11-28T18:00:00Z", true),
        ("PublishDate: soon", false),
        ("pubDate: 2030-01-01", false),
        ("expiryDate: 2026-11-29", false),
        ("expiryDate: 2026-11-30", true),
        ("expirydate: never", false),
        ("date: 2026-11-30", false),
        ("date: 2026-11-29", true),
        ("date: 2026-11-29T23:00:00", true),
        ("published: false", false),
        ("unlisted: true", false),
        ("unlisted: false", true),
        ("publishDate:", true),
    ] {
        let text = format!(
            "--- site.yaml\ntitle: S\nfront_matter: open\n--- index.md\n# Home\n--- a.md\n---\n{front}\n---\nQuokka\n"
        );
        let site = site(&text);
        let said = built(site.path());
        assert_eq!(pages(site.path()).contains("a"), shown, "{front}");
        assert_eq!(said.stderr.contains("1 page kept back"), !shown, "{front}: {}", said.stderr);
    }
    // In a vault a day to come is the day of what the note is about.
    let vault = site("--- site.yaml\ntitle: S\nvault: true\n--- Race.md\n---\ndate: 2027-05-01\n---\nA race.\n");
    built(vault.path());
    assert!(pages(vault.path()).contains("race"));
}

#[test]
fn what_mkdocs_leaves_out_is_left_out_and_its_navigation_is_the_order() {
    for docs in ["", "docs/"] {
        let text = "--- site.yaml
title: Docs
front_matter: open
--- mkdocs.yml
site_name: Docs
theme:
  name: material
  custom: !!python/name:material.extensions.emoji.twemoji
nav:
  - Home: index.md
  - Zebra: zebra.md
- Guide:
    - Last: guide/z.md
    - First: guide/a.md
  - Away: https://example.org/
  - apple.md
draft_docs: |
  drafts/
  _wip.md
exclude_docs: |
  # not these
  internal/
  *.secret.md
  !open.secret.md
not_in_nav: |
  /loose.md
--- DOCSindex.md
# Welcome

[wip](guide/_wip.md)
--- DOCSzebra.md
# Zebra
--- DOCSapple.md
# Apple
--- DOCSloose.md
# Loose
--- DOCSguide/a.md
# A
--- DOCSguide/z.md
# Z
--- DOCSguide/_wip.md
Quokka
--- DOCSdrafts/b.md
Quokka
--- DOCSinternal/c.md
Quokka
--- DOCSd.secret.md
Quokka
--- DOCSopen.secret.md
# Open
--- DOCStemplates/t.md
Quokka
";
        let site = site(&text.replace("DOCS", docs).replace("- Guide:\n", "  - Guide:\n"));
        built(site.path());
        for (path, bytes) in files(&site.path().join("public")) {
            assert!(!String::from_utf8_lossy(&bytes).contains("Quokka"), "{docs}: {path}");
        }
        let pages = pages(site.path());
        let at = |path: &str| format!("{docs}{path}").trim_end_matches('/').to_owned();
        assert!(pages.contains(&at("loose")) && pages.contains(&at("open.secret")), "{pages:?}");
        let home = page(site.path(), &at(""));
        let order: Vec<usize> =
            ["\"zebra/\"", "\"guide/\"", "\"apple/\"", "\"loose/\""].map(|href| home.find(href).unwrap_or(0)).to_vec();
        assert!(order[0] > 0 && order.is_sorted(), "{docs}: {order:?} {home}");
        let z = page(site.path(), &at("guide/z"));
        assert!(z.contains("rel=\"next\" href=\"../a/\"") || z.contains("href=\"../a/\""), "{z}");
        assert!(z.contains("href=\"../../zebra/\""), "the page before: {z}");
    }
}

#[test]
fn of_a_book_its_contents_are_what_is_published_in_their_order() {
    let text = "--- site.yaml
title: Book
front_matter: open
--- SUMMARY.md
# Summary

[Introduction](README.md)

- [Zwei](zwei.md)
  - [Inner](part/inner.md)
- [Alpha](./alpha.md#part)
- [Draft]()
<!-- - [Gone](hidden.md) -->
--- README.md
# Intro

[hidden](hidden.md) [contents](SUMMARY.md)
--- zwei.md
# Zwei
--- alpha.md
# Alpha

## Part
--- part/inner.md
# Inner
--- hidden.md
Quokka
--- snippets/s.md
Quokka
";
    let site = site(text);
    let said = built(site.path());
    assert_eq!(said.stdout, "");
    let pages = pages(site.path());
    assert!(!pages.contains("summary") && !pages.contains("hidden") && !pages.contains("snippets/s"), "{pages:?}");
    let home = page(site.path(), "");
    assert!(home.find("\"zwei/\"") < home.find("\"alpha/\""), "{home}");
    assert!(page(site.path(), "part/inner").contains("href=\"../../alpha/\""), "the chapter after");
    // A site of ours may have a page of that name.
    let own = crate::common::site(
        "--- content/index.md\n# Home\n\n[a](SUMMARY.md) [b](b.md)\n--- content/SUMMARY.md\n# Summary\n\n[a](index.md)\n--- content/b.md\n# B\n",
    );
    built(own.path());
    assert!(self::pages(own.path()).contains("summary") && self::pages(own.path()).contains("b"));
}

#[test]
fn equal_addresses_are_told_apart() {
    let site = site(
        "--- site.yaml
title: Docs
front_matter: open
--- changes/1.10.md
# 1.10
--- changes/11.0.md
# 11.0
--- MAAS.md
# MAAS
--- MaaS.md
# MaaS
--- $.md
# Dollar
--- %.md
# Per cent
--- README.md
# The readme
--- index.md
# The index

[one](MAAS.md) [two](MaaS.md) [dollar]($.md) [cent](%25.md) [readme](README.md) [own](own.md)
--- search/index.md
# Search
--- own.md
---
aliases: [/own/, /twice/, Own]
---
# Own
--- other.md
---
aliases: [/twice/, /own/]
---
# Other
--- page.html.md
# A page
--- link.md
[one](page.html) [two](page.html.md)
--- wanted.md
---
permalink: /a/help.html
---
# Help
",
    );
    let said = built(site.path());
    let pages = pages(site.path());
    for there in [
        "changes/1.10",
        "changes/11.0",
        "maas",
        "maas-2",
        "untitled",
        "untitled-2",
        "home-2",
        "search-2",
        "page",
        "a/help",
    ] {
        assert!(pages.contains(there), "{there}: {pages:?}");
    }
    assert!(has(site.path(), "a/help.html"), "an address of a file leads on");
    let home = page(site.path(), "");
    assert!(home.contains(">The index</h1>"), "{home}");
    for href in ["\"maas/\"", "\"maas-2/\"", "\"untitled/\"", "\"untitled-2/\"", "\"home-2/\"", "\"own/\""] {
        assert!(home.contains(&format!("href={href}")), "{href}: {home}");
    }
    assert!(page(site.path(), "link").contains("<a href=\"../page/\">one</a> <a href=\"../page/\">two</a>"));
    assert!(page(site.path(), "twice").contains("../other/"), "of two that want it, the first by its path");
    assert!(!said.stdout.contains("error"), "{}", said.stdout);
    assert!(
        said.stdout.contains("The address `/maas/` is already taken by `MAAS.md`, so this page is at `/maas-2/`"),
        "{}",
        said.stdout
    );
    // In a site of ours that is a mistake.
    let own = crate::common::site("--- content/MAAS.md\n# A\n--- content/MaaS.md\n# B\n");
    assert_eq!(run(own.path(), &["build"]).code, 1);
}

#[test]
fn one_bad_file_keeps_nobody_from_reading_the_rest() {
    for settings in ["vault: true", "front_matter: open"] {
        let site = site(&format!(
            "--- site.yaml
title: Notes
{settings}
--- content/index.md
![A drawing](bad.svg) [the drawing](bad.svg) [[MS]]

![[round]]
--- content/bad.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><a><b></svg>
--- content/gone.md -> ../nowhere.md
--- content/folder -> ../elsewhere
--- content/round.md
![[round]]
--- content/a.md
---
aliases: [MS]
---
# A
--- content/b.md
---
aliases: [MS]
---
# B
"
        ));
        let said = built(site.path());
        for told in ["outside-site", "ambiguous-link", "embed-circle"] {
            assert!(said.stdout.contains(told), "{settings}: {told}: {}", said.stdout);
        }
        let home = page(site.path(), "");
        assert!(!home.contains("bad.svg") && home.contains("A drawing"), "{settings}: {home}");
        assert!(!has(site.path(), "bad.svg"));
    }
}

#[test]
fn a_template_of_another_program_is_none_of_ours() {
    for name in ["redirect", "search", "home", "tree", "map", "base", "glossary", "not-found"] {
        let text = format!(
            "--- site.yaml\ntitle: S\nfront_matter: open\n--- index.md\n# Home\n--- a.md\n---\ntemplate: {name}.html\n---\n# A\n\nQuokka\n"
        );
        let site = site(&text);
        built(site.path());
        let page = page(site.path(), "a");
        assert!(page.contains("<p>Quokka</p>") && page.contains(">A</h1>"), "{name}: {page}");
    }
}

#[test]
fn a_note_is_called_as_its_file_is() {
    let site = site(
        "--- site.yaml
title: Notes
vault: true
--- Home.md
[[2024-01-02]] [[C++ - pointers]] [[AI - my note]] [[Other]]
--- 2024-01-02.md
Rain.
--- C++ - pointers.md
# Not the title

Words
--- AI - my note.md
Words first

# Late

More
--- Other.md
# Other

Text
--- 02 - Sub folder/snake_case.md
---
title: A name of its own
---
# A heading
",
    );
    built(site.path());
    let home = page(site.path(), "");
    for words in [">2024-01-02<", ">C++ - pointers<", ">AI - my note<", ">02 - Sub folder<"] {
        assert!(home.contains(words), "{words}: {home}");
    }
    assert!(home.contains(">Home</h1>"), "Home.md is the first page: {home}");
    let ai = page(site.path(), "ai-my-note");
    assert!(ai.contains(">AI - my note</h1>"), "{ai}");
    assert!(ai.find("Words first") < ai.find("id=\"late\""), "a heading stays where it is: {ai}");
    let other = page(site.path(), "other");
    assert_eq!(other.matches(">Other</h").count(), 1, "what says the name again is the name: {other}");
    assert!(page(site.path(), "02-sub-folder/snake_case").contains(">A name of its own</h1>"));
}

#[test]
fn hugos_and_zolas_own_page_of_a_folder_is_one() {
    let site = site(
        "--- site.yaml\ntitle: S\nfront_matter: open\n--- _index.md\n+++\ntitle = \"Start\"\n+++\n--- blog/_index.md\n+++\ntitle = \"Blog\"\n+++\n--- blog/a.md\n# A\n",
    );
    built(site.path());
    assert!(page(site.path(), "").contains(">Start</h1>") && page(site.path(), "blog").contains(">Blog</h1>"));
    assert!(!has(site.path(), "_index") && !has(site.path(), "blog/_index"));
}

#[test]
fn settings_that_would_harm_are_told() {
    for (line, words) in [
        ("base_url: https://e.org//kb//", "two slashes"),
        ("base_url: https://e.org/kb/index.html", "of a folder, not of a page"),
        ("base_url: https://user:pw@e.org/", "names a user"),
        ("base_url: https://", "whole address"),
        ("language: de_DE", "Did you mean `de-DE`?"),
        ("language: ''", "not the code of a language"),
        ("language: english", "not the code of a language"),
        ("description: \"a\\u0007b\"", "control character"),
        ("null: 1", "A key must be a word"),
    ] {
        let site = site(&format!("--- site.yaml\ntitle: S\n{line}\n--- content/index.md\n# Home\n"));
        let said = run(site.path(), &["check"]);
        assert!(said.stdout.contains(words), "{line}: {}", said.stdout);
    }
    for good in
        ["base_url: https://e.org/kb", "base_url: http://localhost:8000/", "language: pt-BR", "language: zh-Hant-TW"]
    {
        let site = site(&format!("--- site.yaml\ntitle: S\n{good}\n--- content/index.md\n# Home\n"));
        let said = run(site.path(), &["check", "--strict"]);
        assert!(said.code == 0 && !said.stdout.contains("not the code"), "{good}: {said:?}");
    }
}

#[test]
fn what_nobody_sees_is_on_no_page_and_a_day_to_come_is_not_today() {
    let site = site(
        "--- site.yaml\ntitle: S\nbase_url: https://e.org/\n--- content/index.md\n---\ndescription: \"a\\u0007b\"\norder: -1\n---\n# Home\n\n[a](a.md) [b](b.md)\n--- content/a.md\n---\nupdated: 2030-01-01\norder: -2\n---\n# A\n--- content/b.md\n---\ndate: 2026-01-01\norder: -3\n---\n# B\n",
    );
    let said = built(site.path());
    assert!(!said.stdout.contains("order"), "{}", said.stdout);
    let home = page(site.path(), "");
    assert!(!home.contains('\u{7}') && home.contains("content=\"ab\""), "{home}");
    assert!(home.rfind("\"b/\"") < home.rfind("\"a/\""), "smallest first: {home}");
    let feed = std::fs::read_to_string(site.path().join("public/feed.xml")).unwrap();
    assert!(feed.contains("<lastBuildDate>Thu, 01 Jan 2026"), "{feed}");
    assert!(
        !feed.contains("2030") && feed.find("/b/</link>") < feed.find("/a/</link>"),
        "what is to come is no news: {feed}"
    );
}

#[test]
fn trees_that_lead_to_one_another_are_told() {
    let tree = |title: &str, to: &str| {
        format!(
            "title: {title}\nquestions:\n  q:\n    ask: Well?\n    options:\n      yes: {{say: Yes, goto: \"{to}\"}}\n      no: {{say: No, goto: end}}\noutcomes:\n  end: {{title: End, level: self-care, body: Rest.}}\n"
        )
    };
    let text = |last: &str| {
        format!(
            "--- content/index.md\n# Home\n--- content/a.tree.yaml\n{}--- content/x/b.tree.yaml\n{}--- content/c.tree.yaml\n{}",
            tree("A", "tree:x/b"),
            tree("B", "tree:c"),
            tree("C", last)
        )
    };
    let said = run(site(&text("tree:a")).path(), &["check", "--format", "short"]);
    assert_eq!(said.stdout.matches("tree-cycle").count(), 1, "{}", said.stdout);
    assert!(
        said.stdout.contains("`content/x/b.tree.yaml`, then `content/c.tree.yaml`, then `content/a.tree.yaml`"),
        "{}",
        said.stdout
    );
    let said = run(site(&text("tree:c")).path(), &["check", "--format", "short"]);
    assert!(said.stdout.contains("the start of its own tree"), "{}", said.stdout);
    let said = run(site(&text("end")).path(), &["check", "--format", "short"]);
    assert!(!said.stdout.contains("tree-cycle"), "{}", said.stdout);
}

/// In Hugo a folder with an `index` is one page with its files.
#[test]
fn of_a_page_that_is_a_folder_no_file_is_published_without_it() {
    let site = site(
        "--- site.yaml
title: S
front_matter: open
--- content/index.md
# Home

![Used](draft/used.png)
--- content/draft/index.md
---
draft: true
---
A gallery: {{< gallery >}}
--- content/draft/used.png (picture)
x
--- content/draft/photos/a.png (picture)
x
--- content/html/index.html
---
draft: true
---
--- content/html/b.pdf
x
--- content/shown/index.md
# Shown
--- content/shown/c.pdf
x
",
    );
    built(site.path());
    for (path, there) in [
        ("draft/used.png.1.png", true),
        ("draft/photos/a.png.1.png", false),
        ("html/b.pdf", false),
        ("shown/c.pdf", true),
    ] {
        assert_eq!(has(site.path(), path), there, "{path}");
    }
}

/// Where a disk has a file it can have no folder: in another program's folder that is a warning, and the rest is published.
#[test]
fn a_page_at_the_address_of_a_file_does_not_stop_the_rest() {
    for settings in ["vault: true", "front_matter: open"] {
        for (file, page, front) in [
            ("data.csv", "data.csv.md", ""),
            ("doc.pdf", "other.md", "aliases: [/doc.pdf]\n"),
            ("doc.pdf", "other.md", "aliases: [/doc.pdf/part]\n"),
            ("doc.pdf", "other.md", "permalink: /doc.pdf\n"),
            ("doc.pdf", "other.md", "aliases: [/feed.xml, /robots.txt/x]\n"),
            ("doc.pdf", "feed.xml.md", ""),
            ("doc.pdf", "sitemap.xml/a.md", ""),
        ] {
            let site = crate::common::site(&format!(
                "--- site.yaml\ntitle: T\nbase_url: https://a.example/\n{settings}\n--- content/index.md\n# Home\n\n[f]({file})\n--- content/rest.md\n# Rest\n"
            ));
            crate::common::write(site.path(), &format!("content/{file}"), "%PDF-1.4\n");
            crate::common::write(
                site.path(),
                &format!("content/{page}"),
                format!("---\ntitle: P\n{front}---\nWords.\n"),
            );
            let checked = crate::common::run(site.path(), &["check"]);
            let said = crate::common::run(site.path(), &["build"]);
            assert_eq!((checked.code, said.code), (0, 0), "{settings} {page} {front}: {said:?}");
            assert!(checked.stdout.contains("duplicate-address"), "{settings} {page} {front}: {checked:?}");
            assert!(
                site.path().join("public/rest/index.html").is_file() && site.path().join("public").join(file).is_file()
            );
        }
    }
}
