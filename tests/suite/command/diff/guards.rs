//! What guards a site, and what every page shows: each change as one commit.

use super::{edited, json, told, told_of};
use std::fs;

const SETTINGS: &str = "site.yaml";
const TREE: &str = "content/calf.tree.yaml";

fn each(heading: &str, cases: &[(&str, &str, &str, &str)]) {
    for (path, from, to, wanted) in cases {
        let said = told_of(path, from, to);
        let section = said.split(&format!("### {heading}\n")).nth(1).unwrap_or_else(|| panic!("{from} → {to}: {said}"));
        let section = section.split("\n### ").next().unwrap_or_default();
        assert!(section.contains(wanted), "{from} → {to}: {wanted} in\n{said}");
    }
}

#[test]
fn weaker_guards_are_a_section_of_their_own() {
    let test = "tests:\n  - {name: Unsure gets help, answers: {far: 3, sure: \"no\"}, reaches: help}\n";
    let rule =
        "rules:\n  - {name: Unsure is never left alone, paths_with: {sure: \"no\"}, must_reach: {outcome: help}}\n";
    each(
        "Guards weakened",
        &[
            (
                SETTINGS,
                "review_after: 12",
                "checks: {tree-rule-broken: \"off\"}",
                "- The check `tree-rule-broken` is now off, and was error",
            ),
            (
                SETTINGS,
                "review_after: 12",
                "checks: {broken-link: warning}",
                "`broken-link` is now warning, and was error",
            ),
            (
                SETTINGS,
                "review_after: 12\n",
                "",
                " is gone; it was after 12 months",
            ),
            (SETTINGS, "review_after: 12", "review_after: 36", "is now after 36 months, and was after 12 months"),
            (SETTINGS, "offline: true\n", "", "What readers keep for when there is no network is gone"),
            (SETTINGS, "notice: true", "notice: false", "- The notice on every page is gone"),
            (SETTINGS, "bytes: 90000", "bytes: 190000", "is now 190000, and was 90000"),
            (
                SETTINGS,
                "search_tests:\n  cramp now: cramps/now.md\n",
                "",
                "- What the search must find for “cramp now” is gone; it was cramps/now.md",
            ),
            (SETTINGS, "review_after: 12", "front_matter: open", "How much is checked (`vault`, `front_matter`)"),
            (SETTINGS, "review_after: 12", "exclude: [secret/]", "`secret/` is added"),
            ("addresses.lock", "/home-of-old/\n", "", "- `/home-of-old/` is no longer in `addresses.lock`"),
            (TREE, test, "", "- The test “Unsure gets help” of “Calf” is gone; it was far: 3, sure: no reaches help"),
            (
                TREE,
                rule,
                "",
                "- The safety rule “Unsure is never left alone” of “Calf” is gone; it was paths with sure: no must reach help",
            ),
            (
                TREE,
                "must_reach: {outcome: help}}",
                "must_reach: {level_at_least: urgent}}",
                "“Unsure is never left alone” of “Calf” is now paths with sure: no must reach at least the level urgent, and was paths with sure: no must reach help",
            ),
            (
                "content/cramps/now.md",
                "next_review: 2027-01-10",
                "next_review: 2037-01-10",
                "is now 2037-01-10, and was 2027-01-10",
            ),
        ]
        .map(|(path, from, to, wanted)| (path, from, to, wanted)),
    );
    let said = told(|root| fs::remove_file(root.join("addresses.lock")).unwrap());
    assert!(said.contains("- `addresses.lock` is gone; it was 2 addresses"), "{said}");
    let said = told(|root| fs::remove_file(root.join(TREE)).unwrap());
    assert!(said.contains("“all of its rules (1), with the tree itself” of “Calf”"), "{said}");
    let purpose = "title: Calf\npurpose: It does not replace a doctor.\n";
    for (to, wanted) in [
        ("title: Calf\n", "(`purpose`) of “Calf” is gone; it was “It does not replace a doctor.”"),
        ("title: Calf\npurpose: It helps.\n", "of “Calf” is now “It helps.”, and was “It does not replace a doctor.”"),
    ] {
        let repository = edited(|root| {
            super::replace(root, TREE, "title: Calf\n", purpose);
            super::save(root);
            super::replace(root, TREE, purpose, to);
        });
        let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert!(said.contains("### Guards") && said.contains(wanted), "{to}: {said}");
    }
    // A stronger guard is no alarm.
    let said = told_of(SETTINGS, "review_after: 12", "review_after: 6");
    assert!(!said.contains("### Guards weakened"), "{said}");
}

