//! The id of a question or an outcome, at every place of a tree's file that names it.

use crate::moving::edits::{Edit, Edits};
use crate::moving::place::scalar;
use crate::source::{Source, Span};
use crate::yaml::{self, Node, Value};

/// Gives it another.
pub(super) fn rename(source: &Source, old: &str, new: &str, edits: &mut Edits) -> Result<(), String> {
    let whole = Span::new(source.start(), source.text.len());
    let node = yaml::read(source, whole, &mut Vec::new()).map_err(|problem| problem.message)?;
    let Value::Map(top) = &node.value else { return Err(format!("`{}` is no tree", source.path)) };
    let has = |list: &str, id: &str| {
        let entries = top.iter().filter(|(key, _)| key.text == list).filter_map(|(_, node)| match &node.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        });
        entries.flatten().any(|(key, _)| key.text == id)
    };
    let (question, outcome) = (has("questions", old), has("outcomes", old));
    if !question && !outcome {
        return Err(format!("`{}` has no question and no outcome `{old}`", source.path));
    }
    if has("questions", new) || has("outcomes", new) {
        return Err(format!("`{}` has `{new}` already", source.path));
    }
    if new.contains(char::is_whitespace) || crate::source::slug::slug(new) != new {
        return Err(format!("`{new}` is no id: write small letters, figures and hyphens"));
    }
    let mut spans = Vec::new();
    for (key, node) in top {
        match (key.text.as_str(), &node.value) {
            ("start", Value::Scalar(text)) if text == old => spans.push(node.span),
            ("questions" | "outcomes", Value::Map(entries)) => {
                spans.extend(entries.iter().filter(|(key, _)| key.text == old).map(|(key, _)| key.span));
                entries.iter().for_each(|(_, node)| named(node, old, question, &mut spans));
            }
            ("tests" | "rules" | "values", _) => named(node, old, question, &mut spans),
            _ => {}
        }
    }
    // What YAML uses again (`*notes`) is written, and edited, elsewhere in its file.
    spans.retain(|span| source.slice(*span).contains(old));
    spans.into_iter().try_for_each(|span| edits.add(&source.path, scalar(source, span, new)))?;
    let mut told = if question { told(source, old) } else { Vec::new() };
    if let (true, Some((_, values))) = (question, top.iter().find(|(key, _)| key.text == "values")) {
        told.extend(in_formulas(source, values, old));
    }
    told.into_iter().try_for_each(|span| edits.add(&source.path, Edit { span, text: new.to_owned() }))
}

/// Where texts tell what was answered: `{which}`, `{answer:which}`.
fn told(source: &Source, old: &str) -> Vec<Span> {
    let forms = [format!("{{{old}}}"), format!("{{answer:{old}}}")];
    let found = forms.iter().flat_map(|form| source.text.match_indices(form.as_str()));
    let alone = found.filter(|(at, _)| !source.text[..*at].ends_with(['{', '`']));
    let id = |(at, form): (usize, &str)| Span::new(at + form.len() - 1 - old.len(), at + form.len() - 1);
    alone.map(id).collect()
}

/// Where formulas of values name it: `is: time / distance`.
fn in_formulas(source: &Source, values: &Node, old: &str) -> Vec<Span> {
    let Value::Map(values) = &values.value else { return Vec::new() };
    let keys = values.iter().filter_map(|(_, value)| match &value.value {
        Value::Map(keys) => Some(keys),
        _ => None,
    });
    let formulas = keys.flatten().filter(|(key, node)| key.text == "is" && matches!(node.value, Value::Scalar(_)));
    let of_an_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut found = Vec::new();
    for (_, node) in formulas {
        let (formula, start) = (source.slice(node.span), node.span.start as usize);
        let alone = |at: &usize| {
            let (before, after) = (&formula[..*at], &formula[at + old.len()..]);
            !before.ends_with(of_an_id) && !after.starts_with(of_an_id)
        };
        let places = formula.match_indices(old).map(|(at, _)| at).filter(alone);
        found.extend(places.map(|at| Span::new(start + at, start + at + old.len())));
    }
    found
}

/// Keys under which a question or an outcome is named, and those under which the keys are questions.
const NAMING: [&str; 5] = ["goto", "reaches", "outcome", "must_ask", "milder_never"];
const BY_QUESTION: [&str; 6] = ["when", "answers", "must_answer", "paths_with", "points", "order"];
/// What stands between a condition and conditions of its own.
const JOINING: [&str; 3] = ["any", "all", "not"];

fn named(node: &Node, old: &str, question: bool, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, node) in entries {
                if NAMING.contains(&key.text.as_str()) {
                    scalars(node, old, spans);
                }
                if question && BY_QUESTION.contains(&key.text.as_str()) {
                    keys(node, old, spans);
                }
                // The options of a question are another's names; what they lead to is not.
                named(node, old, question, spans);
            }
        }
        Value::List(items) => items.iter().for_each(|item| named(item, old, question, spans)),
        Value::Scalar(_) | Value::Null => {}
    }
}

fn scalars(node: &Node, old: &str, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(text) if text == old => spans.push(node.span),
        Value::List(items) => items.iter().for_each(|item| scalars(item, old, spans)),
        _ => {}
    }
}

fn keys(node: &Node, old: &str, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Map(entries) => {
            spans.extend(entries.iter().filter(|(key, _)| key.text == old).map(|(key, _)| key.span));
            let joining = entries.iter().filter(|(key, _)| JOINING.contains(&key.text.as_str()));
            joining.for_each(|(_, node)| keys(node, old, spans));
        }
        Value::List(items) => items.iter().for_each(|item| keys(item, old, spans)),
        _ => {}
    }
}
