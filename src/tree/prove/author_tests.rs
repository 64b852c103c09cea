//! The tests that stand in the file.
//!
//! Takes: a tree's `tests`. Gives: one problem for each that reaches something else.
//! Never: runs a test that could not be read.

use super::proof::Proving;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::tree::eval::{End, walk};
use crate::tree::model::{Target, Test, Tree, Wanted, steps};

/// Runs them all.
pub(super) fn run(proving: &mut Proving<'_>) {
    for (number, test) in proving.tree.tests.iter().enumerate() {
        if test.broken {
            continue;
        }
        let Some(walked) = walk(proving.tree, &test.answers) else { continue };
        let reached = match &walked.end {
            End::Outcome(outcome) => test.reaches.target == Target::Outcome(*outcome),
            End::OtherTree(path) => test.reaches.target == Target::OtherTree(path.clone()),
            End::Open(question) => test.reaches.target == Target::Question(*question),
            End::Nowhere(_) | End::Cycle(_) => false,
        };
        if !reached {
            let problem = failed(proving.path, proving.tree, test, number, &walked.end);
            // Where an answer leads nowhere, that is told at its question.
            let nowhere = matches!(walked.end, End::Nowhere(_)).then_some(proving.path);
            let cause = nowhere.or_else(|| proving.unclear(walked.asked.iter().copied()));
            let problem = problem.following(cause);
            proving.tell_with(problem, test.answers.clone());
            continue;
        }
        let right = |wanted: &Wanted| walked.values[wanted.value].is_some_and(|is| steps::contains(&wanted.ranges, is));
        let wrong = test.values.iter().find(|wanted| !right(wanted));
        if let Some(wanted) = wrong {
            let problem = other_value(proving.path, proving.tree, wanted, walked.values[wanted.value]);
            proving.tell_with(problem, test.answers.clone());
        }
    }
}

fn other_value(path: &SitePath, tree: &Tree, wanted: &Wanted, is: Option<i128>) -> Problem {
    let value = &tree.values[wanted.value];
    let id = &value.id.text;
    let Some(is) = is.map(|is| value.sum.row.numbers(None).written(is)) else {
        let message =
            format!("With these answers `{id}` is nothing: a question that it needs is not asked, or is left out");
        return Problem::at(Code::TreeTestFailed, path, wanted.span, message)
            .help(format!("Take `{id}` out of the test, or give it the answers that `{id}` is reckoned from."))
            .related(path, value.id.span, "the value");
    };
    let message = format!("With these answers `{}` is {is}, and not what this test says", value.id.text);
    Problem::at(Code::TreeTestFailed, path, wanted.span, message)
        .help(format!(
            "If that is right, write `{id}: {is}`; else mend its {}.",
            if value.reckoned.is_some() { "formula" } else { "points" }
        ))
        .related(path, value.id.span, "the value")
}

fn failed(path: &SitePath, tree: &Tree, test: &Test, number: usize, end: &End) -> Problem {
    let name = match &test.name {
        Some(name) => format!("“{}”", name.text),
        None => format!("number {}", number + 1),
    };
    let wanted = match &test.reaches.target {
        Target::Question(question) => tree.questions[*question].id.text.clone(),
        Target::Outcome(outcome) => tree.outcomes[*outcome].id.text.clone(),
        Target::OtherTree(path) => format!("tree:{path}"),
        Target::Unknown => String::new(),
    };
    let id = |question: &usize| &tree.questions[*question].id.text;
    let (instead, help) = match end {
        End::Outcome(outcome) => {
            let id = &tree.outcomes[*outcome].id.text;
            (
                format!("its answers reach `{id}`"),
                format!("If that is right, write `reaches: {id}`; else mend the questions' `goto`s."),
            )
        }
        End::OtherTree(other) => (
            format!("its answers lead to another tree, `tree:{other}`"),
            format!("If that is right, write `reaches: tree:{other}`; else mend the questions' `goto`s."),
        ),
        End::Open(question) => (
            format!("it stops at the question `{}`, which it does not answer", id(question)),
            format!("Add an answer to `{}` to the test's `answers`.", id(question)),
        ),
        End::Nowhere(question) => (
            format!("nothing comes after its answer to `{}`", id(question)),
            format!("Add a rule to the `next` of `{}` that fits this answer.", id(question)),
        ),
        End::Cycle(question) => (
            format!("its answers lead back to the question `{}`", id(question)),
            "Mend the `goto` that leads back.".to_owned(),
        ),
    };
    Problem::at(
        Code::TreeTestFailed,
        path,
        test.reaches.span,
        format!("The test {name} should reach `{wanted}`, but {instead}"),
    )
    .help(help)
}
