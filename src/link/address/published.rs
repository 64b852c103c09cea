//! What of a site people keep and link to: the addresses of its pages, and the names of their parts.

use super::{AddressOwner, OwnedAddress};
use crate::link::Site;
use std::collections::{BTreeMap, BTreeSet};

/// The addresses of pages, and of a tree's questions and outcomes where they need no answers before them; each with the anchors of
/// its headings, or of the tree's questions and outcomes. Those of old names lead on, and are here as well.
pub fn published(site: &Site) -> BTreeMap<String, BTreeSet<String>> {
    let kept = |owned: &&OwnedAddress| match owned.owner {
        AddressOwner::Page(page) => site.pages[page].written,
        AddressOwner::Screen(page, screen) => {
            let screen = &site.pages[page].facts().screens[screen];
            screen.address.trim_end_matches('/') == screen.id
        }
        AddressOwner::Whole(_) | AddressOwner::Alias(..) | AddressOwner::Kept(..) => true,
        AddressOwner::Program | AddressOwner::File(_) | AddressOwner::Static(_) => false,
    };
    let mut out = BTreeMap::<String, BTreeSet<String>>::new();
    for owned in site.addresses.iter().filter(kept) {
        let anchors = out.entry(owned.address.clone()).or_default();
        if let AddressOwner::Page(page) = owned.owner {
            anchors.extend(anchors_of(site, page));
        }
    }
    for (address, moved) in site.moved_parts.iter() {
        let anchors = moved.iter().map(|part| part.anchor.clone()).filter(|id| can_be_listed(id));
        out.entry(address.clone()).or_default().extend(anchors);
    }
    out
}

fn anchors_of(site: &Site, page: usize) -> BTreeSet<String> {
    let page = &site.pages[page];
    if page.doc.made {
        return BTreeSet::new();
    }
    let facts = page.facts();
    let headings = facts.headings.iter().map(|heading| heading.id.to_string());
    let screens = facts.screens.iter().map(|screen| screen.id.clone());
    let kept = facts.kept.iter().map(|(old, _)| old.to_string());
    headings.chain(screens).chain(kept).filter(|id| can_be_listed(id)).collect()
}

/// A list whose words are parted by spaces holds no name with one.
fn can_be_listed(anchor: &str) -> bool {
    !anchor.is_empty() && !anchor.contains(|c: char| c.is_whitespace() || c.is_control())
}
