//! Addresses that were published and lead nowhere now, and parts of pages that have another name.

use crate::config::lock::{Locked, LockedAnchor};
use crate::link::{AddressOwner, Page, Site, has_anchor};
use crate::problem::{Code, Problem, near};
use crate::source::SitePath;
use std::collections::HashMap;

/// How many get a page looked for that it may be now: each look compares every address.
const SUGGESTIONS: usize = 100;

pub(in crate::check) fn check(site: &Site, path: &SitePath, locked: &[Locked], problems: &mut Vec<Problem>) {
    let there: HashMap<&str, AddressOwner> =
        site.addresses.iter().map(|owned| (owned.address.as_str(), owned.owner)).collect();
    let gone = locked.iter().filter(|locked| !there.contains_key(locked.address.as_str()));
    for (number, locked) in gone.enumerate() {
        // It was to vanish.
        if site.expired.iter().any(|of| locked.address == *of || of != "/" && locked.address.starts_with(of.as_str())) {
            continue;
        }
        // To delete the line of a page that is only broken would be wrong.
        let unread = site.unread.page_with_address(&locked.address);
        if let Some(cause) = unread.or_else(|| broken_tree(site, &locked.address)) {
            problems.push(vanished(path, locked, None).following(cause));
            continue;
        }
        let now = (number < SUGGESTIONS).then(|| now(site, &locked.address)).flatten();
        problems.push(vanished(path, locked, now));
    }
    for locked in locked.iter().filter(|locked| !locked.anchors.is_empty()) {
        let Some(owner) = there.get(locked.address.as_str()) else { continue };
        anchors(site, path, locked, *owner, problems);
    }
}

/// The anchors of an address at which something is.
fn anchors(site: &Site, path: &SitePath, locked: &Locked, owner: AddressOwner, problems: &mut Vec<Problem>) {
    let Some(page) = owner.page().map(|page| &site.pages[page]) else { return };
    let moved = site.moved_parts.get(&locked.address).map(Vec::as_slice).unwrap_or_default();
    let is_there = |id: &str| has_anchor(page, id) || moved.iter().any(|part| part.anchor == id);
    let gone: Vec<&LockedAnchor> = locked.anchors.iter().filter(|anchor| !is_there(&anchor.id)).collect();
    let listed = |id: &&str| locked.anchors.iter().any(|anchor| anchor.id == *id);
    let facts = page.facts();
    let names = facts.headings.iter().map(|heading| heading.id.as_str());
    let names = names.chain(facts.screens.iter().map(|screen| screen.id.as_str()));
    let new: Vec<&str> = names.filter(|id| !listed(id)).collect();
    for anchor in &gone {
        // Where one name went and one came, it is that.
        let only = (gone.len() == 1 && new.len() == 1).then(|| new[0]);
        let now = only.or_else(|| near::nearest(&anchor.id, new.iter().copied()));
        let problem = vanished_anchor(path, locked, anchor, &facts.path, now);
        problems.push(problem.following(page.has_errors().then_some(&facts.path)));
    }
}

fn vanished_anchor(
    path: &SitePath,
    locked: &Locked,
    anchor: &LockedAnchor,
    page: &SitePath,
    now: Option<&str>,
) -> Problem {
    let (address, id) = (&locked.address, &anchor.id);
    let message = format!("The published page `{address}` has no part `#{id}` any more");
    let keep = match now {
        Some(now) => format!("If it is `{now}` now, write `anchors: {{{id}: {now}}}` into `{page}`."),
        None => format!("If it has another name now, write `anchors: {{{id}: its-name-now}}` into `{page}`."),
    };
    Problem::at(Code::VanishedAnchor, path, anchor.span, message).help(format!(
        "{keep} If it is on another page, write `aliases: [{address}#{id}]` into that one. If nobody should find it, delete `#{id}` here."
    ))
}

/// A tree above an address, with mistakes of its own: what no path comes to has no page.
fn broken_tree<'a>(site: &'a Site, address: &str) -> Option<&'a SitePath> {
    let trees = site.trees.iter().map(|tree| &site.pages[*tree]);
    let above = |page: &&Page| address.starts_with(&page.facts().address);
    trees.filter(above).find(|page| page.has_errors()).map(|page| &page.facts().path)
}

/// The page that an address was, most likely: one whose own part of the address is the same, else a near one.
fn now<'a>(site: &'a Site, address: &str) -> Option<&'a SitePath> {
    fn last(address: &str) -> &str {
        address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
    }
    let pages = || site.pages.iter().map(|page| page.facts()).filter(|facts| facts.address != "/");
    let same = pages().find(|facts| last(&facts.address) == last(address));
    let near = || {
        let near = near::nearest(address, pages().map(|facts| facts.address.as_str()))?;
        pages().find(|facts| facts.address == near)
    };
    same.or_else(near).map(|facts| &facts.path)
}

fn vanished(path: &SitePath, locked: &Locked, now: Option<&SitePath>) -> Problem {
    let address = &locked.address;
    let help = match now {
        Some(now) => format!("If it is `{now}` now, write `aliases: [{address}]` into that file's front matter."),
        None => {
            format!("Write `aliases: [{address}]` into the front matter of the page that readers should find instead.")
        }
    };
    Problem::at(
        Code::VanishedAddress,
        path,
        locked.span,
        format!("Nothing is at the published address `{address}` any more"),
    )
    .help(format!("{help} If nobody should find it, delete this line."))
}
