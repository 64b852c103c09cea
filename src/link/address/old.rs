//! Old addresses: those of pages, of their parts, and of what has another name in a tree; and where each leads.
//!
//! An alias may name a part of an old page: `/old/#part`. Where nothing else is at `/old/`, that leads here too, whatever stands
//! behind `#`; where another page is there, or leads on from there, only this part of it does.

use super::{AddressOwner, OwnedAddress};
use crate::link::{Page, Site};
use crate::parse::Facts;
use crate::source::{SitePath, slug};
use std::collections::{BTreeMap, HashSet};

/// A part of a page that is elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedPart {
    /// What stood behind `#`.
    pub anchor: String,
    /// The page that it is on now.
    pub page: usize,
    /// By the place in that page's aliases.
    pub alias: usize,
}

/// The parts that aliases name, by the old address of their page.
pub type MovedParts = BTreeMap<String, Vec<MovedPart>>;

/// The addresses that a page had, each once, and whether the author gave it as one.
pub(super) fn addresses(p: usize, page: &Page) -> Vec<(OwnedAddress, bool)> {
    let facts = page.facts();
    // A page may be called by a name and have had its address: `Old page` and `/old-page/`.
    let mut own = HashSet::new();
    let aliases = facts.aliases.iter().enumerate();
    let whole = aliases.filter(|(_, alias)| divided(alias).1.is_none());
    let addresses = whole.filter_map(|(a, alias)| alias_address(alias, &facts.path).map(|found| (a, found)));
    addresses
        .filter(|(_, (address, _))| *address != facts.address && own.insert(address.clone()))
        .map(|(a, (address, given))| (OwnedAddress { address, owner: AddressOwner::Alias(p, a) }, given))
        .collect()
}

/// Whether an alias is an address at which no page of this site can be: on another host, or with what a browser sends apart from
/// the page's address.
pub fn cannot_be_asked_for(alias: &str) -> bool {
    alias.contains("://") || alias.starts_with('/') && divided(alias).0.contains('?')
}

/// Whether an alias is the address that its page has anyway, or names a part of that.
pub fn is_own_address(alias: &str, page: &Page) -> bool {
    let (facts, address) = (page.facts(), divided(alias).0);
    let found = alias_address(address, &facts.path);
    // `/a/index.html` is the file that is there.
    let plain = !address.trim().ends_with("/index.html");
    address.trim() == facts.address || plain && found.is_some_and(|(address, given)| given && address == facts.address)
}

/// The address of an alias, and whether the author gave it as one (`/old/page/`) or only as a name (`Old page`).
fn alias_address(alias: &str, path: &SitePath) -> Option<(String, bool)> {
    let alias = alias.trim();
    if alias.is_empty() || cannot_be_asked_for(alias) {
        return None;
    }
    if alias.starts_with('/') {
        let parts = alias.split('/').map(slug::fitting);
        let mut parts: Vec<String> = parts.filter(|p| !p.is_empty() && p != "." && p != "..").collect();
        // Hosts show this file for its folder, so that both are one address.
        if parts.last().is_some_and(|last| last == "index.html") {
            parts.pop();
            let folder = parts.iter().map(|part| format!("/{part}")).collect::<String>() + "/";
            return Some((folder, true));
        }
        let is_file = parts.last().is_some_and(|last| last.ends_with(".html"));
        let joined = parts.join("/");
        return (!parts.is_empty()).then(|| (if is_file { format!("/{joined}") } else { format!("/{joined}/") }, true));
    }
    let mut address = String::from("/");
    for part in path.below_folder().split('/').filter(|p| !p.is_empty()).chain([alias]) {
        address.push_str(&slug::address_part(part));
        address.push('/');
    }
    Some((address, false))
}

/// An alias without the part that it names, and that part: `/old/#part`.
fn divided(alias: &str) -> (&str, Option<&str>) {
    match alias.trim().split_once('#') {
        Some((address, part)) if address.starts_with('/') => (address, Some(part).filter(|part| !part.is_empty())),
        _ => (alias, None),
    }
}

/// The address of a page, and those that once were.
pub(in crate::link) fn own_and_former(facts: &Facts) -> Vec<String> {
    let former = facts.aliases.iter().filter_map(|alias| alias_address(divided(alias).0, &facts.path));
    std::iter::once(facts.address.clone()).chain(former.map(|(address, _)| address)).collect()
}

/// The parts that aliases of all pages name.
pub(in crate::link) fn moved_parts(pages: &[Page]) -> MovedParts {
    let mut out = MovedParts::new();
    for (page, alias, address, anchor) in named_parts(pages) {
        out.entry(address).or_default().push(MovedPart { anchor: anchor.to_owned(), page, alias });
    }
    out
}

fn named_parts(pages: &[Page]) -> impl Iterator<Item = (usize, usize, String, &str)> {
    let aliases = pages.iter().enumerate().flat_map(|(p, page)| {
        page.facts().aliases.iter().enumerate().map(move |(a, alias)| (p, page, a, alias.as_str()))
    });
    aliases.filter_map(|(p, page, a, alias)| {
        let (address, Some(part)) = divided(alias) else { return None };
        let (address, _) = alias_address(address, &page.facts().path)?;
        Some((p, a, address, part))
    })
}

