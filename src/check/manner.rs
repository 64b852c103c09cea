//! What an editor would say of a page as a whole: links that cannot be told apart by their words, and how hard it is to read.

use crate::link::{Resolved, Site};
use crate::parse::body::LinkSpan;
use crate::parse::{Content, Said, sentence};
use crate::problem::{Code, Problem};
use crate::search::plain;
use crate::source::{SitePath, Span};
use std::collections::BTreeMap;

/// More years of school than this are too many for a page that everybody should understand.
const HARD: f64 = 8.0;
/// Beyond this, a number of years says nothing more: it is a doctor's training.
const MOST: f64 = 18.0;
/// Of fewer words nothing can be said.
const FEW_WORDS: usize = 100;

pub(super) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let english = site.settings.language.split('-').next() == Some("en");
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let Content::Article(article) = &page.doc.content else { continue };
        let path = &page.facts().path;
        same_words(path, &article.said, &article.body.link_spans, &page.links, problems);
        if english {
            let grade = grade(&sentences_of(&article.body.html));
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

fn same_words(path: &SitePath, said: &[Said], spans: &[LinkSpan], links: &[Resolved], problems: &mut Vec<Problem>) {
    let here: BTreeMap<Span, &Resolved> = spans.iter().map(|span| span.whole).zip(links).collect();
    let mut first: BTreeMap<String, (Place<'_>, Span)> = BTreeMap::new();
    for link in said.iter().filter(|link| !link.words.is_empty()) {
        let place = match (&link.outside, here.get(&link.span)) {
            (Some(address), _) => Place::Outside(address),
            (None, Some(resolved)) if !matches!(resolved, Resolved::Fault(_)) => Place::Here(resolved),
            _ => continue,
        };
        let words = link.words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        match first.get(&words) {
            Some((known, _)) if *known == place => {}
            Some((_, earlier)) => problems.push(same(path, link, *earlier)),
            None => {
                first.insert(words, (place, link.span));
            }
        }
    }
}

/// The text of the paragraphs and list items, without code: headings and tables are no sentences.
pub(super) fn sentences_of(html: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    for tag in ["p", "li"] {
        let open = format!("<{tag}>");
        for part in html.split(open.as_str()).skip(1) {
            let end = ["</p>", "</li>", "<ul", "<ol", "<p>"].iter().filter_map(|close| part.find(close)).min();
            let mut words = part[..end.unwrap_or(part.len())].split("<code>");
            let mut text = words.next().unwrap_or_default().to_owned();
            for word in words {
                text.push_str(word.split_once("</code>").map_or("", |(_, after)| after));
            }
            blocks.push(plain(&text));
        }
    }
    blocks
}

/// Years of school by Flesch and Kincaid; `None` for a text too short to say.
fn grade(blocks: &[String]) -> Option<f64> {
    let (mut sentences, mut words, mut syllables) = (0usize, 0usize, 0usize);
    for block in blocks {
        for range in sentence::split(block) {
            let before = words;
            for word in block[range].split(|c: char| !c.is_alphabetic() && c != '’' && c != '\'') {
                if word.chars().any(char::is_alphabetic) {
                    words += 1;
                    syllables += syllables_in(word);
                }
            }
            sentences += usize::from(words > before);
        }
    }
    let per = |a: usize, b: usize| a as f64 / b as f64;
    (words >= FEW_WORDS).then(|| 0.39 * per(words, sentences) + 11.8 * per(syllables, words) - 15.59)
}

/// Runs of vowels, without a silent e at the end.
fn syllables_in(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut runs = 0;
    let mut before = false;
    for c in word.chars() {
        runs += usize::from(vowel(c) && !before);
        before = vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && runs > 1;
    (runs - usize::from(silent)).max(1)
}

fn same(path: &SitePath, link: &Said, earlier: Span) -> Problem {
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
