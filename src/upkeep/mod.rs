//! What is due on a site that is well kept: mistakes that keep it from being published, reviews, sources, addresses outside, pages that nothing leads to, searches that fail.
//!
//! Takes: a linked site, the day, and what the checks have found. Gives: [`Task`]s, each with whose it is and where to begin, and
//! their printed forms ([`markdown`], and JSON by their type).
//! Never: asks a network, or says the day itself: until something else is due, the report is the same text.

mod markdown;

use crate::config::references::Reference;
use crate::link::{Page, Site};
use crate::load::{REFERENCES, SETTINGS};
use crate::problem::{Code, Problem, Severity, Sources};
use crate::render::edit_address;
use crate::source::{SitePath, Span};
use jiff::civil::Date;
use serde::Serialize;

pub use markdown::markdown;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The site cannot be published for it, and what else is due may be hidden behind it.
    Mistake,
    /// A page was due a new review.
    ReviewOverdue,
    /// A page was changed since somebody reviewed it.
    ChangedSinceReview,
    /// An address outside is gone.
    AddressGone,
    /// Nobody has opened a source for long.
    SourceUnchecked,
    /// A search does not find what it should.
    SearchFails,
    /// Nothing links to a page.
    Orphan,
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Task {
    /// What is to be done.
    pub kind: Kind,
    /// The day since when, as `2026-03-01`; empty where there is none.
    pub since: String,
    /// The page's title, the source's, or the words that are searched for.
    pub title: String,
    /// What it is about, in one sentence without a full stop.
    pub what: String,
    /// Whose task it is: who reviewed the page, else who wrote it; empty where nobody is named.
    pub owner: String,
    /// The file, below the site's folder.
    pub path: String,
    /// The line in it, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// Where the file is edited in a browser; empty where the settings name no repository.
    pub edit: String,
}

/// Everything that is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// By kind, the longest due first.
    pub tasks: Vec<Task>,
}

/// A source that nobody has opened for so many months is looked at again, unless `review_after` says otherwise.
const MONTHS: u32 = 12;

/// What is due. `problems` are those of the checks, and of addresses outside that are known to be gone.
pub fn report(site: &Site, problems: &[Problem], sources: &Sources) -> Report {
    let mut tasks: Vec<Task> = site.pages.iter().flat_map(|page| reviews(site, page)).collect();
    tasks.extend(problems.iter().filter_map(|problem| of_problem(site, problem, sources)));
    let line =
        |span: Span| sources.get(&SitePath::from(REFERENCES)).map_or(0, |source| source.position(span.start).line);
    tasks.extend(unchecked(site).into_iter().map(|(source, since)| Task {
        kind: Kind::SourceUnchecked,
        since: since.map(|day| day.to_string()).unwrap_or_default(),
        title: source.title.clone(),
        what: match since {
            Some(day) => format!("Last opened on {}: look whether it is still there and still says so", spoken(day)),
            None => {
                "Nobody has written down when it was last opened: look at it, and write the day into `checked`".into()
            }
        },
        owner: String::new(),
        path: REFERENCES.into(),
        line: line(source.span),
        edit: edit_address(&site.settings, REFERENCES),
    }));
    tasks.sort();
    tasks.dedup();
    Report { tasks }
}

/// The reviews of a page that are due.
fn reviews(site: &Site, page: &Page) -> Vec<Task> {
    let front = &page.doc.front;
    let due = front.review_due(&site.settings).filter(|due| site.today.is_some_and(|today| *due < today));
    let said = front.updated.filter(|updated| front.reviewed.is_some_and(|reviewed| *updated > reviewed));
    let known = site.changed(page).filter(|change| change.since_review).map(|change| change.day);
    let changed = said.or(known).filter(|_| front.reviewed.is_some());
    let task = |kind, since: Date, what: String| Task { kind, since: since.to_string(), what, ..of_page(site, page) };
    let overdue = due.map(|due| task(Kind::ReviewOverdue, due, format!("Due a new review since {}", spoken(due))));
    let changed = changed.map(|day| {
        let reviewed = front.reviewed.map(spoken).unwrap_or_default();
        task(Kind::ChangedSinceReview, day, format!("Reviewed on {reviewed}, and changed on {}", spoken(day)))
    });
    overdue.into_iter().chain(changed).collect()
}

/// The task of a page, but for what is to be done.
fn of_page(site: &Site, page: &Page) -> Task {
    let (facts, front) = (page.facts(), &page.doc.front);
    Task {
        kind: Kind::Orphan,
        since: String::new(),
        title: facts.title.clone(),
        what: String::new(),
        owner: front.reviewer.clone().or_else(|| front.author.clone()).unwrap_or_default(),
        path: facts.path.to_string(),
        line: 0,
        edit: edit_address(&site.settings, facts.path.as_str()),
    }
}

/// The task that a problem is, if it is one of upkeep.
fn of_problem(site: &Site, problem: &Problem, sources: &Sources) -> Option<Task> {
    let kind = match problem.code {
        Code::DeadAddress => Kind::AddressGone,
        Code::SearchTestFailed => Kind::SearchFails,
        Code::OrphanPage => Kind::Orphan,
        _ if problem.severity == Severity::Error => Kind::Mistake,
        _ => return None,
    };
    let page = site.names.page_at(problem.path.below()).map(|page| of_page(site, &site.pages[page]));
    let title = match problem.path.as_str() {
        SETTINGS => "The search".to_owned(),
        REFERENCES => "The sources".to_owned(),
        path => path.to_owned(),
    };
    let elsewhere = || Task {
        kind,
        since: String::new(),
        title,
        what: String::new(),
        owner: String::new(),
        path: problem.path.to_string(),
        line: 0,
        edit: edit_address(&site.settings, problem.path.as_str()),
    };
    let line = problem.span.and_then(|span| Some(sources.get(&problem.path)?.position(span.start).line));
    let task = page.unwrap_or_else(elsewhere);
    Some(Task { kind, what: problem.message.clone(), line: line.unwrap_or_default(), ..task })
}

/// Sources with an address that nobody has opened for long, and since when. Where no source says when it was opened, its owners
/// keep no book of that, and nothing is due.
fn unchecked(site: &Site) -> Vec<(&Reference, Option<Date>)> {
    let months = site.settings.review_after.filter(|months| *months > 0).unwrap_or(MONTHS);
    let span = jiff::Span::new().try_months(months);
    let Some(before) = site.today.zip(span.ok()).and_then(|(today, span)| today.checked_sub(span).ok()) else {
        return Vec::new();
    };
    if site.references.values().all(|source| source.checked.is_none()) {
        return Vec::new();
    }
    let readable = site.references.values().filter(|source| !source.url.is_empty());
    readable
        .filter(|source| source.checked.is_none_or(|day| day < before))
        .map(|source| (source, source.checked))
        .collect()
}

/// `3 March 2026`.
fn spoken(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
