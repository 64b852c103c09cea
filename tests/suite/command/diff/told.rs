//! What a reader would notice, each as one commit: it is told, and where somebody could come to harm, first.

use super::{edited, json, told, told_of};
use crate::common::run;
use std::fs;
use std::path::Path;

const NOW: &str = "content/cramps/now.md";
const TREE: &str = "content/calf.tree.yaml";

/// One text in the place of another, and what must be told of it.
fn each(path: &str, cases: &[(&str, &str, &[&str])]) {
    for (from, to, wanted) in cases {
        let said = told_of(path, from, to);
        assert!(!said.contains("Nothing:"), "{from} → {to}: {said}");
        assert!(!said.contains("### Not told"), "{from} → {to}: {said}");
        for wanted in *wanted {
            assert!(said.contains(wanted), "{from} → {to}: {wanted} in\n{said}");
        }
    }
}

#[test]
fn an_unchanged_site_is_nothing() {
    let said = told(|_| {});
    assert!(said.contains("Nothing: every page reads as before, and every tree leads where it led."), "{said}");
    // Nor is a paragraph that is wrapped elsewhere, though its page has other bytes; or a comment of the settings.
    let said = told_of(NOW, "Stop and stretch. Do not", "Stop and\nstretch. Do not");
    let wanted = "Nothing that a reader sees: 1 page with other line breaks or spaces in the HTML, and with every word as before.";
    assert!(said.contains(wanted), "{said}");
    let said = told_of("site.yaml", "title: A club", "# A word\ntitle: A club");
    assert!(said.contains("Nothing: "), "{said}");
}

#[test]
fn care_cards_that_are_milder_come_first() {
    let first = "> [!CAUTION]\n> **Care cards of “Cramp now” are milder, say less or are gone:**\n>\n> - ";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "[!EMERGENCY]",
            "[!URGENT]",
            &[first, "The care card “Call now if you faint” is now urgent, and was emergency"],
        ),
        ("[!EMERGENCY]", "[!ROUTINE]", &[first, "is now routine, and was emergency"]),
        ("[!EMERGENCY]", "[!NOTE]", &[first, "is now a call-out (note), and was emergency"]),
        (
            "> [!EMERGENCY] Call now if you faint\n>\n",
            "",
            &[first, "“Call now if you faint” is gone; it was emergency"],
        ),
    ];
    each(NOW, cases);
    let first = "> [!CAUTION]\n> **Care cards of “Calf” are milder, say less or are gone:**\n>\n> - ";
    let outcome = ", in the outcome “Get help”";
    each(
        TREE,
        &[
            ("[!EMERGENCY]", "[!SELF-CARE]", &[first, "is now self-care, and was emergency", outcome]),
            ("[!EMERGENCY]", "[!TIP]", &[first, "is now a call-out (tip), and was emergency", outcome]),
        ],
    );
    let said = told_of(TREE, "      Rest. Read on.", "      > [!URGENT] Go\n      >\n      > - A list.");
    assert!(said.contains("The care card “Go” is new: urgent") && !said.contains("[!CAUTION]"), "{said}");
}

/// Whoever turns the order of the levels around does not make a milder answer graver.
#[test]
fn what_is_less_urgent_is_so_by_the_old_order() {
    let repository = edited(|root| {
        let text = fs::read_to_string(root.join(TREE)).unwrap();
        let text = text.replace("levels: [self-care, urgent, emergency]", "levels: [emergency, urgent, self-care]");
        fs::write(root.join(TREE), text.replace("{say: \"No\", goto: help}", "{say: \"No\", goto: home}")).unwrap();
    });
    let value = json(repository.path(), "HEAD~1", "HEAD");
    let tree = &value["trees"][0];
    assert_eq!((&tree["less_urgent"], &tree["more_urgent"]), (&"1".into(), &"0".into()), "{tree:#}");
    assert_eq!(tree["levels"][1][0], "emergency");
    assert_eq!(value["totals"]["trees_less_urgent"], 1);
    let said = told_of(TREE, "levels: [self-care, urgent, emergency]", "levels: [emergency, urgent, self-care]");
    assert!(said.contains("> **The levels of “Calf” are others, or in another order.**"), "{said}");
    // A new level between the others has its place by them.
    let repository = edited(|root| {
        let text = fs::read_to_string(root.join(TREE)).unwrap();
        let text =
            text.replace("levels: [self-care, urgent, emergency]", "levels: [self-care, soon, urgent, emergency]");
        fs::write(root.join(TREE), text.replace("title: Call today, level: urgent", "title: Call today, level: soon"))
            .unwrap();
    });
    let value = json(repository.path(), "HEAD~1", "HEAD");
    assert_eq!(value["trees"][0]["shifts"][0]["kind"], "less-urgent", "{value:#}");
}

