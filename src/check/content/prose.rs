//! What an editor would say of a page as a whole: links that cannot be told apart by their words, and how hard it is to read.

use crate::link::{Resolved, Site};
use crate::parse::{Article, Content, LinkText};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};

/// More years of school than this are too many for a page that everybody should understand.
const HARD: f64 = 8.0;
/// Beyond this, a number of years says nothing more: it is a doctor's training.
const MOST: f64 = 18.0;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let english = site.settings.language.split('-').next() == Some("en");
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let Content::Article(article) = &page.doc.content else { continue };
        let path = &page.facts().path;
        if !article.ambiguous.is_empty() {
            same_words(path, article, &page.links, problems);
        }
        if english {
            let grade = article.reading.grade();
            problems.extend(grade.filter(|grade| *grade > HARD).map(|grade| hard(path, grade)));
        }
    }
}

/// Where a link leads, as far as two can be told apart.
#[derive(PartialEq, Eq)]
enum Place<'a> {
    Here(&'a Resolved),
    Outside(&'a str),
}

fn place<'a>(link: &'a LinkText, links: &'a [Resolved]) -> Option<Place<'a>> {
    match (&link.outside, link.link.and_then(|number| links.get(number))) {
        (Some(address), _) => Some(Place::Outside(address)),
        (None, Some(resolved)) if !matches!(resolved, Resolved::Fault(_)) => Some(Place::Here(resolved)),
        _ => None,
    }
}

fn same_words(path: &SitePath, article: &Article, links: &[Resolved], problems: &mut Vec<Problem>) {
    for ambiguous in &article.ambiguous {
        let texts = ambiguous.iter().map(|text| &article.link_texts[*text]);
        let mut texts = texts.filter_map(|link| Some((link, place(link, links)?)));
        let Some((first, there)) = texts.next() else { continue };
        let others = texts.filter(|(_, place)| *place != there);
        problems.extend(others.map(|(link, _)| same(path, link, first.span)));
    }
}

fn same(path: &SitePath, link: &LinkText, earlier: Span) -> Problem {
    let message = format!("Another link of this page says \u{201c}{}\u{201d} and leads elsewhere", link.words);
    Problem::at(Code::SameLinkWords, path, link.span, message)
        .related(path, earlier, "the other link")
        .help("Say in each link what is there, so that they can be told apart by their words alone.")
}

fn hard(path: &SitePath, grade: f64) -> Problem {
    // Rounded up, so that what is told is always more than what is enough.
    let years = if grade > MOST { format!("more than {MOST}") } else { format!("about {}", grade.ceil()) };
    let message = format!("To read this page easily takes {years} years of school; it should take {HARD} at most");
    Problem::of_file(Code::ReadingLevel, path, message)
        .help("Cut long sentences in two, and say in everyday words what now stands in long ones.")
}
