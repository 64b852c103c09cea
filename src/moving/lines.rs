//! A text before and after → the lines that are others, as one reads changes.

use crate::source::BYTE_ORDER_MARK;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// So many lines around a change are shown with it.
const AROUND: usize = 2;

/// The lines that are others, with those around them. Whatever they hold, each stays one line.
pub fn changed_lines(before: &str, after: &str) -> String {
    // A mark that nobody sees is no part of the first line.
    let [old, new] = [before, after].map(|text| text.trim_start_matches(BYTE_ORDER_MARK).lines().collect::<Vec<_>>());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut out = String::new();
    for group in group_diff_ops(ops, AROUND) {
        let first = group.first().map_or(0, |op| op.new_range().start);
        out.push_str(&format!("@@ line {} @@\n", first + 1));
        for op in &group {
            lines(&mut out, *op, &old, &new);
        }
    }
    out
}

fn lines(out: &mut String, op: DiffOp, old: &[&str], new: &[&str]) {
    let mut put = |sign: &str, lines: &[&str]| lines.iter().for_each(|line| out.push_str(&format!("{sign}{line}\n")));
    if op.tag() == DiffTag::Equal {
        return put(" ", &old[op.old_range()]);
    }
    put("-", &old[op.old_range()]);
    put("+", &new[op.new_range()]);
}
