//! Where an article's front matter stands, and in which language it is written.
//!
//! Takes: an article's text. Gives: [`Split`]: the front matter's place and the start of the text after it.
//! Never: reads a key, or takes what cannot be told apart from the text for text: a page whose front matter may say "not for
//! others" must not be published because of a slip in its fence. (The Markdown crate's own option for front matter was not
//! taken: it also eats `---` blocks in mid-page.)

use crate::problem::{Code, Problem};
use crate::source::{Source, Span};
use crate::yaml::COLONS;
use std::ops::Range;

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Between lines `---`; also JSON, which every reader of YAML reads.
    Yaml,
    /// Between lines `+++`, as Hugo and Zola have it.
    Toml,
}

/// An article, divided.
#[derive(Debug)]
pub struct Split {
    /// The front matter, without its fence.
    pub matter: Option<(Language, Span)>,
    /// The byte where the text begins.
    pub body: usize,
    /// Why the front matter cannot be read.
    pub fault: Option<Problem>,
}

/// Divides an article into its front matter and its text. Blank lines and comments before the fence are passed over: their author
/// meant the fence all the same.
pub fn split(source: &Source) -> Split {
    let split = divided(source);
    match misplaced(&source.text[split.body..]).filter(|_| split.fault.is_none()) {
        Some(keys) => {
            let (at, end) = (split.body + keys.start, split.body + keys.end);
            let behind = &source.text[end..];
            let body = end + (behind.len() - after_line(behind).len());
            Split { matter: None, body, fault: Some(elsewhere(source, at, keys.len())) }
        }
        None => split,
    }
}

fn divided(source: &Source) -> Split {
    let start = source.start();
    let text = &source.text[start..];
    let at = start + before_fence(text);
    let rest = &source.text[at..];
    let first = rest.lines().next().unwrap_or("").trim_matches(is_blank);
    let none = || Split { matter: None, body: start, fault: None };
    match first {
        "---" | "+++" => {
            let toml = first == "+++";
            // Behind an empty line it is a rule to every other program, unless keys follow.
            let is_first = source.text[start..at].trim().is_empty() && !source.text[start..at].contains('\n');
            match between(source, at, first) {
                Some((inside, _)) if !toml && !is_first && !has_keys(source.slice(inside)) => none(),
                Some((inside, body)) => {
                    let language = if toml { Language::Toml } else { Language::Yaml };
                    Split { matter: Some((language, inside)), body, fault: None }
                }
                // A rule at the top of a page, with text below it.
                None if !begins_with_key(after_line(rest)) => none(),
                None if !toml && !is_first && !keeps_back(above_text(after_line(rest))) => none(),
                None => unread(at + first.len(), not_ended(source, at, first)),
            }
        }
        // `---json`: other programs name the language behind the fence.
        _ if first.strip_prefix("---").is_some_and(names_language) => match between(source, at, "---") {
            Some((inside, body)) if matches!(first[3..].trim(), "yaml" | "yml" | "json") => {
                Split { matter: Some((Language::Yaml, inside)), body, fault: None }
            }
            Some((inside, body)) if first[3..].trim() == "toml" => {
                Split { matter: Some((Language::Toml, inside)), body, fault: None }
            }
            Some((_, body)) => {
                let span = Span::new(at, at + first.len());
                Split { matter: None, body, fault: Some(other_language(source, span)) }
            }
            None => unread(at + first.len(), not_ended(source, at, "---")),
        },
        _ if begins_as_json(rest) => json(source, at),
        _ => {
            // Where a line of other signs stands, a fence was meant: `----`, or a dash that a phone has made of three.
            let line = if is_line_of_signs(first) { rest.len() - after_line(rest).len() } else { 0 };
            match unopened(&rest[line..]) {
                Some(length) => Split { fault: Some(not_begun(source, at + line, length)), ..none() },
                None => none(),
            }
        }
    }
}

