//! Texts that speak of answers, as Markdown in which a script finds their places.
//!
//! Takes: a text of a tree. Gives: the text with what each answer is called where nobody knows it, marked; and a problem where an
//! answer is named within something that is no text, such as the target of a link.
//! Never: marks a place that readers would not see as words.

use super::super::dialect::Dialect;
use super::super::ids::Place;
use super::super::markdown::{Context, markdown_and_prose};
use crate::problem::{Code, Problem};
use crate::source::{Offsets, SitePath, Span};
use crate::tree::{Markup, Teller, Tree};
use std::cell::Cell;

/// The text, and where its pieces stand in the file.
pub(super) fn told(
    tree: &Tree,
    path: &SitePath,
    text: String,
    offsets: Offsets,
    problems: &mut Vec<Problem>,
) -> (String, Offsets) {
    if !text.contains('{') {
        return (text, offsets);
    }
    let seen = seen(tree, path, &text, &offsets);
    let number = Cell::new(0);
    let said = |teller: Teller, name: &str| {
        number.set(number.get() + 1);
        match seen.get(number.get() - 1) {
            Some(true) => marked(tree, teller, name),
            _ => format!("{{{name}}}"),
        }
    };
    let (words, pieces) = tree.speak(&text, Markup::Markdown, said);
    for (place, _) in tree.told_in(&text, Markup::Markdown).iter().zip(&seen).filter(|(_, seen)| !**seen) {
        problems.push(no_text(path, offsets.span(place.clone()), &text[place.clone()]));
    }
    let mut there = Offsets::default();
    for piece in pieces {
        there.continue_with(piece.at, &offsets, piece.from);
    }
    (words, there)
}

/// Of each place, whether what stands there is shown as text, or is a comment. Tried with words that stand nowhere else.
fn seen(tree: &Tree, path: &SitePath, text: &str, offsets: &Offsets) -> Vec<bool> {
    let number = Cell::new(0);
    let said = |_: Teller, _: &str| {
        number.set(number.get() + 1);
        word(number.get() - 1)
    };
    let (words, _) = tree.speak(text, Markup::Markdown, said);
    let context = Context { path, offsets, title: Some("\0"), place: Place::Tree, dialect: Dialect::Own, taken: None };
    let html = markdown_and_prose(&words, context, &mut Vec::new()).0.body.html;
    let shown = |word: &String| {
        html.match_indices(word.as_str()).any(|(at, _)| {
            let before = &html[..at];
            before.rfind('<') <= before.rfind('>')
        })
    };
    let in_comment = |word: &String| {
        let before = &words[..words.find(word.as_str()).unwrap_or(0)];
        before.rfind("<!--") > before.rfind("-->")
    };
    (0..number.get()).map(word).map(|word| shown(&word) || in_comment(&word)).collect()
}

fn word(number: usize) -> String {
    format!("zq{number}told{number}qz")
}

/// What an answer is called, marked so that a script finds it.
fn marked(tree: &Tree, teller: Teller, name: &str) -> String {
    let words = tree.called(teller).replace('\n', " ");
    let plain: String =
        words.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    format!("<data value=\"told:{name}\">{plain}</data>")
}

fn no_text(path: &SitePath, span: Span, name: &str) -> Problem {
    let message = format!("`{name}` stands here in no text that is shown, so no answer can be told");
    Problem::at(Code::TreeUnknownValue, path, span, message).help(
        "Answers are told in words, never in a link's target, a picture's description or an attribute of HTML: say it beside, or write the braces doubled where they are meant.",
    )
}
