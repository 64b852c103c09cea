//! What a decision tree is, once read.
//!
//! Takes: nothing. Gives: [`Tree`] and its parts. Questions, outcomes and levels are named by their place in the tree's lists.
//! Never: holds anything that is not in the file, or knows what Markdown means: such fields stay [`Text`].

use super::decimal::Decimal;
use super::number::NumberKind;
use super::sum::{Sum, SumOf, Value, Wanted};
use super::told::Teller;
use crate::source::Span;
use crate::yaml::Text;

/// A decision tree as its file has it. What could not be read is told elsewhere and left out here.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// One sentence for lists and search.
    pub summary: Option<Text>,
    /// Markdown above the first question.
    pub intro: Option<Text>,
    /// What the tree is for, and what it is not.
    pub purpose: Option<Text>,
    /// How soon help is needed, mildest first.
    pub levels: Vec<String>,
    /// The first question to be asked. Means nothing in a tree without questions.
    pub start: usize,
    /// In reading order.
    pub questions: Vec<Question>,
    /// What it reckons from answers, in the file's order.
    pub values: Vec<Value>,
    /// In the file's order.
    pub outcomes: Vec<Outcome>,
    /// Answers, and what they must reach.
    pub tests: Vec<Test>,
    /// What must hold on every path.
    pub rules: Vec<SafetyRule>,
    /// Whether a question's answers, its way on, or the list of outcomes could not be read, so that nothing is known of the paths.
    /// That has been told.
    pub torn: bool,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its key.
    pub id: Text,
    /// The question itself, as plain text.
    pub ask: Text,
    /// Markdown below it.
    pub hint: Option<Text>,
    /// What is asked, on the card with a result, in the words of whoever reads that.
    pub on_card: Option<Text>,
    /// What its answer is called in a text, where nobody knows it.
    pub called: Option<Text>,
    /// How it is answered.
    pub kind: Kind,
    /// What may be chosen or ticked; of a number, at most the option that leaves it out.
    pub options: Vec<Choice>,
    /// The option that leaves the question unanswered. It stands alone, and only a condition that names it fits.
    pub skip: Option<usize>,
    /// The first that fits decides what comes next, after the options' own `goto`.
    pub next: Vec<Rule>,
    /// Whether its answers could not all be read, so that nobody knows which there are. That has been told.
    pub broken: bool,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of the options.
    One,
    /// At least one option, as many as fit. The option `none` stands alone.
    Any,
    /// A number, or a time.
    Number(NumberKind),
}

/// An option of a question.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its key.
    pub id: Text,
    /// The words shown, as plain text.
    pub say: Text,
    /// Markdown below them.
    pub hint: Option<Text>,
    /// The words on the card with a result.
    pub on_card: Option<Text>,
    /// Where it leads, whatever the rules say.
    pub goto: Option<Goto>,
}

/// A rule of a question's `next`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// When it fits; always, if there is none.
    pub when: Option<When>,
    /// What comes next.
    pub goto: Goto,
    /// The whole rule; of one that fills several lines, the first.
    pub span: Span,
}

impl Rule {
    /// Whether its condition could be read, and is surely meant so.
    pub(in crate::tree) fn is_clear(&self) -> bool {
        !self.when.as_ref().is_some_and(|when| when.broken || when.doubted)
    }
}

/// Where an answer leads.
#[derive(Clone, Debug)]
pub struct Goto {
    /// What it names.
    pub target: Target,
    /// The name, as written.
    pub span: Span,
}

/// What a `goto` names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A question of this tree.
    Question(usize),
    /// An outcome of this tree.
    Outcome(usize),
    /// Another tree's start: the text after `tree:`.
    OtherTree(String),
    /// Nothing that exists. It has been told.
    Unknown,
}

