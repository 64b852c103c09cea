//! Values of `site.yaml` that are the paths of files or the addresses of pages: the logo, what a theme is told.

use super::Mapping;
use super::edits::Edits;
use super::place::scalar;
use crate::Plan;
use crate::load::Inputs;
use crate::source::{SitePath, Span, below};
use crate::yaml::{self, Node, Value};
use std::collections::BTreeMap;

/// Keys whose pages are links of their own.
const LINKS: [&str; 2] = ["navigation", "search_tests"];

pub(super) fn with_paths(before: &Plan, inputs: &Inputs, mapping: &Mapping, mut edits: Edits) -> Result<Edits, String> {
    let (Some(source), Some(_)) = (inputs.settings.as_deref(), &mapping.renamed) else { return Ok(edits) };
    let Ok(node) = yaml::read(source, Span::new(source.start(), source.text.len()), &mut Vec::new()) else {
        return Ok(edits);
    };
    let site = &before.site;
    let files = site.files.iter().map(|file| &file.path).chain(site.pages.iter().map(|page| &page.facts().path));
    let mut now: BTreeMap<String, String> = BTreeMap::new();
    for old in files {
        let new = mapping.path(old);
        if new != *old {
            now.insert(old.below().to_owned(), new.below().to_owned());
        }
    }
    for page in site.pages.iter().filter(|page| page.doc.front.permalink.is_none()) {
        let facts = page.facts();
        let new = mapping.path(&facts.path);
        if new != facts.path && facts.address.len() > 1 {
            let address = crate::parse::unread(&new).facts.address;
            now.insert(format!("/{}", facts.address.trim_matches('/')), format!("/{}", address.trim_matches('/')));
        }
    }
    let mut found = Vec::new();
    if let Value::Map(entries) = &node.value {
        let others = entries.iter().filter(|(key, _)| !LINKS.contains(&key.text.as_str()));
        others.for_each(|(_, node)| values(node, &now, &mut found));
    }
    let path: SitePath = source.path.clone();
    for (span, text) in found {
        edits.add(&path, scalar(source, span, &text))?;
    }
    Ok(edits)
}

fn values(node: &Node, now: &BTreeMap<String, String>, found: &mut Vec<(Span, String)>) {
    match &node.value {
        Value::Scalar(text) => found.extend(renamed(text, now).map(|text| (node.span, text))),
        Value::List(items) => items.iter().for_each(|item| values(item, now, found)),
        Value::Map(entries) => entries.iter().for_each(|(_, node)| values(node, now, found)),
        Value::Null => {}
    }
}

/// The value with what it names under its new name.
fn renamed(text: &str, now: &BTreeMap<String, String>) -> Option<String> {
    let rest = text.trim_start_matches('/');
    let path = below(rest);
    // A word alone is no path, unless it is that of a file.
    if path.contains(['/', '.'])
        && let Some(new) = now.get(path)
    {
        return Some(format!("{}{new}", &text[..text.len() - path.len()]));
    }
    let plain = text.trim_end_matches('/');
    now.get(plain).filter(|_| text.starts_with('/')).map(|new| format!("{new}{}", &text[plain.len()..]))
}
