//! Pages about the whole site: all its problems, and what has changed since an earlier version.
//!
//! Takes: a [`Snapshot`]. Gives: HTML, which a script keeps as the site is; without one it is read as it is.
//! Never: finds a problem or a difference: the checks and the comparison do.

use super::editor::Editor;
use super::snapshot::{Preview, Snapshot};
use crate::Plan;
use crate::diff::{Changes, Edited, FileFate};
use crate::load::Inputs;
use crate::problem::{Problem, Severity, human, short, tally};
use crate::source::{Position, SitePath, escape, url};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// The page of all problems.
pub(super) const PROBLEMS: &str = "/_fingerpost/problems";
/// The page of what has changed.
pub(super) const CHANGES: &str = "/_fingerpost/changes";
/// So many problems are shown whole; of more than these, one mends the first.
const SHOWN: usize = 1000;

/// What has changed since an earlier version of the site.
#[derive(Debug)]
pub struct Since {
    /// What that version is called: `main`.
    pub name: String,
    /// What a reader would notice.
    pub changes: Changes,
}

/// Compares the site, as it is planned now, with an earlier version; or says why that cannot be.
pub struct Compare(Box<dyn Fn(&Inputs, &Plan) -> Result<Since, String> + Send + Sync>);

impl Compare {
    /// One that is made so.
    pub fn new(compare: impl Fn(&Inputs, &Plan) -> Result<Since, String> + Send + Sync + 'static) -> Compare {
        Compare(Box::new(compare))
    }
}

impl fmt::Debug for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compare").finish_non_exhaustive()
    }
}

/// All problems: errors, warnings, advice; each file's together.
pub(super) fn problems(preview: &Preview, look: &Snapshot) -> String {
    let all = &look.plan.problems;
    let count = tally(all);
    let mut out = String::new();
    let many = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    let counts = [
        many(count.errors, "error", "errors"),
        many(count.warnings, "warning", "warnings"),
        many(count.advice, "piece of advice", "pieces of advice"),
    ];
    let _ = writeln!(out, "<p role=\"status\">{}.</p>", counts.join(", "));
    for (_, held) in look.held() {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", text(&held.why));
    }
    let mut left = SHOWN;
    for (severity, heading) in
        [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Advice, "Advice")]
    {
        let mut files: BTreeMap<&SitePath, Vec<&Problem>> = BTreeMap::new();
        for problem in all.iter().filter(|problem| problem.severity == severity).take(left) {
            files.entry(&problem.path).or_default().push(problem);
            left -= 1;
        }
        if files.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<h2>{heading}</h2>");
        for (path, problems) in files {
            let _ = writeln!(out, "<h3>{}</h3>", page_link(look, path, path.as_str()));
            for problem in problems {
                let Position { line, column } = short::start(problem, &look.plan.sources);
                let _ = writeln!(
                    out,
                    "<div class=\"one\"><pre class=\"{}\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\">{}</pre>{}</div>",
                    severity.word(),
                    text(&human::plain(problem, &look.plan.sources)),
                    button(preview, path, line, column),
                );
            }
        }
    }
    if all.len() > SHOWN {
        let _ = writeln!(out, "<p>And {} more.</p>", all.len() - SHOWN);
    }
    if all.is_empty() {
        out.push_str("<p>Nothing is wrong.</p>\n");
    }
    page(preview, look, "All problems of the site", &out)
}

