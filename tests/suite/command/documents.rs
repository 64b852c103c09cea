//! The commands that README.md and PUBLISHING.md tell people to type are commands of this program.
use crate::common::{repository, run};
use std::fs;
use std::path::Path;

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

/// Every command of the program in a document's blocks of code.
fn commands(document: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(repository().join(document)).unwrap();
    let mut inside = false;
    let mut out = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
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
    for (document, least) in [("README.md", 12), ("PUBLISHING.md", 12)] {
        let commands = commands(document);
        assert!(commands.len() >= least, "{document}: {commands:?}");
        for command in commands {
            // With this nothing is done, and what is no argument is told all the same.
            let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
            let said = run(Path::new("/"), &arguments);
            assert_eq!(said.code, 0, "{document}: {command:?}: {said:?}");
        }
    }
    assert_eq!(run(Path::new("/"), &["build", "--for-disc", "--help"]).code, 2, "a wrong one would be seen");
}

/// A setting that the page tells of is one.
#[test]
fn every_host_that_is_told_is_there() {
    let text = fs::read_to_string(repository().join("PUBLISHING.md")).unwrap();
    let told: Vec<&str> = text
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
