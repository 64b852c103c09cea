//! What a folder leaves to another program: shortcodes, tags of templates, components.
//!
//! Takes: the site. Gives: one problem for all of it, at the first place. Never: tells of each: a folder of another program's can
//! hold thousands.

use crate::link::Site;
use crate::parse::{Content, Syntax};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use std::collections::BTreeMap;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let mut counts: BTreeMap<Syntax, usize> = BTreeMap::new();
    let mut first: Option<(&SitePath, Span)> = None;
    for page in site.pages.iter() {
        let Content::Article(article) = &page.doc.content else { continue };
        for found in &article.unrendered {
            *counts.entry(found.syntax).or_default() += found.count;
        }
        if first.is_none() {
            let place = article.unrendered.iter().map(|found| found.first).min_by_key(|span| span.start);
            first = place.map(|span| (&page.facts().path, span));
        }
    }
    if let Some((path, span)) = first {
        problems.push(unrendered(path, span, &counts));
    }
}

/// What there is of a kind, in words.
fn words(syntax: Syntax, count: usize) -> String {
    let (one, many) = match syntax {
        Syntax::Shortcode => ("shortcode `{{< … >}}`", "shortcodes `{{< … >}}`"),
        Syntax::Tag => ("tag `{% … %}`", "tags `{% … %}`"),
        Syntax::Variable => ("value `{{ … }}`", "values `{{ … }}`"),
        Syntax::Container => ("line `:::`", "lines `:::`"),
        Syntax::Snippet => ("snippet `--8<--`", "snippets `--8<--`"),
        Syntax::Component => ("component or import", "components and imports"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

fn unrendered(path: &SitePath, span: Span, counts: &BTreeMap<Syntax, usize>) -> Problem {
    let all: Vec<String> = counts.iter().map(|(syntax, count)| words(*syntax, *count)).collect();
    let message = format!("This folder has what only another program fills in: {}", all.join(", "));
    Problem::at(Code::BrokenMarkup, path, span, message).help(
        "Readers see it as it is written, and of a component what stands in it. Write in Markdown what should be there, or leave \
         the page out with `exclude` in `site.yaml`.",
    )
}
