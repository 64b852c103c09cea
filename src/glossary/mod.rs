//! Terms and texts → where each text uses a term.
//!
//! Takes: the terms of `glossary.yaml`, and parsed files. Gives: a [`Glossary`], and for each file its [`Uses`].
//! Never: looks at a meaning: that a meaning has changed is for the pages that show it, and no text is read again for it.

mod find;
#[cfg(test)]
mod tests;
mod trie;

use crate::parse::glossary::{Term, folded};
use crate::parse::{Content, Doc, Slot};
use crate::source::{SitePath, digest, slug};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use trie::Trie;

/// The terms, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Glossary {
    /// In the file's order.
    pub terms: Vec<Term>,
    /// The terms that each meaning uses, but for its own.
    pub in_meanings: Vec<Vec<Use>>,
    /// Of everything but the meanings' words: with the same key, the same is found in a text.
    pub key: u128,
    trie: Trie,
    names: HashMap<String, usize>,
}

/// A place in a text's HTML that is to be a link to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Use {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The term, by its number.
    pub term: u32,
}

/// The terms that a file uses: the first time in each section, by its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Of an article.
    pub body: Vec<Use>,
    /// Of a decision tree. Hints of options have none: all of an option is one link.
    pub texts: BTreeMap<Slot, Vec<Use>>,
}

impl Uses {
    /// Every term that is used, in order, each once.
    pub fn terms(&self) -> Vec<usize> {
        let all = self.body.iter().chain(self.texts.values().flatten());
        let mut terms: Vec<usize> = all.map(|used| used.term as usize).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }
}

/// What was found in each file, and for which glossary and text.
#[derive(Debug, Default)]
pub struct Memory {
    found: HashMap<SitePath, (u128, u128, Arc<Uses>)>,
}

impl Default for Glossary {
    fn default() -> Glossary {
        Glossary::new(Vec::new())
    }
}

impl Glossary {
    /// Prepares the terms.
    pub fn new(terms: Vec<Term>) -> Glossary {
        let all = || terms.iter().enumerate().flat_map(|(t, term)| term.names().map(move |name| (t, &name.text)));
        let trie = Trie::new(all().map(|(t, name)| (t as u32, name.as_str())));
        let names = all().map(|(t, name)| (folded(name), t)).collect();
        let key = digest(&all().collect::<Vec<_>>());
        let mut glossary = Glossary { terms, in_meanings: Vec::new(), key, trie, names };
        glossary.in_meanings = glossary.terms.iter().map(|term| find::find(&term.meaning, &glossary)).collect();
        for (term, uses) in glossary.in_meanings.iter_mut().enumerate() {
            uses.retain(|used| used.term as usize != term);
        }
        glossary
    }

    /// The term that is called so.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.names.get(&folded(name)).copied()
    }

    /// The term that somebody means: its anchor, or one of its names.
    pub fn term_called(&self, name: &str) -> Option<usize> {
        let by_anchor = || self.terms.iter().position(|term| term.anchor == name || term.anchor == slug::slug(name));
        self.named(name).or_else(by_anchor)
    }

    /// What each file uses. One that has not changed, with terms that have not, is not looked through again.
    pub fn uses<'a>(&self, docs: impl Iterator<Item = &'a Arc<Doc>>, memory: &mut Memory) -> Vec<Arc<Uses>> {
        let docs: Vec<&Arc<Doc>> = docs.collect();
        if self.terms.is_empty() {
            memory.found.clear();
            return vec![Arc::default(); docs.len()];
        }
        let known = |doc: &Doc| {
            let (terms, text, uses) = memory.found.get(&doc.source.path)?;
            (*terms == self.key && *text == doc.source.hash).then(|| Arc::clone(uses))
        };
        let found: Vec<(Arc<Uses>, bool)> = docs
            .par_iter()
            .map(|doc| known(doc).map_or_else(|| (Arc::new(self.of_doc(doc)), true), |uses| (uses, false)))
            .collect();
        for (doc, (uses, _)) in docs.iter().zip(&found).filter(|(_, (_, fresh))| *fresh) {
            memory.found.insert(doc.source.path.clone(), (self.key, doc.source.hash, Arc::clone(uses)));
        }
        if memory.found.len() > docs.len() {
            let there: std::collections::HashSet<&SitePath> = docs.iter().map(|doc| &doc.source.path).collect();
            memory.found.retain(|path, _| there.contains(path));
        }
        found.into_iter().map(|(uses, _)| uses).collect()
    }

    fn of_doc(&self, doc: &Doc) -> Uses {
        match &doc.content {
            // The explanation of a check is for authors.
            _ if doc.made => Uses::default(),
            Content::Article(article) => Uses { body: find::find(&article.body, self), texts: BTreeMap::new() },
            Content::Tree(decision) => {
                let texts = decision.texts.iter().filter(|(slot, _)| !matches!(slot, Slot::OptionHint(..)));
                let texts = texts.map(|(slot, (body, _))| (*slot, find::find(body, self)));
                Uses { body: Vec::new(), texts: texts.filter(|(_, uses)| !uses.is_empty()).collect() }
            }
        }
    }
}
