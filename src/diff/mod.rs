//! Two versions of a site → what a reader of the site would notice.
//!
//! Takes: two [`Version`]s, and what is known of their files' bytes. Gives: [`Changes`], and their printed forms ([`report`], and
//! JSON by their types).
//! Never: says "nothing" of two sites of which a page has other bytes: what no other line tells is counted and named
//! ([`Unexplained`]). Of what no reader sees, such as a rewrapped paragraph, nothing is told; but for what guards the site: checks,
//! tests and rules that are weaker or gone, for these are what a reviewer relies on.

mod cards;
mod everywhere;
mod front;
mod guards;
mod knowledge;
mod pages;
mod pair;
mod rendered;
pub mod report;
mod sentences;
mod signs;
mod text;
mod trees;

use crate::Plan;
use crate::link::{Resolved, Site};
use crate::load::Inputs;
use crate::problem::{Code, Severity, Sources};
use crate::source::SitePath;
use pages::Both;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

pub use cards::{CardChange, CardFate};
pub use everywhere::Setting;
pub use everywhere::affected::Affected;
pub use everywhere::published::governs;
pub use front::{FieldChange, ReviewFate, StillReviewed};
pub use guards::calls::CallLost;
pub use guards::turned::Turned;
pub use guards::{Guard, GuardChange, GuardFate};
pub use knowledge::{ReferenceChange, TermChange};
pub use pages::{Added, CardsGone, Edited, Heading, HeadingChange, Lost, Moved, PageLink};
pub use rendered::Unexplained;
pub use sentences::{Edit, Overturned, Relaid, Turn};
pub use trees::{
    Answered, EndView, Hint, KindChange, Lead, NumberChange, OnCard, OptionChange, Reworded, ShiftView, TreeChange,
    ValueChange, Worded,
};

/// A version of a site, read and planned.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// What it comes to.
    pub plan: &'a Plan,
    /// What it comes to as it was read: the same, but where a file that cannot be read is compared as it is in the other version.
    pub read: &'a Plan,
    /// Paths that are not part of it since they are no plain files, such as links that lead elsewhere.
    pub left_out: &'a [String],
}

/// What is known of the bytes of both versions' pictures and other files.
#[derive(Clone, Debug, Default)]
pub struct FileBytes {
    /// Files at the same path in both that have other bytes.
    pub differing: BTreeSet<SitePath>,
    /// Files that are at another path, with the same bytes: from where to where.
    pub moved: BTreeMap<SitePath, SitePath>,
    /// Of files that govern pages or run in browsers ([`governs`]), what they said and say; empty where they are not there.
    pub texts: BTreeMap<String, [String; 2]>,
    /// Files of the repository by which hosts check and publish the site, and that are not the same. They are no part of it.
    pub workflows: BTreeSet<String>,
}

