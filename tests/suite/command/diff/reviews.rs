//! Who is said to have reviewed a page, and whether that still is so.

use super::{edited, json, replace, told_of};

const NOW: &str = "content/cramps/now.md";
const TREE: &str = "content/calf.tree.yaml";
const STILL: &str = "**1 page changed, under a review that stands as it was.** Readers take it that this person has read what it says now.";

/// The words of a page that names its reviewer change: the name now stands under words that nobody may have read.
#[test]
fn words_that_change_under_a_review_are_told_first() {
    let said = told_of(NOW, "Stop and stretch.", "It can wait.");
    let wanted = format!("> [!IMPORTANT]\n> {STILL}\n>\n> - “Cramp now”: reviewed by “A. Physio” on 2026-01-10\n");
    assert!(said.contains(&wanted), "{said}");
    assert!(said.contains("1 page changed under a review that stands as it was"), "{said}");
    // Of a tree too, whether it is its words or where they lead.
    for (from, to) in [("Rest. Read on.", "Run on."), ("{say: \"No\", goto: help}", "{say: \"No\", goto: home}")] {
        let repository = edited(|root| {
            replace(root, TREE, "title: Calf\n", "title: Calf\nreviewed: 2026-02-01\nreviewer: B. Nurse\n");
            super::save(root);
            replace(root, TREE, from, to);
        });
        let value = json(repository.path(), "HEAD~1", "HEAD");
        assert_eq!(value["still_reviewed"][0]["reviewer"], "B. Nurse", "{value:#}");
        assert_eq!(value["totals"]["still_reviewed"], 1);
    }
    // Nor a page that names nobody, a new review, or what is only said of the page.
    for (path, from, to) in [
        ("content/sleep.md", "Sleep well.", "Sleep."),
        (
            NOW,
            "reviewed: 2026-01-10\nreviewer: A. Physio\nnext_review: 2027-01-10\n---\n# Cramp now\n\nStop",
            "reviewed: 2026-11-01\nreviewer: A. Physio\n---\n# Cramp now\n\nHalt",
        ),
        (NOW, "tags: [cramp]", "tags: [calf]"),
    ] {
        let said = told_of(path, from, to);
        assert!(!said.contains("under a review"), "{to}: {said}");
    }
}

/// Whether somebody has read it is asked where somebody is said to have, and nowhere else.
#[test]
fn a_review_is_new_gone_or_due_on_another_day() {
    let asked = "Is it true that this person has read it?";
    for (from, to) in [("reviewer: A. Physio", "reviewer: B. Nurse"), ("reviewed: 2026-01-10", "reviewed: 2026-11-01")]
    {
        let said = told_of(NOW, from, to);
        assert!(said.contains(&format!("> **1 page has a new review.** {asked}")), "{said}");
    }
    let said = told_of("content/sleep.md", "# Sleep", "---\nreviewed: 2026-11-01\n---\n# Sleep");
    assert!(said.contains(&format!("> **1 page has a new review.** {asked}")), "{said}");
    for gone in ["reviewed: 2026-01-10\nreviewer: A. Physio\nnext_review: 2027-01-10\n", "reviewer: A. Physio\n"] {
        let said = told_of(NOW, gone, "");
        assert!(said.contains("> **1 page no longer says who has reviewed it.**") && !said.contains(asked), "{said}");
    }
    let said = told_of(NOW, "next_review: 2027-01-10", "next_review: 2026-12-01");
    assert!(
        said.contains("> **1 page is due for its next review on another day.**") && !said.contains(asked),
        "{said}"
    );
}
