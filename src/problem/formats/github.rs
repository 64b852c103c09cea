//! Annotations for GitHub, which shows them at the lines of a pull request; and the whole list, as Markdown for a job's summary.
//!
//! Takes: problems, and which files a pull request changes. Gives: text.
//! Never: leaves a kind out, or hides that there are more of it. GitHub shows only ten of each kind for a step, so those of
//! changed files come first; and a summary of more than a megabyte not at all.

use super::cut::cut;
use super::short;
use crate::problem::{Problem, Severity, Sources, Tally, escape_markdown, in_line, tally};
use crate::source::Position;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A line a problem, as GitHub's runner reads them: those in changed files first, errors before warnings.
pub fn github(problems: &[Problem], sources: &Sources, changed: &BTreeSet<String>) -> String {
    let mut out = String::new();
    let cut = cut(ranked(problems, changed));
    for problem in &cut.shown {
        let Position { line, column } = short::start(problem, sources);
        let end = match (problem.span, sources.get(&problem.path)) {
            (Some(span), Some(source)) => source.position(span.end),
            _ => Position { line, column },
        };
        let _ = write!(out, "::{} file={},line={line}", command(problem.severity), property(problem.path.as_str()));
        // GitHub takes columns only where a problem begins and ends in one line.
        if end.line == line {
            let _ = write!(out, ",endLine={line},col={column},endColumn={}", end.column.max(column));
        } else {
            let _ = write!(out, ",endLine={}", end.line);
        }
        let _ = writeln!(out, ",title={}::{}", property(problem.code.id()), message(&told(problem)));
    }
    out + &cut.more()
}

/// The same problems as Markdown, in the same order. `pages` is where each code has a page of its own, if it has.
pub fn summary(problems: &[Problem], sources: &Sources, changed: &BTreeSet<String>, pages: Option<&str>) -> String {
    let Tally { errors, warnings, advice } = tally(problems);
    if problems.is_empty() {
        return "## Fingerpost\n\nNothing wrong.\n".into();
    }
    let mut out = format!("## Fingerpost\n\nErrors: {errors}. Warnings: {warnings}. Advice: {advice}.\n\n");
    out.push_str("| where | | what is wrong | what to type |\n| --- | --- | --- | --- |\n");
    let cut = cut(ranked(problems, changed));
    for problem in &cut.shown {
        let Position { line, column } = short::start(problem, sources);
        let _ = writeln!(
            out,
            "| {}:{line}:{column} | {} {} | {} | {} |",
            escape_markdown(problem.path.as_str()),
            problem.severity.word(),
            match pages {
                Some(pages) => format!("[`{0}`]({pages}{0}/)", problem.code.id()),
                None => format!("`{}`", problem.code.id()),
            },
            escape_markdown(&problem.message),
            escape_markdown(problem.help.as_deref().unwrap_or_default()),
        );
    }
    let more = cut.more();
    if !more.is_empty() {
        out.extend(["\n", &more.replace('\n', "\n\n")]);
    }
    out
}

/// What GitHub calls it.
fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    }
}

fn ranked<'a>(problems: &'a [Problem], changed: &BTreeSet<String>) -> Vec<&'a Problem> {
    let mut ranked: Vec<&Problem> = problems.iter().collect();
    ranked.sort_by_key(|p| (!changed.contains(p.path.as_str()), p.severity));
    ranked
}

fn told(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    }
}

fn message(text: &str) -> String {
    in_line(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;
    use crate::source::{Source, Span};
    use std::sync::Arc;

    #[test]
    fn annotations_are_escaped_and_those_of_changed_files_come_first() {
        let text = Arc::new(Source::new("content/a,b: 100%.md".into(), "one\ntwo words\n".into()));
        let sources = Sources::from([(text.path.clone(), Arc::clone(&text))]);
        let wrong =
            |path: &str, code| Problem::at(code, &path.into(), Span::new(4, 7), "50% of\r\nit, a: b").help("Type `x`.");
        let problems = [wrong("content/0.md", Code::BrokenLink), wrong("content/a,b: 100%.md", Code::MissingAlt)];
        let changed = BTreeSet::from(["content/a,b: 100%.md".to_owned()]);
        assert_eq!(
            github(&problems, &sources, &changed),
            "::warning file=content/a%2Cb%3A 100%25.md,line=2,endLine=2,col=1,endColumn=4,title=missing-alt::50%25 of%0D%0Ait, a: b%0AType `x`.\n\
             ::error file=content/0.md,line=1,endLine=1,col=1,endColumn=1,title=broken-link::50%25 of%0D%0Ait, a: b%0AType `x`.\n"
        );
        let list = summary(&problems, &sources, &changed, Some("https://club.example/checks/"));
        assert_eq!(list.lines().count(), 8, "{list}");
        assert!(list.contains("warning [`missing-alt`](https://club.example/checks/missing-alt/)"), "{list}");
        assert!(list.find("a,b").unwrap() < list.find("0.md").unwrap(), "{list}");
    }
}
