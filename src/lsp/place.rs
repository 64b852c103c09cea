//! A place in an open text → what stands there: a link, a name, or what they lead to.
//!
//! Takes: a file and a byte of it. Gives: a [`Found`]. Never: takes a word of a text for a name where the file's own reader does not.

use super::workspace::{Workspace, page_of};
use crate::Plan;
use crate::link::{Fault, Resolved};
use crate::parse::{Content, Decision, Doc};
use crate::preview::Snapshot;
use crate::source::{SitePath, Source, Span};
use crate::text::Body;
use crate::text::body::{Link, Target as LinkTarget};
use crate::tree::{Entry, Target, Tree, When};
use serde_json::Value;
use std::sync::Arc;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// A page, or a part of it: a heading, a block, a question, an outcome.
    Page { path: SitePath, part: Option<String> },
    /// A term of the glossary, by its number.
    Term(usize),
    /// A source, by its key.
    Source(String),
    /// A file that is no page.
    File(SitePath),
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) to: To,
    /// The name or link.
    pub(super) span: Span,
    /// Whether this is where it is said what the name means: the heading, the key.
    pub(super) is_own: bool,
}

/// Where somebody asks.
pub(super) struct Asked {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) source: Arc<Source>,
    pub(super) byte: u32,
    pub(super) found: Option<Found>,
}

/// The file and the place that a question is about, and what stands there.
pub(super) fn asked(workspace: &Workspace, params: &Value) -> Option<Asked> {
    let snapshot = workspace.latest()?;
    let path = workspace.path(params["textDocument"]["uri"].as_str()?)?;
    let source = workspace.source(&path, Some(&snapshot.plan))?;
    let byte = workspace.lines(&source).byte(&params["position"]) as u32;
    let found = find(workspace, &snapshot.plan, &source, byte);
    Some(Asked { snapshot, source, byte, found })
}

fn find(workspace: &Workspace, plan: &Plan, source: &Arc<Source>, byte: u32) -> Option<Found> {
    let site = &plan.site;
    let path = &source.path;
    if path.as_str() == crate::load::SETTINGS {
        let entries = site.settings.navigation.iter().map(|entry| &entry.page);
        let mut named = entries.chain(site.settings.search_tests.iter().flat_map(|test| &test.pages));
        let name = named.find(|name| holds(name.span, byte))?;
        let page = site.page_named(&name.text).ok()?;
        return Some(Found { to: to_page(plan, page, None), span: name.span, is_own: false });
    }
    if let Some(doc) = workspace.doc(source, Some(plan)) {
        return in_doc(plan, &doc, byte);
    }
    for (number, term) in
        site.glossary.terms.iter().enumerate().filter(|_| path.below() == crate::source::below(crate::load::GLOSSARY))
    {
        if let Some(name) = term.names().find(|name| holds(name.span, byte)) {
            return Some(Found { to: To::Term(number), span: name.span, is_own: true });
        }
        let resolved = site.term_links.get(number).map_or(&[][..], Vec::as_slice);
        let linked = in_body(plan, path, &term.meaning, 0, resolved, byte);
        if linked.is_some() {
            return linked;
        }
    }
    let named = site.references.values().filter(|_| path.below() == crate::source::below(crate::load::REFERENCES));
    let source =
        named.filter(|source| holds(source.span, byte)).min_by_key(|source| source.span.end - source.span.start)?;
    Some(Found { to: To::Source(source.key.clone()), span: source.span, is_own: true })
}

fn in_doc(plan: &Plan, doc: &Doc, byte: u32) -> Option<Found> {
    let path = &doc.facts.path;
    let page = page_of(plan, path).map(|page| &plan.site.pages[page]);
    // The page as the site has it may be that of an earlier text.
    let resolved: Vec<Resolved> = match page {
        Some(page) if page.doc.source.hash == doc.source.hash => page.links.clone(),
        _ => {
            let known = |link: &Link| {
                let page = page?;
                let number = page.facts().links.iter().position(|other| other.target == link.target)?;
                page.links.get(number).cloned()
            };
            doc.facts.links.iter().map(|link| known(link).unwrap_or(Resolved::Fault(Fault::Private))).collect()
        }
    };
    match &doc.content {
        Content::Article(article) => in_body(plan, path, &article.body, 0, &resolved, byte).or_else(|| {
            let headings = article.body.headings.iter().map(|heading| (heading, trimmed(&doc.source, heading.span)));
            let (heading, span) = headings.into_iter().find(|(_, span)| holds(*span, byte))?;
            let to = To::Page { path: path.clone(), part: Some(heading.id.to_string()) };
            Some(Found { to, span, is_own: true })
        }),
        Content::Tree(decision) => in_tree(plan, path, decision, byte).or_else(|| {
            let texts = decision.texts.values();
            let cited = texts.flat_map(|(body, _)| &body.citations).find(|citation| holds(citation.span, byte));
            let cited = cited.map(|c| Found { to: To::Source(c.key.clone()), span: c.span, is_own: false });
            cited.or_else(|| linked(plan, path, &decision.links, &decision.link_spans, &resolved, byte))
        }),
    }
}

