//! Renaming, as `fingerpost mv` does it: everything that names the thing is edited with it, and its old address leads on.
//!
//! Takes: a place and a new name, or a file that an editor is about to rename. Gives: one edit of the whole site, which the client
//! makes or not. Never: gives an edit of which the site would not be as whole as before.

use super::place::{Found, To, asked};
use super::text::edits;
use super::workspace::{Workspace, page_of};
use crate::load::Inputs;
use crate::moving::{self, Moved, What};
use crate::problem::Problem;
use crate::source::{SitePath, Source, Span};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::sync::Arc;

/// What is to be renamed.
pub(super) struct Task {
    what: What,
    /// Whether the client renames the file itself.
    is_announced: bool,
}

/// The same with all that it takes.
pub(super) struct Ready {
    task: Task,
    site: Option<(Inputs, Vec<Problem>)>,
    /// The open texts, with their versions, and the addresses of files.
    open: Vec<(SitePath, Value)>,
    workspace: Addresses,
}

/// The addresses of files, as they were when somebody asked.
struct Addresses {
    open: Vec<(SitePath, String)>,
    none: Workspace,
}

impl Addresses {
    fn of(&self, path: &SitePath) -> String {
        let open = self.open.iter().find(|(open, _)| open == path);
        open.map_or_else(|| self.none.uri(path), |(_, uri)| uri.clone())
    }
}

/// The place whose name can be changed, and the name.
pub(super) fn prepare(workspace: &Workspace, params: &Value) -> Option<Value> {
    let asked = asked(workspace, params)?;
    let (_, old, span) = named(workspace, &asked)?;
    Some(json!({"range": workspace.lines(&asked.source).range(span), "placeholder": old}))
}

/// What is named at a place: what it is to `mv`, the name that is shown, and where it stands.
fn named(workspace: &Workspace, asked: &super::place::Asked) -> Option<(Named, String, Span)> {
    let plan = &asked.snapshot.plan;
    let site = &plan.site;
    let Some(Found { to, span, is_own }) = &asked.found else {
        // Above the text, in the front matter, it is the page's file.
        let page = page_of(plan, &asked.source.path)?;
        let first = site.pages[page].doc.front.title.as_ref().map(|title| title.span);
        let span = first.filter(|span| span.start <= asked.byte && asked.byte <= span.end)?;
        let path = asked.source.path.clone();
        return Some((Named::File(path.clone()), path.to_string(), span));
    };
    Some(match to {
        To::Page { path, part: Some(part) } => {
            let source = workspace.source(path, Some(plan))?;
            let doc = workspace.doc(&source, Some(plan))?;
            let heading = doc.facts.headings.iter().find(|heading| heading.id == *part);
            let shown = heading.map_or_else(|| part.clone(), |heading| heading.text.clone());
            (Named::Part(path.clone(), part.clone()), shown, own_words(&asked.source, *span, *is_own))
        }
        To::Page { path, part: None } | To::File(path) => (Named::File(path.clone()), path.to_string(), *span),
        To::Term(number) => {
            let term = site.glossary.terms.get(*number)?.term.text.clone();
            (Named::Term(term.clone()), term, *span)
        }
        To::Source(key) => (Named::Source(key.clone()), key.clone(), *span),
    })
}

/// Of a heading, its words without the signs before them.
fn own_words(source: &Source, span: Span, is_own: bool) -> Span {
    let text = source.slice(span);
    if !is_own || !text.starts_with('#') {
        return span;
    }
    let words = text.trim_start_matches('#').trim_start();
    let start = span.end as usize - words.len();
    Span::new(start, start + words.lines().next().unwrap_or_default().trim_end().len())
}

enum Named {
    File(SitePath),
    Part(SitePath, String),
    Term(String),
    Source(String),
}

