//! What a file is made of: its headings, questions, terms or keys; what of it can be folded; the pages of a site by name.

use super::place::trimmed;
use super::text::Lines;
use super::workspace::Workspace;
use crate::config;
use crate::parse::glossary::glossary;
use crate::parse::{Content, Decision};
use crate::source::{SitePath, Source, Span, below, slug};
use crate::text::Body;
use crate::yaml::Text;
use serde_json::{Value, json};
use std::sync::Arc;

/// So many pages are found by name.
const MOST: usize = 100;

/// A thing with a name, and how deep it stands.
struct Thing {
    name: String,
    detail: String,
    kind: u8,
    level: usize,
    span: Span,
}

/// The numbers of the protocol.
const FILE: u8 = 1;
const CLASS: u8 = 5;
const ENUM_MEMBER: u8 = 22;
const STRING: u8 = 15;
const EVENT: u8 = 24;

pub(super) fn symbols(workspace: &Workspace, params: &Value) -> Option<Value> {
    let (source, things) = things(workspace, params)?;
    let lines = workspace.lines(&source);
    let mut at = 0;
    Some(Value::from(nested(&things, &mut at, 0, &lines, source.text.len())))
}

/// Things that stand at a level, with those that stand below each; the reach of each is up to the next that is as high.
fn nested(things: &[Thing], at: &mut usize, above: usize, lines: &Lines<'_>, end: usize) -> Vec<Value> {
    // A text may have headings below headings as deep as it likes; there are six levels.
    let mut out = Vec::new();
    while let Some(thing) = things.get(*at).filter(|thing| thing.level > above) {
        let next = things[*at + 1..].iter().find(|next| next.level <= thing.level);
        let until = next.map_or(end, |next| next.span.start as usize).min(end).max(thing.span.end as usize);
        *at += 1;
        let children = nested(things, at, thing.level, lines, until);
        out.push(json!({
            "name": if thing.name.trim().is_empty() { "…" } else { &thing.name },
            "detail": thing.detail,
            "kind": thing.kind,
            "range": lines.range(Span::new(thing.span.start as usize, until)),
            "selectionRange": lines.range(thing.span),
            "children": children,
        }));
    }
    out
}

fn things(workspace: &Workspace, params: &Value) -> Option<(Arc<Source>, Vec<Thing>)> {
    let path = workspace.path(params["textDocument"]["uri"].as_str()?)?;
    let snapshot = workspace.latest();
    let plan = snapshot.as_ref().map(|snapshot| &*snapshot.plan);
    let source = workspace.source(&path, plan)?;
    let doc = workspace.doc(&source, plan);
    let things = match doc.as_ref().map(|doc| &doc.content) {
        Some(Content::Article(article)) => headings(&source, &article.body),
        Some(Content::Tree(decision)) => parts(decision),
        None if path.below() == below(crate::load::GLOSSARY) => {
            let terms = glossary(&source, &mut Vec::new());
            terms.into_iter().map(|term| thing(&term.term, String::new(), STRING, 1)).collect()
        }
        None if path.below() == below(crate::load::REFERENCES) => {
            let sources = config::references::references(&source, &mut Vec::new());
            let named = sources.into_iter().map(|s| thing(&Text { text: s.key, span: s.span }, s.title, STRING, 1));
            named.collect()
        }
        None => return None,
    };
    Some((source, things))
}

fn thing(name: &Text, detail: String, kind: u8, level: usize) -> Thing {
    Thing { name: name.text.clone(), detail, kind, level, span: name.span }
}

fn headings(source: &Source, body: &Body) -> Vec<Thing> {
    let thing = |heading: &crate::text::body::Heading| Thing {
        name: heading.text.clone(),
        detail: String::new(),
        kind: STRING,
        level: usize::from(heading.level),
        span: trimmed(source, heading.span),
    };
    let mut all: Vec<Thing> = body.headings.iter().map(thing).collect();
    all.sort_by_key(|thing| thing.span);
    all
}

fn parts(decision: &Decision) -> Vec<Thing> {
    let tree = &decision.tree;
    let mut all = Vec::new();
    for question in &tree.questions {
        all.push(thing(&question.id, question.ask.text.clone(), CLASS, 1));
        all.extend(question.options.iter().map(|option| thing(&option.id, option.say.text.clone(), ENUM_MEMBER, 2)));
    }
    for outcome in &tree.outcomes {
        let level = tree.levels.get(outcome.level).cloned().unwrap_or_default();
        all.push(thing(&outcome.id, format!("{} ({level})", outcome.title.text), EVENT, 1));
    }
    all.sort_by_key(|thing| thing.span);
    all
}

