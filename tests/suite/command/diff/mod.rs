//! What a review is told of three real edits of the club's site, and of edits made to mislead or break it.
//!
//! `golden/diff/club` is a part of the club's site as it once was. After a change that is meant, write the golden texts anew
//! with `UPDATE_GOLDEN=1 cargo test --test suite command::diff`, and read them as a reviewer would.

mod cards;
mod formats;
mod guards;
mod places;
mod random;
mod reviews;
mod theme;
mod told;
mod unread;
mod versions;
mod wording;

use crate::common::{Said, files, folder, git, repository, run, site, write};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const TREE: &str = "content/sore-calf.tree.yaml";
const CRAMP: &str = "content/cramps/cramp-right-now.md";

fn club() -> TempDir {
    let folder = folder();
    for (path, bytes) in files(&repository().join("tests/golden/diff/club")) {
        write(folder.path(), &path, bytes);
    }
    folder
}

/// Puts one text in the place of another that is there once.
fn replace(root: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{path}: {from}");
    fs::write(root.join(path), text.replace(from, to)).unwrap();
}

/// A site in which there is something of everything.
const SITE: &str = r#"
--- site.yaml
title: A club
emergency: "999"
urgent: "111"
publisher: The club
review_after: 12
offline: true
budget: {bytes: 90000, requests: 12}
theme_settings: {notice: true}
search_tests:
  cramp now: cramps/now.md
--- addresses.lock
/cramps/now/
/home-of-old/
--- content/index.md
---
aliases: [/home-of-old/]
---
# Home

See [cramp](cramps/now.md) and the [calf tree](calf.tree.yaml).
--- content/cramps/index.md
# Cramps

All about cramps.
--- content/cramps/now.md
---
description: What to do first.
tags: [cramp]
reviewed: 2026-01-10
reviewer: A. Physio
next_review: 2027-01-10
---
# Cramp now

Stop and stretch. Do not take it on your own. Drink 2^3^ cups [@nhs].

![A calf](calf.png)

## First

1. Hold the stretch.
2. Let it go.

> [!EMERGENCY] Call now if you faint
>
> - You faint.

## Then

Read about [sleep](../sleep.md).
--- content/cramps/calf.png (picture)
--- content/cramps/other.png (picture)
--- content/sleep.md
# Sleep

