//! Texts that speak of answers: `{how-far}`, `{answer:signs}`, `{risk}`.
//!
//! Takes: a text. Gives: where it names an answer or a value, and where its braces are meant as braces.
//! Never: looks for a name in code or in a formula, or takes a brace for one that has no name behind it.

use super::tree::Tree;
use std::ops::Range;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// As it is shown.
    Plain,
    /// Markdown, with code and formulas in it.
    Markdown,
}

/// A place of a text that is shown as something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// With its braces.
    pub whole: Range<usize>,
    /// The name; none where doubled braces are meant as braces.
    pub name: Option<Range<usize>>,
    /// Whether only a question can be meant.
    pub answer: bool,
}

/// What a name in a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Teller {
    /// The answer to this question.
    Question(usize),
    /// What this value comes to.
    Value(usize),
}

/// Every such place, in order.
pub fn spoken(text: &str, markup: Markup) -> Vec<Spoken> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        at += match (byte, markup) {
            (b'{', _) => match place(text, at) {
                Some(place) => {
                    let length = place.whole.len();
                    found.push(place);
                    length
                }
                None => 1,
            },
            (b'\\', Markup::Markdown) => 2,
            (b'`' | b'~', Markup::Markdown) => code(text, at),
            (b'$', Markup::Markdown) => formula(text, at),
            _ => 1,
        };
    }
    found
}

/// `{name}`, `{answer:name}`, or one of these with doubled braces.
fn place(text: &str, at: usize) -> Option<Spoken> {
    let doubled = text[at..].starts_with("{{");
    let inside = at + if doubled { 2 } else { 1 };
    let end = inside + text[inside..].find('}')?;
    let words = &text[inside..end];
    let name = words.strip_prefix("answer:").unwrap_or(words);
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.starts_with(char::is_alphabetic) || !name.chars().all(letters) {
        return None;
    }
    let whole = at..end + if doubled && text[end + 1..].starts_with('}') { 2 } else { 1 };
    let range = end - name.len()..end;
    Some(Spoken { whole, name: (!doubled).then_some(range), answer: name.len() < words.len() })
}

/// How long the code is that begins here, by the same signs as it ends; or the signs alone.
fn code(text: &str, at: usize) -> usize {
    let sign = &text[at..at + 1];
    let signs = text[at..].bytes().take_while(|byte| *byte == text.as_bytes()[at]).count();
    let fence = text[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty()) && signs > 2;
    if sign == "~" && !fence {
        return signs;
    }
    let rest = &text[at + signs..];
    let marks = sign.repeat(signs);
    let mut from = 0;
    while let Some(found) = rest[from..].find(&marks) {
        let end = from + found;
        let run = rest[end..].len() - rest[end..].trim_start_matches(sign).len();
        if run == signs || fence {
            return signs + end + run;
        }
        from = end + run;
    }
    if fence { text.len() - at } else { signs }
}

/// How long the formula is that begins here, or its sign alone.
fn formula(text: &str, at: usize) -> usize {
    let signs = if text[at..].starts_with("$$") { 2 } else { 1 };
    let rest = &text[at + signs..];
    let end = match signs {
        2 => rest.find("$$"),
        _ if rest.starts_with(char::is_whitespace) => None,
        _ => {
            rest.find('$').filter(|end| !rest[..*end].contains("\n\n") && !rest[..*end].ends_with(char::is_whitespace))
        }
    };
    end.map_or(signs, |end| signs + end + signs)
}

impl Tree {
    /// What a name in a text means; a question before a value.
    pub fn teller(&self, name: &str, answer: bool) -> Option<Teller> {
        let question = self.questions.iter().position(|question| question.id.text == name).map(Teller::Question);
        let value = || self.values.iter().position(|value| value.id.text == name).map(Teller::Value);
        question.or_else(|| if answer { None } else { value() })
    }

    /// What stands there while nobody knows the answer: what its author calls it, else the question in quotation marks, or the
    /// value's name.
    pub fn called(&self, teller: Teller) -> String {
        match teller {
            Teller::Question(question) => {
                let question = &self.questions[question];
                question
                    .called
                    .as_ref()
                    .map_or_else(|| format!("“{}”", question.ask.text), |called| called.text.clone())
            }
            Teller::Value(value) => self.values[value].shown().to_owned(),
        }
    }

    /// The places of a text that tell an answer or a value, in order, with their braces.
    pub fn told_in(&self, text: &str, markup: Markup) -> Vec<Range<usize>> {
        let known = |place: &Spoken| {
            place.name.as_ref().is_some_and(|name| self.teller(&text[name.clone()], place.answer).is_some())
        };
        spoken(text, markup).into_iter().filter(known).map(|place| place.whole).collect()
    }

    /// A text with each such place as `said` has it, and where the pieces between them are from.
    pub fn speak(&self, text: &str, markup: Markup, said: impl Fn(Teller, &str) -> String) -> (String, Vec<Piece>) {
        let (mut out, mut pieces, mut from) = (String::with_capacity(text.len()), Vec::new(), 0);
        for Spoken { whole, name, answer } in spoken(text, markup) {
            let words = match name {
                None => {
                    let inner = text[whole.clone()].trim_matches(['{', '}']);
                    if markup == Markup::Markdown { format!("\\{{{inner}\\}}") } else { format!("{{{inner}}}") }
                }
                Some(name) => match self.teller(&text[name.clone()], answer) {
                    Some(teller) => said(teller, &text[name]),
                    None => text[whole.clone()].to_owned(),
                },
            };
            pieces.push(Piece { at: out.len(), from: from..whole.start });
            out.push_str(&text[from..whole.start]);
            pieces.push(Piece { at: out.len(), from: whole.start..whole.start });
            out.push_str(&words);
            from = whole.end;
        }
        pieces.push(Piece { at: out.len(), from: from..text.len() });
        out.push_str(&text[from..]);
        (out, pieces)
    }
}

/// A stretch of a text that is taken over; of what is put in, the place where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the new text.
    pub at: usize,
    /// Where it stood in the old one.
    pub from: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, markup: Markup) -> Vec<&str> {
        spoken(text, markup).into_iter().map(|place| place.name.map_or("braces", |name| &text[name])).collect()
    }

    #[test]
    fn names_are_found_where_braces_hold_one_and_nowhere_else() {
        let text = "{how-far} {answer:signs} {{how-far}} {{risk} { no} {} {a b} {#id} {7} {x";
        assert_eq!(names(text, Markup::Plain), ["how-far", "signs", "braces", "braces"]);
        let text = "`{a}` ``{b} ` {c}`` $x_{d}$ $$\n{e}\n$$ \\{f} costs $5 {g}\n\n~~~\n{h}\n~~~\n{i} ~~{j}~~ ` {k}\n```\n{l}\n";
        assert_eq!(names(text, Markup::Markdown), ["g", "i", "j", "k"]);
        assert_eq!(names(text, Markup::Plain).len(), 12);
    }
}
