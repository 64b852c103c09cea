//! The forms in which a review is printed: they say the same, have an end, and fail on what they are told to.

use super::{edited, json, replace, told};
use crate::common::{run, site, write};

const TREE: &str = "content/calf.tree.yaml";

#[test]
fn totals_come_first_and_a_long_report_is_cut_at_an_entry() {
    let pages = |word: &str| {
        let mut text = String::from("--- content/index.md\n# Home\n");
        for page in 0..700 {
            text += &format!("--- content/p{page}.md\n# Page {page}\n\n");
            for line in 0..12 {
                text += &format!("Sentence {line} of page {page} says {} and so on.\n\n", word.repeat(10));
            }
        }
        site(&text)
    };
    let (old, new) = (pages("before "), pages("after "));
    let said = super::compare(old.path(), new.path()).stdout;
    assert!(said.starts_with("## What readers will notice\n\n700 pages read otherwise.\n"), "{}", &said[..200]);
    assert!(said.len() < 700 << 10, "{}", said.len());
    let cut = said.lines().last().unwrap_or_default();
    let shown = said.matches("\n#### ").count();
    assert!(
        shown > 100 && cut.starts_with(&format!("**{} more entries are left out here**", 700 - shown)),
        "{shown}: {cut}"
    );
    assert_eq!(said.matches("```diff").count(), shown, "an entry is cut in two");
    assert_eq!(said.matches("\n```\n").count(), shown, "an entry is cut in two");
    let value = json(old.path(), ".", &new.path().to_string_lossy());
    assert_eq!(value["edited"].as_array().unwrap().len(), 700);
    assert_eq!(value["totals"]["edited"], 700);
}

#[test]
fn a_review_fails_on_what_it_is_told_to_and_is_printed_all_the_same() {
    let milder = edited(|root| replace(root, TREE, "{say: \"No\", goto: help}", "{say: \"No\", goto: home}"));
    let card = edited(|root| replace(root, "content/cramps/now.md", "[!EMERGENCY]", "[!NOTE]"));
    let guard = edited(|root| replace(root, "site.yaml", "review_after: 12\n", ""));
    let vanished = edited(|root| replace(root, "content/index.md", "aliases: [/home-of-old/]\n", ""));
    let words = edited(|root| replace(root, "content/sleep.md", "Sleep well.", "Sleep."));
    let code = |site: &tempfile::TempDir, kinds: &str| {
        let said = run(site.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", kinds]);
        assert!(said.stdout.starts_with("## What readers will notice"), "{}", said.stdout);
        said.code
    };
    let number = edited(|root| replace(root, "site.yaml", "emergency: \"999\"", "emergency: \"998\""));
    for (site, kind) in [
        (&milder, "less-urgent"),
        (&card, "less-urgent"),
        (&number, "less-urgent"),
        (&guard, "guard"),
        (&vanished, "vanished"),
    ] {
        assert_eq!(code(site, kind), 1, "{kind}");
        assert_eq!(code(site, "less-urgent,guard,vanished"), 1, "{kind}");
    }
    assert_eq!(code(&words, "less-urgent,guard,vanished"), 0);
    assert_eq!(code(&guard, "less-urgent"), 0);
    assert_eq!(code(&vanished, "less-urgent,guard"), 0);
    let twice = run(guard.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "vanished", "--fail-on", "guard"]);
    assert_eq!(twice.code, 1);
    let wrong = run(guard.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "anything"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn the_same_two_versions_give_the_same_bytes() {
    let edit = |root: &std::path::Path| {
        replace(root, TREE, "unit: miles", "unit: km");
        write(root, "content/new.md", "# New\n");
    };
    assert_eq!(told(edit), told(edit));
}
