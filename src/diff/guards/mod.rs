//! What keeps a site from mistakes, in both versions → what of it is gone, weaker or not the same.
//!
//! Takes: two sites, and their locks. Gives: [`GuardChange`]s. Never: tells a guard that is new or stronger; calls one weaker of
//! which that is not sure; or judges whether a weaker one is meant.

pub(super) mod calls;
mod reviews;
mod search;
mod trees;
pub(super) mod turned;

use super::pages::Both;
use super::{Changes, Version};
use crate::config::lock;
use crate::config::settings::Settings;
use crate::link::Site;
use crate::problem::{Code, Severity};
use serde::Serialize;
use std::collections::BTreeSet;

/// A guard that is not what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GuardChange {
    /// Which guard.
    pub kind: Guard,
    /// What became of it.
    pub fate: GuardFate,
    /// What of it, in words: a check's name, an address, a rule's name.
    pub what: String,
    /// Where it belongs, if not to the whole site: a tree's or a page's title.
    pub of: String,
    /// How it was; empty where it was only there.
    pub before: String,
    /// How it is; empty where it is there no more.
    pub after: String,
}

impl GuardChange {
    /// Whether it surely guards less than it did.
    pub fn is_weaker(&self) -> bool {
        self.fate != GuardFate::Changed
    }
}

/// What became of a guard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuardFate {
    /// It is there no more.
    Gone,
    /// It guards less than it did.
    Weaker,
    /// It is another, and whether it guards as much cannot be told.
    #[default]
    Changed,
}

/// What guards a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// Whom to call: the numbers and care cards that the theme shows.
    Call,
    /// A safety rule of a tree.
    #[default]
    TreeRule,
    /// A test of a tree.
    TreeTest,
    /// A script of the theme.
    Script,
    /// A workflow by which a host checks and publishes the site.
    Workflow,
    /// How much a check weighs.
    Check,
    /// What is checked at all: a folder that another program reads too is checked less.
    Strictness,
    /// The whole of `addresses.lock`.
    Lock,
    /// A line of `addresses.lock`.
    LockedAddress,
    /// What the search must find.
    SearchTest,
    /// When pages are due for a review.
    Review,
    /// The notice on every page.
    Notice,
    /// What a tree says that it is for, and that it replaces nobody.
    Purpose,
    /// What readers keep for when there is no network.
    Offline,
    /// What a page may weigh.
    Budget,
}

/// The guards that are not what they were, in the order of [`Guard`].
pub(super) fn compare(
    old: Version<'_>,
    new: Version<'_>,
    both: Both<'_>,
    changes: &Changes,
    workflows: &BTreeSet<String>,
) -> Vec<GuardChange> {
    let mut out = Vec::new();
    trees::compare(new, both, &mut out);
    theme(changes, &mut out);
    out.extend(workflows.iter().map(|path| GuardChange {
        kind: Guard::Workflow,
        what: format!("`{path}` is another, by which the site is checked and published: read it, it is not compared"),
        ..GuardChange::default()
    }));
    let (before, after) = (&old.plan.site.settings, &new.plan.site.settings);
    checks(before, after, &mut out);
    strictness(before, after, &mut out);
    locked(old, new, &mut out);
    search::compare(both, &mut out);
    reviews::compare(old, new, both, &mut out);
    notices(old, new, &mut out);
    if before.offline == Some(true) && after.offline != Some(true) {
        out.push(GuardChange {
            kind: Guard::Offline,
            fate: GuardFate::Gone,
            what: "what readers keep for when there is no network".into(),
            ..GuardChange::default()
        });
    }
    budget(before, after, &mut out);
    out.sort_by_key(|change| change.kind);
    out
}

/// Whom pages say to call, as far as the theme decides it; and the scripts of every page, which can hide or change anything.
fn theme(changes: &Changes, out: &mut Vec<GuardChange>) {
    if let Some(affected) = changes.affected.as_ref().filter(|affected| !affected.call_less.is_empty()) {
        let count = affected.call_less.len();
        let pages = if count == 1 { "1 page".to_owned() } else { format!("{count} pages") };
        out.push(GuardChange {
            kind: Guard::Call,
            fate: GuardFate::Weaker,
            what: format!(
                "whom to call: by the theme, fewer numbers to call or care cards stand on {pages}, such as `{}`",
                affected.call_less[0]
            ),
            ..GuardChange::default()
        });
    }
    let scripts = changes.everywhere.iter().filter(|setting| setting.what.starts_with(super::everywhere::SCRIPT));
    out.extend(scripts.map(|script| GuardChange {
        kind: Guard::Script,
        what: format!(
            "{}, which can hide or change anything on every page, is another: its lines stand below",
            script.what
        ),
        ..GuardChange::default()
    }));
}

