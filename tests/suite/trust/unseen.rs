//! Of what is held back nothing shows anywhere: no name, no word, no file. Each site here has a secret word, and what is published
//! must not hold it in any byte of a name or a file.
use crate::common::{files, run, site};

const SECRET: &str = "quokka";

/// Builds, and tells which published files hold the secret word; and what the command said.
fn leaks(text: &str) -> (Vec<String>, String) {
    let site = site(text);
    let said = run(site.path(), &["build", "--today", "2026-11-29"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let all = files(&site.path().join("public")).into_iter();
    let holds = |text: &str| text.to_lowercase().contains(SECRET);
    let found = all.filter(|(path, bytes)| holds(path) || holds(&String::from_utf8_lossy(bytes)));
    (found.map(|(path, _)| path).collect(), format!("{}{}", said.stdout, said.stderr))
}

/// Ways to hold a page back, with a text of its own.
const HELD: [&str; 4] = [
    "---\ndraft: true\n---\n# Quokka\n\nQuokka [x](shown.md)\n",
    "---\npublish: false\ntags: [quokka]\naliases: [/quokka/]\n---\nQuokka\n",
    "---\ntitle: quokka: b\n---\nQuokka\n",
    "---\npublishDate: 2099-01-01\n---\nQuokka\n",
];

#[test]
fn a_menu_of_another_program_names_no_page_that_is_held_back() {
    for held in HELD {
        let mkdocs = "--- site.yaml\ndescription: S\n--- mkdocs.yml\nsite_name: S\nnav:\n  - Home: index.md\n  - QuokkaA: secret.md\n  - QuokkaB:\n    - QuokkaC: priv/index.md\n    - QuokkaD: priv/one.md\n  - QuokkaE: two/index.md\n  - QuokkaF: three/README.md\n  - QuokkaG:\n    - QuokkaH: four/a.md\n  - Mixed:\n    - QuokkaI: five/a.md\n    - Second: five/b.md\n  - Shown: shown.md\n--- docs/index.md\n# Home\n\n[x](secret.md) [](priv/index.md)\n--- docs/shown.md\n# Shown\n";
        let mkdocs =
            ["secret.md", "priv/index.md", "priv/one.md", "two/index.md", "three/README.md", "four/a.md", "five/a.md"]
                .iter()
                .fold(mkdocs.to_owned(), |site, path| format!("{site}--- docs/{path}\n{held}"));
        let others = "--- docs/priv/x.md\n# X\n--- docs/two/x.md\n# X\n--- docs/three/x.md\n# X\n--- docs/four/x.md\n# X\n--- docs/five/b.md\n# B\n";
        let (leaked, said) = leaks(&format!("{mkdocs}{others}"));
        assert!(leaked.is_empty(), "{held}: {leaked:?}");
        assert!(said.contains("7 pages kept back") && said.contains("7 pages, 0 trees"), "{said}");

        let book = "--- site.yaml\ndescription: S\n--- book.toml\n[book]\ntitle = \"S\"\n--- src/SUMMARY.md\n# Summary\n\n- [Home](index.md)\n- [QuokkaA](secret.md)\n  - [Below](secret/below.md)\n- [QuokkaB](priv/README.md)\n  - [Below](priv/below.md)\n- [QuokkaC](two/index.md)\n  - [Below](two/below.md)\n--- src/index.md\n# Home\n--- src/secret/below.md\n# X\n--- src/priv/below.md\n# X\n--- src/two/below.md\n# X\n";
        let book = ["secret.md", "priv/README.md", "two/index.md"]
            .iter()
            .fold(book.to_owned(), |site, path| format!("{site}--- src/{path}\n{held}"));
        let (leaked, _) = leaks(&book);
        assert!(leaked.is_empty(), "{held}: {leaked:?}");
    }
}

/// A section keeps its place in the menu by its first page that readers see.
#[test]
fn a_section_whose_first_page_is_held_back_leads_to_the_next() {
    let site = site(
        "--- site.yaml\ndescription: S\n--- mkdocs.yml\nsite_name: S\nnav:\n  - Home: index.md\n  - Mixed:\n    - A: a.md\n    - B: b.md\n--- docs/index.md\n# Home\n--- docs/a.md\n---\ndraft: true\n---\n# A\n--- docs/b.md\n# B\n",
    );
    run(site.path(), &["build"]);
    let page = files(&site.path().join("public")).remove("docs/index.html").expect("there is a first page");
    let page = String::from_utf8_lossy(&page).into_owned();
    assert!(page.contains("b/\">Mixed</a>"), "{page}");
}

/// The site's own navigation, links, lists, trees and terms.
#[test]
fn nothing_of_ours_names_a_page_that_is_held_back() {
    for kind in ["", "front_matter: open\n", "vault: true\n"] {
        for held in &HELD[..3] {
            let text = format!(
                "--- site.yaml\ntitle: N\nbase_url: https://a.example/\n{kind}checks: {{broken-link: warning, tree-unknown-target: warning, empty-link: off, front-matter: warning, yaml-syntax: warning, unknown-key: off}}\nnavigation:\n  - index.md\n  - Quokka: plain.md\n  - Quokkas: priv/index.md\n--- content/index.md\n# Home\n\n[](plain.md) [[plain]] ![[plain]] [a](priv/index.md) [](priv/) [x][p] <a href=\"plain.md\">z</a> [[priv]]\n\n[p]: plain.md\n--- content/plain.md\n{held}--- content/priv/index.md\n{held}--- content/priv/other.md\n# Other\n--- content/shown.md\n# Shown\n--- content/a.tree.yaml\ntitle: Tree\nsummary: s\nlevels: [l]\nquestions:\n  q:\n    ask: What\n    options:\n      a: {{say: A, goto: r}}\n      b: {{say: B, goto: \"tree:b\"}}\noutcomes:\n  r: {{level: l, title: R, articles: [plain.md], text: \"[](plain.md)\"}}\n--- content/b.tree.yaml\ntitle: Quokka\nsummary: quokka\nlevels: [l]\ndraft: true\nquestions:\n  q:\n    ask: Quokka\n    options:\n      a: {{say: A, goto: r}}\noutcomes:\n  r: {{level: l, title: quokka}}\n--- content/glossary.yaml\n- term: Word\n  meaning: A word. [](plain.md)\n"
            );
            let (leaked, said) = leaks(&text);
            assert!(leaked.is_empty(), "{kind}{held}: {leaked:?}");
            assert!(
                said.contains("is held back, and so is its entry")
                    || said.contains("was not looked up")
                    || said.contains("were not "),
                "{kind}{held}: {said}"
            );
            assert!(said.contains("3 pages, 1 tree,"), "{kind}{held}: {said}");
        }
    }
}

/// A picture that only these name is shown by no page.
#[test]
fn what_only_a_board_a_comment_or_code_names_is_not_published() {
    let boards = [
        ("board.canvas", "{\"nodes\":[{\"file\":\"FILE\"}]}\n"),
        ("list.base", "filters: FILE\n"),
        ("d.excalidraw.md", "![[FILE]]\n"),
        ("Drawing.md", "---\nexcalidraw-plugin: parsed\n---\n![[FILE]]\n"),
        ("t.md", "<%* let x %>\n![[FILE]]\n"),
        ("c.md", "<!-- ![x](FILE) -->\n"),
        ("e.md", "<!--\n<img src=\"FILE\">\n-->\n\nWords.\n"),
    ];
    for (path, text) in boards.into_iter().chain([("p.md", "%% ![[FILE]] %%\n")]) {
        for (file, kind) in [("quokka 1.png", " (picture)"), ("quokka.pdf", "")] {
            for vault in ["vault: true\n", "front_matter: open\n"] {
                // What these are is Obsidian's to say.
                if vault.starts_with("front") && matches!(path, "p.md" | "t.md") {
                    continue;
                }
                let site = format!(
                    "--- site.yaml\ntitle: V\n{vault}--- Home.md\n# Home\n\n![[shown.png]]\n--- {path}\n{}--- {file}{kind}\nx\n--- shown.png (picture)\n",
                    text.replace("FILE", file)
                );
                let (leaked, said) = leaks(&site);
                assert!(leaked.is_empty(), "{vault}{path}, {file}: {leaked:?} {said}");
            }
        }
    }
}

/// What stands as code is read, and names no file for it.
#[test]
fn a_file_that_stands_in_code_is_no_file_that_is_shown() {
    let text = "--- site.yaml\ntitle: S\n--- content/index.md\n---\ntitle: Home\n---\n\n```md\n![x](scan.pdf)\n```\n\nSee `list.csv`, [whole](https://a.example/whole.pdf), [it](linked.pdf).\n";
    let files_there = "--- content/scan.pdf\nx\n--- content/list.csv\nx\n--- content/linked.pdf\nx\n--- content/whole.pdf\nx\n--- content/free.pdf\nx\n--- content/nal.pdf\nx\n";
    let site = site(&format!("{text}{files_there}").replace("title: S\n", "title: S\nbase_url: https://a.example/\n"));
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    let there = |name: &str| site.path().join("public").join(name).exists();
    assert_eq!(["scan.pdf", "list.csv"].map(there), [false, false]);
    // What nothing names at all is told and published, as ever; so is what is linked by its whole address.
    assert_eq!(["linked.pdf", "whole.pdf", "free.pdf", "nal.pdf"].map(there), [true; 4]);
    assert!(said.stdout.contains("scan.pdf"), "it is told: {said:?}");
}

/// Drawings and templates are held back whatever their files are called, and counted.
#[test]
fn drawings_and_templates_under_plain_names_are_held_back() {
    for note in [
        "---\nexcalidraw-plugin: parsed\ntags: [excalidraw]\n---\n# Quokka\n",
        "---\nexcalidraw-plugin: raw\n---\nquokka\n",
        "---\ncreated: <% tp.date.now() %>\n---\nQuokka\n",
        "# <% tp.file.title %>\n\nquokka\n",
        "<%*\nlet quokka = 1\n-%>\n",
    ] {
        let (leaked, said) =
            leaks(&format!("--- site.yaml\ntitle: V\nvault: true\n--- Home.md\n[[Note]]\n--- Note.md\n{note}"));
        assert!(leaked.is_empty(), "{note}: {leaked:?}");
        assert!(said.contains("1 page kept back") && said.contains("1 page, 0 trees"), "{note}: {said}");
    }
    let (leaked, _) = leaks("--- site.yaml\ntitle: V\nvault: true\n--- Home.md\nHow: `<% tp.date.now() %>` quokka\n");
    assert!(!leaked.is_empty(), "what is shown as code is no template");
}

/// Such folders hold files that are served as they are; a text there is no page.
#[test]
fn a_text_in_another_programs_static_folder_is_no_page() {
    for (settings, page, text) in [
        ("docusaurus.config.js\nmodule.exports = { title: 'D' };\n", "docs/a.md", "static/README.md"),
        ("docusaurus.config.js\nmodule.exports = { title: 'D' };\n", "docs/a.md", "static/img/README.md"),
        (
            "docusaurus.config.js\nmodule.exports = { title: 'D', staticDirectories: ['docs/files'] };\n",
            "docs/a.md",
            "docs/files/x/y.md",
        ),
        ("docs/.vitepress/config.js\nexport default { title: 'V' }\n", "docs/a.md", "docs/public/README.md"),
        ("hugo.toml\nbaseURL = 'x'\ntitle = 'H'\n", "posts/a.md", "static/notes.markdown"),
    ] {
        let (leaked, said) =
            leaks(&format!("--- site.yaml\ntitle: S\n--- {settings}--- {page}\n# A\n--- {text}\n# Quokka\n"));
        assert!(leaked.is_empty(), "{settings}: {leaked:?}");
        assert!(said.contains("1 page, "), "{settings}: {said}");
    }
}

/// One page that nobody has finished does not stop a folder of many.
#[test]
fn marks_of_a_merge_hold_their_page_back_and_not_the_rest() {
    for kind in ["vault: true", "front_matter: open"] {
        for marks in [">>>>>>>\n", ">>>>>>> theirs\n", "<<<<<<< HEAD\nquokka\n=======\n>>>>>>> b\n"] {
            let (leaked, said) = leaks(&format!(
                "--- site.yaml\ntitle: V\n{kind}\n--- index.md\n[x](note.md)\n--- note.md\nquokka\n\n{marks}"
            ));
            assert!(leaked.is_empty(), "{kind}, {marks}: {leaked:?}");
            assert!(said.contains("warning[merge-conflict]") && said.contains("note.md:3"), "{kind}, {marks}: {said}");
        }
    }
    let own = site("--- site.yaml\ntitle: S\n--- content/index.md\na\n\n>>>>>>>\n");
    assert_eq!(run(own.path(), &["build"]).code, 1);
}

/// However the private text spells the name of its file, and whatever else is called so.
#[test]
fn a_file_of_a_private_page_is_held_back_however_its_name_is_spelt() {
    for (file, written) in [
        ("quokka_one.pdf", "[x](quokka\\_one.pdf)"),
        ("quokka&co.pdf", "<a href=\"quokka&#38;co.pdf\">x</a>"),
        ("quokka&co.pdf", "<!-- quokka&amp;co.pdf -->"),
        ("quokka \u{fc}.pdf", "[[quokka u\u{308}.pdf]]"),
        ("quokka u\u{308}.pdf", "[x](quokka%20%c3%bc.pdf)"),
        ("QUOKKA.PDF", "[x](quokka.pdf)"),
    ] {
        for kind in ["vault: true", "front_matter: open", "language: en"] {
            let (leaked, said) = leaks(&format!(
                "--- site.yaml\ntitle: S\n{kind}\n--- content/index.md\n# Home\n--- content/a.md\n---\npublish: false\n---\n{written}\n--- content/{file}\nx\n"
            ));
            assert!(leaked.is_empty(), "{kind}, {file}, {written}: {leaked:?} {said}");
        }
    }
    // Of two files of one name, a link that may mean both shows none.
    let (leaked, _) = leaks(
        "--- site.yaml\ntitle: S\nfront_matter: open\n--- content/index.md\n# Home\n\n![[scan.pdf]]\n--- content/a.md\n---\npublish: false\n---\n[x](b/scan.pdf)\n--- content/b/scan.pdf\nquokka\n--- content/c/scan.pdf\nx\n",
    );
    assert!(leaked.is_empty(), "{leaked:?}");
}
