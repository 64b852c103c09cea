//! What an author keeps back stays back: whatever the slip in the front matter, in every kind of folder, files included.
use crate::common::{run, site, write};
use std::fs;
use std::path::Path;

/// In the private note's name, title, text and file: in nothing that is published.
const SECRET: &str = "Quokka";

/// Sites as people have them: a vault, a folder of another program, and one of ours that has turned every check down.
const SITES: [(&str, &str); 3] = [
    ("a vault", "--- site.yaml\ntitle: Notes\nvault: true\n"),
    ("another program's folder", "--- site.yaml\ntitle: Docs\nfront_matter: open\n"),
    (
        "checks turned down",
        "--- site.yaml\ntitle: Site\nchecks: {front-matter: warning, yaml-syntax: warning, wrong-type: off, unknown-key: off, broken-link: off}\n",
    ),
];

/// Front matters that say "not for others", or that nobody can read, and whether `--drafts` shows the page.
const KEPT_BACK: &[(&str, Shown)] = &[
    ("---\npublish: false\n---\n", Shown::Never),
    ("---\ntitle: Diary: May\npublish: false\n---\n", Shown::Never),
    ("---\ntags: [a\npublish: false\n---\n", Shown::Never),
    ("---\ntitle: A\ntitle: B\npublish: false\n---\n", Shown::Never),
    ("---\n\ttitle: A\npublish: false\n---\n", Shown::Never),
    ("---\ntitle: A\n\tpublish: false\n---\n", Shown::Never),
    ("---\ntitle: A\ndraft: true\n\nText.\n", Shown::Never),
    ("---\npublish: \"false\n---\n", Shown::Never),
    ("\n\n---\npublish: false\n---\n", Shown::Never),
    ("<!-- lint off -->\n---\npublish: false\n---\n", Shown::Never),
    ("publish: false\n---\n", Shown::Never),
    ("title: A\nPublish: No\n\n", Shown::Never),
    ("---\npublish: False\n---\n", Shown::Never),
    ("---\npublish: FALSE\n---\n", Shown::Never),
    ("---\npublish: no\n---\n", Shown::Never),
    ("---\npublish: off\n---\n", Shown::Never),
    ("---\npublish: 0\n---\n", Shown::Never),
    ("---\npublish: flase\n---\n", Shown::Never),
    ("---\npublish: [false]\n---\n", Shown::Never),
    ("---\nPublish: false\n---\n", Shown::Never),
    ("---\npublished: false\n---\n", Shown::Never),
    ("---\nprivate: yes\n---\n", Shown::Never),
    ("---\ndraft: true\n---\n", Shown::WithDrafts),
    ("---\ndraft: True\n---\n", Shown::WithDrafts),
    ("---\ndraft: yes\n---\n", Shown::WithDrafts),
    ("---\ndraft: on\n---\n", Shown::WithDrafts),
    ("---\ndraft: 1\n---\n", Shown::WithDrafts),
    ("---\ndraft: 'true'\n---\n", Shown::WithDrafts),
    ("---\nDraft: true\n---\n", Shown::WithDrafts),
    ("---\nDRAFT: true\n...\n", Shown::WithDrafts),
    ("---\ndraft: true # not yet\n---\n", Shown::WithDrafts),
    ("\u{feff}---\r\ndraft: true\r\n---\r\n", Shown::WithDrafts),
    ("---\ndraft: soon\n---\n", Shown::Never),
    ("---\ndraft: false\nDraft: true\n---\n", Shown::WithDrafts),
    ("---\ndraft: true\npublish: false\n---\n", Shown::Never),
    ("+++\ndraft = true\n+++\n", Shown::WithDrafts),
    ("+++\ntitle = \"A\"\npublish = false\n[extra]\na = 1\n+++\n", Shown::Never),
    ("+++\ntitle = A\ndraft = true\n+++\n", Shown::Never),
    ("+++\ndraft = true\n\n", Shown::Never),
    ("{\n  \"draft\": true\n}\n", Shown::WithDrafts),
    ("{\"publish\": false}\n", Shown::Never),
    ("{\n  \"draft\": true,,\n}\n", Shown::Never),
    ("---json\n{\"draft\": true}\n---\n", Shown::WithDrafts),
    ("---js\nmodule.exports = {draft: true}\n---\n", Shown::Never),
    ("---\nbuild:\n  render: never\n---\n", Shown::Never),
    ("---\nbuild:\n  render: link\n---\n", Shown::Never),
    ("---\nheadless: true\n---\n", Shown::Never),
    ("+++\nheadless = true\n+++\n", Shown::Never),
    ("---\npermalink: false\n---\n", Shown::Never),
    ("---\ndraft:true\n---\n", Shown::Never),
    ("---\npublish:false\n---\n", Shown::Never),
    ("---\npublish\u{ff1a}false\n---\n", Shown::Never),
    ("---\ntitle\u{ff1a}A\npublish\u{ff1a}false\n---\n", Shown::Never),
    ("---\npublish;false\n---\n", Shown::Never),
    ("---\nunpublished: true\n---\n", Shown::Never),
    ("---\nhidden: true\n---\n", Shown::Never),
    ("---\nstatus: private\n---\n", Shown::Never),
    ("---\n\u{ff44}\u{ff52}\u{ff41}\u{ff46}\u{ff54}: true\n---\n", Shown::WithDrafts),
    ("---\ntitle: a\n---\n---\ndraft: true\n---\n", Shown::Never),
    ("---\ntitle: a\n---\n\n---\ndraft: true\n---\n", Shown::Never),
    ("---\n---\npublish: false\n---\n", Shown::Never),
    ("---\ntitle: a\n---\ndraft: true\n---\n", Shown::Never),
    ("# Title\n\n---\npublish: false\n---\n", Shown::Never),
    ("![[banner]]\n---\npublish: false\n---\n", Shown::Never),
    ("\u{200b}---\npublish: false\n---\n", Shown::Never),
    ("\u{200b}\n---\npublish: false\n---\n", Shown::Never),
    ("---\u{200b}\npublish: false\n---\u{200b}\n", Shown::Never),
    ("\u{feff}\u{feff}---\ndraft: true\n---\n", Shown::WithDrafts),
    ("\\---\npublish: false\n---\n", Shown::Never),
    ("– – –\npublish: false\n– – –\n", Shown::Never),
    ("--\ndraft: true\n---\n", Shown::Never),
    ("&nbsp;\n---\npublish: false\n---\n", Shown::Never),
    ("%YAML 1.2\n---\npublish: false\n---\n", Shown::Never),
    ("publish: false\n# T\n", Shown::Never),
    ("---\ndraft:true # not yet\n---\n", Shown::Never),
    ("---\ndraft = true\n---\n", Shown::Never),
    ("---\nstatus: Draft\n---\n", Shown::WithDrafts),
    ("---\nisDraft: true\n---\n", Shown::WithDrafts),
    ("---\nvisibility: private\n---\n", Shown::Never),
    ("---\ndg-publish: false\n---\n", Shown::Never),
    ("---\ndraft\u{200b}: true\n---\n", Shown::WithDrafts),
    ("---\npublish:\u{a0}false\n---\n", Shown::Never),
    ("---\npublised: false\n---\n", Shown::Never),
    ("---\nextra:\n  draft: true\n---\n", Shown::Never),
    ("+++\ntitle = \"x\"\n[extra]\na = 1\npublish = false\n+++\n", Shown::Never),
    ("---\nparams: {draft: yes}\n---\n", Shown::Never),
    ("---\npublich: false\n---\n", Shown::Never),
    ("---\ndraf: true\n---\n", Shown::Never),
    ("---\nprivat: true\n---\n", Shown::Never),
    ("---\rpublish: false\r---\r", Shown::Never),
    ("----\npublish: false\n----\n", Shown::Never),
    ("\u{2014}\ndraft: true\n\u{2014}\n", Shown::Never),
    (";;;\n\"draft\": true\n;;;\n", Shown::Never),
    ("---\npassword: pw\n---\n", Shown::Never),
    ("---\nencrypt: true\n---\n", Shown::Never),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Never,
    WithDrafts,
}

