//! What `fingerpost new` writes passes the strictest check, is never written over anything, and six typical mistakes in a
//! new tree are each mended by their message alone.
use std::fs;

#[test]
fn a_new_site_passes_the_strictest_check() {
    let folder = crate::common::folder();
    let said = crate::common::run(folder.path(), &["new", "site", "."]);
    assert_eq!(said.code, 0, "{said:?}");
    for command in ["build", "check", "serve"] {
        assert!(said.stderr.contains(&format!("fingerpost {command}")), "{}", said.stderr);
    }
    for (what, path) in [("article", "content/calf/A new one"), ("tree", "content/calf/check.tree.yaml")] {
        let said = crate::common::run(folder.path(), &["new", what, path]);
        assert_eq!(said.code, 0, "{said:?}");
    }
    // A page that nothing links to yet is told as one.
    let home = std::fs::read_to_string(folder.path().join("content/index.md")).expect("there is a home page");
    crate::common::write(folder.path(), "content/index.md", home + "\nSee [a new one](calf/A%20new%20one.md).\n");
    let said = crate::common::run(folder.path(), &["check", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("nothing wrong"), "{said:?}");
    for (file, schema) in
        [("site.yaml", ".schemas/site.json"), ("content/calf/check.tree.yaml", "../../.schemas/tree.json")]
    {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.starts_with(&format!("# yaml-language-server: $schema={schema}\n")), "{text}");
        let named = folder.path().join(file).parent().unwrap().join(schema);
        let schema: serde_json::Value = serde_json::from_slice(&fs::read(named).unwrap()).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
    assert!(folder.path().join(".github/workflows/check.yml").exists());
    let said = crate::common::run(folder.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn each_kind_of_site_has_samples_of_its_own_that_hold() {
    let folder = crate::common::folder();
    for (kind, tree) in [("club", "can-i-come"), ("charity", "which-help"), ("team", "whom-do-i-ask")] {
        let said =
            crate::common::run(folder.path(), &["new", "site", kind, "--kind", kind, "--title", "The food bank"]);
        assert_eq!(said.code, 0, "{said:?}");
        let site = folder.path().join(kind);
        assert!(site.join(format!("content/{tree}.tree.yaml")).exists(), "{kind}");
        assert!(fs::read_to_string(site.join("site.yaml")).unwrap().contains("title: \"The food bank\""));
        let said = crate::common::run(&site, &["check", "--strict"]);
        assert_eq!(said.code, 0, "{kind}: {said:?}");
        let words = fs::read_to_string(site.join("content/index.md")).unwrap().to_lowercase();
        assert!(!words.contains("physio") && !words.contains("clinic") && !words.contains('{'), "{words}");
    }
    let said = crate::common::run(folder.path(), &["new", "article", "a", "--kind", "club"]);
    assert_eq!(said.code, 2, "{said:?}");
}

#[test]
fn notes_that_are_there_get_settings_and_nothing_among_them() {
    for (note, is_open) in [(".obsidian/app.json", false), ("A note.md", true)] {
        let folder = crate::common::folder();
        crate::common::write(folder.path(), note, "{}");
        crate::common::write(folder.path(), "One.md", "Text.\n");
        // Nobody is there to be asked: what lies there says it.
        let said = crate::common::run(folder.path(), &["new", "site", "."]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(!folder.path().join("content").exists() && !folder.path().join("README.md").exists());
        let settings = fs::read_to_string(folder.path().join("site.yaml")).unwrap();
        assert_eq!(settings.contains("\nfront_matter: open\n"), is_open, "{settings}");
        let said = crate::common::run(folder.path(), &["check"]);
        assert_eq!(said.code, 0, "{said:?}");
    }
}

#[test]
fn names_may_hold_anything() {
    let folder = crate::common::folder();
    assert_eq!(crate::common::run(folder.path(), &["new", "site", "it's \"a\" {club}: #1"]).code, 0);
    let said = crate::common::run(folder.path(), &["check", "--strict", "--root", "it's \"a\" {club}: #1"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn nothing_is_written_over() {
    let folder = crate::common::folder();
    for (what, path, file) in
        [("article", "a.md", "a.md"), ("tree", "t", "t.tree.yaml"), ("site", "s", "s/content/index.md")]
    {
        crate::common::write(folder.path(), file, "mine");
        let said = crate::common::run(folder.path(), &["new", what, path]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains("is there already"), "{said:?}");
        assert_eq!(fs::read_to_string(folder.path().join(file)).unwrap(), "mine");
    }
    assert!(!folder.path().join("s/site.yaml").exists(), "a site is begun whole or not at all");
}

#[test]
fn a_readme_that_a_host_has_made_stays() {
    let folder = crate::common::folder();
    crate::common::write(folder.path(), "README.md", "mine");
    let said = crate::common::run(folder.path(), &["new", "site", "."]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stderr.contains("README.md is there already, and stays as it is."), "{said:?}");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
    let shown = fs::read_to_string(folder.path().join("CONTRIBUTING.md")).unwrap();
    for picture in
        shown.split("](").skip(1).filter_map(|link| link.split(')').next()).filter(|link| link.ends_with("svg"))
    {
        assert!(folder.path().join(picture).exists(), "{picture}");
    }
}

#[test]
fn an_article_that_is_named_from_the_sites_folder_is_published() {
    let folder = crate::common::folder();
    crate::common::run(folder.path(), &["new", "site", "."]);
    let content = folder.path().join("content");
    for (at, what, path, file) in [
        (folder.path(), "article", "visit/hours", "visit/hours.md"),
        (folder.path(), "tree", "./which-day", "which-day.tree.yaml"),
        (folder.path(), "article", "content/visit/way", "visit/way.md"),
        (&content, "article", "help", "help.md"),
    ] {
        let said = crate::common::run(at, &["new", what, path]);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(content.join(file).exists(), "{path}: {said:?}");
    }
    assert!(!folder.path().join("visit").exists());
}

#[test]
fn somebody_who_stands_inside_the_site_means_the_whole_of_it() {
    let folder = crate::common::folder();
    crate::common::run(folder.path(), &["new", "site", "."]);
    crate::common::write(folder.path(), "content/visit/hours.md", "# Hours\n\n[Home](../index.md) [Nowhere](no.md)\n");
    let whole = crate::common::run(folder.path(), &["check", "--format", "short"]);
    assert!(whole.stdout.contains("content/visit/hours.md:3"), "{whole:?}");
    for inside in ["content", "content/visit"] {
        let said = crate::common::run(&folder.path().join(inside), &["check", "--format", "short"]);
        assert_eq!((said.code, &said.stdout), (whole.code, &whole.stdout), "{inside}: {said:?}");
    }
    crate::common::write(folder.path(), "content/visit/hours.md", "# Hours\n\n[Home](../index.md)\n");
    assert_eq!(crate::common::run(&folder.path().join("content"), &["build"]).code, 0);
    assert!(folder.path().join("public/visit/hours/index.html").exists());
    // A folder beside them is no part of the site.
    fs::create_dir(folder.path().join("drafts")).unwrap();
    assert_ne!(crate::common::run(&folder.path().join("drafts"), &["check"]).code, 0);
}

/// A mistake made in a new tree, the code that tells it, what the message says to type, and the mend as it says.
const MISTAKES: [(&str, &str, &str, &str, &str); 6] = [
    ("goto: people}", "goto: peopl}", "tree-unknown-target", "Did you mean `people`?", "goto: people}"),
    ("      - goto: ask-us\n", "", "tree-no-next", "`- goto: …`", "      - goto: ask-us\n"),
    (
        "      - goto: come\n",
        "      - {when: {people: \"< 6\"}, goto: come}\n",
        "tree-gap",
        "- {when: {people: 6}, goto: …}",
        "",
    ),
    ("level: Call", "level: Cal", "tree-unknown-answer", "Did you mean `Call`?", "level: Call"),
    ("weekend, goto: call", "weekend, goto: come", "tree-unreachable", "`call`", "weekend, goto: call"),
    (
        "with-you: none}, goto",
        "with-you: non}, goto",
        "tree-unknown-answer",
        "Did you mean `none`?",
        "with-you: none}, goto",
    ),
];

#[test]
fn a_message_alone_mends_each_of_six_mistakes() {
    let folder = crate::common::folder();
    crate::common::run(folder.path(), &["new", "site", "."]);
    crate::common::run(folder.path(), &["new", "tree", "content/new"]);
    let path = folder.path().join("content/new.tree.yaml");
    let whole = fs::read_to_string(&path).unwrap();
    for (right, wrong, code, says, mend) in MISTAKES {
        assert_eq!(whole.matches(right).count(), 1, "{right}");
        fs::write(&path, whole.replace(right, wrong)).unwrap();
        let said = crate::common::run(folder.path(), &["check"]);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.stdout.contains(&format!("[{code}]")), "{code}: {}", said.stdout);
        assert!(said.stdout.contains(says), "{says}: {}", said.stdout);
        let mended = if mend.is_empty() {
            let rule = "      - {when: {people: 6}, goto: come}\n";
            whole.replace(right, &format!("{wrong}{rule}"))
        } else {
            whole.replace(right, mend)
        };
        fs::write(&path, mended).unwrap();
        let said = crate::common::run(folder.path(), &["check", "--strict"]);
        assert_eq!(said.code, 0, "{code} is not mended: {said:?}");
    }
}
