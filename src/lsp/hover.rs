//! What is shown where somebody points: the first lines of a page, what a term means, a source, what a tree counts.

use super::navigate::doc_of;
use super::place::{Asked, To, asked};
use super::workspace::{Workspace, page_of};
use crate::config::references::Reference;
use crate::diff::report::{grouped, many};
use crate::load::is_tree;
use crate::parse::{self, Content, Decision, Doc};
use crate::preview::Snapshot;
use crate::source::{SitePath, Span};
use crate::text::{plain, sections};
use crate::tree;
use num_bigint::BigUint;
use serde_json::{Value, json};

/// So many characters of a page are shown.
const MOST: usize = 500;
/// A term has no more words than so many.
const WORDS: usize = 6;

pub(super) fn hover(workspace: &Workspace, params: &Value) -> Option<Value> {
    let asked = asked(workspace, params)?;
    let (to, span) = match &asked.found {
        Some(found) => (found.to.clone(), Some(found.span)),
        None => match term_at(&asked) {
            Some((to, span)) => (to, Some(span)),
            None => (tree_itself(workspace, &asked)?, None),
        },
    };
    let text = told(workspace, &asked.snapshot, &to)?;
    let mut out = json!({"contents": {"kind": "markdown", "value": text}});
    if let Some(span) = span {
        out["range"] = workspace.lines(&asked.source).range(span);
    }
    Some(out)
}

fn told(workspace: &Workspace, snapshot: &Snapshot, to: &To) -> Option<String> {
    let site = &snapshot.plan.site;
    match to {
        To::Term(number) => {
            let term = site.glossary.terms.get(*number)?;
            Some(format!("**{}**\n\n{}", escaped(&term.term.text), escaped(&plain(&term.meaning.html))))
        }
        To::Source(key) => Some(of_source(site.references.get(key)?)),
        To::File(path) => Some(format!("`{path}`")),
        To::Page { path, part } => {
            let doc = doc_of(workspace, snapshot, path)?;
            let place = page_of(&snapshot.plan, path).map(|page| site.pages[page].facts().address.clone());
            let mut out = format!("**{}**", escaped(&doc.facts.title));
            out += &place.map_or_else(|| " (not shown to readers)".to_owned(), |address| format!(" `{address}`"));
            match (&doc.content, part) {
                (Content::Tree(decision), None) => out += &format!("\n\n{}", counts(workspace, path, decision)),
                (Content::Tree(decision), Some(part)) => out += &format!("\n\n{}", of_part(decision, part)?),
                (Content::Article(_), part) => {
                    let lines = first_lines(&doc, part.as_deref());
                    let about = if part.is_none() { doc.facts.description.as_str() } else { "" };
                    out += &[escaped(about), lines]
                        .iter()
                        .filter(|t| !t.is_empty())
                        .map(|t| format!("\n\n{t}"))
                        .collect::<String>();
                }
            }
            Some(out)
        }
    }
}

/// The term that a text says at a place, by the longest words around it that are one.
pub(super) fn term_at(asked: &Asked) -> Option<(To, Span)> {
    let glossary = &asked.snapshot.plan.site.glossary;
    let is_text = matches!(&*asked.source.path.extension(), "md" | "markdown" | "yaml" | "yml");
    if glossary.terms.is_empty() || !is_text {
        return None;
    }
    let (text, at) = (asked.source.text.as_str(), asked.byte as usize);
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    // A few words before and behind are all that a term can reach to.
    let from = text[line..at].char_indices().rev().nth(200).map_or(line, |(i, _)| line + i);
    let to = text[at..end].char_indices().nth(200).map_or(end, |(i, _)| at + i);
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (i, c) in text[from..to].char_indices() {
        let (start, end) = (from + i, from + i + c.len_utf8());
        match words.last_mut() {
            _ if !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')) => {}
            Some(last) if last.1 == start => last.1 = end,
            _ => words.push((start, end)),
        }
    }
    let here = words.iter().position(|(start, end)| (*start..=*end).contains(&at))?;
    for length in (1..=WORDS).rev() {
        for first in (here + 1).saturating_sub(length)..=here {
            let Some(last) = words.get(first + length - 1) else { continue };
            let span = Span::new(words[first].0, last.1);
            if let Some(number) = glossary.named(&text[span.range()]) {
                return Some((To::Term(number), span));
            }
        }
    }
    None
}

