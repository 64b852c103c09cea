//! Root causes first: what follows from one mistake is counted at it, and not told besides.

use crate::common::{Said, git, run, site, write};
use std::path::Path;

/// All that is told, a line each.
fn told(text: &str) -> Vec<String> {
    let folder = site(text);
    lines(&run(folder.path(), &["check", "--format", "short"]))
}

fn lines(said: &Said) -> Vec<String> {
    said.stdout.lines().map(str::to_owned).collect()
}

/// One problem is told, at this place, and this of what follows from it.
fn one(text: &str, place: &str, follows: &str) {
    let told = told(text);
    let [line] = told.as_slice() else { panic!("{text}\n{told:#?}") };
    assert!(line.starts_with(place) && line.ends_with(follows), "{text}\n{line}");
}

const PAGES: &str = "--- content/index.md
# Home

[One](one.md), [two](two.md) and [the tree](t.tree.yaml). See [the sources](references.yaml) [@a; @b].
--- content/one.md
# One

Words of [home](index.md) [@a]. [[T]] and [calf](glossary.yaml#calf), [the end](t.tree.yaml#end).
--- content/two.md
# Two

[[One]] and ![[one]] [@b].
";

const TREE: &str = "title: T
questions:
  first:
    ask: Now?
    options:
      yes: {say: Yes, goto: second}
      no: {say: No, goto: end}
  second:
    ask: Later?
    options:
      yes: {say: Yes, goto: third}
      no: {say: No, goto: end}
  third:
    ask: Never?
    options: {yes: Yes}
    next:
      - goto: other
outcomes:
  end: {title: End, level: routine}
  other: {title: Other, level: urgent}
tests:
  - answers: {first: yes, second: yes, third: yes}
    reaches: other
";

const SOURCES: &str = "a: {title: A}\nb: {title: B}\n";
const TERMS: &str = "- term: calf\n  meaning: The back of the leg.\n";
const LOCK: &str = "/\n/one/\n/t/\n/t/second/\n/two/\n";

/// A site in which everything is right but what is put in the place of a file.
fn with(path: &str, text: &str) -> String {
    let files = [
        ("content/t.tree.yaml", TREE),
        ("content/references.yaml", SOURCES),
        ("content/glossary.yaml", TERMS),
        ("addresses.lock", LOCK),
        ("site.yaml", "title: A site\n"),
    ];
    let mut out = match path {
        "content/one.md" => PAGES.replace("# One\n", text),
        _ => PAGES.to_owned(),
    };
    for (known, right) in files {
        out += &format!("--- {known}\n{}", if known == path { text } else { right });
    }
    if !out.contains(&format!("--- {path}\n")) {
        out += &format!("--- {path}\n{text}");
    }
    out
}

#[test]
fn the_site_itself_is_right() {
    assert_eq!(told(&with("site.yaml", "title: A site\n")), Vec::<String>::new());
}

#[test]
fn sources_that_cannot_be_read() {
    let path = "content/references.yaml";
    one(
        &with(path, "a: {title: [A}\nb: {title: B}\n"),
        "content/references.yaml:1:",
        "so 4 citations and 1 link were not looked up",
    );
    one(
        &with(path, "- a\n- b\n"),
        "content/references.yaml:1:1: error[wrong-type]",
        "so 4 citations and 1 link were not looked up",
    );
    one(
        &with(path, "a: {title: A}\na: {title: B}\n"),
        "content/references.yaml:2:1: error[yaml-syntax]",
        "so 4 citations and 1 link were not looked up",
    );
    // What is listed is known, whatever stands below it, and what is not listed is unknown.
    let told = told(&with(path, "a: {titel: A}\n"));
    assert_eq!(told.iter().filter(|line| line.contains("unknown-citation")).count(), 2, "{told:#?}");
    // A file that cannot be opened.
    let folder = site(&with("content/one.md", "# One\n"));
    std::fs::remove_file(folder.path().join(path)).unwrap();
    crate::common::link("../../outside.yaml", folder.path().join(path));
    let told = lines(&run(folder.path(), &["check", "--format", "short"]));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("so 4 citations and 1 link were not looked up"), "{told:#?}");
}

#[test]
fn terms_that_cannot_be_read() {
    let path = "content/glossary.yaml";
    one(
        &with(path, "- term: [calf\n  meaning: The back.\n"),
        "content/glossary.yaml:1:",
        "so 1 link was not looked up",
    );
    one(
        &with(path, "calf: The back.\n"),
        "content/glossary.yaml:1:1: error[wrong-type]",
        "so 1 link was not looked up",
    );
    one(&with(path, "- term: calf\n"), "content/glossary.yaml:1:3: error[missing-key]", "needs a `meaning`");
    // A link to another term is wrong all the same.
    let told = told(&with(path, "- term: toe\n"));
    assert!(told.iter().any(|line| line.contains("unknown-term")), "{told:#?}");
}

