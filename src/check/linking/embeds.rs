//! Pages that are put into one another in a circle, or too deep, or too often.

use super::links::span;
use crate::link::{Refusal, Site};
use crate::problem::{Certainty, Code, Problem};
use crate::source::{SitePath, Span};
use crate::text::body::LinkSpan;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    // Where a page is too large or too deep, it is so once, however much is put there.
    let mut told = None;
    for ((page, link), why) in &site.embeds.refused {
        if !matches!(why, Refusal::Circle(_)) && told.replace(*page) == Some(*page) {
            continue;
        }
        let page = &site.pages[*page];
        let (path, LinkSpan { whole, target: span }) = (&page.facts().path, span(page, *link));
        let told = match why {
            Refusal::Circle(pages) => {
                let paths: Vec<&SitePath> = pages.iter().map(|page| &site.pages[*page].facts().path).collect();
                circle(path, span, &paths)
            }
            Refusal::TooDeep(deepest) => too_deep(path, span, *deepest),
            Refusal::TooLarge => too_large(path, span),
        };
        // A link in its place: the page loses what it showed, so somebody should look.
        let sign = Span::new(whole.start as usize, whole.start as usize + 1);
        problems.push(told.edit(Certainty::Doubtful, sign, ""));
    }
}

fn circle(path: &SitePath, span: Span, pages: &[&SitePath]) -> Problem {
    let message = match pages {
        [page, _] => format!("`{page}` is put into itself"),
        pages => {
            let way: Vec<String> = pages.iter().map(|page| format!("`{page}`")).collect();
            format!("Pages are put into one another in a circle: {}", way.join(" holds "))
        }
    };
    Problem::at(Code::EmbedCircle, path, span, message)
        .help("Take the `!` away here, so that it is a link, or put only a section here, like `![[Page#Heading]]`.")
}

fn too_deep(path: &SitePath, span: Span, deepest: usize) -> Problem {
    Problem::at(
        Code::EmbedTooLarge,
        path,
        span,
        format!("Pages are put into one another more than {deepest} deep here"),
    )
    .help("Take the `!` away here, so that it is a link.")
}

fn too_large(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::EmbedTooLarge, path, span, "So much is put into this page that it becomes too large")
        .help("Take the `!` away here, so that it is a link.")
}
