//! What the program prints of a stranger's words: nothing of it is a line, a command or a turn of its own.

use crate::common::{Said, run, said, site, write};
use std::path::Path;
use std::process::Command;

/// What would start a line, speak to a log, turn a line around or move a cursor, wherever a word may stand.
const WORDS: &str = "x\n::error::own\r::warning::own\u{85}::error::own\u{2028}::own\u{2029}\u{202e}\u{2066}\u{1b}[31m\u{9b}2J\u{200b}\u{200f}\u{61c}\u{2060}\u{feff}\u{e0041} ##[error]own ##vso[x]";

/// The same as YAML and JSON write it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{85}', "\\u0085").replace('\u{9b}', "\\u009b")
}

fn hostile() -> tempfile::TempDir {
    let folder = site("--- site.yaml\ntitle: A site\n--- content/index.md\n# Home\n");
    let (root, words) = (folder.path(), quoted(WORDS));
    let name = WORDS.replace('/', "");
    write(root, &format!("content/{name}.md"), "# One\n\n[gone](gone.md) ##[error]own [x](::error::own.md)\n");
    write(
        root,
        &format!("content/{name}/two.md"),
        format!("---\ntitle: {words}\n{words}: 1\ntags: [{words}]\n---\ntext\n"),
    );
    write(root, &format!("content/{name}.png"), "no picture");
    write(root, &format!("content/{name}.tmp"), "scratch");
    write(
        root,
        "content/three.md",
        format!("# {0}\n\n## {0}\n\n[[{0}]] ![{0}]({0}.png) <b {0}>\n", WORDS.replace(['\n', '\r'], " ")),
    );
    write(
        root,
        "content/glossary.yaml",
        format!("- term: {words}\n  {words}: x\n  meaning: {words}\n- term: {words}\n  meaning: again\n"),
    );
    write(root, "content/references.yaml", format!("{words}: {{title: {words}, {words}: x}}\n"));
    let tree = format!(
        "title: {words}\nlevels: [{words}, low]\nstart: {words}\nquestions:\n  {words}:\n    ask: {words}\n    options:\n      \
         {words}: {{say: {words}, goto: end}}\n      b: {{say: b, goto: {words}}}\noutcomes:\n  end: {{level: low, title: {words}, \
         body: {words}}}\n"
    );
    write(root, "content/t.tree.yaml", tree);
    folder
}

/// No line but those that the format makes, no command, no control.
fn calm(said: &Said, own: &[&str]) {
    for text in [&said.stdout, &said.stderr] {
        for line in text.lines() {
            let begins = line.trim_start();
            let command = begins.starts_with("::") && !begins.starts_with(":::");
            assert!(!command || own.iter().any(|own| begins.starts_with(own)), "{line:?} in\n{text}");
        }
        let bad = |c: &char| {
            (c.is_control() && *c != '\n')
                || ('\u{2028}'..='\u{202e}').contains(c)
                || ('\u{2060}'..='\u{206f}').contains(c)
                || ('\u{200b}'..='\u{200f}').contains(c)
                || ('\u{e0000}'..='\u{e0fff}').contains(c)
                || matches!(c, '\u{61c}' | '\u{feff}')
        };
        assert_eq!(text.chars().find(bad), None, "{text:?}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{text}");
    }
}

