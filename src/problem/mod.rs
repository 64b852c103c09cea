//! What is wrong with a site, told so that its author can mend it.
//!
//! Takes: what the stages find. Gives: [`Problem`]s, in one order, and their printed forms ([`human`], [`short`], [`json`], [`github`], [`sarif`]).
//! Never: stops anything. A user's mistake is a value, and everything wrong is told in one run.

mod code;
mod conflict;
pub mod edit;
mod escape_markdown;
pub mod fault;
mod formats;
pub mod near;
mod pages;
pub mod printed;
mod roots;

use crate::source::{SitePath, Source, Span};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use code::Code;
pub use conflict::merge_marks;
pub use edit::{Certainty, Edit};
pub use escape_markdown::escape_markdown;
pub use formats::{MOST, github, human, json, sarif, short};
pub use pages::{pages, pages_address};
pub use printed::in_line;
pub use roots::{at_roots, unread};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not published with it.
    Error,
    /// Worth mending; fails only a strict run.
    Warning,
    /// An editor's advice; never fails a run.
    Advice,
}

impl Severity {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// Another place that explains a problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Related {
    /// The file.
    pub path: SitePath,
    /// Where in it.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// A replacement that is shown as the mend, in its line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fix {
    /// What to take out, in the problem's own file.
    pub span: Span,
    /// What to put there.
    pub replacement: String,
}

/// One mistake, at its place, with its mend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The file.
    pub path: SitePath,
    /// Where in it; `None` where the file as a whole is meant.
    pub span: Option<Span>,
    /// Which check found it.
    pub code: Code,
    /// As the code has it, unless the site's settings say otherwise.
    pub severity: Severity,
    /// One sentence: what is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// The mend as it is shown, where more than words show it.
    pub fix: Option<Fix>,
    /// The mend as `check --fix` and editors make it, where it is one exact edit.
    pub edit: Option<Edit>,
    /// The file that may be the cause of it: where something is wrong with that itself, this is counted there.
    pub follows: Option<SitePath>,
}

impl Problem {
    /// A problem at a place, with its code's own severity.
    pub fn at(code: Code, path: &SitePath, span: Span, message: impl Into<String>) -> Problem {
        Problem { span: Some(span), ..Problem::of_file(code, path, message) }
    }

    /// A problem of a file as a whole.
    pub fn of_file(code: Code, path: &SitePath, message: impl Into<String>) -> Problem {
        Problem {
            path: path.clone(),
            span: None,
            code,
            severity: code.severity(),
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            edit: None,
            follows: None,
        }
    }

    /// Adds what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that explains it.
    pub fn related(mut self, path: &SitePath, span: Span, message: impl Into<String>) -> Problem {
        self.related.push(Related { path: path.clone(), span, message: message.into() });
        self
    }

    /// Adds the replacement that mends it with certainty, and shows it.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Problem {
        let replacement = replacement.into();
        self.fix = Some(Fix { span, replacement: replacement.clone() });
        self.edit(Certainty::Safe, span, replacement)
    }

    /// Adds the edit that mends it, which its help says in words.
    pub fn edit(mut self, certainty: Certainty, span: Span, text: impl Into<String>) -> Problem {
        self.edit = Some(Edit { path: self.path.clone(), span, text: text.into(), certainty });
        self
    }

    /// Says how sure its edit is; `None` where it is to be made by hand alone.
    pub fn sure(mut self, certainty: impl Into<Option<Certainty>>) -> Problem {
        self.edit = certainty.into().and_then(|certainty| Some(Edit { certainty, ..self.edit.take()? }));
        self
    }

    /// Names the file that may be the cause of it, such as the list in which a name was looked for and which cannot be read.
    /// `None` where there is no such file.
    pub fn following<'a>(mut self, cause: impl Into<Option<&'a SitePath>>) -> Problem {
        self.follows = self.follows.or_else(|| cause.into().cloned());
        self
    }

    /// Makes it weigh less or more than its code usually does.
    pub fn weighing(mut self, severity: Severity) -> Problem {
        self.severity = severity;
        self
    }
}

/// The texts that problems point into, by path.
pub type Sources = BTreeMap<SitePath, Arc<Source>>;

/// Sorts by file and place and drops what was found twice, so that the order never depends on which thread was first.
pub fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort();
    problems.dedup();
    problems
}

/// How many problems of each weight there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of advice.
    pub advice: usize,
}

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, problem: &Problem) {
        match problem.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Advice => self.advice += 1,
        }
    }
}

/// Counts problems by their weight.
pub fn tally(problems: &[Problem]) -> Tally {
    let mut tally = Tally::default();
    problems.iter().for_each(|problem| tally.add(problem));
    tally
}