/// The addresses of which only parts are named, those of former names in trees, and those of a tree's pages below an old address
/// of the tree: they are given where nothing else is.
pub(super) fn of_parts(pages: &[Page]) -> impl Iterator<Item = OwnedAddress> {
    let named = named_parts(pages).map(|(p, a, address, _)| OwnedAddress { address, owner: AddressOwner::Alias(p, a) });
    let kept = pages.iter().enumerate().flat_map(|(p, page)| {
        let facts = page.facts();
        let screened = facts.kept.iter().enumerate().filter(move |(k, _)| screen_of(page, *k).is_some());
        screened.map(move |(k, (old, _))| {
            let address = format!("{}{}/", facts.address, slug::fitting(&slug::slug(old)));
            OwnedAddress { address, owner: AddressOwner::Kept(p, k) }
        })
    });
    let below = pages.iter().enumerate().filter(|(_, page)| !page.facts().screens.is_empty()).flat_map(|(p, page)| {
        let facts = page.facts();
        let old = facts.aliases.iter().filter(|alias| divided(alias).1.is_none());
        let old = old
            .filter_map(|alias| alias_address(alias, &facts.path))
            // Within the tree it is the old address of one of its parts, and nothing was below it.
            .filter(|(address, given)| *given && address.ends_with('/') && !address.starts_with(&facts.address));
        old.flat_map(move |(folder, _)| {
            let owner = |nth: usize| AddressOwner::Kept(p, facts.kept.len() + nth);
            let whole = facts.whole_address.as_deref().and_then(|whole| whole.strip_prefix(&facts.address));
            let screens = facts.screens.iter().map(|screen| screen.address.as_str()).chain(whole).enumerate();
            let names = facts.kept.iter().enumerate().filter(|(k, _)| screen_of(page, *k).is_some());
            let names = names.map(|(k, (old, _))| (AddressOwner::Kept(p, k), format!("{}/", slug::slug(old))));
            let screens = screens.map(move |(nth, below)| (owner(nth), below.to_owned())).chain(names);
            let all: Vec<OwnedAddress> =
                screens.map(|(owner, below)| OwnedAddress { address: format!("{folder}{below}"), owner }).collect();
            all
        })
    });
    named.chain(kept).chain(below)
}

/// The screen that is now what a former name of a tree's question or outcome was: the one that needs no answers before it, or the
/// first.
fn screen_of(page: &Page, kept: usize) -> Option<usize> {
    let facts = page.facts();
    let (_, new) = facts.kept.get(kept)?;
    let is_it = |screen: &&crate::parse::ScreenFacts| screen.id == new.as_str();
    let plain = facts.screens.iter().position(|screen| is_it(&screen) && screen.address.matches('/').count() == 1);
    plain.or_else(|| facts.screens.iter().position(|screen| screen.id == new.as_str()))
}

/// The address to which an old one leads on; of an address of today `None`.
pub fn leads_on(site: &Site, owner: AddressOwner) -> Option<String> {
    match owner {
        AddressOwner::Alias(page, _) => Some(site.pages[page].facts().address.clone()),
        AddressOwner::Kept(page, kept) => {
            let facts = site.pages[page].facts();
            let nth = kept.checked_sub(facts.kept.len());
            let screen = nth.or_else(|| screen_of(&site.pages[page], kept));
            match screen.map(|screen| facts.screens.get(screen)) {
                Some(Some(screen)) => Some(format!("{}{}", facts.address, screen.address)),
                Some(None) => facts.whole_address.clone(),
                None => Some(facts.address.clone()),
            }
        }
        _ => None,
    }
}

/// The parts of an address that lead elsewhere than the rest of it: what stood behind `#`, the address of today, and the anchor
/// there, if that page has it.
pub fn parts_elsewhere<'a>(site: &'a Site, owned: &OwnedAddress) -> Vec<(&'a str, &'a str, Option<&'a str>)> {
    let Some(moved) = site.moved_parts.get(&owned.address) else { return Vec::new() };
    let here = match owned.owner {
        AddressOwner::Alias(page, _) => Some(page),
        _ => None,
    };
    let mut seen = HashSet::new();
    let elsewhere = moved.iter().filter_map(|part| {
        let page = &site.pages[part.page];
        let anchor = Some(part.anchor.as_str()).filter(|anchor| has_anchor(page, anchor));
        let same = here == Some(part.page) && anchor.is_some();
        (!same && seen.insert(&part.anchor)).then_some((part.anchor.as_str(), page.facts().address.as_str(), anchor))
    });
    elsewhere.collect()
}

/// Whether something is found on a page at what stands behind `#`: a part of a text, a question or an outcome of a tree.
pub fn has_anchor(page: &Page, anchor: &str) -> bool {
    let facts = page.facts();
    let kept = || facts.kept.iter().any(|(old, _)| old == anchor);
    facts.anchors.iter().any(|known| known == anchor)
        || facts.screens.iter().any(|screen| screen.id == anchor)
        || kept()
}
