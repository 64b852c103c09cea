//! Words that readers may not know and the glossary does not explain.
//!
//! Only where a site has a glossary: without one there is no place to explain them.

use crate::link::Site;
use crate::load::GLOSSARY;
use crate::parse::{Content, Unusual, words_in};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, below};
use std::collections::BTreeSet;

/// So many of a page are told.
const MOST: usize = 20;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let unread = site.unread.file(below(GLOSSARY));
    if site.glossary.terms.is_empty() && unread.is_none() {
        return;
    }
    let names = site.glossary.terms.iter().flat_map(|term| term.names());
    let known: BTreeSet<String> =
        names.flat_map(|name| words_in(&name.text).map(|(_, word)| word.to_lowercase())).collect();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let Content::Article(article) = &page.doc.content else { continue };
        let unexplained = |unusual: &&Unusual| {
            ![&unusual.word, &unusual.singular].iter().any(|word| known.contains(&word.to_lowercase()))
        };
        let told = article.reading.unusual.iter().filter(unexplained).take(MOST);
        problems.extend(told.map(|unusual| problem(&page.facts().path, unusual).following(unread)));
    }
}

fn problem(path: &SitePath, unusual: &Unusual) -> Problem {
    Problem::at(
        Code::UnexplainedWord,
        path,
        unusual.span,
        format!("Not every reader knows `{}`, and the glossary does not explain it", unusual.singular),
    )
    .help("Say it in plain words, explain it here in brackets, or add it to `content/glossary.yaml`.")
}
