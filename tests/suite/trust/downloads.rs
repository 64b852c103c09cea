//! Files that a browser only keeps: published where a page links to them, and only there. What is there and not published is not
//! called missing.
use crate::common::{files, run, site};

const KINDS: [&str; 6] = ["json", "rtf", "py", "ipynb", "tsv", "gz"];

fn text(settings: &str, folder: &str) -> String {
    let mut text = format!("--- site.yaml\ntitle: S\n{settings}--- {folder}index.md\n# Home\n");
    for kind in KINDS {
        text += &format!("\n[linked {kind}](files/linked.{kind})\n");
    }
    text += &format!("--- {folder}held.md\n---\npublish: false\n---\n[x](files/held.json)\n");
    for kind in KINDS {
        text += &format!("--- {folder}files/linked.{kind}\n1\n--- {folder}files/other.{kind}\n1\n");
    }
    text + &format!("--- {folder}files/held.json\n1\n--- {folder}package.json\n{{}}\n")
}

#[test]
fn what_a_page_links_to_is_there_and_nothing_else_of_its_kind() {
    for (settings, folder) in [("", "content/"), ("vault: true\n", ""), ("front_matter: open\n", "")] {
        let site = site(&text(settings, folder));
        let said = run(site.path(), &["build"]);
        assert_eq!(said.code, 0, "{settings}: {said:?}");
        assert!(!said.stdout.contains("missing-file"), "{settings}: {said:?}");
        let all = files(&site.path().join("public"));
        for kind in KINDS {
            assert!(all.contains_key(&format!("files/linked.{kind}")), "{settings} {kind}: {said:?}");
            assert!(!all.contains_key(&format!("files/other.{kind}")), "{settings} {kind}");
        }
        assert!(!all.contains_key("files/held.json") && !all.contains_key("package.json"), "{settings}");
        let page = String::from_utf8_lossy(&all["index.html"]).into_owned();
        assert!(page.contains("href=\"files/linked.json\""), "{page}");
        assert_eq!(said.stdout.contains("unpublished-file"), settings.is_empty(), "{said:?}");
        assert!(!said.stdout.contains("linked."), "{said:?}");
    }
}

#[test]
fn what_is_there_is_not_called_missing() {
    for (settings, folder, severity) in
        [("", "content/", "error"), ("vault: true\n", "", "warning"), ("front_matter: open\n", "", "warning")]
    {
        for (name, link) in [
            ("j.yaml", "[x](j.yaml)"),
            ("old.html", "[x](old.html)"),
            ("Makefile", "[x](Makefile)"),
            ("run.sh", "[x](run.sh)"),
            ("run.js", "[[run.js]]"),
            ("shot.psd", "![A shot](shot.psd)"),
        ] {
            let site = site(&format!(
                "--- site.yaml\ntitle: S\n{settings}--- {folder}index.md\n# Home\n\n{link}\n--- {folder}{name}\nx\n"
            ));
            let said = run(site.path(), &["check", "--format", "short"]).stdout;
            let expected = format!("{folder}index.md:3:");
            assert_eq!(said.lines().count(), 1, "{settings}{name}: {said}");
            assert!(
                said.starts_with(&expected) && said.contains(&format!("{severity}[missing-file]")),
                "{settings}{name}: {said}"
            );
            assert!(said.contains(&format!("`{name}` is there")), "{settings}{name}: {said}");
        }
    }
    // What is left out by name is left out: its words stay.
    let site = site(
        "--- site.yaml\ntitle: S\nexclude: [\"*.sh\", \"*.py\"]\n--- content/index.md\n# Home\n\n[x](a.sh) [y](b.py)\n--- content/a.sh\nx\n--- content/b.py\nx\n",
    );
    let said = run(site.path(), &["build"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
    assert!(!site.path().join("public/b.py").exists());
}

/// A host that knows no kind for a file leaves it to the browser, which takes what begins with a tag for a page.
#[test]
fn what_begins_as_a_page_is_no_download() {
    for (text, is_there) in
        [("<script>alert(1)</script>", false), (" \n\t<!DOCTYPE html>", false), ("{\"a\": \"<b>\"}", true)]
    {
        let site = site(&format!(
            "--- content/index.md\n# Home\n\n[x](a.json) [y](b.py)\n--- content/a.json\n{text}\n--- content/b.py\n{text}\n"
        ));
        run(site.path(), &["build"]);
        for file in ["a.json", "b.py"] {
            assert_eq!(site.path().join("public").join(file).exists(), is_there, "{text} {file}");
        }
    }
}

/// There are hundreds of pages; what is missing is one line of settings.
#[test]
fn a_folder_without_settings_is_told_nothing_of_pages() {
    for files in [
        "--- Note.md\nText.\n--- .obsidian/app.json\n{}\n",
        "--- mkdocs.yml\nsite_name: S\n--- docs/index.md\n# S\n",
        "--- a.md\n# A\n",
    ] {
        let site = site(&format!("--- site.yaml (absent)\n{files}"));
        let said = run(site.path(), &["build"]);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.stdout.contains("site.yaml") && !said.stdout.contains("no-pages"), "{files}: {}", said.stdout);
    }
}