/// Everything that a reader would notice, and what guards less. Lists are in the order of addresses.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// How much there is of each.
    pub totals: Totals,
    /// Where the versions are two branches that each went on.
    pub parted: Option<Parted>,
    /// What could not be read, so that nothing can be told of it.
    pub unreadable: Vec<Unreadable>,
    /// Files that are not the same and that either version cannot read, so that what changed in them may not be told.
    pub unread: Vec<String>,
    /// Decision trees that lead elsewhere, or ask otherwise; those that are milder somewhere come first.
    pub trees: Vec<TreeChange>,
    /// Texts that named a number to call, or said to call, and no longer do.
    pub calls_lost: Vec<CallLost>,
    /// Sentences that say another number, unit or bound, or have a “not” more or less.
    pub turned: Vec<Turned>,
    /// What keeps the site from mistakes, and is gone, weaker or not the same.
    pub guards: Vec<GuardChange>,
    /// Addresses that worked and no longer do.
    pub lost: Vec<Lost>,
    /// Places in pages that links led to and that are there no more, such as a heading that is called otherwise.
    pub lost_parts: Vec<Lost>,
    /// What every page shows: the site's name, its numbers, its navigation, its theme.
    pub everywhere: Vec<Setting>,
    /// The pages that what changed in the theme makes otherwise; `None` where nothing changed in it but styles and scripts.
    pub affected: Option<Affected>,
    /// Pages at another address than before.
    pub moved: Vec<Moved>,
    /// The addresses of pages of which only the paths of links are others, to the same pages as before.
    pub relinked: Vec<String>,
    /// Pages that were not there before.
    pub added: Vec<Added>,
    /// Pages that are gone with their care cards.
    pub cards_gone: Vec<CardsGone>,
    /// Pages that are there no more, but whose address still leads somewhere.
    pub replaced: Vec<Moved>,
    /// Pages of other words, or of which something else is said.
    pub edited: Vec<Edited>,
    /// Of these and of the trees, those that still say who has reviewed them, and when.
    pub still_reviewed: Vec<StillReviewed>,
    /// Words that the glossary explains otherwise, in their order.
    pub terms: Vec<TermChange>,
    /// Sources that came, went or are others, in the order of their keys.
    pub sources: Vec<ReferenceChange>,
    /// Pictures and other files.
    pub files: Vec<FileChange>,
    /// Pages that differ in a way that none of the others tells.
    pub unexplained: Vec<Unexplained>,
    /// The addresses of pages that differ in signs alone that nobody sees, such as soft hyphens.
    pub unseen_signs: Vec<String>,
    /// The addresses of pages that differ in white space alone, which no reader sees.
    pub rewrapped: Vec<String>,
}

/// How much of each kind is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Decision trees that changed.
    pub trees: usize,
    /// Of these, how many are less urgent somewhere, or nobody can tell.
    pub trees_less_urgent: usize,
    /// Care cards that are milder, say less, are folded away or further down, or are none any more, and those of which nobody can
    /// tell.
    pub cards_milder: usize,
    /// Texts that named a number to call, or said to call, and no longer do.
    pub calls_lost: usize,
    /// Sentences that say another number, unit or bound, or have a “not” more or less.
    pub turned: usize,
    /// Of these, those where help is urgent.
    pub turned_urgent: usize,
    /// Sentences that stand under “do” and stood under “do not”, or the other way round, and steps in another order.
    pub overturned: usize,
    /// Guards that are weaker or gone.
    pub guards: usize,
    /// Guards that are others, of which nobody can say whether they guard as much.
    pub guards_changed: usize,
    /// Addresses that no longer work.
    pub lost: usize,
    /// Places in pages that links no longer reach.
    pub lost_parts: usize,
    /// Things that changed on every page.
    pub everywhere: usize,
    /// Settings that changed and that no page shows.
    pub unseen: usize,
    /// Pages that moved.
    pub moved: usize,
    /// Pages that are new.
    pub added: usize,
    /// Pages that read otherwise.
    pub edited: usize,
    /// Pages of which somebody says that they were reviewed, and did not, or somebody else did.
    pub reviewed: usize,
    /// Pages of which nobody says so any more.
    pub unreviewed: usize,
    /// Pages of other words that still say who has reviewed them.
    pub still_reviewed: usize,
    /// Words of the glossary that changed.
    pub terms: usize,
    /// Sources that changed.
    pub sources: usize,
    /// Pictures and other files that changed.
    pub files: usize,
    /// Pages that differ in a way that is not told.
    pub unexplained: usize,
    /// Errors of either version, for which what they hide is not told.
    pub errors: usize,
}

/// Two branches that each went on.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Parted {
    /// What the version before is called.
    pub old: String,
    /// What the version after is called.
    pub new: String,
    /// The last commit that both have.
    pub at: String,
}

/// What of a version could not be read.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// `before`, `after`, or `both` for what is the same in both versions.
    pub version: &'static str,
    /// How many such errors there are.
    pub errors: usize,
    /// The first of them.
    pub first: Vec<Fault>,
    /// Paths that are left out, since they are no plain files inside the site.
    pub left_out: Vec<String>,
}

/// An error of a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file.
    pub path: String,
    /// The line, from 1; `None` where the file as a whole is meant.
    pub line: Option<u32>,
    /// Which check.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

