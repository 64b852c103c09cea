//! What became of each page: where it is, what it says, what is said of it.
//!
//! Takes: both sites, and which page is which. Gives: the pages of [`Changes`]. Never: compares a tree's answers.

mod headings;

use super::Changes;
use super::cards::{self, CardChange};
use super::front::{self, FieldChange};
use super::pair::{alias_of, shown};
use super::sentences::{self, Edit, Overturned, Relaid};
use super::text::Reading;
use crate::link::{AddressOwner, Page, Resolved, Site};
use crate::parse::{Content, Facts, Slot};
use crate::source::SitePath;
use crate::tree::ScreenKind;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use headings::{Heading, HeadingChange};

/// A page that is new.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// Its title.
    pub title: String,
    /// Its address below the site's.
    pub address: String,
    /// Its file.
    pub path: String,
    /// Other addresses that lead there.
    pub aliases: Vec<String>,
    /// Who is said to have read it, and when.
    pub review: Vec<FieldChange>,
    /// Its care cards.
    pub cards: Vec<CardChange>,
    /// All that it says.
    pub sentences: Vec<Edit>,
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
    /// Of a screen of a tree that says all it said: where it is now.
    pub now: Option<String>,
    /// Of a screen of a tree whose address is made of earlier answers: the address without these.
    pub made_at: Option<String>,
}

/// A page of other words, or of which something else is said.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Edited {
    /// Its title now.
    pub title: String,
    /// Its address now.
    pub address: String,
    /// Its file now.
    pub path: String,
    /// The title it had, if that was another.
    pub title_before: Option<String>,
    /// Care cards and call-outs of another level or kind, the gravest first.
    pub cards: Vec<CardChange>,
    /// Who vouches for it, and when that is due again.
    pub review: Vec<FieldChange>,
    /// What else is said of it before its text.
    pub about: Vec<FieldChange>,
    /// Headings that came, went or changed.
    pub headings: Vec<HeadingChange>,
    /// How many words came.
    pub words_added: usize,
    /// How many words went.
    pub words_removed: usize,
    /// The sentences that changed, in order.
    pub sentences: Vec<Edit>,
    /// Sentences that say the same and stand in something else.
    pub relaid: Vec<Relaid>,
    /// Sentences that say the same and mean something else by where they stand.
    pub overturned: Vec<Overturned>,
    /// Links that came.
    pub links_gained: Vec<PageLink>,
    /// Links that went.
    pub links_lost: Vec<PageLink>,
}

impl Edited {
    /// Whether its text is another, and not only what is said of it.
    pub fn says_otherwise(&self) -> bool {
        let parts = [self.cards.len(), self.headings.len(), self.sentences.len(), self.relaid.len()];
        let links = self.links_gained.len() + self.links_lost.len();
        parts.into_iter().sum::<usize>() + links > 0 || self.title_before.is_some()
    }
}

/// A page that is gone with its care cards.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CardsGone {
    /// Its title.
    pub title: String,
    /// The address it had.
    pub address: String,
    /// Its file.
    pub path: String,
    /// Its care cards.
    pub cards: Vec<CardChange>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PageLink {
    /// The title of the page, or the address outside.
    pub title: String,
    /// An address below the site's, or a whole one outside.
    pub address: String,
}

/// Both sites, and which page and file of one is which of the other.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) old: &'a Site,
    pub(super) new: &'a Site,
    /// By their places, in the order of the new site.
    pub(super) pairs: &'a [(usize, usize)],
    /// By old page: its new address.
    pub(super) now: &'a BTreeMap<usize, String>,
    /// By old file: its new path, where that is another.
    pub(super) files: &'a BTreeMap<SitePath, SitePath>,
}

impl<'a> Both<'a> {
    /// How the old version is read.
    pub(super) fn before(&self) -> Reading<'a> {
        Reading { site: self.old, now: self.now, files: self.files }
    }

    /// How the new version is read.
    pub(super) fn after(&self) -> Reading<'a> {
        const HERE: &BTreeMap<usize, String> = &BTreeMap::new();
        const FILES: &BTreeMap<SitePath, SitePath> = &BTreeMap::new();
        Reading { site: self.new, now: HERE, files: FILES }
    }
}