/// A test that wants less urgent help for the same answers guards less, also where its levels changed places.
#[test]
fn a_test_that_asks_for_less_urgent_help_is_weaker() {
    let case = |reaches: &str, more: fn(&str) -> String| {
        edited(|root| {
            let text = std::fs::read_to_string(root.join(TREE)).unwrap();
            let wanted = "answers: {far: 3, sure: \"no\"}, reaches: help";
            assert!(text.contains(wanted));
            let text = more(&text.replace(wanted, &wanted.replace("help", reaches)));
            crate::common::write(root, TREE, text);
        })
    };
    let same: fn(&str) -> String = str::to_owned;
    let other: fn(&str) -> String = |text| text.replace("sure: \"no\"}, reaches", "sure: \"yes\"}, reaches");
    for (reaches, more, fate) in
        [("today", same, "weaker"), ("home", same, "weaker"), ("home", other, "changed"), ("sure", same, "changed")]
    {
        let repository = case(reaches, more);
        let value = super::json(repository.path(), "HEAD~1", "HEAD");
        let guards = value["guards"].as_array().unwrap();
        let test = guards.iter().find(|guard| guard["kind"] == "tree-test").unwrap_or_else(|| panic!("{guards:#?}"));
        assert_eq!(test["fate"], fate, "{reaches}: {test:#}");
    }
}

/// What nobody can tell apart is told as it was and is, and is no alarm.
#[test]
fn guards_that_are_others_are_told_as_that() {
    let site = |root: &std::path::Path| {
        super::replace(root, SETTINGS, "theme_settings: {notice: true}", "theme_settings: {awaiting-review: Not yet.}")
    };
    let cases = [
        (
            SETTINGS,
            "cramps/now.md",
            "[cramps/now.md, sleep.md]",
            "“cramp now” is now cramps/now.md, sleep.md, and was cramps/now.md",
        ),
        (
            TREE,
            "answers: {far: 3, sure: \"no\"}",
            "answers: {far: 4, sure: \"no\"}",
            "- The test “Unsure gets help” of “Calf” is now far: 4, sure: no reaches help, and was far: 3, sure: no",
        ),
        (
            TREE,
            "paths_with: {sure: \"no\"}, must_reach: {outcome: help}",
            "paths_with: {sure: \"yes\"}, must_reach: {outcome: home}",
            "“Unsure is never left alone” of “Calf” is now paths with sure: yes must reach home, and was",
        ),
        (
            SETTINGS,
            "awaiting-review: Not yet.",
            "awaiting-review: Checked by doctors.",
            "- What every page says that nobody has reviewed is now “Checked by doctors.”, and was “Not yet.”",
        ),
        (
            "themes/default/words/en.yaml",
            "Advice.",
            "Advice from doctors.",
            "- What the notice on every page says is now “Advice from doctors.”",
        ),
    ];
    for (path, from, to, wanted) in cases {
        let repository = edited(|root| {
            site(root);
            crate::common::write(root, "themes/default/words/en.yaml", "general-information: Advice.\n");
            super::save(root);
            super::replace(root, path, from, to);
        });
        let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "guard"]);
        let section =
            said.stdout.split("### Guards changed\n").nth(1).unwrap_or_else(|| panic!("{to}: {}", said.stdout));
        assert!(
            section.split("\n### ").next().unwrap_or_default().contains(wanted),
            "{to}: {wanted} in\n{}",
            said.stdout
        );
        assert!(!said.stdout.contains("### Guards weakened"), "{to}: {}", said.stdout);
        assert!(said.stdout.contains("1 guard is changed"), "{to}: {}", said.stdout);
        assert_eq!(said.code, 0, "{to}");
    }
}

