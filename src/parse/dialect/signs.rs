//! Signs that other programs read otherwise than the parser → what they mean there.
//!
//! Takes: a text, and where code stands in it. Gives: edits. `:x` below a word is no definition without a space, `[[1]](x)` is a
//! link that is called `[1]`, `- [/]` is a task, and `++ctrl+c++` are keys. Never: looks into code.

pub(super) mod emoji;

use super::{Dialect, Edit, Inside, Searched};
use memchr::memmem;
use std::ops::Range;

/// No sign is longer, and so far back an address is looked for: a line may be the whole text, and hold a hundred thousand signs.
const LONGEST: usize = 300;

/// Whether a text may hold one of them: nearly none does.
pub(super) fn may_hold(searched: &Searched<'_>) -> bool {
    let any = |signs: &[&str]| signs.iter().any(|sign| searched.contains(sign));
    any(&["]](", "++"])
        || may_hold_task(searched)
        || any(&["<"]) && any(&["markdown"])
        || any(&["\n:", " :", ">:"]) && searched.text.lines().map(without_marks).any(is_no_definition)
}

pub(super) fn edits(text: &str, code: &[Range<usize>], dialect: Dialect) -> Vec<Edit> {
    let mut out = Vec::new();
    let mut inside = Inside::of(code);
    let (mut at, mut wrapped) = (0, Vec::new());
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = without_marks(line);
        let from = start + (line.len() - content.len());
        if inside.holds(from) {
            // Code may end within the line.
            in_line(content, from, &mut inside, &mut out);
            continue;
        }
        if is_no_definition(content) {
            out.push((from..from, "\\".to_owned()));
        }
        if let Some((sign, place)) = task(content, dialect) {
            out.push((from + place.start..from + place.end, sign));
        }
        markdown_in_html(content, &line[..line.len() - content.len()], from, &mut wrapped, &mut out);
        in_line(content, from, &mut inside, &mut out);
    }
    out
}

/// What a line says behind the marks of quotations.
fn without_marks(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}

/// A line that the parser would take for a definition, and that is a time, an emoji, or a sign of another program.
fn is_no_definition(content: &str) -> bool {
    content.strip_prefix(':').is_some_and(|rest| !rest.starts_with(char::is_whitespace) && !rest.is_empty())
}

/// A task with another sign than the two of Markdown: what is shown, and where its box stands in the line. In a vault each sign
/// is one; elsewhere a letter in brackets may be words.
fn task(content: &str, dialect: Dialect) -> Option<(String, Range<usize>)> {
    let behind = match content.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => content.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])?,
    };
    let rest = behind.trim_start_matches(' ');
    let mut inside = rest.strip_prefix('[')?.chars();
    let sign = inside.next()?;
    let length = "[]".len() + sign.len_utf8();
    if rest.len() == behind.len() || !inside.as_str().starts_with("] ") {
        return None;
    }
    let is_sign = OF_TASKS.contains(sign) || matches!(dialect, Dialect::Obsidian(_)) && !" \t[]\\xX^".contains(sign);
    let shown = match sign {
        '/' => "◪".to_owned(),
        '-' => "☒".to_owned(),
        _ if !is_sign => return None,
        sign if sign.is_ascii_punctuation() => format!("☐ \\{sign}"),
        sign => format!("☐ {sign}"),
    };
    let from = content.len() - rest.len();
    Some((shown, from..from + length))
}

/// What themes of Obsidian's have for tasks that are moved on, planned, asked about, important, marked or quoted.
const OF_TASKS: &str = "><?!*\"";

/// Whether a text may hold such a task.
fn may_hold_task(searched: &Searched<'_>) -> bool {
    let bytes = searched.text.as_bytes();
    searched.contains("] ")
        && memmem::find_iter(bytes, "] ").any(|end| {
            let near = &bytes[end.saturating_sub(5)..end];
            near.iter().rposition(|byte| *byte == b'[').is_some_and(|open| open > 0 && near[open - 1] == b' ')
        })
}

/// `<div markdown>` and its like: what stands in them is Markdown, which the parser reads between empty lines. `wrapped` are the
/// names of those that are open, `marks` those of quotations and the blanks that the line begins with.
fn markdown_in_html<'t>(content: &'t str, marks: &str, from: usize, wrapped: &mut Vec<&'t str>, out: &mut Vec<Edit>) {
    let empty_line = format!("\n{marks}");
    let parted = format!("\n{marks}\n{marks}");
    if let Some(tag) = content.strip_prefix("</") {
        let name = &tag[..tag.find('>').unwrap_or(tag.len())];
        if wrapped.pop_if(|open| *open == name).is_some() {
            out.push((from..from, empty_line));
        }
        return;
    }
    if !content.starts_with('<') {
        return;
    }
    let mut at = 0;
    while let Some(open) = content[at..].find('<').map(|open| at + open + 1) {
        let tag = &content[open..];
        let Some(close) = tag.find('>') else { return };
        at = open + close + 1;
        let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())];
        let Some(attribute) = tag[..close].find(" markdown") else { continue };
        let behind = &tag[attribute + " markdown".len()..close];
        let values = ["=\"1\"", "=\"block\"", "=\"span\"", "=\"\"", "=1"];
        let value = values.iter().find(|value| behind.starts_with(**value));
        let length = " markdown".len() + value.map_or(0, |value| value.len());
        if !tag[attribute + length..].starts_with([' ', '>']) {
            continue;
        }
        let start = from + open + attribute;
        out.push((start..start + length, String::new()));
        let inside = from + at;
        match closing(&content[at..], name) {
            None if !near(&content[at..]).contains("</") => {
                out.push((inside..inside, parted.clone()));
                wrapped.push(name);
                return;
            }
            // Within a line of words it is Markdown already.
            Some(end) if !is_of_words(name) && content[at..at + end].contains(['*', '_', '`', '[', '~', '=']) => {
                out.push((inside..inside, parted.clone()));
                out.push((inside + end..inside + end, parted.clone()));
                at += end;
            }
            _ => {}
        }
    }
}

