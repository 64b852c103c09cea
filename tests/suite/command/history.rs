//! What git knows of a text, and what the calendar says: shown where it is true, and nowhere else.
use crate::common::{git, run, write};
use fingerpost::load::{self, FileCache};
use std::fs;
use std::path::Path;

const SITE: &str = "--- site.yaml
title: A site
base_url: https://a.example/
review_after: 12
--- content/index.md
# Home
--- content/one.md
---
title: One
reviewed: 2024-03-01
reviewer: A. Clinician
---

One. See [two](Two words.md).
--- content/Two words.md
---
title: Two
reviewed: 2024-03-01
next_review: 2030-01-02
---

Two. See [one](one.md).
";

/// A repository whose site lies in a folder of it: written on 2 March 2024, and its page One edited on 5 April.
fn repository() -> tempfile::TempDir {
    let folder = crate::common::folder();
    let site = folder.path().join("help");
    crate::common::write_site(&site, SITE);
    git(folder.path(), "2024-03-02", &["init", "-q"]);
    git(folder.path(), "2024-03-02", &["add", "."]);
    git(folder.path(), "2024-03-02", &["commit", "-qm", "Begun"]);
    let one = fs::read_to_string(site.join("content/one.md")).unwrap();
    fs::write(site.join("content/one.md"), format!("{one}\nMore.\n")).unwrap();
    git(folder.path(), "2024-04-05", &["commit", "-qam", "More"]);
    folder
}

fn clone(repository: &Path, more: &[&str]) -> tempfile::TempDir {
    let folder = crate::common::folder();
    let from = format!("file://{}", repository.display());
    git(folder.path(), "2025-01-01", &[&["clone", "-q"], more, &[&from, "."]].concat());
    folder
}