#[test]
fn units_ranges_and_words_of_trees() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "unit: miles",
            "unit: km",
            &[
                "> [!CAUTION]\n> **A number of “Calf” is counted in another unit",
                "“How far was it?” takes 1 to 30 km, in steps of 1, and took 1 to 30 miles, in steps of 1",
            ],
        ),
        ("max: 30", "max: 40", &["takes 1 to 40 miles"]),
        ("max: 30", "max: 25", &["takes 1 to 25 miles", "[!CAUTION]", "no longer offers answers"]),
        ("## Now", "## Later", &["The heading “Now” in the outcome “Stay home” (self-care) is now “Later”"]),
        ("read: [cramps/now.md]", "read: [sleep.md]", &["- To read: Cramp now", "+ To read: Sleep"]),
        ("summary: What to do about a calf.", "summary: Calves.", &["description", "was “What to do about a calf.”"]),
        ("Rest. Read on.", "Rest. Read.", &["+ Read."]),
    ];
    each(TREE, cases);
}

#[test]
fn marks_that_change_what_words_mean() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("Do not take it on your own.", "~~Do not take it on your own.~~", &["+ ~~Do not take it on your own.~~"]),
        ("Do not take it", "<ins>Do not</ins> take it", &["+ ++Do not++ take it on your own."]),
        ("Do not take it", "==Do not== take it", &["+ ==Do not== take it on your own."]),
        ("2^3^ cups", "2<sup>4</sup> cups", &["+ Drink 2^4^ cups"]),
        ("2^3^ cups", "23 cups", &["- Drink 2^3^ cups", "+ Drink 23 cups"]),
        ("Do not take it", "**Do not** take it", &["+ **Do not** take it on your own."]),
    ];
    each(NOW, cases);
}

#[test]
fn pictures_links_and_lists() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("(calf.png)", "(other.png)", &["- [A calf](content/cramps/calf.png)", "+ [A calf](content/cramps/other.png)"]),
        ("![A calf]", "![A shin]", &["- [A calf]", "+ [A shin]"]),
        ("(../sleep.md)", "(../index.md)", &["Now links to “Home”", "No longer links to “Sleep”"]),
        (
            "1. Hold the stretch.\n2. Let it go.",
            "- Hold the stretch.\n- Let it go.",
            &["“Hold the stretch.” and 1 more stand now in a bulleted list, and stood in a numbered list"],
        ),
        (
            "1. Hold the stretch.\n2. Let it go.",
            "1. Let it go.\n2. Hold the stretch.",
            &["“Let it go.” stands now behind “First”, and stood behind “Hold the stretch.”"],
        ),
        ("1. Hold", "3. Hold", &["a list numbered from 3"]),
        ("## First", "## First {#one}", &["The heading “First” is linked to by `#one` rather than `#first`"]),
    ];
    each(NOW, cases);
}

#[test]
fn what_is_said_before_a_text() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("description: What to do first.", "description: What to do.", &["description", "was “What to do first.”"]),
        ("tags: [cramp]", "aliases: [/old/]", &["aliases", "is “/old/”", "tags"]),
        ("tags: [cramp]", "tags: [cramp]\nsearch: false", &["found by the search", "was “yes”, is “no”"]),
        (
            "tags: [cramp]",
            "tags: [cramp]\nalso_called: [charley horse]",
            &["also called (`also_called`): was nothing, is “charley horse”"],
        ),
        ("tags: [cramp]", "tags: [cramp]\norder: 3", &["order"]),
        (
            "reviewer: A. Physio",
            "reviewer: Nobody",
            &["> [!IMPORTANT]\n> **1 page has a new review.**", "was “A. Physio”, is “Nobody”"],
        ),
        ("reviewed: 2026-01-10", "reviewed: 2026-11-10", &["[!IMPORTANT]", "is “2026-11-10”"]),
    ];
    each(NOW, cases);
    let said = told_of("content/sleep.md", "# Sleep", "---\nreviewed: 2026-11-20\nreviewer: Dr Who\n---\n# Sleep");
    assert!(said.contains("> [!IMPORTANT]") && said.contains("is “Dr Who”"), "{said}");
}