/// A picture or other file.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Below the site's root.
    pub path: String,
    /// What became of it.
    pub what: FileFate,
    /// Where it was, if it has moved.
    pub from: Option<String>,
    /// The titles of pages that show it or link to it.
    pub on: Vec<String>,
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
    /// It is elsewhere.
    Moved,
}

/// What a review can be made to fail on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Somebody may get help later than before, or nobody can tell.
    LessUrgent,
    /// A guard is weaker or gone.
    Guard,
    /// An address no longer works, or leads to a place in its page no more.
    Vanished,
}

impl Changes {
    /// Whether a reader would notice nothing, and everything guards as before.
    pub fn is_empty(&self) -> bool {
        let told = [
            self.unread.len(),
            self.trees.len(),
            self.guards.len(),
            self.lost.len(),
            self.lost_parts.len(),
            self.everywhere.len(),
            self.moved.len(),
            self.relinked.len(),
            self.added.len(),
            self.replaced.len(),
            self.cards_gone.len(),
            self.edited.len(),
            self.terms.len(),
            self.sources.len(),
            self.files.len(),
            self.unexplained.len(),
            self.unseen_signs.len(),
        ];
        told.into_iter().sum::<usize>() == 0
    }

    /// Whether there is something of this kind.
    pub fn alarms(&self, alarm: Alarm) -> bool {
        match alarm {
            Alarm::LessUrgent => {
                self.trees.iter().any(TreeChange::is_milder)
                    || self.totals.cards_milder + self.calls_lost.len() > 0
                    || self.turned.iter().any(|turned| !turned.urgent.is_empty())
                    || self.everywhere.iter().any(|setting| setting.calls || !setting.hides.is_empty())
                    || self.guards.iter().any(|guard| guard.kind == Guard::Call)
                    || self.unread.iter().any(|path| path.ends_with(".tree.yaml"))
            }
            Alarm::Guard => self.guards.iter().any(GuardChange::is_weaker),
            Alarm::Vanished => self.lost.len() + self.lost_parts.len() > 0,
        }
    }

    fn counted(&self) -> Totals {
        let milder = |cards: &[CardChange]| cards.iter().filter(|card| card.kind.is_milder()).count();
        let on_pages = self.edited.iter().map(|page| &page.cards).chain(self.cards_gone.iter().map(|page| &page.cards));
        let on_pages = on_pages.chain(self.terms.iter().map(|term| &term.cards));
        let reviews = self.edited.iter().map(|page| &page.review).chain(self.added.iter().map(|page| &page.review));
        let reviews = reviews.filter_map(|review| ReviewFate::of(review));
        Totals {
            trees: self.trees.len(),
            trees_less_urgent: self.trees.iter().filter(|tree| tree.is_milder()).count(),
            cards_milder: on_pages.map(|cards| milder(cards)).sum(),
            calls_lost: self.calls_lost.len(),
            turned: self.turned.len(),
            turned_urgent: self.turned.iter().filter(|turned| !turned.urgent.is_empty()).count(),
            overturned: self.edited.iter().flat_map(|page| &page.overturned).map(|turned| turned.more + 1).sum(),
            guards: self.guards.iter().filter(|guard| guard.is_weaker()).count(),
            guards_changed: self.guards.iter().filter(|guard| !guard.is_weaker()).count(),
            lost: self.lost.len(),
            lost_parts: self.lost_parts.len(),
            everywhere: self.everywhere.iter().filter(|setting| !setting.unseen).count(),
            unseen: self.everywhere.iter().filter(|setting| setting.unseen).count(),
            moved: self.moved.len(),
            added: self.added.len(),
            edited: self.edited.len(),
            reviewed: reviews.clone().filter(|fate| *fate == ReviewFate::New).count(),
            unreviewed: reviews.filter(|fate| *fate == ReviewFate::Gone).count(),
            still_reviewed: self.still_reviewed.len(),
            terms: self.terms.len(),
            sources: self.sources.len(),
            files: self.files.len(),
            unexplained: self.unexplained.len(),
            errors: self.unreadable.iter().map(|side| side.errors).sum(),
        }
    }
}

/// Which page of one version is which of the other, kept for those who show both.
pub struct Paired {
    pairs: Vec<(usize, usize)>,
    now: BTreeMap<usize, String>,
    files: BTreeMap<SitePath, SitePath>,
}

