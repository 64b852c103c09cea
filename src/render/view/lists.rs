//! What the templates of lists are given.
//!
//! Takes: nothing; these are types. Gives: [`TagView`], [`Letter`] and their parts.
//! Never: holds what a template must look up.

use super::Listed;
use serde::Serialize;

/// A subject.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TagView {
    /// Its words.
    pub title: String,
    /// Its pages.
    pub pages: Vec<Listed>,
}

/// A subject in the list of all.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TagItem {
    /// Its words.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many pages it has.
    pub count: usize,
}

/// The pages of one letter.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct Letter {
    /// The letter, or `#` for all else.
    pub letter: String,
    /// Its own page, where there are too many pages for one list; else empty.
    pub href: String,
    /// How many pages it has.
    pub count: usize,
    /// Its pages, by their titles and by what readers also call them. Where letters have pages of their own, those that stand here.
    pub pages: Vec<LetterEntry>,
}

/// A page under a letter.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct LetterEntry {
    /// Its title, or another name for it.
    pub title: String,
    /// Its address.
    pub href: String,
    /// One sentence, or empty. Not beside another name.
    pub description: String,
    /// Beside another name: the page's title; else empty.
    pub page: String,
}