/// The text of a page of the site in a repository, built as if it were that day.
fn page(repository: &Path, name: &str, today: &str) -> String {
    let root = repository.join("help");
    let said = crate::common::run(&root, &["build", "--today", today]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    fs::read_to_string(root.join(format!("public/{name}/index.html"))).unwrap()
}

#[test]
fn the_last_change_is_told_and_whether_it_came_after_the_review() {
    let folder = repository();
    let one = page(folder.path(), "one", "2024-05-01");
    assert!(one.contains("Last changed on 5 April 2024."), "{one}");
    assert!(one.contains("It was edited since its review."), "{one}");
    assert!(one.contains("Reviewed on 1 March 2024 by A. Clinician. Next review due 1 March 2025."), "{one}");
    let two = page(folder.path(), "two-words", "2024-05-01");
    assert!(two.contains("Last changed on 2 March 2024."), "{two}");
    assert!(!two.contains("edited since"), "it was put down with its review: {two}");
    assert!(two.contains("Next review due 2 January 2030."), "{two}");
    let map = fs::read_to_string(folder.path().join("help/public/sitemap.xml")).unwrap();
    assert!(map.contains("<lastmod>2024-04-05</lastmod>"), "{map}");
}

#[test]
fn a_review_put_down_again_counts_from_then_on() {
    let folder = repository();
    let file = folder.path().join("help/content/one.md");
    let text = fs::read_to_string(&file).unwrap().replace("2024-03-01", "2024-04-20");
    fs::write(&file, text).unwrap();
    git(folder.path(), "2024-04-21", &["commit", "-qam", "Reviewed"]);
    assert!(!page(folder.path(), "one", "2024-05-01").contains("edited since"));
}

#[test]
fn of_a_text_that_is_not_as_it_was_committed_nothing_is_told() {
    let folder = repository();
    let file = folder.path().join("help/content/one.md");
    fs::write(&file, fs::read_to_string(&file).unwrap() + "\nNot yet.\n").unwrap();
    let one = page(folder.path(), "one", "2024-05-01");
    assert!(!one.contains("Last changed") && !one.contains("edited since"), "{one}");
    assert!(page(folder.path(), "two-words", "2024-05-01").contains("Last changed on 2 March 2024."));
}

#[test]
fn a_shallow_clone_tells_nothing_and_whole_clones_tell_the_same() {
    let folder = repository();
    let shallow = clone(folder.path(), &["--depth", "1"]);
    assert!(!page(shallow.path(), "one", "2024-05-01").contains("Last changed"));
    let published = [clone(folder.path(), &[]), clone(folder.path(), &[])].map(|clone| {
        page(clone.path(), "one", "2024-05-01");
        crate::common::files(&clone.path().join("help/public"))
    });
    assert!(published[0] == published[1]);
    fs::remove_dir_all(shallow.path().join(".git")).unwrap();
    assert!(!page(shallow.path(), "one", "2024-05-01").contains("Last changed"), "without git nothing is told");
}

#[test]
fn a_review_is_overdue_from_the_day_after_it_was_due() {
    let folder = repository();
    let told = |today| {
        crate::common::run(&folder.path().join("help"), &["check", "--today", today, "--format", "short"]).stdout
    };
    assert!(!told("2025-03-01").contains("review-overdue"));
    let said = told("2025-03-02");
    assert_eq!(said.matches("review-overdue").count(), 1, "{said}");
    assert!(
        said.starts_with(
            "content/one.md:3:11: warning[review-overdue]: This page was due a new review on 1 March 2025"
        ),
        "{said}"
    );
    assert!(page(folder.path(), "one", "2025-03-02").contains("A new review was due on 1 March 2025."));
}

#[test]
fn git_is_not_asked_again_before_there_is_a_new_commit() {
    let folder = repository();
    let root = folder.path().join("help");
    let mut known = FileCache::default();
    let mut day = || {
        let (inputs, _) = load::reload(&root, &mut known).unwrap();
        inputs.changes.get("content/Two words.md").map(|change| change.day.to_string())
    };
    assert_eq!(day().as_deref(), Some("2024-03-02"));
    // A repository that could not answer.
    fs::rename(folder.path().join(".git/objects"), folder.path().join("objects")).unwrap();
    fs::write(root.join("content/new.md"), "# New\n").unwrap();
    assert_eq!(day().as_deref(), Some("2024-03-02"));
    fs::rename(folder.path().join("objects"), folder.path().join(".git/objects")).unwrap();
    fs::write(root.join("content/Two words.md"), "# Two\n").unwrap();
    git(folder.path(), "2024-06-07", &["commit", "-qam", "Shorter"]);
    assert_eq!(day().as_deref(), Some("2024-06-07"));
}

/// A code host knows a file by its path from the top of the repository, and by a branch that is there.
#[test]
fn what_is_edited_lies_where_the_repository_has_it() {
    for (folder, branch, wanted) in [
        ("", "main", "edit/main/content/index.md"),
        ("", "master", "edit/master/content/index.md"),
        ("web/help", "main", "edit/main/web/help/content/index.md"),
        ("web/help", "trunk", "edit/main/web/help/content/index.md"),
    ] {
        let top = crate::common::folder();
        let root = top.path().join(folder);
        write(&root, "site.yaml", "title: T\nrepository: https://github.com/a/b\n");
        write(&root, "content/index.md", "---\nreviewed: 2020-01-01\nnext_review: 2021-01-01\n---\n# Home\n");
        git(top.path(), "2026-01-01", &["init", "--quiet", &format!("--initial-branch={branch}")]);
        git(top.path(), "2026-01-01", &["add", "--all"]);
        git(top.path(), "2026-01-01", &["commit", "--quiet", "--message", "x"]);
        git(top.path(), "2026-01-02", &["switch", "--quiet", "--create", "fix"]);
        assert_eq!(run(&root, &["build"]).code, 0);
        let page = std::fs::read_to_string(root.join("public/index.html")).unwrap();
        assert!(page.contains(&format!("\"https://github.com/a/b/{wanted}\"")), "{folder} {branch}: {page}");
        let due = run(&root, &["report", "--today", "2026-11-30"]).stdout;
        assert!(due.contains(&format!("(https://github.com/a/b/{wanted})")), "{due}");
        // No page differs for it from one that is read out of git.
        write(
            &root,
            "content/index.md",
            "---\nreviewed: 2020-01-01\nnext_review: 2021-01-01\n---\n# Home\n\nA word.\n",
        );
        let said = run(&root, &["diff", "HEAD", "."]).stdout;
        assert!(said.contains("A word") && !said.contains("differ"), "{said}");
    }
}
