//! In YAML: keys, as the schema of the file has them; in a tree its own ids after `goto:`, other trees after `tree:`, pages in `read`.

use super::{Candidate, KEY, Offer, PAGE, REFERENCE, Typing};
use crate::load::{GLOSSARY, REFERENCES, SETTINGS, is_tree};
use crate::lsp::text::Lines;
use crate::lsp::workspace::Workspace;
use crate::parse::{Content, Kind};
use crate::schema::{File, schema};
use crate::source::below;
use serde_json::Value;
use std::collections::BTreeSet;

/// Keys of a tree behind which an id of it stands.
const IDS: [&str; 6] = ["goto", "start", "reaches", "outcome", "must_ask", "then"];

pub(super) fn offer(workspace: &Workspace, typing: &Typing<'_>) -> Option<Offer> {
    let path = &typing.source.path;
    let file = match path.as_str() {
        SETTINGS => File::Site,
        _ if path.below() == below(GLOSSARY) => File::Glossary,
        _ if path.below() == below(REFERENCES) => File::References,
        _ if is_tree(path) => File::Tree,
        _ => return None,
    };
    if file == File::Tree
        && let Some(ids) = ids(workspace, typing)
    {
        return Some(ids);
    }
    key(typing, file, (0, typing.lines.len()))
}

/// The ids that can stand where a tree is typed.
fn ids(workspace: &Workspace, typing: &Typing<'_>) -> Option<Offer> {
    let line = typing.line;
    let colon = line.rfind(':').filter(|at| line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    // `goto: tree:` has two.
    let (at, of_tree) = match colon {
        Some(at) if line[..at].ends_with("tree") => (line[..at].rfind(':')?, Some(at + 1)),
        Some(at) => (at, None),
        None => return None,
    };
    let key = line[..at].rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
    if !IDS.contains(&key) {
        return None;
    }
    let site = &typing.snapshot.plan.site;
    if let Some(from) = of_tree {
        let trees = site.pages.iter().filter(|page| page.facts().kind == Kind::Tree && page.is_for_readers());
        let trees = trees.map(|page| {
            let facts = page.facts();
            let name = facts.path.below().split(".tree.").next().unwrap_or_default().to_owned();
            Candidate {
                also: vec![facts.title.clone()],
                ..Candidate::new(name.clone(), facts.title.clone(), name, PAGE)
            }
        });
        return Some(Offer { typed: typing.typed(from), candidates: trees.collect(), closing: "" });
    }
    let value = &line[at + 1..];
    if value.contains(['"', '\'', '}', ']', '#']) {
        return None;
    }
    let from = at + 1 + value.rfind([' ', '[', ',']).map_or(0, |space| space + 1);
    let doc = workspace.doc(typing.source, Some(&typing.snapshot.plan))?;
    let Content::Tree(decision) = &doc.content else { return None };
    let questions = decision.tree.questions.iter();
    let questions =
        questions.map(|q| Candidate::new(q.id.text.clone(), q.ask.text.clone(), q.id.text.clone(), REFERENCE));
    let outcomes = decision.tree.outcomes.iter().filter(|_| !matches!(key, "start" | "must_ask"));
    let outcomes =
        outcomes.map(|o| Candidate::new(o.id.text.clone(), o.title.text.clone(), o.id.text.clone(), REFERENCE));
    let other = (key == "goto").then(|| Candidate::new("tree:", "another tree", "tree:", REFERENCE));
    let candidates = questions.filter(|_| key != "outcome").chain(outcomes).chain(other).collect();
    Some(Offer { typed: typing.typed(from), candidates, closing: "" })
}

/// The keys of a front matter that are not there yet, or the tags of other pages.
pub(super) fn front_key(typing: &Typing<'_>, front: (usize, usize)) -> Option<Offer> {
    tags(typing).or_else(|| key(typing, File::Article, front))
}

/// Tags that other pages have.
fn tags(typing: &Typing<'_>) -> Option<Offer> {
    let value = typing.line.strip_prefix("tags:")?;
    let from = typing.line.len() - value.len() + value.rfind(['[', ',', ' ']).map_or(0, |at| at + 1);
    let tags = typing.snapshot.plan.site.tags.values();
    let tags = tags.map(|tag| Candidate::new(tag.title.clone(), "", tag.title.clone(), REFERENCE));
    Some(Offer { typed: typing.typed(from), candidates: tags.collect(), closing: "" })
}

/// The keys that the schema has at this place.
fn key(typing: &Typing<'_>, file: File, reach: (usize, usize)) -> Option<Offer> {
    let line = typing.line;
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let typed = &line[start..];
    if !typed.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let whole = schema(file);
    let above = above(typing.lines, typing.number, start, reach.0);
    let here = walked(&whole, &above)?;
    let there = beside(typing.lines, typing.number, start, reach);
    let keys = properties(&whole, here).filter(|(key, _)| !there.contains(*key));
    let keys = keys.map(|(key, of)| {
        let about = of["description"].as_str().unwrap_or_default();
        Candidate::new(key, about, format!("{key}: "), KEY)
    });
    let candidates: Vec<Candidate> = keys.collect();
    (!candidates.is_empty()).then(|| Offer { typed: typing.typed(start), candidates, closing: "" })
}

/// A line's key, and how far in it stands; a hyphen counts as a space.
fn keyed(line: &str) -> Option<(usize, &str)> {
    let inside = line.trim_start_matches([' ', '-']);
    let (key, _) = inside.split_once(':')?;
    let plain = !key.is_empty() && !inside.starts_with('#');
    plain.then(|| (line.len() - inside.len(), key.trim_end().trim_matches(['"', '\''])))
}

/// The keys that a line stands below, the outermost first.
fn above(lines: &Lines<'_>, number: usize, indent: usize, first: usize) -> Vec<String> {
    let (mut out, mut indent) = (Vec::new(), indent);
    for line in (first..number).rev().map(|number| lines.line(number)) {
        if indent == 0 {
            break;
        }
        if let Some((at, key)) = keyed(line).filter(|(at, _)| *at < indent) {
            out.push(key.to_owned());
            indent = at;
        }
    }
    out.reverse();
    out
}

/// The keys that stand beside a line in the same map.
fn beside(lines: &Lines<'_>, number: usize, indent: usize, (first, end): (usize, usize)) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut look = |line: &str, begins: bool| {
        let Some((at, key)) = keyed(line) else { return true };
        if at == indent {
            out.insert(key.to_owned());
        }
        // An item of a list begins another map.
        at >= indent && !(begins && at == indent && line.trim_start().starts_with('-'))
    };
    let _ = (first..number).rev().all(|number| look(lines.line(number), true));
    let _ = (number + 1..end).all(|number| {
        let line = lines.line(number);
        !(line.trim_start().starts_with('-') && keyed(line).is_some_and(|(at, _)| at <= indent)) && look(line, false)
    });
    out
}

