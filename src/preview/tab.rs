//! What a tab of the browser is shown, and told.
//!
//! Takes: a [`Snapshot`] and a page's path. Gives: the page as a cold build would publish it, and the problems of its file.
//! Never: renders a page that nobody asked for.

use super::moved::page_of;
use super::snapshot::Snapshot;
use crate::link::{self, pictures};
use crate::load::{SETTINGS, THEMES};
use crate::problem::{Problem, Severity, Tally, human, short};
use crate::render::{Content, Rendered};
use crate::source::{Position, SitePath, url};
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
    /// Where the page is now, if it has another address than the tab shows.
    moved: Option<String>,
    /// The page, unless the tab has it.
    html: Option<String>,
    file: Option<String>,
    /// The line of the file that a page of a tree begins at.
    line: u32,
    /// From which line on what is shown stands elsewhere on the disk, and at which line that is there.
    moved_lines: Option<(u32, u32)>,
    /// What the server wants to hear from whoever asks it to open a file; `None` where no editor is named.
    editor: Option<String>,
    /// Why the page is not there, if it is not.
    gone: Option<String>,
    /// Why what is shown is not what stands on the disk, a sentence or two each.
    notes: Vec<String>,
    /// The pictures and files with other bytes since the preview began, by their addresses, with what tells these from others.
    pictures: BTreeMap<String, String>,
    /// Whether it is left out of a build.
    draft: bool,
    /// Why the site could not be read.
    trouble: Option<String>,
    /// How many problems the page has.
    here: Tally,
    problems: Vec<Told>,
    /// How many of them are not listed.
    more: usize,
    /// How many problems all other files have.
    others: Tally,
    elsewhere: Vec<Elsewhere>,
    /// How many of those files are not listed.
    unlisted: usize,
}

/// A problem of this page, as the terminal tells it.
#[derive(Debug, Serialize)]
struct Told {
    severity: Severity,
    text: String,
    /// Where it stands, for the author's editor.
    file: String,
    line: u32,
    column: u32,
}

/// How many problems another file has.
#[derive(Debug, Default, Serialize)]
struct Elsewhere {
    file: String,
    /// Its page, if it has one.
    address: Option<String>,
    #[serde(flatten)]
    count: Tally,
}

impl PageUpdate {
    /// What there is to tell.
    pub(super) fn new(look: &Snapshot, rendered: &Rendered, asked: &Asked, editor: Option<&str>) -> PageUpdate {
        let plan = &look.plan;
        let page = Page::new(look, rendered, &asked.path);
        let key = page.key();
        let shown_before = asked.file.as_ref().map(|file| look.moves.name(file));
        let file = plan.manifest.source(&plan.site, &asked.path).or(shown_before).cloned();
        let mut here: Vec<&Problem> = page.failure.iter().collect();
        let mut elsewhere: BTreeMap<&SitePath, Elsewhere> = BTreeMap::new();
        let (mut all_here, mut others) = (Tally::default(), Tally::default());
        for problem in &plan.problems {
            if Some(&problem.path) == file.as_ref() || look.concerns_all(problem) {
                here.push(problem);
                continue;
            }
            others.add(problem);
            // Advice waits until its own page is open.
            if problem.severity != Severity::Advice {
                let other = elsewhere.entry(&problem.path).or_insert_with(|| Elsewhere {
                    file: problem.path.to_string(),
                    address: look.address(&problem.path),
                    ..Elsewhere::default()
                });
                other.count.add(problem);
            }
        }
        here.iter().for_each(|problem| all_here.add(problem));
        here.sort_by_key(|problem| problem.severity);
        let mut elsewhere: Vec<Elsewhere> = elsewhere.into_values().collect();
        elsewhere.sort_by_key(|other| std::cmp::Reverse(other.count.errors.min(1)));
        let unlisted = elsewhere.len().saturating_sub(SHOWN);
        elsewhere.truncate(SHOWN);
        let file_page = file.as_ref().and_then(|file| look.page(file));
        let draft = file_page.is_some_and(|page| page.facts().is_held());
        let moved = look.moved(&asked.path);
        PageUpdate {
            look: look.number,
            html: (key != asked.key).then(|| page.html.to_string()),
            key,
            gone: (page.state == State::Missing).then(|| look.gone(file.as_ref())),
            notes: look.notes(file.as_ref()),
            state: page.state,
            moved: moved.map(|address| url::encoded(&address)),
            line: plan.manifest.line(&plan.site, &asked.path).unwrap_or(1),
            moved_lines: file.as_ref().and_then(|file| look.held.get(file)?.moved_lines()),
            editor: editor.map(str::to_owned),
            file: file.map(|file| file.to_string()),
            pictures: look.pictures(),
            draft,
            trouble: look.trouble.clone(),
            problems: here.iter().take(SHOWN).map(|problem| look.told(problem)).collect(),
            more: here.len().saturating_sub(SHOWN),
            here: all_here,
            others,
            elsewhere,
            unlisted,
        }
    }
}