#[test]
fn no_word_of_a_stranger_starts_a_line() {
    let (site, before) = (hostile(), site("--- content/index.md\n# Home\n"));
    let root = site.path();
    let before = before.path().to_string_lossy().into_owned();
    let asked: [&[&str]; 14] = [
        &["check"],
        &["check", "--format", "short"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["build"],
        &["lock"],
        &["diff", &before, "."],
        &["diff", ".", &before],
        &["diff", &before, ".", "--format", "json"],
        &["search", "x own"],
        &["tree", "content/t.tree.yaml"],
        &["tree", "content/t.tree.yaml", "--format", "mermaid"],
        &["tree", "content/t.tree.yaml", "--format", "json"],
        &["tree", "content/t.tree.yaml", "--format", "svg"],
    ];
    for arguments in asked {
        let said = run(root, arguments);
        assert!((0..=2).contains(&said.code), "{arguments:?}: {said:?}");
        assert!(!said.stdout.is_empty() || !said.stderr.is_empty(), "{arguments:?}");
        calm(&said, &[]);
    }
    let said = run(root, &["check", "--format", "github"]);
    calm(&said, &["::error file=", "::warning file=", "::notice file="]);
    assert!(
        said.stdout.lines().count() > 5 && said.stdout.lines().all(|line| line.starts_with("::")),
        "{}",
        said.stdout
    );
    let short = run(root, &["check", "--format", "short"]).stdout;
    assert!(
        short
            .lines()
            .all(|line| line.contains(": error[") || line.contains(": warning[") || line.contains(": advice[")),
        "{short}"
    );
    assert_eq!(short.lines().count(), said.stdout.lines().count());
    // A machine is told the very name.
    let json = run(root, &["check", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let paths: Vec<&str> = json["problems"].as_array().unwrap().iter().filter_map(|p| p["path"].as_str()).collect();
    assert!(paths.contains(&&*format!("content/{}.md", WORDS.replace('/', ""))), "{paths:?}");
}

/// Where the articles are at the root, a name is the first thing in a line.
#[test]
fn a_file_called_like_a_command_is_none() {
    let folder = site("--- site.yaml\ntitle: A site\n--- index.md\n# Home\n");
    write(folder.path(), "::error title=own::x.md", "# One\n\n[gone](gone.md)\n");
    write(folder.path(), "##[error]own.md", "# Two\n\n[gone](gone.md)\n");
    for arguments in [&["check", "--format", "short"][..], &["check"], &["build"]] {
        let said = run(folder.path(), arguments);
        assert!(said.stdout.contains("gone.md"), "{said:?}");
        calm(&said, &[]);
    }
}

#[test]
fn arguments_are_repeated_in_one_line() {
    let folder = site("--- content/index.md\n# Home\n");
    for arguments in [
        &[WORDS][..],
        &["check", WORDS],
        &["check", "--format", WORDS],
        &["check", "--root", WORDS],
        &["diff", WORDS, "."],
        &["tree", WORDS],
        &["explain", WORDS],
        &["build", "--base-url", WORDS],
        &["search", WORDS],
        &["serve", "--host", WORDS],
        &["tree", "content/index.md", "--answers", WORDS],
        &["new", "site", WORDS],
        &["new", "article", WORDS],
    ] {
        calm(&run(folder.path(), arguments), &[]);
    }
}

/// The summary of a job is Markdown, and a diff is posted as a comment.
#[test]
fn no_name_is_markup() {
    let words =
        "x\n# own\n<img src=x> @team [a](http://own.example) http://own.example www.own.example $\\color{red}$ |";
    let folder = site("--- content/index.md\n# Home\n");
    let before = site("--- content/index.md\n# Home\n");
    write(folder.path(), "content/a.md", format!("---\ntitle: {0}\n---\n[x](gone.md)\n", quoted(words)));
    let name = words.replace('/', "");
    write(folder.path(), &format!("content/{name}.md"), "# Two\n\n[x](gone.md)\n");
    let said = run(folder.path(), &["diff", &before.path().to_string_lossy(), "."]);
    let summary = folder.path().join("summary");
    let check = program(folder.path(), &["check", "--format", "github"], ("GITHUB_STEP_SUMMARY", &summary));
    assert_eq!(check.code, 1, "{check:?}");
    let summary = std::fs::read_to_string(&summary).unwrap();
    for text in [&said.stdout, &summary] {
        assert!(!text.lines().any(|line| line.starts_with("# own")), "{text}");
        let bare: String = text.split('`').step_by(2).collect();
        assert!(
            !bare.replace("\\]", "").contains("](http") && !bare.contains("<img") && !bare.contains("@team"),
            "{text}"
        );
    }
    let title = said.stdout.lines().find(|line| line.contains("- **x")).unwrap_or_default();
    let bare = title.split("(file").next().unwrap_or_default();
    assert!(!bare.contains("http://") && !bare.contains("www.") && !bare.contains('$'), "{title}");
}

fn program(root: &Path, arguments: &[&str], variable: (&str, &Path)) -> Said {
    let mut program = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    program.current_dir(root).args(arguments).env(variable.0, variable.1);
    said(program)
}
