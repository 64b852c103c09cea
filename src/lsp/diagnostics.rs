//! Problems of the site → what an editor underlines. Only files of which something else is told are told again.

use super::wire::Outbox;
use super::workspace::{Places, Workspace};
use crate::preview::Snapshot;
use crate::problem::{Problem, Severity};
use crate::source::{SitePath, digest};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What was told of each file last: a digest of it.
#[derive(Default)]
pub(super) struct Published(BTreeMap<SitePath, u128>);

impl Published {
    pub(super) fn publish(&mut self, snapshot: &Snapshot, workspace: &Workspace, out: &mut Outbox) {
        let plan = &snapshot.plan;
        let mut of_files: BTreeMap<&SitePath, Vec<&Problem>> = BTreeMap::new();
        for problem in &plan.problems {
            of_files.entry(&problem.path).or_default().push(problem);
        }
        let told: BTreeSet<SitePath> = self.0.keys().cloned().collect();
        for path in told.iter().filter(|path| !of_files.contains_key(path)) {
            self.0.remove(path);
            self.tell(path, Vec::new(), workspace, out);
        }
        for (path, problems) in of_files {
            // Of an open text that was typed on meanwhile, the places would be others; the next look is under way.
            let open = workspace.documents.get(path);
            let source = plan.sources.get(path);
            if open.is_some_and(|open| source.is_some_and(|source| source.hash != open.source.hash)) {
                continue;
            }
            let others = problems.iter().flat_map(|problem| &problem.related).map(|related| &related.path);
            let hashes: Vec<_> =
                [path].into_iter().chain(others).map(|path| plan.sources.get(path).map(|s| s.hash)).collect();
            let key = digest(&(&problems, hashes, open.map(|open| open.version.to_string())));
            if self.0.insert(path.clone(), key) != Some(key) {
                let mut places = Places::of(workspace, plan);
                let diagnostics = problems.iter().map(|problem| diagnostic(problem, &mut places)).collect();
                self.tell(path, diagnostics, workspace, out);
            }
        }
    }

    fn tell(&self, path: &SitePath, diagnostics: Vec<Value>, workspace: &Workspace, out: &mut Outbox) {
        let mut params = json!({"uri": workspace.uri(path), "diagnostics": diagnostics});
        if let Some(document) = workspace.documents.get(path).filter(|document| document.version.is_i64()) {
            params["version"] = document.version.clone();
        }
        out.notify("textDocument/publishDiagnostics", params);
    }
}

/// One problem, its mend below it.
pub(super) fn diagnostic(problem: &Problem, places: &mut Places<'_>) -> Value {
    let help = problem.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let mut out = json!({
        "range": places.range(&problem.path, problem.span),
        "severity": match problem.severity {
            Severity::Error => 1,
            Severity::Warning => 2,
            Severity::Advice => 3,
        },
        "code": problem.code.id(),
        "source": "fingerpost",
        "message": format!("{}{help}", problem.message),
    });
    if !problem.related.is_empty() {
        let related = problem.related.iter().map(|related| {
            let location = places.location(&related.path, Some(related.span));
            json!({"location": location, "message": related.message})
        });
        out["relatedInformation"] = related.collect();
    }
    out
}