/// A condition on the answers of a path: all entries of one of the lists hold.
#[derive(Clone, Debug, Default)]
pub struct When {
    /// Any of these lists, each of entries that must all hold.
    pub any: Vec<Vec<Entry>>,
    /// Whether a part could not be read, so that nobody knows when it holds. That has been told.
    pub broken: bool,
    /// Whether something was told of a part that could be read, such as a comparison that never holds. It counts as it stands.
    pub doubted: bool,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One question was answered so.
    Answer {
        /// The question.
        question: usize,
        /// The answers that fit.
        matcher: Matcher,
        /// The question's id, as written in the condition.
        span: Span,
    },
    /// What answers add up to is in these ranges, in steps from the least, ends included, in order, never touching.
    Sum {
        /// What is added up.
        of: SumOf,
        /// What fits.
        ranges: Vec<(i128, i128)>,
        /// The name, as written in the condition.
        span: Span,
    },
}

impl Entry {
    /// The name that it begins with.
    pub fn span(&self) -> Span {
        match self {
            Entry::Answer { span, .. } | Entry::Sum { span, .. } => *span,
        }
    }

    /// The questions that it looks at.
    pub fn questions(&self, tree: &Tree) -> Vec<usize> {
        match self {
            Entry::Answer { question, .. } => vec![*question],
            Entry::Sum { of, .. } => tree.sum(of).questions(),
        }
    }
}

/// The answers to one question that fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matcher {
    /// One of these options, in order, each once.
    Options(Vec<usize>),
    /// Ticks that fit.
    Ticks(Ticks),
    /// Numbers in these ranges, counted in steps from `min`, ends included, in order, never touching.
    Steps(Vec<(i128, i128)>),
}

/// A condition on ticked options.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ticks {
    /// At least one of these is ticked. In order, each once.
    Hit(Vec<usize>),
    /// The other does not hold.
    Not(Box<Ticks>),
    /// One of these holds.
    Any(Vec<Ticks>),
    /// All of these are ticked. In order, each once.
    All(Vec<usize>),
    /// How many of these are ticked is in these ranges, ends included, in order, never touching.
    Count(Vec<usize>, Vec<(i128, i128)>),
}

/// Where a path may end.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its key.
    pub id: Text,
    /// The heading, as plain text. Where it speaks of answers, they are called by their names.
    pub title: Text,
    /// The same in pieces, where it does: what is said as it is, and what is told by the answers.
    pub title_pieces: Vec<Result<Teller, String>>,
    /// How soon help is needed: a place in the tree's `levels`.
    pub level: usize,
    /// Whether `level` is what the file says. A level that could not be read has been told.
    pub level_known: bool,
    /// Markdown.
    pub body: Option<Text>,
    /// Articles, in `[[link]]` terms.
    pub read: Vec<Text>,
    /// Added below the body where the answers fit.
    pub also: Vec<Also>,
}

/// A piece that is added to an outcome where the answers fit.
#[derive(Clone, Debug)]
pub struct Also {
    /// Where it is added; everywhere, if there is none.
    pub when: Option<When>,
    /// Markdown.
    pub say: Text,
}

/// An answer to one question.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// This option.
    Option(usize),
    /// These ticks, in order, each once.
    Ticks(Vec<usize>),
    /// This number.
    Number(Decimal),
}

/// Answers, and what they must reach.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it is called.
    pub name: Option<Text>,
    /// One answer a question.
    pub answers: Vec<(usize, Answer)>,
    /// What they must reach. A question is reached if it is the one that stays open.
    pub reaches: Goto,
    /// What the tree's values must come to.
    pub values: Vec<Wanted>,
    /// Whether all of it could be read.
    pub broken: bool,
}

/// What must hold on every path.
#[derive(Clone, Debug)]
pub struct SafetyRule {
    /// What it is called.
    pub name: Option<Text>,
    /// Its name, or else its first line.
    pub span: Span,
    /// What it says.
    pub kind: RuleKind,
}

/// What a safety rule says.
#[derive(Clone, Debug)]
pub enum RuleKind {
    /// Every path to these ends has asked, answered and is as short as this.
    PathsTo {
        /// The ends meant.
        ends: Ends,
        /// Questions that must have been asked.
        must_ask: Vec<usize>,
        /// What must have been answered.
        must_answer: Option<When>,
        /// The most answers it may take.
        within: Option<u32>,
    },
    /// Every path with these answers comes to these ends.
    PathsWith {
        /// The answers meant.
        when: When,
        /// Where such a path must end.
        must_reach: Option<Ends>,
        /// Where such a path may not end.
        must_not_reach: Option<Ends>,
    },
    /// Of two ways to answer that differ in one answer, the worse never ends milder.
    Pairs {
        /// The questions whose answers are compared, with the options from the mildest to the worst. Of tick boxes, more ticks are
        /// worse, and `none` is the mildest.
        orders: Vec<(usize, Vec<usize>)>,
    },
    /// Something in it could not be read. It has been told.
    Broken,
}

