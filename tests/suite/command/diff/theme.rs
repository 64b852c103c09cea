//! Changes of a theme: what they come to on the pages, and whether they take away whom to call.

use super::{edited, json, save, told};
use crate::common::{repository, run, write};
use std::fs;
use std::path::Path;

const EMERGENCY: &str = "themes/default/templates/parts/emergency.html";
const FOOTER: &str = "themes/default/templates/parts/footer.html";

fn built_in(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

#[test]
fn a_template_that_takes_the_number_to_call_away_is_a_weaker_guard() {
    let site = edited(|root| write(root, EMERGENCY, ""));
    let said = run(site.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "guard"]);
    assert_eq!(said.code, 1, "{}", said.stdout);
    let wanted = "### Guards weakened\n\n- Whom to call: by the theme, fewer numbers to call or care cards stand on ";
    assert!(said.stdout.contains(wanted), "{}", said.stdout);
    let value = json(site.path(), "HEAD~1", "HEAD");
    let affected = &value["affected"];
    assert!(
        affected["pages"].as_u64().unwrap() > 3 && affected["pages"].as_u64() < affected["of"].as_u64(),
        "{affected:#}"
    );
    assert!(affected["lines"].to_string().contains("tel:999"), "{affected:#}");
    let told = format!(
        "#### By the theme's templates, words and settings {} of {} pages differ\n\nFor example, in the HTML of “",
        affected["pages"], affected["of"]
    );
    assert!(said.stdout.contains(&told), "{told} in\n{}", said.stdout);
    // The words of the page and what else of it changed are not the theme's doing.
    let more = edited(|root| {
        write(root, EMERGENCY, "");
        super::replace(root, "content/sleep.md", "Sleep well.", "Sleep long.");
        write(root, "content/more.md", "# More\n");
    });
    let with_more = json(more.path(), "HEAD~1", "HEAD");
    assert!(!with_more["affected"]["lines"].to_string().contains("Sleep"), "{with_more:#}");
}

/// What takes the number away from every page is no milder than another word of it.
#[test]
fn a_number_to_call_that_the_theme_takes_away_fails_a_review() {
    let site = edited(|root| write(root, EMERGENCY, ""));
    let said = run(site.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
    assert_eq!(said.code, 1, "{}", said.stdout);
    let pages = json(site.path(), "HEAD~1", "HEAD")["affected"]["call_less"].as_array().unwrap().len();
    let wanted =
        format!("> [!CAUTION]\n> **By the theme, {pages} pages have fewer numbers to call or care cards.**\n>\n> - `/");
    assert!(said.stdout.contains(&wanted), "{wanted} in\n{}", said.stdout);
    for path in ["themes/default/assets/own.css", "static/own.css"] {
        let style = edited(|root| {
            write(root, path, "a {color: red}\n");
            save(root);
            write(root, path, "a {color: red}\n.card, .call {display: none}\n");
        });
        let said = run(style.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]);
        assert_eq!(said.code, 1, "{}", said.stdout);
        let head = "> [!CAUTION]\n> **Styles hide more than they did.** Whether somebody to call is hidden with it, only a look at \
                    the pages can tell.\n>\n> - The ";
        assert!(said.stdout.contains(head) && said.stdout.contains(" hides `.call`, `.card`"), "{}", said.stdout);
    }
    let colour = edited(|root| write(root, "themes/default/assets/own.css", "a {color: red}\n"));
    assert_eq!(run(colour.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "less-urgent"]).code, 0);
}

/// How many pages a theme makes otherwise is how many files a build makes otherwise.
#[test]
fn pages_with_code_are_no_other_pages_for_a_word_of_the_theme() {
    let site = edited(|root| {
        super::replace(root, SLEEP, "Sleep well.", "Sleep well.\n\n```js\nlet hours = 8; // good\n```\n");
        save(root);
        write(root, "themes/default/words/en.yaml", "call: Ring {number}\n");
    });
    let affected = &json(site.path(), "HEAD~1", "HEAD")["affected"];
    assert!(!affected["lines"].to_string().contains("hours"), "{affected:#}");
    let built = |revision: &str| {
        crate::common::git(site.path(), "2026-11-01", &["checkout", "-q", revision]);
        let out = site.path().join("out");
        assert_eq!(run(site.path(), &["build", "--out", "out"]).code, 0);
        let pages = crate::common::files(&out);
        fs::remove_dir_all(out).unwrap();
        pages
    };
    let (new, old) = (built("HEAD"), built("HEAD~1"));
    let pages = new.iter().filter(|(path, bytes)| path.ends_with(".html") && old.get(*path) != Some(*bytes)).count();
    assert_eq!(affected["pages"], pages, "{affected:#}");
}

/// A file that hosts or browsers go by is shown line by line.
#[test]
fn the_lines_of_files_that_hosts_and_browsers_go_by() {
    for (path, text) in [("static/_redirects", "/a /b"), ("static/extra.js", "alert(1)")] {
        let said = told(|root| write(root, path, format!("{text}\n")));
        assert!(said.contains(&format!("\n\nIt is new.\n\n```diff\n+ {text}\n```")), "{said}");
    }
    let said = run(
        edited(|root| {
            write(root, "static/_redirects", "/a /b\n/c /d\n");
            save(root);
            write(root, "static/_redirects", "/a /b\n/c /e\n");
        })
        .path(),
        &["diff", "HEAD~1", "HEAD"],
    );
    assert!(said.stdout.contains("```diff\n- /c /d\n+ /c /e\n```"), "{}", said.stdout);
}

