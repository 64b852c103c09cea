//! What the template of the whole site in one document is given.
//!
//! Takes: nothing; these are types. Gives: [`BookView`] and its parts.
//! Never: holds what a template must look up.

use super::{GlossaryTerm, LinkView};
use serde::Serialize;

/// The whole site in one document. Its sources are the page's.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct BookView {
    /// When one of its pages was last reviewed, or else changed, as a sentence; empty where nobody knows.
    pub as_of: String,
    /// The same as an e-book.
    pub epub: LinkView,
    /// What to do where help cannot wait: its care cards of the two gravest levels.
    pub cards: Vec<LinkView>,
    /// HTML: a list of links to the chapters, and in it lists of those below one.
    pub contents: String,
    /// Its pages, in reading order.
    pub chapters: Vec<ChapterView>,
    /// The anchor of the terms.
    pub terms_anchor: &'static str,
    /// The terms.
    pub terms: Vec<GlossaryTerm>,
    /// The anchor of the sources.
    pub sources_anchor: &'static str,
}

/// A page in the document of the whole site.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct ChapterView {
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// The language of its text, where that is not the site's; else empty.
    pub language: String,
    /// `ltr` or `rtl`: the way of that language; else empty.
    pub direction: &'static str,
    /// When it was reviewed, as a sentence; empty where the site does not ask for reviews.
    pub review: String,
    /// HTML, with headings of the third level and below.
    pub html: String,
}