/// So many problems of a page, and so many other files, are shown at once.
const SHOWN: usize = 20;

impl Snapshot {
    /// The address of a file's page, with `/` at its start; `None` if it has none.
    pub(super) fn address(&self, file: &SitePath) -> Option<String> {
        self.page(file).map(|page| page.facts().address.clone())
    }

    fn page(&self, file: &SitePath) -> Option<&link::Page> {
        page_of(&self.plan.site, file)
    }

    /// Where the page at a path below the output folder is now, if its file has another name or address than before.
    pub(super) fn moved(&self, path: &str) -> Option<String> {
        let plan = &self.plan;
        if let Some(address) = plan.manifest.leads_on(&plan.site, path) {
            return Some(address.to_owned());
        }
        if plan.manifest.has(path) {
            return None;
        }
        self.moves.address(plan, &format!("/{}", path.strip_suffix("index.html").unwrap_or(path)))
    }

    /// Whether a mistake is every page's: in the settings, in the theme, or in another shared file of which the last good text
    /// is shown.
    fn concerns_all(&self, problem: &Problem) -> bool {
        let path = problem.path.as_str();
        let shared = path == SETTINGS || path.strip_prefix(THEMES).is_some_and(|rest| rest.starts_with('/'));
        let held = || self.held.contains_key(&problem.path) && self.page(&problem.path).is_none();
        problem.severity == Severity::Error && (shared || held())
    }

    /// Why a page is not there that was made from a file, or from none.
    fn gone(&self, file: Option<&SitePath>) -> String {
        let Some(path) = file else {
            return "The site has no page at this address any more. What you see is how it was before.".to_owned();
        };
        if let Some(page) = self.page(path) {
            let begins = &page.facts().address;
            return format!(
                "`{path}` no longer has this page; it begins at {begins}. What you see is how the page was before."
            );
        }
        if self.plan.sources.contains_key(path) {
            return format!(
                "`{path}` makes no page at present: it is kept back or left out. What you see is how its page was before."
            );
        }
        format!(
            "The file `{path}` is no longer there. What you see is how its page was before; it goes on when the file is back."
        )
    }

    /// Why a file, or one that all pages share, is not shown as it stands on the disk.
    fn notes(&self, file: Option<&SitePath>) -> Vec<String> {
        let shown = |path: &SitePath| Some(path) == file || self.page(path).is_none();
        self.held.iter().filter(|(path, _)| shown(path)).map(|(_, held)| held.why.clone()).collect()
    }

    fn told(&self, problem: &Problem) -> Told {
        let sources = &self.plan.sources;
        let Position { line, column } = short::start(problem, sources);
        let text = human::plain(problem, sources);
        Told { severity: problem.severity, text, file: problem.path.to_string(), line, column }
    }

    /// The page itself may stay the same when a picture of it is another: the browser must be told. A picture has the
    /// addresses of all its sizes.
    fn pictures(&self) -> BTreeMap<String, String> {
        let site = &self.plan.site;
        let mut out = BTreeMap::new();
        let files = site.files.iter().zip(site.file_addresses.iter());
        for (file, address) in files.filter(|_| !self.replaced.is_empty()) {
            let Some(stamp) = self.replaced.get(&file.path).map(|stamp| format!("{stamp:x}")) else { continue };
            let sizes = pictures::renditions(file);
            out.extend(sizes.iter().map(|form| (format!("{address}{}", form.ending()), stamp.clone())));
            out.insert(address.clone(), stamp);
        }
        out
    }
}
