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

/// What is told of an edit after another, and whether a review that fails on less urgent help fails.
fn after(before: impl FnOnce(&std::path::Path), edit: impl FnOnce(&std::path::Path)) -> (String, i32) {
    let repository = edited(|root| {
        before(root);
        super::save(root);
        edit(root);
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
    (said.stdout, said.code)
}

/// The first alarm of a report.
fn first_alarm(said: &str) -> String {
    let lines = said.lines().skip_while(|line| !line.starts_with("> [!"));
    lines.take_while(|line| line.starts_with('>')).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_answer_that_is_no_longer_offered_is_told_first_and_by_its_name() {
    let more = format!("{ANSWERS}\n      maybe: {{say: Maybe, goto: help}}");
    let (said, code) =
        after(|root| super::replace(root, TREE, ANSWERS, &more), |root| super::replace(root, TREE, &more, ANSWERS));
    let wanted = "> [!CAUTION]\n> **“Calf” no longer offers answers that it offered:**\n>\n> - “Maybe” is no longer an answer to “Are you sure?”; it led to **Get help** (emergency)\n> - 1 path has such an answer";
    assert_eq!((first_alarm(&said).as_str(), code), (wanted, 1), "{said}");
    assert!(!said.contains("no longer leads everybody on") && said.matches("Maybe").count() == 2, "{said}");
}

#[test]
fn numbers_in_longer_steps_are_compared_and_those_left_out_are_told() {
    let (said, code) = after(|_| {}, |root| super::replace(root, TREE, "min: 1\n", "min: 1\n    step: 5\n"));
    let wanted = "> [!CAUTION]\n> **“Calf” no longer offers answers that it offered:**\n>\n> - “How far was it?” takes 1 to 26 miles, in steps of 5, and took 1 to 30 miles, in steps of 1\n> - 3 paths have such an answer";
    assert_eq!((first_alarm(&said).as_str(), code), (wanted, 1), "{said}");
    assert!(!said.contains("cannot be compared"), "{said}");
}

#[test]
fn whom_to_call_that_an_outcome_adds_for_fewer_answers() {
    let also = |from: &str| format!("body: Call us., also: [{{when: {{far: \"{from}\"}}, say: Call 111 first.}}]}}");
    let (said, code) = after(
        |root| super::replace(root, TREE, "body: Call us.}", &also("> 22")),
        |root| super::replace(root, TREE, "> 22", "> 25"),
    );
    let wanted = "> [!CAUTION]\n> **“Calf” no longer says to everybody whom to call:**\n>\n> - 1 path to **Call today** (urgent): the same end, without “Call 111 first.”. For example: How far was it? *23 miles*";
    assert_eq!((first_alarm(&said).as_str(), code), (wanted, 1), "{said}");
}

#[test]
fn a_tree_that_begins_elsewhere_says_so_first() {
    let (said, _) = after(|_| {}, |root| super::replace(root, TREE, "questions:\n", "start: sure\nquestions:\n"));
    let wanted = "**“Calf” begins elsewhere:** with “Are you sure?”, and not with “How far was it?”";
    assert!(first_alarm(&said).ends_with(wanted), "{said}");
}

#[test]
fn a_question_of_which_several_answers_could_be_ticked() {
    let any = "ask: Are you sure?\n    kind: any\n";
    let tests = "tests:\n  - {name: Second, answers: {far: 4, sure: \"no\"}, reaches: help}\n";
    let (said, code) = after(
        |root| {
            super::replace(root, TREE, "ask: Are you sure?\n", any);
            super::replace(root, TREE, "tests:\n", tests);
        },
        |root| super::replace(root, TREE, any, "ask: Are you sure?\n"),
    );
    assert_eq!(code, 1, "{said}");
    for wanted in [
        "- “Are you sure?” takes one answer, and took several answers: readers can no longer tick all that fits\n",
        "- 2 tests of “Calf” are written as before, and what they name is not the same: “Second”, “Unsure gets help”\n",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
}

/// A hint decides what a reader answers.
#[test]
fn hints_that_are_others_or_gone() {
    let hint = |words: &str| format!("ask: Are you sure?\n    hint: {words}\n");
    let with = |root: &std::path::Path| {
        super::replace(root, TREE, "ask: Are you sure?\n", &hint("Patches do not count."));
        super::replace(root, TREE, "say: \"No\"", "say: \"No\", hint: It is safer.");
    };
    for (from, to, wanted) in [
        (
            "Patches",
            "Tablets",
            "> - The hint of “Are you sure?” was “Patches do not count.”, is “Tablets do not count.”",
        ),
        (", hint: It is safer.", "", "> - The hint of “Are you sure?”: “No” is gone: “It is safer.”"),
    ] {
        let (said, _) = after(with, |root| super::replace(root, TREE, from, to));
        assert!(first_alarm(&said).starts_with("> [!IMPORTANT]") && first_alarm(&said).contains(wanted), "{said}");
    }
    let (said, code) = after(with, |root| super::replace(root, TREE, "Patches do not count", "Patches count"));
    let wanted = "> - “Calf”, in what leads to “Get help” (emergency): “Patches do not count.” is now “Patches count.”";
    assert!(first_alarm(&said).contains(wanted) && code == 1, "{said}");
}

#[test]
fn a_heading_of_an_outcome_stands_with_its_outcome() {
    let said = told_of(TREE, "      ## Now", "      ## Do nothing yet");
    let wanted = "- The heading “Now” in the outcome “Stay home” (self-care) is now “Do nothing yet”\n";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn a_test_that_cannot_be_read_any_more() {
    let said = told_of(TREE, "answers: {far: 3, sure: \"no\"}", "answers: {nothing: 3}");
    let wanted = "The test “Unsure gets help” of “Calf” is now a test that cannot be read, and was far: 3, sure: no reaches help";
    assert!(said.contains(wanted), "{said}");
}