/// Two versions of a tree of which only what it promises, or the names in it, are others.
fn promised([rule, now]: [&str; 2], edit: impl Fn(&str) -> String) -> String {
    let repository = edited(|root| {
        let text = fs::read_to_string(root.join(TREE)).unwrap();
        let at = text.find("rules:\n").unwrap();
        let text = &text[..at];
        let with = |rule: &str| format!("{text}rules:\n  - {{name: R, {rule}}}\n");
        fs::write(root.join(TREE), with(rule)).unwrap();
        super::save(root);
        fs::write(root.join(TREE), edit(&with(now))).unwrap();
    });
    crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout
}

/// A rule is weaker only where the old one claims all that it does, and more.
#[test]
fn a_rule_is_weaker_where_it_claims_less() {
    let pairs = [
        (
            "paths_with: {sure: \"no\"}, must_reach: {level_at_least: emergency}",
            "paths_with: {sure: \"no\"}, must_reach: {level_at_least: urgent}",
        ),
        (
            "paths_with: {sure: \"no\"}, must_reach: {outcome: help}",
            "paths_with: {sure: \"no\"}, must_reach: {outcome: [help, today]}",
        ),
        (
            "paths_with: {sure: [\"no\", \"yes\"]}, must_not_reach: {outcome: today}",
            "paths_with: {sure: \"no\"}, must_not_reach: {outcome: today}",
        ),
        (
            "paths_with: {far: \"> 20\"}, must_reach: {outcome: today}",
            "paths_with: {far: \"> 25\"}, must_reach: {outcome: today}",
        ),
        (
            "paths_with: {sure: \"no\"}, must_not_reach: {outcome: [home, today]}",
            "paths_with: {sure: \"no\"}, must_not_reach: {outcome: home}",
        ),
        ("paths_to: {outcome: help}, within: 2", "paths_to: {outcome: help}, within: 3"),
        ("paths_to: {outcome: help}, must_ask: [far, sure]", "paths_to: {outcome: help}, must_ask: [far]"),
        (
            "paths_to: {level_at_least: self-care}, must_ask: [far]",
            "paths_to: {level_at_least: urgent}, must_ask: [far]",
        ),
        (
            "paths_to: {outcome: help}, must_answer: {sure: \"no\"}",
            "paths_to: {outcome: help}, must_answer: {sure: [\"no\", \"yes\"]}",
        ),
    ];
    let as_is = |text: &str| text.to_owned();
    for (strong, weak) in pairs {
        let said = promised([strong, weak], as_is);
        assert!(said.contains("1 guard is weaker or gone"), "{strong} → {weak}: {said}");
        assert!(said.contains("> **1 safety rule of “Calf” is weaker or gone.**"), "{strong} → {weak}: {said}");
        assert!(said.contains("\n- The safety rule “R” of “Calf” is now paths"), "{strong} → {weak}: {said}");
        let said = promised([weak, strong], as_is);
        assert!(said.contains("Nothing: "), "{weak} → {strong}: {said}");
    }
    // The order of levels decides what a rule means that names one.
    let rule = "paths_with: {sure: \"no\"}, must_reach: {level_at_least: urgent}";
    let levels = |text: &str| text.replace("[self-care, urgent, emergency]", "[urgent, self-care, emergency]");
    let said = promised([rule, rule], levels);
    assert!(said.contains("“R” of “Calf” is written as before, and what it names is not the same"), "{said}");
    assert!(said.contains("1 guard is weaker or gone"), "{said}");
}

