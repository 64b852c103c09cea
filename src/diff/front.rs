//! What is said of a page before its text, in both versions → what is not the same: who vouches for it, and the rest.
//!
//! Takes: two pages that are one. Gives: [`FieldChange`]s. Never: tells an address or a title, which are told with the page.

use crate::link::Page;
use serde::Serialize;

/// A key of the front matter that says something else.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The key: `reviewer`.
    pub key: &'static str,
    /// What it said; empty where it was not there.
    pub before: String,
    /// What it says; empty where it is not there.
    pub after: String,
}

/// Whether somebody qualified has read the page: `reviewed`, `reviewer`, `next_review`.
pub(super) fn review(before: &Page, after: &Page) -> Vec<FieldChange> {
    changed(before, after, vouched)
}

/// The same of a page that is new.
pub(super) fn reviewed(page: &Page) -> Vec<FieldChange> {
    let said = vouched(page).into_iter().filter(|(_, after)| !after.is_empty());
    said.map(|(key, after)| FieldChange { key, before: String::new(), after }).collect()
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
    changed(before, after, |page| {
        let (front, facts) = (&page.doc.front, page.facts());
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let list = |words: &[String]| words.join(", ");
        let extra = if front.extra.is_null() { String::new() } else { front.extra.to_string() };
        let yes = |yes: bool| String::from(if yes { "yes" } else { "no" });
        vec![
            ("description", facts.description.clone()),
            ("aliases", list(&facts.aliases)),
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
    })
}

fn changed(before: &Page, after: &Page, said: impl Fn(&Page) -> Vec<(&'static str, String)>) -> Vec<FieldChange> {
    let both = said(before).into_iter().zip(said(after));
    both.filter(|((_, before), (_, after))| before != after)
        .map(|((key, before), (_, after))| FieldChange { key, before, after })
        .collect()
}
