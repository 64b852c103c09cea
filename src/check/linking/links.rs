//! Links that lead nowhere, to a part that is not there, or to two pages at once.

use super::written::Written;
use crate::check::content::days::{is_unread, spoken};
use crate::link::{Fault, Page, Resolved, Site, stays_text};
use crate::load::{GLOSSARY, is_published};
use crate::parse::{Content, Kind, Waits};
use crate::problem::{Code, Problem, Severity, near};
use crate::source::{CONTENT, SitePath, Span, below, relative};
use crate::text::body::{LinkSpan, Target};

/// How many wrong links get a near name looked for. Each look compares every name of the site; after so many mistakes
/// the cause is one for all.
const SUGGESTIONS: usize = 100;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let mut suggestions = SUGGESTIONS;
    for page in site.pages.iter() {
        for (number, resolved) in page.links.iter().enumerate() {
            let Resolved::Fault(fault) = resolved else { continue };
            let link = &page.facts().links[number];
            if *fault == Fault::Private || is_told_for_all(site, &link.target) || stays_text(site, link, Some(resolved))
            {
                continue;
            }
            // What is held back in any case needs no near name.
            suggestions = suggestions.saturating_sub(usize::from(!matches!(fault, Fault::Unread(_))));
            let (facts, at) = (page.facts(), span(page, number));
            problems.push(problem(site, &facts.path, &facts.links[number].target, at, fault, suggestions > 0));
        }
    }
    let path = GLOSSARY.into();
    for (term, links) in site.glossary.terms.iter().zip(site.term_links.iter()) {
        for (number, resolved) in links.iter().enumerate() {
            let Resolved::Fault(fault) = resolved else { continue };
            if *fault == Fault::Private {
                continue;
            }
            suggestions = suggestions.saturating_sub(1);
            let (link, at) = (&term.meaning.links[number], term.meaning.link_spans[number]);
            problems.push(problem(site, &path, &link.target, at, fault, suggestions > 0));
        }
    }
}

/// Whether an address waits for another program to fill it in, in a folder of that program: of all of them one problem tells.
fn is_told_for_all(site: &Site, target: &Target) -> bool {
    let Target::File { path, .. } = target else { return false };
    site.settings.is_foreign() && (path.contains("{{") || path.contains("{%"))
}

fn problem(site: &Site, path: &SitePath, target: &Target, at: LinkSpan, fault: &Fault, suggest: bool) -> Problem {
    let (span, written) = (at.target, Written { target, at });
    let near = |candidates: &mut dyn Iterator<Item = String>, name: &str| -> Option<String> {
        let mut all: Vec<String> = if suggest { candidates.collect() } else { Vec::new() };
        all.sort_unstable();
        near::nearest(name, all.iter().map(String::as_str)).map(str::to_owned)
    };
    match (fault, target) {
        (Fault::Draft(title), _) => draft(path, span, title),
        (Fault::Waits(title, waits), _) => not_today(path, span, title, *waits),
        (Fault::Unread(file), _) => unread(path, span, file),
        (Fault::Unpublished(file), _) => unpublished(path, span, file),
        (Fault::NoTerm, Target::File { fragment, .. }) => {
            unknown_term(site, path, written, fragment.as_deref().unwrap_or(""))
                .following(site.unread.file(below(GLOSSARY)))
        }
        (Fault::NoPage(_) | Fault::NoFile(_), Target::File { path: to, fragment }) if to.contains("{{") => {
            let rest = fragment.as_ref().map_or(String::new(), |rest| format!("#{rest}"));
            filled_elsewhere(path, span, &format!("{to}{rest}"))
        }
        (Fault::Outside, Target::File { path: to, .. }) => outside(path, span, to),
        (Fault::NoPage(Some(full)), Target::File { path: to, .. }) => {
            let near = near_path(site, full, suggest, path);
            written.with_near(broken_path(path, span, to), near, A_PATH)
        }
        (Fault::NoFile(Some(full)), Target::File { path: to, .. }) => {
            let near = near_path(site, full, suggest, path);
            written.with_near(missing_file(path, span, to), near, A_FILE)
        }
        (Fault::NoFile(_), Target::Name { name, .. }) => {
            let near = near(&mut site.files.iter().map(|f| f.path.file_name().to_owned()), name);
            written.with_near(missing_file(path, span, name), near, A_FILE)
        }
        (Fault::NoAnchor(to), Target::File { fragment, .. } | Target::Name { fragment, .. }) => {
            let to = &site.pages[*to];
            let wanted = fragment.as_deref().unwrap_or("");
            let parts = if suggest { Some(parts(to)) } else { None };
            // Of a tree with mistakes, what no path comes to has no page.
            let torn = to.facts().kind == Kind::Tree && to.has_errors();
            let problem = broken_anchor(path, written, to, wanted, parts.as_deref());
            problem.following(torn.then_some(&to.facts().path))
        }
        (Fault::Ambiguous(pages), Target::Name { name, .. }) => {
            let paths: Vec<&SitePath> = pages.iter().map(|p| &site.pages[*p].facts().path).collect();
            ambiguous(path, span, name, &paths)
        }
        (Fault::AmbiguousFile(files), Target::Name { name, .. }) => {
            let paths: Vec<&SitePath> = files.iter().map(|f| &site.files[*f].path).collect();
            ambiguous(path, span, name, &paths)
        }
        (_, Target::Name { name, .. } | Target::File { path: name, .. }) => {
            let near = near(&mut site.names.page_names().map(str::to_owned), &name.to_lowercase());
            let near = near.map(|near| spelt(site, near));
            written.with_near(broken_name(path, span, name), near, A_NAME)
        }
    }
}