/// What is called otherwise, or stands elsewhere, is the same to a rule and to a test.
#[test]
fn rules_and_tests_of_other_names_and_order_are_kept() {
    let rule = "paths_with: {sure: \"no\", far: \"<= 20\"}, must_reach: {outcome: help}, must_not_reach: {level_below: urgent}";
    let renamed = |text: &str| text.replace("sure:", "certain:").replace("goto: sure", "goto: certain");
    let outcome = |text: &str| {
        text.replace("help:", "go:")
            .replace("goto: help", "goto: go")
            .replace("outcome: help", "outcome: go")
            .replace("reaches: help", "reaches: go")
    };
    let option = |text: &str| text.replace("\"no\":", "never:").replace("sure: \"no\"", "sure: never");
    let turned = |text: &str| {
        let (yes, no) = ("      \"yes\": {say: \"Yes\", goto: home}\n", "      \"no\": {say: \"No\", goto: help}\n");
        text.replace(&format!("{yes}{no}"), &format!("{no}{yes}"))
    };
    let more =
        |text: &str| text.replace("  today: {", "  other: {title: Go now, level: urgent, body: Go.}\n  today: {");
    let further = |text: &str| text.replace("max: 30", "max: 40");
    let edits: [(&str, &dyn Fn(&str) -> String); 6] = [
        ("question", &renamed),
        ("outcome", &outcome),
        ("option", &option),
        ("turned", &turned),
        ("more", &more),
        ("further", &further),
    ];
    for (what, edit) in edits {
        let said = promised([rule, rule], |text| {
            let edited = edit(text);
            assert_ne!(edited, text, "{what}");
            edited
        });
        assert!(!said.contains("uard"), "{what}: {said}");
    }
}

/// Many of one tree are one line, and what is gone is told once.
#[test]
fn what_is_gone_together_is_one_line_with_a_count() {
    let repository = edited(|root| {
        let text = fs::read_to_string(root.join(TREE)).unwrap();
        let tests: String = (1..=20)
            .map(|far| format!("  - {{name: Test {far}, answers: {{far: {far}, sure: \"no\"}}, reaches: help}}\n"))
            .collect();
        let bare = text[..text.find("tests:\n").unwrap()].to_owned();
        fs::write(root.join(TREE), format!("{bare}tests:\n{tests}")).unwrap();
        super::save(root);
        fs::write(root.join(TREE), bare).unwrap();
    });
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(
        said.contains("\n- 20 tests of “Calf” are gone: “Test 1”, “Test 2”,")
            && said.contains("“Test 12” and 8 more\n"),
        "{said}"
    );
    assert_eq!(said.matches("Test 3”").count(), 1, "{said}");
}

/// A draft is checked as before, and what cannot be read is told where it stands.
#[test]
fn what_is_kept_back_or_cannot_be_read_is_no_weaker_guard() {
    let draft = |path: &str, text: &str| {
        let (path, text) = (path.to_owned(), text.to_owned());
        told(move |root| fs::write(root.join(&path), text + &fs::read_to_string(root.join(&path)).unwrap()).unwrap())
    };
    let tree = draft(TREE, "draft: true\n");
    assert!(tree.contains("`/calf/` (Calf)") && !tree.contains("uard"), "{tree}");
    let said = told_of("content/cramps/now.md", "tags: [cramp]", "draft: true");
    assert!(said.contains("`/cramps/now/` (Cramp now)") && !said.contains("uard"), "{said}");
    let said = told(|root| fs::remove_file(root.join("content/cramps/now.md")).unwrap());
    assert!(!said.contains("What the search must find"), "{said}");
}

