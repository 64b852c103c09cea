//! The schemas know the keys that the readers of the files ask for, and no others.
//!
//! A file with a key that nobody knows is told which keys are known; these are held against the schema.

use crate::common::{run, site};
use fingerpost::problem::Code;
use fingerpost::schema::{File, schema};
use serde_json::Value;
use std::collections::BTreeSet;

const UNKNOWN: &str = "zzzzzzzzzzzz";

/// The keys that the program knows where this file has an unknown one.
fn known(path: &str, text: &str) -> BTreeSet<String> {
    let settings = if path == "site.yaml" { "" } else { "--- site.yaml\ntitle: A site\n" };
    let folder = site(&format!("--- content/index.md\n# Home\n{settings}--- {path}\n{text}"));
    let said = run(folder.path(), &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let told = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .find(|problem| problem["code"] == "unknown-key" && problem["message"].as_str().unwrap().contains(UNKNOWN));
    let help =
        told.unwrap_or_else(|| panic!("{path} takes the unknown key:\n{}", said.stdout))["help"].as_str().unwrap();
    let list = help.strip_prefix("These are known: ").unwrap_or_else(|| panic!("{help}"));
    list.trim_end_matches('.').split(", ").map(str::to_owned).collect()
}

/// The keys of the map at this place of a schema.
fn keys(file: File, place: &str) -> BTreeSet<String> {
    let schema = schema(file);
    let map = schema.pointer(place).unwrap_or_else(|| panic!("{} has nothing at {place}", file.name()));
    map["properties"].as_object().unwrap().keys().cloned().collect()
}

fn same(file: File, place: &str, known: &BTreeSet<String>) {
    assert_eq!(keys(file, place), *known, "{} at {place}", file.name());
}

#[test]
fn settings() {
    same(File::Site, "", &known("site.yaml", &format!("title: T\n{UNKNOWN}: 1\n")));
    let emergency = known("site.yaml", &format!("title: T\nemergency:\n  {UNKNOWN}: 1\n"));
    same(File::Site, "/properties/emergency/anyOf/1", &emergency);
    let budget = known("site.yaml", &format!("title: T\nbudget:\n  {UNKNOWN}: 1\n"));
    same(File::Site, "/properties/budget/anyOf/1", &budget);
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.id().to_owned()).collect();
    same(File::Site, "/properties/checks", &codes);
}

#[test]
fn front_matter() {
    same(File::Article, "", &known("content/a.md", &format!("---\n{UNKNOWN}: 1\n---\nText.\n")));
}

#[test]
fn references() {
    let text = format!("a:\n  title: A\n  {UNKNOWN}: 1\n");
    same(File::References, "/additionalProperties", &known("content/references.yaml", &text));
}

#[test]
fn glossary() {
    let text = format!("- term: A\n  meaning: B\n  {UNKNOWN}: 1\n");
    same(File::Glossary, "/items", &known("content/glossary.yaml", &text));
}

#[test]
fn trees() {
    let tree = |top: &str,
                question: &str,
                number: &str,
                option: &str,
                next: &str,
                outcome: &str,
                also: &str,
                rest: &str| {
        let text = format!(
            "title: T\n{top}questions:\n  q:\n    ask: Q?\n{question}    options:\n      a:\n        say: A\n{option}      b: B\n    \
             next:\n      - goto: n\n{next}  n:\n    ask: N?\n    kind: number\n    min: 1\n    max: 2\n{number}    next: [{{goto: o}}]\n\
             outcomes:\n  o:\n    title: O\n    level: routine\n{outcome}    also:\n      - say: S\n{also}{rest}"
        );
        known("content/t.tree.yaml", &text)
    };
    let at = |spaces: usize| format!("{}{UNKNOWN}: 1\n", " ".repeat(spaces));
    same(File::Tree, "", &tree(&at(0), "", "", "", "", "", "", ""));
    let question = "/properties/questions/additionalProperties";
    let mut of_questions = tree("", &at(4), "", "", "", "", "", "");
    of_questions.extend(tree("", "", &at(4), "", "", "", "", ""));
    same(File::Tree, question, &of_questions);
    let option = format!("{question}/properties/options/additionalProperties/anyOf/1");
    same(File::Tree, &option, &tree("", "", "", &at(8), "", "", "", ""));
    same(File::Tree, &format!("{question}/properties/next/items"), &tree("", "", "", "", &at(8), "", "", ""));
    let outcome = "/properties/outcomes/additionalProperties";
    same(File::Tree, outcome, &tree("", "", "", "", "", &at(4), "", ""));
    same(File::Tree, &format!("{outcome}/properties/also/items"), &tree("", "", "", "", "", "", &at(8), ""));
    let value = format!("values:\n  v:\n    points: {{q: {{a: 1}}}}\n{}", at(4));
    same(File::Tree, "/properties/values/additionalProperties", &tree("", "", "", "", "", "", "", &value));
    let test = format!("tests:\n  - answers: {{q: a, n: 1}}\n    reaches: o\n{}", at(4));
    same(File::Tree, "/properties/tests/items", &tree("", "", "", "", "", "", "", &test));
    let mut of_rules = BTreeSet::new();
    for rule in [
        "paths_to: {outcome: o}\n    must_ask: q",
        "paths_with: {q: a}\n    must_reach: {outcome: o}",
        "milder_never: true\n    order: {q: [a, b]}",
    ] {
        of_rules.extend(tree("", "", "", "", "", "", "", &format!("rules:\n  - {rule}\n{}", at(4))));
    }
    same(File::Tree, "/properties/rules/items", &of_rules);
    let ends = format!("rules:\n  - paths_to: {{outcome: o, {UNKNOWN}: 1}}\n    must_ask: q\n");
    same(File::Tree, "/$defs/ends", &tree("", "", "", "", "", "", "", &ends));
}

#[test]
fn every_key_is_described() {
    fn look(value: &Value, path: &str) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (key, property) in properties {
                assert!(
                    property.get("description").is_some() || property.get("$ref").is_some(),
                    "{path}/{key} is not described"
                );
            }
        }
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| look(value, &format!("{path}/{key}"))),
            Value::Array(items) => items.iter().for_each(|value| look(value, path)),
            _ => {}
        }
    }
    File::ALL.iter().for_each(|file| look(&schema(*file), file.name()));
}