/// The part of a schema below these keys.
fn walked<'a>(whole: &'a Value, keys: &[String]) -> Option<&'a Value> {
    let mut here = item(whole, whole);
    for key in keys {
        let named = properties(whole, here).find(|(name, _)| *name == key.as_str()).map(|(_, of)| of);
        let any =
            maps(whole, here).into_iter().find_map(|map| map.get("additionalProperties").filter(|of| of.is_object()));
        here = item(whole, named.or(any)?);
    }
    Some(here)
}

/// What a list holds, or the thing itself.
fn item<'a>(whole: &'a Value, of: &'a Value) -> &'a Value {
    let of = meant(whole, of);
    let list = [of].into_iter().chain(of["anyOf"].as_array().into_iter().flatten()).find_map(|of| of.get("items"));
    list.map_or(of, |items| meant(whole, items))
}

fn meant<'a>(whole: &'a Value, of: &'a Value) -> &'a Value {
    let name = of["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
    name.and_then(|name| whole.pointer(name)).unwrap_or(of)
}

/// The maps that may stand there.
fn maps<'a>(whole: &'a Value, of: &'a Value) -> Vec<&'a Value> {
    let other = ["anyOf", "oneOf"].into_iter().filter_map(|key| of[key].as_array()).flatten();
    [of].into_iter().chain(other.map(|of| meant(whole, of))).collect()
}

fn properties<'a>(whole: &'a Value, of: &'a Value) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let all = maps(whole, of).into_iter().filter_map(|map| map["properties"].as_object());
    all.flat_map(|map| map.iter().map(|(key, of)| (key.as_str(), of)))
}
