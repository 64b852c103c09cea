//! The headings of a page before and after → which came, went, changed or stand elsewhere.

use crate::diff::sentences::Row;
use crate::text::Passage;
use serde::Serialize;
use std::collections::BTreeMap;

/// A heading that came, went or changed.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct HeadingChange {
    /// As it was.
    pub before: Option<Heading>,
    /// As it is.
    pub after: Option<Heading>,
    /// Of a tree: the outcome or question in which it stands.
    pub place: String,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// As plain text.
    pub text: String,
    /// What stands after `#` in a link to it.
    pub id: String,
}

/// What changed among the headings, in the order of the new version; what is gone stands where it stood. `rows` are both texts side
/// by side.
pub(super) fn compare(before: &[Passage], after: &[Passage], rows: &[Row]) -> Vec<HeadingChange> {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    // Between which passages that stayed each stands.
    let mut gap = 0;
    for row in rows {
        let old = row.old.filter(|p| before[*p].heading.is_some());
        let new = row.new.filter(|q| after[*q].heading.is_some());
        if let (Some(p), Some(q)) = (old, new) {
            pairs.push((p, q));
        } else {
            gone.extend(old.map(|p| (gap, p)));
            come.extend(new.map(|q| (gap, q)));
        }
        gap += usize::from(row.same);
    }
    let mut out: Vec<(usize, HeadingChange)> = Vec::new();
    let mut put = |at: usize, old: Option<usize>, new: Option<usize>| {
        let (was, is) = (old.map(|p| &before[p]), new.map(|q| &after[q]));
        let place = is.or(was).map(|passage| passage.place.clone()).unwrap_or_default();
        out.push((at, HeadingChange { before: was.and_then(heading), after: is.and_then(heading), place }));
    };
    for (p, q) in pairs {
        if heading(&before[p]) != heading(&after[q]) {
            put(q, Some(p), Some(q));
        }
    }
    // The very same words at another place are a heading that stands elsewhere.
    come.retain(|(_, q)| {
        let same = gone.iter().position(|(_, p)| before[*p].shown == after[*q].shown);
        same.inspect(|at| put(*q, Some(gone.remove(*at).1), Some(*q))).is_none()
    });
    // As many in the place of as many others are these.
    let by_gap = |all: &[(usize, usize)]| -> BTreeMap<usize, Vec<usize>> {
        all.iter().fold(BTreeMap::new(), |mut out: BTreeMap<usize, Vec<usize>>, (gap, at)| {
            out.entry(*gap).or_default().push(*at);
            out
        })
    };
    let (mut left, fresh) = (by_gap(&gone), by_gap(&come));
    for (gap, new) in fresh {
        let old = left.get(&gap).filter(|old| old.len() == new.len()).cloned();
        if let Some(old) = old {
            left.remove(&gap);
            old.into_iter().zip(new).for_each(|(p, q)| put(q, Some(p), Some(q)));
        } else {
            new.into_iter().for_each(|q| put(q, None, Some(q)));
        }
    }
    left.into_values().flatten().for_each(|p| put(p, Some(p), None));
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, change)| change).collect()
}

fn heading(passage: &Passage) -> Option<Heading> {
    let (level, id) = passage.heading.clone()?;
    Some(Heading { level, text: passage.shown.clone(), id })
}
