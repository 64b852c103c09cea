//! Where pages have gone: a file that has another name now, and a page that has another address.
//!
//! Takes: one look at the site after another. Gives: the address now of one at which a page was before.
//! Never: calls a file renamed while it is there. A new file is taken for one that has gone where it has the same text, or else
//! where most of their lines are the same (similarity detection, as git has it).

use crate::link::Site;
use crate::parse::Kind;
use crate::source::{SitePath, Source};
use crate::{Plan, link};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What became of pages since the preview began.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// The last text of each file that has gone.
    gone: BTreeMap<SitePath, Arc<Source>>,
    /// From a name that is no longer there to the one that took its place.
    renamed: BTreeMap<SitePath, SitePath>,
    /// By an address at which a page was, the file that it was made from.
    addresses: BTreeMap<String, SitePath>,
}

/// More pairs of texts than these are compared by their hashes alone.
const COMPARED: usize = 4096;

impl Moves {
    /// Learns what is different in another look.
    pub(super) fn see(&mut self, before: &Site, now: &Site) {
        for page in before.pages.iter().filter(|page| page.written) {
            let facts = page.facts();
            let after = page_of(now, &facts.path).map(|page| page.facts());
            if after.is_none_or(|after| after.address != facts.address) {
                self.addresses.insert(facts.address.clone(), facts.path.clone());
            }
            if after.is_none() {
                self.gone.insert(facts.path.clone(), Arc::clone(&page.doc.source));
            }
        }
        let new = |page: &&link::Page| page.written && page_of(before, &page.facts().path).is_none();
        let arrived: Vec<&link::Page> = now.pages.iter().filter(new).collect();
        for page in &arrived {
            self.gone.remove(&page.facts().path);
            self.renamed.remove(&page.facts().path);
        }
        let compared = self.gone.len() * arrived.len() <= COMPARED;
        let mut free: Vec<&Arc<Source>> = arrived.iter().map(|page| &page.doc.source).collect();
        for exactly in [true, false] {
            for (path, source) in self.gone.iter().filter(|_| exactly || compared) {
                if self.renamed.get(path).is_some_and(|new| page_of(now, new).is_some()) {
                    continue;
                }
                let kin = |new: &&&Arc<Source>| new.path.extension() == path.extension();
                let found = match exactly {
                    true => free.iter().find(|new| new.hash == source.hash),
                    false => {
                        free.iter().filter(kin).filter(|new| alike(source, new)).max_by_key(|new| shared(source, new))
                    }
                };
                if let Some(new) = found.map(|new| new.path.clone()) {
                    free.retain(|source| source.path != new);
                    self.renamed.insert(path.clone(), new);
                }
            }
        }
    }

    /// The name that a file has now.
    pub(super) fn name<'a>(&'a self, mut path: &'a SitePath) -> &'a SitePath {
        // Two files may have changed names in turn.
        for _ in 0..=self.renamed.len() {
            match self.renamed.get(path) {
                Some(next) => path = next,
                None => break,
            }
        }
        path
    }

    /// Where a page now is that was at this address; of a tree's pages too, where the tree has moved.
    pub(super) fn address(&self, plan: &Plan, address: &str) -> Option<String> {
        let ends = address.match_indices('/').map(|(at, _)| at + 1).rev();
        ends.into_iter().find_map(|end| {
            let (own, rest) = address.split_at(end);
            let page = page_of(&plan.site, self.name(self.addresses.get(own)?))?.facts();
            if !rest.is_empty() && page.kind != Kind::Tree {
                return None;
            }
            let to = format!("{}{rest}", page.address);
            let file = format!("{}{}", to.trim_start_matches('/'), if to.ends_with('/') { "index.html" } else { "" });
            (to != address && plan.manifest.has(&file)).then_some(to)
        })
    }
}

pub(super) fn page_of<'a>(site: &'a Site, path: &SitePath) -> Option<&'a link::Page> {
    let page = &site.pages[site.names.page_at(path.below())?];
    // Names that differ by their accents' spelling are one there.
    (page.facts().path == *path).then_some(page)
}

fn lines(source: &Source) -> HashSet<&str> {
    source.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// How many different lines two texts have in common.
fn shared(one: &Source, other: &Source) -> usize {
    lines(one).intersection(&lines(other)).count()
}

/// Whether half of the lines of the longer one stand in both.
fn alike(one: &Source, other: &Source) -> bool {
    let most = lines(one).len().max(lines(other).len());
    most > 0 && shared(one, other) * 2 >= most
}
