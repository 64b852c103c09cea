//! What a text leaves to another program to fill in: shortcodes, tags of templates, snippets, components.
//!
//! Takes: a text, and where code and filled addresses stand in it. Gives: what there is of it, and the edits by which it is shown
//! as it is written. Never: runs any of it.

pub(in crate::parse) mod notes;

use super::{Dialect, Edit, Inside, Searched, lies_in, ranges};
use crate::source::{Offsets, Span};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// A kind of what is left to another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// Hugo's and Zola's `{{< … >}}` and `{{% … %}}`.
    Shortcode,
    /// Liquid's and Jinja's `{% … %}`.
    Tag,
    /// `{{ … }}`.
    Variable,
    /// `:::name`.
    Container,
    /// `--8<-- "file"`.
    Snippet,
    /// `<Tabs>`, and the lines that import it.
    Component,
}

/// How often a text leaves something to another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unrendered {
    /// What.
    pub syntax: Syntax,
    /// How often.
    pub count: usize,
    /// Where first.
    pub first: Span,
}

/// One of them, and where it stands.
pub(super) type Found = (Range<usize>, Syntax);

/// So far the end of one is looked for.
const LONGEST: usize = 2000;

/// Whether a text may hold any: nearly none does.
pub(super) fn may_hold(searched: &Searched<'_>, dialect: Dialect) -> bool {
    let any = |signs: &[&str]| signs.iter().any(|sign| searched.contains(sign));
    let is_tag = |(at, _): (usize, &str)| searched.text[at + 1..].starts_with(|c: char| c.is_ascii_uppercase());
    any(&["{{", "{%", "--8<--"])
        || dialect != Dialect::Own && any(&[":::", "import ", "export "])
        || dialect == Dialect::Generator
            && (any(&["{#", "{/*", "{::comment}"]) || any(&["<"]) && searched.text.match_indices('<').any(is_tag))
}

/// Words that are for those who write a template alone, code left out: `{% comment %}`, `{% # … %}`, `{::comment}`, `{# … #}`, `{{/* … */}}`,
/// `{/* … */}`.
pub(super) fn comments(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut inside = Inside::of(code);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut behind = 0;
    // Ends that do not come any more: a text may hold a hundred thousand comments without one.
    let mut absent: Vec<&str> = Vec::new();
    for (open, _) in text.match_indices('{') {
        if open < behind || inside.holds(open) {
            continue;
        }
        let rest = &text[open..];
        let end = match rest {
            _ if rest.starts_with("{/*") => "*/}",
            _ if rest.starts_with("{{/*") => "*/}}",
            _ if ["{# ", "{#\n", "{#\r", "{#-"].iter().any(|sign| rest.starts_with(sign)) => "#}",
            _ if is_shortcode(rest, "comment") => "/comment",
            _ if rest.starts_with("{::comment}") => "{:/",
            _ if rest.starts_with("{%") && rest[2..].trim_start_matches(['-', ' ']).starts_with('#') => "%}",
            _ if rest.starts_with("{%") && rest[2..].trim_start_matches(['-', ' ']).starts_with("comment") => {
                "endcomment"
            }
            _ => continue,
        };
        if absent.contains(&end) {
            continue;
        }
        let found = match end {
            "endcomment" => end_of_comments(rest),
            _ => rest.find(end).map(|at| at + end.len()),
        };
        // The end of a longer end.
        let closed = match end {
            "endcomment" => Some("%}"),
            "/comment" => Some("}}"),
            "{:/" => Some("}"),
            _ => None,
        };
        let found = match closed {
            Some(sign) => found.and_then(|at| Some(at + rest[at..].find(sign)? + sign.len())),
            None => found,
        };
        let Some(length) = found else {
            absent.push(end);
            continue;
        };
        behind = open + length;
        // `## Words {/* #id */}` is a heading's anchor.
        if !rest.starts_with("{/* #") {
            out.push(open..behind);
        }
    }
    out
}