/// Tells what became of each page.
pub(super) fn compare(both: Both<'_>, changes: &mut Changes) {
    let (old, new) = (both.old, both.new);
    let partner: BTreeMap<usize, usize> = both.pairs.iter().copied().collect();
    let answered: HashMap<&str, AddressOwner> =
        new.addresses.iter().rev().map(|owned| (owned.address.as_str(), owned.owner)).collect();
    for (p, q) in both.pairs {
        let (before, after) = (old.pages[*p].facts(), new.pages[*q].facts());
        if before.address != after.address {
            let redirect = match answered.get(before.address.as_str()) {
                Some(by) => alias_of(*by) == Some(*q),
                None => false,
            };
            let (from, to) = (before.address.clone(), after.address.clone());
            changes.moved.push(Moved { title: after.title.clone(), from, to, redirect });
        }
        let edited = edited(both, (*p, *q), &partner);
        if edited.is_none() && relinked(both, (*p, *q)) {
            changes.relinked.push(after.address.clone());
        }
        changes.edited.extend(edited);
        lost_parts(before, after, changes);
    }
    let known: BTreeSet<usize> = both.pairs.iter().map(|(_, q)| *q).collect();
    for q in shown(new).into_iter().filter(|q| !known.contains(q)) {
        let facts = new.pages[q].facts();
        let passages = both.after().page(q);
        changes.added.push(Added {
            title: facts.title.clone(),
            address: facts.address.clone(),
            path: facts.path.to_string(),
            aliases: facts.aliases.clone(),
            review: front::reviewed(&new.pages[q]),
            cards: cards::all_new(new, q),
            sentences: sentences::all_new(&passages),
        });
    }
    for p in shown(old).into_iter().filter(|p| !partner.contains_key(p)) {
        let (facts, cards) = (old.pages[p].facts(), cards::all_gone(old, p));
        if !cards.is_empty() {
            let (title, address) = (facts.title.clone(), facts.address.clone());
            changes.cards_gone.push(CardsGone { title, address, path: facts.path.to_string(), cards });
        }
    }
    lost(old, new, &partner, &answered, changes);
}

/// Tells which addresses lead nowhere now, and which lead to another page.
fn lost(
    old: &Site,
    new: &Site,
    partner: &BTreeMap<usize, usize>,
    answered: &HashMap<&str, AddressOwner>,
    changes: &mut Changes,
) {
    for owned in old.addresses.iter() {
        let was = match owned.owner {
            AddressOwner::Page(p) if old.pages[p].written => old.pages[p].facts().title.clone(),
            AddressOwner::Alias(p, _) if owned.address != old.pages[p].facts().address => {
                format!("a redirect to {}", old.pages[p].facts().title)
            }
            // Of a tree that is elsewhere or gone, the address of the tree stands for those of its screens.
            AddressOwner::Screen(p, s) if partner.get(&p).is_some_and(|q| same_address(old, new, p, *q)) => {
                old.pages[p].facts().screens[s].title.clone()
            }
            AddressOwner::File(f) => old.files[f].path.file_name().to_owned(),
            AddressOwner::Static(f) => old.statics[f].path.file_name().to_owned(),
            _ => continue,
        };
        match (answered.get(owned.address.as_str()), owned.owner) {
            (None, by) => {
                let now = match by {
                    AddressOwner::Screen(p, s) => partner.get(&p).and_then(|q| screen_now([old, new], [p, *q], s)),
                    _ => None,
                };
                let made_at = match by {
                    AddressOwner::Screen(p, s) => {
                        let (tree, screen) = (old.pages[p].facts(), &old.pages[p].facts().screens[s].address);
                        let made = screen.trim_end_matches('/').split_once('/');
                        made.map(|(own, _)| format!("{}{own}/", tree.address))
                    }
                    _ => None,
                };
                changes.lost.push(Lost { address: owned.address.clone(), title: was, now, made_at });
            }
            (
                Some(AddressOwner::Alias(q, _) | AddressOwner::Kept(q, _) | AddressOwner::Page(q)),
                AddressOwner::Page(p),
            ) if !partner.contains_key(&p) => {
                let to = new.pages[*q].facts().address.clone();
                changes.replaced.push(Moved { title: was, from: owned.address.clone(), to, redirect: true });
            }
            _ => {}
        }
    }
    changes.lost.sort_by(|a, b| a.address.cmp(&b.address));
    changes.lost.dedup_by(|a, b| a.address == b.address);
}

/// Where a screen is that has another id now and says all that it said; `None` where there is none, or more than one.
fn screen_now([old, new]: [&Site; 2], [p, q]: [usize; 2], screen: usize) -> Option<String> {
    let (was, is) = (old.pages[p].facts(), new.pages[q].facts());
    let said = screen_said(old, p, screen)?;
    let fits = |s: &usize| {
        was.screens.iter().all(|known| known.address != is.screens[*s].address)
            && screen_said(new, q, *s).is_some_and(|says| says == said)
    };
    let mut found = (0..is.screens.len()).filter(fits);
    let only = found.next().filter(|_| found.next().is_none())?;
    Some(format!("{}{}", is.address, is.screens[only].address))
}

