//! A stranger's words → words that can be printed anywhere.
//!
//! Takes: file names, keys, headings, whole outputs. Gives: the same, so that a reader sees what is there.
//! Never: lets a name start a line of its own, turn the text around it, move a terminal's cursor, or speak to the machine that
//! keeps the log. Continuous integration reads logs for commands: a line that begins with `::`, and `##[` anywhere.
//!
//! Two steps, for a line break is fine in an output and not in a name: each value goes through [`in_line`] where it is put into
//! a line, and whatever is printed through [`output`], or [`in_json`] where it must stay the same for a machine.

use std::borrow::Cow;

/// What is shown in the place of a character that would do something; `None` for one that is only shown. The pictures are as
/// wide as a letter, so that carets stay where they point.
fn picture(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        // Controls of eight bits (one ends a line, another is an escape), separators of lines and paragraphs, and what turns the
        // order of letters around.
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some('\u{fffd}')
        }
        _ => None,
    }
}

/// Whether a character does something rather than be shown: it has no place in a name.
pub fn is_unprintable(c: char) -> bool {
    picture(c).is_some()
}

/// A value as a part of one line.
pub fn in_line(text: &str) -> Cow<'_, str> {
    replaced(text, picture)
}

/// An output, which has lines, and the colours that a terminal shows. None of its lines is a command.
pub fn output(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in commented(text).split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        match line[start..].strip_prefix("::") {
            Some(rest) => out.extend([&line[..start], ": :", rest]),
            None => out.push_str(line),
        }
    }
    out
}

/// An output of which some lines are commands, and ours.
pub fn commented(text: &str) -> String {
    let safe = replaced(text, |c| if matches!(c, '\n' | '\t' | '\u{1b}') { None } else { picture(c) });
    let mut out = String::with_capacity(safe.len());
    let mut rest = &*safe;
    while let Some(at) = command(rest) {
        out.extend([&rest[..at], "# #"]);
        rest = &rest[at + 2..];
    }
    out + rest
}

/// JSON that says the same to a machine, and nothing to a log or a terminal.
pub fn in_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = command(rest) {
        out.extend([&rest[..at], "#\\u0023"]);
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    // These stand in texts only: between them JSON has spaces and line breaks.
    let mut told = String::with_capacity(out.len());
    for c in out.chars() {
        match c {
            '\n' => told.push(c),
            c if is_unprintable(c) => told.push_str(&format!("\\u{:04x}", c as u32)),
            c => told.push(c),
        }
    }
    told
}

/// Where `##[`, `##vso[` or their like stands.
fn command(text: &str) -> Option<usize> {
    let begins = |at: &usize| text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[');
    text.match_indices("##").map(|(at, _)| at).find(begins).or_else(|| {
        // Of three signs in a row, the last two begin it.
        text.match_indices("###").map(|(at, _)| at + 1).find(begins)
    })
}

fn replaced(text: &str, picture: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if !text.chars().any(|c| picture(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| picture(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_and_an_output_has_no_command() {
        assert_eq!(in_line("a\n::error::b\r\u{85}\u{2028}\u{202e}c\u{1b}[1m"), "a␊::error::b␍���c␛[1m");
        assert_eq!(in_line("Größe, 日本, עברית, 👩‍👩‍👧"), "Größe, 日本, עברית, 👩‍👩‍👧");
        assert_eq!(
            output("::error::a\n  ::b\nc::d\n\u{1b}[1me\u{9b}1m\n"),
            ": :error::a\n  : :b\nc::d\n\u{1b}[1me�1m\n"
        );
        assert_eq!(output("a ##[error]b ##vso[x] ## [c] ####[d]"), "a # #[error]b # #vso[x] ## [c] ### #[d]");
        assert_eq!(commented("::error::a ##[b\n"), "::error::a # #[b\n");
    }

    #[test]
    fn json_says_the_same() {
        let value = serde_json::json!({"a\u{2028}": "##[error]\u{202e}\u{9b}\u{7f}\n ####[x]"});
        let told = in_json(&format!("{value:#}\n"));
        assert!(!told.contains("##[") && told.trim_end().chars().all(|c| c == '\n' || !is_unprintable(c)), "{told}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&told).unwrap(), value);
    }
}