Sleep well.
--- content/glossary.yaml
- {term: Stitch, meaning: A pain below the ribs.}
--- content/references.yaml
nhs: {title: Cramp, site: NHS, year: 2023, url: https://www.nhs.uk/cramp/, checked: 2026-11-01}
--- content/calf.tree.yaml
title: Calf
summary: What to do about a calf.
levels: [self-care, urgent, emergency]
questions:
  far:
    ask: How far was it?
    kind: number
    unit: miles
    min: 1
    max: 30
    next:
      - {when: {far: "> 20"}, goto: today}
      - goto: sure
  sure:
    ask: Are you sure?
    options:
      "yes": {say: "Yes", goto: home}
      "no": {say: "No", goto: help}
outcomes:
  home:
    title: Stay home
    level: self-care
    body: |
      ## Now

      Rest. Read on.
    read: [cramps/now.md]
  today: {title: Call today, level: urgent, body: Call us.}
  help:
    title: Get help
    level: emergency
    body: |
      > [!EMERGENCY] Call now
      >
      > - It is red.
tests:
  - {name: Unsure gets help, answers: {far: 3, sure: "no"}, reaches: help}
rules:
  - {name: Unsure is never left alone, paths_with: {sure: "no"}, must_reach: {outcome: help}}
"#;

/// The site in a repository, with an edit as its last commit.
fn edited(edit: impl FnOnce(&Path)) -> TempDir {
    let folder = site(SITE);
    let root = folder.path();
    git(root, "2026-11-01", &["init", "-q"]);
    save(root);
    edit(root);
    save(root);
    folder
}

/// A commit of all that is in a folder.
fn save(root: &Path) {
    git(root, "2026-11-01", &["add", "-A"]);
    git(root, "2026-11-01", &["commit", "-q", "--allow-empty", "-m", "a"]);
}

/// What is told of an edit, as Markdown.
fn told(edit: impl FnOnce(&Path)) -> String {
    let said = run(edited(edit).path(), &["diff", "HEAD~1", "HEAD"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    said.stdout
}

/// What is told of one text in the place of another.
fn told_of(path: &str, from: &str, to: &str) -> String {
    told(|root| replace(root, path, from, to))
}

fn json(root: &Path, old: &str, new: &str) -> Value {
    let said = run(root, &["diff", old, new, "--format", "json"]);
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{error}: {}", said.stderr))
}

fn compare(old: &Path, new: &Path) -> Said {
    run(old, &["diff", ".", &new.to_string_lossy()])
}

/// What the edit comes to, as it was read and approved.
fn golden(name: &str, edit: impl Fn(&Path)) -> String {
    let (old, new) = (club(), club());
    edit(new.path());
    kept(name, old.path(), new.path())
}

/// What two versions come to, as it was read and approved.
fn kept(name: &str, old: &Path, new: &Path) -> String {
    let said = compare(old, new);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = without_errors(&said.stdout);
    let file = repository().join(format!("tests/golden/diff/{name}.md"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&file).unwrap_or_default(), "{name}");
    text
}

/// A report without what it says of errors: a part of a site has many, and other tests hold what is said of them.
fn without_errors(report: &str) -> String {
    let of_errors = |part: &&str| {
        let line = part.lines().nth(1).unwrap_or_default();
        part.starts_with("> [!WARNING]")
            && ["> **Both versions", "> **The version"].iter().any(|begins| line.starts_with(begins))
            || line.contains("changed file") && line.contains("cannot be read")
    };
    let parts: Vec<&str> = report.split("\n\n").filter(|part| !of_errors(part)).collect();
    let totals = |count: &&str| !count.contains("may hide more") && !count.contains("cannot be read");
    let mut parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
    if let Some(line) = parts.get_mut(1).filter(|line| line.ends_with('.')) {
        *line = format!("{}.", line.trim_end_matches('.').split(", ").filter(totals).collect::<Vec<_>>().join(", "));
    }
    parts.join("\n\n")
}

#[test]
fn a_reworded_article() {
    golden("reworded", |root| {
        replace(
            root,
            CRAMP,
            "Hold for 20 to 30 seconds, let go, and repeat for up to 5 minutes",
            "Hold for 30 seconds, let go, and repeat four times",
        );
        replace(root, CRAMP, "## What not to do", "## What to leave alone");
        replace(root, CRAMP, "- **Do not run on through it.** If it returns, stop and stretch again.\n", "");
        replace(
            root,
            CRAMP,
            "\n## If you feel faint",
            "Read [what the NHS says](https://www.nhs.uk/conditions/leg-cramps/).\n\n## If you feel faint",
        );
    });
}

#[test]
fn a_renamed_page() {
    let rename = |root: &Path| {
        let (from, to) = ("pickle-juice-magnesium-and-other-remedies", "remedies");
        fs::rename(root.join(format!("content/cramps/{from}.md")), root.join(format!("content/cramps/{to}.md")))
            .unwrap();
        for path in [CRAMP, "content/cramps/index.md", "content/sleep/night-cramps.md", TREE] {
            let text = fs::read_to_string(root.join(path)).unwrap();
            fs::write(root.join(path), text.replace(from, to)).unwrap();
        }
    };
    let text = golden("renamed", rename);
    assert!(text.lines().nth(5).is_some_and(|line| line.starts_with("> **1 address no longer works.**")), "{text}");
    let text = golden("renamed-with-a-redirect", |root| {
        rename(root);
        let alias = "\naliases: [/cramps/pickle-juice-magnesium-and-other-remedies/]\ntags:";
        replace(root, "content/cramps/remedies.md", "\ntags:", alias);
    });
    assert!(!text.contains("no longer works"), "{text}");
}

/// Whether only one calf hurts is asked first: of those with pain in both legs, nobody is asked about clots any more.
#[test]
fn a_tree_whose_urgent_rule_was_moved_down() {
    let text = golden("urgent-rule-moved-down", |root| {
        replace(
            root,
            TREE,
            "\"no\": {say: \"No, none of these\", goto: clot-risk}",
            "\"no\": {say: \"No, none of these\", goto: locked}",
        );
        replace(
            root,
            TREE,
            "\"no\": {say: \"No, or both calves hurt the same\", goto: locked}",
            "\"no\": {say: \"No, or both calves hurt the same\", goto: grab-or-weak}",
        );
        replace(root, TREE, "one: {say: One leg, goto: grab-or-weak}", "one: {say: One leg, goto: clot-risk}");
    });
    let first = text.lines().nth(5).unwrap_or_default();
    assert!(text.lines().nth(4) == Some("> [!CAUTION]"), "{text}");
    assert!(first.contains("less urgent"), "the milder paths are not the first thing shown: {first}");
}

/// What a term means, and what a text rests on, is read on many pages and written in none of them.
#[test]
fn terms_and_sources() {
    let old = site(
        "--- content/index.md
# Home

A DVT is rare [@nhs-dvt].
--- content/glossary.yaml
- {term: Deep vein thrombosis, forms: [DVT], meaning: \"A blood clot in a deep vein. It needs help today.\"}
- {term: Stitch, meaning: A pain below the ribs.}
- {term: Easy pace, forms: [easy run], meaning: You can talk in whole sentences.}
--- content/references.yaml
nhs-dvt: {title: Deep vein thrombosis, site: NHS, year: 2023, url: https://www.nhs.uk/conditions/deep-vein-thrombosis-dvt/, checked: 2026-11-01}
old-book: {authors: \"A. Runner\", title: Running, publisher: Press, year: 1999}
",
    );
    let new = site(
        "--- content/index.md
# Home

A DVT is rare [@nhs-dvt].
--- content/glossary.yaml
- {term: easy pace, forms: [easy run, slow run], meaning: \"You can  talk in whole sentences.\"}
- {term: Deep vein thrombosis, forms: [DVT], meaning: \"A blood clot in a deep vein. It can wait.\"}
- {term: Lactate, meaning: \"A fuel that muscles make. See [home](index.md).\"}
--- content/references.yaml
new-study: {authors: \"B. Walker\", title: Walking, journal: Steps, year: 2025, doi: 10.1000/1}
nhs-dvt: {title: Deep vein thrombosis, site: NHS, year: 2025, url: https://www.nhs.uk/conditions/dvt/, checked: 2026-11-01, note: read again}
",
    );
    let text = kept("terms-and-sources", old.path(), new.path());
    assert!(text.contains("- It needs help today.\n+ It can wait."), "{text}");
    assert!(!text.contains("whole sentences"), "that meaning reads as before: {text}");
    let json = run(old.path(), &["diff", ".", &new.path().to_string_lossy(), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(json["terms"].as_array().unwrap().len(), 4, "{json:#}");
    assert_eq!(json["sources"].as_array().unwrap().len(), 3, "{json:#}");
    let same = compare(old.path(), old.path());
    assert!(same.stdout.contains("Nothing: every page reads as before"), "{}", same.stdout);
}

#[test]
fn two_revisions_of_a_folder_in_a_repository_compare_like_two_folders() {
    let repository = folder();
    let root = repository.path().join("some folder/site");
    for (path, bytes) in files(club().path()) {
        write(&root, &path, bytes);
    }
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(repository.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        let output = git.args(arguments).output().expect("git can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let save = |message| {
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", message]);
    };
    git(&["init", "-q", "-b", "main"]);
    crate::common::link("../../../..", root.join("content/out"));
    save("old");
    let old = club();
    replace(&root, CRAMP, "## What not to do", "## What to leave alone");
    write(&root, "content/süß.png", b"1");
    save("new");

    let by_folder = run(repository.path(), &["diff", &old.path().to_string_lossy(), &root.to_string_lossy()]);
    let by_revision = run(repository.path(), &["diff", "HEAD~1", "main", "--root", "some folder/site"]);
    assert_eq!(by_revision.code, 0, "{}", by_revision.stderr);
    // What is no plain file is left out of a revision, and of a folder it is an error: the rest is the same.
    let told = |said: &Said| said.stdout[said.stdout.find("### ").expect("something is told")..].to_owned();
    assert_eq!(told(&by_revision), told(&by_folder));
    assert!(by_revision.stdout.contains("- `content/süß.png` is new"), "{}", by_revision.stdout);
    assert!(by_revision.stdout.contains("What to leave alone"), "{}", by_revision.stdout);
    // A stranger can put a folder, or a link, of a branch's name into the site: the branch is meant all the same.
    for plant in ["main", "HEAD~1"] {
        crate::common::link(".", root.join(plant));
    }
    let planted = run(&root, &["diff", "HEAD~1", "main"]);
    assert_eq!(planted.stdout, by_revision.stdout);
    let meant = run(&root, &["diff", "HEAD", "./main"]);
    assert!(meant.stdout.contains("Nothing: every page reads as before"), "{}", meant.stdout);
    for plant in ["main", "HEAD~1"] {
        std::fs::remove_file(root.join(plant)).unwrap();
    }
    let same = run(&root, &["diff", "HEAD", "."]);
    assert!(same.stdout.contains("Nothing: every page reads as before"), "{}", same.stdout);
    for wrong in ["--output=x", "-h", "no-such-branch", "HEAD:content", "main..main", ""] {
        let said = run(&root, &["diff", "--", wrong, "HEAD"]);
        assert_eq!(said.code, 2, "{wrong}: {}", said.stdout);
        assert!(!root.join("x").exists());
    }
}

#[test]
fn json_says_the_same_and_can_be_read_again() {
    let (old, new) = (club(), club());
    replace(
        new.path(),
        TREE,
        "\"no\": {say: \"No, none of these\", goto: clot-risk}",
        "\"no\": {say: \"No, none of these\", goto: locked}",
    );
    let said = run(old.path(), &["diff", ".", &new.path().to_string_lossy(), "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let tree = &value["trees"][0];
    assert_ne!(tree["less_urgent"], "0");
    assert_eq!(tree["shifts"][0]["kind"], "less-urgent");
    let markdown = compare(old.path(), new.path()).stdout;
    // People read figures in groups, machines do not.
    let told = format!("{} of {} paths changed", tree["changed"].as_str().unwrap(), tree["ways"].as_str().unwrap());
    assert!(markdown.replace(',', "").contains(&told), "{told}\n{markdown}");
}

/// The text of a review is a stranger's: none of it may become markup, a mention or a second line.
#[test]
fn what_a_stranger_writes_stays_text() {
    let old = site("--- content/index.md\n# Home\n\nOne.\n");
    let new = site(
        "--- content/index.md\n# Home\n\nOne ````` and\n<!-- @team --> **bold**.\n\n## @team [x](http://evil.example) <b>\n\n\
         --- content/b.md\n---\ntitle: \"@team | <img src=x> `a`\"\n---\ntext\n",
    );
    let said = compare(old.path(), new.path()).stdout;
    let outside = said.split("\n``````").step_by(2).collect::<String>();
    for bad in ["@team", "<img", "<b>", "](http"] {
        assert!(!outside.contains(bad), "{bad} in\n{outside}");
    }
}

#[test]
fn what_is_taken_out_of_a_tree_is_told() {
    let tree = |red: &str, rule: &str| {
        format!(
            "--- content/index.md\n# Home\n--- content/t.tree.yaml\ntitle: T\nquestions:\n  red:\n    ask: Any of these?\n    kind: any\n    \
             options: {{{red}none: None of these}}\n    next:\n      - {{when: {{red: none}}, goto: home}}\n      - goto: help\n\
             outcomes:\n  home: {{title: Stay home, level: self-care, body: Rest.}}\n  \
             help: {{title: Get help, level: emergency, body: Now.}}\n{rule}"
        )
    };
    let rule = "rules:\n  - {name: A pop needs help, paths_with: {red: pop}, must_reach: {outcome: help}}\n";
    let old = site(&tree("pop: A pop, dark: Dark urine, ", rule));
    let new = site(&tree("dark: Dark urine, ", ""));
    let said = compare(old.path(), new.path()).stdout;
    assert!(said.lines().nth(4) == Some("> [!CAUTION]"), "{said}");
    for told in [
        "“A pop” is no longer an answer to “Any of these?”; it led to **Get help** (emergency)",
        "2 paths have such an answer",
        "1 safety rule of “T” is weaker or gone.** See “Guards weakened”.",
        "None of 2 paths changed",
    ] {
        assert!(said.contains(told), "{told} in\n{said}");
    }
}

#[test]
fn a_folder_without_a_site_is_said_to_be_none() {
    let (old, other) = (site("--- content/index.md\n# Home\n"), crate::common::folder());
    crate::common::write(other.path(), "notes/a.md", "# A\n");
    let elsewhere = other.path().to_string_lossy();
    for arguments in [["diff", &elsewhere, "."], ["diff", ".", &elsewhere]] {
        let said = run(old.path(), &arguments);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains("is a folder without a site"), "{}", said.stderr);
    }
}
