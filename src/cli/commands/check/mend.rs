//! `fingerpost check --fix`: the mends that are exact edits, made in the files.
//!
//! Takes: a site as loaded. Gives: the site with these edits, and what they were. Never: writes before all of them are known, or
//! over a file that has changed meanwhile.

use crate::cli::report;
use crate::load::{self, Inputs};
use crate::problem::edit::{applied, together};
use crate::problem::{Certainty, Code, Problem, in_line};
use crate::publish::{NewText, replace_all};
use crate::source::{Position, SitePath, Source};
use crate::{Choices, Memory, Plan};
use clap::ValueEnum;
use serde_json::{Value, json};
use similar::TextDiff;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Which edits are made.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Which {
    /// Those that say for certain what was meant
    Safe,
    /// The likeliest guess too
    All,
}

/// After so many rounds a site is left as it is: an edit brings to light few others.
const ROUNDS: usize = 50;

/// A problem that is no more.
struct Mended {
    path: SitePath,
    at: Position,
    code: &'static str,
    message: String,
}

/// A site, mended, and not written yet.
pub(super) struct Mending {
    /// The site as it will be, understood.
    pub(super) plan: Plan,
    mended: Vec<Mended>,
    /// Texts that change, as they were and as they will be.
    changed: BTreeMap<SitePath, (Arc<Source>, Arc<Source>)>,
}

/// Makes edits until there are none.
pub(super) fn mend(
    mut inputs: Inputs,
    problems: &[Problem],
    (choices, memory): (&Choices, &mut Memory),
    root: &Path,
    which: Which,
) -> Mending {
    let sure = match which {
        Which::Safe => Certainty::Safe,
        Which::All => Certainty::Doubtful,
    };
    // What is no UTF-8 on the disk cannot be written back as it was read.
    let other: HashSet<&SitePath> =
        problems.iter().filter(|problem| problem.code == Code::NotUtf8).map(|problem| &problem.path).collect();
    let mut mended = Vec::new();
    let mut changed: BTreeMap<SitePath, (Arc<Source>, Arc<Source>)> = BTreeMap::new();
    let mut seen = HashSet::new();
    for round in 0.. {
        let mut plan = crate::plan(&inputs, problems.to_vec(), choices, memory);
        report::look_for_renames(root, &inputs, &mut plan);
        let before = mended.len();
        if round < ROUNDS {
            for (path, edits) in together(&plan.problems, &plan.sources, sure) {
                if other.contains(&path) {
                    continue;
                }
                let source = &plan.sources[&path];
                let text = applied(&source.text, edits.iter().map(|(_, edit)| edit));
                let text = Arc::new(Source::new(path.clone(), text));
                // Two edits that undo one another would go on for ever.
                seen.insert((path.clone(), source.hash));
                if seen.contains(&(path.clone(), text.hash)) {
                    continue;
                }
                let Some(with_it) = load::with_text(inputs.clone(), Arc::clone(&text)) else { continue };
                inputs = with_it;
                mended.extend(edits.iter().map(|(problem, edit)| Mended {
                    path: path.clone(),
                    at: source.position(edit.span.start),
                    code: problem.code.id(),
                    message: problem.message.clone(),
                }));
                changed.entry(path).or_insert_with(|| (Arc::clone(source), Arc::clone(source))).1 = text;
            }
        }
        if mended.len() == before {
            return Mending { plan, mended, changed };
        }
    }
    unreachable!("a round without an edit is the last")
}

impl Mending {
    /// Writes the texts that have changed.
    pub(super) fn write(&self, root: &Path) -> Result<(), String> {
        let texts: Vec<NewText> = self
            .changed
            .iter()
            .map(|(path, (before, after))| NewText {
                path: path.as_str().into(),
                before: before.text.clone(),
                after: after.text.clone(),
            })
            .collect();
        replace_all(root, &texts, None).map_err(|refused| refused.to_string())
    }

    /// The change, as `git apply` reads it.
    pub(super) fn diff(&self) -> String {
        let one = |(path, (before, after)): (&SitePath, &(Arc<Source>, Arc<Source>))| {
            let path = in_line(path.as_str());
            TextDiff::from_lines(&before.text, &after.text)
                .unified_diff()
                .header(&format!("a/{path}"), &format!("b/{path}"))
                .to_string()
        };
        self.changed.iter().map(one).collect()
    }

    /// A line for each problem that is no more.
    pub(super) fn lines(&self) -> Vec<String> {
        let line = |mended: &Mended| {
            let Mended { path, at, code, message } = mended;
            format!("{}:{}:{}: mended[{code}]: {}", in_line(path.as_str()), at.line, at.column, in_line(message))
        };
        self.mended.iter().map(line).collect()
    }

    /// The same for machines.
    pub(super) fn json(&self) -> Value {
        let one = |mended: &Mended| {
            let Mended { path, at, code, message } = mended;
            json!({"code": code, "path": path.as_str(), "start": at, "message": message})
        };
        self.mended.iter().map(one).collect()
    }

    /// How much it is, and what is left for a person.
    pub(super) fn said(&self, left: &[Problem], dry: bool, which: Which) -> String {
        let files = report::many(self.changed.len(), "file");
        let problems = report::many(self.mended.len(), "problem");
        let said = match (self.mended.len(), dry) {
            (0, _) => "Nothing that could be mended by itself".to_owned(),
            (_, true) => format!("{problems} would be mended in {files}; nothing was written"),
            (_, false) => format!("{problems} mended in {files}"),
        };
        let doubtful = left.iter().filter(|problem| problem.edit.is_some()).count();
        match (doubtful, which) {
            (0, _) | (_, Which::All) => format!("{said}."),
            (1, _) => format!("{said}. 1 of those left has a likely mend: see `fingerpost check --fix=all --dry-run`."),
            (more, _) => {
                format!("{said}. {more} of those left have a likely mend: see `fingerpost check --fix=all --dry-run`.")
            }
        }
    }
}
