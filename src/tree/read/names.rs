//! The ids of a tree, and what names them.
//!
//! Takes: the keys of `questions` and `outcomes`. Gives: what a `goto` or a condition names, or the problem with near names.
//! Never: reads what stands under a key.

use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::tree::model::{Goto, Target, Tree};
use crate::yaml::{Key, Node, Text};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Near names are looked for this often in a file: comparing many wrong names with many right ones takes long.
const NEAR_NAMES: usize = 200;
/// So many parts of formulas are looked at in a file: a hostile one has thousands, each over millions of answers.
const PARTS: usize = 3_000_000;
/// So many other places of a name that is nowhere are shown.
const SHOWN: usize = 3;

/// All ids of one tree.
pub(super) struct Names<'a> {
    pub(super) path: &'a SitePath,
    questions: BTreeMap<&'a str, usize>,
    outcomes: BTreeMap<&'a str, usize>,
    values: BTreeMap<&'a str, usize>,
    searches: Cell<usize>,
    parts: Cell<usize>,
    /// Names that are nowhere, with what they should name, at each of their places.
    missed: RefCell<BTreeMap<String, Vec<Span>>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(
        path: &'a SitePath,
        questions: &'a [(Key, Node)],
        outcomes: &'a [(Key, Node)],
        values: &'a [(Key, Node)],
        problems: &mut Vec<Problem>,
    ) -> Names<'a> {
        let ids = |entries: &'a [(Key, Node)]| entries.iter().enumerate().map(|(i, (k, _))| (&*k.text, i)).collect();
        let names = Names {
            path,
            questions: ids(questions),
            outcomes: ids(outcomes),
            values: ids(values),
            searches: Cell::new(0),
            parts: Cell::new(PARTS),
            missed: RefCell::default(),
        };
        for (what, entries) in [("an outcome", outcomes), ("a value", values)] {
            for (key, _) in entries {
                if let Some(question) = names.question(&key.text) {
                    problems.push(same_id(path, what, key, &questions[question].0));
                }
            }
        }
        names
    }

    /// Takes note of parts of formulas that are looked at; whether it has not been enough.
    pub(super) fn may_look_at(&self, parts: usize) -> bool {
        let left = self.parts.get().checked_sub(parts);
        self.parts.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn question(&self, id: &str) -> Option<usize> {
        self.questions.get(id).copied()
    }

    pub(super) fn outcome(&self, id: &str) -> Option<usize> {
        self.outcomes.get(id).copied()
    }

    pub(super) fn value(&self, id: &str) -> Option<usize> {
        self.values.get(id).copied()
    }

    /// The value of a name, told where there is none.
    pub(super) fn value_named(&self, text: &Text, problems: &mut Vec<Problem>) -> Option<usize> {
        let found = self.value(&text.text);
        if found.is_none() {
            let message = format!("There is no value `{}`", text.text);
            let otherwise = "Write the id of a value, as it stands under `values:`.";
            problems.push(self.unknown(Code::TreeUnknownValue, text, message, self.values.keys(), otherwise));
        }
        found
    }

    /// What a `goto` names. A name that does not exist is told, at the name.
    pub(super) fn goto(&self, text: &Text, problems: &mut Vec<Problem>) -> Goto {
        let id = text.text.as_str();
        let target = match id.strip_prefix("tree:").map(str::trim) {
            Some(tree) if !tree.is_empty() => Target::OtherTree(tree.to_owned()),
            Some(_) => {
                problems.push(no_tree_named(self.path, text.span));
                Target::Unknown
            }
            None => match (self.question(id), self.outcome(id)) {
                (Some(question), _) => Target::Question(question),
                (None, Some(outcome)) => Target::Outcome(outcome),
                (None, None) => {
                    problems.push(self.unknown_target(text));
                    Target::Unknown
                }
            },
        };
        Goto { target, span: text.span }
    }

    /// The outcome of a name, told where there is none.
    pub(super) fn outcome_named(&self, text: &Text, problems: &mut Vec<Problem>) -> Option<usize> {
        let found = self.outcome(&text.text);
        if found.is_none() {
            let message = format!("There is no outcome `{}`", text.text);
            let otherwise = "Write the id of an outcome, as it stands under `outcomes:`.";
            problems.push(self.unknown(Code::TreeUnknownTarget, text, message, self.outcomes.keys(), otherwise));
        }
        found
    }

    /// The question that `start` names, told where there is none.
    pub(super) fn start_named(&self, text: &Text, problems: &mut Vec<Problem>) -> Option<usize> {
        let found = self.question(&text.text);
        if found.is_none() {
            let message = format!("The tree starts with `{}`, but there is no such question", text.text);
            let otherwise = "Write the id of a question, or delete `start:` to begin with the first one.";
            problems.push(self.unknown(Code::TreeUnknownTarget, text, message, self.questions.keys(), otherwise));
        }
        found
    }

    /// The question of a name in a condition, told where there is none.
    pub(super) fn question_named(&self, text: &Text, problems: &mut Vec<Problem>) -> Option<usize> {
        let found = self.question(&text.text);
        if found.is_none() {
            let message = match self.outcome(&text.text) {
                Some(_) => format!("`{}` is an outcome, and only questions have answers", text.text),
                None => format!("There is no question `{}`", text.text),
            };
            let otherwise = "Write the id of a question, as it stands under `questions:`.";
            let ids = self.questions.keys().chain(self.values.keys());
            problems.push(self.unknown(Code::TreeUnknownAnswer, text, message, ids, otherwise));
        }
        found
    }

    fn unknown_target(&self, text: &Text) -> Problem {
        let message = format!("There is no question and no outcome `{}`", text.text);
        let otherwise = "Write the id of a question or an outcome of this file, or `tree:` and another tree's path.";
        let ids = self.questions.keys().chain(self.outcomes.keys());
        self.unknown(Code::TreeUnknownTarget, text, message, ids, otherwise)
    }

    fn unknown<'b>(
        &self,
        code: Code,
        text: &Text,
        message: String,
        known: impl Iterator<Item = &'b &'b str>,
        otherwise: &str,
    ) -> Problem {
        if self.question(&text.text).is_none() && self.outcome(&text.text).is_none() {
            self.miss("", text);
        }
        let problem = Problem::at(code, self.path, text.span, message);
        match self.near(&text.text, known.copied()) {
            // A guess at where an answer leads is a guess at what somebody is told to do.
            Some(near) => problem
                .help(format!("Did you mean `{near}`?"))
                .fix(text.span, near)
                .sure(near::certainty(&text.text, near)),
            None => problem.help(otherwise),
        }
    }

    /// Notes a name that is nowhere, among those of its kind.
    pub(super) fn miss(&self, kind: &str, text: &Text) {
        self.missed.borrow_mut().entry(format!("{kind} {}", text.text)).or_default().push(text.span);
    }

    /// Tells of a name that is nowhere once, at the first of its places.
    pub(super) fn tell_once(self, problems: &mut Vec<Problem>) {
        let unknown = |p: &Problem| is_unknown(p.code);
        for mut places in self.missed.into_inner().into_values().filter(|places| places.len() > 1) {
            places.sort();
            places.dedup();
            let at = |p: &Problem, span: Option<&Span>| p.path == *self.path && unknown(p) && p.span.as_ref() == span;
            let Some((first, others)) = places.split_first() else { continue };
            problems.retain(|p| !others.iter().any(|span| at(p, Some(span))));
            if let Some(told) = problems.iter_mut().find(|p| at(p, Some(first))) {
                told.message = format!("{}, and it is named in {} places", told.message, places.len());
                for span in others.iter().take(SHOWN) {
                    *told = told.clone().related(self.path, *span, "and here");
                }
            }
        }
    }

    /// The level of this name, told where there is none.
    pub(super) fn level_named(&self, level: &Text, tree: &Tree, problems: &mut Vec<Problem>) -> Option<usize> {
        let found = tree.levels.iter().position(|l| *l == level.text);
        if found.is_none() {
            self.miss("level", level);
            problems.push(unknown_level(self.path, level, &tree.levels));
        }
        found
    }

    /// The nearest of these names, unless too many have been looked for.
    pub(super) fn near<'b>(&self, name: &str, known: impl IntoIterator<Item = &'b str>) -> Option<&'b str> {
        self.searches.set(self.searches.get() + 1);
        (self.searches.get() <= NEAR_NAMES).then(|| near::nearest(name, known)).flatten()
    }
}

