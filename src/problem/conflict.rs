//! The marks that git leaves in a file where two changes meet.

use super::{Code, Problem};
use crate::source::{Source, Span};
use memchr::memmem;

/// What is wrong with a part of a file in which somebody has still to choose between two versions, or has left a mark of the choice.
/// Marks in a block of code are an example.
pub fn merge_marks(source: &Source, part: Span) -> Option<Problem> {
    let text = source.slice(part);
    let begins_line = |at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
    let has = |mark: &str| memmem::find_iter(text.as_bytes(), mark).any(begins_line);
    if !has(FIRST) && !has(LAST) {
        return None;
    }
    let (mut in_code, mut at) = (false, part.start as usize);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        in_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        if !in_code && [FIRST, LAST].iter().any(|mark| is_mark(line, mark)) {
            return Some(unresolved(source, Span::new(start, start + line.trim_end().len())));
        }
    }
    None
}

const FIRST: &str = "<<<<<<<";
const LAST: &str = ">>>>>>>";

/// Whether a line is a mark: alone, or with the name of its version.
fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' '))
}

fn unresolved(source: &Source, span: Span) -> Problem {
    Problem::at(Code::MergeConflict, &source.path, span, "Two changes meet here, and nobody has chosen between them yet").help(
        "Keep what is right of the lines from `<<<<<<<` to `=======` and from there to `>>>>>>>`, and delete the three marks.",
    )
}