/// Bytes of blank lines and comments of HTML at the start of a text.
fn before_fence(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start_matches(is_blank).len();
        let Some(comment) = text[at..].strip_prefix("<!--").and_then(|rest| rest.find("-->")) else { break };
        at += "<!--".len() + comment + "-->".len();
    }
    // An indented text begins where its line does.
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// Spaces, and what nobody sees.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_unseen(c)
}

/// Signs that nobody sees; a word that was copied may have them in it.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

fn after_line(text: &str) -> &str {
    text.find('\n').map_or("", |end| &text[end + 1..])
}

/// What stands between the fence whose first line begins at `at` and its last line, and where the text goes on. YAML's own end of
/// a document, `...`, ends a fence of `---` too.
fn between(source: &Source, at: usize, fence: &str) -> Option<(Span, usize)> {
    let rest = &source.text[at..];
    let begin = at + (rest.len() - after_line(rest).len());
    let mut end = begin;
    for line in source.text[begin..].split_inclusive('\n') {
        let bare = line.trim_end_matches(is_blank);
        if bare == fence || fence == "---" && bare == "..." {
            return Some((Span::new(begin, end), end + line.len()));
        }
        end += line.len();
    }
    None
}

/// Whether what stands between two rules looks like front matter: it begins with a key, or one keeps pages back.
fn has_keys(inside: &str) -> bool {
    let first = inside.lines().map(str::trim).find(|line| !line.is_empty());
    first.is_some_and(|line| line.starts_with('{') || key_of(line).is_some()) || keeps_back(inside)
}

/// Whether one of these lines may be a key that keeps its page back.
pub(super) fn keeps_back(text: &str) -> bool {
    let is_such = |(key, value): (&str, &str)| super::visibility::keeps_back(key, value) != Some(false);
    text.lines().filter_map(|line| key_of(line.trim().trim_start_matches("- "))).any(is_such)
}

/// The lines up to the first that is blank.
fn above_text(text: &str) -> &str {
    let lines = text.trim_start();
    &lines[..lines.find("\n\n").or_else(|| lines.find("\n\r\n")).unwrap_or(lines.len())]
}

/// Whether there is nothing but keys that are switched off, each behind a `#`: other such lines are headings.
pub(super) fn are_comments(inside: &str) -> bool {
    let comments = inside.lines().filter_map(|line| line.trim().strip_prefix('#'));
    comments.map(|words| words.trim_start_matches('#').trim()).all(|words| words.is_empty() || key_of(words).is_some())
}

/// Whether the first line that is not blank looks like `key:` or `key =`.
pub(super) fn begins_with_key(text: &str) -> bool {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.is_some_and(|line| key_of(line).is_some())
}

/// Whether lines that follow one another begin with a word, and one of them with a key: in the others a colon may be missing.
pub(super) fn may_be_keys(inside: &str) -> bool {
    let inside = inside.trim();
    let blank = inside.lines().any(|line| line.trim().is_empty());
    !blank && inside.starts_with(char::is_alphabetic) && inside.lines().any(|line| key_of(line.trim()).is_some())
}

/// The key of a line `key: value` or `key = value`.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let Some(end) = line.find([':', '=']) else { return key_of_other_colon(line) };
    let (key, value) = (line[..end].trim().trim_matches(['"', '\'']), &line[end + 1..]);
    let clean = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    // A no-break space is meant as a space, though YAML knows none.
    let apart = value.is_empty() || value.starts_with(char::is_whitespace) || line.as_bytes()[end] == b'=';
    (clean && apart && key.split(' ').count() <= 2).then_some((key, value.trim()))
}

/// The key of a line with a sign that only looks like a colon, or with a semicolon where the key keeps pages back.
fn key_of_other_colon(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(COLONS).or_else(|| line.split_once(';'))?;
    let (key, value) = (key.trim(), value.trim());
    let clean = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let meant = line.contains(COLONS) || super::visibility::keeps_back(key, value) == Some(true);
    (clean && meant).then_some((key, value))
}

/// `---json`, and not a rule that is longer than usual.
fn names_language(rest: &str) -> bool {
    let rest = rest.trim();
    !rest.is_empty() && rest.len() <= 10 && rest.chars().all(|c| c.is_ascii_alphabetic())
}

