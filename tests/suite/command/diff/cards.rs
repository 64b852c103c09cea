//! Care cards that guide less than they did, in whatever way: each as one commit, told first.

use super::{edited, told, told_of};
use crate::common::{git, run};
use std::fs;
use std::path::Path;

const NOW: &str = "content/cramps/now.md";
const CARD: &str = "> [!EMERGENCY] Call now if you faint\n>\n> - You faint.\n";
const FIRST: &str = "> [!CAUTION]\n> **Care cards of “Cramp now” are milder, say less or are gone:**\n>\n> - ";

/// What is told of an edit of the site after another one.
fn after(before: impl FnOnce(&Path), edit: impl FnOnce(&Path)) -> String {
    let repository = edited(|root| {
        before(root);
        git(root, "2026-11-01", &["add", "-A"]);
        git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        edit(root);
    });
    run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout
}

#[test]
fn a_card_that_says_less() {
    let long = "> - You faint.\n> - Your chest hurts for more than 10 minutes.\n> - Call 999 or the coach.\n";
    let longer = |root: &Path| super::replace(root, NOW, "> - You faint.\n", long);
    for (from, to, wanted) in [
        (
            "> - Your chest hurts for more than 10 minutes.\n",
            "",
            "“Your chest hurts for more than 10 minutes.” is gone",
        ),
        ("Call 999 or the coach", "Call the coach", "“Call 999 or the coach.” is now “Call the coach.”"),
    ] {
        let said = after(longer, |root| super::replace(root, NOW, from, to));
        let wanted = format!("{FIRST}The care card “Call now if you faint” (emergency) says less: {wanted}");
        assert!(said.contains(&wanted), "{wanted} in\n{said}");
        assert!(said.contains("1 care card is milder, says less or is gone"), "{said}");
    }
    let said = after(longer, |root| super::replace(root, NOW, "hurts for more", "aches for more"));
    let wanted = "> [!IMPORTANT]\n> **Care cards of “Cramp now” are worded otherwise.**";
    assert!(said.contains(wanted) && !said.contains("[!CAUTION]"), "{said}");
    // A card that says more is no alarm.
    let said = told(longer);
    assert!(!said.contains("[!CAUTION]") && !said.contains("Care cards"), "{said}");
}