#[test]
fn a_comment_of_a_template_changes_no_page() {
    let said = told(|root| write(root, FOOTER, built_in(FOOTER) + "{# A word. #}"));
    assert!(said.contains("By the theme's templates, words and settings no page of "), "{said}");
    assert!(said.contains("+ {# A word. #}") || said.contains("{# A word. #}"), "{said}");
    assert!(!said.contains("uard"), "{said}");
    let said = told(|root| write(root, "themes/default/words/en.yaml", "very-unwell: Is it bad?\n"));
    assert!(said.contains("pages differ") && said.contains("Is it bad?") && !said.contains("uard"), "{said}");
}

/// What a style sheet or a script does is not seen in the HTML.
#[test]
fn scripts_are_guards_that_nobody_can_judge() {
    let adds = |path: &'static str, text: &str| {
        let text = text.to_owned();
        edited(move |root: &Path| {
            write(root, path, "/* as it was */\n");
            save(root);
            write(root, path, text);
        })
    };
    let script = adds("themes/default/assets/more.js", "location.href = 'https://evil.example/';\n");
    let said = run(script.path(), &["diff", "HEAD~1", "HEAD", "--fail-on", "guard"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let wanted =
        "### Guards changed\n\n- The script `more.js`, which can hide or change anything on every page, is another";
    assert!(said.stdout.contains(wanted), "{}", said.stdout);
    let style = adds("themes/default/assets/own.css", ".care-emergency { display: none }\n");
    let said = run(style.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    assert!(said.contains("+ .care-emergency { display: none }") && !said.contains("By the theme's"), "{said}");
}

const TREE: &str = "content/calf.tree.yaml";
const SLEEP: &str = "content/sleep.md";

/// A line explains the bytes that it causes, and no others: neither a setting that no page shows, nor one that all do.
#[test]
fn a_setting_hides_nothing_that_is_not_told() {
    let settings = [
        "synonyms: [[cramp, spasm]]\n",
        "contact: help@club.example\n",
        "description: A site.\n",
        "theme_settings: {notice: false}\n",
    ];
    for setting in settings {
        let said = told(|root| {
            let text = fs::read_to_string(root.join("site.yaml")).unwrap();
            let text = text.replace("theme_settings: {notice: true}\n", "");
            fs::write(root.join("site.yaml"), format!("{text}{setting}")).unwrap();
            super::replace(root, SLEEP, "Sleep well.", "Sleep\u{a0}well.");
        });
        assert!(said.contains("came or went on 1 page: `/sleep/`"), "{setting}: {said}");
        assert!(!said.contains("### Not told"), "{setting}: {said}");
    }
}

/// What is told of a page's front matter says nothing of its text.
#[test]
fn an_order_hides_no_sign_in_the_text() {
    let said = told(|root| {
        super::replace(root, SLEEP, "# Sleep\n\nSleep well.", "---\norder: 5\n---\n# Sleep\n\nSleep\u{a0}well.")
    });
    assert!(said.contains("came or went on 1 page: `/sleep/`"), "{said}");
    let said = told(|root| {
        super::replace(root, SLEEP, "Sleep well.", "Sleep\u{a0}well.\n\nLie down.");
    });
    assert!(said.contains("+ Lie down.") && said.contains("came or went on 1 page: `/sleep/`"), "{said}");
}

/// What the card with a result says is told once, whatever else is.
#[test]
fn words_on_the_card_with_a_result_are_told() {
    let side = |root: &std::path::Path, words: &str| {
        super::replace(root, TREE, "ask: Are you sure?", &format!("ask: Are you sure?\n    on_card: {words}"));
    };
    let repository = super::edited(|root| {
        side(root, "Side");
        super::save(root);
        super::replace(root, TREE, "on_card: Side", "on_card: Flank");
        super::replace(root, TREE, "say: \"No\"", "say: \"Not at all\"");
        super::replace(root, "site.yaml", "review_after: 12", "review_after: 12\nsynonyms: [[cramp, spasm]]");
    });
    let said = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD"]).stdout;
    let wanted = "On the card with a result, “Are you sure?” was “Side”, is “Flank”";
    assert_eq!(said.matches(wanted).count(), 1, "{said}");
    assert!(!said.contains("### Not told"), "{said}");
    assert!(said.contains("Words that mean the same to the search: was nothing, is “cramp = spasm”"), "{said}");
    let value = super::json(repository.path(), "HEAD~1", "HEAD");
    assert_eq!(value["trees"][0]["on_card"][0]["after"], "Flank", "{value:#}");
    let html = crate::common::run(repository.path(), &["diff", "HEAD~1", "HEAD", "--format", "html"]).stdout;
    assert!(html.contains("On the card with a result"), "{html}");
}
