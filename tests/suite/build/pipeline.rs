//! What a user of the program sees of the whole pipeline: problems in one run, exit codes, what is on disk afterwards; and
//! that a run with memory equals one without.
use fingerpost::{Built, Choices, Memory, build, load};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn run(arguments: &[&str], root: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    command.args(arguments).arg("--root").arg(root).env("NO_COLOR", "1").output().unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn small_site(root: &Path) {
    put(root, "site.yaml", "title: Small\n");
    put(root, "content/index.md", "# Home\n\nSee [one](a/one.md) and [[Two]].\n");
    put(
        root,
        "content/a/one.md",
        "---\ntitle: One\ntags: [calf]\n---\n\nBack [home](../index.md).\n\n## Part\n\nText.\n",
    );
    put(root, "content/a/two.md", "# Two\n\nA link to [the part](one.md#part).\n");
}

#[test]
fn ten_mistakes_are_told_in_one_run_and_the_last_good_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    assert_eq!(run(&["build"], root).status.code(), Some(0));
    let good = files(&root.join("public"));

    let mistakes = [
        ("content/m1.md", "Go [there](nowhere.md).\n", "content/m1.md:1:12: error[broken-link]"),
        ("content/m2.md", "\nGo [there](a/one.md#gone).\n", "content/m2.md:2:12: error[broken-anchor]"),
        ("content/m3.md", "---\ntitel: X\n---\n", "content/m3.md:2:1: error[unknown-key]"),
        ("content/m4.md", "---\ntitle: \"X\n---\n", "content/m4.md:2:8: error[yaml-syntax]"),
        ("content/m5.md", "![A calf](calf.png)\n", "content/m5.md:1:11: error[missing-file]"),
        ("content/m6.md", "ä <script>alert(1)</script>\n", "content/m6.md:1:3: error[unsafe-html]"),
        ("content/m7.md", "See [[Three]].\n", "content/m7.md:1:7: error[broken-link]"),
        ("content/m8.md", "Known [@nobody-2020].\n", "content/m8.md:1:9: error[unknown-citation]"),
        ("content/m9.md", "[x](javascript:alert(1))\n", "content/m9.md:1:5: error[unsafe-html]"),
        (
            "content/m10.tree.yaml",
            "title: T\nquestions:\n  q:\n    ask: Q?\n    options:\n      a: {say: A, goto: gone}\noutcomes:\n  o: {title: O, level: urgent}\n",
            "content/m10.tree.yaml:6:25: error[tree-unknown-target]",
        ),
    ];
    for (path, text, _) in mistakes {
        put(root, path, text);
    }
    let checked = run(&["check", "--format", "short"], root);
    let said = String::from_utf8(checked.stdout).unwrap();
    for (_, _, wanted) in mistakes {
        assert!(said.contains(wanted), "{wanted} is not told in:\n{said}");
    }
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(run(&["build"], root).status.code(), Some(1));
    assert_eq!(files(&root.join("public")), good);
}

#[test]
fn text_that_is_not_utf8_is_told_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    fs::write(folder.path().join("content/b.md"), b"Fine.\nNot \xff fine.\n").unwrap();
    let said = run(&["check", "--format", "short"], folder.path());
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("content/b.md:2:5: error[not-utf8]"), "{said}");
}

#[test]
fn two_pages_at_one_address_are_told() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    put(folder.path(), "content/a/One!.md", "# Other\n");
    let said = run(&["check", "--format", "short"], folder.path());
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("error[duplicate-address]"), "{said}");
}

#[test]
fn the_same_site_in_two_folders_gives_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &two] {
        small_site(folder.path());
        assert_eq!(run(&["build"], folder.path()).status.code(), Some(0));
    }
    assert_eq!(files(&one.path().join("public")), files(&two.path().join("public")));
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    small_site(folder.path());
    put(folder.path(), "public/letter.txt", "dear diary");
    let built = run(&["build"], folder.path());
    assert_eq!(built.status.code(), Some(2));
    assert_eq!(files(&folder.path().join("public")).len(), 1);
}

#[test]
fn what_somebody_else_put_into_the_site_stays_and_what_is_gone_goes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    run(&["build"], root);
    put(root, "public/CNAME", "club.example");
    put(root, ".public.fingerpost/lock", &format!("{}\n", fingerpost::publish::STAGING_LINE));
    put(root, ".public.fingerpost/site/junk", "left by a killed build");
    fs::remove_file(root.join("content/a/two.md")).unwrap();
    put(root, "content/index.md", "# Home\n\nSee [one](a/one.md).\n");
    assert_eq!(run(&["build"], root).status.code(), Some(0));
    let after = files(&root.join("public"));
    assert!(after.contains_key("CNAME"));
    assert!(!after.contains_key("a/two/index.html"));
    assert!(!root.join(".public.fingerpost").exists());
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_site_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    small_site(&root);
    put(folder.path(), "secret.md", "# Secret\n\nkey 12345\n");
    crate::common::link(folder.path().join("secret.md"), root.join("content/leak.md"));
    put(&root, "content/up.md", "[x](../../secret.md)\n");
    let said = run(&["check", "--format", "short"], &root);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("content/leak.md:1:1: error[outside-site]"), "{said}");
    assert!(said.contains("content/up.md:1:5: error[broken-link]"), "{said}");
}

fn built(root: &Path, memory: &mut Memory) -> Built {
    let (inputs, problems) = load::load(root).unwrap();
    build(&inputs, problems, &Choices::default(), memory)
}

#[test]
fn a_warm_run_equals_a_cold_one_over_a_script_of_edits() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let mut memory = Memory::default();
    built(root, &mut memory);
    let edits: [&dyn Fn(); 10] = [
        &|| put(root, "content/a/two.md", "# Two\n\nAnother word, and [the part](one.md#part).\n"),
        &|| put(root, "content/a/one.md", "---\ntitle: One, renamed\n---\n\n## Part\n\nText.\n"),
        &|| put(root, "content/a/three.md", "# Three\n\n[[Two]]\n"),
        &|| put(root, "content/a/one.md", "---\ntitle: \"broken\n---\n\n## Part\n"),
        &|| put(root, "content/a/one.md", "---\ntitle: One\n---\n\n## Other\n"),
        &|| fs::rename(root.join("content/a/three.md"), root.join("content/four.md")).unwrap(),
        &|| put(root, "site.yaml", "title: Other\nbase_url: https://x.example/help/\n"),
        &|| put(root, "themes/default/templates/redirect.html", "{{ redirect.title }}"),
        &|| put(root, "themes/default/templates/redirect.html", "{% if %}"),
        &|| fs::remove_file(root.join("themes/default/templates/redirect.html")).unwrap(),
    ];
    for (number, edit) in edits.iter().enumerate() {
        edit();
        let warm = built(root, &mut memory);
        let cold = built(root, &mut Memory::default());
        assert_eq!(warm.outputs, cold.outputs, "edit {number}");
        assert_eq!(warm.problems, cold.problems, "edit {number}");
    }
}

#[test]
fn a_word_changed_is_one_file_parsed_and_one_page_rendered_and_a_touch_is_neither() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    small_site(root);
    let mut memory = Memory::default();
    built(root, &mut memory);
    put(
        root,
        "content/a/one.md",
        "---\ntitle: One\ntags: [calf]\n---\n\nBack [home](../index.md).\n\n## Part\n\nWords.\n",
    );
    built(root, &mut memory);
    assert_eq!((memory.parses, memory.rendered.renders()), (1, 1));
    built(root, &mut memory);
    assert_eq!((memory.parses, memory.rendered.renders()), (0, 0));
}
