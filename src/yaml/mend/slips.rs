//! The usual slips, each with what it should be.

use super::flow::{closed, flow_values, left_open};
use super::{Line, Lines, Mend, in_quotes};
use crate::problem::Certainty;
use crate::source::Span;

/// A way to look for a slip.
type Slip = fn(&Lines<'_>) -> Vec<Mend>;

/// Each kind of slip, the likeliest first; and whether its mend says for certain what was meant. Quotation marks around a text do;
/// where a text ends, or to what a line belongs, is a guess, however well it reads.
pub(super) const SLIPS: [(Slip, Certainty); 13] = [
    (tabs, Certainty::Safe),
    (hyphen_without_space, Certainty::Safe),
    (first_sign, Certainty::Safe),
    (quote_left_open, Certainty::Doubtful),
    (quote_closed_early, Certainty::Safe),
    (backslash, Certainty::Safe),
    (flow_values, Certainty::Safe),
    (no_colon, Certainty::Doubtful),
    (second_colon, Certainty::Safe),
    (text_of_several_lines, Certainty::Safe),
    (indent, Certainty::Doubtful),
    (closed, Certainty::Doubtful),
    (whole_value, Certainty::Safe),
];

pub(in crate::yaml) const IN_QUOTES: &str = "Put the whole text in quotation marks.";

/// Tabs before the first word of this line, or of the one below it, and of those that go on so.
fn tabs(lines: &Lines<'_>) -> Vec<Mend> {
    let tabbed = |line: &Line<'_>| line.text[..line.indent()].contains('\t');
    let Some(first) = lines.from(lines.here().start).take(2).find(tabbed) else { return Vec::new() };
    let run: Vec<Line<'_>> = lines.from(first.start).take_while(tabbed).collect();
    let Some(last) = run.last() else { return Vec::new() };
    let span = Span::new(first.start, last.start + last.indent());
    let place = Span::new(first.start, first.start + first.indent());
    let spaces = ["  ", "    ", " ", ""].map(|spaces| Mend {
        place,
        message: "This line begins with a tab".into(),
        help: "Begin it with spaces: two for each tab.".into(),
        span,
        replacement: {
            let line = |line: &Line<'_>| {
                let (indent, words) = line.text.split_at(line.indent());
                format!("{}{words}", indent.replace('\t', spaces))
            };
            let mended: Vec<String> = run.iter().map(line).collect();
            let mended = mended.join(if lines.text.contains("\r\n") { "\r\n" } else { "\n" });
            let rest = last.text.len() - last.indent();
            mended[..mended.len() - rest].to_owned()
        },
    });
    spaces.into()
}

/// `-calf` for `- calf`.
fn hyphen_without_space(lines: &Lines<'_>) -> Vec<Mend> {
    let mend = |line: Line<'_>| {
        let hyphen = line.start + line.indent();
        let rest = joined(&lines.text[hyphen..line.end()])?;
        Some(no_space_after_hyphen(Span::new(hyphen, line.end()), rest))
    };
    lines.near().take(2).filter_map(mend).collect()
}

/// What stands behind a hyphen that is no entry's, as the space after it is missing.
pub(in crate::yaml) fn joined(words: &str) -> Option<&str> {
    let rest = words.strip_prefix('-')?;
    rest.starts_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace() && c != '-').then_some(rest)
}

pub(in crate::yaml) fn no_space_after_hyphen(place: Span, rest: &str) -> Mend {
    let hyphen = Span::new(place.start as usize, place.start as usize + 1);
    Mend {
        place,
        message: "The hyphen has no space after it, so this is no entry of a list".into(),
        help: format!("Write `- {}`.", rest.lines().next().unwrap_or_default().trim_end()),
        span: hyphen,
        replacement: "- ".into(),
    }
}

/// A value that begins with a sign that means something else.
fn first_sign(lines: &Lines<'_>) -> Vec<Mend> {
    let here = lines.here();
    let Some(span) = here.value() else { return Vec::new() };
    let value = lines.slice(span);
    begins_badly(value).map(|message| quoted(lines, span, message)).into_iter().collect()
}

