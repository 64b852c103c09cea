//! Tests of the search: the pages that a reader's words must find.

use crate::config::settings::SearchTest;
use crate::link::{Site, href};
use crate::load::SETTINGS;
use crate::parse::Kind;
use crate::problem::{Code, Problem, near};
use crate::search::{Hit, Index};
use crate::source::below;
use crate::yaml::Text;

/// Of several pages each must be among so many.
const AMONG: usize = 3;

pub(in crate::check) fn check(site: &Site, index: &Index, problems: &mut Vec<Problem>) {
    for test in &site.settings.search_tests {
        let hits = index.ask(&test.query.text).hits;
        let among = if test.pages.len() > 1 { AMONG } else { 1 };
        for wanted in &test.pages {
            let Some(page) = page(site, &wanted.text) else {
                problems.push(no_such_page(site, wanted).following(site.unread.page_called(&wanted.text)));
                continue;
            };
            if !hits.iter().take(among).any(|hit| is_of(site, page, hit)) {
                let place = hits.iter().position(|hit| is_of(site, page, hit)).map(|place| place + 1);
                let problem = not_found(test, wanted, among, place, hits.first());
                let facts = site.pages[page].facts();
                // Of a tree with mistakes, what no path comes to has no page.
                let torn = facts.kind == Kind::Tree && site.pages[page].has_errors();
                let cause = site.unread.page().or(torn.then_some(&facts.path));
                problems.push(problem.following(cause));
            }
        }
    }
}

fn page(site: &Site, name: &str) -> Option<usize> {
    site.names.page_at(below(name.trim_start_matches('/'))).or_else(|| site.names.pages_called(name).first().copied())
}

/// A tree's questions and outcomes are the tree's.
fn is_of(site: &Site, page: usize, hit: &Hit) -> bool {
    let facts = site.pages[page].facts();
    let address = href("/", &facts.address);
    let found = hit.href.split('#').next().unwrap_or_default();
    found == address || facts.kind == Kind::Tree && found.starts_with(&address)
}

fn no_such_page(site: &Site, wanted: &Text) -> Problem {
    let mut names: Vec<&str> = site.names.page_names().collect();
    names.sort_unstable();
    let problem =
        Problem::at(Code::BrokenLink, &SETTINGS.into(), wanted.span, format!("No page is called `{}`", wanted.text));
    let otherwise = || "Write a path below `content`, like `sleep/index.md`.".into();
    near::meant(problem, (&wanted.text, wanted.span), names, otherwise)
}

fn not_found(test: &SearchTest, wanted: &Text, among: usize, place: Option<usize>, first: Option<&Hit>) -> Problem {
    let query = &test.query.text;
    let wish = if among == 1 { "first".into() } else { format!("among the first {among}") };
    let place = place.map_or_else(|| "not found".to_owned(), |place| format!("number {place}"));
    let message = format!("A reader who types `{query}` should find `{}` {wish}, but it is {place}", wanted.text);
    let first = first.map(|hit| {
        let heading = if hit.heading.is_empty() { String::new() } else { format!(", \u{201c}{}\u{201d}", hit.heading) };
        format!("First comes \u{201c}{}\u{201d}{heading}. ", hit.title)
    });
    Problem::at(Code::SearchTestFailed, &SETTINGS.into(), wanted.span, message).help(format!(
        "{}Put the reader's words into the page's `also_called`, its title or a heading, or into `synonyms` here.",
        first.unwrap_or_default()
    ))
}