#[test]
fn settings_that_cannot_be_read() {
    let broken = "title: A site\nnavigation: [one.md, two.md\nbase_url: https://a.example/\ncheck_pages: about\nchecks: {orphan-page: error}\n";
    let lock = "--- addresses.lock\n/about/broken-link/\n/gone/\n";
    let text = with("site.yaml", broken).replace(&format!("--- addresses.lock\n{LOCK}"), lock);
    let text = text + "--- content/alone.md\n# Alone\n\n> [!EMERGENCY] Call now\n> - A\n--- content/x.png (picture)\n";
    let folder = site(&text);
    let said = run(folder.path(), &["check"]);
    assert_eq!(said.stdout.matches("error[").count(), 1, "{}", said.stdout);
    assert!(said.stdout.contains("site.yaml:2:13") && !said.stdout.contains("warning["), "{}", said.stdout);
    assert!(said.stdout.contains("so 1 published address and 2 other things were not checked"), "{}", said.stdout);
    assert!(!said.stdout.contains("delete"), "{}", said.stdout);
    // What is an error in any case is told.
    write(folder.path(), "content/alone.md", "# Alone\n\n[x](gone.md)\n");
    let said = run(folder.path(), &["check"]);
    assert_eq!(said.stdout.matches("error[").count(), 2, "{}", said.stdout);
}

#[test]
fn a_tree_that_cannot_be_read() {
    let broken = TREE.replace("ask: Now?", "ask: [Now?");
    let settings = "title: A site\nnavigation: [one.md, t.tree.yaml]\nsearch_tests: {now: t.tree.yaml}\n";
    let text = with("content/t.tree.yaml", &broken)
        .replace("--- site.yaml\ntitle: A site\n", &format!("--- site.yaml\n{settings}"));
    let other = TREE
        .replace("title: T", "title: U")
        .replace("goto: end", "goto: tree:t")
        .replace("goto: other", "goto: tree:t");
    let other: String = other.split_inclusive("outcomes:").next().unwrap().trim_end_matches("outcomes:").to_owned();
    let text = text + "--- content/u.tree.yaml\n" + &other;
    let told = told(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].starts_with("content/t.tree.yaml:4:") && told[0].contains("2 published addresses"), "{told:#?}");
}

#[test]
fn a_page_that_cannot_be_read() {
    one(
        &with("content/one.md", "---\ntitle: [One\n---\n# One\n"),
        "content/one.md:2:",
        "so 3 links and 1 published address were not looked up",
    );
    // It is called by its title and its other names as if they could be read.
    let named =
        "---\ntitle: Uno: one\naliases:\n  - Number One\n  - /number/one/\nalso_called: [eins, ace]\n---\nWords.\n";
    let links = "# Two\n\n[[Uno: one]] [[number one]] [[Eins]] [a](/number/one/) [[one]] [@b].\n";
    let text = with("content/one.md", named);
    let (before, rest) = text.split_once("--- content/two.md\n").unwrap();
    let (two, after) =
        rest.split_once("\n--- ").map_or((rest, String::new()), |(two, after)| (two, format!("\n--- {after}")));
    assert!(two.contains("[[One]]"), "{two}");
    let text = format!("{before}--- content/two.md\n{links}{after}");
    one(&text, "content/one.md:2:", "so 6 links and 1 published address were not looked up");
    // Of a page that cannot be opened, the name of its file is known.
    let folder = site(&with("site.yaml", "title: A site\n"));
    std::fs::remove_file(folder.path().join("content/one.md")).unwrap();
    crate::common::link("../../outside.md", folder.path().join("content/one.md"));
    let told = lines(&run(folder.path(), &["check", "--format", "short"]));
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("outside-site") && told[0].contains("3 links and 1 published address"), "{told:#?}");
}

