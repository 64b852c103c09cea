//! What keeps a site from mistakes, in both versions → what of it is weaker than it was.
//!
//! Takes: two sites, their locks, and what is told of their trees and pages. Gives: [`GuardChange`]s. Never: tells a guard that is
//! new or stronger, or judges whether a weaker one is meant.

use super::pages::Both;
use super::{Changes, Version};
use crate::config::lock;
use crate::config::settings::{SearchTest, Settings};
use crate::link::Site;
use crate::parse::Content;
use crate::problem::{Code, Severity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A guard that is weaker than it was, or gone.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct GuardChange {
    /// Which guard.
    pub kind: Guard,
    /// What of it, in words: a check's name, an address, a rule's name.
    pub what: String,
    /// Where it belongs, if not to the whole site: a tree's or a page's title.
    pub of: String,
    /// How it was; empty where it was only there.
    pub before: String,
    /// How it is; empty where it is there no more.
    pub after: String,
}

/// What guards a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// A safety rule of a tree.
    TreeRule,
    /// A test of a tree.
    TreeTest,
    /// How much a check weighs.
    Check,
    /// What is checked at all: a folder that another program reads too is checked less.
    Strictness,
    /// A line of `addresses.lock`.
    LockedAddress,
    /// What the search must find.
    SearchTest,
    /// When pages are due for a review.
    Review,
    /// The notice on every page.
    Notice,
    /// What readers keep for when there is no network.
    Offline,
    /// What a page may weigh.
    Budget,
}

/// The weaker guards, in the order of [`Guard`].
pub(super) fn compare(old: Version<'_>, new: Version<'_>, both: Both<'_>, changes: &Changes) -> Vec<GuardChange> {
    let mut out = Vec::new();
    trees(both, changes, &mut out);
    let (before, after) = (&old.plan.site.settings, &new.plan.site.settings);
    checks(before, after, &mut out);
    strictness(before, after, &mut out);
    locked(old, new, &mut out);
    search_tests(both, &mut out);
    reviews(before, after, changes, &mut out);
    let setting = |kind, what: &str, before: &str, after: &str| GuardChange {
        kind,
        what: what.to_owned(),
        of: String::new(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let [was, is] = [old, new].map(notice);
    if was.is_some() && was != is && is.as_deref().is_none_or(|is| is == "false") {
        out.push(setting(Guard::Notice, "the notice on every page", "shown", "not shown"));
    }
    if before.offline == Some(true) && after.offline != Some(true) {
        out.push(setting(Guard::Offline, "pages that readers keep for when there is no network", "kept", "not kept"));
    }
    budget(before, after, &mut out);
    out.sort_by_key(|change| change.kind);
    out
}

/// The rules and tests of trees that are there no more, also those of trees that are gone.
fn trees(both: Both<'_>, changes: &Changes, out: &mut Vec<GuardChange>) {
    let gone = |kind, what: &str, of: &str| GuardChange {
        kind,
        what: what.to_owned(),
        of: of.to_owned(),
        before: String::new(),
        after: String::new(),
    };
    for tree in &changes.trees {
        out.extend(tree.rules_removed.iter().map(|rule| gone(Guard::TreeRule, rule, &tree.title)));
        out.extend(tree.tests_removed.iter().map(|test| gone(Guard::TreeTest, test, &tree.title)));
    }
    let paired: BTreeSet<usize> = both.pairs.iter().map(|(p, _)| *p).collect();
    let lost = both.old.pages.iter().enumerate().filter(|(p, page)| page.written && !paired.contains(p));
    for (_, page) in lost {
        let Content::Tree(decision) = &page.doc.content else { continue };
        let (rules, tests) = (decision.tree.rules.len(), decision.tree.tests.len());
        let title = &page.facts().title;
        if rules > 0 {
            out.push(gone(Guard::TreeRule, &format!("all of its rules ({rules}), with the tree itself"), title));
        }
        if tests > 0 {
            out.push(gone(Guard::TreeTest, &format!("all of its tests ({tests}), with the tree itself"), title));
        }
    }
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
            let (before, after) = (word(was), word(is));
            out.push(GuardChange { kind: Guard::Check, what: code.id().into(), of: String::new(), before, after });
        }
    }
}

fn strictness(before: &Settings, after: &Settings, out: &mut Vec<GuardChange>) {
    let mut weaker = |what: &str, was: String, is: String| {
        let (of, before, after) = (String::new(), was, is);
        out.push(GuardChange { kind: Guard::Strictness, what: what.into(), of, before, after });
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
    let lines = |version: Version<'_>| -> BTreeSet<String> {
        let lock = version.inputs.lock.as_deref();
        let lines = lock.map(|lock| lock::locked(lock, &mut Vec::new())).unwrap_or_default();
        lines.into_iter().map(|line| line.address).collect()
    };
    let (before, after) = (lines(old), lines(new));
    out.extend(before.difference(&after).map(|address| GuardChange {
        kind: Guard::LockedAddress,
        what: address.clone(),
        of: String::new(),
        before: String::new(),
        after: String::new(),
    }));
}

fn search_tests(both: Both<'_>, out: &mut Vec<GuardChange>) {
    // A page that has moved is the same page, whatever it is called.
    let meant = |site: &Site, now: Option<&BTreeMap<usize, String>>, test: &SearchTest| -> Vec<String> {
        let page = |name: &str| match site.page_named(name) {
            Ok(page) => now.and_then(|now| now.get(&page)).unwrap_or(&site.pages[page].facts().address).clone(),
            Err(_) => name.to_owned(),
        };
        test.pages.iter().map(|named| page(&named.text)).collect()
    };
    let pages = |test: &SearchTest| test.pages.iter().map(|page| page.text.clone()).collect::<Vec<_>>().join(", ");
    for test in &both.old.settings.search_tests {
        let now = both.new.settings.search_tests.iter().find(|now| now.query.text == test.query.text);
        if now.map(|now| meant(both.new, None, now)) != Some(meant(both.old, Some(both.now), test)) {
            out.push(GuardChange {
                kind: Guard::SearchTest,
                what: test.query.text.clone(),
                of: String::new(),
                before: pages(test),
                after: now.map(pages).unwrap_or_default(),
            });
        }
    }
}

/// Reviews that are due later than they were, or never.
fn reviews(before: &Settings, after: &Settings, changes: &Changes, out: &mut Vec<GuardChange>) {
    let months = |months: Option<u32>| months.map(|months| format!("after {months} months")).unwrap_or_default();
    if let Some(was) = before.review_after
        && after.review_after.is_none_or(|is| is > was)
    {
        out.push(GuardChange {
            kind: Guard::Review,
            what: "when pages are due for a review (`review_after`)".into(),
            of: String::new(),
            before: months(before.review_after),
            after: months(after.review_after),
        });
    }
    for page in &changes.edited {
        // Days are written so that the later one is the greater text.
        let put_off = |field: &&super::FieldChange| {
            field.key == "next_review"
                && !field.before.is_empty()
                && (field.after.is_empty() || field.after > field.before)
        };
        out.extend(page.review.iter().filter(put_off).map(|field| GuardChange {
            kind: Guard::Review,
            what: "when it is due for a review (`next_review`)".into(),
            of: page.title.clone(),
            before: field.before.clone(),
            after: field.after.clone(),
        }));
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
            what: what.into(),
            of: String::new(),
            before: was.to_string(),
            after: is.map(|is| is.to_string()).unwrap_or_default(),
        });
    }
}
