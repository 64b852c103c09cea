//! What the commands print.

use super::{Format, Outcome, Place};
use crate::problem::{self, Severity, human, json, short};
use crate::{Built, Choices, Memory, load};
use std::io::Write;

/// Loads and builds in memory.
pub(super) fn build(place: &Place, choices: &Choices) -> Result<Built, String> {
    let (inputs, problems) = load::load(&place.root)
        .map_err(|error| format!("the folder {} cannot be read: {}", error.root.display(), error.error))?;
    Ok(crate::build(&inputs, problems, choices, &mut Memory::default()))
}

/// Prints the problems as results.
pub(super) fn results(built: &Built, format: Format) {
    let text = match format {
        Format::Human => human::human(&built.problems, &built.sources),
        Format::Short => short::short(&built.problems, &built.sources),
        Format::Json => json::json(&built.problems, &built.sources, built.counts.pages, built.counts.trees),
    };
    print(&text);
}

/// Prints a result. A reader that went away (`| head`) is no reason to fail.
pub(super) fn print(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// Prints a line of talk.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Whether the problems fail the run.
pub(super) fn verdict(built: &Built, place: &Place) -> Outcome {
    let fails = |p: &problem::Problem| place.strict || p.severity == Severity::Error;
    if built.problems.iter().any(fails) { Outcome::ProblemsFound } else { Outcome::Fine }
}

/// `3 errors and 1 warning`.
pub(super) fn tally(built: &Built) -> String {
    let (errors, warnings) = problem::counts(&built.problems);
    match (errors, warnings) {
        (0, 0) => "nothing wrong".into(),
        (errors, 0) => many(errors, "error"),
        (0, warnings) => many(warnings, "warning"),
        (errors, warnings) => format!("{} and {}", many(errors, "error"), many(warnings, "warning")),
    }
}

/// `1 page`, `2 pages`.
pub(super) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What there is of a site.
pub(super) fn extent(built: &Built) -> String {
    let counts = built.counts;
    [many(counts.pages, "page"), many(counts.trees, "tree"), format!("{} checked", many(counts.links, "link"))]
        .join(", ")
}
