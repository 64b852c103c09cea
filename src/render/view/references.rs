//! What the templates are given of sources.
//!
//! Takes: nothing; these are types. Gives: [`ListedSource`] and its parts.
//! Never: holds what a template must look up.

use super::LinkView;
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
    /// Its title.
    pub title: String,
    /// The tree that a question or an outcome belongs to; else empty.
    pub within: String,
    /// The first place that cites it.
    pub href: String,
    /// The other places, by their numbers from 2 on.
    pub again: Vec<LinkView>,
}
