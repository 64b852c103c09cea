//! What the templates are given of sources.
//!
//! Takes: nothing; these are types. Gives: [`ListedSource`] and its parts.
//! Never: holds what a template must look up.

use serde::Serialize;

/// A source on the page of all sources.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct ListedSource {
    /// Its anchor.
    pub anchor: String,
    /// HTML.
    pub html: String,
    /// The pages that cite it.
    pub cited_in: Vec<CitedIn>,
}

/// A page that cites a source.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct CitedIn {
    /// Its title; of a question or an outcome, the tree's.
    pub title: String,
    /// The first place that cites it; from there, the list of sources leads to the others.
    pub href: String,
}
