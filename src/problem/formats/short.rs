//! One line a problem: `path:line:column: severity[code]: message`.

use super::cut::cut;
use crate::problem::{Problem, Sources, in_line};
use crate::source::Position;
use std::fmt::Write;

/// The first problems of each code, a line each, and how many more there are. A problem of a whole file stands at 1:1.
pub fn short(problems: &[Problem], sources: &Sources) -> String {
    let mut out = String::new();
    let cut = cut(problems);
    for problem in &cut.shown {
        let Position { line, column } = start(problem, sources);
        let _ = writeln!(
            out,
            "{}:{line}:{column}: {}[{}]: {}",
            in_line(problem.path.as_str()),
            problem.severity.word(),
            problem.code.id(),
            in_line(&problem.message)
        );
    }
    out + &cut.more()
}

/// Where a problem begins.
pub fn start(problem: &Problem, sources: &Sources) -> Position {
    match (problem.span, sources.get(&problem.path)) {
        (Some(span), Some(source)) => source.position(span.start),
        _ => Position { line: 1, column: 1 },
    }
}
