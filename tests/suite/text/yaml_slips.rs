//! Slips in YAML: each is told at its line in plain words, and what the message says to type mends it, in every kind of file.

use crate::common::{run, site, write};
use serde_json::Value;
use std::path::Path;

/// A kind of file: its path, the text around a line with a text, and that line's indent and key; the same within brackets; a list.
struct Place {
    path: &'static str,
    before: &'static str,
    indent: &'static str,
    key: &'static str,
    after: &'static str,
    /// A line with a map in brackets, `$` for its value.
    brackets: &'static str,
    /// The key of a list of texts, if such a file has one.
    list: Option<&'static str>,
}

const PLACES: [Place; 5] = [
    Place {
        path: "content/t.tree.yaml",
        before: "title: A tree\nquestions:\n  one:\n    ask: Now?\n    options:\n      a: {say: A, goto: end}\noutcomes:\n  end:\n    level: routine\n",
        indent: "    ",
        key: "title",
        after: "    body: Rest.\n",
        brackets: "extra: {note: $, b: c}\n",
        list: Some("tags"),
    },
    Place {
        path: "site.yaml",
        before: "title: A site\n",
        indent: "",
        key: "publisher",
        after: "language: en\n",
        brackets: "extra: {note: $, b: c}\n",
        list: Some("keep"),
    },
    Place {
        path: "content/a.md",
        before: "---\ntitle: A\n",
        indent: "",
        key: "description",
        after: "author: B\n---\n[Home](index.md)\n",
        brackets: "extra: {note: $, b: c}\n",
        list: Some("tags"),
    },
    Place {
        path: "content/references.yaml",
        before: "smith:\n  year: 2020\n",
        indent: "  ",
        key: "title",
        after: "  journal: J\n",
        brackets: "doe: {title: $, year: 2021}\n",
        list: None,
    },
    Place {
        path: "content/glossary.yaml",
        before: "- term: calf\n",
        indent: "  ",
        key: "meaning",
        after: "  forms: [calves]\n",
        brackets: "- {term: toe, meaning: $, forms: [toes]}\n",
        list: Some("forms"),
    },
];

/// Values that are none as they stand, and the column of what is told, from the value's start.
const VALUES: [(&str, usize); 19] = [
    ("Diary: May", 0),
    ("Rest: ice: lift", 0),
    ("@home", 0),
    ("`code`", 0),
    ("%5 of all", 0),
    ("*bold* text", 0),
    ("&amp text", 0),
    ("!important", 0),
    ("? what", 0),
    ("| text", 0),
    ("> 5 km", 0),
    ("- text", 0),
    ("\"Are you", 0),
    ("'Are you", 0),
    ("'It's fine'", 3),
    ("\"He said \"hi\" to me\"", 9),
    ("\"Pain\" is a word", 5),
    ("\"C:\\docs\"", 3),
    ("Are you #1?", 8),
];

/// The same between brackets.
const IN_BRACKETS: [(&str, usize); 10] = [
    ("Off the pitch, and not back", 0),
    ("One, two, and three", 0),
    ("> 5 ", 0),
    ("Diary: May", 0),
    ("Pain [bad]", 0),
    ("@home", 0),
    ("%5", 0),
    ("\"open", 0),
    ("Are you #1?", 0),
    ("? what", 0),
];

fn text(place: &Place, line: &str) -> String {
    [place.before, line, place.after].concat()
}

fn asked(root: &Path, path: &str) -> Vec<Value> {
    let said = run(root, &["check", "--format", "sarif"]).stdout;
    let said: Value = serde_json::from_str(&said).expect("it is JSON");
    let results = said["runs"][0]["results"].as_array().expect("there is a list").clone();
    let here = |result: &Value| {
        result["level"] != "note" && result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == path
    };
    results.into_iter().filter(here).collect()
}

/// The text with what the problem says to type.
fn mended(text: &str, result: &Value) -> String {
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert!(replacement.is_object(), "{result}\n{text}");
    let number = |key: &str| replacement["deletedRegion"][key].as_u64().expect("a number") as usize;
    let byte = |line: usize, column: usize| {
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest = &text[start..];
        start + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
    };
    let (start, end) = (byte(number("startLine"), number("startColumn")), byte(number("endLine"), number("endColumn")));
    [&text[..start], replacement["insertedContent"]["text"].as_str().expect("a text"), &text[end..]].concat()
}

/// What is wrong is told once, at this line and column, and is gone when it is mended as told.
fn holds(root: &Path, path: &str, text: &str, (line, column): (usize, usize)) {
    write(root, path, text);
    let told = asked(root, path);
    let [problem] = told.as_slice() else { panic!("{path}: {} problems\n{text}\n{told:#?}", told.len()) };
    assert_eq!(problem["ruleId"], "yaml-syntax", "{text}\n{problem}");
    let words = problem["message"]["text"].as_str().unwrap_or_default();
    assert!(!words.contains("cannot be read") && !words.contains("block"), "{words}\n{text}");
    let region = &problem["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startLine"], &region["startColumn"]),
        (&line.into(), &column.into()),
        "{path}: {words}\n{text}"
    );
    let mended = mended(text, problem);
    write(root, path, &mended);
    let left = asked(root, path);
    assert!(left.is_empty(), "{path}: {words}\n{text}\nbecame\n{mended}\n{left:#?}");
}

fn a_site() -> tempfile::TempDir {
    site("--- content/index.md\n# Home\n\n[A](a.md) calf toe [@smith] [@doe]\n")
}

fn lines_of(text: &str) -> usize {
    text.matches('\n').count()
}

