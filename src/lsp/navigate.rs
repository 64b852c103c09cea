//! Where a name leads, and who leads there.

use super::place::{Asked, To, asked, conditions, to, trimmed};
use super::workspace::{Places, Workspace, page_of};
use crate::load::{GLOSSARY, REFERENCES, SETTINGS};
use crate::parse::{Content, Doc};
use crate::preview::Snapshot;
use crate::source::{SitePath, Span};
use crate::text::Body;
use crate::tree::{Entry, Target};
use serde_json::Value;
use std::sync::Arc;

pub(super) fn definition(workspace: &Workspace, params: &Value) -> Option<Value> {
    let asked = asked(workspace, params)?;
    let to = match asked.found {
        Some(found) => found.to,
        None => super::hover::term_at(&asked)?.0,
    };
    let (path, span) = stands(workspace, &asked.snapshot, &to)?;
    Some(Places::of(workspace, &asked.snapshot.plan).location(&path, Some(span)))
}

/// The file in which something is said, and where in it.
pub(super) fn stands(workspace: &Workspace, snapshot: &Snapshot, to: &To) -> Option<(SitePath, Span)> {
    let site = &snapshot.plan.site;
    let start = Span::default();
    Some(match to {
        To::File(path) => (path.clone(), start),
        To::Page { path, part: None } => (path.clone(), start),
        To::Page { path, part: Some(part) } => {
            let source = workspace.source(path, Some(&snapshot.plan))?;
            let span = workspace.doc(&source, Some(&snapshot.plan)).and_then(|doc| part_of(&doc, part));
            (path.clone(), span.unwrap_or_default())
        }
        To::Term(number) => {
            let path = snapshot.plan.sources.keys().find(|path| path.below() == crate::source::below(GLOSSARY))?;
            (path.clone(), site.glossary.terms.get(*number)?.term.span)
        }
        To::Source(key) => {
            let path = snapshot.plan.sources.keys().find(|path| path.below() == crate::source::below(REFERENCES))?;
            (path.clone(), site.references.get(key)?.span)
        }
    })
}

/// Where a part of a page begins.
fn part_of(doc: &Doc, part: &str) -> Option<Span> {
    let kept = doc.facts.kept.iter().find(|(old, _)| old == part).map(|(_, new)| new.as_str());
    let part = kept.unwrap_or(part);
    match &doc.content {
        Content::Article(article) => {
            let heading = article.body.headings.iter().find(|heading| heading.id == part);
            let block = || {
                let mark = format!("^{}", part.trim_start_matches('^'));
                let at = doc.source.text.find(&mark)?;
                Some(Span::new(at, at + mark.len()))
            };
            heading.map(|heading| trimmed(&doc.source, heading.span)).or_else(block)
        }
        Content::Tree(decision) => {
            let tree = &decision.tree;
            let ids = tree.questions.iter().map(|question| &question.id);
            ids.chain(tree.outcomes.iter().map(|outcome| &outcome.id)).find(|id| id.text == part).map(|id| id.span)
        }
    }
}

pub(super) fn references(workspace: &Workspace, params: &Value) -> Option<Value> {
    let asked = asked(workspace, params)?;
    let Asked { snapshot, source, found, .. } = &asked;
    let wanted = match found {
        Some(found) => found.to.clone(),
        // Anywhere else it is the page that is asked about.
        None => To::Page { path: page_of(&snapshot.plan, &source.path).map(|_| source.path.clone())?, part: None },
    };
    let mut places = uses(snapshot, &wanted);
    if params["context"]["includeDeclaration"] == true {
        places.extend(stands(workspace, snapshot, &wanted));
    }
    places.sort();
    places.dedup();
    let mut found = Places::of(workspace, &snapshot.plan);
    Some(places.iter().map(|(path, span)| found.location(path, Some(*span))).collect())
}

/// Everything that leads there. What leads to a part leads to its page too.
fn uses(snapshot: &Snapshot, wanted: &To) -> Vec<(SitePath, Span)> {
    let plan = &snapshot.plan;
    let site = &plan.site;
    let fits = |found: Option<To>| match (&found, wanted) {
        (Some(To::Page { path, .. }), To::Page { path: wanted, part: None }) => path == wanted,
        _ => found.as_ref() == Some(wanted),
    };
    let cites = |body: &Body, path: &SitePath, out: &mut Vec<(SitePath, Span)>| {
        let To::Source(key) = wanted else { return };
        out.extend(body.citations.iter().filter(|c| c.key == *key).map(|c| (path.clone(), c.span)));
    };
    let mut out = Vec::new();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let path = &page.facts().path;
        let spans = match &page.doc.content {
            Content::Article(article) => {
                cites(&article.body, path, &mut out);
                &article.body.link_spans
            }
            Content::Tree(decision) => {
                decision.texts.values().for_each(|(body, _)| cites(body, path, &mut out));
                let tree = &decision.tree;
                let here = |id: &str| Some(To::Page { path: path.clone(), part: Some(id.to_owned()) });
                for goto in tree.gotos().chain(tree.tests.iter().map(|test| &test.reaches)) {
                    let leads = match &goto.target {
                        Target::Question(number) => tree.questions.get(*number).and_then(|q| here(&q.id.text)),
                        Target::Outcome(number) => tree.outcomes.get(*number).and_then(|o| here(&o.id.text)),
                        Target::OtherTree(name) => {
                            let page = site.tree_called(name);
                            page.map(|page| To::Page { path: site.pages[page].facts().path.clone(), part: None })
                        }
                        Target::Unknown => None,
                    };
                    // Inside a tree its own questions are no mentions of the tree.
                    let inside = matches!(wanted, To::Page { path: wanted, part: None } if wanted == path);
                    if !inside && fits(leads) {
                        out.push((path.clone(), goto.span));
                    }
                }
                for entry in conditions(tree).flat_map(|when| when.any.iter().flatten()) {
                    if let Entry::Answer { question, span, .. } = entry
                        && tree.questions.get(*question).and_then(|q| here(&q.id.text)).as_ref() == Some(wanted)
                    {
                        out.push((path.clone(), *span));
                    }
                }
                &decision.link_spans
            }
        };
        let links = page.links.iter().zip(spans).filter(|(resolved, _)| fits(to(plan, resolved)));
        out.extend(links.map(|(_, span)| (path.clone(), span.whole)));
    }
    let glossary = plan.sources.keys().find(|path| path.below() == crate::source::below(GLOSSARY));
    for (term, links) in site.glossary.terms.iter().zip(site.term_links.iter()).filter(|_| glossary.is_some()) {
        let Some(path) = glossary else { break };
        cites(&term.meaning, path, &mut out);
        let links = links.iter().zip(&term.meaning.link_spans).filter(|(resolved, _)| fits(to(plan, resolved)));
        out.extend(links.map(|(_, span)| (path.clone(), span.whole)));
    }
    let entries = site.settings.navigation.iter().map(|entry| &entry.page);
    for name in entries.chain(site.settings.search_tests.iter().flat_map(|test| &test.pages)) {
        let page = site.page_named(&name.text).ok();
        let page = page.map(|page| To::Page { path: site.pages[page].facts().path.clone(), part: None });
        if fits(page) {
            out.push((SETTINGS.into(), name.span));
        }
    }
    out
}

/// The page of a file, where the site has one with this text or an earlier one.
pub(super) fn doc_of(workspace: &Workspace, snapshot: &Snapshot, path: &SitePath) -> Option<Arc<Doc>> {
    let source = workspace.source(path, Some(&snapshot.plan))?;
    workspace.doc(&source, Some(&snapshot.plan))
}
