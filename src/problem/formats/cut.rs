//! Many problems → as many as somebody reads, and how many more there are.
//!
//! Takes: problems, in the order in which they are told. Gives: the first [`MOST`] of each code, and lines that count.
//! Never: cuts what machines read: JSON and SARIF have all.

use crate::problem::{Code, Problem, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many of one code are shown. Whoever has more mends them by their kind, not one by one.
pub const MOST: usize = 50;
/// Of more problems than this, the totals are told: the first ones have left the screen.
const SCREEN: usize = 20;

/// Problems that are shown, and the others counted.
pub(super) struct Cut<'a> {
    pub(super) shown: Vec<&'a Problem>,
    more: BTreeMap<Code, usize>,
}

/// Shows the first of each code.
pub(super) fn cut<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> Cut<'a> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut shown = problems.into_iter().collect::<Vec<_>>();
    shown.retain(|problem| {
        let count = counts.entry(problem.code).or_default();
        *count += 1;
        *count <= MOST
    });
    let more = counts.into_iter().filter_map(|(code, count)| Some((code, count.checked_sub(MOST)?)));
    Cut { shown, more: more.filter(|(_, more)| *more > 0).collect() }
}

impl Cut<'_> {
    /// A line for each code of which there are more.
    pub(super) fn more(&self) -> String {
        self.more.iter().fold(String::new(), |mut out, (code, more)| {
            let id = code.id();
            let _ = writeln!(out, "and {more} more of this kind, `{id}`; `fingerpost check --format json` has all");
            out
        })
    }
}

/// How many there are of each code, the gravest and then the most frequent first; nothing where all are on one screen.
pub(super) fn totals(problems: &[Problem]) -> String {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for problem in problems {
        *counts.entry((problem.severity, problem.code)).or_default() += 1;
    }
    let mut counts: Vec<((Severity, Code), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|((severity, code), count)| (*severity, std::cmp::Reverse(*count), *code));
    let mut out = String::new();
    if problems.len() > SCREEN {
        out.push_str("In all:\n");
        for ((severity, code), count) in counts {
            let _ = writeln!(out, "{count:8} {}[{}]", severity.word(), code.id());
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Sources, github, human, json, sarif, short};
    use std::collections::BTreeSet;

    #[test]
    fn of_many_problems_the_first_are_shown_and_the_others_counted() {
        let wrong = |code| move |i: usize| Problem::of_file(code, &"content/a.md".into(), format!("number {i}."));
        let mut problems: Vec<Problem> = (0..MOST + 7).map(wrong(Code::MissingAlt)).collect();
        problems.extend((0..MOST).map(wrong(Code::BrokenLink)));
        let (sources, none) = (Sources::new(), BTreeSet::new());
        let more = "and 7 more of this kind, `missing-alt`; `fingerpost check --format json` has all\n";
        let outputs = [
            human::human(&problems, &sources),
            short::short(&problems, &sources),
            github::github(&problems, &sources, &none),
            github::summary(&problems, &sources, &none, None),
        ];
        for out in outputs {
            let shown = out.lines().filter(|line| line.contains("number ")).count();
            assert_eq!(shown, 2 * MOST, "{out}");
            assert!(out.contains("number 49.") && !out.contains("number 50."), "{out}");
            assert!(out.contains(more) && out.matches("more of this kind").count() == 1, "{out}");
        }
        let human = human::human(&problems, &sources);
        assert!(human.ends_with("In all:\n      50 error[broken-link]\n      57 warning[missing-alt]\n\n"), "{human}");
        assert_eq!(totals(&problems[..SCREEN]), "");
        for whole in [json::json(&problems, &sources, 0, 0), sarif::sarif(&problems, &sources, None)] {
            assert_eq!(whole.matches("\"number ").count(), problems.len());
        }
    }
}
