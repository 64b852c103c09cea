//! Two texts of a style sheet → what only the new one hides.
//!
//! Takes: CSS. Gives: selectors. Never: knows what on which page they mean, or sees what is hidden by a colour or a place.

use crate::parse::html::is_hiding;
use std::collections::BTreeSet;

/// What the new text hides, and the old one did not.
pub(super) fn more(before: &str, after: &str) -> Vec<String> {
    let known = hidden(before);
    hidden(after).into_iter().filter(|selector| !known.contains(selector)).collect()
}

/// The selectors of which something is hidden, each with the rules around it.
fn hidden(css: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut around: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut quote = None;
    let bare = uncommented(css);
    for c in bare.chars() {
        match (quote, c) {
            (Some(open), c) => {
                quote = Some(open).filter(|open| *open != c);
                text.push(c);
            }
            (None, '"' | '\'') => {
                quote = Some(c);
                text.push(c);
            }
            (None, '{') => around.push(std::mem::take(&mut text).split_whitespace().collect::<Vec<_>>().join(" ")),
            (None, ';' | '}') => {
                if is_hiding(&text) {
                    out.extend(named(&around));
                }
                text.clear();
                if c == '}' {
                    around.pop();
                }
            }
            (None, c) => text.push(c),
        }
    }
    out
}

fn uncommented(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + " " + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// Each of the selectors of the innermost rule, behind the rules that it stands in.
fn named(around: &[String]) -> Vec<String> {
    let Some((own, outer)) = around.split_last() else { return Vec::new() };
    let each = own.split(',').map(|selector| outer.iter().map(String::as_str).chain([selector.trim()]));
    each.map(|parts| parts.collect::<Vec<_>>().join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::more;

    #[test]
    fn what_a_style_sheet_hides_is_named_by_its_selectors() {
        let after = "/* .a {display: none} */ .b::after {content: \"} .x {display:none}\"}\n\
            .card, a.call { display : NONE !important }\n@media print { nav { opacity: 0.0; } }\n.c{color:red}";
        assert_eq!(more("", after), [".card", "@media print nav", "a.call"]);
        assert_eq!(more(after, after), [""; 0]);
    }
}
