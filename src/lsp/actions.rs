//! Quick fixes: the edits of `check --fix`, one by one, or the certain ones of a file together.

use super::diagnostics::diagnostic;
use super::workspace::{Places, Workspace};
use crate::preview::Snapshot;
use crate::problem::edit::together;
use crate::problem::{Certainty, Edit, Problem};
use crate::source::{SitePath, Source};
use serde_json::{Value, json};
use std::sync::Arc;

/// The kind of all certain edits of a file.
const ALL: &str = "source.fixAll.fingerpost";

pub(super) fn actions(workspace: &Workspace, params: &Value) -> Option<Value> {
    let snapshot = workspace.latest()?;
    let uri = params["textDocument"]["uri"].as_str()?;
    let path = workspace.path(uri)?;
    let source = snapshot.plan.sources.get(&path)?;
    if workspace.documents.get(&path).is_some_and(|open| open.source.hash != source.hash) {
        return None;
    }
    let only = params["context"]["only"].as_array();
    let wants = |kind: &str| {
        let asks = |only: &Value| only.as_str().is_some_and(|o| kind == o || kind.starts_with(&format!("{o}.")));
        only.is_none_or(|only| only.is_empty() || only.iter().any(asks))
    };
    let asked = workspace.lines(source).span(&params["range"]);
    let here = |problem: &&Problem| {
        problem.path == path && problem.span.is_some_and(|span| span.start <= asked.end && asked.start <= span.end)
    };
    let mut out = Vec::new();
    let mut places = Places::of(workspace, &snapshot.plan);
    if wants("quickfix") {
        for problem in snapshot.plan.problems.iter().filter(here).filter(|problem| problem.edit.is_some()) {
            let Some((path, edits)) = alone(problem, &snapshot) else { continue };
            let sure = edits.iter().all(|edit| edit.certainty == Certainty::Safe);
            out.push(json!({
                "title": title(problem, &edits, &snapshot.plan.sources[&path]),
                "kind": "quickfix",
                "diagnostics": [diagnostic(problem, &mut places)],
                "isPreferred": sure,
                "edit": edit(&path, &edits, &snapshot, workspace),
            }));
        }
    }
    // Who asks for no kind is shown it at a problem alone.
    let named = only.is_some_and(|only| !only.is_empty());
    if wants(ALL) && (named || !out.is_empty()) {
        let of_file: Vec<Problem> =
            snapshot.plan.problems.iter().filter(|problem| problem.path == path).cloned().collect();
        let mut all = together(&of_file, &snapshot.plan.sources, Certainty::Safe);
        if let Some(edits) = all.remove(&path) {
            let edits: Vec<Edit> = edits.into_iter().map(|(_, edit)| edit).collect();
            out.push(json!({
                "title": "Mend all of this file that is certain",
                "kind": ALL,
                "edit": edit(&path, &edits, &snapshot, workspace),
            }));
        }
    }
    Some(Value::from(out))
}

/// The edits of one problem by itself, as `check --fix` would make them.
fn alone(problem: &Problem, snapshot: &Snapshot) -> Option<(SitePath, Vec<Edit>)> {
    let one = std::slice::from_ref(problem);
    let (path, edits) = together(one, &snapshot.plan.sources, Certainty::Doubtful).pop_first()?;
    Some((path, edits.into_iter().map(|(_, edit)| edit).collect()))
}

fn title(problem: &Problem, edits: &[Edit], source: &Source) -> String {
    const MOST: usize = 60;
    let short = |text: &str| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = line.char_indices().nth(MOST).map_or(line.len(), |(i, _)| i);
        if end < line.len() { format!("{} …", &line[..end]) } else { line }
    };
    let help =
        problem.help.as_deref().and_then(|help| help.lines().next()).filter(|help| help.chars().count() <= 2 * MOST);
    match (help, edits) {
        (Some(help), _) => help.trim_end_matches('.').to_owned(),
        (None, [edit]) if edit.text.is_empty() => format!("Take out `{}`", short(source.slice(edit.span))),
        (None, [edit]) => format!("Write `{}`", short(&edit.text)),
        _ => format!("Mend: {}", short(&problem.message)),
    }
}

fn edit(path: &SitePath, edits: &[Edit], snapshot: &Snapshot, workspace: &Workspace) -> Value {
    let source: &Arc<Source> = &snapshot.plan.sources[path];
    let lines = workspace.lines(source);
    let edits: Vec<Value> = edits.iter().map(|e| json!({"range": lines.range(e.span), "newText": e.text})).collect();
    json!({"changes": {workspace.uri(path): edits}})
}
