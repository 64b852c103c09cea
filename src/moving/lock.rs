//! New lines of `addresses.lock`, and new names in its lines; all others stay as they are.

use super::edits::{Edit, Edits};
use super::place::{line_end, newline};
use crate::Plan;
use crate::config::lock;
use crate::link::{AddressOwner, published};
use crate::load::Inputs;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The addresses that are recorded.
pub(super) fn addresses(inputs: &Inputs) -> BTreeSet<String> {
    let locked = inputs.lock.as_deref().map(|source| lock::locked(source, &mut Vec::new())).unwrap_or_default();
    locked.into_iter().map(|line| line.address).collect()
}

/// Adds the addresses of these pages, where addresses are recorded.
pub(super) fn record(inputs: &Inputs, after: &Plan, pages: &BTreeSet<usize>, edits: &mut Edits) -> Result<(), String> {
    let Some(source) = inputs.lock.as_deref() else { return Ok(()) };
    let locked = lock::locked(source, &mut Vec::new());
    let owner: BTreeMap<&str, AddressOwner> =
        after.site.addresses.iter().rev().map(|owned| (owned.address.as_str(), owned.owner)).collect();
    let newline = newline(source);
    // Several new lines may belong at one place.
    let mut inserted: BTreeMap<usize, String> = BTreeMap::new();
    for (address, anchors) in published(&after.site) {
        if !owner.get(address.as_str()).and_then(|owner| owner.page()).is_some_and(|page| pages.contains(&page)) {
            continue;
        }
        match locked.iter().find(|line| line.address == address) {
            Some(line) => {
                let known: BTreeSet<&str> = line.anchors.iter().map(|anchor| anchor.id.as_str()).collect();
                let new: String =
                    anchors.iter().filter(|id| !known.contains(id.as_str())).map(|id| format!(" #{id}")).collect();
                if !new.is_empty() {
                    let end = line.anchors.last().map_or(line.span.end, |anchor| anchor.span.end) as usize;
                    edits.add(&source.path, Edit { span: Span::new(end, end), text: new })?;
                }
            }
            None => {
                let words: String = anchors.iter().map(|id| format!(" #{id}")).collect();
                let next = locked.iter().find(|line| line.address > address);
                let (at, text) = match next {
                    Some(line) => (line.span.start as usize, format!("{address}{words}{newline}")),
                    None if source.text.ends_with('\n') || source.text.is_empty() => {
                        (source.text.len(), format!("{address}{words}{newline}"))
                    }
                    None => (line_end(source, source.text.len()), format!("{newline}{address}{words}")),
                };
                inserted.entry(at).or_default().push_str(&text);
            }
        }
    }
    for (at, text) in inserted {
        edits.add(&source.path, Edit { span: Span::new(at, at), text })?;
    }
    Ok(())
}