/// A folder that has another name: its pages move, and nothing else is other.
#[test]
fn only_the_path_of_links_changed() {
    let said = told(|root| {
        fs::rename(root.join("content/cramps"), root.join("content/cramp")).unwrap();
        for path in ["site.yaml", "content/index.md", TREE] {
            let text = fs::read_to_string(root.join(path)).unwrap();
            fs::write(root.join(path), text.replace("cramps/now.md", "cramp/now.md")).unwrap();
        }
    });
    assert!(said.contains("### Moved pages"), "{said}");
    assert!(said.contains("On 3 pages only the paths of links changed, to where they led"), "{said}");
    assert!(said.contains("- `content/cramp/calf.png` was at `content/cramps/calf.png`"), "{said}");
    for wrong in ["### Decision trees", "### Changed pages", "### Not told", "other text"] {
        assert!(!said.contains(wrong), "{wrong} in\n{said}");
    }
}

/// Of a long way to an end, the answer is named that decides there, however early it was given.
#[test]
fn the_example_names_the_earlier_answer_that_decides() {
    let tree = |last: &str| {
        let mut text = String::from("title: T\nquestions:\n");
        for q in 0..8 {
            text += &format!(
                "  q{q}:\n    ask: Question {q}?\n    options: {{a: A{q}, b: B{q}}}\n    next:\n{}      - goto: {}\n",
                if q == 7 { last } else { "" },
                if q == 7 { "mild".to_owned() } else { format!("q{}", q + 1) }
            );
        }
        text + "outcomes:\n  mild: {title: Mild, level: self-care, body: Rest.}\n  grave: {title: Grave, level: emergency, body: Call.}\n"
    };
    let site = |last: &str| {
        crate::common::site(&format!("--- content/index.md\n# Home\n--- content/t.tree.yaml\n{}", tree(last)))
    };
    let old = site("      - {when: {q1: a, q7: b}, goto: grave}\n");
    let new = site("      - {when: {q1: a, q7: b, q2: b}, goto: grave}\n");
    let said = super::compare(old.path(), new.path()).stdout;
    let line = said.lines().find(|line| line.contains("For example")).unwrap_or_default();
    for named in ["Question 1? *A1*", "Question 2? *A2*", "Question 7? *B7*"] {
        assert!(line.contains(named), "{named} in {line}");
    }
    assert!(!line.contains("Question 5?"), "{line}");
}

/// Numbers stand in JSON as figures alone, however many.
#[test]
fn json_holds_figures_and_no_commas() {
    let repository = edited(|root| super::replace(root, TREE, "max: 30", "max: 29"));
    let value = json(repository.path(), "HEAD~1", "HEAD");
    let tree = &value["trees"][0];
    for figures in [&tree["ways"], &tree["changed"], &tree["gone"], &tree["paths"][0], &tree["shifts"][0]["paths"]] {
        let figures = figures.as_str().unwrap();
        assert!(!figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit()), "{figures}");
    }
}

/// Care cards are compared wherever they stand: in what a word means too.
#[test]
fn care_cards_in_the_glossary_are_told_first() {
    let glossary = "content/glossary.yaml";
    let with = "- term: Stitch\n  meaning: |\n    > [!EMERGENCY] Call now\n    >\n    > - It does not stop.\n";
    let said = |now: &str| {
        let repository = edited(|root| {
            crate::common::write(root, glossary, with);
            super::save(root);
            crate::common::write(root, glossary, with.replace("[!EMERGENCY]", now));
        });
        let failed = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        (failed.stdout, failed.code)
    };
    let (text, code) = said("[!ROUTINE]");
    assert!(
        text.contains("> [!CAUTION]\n> **Care cards of the word “Stitch” are milder, say less or are gone:**"),
        "{text}"
    );
    assert!(text.contains("The care card “Call now” is now routine, and was emergency"), "{text}");
    assert!(text.contains("1 care card is milder, says less or is gone") && code == 1, "{text}");
    let repository = edited(|root| {
        crate::common::write(root, glossary, with.replace("[!EMERGENCY]", "[!ROUTINE]"));
        super::save(root);
        crate::common::write(root, glossary, with);
    });
    let text = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(text.contains("The care card “Call now” is now emergency, and was routine"), "{text}");
    assert!(!text.contains("[!CAUTION]"), "{text}");
}

