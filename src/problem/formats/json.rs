//! All problems as one JSON object, for machines.

use crate::problem::{Certainty, Edit, Problem, Severity, Sources, Tally, printed, tally};
use crate::source::{Position, SitePath, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    problems: Vec<Entry<'a>>,
    errors: usize,
    warnings: usize,
    pages: usize,
    trees: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    path: &'a str,
    start: Position,
    end: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Change<'a>>,
}

/// An edit that mends it.
#[derive(Serialize)]
struct Change<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    /// The bytes of the file that it takes out: the first, and that behind the last.
    bytes: [u32; 2],
    text: String,
    certainty: Certainty,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    message: &'a str,
}

/// The report, with the numbers of articles and trees that were read.
pub fn json(problems: &[Problem], sources: &Sources, pages: usize, trees: usize) -> String {
    let report = report(problems, sources, pages, trees);
    printed::in_json(&(serde_json::to_string_pretty(&report).expect("strings and numbers always serialise") + "\n"))
}

/// The problems alone, as a part of another object.
pub fn list(problems: &[Problem], sources: &Sources) -> serde_json::Value {
    serde_json::to_value(report(problems, sources, 0, 0).problems).expect("strings and numbers always serialise")
}

fn report<'a>(problems: &'a [Problem], sources: &Sources, pages: usize, trees: usize) -> Report<'a> {
    let Tally { errors, warnings, .. } = tally(problems);
    let problems = problems
        .iter()
        .map(|p| {
            let (start, end) = positions(&p.path, p.span, sources);
            let related = p
                .related
                .iter()
                .map(|r| {
                    let (start, end) = positions(&r.path, Some(r.span), sources);
                    Place { path: r.path.as_str(), start, end, message: &r.message }
                })
                .collect();
            Entry {
                code: p.code.id(),
                severity: p.severity,
                message: &p.message,
                path: p.path.as_str(),
                start,
                end,
                help: p.help.as_deref(),
                related,
                edits: p.edit.as_ref().and_then(|edit| change(edit, sources)).into_iter().collect(),
            }
        })
        .collect();
    Report { problems, errors, warnings, pages, trees }
}

fn change<'a>(edit: &'a Edit, sources: &Sources) -> Option<Change<'a>> {
    let edit_in_file = edit.fitted(sources.get(&edit.path)?);
    let (start, end) = positions(&edit.path, Some(edit_in_file.span), sources);
    let bytes = [edit_in_file.span.start, edit_in_file.span.end];
    let Edit { text, certainty, .. } = edit_in_file;
    Some(Change { path: edit.path.as_str(), start, end, bytes, text, certainty })
}

fn positions(path: &SitePath, span: Option<Span>, sources: &Sources) -> (Position, Position) {
    match (span, sources.get(path)) {
        (Some(span), Some(source)) => (source.position(span.start), source.position(span.end)),
        _ => (Position { line: 1, column: 1 }, Position { line: 1, column: 1 }),
    }
}
