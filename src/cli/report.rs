//! What the commands print.

use super::{Format, Outcome, Place};
use crate::load::{self, Inputs};
use crate::problem::{self, Problem, Severity, github, human, json, sarif, short};
use crate::{Built, Choices, Counts, Memory, Plan};
use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Loads and builds in memory.
pub(super) fn build(place: &Place, choices: &Choices) -> Result<Built, String> {
    let (inputs, problems) = load(place)?;
    Ok(crate::build(&inputs, problems, choices, &mut Memory::default()))
}

/// Loads and understands, and renders nothing.
pub(super) fn plan(place: &Place, choices: &Choices) -> Result<Plan, String> {
    let (inputs, problems) = load(place)?;
    Ok(crate::plan(&inputs, problems, choices, &mut Memory::default()))
}

fn load(place: &Place) -> Result<(Inputs, Vec<Problem>), String> {
    load::load(&place.root)
        .map_err(|error| format!("the folder {} cannot be read: {}", error.root.display(), error.error))
}

/// Prints the problems as results. For GitHub, the whole list goes to the job's summary too: it shows ten annotations of a step.
pub(super) fn results(built: &Built, format: Format, root: &Path) {
    let text = match format {
        Format::Human => human::human(&built.problems, &built.sources),
        Format::Short => short::short(&built.problems, &built.sources),
        Format::Json => json::json(&built.problems, &built.sources, built.counts.pages, built.counts.trees),
        Format::Github => {
            let changed = changed(root);
            summarize(&github::summary(&built.problems, &built.sources, &changed));
            github::github(&built.problems, &built.sources, &changed)
        }
        Format::Sarif => sarif::sarif(&built.problems, &built.sources),
    };
    print(&text);
}

/// Prints a result. A reader that went away (`| head`) is no reason to fail.
pub(super) fn print(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// The files that a pull request changes, where GitHub says that this is one. Without git, none: they are only an order.
fn changed(root: &Path) -> BTreeSet<String> {
    let Some(base) = std::env::var("GITHUB_BASE_REF").ok().filter(|base| !base.is_empty()) else {
        return BTreeSet::new();
    };
    let range = format!("refs/remotes/origin/{base}...HEAD");
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args([
        "diff",
        "--name-only",
        "--relative",
        "--no-renames",
        "-z",
        "--end-of-options",
        &range,
    ]);
    let listed = git.output().ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let listed = String::from_utf8_lossy(&listed.unwrap_or_default()).into_owned();
    listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}

/// Adds to the summary of the job, where GitHub keeps one.
fn summarize(text: &str) {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else { return };
    let written = OpenOptions::new().append(true).create(true).open(&file);
    if let Err(error) = written.and_then(|mut file| file.write_all(text.as_bytes())) {
        say(&format!("The job's summary {} cannot be written: {error}", Path::new(&file).display()));
    }
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
pub(super) fn tally(problems: &[problem::Problem]) -> String {
    let (errors, warnings) = problem::counts(problems);
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
pub(super) fn extent(counts: Counts) -> String {
    [many(counts.pages, "page"), many(counts.trees, "tree"), format!("{} checked", many(counts.links, "link"))]
        .join(", ")
}
