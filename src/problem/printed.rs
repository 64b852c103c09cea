//! A stranger's words → words that can be printed anywhere.
//!
//! Takes: file names, keys, headings, whole outputs. Gives: the same, so that a reader sees what is there.
//! Never: lets a name start a line of its own, turn the text around it, move a terminal's cursor, or speak to the machine that
//! keeps the log. Continuous integration reads logs for commands: a line that begins with `::`, and `##[` anywhere.
//!
//! Two steps, for a line break is fine in an output and not in a name: each value goes through [`in_line`] where it is put into
//! a line, and whatever is printed through [`output`], or [`in_json`] where it must stay the same for a machine.

use std::borrow::Cow;

/// What is shown in the place of a character that would do something, or that nobody would see; `None` for one that is only
/// shown. The pictures are as wide as a letter, so that carets stay where they point.
fn picture(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        // Controls of eight bits (one ends a line, another is an escape), separators of lines and paragraphs.
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some('\u{fffd}'),
        _ if is_invisible(c) => Some('\u{fffd}'),
        _ => None,
    }
}

/// Whether a character has no form of its own: two names that differ in it alone look the same. With them stand those that turn
/// the order of letters around. What Unicode calls ignorable by default, and the marks around notes between lines.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether an invisible character only gives its neighbours their form, as scripts and emoji need it: a joiner between letters
/// that join, and what chooses the look of the sign before it.
fn forms(before: Option<char>, c: char, after: Option<char>) -> bool {
    let is_seen = |c: char| !is_invisible(c) || c == '\u{fe0f}';
    let joins = |c: Option<char>| c.is_some_and(|c| c >= '\u{600}' && is_seen(c));
    let follows = |first: char| before.is_some_and(|before| before >= first && !is_invisible(before));
    match c {
        '\u{200c}' | '\u{200d}' => joins(before) && joins(after),
        '\u{fe0f}' if after == Some('\u{20e3}') => matches!(before, Some('0'..='9' | '#' | '*')),
        '\u{fe0e}' | '\u{fe0f}' if matches!(before, Some('\u{a9}' | '\u{ae}')) => true,
        '\u{fe00}'..='\u{fe0f}' => follows('\u{2000}'),
        '\u{e0100}'..='\u{e01ef}' => follows('\u{3400}'),
        _ => false,
    }
}

/// The characters of a text with their places, and what is shown in the place of each that is not shown as it is.
fn pictures(text: &str) -> impl Iterator<Item = (usize, char, Option<char>)> {
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = rest.next()?;
        let after = rest.peek().map(|(_, c)| *c);
        let shown = picture(c).filter(|_| !forms(before, c, after));
        before = Some(c);
        Some((at, c, shown))
    })
}

/// The first character of a text that does something rather than be shown, or that nobody sees: it has no place in a name.
pub fn unprintable(text: &str) -> Option<char> {
    pictures(text).find(|(_, _, shown)| shown.is_some()).map(|(_, c, _)| c)
}

/// A value as a part of one line.
pub fn in_line(text: &str) -> Cow<'_, str> {
    replaced(text, |_| false)
}

/// A line of a source, whose tabs are wide.
pub fn in_source(line: &str) -> Cow<'_, str> {
    replaced(line, |c| c == '\t')
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
    let safe = replaced(text, |c| matches!(c, '\n' | '\t' | '\u{1b}'));
    inserted(&safe, commands(&safe).into_iter(), " ")
}

/// JSON that says the same to a machine, and nothing to a log or a terminal.
pub fn in_json(json: &str) -> String {
    let commands = commands(json);
    let mut commands = commands.iter().peekable();
    let mut out = String::with_capacity(json.len());
    // All of these stand in texts only: between them JSON has spaces and line breaks.
    for (at, c, shown) in pictures(json) {
        let command = commands.next_if(|command| **command == at).is_some();
        if command || c != '\n' && shown.is_some() {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
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

/// A text with pictures in the place of what is not shown, but for what stays as it is.
fn replaced(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    // All that is replaced lies outside these, and almost every text within.
    let is_plain = |c: char| matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{34e}') || stays(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let shown = |(_, c, shown): (usize, char, Option<char>)| if stays(c) { c } else { shown.unwrap_or(c) };
    Cow::Owned(pictures(text).map(shown).collect())
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
    fn what_nobody_sees_is_shown_unless_it_gives_others_their_form() {
        let hidden = "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{202e}\u{2060}\u{2064}\u{2066}\u{206f}\u{3164}\u{fe0f}\u{feff}\u{fff9}\u{1d173}\u{e0001}\u{e0041}\u{e01ef}";
        for c in hidden.chars() {
            assert_eq!(in_line(&format!("a{c}b")), "a\u{fffd}b", "U+{:04X}", u32::from(c));
            assert_eq!(output(&format!("a\n{c}b\n")), "a\n\u{fffd}b\n", "U+{:04X}", u32::from(c));
            assert_eq!(unprintable(&format!("a{c}")), Some(c));
        }
        for shown in ["👩‍👩‍👧", "❤️‍🔥", "1️⃣", "©️", "می‌خواهم", "क्‍ष", "葛\u{e0100}", "naïve\u{a0}é"]
        {
            assert_eq!((in_line(shown).as_ref(), unprintable(shown)), (shown, None));
        }
        assert_eq!(in_line("क\u{200d}\u{200d}ष \u{fe0f}"), "क\u{fffd}\u{fffd}ष \u{fffd}");
    }

    #[test]
    fn json_says_the_same() {
        let value =
            serde_json::json!({"a\u{2028}": "##[error]\u{202e}\u{9b}\u{7f}\n ####[x]\u{e0041}\u{200b}👩\u{200d}👧"});
        let told = in_json(&format!("{value:#}\n"));
        assert!(!told.contains("##[") && told.lines().all(|line| unprintable(line).is_none()), "{told}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&told).unwrap(), value);
    }
}