/// `{` and a name in quotation marks: no other program's sign begins so.
fn begins_as_json(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// Front matter in JSON, as Hugo has it: one object, and the text behind it.
fn json(source: &Source, at: usize) -> Split {
    let mut values = serde_json::Deserializer::from_str(&source.text[at..]).into_iter::<serde_json::Value>();
    match values.next() {
        Some(Ok(_)) => {
            let end = at + values.byte_offset();
            let rest = &source.text[end..];
            let line = rest.find('\n').map_or(rest.len(), |line| line + 1);
            let body = if rest[..line].trim().is_empty() { end + line } else { end };
            Split { matter: Some((Language::Yaml, Span::new(at, end))), body, fault: None }
        }
        _ => {
            let body = source.text[at..].find("\n}").map_or(source.text.len(), |close| at + close + 2);
            let fault = Problem::at(
                Code::FrontMatter,
                &source.path,
                Span::new(at, at + 1),
                "The front matter begins here, in JSON, and cannot be read",
            )
            .help("Look for a comma or a quotation mark that is missing or too many, or write it between two lines `---`, as YAML.");
            Split { matter: None, body, fault: Some(fault) }
        }
    }
}

/// `---`, and what may be meant so: with a comment behind it, a backslash before it, or dashes that a phone has made of others.
fn is_line_of_signs(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line);
    let signs = || line.trim_start_matches("&nbsp;").chars().filter(|c| !is_blank(*c) && *c != '\\');
    let dashes = signs().next().is_some_and(|c| matches!(c, '—' | '–'));
    (signs().count() >= 2 || dashes)
        && signs().all(|c| matches!(c, '-' | '—' | '–' | '…' | '+' | '.' | ';' | '=' | '~' | '_' | '*'))
}

/// So many lines of a text are looked through for front matter that stands behind something.
const FIRST_LINES: usize = 12;

/// Keys between two lines of a fence, one of which keeps the page back, where they are no front matter: behind another one, a heading
/// or a picture; or directly behind a front matter that was ended too early.
fn misplaced(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut is_fence = true;
    for line in text.split_inclusive('\n').take(FIRST_LINES) {
        // In code nothing is meant.
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            return None;
        }
        if is_fence && let Some(length) = unopened(&text[at..]) {
            let behind = text[at + length..].lines().next().unwrap_or("");
            if is_line_of_signs(behind) {
                return Some(at..at + length);
            }
        }
        is_fence = is_line_of_signs(line);
        at += line.len();
    }
    None
}

/// The length of the keys at the start of a text that lacks its first `---`, where one of them keeps the page back.
fn unopened(text: &str) -> Option<usize> {
    let mut length = 0;
    let mut held = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare.is_empty() || is_line_of_signs(bare) || length > 0 && bare.starts_with("# ") {
            break;
        }
        // The lines of a list or a text below a key are moved in.
        let below = length > 0 && (line.starts_with([' ', '\t']) || line.starts_with("- "));
        match key_of(bare) {
            Some((key, value)) => held |= super::visibility::keeps_back(key, value) == Some(true),
            None if below => {}
            None => return None,
        }
        length += line.len();
    }
    held.then_some(length)
}

fn unread(body: usize, fault: Problem) -> Split {
    Split { matter: None, body, fault: Some(fault) }
}

fn not_ended(source: &Source, at: usize, fence: &str) -> Problem {
    if let Some(moved) = moved_in(source, at + fence.len(), fence) {
        let message = format!("This line does not end the front matter, for there is a space before its `{fence}`");
        let help = format!("Begin it with the `{fence}`.");
        return Problem::at(Code::FrontMatter, &source.path, moved, message).help(help).fix(moved, "");
    }
    let span = Span::new(at, at + fence.len());
    Problem::at(Code::FrontMatter, &source.path, span, "The front matter begins here and does not end")
        .help(format!("Put a line `{fence}` after its last key, before the text."))
}