fn in_body(plan: &Plan, path: &SitePath, body: &Body, first: usize, resolved: &[Resolved], byte: u32) -> Option<Found> {
    if let Some(citation) = body.citations.iter().find(|citation| holds(citation.span, byte)) {
        let to = To::Source(citation.key.clone());
        return Some(Found { to, span: citation.span, is_own: false });
    }
    linked(plan, path, &body.links, &body.link_spans, resolved.get(first..).unwrap_or_default(), byte)
}

fn linked(
    plan: &Plan,
    path: &SitePath,
    links: &[Link],
    spans: &[crate::text::body::LinkSpan],
    resolved: &[Resolved],
    byte: u32,
) -> Option<Found> {
    let here = spans.iter().enumerate().filter(|(_, span)| holds(span.whole, byte));
    let (number, span) = here.min_by_key(|(_, span)| span.whole.end - span.whole.start)?;
    let to = resolved.get(number).and_then(|resolved| to(plan, resolved));
    let to = to.or_else(|| by_path(plan, path, &links.get(number)?.target))?;
    Some(Found { to, span: span.target, is_own: false })
}

/// What a path leads to that is kept back: its file is there all the same.
fn by_path(plan: &Plan, from: &SitePath, target: &LinkTarget) -> Option<To> {
    let LinkTarget::File { path, fragment } = target else { return None };
    let whole = match path.as_str() {
        "" => from.clone(),
        path => SitePath::resolve(from.folder(), path)?,
    };
    plan.sources
        .contains_key(&whole)
        .then(|| To::Page { path: whole, part: fragment.as_ref().map(ToString::to_string) })
}

fn in_tree(plan: &Plan, path: &SitePath, decision: &Decision, byte: u32) -> Option<Found> {
    let tree = &decision.tree;
    let part = |id: &str| To::Page { path: path.clone(), part: Some(id.to_owned()) };
    let question = |number: usize| tree.questions.get(number).map(|question| part(&question.id.text));
    let own = tree.questions.iter().map(|question| &question.id).chain(tree.outcomes.iter().map(|outcome| &outcome.id));
    let mut own = own.filter(|id| holds(id.span, byte));
    if let Some(id) = own.next() {
        return Some(Found { to: part(&id.text), span: id.span, is_own: true });
    }
    let mut gotos = tree.gotos().chain(tree.tests.iter().map(|test| &test.reaches));
    if let Some(goto) = gotos.find(|goto| holds(goto.span, byte)) {
        let to = match &goto.target {
            Target::Question(number) => question(*number),
            Target::Outcome(number) => tree.outcomes.get(*number).map(|outcome| part(&outcome.id.text)),
            Target::OtherTree(name) => plan.site.tree_called(name).map(|page| to_page(plan, page, None)),
            Target::Unknown => None,
        };
        return Some(Found { to: to?, span: goto.span, is_own: false });
    }
    let entry = conditions(tree).flat_map(|when| when.any.iter().flatten()).find(|entry| holds(entry.span(), byte))?;
    let Entry::Answer { question: number, span, .. } = entry else { return None };
    Some(Found { to: question(*number)?, span: *span, is_own: false })
}

/// The conditions of a tree's questions and outcomes.
pub(super) fn conditions(tree: &Tree) -> impl Iterator<Item = &When> {
    let rules = tree.questions.iter().flat_map(|question| &question.next).filter_map(|rule| rule.when.as_ref());
    let pieces = tree.outcomes.iter().flat_map(|outcome| &outcome.also).filter_map(|also| also.when.as_ref());
    rules.chain(pieces)
}

/// Where a link leads.
pub(super) fn to(plan: &Plan, resolved: &Resolved) -> Option<To> {
    let site = &plan.site;
    Some(match resolved {
        Resolved::Page { page, screen, fragment } => {
            let screen = screen.and_then(|screen| Some(site.pages[*page].facts().screens.get(screen)?.id.clone()));
            to_page(plan, *page, screen.or_else(|| fragment.as_ref().map(ToString::to_string)))
        }
        Resolved::Term(term) => To::Term(*term),
        Resolved::File(file) => To::File(site.files.get(*file)?.path.clone()),
        Resolved::Static(file) => To::File(site.statics.get(*file)?.path.clone()),
        Resolved::Fault(Fault::NoAnchor(page)) => to_page(plan, *page, None),
        Resolved::Fault(Fault::Unpublished(path) | Fault::Unread(path)) => To::File(path.clone()),
        Resolved::Made { .. } | Resolved::Fault(_) => return None,
    })
}

fn to_page(plan: &Plan, page: usize, part: Option<String>) -> To {
    To::Page { path: plan.site.pages[page].facts().path.clone(), part }
}

/// A span without the end of its line.
pub(super) fn trimmed(source: &Source, span: Span) -> Span {
    Span { end: span.start + source.slice(span).trim_end().len() as u32, ..span }
}

/// Whether a place is in a span, or right behind it.
pub(super) fn holds(span: Span, byte: u32) -> bool {
    span.start <= byte && byte <= span.end && span.end > span.start
}
