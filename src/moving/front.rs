//! What leads old addresses to their new places, in the front matter of a page or the keys of a tree: `aliases`, `anchors`.

use super::edits::{Edit, Edits};
use super::place::{in_flow, line_end, newline, scalar};
use super::{Held, Mapping};
use crate::Plan;
use crate::link::{AddressOwner, Page, Site, has_anchor, published};
use crate::load::Inputs;
use crate::parse::Kind;
use crate::parse::front::{Shape, shape, yaml_keys};
use crate::source::{SitePath, Source, Span};
use crate::yaml::{self, Key, Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Writes it, and gives the old addresses that are kept so.
pub(super) fn keep(
    before: &Plan,
    after: &Plan,
    mapping: &Mapping,
    (inputs, held): (&Inputs, &Held),
    edits: &mut Edits,
) -> Result<Vec<String>, String> {
    let there: BTreeSet<&str> = after.site.addresses.iter().map(|owned| owned.address.as_str()).collect();
    let mut lost: BTreeMap<SitePath, Vec<String>> = BTreeMap::new();
    let known = published(&before.site);
    for owned in before.site.addresses.iter().filter(|owned| known.contains_key(&owned.address)) {
        // Those of a tree's pages follow from that of the tree.
        let page = match owned.owner {
            AddressOwner::Page(page) | AddressOwner::Alias(page, _) => page,
            _ => continue,
        };
        let path = &before.site.pages[page].facts().path;
        if !there.contains(owned.address.as_str()) && !held.lets_go(path, &owned.address) {
            lost.entry(path.clone()).or_default().push(owned.address.clone());
        }
    }
    let mut kept = Vec::new();
    let pages = before.site.pages.iter().filter(|page| page.is_for_readers());
    for page in pages {
        let path = &page.facts().path;
        let none = (Vec::new(), BTreeMap::new());
        let addresses = lost.get(path).unwrap_or(&none.0);
        let parts = mapping.parts.get(path).unwrap_or(&none.1);
        let moved = mapping.path(path) != *path;
        if addresses.is_empty() && parts.is_empty() && !moved {
            continue;
        }
        let source = inputs.articles.iter().chain(&inputs.trees).find(|source| source.path == *path);
        let source = source.ok_or_else(|| format!("`{path}` is not there"))?;
        let now = after.site.pages.iter().find(|page| page.facts().path == mapping.path(path));
        let own = now.map(|page| page.facts().address.clone()).unwrap_or_default();
        if addresses.is_empty() && parts.is_empty() {
            if page.doc.front.aliases.iter().any(|alias| is_address(&alias.text, &own)) {
                Keys::of(page, source)?.without_alias(&own, edits)?;
            }
            continue;
        }
        let keys = Keys::of(page, source)?;
        if !addresses.is_empty() {
            keys.add_aliases(addresses, &own, edits)?;
            kept.extend(addresses.iter().cloned());
        }
        if !parts.is_empty() {
            keys.add_anchors(parts, edits)?;
            kept.extend(parts.keys().map(|part| format!("{}#{part}", page.facts().address)));
        }
    }
    Ok(kept)
}

/// The anchors that are found at an address.
pub(super) fn anchors_at(site: &Site, address: &str) -> BTreeSet<String> {
    let Some(owned) = site.addresses.iter().find(|owned| owned.address == address) else { return BTreeSet::new() };
    let Some(page) = owned.owner.page().map(|page| &site.pages[page]) else { return BTreeSet::new() };
    let facts = page.facts();
    let ids = facts.headings.iter().map(|heading| heading.id.to_string());
    let ids = ids.chain(facts.screens.iter().map(|screen| screen.id.clone()));
    let ids = ids.chain(facts.kept.iter().map(|(old, _)| old.to_string()));
    let moved = site.moved_parts.get(address).into_iter().flatten().map(|part| part.anchor.clone());
    ids.filter(|id| has_anchor(page, id)).chain(moved).collect()
}

/// The keys of a page, as they stand in its file.
struct Keys<'a> {
    source: &'a Arc<Source>,
    /// What they are in; `None` where there is no front matter yet.
    entries: Option<Vec<(Key, Node)>>,
    /// Where a new key is put, with what stands before and behind it.
    place: (usize, String, String),
    toml: bool,
}