/// Of a list it is told what came and what went; of a source that is only called otherwise, that.
#[test]
fn entries_of_lists_and_keys_of_sources() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("tags: [cramp]", "tags: [cramp, calf]", &["tags (`tags`): “calf” added"]),
        ("tags: [cramp]", "tags: [calf]", &["tags (`tags`): “calf” added, “cramp” taken out"]),
        ("tags: [cramp]\n", "", &["tags (`tags`): was “cramp”, is nothing"]),
    ];
    each(NOW, cases);
    let said = told(|root| {
        super::replace(root, NOW, "[@nhs]", "[@nhs-cramp]");
        super::replace(root, "content/references.yaml", "nhs:", "nhs-cramp:");
    });
    assert!(said.contains("The source `[@nhs-cramp]` was called `[@nhs]`: “"), "{said}");
    assert!(said.contains("1 source changed"), "{said}");
}

/// A heading that links no longer reach is told, and can fail a review; one that keeps its id is not.
#[test]
fn headings_that_links_no_longer_reach() {
    let fails = |to: &str| {
        let repository = edited(|root| super::replace(root, NOW, "## Then", to));
        let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "vanished"]);
        (said.stdout, said.code)
    };
    let (said, code) = fails("## Afterwards");
    assert!(said.contains("**1 heading no longer has the address that it had.**") && code == 1, "{said}");
    assert!(said.contains("`/cramps/now/#then` (Cramp now: Then)"), "{said}");
    let (said, code) = fails("## Afterwards {#then}");
    assert!(!said.contains("no longer has the address") && code == 0, "{said}");
}

/// Signs that nobody sees are named as such.
#[test]
fn signs_that_nobody_sees() {
    for (from, to, wanted) in [
        ("Sleep well.", "Sleep\u{a0}well.", "Signs that nobody sees, such as a no-break space"),
        ("Sleep well.", "Sl\u{ad}eep well.", "+ Sl[soft hyphen]eep well."),
        ("Sleep well.", "Sleep\u{200b} well.", "+ Sleep[space of no width] well."),
        ("# Sleep", "# Sl\u{200b}eep", "Its title was “Sleep”, is “Sl\\[space of no width\\]eep”"),
        ("Sleep well.", "Sl\u{435}ep well.", "+ Sl[Cyrillic letter \u{435}, U+0435]ep well."),
    ] {
        let said = told_of("content/sleep.md", from, to);
        assert!(!said.contains("Nothing:") && !said.contains("not told here"), "{to:?}: {said}");
        assert!(said.contains(wanted), "{to:?}: {said}");
    }
}

/// A picture that changed names the pages that show it.
#[test]
fn a_changed_picture_names_its_pages() {
    let said = told(|root| {
        let (one, other) = (root.join("content/cramps/calf.png"), root.join("content/cramps/other.png"));
        let bytes = [fs::read(&one).unwrap(), fs::read(&other).unwrap()];
        fs::write(&other, &bytes[0]).unwrap();
        fs::write(&one, [&bytes[1][..], b"x"].concat()).unwrap();
    });
    assert!(said.contains("`content/cramps/calf.png` is changed, on “Cramp now”"), "{said}");
}

/// A tree that is kept back, or gone, is lost with its addresses and its rules.
#[test]
fn a_tree_that_is_kept_back_is_lost() {
    for line in ["draft: true\n", "publish: false\n"] {
        let repository = edited(|root| super::replace(root, TREE, "title: Calf\n", &format!("title: Calf\n{line}")));
        let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "vanished"]);
        assert!(said.stdout.contains("`/calf/` (Calf)") && said.code == 1, "{line}: {}", said.stdout);
    }
}

/// White space that no reader sees is called that; the end of a line as another system writes it is nothing.
#[test]
fn white_space_is_called_that() {
    let list = "- Eat.\n- Drink.";
    let after = |to: &str| {
        let repository = edited(|root| {
            super::replace(root, "content/sleep.md", "Sleep well.", list);
            super::save(root);
            super::replace(root, "content/sleep.md", list, to);
        });
        crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout
    };
    let said = after("- Eat.\n\n- Drink.");
    assert!(said.contains("Nothing that a reader sees: 1 page with other line breaks or spaces"), "{said}");
    for path in ["content/sleep.md", NOW, TREE, "site.yaml", "content/glossary.yaml"] {
        let said = told(|root| {
            let text = fs::read_to_string(root.join(path)).unwrap();
            fs::write(root.join(path), text.replace('\n', "\r\n")).unwrap();
        });
        assert!(said.contains("Nothing") && !said.contains("Not told"), "{path}: {said}");
    }
}

