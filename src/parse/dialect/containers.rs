//! The containers of Docusaurus, VitePress and Starlight: `:::note Title`, what belongs to it, and `:::` at its end. They become
//! call-outs and care cards; those of other names stay as they are, to be told or read by whoever knows them.

use super::admonitions::{after, columns, item, skipped};
use super::{Copy, Draft, Searched};
use crate::parse::callout;
use crate::source::Offsets;
use std::ops::Range;

/// How deep they may be nested. Deeper is nobody's article, and each level is written before each of its lines.
const DEEPEST: usize = 12;

/// Why readers see a container as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Shown {
    /// Nobody knows its name.
    Unknown,
    /// It has no end.
    Unended,
}

/// A line that begins one.
struct Opener {
    line: usize,
    colons: usize,
    /// Whether it has a name.
    named: bool,
    /// Of one that becomes a call-out.
    callout: Option<Callout>,
}

struct Callout {
    /// Whether its lines are divided into tabs.
    tabs: Option<Tabs>,
    /// The columns that the line is further in.
    indent: usize,
    name: Range<usize>,
    title: Range<usize>,
}

/// What begins a tab.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tabs {
    /// A line: `== Title`, `@tab Title`.
    Lines,
    /// A block of code, by its title.
    Code,
}

/// One that is open: its last line, and what is written before the lines in it, behind so many columns of theirs.
struct Open {
    end: usize,
    indent: usize,
    tabs: Option<Tabs>,
    /// Whether its lines are those of a quotation: of tabs, behind the first.
    quoted: bool,
    /// Whether a tab of it has begun.
    begun: bool,
}

/// The text with call-outs, if it holds any container that becomes one.
pub(super) fn as_callouts(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !searched.contains(":::") {
        return None;
    }
    let text = searched.text;
    let lines: Vec<Range<usize>> = lines(text).collect();
    let (ended, _) = openers(text, &lines);
    let mut pairs = ended.into_iter().filter(|(opener, _)| opener.callout.is_some()).peekable();
    pairs.peek()?;
    let mut copy = Copy::of(text, offsets);
    let mut open: Vec<Open> = Vec::new();
    let mut fence = None;
    for (number, line) in lines.into_iter().enumerate() {
        if open.last().is_some_and(|innermost| innermost.end == number) {
            open.pop();
            fence = None;
            // What stands behind one is no part of its last line.
            copy.put(&format!("{}\n", quoted(&open, 0).trim_end()), line.start);
            continue;
        }
        let begun = pairs.next_if(|(callout, ..)| callout.line == number);
        let content = text[line.clone()].trim();
        let further = open.last().map_or(0, |innermost| innermost.indent);
        if content.is_empty() && !open.is_empty() {
            copy.put(&format!("{}\n", quoted(&open, further).trim_end()), line.start);
            continue;
        }
        match begun {
            Some((Opener { callout: Some(callout), .. }, end)) if callout.tabs.is_some() => {
                let indent = callout.indent;
                open.push(Open { end, indent, tabs: callout.tabs, quoted: false, begun: false });
            }
            Some((Opener { callout: Some(callout), .. }, end)) => {
                let kind = begun_kind(&text[callout.name.clone()], &mut open);
                copy.put(&quoted(&open, callout.indent), line.start);
                copy.put("> [!", line.start);
                match kind {
                    Some(kind) => copy.put(kind, line.start),
                    None => copy.keep(callout.name.clone()),
                }
                copy.put(if is_details(&text[callout.name]) { "]-" } else { "]" }, line.start);
                if !callout.title.is_empty() {
                    copy.put(" ", callout.title.start);
                    copy.keep(callout.title);
                }
                copy.put("\n", line.end - 1);
                open.push(Open { end, indent: callout.indent, tabs: None, quoted: true, begun: false });
            }
            _ => {
                let title = if fence.is_none() { tab(text, &line, open.last()) } else { None };
                let opens_tab = title.is_some();
                if let Some((title, is_line)) = title {
                    begin_tab(&mut copy, &mut open, line.start, title);
                    if is_line {
                        continue;
                    }
                }
                if !opens_tab || fence.is_none() {
                    fence = after(fence, content);
                }
                let own = open.last().map_or(0, |_| skipped(&text[line.clone()], further));
                copy.put(&quoted(&open, further), line.start);
                copy.keep(line.start + own..line.end);
            }
        }
    }
    Some(copy.draft)
}