/// In a tree, what stands at no name of its own is the tree's.
fn tree_itself(workspace: &Workspace, asked: &Asked) -> Option<To> {
    let lines = workspace.lines(&asked.source);
    let line = lines.line(lines.line_of(asked.byte as usize));
    let is_key = line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(':');
    (is_tree(&asked.source.path) && is_key).then(|| To::Page { path: asked.source.path.clone(), part: None })
}

/// What a tree counts, and what has become of its ends since its file was opened.
fn counts(workspace: &Workspace, path: &SitePath, decision: &Decision) -> String {
    let (tree, proof) = (&decision.tree, &decision.proof);
    let counted = |count: usize, what: &str| many(&count.to_string(), what);
    let mut parts = vec![counted(tree.questions.len(), "question"), counted(tree.outcomes.len(), "outcome")];
    if let Some(paths) = &proof.paths {
        parts.push(many(&paths.to_string(), "path"));
        parts.push(format!("the longest of {}", counted(proof.longest, "answer")));
    }
    let mut out = parts.join(", ");
    let opened = workspace.documents.get(path).filter(|document| document.opened.hash != document.source.hash);
    let Some(document) = opened else { return out };
    let before = parse::tree(&document.opened);
    let Content::Tree(was) = &before.content else { return out };
    if let Some(compared) = tree::compare(&was.tree, tree) {
        let ends = |count: &BigUint, what: &str| {
            (*count > BigUint::ZERO).then(|| format!("{} end {what}", grouped(&count.to_string())))
        };
        let told: Vec<String> = [
            ends(&compared.milder, "milder"),
            ends(&compared.graver, "more urgent"),
            (compared.gone > BigUint::ZERO)
                .then(|| format!("{} are no longer offered", grouped(&compared.gone.to_string()))),
        ]
        .into_iter()
        .flatten()
        .collect();
        out += &match told.len() {
            0 => "; with your edits all end where they did, or as urgent".to_owned(),
            _ => format!("; with your edits {}", told.join(", ")),
        };
    }
    out
}

fn of_part(decision: &Decision, part: &str) -> Option<String> {
    let tree = &decision.tree;
    if let Some(question) = tree.questions.iter().find(|question| question.id.text == part) {
        let options: String =
            question.options.iter().map(|option| format!("\n- {}", escaped(&option.say.text))).collect();
        return Some(format!("{}\n{options}", escaped(&question.ask.text)));
    }
    let outcome = tree.outcomes.iter().find(|outcome| outcome.id.text == part)?;
    let level = tree.levels.get(outcome.level).map(|level| format!(" ({level})")).unwrap_or_default();
    Some(format!("{}{}", escaped(&outcome.title.text), escaped(&level)))
}

/// The first lines of a page or of a part of it, in plain words: an editor would ask for the pictures of Markdown.
fn first_lines(doc: &Doc, part: Option<&str>) -> String {
    let Content::Article(article) = &doc.content else { return String::new() };
    let all = sections(&article.body);
    let text = match part {
        Some(part) => all.iter().find(|section| section.id == part).map(|section| section.text.as_str()),
        None => all.iter().map(|section| section.text.as_str()).find(|text| !text.trim().is_empty()),
    };
    let text = text.unwrap_or_default().trim();
    match text.char_indices().nth(MOST) {
        None => escaped(text),
        Some((end, _)) => format!("{} …", escaped(text[..end].trim_end())),
    }
}

fn of_source(source: &Reference) -> String {
    let parts = [&source.authors, &source.title, &source.container, &source.year];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| escaped(part)).collect();
    let address = match (source.url.as_str(), source.doi.as_str()) {
        ("", "") => String::new(),
        ("", doi) => format!("https://doi.org/{doi}"),
        (url, _) => url.to_owned(),
    };
    let plain = Some(address).filter(|address| address.starts_with("http") && !address.contains(['<', '>', ' ', '\n']));
    format!("{}{}", parts.join(". "), plain.map(|address| format!("\n\n<{address}>")).unwrap_or_default())
}

/// Words that are no Markdown, in one line.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '~' | '$' | '&' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
