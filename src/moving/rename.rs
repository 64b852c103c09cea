//! What is renamed, in its own file: the words of a heading, the id of a question, a term, the key of a source.
//!
//! Takes: the site, and what somebody asks for. Gives: the first edits, and which parts of pages have other names for them.
//! Never: looks at links, which follow.

mod trees;

use super::edits::{Edit, Edits};
use super::place::scalar;
use super::request::What;
use super::{Mapping, place};
use crate::Plan;
use crate::link::Page;
use crate::load::{self, Inputs, REFERENCES, STATIC};
use crate::parse::{Content, Kind};
use crate::source::{SitePath, Source, Span, slug};
use crate::yaml::{self, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What stands at the beginning of a move.
pub(super) struct Started {
    pub(super) renamed: Option<(SitePath, SitePath)>,
    pub(super) edits: Edits,
    /// The new words of a heading.
    pub(super) heading: Option<String>,
}

pub(super) fn begin(plan: &Plan, inputs: &Inputs, what: &What) -> Result<Started, String> {
    let mut out = Started { renamed: None, edits: Edits::default(), heading: None };
    match what {
        What::File { old, new } => {
            fits(inputs, old, new)?;
            out.renamed = Some((old.clone(), new.clone()));
        }
        What::Part { path, old, new } => {
            let page = page(plan, path)?;
            match &page.doc.content {
                Content::Article(_) => out.heading = Some(heading(page, old, new, &mut out.edits)?),
                Content::Tree(_) => trees::rename(&page.doc.source, old, new, &mut out.edits)?,
            }
        }
        What::Term { old, new } => term(plan, inputs, old, new, &mut out.edits)?,
        What::Source { old, new } => key(plan, inputs, old, new, &mut out.edits)?,
    }
    Ok(out)
}

fn page<'a>(plan: &'a Plan, path: &SitePath) -> Result<&'a Page, String> {
    let found = plan.site.pages.iter().find(|page| page.facts().path == *path && page.is_for_readers());
    found.ok_or_else(|| format!("there is no page `{path}`"))
}