/// What stands before a line in these, whose text begins at a column.
fn quoted(open: &[Open], indent: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for Open { indent, quoted, .. } in open {
        out.push_str(&" ".repeat(indent.saturating_sub(column)));
        if *quoted {
            out.push_str("> ");
        }
        column = column.max(*indent);
    }
    out.push_str(&" ".repeat(indent.saturating_sub(column)));
    out
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// The containers of a text, in order: those that are ended, each with the line that ends it, and those that are not.
fn openers(text: &str, lines: &[Range<usize>]) -> (Vec<(Opener, usize)>, Vec<Opener>) {
    let (mut open, mut ended, mut unended) = (Vec::<Opener>::new(), Vec::new(), Vec::new());
    let (mut fence, mut in_list, mut after_blank) = (None, false, true);
    for (number, line) in lines.iter().enumerate() {
        let content = text[line.clone()].trim();
        if content.is_empty() {
            after_blank = true;
            continue;
        }
        let indent = columns(&text[line.clone()]);
        if fence.is_none() {
            in_list = item(&text[line.clone()]).is_some() || in_list && (indent > 0 || !after_blank);
        }
        after_blank = false;
        let colons = content.len() - content.trim_start_matches(':').len();
        if fence.is_some() || colons < 3 || indent > 3 && !in_list {
            fence = after(fence, content);
            continue;
        }
        if colons < content.len() {
            open.extend(opener(text, line, number, colons).filter(|_| open.len() < DEEPEST));
        } else if let Some(place) = open
            .iter()
            .rposition(|opener| opener.colons == colons)
            .or_else(|| open.iter().rposition(|opener| opener.colons < colons))
        {
            unended.extend(open.drain(place + 1..));
            ended.extend(open.pop().map(|opener| (opener, number)));
        }
    }
    // What is divided into nothing is left to whoever knows it.
    for (opener, end) in &mut ended {
        let inside = &lines[(opener.line + 1).min(*end)..*end];
        let divided = |tabs: Tabs| inside.iter().any(|line| begins_tab(text[line.clone()].trim(), tabs));
        opener.callout = opener.callout.take().filter(|callout| callout.tabs.is_none_or(divided));
    }
    unended.append(&mut open);
    unended.sort_by_key(|opener| opener.line);
    ended.sort_by_key(|(opener, _)| opener.line);
    (ended, unended)
}

/// The lines that begin a container which readers see as it is written.
pub(in crate::parse) fn shown(text: &str) -> Vec<(Range<usize>, Shown)> {
    if !text.contains(":::") {
        return Vec::new();
    }
    let lines: Vec<Range<usize>> = lines(text).collect();
    let (ended, unended) = openers(text, &lines);
    let unknown = ended.into_iter().filter(|(opener, _)| opener.named && opener.callout.is_none());
    let unended = unended.into_iter().filter(|opener| opener.callout.is_some());
    let mut out: Vec<(usize, Shown)> = unknown
        .map(|(opener, _)| (opener.line, Shown::Unknown))
        .chain(unended.map(|opener| (opener.line, Shown::Unended)))
        .collect();
    out.sort_by_key(|(line, _)| *line);
    let words = |line: usize| {
        let (range, written) = (lines[line].clone(), &text[lines[line].clone()]);
        range.start + (written.len() - written.trim_start().len())..range.start + written.trim_end().len()
    };
    out.into_iter().map(|(line, why)| (words(line), why)).collect()
}

/// What a line of so many colons and words begins, if anything.
fn opener(text: &str, line: &Range<usize>, number: usize, colons: usize) -> Option<Opener> {
    let whole = &text[line.clone()];
    let indent = columns(whole);
    let start = line.start + (whole.len() - whole.trim_start().len()) + colons;
    let rest = text[start..line.end].trim_end();
    let name_at = rest.len() - rest.trim_start().len();
    let length = rest[name_at..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len() - name_at);
    let name = start + name_at..start + name_at + length;
    // `:::` and a sign: Pandoc's `::: {.class}` and all else.
    if name.is_empty() {
        return Some(Opener { line: number, colons, named: false, callout: None });
    }
    let behind = &rest[name_at + length..];
    if !(behind.is_empty() || behind.starts_with([' ', '\t', '[', '{'])) {
        return None;
    }
    let tabs = match text[name.clone()].to_lowercase().as_str() {
        "tabs" => Some(Tabs::Lines),
        "code-group" => Some(Tabs::Code),
        _ => None,
    };
    let known = callout::is_known(&text[name.clone()].to_lowercase()) || is_details(&text[name.clone()]);
    let callout = (known || tabs.is_some()).then(|| Callout {
        tabs,
        indent,
        title: title(text, name.end..start + rest.len()),
        name,
    });
    Some(Opener { line: number, colons, named: true, callout })
}

/// The kind of a tab that is a container of its own: the first of a row begins it.
fn begun_kind(name: &str, open: &mut [Open]) -> Option<&'static str> {
    let around = open.last_mut().filter(|around| around.tabs.is_some() && name.eq_ignore_ascii_case("tab"))?;
    Some(if std::mem::replace(&mut around.begun, true) { "tab" } else { "tabs" })
}