/// Whether a shortcode of Hugo's of this name begins a text: `{{< comment >}}`, `{{% comment %}}`.
fn is_shortcode(text: &str, name: &str) -> bool {
    let inside = text.strip_prefix("{{<").or_else(|| text.strip_prefix("{{%"));
    let words = inside.and_then(|inside| inside.trim_start_matches([' ', '-']).strip_prefix(name));
    words.is_some_and(|rest| rest.starts_with([' ', '%', '>', '\t']))
}

/// The place behind `endcomment` that ends a comment of Liquid, which may hold others.
fn end_of_comments(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (open, _) in text.match_indices("{%") {
        let name = text[open + 2..].trim_start_matches(['-', ' ', '\n']);
        if name.starts_with("comment") {
            depth += 1;
        } else if name.starts_with("endcomment") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(text.len() - name.len() + "endcomment".len());
            }
        }
    }
    None
}

/// Code as Jekyll and Hugo have it, `{% highlight ruby %}` to `{% endhighlight %}`, made Markdown's; and the marks around what
/// Liquid is not to read, `{% raw %}`, which go. With where that code stands.
pub(super) fn code_blocks(text: &str, found: &[Found]) -> (Vec<Edit>, Vec<Range<usize>>) {
    let (mut edits, mut blocks) = (Vec::new(), Vec::new());
    let mut open: Option<(Range<usize>, String)> = None;
    for (range, _) in found.iter().filter(|(_, syntax)| matches!(syntax, Syntax::Tag | Syntax::Shortcode)) {
        let inside = text[range.clone()].trim_matches(['{', '%', '}', '-', '<', '>']);
        let words: Vec<&str> = inside.split_whitespace().collect();
        let alone = text[..range.start].ends_with('\n') || range.start == 0;
        match (words.as_slice(), open.take()) {
            (["endhighlight" | "/highlight"], Some((start, fence))) if alone => {
                blocks.push(start.start..range.end);
                edits.extend([(start, fence), (range.clone(), "```".to_owned())]);
            }
            (["highlight", language, ..], _) if alone => {
                open = Some((range.clone(), format!("```{}", language.trim_matches(['"', '\'']))));
            }
            (["raw" | "endraw"], still) => {
                open = still;
                edits.push((range.clone(), String::new()));
            }
            (_, still) => open = still,
        }
    }
    (edits, blocks)
}

/// What there is in a text, in order, code and `filled` left out.
pub(super) fn found(text: &str, code: &[Range<usize>], filled: &[Edit], dialect: Dialect) -> Vec<Found> {
    let mut out = Vec::new();
    let mut inside = Inside::of(code);
    let (mut at, mut behind, mut next_filled) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_start_matches([' ', '\t', '>']);
        let from = start + line.len() - content.len();
        if behind <= from
            && !inside.holds(from)
            && let Some(syntax) = of_line(line, content, dialect)
        {
            out.push((from..from + content.trim_end().len(), syntax));
            continue;
        }
        let mut place = from.max(behind);
        while let Some(open) = text[place..at.max(place)].find(['{', '<']).map(|i| place + i) {
            place = open + 1;
            while filled.get(next_filled).is_some_and(|(range, _)| range.end <= open) {
                next_filled += 1;
            }
            if inside.holds(open) || filled.get(next_filled).is_some_and(|(range, _)| range.contains(&open)) {
                continue;
            }
            let Some((length, syntax)) = of_sign(text, open, dialect) else { continue };
            out.push((open..open + length, syntax));
            place = open + length;
            behind = place;
        }
    }
    out
}

/// What is a line of its own.
fn of_line(line: &str, content: &str, dialect: Dialect) -> Option<Syntax> {
    if content.starts_with("--8<--") {
        return Some(Syntax::Snippet);
    }
    if dialect == Dialect::Own {
        return None;
    }
    let words = content.trim_end();
    if content.starts_with(":::") {
        return Some(Syntax::Container);
    }
    let imports = line.starts_with("import ")
        && (words.contains(" from '") || words.contains(" from \"") || words[7..].starts_with(['"', '\'']))
        && words.ends_with(['\'', '"', ';']);
    let exports = line.starts_with("export ")
        && ["default ", "const ", "function ", "let "].iter().any(|word| words[7..].starts_with(word))
        && words.contains(['=', '(', '{']);
    (imports || exports).then_some(Syntax::Component)
}

