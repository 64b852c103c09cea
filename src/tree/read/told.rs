//! Names of answers and values in texts: `{how-far}`, `{answer:signs}`, `{risk}`.
//!
//! Takes: a text of a tree whose questions and values are known. Gives: a title in pieces; and a problem for each name that means
//! nothing.
//! Never: reads Markdown. Where the texts stand in the file is for their reader to say.

use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::tree::model::{Markup, Outcome, Teller, Tree, spoken};
use std::ops::Range;

/// Takes the titles apart that speak of answers.
pub(super) fn read_titles(tree: &mut Tree, path: &SitePath, problems: &mut Vec<Problem>) {
    let mut outcomes = std::mem::take(&mut tree.outcomes);
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.title.text.contains('{')) {
        let span = outcome.title.span;
        problems.extend(unknown_names(tree, path, &outcome.title.text, Markup::Plain, |_| span));
        take_apart(tree, outcome);
    }
    tree.outcomes = outcomes;
}

fn take_apart(tree: &Tree, outcome: &mut Outcome) {
    let title = outcome.title.text.clone();
    let places = spoken(&title, Markup::Plain);
    if places.is_empty() {
        return;
    }
    let told = |teller: Teller, _: &str| tree.called(teller);
    outcome.title.text = tree.speak(&title, Markup::Plain, told).0;
    let mut from = 0;
    let mut pieces = Vec::new();
    for place in &places {
        let named = place.name.as_ref().and_then(|name| tree.teller(&title[name.clone()], place.answer));
        let Some(teller) = named else { continue };
        pieces.push(Err(tree.speak(&title[from..place.whole.start], Markup::Plain, told).0));
        pieces.push(Ok(teller));
        from = place.whole.end;
    }
    if !pieces.is_empty() {
        pieces.push(Err(tree.speak(&title[from..], Markup::Plain, told).0));
    }
    outcome.title_pieces = pieces;
}

/// A problem for each name in a text that means nothing; `at` says where a range of the text stands.
pub fn unknown_names(
    tree: &Tree,
    path: &SitePath,
    text: &str,
    markup: Markup,
    at: impl Fn(Range<usize>) -> Span,
) -> Vec<Problem> {
    let unknown = spoken(text, markup).into_iter().filter_map(|place| {
        let name = place.name.map(|name| &text[name])?;
        let known = tree.teller(name, place.answer).is_some();
        (!known).then(|| nobody_tells(tree, path, at(place.whole), name, place.answer))
    });
    unknown.collect()
}

/// A problem for each answer or value that is named in a text which tells none: it would be shown with its braces.
pub fn names_not_told(
    tree: &Tree,
    path: &SitePath,
    text: &str,
    markup: Markup,
    at: impl Fn(Range<usize>) -> Span,
) -> Vec<Problem> {
    let places = tree.told_in(text, markup).into_iter();
    places.map(|place| shown_with_braces(path, at(place.clone()), &text[place])).collect()
}

/// The same of every text of the tree that is plain words.
pub(super) fn plain_texts(tree: &Tree, path: &SitePath, problems: &mut Vec<Problem>) {
    let questions = tree.questions.iter().flat_map(|question| {
        let options = question.options.iter().flat_map(|option| [Some(&option.say), option.on_card.as_ref()]);
        [Some(&question.ask), question.on_card.as_ref(), question.called.as_ref()].into_iter().chain(options)
    });
    let values = tree.values.iter().map(|value| value.say.as_ref());
    let texts = [tree.summary.as_ref(), tree.purpose.as_ref()].into_iter().chain(questions).chain(values);
    for text in texts.flatten().filter(|text| text.text.contains('{')) {
        problems.extend(names_not_told(tree, path, &text.text, Markup::Plain, |_| text.span));
    }
}

fn shown_with_braces(path: &SitePath, span: Span, name: &str) -> Problem {
    let message = format!("This text tells no answers: readers would see `{name}` with its braces");
    Problem::at(Code::TreeUnknownValue, path, span, message)
        .help("Take it out. Answers are told in hints, in the titles and texts of outcomes and in what `also` adds.")
}

fn nobody_tells(tree: &Tree, path: &SitePath, span: Span, name: &str, answer: bool) -> Problem {
    let message = match answer {
        true => format!("There is no question `{name}` whose answer this text could tell"),
        false => format!("There is no question and no value `{name}` that this text could tell"),
    };
    let questions = tree.questions.iter().map(|question| question.id.text.as_str());
    let values = tree.values.iter().map(|value| value.id.text.as_str());
    let braces = format!("If braces are meant, write `{{{{{name}}}}}`.");
    let help = match near::nearest(name, questions.chain(values)) {
        Some(near) => format!("Did you mean `{{{near}}}`? {braces}"),
        None => format!("Write the id of a question or a value. {braces}"),
    };
    Problem::at(Code::TreeUnknownValue, path, span, message).help(help)
}
