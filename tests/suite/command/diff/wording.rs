//! Words of trees: a reader knows nothing else of them, so other words can lead elsewhere though no id and no `goto` changed.

use super::{edited, json, told, told_of};
use crate::common::run;

const TREE: &str = "content/calf.tree.yaml";
const ANSWERS: &str = "\"yes\": {say: \"Yes\", goto: home}\n      \"no\": {say: \"No\", goto: help}";

/// Whoever says "No" is still unsure, and is now sent home.
#[test]
fn the_words_of_two_answers_exchanged_lead_their_readers_elsewhere() {
    let exchanged = "\"yes\": {say: \"No\", goto: home}\n      \"no\": {say: \"Yes\", goto: help}";
    let said = told_of(TREE, ANSWERS, exchanged);
    let first = said.lines().position(|line| line == "> [!CAUTION]").expect("an alarm");
    let alarm = said.lines().nth(first + 1).unwrap_or_default();
    assert!(alarm.contains("“Calf” is now less urgent on 1 path"), "{said}");
    for wanted in [
        "1 path: from **Get help** (emergency) to **Stay home** (self-care). For example: How far was it? *1 miles* · Are you sure? *No*",
        "> **“Calf” has words in the place of others:** Readers go by the words; rules and tests go by the ids, and notice nothing.",
        "“Are you sure?”: the answer “No” stands now where “Yes” stood; leads to **Stay home** (self-care); these words led to **Get help** (emergency)",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    let repository = edited(|root| super::replace(root, TREE, ANSWERS, exchanged));
    let failed = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
    assert_eq!(failed.code, 1);
    let tree = &json(repository.path(), "HEAD~1", "HEAD")["trees"][0];
    assert_eq!((&tree["less_urgent"], &tree["more_urgent"]), (&"1".into(), &"1".into()), "{tree:#}");
    // Where the ids went with the words, nobody is led elsewhere.
    let said = told_of(TREE, ANSWERS, "\"no\": {say: \"Yes\", goto: home}\n      \"yes\": {say: \"No\", goto: help}");
    assert!(!said.contains("less urgent") && !said.contains("words in the place"), "{said}");
}

#[test]
fn the_words_of_questions_and_outcomes_exchanged_are_told_as_that() {
    let said = told(|root| {
        super::replace(root, TREE, "title: Stay home", "title: Get");
        super::replace(root, TREE, "title: Get help", "title: Stay home");
        super::replace(root, TREE, "title: Get\n", "title: Get help\n");
    });
    for wanted in [
        "> [!CAUTION]\n> **“Calf” has words in the place of others:**",
        "The outcome “Get help” stands now where “Stay home” stood (self-care; by these words it was emergency)",
        "from **Get help** (emergency) to **Stay home** (emergency)",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    let said = told_of(TREE, ANSWERS, "\"yes\": {say: \"No\", goto: home}\n      \"no\": {say: \"No\", goto: help}");
    assert!(said.contains("the answer “No” stands now where “Yes” stood"), "{said}");
}

#[test]
fn other_words_of_a_question_or_an_answer_are_told_high_with_where_they_lead() {
    let cases = [
        (
            "ask: Are you sure?",
            "ask: Are you unsure?",
            "> - The question “Are you unsure?” was “Are you sure?”; “Yes” leads to **Stay home** (self-care), “No” leads to **Get help** (emergency)",
        ),
        (
            "say: \"No\"",
            "say: \"No, not at all\"",
            "> - “Are you sure?”: the answer “No, not at all” was “No”; leads to **Get help** (emergency)",
        ),
        ("title: Call today", "title: Call soon", "> - The outcome “Call soon” was “Call today” (urgent)"),
        (
            "ask: How far was it?",
            "ask: How far will it be?",
            "The question “How far will it be?” was “How far was it?”; “1 to 20 miles” leads to the question “Are you sure?”, “21 to 30 miles” leads to **Call today** (urgent)",
        ),
    ];
    for (from, to, wanted) in cases {
        let said = told_of(TREE, from, to);
        assert!(said.contains("> [!IMPORTANT]\n> **“Calf” is worded otherwise.**"), "{said}");
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
}

/// A tree has many pages: a sentence of it means nothing without its question or outcome.
#[test]
fn sentences_of_a_tree_stand_under_their_question_or_outcome() {
    let said = told_of(TREE, "Rest. Read on.", "Rest.");
    assert!(said.contains("@@ In the outcome “Stay home” (self-care) @@\n- Read on.\n"), "{said}");
    let same = "    also:\n      - {say: Ask a friend.}\n";
    let repository = edited(|root| {
        super::replace(root, TREE, "body: Call us.}", "body: Call us., also: [{say: Ask a friend.}]}");
        super::replace(root, TREE, "    read: [cramps/now.md]\n", &format!("    read: [cramps/now.md]\n{same}"));
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert_eq!(said.matches("+ Ask a friend.").count(), 1, "{said}");
    let wanted = "@@ In the outcome “Stay home” (self-care), in the outcome “Call today” (urgent) @@\n+ Ask a friend.";
    assert!(said.contains(wanted), "{said}");
    let said = told_of(TREE, ANSWERS, "\"no\": {say: \"No\", goto: help}\n      \"yes\": {say: \"Yes\", goto: home}");
    assert!(said.contains("stands now behind “"), "{said}");
    assert!(!said.contains("words more") && !said.contains("word more"), "{said}");
}

/// What leads to another tree ends there, as urgent as that tree may be.
#[test]
fn what_leads_to_another_tree_may_be_less_urgent() {
    let other = |level: &str| {
        format!(
            "title: Pace\nlevels: [self-care, urgent, emergency]\nquestions:\n  q:\n    ask: Fast?\n    options:\n      \"yes\": {{say: \"Yes\", goto: a}}\n      \"no\": {{say: \"No\", goto: a}}\noutcomes:\n  a: {{title: A, level: {level}, body: Run.}}\n"
        )
    };
    let to_other = "\"no\": {say: \"No\", goto: \"tree:pace\"}";
    let to_help = "\"no\": {say: \"No\", goto: help}";
    for (level, is_told) in [("self-care", true), ("emergency", false)] {
        let repository = edited(|root| {
            super::write(root, "content/pace.tree.yaml", other(level));
            super::git(root, "2026-11-01", &["add", "-A"]);
            super::git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
            super::replace(root, TREE, to_help, to_other);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        assert_eq!(said.code, i32::from(is_told), "{}", said.stdout);
        let wanted = "> **“Calf” leads from or to another tree, and nobody can tell whether that is as urgent:**\n>\n> - 1 path: from **Get help** (emergency) to the tree pace";
        assert_eq!(said.stdout.contains(wanted), is_told, "{}", said.stdout);
        // A tree that has moved is the tree it was.
        let moved = edited(|root| {
            super::write(root, "content/pace.tree.yaml", other(level));
            super::replace(root, TREE, to_help, to_other);
            super::git(root, "2026-11-01", &["add", "-A"]);
            super::git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
            std::fs::rename(root.join("content/pace.tree.yaml"), root.join("content/cramps/pace.tree.yaml")).unwrap();
            super::replace(root, TREE, "tree:pace", "tree:cramps/pace");
        });
        let said = run(moved.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert!(!said.contains("[!CAUTION]"), "{said}");
    }
}

/// Where nobody can tell any more how urgent an end is, the review can be made to fail as for what is less urgent.
#[test]
fn what_nobody_can_tell_fails_like_what_is_less_urgent() {
    for (from, to) in [
        ("levels: [self-care, urgent, emergency]", "levels: [self-care, emergency, urgent]"),
        ("unit: miles", "unit: km"),
        ("questions:\n  far", "questions: [\n  far"),
    ] {
        let repository = edited(|root| super::replace(root, TREE, from, to));
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        assert_eq!(said.code, 1, "{from}: {}", said.stdout);
    }
}

/// Advice that is added for fewer answers is gone for the others.
#[test]
fn what_is_no_longer_added_to_an_outcome_is_named() {
    let also = |answers: &str| format!("body: Call us., also: [{{when: {{far: \"{answers}\"}}, say: Take water.}}]}}");
    let repository = edited(|root| {
        super::replace(root, TREE, "body: Call us.}", &also("> 22"));
        super::git(root, "2026-11-01", &["add", "-A"]);
        super::git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        super::replace(root, TREE, "> 22", "> 25");
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("to **Call today** (urgent): the same end, without “Take water.”"), "{said}");
}

/// An id is no words: where only that is another, the outcome is told to be elsewhere, and its tree is no riddle.
#[test]
fn an_outcome_that_has_another_id() {
    let renamed = |root: &std::path::Path| {
        let text = std::fs::read_to_string(root.join(TREE)).unwrap();
        let text = text.replace("goto: help", "goto: aid").replace("  help:\n", "  aid:\n");
        let text = text.replace("reaches: help", "reaches: aid").replace("outcome: help", "outcome: aid");
        std::fs::write(root.join(TREE), text).unwrap();
    };
    let said = told(renamed);
    assert!(said.contains("- `/calf/help/` (Get help) is now at `/calf/aid/`"), "{said}");
    assert!(!said.contains("### Not told") && !said.contains("[!CAUTION]"), "{said}");
    let said = told(|root| {
        let text = std::fs::read_to_string(root.join(TREE)).unwrap();
        let text = text.replace("goto: sure", "goto: certain").replace("  sure:\n", "  certain:\n");
        std::fs::write(root.join(TREE), text.replace("sure: \"no\"", "certain: \"no\"")).unwrap();
    });
    assert!(said.contains("- `/calf/sure/` (Are you sure?) is now at `/calf/certain/`"), "{said}");
    assert!(!said.contains("### Not told"), "{said}");
}