/// A review that a page puts off, by whichever key.
#[test]
fn reviews_that_are_put_off() {
    const NOW: &str = "content/cramps/now.md";
    let dates = |before: &str, after: &str| {
        let repository = edited(|root| {
            super::replace(
                root,
                NOW,
                "reviewed: 2026-01-10\nreviewer: A. Physio\nnext_review: 2027-01-10\n",
                &format!("reviewer: A. Physio\n{before}\n"),
            );
            super::save(root);
            super::replace(root, NOW, before, after);
        });
        crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout
    };
    let weaker = [
        (
            "reviewed: 2026-01-10",
            "reviewed: 2026-01-10\nnext_review: 2036-01-01",
            "is now 2036-01-01, and was 2027-01-10",
        ),
        (
            "reviewed: 2026-01-10\nnext_review: 2026-06-01",
            "reviewed: 2026-01-10",
            "is now 2027-01-10, and was 2026-06-01",
        ),
        (
            "reviewed: 2026-01-10\nnext_review: 2027-01-10",
            "reviewed: 2026-10-01\nnext_review: 2036-01-10",
            "is now 2036-01-10, and was 2027-01-10",
        ),
    ];
    for (before, after, wanted) in weaker {
        let said = dates(before, after);
        assert!(said.contains("### Guards weakened") && said.contains(wanted), "{before} → {after}: {said}");
    }
    let kept = [
        ("reviewed: 2026-01-10", "reviewed: 2026-01-10\nnext_review: 2026-06-01"),
        ("reviewed: 2026-01-10\nnext_review: 2027-01-10", "reviewed: 2026-10-01\nnext_review: 2027-10-01"),
        ("reviewed: 2026-01-10\nnext_review: 2027-01-10", "tags: [cramp now]"),
    ];
    for (before, after) in kept {
        let said = dates(before, after);
        assert!(!said.contains("### Guards weakened"), "{before} → {after}: {said}");
    }
    // Without `review_after` no page says any more that it waits for its review.
    let said = told_of(SETTINGS, "review_after: 12\n", "");
    assert!(said.contains("and that pages without one say “Not yet reviewed.”"), "{said}");
}

#[test]
fn what_every_page_shows() {
    each(
        "On every page",
        &[
            (
                SETTINGS,
                "emergency: \"999\"",
                "emergency: \"112\"",
                "- The number for an emergency: was “999”, is “112”",
            ),
            (SETTINGS, "notice: true", "notice: false", "- The theme's setting `notice`: was “true”, is “false”"),
            (SETTINGS, "{notice: true}", "{notice: true, colour: blue}", "`colour`: was “green”, is “blue”"),
            (SETTINGS, "review_after: 12", "review_after: 6", "review, in months: was “12”, is “6”"),
            (SETTINGS, "offline: true\n", "", "no network"),
            (SETTINGS, "title: A club", "title: The club", "- The site's name: was “A club”, is “The club”"),
            (SETTINGS, "title: A club", "title: A club\nbase_url: https://club.example/", "https&#58;//club.example/"),
            (SETTINGS, "title: A club", "title: A club\nextra: {a: b}", "extra"),
            (SETTINGS, "title: A club", "title: A club\ncontact: a@club.example", "e-mail"),
        ],
    );
    each(
        "Settings that no page shows",
        &[
            (
                SETTINGS,
                "title: A club",
                "title: A club\nsynonyms: [[cramp, charley horse]]",
                "- Words that mean the same to the search: was nothing, is “cramp = charley horse”",
            ),
            (
                SETTINGS,
                "title: A club",
                "title: A club\nhost: netlify",
                "- The host whose files are made: was nothing, is “netlify”",
            ),
        ],
    );
    // Another language is told, and not each of its words; nor is what there was not.
    let said = told_of(SETTINGS, "title: A club", "title: A club\nlanguage: de");
    assert!(said.contains("The language: was “en”, is “de”") && !said.contains("The theme's word"), "{said}");
    let said = told_of(SETTINGS, "title: A club", "title: A club\nrepository: https://github.com/a/b");
    assert!(said.contains("- Where changes are suggested: was nothing, is “"), "{said}");
    let file = |path: &str, text: &str| {
        let (path, text) = (path.to_owned(), text.to_owned());
        told(move |root| {
            let text = match text.strip_prefix('+') {
                Some(more) => {
                    let built_in = crate::common::repository().join(&path);
                    fs::read_to_string(built_in).unwrap() + more
                }
                None => text,
            };
            crate::common::write(root, &path, text);
        })
    };
    let style = file("themes/default/assets/style.css", "+\nbody {color: red}\n");
    assert!(style.contains("#### The style sheet `style.css`\n\n```diff\n+ \n+ body {color: red}\n```"), "{style}");
    assert!(!style.contains("### Not told"), "{style}");
    let template = file("themes/default/templates/parts/footer.html", "+<p>Hello</p>\n");
    assert!(template.contains("#### The template `parts/footer.html`"), "{template}");
    let broken = file("themes/default/templates/base.html", "{% if %}");
    assert!(broken.contains("#### The template `base.html`") && broken.contains("template-syntax"), "{broken}");
    let words = file("themes/default/words/en.yaml", "+skip: Jump\n");
    assert!(words.contains("- The theme's word `skip`") || words.contains("`words/en.yaml`"), "{words}");
    let script = file("themes/default/assets/more.js", "1\n");
    assert!(script.contains("#### The script `more.js`\n\nIt is new.\n\n```diff\n+ 1\n```"), "{script}");
}

