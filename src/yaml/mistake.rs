//! Words for YAML that cannot be read. The crate's own speak of Rust options and of YAML's grammar.

use super::mend::{IN_QUOTES, Mend, mend};
use super::{Key, Node, Value, as_meant, bytes};
use crate::problem::{Code, Problem, Severity};
use crate::source::{SitePath, Source, Span};

/// The problem of a text that the crate refused.
pub(super) fn problem(source: &Source, span: Span, error: &serde_saphyr::Error) -> Problem {
    let error = error.without_snippet();
    let said = error.to_string();
    let text = source.slice(span);
    let place = place_of(error, text);
    let has = |part: &str| said.contains(part);
    let problem = |place: Span, message: &str, help: &str| {
        Problem::at(Code::YamlSyntax, &source.path, place.shifted(span.start as usize), message).help(help)
    };
    // Where it is certain what was meant, the line is shown as it should be.
    let mended = |place: Span, message: &str, help: &str, mend: Option<(Span, String)>| {
        let problem = problem(place, message, help);
        match mend {
            Some((at, text)) => problem.fix(at.shifted(span.start as usize), text),
            None => problem,
        }
    };
    let too_much =
        matches!(error, serde_saphyr::Error::Budget { .. }) || has("depth") || has("limit") || has("nesting");
    let (place, message, help) = if let Some(rest) = said.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(", set ").next().unwrap_or(rest);
        let first = first_of(text, key, place).map(|first| first.shifted(span.start as usize));
        let problem =
            problem(place, &format!("The key `{key}` stands here twice"), "Keep one of the two and delete the other.");
        return first.into_iter().fold(problem, |problem, first| problem.related(&source.path, first, "the first"));
    } else if let Some(space) = odd_space(text, place) {
        return no_break_space(source, space.shifted(span.start as usize));
    } else if let Some(colon) = other_colon(text, place) {
        return no_colon(&source.path, text, colon, span.start as usize);
    } else if let Some(quote) = curly_quote(text, place) {
        let help = "Type straight ones at both ends: the sign `\"`, mostly above the 2 or beside the Enter key.";
        let message = format!("`{}` is not a quotation mark in YAML", &text[quote.range()]);
        return mended(quote, &message, help, quoted(text, quote));
    } else if has("multiple YAML documents") {
        let message = "A line of three hyphens divides this file in two".to_owned();
        (place, message, "Delete the line `---`.")
    } else if has("expected string scalar") || has("null into string") {
        (place, "A key must be a word".to_owned(), "Put the key in quotation marks.")
    } else if too_much {
        let message = "This YAML is nested too deeply, or too large to be read".to_owned();
        (place, message, "Brackets and lists may stand 64 deep inside one another.")
    } else if let Some((mend, sure)) = mend(text, place.start as usize, |text| match super::parsed(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(place_of(error.without_snippet(), text).start as usize),
    }) {
        let shift = span.start as usize;
        return as_meant::told(
            source,
            Mend { place: mend.place.shifted(shift), span: mend.span.shifted(shift), ..mend },
        )
        .sure(sure);
    } else if has("unclosed quote") {
        let message = "A quotation mark opens here and does not close".to_owned();
        (place, message, "Add the closing quotation mark at the end of the text.")
    } else if let Some(bracket) =
        open_bracket(text, place).filter(|_| has("bracket") || has("illegal placement") || has("',' or"))
    {
        let message = format!("The bracket `{}` opens here and does not close", &text[bracket.range()]);
        (bracket, message, "Close every `[` with `]` and every `{` with `}`.")
    } else {
        let message = "From here on this cannot be read".to_owned();
        (
            place,
            message,
            "Check the spaces at the start of this line and the one above, the colons and the quotation marks.",
        )
    };
    problem(place, &message, help)
}

/// A character that no page may hold, such as `\u0007`.
pub(super) fn unseen(path: &SitePath, span: Span) -> Problem {
    let message = "Here is a control character, which nobody sees and no page may hold";
    let help = "Delete it, or what stands for it, like `\\u0007`. The page is published without it.";
    Problem::at(Code::YamlSyntax, path, span, message).help(help).weighing(Severity::Warning)
}

/// The rest of a line from a place on in straight quotation marks, where nothing in it makes that doubtful.
fn quoted(text: &str, place: Span) -> Option<(Span, String)> {
    let (start, line) = line_at(text, place.start as usize);
    let (from, end) = (place.start as usize - start, line.trim_end().len());
    let (before, value) = (line.get(..from)?.trim_end(), line.get(from..end)?);
    let inside = value.trim_start_matches(CURLY).trim_end_matches(CURLY);
    let plain = (before.ends_with([':', '-'])) && !inside.contains(['"', '\\']) && !inside.contains(" #");
    (plain && !inside.is_empty()).then(|| (Span::new(start + from, start + end), format!("\"{inside}\"")))
}

