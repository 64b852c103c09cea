//! Which page is which in the other version, and what is different about it.

use super::sentences::{self, Edit};
use super::{Changes, text};
use crate::link::{AddressOwner, Page, Resolved, Site};
use crate::parse::{Facts, Kind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A page by its name.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its title.
    pub title: String,
    /// Its address below the site's.
    pub address: String,
    /// Its file.
    pub path: String,
}

/// A page that is elsewhere than it was.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Its title; of a page that is gone, the title it had.
    pub title: String,
    /// Where it was.
    pub from: String,
    /// Where a reader of the old address comes to now.
    pub to: String,
    /// Whether the old address still leads there. If not, it is also among the lost ones.
    pub redirect: bool,
}

/// An address that leads nowhere any more.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// The address below the site's.
    pub address: String,
    /// What was there.
    pub title: String,
}

/// A page of other words.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Edited {
    /// Its title now.
    pub title: String,
    /// Its address now.
    pub address: String,
    /// Its file now.
    pub path: String,
    /// The title it had, if that was another.
    pub title_before: Option<String>,
    /// Headings that came, went or changed.
    pub headings: Vec<HeadingChange>,
    /// How many words came.
    pub words_added: usize,
    /// How many words went.
    pub words_removed: usize,
    /// The sentences that changed, in order.
    pub sentences: Vec<Edit>,
    /// Links that came.
    pub links_gained: Vec<PageLink>,
    /// Links that went.
    pub links_lost: Vec<PageLink>,
}

/// A heading that came, went or changed.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct HeadingChange {
    /// As it was.
    pub before: Option<Heading>,
    /// As it is.
    pub after: Option<Heading>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// As plain text.
    pub text: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PageLink {
    /// The title of the page, or the address outside.
    pub title: String,
    /// An address below the site's, or a whole one outside.
    pub address: String,
}

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

fn shown(site: &Site) -> BTreeSet<usize> {
    (0..site.pages.len()).filter(|p| site.pages[*p].written).collect()
}

