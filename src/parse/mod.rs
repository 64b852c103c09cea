//! One file → what it says, no other file in sight.
//!
//! Takes: a [`Source`]. Gives: a [`Doc`], with the problems that the file alone shows.
//! Never: looks at another file, so files are parsed side by side and remembered by their content.

mod article;
mod callout;
mod decision;
mod dialect;
mod drawing;
mod facts;
pub mod foreign;
pub mod front;
pub mod glossary;
pub mod html;
mod ids;

mod markdown;
mod prose;
mod target;
pub mod words;

use crate::problem::Problem;
use crate::source::{SitePath, Source, digest};
use std::collections::BTreeSet;
use std::sync::Arc;

pub use article::Article;
pub use decision::{Decision, Slot};
pub use dialect::{Dialect, LineEnds, Syntax, Unrendered};
pub use drawing::Drawing;
pub use facts::is_index;
pub use facts::{Facts, Kind, ScreenFacts};
pub use front::{Days, Front, KeptAnchor, Visibility, Waits};
pub use prose::LinkText;
pub use prose::reading::{Unusual, words_in};
pub use target::{Destination, destination, name as name_in_brackets};

/// One file, understood.
#[derive(Debug)]
pub struct Doc {
    /// The file.
    pub source: Arc<Source>,
    /// What other pages may know of it.
    pub facts: Facts,
    /// The key of the facts.
    pub facts_key: u128,
    /// The words of an article, by which related pages are found.
    pub words: words::Words,
    /// What is said before the text.
    pub front: Front,
    /// The rest.
    pub content: Content,
    /// What is wrong with it by itself.
    pub problems: Vec<Problem>,
    /// Whether no author wrote it, so that nobody can change it.
    pub made: bool,
    /// As whose Markdown it was read.
    pub dialect: Dialect,
}

/// What a page is made from.
#[derive(Debug)]
pub enum Content {
    /// A text.
    Article(Box<Article>),
    /// Questions that lead to outcomes.
    Tree(Box<Decision>),
}

impl Content {
    /// The words of its links.
    pub fn link_texts(&self) -> &[LinkText] {
        match self {
            Content::Article(article) => &article.link_texts,
            Content::Tree(decision) => &decision.link_texts,
        }
    }
}

impl Doc {
    /// The levels of care that it tells of, by its care cards or as a tree's outcomes: `urgent`.
    pub fn care(&self) -> BTreeSet<&'static str> {
        match &self.content {
            Content::Article(article) => levels_of(&article.body).collect(),
            Content::Tree(decision) => {
                let levels = decision.tree.outcomes.iter().filter_map(|o| decision.tree.levels.get(o.level));
                let cards = decision.texts.values().flat_map(|(body, _)| levels_of(body));
                levels.filter_map(|level| callout::level(level)).chain(cards).collect()
            }
        }
    }
}

fn levels_of(body: &crate::text::Body) -> impl Iterator<Item = &'static str> {
    body.cards.iter().map(|card| card.level)
}

/// Parses a Markdown file of a site of ours.
pub fn article(source: &Arc<Source>) -> Doc {
    article_in(source, Dialect::Own)
}

/// Parses a Markdown file.
pub fn article_in(source: &Arc<Source>, dialect: Dialect) -> Doc {
    let mut problems = Vec::new();
    let (front, article) = article::article(source, dialect, &mut problems);
    let mut front = front;
    let mut facts = facts::of_article(source, &front, &article);
    if let Some(post) = facts::post(&source.path).filter(|_| dialect == Dialect::Generator) {
        facts = facts::of_post(post, article.title.is_some(), facts);
        front.date = front.date.or(Some(post.0));
    }
    Doc {
        source: Arc::clone(source),
        words: words::words(&facts, &article),
        facts_key: digest(&facts),
        facts,
        front,
        content: Content::Article(Box::new(article)),
        problems,
        made: false,
        dialect,
    }
}

/// The same page at another address.
pub fn readdressed(doc: &Doc, address: String) -> Doc {
    let parsed = match doc.facts.kind {
        Kind::Tree => tree(&doc.source),
        Kind::Article => article_in(&doc.source, doc.dialect),
    };
    let whole = parsed.facts.whole_address.as_ref();
    let whole = whole.and_then(|whole| Some(format!("{address}{}", whole.strip_prefix(&parsed.facts.address)?)));
    let facts = Facts { whole_address: whole, address, ..parsed.facts };
    Doc { facts_key: digest(&facts), facts, made: doc.made, ..parsed }
}

/// Parses a Markdown text that the program has made.
pub fn made_article(source: &Arc<Source>) -> Doc {
    Doc { made: true, ..article(source) }
}

/// Parses and proves a decision tree.
pub fn tree(source: &Arc<Source>) -> Doc {
    let mut problems = Vec::new();
    let (front, decision) = decision::decision(source, &mut problems);
    let facts = facts::of_tree(source, &front, &decision);
    Doc {
        source: Arc::clone(source),
        words: Arc::default(),
        facts_key: digest(&facts),
        facts,
        front,
        content: Content::Tree(Box::new(decision)),
        problems,
        made: false,
        dialect: Dialect::Own,
    }
}

/// A page whose file could not be read: its address and the name of its file are known, and it is held back.
pub fn unread(path: &SitePath) -> Doc {
    let empty = Arc::new(Source::new(path.clone(), String::new()));
    let tree = path.file_name().to_lowercase().ends_with(".yaml") || path.file_name().to_lowercase().ends_with(".yml");
    let doc = if tree { self::tree(&empty) } else { article(&empty) };
    let facts = Facts { visibility: Visibility::Unknown, ..doc.facts };
    Doc { facts_key: digest(&facts), facts, problems: Vec::new(), ..doc }
}

/// Reads a drawing, and writes it anew.
pub fn drawing(source: &Source) -> Drawing {
    drawing::drawing(source)
}
