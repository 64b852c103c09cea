//! A part of a file shown as code: ```` ```rust file="../src/x.rs" lines="3-9" ````, or a region between two comments.

use super::super::Context;
use crate::load;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use std::ops::RangeInclusive;

/// Which part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// As it is written, without what stands behind `#`.
    pub(super) file: String,
    /// `3-9`, `3-`, `3`; empty for all.
    pub(super) lines: String,
    /// The name of a region; empty for all.
    pub(super) region: String,
}

/// What is shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// The number of its first line in the file.
    pub(super) first: u32,
}

/// The part, or what is wrong; `fence` is the place of the block's first line.
pub(super) fn part(wanted: &Wanted, context: Context<'_>, fence: Span) -> Result<Shown, Problem> {
    let told = |message: String| Problem::at(Code::MissingPart, context.path, fence, message);
    let Some(path) = load::part(context.path, &wanted.file) else {
        return Err(told(format!("`{}` leads out of the site's folder, or to what is hidden in it", wanted.file))
            .help("Show a file that lies in the site's folder, and whose name and folders begin with no dot."));
    };
    let Some(source) = context.taken.and_then(|taken| taken.parts.get(&wanted.file)) else {
        return Err(told(format!("There is no file `{path}` of which a part could be shown")).help(format!(
            "Write the path from this article's folder, or with `/` from the site's; a file may have {} MB.",
            load::LARGEST_SUPPLY >> 20
        )));
    };
    let lines: Vec<&str> = source.text[source.start()..].lines().collect();
    let chosen = if wanted.region.is_empty() {
        by_lines(&wanted.lines, lines.len()).map_err(|why| {
            let message = match why {
                Odd::Unread => format!("`{}` names no lines", wanted.lines),
                Odd::Beyond => format!("`{path}` has {} lines, and no line {}", lines.len(), wanted.lines),
            };
            told(message).help(
                "Write the lines to be shown like `lines=\"3-9\"`; a region with a name stays right where lines move.",
            )
        })?
    } else {
        region(&wanted.region, &lines).ok_or_else(|| no_region(&told, &path, &wanted.region, &lines))?
    };
    let first = *chosen.start();
    let shown: Vec<&str> = lines[first..*chosen.end()].iter().copied().filter(|line| mark(line).is_none()).collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = shown.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut text = String::new();
    for line in shown {
        text.push_str(line.get(least..).unwrap_or_default().trim_end());
        text.push('\n');
    }
    Ok(Shown { text, first: first as u32 + 1 })
}

fn no_region(told: &dyn Fn(String) -> Problem, path: &SitePath, name: &str, lines: &[&str]) -> Problem {
    let names = lines.iter().filter_map(|line| mark(line)).filter(|mark| mark.begins).map(|mark| mark.name);
    let problem = told(format!("`{path}` has no region `{name}` that ends"));
    match near::nearest(name, names) {
        Some(near) => problem.help(format!("Did you mean `region=\"{near}\"`?")),
        None => problem.help(format!(
            "Put it between two comments there: `#region {name}` before its first line and `#endregion {name}` behind its last."
        )),
    }
}

enum Odd {
    Unread,
    Beyond,
}

/// The numbers, from 0, of the first line and of that behind the last.
fn by_lines(written: &str, count: usize) -> Result<RangeInclusive<usize>, Odd> {
    if written.trim().is_empty() {
        return Ok(0..=count);
    }
    let (from, to) = match written.split_once(['-', ':']) {
        Some((from, to)) => (from.trim(), to.trim()),
        None => (written.trim(), written.trim()),
    };
    let number = |text: &str, otherwise: usize| {
        if text.is_empty() { Ok(otherwise) } else { text.trim_start_matches('L').parse() }
    };
    let (Ok(from), Ok(to)) = (number(from, 1), number(to, count)) else { return Err(Odd::Unread) };
    match () {
        () if from == 0 || from > to => Err(Odd::Unread),
        () if to > count => Err(Odd::Beyond),
        () => Ok(from - 1..=to),
    }
}

/// A comment that begins or ends a region.
struct Mark<'t> {
    begins: bool,
    name: &'t str,
}

/// As editors (`#region a`), mdBook (`ANCHOR: a`), and MkDocs (`--8<-- [start:a]`) write them.
fn mark(line: &str) -> Option<Mark<'_>> {
    const SIGNS: [(&str, bool); 8] = [
        ("#endregion", false),
        ("#region", true),
        ("region:", true),
        ("endregion:", false),
        ("ANCHOR_END:", false),
        ("ANCHOR:", true),
        ("[start:", true),
        ("[end:", false),
    ];
    let line = line.trim();
    let comment = line.trim_start_matches(|c: char| {
        matches!(c, '/' | '*' | '#' | '-' | '<' | '!' | ';' | '%' | '8') || c.is_whitespace()
    });
    let sign = SIGNS.iter().find_map(|(sign, begins)| {
        // The sign of `#region` may be that of the comment itself.
        let rest = comment.strip_prefix(sign).or_else(|| comment.strip_prefix(sign.strip_prefix('#')?))?;
        Some((rest, *begins))
    });
    let (rest, begins) = sign.filter(|_| comment.len() < line.len())?;
    let rest = rest.trim_end_matches(|c: char| matches!(c, '*' | '/' | '-' | '>' | ']') || c.is_whitespace());
    Some(Mark { begins, name: rest.trim_start_matches(':').trim() })
}

/// The lines between the two comments of a region. One within another has an end of its own.
fn region(name: &str, lines: &[&str]) -> Option<RangeInclusive<usize>> {
    let start = lines.iter().position(|line| mark(line).is_some_and(|mark| mark.begins && mark.name == name))? + 1;
    let mut open = 0;
    for (number, line) in lines.iter().enumerate().skip(start) {
        match mark(line) {
            Some(Mark { begins: true, .. }) => open += 1,
            Some(Mark { name: ended, .. }) if ended == name || ended.is_empty() && open == 0 => {
                return Some(start..=number);
            }
            Some(_) => open -= i32::from(open > 0),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_by_each_way_to_mark_them() {
        for (begin, end) in [
            ("// #region a", "// #endregion a"),
            ("//#region a", "//#endregion"),
            ("# region a", "# endregion"),
            ("// ANCHOR: a", "// ANCHOR_END: a"),
            ("<!-- #region a -->", "<!-- #endregion a -->"),
            ("/* region: a */", "/* endregion: a */"),
            ("# --8<-- [start:a]", "# --8<-- [end:a]"),
        ] {
            let lines = ["x", begin, "  y", "  // #region b", "z", "// #endregion b", end, "w"];
            assert_eq!(region("a", &lines), Some(2..=6), "{begin}");
        }
        assert_eq!(region("a", &["// #region a", "x"]), None);
        assert!(mark("let region = 1;").is_none());
    }

    #[test]
    fn lines_are_numbered_from_one() {
        let of = |text: &str| by_lines(text, 9).ok();
        assert_eq!(
            [of("3-9"), of("3"), of("8-"), of("-2"), of("")],
            [Some(2..=9), Some(2..=3), Some(7..=9), Some(0..=2), Some(0..=9)]
        );
        assert_eq!([of("0"), of("9-3"), of("x"), of("3-10")], [None, None, None, None]);
    }
}
