//! The commands that README.md and the guide tell people to type are commands of this program.
use crate::common::{repository, run};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The words of a command as a shell takes them, without what stands behind it. Variables stay as they are.
fn words(command: &str) -> Vec<String> {
    let (mut out, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in command.chars().chain([' ']) {
        match c {
            '"' => quoted = !quoted,
            '#' | '>' | '&' | '|' if !quoted && word.is_empty() => break,
            ' ' if !quoted => out.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            c => word.push(c),
        }
    }
    out
}

/// README.md and every page of the guide.
fn documents() -> Vec<PathBuf> {
    let guide = walkdir::WalkDir::new(repository().join("guide/content")).sort_by_file_name();
    let pages = guide
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"));
    [repository().join("README.md")].into_iter().chain(pages).collect()
}

/// Every command of the program in a document's blocks of code for a shell, or of YAML and TOML that hold such.
fn commands(document: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(document).unwrap();
    let mut inside = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = matches!(language, "sh" | "yaml" | "toml");
        }
        let at = line.find("fingerpost ").filter(|at| {
            let before = &line[..*at];
            inside
                && (before.trim_matches([' ', '-']).is_empty()
                    || before.ends_with('/') && before.trim_start().starts_with('/'))
        });
        out.extend(at.map(|at| words(&line[at + "fingerpost ".len()..])));
    }
    out
}

#[test]
fn every_command_that_is_told_is_there() {
    let mut tried = 0;
    for document in documents() {
        for command in commands(&document) {
            // With this nothing is done, and what is no argument is told all the same.
            let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
            let said = run(Path::new("/"), &arguments);
            assert_eq!(said.code, 0, "{}: {command:?}: {said:?}", document.display());
            tried += 1;
        }
    }
    assert!(tried >= 40, "{tried}");
    assert_eq!(run(Path::new("/"), &["build", "--for-disc", "--help"]).code, 2, "a wrong one would be seen");
}

/// A setting that the page tells of is one.
#[test]
fn every_host_that_is_told_is_there() {
    let text: String = documents().iter().map(|document| fs::read_to_string(document).unwrap()).collect();
    let told: BTreeSet<&str> = text
        .match_indices("`host: ")
        .map(|(at, opening)| text[at + opening.len()..].split('`').next().unwrap())
        .collect();
    assert!(told.len() >= 6);
    for host in told {
        let site =
            crate::common::site(&format!("--- site.yaml\ntitle: T\nhost: {host}\n--- content/index.md\n# Home\n"));
        assert_eq!(run(site.path(), &["check", "--strict"]).code, 0, "{host}");
    }
}

/// The files that the guide shows, put together, are a site with nothing wrong in it.
#[test]
fn the_files_that_the_guide_shows_are_right() {
    let shown = |page: &str, language: &str, beginning: &str| {
        let text = fs::read_to_string(repository().join("guide/content/run").join(page)).unwrap();
        let opening = format!("```{language}\n");
        let mut blocks = text.split(&opening).skip(1).map(|rest| rest.split("\n```").next().unwrap());
        let block = blocks.find(|block| block.starts_with(beginning)).map(str::to_owned);
        block.unwrap_or_else(|| panic!("{page} shows no {beginning}"))
    };
    let settings = shown("begin.md", "text", "title:");
    let searches = shown("words-and-search.md", "text", "search_tests:");
    let sources = shown("sources-and-reviews.md", "text", "smith-2022:");
    let terms = shown("words-and-search.md", "text", "- term:");
    let (article, card) = (shown("write.md", "markdown", "---"), shown("write.md", "markdown", "> [!EMERGENCY]"));
    let folder = crate::common::site(&format!(
        "--- site.yaml\n{settings}\n{searches}\n--- content/references.yaml\n{sources}\n--- content/glossary.yaml\n{terms}\n\
         --- content/index.md\n# Home\n\n[Visit](visit/index.md) [Help](help/index.md)\n\
         --- content/visit/index.md\n# Come for a parcel\n\nIt waits. [The hours](opening-hours.md).\n\
         --- content/visit/opening-hours.md\n{article}\n\n{card}\n\
         --- content/visit/who-can-come.md\n# Who can come\n\nEverybody [@smith-2022, p. 4]. A DVT is no hindrance.\n\
         --- content/help/index.md\n# Help us\n\n[Parcels](parcels.md)\n\
         --- content/help/parcels.md\n# Parcels\n\nA parcel holds bread.\n"
    ));
    let said = run(folder.path(), &["check", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
}