#[test]
fn names_in_a_tree_that_are_nowhere() {
    let wrong = |from: &str, to: &str| with("content/t.tree.yaml", &TREE.replacen(from, to, 1));
    // A slip in one place, and a name that was changed where it is given.
    one(
        &wrong("goto: second", "goto: secund"),
        "content/t.tree.yaml:6:29: error[tree-unknown-target]",
        "were not checked",
    );
    one(&wrong("  end: {", "  ent: {"), "content/t.tree.yaml:7:27: error[tree-unknown-target]", "were not checked");
    one(
        &wrong("  second:\n", "  secund:\n"),
        "content/t.tree.yaml:6:29: error[tree-unknown-target]",
        "were not checked",
    );
    one(
        &wrong("  third:\n", "  thirt:\n"),
        "content/t.tree.yaml:11:29: error[tree-unknown-target]",
        "were not checked",
    );
    let told = told(&wrong("  end: {", "  ent: {"));
    assert!(told[0].contains("named in 2 places"), "{told:#?}");
    let levels = TREE.replace("level: routine", "level: urgnt").replace("level: urgent", "level: urgnt");
    one(&with("content/t.tree.yaml", &levels), "content/t.tree.yaml:19:", "it is named in 2 places");
}

#[test]
fn a_slip_in_how_a_tree_is_built() {
    let wrong = |from: &str, to: &str| {
        assert!(TREE.contains(from));
        with("content/t.tree.yaml", &TREE.replacen(from, to, 1))
    };
    // A question that is half typed, before and between the others.
    one(&wrong("  first:\n", "  new:\n    ask: Wh\n  first:\n"), "content/t.tree.yaml:3:", "were not checked");
    // An answer from which there is no way on.
    let (no_goto, no_map) = ("yes: {say: Yes}", "yes: Yes");
    for way in [no_goto, no_map] {
        one(
            &wrong("yes: {say: Yes, goto: second}", way),
            "content/t.tree.yaml:6:7: error[tree-no-next]",
            "were not checked",
        );
    }
    one(&wrong("      - goto: other", "      goto: other"), "content/t.tree.yaml:", "not checked");
    one(&wrong("    next:", "    nxt:"), "content/t.tree.yaml:16:5: error[unknown-key]", "not checked");
    // The list of outcomes under another name, or nowhere.
    one(&wrong("outcomes:", "outcome:"), "content/t.tree.yaml:18:1: error[unknown-key]", "not looked up");
    // A test that fails for another reason is told besides.
    let both = wrong("    options: {yes: Yes}\n    next:\n      - goto: other", "    options: {yes: Yes}")
        .replace("    reaches: other", "    reaches: other\n  - answers: {first: no}\n    reaches: other");
    let told = told(&both);
    assert_eq!(told.len(), 2, "{told:#?}");
}

#[test]
fn a_template_that_fails_for_every_page() {
    let text = with(
        "themes/default/templates/article.html",
        "{% extends \"default/article.html\" %}\n{% block content %}{{ nothing.here }}{% endblock %}\n",
    );
    let told = told(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("article.html:2:") && told[0].ends_with(" pages cannot be made"), "{told:#?}");
    // What a theme lets a site decide is not known where its list is broken.
    let text = with("themes/mine/theme.yaml", "settings:\n  own: {kind: [text\n")
        .replace("title: A site\n", "title: A site\ntheme: mine\ntheme_settings: {own: x}\n");
    one(&text, "themes/mine/theme.yaml:2:", "so 1 other thing was not checked");
    let text = with("site.yaml", "title: A site\ntheme: mine\ntheme_settings: {own: x}\n");
    one(&text, "site.yaml:2:8: error[missing-file]", "so 1 other thing was not checked");
}

const MARKS: &str = "<<<<<<< HEAD\nONE\n=======\nTWO\n>>>>>>> main\n";

#[test]
fn two_changes_that_meet_are_told_in_every_kind_of_file() {
    let line = |one: &str, two: &str| MARKS.replace("ONE", one).replace("TWO", two);
    let article = |matter: &str| format!("{matter}# One\n");
    let files = [
        ("content/one.md", format!("# One\n\n{}", line("a", "b")), 3),
        ("content/one.md", article(&format!("---\n{}---\n", line("title: A", "title: B"))), 2),
        ("content/one.md", article(&format!("+++\n{}+++\n", line("title = \"A\"", "title = \"B\""))), 2),
        ("content/one.md", article("---\ndescription: |\n  x\n>>>>>>> main\n---\n"), 4),
        ("content/one.md", "# One\n\nOnly the last mark is left.\n\n>>>>>>> main\n\n".into(), 5),
        ("content/t.tree.yaml", format!("{TREE}{}", line("tags: [a]", "tags: [b]")), 24),
        ("content/references.yaml", format!("{SOURCES}{}", line("c: {title: C}", "c: {title: D}")), 3),
        ("content/glossary.yaml", format!("{TERMS}{}", line("- term: a", "- term: b")), 3),
        ("addresses.lock", format!("{LOCK}{}", line("/three/", "/four/")), 6),
        ("site.yaml", format!("title: A site\n{}", line("language: en", "language: de")), 2),
        ("content/d.svg", line("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<svg/>"), 1),
        ("themes/default/templates/parts/footer.html", line("<p>a</p>", "<p>b</p>"), 1),
        ("themes/default/assets/style.css", line("a { color: red }", "a { color: blue }"), 1),
        ("themes/default/assets/own.js", line("let a;", "let b;"), 1),
        ("themes/default/theme.yaml", line("name: a", "name: b"), 1),
        ("themes/default/words/en.yaml", line("menu: a", "menu: b"), 1),
    ];
    for (path, text, number) in files {
        let told = told(&with(path, &text));
        let [line] = told.as_slice() else { panic!("{path}\n{text}\n{told:#?}") };
        assert!(line.starts_with(&format!("{path}:{number}:1: error[merge-conflict]")), "{line}\n{text}");
    }
}

