//! The program as it is started: its exit codes, what it prints where, and what it does to the disk.

use crate::common::{Said, files, run, site, write};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const GOOD: &str = "
--- content/index.md
# Home

[A](a.md) ![a leg](leg.gif)
--- content/a.md
---
title: A
tags: [calf]
aliases: [/old/a/]
---
Text.
--- content/leg.gif (bytes)
GIF89a\\x01\\x00\\x01\\x00\\x00\\x00\\x00
";

const WARNED: &str = "
--- content/index.md
# Home

![](leg.gif)
--- content/leg.gif (bytes)
GIF89a\\x01\\x00\\x01\\x00\\x00\\x00\\x00
";

const WRONG: &str = "
--- content/index.md
# Home

[gone](gone.md)
";

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).code
}

// ---- exit codes ----

#[test]
fn the_exit_code_is_0_where_nothing_is_wrong_1_where_something_is() {
    let (good, warned, wrong) = (site(GOOD), site(WARNED), site(WRONG));
    for command in ["check", "build"] {
        assert_eq!(code(good.path(), &[command]), 0, "{command}");
        assert_eq!(code(good.path(), &[command, "--strict"]), 0, "{command}");
        assert_eq!(code(warned.path(), &[command]), 0, "{command}: a warning does not fail");
        assert_eq!(code(warned.path(), &[command, "--strict"]), 1, "{command}: but it does where that is asked for");
        assert_eq!(code(wrong.path(), &[command]), 1, "{command}");
    }
}

