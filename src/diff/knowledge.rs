//! The glossary and the sources of both versions → the terms that mean something else, and the sources that are not the same.
//!
//! Takes: two sites. Gives: [`TermChange`]s and [`ReferenceChange`]s. Never: looks at where a term or a source is used; what a page
//! itself says is told with the page.

use super::cards::{self, CardChange};
use super::pages::Both;
use super::sentences::{self, Edit};
use super::text::Reading;
use crate::config::references::Reference;
use crate::link::Site;
use crate::parse::glossary::Term;
use crate::text::Passage;
use serde::Serialize;
use std::collections::BTreeMap;

/// A term that came, went, or is explained otherwise.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct TermChange {
    /// As the glossary writes it now; of one that went, as it did.
    pub term: String,
    /// The other words for it, if it was there.
    pub forms_before: Option<Vec<String>>,
    /// The other words for it, if it is there.
    pub forms_after: Option<Vec<String>>,
    /// Care cards in its meaning that are not what they were, the gravest first.
    pub cards: Vec<CardChange>,
    /// What changed in its meaning, sentence by sentence.
    pub sentences: Vec<Edit>,
}

/// A source that came, went, or is another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceChange {
    /// What `[@key]` names.
    pub key: String,
    /// As it was printed, if it was there.
    pub before: Option<String>,
    /// As it is printed, if it is there.
    pub after: Option<String>,
    /// The key that named it before, where only that is another.
    pub key_before: Option<String>,
}

/// The terms, in the order of their words.
pub(super) fn terms(sites: Both<'_>) -> Vec<TermChange> {
    both(by_words(sites.old), by_words(sites.new)).filter_map(|(_, before, after)| term(sites, before, after)).collect()
}

/// The sources, in the order of their keys.
pub(super) fn sources(old: &Site, new: &Site) -> Vec<ReferenceChange> {
    let by_key = |site: &Site| site.references.iter().map(|(key, r)| (key.clone(), printed(r))).collect();
    let all = both(by_key(old), by_key(new)).filter(|(_, before, after)| before != after);
    let mut out: Vec<ReferenceChange> =
        all.map(|(key, before, after)| ReferenceChange { key, before, after, key_before: None }).collect();
    // The very same source under another key, where there is one such source only.
    let came = |said: &String, out: &[ReferenceChange]| -> Vec<usize> {
        let new = |change: &ReferenceChange| change.before.is_none() && change.after.as_ref() == Some(said);
        out.iter().enumerate().filter(|(_, change)| new(change)).map(|(at, _)| at).collect()
    };
    let gone: Vec<ReferenceChange> = out.iter().filter(|change| change.after.is_none()).cloned().collect();
    for ReferenceChange { key, before, .. } in &gone {
        let again = gone.iter().filter(|other| other.before == *before).count() > 1;
        let Some(said) = before.as_ref().filter(|_| !again) else { continue };
        if let [at] = came(said, &out)[..] {
            (out[at].key_before, out[at].before) = (Some(key.clone()), before.clone());
            out.retain(|change| change.key != *key);
        }
    }
    out
}

/// What either of two maps has, with what both have of it.
pub(super) fn both<T>(
    mut before: BTreeMap<String, T>,
    mut after: BTreeMap<String, T>,
) -> impl Iterator<Item = (String, Option<T>, Option<T>)> {
    let mut keys: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().map(move |key| {
        let (was, is) = (before.remove(&key), after.remove(&key));
        (key, was, is)
    })
}

/// The terms by their words, without regard to capitals: by their place in the glossary.
fn by_words(site: &Site) -> BTreeMap<String, usize> {
    site.glossary.terms.iter().enumerate().map(|(t, term)| (term.term.text.to_lowercase(), t)).collect()
}

fn term(sites: Both<'_>, before: Option<usize>, after: Option<usize>) -> Option<TermChange> {
    let (old, new) = (sites.old, sites.new);
    let (was, is) = (before.map(|t| &old.glossary.terms[t]), after.map(|t| &new.glossary.terms[t]));
    let forms = |term: &Term| term.forms.iter().map(|form| form.text.clone()).collect::<Vec<_>>();
    let change = TermChange {
        term: is.or(was)?.term.text.clone(),
        forms_before: was.map(forms),
        forms_after: is.map(forms),
        cards: cards::of_term(sites, [before, after]),
        sentences: sentences::compare(&meaning(sites.before(), before), &meaning(sites.after(), after)).edits,
    };
    let same = change.sentences.is_empty() && change.cards.is_empty() && change.forms_before == change.forms_after;
    (!same).then_some(change)
}

fn meaning(reading: Reading<'_>, term: Option<usize>) -> Vec<Passage> {
    let mut out = Vec::new();
    if let Some(t) = term {
        let links = reading.site.term_links.get(t).map_or(&[][..], Vec::as_slice);
        reading.body(&reading.site.glossary.terms[t].meaning, links, &mut out);
    }
    out
}

/// A source in one line.
pub(super) fn printed(reference: &Reference) -> String {
    let checked = reference.checked.map(|day| format!("checked {day}")).unwrap_or_default();
    let parts = [
        &reference.kind,
        &reference.authors,
        &reference.title,
        &reference.container,
        &reference.year,
        &reference.volume,
        &reference.pages,
        &reference.doi,
        &reference.pmid,
        &reference.url,
        &checked,
    ];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}