/// Whether a line begins a tab, as far as its signs say.
fn begins_tab(line: &str, tabs: Tabs) -> bool {
    match tabs {
        Tabs::Lines => {
            let own = line.strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim_start());
            line.starts_with("== ") || line.starts_with("@tab") || own.is_some_and(|name| name.starts_with("tab"))
        }
        Tabs::Code => line.starts_with("```") || line.starts_with("~~~"),
    }
}

/// The title of the tab that a line begins, and whether the line is nothing else.
fn tab(text: &str, line: &Range<usize>, open: Option<&Open>) -> Option<(Title, bool)> {
    let content = text[line.clone()].trim();
    let at = line.start + (text[line.clone()].len() - text[line.clone()].trim_start().len());
    match open?.tabs? {
        Tabs::Lines => {
            let rest = content.strip_prefix("== ").or_else(|| {
                let rest = content.strip_prefix("@tab")?.trim_start_matches(":active");
                rest.starts_with([' ', '\t']).then_some(rest)
            })?;
            let words = rest.trim();
            let start = at + content.len() - rest.trim_start().len();
            Some((Title::Written(start..start + words.len()), true))
        }
        Tabs::Code => {
            let mark = content.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
            let info = content.trim_start_matches(mark);
            if content.len() - info.len() < 3 {
                return None;
            }
            let from = at + content.len() - info.len();
            let within = |open: &str, close: char| {
                let start = info.find(open)? + open.len();
                let end = start + info[start..].find(close)?;
                Some(from + start..from + end)
            };
            let title = within("title=\"", '"').or_else(|| within("[", ']'));
            let language = info.trim().split([' ', '{', ':']).next().unwrap_or_default();
            Some((title.map_or_else(|| Title::Made(language.to_owned()), Title::Written), false))
        }
    }
}

enum Title {
    Written(Range<usize>),
    Made(String),
}

/// Ends the tab before, and begins one.
fn begin_tab(copy: &mut Copy<'_>, open: &mut [Open], at: usize, title: Title) {
    let Some((last, around)) = open.split_last_mut() else { return };
    let before = quoted(around, last.indent);
    let kind = if last.begun { "tab" } else { "tabs" };
    copy.put(&format!("{}\n", before.trim_end()), at);
    copy.put(&format!("{before}> [!{kind}] "), at);
    match title {
        Title::Written(words) => copy.keep(words),
        Title::Made(words) => copy.put(&words, at),
    }
    copy.put("\n", at);
    (last.quoted, last.begun) = (true, true);
}

fn is_details(name: &str) -> bool {
    name.eq_ignore_ascii_case("details")
}

