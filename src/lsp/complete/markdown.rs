//! In a text: pages after `[[` and `](`, their parts after `#`, terms after `glossary:`, sources after `[@`; and keys above it.

use super::{Candidate, Offer, PAGE, REFERENCE, Typing, WORD, yaml};
use crate::link::{Page, Site};
use crate::lsp::workspace::{Workspace, page_of};
use crate::parse::{Doc, Facts, Kind};
use crate::source::{SitePath, relative, url};
use std::sync::Arc;

pub(super) fn offer(workspace: &Workspace, typing: &Typing<'_>) -> Option<Offer> {
    if typing.source.path.extension() != "yaml"
        && let Some(front) = front_matter(typing)
    {
        return yaml::front_key(typing, front);
    }
    let line = typing.line;
    let link = line.rfind("[[").filter(|at| !line[*at..].contains("]]")).map(|at| (at, Form::Name(at + 2)));
    let path = line.rfind("](").filter(|at| !line[*at..].contains([')', ' '])).map(|at| (at, Form::Path(at + 2)));
    let cited = line.rfind("[@").map(|at| at + 1).filter(|at| !line[*at..].contains(']'));
    let cited = cited.map(|from| {
        let last = line[from..].rfind('@').map_or(from, |at| from + at);
        (last, Form::Key(last + 1))
    });
    let (_, form) = [link, path, cited].into_iter().flatten().max_by_key(|(at, _)| *at)?;
    match form {
        Form::Key(from) => sources(typing, from),
        Form::Name(from) => match line[from..].split_once('#') {
            _ if line[from..].contains('|') => None,
            Some((name, part)) => {
                let page = if name.is_empty() { Some(typing.source.path.clone()) } else { called(typing, name) };
                let from = from + name.len() + 1 + part.rfind('#').map_or(0, |at| at + 1);
                parts(workspace, typing, &page?, from, As::Words)
            }
            None => Some(Offer { typed: typing.typed(from), candidates: names(typing), closing: "]]" }),
        },
        Form::Path(from) => {
            let typed = &line[from..];
            let (skip, typed) = typed.strip_prefix('<').map_or((0, typed), |rest| (1, rest));
            let from = from + skip;
            if typed.starts_with("glossary:") {
                return Some(terms(typing, from + "glossary:".len()));
            }
            match typed.split_once('#') {
                Some((path, part)) => {
                    let page = at_path(typing, path)?;
                    parts(workspace, typing, &page, from + path.len() + 1 + part.len() - part.len(), As::Anchor)
                }
                None if typed.contains("://") => None,
                None => Some(Offer { typed: typing.typed(from), candidates: paths(typing), closing: ")" }),
            }
        }
    }
}

/// How a link is begun, and from where on it is typed.
enum Form {
    Name(usize),
    Path(usize),
    Key(usize),
}

/// How a part is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Words,
    Anchor,
}

/// The lines of the front matter that somebody types in, the first and the one behind its last.
fn front_matter(typing: &Typing<'_>) -> Option<(usize, usize)> {
    let fence = |line: usize| typing.lines.line(line).trim_end() == "---";
    if typing.number == 0 || !fence(0) {
        return None;
    }
    let end = (1..typing.lines.len()).find(|line| fence(*line)).unwrap_or(typing.number + 1);
    (typing.number < end).then_some((1, end))
}

fn called(typing: &Typing<'_>, name: &str) -> Option<SitePath> {
    let site = &typing.snapshot.plan.site;
    let [page] = site.names.pages_meant(name, &typing.source.path) else { return None };
    Some(site.pages[*page].facts().path.clone())
}

fn at_path(typing: &Typing<'_>, path: &str) -> Option<SitePath> {
    if path.is_empty() {
        return Some(typing.source.path.clone());
    }
    let path = url::decoded(path)?;
    let from = &typing.source.path;
    let whole = match path.strip_prefix('/') {
        Some(below) => SitePath::from(format!("{}{below}", top(from))),
        None => SitePath::resolve(from.folder(), &path)?,
    };
    page_of(&typing.snapshot.plan, &whole).map(|_| whole)
}

/// The folder of articles, with `/`, or nothing where they stand at the root.
fn top(path: &SitePath) -> String {
    path.as_str()[..path.as_str().len() - path.below().len()].to_owned()
}

/// The pages by what they are called.
fn names(typing: &Typing<'_>) -> Vec<Candidate> {
    let site = &typing.snapshot.plan.site;
    let pages = site.pages.iter().enumerate().filter(|(_, page)| page.is_for_readers());
    let candidate = |(number, page): (usize, &Page)| {
        let facts = page.facts();
        let also = facts.aliases.iter().chain(&facts.also_called).cloned().collect();
        let new = Candidate::new(facts.title.clone(), facts.path.below(), stem(facts), PAGE);
        Candidate { also, page: Some(number), ..new }
    };
    pages.map(candidate).collect()
}