/// Where a page's link stands in its file.
pub(in crate::check) fn span(page: &Page, number: usize) -> LinkSpan {
    match &page.doc.content {
        Content::Article(article) => article.body.link_spans[number],
        Content::Tree(decision) => decision.link_spans[number],
    }
}

fn parts(page: &Page) -> Vec<String> {
    let facts = page.facts();
    match facts.kind {
        Kind::Article => facts.anchors.iter().map(ToString::to_string).collect(),
        Kind::Tree => facts.screens.iter().map(|s| s.id.clone()).collect(),
    }
}

/// The nearest path of a page or file: the same name in another folder, or a near one in the same; as a link from `from`.
fn near_path(site: &Site, wanted: &SitePath, suggest: bool, from: &SitePath) -> Option<String> {
    if !suggest {
        return None;
    }
    let mut paths: Vec<&str> = site.names.paths().collect();
    paths.sort_unstable();
    let same_name = paths.iter().find(|path| path.rsplit('/').next() == Some(wanted.file_name()));
    let in_folder = || {
        let folder =
            paths.iter().filter(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder) == wanted.folder());
        let names = folder.filter_map(|path| path.rsplit('/').next());
        let folder = wanted.folder();
        near::nearest(wanted.file_name(), names)
            .map(|name| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
    };
    let found = same_name.map(|path| (*path).to_owned()).or_else(in_folder)?;
    Some(relative(from.below_folder(), &found))
}

const A_PATH: &str = "Write the path of a file from this article's folder, like `../sleep/night-cramps.md`.";
const A_NAME: &str = "Write the page's title, or the name of its file without `.md`. If there is no such page yet, take the brackets away.";
const A_FILE: &str = "Put the file into the same folder as the article, and write its name with its ending.";

fn broken_path(path: &SitePath, span: Span, to: &str) -> Problem {
    Problem::at(Code::BrokenLink, path, span, format!("There is no page `{to}`"))
}

/// A page's name as its title has it, if it is that.
fn spelt(site: &Site, name: String) -> String {
    let shown = site.names.pages_called(&name).first().map(|p| &site.pages[*p].facts().title);
    shown.filter(|title| title.to_lowercase() == name).cloned().unwrap_or(name)
}

fn broken_name(path: &SitePath, span: Span, name: &str) -> Problem {
    Problem::at(Code::BrokenLink, path, span, format!("No page is called `{name}`"))
}

fn draft(path: &SitePath, span: Span, title: &str) -> Problem {
    let message = format!("\u{201c}{title}\u{201d} is a draft, and drafts are not published");
    Problem::at(Code::BrokenLink, path, span, message)
        .help("Take `draft: true` out of that page, or the link out of this one. With `--drafts` drafts are shown.")
}

/// One that is over must not keep the rest of the site from being published without it.
fn not_today(path: &SitePath, span: Span, title: &str, waits: Waits) -> Problem {
    match waits {
        // What is no day is told at that page, where it keeps it back.
        Waits::Until(day) | Waits::Since(day) if is_unread(day) => {
            let message = format!("\u{201c}{title}\u{201d} is held back, because a day that it names cannot be read");
            Problem::at(Code::BrokenLink, path, span, message)
                .help("Mend the day in that page: year, month and day, like `2027-04-01`.")
                .weighing(if matches!(waits, Waits::Since(_)) { Severity::Warning } else { Severity::Error })
        }
        Waits::Until(day) => {
            let message = format!("\u{201c}{title}\u{201d} is held back until {}", spoken(day));
            Problem::at(Code::BrokenLink, path, span, message)
                .help("Put the link in on that day, or take the day out of that page. With `--drafts` it is shown.")
        }
        Waits::Since(day) => {
            let message = format!("\u{201c}{title}\u{201d} is held back since {}", spoken(day));
            Problem::at(Code::BrokenLink, path, span, message)
                .help("Take the link out, or write a later day into `expires` of that page.")
                .weighing(Severity::Warning)
        }
    }
}

