//! What is said of a page before its text, in both versions → what is not the same: who vouches for it, and the rest.
//!
//! Takes: two pages that are one. Gives: [`FieldChange`]s. Never: tells an address or a title, which are told with the page.

use super::pages::Both;
use super::sentences::left_over;
use crate::link::Page;
use crate::parse::Facts;
use serde::Serialize;
use std::collections::BTreeSet;

/// A key of the front matter that says something else.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The key: `reviewer`.
    pub key: &'static str,
    /// What it said; empty where it was not there.
    pub before: String,
    /// What it says; empty where it is not there.
    pub after: String,
    /// Whether it is a list.
    pub is_list: bool,
    /// The entries of a list that came.
    pub came: Vec<String>,
    /// Those that went.
    pub went: Vec<String>,
}

/// Whether somebody qualified has read the page: `reviewed`, `reviewer`, `next_review`.
pub(super) fn review(before: &Page, after: &Page) -> Vec<FieldChange> {
    changed(before, after, vouched)
}

/// The same of a page that is new.
pub(super) fn reviewed(page: &Page) -> Vec<FieldChange> {
    let said = vouched(page).into_iter().filter(|(_, after)| !after.is_empty());
    said.map(|(key, after)| FieldChange { key, after, ..FieldChange::default() }).collect()
}

fn vouched(page: &Page) -> Vec<(&'static str, String)> {
    let front = &page.doc.front;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        ("reviewed", day(front.reviewed)),
        ("reviewer", front.reviewer.clone().unwrap_or_default()),
        ("next_review", day(front.next_review)),
    ]
}

/// Everything else that is said of the page.
pub(super) fn about(before: &Page, after: &Page) -> Vec<FieldChange> {
    let mut out = changed(before, after, |page| {
        let (front, facts) = (&page.doc.front, page.facts());
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let list = |words: &[String]| words.join(", ");
        let extra = if front.extra.is_null() { String::new() } else { front.extra.to_string() };
        let yes = |yes: bool| String::from(if yes { "yes" } else { "no" });
        vec![
            ("description", facts.description.clone()),
            ("aliases", list(&facts.aliases)),
            ("anchors", list(&kept(facts))),
            ("also_called", list(&facts.also_called)),
            ("tags", list(&facts.tags)),
            ("search", yes(front.search)),
            ("order", facts.order.map(|order| order.to_string()).unwrap_or_default()),
            ("toc", front.toc.map(yes).unwrap_or_default()),
            ("date", day(front.date)),
            ("updated", day(front.updated)),
            ("from", day(front.days.from)),
            ("until", day(front.days.until)),
            ("author", front.author.clone().unwrap_or_default()),
            ("template", front.template.as_ref().map(|t| t.text.clone()).unwrap_or_default()),
            ("extra", extra),
        ]
    });
    let lists = |page: &Page, key: &str| -> Option<Vec<String>> {
        let facts = page.facts();
        match key {
            "aliases" => Some(facts.aliases.clone()),
            "anchors" => Some(kept(facts)),
            "also_called" => Some(facts.also_called.clone()),
            "tags" => Some(facts.tags.clone()),
            _ => None,
        }
    };
    for field in &mut out {
        let Some((was, is)) = lists(before, field.key).zip(lists(after, field.key)) else { continue };
        let alone = |of: &[String], other: &[String]| -> Vec<String> {
            left_over(of, other).into_iter().map(|at| of[at].clone()).collect()
        };
        (field.is_list, field.came, field.went) = (true, alone(&is, &was), alone(&was, &is));
    }
    out
}

/// Former names of parts, each with that of today.
fn kept(facts: &Facts) -> Vec<String> {
    facts.kept.iter().map(|(old, new)| format!("{old}: {new}")).collect()
}

fn changed(before: &Page, after: &Page, said: impl Fn(&Page) -> Vec<(&'static str, String)>) -> Vec<FieldChange> {
    let both = said(before).into_iter().zip(said(after));
    both.filter(|((_, before), (_, after))| before != after)
        .map(|((key, before), (_, after))| FieldChange { key, before, after, ..FieldChange::default() })
        .collect()
}

/// A page of other words that still says who has reviewed it, and when.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct StillReviewed {
    /// Its title.
    pub title: String,
    /// Its address.
    pub address: String,
    /// Who is said to have read it; empty where that is not said.
    pub reviewer: String,
    /// When.
    pub reviewed: String,
}

/// Those whose text changed while their review stands as it was. `told` are the addresses of pages of other words.
pub(super) fn still_reviewed(both: Both<'_>, told: &BTreeSet<&str>) -> Vec<StillReviewed> {
    let still = |(p, q): &(usize, usize)| {
        let (was, is) = (&both.old.pages[*p].doc.front, &both.new.pages[*q].doc.front);
        let facts = both.new.pages[*q].facts();
        let reviewed = is.reviewed.filter(|day| was.reviewed == Some(*day) && was.reviewer == is.reviewer)?;
        told.contains(facts.address.as_str()).then(|| StillReviewed {
            title: facts.title.clone(),
            address: facts.address.clone(),
            reviewer: is.reviewer.clone().unwrap_or_default(),
            reviewed: reviewed.to_string(),
        })
    };
    both.pairs.iter().filter_map(still).collect()
}

/// What became of what a page says of its review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewFate {
    /// It says so anew, or of somebody else, or of another day.
    New,
    /// It says so no more.
    Gone,
    /// Only when the next one is due is another day.
    OtherDay,
}

impl ReviewFate {
    /// Of the keys that say something else; `None` where none does.
    pub fn of(changes: &[FieldChange]) -> Option<ReviewFate> {
        let vouching = || changes.iter().filter(|field| field.key != "next_review");
        match (changes.is_empty(), vouching().next().is_some()) {
            (true, _) => None,
            (false, false) => Some(ReviewFate::OtherDay),
            _ if vouching().all(|field| field.after.is_empty()) => Some(ReviewFate::Gone),
            _ => Some(ReviewFate::New),
        }
    }
}