impl Paired {
    /// Pairs the pages of two versions.
    pub fn of(old: &Site, new: &Site, files: &FileBytes) -> Paired {
        let pairs = pair::pair(old, new);
        let now = pairs.iter().map(|(p, q)| (*p, new.pages[*q].facts().address.clone())).collect();
        Paired { pairs, now, files: files.moved.clone() }
    }

    fn both<'a>(&'a self, old: &'a Site, new: &'a Site) -> Both<'a> {
        Both { old, new, pairs: &self.pairs, now: &self.now, files: &self.files }
    }
}

/// Compares two versions.
pub fn diff(old: Version<'_>, new: Version<'_>, paired: &Paired, bytes: &FileBytes) -> Changes {
    let both = paired.both(&old.plan.site, &new.plan.site);
    let mut changes = Changes::default();
    pages::compare(both, &mut changes);
    let words = [old.plan.theme.tree_words(), new.plan.theme.tree_words()];
    for pair in both.pairs {
        changes.trees.extend(trees::compare(both, words, *pair));
    }
    guards::calls::added(old, new, &mut changes.trees);
    changes.trees.sort_by(|a, b| b.steps_down.cmp(&a.steps_down).then_with(|| a.address.cmp(&b.address)));
    let of_text = changes.edited.iter().filter(|page| page.says_otherwise()).map(|page| page.address.as_str());
    let of_text = of_text.chain(changes.trees.iter().map(|tree| tree.address.as_str())).collect();
    changes.still_reviewed = front::still_reviewed(both, &of_text);
    changes.terms = knowledge::terms(both);
    changes.sources = knowledge::sources(both.old, both.new);
    changes.calls_lost = guards::calls::compare(old, new, &changes);
    changes.turned = guards::turned::compare(both.new, &changes);
    changes.everywhere = everywhere::compare(old, new, both);
    changes.files = files(both.old, both.new, bytes);
    let governing = everywhere::published::governing(&mut changes.files, bytes);
    changes.everywhere.extend(governing);
    changes.unreadable = unreadable(old, new);
    changes.unread = unread(old, new);
    changes.affected = everywhere::affected::compare(old, new);
    changes.guards = guards::compare(old, new, both, &changes, &bytes.workflows);
    if !same_files(old, new, bytes) {
        let found = rendered::compare(old, new, both, &changes);
        (changes.unexplained, changes.unseen_signs, changes.rewrapped) =
            (found.unexplained, found.signs, found.rewrapped);
        if changes.is_empty() && changes.rewrapped.is_empty() {
            changes.unexplained = rendered::files(old, new);
        }
    }
    changes.totals = changes.counted();
    changes
}

/// Whether both versions have the very same texts and files.
fn same_files(old: Version<'_>, new: Version<'_>, bytes: &FileBytes) -> bool {
    let texts =
        |sources: &Sources| sources.iter().map(|(path, source)| (path.clone(), source.hash)).collect::<Vec<_>>();
    let files = |site: &Site| site.files.iter().chain(&site.statics).map(|file| file.path.clone()).collect::<Vec<_>>();
    bytes.differing.is_empty()
        && texts(&old.plan.sources) == texts(&new.plan.sources)
        && files(&old.plan.site) == files(&new.plan.site)
        && old.inputs.themes == new.inputs.themes
}

/// The titles of pages that show a file or link to it.
fn pages_with(site: &Site, path: &SitePath) -> Vec<String> {
    let is_it = |link: &Resolved| match link {
        Resolved::File(file) => site.files[*file].path == *path,
        Resolved::Static(file) => site.statics[*file].path == *path,
        _ => false,
    };
    let pages = site.pages.iter().filter(|page| page.written && page.links.iter().any(is_it));
    pages.map(|page| page.facts().title.clone()).collect()
}

/// So many errors of a version are told; the others are counted.
const ERRORS: usize = 10;

