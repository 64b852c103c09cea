//! Pages as Markdown, for readers of machines: what readers see, with whole addresses, and nothing that is kept back.

use crate::common::{files, run, site};
use std::collections::BTreeMap;

const SITE: &str = "--- site.yaml
title: The [club]
base_url: https://club.example/help/
description: Help for *runners*
review_after: 12
markdown_copies: true
--- content/index.md
# Home

See [nights](sleep/night-cramps.md), [care](care.md#today) and [the draft](https://e.org/a(b)).

<!-- quokka -->

![[care#Today]]
--- content/care.md
---
description: \"What to do: now\"
reviewed: 2026-03-01
reviewer: Dr Who
---
# Care

## Today

Rest *well*, and 2 * 3 = 6.[^1]

> [!URGENT] Go today
> - It hurts

[^1]: A note.
--- content/sleep/night-cramps.md
---
title: Night cramps
description: \"[now](https://e.org) <b>_x_\"
date: 2026-01-05
---
![A calf](calf.png) ![](calf.png)

| A | B |
| --- | --- |
| [x](../care.md) | 1 |
--- content/sleep/calf.png (picture)
--- content/draft.md
---
draft: true
---
# Numbat
--- content/private.md
---
publish: false
---
# Numbat
--- content/later.md
---
date: 2050-01-01
---
# Numbat
--- content/run.tree.yaml
title: Do I run?
questions:
  q: {ask: Fever?, options: {yes: {say: \"Yes\", goto: rest}, no: {say: \"No\", goto: run}}}
outcomes:
  rest: {title: Rest, level: self-care, read: [Care]}
  run: {title: Run, level: self-care}
";

fn built(text: &str) -> BTreeMap<String, String> {
    let folder = site(text);
    let said = run(folder.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    let all = files(&folder.path().join("public")).into_iter();
    all.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

#[test]
fn a_copy_is_what_readers_see_with_whole_addresses() {
    let files = built(SITE);
    let care = "---\ntitle: \"Care\"\ndescription: \"What to do: now\"\nurl: \"https://club.example/help/care/\"\nlanguage: \"en\"\n\
                updated: 2026-03-01\nreviewed: 2026-03-01\nreviewer: \"Dr Who\"\nnext_review: 2027-03-01\ncare: [urgent]\n---\n\n# Care\n\n\
                ## Today\n\nRest *well*, and 2 \\* 3 = 6.\\[1\\]\n\n### Urgent: Go today\n\n- It hurts\n";
    assert!(files["care/index.md"].starts_with(care), "{}", files["care/index.md"]);
    assert!(files["care/index.md"].ends_with("1. A note.\n"), "{}", files["care/index.md"]);
    let home = &files["index.md"];
    assert!(
        home.contains(
            "See [nights](https://club.example/help/sleep/night-cramps/), [care](https://club.example/help/care/#today)"
        ),
        "{home}"
    );
    assert!(home.contains("(<https://e.org/a(b)>)"), "{home}");
    assert!(home.contains("Rest *well*"), "what is put into a page is there: {home}");
    assert!(home.contains("reviewed: false\n"), "nobody has: {home}");
    let night = &files["sleep/night-cramps/index.md"];
    assert!(night.contains("![A calf](https://club.example/help/sleep/calf.png"), "{night}");
    assert!(night.contains("\n![](https://club.example/help/sleep/calf.png"), "one without words too: {night}");
    assert!(night.contains("| A | B |\n| --- | --- |\n| [x](https://club.example/help/care/) | 1 |\n"), "{night}");
    let tree = &files["run/index.md"];
    assert!(tree.contains("1. Fever?") && tree.contains("- **Yes** \u{2192} Self-care: Rest"), "{tree}");
    assert!(tree.contains("- [Care](https://club.example/help/care/)"), "{tree}");
}

#[test]
fn nothing_that_is_kept_back_is_in_a_copy_or_the_list() {
    for (path, text) in built(SITE).iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".txt")) {
        for word in ["Numbat", "quokka", "draft/", "private", "later"] {
            assert!(!text.contains(word), "{word} in {path}: {text}");
        }
    }
}

#[test]
fn the_list_leads_to_every_copy_and_pages_name_theirs() {
    let files = built(SITE);
    let list = &files["llms.txt"];
    assert!(list.starts_with("# The [club]\n\n> Help for \\*runners\\*\n\n## "), "{list}");
    assert!(
        list.contains("- [Care](https://club.example/help/care/index.md): What to do: now \u{b7} Urgent\n"),
        "{list}"
    );
    assert!(list.contains("index.md): \\[now\\](https://e.org) \\<b>\\_x\\_\n"), "words are no Markdown: {list}");
    let copies: Vec<&String> = files.keys().filter(|path| path.ends_with(".md")).collect();
    assert_eq!(copies.len(), 4);
    for copy in copies {
        assert!(list.contains(&format!("(https://club.example/help/{copy})")), "{copy}: {list}");
        let page = &files[&copy.replace(".md", ".html")];
        assert!(page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"index.md\">"), "{copy}");
    }
    let without = built(&SITE.replace("markdown_copies: true\n", ""));
    assert!(!without.keys().any(|path| path.ends_with(".md") || path == "llms.txt"));
    assert!(!without["index.html"].contains("text/markdown"));
    // Where nobody says where the site is, addresses are told from its top.
    let nowhere = built(&SITE.replace("base_url: https://club.example/help/\n", ""));
    assert!(
        nowhere["llms.txt"].contains("](/care/index.md)") && nowhere["index.md"].contains("](/sleep/night-cramps/)")
    );
    let own = built(&(SITE.to_owned() + "--- static/llms.txt\nmine\n"));
    assert_eq!(own["llms.txt"], "mine\n", "a file of the author's own goes before");
}