/// The spaces before the first line that would end the front matter without them.
fn moved_in(source: &Source, from: usize, fence: &str) -> Option<Span> {
    let mut at = from;
    source.text[from..].split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start().len();
        (indent > 0 && line.trim() == fence).then(|| Span::new(start, start + indent))
    })
}

fn not_begun(source: &Source, at: usize, length: usize) -> Problem {
    let line = source.text[at..at + length].lines().next().unwrap_or("").trim_end().len();
    let message = "This looks like front matter, but there is no line `---` before it";
    Problem::at(Code::FrontMatter, &source.path, Span::new(at, at + line), message)
        .help("Put a line `---` before its first key, and one after its last.")
}

fn elsewhere(source: &Source, at: usize, length: usize) -> Problem {
    let line = source.text[at..at + length].lines().next().unwrap_or("").trim_end().len();
    let message = "This looks like front matter, but it does not stand at the top of the file, where it would be read";
    Problem::at(Code::FrontMatter, &source.path, Span::new(at, at + line), message)
        .help("Move its lines to the top, between the two lines `---`; or delete them, if they are not meant.")
}

fn other_language(source: &Source, span: Span) -> Problem {
    Problem::at(Code::FrontMatter, &source.path, span, "The front matter is in a language that is not read here")
        .help("Write it in YAML, between two lines `---`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Option<(Language, &str)>, &str, bool) {
        let source = Source::new("content/a.md".into(), text.into());
        let Split { matter, body, fault } = split(&source);
        let range = matter.map(|(language, span)| (language, &text[span.range()]));
        (range, &text[body..], fault.is_some())
    }

    #[test]
    fn front_matter_is_found_in_every_language_and_behind_blank_lines() {
        let yaml = |inside| Some((Language::Yaml, inside));
        assert_eq!(of("---\na: b\n---\nText"), (yaml("a: b\n"), "Text", false));
        assert_eq!(of("\n \n---\r\na: b\r\n--- \r\nText"), (yaml("a: b\r\n"), "Text", false));
        assert_eq!(of("<!-- lint off -->\n---\na: b\n---\n"), (yaml("a: b\n"), "", false));
        assert_eq!(of("---\na: b\n...\nText"), (yaml("a: b\n"), "Text", false));
        assert_eq!(of("---yaml\na: b\n---\n"), (yaml("a: b\n"), "", false));
        assert_eq!(of("+++\na = 1\n+++\nText"), (Some((Language::Toml, "a = 1\n")), "Text", false));
        assert_eq!(of("{\n \"a\": {}\n}\nText"), (yaml("{\n \"a\": {}\n}"), "Text", false));
        assert_eq!(of("---\n---\n"), (yaml(""), "", false));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_is_no_text() {
        for text in
            ["---\ndraft: true\n\nText", "+++\ndraft = true\nText", "{\"draft\": true\nText", "---lua\nx\n---\n"]
        {
            let (matter, _, fault) = of(text);
            assert!(matter.is_none() && fault, "{text}");
        }
        assert!(of("title: Diary\npublish: false\n---\nText").2, "a fence that was never opened");
        assert!(of("\n---\ndraft: true\n\nText").2, "behind an empty line");
        assert!(of("title: Diary\ntags:\n- a\nDraft: yes\n\nText").2);
    }

    #[test]
    fn rules_braces_and_words_with_a_colon_are_text() {
        for text in [
            "\n---\n\n## DB path\n\ntext\n\n---\n\nmore\n",
            "\n\n---\n\n# Only a heading\n\n---\n\nmore\n",
            "\n---\n\nWhen you write a key: think.\n\n---\n\nmore\n",
            "\n---\n\nNote: a key without an end.\n\nmore\n",
            "\n---\n\n---\n",
            "---\n\nText",
            "---\n",
            "Note: draft beer",
            "Title: A\nAuthor: B\n\nText",
            "{{ include }}",
            "{% raw %}",
            "{: .a}",
            "----\na: b",
        ] {
            assert_eq!(of(text), (None, text, false), "{text}");
        }
    }
}