/// Sections, front matter, blocks of code, and in YAML what is indented below a key.
pub(super) fn folds(workspace: &Workspace, params: &Value) -> Option<Value> {
    let path = workspace.path(params["textDocument"]["uri"].as_str()?)?;
    let snapshot = workspace.latest();
    let source = workspace.source(&path, snapshot.as_ref().map(|snapshot| &*snapshot.plan))?;
    let lines = workspace.lines(&source);
    let mut folds = match &*path.extension() {
        "md" | "markdown" => of_markdown(&lines),
        "yaml" | "yml" => of_indents(&lines),
        _ => return None,
    };
    if let Some((_, things)) = things(workspace, params).filter(|_| path.extension() != "yaml") {
        let last = (0..lines.len()).rev().find(|line| !lines.line(*line).trim().is_empty()).unwrap_or_default();
        for (number, thing) in things.iter().enumerate() {
            let next = things[number + 1..].iter().find(|next| next.level <= thing.level);
            let end = next.map_or(last + 1, |next| lines.line_of(next.span.start as usize));
            let end = (0..end).rev().find(|line| !lines.line(*line).trim().is_empty()).unwrap_or_default();
            folds.push((lines.line_of(thing.span.start as usize), end, None));
        }
    }
    folds.retain(|(start, end, _)| start < end);
    folds.sort_unstable();
    let told = folds.into_iter().map(|(start, end, kind)| match kind {
        Some(kind) => json!({"startLine": start, "endLine": end, "kind": kind}),
        None => json!({"startLine": start, "endLine": end}),
    });
    Some(told.collect())
}

type Fold = (usize, usize, Option<&'static str>);

fn of_markdown(lines: &Lines<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut first = 0;
    let fence = lines.line(0).trim_end();
    if matches!(fence, "---" | "+++")
        && let Some(end) = (1..lines.len()).find(|line| lines.line(*line).trim_end() == fence)
    {
        folds.push((0, end, Some("region")));
        first = end + 1;
    }
    let mut open: Option<(usize, &str)> = None;
    for number in first..lines.len() {
        let line = lines.line(number).trim_start_matches([' ', '>']);
        let sign = |c: char| line.len() - line.trim_start_matches(c).len();
        let marks = &line[..sign('`').max(sign('~'))];
        match open {
            Some((start, mark)) if marks.starts_with(mark) && line[marks.len()..].trim().is_empty() => {
                folds.push((start, number, None));
                open = None;
            }
            None if marks.len() >= 3 => open = Some((number, marks)),
            _ => {}
        }
    }
    folds
}

fn of_indents(lines: &Lines<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    // Lines that are open, with their indents, the deepest last.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    for number in 0..lines.len() {
        let line = lines.line(number);
        if line.trim().is_empty() {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        while let Some((start, _)) = open.pop_if(|(_, other)| *other >= indent) {
            folds.push((start, last, None));
        }
        open.push((number, indent));
        last = number;
    }
    folds.extend(open.into_iter().map(|(start, _)| (start, last, None)));
    folds
}

/// The pages that are called so.
pub(super) fn pages(workspace: &Workspace, params: &Value) -> Option<Value> {
    let snapshot = workspace.latest()?;
    let wanted = slug::composed(params["query"].as_str()?).to_lowercase();
    let site = &snapshot.plan.site;
    let called = |facts: &crate::parse::Facts| {
        [&facts.title]
            .into_iter()
            .chain(&facts.aliases)
            .chain(&facts.also_called)
            .any(|name| name.to_lowercase().contains(&wanted))
            || facts.path.as_str().to_lowercase().contains(&wanted)
    };
    let found = site.pages.iter().filter(|page| page.is_for_readers() && called(page.facts())).take(MOST);
    let start = json!({"line": 0, "character": 0});
    let told = found.map(|page| {
        let path: &SitePath = &page.facts().path;
        let location = json!({"uri": workspace.uri(path), "range": {"start": start, "end": start}});
        json!({"name": page.facts().title, "kind": FILE, "location": location, "containerName": path.folder()})
    });
    Some(told.collect())
}