fn checks(before: &Settings, after: &Settings, out: &mut Vec<GuardChange>) {
    let weight =
        |settings: &Settings, code: Code| settings.checks.get(&code).copied().unwrap_or_else(|| Some(code.severity()));
    let heavy = |weight: Option<Severity>| match weight {
        None => 0,
        Some(Severity::Advice) => 1,
        Some(Severity::Warning) => 2,
        Some(Severity::Error) => 3,
    };
    for code in Code::ALL {
        let (was, is) = (weight(before, *code), weight(after, *code));
        if heavy(is) < heavy(was) {
            let word = |weight: Option<Severity>| weight.map_or("off", Severity::word).to_owned();
            let (fate, what) = (GuardFate::Weaker, code.id().into());
            let (before, after) = (word(was), word(is));
            out.push(GuardChange { kind: Guard::Check, fate, what, before, after, ..GuardChange::default() });
        }
    }
}

fn strictness(before: &Settings, after: &Settings, out: &mut Vec<GuardChange>) {
    let mut weaker = |what: &str, was: String, is: String| {
        let (kind, fate) = (Guard::Strictness, GuardFate::Weaker);
        out.push(GuardChange { kind, fate, what: what.into(), before: was, after: is, ..GuardChange::default() });
    };
    if after.is_foreign() && !before.is_foreign() {
        let what = "how much is checked (`vault`, `front_matter`)";
        weaker(what, "everything".into(), "only what is broken, as in another program's folder".into());
    }
    let new: Vec<&String> = after.exclude.iter().filter(|pattern| !before.exclude.contains(pattern)).collect();
    for pattern in new {
        weaker("files that are left out (`exclude`)", String::new(), pattern.clone());
    }
}

fn locked(old: Version<'_>, new: Version<'_>, out: &mut Vec<GuardChange>) {
    let [before, after] = [old, new].map(|version| lock::held(version.inputs.lock.as_deref()));
    if new.inputs.lock.is_none() && before.len() > 1 {
        out.push(GuardChange {
            kind: Guard::Lock,
            fate: GuardFate::Gone,
            what: "`addresses.lock`".into(),
            before: format!("{} addresses", before.len()),
            ..GuardChange::default()
        });
        return;
    }
    let gone = |what: String| GuardChange {
        kind: Guard::LockedAddress,
        fate: GuardFate::Gone,
        what,
        ..GuardChange::default()
    };
    for (address, anchors) in &before {
        // With the line its anchors are gone, too.
        match after.get(address) {
            None => out.push(gone(address.clone())),
            Some(now) => out.extend(anchors.difference(now).map(|anchor| gone(format!("{address}#{anchor}")))),
        }
    }
}

/// Whether pages still say that they are general information, and in which words.
fn notices(old: Version<'_>, new: Version<'_>, out: &mut Vec<GuardChange>) {
    let [was, is] = [old, new].map(notice);
    let change = |fate, what: &str, before: String, after: String| GuardChange {
        kind: Guard::Notice,
        fate,
        what: what.into(),
        before,
        after,
        ..GuardChange::default()
    };
    if was.is_some() && was != is && is.as_deref().is_none_or(|is| is == "false") {
        out.push(change(GuardFate::Gone, "the notice on every page", String::new(), String::new()));
        return;
    }
    let [before, after] = [old, new].map(|version| version.plan.theme.words.get("general-information").cloned());
    if let (Some(before), Some(after)) = (before, after)
        && before != after
        && old.plan.site.settings.language == new.plan.site.settings.language
    {
        let what = "what the notice on every page says";
        out.push(change(GuardFate::Changed, what, format!("“{before}”"), format!("“{after}”")));
    }
}

/// What a site says of the setting `notice` of its theme, or the theme does for it.
fn notice(version: Version<'_>) -> Option<String> {
    let Site { settings, .. } = &version.plan.site;
    super::everywhere::theme_setting(settings, &version.plan.theme.settings, "notice")
}

fn budget(before: &Settings, after: &Settings, out: &mut Vec<GuardChange>) {
    let Some(was) = before.budget else { return };
    let is = after.budget;
    let parts = [
        ("the bytes of a page (`budget`)", was.bytes, is.and_then(|is| is.bytes)),
        ("the files of a page (`budget`)", was.requests, is.and_then(|is| is.requests)),
    ];
    for (what, was, is) in parts {
        let Some(was) = was.filter(|was| is.is_none_or(|is| is > *was)) else { continue };
        out.push(GuardChange {
            kind: Guard::Budget,
            fate: if is.is_some() { GuardFate::Weaker } else { GuardFate::Gone },
            what: what.into(),
            before: was.to_string(),
            after: is.map(|is| is.to_string()).unwrap_or_default(),
            ..GuardChange::default()
        });
    }
}
