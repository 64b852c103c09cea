//! The guide: its reference pages are written from what the program reads by, and what it tells people to type is tried.
//! After a change that is meant: `UPDATE_GUIDE=1 cargo test --test suite guide`.

use crate::common::{repository, run};
use fingerpost::schema::{File, schema};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The reference pages that are written here, by their file below `guide/content/reference`.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        (
            "settings.md",
            keys(
                File::Site,
                "Settings: site.yaml",
                "Every key of `site.yaml`, what it takes and what it does.",
                "[Begin a site](../run/begin.md) says which of them come first. Only `title` must be there.",
            ),
        ),
        (
            "front-matter.md",
            keys(
                File::Article,
                "Front matter: the keys of an article",
                "Every key that may stand between the two lines `---` above an article.",
                "[Write an article](../run/write.md) has examples. Every key may be left out.",
            ),
        ),
        (
            "tree-keys.md",
            keys(
                File::Tree,
                "Keys of a decision tree",
                "Every key of a file that ends in `.tree.yaml`.",
                "[Decision trees](../trees/index.md) shows each of them in a tree that you can walk.",
            ),
        ),
        (
            "glossary-keys.md",
            keys(
                File::Glossary,
                "Keys of the glossary",
                "Every key of an entry in `content/glossary.yaml`.",
                "[Words and search](../run/words-and-search.md) says how they are used.",
            ),
        ),
        (
            "source-keys.md",
            keys(
                File::References,
                "Keys of a source",
                "Every key of a source in `content/references.yaml`.",
                "[Sources and reviews](../run/sources-and-reviews.md) says how they are cited.",
            ),
        ),
        ("commands.md", commands()),
        ("messages.md", messages()),
        ("words.md", words()),
        ("views.md", views()),
        ("../theme/tokens.md", tokens()),
    ]
}

#[test]
fn the_reference_pages_say_what_the_program_reads_by() {
    for (name, told) in pages() {
        let page = repository().join("guide/content/reference").join(name);
        if std::env::var("UPDATE_GUIDE").is_ok() {
            fs::write(&page, &told).expect("the page can be written");
        }
        let there = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(there == told, "{name} says something else: UPDATE_GUIDE=1 cargo test --test suite guide");
    }
}