impl<'a> Keys<'a> {
    fn of(page: &Page, source: &'a Arc<Source>) -> Result<Keys<'a>, String> {
        let line = newline(source);
        let whole = Span::new(source.start(), source.text.len());
        let span = match (page.facts().kind, shape(source)) {
            (Kind::Tree, _) => Some(whole),
            (_, Shape::None) => None,
            (_, Shape::Keys(_)) => match yaml_keys(source) {
                Some(span) => Some(span),
                None => return Keys::toml(source),
            },
            _ => return Err(format!("the front matter of `{}` cannot be read", source.path)),
        };
        let Some(span) = span else {
            let place = (source.start(), format!("---{line}"), format!("{line}---{line}"));
            return Ok(Keys { source, entries: None, place, toml: false });
        };
        let node = yaml::read(source, span, &mut Vec::new()).map_err(|problem| problem.message)?;
        let entries = match node.value {
            Value::Map(entries) => entries,
            Value::Null => Vec::new(),
            _ => return Err(format!("the front matter of `{}` is not made of keys", source.path)),
        };
        let place = match entries.first() {
            Some((key, _)) => {
                let start = key.span.start as usize;
                let begins = source.text[..start].ends_with('\n') || start == source.start();
                if !begins {
                    return Err(format!(
                        "the keys of `{}` do not begin their lines; write `aliases` yourself",
                        source.path
                    ));
                }
                (start, String::new(), line.to_owned())
            }
            None => (span.start as usize, String::new(), line.to_owned()),
        };
        Ok(Keys { source, entries: Some(entries), place, toml: false })
    }

    fn toml(source: &'a Arc<Source>) -> Result<Keys<'a>, String> {
        let start = source.start();
        let first = &source.text[start..line_end(source, start)];
        let line = newline(source);
        if first.trim() != "+++"
            || source.text.lines().any(|line| line.starts_with("aliases") || line.starts_with("anchors"))
        {
            return Err(format!(
                "write the old name into the front matter of `{}` yourself: it is not YAML",
                source.path
            ));
        }
        let place = (start + first.len() + line.len(), String::new(), line.to_owned());
        Ok(Keys { source, entries: Some(Vec::new()), place, toml: true })
    }

    fn get(&self, name: &str) -> Option<&(Key, Node)> {
        self.entries.iter().flatten().find(|(key, _)| key.text == name)
    }

    fn add_line(&self, text: String, edits: &mut Edits) -> Result<(), String> {
        let (at, before, behind) = &self.place;
        edits.add(&self.source.path, Edit { span: Span::new(*at, *at), text: format!("{before}{text}{behind}") })
    }

    /// Adds old addresses. One that is the page's own again makes room for another.
    fn add_aliases(&self, addresses: &[String], own: &str, edits: &mut Edits) -> Result<(), String> {
        let path = &self.source.path;
        let mut addresses = addresses.to_vec();
        let entry = ["aliases", "alias"].iter().find_map(|name| self.get(name));
        let Some((_, list)) = entry else {
            let listed = addresses.iter().map(|address| quoted(address, self.toml)).collect::<Vec<_>>().join(", ");
            let is = if self.toml { " =" } else { ":" };
            return self.add_line(format!("aliases{is} [{listed}]"), edits);
        };
        let items = match &list.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(list),
        };
        let is_own = |node: &&Node| matches!(&node.value, Value::Scalar(text) if is_address(text, own));
        if let Some(node) = items.iter().find(is_own) {
            let address = addresses.remove(0);
            edits.add(path, scalar(self.source, node.span, &address))?;
        }
        for address in addresses {
            let edit = with_entry(self.source, list, &address);
            edits.add(path, edit.ok_or_else(|| format!("`aliases` of `{path}` cannot be added to"))?)?;
        }
        Ok(())
    }

    /// Takes out an old address that is the page's own again.
    fn without_alias(&self, own: &str, edits: &mut Edits) -> Result<(), String> {
        let Some((key, list)) = self.get("aliases") else { return Ok(()) };
        let items = match &list.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(list),
        };
        let is_own = |node: &Node| matches!(&node.value, Value::Scalar(text) if is_address(text, own));
        let Some(at) = items.iter().position(is_own) else { return Ok(()) };
        let (start, end) = (items[at].span.start as usize, items[at].span.end as usize);
        let text = &self.source.text;
        let line_start = |at: usize| text[..at].rfind('\n').map_or(self.source.start(), |end| end + 1);
        let behind = |at: usize| (line_end(self.source, at) + newline(self.source).len()).min(text.len());
        let in_block = text[line_start(start)..start].trim_start().starts_with("- ");
        let range = match (items.len(), in_block) {
            (1, _) => line_start(key.span.start as usize)..behind(end),
            (_, true) => line_start(start)..behind(end),
            (_, false) => match items.get(at + 1) {
                Some(next) => start..next.span.start as usize,
                None => items[at - 1].span.end as usize..end,
            },
        };
        edits.add(&self.source.path, Edit { span: Span::new(range.start, range.end), text: String::new() })
    }

