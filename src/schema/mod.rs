//! JSON Schemas (draft 2020-12) of every YAML file, for editors that complete and explain keys.
//!
//! Takes: nothing. Gives: JSON. Never: decides what a file may hold: the readers of the files do, by the keys they ask for, and
//! `tests/suite/command/schemas.rs` holds that both know the same keys. What JSON Schema cannot say, such as whether a `goto` exists, is left to
//! `fingerpost check`.

mod article;
mod references;
mod site;
mod tree;

use serde_json::{Map, Value, json};

/// The dialect.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// `site.yaml`.
    Site,
    /// The front matter of an article.
    Article,
    /// A decision tree.
    Tree,
    /// `content/glossary.yaml`.
    Glossary,
    /// `content/references.yaml`.
    References,
}

impl File {
    /// Every file that has a schema.
    pub const ALL: [File; 5] = [File::Site, File::Article, File::Tree, File::Glossary, File::References];

    /// One word for it.
    pub fn name(self) -> &'static str {
        match self {
            File::Site => "site",
            File::Article => "article",
            File::Tree => "tree",
            File::Glossary => "glossary",
            File::References => "references",
        }
    }
}

/// The schema of a file.
pub fn schema(file: File) -> Value {
    let (title, mut body) = match file {
        File::Site => ("Settings of a Fingerpost site", site::site()),
        File::Article => ("Front matter of an article", article::article()),
        File::Tree => ("A decision tree", tree::tree()),
        File::Glossary => ("Glossary", references::glossary()),
        File::References => ("Sources that articles cite", references::references()),
    };
    if let Value::Object(body) = &mut body {
        body.insert("$schema".into(), DRAFT.into());
        body.insert("title".into(), title.into());
    }
    body
}

/// As printed, and as written into a new site.
pub fn text(file: File) -> String {
    format!("{:#}\n", schema(file))
}

/// A map of these keys and no others. Anything may be left empty: that is the same as leaving it out.
fn map(keys: Vec<(&str, Value)>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}

/// With a sentence that an editor shows.
fn described(mut value: Value, description: &str) -> Value {
    if let Value::Object(map) = &mut value {
        map.insert("description".into(), description.into());
    }
    value
}

/// Text; YAML reads `7` and `true` as something else, and we take them as written.
fn text_of(description: &str) -> Value {
    json!({"type": ["string", "number", "boolean", "null"], "description": description})
}

/// One text or a list of texts.
fn texts(description: &str) -> Value {
    let word = json!({"type": ["string", "number", "boolean"]});
    json!({
        "description": description,
        "anyOf": [{"type": ["string", "number", "boolean", "null"]}, {"type": "array", "items": word}],
    })
}

fn truth(description: &str) -> Value {
    json!({"type": ["boolean", "null"], "description": description})
}

fn whole_number(description: &str) -> Value {
    json!({"type": ["integer", "null"], "minimum": 0, "description": description})
}

fn day(description: &str) -> Value {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    json!({"type": ["string", "null"], "pattern": pattern, "description": format!("{description} Written as 2026-11-23.")})
}

fn anything(description: &str) -> Value {
    json!({"description": description})
}
