//! Settings that are a script (JavaScript, TypeScript): what stands in them in plain letters.
//!
//! Takes: the script's text. Gives: each [`Setting`] of a name, as far as its value is texts in quotation marks.
//! Never: runs anything, or guesses what a name or a call stands for.

use crate::source::Span;

/// `name: value`, or `name = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting<'a> {
    /// The names of the objects that it stands in, the innermost last.
    pub(super) within: Vec<&'a str>,
    /// The object that it stands in, by a number of its own.
    pub(super) object: usize,
    /// The texts of its value.
    pub(super) texts: Vec<String>,
    /// Whether these are all of it.
    pub(super) whole: bool,
    /// Where its name stands.
    pub(super) span: Span,
}

/// Every setting of a name. Where it is only mentioned, that is one of which nothing is known.
pub(super) fn settings<'a>(text: &'a str, name: &str) -> Vec<Setting<'a>> {
    let tokens = tokens(text);
    let mut open: Vec<(usize, Option<&str>)> = Vec::new();
    let (mut out, mut mentions) = (Vec::new(), Vec::new());
    for (t, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('{' | '[' | '(') => open.push((t, key_before(&tokens, t))),
            Kind::Sign('}' | ']' | ')') => drop(open.pop()),
            Kind::Word(word) | Kind::Text(word) if word == name => {
                let mut setting = Setting {
                    within: open.iter().filter_map(|(_, key)| *key).collect(),
                    object: open.last().map_or(0, |(object, _)| *object),
                    texts: Vec::new(),
                    whole: false,
                    span: token.span,
                };
                match value_at(&tokens, t) {
                    Some(value) => {
                        (setting.texts, setting.whole) = texts(&tokens[value..]);
                        out.push(setting);
                    }
                    None if matches!(token.kind, Kind::Word(_)) => mentions.push(setting),
                    None => {}
                }
            }
            _ => {}
        }
    }
    if out.is_empty() { mentions } else { out }
}

/// Whether a function is called somewhere: `Plugin.ExplicitPublish()`.
pub(super) fn calls(text: &str, name: &str) -> bool {
    let tokens = tokens(text);
    tokens.windows(2).any(|pair| pair[0].kind == Kind::Word(name) && pair[1].kind == Kind::Sign('('))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind<'a> {
    Word(&'a str),
    /// In quotation marks; what needs more than a look to be read is [`Kind::Other`].
    Text(&'a str),
    Sign(char),
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    kind: Kind<'a>,
    span: Span,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match sign {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            _ if sign.is_whitespace() => sign.len_utf8(),
            _ => {
                let (kind, length) = token(rest, sign, out.last().map(|token| token.kind));
                out.push(Token { kind, span: Span::new(at, at + length) });
                length
            }
        };
        at += length;
    }
    out
}

fn token<'a>(rest: &'a str, sign: char, before: Option<Kind<'_>>) -> (Kind<'a>, usize) {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    match sign {
        '"' | '\'' | '`' => {
            let length = quoted(rest, sign);
            let inside = rest[..length].strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
            let plain = |inside: &&str| !(inside.contains('\\') || sign == '`' && inside.contains("${"));
            (inside.filter(plain).map_or(Kind::Other, Kind::Text), length)
        }
        // A regular expression stands where a value can.
        '/' if !matches!(before, Some(Kind::Word(_) | Kind::Text(_) | Kind::Other | Kind::Sign(')' | ']' | '}'))) => {
            let line = rest.lines().next().unwrap_or(rest);
            let end = closing_slash(line).unwrap_or(1);
            (if end == 1 { Kind::Sign(sign) } else { Kind::Other }, end)
        }
        _ if is_word(sign) => {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let kind = if sign.is_ascii_digit() { Kind::Other } else { Kind::Word(&rest[..length]) };
            (kind, length)
        }
        _ => (Kind::Sign(sign), sign.len_utf8()),
    }
}

