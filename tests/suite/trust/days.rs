//! Pages that a day keeps back: not there before it, gone after it, and told.

use crate::common::{Said, files, run, site};
use std::path::Path;

const SITE: &str = "
--- site.yaml
title: A small site
--- content/index.md
# Home

See [the start](start.md) and [the sale](sale.md).
--- content/start.md
---
date: 2027-01-04
---
# The start

Quokka.
--- content/sale.md
---
expires: 2027-01-04
---
# The sale

Numbat.
";

fn on(root: &Path, day: &str, command: &[&str]) -> Said {
    run(root, &[command, &["--today", day]].concat())
}

fn holds(root: &Path, word: &str) -> bool {
    files(&root.join("public")).values().any(|bytes| String::from_utf8_lossy(bytes).contains(word))
}

#[test]
fn a_page_is_there_from_its_day_on_and_until_its_last() {
    // A link to what is to come is an error as one to a draft; that to what is over must not stop the site.
    let without = site(&SITE.replace("[the start](start.md)", "the start").replace("[the sale](sale.md)", "the sale"));
    for (day, start, sale) in [("2027-01-03", false, true), ("2027-01-04", true, false), ("2028-06-01", true, false)] {
        let said = on(without.path(), day, &["build"]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!((holds(without.path(), "Quokka"), holds(without.path(), "Numbat")), (start, sale), "{day}");
        assert!(said.stderr.contains("1 page kept back"), "{said:?}");
    }
    let said = on(without.path(), "2027-01-03", &["build", "--drafts"]);
    assert!(said.code == 0 && holds(without.path(), "Quokka"), "{said:?}");
    let said = on(without.path(), "2028-06-01", &["build", "--drafts"]);
    assert!(said.code == 0 && holds(without.path(), "Numbat"), "{said:?}");
}

#[test]
fn what_is_published_depends_on_the_day_in_nothing_else() {
    let site = site(&SITE.replace("[the start](start.md)", "the start"));
    let mut seen = Vec::new();
    for day in ["2027-01-04", "2027-01-05", "2030-01-01"] {
        assert_eq!(on(site.path(), day, &["build"]).code, 0);
        seen.push(files(&site.path().join("public")));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn it_is_told_before_and_after() {
    let site = site(SITE);
    let told = |day: &str| on(site.path(), day, &["check", "--format", "short"]);
    let far = told("2026-06-01");
    assert!(
        far.stdout.contains("start.md:2:7: advice[dated-page]: This page is held back until 4 January 2027"),
        "{far:?}"
    );
    assert!(!far.stdout.contains("sale.md:2"), "in half a year: {far:?}");
    assert!(
        far.stdout
            .contains("index.md:3:17: error[broken-link]: \u{201c}The start\u{201d} is held back until 4 January 2027"),
        "{far:?}"
    );
    assert_eq!(far.code, 1);
    let near = told("2026-12-20");
    assert!(
        near.stdout.contains("sale.md:2:10: warning[dated-page]: From 4 January 2027 on this page is held back"),
        "{near:?}"
    );
    let after = told("2027-01-04");
    assert!(
        after.stdout.contains("sale.md:2:10: advice[dated-page]: This page is held back since 4 January 2027"),
        "{after:?}"
    );
    assert!(
        after.stdout.contains("index.md:3:42: warning[broken-link]: \u{201c}The sale\u{201d} is held back since"),
        "{after:?}"
    );
    assert_eq!(after.code, 0, "the rest of the site is published: {after:?}");
    let none = crate::common::site(
        "--- content/index.md\n# Home\n\n[a](a.md)\n--- content/a.md\n---\nexpires: soon\n---\n# Quokka\n",
    );
    let said = on(none.path(), "2027-01-04", &["check", "--format", "short"]);
    assert!(said.stdout.contains("`expires` should be a day of the calendar"), "{said:?}");
    assert!(on(none.path(), "2027-01-04", &["build"]).code == 1 && !none.path().join("public").exists());
}

#[test]
fn an_address_whose_page_is_over_has_not_vanished() {
    let site = site(&SITE.replace("[the start](start.md)", "the start"));
    assert_eq!(on(site.path(), "2026-12-20", &["lock"]).code, 0);
    let lock = std::fs::read_to_string(site.path().join("addresses.lock")).unwrap();
    assert!(lock.contains("/sale/") && !lock.contains("/start/"), "{lock}");
    let after = on(site.path(), "2027-01-04", &["check", "--format", "short"]);
    assert!(!after.stdout.contains("vanished"), "{after:?}");
}

#[test]
fn in_a_vault_only_expires_keeps_back() {
    let text = SITE.replace("title: A small site", "title: A small site\nvault: true");
    let vault = site(&text);
    assert_eq!(on(vault.path(), "2027-01-03", &["build"]).code, 0);
    assert!(holds(vault.path(), "Quokka") && holds(vault.path(), "Numbat"));
    assert_eq!(on(vault.path(), "2027-01-04", &["build"]).code, 0);
    assert!(holds(vault.path(), "Quokka") && !holds(vault.path(), "Numbat"));
}

/// Where another program reads the folder too, its keys are its own; but a day that nobody can read keeps a page back, and one
/// that is written into a key which is nearly the right one counts.
#[test]
fn days_that_cannot_be_read_are_told_in_every_kind_of_folder() {
    let page = |front: &str| {
        format!(
            "--- content/index.md\n# Home\n\nSee [it](a.md).\n--- content/a.md\n---\n{front}\n---\n# It\n\nQuokka.\n"
        )
    };
    let vault = "--- site.yaml\ntitle: V\nvault: true\n--- content/.obsidian/app.json\n{}\n";
    let hugo = "--- hugo.toml\ntitle = \"H\"\n--- site.yaml\ntitle: H\n";
    for kind in [vault, hugo] {
        for (front, told) in [
            ("expires: soon", "a.md:2:10: warning[wrong-type]: `expires` should be a day of the calendar"),
            ("expires: soon", "a.md:2:10: warning[dated-page]: This page is held back: its last day cannot be read"),
            (
                "expiryDate: 31.2.2027",
                "a.md:2:13: warning[dated-page]: This page is held back: its last day cannot be read",
            ),
            (
                "publishDate: in spring",
                "a.md:2:14: warning[dated-page]: This page is held back: its first day cannot be read",
            ),
            ("expries: 2020-01-01", "a.md:2:1: warning[dated-page]: Is `expries` meant to be `expires`?"),
            ("expiration: 2020-01-01", "a.md:2:1: warning[dated-page]: Is `expiration` meant to be `expires`?"),
        ] {
            let site = site(&format!("{kind}{}", page(front)));
            let said = on(site.path(), "2026-12-01", &["check", "--format", "short"]);
            assert!(said.stdout.contains(told), "{front}: {said:?}");
            assert!(!said.stdout.contains("9999"), "{front}: {said:?}");
            let built = on(site.path(), "2026-12-01", &["build"]);
            assert!(!holds(site.path(), "Quokka") && !holds(site.path(), "9999"), "{front}: {built:?}");
        }
        // What is only near, and no day, is somebody's own.
        for front in ["expense: 2020-01-01", "expert: Jane", "expirs: never"] {
            let site = site(&format!("{kind}{}", page(front)));
            let said = on(site.path(), "2026-12-01", &["build"]);
            assert!(said.code == 0 && holds(site.path(), "Quokka"), "{front}: {said:?}");
            assert!(!said.stdout.contains("dated-page"), "{front}: {said:?}");
        }
    }
    // In a vault `date` is what a note is about; elsewhere a page waits for it.
    let dated = page("date: 1st of May 2030");
    let told =
        |kind: &str| on(site(&format!("{kind}{dated}")).path(), "2026-12-01", &["check", "--format", "short"]).stdout;
    assert!(!told(vault).contains("`date`"));
    assert!(
        told(hugo).contains("a.md:2:7: warning[wrong-type]: `date` should be a day of the calendar"),
        "{}",
        told(hugo)
    );
    let own = site(&page("expires: soon"));
    let said = on(own.path(), "2026-12-01", &["check", "--format", "short"]);
    assert!(said.stdout.contains("is held back, because a day that it names cannot be read"), "{said:?}");
    assert!(!said.stdout.contains("9999"), "{said:?}");
}
