//! Pages whose review is due.

use crate::link::Site;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use jiff::civil::Date;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for page in site.pages.iter() {
        let Some(due) = page.doc.front.review_due(&site.settings) else { continue };
        if site.today.is_some_and(|today| due < today) {
            problems.push(overdue(&page.facts().path, page.doc.front.review_span, due));
        }
    }
}

fn overdue(path: &SitePath, span: Option<Span>, due: Date) -> Problem {
    let message = format!("This page was due a new review on {}", due.strftime("%-d %B %Y"));
    let problem = Problem { span, ..Problem::of_file(Code::ReviewOverdue, path, message) };
    problem.help("Have it read again, then write the day into `reviewed`, and when it is due next into `next_review`.")
}
