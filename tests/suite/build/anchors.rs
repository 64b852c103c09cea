//! Parts of pages that were published: they are recorded, told when they go, kept by a name, and old addresses lead to them.
use crate::common::{files, run, site, write};
use std::path::Path;

const SITE: &str = "--- site.yaml
title: S
base_url: https://s.example/help/
checks: {orphan-page: off}
--- content/index.md
# S

[a](a.md#one), [t](t.tree.yaml)
--- content/a.md
---
title: A
anchors: {former: one, begin: a, ^was: ^named, cell-was: cell}
---
## One

![[b#kept]]

Words. ^named

## Two

<table><tr><td id=\"cell\">x</td></tr></table>
--- content/b.md
---
title: B
aliases: [/a/#gone, /old/#two, /old/#two-of-a, /b-was/]
anchors: {kept: three, two: three}
---
## Three

Words of [a](a.md#former), [itself](#kept), [its old part](/old/#two).
--- content/c.md
---
title: C
aliases: [/old/]
---
--- content/t.tree.yaml
title: T
summary: Is it one?
anchors: {first: which, done: end}
questions:
  which:
    ask: Which?
    options: {one: {say: One, goto: end}, two: {say: Two, goto: other}}
outcomes:
  end: {title: End, level: self-care, body: \"See [a](a.md), [c](c.md) and [the first](t.tree.yaml#first).\"}
  other: {title: Other, level: self-care, body: Words.}
";

fn page(site: &Path, path: &str) -> String {
    std::fs::read_to_string(site.join("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_parts_of_each_page_are_recorded_behind_its_address() {
    let site = site(SITE);
    assert_eq!(run(site.path(), &["check", "--format", "short"]).stdout, "");
    let said = run(site.path(), &["lock"]);
    assert!(said.stderr.contains("13 addresses, 13 of them new; 17 anchors, 17 of them new."), "{}", said.stderr);
    let lock = || std::fs::read_to_string(site.path().join("addresses.lock")).unwrap();
    let lines: Vec<String> = lock().lines().skip(2).map(str::to_owned).collect();
    let expected = [
        "/",
        "/a/ #^was #begin #cell-was #former #gone #one #two",
        "/b-was/",
        "/b/ #kept #three #two",
        "/c/",
        "/old/ #two #two-of-a",
        "/t/ #done #end #first #other #which",
        "/t/done/",
        "/t/end/",
        "/t/first/",
        "/t/other/",
        "/t/which/",
        "/t/whole-tree/",
    ];
    let (mut lines, mut expected) = (lines, expected.map(str::to_owned).to_vec());
    lines.sort();
    expected.sort();
    assert_eq!(lines, expected);
    assert_eq!(run(site.path(), &["check", "--strict", "--format", "short"]).stdout, "");

    // What was recorded stays, and a list without anchors is as good as before.
    write(site.path(), "addresses.lock", "/\n/a/ #one #gone-for-good\n");
    assert!(run(site.path(), &["check", "--format", "short"]).stdout.contains("2:10: error[vanished-anchor]"));
    write(site.path(), "addresses.lock", "/\n/a/\n/t/done/\n");
    assert_eq!(run(site.path(), &["check", "--format", "short"]).stdout, "");
}

#[test]
fn a_part_has_both_names_and_links_lead_to_the_one_of_today() {
    let site = site(SITE);
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let a = page(site.path(), "a/index.html");
    assert!(a.contains("<h2 id=\"one\"><span class=\"anchor\" id=\"former\"></span>One"), "{a}");
    for id in ["begin", "^was", "cell-was"] {
        assert_eq!(a.matches(&format!("id=\"{id}\"")).count(), 1, "{id}: {a}");
    }
    let b = page(site.path(), "b/index.html");
    assert!(b.contains("../a/#one") && b.contains("href=\"#three\""), "{b}");
    assert!(page(site.path(), "t/end/index.html").contains("href=\"../which/\""));
    assert!(a.contains("embed-1.three"), "a part is put into a page by its former name: {a}");
}

#[test]
fn old_addresses_carry_what_stands_behind_them_along() {
    let site = site(SITE);
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let script = files(&site.path().join("public")).keys().find(|path| path.starts_with("assets/moved.")).cloned();
    let script = script.expect("the script has a name with its hash");
    assert!(page(site.path(), &script).len() < 450);
    let plain = page(site.path(), "b-was/index.html");
    let begin = format!("<script src=\"../{script}\" data-to=\"../b/\"></script>\n<meta http-equiv=\"refresh\"");
    assert!(plain.contains(&begin), "the script stands before the refresh: {plain}");
    let parts = |path: &str| {
        let text = page(site.path(), path);
        let data = text.split_once("data-parts=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        data.unwrap_or_default().replace("&quot;", "\"").replace("&#x2F;", "/")
    };
    assert_eq!(parts("old/index.html"), r#"{"two":"../b/#two","two-of-a":"../b/"}"#);
    assert!(page(site.path(), "old/index.html").contains("data-to=\"../c/\""));
    assert_eq!(parts("a/index.html"), r#"{"gone":"../b/"}"#);
    assert!(!page(site.path(), "c/index.html").contains(&script));
    assert!(page(site.path(), "t/first/index.html").contains("data-to=\"../which/\""));
    assert!(page(site.path(), "t/done/index.html").contains("data-to=\"../end/\""));

    // A host that leads on by itself knows no parts: it leaves these addresses to their pages.
    write(site.path(), "site.yaml", "title: S\nbase_url: https://s.example/\nhost: netlify\n");
    assert_eq!(run(site.path(), &["build"]).code, 0);
    let rules = page(site.path(), "_redirects");
    let rules: Vec<&str> = rules.lines().filter(|line| line.starts_with('/')).collect();
    assert_eq!(rules, ["/b-was/ /b/ 301!", "/t/done/ /t/end/ 301!", "/t/first/ /t/which/ 301!"]);
}
