//! Words that readers may not know and the glossary does not explain: abbreviations, and doctors' words by their endings.
//!
//! Only where a site has a glossary: without one there is no place to explain them.

use crate::link::Site;
use crate::parse::Content;
use crate::problem::{Code, Problem};
use crate::source::{Source, Span};
use std::collections::BTreeSet;

/// Abbreviations that everybody knows, or that are better known than what they stand for.
const EVERYDAY: [&str; 24] = [
    "A&E", "AM", "BBC", "DIY", "EU", "FAQ", "GP", "GPS", "HRT", "ID", "IT", "NHS", "OK", "PC", "PDF", "PM", "TV", "UK",
    "UN", "URL", "US", "USA", "WC", "WHO",
];
/// How doctors' words for what is wrong with a body end.
const ENDINGS: [&str; 6] = ["itis", "aemia", "emia", "algia", "olysis", "opathy"];
/// So many of a page are told.
const MOST: usize = 20;
/// Longer rows of capitals are words that are shouted.
const LONGEST: usize = 6;

pub(super) fn check(site: &Site, problems: &mut Vec<Problem>) {
    if site.glossary.terms.is_empty() {
        return;
    }
    let names = site.glossary.terms.iter().flat_map(|term| term.names());
    let known: BTreeSet<String> =
        names.flat_map(|name| words(&name.text).map(|(_, word)| word.to_lowercase())).collect();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let Content::Article(article) = &page.doc.content else { continue };
        let shown = super::manner::sentences_of(&article.body.html).join("\n");
        let mut told = BTreeSet::new();
        for (at, word) in words(&shown) {
            let singular = word.strip_suffix('s').filter(|word| is_abbreviation(word)).unwrap_or(word);
            let explained = [word, singular].iter().any(|word| known.contains(&word.to_lowercase()));
            if told.len() == MOST {
                break;
            }
            if (is_abbreviation(singular) || is_doctors(word))
                && !explained
                && told.insert(singular.to_owned())
                && !is_explained_here(&shown, at, word)
            {
                problems
                    .extend(place(&page.doc.source, word).map(|span| unexplained(&page.doc.source, span, singular)));
            }
        }
    }
}

/// The words of a text, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let between = |c: char| !c.is_alphanumeric() && c != '&';
    text.split(between)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=LONGEST).contains(&capitals) && word.chars().all(|c| c.is_uppercase() || c == '&') && !EVERYDAY.contains(&word)
}

fn is_doctors(word: &str) -> bool {
    let small = word.to_lowercase();
    ENDINGS.iter().any(|ending| small.len() > ending.len() + 2 && small.ends_with(ending))
}

/// `(ABC)` after the words it stands for, or `ABC (the words)`.
fn is_explained_here(text: &str, at: usize, word: &str) -> bool {
    let (before, after) = (text[..at].trim_end(), text[at + word.len()..].trim_start());
    before.ends_with('(') || after.starts_with('(')
}

/// Where a word first stands in the author's text.
fn place(source: &Source, word: &str) -> Option<Span> {
    let (at, found) = words(&source.text).find(|(_, found)| *found == word)?;
    Some(Span::new(at, at + found.len()))
}

fn unexplained(source: &Source, span: Span, word: &str) -> Problem {
    Problem::at(
        Code::UnexplainedWord,
        &source.path,
        span,
        format!("Not every reader knows `{word}`, and the glossary does not explain it"),
    )
    .help("Say it in plain words, explain it here in brackets, or add it to `content/glossary.yaml`.")
}