/// How long a text in quotation marks is, these with it.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return at,
            _ if sign == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn closing_slash(line: &str) -> Option<usize> {
    let (mut escaped, mut in_class) = (false, false);
    for (at, sign) in line.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Where the value of a name begins: behind `:`, or behind `=` with perhaps a type between (`name: string[] = …`).
fn value_at(tokens: &[Token<'_>], name: usize) -> Option<usize> {
    let sign = |t: usize| match tokens.get(t).map(|token| token.kind) {
        Some(Kind::Sign(sign)) => Some(sign),
        _ => None,
    };
    let is_set = |t: usize| sign(t) == Some('=') && !matches!(sign(t + 1), Some('=' | '>'));
    let declared =
        name > 0 && matches!(tokens[name - 1].kind, Kind::Word("const" | "let" | "var")) && sign(name + 1) == Some(':');
    if declared {
        return (name + 2..name + 8).find(|t| is_set(*t)).map(|t| t + 1);
    }
    (sign(name + 1) == Some(':') || is_set(name + 1)).then_some(name + 2)
}

/// The name before an opening bracket: `docs: {`, `plugins: [`.
fn key_before<'a>(tokens: &[Token<'a>], bracket: usize) -> Option<&'a str> {
    let name = bracket.checked_sub(2)?;
    match (tokens[name].kind, tokens[bracket - 1].kind) {
        (Kind::Word(key) | Kind::Text(key), Kind::Sign(':')) => Some(key),
        _ => None,
    }
}

/// The texts that a value is, and whether it is nothing else.
fn texts(value: &[Token<'_>]) -> (Vec<String>, bool) {
    let ends = |t: usize| !matches!(value.get(t).map(|token| token.kind), Some(Kind::Sign(sign)) if !matches!(sign, ',' | ';' | '}' | ']' | ')'));
    match value.first().map(|token| token.kind) {
        Some(Kind::Text(text)) => (vec![text.to_owned()], ends(1)),
        Some(Kind::Sign('[')) => {
            let (mut out, mut whole, mut depth) = (Vec::new(), true, 0);
            for (t, token) in value.iter().enumerate() {
                match token.kind {
                    Kind::Sign('[' | '(' | '{') => {
                        depth += 1;
                        whole &= depth == 1;
                    }
                    Kind::Sign(']' | ')' | '}') => depth -= 1,
                    Kind::Text(text) if depth == 1 => out.push(text.to_owned()),
                    Kind::Sign(',') => {}
                    _ => whole = false,
                }
                if depth == 0 {
                    return (out, whole && ends(t + 1));
                }
            }
            (out, false)
        }
        _ => (Vec::new(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_plain_letters_is_read() {
        let read = |text: &str| {
            let found = settings(text, "skip");
            found.first().map(|setting| (setting.texts.join(" "), setting.whole))
        };
        let whole = |texts: &str| Some((texts.to_owned(), true));
        let part = |texts: &str| Some((texts.to_owned(), false));
        assert_eq!(read("export default { skip: ['a/**', \"b\", `c`,], }"), whole("a/** b c"));
        assert_eq!(read("x = {\n  // skip: ['no'],\n  'skip': 'a' // one\n}"), whole("a"));
        assert_eq!(read("/* skip: ['no'] */ config.skip = ['a'];"), whole("a"));
        assert_eq!(read("const skip: string[] = ['a']\nexport default { skip }"), whole("a"));
        assert_eq!(read("{ at: /['\"]skip: ['no']/, skip: [] }"), whole(""));
        assert_eq!(read("{ skip: ['a', ...more] }"), part("a"));
        assert_eq!(read("{ skip: ['a'].concat(more) }"), part("a"));
        assert_eq!(read("{ skip: ['a' + b, `c${d}`] }"), part("a"));
        assert_eq!(read("{ skip: names }"), part(""));
        assert_eq!(read("{ skip, title: 'x' }"), part(""));
        assert_eq!(read("{ title: 'skip' }"), None);
        assert_eq!(read("{ text: \"it's\", skip: ['a'] }"), whole("a"));
        let nested = settings("p: [['c', { docs: { path: 'words', skip: ['a'] }, blog: false }]]", "skip");
        assert_eq!(nested[0].within, ["p", "docs"]);
        assert_eq!(
            settings("p: [['c', { docs: { path: 'words', skip: ['a'] } }]]", "path")[0].object,
            nested[0].object
        );
        assert!(calls("filters: [Plugin.Explicit()]", "Explicit") && !calls("// Plugin.Explicit()", "Explicit"));
        for end in 0..40 {
            settings(
                &"{ é: \"x\\\" `${ /[/\\ skip: ['a', ( /* */ } ]"[..].chars().take(end).collect::<String>(),
                "skip",
            );
        }
    }
}
