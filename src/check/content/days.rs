//! Pages that a day keeps back, or soon will.

use crate::link::{Page, Site};
use crate::parse::{Doc, Waits};
use crate::problem::{Code, Problem, Severity};
use crate::source::Span;
use jiff::ToSpan;
use jiff::civil::Date;

/// So many days before its last one a page is told.
const BEFORE: i64 = 31;
/// So many links to such a page are shown.
const SHOWN: usize = 5;

/// Tells of a page that is there, and soon will not be; and of those that link to it, as long as there is time to mend them.
pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let Some(today) = site.today else { return };
    let soon = today.saturating_add(BEFORE.days());
    for page in site.pages.iter() {
        if let Some(last) = page.doc.front.days.until.filter(|until| today < *until && *until <= soon) {
            problems.push(ends(site, page, last));
        }
    }
}

fn ends(site: &Site, page: &Page, day: Date) -> Problem {
    let message = format!("From {} on this page is held back", spoken(day));
    let problem = at(&page.doc, page.doc.front.expires_span, message);
    if page.linked_from.is_empty() {
        return problem.help("If it is to stay, write a later day into `expires`, or take it out.");
    }
    let problem = problem
        .help("Take the links to it out before that day, or write a later day into `expires`.")
        .weighing(Severity::Warning);
    page.linked_from.iter().take(SHOWN).fold(problem, |problem, (from, link)| {
        let from = &site.pages[*from];
        let place = crate::check::linking::links::span(from, *link).target;
        problem.related(&from.facts().path, place, "links to it")
    })
}

/// Tells of a page that is kept back.
pub fn kept_by_day(doc: &Doc, waits: Waits) -> Problem {
    let front = &doc.front;
    match waits {
        // What is no day holds the page back for as long as it stands there.
        Waits::Since(day) if is_unread(day) => {
            let span = front.days_unread.or(front.expires_span);
            at(doc, span, "This page is held back: its last day cannot be read".to_owned())
                .help("Write year, month and day, like `expires: 2027-04-01`.")
                .weighing(Severity::Warning)
        }
        Waits::Until(day) if is_unread(day) => {
            at(doc, front.days_unread, "This page is held back: its first day cannot be read".to_owned())
                .help("Write year, month and day, like `publishDate: 2027-04-01`.")
                .weighing(Severity::Warning)
        }
        Waits::Since(day) => at(doc, front.expires_span, format!("This page is held back since {}", spoken(day)))
            .help("Delete it if it will not come back, or write a later day into `expires`."),
        Waits::Until(day) => at(doc, front.date_span, format!("This page is held back until {}", spoken(day)))
            .help("A site that is built on that day or later shows it. To publish it now, write an earlier day."),
    }
}

fn at(doc: &Doc, span: Option<Span>, message: String) -> Problem {
    Problem { span, ..Problem::of_file(Code::DatedPage, &doc.facts.path, message) }
}

/// Whether a day stands for one that could not be read: it has always passed, or never comes.
pub fn is_unread(day: Date) -> bool {
    day == Date::MIN || day == Date::MAX
}

/// A day as a person says it.
pub(in crate::check) fn spoken(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
