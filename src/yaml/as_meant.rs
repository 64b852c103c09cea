//! A text that is YAML, and means something else than its author.
//!
//! Takes: a tree of values with their places, and the text. Gives: the values as they were meant where that is certain, and what is
//! wrong with the text; where it is not certain, the first such place as a problem of the whole.
//! Never: takes what is in quotation marks for a slip.

use super::mend::{IN_QUOTES, Mend, in_quotes, joined, no_space_after_hyphen};
use super::{Key, Node, Value};
use crate::problem::{Certainty, Code, Problem, Severity};
use crate::source::{Source, Span};

/// Looks at every value.
pub(super) fn as_meant(node: &mut Node, source: &Source, problems: &mut Vec<Problem>) -> Result<(), Problem> {
    let text = source.text.as_str();
    match &mut node.value {
        Value::Scalar(_) => match joined_list(node.span, text) {
            Some(joined) => {
                problems.push(told(source, joined.mend));
                node.value = Value::List(joined.items);
            }
            None => problems.extend(cut_off(node.span, source)),
        },
        Value::Null => {}
        Value::List(items) => {
            let mut meant = Vec::with_capacity(items.len());
            for mut item in items.drain(..) {
                let was_text = matches!(item.value, Value::Scalar(_));
                as_meant(&mut item, source, problems)?;
                match item.value {
                    // What looked like a text was more entries of this list.
                    Value::List(more) if was_text => meant.extend(more),
                    value => meant.push(Node { value, span: item.span }),
                }
            }
            *items = meant;
        }
        Value::Map(entries) => {
            if text[node.span.range()].starts_with('{') {
                between_brackets(entries, source, problems);
            }
            for (key, value) in entries {
                if let Some(mend) = key_of_list(key, text) {
                    return Err(told(source, mend));
                }
                if let Value::Null = value.value {
                    problems.extend(only_comment(key, source));
                }
                as_meant(value, source, problems)?;
            }
        }
    }
    Ok(())
}

/// A mend as a problem.
pub(super) fn told(source: &Source, mend: Mend) -> Problem {
    Problem::at(Code::YamlSyntax, &source.path, mend.place, mend.message)
        .help(mend.help)
        .fix(mend.span, mend.replacement)
}

/// So much of a line is looked at: a line may be a whole file.
const LOOK: usize = 256;

/// Whether a value has no quotation marks around it, and is no block of lines.
fn is_plain(text: &str, span: Span) -> bool {
    !text[span.range()].starts_with(['"', '\'', '|', '>']) && !is_block(text, span.start as usize)
}

/// Whether a value is a block of lines, as `hint: |` begins one. Its place is that of its first line, and whatever stands in it is text.
fn is_block(text: &str, start: usize) -> bool {
    if !line_before(text, start).trim().is_empty() {
        return false;
    }
    let above = line_before(text, text[..start].trim_end().len());
    let begun = above.rsplit_once(" #").map_or(above, |(begun, _)| begun).trim_end();
    let sign = begun.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    sign.strip_suffix(['|', '>']).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
}

/// The end of what stands before a place in its line.
fn line_before(text: &str, at: usize) -> &str {
    let near = &text[text.floor_char_boundary(at.saturating_sub(LOOK))..at];
    &near[near.rfind('\n').map_or(0, |end| end + 1)..]
}

/// Keys without a colon: the comma before them was a part of the text, or the colon has no space behind it.
fn between_brackets(entries: &mut Vec<(Key, Node)>, source: &Source, problems: &mut Vec<Problem>) {
    let text = source.text.as_str();
    let bare = |(key, value): &(Key, Node)| {
        matches!(value.value, Value::Null) && behind_colon(text, key).is_none() && is_plain(text, key.span)
    };
    let mut meant: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
    let mut joined = false;
    for (key, value) in entries.drain(..) {
        let entry = (key, value);
        let plain = |(_, node): &&mut (Key, Node)| {
            matches!(node.value, Value::Scalar(_)) && (joined || is_plain(text, node.span))
        };
        let is_bare = bare(&entry);
        let (key, value) = entry;
        if is_bare
            && let Some((word, rest)) =
                key.text.split_once(':').filter(|(word, rest)| !word.contains(' ') && !rest.is_empty())
        {
            meant.push(apart(source, &key, word, rest, problems));
            joined = false;
        } else if is_bare && let Some((_, before)) = meant.last_mut().filter(plain) {
            before.span = Span::new(before.span.start as usize, key.span.end as usize);
            joined = true;
        } else {
            end_text(meant.last_mut().filter(|_| joined), source, problems);
            meant.push((key, value));
            joined = false;
        }
    }
    end_text(meant.last_mut().filter(|_| joined), source, problems);
    *entries = meant;
}

/// `say:x` for `say: x`.
fn apart(source: &Source, key: &Key, word: &str, rest: &str, problems: &mut Vec<Problem>) -> (Key, Node) {
    let mended = format!("{word}: {rest}");
    let help = format!("Write `{mended}`.");
    let message = "There is no space after the colon";
    problems.push(Problem::at(Code::YamlSyntax, &source.path, key.span, message).help(help).fix(key.span, mended));
    let colon = key.span.start as usize + word.len();
    let value = Node { value: Value::Scalar(rest.to_owned()), span: Span::new(colon + 1, key.span.end as usize) };
    (Key { text: word.to_owned(), span: Span::new(key.span.start as usize, colon) }, value)
}

/// The text that goes on behind commas is whole.
fn end_text(entry: Option<&mut (Key, Node)>, source: &Source, problems: &mut Vec<Problem>) {
    let Some((_, node)) = entry else { return };
    let words = source.slice(node.span).split_whitespace().collect::<Vec<_>>().join(" ");
    node.value = Value::Scalar(words);
    problems.push(comma(source, node.span));
}