/// What is wrong with the first sign of a text.
pub(super) fn begins_badly(value: &str) -> Option<String> {
    let first = value.chars().next()?;
    let rest = &value[first.len_utf8()..];
    let bad = match first {
        '@' | '`' | '%' | '*' | '&' | '!' | ',' | ']' | '}' => true,
        // Of a text of several lines, which begins below.
        '|' | '>' => !rest.trim().is_empty() && !rest.trim().starts_with(['+', '-', '#']) || rest.contains(['}', ']']),
        '-' | '?' | ':' => rest.starts_with(' '),
        _ => false,
    };
    let sign = match first {
        '`' => "a backtick".to_owned(),
        sign => format!("`{sign}`"),
    };
    bad.then(|| format!("A text cannot begin with {sign} here"))
}

/// A value in quotation marks, where it has none.
pub(super) fn quoted(lines: &Lines<'_>, span: Span, message: impl Into<String>) -> Mend {
    Mend {
        place: span,
        message: message.into(),
        help: IN_QUOTES.into(),
        span,
        replacement: in_quotes(lines.slice(span)),
    }
}

/// A quotation mark that does not close in its line.
fn quote_left_open(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().filter_map(|line| left_open(lines, line.value()?)).collect()
}

/// A quotation mark inside a text that stands in such marks, or words behind the last.
fn quote_closed_early(lines: &Lines<'_>) -> Vec<Mend> {
    let Some(span) = lines.here().value() else { return Vec::new() };
    let value = lines.slice(span);
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return Vec::new() };
    let inside = value[1..].strip_suffix(quote);
    if inside.is_some_and(|inside| !inside.contains(quote)) {
        return Vec::new();
    }
    let replacement = match inside {
        Some(inside) => format!("\"{}\"", inside.replace('\\', "\\\\").replace('"', "\\\"")),
        None => in_quotes(value),
    };
    let again = value[1..].find(quote).map_or(span.start as usize, |at| span.start as usize + 1 + at);
    vec![Mend {
        place: Span::new(again, again + 1),
        message: "The quotation mark closes here, but the text goes on".into(),
        help: "Put the whole text between two signs `\"`, with a backslash before such a sign inside it.".into(),
        span,
        replacement,
    }]
}

/// `"C:\docs"`: inside quotation marks a backslash begins a code.
fn backslash(lines: &Lines<'_>) -> Vec<Mend> {
    let Some(span) = lines.here().value() else { return Vec::new() };
    let value = lines.slice(span);
    let Some(at) = value.find('\\').filter(|_| value.starts_with('"')) else { return Vec::new() };
    let at = span.start as usize + at;
    vec![Mend {
        place: Span::new(at, at + 1),
        message: "A backslash in quotation marks begins a code, and this one is none".into(),
        help: "Write two of them, `\\\\`.".into(),
        span,
        replacement: value.replace('\\', "\\\\"),
    }]
}

/// A key without its colon, or whose colon has no space after it.
fn no_colon(lines: &Lines<'_>) -> Vec<Mend> {
    lines.near().take(4).filter_map(|line| key_without_colon(lines, line)).collect()
}

fn key_without_colon(lines: &Lines<'_>, line: Line<'_>) -> Option<Mend> {
    let span = Span::new(line.body(), line.end());
    let text = lines.slice(span);
    if text.contains(": ") || text.ends_with(':') {
        return None;
    }
    let length = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(text.len());
    let (key, rest) = text.split_at(length);
    if key.is_empty() || key.starts_with('-') {
        return None;
    }
    let (message, mended) = match rest.trim_start().chars().next() {
        None => (format!("There is no colon after the key `{key}`"), format!("{key}:")),
        Some(':') if rest.starts_with(':') && !rest.starts_with("://") => {
            ("There is no space after the colon".to_owned(), format!("{key}: {}", &rest[1..]))
        }
        Some(sign @ ('=' | ';')) => {
            let value = rest.trim_start()[1..].trim_start();
            (format!("Between a key and its value stands a colon, and not `{sign}`"), format!("{key}: {value}"))
        }
        Some(_) if rest.starts_with(' ') => {
            (format!("There is no colon after the key `{key}`"), format!("{key}: {}", rest.trim_start()))
        }
        Some(_) => return None,
    };
    let help = format!("Write `{mended}`.");
    Some(Mend { place: span, message, help, span, replacement: mended })
}

