//! Where words stand: the same words in another cell, a fold or further down, and those that readers never saw before.

use super::{edited, told, told_of};
use crate::common::{git, run, write};

const NOW: &str = "content/cramps/now.md";
const SLEEP: &str = "content/sleep.md";

#[test]
fn cells_of_a_table_that_changed_their_places_are_told_with_row_and_column() {
    let table = |rest: &str| {
        format!("|  | Cramp | Clot |\n| --- | --- | --- |\n| From day to day | {rest} |\n| Warm | No | Yes |\n")
    };
    let repository = edited(|root| {
        super::replace(root, SLEEP, "Sleep well.", &table("Better | Worse"));
        git(root, "2026-11-01", &["add", "-A"]);
        git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        super::replace(root, SLEEP, "Better | Worse", "Worse | Better");
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    let (cramp, clot) =
        ("in the column “Cramp” of the row “From day to day”", "in the column “Clot” of the row “From day to day”");
    for wanted in [
        format!("“Worse” stands now {cramp}, in a table, and stood {clot}, in a table"),
        format!("“Better” stands now {clot}, in a table, and stood {cramp}, in a table"),
    ] {
        assert!(said.contains(&wanted), "{wanted} in\n{said}");
    }
    assert!(!said.contains("word more"), "no word came or went: {said}");
    // A column of another name is one line, and its cells stay where they are.
    let renamed = edited(|root| {
        super::replace(root, SLEEP, "Sleep well.", &table("Better | Worse"));
        git(root, "2026-11-01", &["add", "-A"]);
        git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        super::replace(root, SLEEP, "| Clot |", "| Clots |");
    });
    let said = run(renamed.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(!said.contains("stands now") && said.contains("+ Clots"), "{said}");
    let changed = edited(|root| {
        super::replace(root, SLEEP, "Sleep well.", &table("Better | Worse"));
        git(root, "2026-11-01", &["add", "-A"]);
        git(root, "2026-11-01", &["commit", "-q", "-m", "b"]);
        super::replace(root, SLEEP, "| Yes |", "| Never |");
    });
    let said = run(changed.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("@@ In the column “Clot” of the row “Warm” @@\n- Yes\n+ Never"), "{said}");
}

#[test]
fn sentences_that_are_folded_away_or_stand_elsewhere() {
    let steps = "1. Hold the stretch.\n2. Let it go.\n";
    let said = told_of(NOW, steps, &format!("<details>\n<summary>More</summary>\n\n{steps}\n</details>\n"));
    let wanted =
        "“Hold the stretch.” and 1 more stand now in a numbered list in a closed fold, and stood in a numbered list";
    assert!(said.contains(wanted), "{said}");
    let said = told_of(NOW, "Stop and stretch. Do not take", "> [!note]- Why\n> Stop and stretch.\n\nDo not take");
    assert!(said.contains("“Stop and stretch.” stands now in a box") || said.contains("in a closed fold"), "{said}");
    assert!(said.contains("closed fold"), "{said}");
    let said = told(|root| {
        super::replace(root, NOW, "Stop and stretch. ", "");
        super::replace(root, NOW, "## Then\n", "## Then\n\nStop and stretch.\n");
    });
    assert!(said.contains("“Stop and stretch.” stands now under “Then”, and stood in the text itself"), "{said}");
    assert!(!said.contains("words more"), "{said}");
}

#[test]
fn a_new_page_is_told_with_all_that_it_says() {
    let text = "---\naliases: [/old-place/]\nreviewer: Dr Who\nreviewed: 2026-11-20\n---\n# New one\n\nTake ten tablets.\n\n## Why\n\n> [!URGENT] Call us\n>\n> - It hurts.\n";
    let said = told(|root| write(root, "content/new.md", text));
    for wanted in [
        "+ Take ten tablets.\n+ ## Why\n",
        "- The care card “Call us” is new: urgent",
        "- It is found at `/old-place/` too",
        "> [!IMPORTANT]\n> **1 page has a new review.**",
    ] {
        assert!(said.contains(wanted), "{wanted} in\n{said}");
    }
    let said = told(|root| write(root, "content/new.md", "# New one\n\nTake ten tablets.\n"));
    assert!(said.contains("- It has no care card"), "{said}");
    let repository = edited(|root| write(root, "content/new.md", text));
    let html = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--format", "html"]).stdout;
    assert!(html.contains("Take ten tablets."), "{html}");
    // A tree that is new can be walked, and names its levels.
    let tree = "title: Run on\nlevels: [self-care, emergency]\nquestions:\n  q:\n    ask: Does your chest hurt?\n    options:\n      \"yes\": {say: \"Yes\", goto: run}\n      \"no\": {say: \"No\", goto: run}\noutcomes:\n  run: {title: Run on, level: self-care, body: Run.}\n";
    let repository = edited(|root| write(root, "content/on.tree.yaml", tree));
    let html = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--format", "html"]).stdout;
    assert!(html.contains("<a href=\"#walk-new-0-1\">Yes</a>"), "{html}");
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("@@ In the outcome “Run on” (self-care) @@\n+ Run on\n+ Run.\n"), "{said}");
}

/// A line that changed in a template or a style can hide anything: it is told as it is written.
#[test]
fn files_of_the_theme_are_told_line_by_line() {
    let style = "themes/default/assets/style.css";
    let text = std::fs::read_to_string(crate::common::repository().join(style)).unwrap();
    let said = told(|root| write(root, style, format!("{text}.care-emergency {{display: none}}\n")));
    let wanted = "> [!IMPORTANT]\n> **Files changed that can hide or change anything on every page.**";
    assert!(said.contains(wanted), "{said}");
    assert!(
        said.contains("#### The style sheet `style.css`\n\n```diff\n+ .care-emergency {display: none}\n```"),
        "{said}"
    );
    let about = "themes/default/VIEWS.md";
    let text = std::fs::read_to_string(crate::common::repository().join(about)).unwrap();
    let said = told(|root| write(root, about, format!("{text}more\n")));
    assert!(said.contains("Nothing: every page reads as before"), "{said}");
}

/// What hosts obey and browsers run is no picture.
#[test]
fn files_that_govern_pages_are_told_with_every_page() {
    for (path, wanted) in [
        (
            "static/_redirects",
            "#### The file `static/_redirects` (hosts lead readers by it)\n\nIt is new.\n\n```diff\n+ /a /b\n```",
        ),
        ("static/.htaccess", "`static/.htaccess` (a host obeys it)"),
        ("static/tools/x.js", "`static/tools/x.js` (it runs in readers' browsers)"),
    ] {
        let said = told(|root| write(root, path, "/a /b\n"));
        let section = said.split("### On every page\n").nth(1).unwrap_or_default();
        assert!(section.contains(wanted), "{wanted} in\n{said}");
        assert!(said.contains("Files changed that can hide or change anything"), "{said}");
    }
    let said = told(|root| write(root, "static/map.pdf", "1"));
    assert!(said.contains("- `static/map.pdf` is new"), "{said}");
}

/// What moved with what stands above it does not stand where it stood.
#[test]
fn what_moved_does_not_stand_behind_the_same() {
    let card = |title: &str| format!("> [!URGENT] {title}\n>\n> - You shiver.\n> - You sweat.\n");
    let (one, two) = (card("Ask today"), card("Ask for help"));
    let repository = super::edited(|root| {
        super::replace(root, "content/sleep.md", "Sleep well.", &format!("First.\n\n{one}\nSecond.\n\n{two}\nThird."));
        super::save(root);
        super::replace(
            root,
            "content/sleep.md",
            &format!("First.\n\n{one}\nSecond.\n\n{two}\nThird."),
            &format!("First.\n\nSecond.\n\n{two}\nThird.\n\n{one}"),
        );
    });
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    let moved: Vec<&str> =
        said.lines().filter(|line| line.contains(" now ") && line.contains(", and stood ")).collect();
    assert!(!moved.is_empty(), "{said}");
    for line in moved {
        let (_, places) = line.split_once(" now ").unwrap();
        let (is, was) = places.split_once(", and stood ").unwrap();
        assert_ne!(is, was, "{said}");
    }
}

/// What is told of a page that said this and says that, and whether a review that fails on less urgent help fails.
fn of_sleep(before: &str, after: &str) -> (String, i32) {
    let repository = edited(|root| {
        super::replace(root, SLEEP, "Sleep well.", before);
        super::save(root);
        super::replace(root, SLEEP, before, after);
    });
    let said = run(repository.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
    (said.stdout, said.code)
}

#[test]
fn sections_that_changed_places_lose_nothing() {
    let phone = "## What do I say on the phone?\n\nSay where you are.\n\nSay what you feel.\n\n";
    let wait = "## What do I do while I wait?\n\nSit down.\n\nTake off your shoes.\n\nStay warm.\n\n";
    let (said, code) = of_sleep(&format!("{phone}{wait}"), &format!("{wait}{phone}"));
    assert_eq!((code, said.contains("[!CAUTION]")), (0, false), "{said}");
    let moved = "- The heading “What do I say on the phone?” stands elsewhere among the headings\n";
    assert!(said.contains(moved) && !said.contains("stands now") && !said.contains("is now “"), "{said}");
    let (said, code) = of_sleep("## Which number do I call?\n\nIt is 999.", "## Whom do I ring?\n\nIt is 999.");
    assert_eq!((code, said.contains("[!CAUTION]")), (0, false), "{said}");
}

/// The same words where they mean the opposite.
#[test]
fn do_and_do_not_turned_over_and_steps_in_another_order() {
    let table = |head: &str, row: &str| {
        format!(
            "| Sign | {head} |\n| --- | --- | --- |\n| Dark urine | {row} |\n| A cut | Wash it | Scratch it |\n| Heat | Cool it | Rub it |\n"
        )
    };
    let (both, row) = ("Do | Do not", "Drink | Take ibuprofen");
    let without = table(both, row).replace("| Dark urine | Drink | Take ibuprofen |\n", "");
    let (steps, turned) = ("1. Hold it.\n2. Let it go.\n", "1. Let it go.\n2. Hold it.\n");
    let moved = "## What should I not do?\n\nRun on.\n\nJump.\n\n## Then\n\nRest.";
    for (before, after, wanted) in [
        (
            table(both, row),
            table("Do not | Do", row),
            "> - “Sleep”: “Drink” and 2 more stand now in the column “Do not”, and stood in the column “Do”\n> - “Sleep”: “Take ibuprofen” and 2 more stand now in the column “Do”, and stood in the column “Do not”",
        ),
        (
            table(both, row),
            table(both, "Take ibuprofen | Drink"),
            "“Take ibuprofen” stands now in the column “Do”, and stood in the column “Do not”",
        ),
        (table(both, row), without, "“Take ibuprofen” is no longer in the column “Do not”"),
        (
            moved.to_owned(),
            "## What should I not do?\n\nJump.\n\n## Then\n\nRun on.\n\nRest.".to_owned(),
            "“Run on.” stands now under “Then”, and stood under “What should I not do?”",
        ),
        (steps.to_owned(), turned.to_owned(), "“Let it go.” stands now first, and stood behind “Hold it.”"),
    ] {
        let (said, code) = of_sleep(&before, &after);
        let head = "> [!IMPORTANT]\n> **What to do, what not to do, or the order of steps is another:** Is each as it is meant?\n>\n> - “Sleep”: ";
        assert!(said.contains(head) && said.contains(wanted), "{wanted} in\n{said}");
        assert_eq!(code, 0, "{said}");
    }
    let (said, _) = of_sleep(moved, &moved.replace("should I not do", "should I do"));
    let wanted = "> **A number, a unit, a bound or a “not” is another:** Is each as it is meant?\n>\n> - “Sleep”: “What should I not do?” is now “What should I do?”";
    assert!(said.contains(wanted) && !said.contains("stand now"), "{said}");
}

/// A page's title is told with the page, and not with those that name it.
#[test]
fn a_title_that_is_turned_round() {
    let said = told_of(NOW, "# Cramp now", "# No cramp now");
    let wanted = "> **A number, a unit, a bound or a “not” is another:** Is each as it is meant?\n>\n> - “No cramp now”: “Cramp now” is now “No cramp now”\n\n";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn the_title_of_a_card_is_in_no_box_in_a_box() {
    let said = told_of(NOW, "> [!EMERGENCY] Call now if you faint\n>", "> [!EMERGENCY]\n> Call now if you faint\n>");
    assert!(said.contains("in the title of a box (emergency)") && !said.contains("title of a box in a box"), "{said}");
}
