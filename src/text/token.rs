//! The lexer of written text: HTML with placeholders → tags, words and placeholders, in order.

use super::body::{Placeholder, PlaceholderKind};
use memchr::memchr;
use std::borrow::Cow;
use std::ops::Range;

/// A piece of a written text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(&'a str),
    /// Text, escaped as it is in HTML.
    Words(&'a str),
    /// A placeholder that does not stand within a tag.
    Placeholder(PlaceholderKind),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// In lower case.
    pub name: &'a str,
    /// Its attributes as they stand in HTML, with the space before the first.
    pub attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The class of the element, where it has one.
    pub fn class(&self) -> Option<&'a str> {
        if self.attributes.is_empty() {
            return None;
        }
        self.value_behind(" class=\"")
    }

    /// The value of an attribute, where it has one, as it stands in HTML.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.value_behind(&format!(" {name}=\""))
    }

    fn value_behind(&self, begin: &str) -> Option<&'a str> {
        let rest = &self.attributes[self.attributes.find(begin)? + begin.len()..];
        Some(&rest[..rest.find('"')?])
    }

    /// Its attributes in order, as a reader sees their values; one without a value is empty.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            let name = &rest[..rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len())];
            if name.is_empty() {
                return None;
            }
            rest = &rest[name.len()..];
            let Some(value) = rest.strip_prefix("=\"") else { return Some((name, Cow::Borrowed(""))) };
            let end = value.find('"').unwrap_or(value.len());
            rest = value.get(end + 1..).unwrap_or_default();
            Some((name, without_escapes(&value[..end])))
        })
    }

    /// The level of a heading.
    pub fn heading(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }
}

/// The tokens of a stretch of a text, each with the bytes of the HTML that it takes; a placeholder takes none.
pub struct Tokens<'a> {
    html: &'a str,
    placeholders: &'a [Placeholder],
    placeholder: usize,
    at: usize,
    end: usize,
}

impl<'a> Tokens<'a> {
    /// Of a whole text.
    pub fn of(html: &'a str, placeholders: &'a [Placeholder]) -> Tokens<'a> {
        Tokens { html, placeholders, placeholder: 0, at: 0, end: html.len() }
    }

    /// Of a stretch that neither begins nor ends within a tag. A placeholder at its end belongs to what follows.
    pub fn within(html: &'a str, placeholders: &'a [Placeholder], stretch: Range<usize>) -> Tokens<'a> {
        let first = placeholders.partition_point(|placeholder| placeholder.at < stretch.start);
        let last = placeholders.partition_point(|placeholder| placeholder.at < stretch.end).max(first);
        let placeholders = if stretch.end == html.len() { &placeholders[first..] } else { &placeholders[first..last] };
        Tokens { html, placeholders, placeholder: 0, at: stretch.start, end: stretch.end }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Range<usize>, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let placeholder = self.placeholders.get(self.placeholder);
        if let Some(placeholder) = placeholder.filter(|placeholder| placeholder.at <= start) {
            self.placeholder += 1;
            return Some((start..start, Token::Placeholder(placeholder.kind)));
        }
        if start >= self.end {
            return None;
        }
        let rest = &self.html[start..self.end];
        // A byte is compared here, for each token; a pattern would be a call.
        if rest.as_bytes().first() != Some(&b'<') {
            let tag = memchr(b'<', rest.as_bytes()).map_or(self.end, |i| start + i);
            self.at = placeholder.map_or(tag, |placeholder| placeholder.at.min(tag));
            return Some((start..self.at, Token::Words(&self.html[start..self.at])));
        }
        // Most tags are a few bytes long.
        let close = rest.bytes().position(|byte| byte == b'>').map_or(self.end, |i| start + i);
        self.at = (close + 1).min(self.end);
        // An id or a label that is still to be written is the tag's own.
        while self.placeholders.get(self.placeholder).is_some_and(|placeholder| placeholder.at < self.at) {
            self.placeholder += 1;
        }
        let inside = &self.html[start + 1..close];
        let token = match inside.as_bytes().first() {
            Some(b'/') => Token::Close(&inside[1..]),
            _ => {
                let name = inside.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(inside.len());
                Token::Open(Tag { name: &inside[..name], attributes: &inside[name..] })
            }
        };
        Some((start..self.at, token))
    }
}

/// The entities that are written, and what they mean.
const ENTITIES: [(&str, char); 6] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#x27;", '\'')];

/// The letter that stands at a place of a text's words, and the place behind it.
pub fn letter_at(html: &str, at: usize, until: usize) -> (char, usize) {
    let rest = &html[at..until];
    let letter = rest.chars().next().unwrap_or(' ');
    if letter == '&'
        && let Some((written, meant)) = ENTITIES.iter().find(|(written, _)| rest.starts_with(written))
    {
        return (*meant, at + written.len());
    }
    (letter, at + letter.len_utf8())
}

/// Words of a text as a reader sees them.
pub fn without_escapes(words: &str) -> Cow<'_, str> {
    if memchr(b'&', words.as_bytes()).is_none() {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let next = words[at..].find('&').map_or(words.len(), |i| at + i);
        out.push_str(&words[at..next]);
        at = next;
        if at < words.len() {
            let (letter, next) = letter_at(words, at, words.len());
            out.push(letter);
            at = next;
        }
    }
    Cow::Owned(out)
}

/// Words as they stand in a text.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let _ = pulldown_cmark_escape::escape_html_body_text(&mut out, words);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_tokens() {
        let mut body = super::super::Body { html: "<h2 id=\"".to_owned(), ..Default::default() };
        body.placeholder(PlaceholderKind::Id);
        body.html.push_str("a\">A &lt; B");
        body.placeholder(PlaceholderKind::Equals);
        body.html.push_str("</h2>");
        let tokens: Vec<Token<'_>> = Tokens::of(&body.html, &body.placeholders).map(|(_, token)| token).collect();
        let tag = Tag { name: "h2", attributes: " id=\"a\"" };
        let wanted = [
            Token::Open(tag),
            Token::Words("A &lt; B"),
            Token::Placeholder(PlaceholderKind::Equals),
            Token::Close("h2"),
        ];
        assert_eq!(tokens, wanted);
        assert_eq!(without_escapes("A &lt; B &amp;lt; &nbsp;"), "A < B &lt; &nbsp;");
    }
}