#[test]
fn what_is_right_is_not_told() {
    let site = a_site();
    for place in &PLACES {
        for line in ["# a comment", "12:30", "yes", "\"a: b\" # a comment", "1.10", "a # b"] {
            let line = match line {
                "# a comment" => format!("{}{}: x # a comment\n", place.indent, place.key),
                value => format!("{}{}: {value}\n", place.indent, place.key),
            };
            write(site.path(), place.path, text(place, &line));
            let told = asked(site.path(), place.path);
            assert!(told.is_empty(), "{line}{told:#?}");
        }
    }
}

/// Whatever stands in a block of lines or between quotation marks is text.
#[test]
fn what_stands_in_a_block_is_text() {
    let site = a_site();
    let signs = ["|", ">", "|-", ">+", "|2", "| # a comment"];
    let texts = [
        "Any one of these:\n\n- pain\n- fever\n",
        "- pain\n- fever\n",
        "-pain\n-fever\n",
        "Are you #1?\nNo #2\n",
        "title: X\n{a, b\n",
        "One\n  - two\n    - three\n",
        "\n- after a blank line\n",
        "@home, *so* & %so\n? what\n> 5 km\n\"open\n",
    ];
    for place in &PLACES {
        for sign in signs {
            for text_of in texts {
                let block: String = text_of
                    .lines()
                    .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{}  {line}\n", place.indent) })
                    .collect();
                let block = if sign == "|2" && text_of.starts_with('\n') { continue } else { block };
                let line = format!("{}{}: {sign}\n{block}", place.indent, place.key);
                write(site.path(), place.path, text(place, &line));
                let told = asked(site.path(), place.path);
                assert!(
                    told.iter().all(|told| told["ruleId"] != "yaml-syntax" && told["ruleId"] != "wrong-type"),
                    "{line}{told:#?}"
                );
            }
        }
    }
}

#[test]
fn values_that_are_none() {
    for place in &PLACES {
        let site = a_site();
        for (value, column) in VALUES {
            let line = format!("{}{}: {value}\n", place.indent, place.key);
            let at = (lines_of(place.before) + 1, place.indent.len() + place.key.len() + 2 + column + 1);
            holds(site.path(), place.path, &text(place, &line), at);
        }
    }
}

#[test]
fn values_between_brackets() {
    for place in &PLACES {
        let site = a_site();
        for (value, column) in IN_BRACKETS {
            let line = place.brackets.replace('$', value);
            let (before, after) = match place.path {
                "content/a.md" | "site.yaml" => (place.before.to_owned(), place.after),
                _ => (text(place, &format!("{}{}: X\n", place.indent, place.key)), ""),
            };
            let from = place.brackets.chars().take_while(|c| *c != '$').count();
            let at = (lines_of(&before) + 1, from + column + 1);
            holds(site.path(), place.path, &[&before, &*line, after].concat(), at);
        }
    }
}

#[test]
fn lines_that_are_none() {
    for place in &PLACES {
        let site = a_site();
        let (indent, key) = (place.indent, place.key);
        let whole = text(place, &format!("{indent}{key}: X\n"));
        let number = lines_of(place.before) + 1;
        let mut lines = vec![
            (format!("{indent}{key} X y\n"), indent.len() + 1),
            (format!("{indent}{key}:X y\n"), indent.len() + 1),
            (format!("{indent}{key} = X\n"), indent.len() + 1),
            (format!("{indent} {key}: X\n"), 1),
        ];
        if !indent.is_empty() {
            lines.push((format!("{}{key}: X\n", &indent[1..]), 1));
            lines.push((format!("{}{key}: X\n", indent.replace("  ", "\t")), 1));
        }
        for (line, column) in lines {
            holds(site.path(), place.path, &text(place, &line), (number, column));
        }
        // A key that stands there twice is two, and nobody knows which is meant: either can go.
        let twice = text(place, &format!("{indent}{key}: X\n{indent}{key}: Y\n"));
        write(site.path(), place.path, &twice);
        let told = asked(site.path(), place.path);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0]["message"]["text"].as_str().is_some_and(|words| words.contains("twice")), "{told:#?}");
        assert_eq!(told[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], number, "{told:#?}");
        write(site.path(), place.path, &whole);
        assert!(asked(site.path(), place.path).is_empty());
    }
}

#[test]
fn lists_that_are_none() {
    for place in &PLACES {
        let Some(list) = place.list else { continue };
        let site = a_site();
        let indent = if place.path == "content/glossary.yaml" { "  " } else { "" };
        let line = format!("{}{}: X\n", place.indent, place.key);
        let (before, after) = match place.path {
            "content/a.md" => (format!("{}{line}", place.before), place.after),
            "content/glossary.yaml" => (format!("{}{line}", place.before), ""),
            _ => (text(place, &line), ""),
        };
        for (items, number) in [
            ("  -one\n  -two\n", 2),
            ("  - one\n  -two\n", 3),
            ("  - one\n   - two\n", 3),
            ("  - one\n - two\n", 3),
            ("  - one\n\t- two\n", 3),
        ] {
            let items: String = items
                .lines()
                .map(|line| if line.starts_with('\t') { format!("{line}\n") } else { format!("{indent}{line}\n") })
                .collect();
            let whole = format!("{before}{indent}{list}:\n{items}{after}");
            write(site.path(), place.path, &whole);
            let told = asked(site.path(), place.path);
            let [problem] = told.as_slice() else { panic!("{whole}{told:#?}") };
            let region = &problem["locations"][0]["physicalLocation"]["region"];
            assert_eq!(region["startLine"], lines_of(&before) + number, "{whole}{problem}");
            write(site.path(), place.path, mended(&whole, problem));
            let left = asked(site.path(), place.path);
            assert!(left.is_empty(), "{whole}\nbecame\n{}\n{left:#?}", mended(&whole, problem));
        }
    }
}
