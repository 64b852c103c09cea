//! `check --fix`: what is mended is gone, nothing new is wrong, and nothing else has changed.

use crate::common::{repository, run, site};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn texts(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files.map(|file| (file.path().strip_prefix(root).unwrap().to_owned(), fs::read(file.path()).unwrap())).collect()
}

fn json(root: &Path, arguments: &[&str]) -> Value {
    let said = run(root, &[&["check", "--format", "json"], arguments].concat());
    assert!(said.code < 2, "{}", said.stderr);
    serde_json::from_str(&said.stdout).expect("it is JSON")
}

/// What tells a problem from another, wherever it has moved to.
fn identities(problems: &Value) -> Vec<String> {
    let list = problems.as_array().expect("there is a list");
    // Whichever error comes first says how much was not checked because of it.
    let said =
        |p: &Value| p["message"].as_str().unwrap_or_default().split("; so ").next().unwrap_or_default().to_owned();
    list.iter().map(|p| format!("{} {} {}", p["path"], p["code"], said(p))).collect()
}

/// The edits of a list of problems made by other means than the program's own, file by file.
fn by_hand(before: &BTreeMap<PathBuf, Vec<u8>>, problems: &Value, all: bool) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = before.clone();
    let edits = problems.as_array().unwrap().iter().flat_map(|p| p["edits"].as_array().cloned().unwrap_or_default());
    let mut edits: Vec<Value> = edits.filter(|edit| all || edit["certainty"] == "safe").collect();
    let place = |edit: &Value| {
        (edit["bytes"][0].as_u64().unwrap(), edit["certainty"] == "doubtful", edit["bytes"][1].as_u64().unwrap())
    };
    edits.sort_by_key(place);
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    edits.retain(|edit| {
        let path = edit["path"].as_str().unwrap().to_owned();
        let fits = ends.get(&path).is_none_or(|end| place(edit).0 > *end);
        if fits {
            ends.insert(path, place(edit).2);
        }
        fits
    });
    for edit in edits.iter().rev() {
        let text = out.get_mut(Path::new(edit["path"].as_str().unwrap())).expect("it is a file of the site");
        let (start, _, end) = place(edit);
        text.splice(start as usize..end as usize, edit["text"].as_str().unwrap().bytes());
    }
    out
}

/// Cases in which what is mended hid something else: a text that was no link is one now and leads nowhere, a question that was not
/// checked is.
const UNCOVER: [&str; 6] = [
    "broken-markup-other-slashes",
    "broken-markup-without-an-end",
    "unknown-key-below-an-empty-one",
    "yaml-syntax-no-colon",
    "yaml-syntax-references",
    "yaml-syntax-settings",
];