/// Where it is told that the file cannot be read, this is one of what follows from it.
fn unread(path: &SitePath, span: Span, file: &SitePath) -> Problem {
    Problem::at(Code::BrokenLink, path, span, format!("`{file}` cannot be read, so this link leads nowhere"))
        .help("Mend that file first.")
        .following(file)
}

fn outside(path: &SitePath, span: Span, to: &str) -> Problem {
    Problem::at(Code::BrokenLink, path, span, format!("`{to}` lies outside the folder `{CONTENT}`"))
        .help("Move the file into that folder, or write its address on the web, like `https://…`.")
}

fn filled_elsewhere(path: &SitePath, span: Span, address: &str) -> Problem {
    let message = format!("`{address}` waits for another program to fill it in, and none does here");
    Problem::at(Code::BrokenLink, path, span, message).help("Write the whole address, without `{{` and `}}`.")
}

fn missing_file(path: &SitePath, span: Span, to: &str) -> Problem {
    Problem::at(Code::MissingFile, path, span, format!("There is no file `{to}`"))
}

/// A file that is there, and is not published.
fn unpublished(path: &SitePath, span: Span, file: &SitePath) -> Problem {
    let name = file.file_name();
    let (message, help) = if is_published(&file.extension()) {
        let message = format!("`{name}` is there, but begins as a web page does, and is not published");
        (message, "Look whether it is what its name says, or pack it into a `.zip` and link to that.")
    } else {
        let message = format!("`{name}` is there, but files of this kind are not published");
        (
            message,
            "Pack it into a `.zip` and link to that. What must be as it is goes into the folder `static` beside `content`.",
        )
    };
    Problem::at(Code::MissingFile, path, span, message).help(help)
}

/// `parts` are those the page has, where near names are still looked for.
fn broken_anchor(path: &SitePath, written: Written<'_>, to: &Page, wanted: &str, parts: Option<&[String]>) -> Problem {
    let title = &to.facts().title;
    let block = wanted.starts_with('^');
    let what = match to.facts().kind {
        Kind::Tree => "question or outcome",
        Kind::Article if block => "block",
        Kind::Article => "heading",
    };
    let problem = Problem::at(
        Code::BrokenAnchor,
        path,
        written.at.target,
        format!("\u{201c}{title}\u{201d} has no {what} `#{wanted}`"),
    );
    let Some(parts) = parts else { return problem.help(format!("Look which {what} is meant, and write its name.")) };
    let alike = || parts.iter().map(String::as_str).filter(|part| part.starts_with('^') == block);
    match near::nearest(wanted, alike()) {
        Some(near) => {
            let heading = to.facts().headings.iter().find(|heading| heading.id == near);
            // A link by names says a heading's words, which other programs look for.
            let part = match (written.target, heading) {
                (Target::Name { .. }, Some(heading)) => heading.text.as_str(),
                _ => near,
            };
            written.with_part(problem.help(format!("Did you mean `#{near}`?")), part, near::certainty(wanted, near))
        }
        None if block => {
            problem.help(format!("Write ` {wanted}` at the end of the paragraph or list item that is meant."))
        }
        None if alike().next().is_none() => problem.help(format!("It has no {what} at all: leave out `#{wanted}`.")),
        None => {
            let some: Vec<String> = alike().take(8).map(|part| format!("`#{part}`")).collect();
            problem.help(format!("It has: {}.", some.join(", ")))
        }
    }
}

fn unknown_term(site: &Site, path: &SitePath, written: Written<'_>, wanted: &str) -> Problem {
    let names = site.glossary.terms.iter().flat_map(|term| term.names().map(|name| name.text.as_str()));
    let message = format!("The glossary has no term `{wanted}`");
    let problem = Problem::at(Code::UnknownTerm, path, written.at.target, message);
    match near::nearest(wanted, names) {
        Some(near) => {
            let problem = problem.help(format!("Did you mean `{near}`?"));
            written.with_term(problem, near, near::certainty(wanted, near))
        }
        None => problem.help(format!("Add it to `{GLOSSARY}`, or take the link out.")),
    }
}

fn ambiguous(path: &SitePath, span: Span, name: &str, paths: &[&SitePath]) -> Problem {
    let shown: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    let message = format!("`{name}` can mean {}", shown.join(" or "));
    let first = paths.first().map_or("", |p| p.below());
    let first = first.strip_suffix(".md").unwrap_or(first);
    Problem::at(Code::AmbiguousLink, path, span, message).help(format!("Say which with its folder, like `{first}`."))
}
