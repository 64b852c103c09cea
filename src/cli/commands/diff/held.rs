//! What one version cannot read is compared as the other has it: what follows from it on other pages is no change of theirs.

use super::Version;
use crate::Choices;
use crate::Memory;
use crate::diff::not_read;
use crate::load::Inputs;
use crate::preview::hold;
use crate::source::{SitePath, Source};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Both versions, each with the files that it alone cannot read as the other has them.
pub(super) fn held(old: Version, new: Version) -> (Version, Version) {
    let [before, after] = [shown(&old, &new), shown(&new, &old)];
    (with(old, before), with(new, after))
}

fn with(version: Version, shown: Option<Inputs>) -> Version {
    let Some(inputs) = shown else { return version };
    let plan =
        crate::plan(&inputs, Vec::new(), &Choices { plain_code: true, ..Choices::default() }, &mut Memory::default());
    Version { read: Some(version.plan), inputs, plan, ..version }
}

/// What a version is compared as; `None` where it can be read, or what it cannot read neither can the other.
fn shown(version: &Version, other: &Version) -> Option<Inputs> {
    let good = not_read(&other.plan);
    let faulty: BTreeSet<&SitePath> = not_read(&version.plan).difference(&good).copied().collect();
    // Only what cannot be read is held: the rest of what the preview would hold is a change like any other.
    let mut last = other.inputs.clone();
    last.themes.clear();
    last.drawings.clear();
    for texts in [&mut last.articles, &mut last.trees] {
        texts.retain(|source| faulty.contains(&source.path));
    }
    for text in last.single_mut() {
        *text = text.take().filter(|source| faulty.contains(&source.path));
    }
    // Where nothing is to be held, it is compared as it is.
    last.texts().next()?;
    let settings = &other.plan.site.settings;
    let (mut shown, held) = hold::hold(&last, &version.inputs, &version.plan.problems, settings);
    for (before, now) in [(&last.articles, &mut shown.articles), (&last.trees, &mut shown.trees)] {
        before.iter().filter(|source| !held.contains_key(&source.path)).for_each(|source| put(source, now));
    }
    for (before, now) in last.single().into_iter().zip(shown.single_mut()) {
        if let Some(source) = before.as_ref().filter(|source| !held.contains_key(&source.path)) {
            *now = Some(Arc::clone(source));
        }
    }
    Some(shown)
}

/// A text in its place among those of its kind, which are in the order of their paths.
fn put(source: &Arc<Source>, into: &mut Vec<Arc<Source>>) {
    match into.binary_search_by(|known| known.path.cmp(&source.path)) {
        Ok(place) => into[place] = Arc::clone(source),
        Err(place) => into.insert(place, Arc::clone(source)),
    }
}