/// A file keeps its kind: what it is read as follows from its name.
fn fits(inputs: &Inputs, old: &SitePath, new: &SitePath) -> Result<(), String> {
    let texts = inputs.articles.iter().chain(&inputs.trees).map(|source| &source.path);
    let files = inputs.files.iter().chain(&inputs.downloads).chain(&inputs.statics).map(|file| &file.path);
    let all: Vec<&SitePath> = texts.chain(files).chain(&inputs.unpublished).collect();
    let below = |path: &SitePath, folder: &SitePath| {
        path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    let is_file = all.contains(&old);
    if !is_file && !all.iter().any(|path| below(path, old)) {
        return Err(format!("there is no file or folder `{old}` among those of the site"));
    }
    if all.iter().any(|path| *path == new || below(path, new) || below(new, path)) {
        return Err(format!("there is something at `{new}` already"));
    }
    if below(new, old) {
        return Err("a folder cannot be moved into itself".to_owned());
    }
    let top = |path: &SitePath| path.as_str().split('/').next().unwrap_or_default().to_owned();
    if [top(old), top(new)].contains(&STATIC.to_owned()) && top(old) != top(new) {
        return Err(format!("what lies in `{STATIC}` is published as it is: nothing is moved into it, or out of it"));
    }
    if let Some(name) = new.as_str().split('/').find(|name| top(new) != STATIC && load::is_ignored(name.as_bytes())) {
        return Err(format!("nothing that is called `{name}` is read, so it would be gone from the site"));
    }
    let ending = |path: &SitePath| {
        let name = path.file_name();
        if name.ends_with(".tree.yaml") { ".tree.yaml".to_owned() } else { path.extension() }
    };
    if is_file && ending(old) != ending(new) {
        return Err(format!("the new name must end as the old one does: `{}`", old.file_name()));
    }
    Ok(())
}

/// Gives the new words of the heading; empty where only its own id is another.
fn heading(page: &Page, old: &str, new: &str, edits: &mut Edits) -> Result<String, String> {
    let facts = page.facts();
    let source = &page.doc.source;
    let Some(heading) = facts.headings.iter().find(|heading| heading.id == old) else {
        let known: Vec<&str> = facts.headings.iter().map(|heading| heading.id.as_str()).take(12).collect();
        return Err(format!("`{}` has no heading `#{old}`; it has {}", facts.path, known.join(", ")));
    };
    let (words, id) = place::heading(source, heading.span)
        .ok_or_else(|| format!("the heading `#{old}` of `{}` is not a line that begins with `#`", facts.path))?;
    let is_id = !new.contains(char::is_whitespace) && slug::slug(new) == new;
    match id {
        Some(id) if is_id => {
            edits.add(&facts.path, Edit { span: id, text: new.to_owned() })?;
            Ok(String::new())
        }
        _ => {
            let text = if is_id { slug::spoken(new) } else { new.to_owned() };
            edits.add(&facts.path, Edit { span: words, text: text.clone() })?;
            Ok(text)
        }
    }
}

fn term(plan: &Plan, inputs: &Inputs, old: &str, new: &str, edits: &mut Edits) -> Result<(), String> {
    let source = inputs.glossary.as_deref().ok_or("this site has no glossary")?;
    let number = plan.site.glossary.term_called(old).ok_or_else(|| format!("the glossary has no term `{old}`"))?;
    let term = &plan.site.glossary.terms[number];
    if plan.site.glossary.term_called(new).is_some_and(|other| other != number) {
        return Err(format!("the glossary has another term `{new}` already"));
    }
    let whole = Span::new(source.start(), source.text.len());
    let node = yaml::read(source, whole, &mut Vec::new()).map_err(|problem| problem.message)?;
    let Value::List(items) = &node.value else { return Err("the glossary is no list".to_owned()) };
    let maps = items.iter().filter_map(|item| match &item.value {
        Value::Map(entries) => Some(entries),
        _ => None,
    });
    for entries in maps {
        let Some((key, node)) = entries.iter().find(|(key, node)| key.text == "term" && node.span == term.term.span)
        else {
            continue;
        };
        edits.add(&source.path, scalar(source, node.span, new))?;
        // Texts say the old word still, and readers look for it.
        let kept: Vec<String> = term.forms.iter().map(|form| form.text.clone()).collect();
        if !kept.contains(&term.term.text) {
            let forms = entries.iter().find(|(key, _)| key.text == "forms");
            let edit = match forms {
                Some((_, list)) => super::front::with_entry(source, list, &term.term.text),
                None => {
                    let indent = " ".repeat(source.position(key.span.start).column as usize - 1);
                    let end = place::line_end(source, node.span.end as usize);
                    let newline = place::newline(source);
                    let text = format!("{newline}{indent}forms: [{}]", place::in_flow(&term.term.text));
                    Some(Edit { span: Span::new(end, end), text })
                }
            };
            edits.add(
                &source.path,
                edit.ok_or("the forms of this term cannot be added to; write the old one into them")?,
            )?;
        }
        return Ok(());
    }
    Err(format!("the term `{old}` is not found in the glossary"))
}

fn key(plan: &Plan, inputs: &Inputs, old: &str, new: &str, edits: &mut Edits) -> Result<(), String> {
    let source = inputs.references.as_deref().ok_or("this site has no list of sources")?;
    let found = plan.site.references.get(old).ok_or_else(|| format!("`{REFERENCES}` has no source `{old}`"))?;
    if plan.site.references.contains_key(new) {
        return Err(format!("`{REFERENCES}` has another source `{new}` already"));
    }
    edits.add(&source.path, scalar(source, found.span, new))?;
    let mut cited = |source: &Source, span: Span| -> Result<(), String> {
        // What YAML uses again is written, and edited, elsewhere in its file.
        if source.slice(span).trim() != old {
            return Ok(());
        }
        edits.add(&source.path, Edit { span, text: new.to_owned() })
    };
    for page in plan.site.pages.iter().filter(|page| page.is_for_readers()) {
        let bodies: Vec<_> = match &page.doc.content {
            Content::Article(article) => vec![&article.body],
            Content::Tree(decision) => decision.texts.values().map(|(body, _)| body).collect(),
        };
        for citation in bodies.iter().flat_map(|body| &body.citations).filter(|citation| citation.key == old) {
            cited(&page.doc.source, citation.span)?;
        }
    }
    if let Some(glossary) = inputs.glossary.as_deref() {
        let meanings = plan.site.glossary.terms.iter().flat_map(|term| &term.meaning.citations);
        for citation in meanings.filter(|citation| citation.key == old) {
            cited(glossary, citation.span)?;
        }
    }
    Ok(())
}

/// The parts of pages that have other names, by the places at which they stand.
pub(super) fn parts(
    before: &Plan,
    after: &Plan,
    mapping: &Mapping,
    what: &What,
) -> Result<BTreeMap<SitePath, BTreeMap<String, String>>, String> {
    let What::Part { path, .. } = what else { return Ok(BTreeMap::new()) };
    let (was, is) = (page(before, path)?.facts(), page(after, &mapping.path(path))?.facts());
    let (old, new): (Vec<&str>, Vec<&str>) = match was.kind {
        Kind::Article => (
            was.headings.iter().map(|heading| heading.id.as_str()).collect(),
            is.headings.iter().map(|heading| heading.id.as_str()).collect(),
        ),
        Kind::Tree => (ids(page(before, path)?), ids(page(after, &mapping.path(path))?)),
    };
    if old.len() != new.len() {
        return Err(format!("`{path}` would be read in another way than before"));
    }
    let others: BTreeMap<String, String> = old
        .iter()
        .zip(&new)
        .filter(|(old, new)| old != new)
        .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
        .collect();
    let now: BTreeSet<&str> = new.into_iter().collect();
    if let Some(taken) = others.keys().find(|old| now.contains(old.as_str())) {
        return Err(format!("another part of the page would be `#{taken}` then, and old links would lead there"));
    }
    Ok(if others.is_empty() { BTreeMap::new() } else { BTreeMap::from([(path.clone(), others)]) })
}

fn ids(page: &Page) -> Vec<&str> {
    let Content::Tree(decision) = &page.doc.content else { return Vec::new() };
    let questions = decision.tree.questions.iter().map(|question| question.id.text.as_str());
    questions.chain(decision.tree.outcomes.iter().map(|outcome| outcome.id.text.as_str())).collect()
}