/// What either version has, and what both have.
fn unreadable(old: Version<'_>, new: Version<'_>) -> Vec<Unreadable> {
    let [before, after] = [old, new].map(faults);
    let same =
        |one: &Fault, other: &Fault| (&one.path, one.code, &one.message) == (&other.path, other.code, &other.message);
    let known: BTreeSet<(&str, &str, &str)> =
        before.iter().map(|fault| (fault.path.as_str(), fault.code, fault.message.as_str())).collect();
    let (both, only_after): (Vec<Fault>, Vec<Fault>) = after
        .iter()
        .cloned()
        .partition(|fault| known.contains(&(fault.path.as_str(), fault.code, fault.message.as_str())));
    let only_before = before.iter().filter(|fault| !both.iter().any(|other| same(fault, other))).cloned().collect();
    let (paths, others) = (old.left_out, new.left_out);
    let alone =
        |paths: &[String], others: &[String]| paths.iter().filter(|path| !others.contains(path)).cloned().collect();
    let shared: Vec<String> = paths.iter().filter(|path| others.contains(path)).cloned().collect();
    let sides: [(&'static str, Vec<Fault>, Vec<String>); 3] = [
        ("after", only_after, alone(others, paths)),
        ("before", only_before, alone(paths, others)),
        ("both", both, shared),
    ];
    let side = |(version, mut first, left_out): (&'static str, Vec<Fault>, Vec<String>)| {
        let errors = first.len();
        first.truncate(ERRORS);
        (errors + left_out.len() > 0).then_some(Unreadable { version, errors, first, left_out })
    };
    sides.into_iter().filter_map(side).collect()
}

/// Errors for which a file is not read, or not as it is written.
const UNREAD: [Code; 6] =
    [Code::YamlSyntax, Code::FrontMatter, Code::NotUtf8, Code::MergeConflict, Code::UnreadableFile, Code::FileTooLarge];

/// The files that a version cannot read, or not as they are written.
pub fn not_read(plan: &Plan) -> BTreeSet<&SitePath> {
    plan.problems.iter().filter(|problem| UNREAD.contains(&problem.code)).map(|problem| &problem.path).collect()
}

/// The files that have other texts and that either version cannot read.
fn unread(old: Version<'_>, new: Version<'_>) -> Vec<String> {
    let paths: BTreeSet<&SitePath> = not_read(old.read).union(&not_read(new.read)).copied().collect();
    let hash = |version: Version<'_>, path: &SitePath| version.read.sources.get(path).map(|source| source.hash);
    paths.into_iter().filter(|path| hash(old, path) != hash(new, path)).map(ToString::to_string).collect()
}

fn faults(version: Version<'_>) -> Vec<Fault> {
    let errors = version.read.problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| {
            let source = version.read.sources.get(&problem.path);
            let line = problem.span.zip(source).map(|(span, source)| source.position(span.start).line);
            let (path, message) = (problem.path.to_string(), problem.message.clone());
            Fault { path, line, code: problem.code.id(), message }
        })
        .collect()
}

fn files(old: &Site, new: &Site, bytes: &FileBytes) -> Vec<FileChange> {
    let paths = |site: &Site| {
        site.files.iter().chain(&site.statics).map(|file| file.path.clone()).collect::<BTreeSet<SitePath>>()
    };
    let (before, after) = (paths(old), paths(new));
    let from: BTreeMap<&SitePath, &SitePath> = bytes.moved.iter().map(|(from, to)| (to, from)).collect();
    let fate = |path: &SitePath| match (before.contains(path), after.contains(path)) {
        (true, false) if bytes.moved.contains_key(path) => None,
        (true, false) => Some(FileFate::Removed),
        (false, true) if from.contains_key(path) => Some(FileFate::Moved),
        (false, true) => Some(FileFate::Added),
        _ => bytes.differing.contains(path).then_some(FileFate::Changed),
    };
    let all: BTreeSet<&SitePath> = before.iter().chain(&after).collect();
    let change = |path: &SitePath| {
        let (what, from) = (fate(path)?, from.get(path).map(ToString::to_string));
        let site = if what == FileFate::Removed { old } else { new };
        Some(FileChange { path: path.to_string(), what, from, on: pages_with(site, path) })
    };
    all.into_iter().filter_map(change).collect()
}
