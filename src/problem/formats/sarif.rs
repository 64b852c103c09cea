//! All problems as SARIF 2.1.0, which code hosts and editors read.
//!
//! Takes: problems and the texts they point into. Gives: one JSON object.
//! Never: names a path of the machine.

use crate::problem::{Code, Problem, Severity, Sources, printed};
use crate::source::{Position, SitePath, Span, url};
use serde_json::{Value, json};

/// One run, with every code as a rule. `pages` is where each code has a page of its own, if it has.
pub fn sarif(problems: &[Problem], sources: &Sources, pages: Option<&str>) -> String {
    let rules: Vec<Value> = Code::ALL
        .iter()
        .map(|code| {
            let mut rule = json!({
                "id": code.id(),
                "shortDescription": {"text": code.summary()},
                "help": {"text": code.explanation(), "markdown": code.explanation()},
                "defaultConfiguration": {"level": level(code.severity())},
            });
            if let Some(pages) = pages {
                rule["helpUri"] = format!("{pages}{}/", code.id()).into();
            }
            rule
        })
        .collect();
    let results: Vec<Value> = problems.iter().map(|problem| result(problem, sources)).collect();
    let driver = json!({"name": "fingerpost", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    });
    printed::in_json(&format!("{log:#}\n"))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(problem: &Problem, sources: &Sources) -> Value {
    let text = match &problem.help {
        Some(help) => format!("{}. {help}", problem.message.trim_end_matches('.')),
        None => problem.message.clone(),
    };
    let mut result = json!({
        "ruleId": problem.code.id(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == problem.code),
        "level": level(problem.severity),
        "message": {"text": text},
        "locations": [location(&problem.path, problem.span, sources)],
    });
    if !problem.related.is_empty() {
        let related = problem.related.iter().map(|related| {
            let mut place = location(&related.path, Some(related.span), sources);
            place["message"] = json!({"text": related.message});
            place
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some((edit, source)) = problem.edit.as_ref().and_then(|edit| Some((edit, sources.get(&edit.path)?))) {
        let edit = edit.fitted(source);
        let replacement = json!({
            "deletedRegion": region(&edit.path, Some(edit.span), sources),
            "insertedContent": {"text": edit.text},
        });
        let file = json!({"uri": url::encoded(edit.path.as_str())});
        let changes = json!([{"artifactLocation": file, "replacements": [replacement]}]);
        let properties = json!({"certainty": edit.certainty});
        result["fixes"] = json!([{"artifactChanges": changes, "properties": properties}]);
    }
    result
}

fn location(path: &SitePath, span: Option<Span>, sources: &Sources) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": url::encoded(path.as_str())}, "region": region(path, span, sources)}})
}

fn region(path: &SitePath, span: Option<Span>, sources: &Sources) -> Value {
    let first = Position { line: 1, column: 1 };
    let (start, end) = match (span, sources.get(path)) {
        (Some(span), Some(source)) => (source.position(span.start), source.position(span.end)),
        _ => (first, first),
    };
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}