/// The title behind a name: `[Title]`, `Title`, `"Title"`, `{title="Title"}`; other attributes say how it looks.
fn title(text: &str, behind: Range<usize>) -> Range<usize> {
    let mut range = behind;
    let attributes = text[range.clone()].trim_end().ends_with('}').then(|| text[range.clone()].rfind('{')).flatten();
    if let Some(at) = attributes {
        let (from, inside) = (range.start + at, &text[range.start + at..range.end]);
        range.end = from;
        if let Some(value) = inside.find("title=\"").map(|at| at + "title=\"".len())
            && let Some(length) = inside[value..].find('"')
        {
            return from + value..from + value + length;
        }
    }
    let trimmed = |range: Range<usize>| {
        let words = &text[range.clone()];
        let start = range.start + (words.len() - words.trim_start().len());
        start..start + words.trim().len()
    };
    range = trimmed(range);
    for (open, close) in [('[', ']'), ('"', '"'), ('“', '”')] {
        let words = &text[range.clone()];
        if let Some(inside) = words.strip_prefix(open).and_then(|words| words.strip_suffix(close)) {
            let start = range.start + open.len_utf8();
            range = trimmed(start..start + inside.len());
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::super::bytes_of;
    use super::*;

    fn of(text: &str) -> String {
        let searched = Searched { text, has: bytes_of(text) };
        as_callouts(&searched, &Offsets::from(0)).map_or_else(|| text.to_owned(), |draft| draft.text)
    }

    #[test]
    fn a_container_becomes_a_callout() {
        assert_eq!(of("a\n:::note\nb\n\nc\n:::\nd\n"), "a\n> [!note]\n> b\n>\n> c\n\nd\n");
        assert_eq!(of("::: Tip\tA *title* {.x}\nb\n:::"), "> [!Tip] A *title*\n> b\n\n");
        assert_eq!(of(":::warning[Mind [this](b.md)]\nc\n:::\n"), "> [!warning] Mind [this](b.md)\n> c\n\n");
        assert_eq!(of(":::info[\"T\"]\nc\n:::\n"), "> [!info] T\n> c\n\n");
        assert_eq!(of(":::info{title=\"T\"}\nc\n:::\n"), "> [!info] T\n> c\n\n");
        assert_eq!(of(":::details More {open}\nc\n:::\n"), "> [!details]- More\n> c\n\n");
        assert_eq!(of(":::emergency\nCall 999.\n:::\n"), "> [!emergency]\n> Call 999.\n\n");
    }

    #[test]
    fn containers_nest_and_stand_in_lists() {
        assert_eq!(of("::::note\na\n:::tip\nb\n:::\nc\n::::\nd\n"), "> [!note]\n> a\n> > [!tip]\n> > b\n>\n> c\n\nd\n");
        assert_eq!(of(":::note\n:::tip\nb\n:::\n:::\n"), "> [!note]\n> > [!tip]\n> > b\n>\n\n");
        assert_eq!(of("1. a\n\n    :::note\n    b\n    :::\n\nc\n"), "1. a\n\n    > [!note]\n    > b\n\n\nc\n");
    }

    #[test]
    fn tabs_are_begun_by_lines_containers_and_code() {
        let wanted = "\n> [!tabs] One\n> a\n>\n\n> [!tab] Two *b*\n> ```\n> == c\n> ```\n\nd\n";
        assert_eq!(of(":::tabs\n== One\na\n\n== Two *b*\n```\n== c\n```\n:::\nd\n"), wanted);
        assert_eq!(of(":::tabs\n@tab One\na\n\n@tab Two *b*\n```\n== c\n```\n:::\nd\n"), wanted);
        let nested = "> [!tabs] One\n> a\n\n> [!tab] Two\n> b\n\n\n";
        assert_eq!(of("::::tabs\n:::tab One\na\n:::\n:::tab Two\nb\n:::\n::::\n"), nested);
        let group = "\n> [!tabs] a.js\n> ```js [a.js]\n> x\n> ```\n\n> [!tab] py\n> ```py\n> ```\n\n";
        assert_eq!(of(":::code-group\n```js [a.js]\nx\n```\n```py\n```\n:::\n"), group);
        assert_eq!(of(":::steps\n1. a\n:::\n"), "> [!steps]\n> 1. a\n\n");
    }

    #[test]
    fn what_is_none_stays_as_it_is() {
        for text in [
            ":::note\nnever ended\n",
            "```\n:::note\na\n:::\n```\n",
            "    :::note\n    code\n    :::\n",
            ":::zap\na\n:::\n",
            "::: {.class}\na\n:::\n",
            ":::notes about it\na\n:::\n",
            ":::\n",
            "a ::: b\n",
            ":::note:x\na\n:::\n",
        ] {
            assert_eq!(of(text), text);
        }
        // Code in one may show another.
        assert_eq!(of(":::note\n```\n:::tip\n:::\n```\n:::\n"), "> [!note]\n> ```\n> :::tip\n> :::\n> ```\n\n");
    }

    #[test]
    fn what_readers_see_as_it_is_written_is_told() {
        assert_eq!(shown(":::zap\na\n:::\n"), [(0..6, Shown::Unknown)]);
        assert_eq!(shown("a\n\n:::note b\n"), [(3..12, Shown::Unended)]);
        assert_eq!(shown("::::note\n:::tip\na\n::::\n"), [(9..15, Shown::Unended)]);
        assert_eq!(shown("::: {.a}\na\n:::\n:::\na ::: b\n"), []);
    }
}
