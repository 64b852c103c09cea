//! What one version cannot read: the cause is told, and nothing that only follows from it.

use super::{edited, save, told, told_of};
use crate::common::run;
use std::fs;

const NOW: &str = "content/cramps/now.md";
const TREE: &str = "content/calf.tree.yaml";
const REFERENCES: &str = "content/references.yaml";
const GLOSSARY: &str = "content/glossary.yaml";

/// What is told of everything but the file itself.
fn followers(said: &str) -> String {
    assert!(said.contains("> [!WARNING]\n> **1 changed file cannot be read.**"), "{said}");
    let first = said.lines().find(|line| line.starts_with("> **")).unwrap_or_default();
    assert!(first.contains("1 changed file cannot be read"), "the cause is not told first: {said}");
    said.split("\n### ").skip(1).collect()
}

#[test]
fn a_shared_file_that_cannot_be_read_changes_no_page() {
    let broken = [
        (REFERENCES, "nhs: {title: Cramp", "nhs: {title: Cramp: x"),
        (GLOSSARY, "term: Stitch", "term: Stitch: x"),
        (TREE, "questions:\n", "questions: [\n"),
        (NOW, "tags: [cramp]", "tags: [cramp"),
        ("site.yaml", "title: A club", "title: [A club"),
    ];
    for (path, from, to) in broken {
        let said = told_of(path, from, to);
        assert_eq!(followers(&said), "", "{path}: {said}");
        assert!(said.contains("\n1 changed file cannot be read, ") && said.contains("may hide more"), "{path}: {said}");
        // Nor where it is mended.
        let repository = edited(|root| {
            super::replace(root, path, from, to);
            save(root);
            super::replace(root, path, to, from);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert_eq!(followers(&said), "", "{path}: {said}");
    }
}

#[test]
fn values_that_cannot_be_read_change_no_page() {
    let [data, good, broken] = ["content/data.yaml", "club: {phone: \"01 23\"}\n", "club: {phone: \"01 23\"\n"];
    let repository = edited(|root| {
        fs::write(root.join(data), good).unwrap();
        super::replace(root, NOW, "Stop and stretch.", "Stop and stretch. Ring us: [[=club.phone]].");
        save(root);
        fs::write(root.join(data), broken).unwrap();
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert_eq!(followers(&said), "", "{said}");
}

#[test]
fn what_changed_beside_it_is_told() {
    let said = told(|root| {
        super::replace(root, NOW, "tags: [cramp]", "tags: [cramp");
        super::replace(root, NOW, "Stop and stretch.", "Walk on.");
        super::replace(root, "content/sleep.md", "Sleep well.", "Sleep long.");
        super::replace(root, GLOSSARY, "term: Stitch", "term: Stitch: x");
    });
    assert!(said.contains("> **2 changed files cannot be read.**"), "{said}");
    assert!(said.contains("- Stop and stretch.\n+ Walk on.") && said.contains("+ Sleep long."), "{said}");
    assert!(!said.contains("Words of the glossary") && !said.contains("New pages"), "{said}");
}

#[test]
fn marks_of_a_merge_are_no_words() {
    let said = told_of(NOW, "## First", "<<<<<<< HEAD\n## First\n=======\n## At first\n>>>>>>> other");
    assert!(!said.contains("HEAD") || !said.contains("The heading"), "{said}");
    assert_eq!(followers(&said), "", "{said}");
    // A file in another encoding, and one that is new, too.
    let said = told(|root| fs::write(root.join("content/sleep.md"), b"# Sleep\n\nSleep w\xE9ll.\n").unwrap());
    assert_eq!(followers(&said), "", "{said}");
}