/// Whether it is told of names that are nowhere.
pub(super) fn is_unknown(code: Code) -> bool {
    matches!(code, Code::TreeUnknownTarget | Code::TreeUnknownAnswer | Code::TreeUnknownValue)
}

fn same_id(path: &SitePath, what: &str, other: &Key, question: &Key) -> Problem {
    let message = format!("A question and {what} are both called `{}`", other.text);
    Problem::at(Code::DuplicateAddress, path, other.span, message)
        .help("Give one of the two another id, here and where it is used.")
        .related(path, question.span, "the question")
}

fn no_tree_named(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::TreeUnknownTarget, path, span, "After `tree:` the other tree's path is missing")
        .help("Write it like `goto: tree:shoes/fit`, for the file `content/shoes/fit.tree.yaml`.")
}

fn unknown_level(path: &SitePath, level: &Text, levels: &[String]) -> Problem {
    let problem = Problem::at(Code::TreeUnknownAnswer, path, level.span, format!("There is no level `{}`", level.text));
    match near::nearest(&level.text, levels.iter().map(String::as_str)) {
        Some(near) => problem
            .help(format!("Did you mean `{near}`?"))
            .fix(level.span, near)
            .sure(near::certainty(&level.text, near)),
        None => problem.help(format!("The levels of this tree are: {}.", levels.join(", "))),
    }
}