fn alias_of(by: AddressOwner) -> Option<usize> {
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
        pages.iter().map(|p| (*p, text::sentences(site, &site.pages[*p]).into_iter().collect())).collect()
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

/// Tells what became of each page.
pub(super) fn compare(old: &Site, new: &Site, pairs: &[(usize, usize)], changes: &mut Changes) {
    let partner: BTreeMap<usize, usize> = pairs.iter().copied().collect();
    let answered: HashMap<&str, AddressOwner> =
        new.addresses.iter().rev().map(|owned| (owned.address.as_str(), owned.owner)).collect();
    for (p, q) in pairs {
        let (before, after) = (old.pages[*p].facts(), new.pages[*q].facts());
        if before.address != after.address {
            let redirect = match answered.get(before.address.as_str()) {
                Some(by) => alias_of(*by) == Some(*q),
                None => false,
            };
            let (from, to) = (before.address.clone(), after.address.clone());
            changes.moved.push(Moved { title: after.title.clone(), from, to, redirect });
        }
        changes.edited.extend(edited(old, new, (*p, *q), &partner));
    }
    let known: BTreeSet<usize> = pairs.iter().map(|(_, q)| *q).collect();
    for q in shown(new).into_iter().filter(|q| !known.contains(q)) {
        let facts = new.pages[q].facts();
        changes.added.push(Named {
            title: facts.title.clone(),
            address: facts.address.clone(),
            path: facts.path.to_string(),
        });
    }
    for owned in old.addresses.iter() {
        let was = match owned.owner {
            AddressOwner::Page(p) if old.pages[p].written => old.pages[p].facts().title.clone(),
            AddressOwner::Alias(p, _) if owned.address != old.pages[p].facts().address => {
                format!("a redirect to {}", old.pages[p].facts().title)
            }
            AddressOwner::File(f) => old.files[f].path.file_name().to_owned(),
            _ => continue,
        };
        match (answered.get(owned.address.as_str()), owned.owner) {
            (None, _) => changes.lost.push(Lost { address: owned.address.clone(), title: was }),
            (Some(AddressOwner::Alias(q, _) | AddressOwner::Page(q)), AddressOwner::Page(p))
                if !partner.contains_key(&p) =>
            {
                let to = new.pages[*q].facts().address.clone();
                changes.replaced.push(Moved { title: was, from: owned.address.clone(), to, redirect: true });
            }
            _ => {}
        }
    }
    changes.lost.sort_by(|a, b| a.address.cmp(&b.address));
    changes.lost.dedup_by(|a, b| a.address == b.address);
}

fn edited(old: &Site, new: &Site, (p, q): (usize, usize), partner: &BTreeMap<usize, usize>) -> Option<Edited> {
    let (before, after) = (&old.pages[p], &new.pages[q]);
    let (was, is) = (before.facts(), after.facts());
    let told = sentences::compare(&text::sentences(old, before), &text::sentences(new, after));
    // A link to a page that has moved leads to the same page.
    let moved = |to: usize| partner.get(&to).map(|q| new.pages[*q].facts());
    let (had, has) = (links(old, before, moved), links(new, after, |_| None));
    let title_before = (was.title != is.title).then(|| was.title.clone());
    let edited = Edited {
        title: is.title.clone(),
        address: is.address.clone(),
        path: is.path.to_string(),
        title_before,
        headings: if is.kind == Kind::Article { headings(before, after) } else { Vec::new() },
        words_added: told.words_added,
        words_removed: told.words_removed,
        sentences: told.edits,
        links_gained: has.difference(&had).cloned().collect(),
        links_lost: had.difference(&has).cloned().collect(),
    };
    let something = edited.title_before.is_some()
        || !edited.headings.is_empty()
        || !edited.sentences.is_empty()
        || !edited.links_gained.is_empty()
        || !edited.links_lost.is_empty();
    something.then_some(edited)
}

fn headings(before: &Page, after: &Page) -> Vec<HeadingChange> {
    let of = |page: &Page| -> Vec<Heading> {
        page.facts().headings.iter().map(|h| Heading { level: h.level, text: h.text.clone() }).collect()
    };
    let (before, after) = (of(before), of(after));
    let (gone, come): (Vec<_>, Vec<_>) = (
        before.iter().filter(|h| !after.contains(h)).cloned().collect(),
        after.iter().filter(|h| !before.contains(h)).cloned().collect(),
    );
    if gone.len() == come.len() {
        let both = gone.into_iter().zip(come);
        return both.map(|(before, after)| HeadingChange { before: Some(before), after: Some(after) }).collect();
    }
    let gone = gone.into_iter().map(|heading| HeadingChange { before: Some(heading), after: None });
    let come = come.into_iter().map(|heading| HeadingChange { before: None, after: Some(heading) });
    gone.chain(come).collect()
}

/// Where the links of a page lead, each place once.
fn links<'a>(site: &'a Site, page: &Page, now: impl Fn(usize) -> Option<&'a Facts>) -> BTreeSet<PageLink> {
    let outside = page.doc.content.link_texts().iter().filter_map(|link| link.outside.clone());
    let outside = outside.map(|address| PageLink { title: address.clone(), address });
    let inside = page.links.iter().filter_map(|link| match link {
        Resolved::Page { page: to, screen, .. } => {
            let (then, facts) = (site.pages[*to].facts(), now(*to).unwrap_or(site.pages[*to].facts()));
            let screen = screen.map(|s| &then.screens[s]);
            Some(PageLink {
                title: screen.map_or(&facts.title, |screen| &screen.title).clone(),
                address: format!("{}{}", facts.address, screen.map_or("", |screen| &screen.address)),
            })
        }
        Resolved::Term(_) | Resolved::Made { .. } | Resolved::File(_) | Resolved::Fault(_) => None,
    });
    outside.chain(inside).collect()
}