    /// Adds old names of parts; those that lead to a name of before lead to the new one.
    fn add_anchors(&self, parts: &BTreeMap<String, String>, edits: &mut Edits) -> Result<(), String> {
        let path = &self.source.path;
        let pair = |(old, new): (&String, &String)| format!("{}: {}", in_flow(old), in_flow(new));
        let Some((key, node)) = self.get("anchors") else {
            let pairs: Vec<String> = parts.iter().map(pair).collect();
            return match self.toml {
                true => Err(format!("write `anchors` into the front matter of `{path}` yourself: it is not YAML")),
                false => self.add_line(format!("anchors: {{{}}}", pairs.join(", ")), edits),
            };
        };
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            _ => return Err(format!("`anchors` of `{path}` is not made of keys")),
        };
        for (old, new) in parts {
            let mut written = false;
            for (name, value) in entries {
                let Value::Scalar(text) = &value.value else { continue };
                let leads_on = text.trim_start_matches('#') == old;
                if name.text.trim_start_matches('#') == new {
                    // The name of today was one of before: now it is the other way round.
                    edits.add(path, scalar(self.source, name.span, old))?;
                    edits.add(path, scalar(self.source, value.span, new))?;
                    written = true;
                } else if leads_on {
                    edits.add(path, scalar(self.source, value.span, new))?;
                }
            }
            if !written {
                let text = pair((old, new));
                let first = entries.first().map(|(name, _)| name.span.start as usize);
                let first = first.ok_or_else(|| format!("`anchors` of `{path}` is empty"))?;
                let flow = self.source.position(key.span.start).line == self.source.position(first as u32).line;
                let indent = " ".repeat(self.source.position(first as u32).column as usize - 1);
                let text = if flow { format!("{text}, ") } else { format!("{text}{}{indent}", newline(self.source)) };
                edits.add(path, Edit { span: Span::new(first, first), text })?;
            }
        }
        Ok(())
    }
}

fn is_address(alias: &str, address: &str) -> bool {
    alias.starts_with('/') && alias.trim_matches('/') == address.trim_matches('/')
}

fn quoted(text: &str, toml: bool) -> String {
    if toml { serde_json::Value::from(text).to_string() } else { in_flow(text) }
}

/// A list of YAML, or a single text, with another entry before its first.
pub(super) fn with_entry(source: &Source, list: &Node, text: &str) -> Option<Edit> {
    let text = in_flow(text);
    match &list.value {
        Value::List(items) => {
            let first = items.first()?.span.start as usize;
            let before = &source.text[..first];
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            let lead = &before[line..];
            if lead.trim_start().starts_with("- ") && lead.trim_end().ends_with('-') {
                let from = line + (lead.len() - lead.trim_start().len());
                let at = from;
                let indent = &lead[..lead.len() - lead.trim_start().len()];
                return Some(Edit { span: Span::new(at, at), text: format!("- {text}{}{indent}", newline(source)) });
            }
            Some(Edit { span: Span::new(first, first), text: format!("{text}, ") })
        }
        Value::Scalar(_) => {
            let written = source.slice(list.span);
            Some(Edit { span: list.span, text: format!("[{text}, {written}]") })
        }
        Value::Null | Value::Map(_) => None,
    }
}
