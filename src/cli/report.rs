//! What the commands print.

use super::{Format, Outcome, Place, git};
use crate::load::renames::renames;
use crate::load::{self, Inputs};
use crate::problem::{self, Problem, Related, Severity, Sources, github, human, json, printed, sarif, short};
use crate::source::SitePath;
use crate::{Choices, Counts, Memory, PassedOver, Plan, check};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Loads and understands, and renders nothing.
pub(super) fn plan(place: &Place, choices: &Choices) -> Result<Plan, String> {
    let (inputs, problems) = load(place)?;
    Ok(crate::plan(&inputs, problems, choices, &mut Memory::default()))
}

pub(super) fn load(place: &Place) -> Result<(Inputs, Vec<Problem>), String> {
    load::load(&place.root).map_err(|unreadable| unreadable.to_string())
}

/// Says of links that lead nowhere what git knows: that their page was renamed. Git is asked only where there is such a link.
pub(super) fn look_for_renames(root: &Path, inputs: &Inputs, plan: &mut Plan) {
    if check::wants_renames(&plan.site) {
        check::tell_renames(&plan.site, &renames(root, inputs), &mut plan.problems);
    }
}

/// The problems and texts under the paths that they have in the repository, whose tools know only these.
fn from_top(folder: &str, problems: &[Problem], sources: &Sources) -> (Vec<Problem>, Sources) {
    let whole = |path: &SitePath| SitePath::from(format!("{folder}/{path}").as_str());
    let problem = |problem: &Problem| {
        let related = problem.related.iter().map(|related| Related { path: whole(&related.path), ..related.clone() });
        Problem { path: whole(&problem.path), related: related.collect(), ..problem.clone() }
    };
    let sources = sources.iter().map(|(path, source)| (whole(path), Arc::clone(source)));
    (problems.iter().map(problem).collect(), sources.collect())
}

/// Prints the problems as results. For GitHub, the whole list goes to the job's summary too: it shows ten annotations of a step.
pub(super) fn results(plan: &Plan, problems: &[Problem], format: Format, root: &Path) {
    let (settings, sources, counts) = (&plan.site.settings, &plan.sources, plan.counts);
    let folder = settings.check_pages.as_ref().filter(|_| !settings.base_url.is_empty());
    let pages = folder.map(|folder| problem::pages_address(&settings.base_url, folder));
    let pages = pages.as_deref();
    let folder = match format {
        Format::Github | Format::Sarif => git::folder_of_site(root),
        Format::Human | Format::Short | Format::Json => String::new(),
    };
    let below_top = (!folder.is_empty()).then(|| from_top(&folder, problems, sources));
    let (problems, sources) = below_top.as_ref().map_or((problems, sources), |(problems, sources)| (problems, sources));
    let text = match format {
        Format::Human => human::human(problems, sources),
        Format::Short => short::short(problems, sources),
        Format::Json => json::json(problems, sources, counts.pages, counts.trees),
        Format::Github => {
            let changed = git::changed(root);
            let whole = |path: &String| if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
            let changed = changed.iter().map(whole).collect();
            summarize(&github::summary(problems, sources, &changed, pages));
            github::github(problems, sources, &changed)
        }
        Format::Sarif => sarif::sarif(problems, sources, pages),
    };
    match format {
        Format::Human | Format::Short => print(&text),
        Format::Github => print_as_it_is(&printed::commented(&text)),
        Format::Json | Format::Sarif => print_as_it_is(&text),
    }
}

/// The same as JSON, with more beside it.
pub(super) fn results_with<const N: usize>(plan: &Plan, problems: &[Problem], more: [(&str, serde_json::Value); N]) {
    let text = json::json(problems, &plan.sources, plan.counts.pages, plan.counts.trees);
    let mut all: serde_json::Value = serde_json::from_str(&text).expect("our own JSON is read");
    for (key, value) in more {
        all[key] = value;
    }
    print_json(&all);
}

/// Prints a result that holds words of others.
pub(super) fn print(text: &str) {
    print_as_it_is(&printed::output(text));
}

/// Prints JSON.
pub(super) fn print_json(json: &serde_json::Value) {
    print_as_it_is(&printed::in_json(&format!("{json:#}\n")));
}

/// Prints a result that is our own, or has been made fit to print. A reader that went away (`| head`) is no reason to fail.
pub(super) fn print_as_it_is(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// Where messages go that a program reads: nothing else is printed there then.
pub(super) fn protocol() -> std::io::Stdout {
    std::io::stdout()
}

/// Adds to the summary of the job, where GitHub keeps one.
fn summarize(text: &str) {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else { return };
    let written = OpenOptions::new().append(true).create(true).open(&file);
    if let Err(error) = written.and_then(|mut file| file.write_all(text.as_bytes())) {
        say(&format!("The job's summary {} cannot be written: {error}", Path::new(&file).display()));
    }
}

/// Prints one line of talk, whatever it holds.
pub(super) fn say(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", printed::output(&printed::in_line(text)));
}

/// Whether somebody watches the talk as it comes.
pub(super) fn is_watched() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

/// Writes a line of talk in the place of the one that was written so before. An empty one takes that away.
pub(super) fn write_line(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = write!(out, "\r\x1b[K{}", printed::in_line(text)).and_then(|()| out.flush());
}

/// Prints talk with colours in it, whose words of others stand in one line already.
pub(super) fn say_styled(text: &str) {
    let _ = anstream::stderr().lock().write_all(printed::output(text).as_bytes());
}

/// Prints lines of talk: those of a text of our own, with nothing of others in it but what stands in one line already.
pub(super) fn say_lines(text: &str) {
    text.split('\n').for_each(say);
}

/// Whether the problems fail the run.
pub(super) fn verdict(problems: &[Problem], place: &Place) -> Outcome {
    let fails = |p: &problem::Problem| match p.severity {
        Severity::Error => true,
        Severity::Warning => place.strict,
        Severity::Advice => false,
    };
    if problems.iter().any(fails) { Outcome::ProblemsFound } else { Outcome::Fine }
}

/// `3 errors and 1 warning`.
pub(super) fn tally(problems: &[problem::Problem]) -> String {
    let problem::Tally { errors, warnings, advice } = problem::tally(problems);
    let mut parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| many(count, what))
        .collect();
    match advice {
        0 => {}
        1 => parts.push("1 piece of advice".into()),
        more => parts.push(format!("{more} pieces of advice")),
    }
    match parts.pop() {
        None => "nothing wrong".into(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}

/// `1 page`, `2 pages`.
pub(super) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// One line on what is not published, where there is such a thing.
pub(super) fn passed_over(passed: &PassedOver) -> Option<String> {
    let PassedOver { unpublished, left_out, held_back } = passed;
    let mut parts = Vec::new();
    if !unpublished.is_empty() {
        let files = many(unpublished.len(), "file");
        parts.push(format!("{files} of other kinds ({})", check::kinds(unpublished)));
    }
    if *left_out > 0 {
        parts.push(format!("{left_out} by name (`exclude`, templates, another program's settings)"));
    }
    if *held_back > 0 {
        parts.push(format!("{} kept back", many(*held_back, "page")));
    }
    (!parts.is_empty()).then(|| format!("Not published: {}.", parts.join("; ")))
}

/// What there is of a site.
pub(super) fn extent(counts: Counts) -> String {
    [many(counts.pages, "page"), many(counts.trees, "tree"), format!("{} checked", many(counts.links, "link"))]
        .join(", ")
}