/// A repository whose site lies in a folder of it, with a page that git has seen renamed twice.
fn renamed() -> tempfile::TempDir {
    let folder = crate::common::folder();
    let (top, root) = (folder.path(), folder.path().join("docs/help"));
    crate::common::write_site(
        &root,
        "--- content/index.md\n# Home\n\n[Gone](a/old.md), [[old]], [never](never.md) and ![x](x.png)\n--- content/sub/page.md\n# Sub\n\n[Gone](../a/old.md#part) and [home](../index.md)\n--- content/a/old.md\n# A page\n\nWith some words that stay as they are.\n\n## Part\n\nAnd more of them.\n--- content/x.png (picture)\n",
    );
    git(top, "2024-03-02", &["init", "-q"]);
    for (from, to) in [("", ""), ("a/old.md", "b/newer.md"), ("b/newer.md", "b/newest.md"), ("x.png", "y.png")] {
        if !from.is_empty() {
            let to = root.join("content").join(to);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::rename(root.join("content").join(from), to).unwrap();
        }
        git(top, "2024-03-02", &["add", "-A"]);
        git(top, "2024-03-02", &["commit", "-qm", "A step"]);
    }
    folder
}

#[test]
fn a_link_to_a_renamed_page_says_where_it_is() {
    let folder = renamed();
    let root = folder.path().join("docs/help");
    let helps = |root: &Path, command: &str| -> Vec<String> {
        let said = run(root, &[command]).stdout;
        said.lines().filter_map(|line| Some(line.split_once("= help: ")?.1.to_owned())).collect()
    };
    let check = helps(&root, "check");
    let shown = |what: &str, now: &str| format!("This {what} is now `{now}`: git shows that it was renamed.");
    for now in [shown("page", "b/newest.md"), shown("page", "../b/newest.md"), shown("file", "y.png")] {
        assert!(check.contains(&now), "{now}\n{check:#?}");
    }
    assert_eq!(check.iter().filter(|help| **help == shown("page", "b/newest.md")).count(), 2, "by path and by name");
    assert_eq!(helps(&root, "build"), check);
    // A text that was moved and not yet committed.
    std::fs::rename(root.join("content/b/newest.md"), root.join("content/moved.md")).unwrap();
    assert!(helps(&root, "check").contains(&shown("page", "../moved.md")));
}

/// Code hosts and editors know only the paths of the repository.
#[test]
fn paths_for_code_hosts_are_those_of_the_repository() {
    let folder = renamed();
    let root = folder.path().join("docs/help");
    for (at, arguments) in [(root.as_path(), vec![]), (folder.path(), vec!["--root", "docs/help"])] {
        let asked = |format: &'static str| {
            let mut all = vec!["check", "--format", format];
            all.extend(&arguments);
            run(at, &all).stdout
        };
        let github = asked("github");
        assert!(github.contains(" file=docs/help/content/index.md,line=3,"), "{github}");
        assert!(!github.contains("file=content/"), "{github}");
        let sarif: serde_json::Value = serde_json::from_str(&asked("sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        for result in results {
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["artifactLocation"]["uri"].as_str().unwrap().starts_with("docs/help/content/"), "{result}");
        }
        let lines = results.iter().map(|r| &r["locations"][0]["physicalLocation"]["region"]["startLine"]);
        assert!(lines.clone().any(|line| *line == 3), "the places are in the texts");
        // The others are for whoever sits in the site's folder.
        assert!(asked("short").contains("\ncontent/sub/page.md:3:"), "{}", asked("short"));
    }
}