/// What a client asks for by `rename`.
fn what(named: &Named, new: &str) -> Result<What, String> {
    let new = new.trim();
    match named {
        Named::Part(path, old) => moving::read(&format!("{path}#{old}"), &format!("{path}#{new}")),
        Named::Term(old) => moving::read(&format!("glossary:{old}"), &format!("glossary:{new}")),
        Named::Source(old) => moving::read(&format!("@{old}"), &format!("@{}", new.trim_start_matches('@'))),
        Named::File(old) => {
            let folder = old.folder();
            let whole = if new.contains('/') || folder.is_empty() { new.to_owned() } else { format!("{folder}/{new}") };
            let name = old.file_name();
            let ending = name.find('.').map_or("", |dot| &name[dot..]);
            let has_one = whole.rsplit('/').next().is_some_and(|name| name.contains('.'));
            moving::read(old.as_str(), &if has_one { whole } else { format!("{whole}{ending}") })
        }
    }
}

pub(super) fn asked_task(workspace: &Workspace, params: &Value) -> Result<Option<Task>, String> {
    let new = params["newName"].as_str().unwrap_or_default();
    let Some(asked) = asked(workspace, params) else { return Ok(None) };
    let (named, old, _) = named(workspace, &asked).ok_or("nothing that has a name of its own stands here")?;
    if old == new {
        return Ok(None);
    }
    Ok(Some(Task { what: what(&named, new)?, is_announced: false }))
}

/// What a client is about to rename by itself. Of several files at once nothing is edited: one move may be in another's way.
pub(super) fn renaming(workspace: &Workspace, params: &Value) -> Result<Option<Task>, String> {
    let Some([file]) = params["files"].as_array().map(Vec::as_slice) else { return Ok(None) };
    let path = |key: &str| workspace.path_of_any(file[key].as_str()?);
    let (Some(old), Some(new)) = (path("oldUri"), path("newUri")) else { return Ok(None) };
    match moving::read(old.as_str(), new.as_str()) {
        Ok(what) if old != new => Ok(Some(Task { what, is_announced: true })),
        // The client renames it all the same.
        _ => Ok(None),
    }
}

impl Task {
    pub(super) fn with(self, workspace: &Workspace) -> Ready {
        let open = workspace.documents.iter().map(|(path, document)| (path.clone(), document.version.clone()));
        let uris = workspace.documents.iter().map(|(path, document)| (path.clone(), document.uri.clone()));
        Ready {
            task: self,
            site: workspace.preview.as_ref().map(|preview| preview.as_written()),
            open: open.collect(),
            workspace: Addresses { open: uris.collect(), none: workspace.without_documents() },
        }
    }
}

impl Ready {
    pub(super) fn run(self, today: Option<Date>, can_rename: bool) -> Result<Value, String> {
        let Some((inputs, problems)) = &self.site else { return Ok(Value::Null) };
        let moved = match moving::moved(inputs, problems, &self.task.what, today) {
            Ok(moved) => moved,
            // A file that is none of the site's is renamed without us.
            Err(_) if self.task.is_announced => return Ok(Value::Null),
            Err(why) => return Err(why),
        };
        let renames = moved.renamed.is_some() && !self.task.is_announced;
        if renames && !can_rename {
            return Err("this editor renames no files by itself: use `fingerpost mv`".to_owned());
        }
        Ok(self.edit(&moved, renames, can_rename))
    }

    /// Edits of the files under the names that they have now; then the file takes its new one.
    fn edit(&self, moved: &Moved, renames: bool, documents: bool) -> Value {
        let edits_of = |before: &Arc<Source>, after: &String| Value::from(edits(&before.text, after));
        if !documents {
            let texts =
                moved.texts.iter().map(|(_, before, after)| (self.workspace.of(&before.path), edits_of(before, after)));
            return json!({"changes": texts.collect::<serde_json::Map<String, Value>>()});
        }
        let mut changes: Vec<Value> = moved
            .texts
            .iter()
            .map(|(_, before, after)| {
                let version = self.open.iter().find(|(path, _)| *path == before.path).map(|(_, version)| version);
                let document = json!({"uri": self.workspace.of(&before.path), "version": version});
                json!({"textDocument": document, "edits": edits_of(before, after)})
            })
            .collect();
        if let Some((old, new)) = moved.renamed.as_ref().filter(|_| renames) {
            let (old, new) = (self.workspace.of(old), self.workspace.of(new));
            changes.push(json!({"kind": "rename", "oldUri": old, "newUri": new, "options": {"overwrite": false}}));
        }
        json!({"documentChanges": changes})
    }
}
