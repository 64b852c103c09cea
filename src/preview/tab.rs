//! What a tab of the browser is shown, and told.
//!
//! Takes: a [`Snapshot`] and a page's path. Gives: the page as a cold build would publish it, and the problems of its file.
//! Never: renders a page that nobody asked for.

use super::snapshot::Snapshot;
use crate::link;
use crate::load::{SETTINGS, THEMES};
use crate::problem::{Problem, Severity, human};
use crate::render::{Content, Rendered};
use crate::source::{SitePath, digest};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A page, as it is now.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) html: Arc<str>,
    pub(super) state: State,
    /// What the template could not do.
    failure: Option<Problem>,
}

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// It is there.
    Shown,
    /// The site has none of this address; what is shown says so.
    Missing,
    /// It cannot be shown until something is mended.
    Broken,
}

impl Page {
    /// The page at a path below the output folder.
    pub(super) fn new(look: &Snapshot, rendered: &Rendered, path: &str) -> Page {
        let broken = |failure| Page { html: BROKEN.into(), state: State::Broken, failure };
        if !look.plan.theme.works {
            return broken(None);
        }
        let (path, state) = if look.plan.manifest.has(path) { (path, State::Shown) } else { (MISSING, State::Missing) };
        match look.plan.output(path, rendered).map(|output| output.map(|output| output.content)) {
            Some(Ok(Content::Text(html))) => Page { html, state, failure: None },
            Some(Err(problem)) => broken(Some(problem)),
            Some(Ok(_)) | None => broken(None),
        }
    }

    /// Another text has another key.
    pub(super) fn key(&self) -> String {
        format!("{:016x}", xxh3_64(self.html.as_bytes()))
    }

    /// With the script that keeps it as the site is.
    pub(super) fn with_script(&self) -> String {
        let tag = format!("<script type=\"module\" src=\"{SCRIPT}\" data-key=\"{}\"></script>", self.key());
        // First in the head, so that it sees the page before any other script does.
        let head = self.html.find("<head>").map_or(self.html.len(), |at| at + "<head>".len());
        format!("{}{tag}{}", &self.html[..head], &self.html[head..])
    }
}

/// The address of the script in each page.
const SCRIPT: &str = "/_fingerpost/client.js";
const MISSING: &str = "404.html";
const BROKEN: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
    <title>This page cannot be shown</title></head>\n<body><main><h1>This page cannot be shown</h1>\n\
    <p>The theme does not work at present. What is wrong stands below and in the terminal; once it is mended, the page is here.</p></main></body>\n</html>\n";

/// What a tab asks with.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Its page, as a path below the output folder.
    pub(super) path: String,
    /// The key of what it shows.
    pub(super) key: String,
    /// The file that its page was made from when it was last there.
    pub(super) file: Option<SitePath>,
}

/// What a tab is told of a look.
#[derive(Debug, Serialize)]
pub(super) struct PageUpdate {
    look: u64,
    key: String,
    state: State,
    /// The page, unless the tab has it.
    html: Option<String>,
    file: Option<String>,
    /// The pictures of the page's own text by their addresses, with what tells each from an earlier one of its name.
    pictures: BTreeMap<String, String>,
    /// Whether it is left out of a build.
    draft: bool,
    /// Why the site could not be read.
    trouble: Option<String>,
    problems: Vec<Told>,
    /// How many more of this page there are.
    more: usize,
    elsewhere: Vec<Elsewhere>,
    others: Others,
}

/// A problem of this page, as the terminal tells it.
#[derive(Debug, Serialize)]
struct Told {
    severity: Severity,
    text: String,
}

/// How many problems all other files have, and how many of those files are not listed.
#[derive(Debug, Default, Serialize)]
struct Others {
    problems: usize,
    unlisted: usize,
}

/// How many problems another file has.
#[derive(Debug, Default, Serialize)]
struct Elsewhere {
    file: String,
    /// Its page, if it has one.
    address: Option<String>,
    errors: usize,
    warnings: usize,
}

impl PageUpdate {
    /// What there is to tell.
    pub(super) fn new(look: &Snapshot, rendered: &Rendered, asked: &Asked) -> PageUpdate {
        let plan = &look.plan;
        let page = Page::new(look, rendered, &asked.path);
        let key = page.key();
        let file = plan.manifest.source(&plan.site, &asked.path).or(asked.file.as_ref()).cloned();
        let mut here: Vec<&Problem> = page.failure.iter().collect();
        let mut elsewhere: BTreeMap<&SitePath, Elsewhere> = BTreeMap::new();
        for problem in &plan.problems {
            if Some(&problem.path) == file.as_ref() || concerns_all(problem) {
                here.push(problem);
                continue;
            }
            // Advice waits until its own page is open.
            if problem.severity == Severity::Advice {
                continue;
            }
            let others = elsewhere.entry(&problem.path).or_insert_with(|| Elsewhere {
                file: problem.path.to_string(),
                address: look.address(&problem.path),
                ..Elsewhere::default()
            });
            let count = if problem.severity == Severity::Error { &mut others.errors } else { &mut others.warnings };
            *count += 1;
        }
        let told = |problem: &&Problem| Told { severity: problem.severity, text: human::plain(problem, &plan.sources) };
        let file_page = file.as_ref().and_then(|file| look.page(file));
        let draft = file_page.is_some_and(|page| page.facts().is_held());
        PageUpdate {
            look: look.number,
            html: (key != asked.key).then(|| page.html.to_string()),
            key,
            state: page.state,
            file: file.map(|file| file.to_string()),
            pictures: file_page.map(|page| pictures(&plan.site, page)).unwrap_or_default(),
            draft,
            trouble: look.trouble.clone(),
            problems: here.iter().take(SHOWN).map(told).collect(),
            more: here.len().saturating_sub(SHOWN),
            others: Others {
                problems: plan.problems.len() + page.failure.iter().len() - here.len(),
                unlisted: elsewhere.len().saturating_sub(SHOWN),
            },
            elsewhere: elsewhere.into_values().take(SHOWN).collect(),
        }
    }
}

/// The page itself stays the same when a picture of it is another: the browser must be told.
fn pictures(site: &link::Site, page: &link::Page) -> BTreeMap<String, String> {
    let files = page.pictures().map(|(.., file)| file);
    files.map(|file| (site.file_addresses[file].clone(), format!("{:x}", digest(&site.files[file].stamp)))).collect()
}

/// So many problems of a page, and so many other files, are shown at once.
const SHOWN: usize = 20;

/// Whether a mistake is every page's: in the settings, or in the theme.
fn concerns_all(problem: &Problem) -> bool {
    let path = problem.path.as_str();
    problem.severity == Severity::Error
        && (path == SETTINGS || path.strip_prefix(THEMES).is_some_and(|rest| rest.starts_with('/')))
}

impl Snapshot {
    /// The address of a file's page, with `/` at its start; `None` if it has none.
    pub(super) fn address(&self, file: &SitePath) -> Option<String> {
        self.page(file).map(|page| page.facts().address.clone())
    }

    fn page(&self, file: &SitePath) -> Option<&link::Page> {
        let site = &self.plan.site;
        site.names.page_at(file.below()).map(|page| &site.pages[page])
    }
}
