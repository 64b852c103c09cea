//! What the templates are given of terms and their meanings.
//!
//! Takes: nothing; these are types. Gives: [`GlossaryTerm`] and [`TermNote`].
//! Never: holds what a template must look up.

use super::LinkView;
use serde::Serialize;

/// A term on the glossary's page.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct GlossaryTerm {
    /// The term.
    pub title: String,
    /// Its other forms.
    pub forms: Vec<String>,
    /// Its anchor.
    pub anchor: String,
    /// HTML: what it means.
    pub html: String,
    /// Pages that use it.
    pub used_in: Vec<LinkView>,
    /// How many more there are.
    pub more: usize,
}

/// A term that the page uses: shown when it is pointed at, and printed at the end.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TermNote {
    /// The term.
    pub title: String,
    /// Its anchor on the glossary's page; the note's own has `term-` before it.
    pub anchor: String,
    /// Its place on the glossary's page.
    pub href: String,
    /// HTML: what it means.
    pub html: String,
}