/// A page's path below the folder of articles, without its ending.
fn stem(facts: &Facts) -> &str {
    let below = facts.path.below();
    match facts.kind {
        Kind::Tree => below.split(".tree.").next().unwrap_or(below),
        Kind::Article => below.rsplit_once('.').map_or(below, |(stem, _)| stem),
    }
}

/// The name by which a page can be meant from here, and no other.
pub(super) fn name(typing: &Typing<'_>, page: usize) -> String {
    let site = &typing.snapshot.plan.site;
    let facts = site.pages[page].facts();
    let stem = stem(facts);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let is_plain = |name: &str| !name.is_empty() && !name.contains(['[', ']', '|', '#', '^']);
    // In a vault a note is called as its file; elsewhere as readers call it.
    let order = if site.names.of_vault() { [name, &facts.title] } else { [&facts.title, name] };
    let means = |name: &&str| is_plain(name) && site.names.pages_meant(name, &typing.source.path) == [page];
    order.into_iter().find(means).unwrap_or(stem).to_owned()
}

/// The pages, pictures and files by their paths from here.
fn paths(typing: &Typing<'_>) -> Vec<Candidate> {
    let site = &typing.snapshot.plan.site;
    let from = &typing.source.path;
    let is_picture = typing.line.rfind("![").is_some_and(|at| !typing.line[at..].contains(')'));
    let pages = site.pages.iter().filter(|page| page.is_for_readers() && !is_picture);
    let pages = pages.map(|page| {
        let facts = page.facts();
        let path = relative(from.folder(), facts.path.as_str());
        let also = vec![facts.title.clone(), facts.path.below().to_owned()];
        Candidate { also, ..Candidate::new(path.clone(), facts.title.clone(), written(&path), PAGE) }
    });
    let files = site.files.iter().map(|file| {
        let path = relative(from.folder(), file.path.as_str());
        let also = vec![file.path.below().to_owned()];
        Candidate { also, ..Candidate::new(path.clone(), "", written(&path), PAGE) }
    });
    pages.chain(files).collect()
}

/// As the brackets of a link can hold it.
fn written(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '#' => out.push_str("%23"),
            '?' => out.push_str("%3F"),
            '%' => out.push_str("%25"),
            c => out.push(c),
        }
    }
    out
}

/// The headings of a page, its named blocks, and the questions and outcomes of a tree.
fn parts(workspace: &Workspace, typing: &Typing<'_>, page: &SitePath, from: usize, named: As) -> Option<Offer> {
    let plan = &typing.snapshot.plan;
    let source = workspace.source(page, Some(plan))?;
    let doc: Arc<Doc> = workspace.doc(&source, Some(plan))?;
    let facts = &doc.facts;
    let headings = facts.headings.iter().map(|heading| {
        let is_plain = !heading.text.contains(['[', ']', '|', '#', '^']);
        let text = if named == As::Words && is_plain { heading.text.clone() } else { heading.id.to_string() };
        Candidate::new(heading.text.clone(), "#".repeat(usize::from(heading.level)), text, REFERENCE)
    });
    let blocks = facts.anchors.iter().filter(|anchor| anchor.starts_with('^'));
    let blocks = blocks.map(|block| Candidate::new(block.to_string(), "", block.to_string(), REFERENCE));
    let screens = facts.screens.iter().map(|s| Candidate::new(s.id.clone(), s.title.clone(), s.id.clone(), REFERENCE));
    let candidates: Vec<Candidate> = headings.chain(blocks).chain(screens).collect();
    let closing = if named == As::Words { "]]" } else { ")" };
    Some(Offer { typed: typing.typed(from), candidates, closing })
}

fn terms(typing: &Typing<'_>, from: usize) -> Offer {
    let terms = typing.snapshot.plan.site.glossary.terms.iter().map(|term| {
        let also = term.forms.iter().map(|form| form.text.clone()).collect();
        Candidate { also, ..Candidate::new(term.term.text.clone(), "", term.anchor.clone(), WORD) }
    });
    Offer { typed: typing.typed(from), candidates: terms.collect(), closing: ")" }
}

fn sources(typing: &Typing<'_>, from: usize) -> Option<Offer> {
    let site: &Site = &typing.snapshot.plan.site;
    if typing.line[from..].contains(',') {
        return None;
    }
    let listed = site.references.values().map(|source| {
        let about = [&source.authors, &source.title, &source.year].into_iter().filter(|part| !part.is_empty());
        let about = about.cloned().collect::<Vec<_>>().join(". ");
        let also = vec![about.clone()];
        Candidate { also, ..Candidate::new(source.key.clone(), about, source.key.clone(), REFERENCE) }
    });
    Some(Offer { typed: typing.typed(from), candidates: listed.collect(), closing: "]" })
}
