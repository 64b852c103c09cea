//! How soon help is needed, in words.
//!
//! Takes: the id of a level. Gives: what a reader is told, in the site's language.
//! Never: says how grave a level is: its tree does.

use super::page_context::Frame;
use crate::parse::Content;
use crate::render::view::LevelView;

/// The levels of articles' cards, the gravest first.
const OF_CARDS: [&str; 2] = ["emergency", "urgent"];

impl Frame<'_> {
    /// A level of a tree's own that the theme has no word for is called by its id.
    pub(in crate::render) fn level_word(&self, level: &str) -> String {
        self.theme.words.get(&format!("care-{level}")).cloned().unwrap_or_else(|| {
            let words = level.replace(['-', '_'], " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
    }

    /// The levels of the cards and outcomes that a search may find.
    pub(super) fn levels(&self) -> Vec<LevelView> {
        let of = |id: &str, looks_like| LevelView { id: id.to_owned(), looks_like, word: self.level_word(id) };
        let mut out: Vec<LevelView> = OF_CARDS.into_iter().map(|level| of(level, level)).collect();
        for tree in &self.site.trees {
            let Content::Tree(decision) = &self.site.pages[*tree].doc.content else { continue };
            let tree = &decision.tree;
            for outcome in &tree.outcomes {
                let Some(level) = tree.levels.get(outcome.level) else { continue };
                let level = of(level, tree.looks_like(outcome.level));
                if out.iter().all(|known| known.id != level.id) {
                    out.push(level);
                }
            }
        }
        out
    }
}
