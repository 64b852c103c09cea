//! Two versions of a site → what a reader of the site would notice.
//!
//! Takes: two linked sites, and which of their files differ. Gives: [`Changes`], and their printed forms ([`markdown`], and JSON by
//! their types).
//! Never: tells what no reader sees, such as a rewrapped paragraph; with one exception: tests and safety rules of a tree that are
//! taken out, for they are what a reviewer relies on.

mod knowledge;
mod markdown;
mod pages;
mod sentences;
mod text;
mod trees;
mod words;

use crate::link::Site;
use crate::source::SitePath;
use serde::Serialize;
use std::collections::BTreeSet;

pub use knowledge::{ReferenceChange, TermChange};
pub use markdown::markdown;
pub use pages::{Edited, Heading, HeadingChange, Lost, Moved, Named, PageLink};
pub use sentences::Edit;
pub use trees::{Answered, EndView, OptionChange, ShiftView, TreeChange};

/// Everything that a reader would notice. Lists are in the order of addresses.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Decision trees that lead elsewhere, or ask otherwise; those that are milder somewhere come first.
    pub trees: Vec<TreeChange>,
    /// Addresses that worked and no longer do.
    pub lost: Vec<Lost>,
    /// Pages at another address than before.
    pub moved: Vec<Moved>,
    /// Pages that were not there before.
    pub added: Vec<Named>,
    /// Pages that are there no more, but whose address still leads somewhere.
    pub replaced: Vec<Moved>,
    /// Pages of other words.
    pub edited: Vec<Edited>,
    /// Words that the glossary explains otherwise, in their order.
    pub terms: Vec<TermChange>,
    /// Sources that came, went or are others, in the order of their keys.
    pub sources: Vec<ReferenceChange>,
    /// What every page shows: the site's name, its numbers, its navigation.
    pub everywhere: Vec<Setting>,
    /// Pictures and other files.
    pub files: Vec<FileChange>,
}

/// Something that all pages show.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// What it is, in words.
    pub what: &'static str,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
}

/// A picture or other file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Below the site's root.
    pub path: String,
    /// What became of it.
    pub what: FileFate,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFate {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has other bytes.
    Changed,
}

impl Changes {
    /// Whether a reader would notice nothing.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }
}

/// Compares two versions. `differing` are the files at the same path in both that have other bytes.
pub fn diff(old: &Site, new: &Site, differing: &BTreeSet<SitePath>) -> Changes {
    let mut changes = Changes::default();
    let pairs = pages::pair(old, new);
    pages::compare(old, new, &pairs, &mut changes);
    for (before, after) in &pairs {
        changes.trees.extend(trees::compare(old, new, *before, *after));
    }
    changes.trees.sort_by(|a, b| b.steps_down.cmp(&a.steps_down).then_with(|| a.address.cmp(&b.address)));
    changes.terms = knowledge::terms(old, new);
    changes.sources = knowledge::sources(old, new);
    changes.everywhere = everywhere(old, new);
    changes.files = files(old, new, differing);
    changes
}

fn everywhere(old: &Site, new: &Site) -> Vec<Setting> {
    let (before, after) = (&old.settings, &new.settings);
    let navigation =
        |site: &Site| site.navigation.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>().join(" · ");
    let all = [
        ("The number for an emergency", before.emergency.clone(), after.emergency.clone()),
        ("The number for urgent help", before.urgent.clone(), after.urgent.clone()),
        ("The site's name", before.title.clone(), after.title.clone()),
        ("The publisher", before.publisher.clone(), after.publisher.clone()),
        ("The description of the site", before.description.clone(), after.description.clone()),
        ("The language", before.language.clone(), after.language.clone()),
        ("The navigation", navigation(old), navigation(new)),
        ("The theme", before.theme.text.clone(), after.theme.text.clone()),
    ];
    let changed = all.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(what, before, after)| Setting { what, before, after }).collect()
}

fn files(old: &Site, new: &Site, differing: &BTreeSet<SitePath>) -> Vec<FileChange> {
    let paths = |site: &Site| site.files.iter().map(|file| file.path.clone()).collect::<BTreeSet<SitePath>>();
    let (before, after) = (paths(old), paths(new));
    let fate = |path: &SitePath| match (before.contains(path), after.contains(path)) {
        (true, false) => Some(FileFate::Removed),
        (false, true) => Some(FileFate::Added),
        _ => differing.contains(path).then_some(FileFate::Changed),
    };
    let all: BTreeSet<&SitePath> = before.iter().chain(&after).collect();
    all.into_iter().filter_map(|path| Some(FileChange { path: path.to_string(), what: fate(path)? })).collect()
}