/// A choice among outcomes.
#[derive(Clone, Debug)]
pub enum Ends {
    /// These outcomes.
    Outcomes(Vec<usize>),
    /// Those of this level.
    Level(usize),
    /// Those of milder levels than this.
    LevelBelow(usize),
    /// Those of this level and the graver ones.
    LevelAtLeast(usize),
}

impl Ends {
    /// Whether an outcome is among them.
    pub fn hold(&self, tree: &Tree, outcome: usize) -> bool {
        let level = tree.outcomes[outcome].level;
        match self {
            Ends::Outcomes(outcomes) => outcomes.contains(&outcome),
            Ends::Level(wanted) => level == *wanted,
            Ends::LevelBelow(limit) => level < *limit,
            Ends::LevelAtLeast(limit) => level >= *limit,
        }
    }
}

/// The levels of a tree that names none, mildest first.
pub const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

impl Tree {
    /// The one of `LEVELS` that a level looks like: itself, or, of a tree's own, one by its place among them. Of those none looks
    /// like an emergency, which has a number to call.
    pub fn looks_like(&self, level: usize) -> &'static str {
        let known = self.levels.get(level).and_then(|level| LEVELS.into_iter().find(|known| known == level));
        known.unwrap_or(match level {
            0 => LEVELS[0],
            _ if level + 1 < self.levels.len() => LEVELS[1],
            _ => LEVELS[2],
        })
    }

    /// What a condition adds up.
    pub fn sum<'a>(&'a self, of: &'a SumOf) -> &'a Sum {
        match of {
            SumOf::Value(value) => &self.values[*value].sum,
            SumOf::Count(sum) => sum,
        }
    }

    /// Every other tree that a `goto` names, with the place of the name. Whether it exists is for the caller to see.
    pub fn other_trees(&self) -> Vec<(&str, Span)> {
        self.gotos()
            .filter_map(|goto| match &goto.target {
                Target::OtherTree(path) => Some((path.as_str(), goto.span)),
                _ => None,
            })
            .collect()
    }

    /// Every `goto` of the questions, in the file's order of questions.
    pub fn gotos(&self) -> impl Iterator<Item = &Goto> {
        self.questions.iter().flat_map(Question::gotos)
    }
}

impl Question {
    /// The options' own `goto`s, then the rules'.
    pub fn gotos(&self) -> impl Iterator<Item = &Goto> {
        self.options.iter().filter_map(|o| o.goto.as_ref()).chain(self.next.iter().map(|r| &r.goto))
    }

    /// The option that excludes the others, in a question of kind `any`.
    pub fn none(&self) -> Option<usize> {
        (self.kind == Kind::Any).then(|| self.options.iter().position(|o| o.id.text == "none")).flatten()
    }

    /// Whether an option excludes the others: `none`, and what leaves the question out.
    pub fn stands_alone(&self, option: usize) -> bool {
        self.none() == Some(option) || self.skip == Some(option)
    }

    /// A number as an answer to this question is written.
    pub fn number_written(&self, number: Decimal) -> String {
        match &self.kind {
            Kind::Number(row) => row.shape.written(number),
            _ => number.to_string(),
        }
    }

    /// Of a number: the step that stands for leaving it out, one beyond the last.
    pub(in crate::tree) fn skipped_step(&self) -> Option<i128> {
        match (&self.kind, self.skip) {
            (Kind::Number(row), Some(_)) => Some(row.last_step() + 1),
            _ => None,
        }
    }
}

/// In order, each once.
pub(in crate::tree) fn sorted(mut options: Vec<usize>) -> Vec<usize> {
    options.sort_unstable();
    options.dedup();
    options
}
