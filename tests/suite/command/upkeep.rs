//! `fingerpost report`: what is due, whose it is and where to begin; the same text until something else is due.
use crate::common::{run, write};
use std::path::Path;

const SITE: &str = "
--- site.yaml
title: T
repository: https://github.com/club/help
review_after: 12
search_tests:
  sore calf: calf.md
--- content/index.md
# Home

[More](more/index.md), [calf](calf.md), [sleep](sleep.md) and [a page that was there](https://gone.example/a#part) [@old; @new; @never].
--- content/calf.md
---
reviewed: 2024-03-01
reviewer: Dr. A [b](https://evil.example) *c*
---
# Cramp | at night

Words.
--- content/sleep.md
---
reviewed: 2026-06-01
updated: 2026-07-02
author: Sam
---
# Sleep
--- content/more/index.md
# More
--- content/more/alone.md
---
author: Kim
---
# Alone
--- content/references.yaml
old: {title: An old one, url: https://old.example/, checked: 2024-01-05}
new: {title: A new one, url: https://new.example/, checked: 2026-11-01}
never: {title: Never opened, url: https://never.example/}
book: {title: A book}
--- .external-links.json
{\"found\": {\"https://gone.example/a\": {\"status\": 404, \"asked\": 1}, \"https://old.example/\": {\"status\": 200, \"asked\": 1}}}
";

fn report(root: &Path, more: &[&str]) -> String {
    let said = run(root, &[&["report", "--today", "2026-11-30"], more].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said.stdout
}

#[test]
fn a_task_is_a_line_with_its_owner_and_the_way_to_edit() {
    let site = crate::common::site(SITE);
    let text = report(site.path(), &[]);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- [ ] ")).collect();
    let edit = "https://github.com/club/help/edit/main/content";
    let wanted = [
        format!("- [ ] [Cramp \\| at night]({edit}/calf.md): Due a new review since 1 March 2025"),
        format!("- [ ] [Sleep]({edit}/sleep.md): Reviewed on 1 June 2026, and changed on 2 July 2026"),
        format!("- [ ] [Home]({edit}/index.md): There is no page any more at https&#58;//gone.example/a"),
        format!("- [ ] [Never opened]({edit}/references.yaml): Nobody has written down"),
        format!("- [ ] [An old one]({edit}/references.yaml): Last opened on 5 January 2024"),
        "- [ ] [The search](https://github.com/club/help/edit/main/site.yaml): A reader who types".to_owned(),
        format!("- [ ] [Alone]({edit}/more/alone.md): No text and no decision tree links"),
    ];
    assert_eq!(lines.len(), wanted.len(), "{text}");
    for (line, wanted) in lines.iter().zip(&wanted) {
        assert!(line.starts_with(wanted), "{line}\n{wanted}");
    }
    assert!(lines[0].ends_with("(content/calf.md) · Dr. A \\[b\\](https&#58;//evil.example) \\*c\\*"), "{}", lines[0]);
    assert!(lines[1].ends_with(" · Sam") && lines[6].ends_with(" · Kim"), "{text}");
    assert_eq!(text, report(site.path(), &[]), "nothing else is due");
}

#[test]
fn machines_are_told_the_same() {
    let site = crate::common::site(SITE);
    let text = report(site.path(), &["--format", "json"]);
    let said: serde_json::Value = serde_json::from_str(&text).unwrap();
    let tasks = said["tasks"].as_array().unwrap();
    let kinds: Vec<&str> = tasks.iter().map(|task| task["kind"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        [
            "review-overdue",
            "changed-since-review",
            "address-gone",
            "source-unchecked",
            "source-unchecked",
            "search-fails",
            "orphan"
        ]
    );
    assert_eq!(tasks[0]["owner"], "Dr. A [b](https://evil.example) *c*");
    assert_eq!((tasks[0]["since"].as_str(), tasks[0]["line"].as_u64()), (Some("2025-03-01"), Some(0)));
    assert_eq!(tasks[5]["path"], "site.yaml");
    assert_eq!(text, report(site.path(), &["--format", "json"]));
}

#[test]
fn where_nothing_is_due_that_is_said() {
    let site = crate::common::site("--- content/index.md\n# Home\n");
    assert_eq!(report(site.path(), &[]), "## What is due\n\nNothing.\n");
    // What the owner does not want to hear of is not due either.
    write(site.path(), "content/more/alone.md", "# Alone\n");
    write(site.path(), "site.yaml", "title: T\nchecks: {orphan-page: off}\n");
    assert_eq!(report(site.path(), &[]), "## What is due\n\nNothing.\n");
}

/// With a mistake that keeps the site from being published, "Nothing" would not be true.
#[test]
fn what_cannot_be_read_is_due_first() {
    for (file, text) in [("content/sleep.md", "---\nreviewed: [2024\n---\n# Sleep\n"), ("site.yaml", "titel: T\n")] {
        let site =
            crate::common::site("--- content/index.md\n# Home\n\n[Sleep](sleep.md)\n--- content/sleep.md\n# Sleep\n");
        write(site.path(), file, text);
        let said = report(site.path(), &[]);
        assert!(said.starts_with("## What is due\n\n### Mistakes"), "{said}");
        assert!(said.contains(&format!("({file}:")), "{said}");
    }
    let empty = crate::common::folder();
    let said = report(empty.path(), &[]);
    assert!(said.starts_with("## What is due\n\n### Mistakes"), "{said}");
}
