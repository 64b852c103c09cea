//! Which two versions are meant: another folder, a branch that went on, a clone without its history.

use super::{edited, replace, save, told};
use crate::common::{folder, git, run, site, write};
use std::fs;
use tempfile::TempDir;

/// A repository without a site at its top is no site in which nothing changed.
#[test]
fn a_folder_without_a_site_in_either_version_is_told_with_the_one_that_has() {
    let repository = folder();
    let root = repository.path();
    git(root, "2026-11-01", &["init", "-q"]);
    write(root, "docs/site/site.yaml", "title: A\n");
    write(root, "docs/site/content/index.md", "# Home\n");
    save(root);
    write(root, "docs/site/content/index.md", "# Home now\n");
    save(root);
    let said = run(root, &["diff", "HEAD~1", "HEAD"]);
    assert_eq!(said.code, 2, "{}", said.stdout);
    assert!(said.stderr.contains("There is one in `docs/site`: add `--root docs/site`."), "{}", said.stderr);
    let said = run(root, &["diff", "HEAD~1", "HEAD", "--root", "docs/site"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    // A site that is new is compared with nothing.
    git(root, "2026-11-01", &["mv", "docs/site/content", "content"]);
    save(root);
    let said = run(root, &["diff", "HEAD~1", "HEAD"]);
    assert!(said.code == 0 && said.stdout.contains("1 page is new"), "{}{}", said.stdout, said.stderr);
    let said = run(root, &["diff", "HEAD~2", "HEAD", "--root", "content"]);
    assert!(said.code == 2 && said.stderr.contains("git worktree add"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn a_clone_without_its_history_says_so() {
    let whole = edited(|root| replace(root, "content/sleep.md", "Sleep well.", "Sleep."));
    let clone = folder();
    let from = format!("file://{}", whole.path().display());
    git(clone.path(), "2026-11-01", &["clone", "-q", "--depth", "1", &from, "."]);
    let said = run(clone.path(), &["diff", "HEAD~1", "HEAD"]);
    assert!(said.code == 2 && said.stderr.contains("`fetch-depth: 0`"), "{}", said.stderr);
    let said = run(whole.path(), &["diff", "no-such", "HEAD"]);
    assert!(said.code == 2 && !said.stderr.contains("fetch-depth"), "{}", said.stderr);
}

/// `A...B` is what B alone changed, and `A..B` both as they are; a side that is left out is `HEAD`.
#[test]
fn versions_are_named_with_dots_as_git_names_them() {
    let repository = edited(|root| {
        git(root, "2026-11-01", &["branch", "mine"]);
        replace(root, "content/sleep.md", "Sleep well.", "Sleep long.");
    });
    let root = repository.path();
    git(root, "2026-11-01", &["checkout", "-q", "mine"]);
    replace(root, "content/cramps/now.md", "Let it go.", "Let go.");
    save(root);
    for dots in ["main...mine", "main...", "main...HEAD"] {
        let said = run(root, &["diff", dots]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(said.stdout.contains("Let go.") && !said.stdout.contains("Sleep"), "{dots}: {}", said.stdout);
        assert!(!said.stdout.contains("went on after"), "{}", said.stdout);
    }
    let said = run(root, &["diff", "main..mine"]).stdout;
    assert_eq!(said, run(root, &["diff", "main", "mine"]).stdout);
    assert_eq!(run(root, &["diff", "main.."]).stdout, run(root, &["diff", "main", "HEAD"]).stdout);
    for (wrong, wanted) in
        [("main", "`fingerpost diff main...HEAD`"), ("main...no-such", "`no-such` is no git revision")]
    {
        let said = run(root, &["diff", wrong]);
        assert!(said.code == 2 && said.stderr.contains(wanted), "{wrong}: {}", said.stderr);
    }
}

/// What the main branch gained meanwhile reads as taken back, and is not the other's doing.
#[test]
fn a_branch_that_went_on_is_told() {
    let repository = edited(|root| {
        git(root, "2026-11-01", &["branch", "mine"]);
        replace(root, "content/sleep.md", "Sleep well.", "Sleep long.");
    });
    let root = repository.path();
    git(root, "2026-11-01", &["checkout", "-q", "mine"]);
    replace(root, "content/cramps/now.md", "Let it go.", "Let go.");
    save(root);
    let said = run(root, &["diff", "main", "mine"]).stdout;
    let fork = git(root, "2026-11-01", &["merge-base", "main", "mine"]);
    let wanted = format!("`fingerpost diff {} mine`", &fork.trim()[..12]);
    assert!(said.contains("“main” went on after “mine” began at ") && said.contains(&wanted), "{said}");
    let said = run(root, &["diff", "main~1", "mine"]).stdout;
    assert!(!said.contains("went on"), "{said}");
}

/// What checks the site is no part of it, and decides whether its guards are asked at all.
#[test]
fn workflows_are_named() {
    let said = told(|root| write(root, ".github/workflows/check.yml", "jobs: {}\n"));
    assert!(said.contains("### Guards changed\n\n- `.github/workflows/check.yml` is another, by which"), "{said}");
    let said = told(|root| fs::write(root.join("README.md"), "x").unwrap());
    assert!(said.contains("Nothing: "), "{said}");
}

/// A paragraph that is wrapped elsewhere, or line ends of another system, are no change on a page with code either; in the code
/// each space is.
#[test]
fn line_breaks_beside_code_are_no_change() {
    let page =
        |words: &str, code: &str| site(&format!("--- content/index.md\n# Home\n\n{words}\n\n```\na\n{code}b\n```\n"));
    let said = |old: &TempDir, new: &TempDir| super::compare(old.path(), new.path()).stdout;
    let old = page("Stop and stretch.", "  ");
    assert!(
        said(&old, &page("Stop and\nstretch.", "  "))
            .contains("Nothing that a reader sees: 1 page with other line breaks")
    );
    assert!(said(&old, &page("Stop and stretch.", "   ")).contains("1 page differs in a way that is not told"));
    let other = page("Stop and stretch.", "  ");
    let text = fs::read_to_string(old.path().join("content/index.md")).unwrap();
    fs::write(other.path().join("content/index.md"), text.replace('\n', "\r\n")).unwrap();
    assert!(said(&old, &other).contains("Nothing: "));
}
