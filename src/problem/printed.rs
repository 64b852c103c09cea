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
    let safe = commented(text);
    let shown = seen(&safe);
    let starts = |i: usize| {
        let is = |at: usize, c: char| shown.get(at).is_some_and(|(_, there)| *there == c);
        // The renderer of problems begins a line with three, and no command's name begins with the third.
        let opens = is(i, ':') && is(i + 1, ':') && !is(i + 2, ':');
        let line = shown[..i].iter().rev().map(|(_, c)| *c).take_while(|c| *c != '\n');
        opens && line.take(INDENT).all(char::is_whitespace)
    };
    let colons = (0..shown.len()).filter(|i| starts(*i)).map(|i| shown[i + 1].0);
    inserted(&safe, colons, " ")
}

/// So much white space before a command is looked through.
const INDENT: usize = 1 << 12;

/// An output of which some lines are commands, and ours.
pub fn commented(text: &str) -> String {
    let safe = replaced(text, |c| if matches!(c, '\n' | '\t' | '\u{1b}') { None } else { picture(c) });
    inserted(&safe, commands(&safe).into_iter(), " ")
}

/// JSON that says the same to a machine, and nothing to a log or a terminal.
pub fn in_json(json: &str) -> String {
    let commands = commands(json);
    let mut commands = commands.iter().peekable();
    let mut out = String::with_capacity(json.len());
    // All of these stand in texts only: between them JSON has spaces and line breaks.
    for (at, c) in json.char_indices() {
        let command = commands.next_if(|command| **command == at).is_some();
        if command || c != '\n' && is_unprintable(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Where the second sign of `##[`, `##vso[` or their like stands.
fn commands(text: &str) -> Vec<usize> {
    let shown = seen(text);
    let begins = |i: &usize| {
        let rest = &shown[i + 1..];
        let name = rest.iter().take_while(|(_, c)| c.is_ascii_alphanumeric()).count();
        shown[*i].1 == '#' && shown[i - 1].1 == '#' && rest.get(name).is_some_and(|(_, c)| *c == '[')
    };
    (1..shown.len()).filter(begins).map(|i| shown[i].0).collect()
}

/// The characters of an output with their places, without what colours them: where no colours are shown, they are taken out.
fn seen(text: &str) -> Vec<(usize, char)> {
    let mut shown = Vec::with_capacity(text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\u{1b}' {
            chars.find(|(_, c)| c.is_ascii_alphabetic());
        } else {
            shown.push((at, c));
        }
    }
    shown
}

/// A text with something put in at these places, which come in order.
fn inserted(text: &str, places: impl Iterator<Item = usize>, what: &str) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for place in places {
        out.extend([&text[from..place], what]);
        from = place;
    }
    out + &text[from..]
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
        assert_eq!(
            output("\u{1b}[1m::a\n ::: b\n#\u{1b}[0m#\u{1b}[31m[c"),
            "\u{1b}[1m: :a\n ::: b\n#\u{1b}[0m #\u{1b}[31m[c"
        );
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