#[test]
fn nothing_is_wrong_with_the_guide() {
    let said = run(&repository().join("guide"), &["check", "--strict", "--format", "short"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
}

/// A page about trees shows parts of trees that can be walked: what is printed has been proved.
#[test]
fn each_piece_of_a_tree_that_is_shown_is_one_of_a_tree_beside_it() {
    let folder = repository().join("guide/content/trees");
    let trees: Vec<String> = files(&folder, ".tree.yaml").iter().map(|path| plain(&read(path))).collect();
    let mut shown = 0;
    for page in files(&folder, ".md") {
        for block in blocks(&read(&page), "yaml") {
            let piece = plain(&block);
            assert!(trees.iter().any(|tree| tree.contains(&piece)), "{}: no tree has this:\n{block}", page.display());
            shown += 1;
        }
    }
    assert!(shown >= 8, "{shown}");
}

/// Links of the repository's own documents lead to files that are there.
#[test]
fn the_documents_link_to_files_that_are_there() {
    for document in [
        "README.md",
        "PUBLISHING.md",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "DEVELOPING.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
    ] {
        let text = without_code(&read(&repository().join(document)));
        for link in text.split("](").skip(1) {
            let file = link.split([')', '#']).next().unwrap();
            assert!(
                file.is_empty() || file.contains("://") || repository().join(file).exists(),
                "{document}: there is no {file}"
            );
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a folder whose names end so, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut out: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    out.sort();
    out
}

/// A text without its code, in lines and in blocks.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

/// The blocks of code in this language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    text.split(&opening).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

/// Lines without their indents, so that a part of a file may be shown by itself.
fn plain(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn front(title: &str, description: &str) -> String {
    format!("---\ntitle: \"{title}\"\ndescription: \"{description}\"\n---\n\n")
}

/// A page with every key of a kind of file: a list for each map, in the order in which one meets them.
fn keys(file: File, title: &str, description: &str, first: &str) -> String {
    let schema = schema(file);
    let mut out = front(title, description);
    let _ = writeln!(out, "{first}\n\nThe same in your terminal: `fingerpost schema {}`, for editors.", file.name());
    let mut maps = VecDeque::from([("The keys".to_owned(), String::new(), &schema)]);
    let named = schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
    let mut named: VecDeque<_> = named
        .map(|(name, map)| {
            let title = match name.as_str() {
                "when" => "Of a `when`".to_owned(),
                "ends" => "Of `paths_to`, `must_reach` and `must_not_reach`".to_owned(),
                other => format!("Of `{other}`"),
            };
            (title, String::new(), map)
        })
        .collect();
    let mut seen = BTreeSet::new();
    while let Some((title, path, map)) = maps.pop_front().or_else(|| named.pop_front()) {
        if let Some(properties) = map["properties"].as_object() {
            let _ = write!(out, "\n## {title}\n\n");
            for (key, value) in properties {
                let says = value["description"].as_str().map_or(String::new(), |says| format!(": {}", in_line(says)));
                let _ = writeln!(out, "- **`{key}`** ({}){says}", takes(value));
                if (file, key.as_str()) == (File::Site, "checks") {
                    continue;
                }
                let path = if path.is_empty() { key.clone() } else { format!("{path}: {key}") };
                maps.push_back((format!("Below `{path}`"), path, value));
            }
        }
        for below in inner(map) {
            if !below["properties"].is_null() && !seen.insert(below.to_string()) {
                continue;
            }
            maps.push_back((title.clone(), path.clone(), below));
        }
    }
    if file == File::Site {
        out.push_str("\n## The checks\n\nBelow `checks` stands any of [the checks](messages.md), and its weight: `error`, `warning`, `advice` or `off`.\n");
    }
    out
}

/// The maps that may stand in the place of a value, or be entries of it.
fn inner(value: &Value) -> Vec<&Value> {
    let any = value["anyOf"].as_array().into_iter().flatten();
    ["additionalProperties", "items"]
        .into_iter()
        .filter_map(|key| value.get(key))
        .chain(any)
        .filter(|v| v.is_object())
        .collect()
}

/// What a value may be, in words.
fn takes(value: &Value) -> String {
    if let Some(values) = value["enum"].as_array() {
        let values: Vec<String> = values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`")).collect();
        return values.join(", ");
    }
    if value.get("$ref").is_some() {
        return "keys, see below".to_owned();
    }
    if let Some(any) = value["anyOf"].as_array() {
        let mut out: Vec<String> = Vec::new();
        for words in any.iter().map(takes) {
            if !out.contains(&words) {
                out.push(words);
            }
        }
        return out.join(", or ");
    }
    let types = match &value["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).filter(|name| *name != "null").collect(),
        _ => return "anything".to_owned(),
    };
    match types[..] {
        ["integer"] => "a whole number",
        ["boolean"] => "`true` or `false`",
        ["array"] => "a list",
        ["object"] => "keys",
        ["number", "string"] => "a number",
        _ => "text",
    }
    .to_owned()
}

/// Words that may stand in a list.
fn in_line(words: &str) -> String {
    words.replace('\n', " ")
}

/// A page with every check, and where each is explained.
fn messages() -> String {
    let mut out = front("Messages, by name", "Every check by the name that its messages have, and what it means.");
    out.push_str("The name stands in brackets behind `error`, `warning` or `advice`. [Read a message](../contribute/messages.md) says what to do with one.\n");
    let schema = schema(File::Site);
    let checks = schema.pointer("/properties/checks/properties").and_then(Value::as_object).expect("there are checks");
    for (code, told) in checks {
        let says = told["description"].as_str().unwrap_or_default();
        let _ = write!(out, "\n## {code}\n\n{says} [More on `{code}`](checks/{code}.md).\n");
    }
    out
}

/// A page with every command, and every option of it.
fn commands() -> String {
    let mut out =
        front("Commands", "Every command of the program and every option, as `fingerpost COMMAND --help` tells them.");
    out.push_str(
        "It ends with 0 if nothing is wrong, with 1 if something is (with `--strict` a warning counts), and with 2 if it could not run. \
         Every command has `--help`.\n",
    );
    for (name, about) in entries(&help(&[]), "Commands:") {
        if name == "help" {
            continue;
        }
        let told = help(&[&name]);
        let usage = told.lines().find_map(|line| line.strip_prefix("Usage: ")).expect("there is a usage");
        let _ = write!(out, "\n## {name}\n\n{about}.\n\n```text\n{usage}\n```\n");
        let rows: Vec<_> = ["Arguments:", "Options:"].iter().flat_map(|part| entries(&told, part)).collect();
        let rows: Vec<_> = rows.iter().filter(|(option, _)| !option.contains("--help")).collect();
        if !rows.is_empty() {
            out.push('\n');
        }
        for (option, words) in rows {
            let _ = writeln!(out, "- **`{option}`**: {}.", in_line(&spoken(words)));
        }
    }
    out
}

/// `[default: public] [possible values: a, b]` → words.
fn spoken(words: &str) -> String {
    let (said, rest) = words.split_once(" [").unwrap_or((words, ""));
    let mut out = said.to_owned();
    for part in rest.split(" [").filter_map(|part| part.strip_suffix(']').unwrap_or(part).split_once(": ")) {
        let (what, values) = part;
        let values = if what == "possible values" {
            values.split(", ").map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
        } else {
            let word = !values.contains(' ');
            if word { format!("`{values}`") } else { values.to_owned() }
        };
        let _ = write!(out, ". {}: {values}", if what == "default" { "Unless given" } else { "One of" });
    }
    out
}

fn help(command: &[&str]) -> String {
    let arguments: Vec<&str> = command.iter().copied().chain(["-h"]).collect();
    let said = run(Path::new("/"), &arguments);
    assert_eq!(said.code, 0, "{said:?}");
    said.stdout
}

/// The entries of a part of a help text: what is typed, and what it does.
fn entries(help: &str, part: &str) -> Vec<(String, String)> {
    let lines = help.lines().skip_while(|line| *line != part).skip(1).take_while(|line| line.starts_with(' '));
    lines
        .filter_map(|line| line.trim().split_once("  "))
        .map(|(name, words)| (name.trim().to_owned(), words.trim().to_owned()))
        .collect()
}

/// A page with the words of the built-in theme.
fn words() -> String {
    let mut out = front(
        "Words of the built-in theme",
        "Every word and sentence that the built-in theme says, by the key under which you say it otherwise.",
    );
    out.push_str(
        "Write the keys that you say otherwise into `themes/default/words/en.yaml` of your site: [Words and looks](../theme/index.md).\n\n",
    );
    let text = read(&repository().join("themes/default/words/en.yaml"));
    for (key, words) in pairs(&text) {
        let _ = writeln!(out, "- **`{key}`**: `{}`", in_line(&words));
    }
    out
}

/// The words' own simple YAML: a key and its text a line.
fn pairs(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.starts_with(' '));
    lines
        .filter_map(|line| line.split_once(": "))
        .map(|(key, words)| (key.to_owned(), words.trim().trim_matches(['"', '\'']).to_owned()))
        .collect()
}

/// What templates are given, as the theme's own page says it.
fn views() -> String {
    let text = read(&repository().join("themes/default/VIEWS.md"));
    let text = text.strip_prefix("# What templates are given\n").expect("the page has its title");
    let text = text.replace(
        " from the types in `src/render/view`, and held by a test.",
        " from what the program gives to templates.",
    );
    front("What templates are given", "Every value that a template of a theme has, for those who make one.")
        + text.trim_start()
}

/// The tokens, as the theme's own page says them.
fn tokens() -> String {
    let text = read(&repository().join("themes/default/TOKENS.md"));
    let text = text.strip_prefix("# Design tokens\n").expect("the page has its title").trim();
    let head = front(
        "Design tokens",
        "Every colour and measure of the built-in theme, by the name under which your styles change it.",
    );
    format!("{head}{text}\n\n[Make a theme](index.md) says where the file lies.\n")
}
