//! Numbers and words as they are read.

use crate::diff::signs;
use crate::problem::in_line;

/// `1106` → `1,106`.
pub fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 page`, `2 pages`, `1,106 paths`.
pub fn many(digits: &str, what: &str) -> String {
    if digits == "1" { format!("1 {what}") } else { format!("{} {what}s", grouped(digits)) }
}

/// Text in one line, in which nothing but letters is left.
pub(super) fn folded(text: &str) -> String {
    in_line(&signs::hidden_named(&text.replace(['\n', '\r'], " "))).into_owned()
}

/// Text as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text = folded(text);
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The longest run of backticks in a text.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_code_holds_anything() {
        assert_eq!(["7", "1106", "1152921504606846976"].map(grouped), ["7", "1,106", "1,152,921,504,606,846,976"]);
        assert_eq!(code("a ``b` c"), "```a ``b` c```");
    }
}