const CURLY: [char; 5] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}'];

/// A value of the wrong kind. `what` is a key, or a name of several words for what has no key.
pub fn wrong_type(path: &SitePath, span: Span, what: &str, wanted: &str, found: &Value) -> Problem {
    let named = what.contains(' ') || what.starts_with('`');
    let shown = if named { what.to_owned() } else { format!("`{what}`") };
    let problem =
        Problem::at(Code::WrongType, path, span, format!("{shown} should be {wanted}, but here {}", found.kind()));
    problem.help(match (named, wanted) {
        (true, "text") => "Write it in one line, and in quotation marks if it begins with a bracket.".to_owned(),
        (false, "text") => format!("Write `{what}: …` on one line, in quotation marks if it begins with a bracket."),
        (true, _) if wanted.starts_with("a list") => {
            "Put a hyphen and a space before each, like `- term: …`.".to_owned()
        }
        (false, _) if wanted.starts_with("a list") => {
            format!("Write `{what}:`, and below it each on a line of its own, with two spaces and a hyphen before it.")
        }
        (true, _) => {
            "Write a key, a colon, a space and its value, like `title: Night cramps`, each on a line of its own."
                .to_owned()
        }
        (false, _) => {
            format!("Write `{what}:`, and below it each key on a line of its own, two spaces in, like `  key: …`.")
        }
    })
}

/// A file whose keys and values are one text, because of a space that is none to YAML, is refused.
pub(super) fn unless_run_together(node: Node, source: &Source, span: Span) -> Result<Node, Problem> {
    if !matches!(node.value, Value::Scalar(_)) {
        return Ok(node);
    }
    let text = source.slice(span);
    if let Some(colon) = other_colon(text, Span::default()) {
        return Err(no_colon(&source.path, text, colon, span.start as usize));
    }
    let space = odd_space(text, Span::default());
    space.map_or(Ok(node), |space| Err(no_break_space(source, space.shifted(span.start as usize))))
}

/// What looks like a colon, and is none to YAML; the first is what a Chinese or Japanese keyboard types.
pub const COLONS: [char; 5] = ['\u{ff1a}', '\u{fe55}', '\u{a789}', '\u{2236}', '\u{fe13}'];

/// Such a sign behind a word that may be a key, in the line of a place or the one above.
fn other_colon(text: &str, place: Span) -> Option<Span> {
    let (start, line) = line_at(text, place.start as usize);
    let above = start.checked_sub(1).map(|end| line_at(text, end));
    [Some((start, line)), above].into_iter().flatten().find_map(|(start, line)| {
        let (at, sign) = line.match_indices(COLONS).next()?;
        let key = line[..at].trim_start_matches([' ', '-', '{']).trim_end();
        let clean = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        clean.then(|| Span::new(start + at, start + at + sign.len()))
    })
}

/// A key within brackets with such a sign in it, which took its value for a part of it: its name, and the problem.
pub(super) fn colon_in_key<'a>(path: &SitePath, key: &'a Key) -> Option<(&'a str, Problem)> {
    let colon = other_colon(&key.text, Span::default())?;
    // Within quotation marks it is meant.
    let plain = key.span.range().len() == key.text.len();
    plain.then(|| (key.text[..colon.start as usize].trim(), no_colon(path, &key.text, colon, key.span.start as usize)))
}

fn no_colon(path: &SitePath, text: &str, colon: Span, shift: usize) -> Problem {
    let sign = &text[colon.range()];
    let rest = &text[colon.end as usize..];
    let gap = if rest.starts_with([' ', '\n', '\r']) || rest.is_empty() { "" } else { " " };
    Problem::at(Code::YamlSyntax, path, colon.shifted(shift), format!("`{sign}` is not a colon in YAML"))
        .help("Type a plain colon and a space behind it. The wide one comes from a keyboard for Chinese or Japanese.")
        .fix(colon.shifted(shift), format!(":{gap}"))
}

fn no_break_space(source: &Source, space: Span) -> Problem {
    let message = "This looks like a space, but it is a no-break space, which means nothing in YAML";
    Problem::at(Code::YamlSyntax, &source.path, space, message)
        .help("Delete it and type a plain space. On a Mac it comes from holding the Option key.")
        .fix(space, " ")
}