/// Applies `--fix` to a site, and holds what is always true of that. Gives the codes of what was mended.
fn hold(root: &Path, which: &str, what: &str) -> Vec<String> {
    let all = which == "--fix=all";
    let before = texts(root);
    let found = json(root, &[]);
    let edits = |problem: &Value| problem["edits"].as_array().is_some_and(|edits| !edits.is_empty());
    // Most cases have none, and there are many.
    if !found["problems"].as_array().unwrap().iter().any(edits) {
        return Vec::new();
    }
    let dry = json(root, &[which, "--dry-run"]);
    assert_eq!(texts(root), before, "{what}: a dry run writes");
    let said = json(root, &[which]);
    assert_eq!((&said["problems"], &said["mended"]), (&dry["problems"], &dry["mended"]), "{what}");
    let after = texts(root);
    // The same, made by hand, round after round.
    let other = crate::common::folder();
    let mut mine = before.clone();
    let mut problems = found["problems"].clone();
    for _ in 0..9 {
        let next = by_hand(&mine, &problems, all);
        if next == mine {
            break;
        }
        mine = next;
        mine.iter().for_each(|(path, text)| crate::common::write(other.path(), path.to_str().unwrap(), text));
        problems = json(other.path(), &[])["problems"].clone();
    }
    assert_eq!(after, mine, "{what}");
    let left = json(root, &[]);
    assert_eq!(left["problems"], said["problems"], "{what}: what is said to be left");
    let (were, are) = (identities(&found["problems"]), identities(&left["problems"]));
    let mended = identities(&said["mended"]);
    for gone in &mended {
        let count = |list: &[String]| list.iter().filter(|one| *one == gone).count();
        assert!(count(&are) == 0 || count(&are) < count(&were), "{what}: mended, and still there: {gone}");
    }
    if !UNCOVER.iter().any(|case| what.starts_with(case)) {
        assert!(are.iter().all(|one| were.contains(one)), "{what}: new problems: {are:?} beside {were:?}");
    }
    let again = json(root, &[which]);
    assert_eq!(again["mended"], serde_json::json!([]), "{what}: a second run");
    assert_eq!(texts(root), after, "{what}: a second run");
    said["mended"].as_array().unwrap().iter().map(|mended| mended["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_case_is_mended_without_a_new_problem() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(repository().join("tests/ui")).unwrap().map(|case| case.unwrap().path()).collect();
    cases.retain(|case| case.extension().is_some_and(|extension| extension == "txt"));
    cases.sort();
    let one = |case: &PathBuf| -> Vec<String> {
        let text = fs::read_to_string(case).unwrap();
        if text.contains(" (locked)\n") || text.contains(" -> ") {
            return Vec::new();
        }
        let name = case.file_stem().unwrap().to_string_lossy();
        let mended = ["--fix", "--fix=all"].into_iter().flat_map(|which| {
            let site = site(&text);
            hold(site.path(), which, &format!("{name} {which}"))
        });
        mended.collect()
    };
    let mended: Vec<String> = std::thread::scope(|scope| {
        let parts: Vec<_> = cases.chunks(cases.len().div_ceil(2)).collect();
        let parts: Vec<_> =
            parts.into_iter().map(|part| scope.spawn(move || part.iter().flat_map(one).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    for code in [
        "broken-anchor",
        "broken-link",
        "broken-markup",
        "care-card",
        "embed-too-large",
        "heading-order",
        "missing-file",
        "odd-alias",
        "tree-unknown-answer",
        "tree-unknown-target",
        "unknown-citation",
        "unknown-key",
        "unknown-term",
        "wrong-type",
        "yaml-syntax",
    ] {
        assert!(mended.iter().any(|one| one == code), "nothing of {code} is ever mended: {mended:?}");
    }
}

const SLIPS: &str = r"
--- site.yaml
titel: A small site
title: A small site
host: Github Pages
checks:
  orphan-pge: off
--- content/index.md
---
tiltle: Home
reviewed: 23.11.2026
---
# Home

See [nights](Night%20cramps.md), [salt](salt.md#tretment) and [[Slat]].

## Part

#### Deep

##No space
--- content/night-cramps.md
# Night cramps
--- content/salt.md
# Salt

## Treatment
";

#[test]
fn ends_of_lines_and_the_first_mark_stay() {
    for which in ["--fix", "--fix=all"] {
        let site = site(SLIPS);
        for (path, text) in texts(site.path()) {
            let text = String::from_utf8(text).unwrap().replace('\n', "\r\n");
            fs::write(site.path().join(path), format!("\u{feff}{text}")).unwrap();
        }
        assert!(!hold(site.path(), which, which).is_empty());
        for (path, text) in texts(site.path()) {
            let text = String::from_utf8(text).unwrap();
            assert!(text.starts_with('\u{feff}') && text.replace("\r\n", "").find(['\r', '\n']).is_none(), "{path:?}");
        }
    }
}

#[test]
fn lines_and_letters_of_other_machines_stay_as_they_are() {
    let site = site("--- content/index.md\n# Home\n\n[a](a.md) [b](b.md)\n--- content/a.md\nx\n--- content/b.md\nx\n");
    fs::write(site.path().join("content/a.md"), "# A\r\r##Part\r\rWords.\r").unwrap();
    // Windows' letters: the file is read, and could not be written back as it was.
    let windows = b"# Caf\xe9\n\n##Part\n\nWords.\n";
    fs::write(site.path().join("content/b.md"), windows).unwrap();
    let said = run(site.path(), &["check", "--fix"]);
    assert_eq!(fs::read(site.path().join("content/a.md")).unwrap(), b"# A\r\r## Part\r\rWords.\r", "{said:?}");
    assert_eq!(fs::read(site.path().join("content/b.md")).unwrap(), windows, "{said:?}");
    assert!(said.stderr.contains("1 problem mended in 1 file"), "{said:?}");
}

#[test]
fn what_may_publish_a_page_is_a_guess() {
    let text = "--- content/index.md\n---\ndraft:false\n---\n# Home\n";
    assert!(hold(site(text).path(), "--fix", "run together").is_empty());
    assert_eq!(hold(site(text).path(), "--fix=all", "run together"), ["front-matter"]);
    let mended = site("--- content/index.md\n# Home\n\n[a](a.md)\n--- content/a.md\n---\npublsh: false\n---\n# A\n");
    assert!(hold(mended.path(), "--fix", "misspelt").is_empty());
}

#[test]
fn a_vault_is_mended_where_it_lies() {
    let site = site(
        "--- site.yaml\ntitle: V\nvault: true\n--- Home.md\n# Home\n\nSee [[Nite cramps#Tretment|words]] and ![[claf.png]].\n--- Night cramps.md\n# Night cramps\n\n## Treatment\n--- calf.png (picture)\n",
    );
    let said = run(site.path(), &["check", "--fix=all"]);
    let text = fs::read_to_string(site.path().join("Home.md")).unwrap();
    assert!(text.contains("See [[Night cramps#Treatment|words]] and ![[calf.png]]."), "{text} {said:?}");
}

#[test]
fn guesses_are_made_only_when_asked_for() {
    let site = site(SLIPS);
    let said = run(site.path(), &["check", "--fix", "--dry-run"]);
    let patch = "-##No space\n+## No space\n";
    assert!(said.stdout.contains("--- a/content/index.md\n+++ b/content/index.md\n"), "{}", said.stdout);
    assert!(said.stdout.contains(patch) && !said.stdout.contains("+### Deep"), "{}", said.stdout);
    assert!(said.stderr.contains("nothing was written"), "{}", said.stderr);
    let said = run(site.path(), &["check", "--fix"]);
    assert!(
        said.stdout.contains("content/index.md:13:3: mended[broken-markup]: This is no heading"),
        "{}",
        said.stdout
    );
    assert!(said.stderr.contains("have a likely mend"), "{}", said.stderr);
    let text = fs::read_to_string(site.path().join("content/index.md")).unwrap();
    assert!(text.contains("[nights](night-cramps.md)"), "only the letters differ: {text}");
    assert!(text.contains("title: Home\nreviewed: 2026-11-23\n") && text.contains("[[Slat]]"), "{text}");
    let said = run(site.path(), &["check", "--fix=all"]);
    let text = fs::read_to_string(site.path().join("content/index.md")).unwrap();
    assert!(
        text.contains("[salt](salt.md#treatment) and [[Salt]]") && text.contains("\n### Deep\n"),
        "{said:?} {text}"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_not_read_stays_so() {
    let site = site("--- content/index.md\n# Home\n\n##Part\n");
    let path = site.path().join("content/index.md");
    crate::common::set_mode(&path, 0o600);
    assert_eq!(run(site.path(), &["check", "--fix"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), "# Home\n\n## Part\n");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn nothing_is_written_over_what_was_saved_meanwhile() {
    use fingerpost::publish::{NewText, replace_all};
    let site = site("--- content/a.md\nold a\n--- content/b.md\nold b\n");
    let revision = |name: &str, before: &str| NewText {
        path: Path::new("content").join(name),
        before: before.to_owned(),
        after: "new\n".to_owned(),
    };
    let texts_of = [revision("a.md", "old a\n"), revision("b.md", "older b\n")];
    let refused = replace_all(site.path(), &texts_of, None).unwrap_err();
    assert!(refused.error.is_none() && refused.path.ends_with("b.md"));
    let now = texts(site.path());
    assert_eq!(now[Path::new("content/a.md")], b"old a\n");
    assert_eq!(now.len(), 3, "nothing is left beside: {now:?}");
    replace_all(site.path(), &[revision("a.md", "old a\n")], None).unwrap();
    assert_eq!(texts(site.path())[Path::new("content/a.md")], b"new\n");
}