/// One sign of a card is another, and nobody can tell what that means for whom.
#[test]
fn a_number_or_a_not_within_a_card_fails_a_review() {
    let long = "> - You faint.\n> - Hardly any urine for 8 hours or more.\n> - Do not massage it. Rest.\n> - Call a doctor or the coach.\n";
    for (from, to, wanted) in [
        (
            "8 hours",
            "18 hours",
            "“Hardly any urine for 8 hours or more.” is now “Hardly any urine for 18 hours or more.”",
        ),
        ("Do not massage it. Rest", "Massage it. Rest", "“Do not massage it. Rest.” is now “Massage it. Rest.”"),
        ("doctor or the", "doctor and the", "“Call a doctor or the coach.” is now “Call a doctor and the coach.”"),
    ] {
        let repository = edited(|root| {
            super::replace(root, NOW, "> - You faint.\n", long);
            super::save(root);
            super::replace(root, NOW, from, to);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        let wanted = format!(
            "> [!CAUTION]\n> **Care cards of “Cramp now” have another number, “not”, “or” or bound.** Nobody but a reader can tell \
             whether they still send the same people for help, as soon.\n>\n> - The care card “Call now if you faint” (emergency): {wanted}"
        );
        assert!(said.stdout.contains(&wanted), "{wanted} in\n{}", said.stdout);
        assert!(
            said.stdout.contains("1 care card is milder, says less or is gone, or nobody can tell"),
            "{}",
            said.stdout
        );
        assert_eq!(said.code, 1, "{to}");
    }
}

/// The same of what an urgent outcome says, and of the answers that lead there.
#[test]
fn a_number_or_a_not_where_help_is_urgent_fails_a_review() {
    let tree = "content/calf.tree.yaml";
    let urgent = "body: Call us within 2 hours. Read more.}";
    let head = "> [!CAUTION]\n> **Where help is urgent, a number, a “not”, an “or” or a bound is another.** Nobody but a reader can \
                tell whether it still sends the same people for help, as soon.\n>\n> - “Calf”, in ";
    for (from, to, wanted) in [
        (
            "2 hours",
            "12 hours",
            "the outcome “Call today” (urgent): “Call us within 2 hours.” is now “Call us within 12 hours.”",
        ),
        (
            "say: \"No, for 8 hours\"",
            "say: \"No, for 18 hours\"",
            "what leads to “Get help” (emergency): “No, for 8 hours” is now “No, for 18 hours”",
        ),
    ] {
        let repository = edited(|root| {
            super::replace(root, tree, "body: Call us.}", urgent);
            super::replace(root, tree, "say: \"No\"", "say: \"No, for 8 hours\"");
            super::save(root);
            super::replace(root, tree, from, to);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        assert!(said.stdout.contains(&format!("{head}{wanted}")), "{wanted} in\n{}", said.stdout);
        assert_eq!(said.code, 1, "{to}");
    }
    // A source, and what nobody needs help for today, are no such thing.
    for (from, to) in [
        ("body: Call us.}", "body: \"Call us [@nhs].\"}"),
        ("Rest. Read on.", "Rest for 3 days. Read on."),
        ("say: \"Yes\"", "say: \"Yes, for 8 hours\""),
    ] {
        let repository = edited(|root| super::replace(root, tree, from, to));
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        assert_eq!((said.code, said.stdout.contains("[!CAUTION]")), (0, false), "{to}: {}", said.stdout);
    }
}

#[test]
fn a_card_that_is_seen_only_after_a_tap() {
    let folded = format!("<details>\n<summary>More</summary>\n\n{CARD}\n</details>\n");
    let said = told_of(NOW, CARD, &folded);
    let wanted = "The care card “Call now if you faint” (emergency) is folded away, and seen only after a tap";
    assert!(said.contains(&format!("{FIRST}{wanted}")), "{said}");
    let nested = "> [!note]- More\n>\n> > [!EMERGENCY] Call now if you faint\n> >\n> > - You faint.\n";
    let said = told_of(NOW, CARD, nested);
    assert!(said.contains(&format!("{FIRST}{wanted}")), "{said}");
    let said = told_of(NOW, CARD, &format!("<!--\n{CARD}-->\n"));
    assert!(
        said.contains(&format!("{FIRST}The care card “Call now if you faint” is gone; it was emergency")),
        "{said}"
    );
    let open = folded.replace("<details>", "<details open>");
    let said = told_of(NOW, CARD, &open);
    assert!(!said.contains("[!CAUTION]"), "{said}");
}

#[test]
fn a_card_that_stands_further_down() {
    let said = told(|root| {
        super::replace(root, NOW, CARD, "");
        let text = fs::read_to_string(root.join(NOW)).unwrap();
        fs::write(root.join(NOW), format!("{text}\n{CARD}")).unwrap();
    });
    let wanted =
        "The care card “Call now if you faint” (emergency) stands further down, below 2 lines that stood below it";
    assert!(said.contains(&format!("{FIRST}{wanted}")), "{said}");
    // What is put above it pushes it down, and is told as what it is.
    let said = told_of(NOW, "## First", "Think of England.\n\n## First");
    assert!(!said.contains("[!CAUTION]"), "{said}");
}

#[test]
fn a_card_that_is_gone_with_its_page() {
    let said = told(|root| fs::remove_file(root.join(NOW)).unwrap());
    let wanted = "> [!CAUTION]\n> **The page “Cramp now” is gone, and its care cards with it:**\n>\n> - The care card “Call now if you faint” is gone; it was emergency";
    assert!(said.contains(wanted), "{said}");
    let repository = edited(|root| fs::remove_file(root.join(NOW)).unwrap());
    assert_eq!(run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]).code, 1);
    let said = told_of(NOW, "tags: [cramp]", "draft: true");
    assert!(said.contains(wanted), "{said}");
}

/// A part of a page that is put into others is their text too.
#[test]
fn a_card_of_a_part_that_is_put_into_another_page() {
    let embedding =
        |root: &Path| super::replace(root, "content/sleep.md", "Sleep well.", "Sleep well.\n\n![[now#First]]");
    let said = after(embedding, |root| super::replace(root, NOW, "[!EMERGENCY]", "[!ROUTINE]"));
    let milder = "The care card “Call now if you faint” is now routine, and was emergency";
    assert!(said.contains(&format!("{FIRST}{milder}")), "{said}");
    let wanted = format!(
        "> **Care cards of “Sleep” are milder, say less or are gone:**\n>\n> - {milder}, put in from “Cramp now”"
    );
    assert!(said.contains(&wanted), "{said}");
    let said = after(embedding, |root| super::replace(root, "content/sleep.md", "![[now#First]]", ""));
    assert!(said.contains("“Call now if you faint” is gone; it was emergency, put in from “Cramp now”"), "{said}");
    // What is put in is told in its words, where it comes and where it changes.
    let said = told(embedding);
    assert!(said.contains("+ Hold the stretch.") && !said.contains("### Not told"), "{said}");
    let said = after(embedding, |root| super::replace(root, NOW, "Hold the stretch.", "Hold it."));
    assert_eq!(said.matches("+ Hold it.").count(), 2, "{said}");
}

/// Whom to call stands on every page, and in every card.
#[test]
fn whom_to_call_comes_before_everything_else() {
    let head =
        "> [!CAUTION]\n> **On every page, whom to call for help, or how that is said, is not as it was:**\n>\n> - ";
    for (from, to, wanted) in [
        ("emergency: \"999\"", "emergency: \"112\"", "The number for an emergency: was “999”, is “112”"),
        ("urgent: \"111\"\n", "", "The number for urgent help: was “111”, is nothing"),
    ] {
        let said = told_of("site.yaml", from, to);
        assert!(said.contains(&format!("{head}{wanted}")), "{wanted} in\n{said}");
        assert!(said.lines().nth(4) == Some("> [!CAUTION]"), "{said}");
    }
    let said = told(|root| {
        let words = crate::common::repository().join("themes/default/words/en.yaml");
        let words = fs::read_to_string(words).unwrap().replace("care-emergency: Emergency", "care-emergency: Notice");
        crate::common::write(root, "themes/default/words/en.yaml", words);
    });
    assert!(said.contains(&format!("{head}The theme's word `care-emergency`: was “Emergency”, is “Notice”")), "{said}");
}

/// A sign that a routine card lists now is no longer a reason to call.
#[test]
fn a_sign_that_went_to_a_milder_card() {
    let routine = "> [!ROUTINE] Book a visit\n>\n> - Your calf is sore.\n";
    let dark = "> - Your urine looks like tea.\n";
    let both = |root: &Path| super::replace(root, NOW, CARD, &format!("{CARD}{dark}\n{routine}"));
    let said = after(both, |root| {
        super::replace(root, NOW, dark, "");
        super::replace(root, NOW, routine, &format!("{routine}{dark}"));
    });
    let less = "The care card “Call now if you faint” (emergency) says less: “Your urine looks like tea.” is gone";
    assert!(said.contains(&format!("{FIRST}{less}")), "{said}");
    let moved = "“Your urine looks like tea.” stands now in a bulleted list in a box (routine)";
    assert!(said.contains(moved) && said.contains("and stood in a bulleted list in a box (emergency)"), "{said}");
    // Of a card whose items run on in the graver one above it, nothing is said that is not so.
    let said = after(both, |root| super::replace(root, NOW, "\n> [!ROUTINE] Book a visit\n>\n", ""));
    assert!(said.contains("The care card “Book a visit” is gone; it was routine"), "{said}");
    assert!(!said.contains("“Call now if you faint” is gone"), "{said}");
}

/// What is struck out is said no more, whatever else of the line stands.
#[test]
fn lines_that_are_struck_out() {
    let less = |path: &str, from: &str, to: &str| {
        let repository = edited(|root| super::replace(root, path, from, to));
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert!(said.contains("says less") && said.lines().nth(4) == Some("> [!CAUTION]"), "{to}: {said}");
        assert_eq!(run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]).code, 1, "{to}");
        // No word came, and none went.
        assert!(!said.contains(" more, "), "{to}: {said}");
    };
    less(NOW, "> - You faint.", "> - ~~You faint.~~");
    less(NOW, "> - You faint.", "> - <del>You faint.</del>");
    less("content/calf.tree.yaml", "      > - It is red.", "      > - ~~It is red.~~");
}

