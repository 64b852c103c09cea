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
            (format!("{indent}{key}\u{ff1a}X\n"), indent.len() + key.len() + 1),
            (format!("{indent}{key}\u{2236} X\n"), indent.len() + key.len() + 1),
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

/// A tree, sources, terms and settings in which every kind of line stands.
const INDENTED: [(&str, &str); 4] = [
    (
        "content/t.tree.yaml",
        "title: What helps?
intro: |
  Answer a few questions.

  It takes a minute.
questions:
  signs:
    ask: Do you have any of these?
    hint: Look at both legs.
    kind: any
    options:
      pop: A pop
      none: None of these
      dark:
        say: Dark urine
        goto: now
    next:
      - {when: {signs: pop}, goto: today}
      - goto: far
  far:
    ask: How far?
    kind: number
    min: 0
    max: 50
    next:
      - when: {far: \"< 6\"}
        goto: today
      - goto: now
outcomes:
  now:
    title: Get help now
    level: emergency
    body: |
      Call now.

      Then lie down.
    read: [calf]
  today:
    title: See someone today
    level: urgent
    body: Ring the club
      today.
tests:
  - name: Dark
    answers: {signs: [dark]}
    reaches: now
rules:
  - name: A pop is seen
    paths_with: {signs: pop}
    must_reach: {level_at_least: urgent}
",
    ),
    (
        "content/references.yaml",
        "smith:
  type: article
  title: \"Calves: a review\"
  year: 2020
doe:
  title: Calf
    strains
  url: https://example.org/calf
  year: 2021
",
    ),
    (
        "content/glossary.yaml",
        "- term: calf
  forms: [calves]
  meaning: Behind
    the shin.
- term: toe
  forms:
    - toes
    - big toe
  meaning: |
    It stands at the end
    of a foot.
",
    ),
    (
        "site.yaml",
        "title: A site
navigation:
  - calf.md
  - t.tree.yaml
checks:
  orphan-page: \"off\"
  care-card: \"off\"
synonyms:
  - - ache
    - pain
",
    ),
];

fn indented() -> tempfile::TempDir {
    let site = site(
        "--- content/index.md\n# Home\n\n[C](calf.md) [T](t.tree.yaml) calf toe [@smith] [@doe]\n--- content/calf.md\n# Calf\n\n[H](index.md)\n",
    );
    INDENTED.iter().for_each(|(path, text)| write(site.path(), path, text));
    site
}

/// A line that begins a little too far left or right is told at that line or at the one that it has made unclear beside it, once;
/// and what is told mends it.
#[test]
fn a_line_that_begins_elsewhere() {
    let site = indented();
    for (path, text) in INDENTED {
        assert!(asked(site.path(), path).is_empty(), "{:#?}", asked(site.path(), path));
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let less = line.strip_prefix(' ').map(str::to_owned);
            for moved in [less, Some(format!(" {line}"))].into_iter().flatten() {
                let mut slipped = lines.clone();
                slipped[number] = &moved;
                let slipped = slipped.join("\n") + "\n";
                write(site.path(), path, &slipped);
                let told = asked(site.path(), path);
                // The line of a text, or a list's only entry, may as well begin there.
                let Some(first) = told.first() else {
                    let text = ["[", "{", "title"].iter().all(|sign| !line.trim_start().starts_with(sign));
                    assert!(text, "{path}: nothing is told of\n{slipped}");
                    continue;
                };
                let at = first["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().expect("a line");
                assert!(at.abs_diff(number as u64 + 1) <= 1, "{path}: line {} is told at {at}: {told:#?}", number + 1);
                assert_eq!(told.len(), 1, "{path}: line {}: {told:#?}", number + 1);
                write(site.path(), path, mended(&slipped, first));
                let left = asked(site.path(), path);
                assert!(left.is_empty(), "{path}: line {}: {}\n{left:#?}", number + 1, mended(&slipped, first));
            }
        }
        write(site.path(), path, text);
    }
}

/// What is told of a line that begins elsewhere: path, the line as it should be and as it is, and what is said and to be done.
#[test]
fn where_a_line_should_begin_is_said() {
    let site = indented();
    let cases = [
        (
            "content/t.tree.yaml",
            "    ask: How far?",
            "   ask: How far?",
            "3 spaces; the lines beside it have 4",
            "as many as before `kind`",
        ),
        (
            "content/t.tree.yaml",
            "      pop: A pop",
            "     pop: A pop",
            "5 spaces; the lines beside it have 6",
            "as many as before `none`",
        ),
        (
            "content/references.yaml",
            "  type: article",
            " type: article",
            "1 space; the lines beside it have 2",
            "as many as before `title`",
        ),
        (
            "site.yaml",
            "title: A site",
            " title: A site",
            "1 space; the lines beside it have none",
            "as does `navigation`",
        ),
        (
            "content/t.tree.yaml",
            "      Then lie",
            "    Then lie",
            "4 spaces, and so it is no part of the text of `body`",
            "Write 6 spaces",
        ),
        (
            "content/t.tree.yaml",
            "      Call now.\n\n      Then lie down.",
            "    Call now.\n\n    Then lie down.",
            "4 spaces, and so it is no part of the text of `body`",
            "before the lines of the text below it",
        ),
        (
            "content/t.tree.yaml",
            "      Call now.\n\n      Then",
            "    Call now.\n\n      Then",
            "4 spaces, and so it is no part of the text of `body`",
            "Write 6 spaces before it.",
        ),
        (
            "content/t.tree.yaml",
            "    read: [calf]",
            "  read: [calf]",
            "`read` stands beside the outcome `now`",
            "as many as before the other keys",
        ),
        (
            "content/t.tree.yaml",
            "        goto: now",
            "      goto: now",
            "`goto` stands beside the option `dark`",
            "as many as before the other keys",
        ),
        (
            "content/t.tree.yaml",
            "  far:",
            "far:",
            "A decision tree has no key `far`",
            "belongs to `questions` above it",
        ),
    ];
    for (path, line, moved, said, help) in cases {
        let text = INDENTED.iter().find(|(known, _)| *known == path).map(|(_, text)| *text).expect("a text");
        let slipped = text.replacen(line, moved, 1);
        write(site.path(), path, &slipped);
        let told = asked(site.path(), path);
        let [problem] = told.as_slice() else { panic!("{moved}: {told:#?}") };
        let words = problem["message"]["text"].as_str().expect("words");
        assert!(words.contains(said) && words.contains(help), "{words}");
        let number = text[..text.find(line).expect("it is there")].matches('\n').count() + 1;
        assert_eq!(problem["locations"][0]["physicalLocation"]["region"]["startLine"], number, "{words}");
        write(site.path(), path, text);
    }
}

#[test]
fn the_keys_of_a_tree_are_known_whatever_stands_around_them() {
    let whole = "title: T\nintro: |\n  > Words.\nquestions:\n  q:\n    ask: Q?\n    hint: |\n      A hint.\n    kind: one\n    options:\n      a: {say: The toe, goto: o}\n      b: {say: B, goto: p}\noutcomes:\n  o:\n    title: O\n    level: urgent\n    body: |\n      > [!URGENT] Words of it\n      > - One.\n\n      More.\n    read: [A page]\n  p: {title: P, level: routine}\n";
    let site = site(
        "--- site.yaml\ntitle: S\nchecks: {orphan-page: off}\n--- content/index.md\n# Home\n\n[T](t.tree.yaml)\n--- content/a.md\n# A page\n",
    );
    write(site.path(), "content/t.tree.yaml", whole);
    assert!(asked(site.path(), "content/t.tree.yaml").is_empty(), "{:#?}", asked(site.path(), "content/t.tree.yaml"));
    for (line, from, to, column) in [
        (22, "read: [", "read [", 5),
        (9, "kind: one", "kind one", 5),
        (13, "outcomes:", "outcomes", 1),
        (4, "questions:", "questions", 1),
        (11, "The toe, goto", "The toe goto", 24),
        (11, "The toe, goto", "The toe\u{ff0c} goto", 25),
        (11, "goto: o}", "goto: o)", 32),
        (11, "{say: The toe, goto: o}", "(say: The toe, goto: o)", 10),
        (17, "body: |", "body:", 5),
        (2, "intro: |", "intro:", 1),
    ] {
        holds(site.path(), "content/t.tree.yaml", &whole.replacen(from, to, 1), (line, column));
    }
    // The text that stood behind its sign is there, on a line of its own.
    let joined = whole.replacen("hint: |\n      A hint.", "hint: | A hint.", 1);
    holds(site.path(), "content/t.tree.yaml", &joined, (7, 11));
    assert_eq!(std::fs::read_to_string(site.path().join("content/t.tree.yaml")).unwrap(), whole);
}
