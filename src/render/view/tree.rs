//! What the templates of a decision tree's pages are given.
//!
//! Takes: nothing; these are types. Gives: [`TreeView`] and its parts.
//! Never: holds what a template must look up.

use super::{Backlink, Listed, Review};
use serde::Serialize;

/// A decision tree.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TreeView {
    /// Its title.
    pub title: String,
    /// Its start page.
    pub href: String,
    /// The page that shows all of it.
    pub whole: String,
    /// HTML; on its start page.
    pub intro: String,
    /// What it is for.
    pub purpose: String,
    /// Its first question; on its start page.
    pub start: Option<QuestionView>,
    /// When it was reviewed.
    pub review: Review,
    /// The day it was last changed, in words; empty where its author does not say.
    pub updated: String,
    /// Who links to it.
    pub backlinks: Vec<Backlink>,
    /// How many more do.
    pub more_backlinks: usize,
    /// The script for its pages; empty where the theme has none.
    pub script: String,
    /// The ways between its pages, for the script.
    pub routes: String,
    /// This page's number in them.
    pub screen: usize,
}

/// A question.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct QuestionView {
    /// The question.
    pub ask: String,
    /// HTML.
    pub hint: String,
    /// The answers, each a link.
    pub choices: Vec<ChoiceView>,
    /// Of tick boxes: what can be ticked.
    pub ticks: Vec<TickView>,
    /// Of a number: which ones.
    pub numbers: Option<NumbersView>,
    /// How many questions come after it at most, before a result or another tree.
    pub ahead: usize,
}

/// What can be ticked.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct TickView {
    /// Its words.
    pub label: String,
    /// HTML.
    pub hint: String,
    /// Whether it excludes the others.
    pub alone: bool,
    /// Whether it leads on by itself, so that no answer below it changes where.
    pub decides: bool,
}

/// The numbers that a question takes.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct NumbersView {
    /// The smallest.
    pub min: String,
    /// The largest.
    pub max: String,
    /// From one to the next.
    pub step: String,
    /// What is counted; may be empty.
    pub unit: String,
    /// Whether they are all the whole numbers between; of times, all seconds.
    pub whole: bool,
    /// Whether they are times.
    pub time: bool,
}

/// An answer.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct ChoiceView {
    /// Its words.
    pub label: String,
    /// HTML.
    pub hint: String,
    /// What comes next.
    pub href: String,
    /// Whether it leaves the question out. A script shows it below its field.
    pub skip: bool,
}

/// An outcome.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct OutcomeView {
    /// Its title.
    pub title: String,
    /// The id of its level, such as `urgent`.
    pub level: String,
    /// The built-in level that it looks like: itself, or of a tree's own levels one by its place among them.
    pub looks_like: &'static str,
    /// The level in words.
    pub level_word: String,
    /// The number to call at this level; empty where none is known.
    pub call: String,
    /// What the link to it says.
    pub call_words: String,
    /// Whether the body begins with a care card of this level, which is then drawn as part of the verdict.
    pub joined: bool,
    /// HTML. A card that is joined has no button: the verdict has it.
    pub body: String,
    /// HTML: the pieces that the answers add.
    pub also: Vec<String>,
    /// What to read.
    pub read: Vec<Listed>,
}

/// A whole tree.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct WholeView {
    /// HTML: the drawing; empty where the tree is too large to be drawn.
    pub map: String,
    /// The questions, in reading order.
    pub questions: Vec<WholeQuestion>,
}

/// A question among all of a tree's.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct WholeQuestion {
    /// Its anchor.
    pub anchor: String,
    /// The question.
    pub ask: String,
    /// Its answers.
    pub answers: Vec<WholeAnswer>,
}

/// An answer and where it leads.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct WholeAnswer {
    /// In words.
    pub answer: String,
    /// Where it leads; more than one place if earlier answers decide. The first that fits is meant.
    pub ways: Vec<WholeWay>,
}

/// Where an answer leads.
#[derive(Clone, Debug, Default, Serialize, Hash)]
pub struct WholeWay {
    /// What must have been answered earlier, in words.
    pub earlier: String,
    /// The question or the outcome.
    pub title: String,
    /// Its place on this page, or its page.
    pub href: String,
    /// A question's number; 0 for all else.
    pub number: usize,
    /// The id of an outcome's level.
    pub level: String,
    /// The built-in level that it looks like.
    pub looks_like: &'static str,
    /// The level in words.
    pub level_word: String,
}