/// Marks by which words are seen less.
#[test]
fn lines_that_are_marked_otherwise() {
    let (_, point) = CARD.split_once(">\n").unwrap();
    for (to, wanted) in [
        ("> - <small>You faint.</small>\n", "“You faint.” is now “&lt;small>You faint.&lt;/small>”"),
        ("> - You <sup>faint</sup>.\n", "is now “You &lt;sup>faint&lt;/sup>.”"),
    ] {
        let said = told_of(NOW, point, to);
        assert!(said.contains("(emergency) is worded otherwise: ") && said.contains(wanted), "{wanted}: {said}");
    }
}

/// Texts outside of cards send people for help too.
#[test]
fn texts_that_named_whom_to_call() {
    let tree = "content/calf.tree.yaml";
    let cases = [
        ("content/sleep.md", "Sleep well.", "Sleep well. Call 999 if you cannot.", "Sleep well. Go out if you cannot."),
        ("content/sleep.md", "Sleep well.", "- Phone us.\n- Rest.", "- Rest."),
        ("content/sleep.md", "Sleep well.", "Call 999.", "~~Call 999.~~"),
        ("content/sleep.md", "Sleep well.", "Call 999.", "Call 998."),
        (NOW, "What to do first.", "Call 111 first.", "What to do first."),
        ("content/glossary.yaml", "A pain below the ribs.", "Call 999 at once.", "A pain."),
        (tree, "title: Calf\n", "title: Calf\npurpose: For calves. Call 999 if red.\n", "title: Calf\n"),
        (tree, "title: Get help", "title: Call 999", "title: Get help"),
    ];
    for (path, plain, calls, to) in cases {
        let repository = edited(|root| {
            super::replace(root, path, plain, calls);
            super::save(root);
            super::replace(root, path, calls, to);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert!(said.contains("no longer say to call, or whom:**"), "{calls} → {to}: {said}");
        let first = said.lines().position(|line| line.starts_with("> [!")).map(|at| said.lines().nth(at).unwrap());
        assert_eq!(first, Some("> [!CAUTION]"), "{said}");
        assert_eq!(run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]).code, 1, "{to}");
    }
    // The site has another number, and the text names it.
    let said = after(
        |root| super::replace(root, "content/sleep.md", "Sleep well.", "Call 999."),
        |root| {
            super::replace(root, "content/sleep.md", "Call 999.", "Call 112.");
            super::replace(root, "site.yaml", "emergency: \"999\"", "emergency: \"112\"");
        },
    );
    assert!(!said.contains("no longer say to call"), "{said}");
}

#[test]
fn a_number_a_unit_a_bound_or_a_not_is_told_first() {
    let text = "Take 400 mg at most. **Do not stretch:** it harms.\n";
    let with = |root: &Path| super::replace(root, NOW, CARD, &format!("{text}\n{CARD}"));
    for (from, to, sentence) in [
        ("400 mg", "400 g", "Take 400 g at most."),
        ("400 mg", "4000 mg", "Take 4000 mg at most."),
        ("at most", "at least", "Take 400 mg at least."),
        ("Do not stretch", "Stretch", "Stretch: it harms."),
    ] {
        let said = after(with, |root| super::replace(root, NOW, from, to));
        let head = "> [!IMPORTANT]\n> **A number, a unit, a bound or a “not” is another:** Is each as it is meant?\n>\n> - “Cramp now”: “";
        assert!(said.contains(head) && said.contains(&format!("” is now “{sentence}”")), "{said}");
        assert!(said.contains("1 sentence has another number, unit, bound or “not”"), "{said}");
    }
    let said = after(with, |root| super::replace(root, NOW, "it harms", "that harms"));
    assert!(!said.contains("is another"), "{said}");
}
