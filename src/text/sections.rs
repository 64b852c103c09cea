//! A text → its sections for the search.

use super::body::{Body, PlaceholderKind, Purpose, Target};
use super::node::Kind;
use super::plain::Plain;
use super::token::{Token, Tokens};
use std::borrow::Cow;

/// What stands below one heading.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's anchor; empty above the first heading.
    pub id: String,
    /// The heading, as plain text.
    pub heading: String,
    /// The text, as plain words.
    pub text: String,
}

/// The sections of a text: first what stands above the first heading. A link that says no words of its own is read by the name
/// that its author wrote, since the page's title is another file's.
pub fn sections(body: &Body) -> Vec<Section> {
    let mut out = Vec::with_capacity(body.headings.len() + 1);
    let mut section = Section::default();
    let mut plain = Plain::default();
    let mut headings = body.heading_places.iter().zip(body.headings.iter()).peekable();
    let mut tokens = Tokens::of(&body.html, &body.placeholders);
    while let Some((range, token)) = tokens.next() {
        if let Token::Open(tag) = token
            && tag.heading().is_some()
            && let Some((_, heading)) = headings.next_if(|(place, _)| **place == range.start)
        {
            section.text = plain.take();
            let next = Section { id: heading.id.to_string(), heading: heading.text.clone(), text: String::new() };
            out.push(std::mem::replace(&mut section, next));
            pass(&mut tokens, tag.name);
            continue;
        }
        read(token, &mut plain);
        if let Token::Placeholder(PlaceholderKind::LinkStart(link)) = token {
            plain.text(&unsaid(body, link));
        }
    }
    section.text = plain.take();
    out.push(section);
    out
}

/// Passes over the rest of a heading.
fn pass(tokens: &mut Tokens<'_>, name: &str) {
    let _ = tokens.find(|(_, token)| *token == Token::Close(name));
}

/// Adds the words of a token, or the space where it ends what is before it.
fn read(token: Token<'_>, plain: &mut Plain) {
    match token {
        Token::Words(words) => plain.words(words),
        Token::Open(tag) => plain.tag(Kind::of(tag)),
        Token::Close(name) => plain.tag(Kind::of_name(name)),
        Token::Placeholder(PlaceholderKind::Equals) => plain.text("=="),
        Token::Placeholder(PlaceholderKind::Embed(_)) => plain.text(" "),
        Token::Placeholder(_) => {}
    }
}

/// The name in a link that shows its page's title.
fn unsaid(body: &Body, link: usize) -> Cow<'_, str> {
    let Some(link) = body.links.get(link) else { return Cow::Borrowed("") };
    match (&link.purpose, &link.target) {
        (Purpose::Follow { own_words: false }, Target::Name { name, fragment }) => {
            let name = name.rsplit('/').next().unwrap_or(name);
            match fragment.as_ref().filter(|part| !part.starts_with('^')) {
                Some(part) if name.is_empty() => Cow::Borrowed(part),
                Some(part) => Cow::Owned(format!("{name} {part}")),
                None => Cow::Borrowed(name),
            }
        }
        _ => Cow::Borrowed(""),
    }
}