/// Quotation marks around all of a text that YAML takes for a part of it. Within straight ones they are meant.
pub(super) fn curly_quotes(path: &SitePath, span: Span, text: &str) -> Option<Problem> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let pair = matches!(
        (first, last),
        ('\u{201c}' | '\u{201e}', '\u{201d}' | '\u{201c}') | ('\u{2018}' | '\u{201a}', '\u{2019}' | '\u{2018}')
    );
    let inside = text.get(first.len_utf8()..text.len() - last.len_utf8()).filter(|_| pair)?;
    if span.range().len() != text.len() || inside.contains([first, last]) {
        return None;
    }
    let message = format!("{first} and {last} are not quotation marks in YAML, so they become part of the text");
    let inside = inside.replace('\\', "\\\\").replace('"', "\\\"");
    let problem = Problem::at(Code::YamlSyntax, path, span, message)
        .help("Type straight ones, or none.")
        .fix(span, format!("\"{inside}\""));
    Some(problem.weighing(Severity::Warning))
}

/// A no-break space at the start of a line, or behind a colon or a hyphen, in the line of a place or the one above.
fn odd_space(text: &str, place: Span) -> Option<Span> {
    let (start, line) = line_at(text, place.start as usize);
    let above = start.checked_sub(1).map(|end| line_at(text, end));
    [Some((start, line)), above].into_iter().flatten().find_map(|(start, line)| {
        let indent = line.len() - line.trim_start().len();
        let (at, _) =
            line.match_indices('\u{a0}').find(|(at, _)| *at <= indent || line[..*at].ends_with([':', '-']))?;
        Some(Span::new(start + at, start + at + '\u{a0}'.len_utf8()))
    })
}

/// A `!word` before a value.
pub(super) fn tag(source: &Source, span: Span) -> Problem {
    let sign = source.slice(span).chars().next().unwrap_or('!');
    let message = format!("A text that begins with `{sign}` means something else in YAML");
    let problem = Problem::at(Code::YamlSyntax, &source.path, span, message).help(IN_QUOTES);
    match quoted(&source.text, span) {
        Some((at, text)) => problem.fix(at, text),
        None => problem,
    }
}

/// Where the crate gave up.
fn place_of(error: &serde_saphyr::Error, text: &str) -> Span {
    error.location().map_or(Span::default(), |location| match bytes(&location) {
        Some((offset, length)) => Span::new(offset, offset + length),
        None => by_line(text, location.line() as usize, location.column() as usize),
    })
}

/// The key of the same name and indent above a place.
fn first_of(text: &str, key: &str, place: Span) -> Option<Span> {
    let indent = indent_of(text, place);
    let before = text.get(..indent.start as usize)?;
    let mut at = before.len();
    for line in before.split_inclusive('\n').rev() {
        at -= line.len();
        let words = line.trim_start().trim_start_matches("- ");
        let column = line.len() - words.len();
        if column == indent.range().len() && words.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            return Some(Span::new(at + column, at + column + key.len()));
        }
    }
    None
}

fn by_line(text: &str, line: usize, column: usize) -> Span {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or("");
    match rest.char_indices().nth(column.saturating_sub(1)) {
        Some((i, c)) => Span::new(start + i, start + i + c.len_utf8()),
        None => Span::new(start + rest.len(), start + rest.len()),
    }
}

pub(super) fn line_at(text: &str, at: usize) -> (usize, &str) {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    (start, text[start..].lines().next().unwrap_or(""))
}

/// A curly quotation mark at the start of the line's value.
fn curly_quote(text: &str, place: Span) -> Option<Span> {
    let (start, line) = line_at(text, place.start as usize);
    let value = line.find(':').map_or(0, |i| i + 1);
    let quote = value + line[value..].find(|c: char| !c.is_whitespace() && c != '-')?;
    let c = line[quote..].chars().next().filter(|c| CURLY.contains(c))?;
    Some(Span::new(start + quote, start + quote + c.len_utf8()))
}

/// The last bracket before a place that no other closes. Quoted text and comments are stepped over.
fn open_bracket(text: &str, place: Span) -> Option<Span> {
    let end = text.floor_char_boundary((place.end as usize).min(text.len()));
    let mut open = Vec::new();
    let (mut quote, mut comment, mut before) = (None, false, '\n');
    for (i, c) in text[..end].char_indices() {
        match (c, quote) {
            ('\n', _) => comment = false,
            _ if comment => {}
            (c, Some(q)) if c == q => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) if before.is_whitespace() || matches!(before, '[' | '{' | ',') => quote = Some(c),
            ('#', None) if before.is_whitespace() => comment = true,
            ('[' | '{', None) => open.push(i),
            (']' | '}', None) => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.pop().map(|i| Span::new(i, i + 1))
}

/// The spaces at the start of a place's line.
fn indent_of(text: &str, place: Span) -> Span {
    let (start, line) = line_at(text, place.start as usize);
    Span::new(start, start + line.len() - line.trim_start().len())
}
