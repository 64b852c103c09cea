//! The marks that git leaves in a file where two changes meet.

use super::{Code, Problem};
use crate::source::{Source, Span};

/// What is wrong with a file in which somebody has still to choose between two versions. Marks in a block of code are an example.
pub fn merge_marks(source: &Source) -> Option<Problem> {
    let text = source.text.as_str();
    if !text.starts_with("<<<<<<< ") && !text.contains("\n<<<<<<< ") {
        return None;
    }
    let (mut first, mut parted, mut in_code, mut at) = (None, false, false, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        in_code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        match first {
            _ if in_code => {}
            None if line.starts_with("<<<<<<< ") => first = Some(start..start + line.trim_end().len()),
            Some(_) if line.trim_end() == "=======" => parted = true,
            Some(range) if parted && line.starts_with(">>>>>>> ") => {
                return Some(unresolved(source, Span::new(range.start, range.end)));
            }
            _ => {}
        }
    }
    None
}

fn unresolved(source: &Source, span: Span) -> Problem {
    Problem::at(Code::MergeConflict, &source.path, span, "Two changes meet here, and nobody has chosen between them yet").help(
        "Keep what is right of the lines from `<<<<<<<` to `=======` and from there to `>>>>>>>`, and delete the three marks.",
    )
}