/// So far the end of an element is looked for: a line may be the whole text.
const CELL: usize = 4000;

fn near(rest: &str) -> &str {
    &rest[..rest.floor_char_boundary(CELL)]
}

/// Where an element is closed in the rest of its line.
fn closing(rest: &str, name: &str) -> Option<usize> {
    near(rest).match_indices("</").map(|(at, _)| at).find(|at| {
        let tag = &rest[at + 2..];
        tag.get(..name.len()).is_some_and(|closed| closed.eq_ignore_ascii_case(name))
            && tag[name.len()..].starts_with('>')
    })
}

/// Elements that stand in a line of words.
fn is_of_words(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    )
}

/// What begins and ends within a line.
fn in_line(content: &str, from: usize, inside: &mut Inside<'_>, out: &mut Vec<Edit>) {
    let mut at = 0;
    while let Some(next) = content[at..].find(['[', '+']).map(|i| at + i) {
        at = next + 1;
        let rest = &content[next..content.floor_char_boundary(next + LONGEST)];
        let Some((length, edits)) = sign(rest) else { continue };
        if inside.holds(from + next) || is_address(&content[..next]) {
            continue;
        }
        at = next + length;
        out.extend(
            edits.into_iter().map(|(range, instead)| (from + next + range.start..from + next + range.end, instead)),
        );
    }
}

/// Whether what follows stands in the address of a link, or in a tag.
pub(super) fn is_address(before: &str) -> bool {
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    let link = before.rfind("](").is_some_and(|open| !before[open..].contains(')'));
    let tag = before.rfind('<').is_some_and(|open| {
        !before[open..].contains('>') && before[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
    });
    link || tag
}

/// The sign that a text begins with: its length, and what to do with it.
fn sign(rest: &str) -> Option<(usize, Vec<Edit>)> {
    // `[[[x]]](page.md)`: a link whose words are `[[x]]`.
    if let Some(inside) = rest.strip_prefix("[[[") {
        let length = inside.find("]]](").filter(|i| !inside[..*i].contains(['[', ']']) && *i > 0)?;
        inside[length + 4..].find([')', ' ', '\n']).filter(|i| inside[length + 4 + i..].starts_with([')', ' ']))?;
        let end = 3 + length;
        let edits = [1, 2, end, end + 1].map(|at| (at..at, "\\".to_owned()));
        return Some((end + 3, edits.into()));
    }
    if let Some(inside) = rest.strip_prefix("[[") {
        let length = inside.find("]](").filter(|i| !inside[..*i].contains(['[', ']', '|']) && *i > 0)?;
        inside[length + 3..].find([')', ' ', '\n']).filter(|i| inside[length + 3 + i..].starts_with([')', ' ']))?;
        let end = 2 + length;
        return Some((end + 2, vec![(1..1, "\\".to_owned()), (end..end, "\\".to_owned())]));
    }
    if let Some(inside) = rest.strip_prefix("++") {
        let length = inside.find("++").filter(|length| *length > 0)?;
        let keys: Vec<&str> = inside[..length].split('+').collect();
        let is_key = |key: &&str| {
            let name = key.trim_matches('"');
            !name.is_empty()
                && name.len() <= 16
                && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c) || name.len() == 1)
        };
        // `i++ and j++` are no keys.
        if !keys.iter().all(is_key) {
            return None;
        }
        let written: Vec<String> = keys.iter().map(|key| format!("<kbd>{}</kbd>", key_name(key))).collect();
        let whole = 2 + length + 2;
        return Some((whole, vec![(0..whole, written.join("+"))]));
    }
    None
}

/// What stands on a key.
fn key_name(key: &str) -> String {
    let key = key.trim_matches('"');
    let escaped = |key: &str| key.replace('&', "&amp;").replace('<', "&lt;");
    match key {
        "cmd" | "command" => "Cmd".to_owned(),
        "ctrl" | "control" => "Ctrl".to_owned(),
        _ if key.chars().count() == 1 => escaped(&key.to_uppercase()),
        _ => {
            let words = key.split(['-', '_']).map(|word| {
                let mut letters = word.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
            });
            words.collect::<Vec<_>>().join(" ")
        }
    }
}
