//! Addresses that were published and lead nowhere now.

use crate::config::lock::Locked;
use crate::link::{AddressOwner, Page, Site};
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
