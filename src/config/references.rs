//! `references.yaml` → the sources that articles cite.

use crate::problem::Problem;
use crate::source::{Source, Span};
use crate::yaml::{self, Fields, Text, Value};

/// A source, as printed in a list of references.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// What `[@key]` names.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// What kind of source it is, in words for readers.
    pub kind: String,
    /// As printed.
    pub authors: String,
    /// As printed.
    pub title: String,
    /// The journal, publisher or site it appeared in.
    pub container: String,
    /// As printed.
    pub year: String,
    /// As printed.
    pub volume: String,
    /// As printed.
    pub pages: String,
    /// Digital object identifier, without an address before it.
    pub doi: String,
    /// Number in PubMed.
    pub pmid: String,
    /// Where it can be read.
    pub url: String,
    /// The day somebody last opened it.
    pub checked: Option<jiff::civil::Date>,
}

/// Reads the references, in the file's order.
pub fn references(source: &Source, problems: &mut Vec<Problem>) -> Vec<Reference> {
    let node = match yaml::read(source, Span::new(source.start(), source.text.len()), problems) {
        Ok(node) => node,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let path = &source.path;
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        Value::Null => &[],
        other => {
            problems.push(yaml::wrong_type(
                path,
                node.span,
                "The list of references",
                "keys, each with its source below it",
                other,
            ));
            &[]
        }
    };
    let mut out = Vec::new();
    for (key, node) in entries {
        let mut fields = Fields::of(node, path, "A reference", problems);
        let text = |t: Option<Text>| t.map(|t| t.text).unwrap_or_default();
        let title = text(fields.required_text("title", problems));
        let mut word = |key| text(fields.text(key, problems));
        let reference = Reference {
            key: key.text.clone(),
            span: key.span,
            kind: word("type"),
            authors: word("authors"),
            title,
            container: [word("journal"), word("publisher"), word("site")]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default(),
            year: word("year"),
            volume: word("volume"),
            pages: word("pages"),
            doi: word("doi").trim_start_matches("https://doi.org/").to_owned(),
            pmid: word("pmid"),
            url: word("url"),
            checked: None,
        };
        word("note");
        let checked = fields.day("checked", problems);
        fields.finish(problems);
        out.push(Reference { checked, ..reference });
    }
    out
}
