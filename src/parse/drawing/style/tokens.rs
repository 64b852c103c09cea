//! The tokens of a style → the same, written anew.
//!
//! Takes: what a tokenizer reads, up to the end of a value, a selector or a condition. Gives: their text; or why to [`Stop`].
//! Never: writes an address that leads out of the drawing, or a function that is not listed.

use super::super::Depth;
use super::super::address::{ELSEWHERE, part, picture_or_font};
use super::super::lists::{FUNCTIONS, REFUSED_FUNCTIONS};
use cssparser::{ParseError, Parser, ToCss, Token, serialize_identifier};
use std::ops::Range;

/// Why a rule or a declaration is left out.
pub(super) enum Stop {
    /// It is not listed, or makes no sense.
    Unknown,
    /// It could do harm: what it is, and where.
    Harmful(String, Range<usize>),
}

/// Writes all tokens up to the end of a value, a selector or a condition.
pub(super) fn tokens<'i>(
    input: &mut Parser<'i, '_>,
    out: &mut String,
    depth: Depth,
    left: u8,
) -> Result<(), ParseError<'i, Stop>> {
    loop {
        let start = input.position();
        let Ok(token) = input.next_including_whitespace_and_comments().cloned() else { return Ok(()) };
        let place = start.byte_index()..input.position().byte_index();
        let unknown = |input: &Parser<'i, '_>| Err(input.new_custom_error(Stop::Unknown));
        match &token {
            // Between two words a comment divides.
            Token::Comment(_) => out.push_str("/**/"),
            Token::WhiteSpace(_) => out.push(' '),
            Token::Number { .. } | Token::Percentage { .. } => out.push_str(input.slice_from(start)),
            Token::Dimension { unit, .. } => {
                // Numbers stay as they are: the tokenizer keeps fewer digits of them.
                let number = number(input.slice_from(start));
                if is_exponent(unit) {
                    return unknown(input);
                }
                out.push_str(number);
                let _ = serialize_identifier(unit, out);
            }
            Token::UnquotedUrl(address) => {
                url(address, out, depth).map_err(|stop| input.new_custom_error(stop.at(place)))?;
            }
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                if name == "url" {
                    let nested = |input: &mut Parser<'i, '_>| {
                        let address = input.expect_string_cloned()?;
                        input.expect_exhausted()?;
                        Ok::<_, ParseError<'i, Stop>>(address)
                    };
                    let address = input.parse_nested_block(nested)?;
                    url(&address, out, depth).map_err(|stop| input.new_custom_error(stop.at(place)))?;
                    continue;
                }
                if REFUSED_FUNCTIONS.has(&name) {
                    return Err(input.new_custom_error(Stop::Harmful(format!("`{name}(…)`"), place)));
                }
                let Some(name) = FUNCTIONS.get(&name) else { return unknown(input) };
                out.push_str(name);
                within("(", ")", input, out, depth, left)?;
            }
            Token::ParenthesisBlock => within("(", ")", input, out, depth, left)?,
            Token::SquareBracketBlock => within("[", "]", input, out, depth, left)?,
            Token::Ident(_)
            | Token::Hash(_)
            | Token::IDHash(_)
            | Token::QuotedString(_)
            | Token::Colon
            | Token::Comma
            | Token::IncludeMatch
            | Token::DashMatch
            | Token::PrefixMatch
            | Token::SuffixMatch
            | Token::SubstringMatch => {
                let _ = token.to_css(out);
            }
            Token::Delim(c) if "+-*/>~|&=!.#?<%^$".contains(*c) => out.push(*c),
            _ => return unknown(input),
        }
    }
}

fn within<'i>(
    open: &str,
    close: &str,
    input: &mut Parser<'i, '_>,
    out: &mut String,
    depth: Depth,
    left: u8,
) -> Result<(), ParseError<'i, Stop>> {
    let left = left.checked_sub(1).ok_or_else(|| input.new_custom_error(Stop::Unknown))?;
    out.push_str(open);
    input.parse_nested_block(|input| tokens(input, out, depth, left))?;
    out.push_str(close);
    Ok(())
}

/// Why an address is left out, before its place is known.
struct Refused(Option<String>);

impl Refused {
    fn at(self, place: Range<usize>) -> Stop {
        self.0.map_or(Stop::Unknown, |what| Stop::Harmful(what, place))
    }
}

/// Writes `url(…)`.
fn url(address: &str, out: &mut String, depth: Depth) -> Result<(), Refused> {
    if address.trim().is_empty() {
        return Err(Refused(None));
    }
    let written = match part(address) {
        Some(part) => part,
        None => picture_or_font(address, depth).map_err(|why| Refused(Some(told(&why))))?,
    };
    let _ = Token::UnquotedUrl(written.into()).to_css(out);
    Ok(())
}

fn told(why: &str) -> String {
    if why == ELSEWHERE { "`url(…)` to something outside the drawing".into() } else { format!("`url(…)` {why}") }
}

/// The number that a measure begins with.
fn number(text: &str) -> &str {
    let bytes = text.as_bytes();
    let digits = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits(usize::from(matches!(bytes.first(), Some(b'+' | b'-'))));
    if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    &text[..end]
}

/// Whether a unit, written out after a number, would be taken for its exponent: `1\65 3` is no `1e3`.
fn is_exponent(unit: &str) -> bool {
    let rest = unit.strip_prefix(['e', 'E']).unwrap_or_default();
    rest.strip_prefix(['+', '-']).unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit())
}