/// A second colon with a space after it.
fn second_colon(lines: &Lines<'_>) -> Vec<Mend> {
    let Some(span) = lines.here().value() else { return Vec::new() };
    let value = lines.slice(span);
    let unclear = (value.contains(": ") || value.ends_with(':')) && !value.starts_with(['"', '\'', '[', '{']);
    let mend = Mend {
        help: "Put the text after the first colon in quotation marks, like `title: \"Cramp: what helps\"`.".into(),
        ..quoted(lines, span, "A second colon with a space after it makes this line unclear")
    };
    if unclear { vec![mend] } else { Vec::new() }
}

/// A text of several lines with a colon in one of them: words that are no key stand before it.
fn text_of_several_lines(lines: &Lines<'_>) -> Vec<Mend> {
    let here = lines.here();
    let text = &here.text[here.indent()..];
    let is_prose = text.split_once(':').is_some_and(|(words, _)| words.contains(' '));
    let begins = lines.near().skip(1).find(|line| line.indent() < here.indent()).and_then(|line| line.value());
    let Some(begins) = begins.filter(|_| is_prose) else { return Vec::new() };
    let span = Span::new(begins.start as usize, here.end());
    let place = Span::new(here.start + here.indent(), here.end());
    let whole = quoted(lines, span, "A colon with a space after it makes this text unclear");
    if lines.slice(span).starts_with(['"', '\'', '|', '>', '[', '{']) {
        return Vec::new();
    }
    vec![Mend { place, ..whole }]
}

/// A line that begins where no line above it does.
fn indent(lines: &Lines<'_>) -> Vec<Mend> {
    let here = lines.here();
    let own = here.indent();
    let mut columns: Vec<(usize, &str)> = Vec::new();
    for line in lines.near().skip(1) {
        let body = line.body() - line.start;
        for at in [line.indent(), body] {
            let word = line.text[at..].split([':', ' ']).next().unwrap_or_default();
            if at != own && columns.iter().all(|(known, _)| *known != at) {
                columns.push((at, word));
            }
        }
    }
    columns.sort_by_key(|(column, _)| (column.abs_diff(own), std::cmp::Reverse(*column)));
    let further = lines.near().nth(1).is_some_and(|above| own > above.body() - above.start);
    let below = lines.from(here.start).skip(1).take_while(|line| line.text.trim().is_empty() || line.indent() > own);
    let below: Vec<Line<'_>> = below.filter(|line| !line.text.trim().is_empty()).collect();
    let mends = columns.iter().flat_map(|(column, word)| {
        let spaces = if *column == 1 { "1 space".to_owned() } else { format!("{column} spaces") };
        let message = if further {
            "This line is moved in further than the one above it"
        } else {
            "This line does not begin where a line above it begins"
        };
        let help = match column {
            0 => format!("Begin it at the left edge, as `{word}`."),
            _ => format!("Write {spaces} before it, as many as before `{word}`."),
        };
        let first = here.text.chars().next().map_or(0, char::len_utf8);
        let place = Span::new(here.start, here.start + own.max(first));
        let alone = Mend {
            place,
            message: message.into(),
            help: help.clone(),
            span: Span::new(here.start, here.start + own),
            replacement: " ".repeat(*column),
        };
        let together = below.last().map(|last| {
            let mut replacement = " ".repeat(*column) + &here.text[own..];
            for line in &below {
                let indent = (line.indent() + column).saturating_sub(own);
                replacement += &format!("\n{}{}", " ".repeat(indent), &line.text[line.indent()..]);
            }
            let span = Span::new(here.start, last.start + last.text.len());
            Mend {
                place,
                message: message.into(),
                help: format!("{help} Move what is below it along."),
                span,
                replacement,
            }
        });
        [Some(alone), together].into_iter().flatten()
    });
    mends.collect()
}

/// Whatever is unclear in a value, in quotation marks it is a text.
fn whole_value(lines: &Lines<'_>) -> Vec<Mend> {
    let is_map = |span: &Span| lines.slice(*span).starts_with('{') && lines.slice(*span).contains(": ");
    let Some(span) = lines.here().value().filter(|span| !is_map(span)) else { return Vec::new() };
    vec![quoted(lines, span, "Signs in this text mean something else in YAML")]
}