/// What a reader would notice of what has changed.
pub(super) fn changes(preview: &Preview, look: &Snapshot) -> String {
    let title = "What has changed";
    let since = match preview.comparison().map(|compare| (compare.0)(&preview.inputs(), &look.plan)) {
        Some(Ok(since)) => since,
        Some(Err(why)) => return page(preview, look, title, &format!("<p>{}</p>\n", text(&why))),
        None => return page(preview, look, title, "<p>There is no earlier version to compare with.</p>\n"),
    };
    let Since { name, changes } = since;
    let mut out = String::new();
    let mut list = |heading: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            let rows = rows.concat();
            let _ = writeln!(out, "<h2>{heading}</h2>\n<ul>\n{rows}</ul>");
        }
    };
    let at = |address: &str, title: &str| {
        format!("<a href=\"{}\">{}</a>", escape::xml_line(&url::encoded(address)), text(title))
    };
    let row = |words: String, path: Option<&str>| {
        let edit = path.map(|path| button(preview, &path.into(), 1, 1)).unwrap_or_default();
        format!("<li>{words} {edit}</li>\n")
    };
    let later =
        changes.trees.iter().filter(|tree| tree.is_milder()).map(|tree| row(at(&tree.address, &tree.title), None));
    let guides_less = |page: &&Edited| page.cards.iter().any(|card| card.kind.is_milder());
    let cards = changes
        .edited
        .iter()
        .filter(guides_less)
        .map(|page| row(format!("Care cards of {}", at(&page.address, &page.title)), Some(&page.path)));
    let gone =
        changes.cards_gone.iter().map(|page| row(format!("Care cards of {}, which is gone", text(&page.title)), None));
    list("Somebody may get help later than before, or nobody can tell", later.chain(cards).chain(gone).collect());
    let trees = changes.trees.iter().map(|tree| row(at(&tree.address, &tree.title), None));
    list("Decision trees that lead or ask otherwise", trees.collect());
    list(
        "Addresses that no longer work",
        changes.lost.iter().map(|lost| row(format!("{} ({})", text(&lost.title), text(&lost.address)), None)).collect(),
    );
    list("New pages", changes.added.iter().map(|page| row(at(&page.address, &page.title), Some(&page.path))).collect());
    let edited = changes.edited.iter().map(|page| {
        let words = format!(
            "{}: {} words more, {} fewer",
            at(&page.address, &page.title),
            page.words_added,
            page.words_removed
        );
        row(words, Some(&page.path))
    });
    list("Pages of other words", edited.collect());
    let moved = changes.moved.iter().chain(&changes.replaced);
    list(
        "Pages at another address",
        moved.map(|page| row(format!("{}, before at {}", at(&page.to, &page.title), text(&page.from)), None)).collect(),
    );
    let files = changes.files.iter().map(|file| {
        let what = match file.what {
            FileFate::Added => "new",
            FileFate::Removed => "gone",
            FileFate::Changed => "changed",
            FileFate::Moved => "moved",
        };
        row(format!("{}: {what}", text(&file.path)), None)
    });
    list("Pictures and files", files.collect());
    let others = [
        changes.terms.len(),
        changes.sources.len(),
        changes.everywhere.len(),
        changes.guards.len(),
        changes.relinked.len(),
        changes.unexplained.len(),
    ];
    let others: usize = others.into_iter().sum();
    if others > 0 {
        let _ = writeln!(
            out,
            "<p>{others} more, of terms, sources, settings, checks and the like: <code>fingerpost diff {} .</code> says which.</p>",
            text(&name)
        );
    }
    if changes.is_empty() {
        out.push_str("<p>Nothing that a reader would notice.</p>\n");
    }
    page(preview, look, &format!("What has changed since {name}"), &out)
}

/// A file's page, or its name alone.
fn page_link(look: &Snapshot, path: &SitePath, words: &str) -> String {
    match look.address(path) {
        Some(address) => format!("<a href=\"{}\">{}</a>", escape::xml_line(&url::encoded(&address)), text(words)),
        None => text(words),
    }
}

/// What opens a file in the author's editor, once the script has made it ready.
fn button(preview: &Preview, path: &SitePath, line: u32, column: u32) -> String {
    if preview.editor().is_none() || !path.as_str().contains('.') {
        return String::new();
    }
    let path = escape::xml_line(path.as_str());
    format!(
        "<button type=\"button\" data-file=\"{path}\" data-line=\"{line}\" data-column=\"{column}\" hidden>Open {path}:{line}</button>"
    )
}

fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    escape::xml_text(words, &mut out);
    out
}

fn page(preview: &Preview, look: &Snapshot, title: &str, body: &str) -> String {
    let token = preview.editor().map(Editor::token).unwrap_or_default();
    let (title, number) = (text(title), look.number);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
        <meta name=\"fingerpost-token\" content=\"{token}\">\n<meta name=\"fingerpost-look\" content=\"{number}\">\n<title>{title}</title>\n\
        <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/_fingerpost/overview.css\">\n\
        <script type=\"module\" src=\"/_fingerpost/overview.js\"></script>\n</head>\n<body>\n\
        <nav aria-label=\"The preview\"><a href=\"/\">The site</a> <a href=\"{PROBLEMS}\">All problems</a> <a href=\"{CHANGES}\">What has changed</a></nav>\n\
        <main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}