/// What a screen says, and the answers that it offers.
fn screen_said(site: &Site, page: usize, screen: usize) -> Option<Vec<String>> {
    let Content::Tree(decision) = &site.pages[page].doc.content else { return None };
    let (tree, screen) = (&decision.tree, decision.screens.get(screen)?);
    let (nowhere, no_files) = (BTreeMap::new(), BTreeMap::new());
    let reading = Reading { site, now: &nowhere, files: &no_files };
    let said = |slot: Slot| reading.slot(page, slot).into_iter().map(|passage| passage.full);
    let mut out = Vec::new();
    match screen.kind {
        ScreenKind::Question(q) => {
            out.push(tree.questions[q].ask.text.clone());
            out.extend(said(Slot::Hint(q)));
            out.extend(tree.questions[q].options.iter().map(|option| option.say.text.clone()));
        }
        ScreenKind::Outcome(o) => {
            out.push(tree.outcomes[o].title.text.clone());
            out.extend(tree.levels.get(tree.outcomes[o].level).cloned());
            out.extend(said(Slot::Body(o)));
            out.extend(screen.also.iter().flat_map(|piece| said(Slot::Also(o, *piece))));
        }
    }
    Some(out)
}

/// Headings that links led to by a name that nothing on the page has any more.
fn lost_parts(before: &Facts, after: &Facts, changes: &mut Changes) {
    let gone = before.headings.iter().filter(|heading| after.anchors.iter().all(|id| **id != *heading.id));
    changes.lost_parts.extend(gone.map(|heading| Lost {
        address: format!("{}#{}", after.address, heading.id),
        title: format!("{}: {}", after.title, heading.text),
        now: None,
        made_at: None,
    }));
}

fn same_address(old: &Site, new: &Site, p: usize, q: usize) -> bool {
    old.pages[p].facts().address == new.pages[q].facts().address
}

fn edited(both: Both<'_>, (p, q): (usize, usize), partner: &BTreeMap<usize, usize>) -> Option<Edited> {
    let (before, after) = (&both.old.pages[p], &both.new.pages[q]);
    let (was, is) = (before.facts(), after.facts());
    let (had, has) = (both.before().page(p), both.after().page(q));
    let told = sentences::compare(&had, &has);
    // A link to a page that has moved leads to the same page.
    let moved = |to: usize| partner.get(&to).map(|q| both.new.pages[*q].facts());
    let (linked, links) = (links(both.old, before, moved), links(both.new, after, |_| None));
    let edited = Edited {
        title: is.title.clone(),
        address: is.address.clone(),
        path: is.path.to_string(),
        title_before: (was.title != is.title).then(|| was.title.clone()),
        cards: cards::compare(both, (p, q)),
        review: front::review(before, after),
        about: front::about(before, after),
        headings: headings::compare(&had, &has, &told.rows),
        words_added: told.words_added,
        words_removed: told.words_removed,
        sentences: told.edits,
        relaid: told.relaid,
        overturned: told.overturned,
        links_gained: links.difference(&linked).cloned().collect(),
        links_lost: linked.difference(&links).cloned().collect(),
    };
    let named = Edited {
        title: edited.title.clone(),
        address: edited.address.clone(),
        path: edited.path.clone(),
        ..Edited::default()
    };
    (edited != named).then_some(edited)
}

/// Whether a page of the same words has links of another path to the same pages, since they have moved, or it has.
fn relinked(both: Both<'_>, (p, q): (usize, usize)) -> bool {
    let address = |site: &Site, link: &Resolved| match link {
        Resolved::Page { page, .. } => site.pages[*page].facts().address.clone(),
        Resolved::File(file) => site.file_addresses[*file].clone(),
        _ => String::new(),
    };
    let (before, after) = (&both.old.pages[p], &both.new.pages[q]);
    before.links.len() == after.links.len()
        && before.links.iter().zip(&after.links).any(|(old, new)| address(both.old, old) != address(both.new, new))
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
        Resolved::Term(_) | Resolved::Made { .. } | Resolved::File(_) | Resolved::Static(_) | Resolved::Fault(_) => {
            None
        }
    });
    outside.chain(inside).collect()
}
