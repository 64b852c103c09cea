//! Comments in code that say which lines are marked: they are taken out.
//!
//! Docusaurus' `// highlight-next-line`, `highlight-start` and `highlight-end` on lines of their own; VitePress' `// [!code ++]`,
//! `// [!code highlight:2]` at the end of a line.

use crate::text::body::LineMark;
use std::ops::RangeInclusive;

/// A text without such comments, and the lines that they mark; `None` where it has none.
pub(super) fn taken_out(text: &str) -> Option<(String, Vec<(RangeInclusive<u32>, LineMark)>)> {
    if !text.contains("highlight-") && !text.contains("[!code ") {
        return None;
    }
    let (mut out, mut marked, mut any) = (String::with_capacity(text.len()), Vec::new(), false);
    let (mut number, mut begun, mut next) = (0, None, false);
    for line in text.split_inclusive('\n') {
        match alone(line) {
            Some("highlight-next-line") => (next, any) = (true, true),
            Some("highlight-start") => (begun, any) = (begun.or(Some(number + 1)), true),
            Some("highlight-end") => {
                any = true;
                marked
                    .extend(begun.take().filter(|from| *from <= number).map(|from| (from..=number, LineMark::Marked)));
            }
            _ => {
                number += 1;
                if std::mem::take(&mut next) {
                    marked.push((number..=number, LineMark::Marked));
                }
                match at_end(line) {
                    Some((keep, said)) => {
                        any = true;
                        let (said, count) = said.split_once(':').unwrap_or((said, "1"));
                        let last = number + count.trim().parse::<u32>().unwrap_or(1).clamp(1, 1000) - 1;
                        let how = match said.trim() {
                            "++" => Some(LineMark::Inserted),
                            "--" => Some(LineMark::Deleted),
                            "focus" => None,
                            _ => Some(LineMark::Marked),
                        };
                        marked.extend(how.map(|how| (number..=last, how)));
                        out.push_str(&line[..keep]);
                        out.push('\n');
                    }
                    None => out.push_str(line),
                }
            }
        }
    }
    marked.extend(begun.filter(|from| *from <= number).map(|from| (from..=number, LineMark::Marked)));
    any.then_some((out, marked))
}

/// What begins a comment, and what may end it.
const COMMENTS: [(&str, &str); 9] = [
    ("//", ""),
    ("#", ""),
    ("--", ""),
    ("%", ""),
    (";", ""),
    ("{/*", "*/}"),
    ("/*", "*/"),
    ("<!--", "-->"),
    ("\"", ""),
];

/// The words of a comment that is all of its line.
fn alone(line: &str) -> Option<&str> {
    let line = line.trim();
    COMMENTS.iter().find_map(|(open, close)| {
        Some(line.strip_prefix(open)?.strip_suffix(close)?.trim_matches(['/', '#', ' ', '\t']))
    })
}

/// The words of `[!code words]` in a comment at the end of a line, and how much of the line stands before that.
fn at_end(line: &str) -> Option<(usize, &str)> {
    let whole = line.trim_end();
    let open = whole.rfind("[!code ")?;
    let inside = &whole[open + "[!code ".len()..];
    let end = inside.find(']')?;
    let before = whole[..open].trim_end();
    let behind = inside[end + 1..].trim();
    let (sign, _) = COMMENTS.iter().find(|(sign, close)| before.ends_with(sign) && behind == *close)?;
    Some((before[..before.len() - sign.len()].trim_end().len(), inside[..end].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_that_mark_lines_are_taken_out() {
        let text = "a\n// highlight-next-line\nb\n  # highlight-start\nc\nd\n  # highlight-end\ne\n";
        let marked = vec![(2..=2, LineMark::Marked), (3..=4, LineMark::Marked)];
        assert_eq!(taken_out(text), Some(("a\nb\nc\nd\ne\n".to_owned(), marked)));
        let text = "a // [!code ++]\nb <!-- [!code --] -->\n  c # [!code highlight:2]\nd // [!code focus]\ne\n";
        let marked = vec![(1..=1, LineMark::Inserted), (2..=2, LineMark::Deleted), (3..=4, LineMark::Marked)];
        assert_eq!(taken_out(text), Some(("a\nb\n  c\nd\ne\n".to_owned(), marked)));
        assert_eq!(taken_out("let a = \"highlight-me\";\n[!code ++]\n"), None);
    }
}