/// What begins with a sign at a place, and its length.
fn of_sign(text: &str, open: usize, dialect: Dialect) -> Option<(usize, Syntax)> {
    if text[..open].ends_with('\\') {
        return None;
    }
    let rest = &text[open..text.floor_char_boundary(open + LONGEST)];
    if let Some(name) = rest.strip_prefix('<') {
        let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(name.len());
        let is_tag = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name[length..].starts_with([' ', '\n', '/', '>'])
            // A type in the middle of a text, `Vec<T>`, is none.
            // So is an address in brackets: `[words](<Two words.md>)`.
            && !text[..open].ends_with(|c: char| c.is_alphanumeric() || c == '(');
        return (is_tag && dialect == Dialect::Generator).then_some((1 + length, Syntax::Component));
    }
    let (start, end, syntax) = match rest {
        _ if rest.starts_with("{{<") => (3, ">}}", Syntax::Shortcode),
        _ if rest.starts_with("{{%") => (3, "%}}", Syntax::Shortcode),
        _ if rest.starts_with("{%") => (2, "%}", Syntax::Tag),
        _ if rest.starts_with("{{") => (2, "}}", Syntax::Variable),
        _ => return None,
    };
    let length = start + rest[start..].find(end)? + end.len();
    // A paragraph's end ends it.
    let ends = rest[..length].lines().skip(1).any(|line| line.trim_matches([' ', '\t', '>']).is_empty());
    (!ends).then_some((length, syntax))
}

/// Shows them as they are written: as code, in which no sign means anything and no quotation mark is turned.
/// In a block of HTML that is an element: a backtick is a sign to be read there.
pub(super) fn edits(text: &str, found: &[Found], is_address: impl Fn(&str) -> bool) -> Vec<Edit> {
    let mut out = Vec::new();
    let is_html = |event: &Event<'_>| matches!(event, Event::Start(Tag::HtmlBlock));
    let html = if found.is_empty() || !text.contains('<') { Vec::new() } else { ranges(text, is_html) };
    for (range, syntax) in found {
        let written = &text[range.clone()];
        // Looked at near by: a line may be the whole text.
        let near = text.floor_char_boundary(range.start.saturating_sub(LONGEST));
        let line = text[near..range.start].rfind('\n').map_or(near, |end| near + end + 1);
        let is_part = *syntax == Syntax::Component && written.starts_with('<') || is_address(&text[line..range.start]);
        if is_part || written.is_empty() {
            continue;
        }
        if lies_in(&html, range.start) {
            let words: Vec<&str> = written.split_whitespace().collect();
            let words = words.join(" ").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            out.push((range.clone(), format!("<code>{words}</code>")));
            continue;
        }
        let marks = "`".repeat(longest_run(written) + 1);
        let space = if written.starts_with('`') || written.ends_with('`') || marks.len() > 1 { " " } else { "" };
        out.push((range.start..range.start, format!("{marks}{space}")));
        // What stands on several lines is shown on one: a line that begins with `>` would begin a quotation.
        for (end, _) in written.match_indices('\n') {
            let margin = written[end + 1..].find(|c: char| !matches!(c, ' ' | '\t')).unwrap_or(0);
            out.push((range.start + end..range.start + end + 1 + margin, " ".to_owned()));
        }
        out.push((range.end..range.end, format!("{space}{marks}")));
    }
    out
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// How often there is what.
pub(super) fn counted(found: &[Found], offsets: &Offsets) -> Vec<Unrendered> {
    let mut out: BTreeMap<Syntax, Unrendered> = BTreeMap::new();
    for (range, syntax) in found {
        let first = || Unrendered { syntax: *syntax, count: 0, first: offsets.span(range.clone()) };
        out.entry(*syntax).or_insert_with(first).count += 1;
    }
    out.into_values().collect()
}