#[test]
fn the_exit_code_is_2_where_it_could_not_run() {
    let good = site(GOOD);
    for arguments in [
        &[][..],
        &["bild"],
        &["build", "--colour"],
        &["check", "--format", "xml"],
        &["check", "--root", "nowhere"],
        &["build", "--root", "nowhere"],
        &["check", "--root", "site.yaml"],
        &["build", "--base-url", "club.example"],
        &["explain", "brokn-link"],
    ] {
        let said = run(good.path(), arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        assert_eq!(said.stdout, "", "{arguments:?}: why is no result");
        assert!(!said.stderr.trim().is_empty(), "{arguments:?}: it says why");
    }
    assert!(!good.path().join("public").exists(), "nothing was written");
}

#[test]
fn what_could_not_run_says_why_and_what_to_type() {
    let good = site(GOOD);
    let said = |arguments: &[&str]| run(good.path(), arguments).stderr;
    assert!(said(&["check", "--root", "nowhere"]).contains("nowhere"));
    assert!(said(&["build", "--base-url", "club.example"]).contains("https://club.example/help/"));
    assert!(said(&["explain", "brokn-link"]).contains("`broken-link`"));
}

#[test]
fn a_base_url_is_an_address_of_the_web_and_nothing_else() {
    let good = site(GOOD);
    for bad in [
        "",
        "/help/",
        "ftp://x.example/",
        "https://",
        "https:///help/",
        "javascript:alert(1)",
        "https://x.example/?a#b",
    ] {
        assert_eq!(code(good.path(), &["build", "--base-url", bad]), 2, "{bad:?}");
    }
    for fine in ["https://x.example", "http://x.example/help/", "https://x.example/a/b"] {
        assert_eq!(code(good.path(), &["build", "--base-url", fine]), 0, "{fine:?}");
    }
}

#[test]
fn settings_make_a_check_weigh_more_less_or_nothing() {
    let wrong = site(WRONG);
    for (level, without, strict) in [("error", 1, 1), ("warning", 0, 1), ("off", 0, 0)] {
        write(wrong.path(), "site.yaml", format!("title: A site\nchecks: {{broken-link: {level}}}\n"));
        assert_eq!(code(wrong.path(), &["check"]), without, "{level}");
        assert_eq!(code(wrong.path(), &["check", "--strict"]), strict, "{level}");
    }
    let told = run(wrong.path(), &["check", "--format", "short"]).stdout;
    assert_eq!(told, "", "a check that is off says nothing");
}

// ---- what is printed ----

#[test]
fn results_go_to_standard_output_and_talk_to_standard_error() {
    let wrong = site(WRONG);
    let said = run(wrong.path(), &["check", "--format", "short"]);
    assert_eq!(said.stdout, "content/index.md:3:8: error[broken-link]: There is no page `gone.md`\n");
    assert!(said.stderr.contains("1 error"), "{}", said.stderr);

    let good = site(GOOD);
    let said = run(good.path(), &["check"]);
    assert_eq!(said.stdout, "");
    assert!(said.stderr.contains("2 pages") && said.stderr.contains("nothing wrong"), "{}", said.stderr);
    assert_eq!(run(good.path(), &["build"]).stdout, "", "a build without problems has no results to print");
}

#[test]
fn json_is_one_object_also_where_nothing_is_wrong() {
    let good = site(GOOD);
    let said = run(good.path(), &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&said.stdout).expect("standard output is one JSON object");
    assert_eq!(report, serde_json::json!({ "problems": [], "errors": 0, "warnings": 0, "pages": 2, "trees": 0 }));
}

#[test]
fn nothing_is_coloured_where_no_one_looks() {
    for format in ["human", "short", "json"] {
        let Said { stdout, stderr, .. } = run(site(WRONG).path(), &["check", "--format", format]);
        assert!(!stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn every_code_is_explained_and_listed() {
    let folder = crate::common::folder();
    let list = run(folder.path(), &["explain"]);
    assert_eq!(list.code, 0);
    for code in fingerpost::problem::Code::ALL {
        assert!(
            list.stdout.lines().any(|line| line.split_whitespace().next() == Some(code.id())),
            "{code:?} is listed"
        );
        let said = run(folder.path(), &["explain", code.id()]);
        assert_eq!(said.code, 0, "{code:?}");
        assert!(said.stdout.starts_with(&format!("# `{}`\n", code.id())), "{code:?} is explained");
    }
}

// ---- the disk ----

#[test]
fn check_writes_nothing() {
    for text in [GOOD, WARNED, WRONG] {
        let site = site(text);
        let before = files(site.path());
        run(site.path(), &["check"]);
        assert_eq!(files(site.path()), before);
    }
}

#[test]
fn the_site_of_another_folder_is_built_there() {
    let (site, elsewhere) = (site(GOOD), crate::common::folder());
    let root = site.path().to_str().expect("the path is UTF-8");
    assert_eq!(code(elsewhere.path(), &["build", "--root", root]), 0);
    assert!(site.path().join("public/index.html").exists());
    assert_eq!(files(elsewhere.path()), BTreeMap::new(), "nothing is written where it was started");
}

#[test]
fn two_builds_from_two_folders_are_the_same_bytes() {
    let first = site(GOOD);
    let outer = crate::common::folder();
    let second = outer.path().join("another name/and deeper");
    crate::common::write_site(&second, GOOD);
    for (folder, arguments) in [(first.path(), &["build"][..]), (&second, &["build", "--out", "public"])] {
        assert_eq!(code(folder, arguments), 0);
    }
    let (one, two) = (files(&first.path().join("public")), files(&second.join("public")));
    assert!(one.len() > 8, "a whole site is there");
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(two[path] == *bytes, "{path} differs");
        let path_of_machine = first.path().to_str().expect("the path is UTF-8").as_bytes();
        assert!(
            !bytes.windows(path_of_machine.len()).any(|w| w == path_of_machine),
            "{path} names the machine's folder"
        );
    }
}

#[test]
#[cfg(unix)]
fn a_second_build_writes_nothing() {
    let site = site(GOOD);
    let out = site.path().join("public");
    assert_eq!(code(site.path(), &["build"]), 0);
    let stamps = |folder: &Path| -> BTreeMap<String, (SystemTime, u64)> {
        use std::os::unix::fs::MetadataExt;
        let stamp = |path: &String| {
            let metadata = folder.join(path).metadata().expect("it is there");
            (metadata.modified().expect("it has a time"), metadata.ino())
        };
        files(folder).keys().map(|path| (path.clone(), stamp(path))).collect()
    };
    let before = stamps(&out);
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.contains("0 files written"), "{}", said.stderr);
    assert_eq!(stamps(&out), before);
}

#[test]
fn an_edit_changes_the_page_and_leaves_the_others_alone() {
    let site = site(GOOD);
    let out = site.path().join("public");
    run(site.path(), &["build"]);
    let before = files(&out);
    write(site.path(), "content/a.md", "---\ntitle: A\ntags: [calf]\naliases: [/old/a/]\n---\nOther words.\n");
    assert_eq!(code(site.path(), &["build"]), 0);
    let after = files(&out);
    let changed: Vec<&str> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).map(|(p, _)| p.as_str()).collect();
    // The search knows of all pages; its pieces are named by what is in them, and the list of files knows the names.
    let pages: Vec<&str> =
        changed.into_iter().filter(|path| !path.starts_with("assets/search/") && *path != ".fingerpost").collect();
    assert_eq!(pages, ["a/index.html"]);
}

#[test]
fn a_page_that_is_gone_is_gone_after_the_next_build_and_a_strangers_file_stays() {
    let site = site(GOOD);
    let out = site.path().join("public");
    run(site.path(), &["build"]);
    write(&out, "CNAME", "club.example\n");
    write(&out, ".well-known/security.txt", "Contact: somebody\n");
    assert!(out.join("a/index.html").exists() && out.join("old/a/index.html").exists());

    fs::remove_file(site.path().join("content/a.md")).expect("the article can be deleted");
    write(site.path(), "content/index.md", "# Home\n\n![a leg](leg.gif)\n");
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    for gone in ["a/index.html", "a", "old/a/index.html", "old", "tags"] {
        assert!(!out.join(gone).exists(), "{gone} is gone");
    }
    let after = files(&out);
    assert_eq!(after["CNAME"], b"club.example\n");
    assert_eq!(after[".well-known/security.txt"], b"Contact: somebody\n");

    // And once more, where nothing of the site has changed.
    assert_eq!(code(site.path(), &["build"]), 0);
    assert_eq!(files(&out), after);
}

#[test]
fn an_output_folder_that_is_not_ours_is_refused() {
    let site = site(GOOD);
    let holiday = site.path().join("holiday");
    write(&holiday, "beach.jpg", "a picture of the beach");
    let before = files(site.path());
    let said = run(site.path(), &["build", "--out", "holiday"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("holiday") && said.stderr.contains("--out"), "{}", said.stderr);
    assert_eq!(files(site.path()), before, "nothing was changed");

    let empty = site.path().join("empty");
    fs::create_dir(&empty).expect("a folder can be made");
    assert_eq!(code(site.path(), &["build", "--out", "empty"]), 0, "an empty folder is nobody's");
    assert!(empty.join("index.html").exists());
}

#[test]
fn the_site_is_not_buried_under_its_own_pages() {
    let site = site(GOOD);
    let before = files(site.path());
    for out in [".", "content", "content/public", "themes/public", "..", "/"] {
        let said = run(site.path(), &["build", "--out", out]);
        assert_eq!(said.code, 2, "--out {out}");
        assert_eq!(files(site.path()), before, "--out {out}");
    }
}

#[test]
fn what_a_killed_build_left_does_not_stop_the_next() {
    let site = site(GOOD);
    write(site.path(), ".public.fingerpost/lock", format!("{}\n", fingerpost::publish::STAGING_LINE));
    write(site.path(), ".public.fingerpost/site/a/index.html", "half a pa");
    write(site.path(), ".public.fingerpost/site/junk/deep/file", "junk");
    assert_eq!(code(site.path(), &["build"]), 0);
    let out = files(&site.path().join("public"));
    assert!(!out.keys().any(|path| path.contains("junk")), "{:?}", out.keys());
    assert!(out["a/index.html"].starts_with(b"<!doctype html>"));
    assert!(!site.path().join(".public.fingerpost").exists(), "it is cleared away");
}

#[test]
fn a_disk_that_does_not_do_it_is_told_and_changes_nothing() {
    let site = site(GOOD);
    run(site.path(), &["build"]);
    write(site.path(), "a-file", "no folder");
    let before = files(site.path());
    for out in ["a-file", "a-file/public", "/proc/public"] {
        let said = run(site.path(), &["build", "--out", out]);
        assert_eq!(said.code, 2, "--out {out}: {said:?}");
        assert!(
            said.stderr.contains(out.trim_end_matches("/public")),
            "--out {out}: it names the place: {}",
            said.stderr
        );
        assert_eq!(files(site.path()), before, "--out {out}");
    }
}

/// Runs a build that may write no file of more than 512 bytes, as on a disk that is nearly full.
fn build_on_a_full_disk(site: &Path, before: &str) -> Said {
    let script = format!("{before}; ulimit -f 1; exec \"$0\" build");
    let mut shell = Command::new("sh");
    shell.current_dir(site).args(["-c", &script, env!("CARGO_BIN_EXE_fingerpost")]);
    crate::common::said(shell)
}

#[test]
fn a_disk_that_is_full_is_told_and_the_published_site_stays() {
    let site = site(GOOD);
    assert_eq!(code(site.path(), &["build"]), 0);
    write(site.path(), "content/index.md", "# Other words\n\n![a leg](leg.gif) [A](a.md)\n");
    let before = files(site.path());
    let said = build_on_a_full_disk(site.path(), "trap '' XFSZ");
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("could not write"), "{}", said.stderr);
    assert_eq!(files(site.path()), before);
}

#[test]
fn a_build_that_is_killed_leaves_the_published_site_and_does_not_stop_the_next() {
    let site = site(GOOD);
    assert_eq!(code(site.path(), &["build"]), 0);
    let out = site.path().join("public");
    let before = files(&out);
    write(site.path(), "content/index.md", "# Other words\n\n![a leg](leg.gif) [A](a.md)\n");
    // The system kills a program that writes past its limit without having asked to be told instead.
    let said = build_on_a_full_disk(site.path(), ":");
    assert_eq!(said.code, -1, "it was killed: {said:?}");
    assert_eq!(files(&out), before);
    assert_eq!(code(site.path(), &["build"]), 0);
    assert!(String::from_utf8_lossy(&files(&out)["index.html"]).contains("Other words"));
    assert!(!site.path().join(".public.fingerpost").exists(), "what it left is cleared away");
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_is_told_and_changes_nothing() {
    let site = site(GOOD);
    let said = crate::common::run_unprivileged(site.path(), &["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    crate::common::set_mode(site.path(), 0o555);
    let said = crate::common::run_unprivileged(site.path(), &["build"]);
    crate::common::set_mode(site.path(), 0o755);
    assert_eq!(said.code, 2, "{said:?}");
    assert!(said.stderr.contains("permission denied") || said.stderr.contains("Permission denied"), "{}", said.stderr);
    assert!(!site.path().join("public").exists());
}

#[test]
fn drafts_are_published_only_where_that_is_asked_for() {
    let site = site(
        "
--- content/index.md
# Home
--- content/a.md
---
title: A
draft: true
---
",
    );
    assert_eq!(code(site.path(), &["build"]), 0);
    assert!(!site.path().join("public/a").exists());
    assert_eq!(code(site.path(), &["build", "--drafts"]), 0);
    assert!(site.path().join("public/a/index.html").exists());
}
