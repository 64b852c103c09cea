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
