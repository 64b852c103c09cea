//! Which page of one version is which of the other: by its file, its address, an alias, or what it says.

use super::text::Reading;
use crate::link::{AddressOwner, Page, Site};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Pages of both versions that are one page, by their place in each site, in the order of the new one.
pub(super) fn pair(old: &Site, new: &Site) -> Vec<(usize, usize)> {
    let key = |page: &Page| page.facts().path.to_string();
    let mut pairs = Vec::new();
    let mut rest = [shown(old), shown(new)];
    same(&mut rest, &mut pairs, |side, p| Some(key(&[old, new][side].pages[p])));
    same(&mut rest, &mut pairs, |side, p| Some([old, new][side].pages[p].facts().address.clone()));
    // Whoever takes over an old address with an alias is the page that was there.
    let aliases: HashMap<&str, usize> =
        new.addresses.iter().filter_map(|owned| Some((owned.address.as_str(), alias_of(owned.owner)?))).collect();
    let by_alias: Vec<(usize, usize)> = rest[0]
        .iter()
        .filter_map(|p| Some((*p, *aliases.get(old.pages[*p].facts().address.as_str())?)))
        .filter(|(_, q)| rest[1].contains(q))
        .collect();
    for (p, q) in by_alias {
        if rest[1].remove(&q) {
            rest[0].remove(&p);
            pairs.push((p, q));
        }
    }
    alike(old, new, &mut rest, &mut pairs);
    pairs.sort_by_key(|(_, q)| *q);
    pairs
}

pub(super) fn shown(site: &Site) -> BTreeSet<usize> {
    (0..site.pages.len()).filter(|p| site.pages[*p].written).collect()
}

pub(super) fn alias_of(by: AddressOwner) -> Option<usize> {
    if let AddressOwner::Alias(page, _) = by { Some(page) } else { None }
}

/// Pairs what has the same key.
fn same(
    rest: &mut [BTreeSet<usize>; 2],
    pairs: &mut Vec<(usize, usize)>,
    key: impl Fn(usize, usize) -> Option<String>,
) {
    let there: HashMap<String, usize> = rest[1].iter().filter_map(|q| Some((key(1, *q)?, *q))).collect();
    for p in rest[0].clone() {
        if let Some(q) = key(0, p).and_then(|key| there.get(&key).copied())
            && rest[1].remove(&q)
        {
            rest[0].remove(&p);
            pairs.push((p, q));
        }
    }
}

/// More pairs than this are not looked at: a site whose every page was moved and changed at once is another site.
const PAIRS: usize = 40_000;

/// Pairs pages of one kind that share at least half of their sentences, or else their title; the most alike first.
fn alike(old: &Site, new: &Site, rest: &mut [BTreeSet<usize>; 2], pairs: &mut Vec<(usize, usize)>) {
    if rest[0].len() * rest[1].len() > PAIRS {
        return;
    }
    let read = |site: &Site, pages: &BTreeSet<usize>| -> BTreeMap<usize, BTreeSet<String>> {
        let nowhere = BTreeMap::new();
        let reading = Reading { site, now: &nowhere, files: &BTreeMap::new() };
        let said = |p: &usize| reading.page(*p).into_iter().map(|passage| passage.shown).collect();
        pages.iter().map(|p| (*p, said(p))).collect()
    };
    let (before, after) = (read(old, &rest[0]), read(new, &rest[1]));
    let mut found = Vec::new();
    for (p, said) in &before {
        for (q, says) in &after {
            let (one, other) = (old.pages[*p].facts(), new.pages[*q].facts());
            let shared = 200 * said.intersection(says).count() / (said.len() + says.len()).max(1);
            let titled = one.title == other.title;
            if one.kind == other.kind && (shared >= 50 || titled) {
                found.push((std::cmp::Reverse((shared, titled)), *p, *q));
            }
        }
    }
    found.sort_unstable();
    for (_, p, q) in found {
        if rest[0].contains(&p) && rest[1].remove(&q) {
            rest[0].remove(&p);
            pairs.push((p, q));
        }
    }
}