fn comma(source: &Source, whole: Span) -> Problem {
    let words = source.slice(whole);
    Problem::at(Code::YamlSyntax, &source.path, whole, "Between brackets a comma ends a text, and this one goes on")
        .help(IN_QUOTES)
        .fix(whole, in_quotes(words))
}

/// A text whose end is a comment: `Are you #1?`.
fn cut_off(span: Span, source: &Source) -> Option<Problem> {
    let text = source.text.as_str();
    if !is_plain(text, span) || span.range().is_empty() {
        return None;
    }
    let comment = comment_behind(text, span.end as usize)?;
    Some(cut(source, Span::new(span.start as usize, comment.end as usize), comment))
}

/// The place behind the colon of a key; `None` where it has none.
fn behind_colon(text: &str, key: &Key) -> Option<usize> {
    let rest = text[key.span.end as usize..].trim_start().strip_prefix(':')?;
    Some(text.len() - rest.len())
}

/// A key behind which there is nothing but a comment: `title: #1 of all`.
fn only_comment(key: &Key, source: &Source) -> Option<Problem> {
    let text = source.text.as_str();
    let comment = comment_behind(text, behind_colon(text, key)?)?;
    Some(cut(source, comment, comment))
}

/// A comment in the rest of a line that looks like words: nobody who means one leaves out the space after its sign.
fn comment_behind(text: &str, end: usize) -> Option<Span> {
    let rest = text[end..].trim_start_matches([' ', '\t']);
    let start = text.len() - rest.len();
    let words = rest.strip_prefix('#').filter(|_| start > end)?;
    let line = || rest.lines().next().unwrap_or_default().trim_end().len();
    words.starts_with(|c: char| c.is_alphanumeric()).then(|| Span::new(start, start + line()))
}

/// A number behind the sign is meant as one; a word may be a comment all the same.
fn cut(source: &Source, whole: Span, comment: Span) -> Problem {
    let words = source.slice(comment);
    let severity =
        if words[1..].starts_with(|c: char| c.is_ascii_digit()) { Severity::Error } else { Severity::Warning };
    let message = format!("A space and `#` begin a comment, so `{words}` is no part of the text");
    Problem::at(Code::YamlSyntax, &source.path, comment, message)
        .help("Put the whole text in quotation marks; or, if it is a comment, write a space after the `#`.")
        .fix(whole, in_quotes(source.slice(whole)))
        .sure(if severity == Severity::Error { Certainty::Safe } else { Certainty::Doubtful })
        .weighing(severity)
}

/// Lines that look like a list and are one text.
struct JoinedList {
    mend: Mend,
    items: Vec<Node>,
}

/// `-calf`, or `- cramp` further in than the entry above it.
fn joined_list(span: Span, text: &str) -> Option<JoinedList> {
    let written = &text[span.range()];
    let before = line_before(text, span.start as usize);
    let entry = before.trim_start().starts_with("- ") && before.trim().chars().all(|c| c == '-');
    let alone = before.trim().is_empty();
    if !is_plain(text, span) || !(entry || alone) {
        return None;
    }
    let column = if alone { before.len() } else { before.find('-').unwrap_or_default() };
    let mut mended = String::new();
    let mut items: Vec<Node> = Vec::new();
    let (mut first, mut offset) = (None, 0);
    for (number, line) in written.split_inclusive('\n').enumerate() {
        let words = line.trim_start();
        let at = span.start as usize + offset + line.len() - words.len();
        offset += line.len();
        let item = joined(words).or_else(|| words.strip_prefix("- ").filter(|_| number > 0));
        let item = item.filter(|_| number > 0 || alone);
        let said = item.unwrap_or(words).trim();
        let span = Span::new(at + words.find(said).unwrap_or_default(), at + words.trim_end().len());
        match items.last_mut() {
            Some(Node { value: Value::Scalar(before), .. }) if item.is_none() => *before += &format!(" {said}"),
            _ => items.push(Node { value: Value::Scalar(said.to_owned()), span }),
        }
        match item {
            Some(rest) => {
                first.get_or_insert((Span::new(at, at + words.trim_end().len()), joined(words).is_some(), rest));
                if number > 0 {
                    mended += &" ".repeat(column);
                }
                mended += "- ";
                mended += rest.trim_start_matches(' ');
            }
            None => mended += line,
        }
    }
    let (place, no_space, rest) = first?;
    let mend = no_space_after_hyphen(place, rest);
    let (message, help) = match no_space {
        true => (mend.message, mend.help),
        false => (
            "This entry of the list is moved in further than the one above it, and so a part of its text".to_owned(),
            "Begin both hyphens at the same distance from the left edge.".to_owned(),
        ),
    };
    Some(JoinedList { mend: Mend { place, message, help, span, replacement: mended }, items })
}

/// `-goto: b`, or `? what`.
fn key_of_list(key: &Key, text: &str) -> Option<Mend> {
    let at = key.span.start as usize;
    let before = line_before(text, at);
    let alone = before.trim().is_empty();
    let question = before.trim_end().strip_suffix('?').filter(|rest| rest.trim_start_matches([' ', '-']).is_empty());
    if question.is_none() && (!alone || joined(&text[at..]).is_none()) {
        return None;
    }
    let end = at + text[at..].lines().next().unwrap_or_default().trim_end().len();
    let line = Span::new(at, end);
    if let Some(question) = question {
        let place = Span::new(at - (before.len() - question.len()), end);
        return Some(Mend {
            place,
            message: "A text cannot begin with `?` here".into(),
            help: IN_QUOTES.into(),
            span: place,
            replacement: in_quotes(&text[place.range()]),
        });
    }
    let rest = joined(&text[line.range()])?;
    Some(no_space_after_hyphen(line, rest))
}