/// Of a long list of words for the search, what came and what went.
#[test]
fn words_for_the_search_that_came_and_went() {
    let repository = edited(|root| {
        super::replace(
            root,
            "site.yaml",
            "offline: true",
            "offline: true\nsynonyms:\n  - [cramp, spasm]\n  - [run, jog]",
        );
        super::save(root);
        super::replace(root, "site.yaml", "  - [run, jog]", "  - [walk, stroll]");
    });
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    let wanted = "Words that mean the same to the search: was “run = jog”, is “walk = stroll”";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn what_an_outcome_lists_to_read_is_told_with_all_that_its_list_says() {
    let described = |root: &Path| {
        let article = std::fs::read_to_string(root.join("content/sleep.md")).unwrap();
        let body = article
            .split_once("---\n")
            .and_then(|(_, rest)| rest.split_once("---\n"))
            .map_or(article.as_str(), |(_, body)| body);
        crate::common::write(
            root,
            "content/sleep.md",
            format!("---\ntitle: Sleep\ndescription: Words that stand nowhere else.\n---\n{body}"),
        );
    };
    for (from, to) in [
        ("read: [cramps/now.md]", "read: [cramps/now.md, sleep.md]"),
        ("read: [cramps/now.md, sleep.md]", "read: [cramps/now.md]"),
    ] {
        let repository = super::edited(|root| {
            described(root);
            if to.len() < from.len() {
                super::replace(root, TREE, to, from);
            }
            super::save(root);
            super::replace(root, TREE, from, to);
        });
        let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
        assert!(said.contains("To read: Sleep") && !said.contains("not told"), "{said}");
    }
}

#[test]
fn the_book_is_not_named_beside_the_page_that_makes_it_otherwise() {
    let with_book = |root: &Path| {
        let settings = std::fs::read_to_string(root.join("site.yaml")).unwrap();
        crate::common::write(root, "site.yaml", format!("{settings}book: true\n"));
        crate::common::write(
            root,
            "content/two.md",
            "# Two\n\n## One\n\nWords. More words.\n\nOthers.\n\n## Another\n\nEnd.\n",
        );
    };
    let repository = super::edited(|root| {
        with_book(root);
        super::save(root);
        super::replace(root, "content/two.md", "Words. More words.", "Words.\n\nMore words.");
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(!said.contains("/book/") && said.contains("/two/"), "{said}");
}

/// Labels stand in lists of answers with small letters, and sources with all that is known of them.
#[test]
fn all_that_is_told_is_not_called_untold() {
    let any = "ask: Are you sure?\n    kind: any\n";
    let options = "\"yes\": {say: Sudden pop, goto: home}\n      \"no\": {say: Dark dent, goto: home}";
    let repository = super::edited(|root| {
        super::replace(root, TREE, "ask: Are you sure?\n", any);
        let plain = "\"yes\": {say: \"Yes\", goto: home}\n      \"no\": {say: \"No\", goto: help}";
        super::replace(root, TREE, plain, options);
        super::save(root);
        super::replace(root, TREE, "Sudden pop", "Loud pop");
        super::replace(root, TREE, "Dark dent", "Deep dent");
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("+ Loud pop") && !said.contains("### Not told"), "{said}");
    let source = "nhs: {title: Cramp, site: NHS, year: 2023, url: https://www.nhs.uk/cramp/, checked: 2026-11-01}\n";
    let other = "a-book: {authors: A. Runner, title: Unheard words, publisher: Press, year: 1999}\n";
    let repository = super::edited(|root| {
        super::replace(root, "content/references.yaml", source, &format!("{source}{other}"));
        super::replace(root, "content/sleep.md", "Sleep well.", "Sleep well [@a-book].");
        super::save(root);
        super::replace(root, "content/cramps/now.md", "Let it go.", "Let it go.\n\n![[sleep]]\n");
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("+ Sleep well [@a-book].") && !said.contains("### Not told"), "{said}");
}