fn with_note(settings: &str, front: &str) -> String {
    format!(
        "{settings}--- content/index.md\n# Home\n\n![A dot](dot.png) [[{SECRET}]]\n--- content/{SECRET}.md\n{front}\n{SECRET} was here. ![x]({SECRET}-photo.png) [scan](scan%20{SECRET}.pdf)\n"
    )
}

fn write_files(root: &Path) {
    let dot = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82";
    crate::common::write(root, "content/dot.png", dot);
    crate::common::write(root, &format!("content/{SECRET}-photo.png"), dot);
    crate::common::write(root, &format!("content/scan {SECRET}.pdf"), "a scan");
}

/// What of the note came out: files with its name, and files that hold its text.
fn leaks(out: &Path) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        text.contains(&format!("{} was here", SECRET.to_lowercase()))
    };
    let files = crate::common::files(out).into_iter();
    files
        .filter(|(path, bytes)| path.to_lowercase().contains(&SECRET.to_lowercase()) || holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn no_slip_in_the_front_matter_publishes_a_note() {
    let mut wrong = Vec::new();
    for (kind, settings) in SITES {
        for (front, shown) in KEPT_BACK {
            let site = crate::common::site(&with_note(settings, front));
            write_files(site.path());
            let plain = crate::common::run(site.path(), &["build", "--out", "plain"]);
            let drafts = crate::common::run(site.path(), &["build", "--out", "drafts", "--drafts"]);
            // A site of ours is refused whole, which publishes nothing either.
            let may_fail = kind == "checks turned down";
            if plain.code != 0 && !may_fail {
                wrong.push(format!("{kind}, {front:?}: {}{}", plain.stdout, plain.stderr));
                continue;
            }
            let leaked = if plain.code == 0 { leaks(&site.path().join("plain")) } else { Vec::new() };
            if !leaked.is_empty() {
                wrong.push(format!("{kind}, {front:?}: {leaked:?}"));
            }
            let leaked = leaks(&site.path().join("drafts"));
            if drafts.code == 0 && leaked.is_empty() == (*shown == Shown::WithDrafts) {
                wrong.push(format!("{kind}, --drafts, {front:?}: {leaked:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_told_at_its_line() {
    for (front, line) in [
        ("---\ntitle: Diary: May\npublish: false\n---\n", 2),
        ("---\ntags: [a\npublish: false\n---\n", 2),
        ("---\ntitle: A\ndraft: true\n\nText.\n", 1),
        ("---\ntitle: A\npublish: flase\n---\n", 3),
        ("+++\ntitle = A\ndraft = true\n+++\n", 2),
        ("{\n  \"draft\": true,,\n}\n", 1),
        ("publish: false\n---\n", 1),
        ("---js\nx\n---\n", 1),
    ] {
        for (kind, settings) in &SITES[..2] {
            let site = crate::common::site(&with_note(settings, front));
            write_files(site.path());
            let said = crate::common::run(site.path(), &["check", "--format", "short"]).stdout;
            let start = format!("content/{SECRET}.md:{line}:");
            let told = said.lines().any(|told| told.starts_with(&start) && !told.contains("broken-link"));
            assert!(told, "{kind}, {front:?}:\n{said}");
        }
    }
}

#[test]
fn what_is_meant_for_all_is_published_whatever_its_front_matter_is_written_in() {
    for front in [
        "---\ntitle: Shown\n---\n",
        "---\npublish: true\n---\n",
        "---\npublish: Yes\ndraft: No\n---\n",
        "---\ndraft:\npublish:\n---\n",
        "---\npublished: 2024-05-01\n---\n",
        "+++\ntitle = \"Shown\"\ndate = 2024-05-01\n[taxonomies]\ntags = [\"a\"]\n[extra]\nb = 1\n+++\n",
        "{\n  \"title\": \"Shown\",\n  \"draft\": false\n}\n",
        "\n---\ntitle: Shown\n---\n",
        "---\nJust words between two rules.\n---\n",
        "---\n\nWords below a rule.\n\n",
        "Draft: these words are still rough.\n\n",
        "Note: private beaches are private.\n\n",
    ] {
        let site = crate::common::site(&with_note(SITES[1].1, front));
        write_files(site.path());
        let said = crate::common::run(site.path(), &["build"]);
        assert_eq!(said.code, 0, "{front:?}: {said:?}");
        let leaked = leaks(&site.path().join("public"));
        assert!(leaked.len() > 3, "{front:?}: {leaked:?} {said:?}");
        let page = crate::common::files(&site.path().join("public"));
        let page = String::from_utf8_lossy(&page["quokka/index.html"]).into_owned();
        assert!(!page.contains("+++") && !page.contains("&quot;title&quot;"), "{front:?}: keys are shown as text");
        assert_eq!(page.contains(">Shown</h1>"), front.contains("Shown"), "{front:?}");
    }
}

#[test]
fn check_says_what_build_says() {
    let site = crate::common::site(
        "--- site.yaml\ntitle: A\nsearch_tests: {quokka: soon.md}\n--- addresses.lock\n/soon/\n--- content/index.md\n# Home\n\n[soon](soon.md)\n--- content/soon.md\n---\ndraft: true\n---\n# Quokka\n",
    );
    for more in [&[][..], &["--drafts"]] {
        let check = crate::common::run(site.path(), &[&["check"], more].concat());
        let build = crate::common::run(site.path(), &[&["build"], more].concat());
        assert_eq!((check.code, check.stdout), (build.code, build.stdout), "{more:?}");
    }
    assert_eq!(crate::common::run(site.path(), &["check"]).code, 1);
}

#[test]
fn what_stands_between_rules_is_text_and_what_is_held_back_is_told() {
    for settings in ["", "front_matter: open\n", "vault: true\n"] {
        for (text, words) in [
            ("\n---\n\n## DB Console Path\n\nlocalhost:80\n\n---\n\nmore\n", "DB Console Path"),
            ("\n---\n\n### A part\n\n- item: one\n- two\n\n---\n\nmore\n", "item: one"),
            ("---\n\n### **Bucket Sort **\n\n- a\n- b\n\n---\n\nmore\n", "Bucket Sort"),
            ("---\n\n# Only a heading\n\n---\n\nmore\n", "Only a heading"),
            ("\n---\n\nWhen you write a key: think.\n\n---\n\nmore\n", "When you write a key: think."),
            ("\n---\n\nNote: think.\n\nmore\n", "Note: think."),
        ] {
            let site = site(&format!("--- site.yaml\ntitle: S\n{settings}--- content/index.md\nHome\n"));
            write(site.path(), "content/note.md", text);
            let said = run(site.path(), &["build"]);
            assert_eq!(said.code, 0, "{settings}{text}: {}{}", said.stdout, said.stderr);
            let page = fs::read_to_string(site.path().join("public/note/index.html")).unwrap_or_default();
            let page = page.replace("<strong>", "").replace("**", "");
            assert!(page.contains(words) && page.contains("more</p>"), "{settings}{text}: {page}");
        }
        let held = site(&format!("--- site.yaml\ntitle: S\n{settings}--- content/index.md\nHome\n"));
        write(held.path(), "content/note.md", "---\n- draft: true\n---\n\nmore\n");
        let told = run(held.path(), &["check", "--format", "short"]);
        assert!(told.stdout.contains("content/note.md:2:"), "{settings}: {}", told.stdout);
        run(held.path(), &["build"]);
        assert!(!held.path().join("public/note/index.html").exists());
    }
}

/// Keys of which the first lacks its colon are no sentence.
#[test]
fn a_colon_that_is_missing_in_the_first_line_is_told() {
    for settings in ["", "front_matter: open\n", "vault: true\n"] {
        let site = site(&format!("--- site.yaml\ntitle: S\n{settings}--- content/index.md\nHome\n"));
        write(site.path(), "content/note.md", "---\ntitle Words here\ndescription: A page.\n---\n\nmore\n");
        let told = run(site.path(), &["check", "--format", "short"]);
        assert!(told.stdout.contains("content/note.md:2:"), "{settings}: {}", told.stdout);
        run(site.path(), &["build"]);
        assert!(!site.path().join("public/note/index.html").exists(), "{settings}");
    }
}

#[test]
fn folders_of_templates_are_found_whatever_their_case() {
    let settings = "--- site.yaml\ntitle: V\n--- .obsidian/templates.json\n{\"folder\": \"Meta/Templates\"}\n";
    let daily = "--- .obsidian/daily-notes.json\n{\"template\": \"Days/Day\"}\n";
    let notes = "--- Home.md\nx\n--- meta/templates/a.md\nx\n--- days/day.md\nx\n--- days/1.md\nx\n";
    let vault = site(&format!("{settings}{daily}{notes}"));
    let said = run(vault.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let is_there = |page: &str| vault.path().join("public").join(page).join("index.html").exists();
    assert_eq!(["meta/templates/a", "days/day", "days/1"].map(is_there), [false, false, true]);
}

#[test]
fn a_program_whose_folder_holds_no_article_leaves_nothing_out() {
    for ending in ["js", "cjs", "mjs", "ts", "cts", "mts"] {
        for name in ["config", "config/index"] {
            let settings = format!("--- docs/.vitepress/{name}.{ending}\nexport default {{\n  title: 'S',\n}}\n");
            let elsewhere = site(&format!("--- site.yaml\ntitle: S\n{settings}--- content/index.md\n# Home\n"));
            let said = run(elsewhere.path(), &["build"]);
            assert_eq!(said.code, 0, "{name}.{ending}: {}{}", said.stdout, said.stderr);
            let beside =
                site(&format!("--- site.yaml\ndescription: d\n{settings}--- docs/index.md\n# A\n--- TODO.md\nx\n"));
            let said = run(beside.path(), &["build"]);
            assert_eq!(said.code, 0, "{name}.{ending}: {}{}", said.stdout, said.stderr);
            assert!(!beside.path().join("public/todo/index.html").exists(), "{name}.{ending}");
        }
    }
}

#[test]
fn the_folder_of_another_programs_articles_is_told_as_what_it_is() {
    for name in ["mkdocs.yml", "book.toml", "docusaurus.config.mts"] {
        let whole =
            site("--- site.yaml (absent)\n--- docs/index.md\n---\nicon: x\n---\n# A\n--- docs/site.yaml\ntitle: S\n");
        write(whole.path(), name, "site_name: S\ndraft_docs: secret.md\n");
        let docs = whole.path().join("docs");
        let said = run(&docs, &["check", "--format", "short"]);
        assert_eq!(said.code, 1, "{name}: {}{}", said.stdout, said.stderr);
        let told: Vec<&str> = said.stdout.lines().collect();
        assert!(told.len() == 1 && told[0].contains("error[outside-site]") && told[0].contains(name), "{told:?}");
        // A site of its own says so.
        write(&docs, "site.yaml", "title: S\nfront_matter: checked\n");
        let told = run(&docs, &["check", "--format", "short"]).stdout;
        assert!(!told.contains("outside-site") && told.contains("unknown-key"), "{told}");
    }
}

#[test]
fn a_comment_of_html_is_left_out_whole_wherever_it_begins() {
    let comments = [
        "<details><summary>s</summary>\n<!--\nQuokka was here\n\nQuokka was here [x](nowhere.md)\n-->\n</details>",
        "<table>\n<tr><td>a</td></tr>\n<!-- <tr>\n\n<td>Quokka was here</td></tr> -->\n</table>",
        "<div>x</div><!-- a\n\nQuokka was here -->",
        "<div>\n</div> <!-- a\n\n- Quokka was here\n\n```\nQuokka was here\n```\n\n-->",
        "> <p>\n> <!-- b\n>\n> Quokka was here -->",
        "- <p>\n  <!-- c\n\n  Quokka was here -->",
        "<p>a</p> <!-- one --> <!-- two\n\nQuokka was here --> <b>b</b>",
    ];
    let mut text = "--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n".to_owned();
    for (n, comment) in comments.iter().enumerate() {
        text.push_str(&format!("--- content/{n}.md\n# N{n}\n\n{comment}\n\nBehind it.\n"));
    }
    for settings in ["", "vault: true\n"] {
        let site = site(&text.replacen("title: S\n", &format!("title: S\n{settings}"), 1));
        let said = run(site.path(), &["build", "--strict"]);
        assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
        for n in 0..comments.len() {
            let page = std::fs::read_to_string(site.path().join(format!("public/{n}/index.html"))).unwrap();
            assert!(page.contains("Behind it."), "{n}: {page}");
        }
        assert_eq!(leaks(&site.path().join("public")), Vec::<String>::new());
    }
    // Without an end it goes to the end of the page, as in a browser, and that is told.
    let site = site("--- site.yaml\ntitle: S\n--- content/index.md\n# Home\n\n<p>\n<!-- open\n\nQuokka was here\n");
    let told = run(site.path(), &["check", "--format", "short"]).stdout;
    assert!(told.contains("content/index.md:4:1") && told.contains("nobody sees what follows"), "{told}");
    run(site.path(), &["build"]);
    assert_eq!(leaks(&site.path().join("public")), Vec::<String>::new());
}

#[test]
fn the_pictures_of_a_drawing_are_published_where_a_page_shows_them() {
    let drawing = "---\nexcalidraw-plugin: parsed\n---\n# Data\n";
    let site = site(&format!(
        "--- site.yaml\ntitle: S\nvault: true\n--- content/index.md\n# Home\n\n![[shown.excalidraw.svg]]\n--- content/plan.excalidraw.md\n{drawing}--- content/shown.excalidraw.md\n{drawing}"
    ));
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>Quokka was here</text></svg>";
    for name in ["plan.excalidraw.svg", "plan.excalidraw.dark.svg", "plan.excalidraw.light.svg"] {
        write(site.path(), &format!("content/{name}"), svg);
    }
    write(site.path(), "content/shown.excalidraw.svg", svg.replace("Quokka was here", "A plan"));
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    assert_eq!(leaks(&site.path().join("public")), Vec::<String>::new());
    assert!(site.path().join("public/shown.excalidraw.svg").exists());
}

#[test]
fn a_note_in_another_encoding_is_held_back_alone() {
    for settings in ["vault: true\n", "front_matter: open\n"] {
        let site = site(&format!(
            "--- site.yaml\ntitle: S\n{settings}--- content/index.md\n# Home\n\n[[old]] and [[other]].\n--- content/other.md\n# Other\n"
        ));
        write(site.path(), "content/old.md", b"---\npublish: \xffalse\n---\nQuokka was here.\n");
        let checked = run(site.path(), &["check"]);
        let said = run(site.path(), &["build"]);
        assert_eq!((checked.code, said.code), (0, 0), "{}{}", said.stdout, said.stderr);
        assert!(
            checked.stdout.contains("warning[not-utf8]") && checked.stdout.contains("held back"),
            "{}",
            checked.stdout
        );
        assert!(!checked.stdout.contains("broken-link"), "{}", checked.stdout);
        assert_eq!(leaks(&site.path().join("public")), Vec::<String>::new());
        assert!(site.path().join("public/other/index.html").exists());
    }
}