#[test]
fn a_page_that_differs_for_a_told_style_and_for_more_is_told_for_more() {
    let said = told(|root| {
        let style = crate::common::repository().join("themes/default/assets/style.css");
        crate::common::write(root, "themes/default/assets/style.css", fs::read_to_string(style).unwrap() + "a{}");
        super::replace(root, "content/sleep.md", "Sleep well.", "Sleep | well\n--- | :---:\na | b");
    });
    assert!(said.contains("The style sheet") && said.contains("(`content/sleep.md`)"), "{said}");
    // Only how a table's cells stand: nothing of the words, and no other page is named.
    let repository = edited(|root| {
        super::replace(root, "content/sleep.md", "Sleep well.", "a | b\n--- | :---:\na | b");
        crate::common::git(root, "2026-11-01", &["add", "-A"]);
        crate::common::git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        let style = crate::common::repository().join("themes/default/assets/style.css");
        crate::common::write(root, "themes/default/assets/style.css", fs::read_to_string(style).unwrap() + "a{}");
        super::replace(root, "content/sleep.md", "--- | :---:", "--- | ---:");
    });
    let value = json(repository.path(), "HEAD~1", "HEAD");
    let pages: Vec<&str> =
        value["unexplained"].as_array().unwrap().iter().map(|p| p["address"].as_str().unwrap()).collect();
    assert_eq!(pages, ["/sleep/"], "{value:#}");
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("1 page differs in a way that is not told here"), "{said}");
    assert!(said.contains("- “Sleep” at `/sleep/`: its text"), "{said}");
}

#[test]
fn what_cannot_be_read_stands_in_the_report() {
    let repository = edited(|root| {
        super::replace(root, "content/sleep.md", "Sleep well.", "[x](gone.md)");
        crate::common::link("../../..", root.join("content/out"));
    });
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    for told in [
        "> [!WARNING]\n> **The version after has 1 error and would not be published.**",
        "> - `content/sleep.md:3` \\[broken-link\\]: ",
        "> - `content/out` is left out: it is no plain file inside the site",
        "1 error may hide more",
    ] {
        assert!(said.stdout.contains(told), "{told} in\n{}", said.stdout);
    }
}

/// A file that neither version can read, and that is another: what changed in it is not known, and that is not "nothing".
#[test]
fn a_changed_file_that_cannot_be_read_is_named() {
    let broken = |word: &str| {
        crate::common::site(&format!(
            "--- content/index.md\n# Home\n--- content/t.tree.yaml\ntitle: [T\nsummary: {word}\n"
        ))
    };
    let (old, new) = (broken("one"), broken("two"));
    let said = super::compare(old.path(), new.path()).stdout;
    assert!(
        said.contains("> **1 changed file cannot be read.**") && said.contains("> - `content/t.tree.yaml`"),
        "{said}"
    );
    assert!(!said.contains("Nothing:"), "{said}");
    let same = super::compare(old.path(), old.path()).stdout;
    assert!(same.contains("Nothing: ") && same.contains("Both versions have the same"), "{same}");
}
