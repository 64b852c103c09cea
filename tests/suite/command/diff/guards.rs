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
                "- When pages are due for a review (`review_after`) is gone; it was after 12 months",
            ),
            (SETTINGS, "review_after: 12", "review_after: 36", "is now after 36 months, and was after 12 months"),
            (SETTINGS, "offline: true\n", "", "is now not kept, and was kept"),
            (SETTINGS, "notice: true", "notice: false", "- The notice on every page is now not shown, and was shown"),
            (SETTINGS, "bytes: 90000", "bytes: 190000", "is now 190000, and was 90000"),
            (
                SETTINGS,
                "search_tests:\n  cramp now: cramps/now.md\n",
                "",
                "- What the search must find for “cramp now” is gone; it was cramps/now.md",
            ),
            (
                SETTINGS,
                "cramp now: cramps/now.md",
                "cramp now: [cramps/now.md, sleep.md]",
                "“cramp now” is now cramps/now.md, sleep.md",
            ),
            (SETTINGS, "review_after: 12", "front_matter: open", "How much is checked (`vault`, `front_matter`)"),
            (SETTINGS, "review_after: 12", "exclude: [secret/]", "`secret/` is added"),
            ("addresses.lock", "/home-of-old/\n", "", "- `/home-of-old/` is no longer in `addresses.lock`"),
            (TREE, test, "", "- The test “Unsure gets help” of “Calf” is taken out or says something else"),
            (
                TREE,
                "answers: {far: 3, sure: \"no\"}",
                "answers: {far: 4, sure: \"no\"}",
                "The test “Unsure gets help” of “Calf”",
            ),
            (
                TREE,
                rule,
                "",
                "- The safety rule “Unsure is never left alone” of “Calf” is taken out or says something else",
            ),
            (
                TREE,
                "must_reach: {outcome: help}}",
                "must_reach: {level_at_least: urgent}}",
                "“Unsure is never left alone”",
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
    assert_eq!(said.matches("is no longer in `addresses.lock`").count(), 2, "{said}");
    let said = told(|root| fs::remove_file(root.join(TREE)).unwrap());
    assert!(said.contains("“all of its rules (1), with the tree itself” of “Calf”"), "{said}");
    // A stronger guard is no alarm.
    let said = told_of(SETTINGS, "review_after: 12", "review_after: 6");
    assert!(!said.contains("### Guards weakened"), "{said}");
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
            (SETTINGS, "title: A club", "title: A club\nsynonyms: [[cramp, charley horse]]", "cramp = charley horse"),
            (SETTINGS, "title: A club", "title: A club\nbase_url: https://club.example/", "https&#58;//club.example/"),
            (SETTINGS, "title: A club", "title: A club\nextra: {a: b}", "extra"),
            (SETTINGS, "title: A club", "title: A club\ncontact: a@club.example", "e-mail"),
        ],
    );
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
