//! Fingerpost: a folder of Markdown articles and YAML decision trees in, a cross-linked static site out.
//!
//! The pipeline, on one screen:
//!
//! ```text
//! load ──▶ parse ──▶ link ──▶ check ──▶ render ──▶ publish
//! ```
//!
//! Takes: what `load` has read. Gives: files as bytes, and problems. Never: reads or writes a disk itself, but for the two rooms at
//! the ends.
//!
//! [`plan`] is everything up to the site's pages: values in, values out, with a [`Memory`] keyed by content. A build renders all of
//! a plan and writes each page as soon as it is there, a check renders what its checks need, a preview what a browser asks for.
//! [`build`] is a plan and all of its pages, held together: for sites that fit, such as those of tests.

pub mod check;
pub mod cli;
pub mod config;
pub mod data;
pub mod diagram;
pub mod diff;
pub mod formula;
pub mod glossary;
pub mod highlight;
pub mod link;
pub mod load;
pub mod lsp;
pub mod memory;
pub mod moving;
pub mod parse;
pub mod picture;
pub mod preview;
pub mod problem;
pub mod progress;
pub mod publish;
pub mod render;
pub mod schema;
pub mod search;
pub mod source;
pub mod text;
pub mod tree;
pub mod upkeep;
pub mod yaml;

use config::references::Reference;
use config::settings::{Medium, Settings};
use glossary::Glossary;
use link::{Fault, Resolved, Site};
use load::{Attachment, Inputs};
pub use memory::Memory;
use parse::foreign::{Cascade, LeftOut};
use parse::{Doc, Drawing, Kind, Visibility, Waits};
use picture::ImageHeader;
use problem::fault::caught;
use problem::{Code, Problem, Severity, Sources};
use progress::{Progress, Stage};
use render::{Keeper, Manifest, Output, Rendered, Scales, Theme};
use search::Index;
use source::{SitePath, Source, Span};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What a run may be told besides the site itself.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Drafts are published too.
    pub drafts: bool,
    /// Pages that are never published are pages too: for who rewrites links.
    pub private: bool,
    /// In place of the `base_url` of the settings.
    pub base_url: Option<String>,
    /// Where the files are kept, if the settings do not say it.
    pub repository: Option<String>,
    /// The day on which reviews are due or overdue; without it, none is.
    pub today: Option<jiff::civil::Date>,
    /// Code stays without colours: for who compares texts.
    pub plain_code: bool,
    /// For an author who looks while writing: nothing is kept in the browser, whatever the settings say, the search is not
    /// tested, for which its whole index would be made at each save, and blocks say at which line of their file they stand.
    pub preview: bool,
    /// Where readers open it.
    pub medium: Medium,
    /// Who waits hears from here how far the run is.
    pub progress: Arc<Progress>,
}

/// A link to a page of somebody else's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// Beginning with `http`.
    pub address: String,
    /// The file that links there.
    pub path: SitePath,
    /// Where in it.
    pub span: Span,
}

/// A site, built.
#[derive(Debug)]
pub struct Built {
    /// Every file of the published site.
    pub outputs: Vec<Output>,
    /// Everything that is wrong, in order.
    pub problems: Vec<Problem>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// How much there is.
    pub counts: Counts,
    /// What is not published.
    pub passed_over: PassedOver,
    /// Links to pages of others.
    pub outside: Vec<OutsideLink>,
    /// What the site's owner decides.
    pub settings: Settings,
}

/// How much there is of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles that readers see.
    pub pages: usize,
    /// Decision trees that they see.
    pub trees: usize,
    /// Links between pages, all followed to their end.
    pub links: usize,
}

/// What of a site's folder is not published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Files of kinds that never are.
    pub unpublished: Vec<SitePath>,
    /// How many pages and files `exclude` names, or another program's own settings.
    pub left_out: usize,
    /// How many pages are drafts, private, or wait for their day.
    pub held_back: usize,
}

/// A site, understood: every file it will have, none of them rendered yet.
#[derive(Debug)]
pub struct Plan {
    /// All facts, linked.
    pub site: Site,
    /// What the pages are rendered with.
    pub theme: Arc<Theme>,
    /// Every file.
    pub manifest: Manifest,
    /// Everything that is wrong but what a template will not do, in order.
    pub problems: Vec<Problem>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// How much there is.
    pub counts: Counts,
    /// What is not published.
    pub passed_over: PassedOver,
    index: LazyIndex,
}

/// The search's index, made when it is first asked for: a preview whose reader does not search never pays for it.
#[derive(Debug)]
struct LazyIndex {
    known: Arc<search::Memory>,
    made: OnceLock<Index>,
}

impl LazyIndex {
    fn of(&self, site: &Site) -> &Index {
        self.made.get_or_init(|| search::index(site, &self.known))
    }
}

/// Understands a site from what was loaded. `problems` are those of loading.
///
/// A mistake of the program's own is told at the file that it was reading; one that shows between files, at the settings, with
/// a plan of no pages.
pub fn plan(inputs: &Inputs, problems: Vec<Problem>, choices: &Choices, memory: &mut Memory) -> Plan {
    caught(&load::SETTINGS.into(), || understood(inputs, problems, choices, memory)).unwrap_or_else(|fault| {
        let rendered = Arc::clone(&memory.rendered);
        *memory = Memory::default();
        memory.rendered = rendered;
        let none = Inputs { articles: Vec::new(), trees: Vec::new(), drawings: Vec::new(), ..Inputs::default() };
        understood(&none, vec![fault], choices, memory)
    })
}

fn understood(inputs: &Inputs, mut problems: Vec<Problem>, choices: &Choices, memory: &mut Memory) -> Plan {
    let program = parse::foreign::program(inputs);
    let title = program.as_ref().and_then(|program| program.title.as_deref());
    let mut settings = config::settings::settings(inputs.settings.as_deref(), title, &mut problems);
    if let Some(base_url) = &choices.base_url {
        settings.base_url.clone_from(base_url);
    }
    if let Some(repository) = choices.repository.as_ref().filter(|_| settings.repository.is_empty()) {
        repository.trim_end_matches('/').clone_into(&mut settings.repository);
    }
    settings.folder_in_repository.clone_from(&inputs.in_repository.folder);
    if settings.branch.is_empty() {
        settings.branch = inputs.in_repository.branch.clone().unwrap_or_else(|| "main".to_owned());
    }
    settings.medium = choices.medium;
    if choices.preview || choices.medium == Medium::Disk {
        (settings.offline, settings.host) = (None, None);
    }
    if choices.preview {
        settings.search_tests.clear();
    }
    settings.vault = settings.vault.or_else(|| Some(parse::foreign::is_vault(inputs)));
    let part = if program.is_none() && settings.open_front_matter.is_none() && settings.vault != Some(true) {
        check::part_of_a_folder(inputs)
    } else {
        None
    };
    settings.open_front_matter = settings.open_front_matter.or(Some(program.is_some() || part.is_some()));
    let mut said = Vec::new();
    let foreign = parse::foreign::foreign(inputs, settings.is_foreign(), &mut said);
    settings.strict_line_breaks = foreign.strict_line_breaks;
    if let Some(program) = program {
        // Beside a folder of articles it is not among them.
        settings.static_folder = if inputs.beside { program.static_folder.to_owned() } else { String::new() };
        settings.page_addresses = program.page_addresses;
    }
    let values = values(inputs, &settings, &mut problems);
    let supplied = load::supplied(inputs, &values);
    let inputs = supplied.as_ref().unwrap_or(inputs);
    let exclude = settings.exclude.clone();
    let left_out = LeftOut::new(&foreign, &exclude);
    let is_left_out = |path: &SitePath| left_out.takes(path);
    problems.retain(|problem| !is_left_out(&problem.path));
    problems.extend(said);
    let garbled = if settings.is_foreign() { check::garbled(inputs, &mut problems) } else { BTreeSet::new() };
    let theme = memory::theme(inputs, &settings, memory, &mut problems);
    let references = inputs.references.as_deref();
    let listed = references
        .map(|source| memory::read(source, config::references::references, &mut problems))
        .unwrap_or_default();

    let lock = inputs.lock.as_deref();
    let locked = lock.map(|source| memory::read(source, config::lock::locked, &mut problems)).unwrap_or_default();
    let glossary = memory::glossary(inputs, memory, &mut problems);
    let mut unread = unread(inputs, (&listed, &glossary), &settings, &problems);

    choices.progress.begin(Stage::Parse, inputs.articles.len() + inputs.trees.len());
    let made = settings.check_pages.as_ref().map(|folder| problem::pages(&format!("{}/{folder}", load::CONTENT)));
    let docs = memory::parse_all(inputs, &settings, &made.unwrap_or_default(), &choices.progress, memory);
    let told = docs.iter().filter(|doc| !is_left_out(&doc.facts.path));
    problems.extend(told.flat_map(|doc| check::file_problems(doc, &settings)));
    let drawings = memory::drawings(inputs, memory);
    let shown_drawings = drawings.iter().filter(|(path, _)| !is_left_out(path));
    problems.extend(shown_drawings.flat_map(|(_, drawing)| check::drawing_problems(drawing, &settings)));
    let cascade = Cascade::of(&docs, &foreign);
    // A site of ours waits for the day of a page, as Hugo and Jekyll do; where a note says one, it is only when it was written, or
    // what it is about.
    let for_date = settings.waits_for_date();
    let waits = |doc: &Doc| doc.front.waits(choices.today, for_date);
    let shown = |doc: &Arc<Doc>| {
        let due = waits(doc).is_none();
        let asked = !foreign.asks_for_publish || doc.front.says_publish || doc.made;
        let shown = match doc.facts.visibility.stricter(cascade.says_of(&doc.facts.path)) {
            Visibility::Public if !asked => choices.private,
            Visibility::Public => due || choices.drafts,
            Visibility::Draft => choices.drafts,
            Visibility::Private => choices.private,
            Visibility::Unknown => false,
        };
        shown && !is_left_out(&doc.facts.path) && !garbled.contains(&doc.facts.path)
    };
    let (shown, docs): (Vec<_>, Vec<_>) = docs.iter().map(Arc::clone).partition(shown);
    let menu = foreign.menu(&shown.iter().map(|doc| doc.facts.path.below()).collect());
    (settings.reading_order, settings.page_names, settings.program_navigation) = (menu.order, menu.names, menu.entries);
    let unknown = docs.iter().filter(|doc| doc.facts.visibility == Visibility::Unknown);
    unread.extend(unknown.map(|doc| doc.facts.path.clone()).filter(|path| !is_left_out(path)));
    unread.extend(garbled.iter().filter(|path| !is_left_out(path)).cloned());
    let held_back = docs.iter().filter(|doc| !doc.made).count();
    // Those that nothing but a day keeps back: what the settings leave out, and what is private, is not to be told.
    let by_day = docs.iter().filter(|doc| {
        let public = doc.facts.visibility.stricter(cascade.says_of(&doc.facts.path)) == Visibility::Public;
        public && (!foreign.asks_for_publish || doc.front.says_publish || doc.made) && !is_left_out(&doc.facts.path)
    });
    let by_day: BTreeMap<_, _> = by_day.filter_map(|doc| Some((doc.facts.path.clone(), waits(doc)?))).collect();
    // Where another program publishes, its author knows of the days; but not of one that cannot be read.
    let told = |waits: &Waits| {
        let (Waits::Until(day) | Waits::Since(day)) = *waits;
        !settings.is_of_generator() || check::is_unread(day)
    };
    problems
        .extend(docs.iter().filter_map(|doc| {
            Some(check::kept_by_day(doc, *by_day.get(&doc.facts.path).filter(|waits| told(waits))?))
        }));
    let (shown, numbered) =
        if settings.is_foreign() || inputs.beside { link::told_apart(shown) } else { (shown, Vec::new()) };
    problems.extend(numbered.iter().map(check::numbered));

    choices.progress.begin(Stage::Link, 0);
    let (held_files, files): (Vec<_>, Vec<_>) =
        files(inputs, &drawings).into_iter().partition(|file| is_left_out(&file.path));
    let mut passed_over = PassedOver {
        unpublished: inputs.unpublished.iter().filter(|path| !is_left_out(path)).cloned().collect(),
        left_out: held_files.len() + docs.iter().filter(|doc| is_left_out(&doc.facts.path)).count(),
        held_back: docs.iter().filter(|doc| !doc.made && !is_left_out(&doc.facts.path)).count(),
    };
    let others = inputs.unpublished.iter().map(|path| {
        let fault = if is_left_out(path) { Fault::Private } else { Fault::Unpublished(path.clone()) };
        (path.clone(), fault)
    });
    let others = others.collect();
    let mut bundles = if settings.is_of_generator() { bundles(&docs, &inputs.unpublished) } else { Vec::new() };
    let waiting = files.iter().map(|file| &file.path).filter(|path| left_out.waits_for_use(path));
    let waiting = waiting.chain(inputs.downloads.iter().map(|file| &file.path));
    bundles.extend(waiting.map(|path| path.below().to_owned()));
    let lost = unread.iter().filter(|path| load::is_source(path.as_str()) && !inputs.has_text(path));
    let docs = docs.into_iter().chain(lost.map(|path| Arc::new(parse::unread(path)))).collect();
    let written = drawings.into_iter().filter_map(|(path, drawing)| Some((path, drawing.text.clone()?)));
    let linked = link::Inputs {
        docs: shown,
        held: link::Held {
            docs,
            waiting: by_day,
            files: held_files,
            boards: inputs.boards.clone(),
            bundles,
            others,
            unread,
        },
        references: listed.clone(),
        glossary,
        files,
        statics: inputs.statics.clone(),
        drawings: written.collect(),
        changes: Arc::clone(&inputs.changes),
        today: choices.today,
        marking: if choices.preview { link::Marking::Lines } else { link::Marking::None },
        colours: (!choices.plain_code).then(|| Arc::clone(&memory.colours)),
    };
    let site = link::link(linked, settings, &mut memory.linked);
    passed_over.unpublished.extend(unlinked(inputs, &site));
    passed_over.unpublished.sort_unstable();
    if !site.settings.is_foreign() && !inputs.beside {
        problems.extend(check::unpublished(&site, &passed_over.unpublished));
    }
    let manifest = Manifest::new(&site, &theme);
    choices.progress.begin(Stage::Check, 0);
    let index = LazyIndex { known: Arc::clone(&memory.search), made: OnceLock::new() };
    problems.extend(check::check(&site, references, &listed, lock.map(|lock| (&lock.path, locked.as_slice())), || {
        index.of(&site)
    }));
    check::theme_settings(&site, &theme.settings, &mut problems);
    check::own_names(&site, &theme.words, &mut problems);
    check::undecided(&mut problems, &site.settings);
    problems.extend(manifest.problems(&site));
    let mut problems = problem::at_roots(check::apply_severity(problems, &site.settings));
    let of_kind = |kind| site.pages.iter().filter(|page| page.is_for_readers() && page.facts().kind == kind).count();
    let (pages, trees) = (of_kind(Kind::Article), of_kind(Kind::Tree));
    let counts = Counts { pages, trees, links: links(&site) };
    // No setting makes this weigh less: an empty site must not take a good one's place.
    // Where a page is held back because it is wrong, that is told already.
    if held_back == 0 || problem::tally(&problems).errors == 0 {
        let none = check::no_pages(inputs, held_back);
        let no_settings = |problem: &Problem| {
            inputs.settings.is_none() && problem.code == Code::MissingFile && problem.path.as_str() == load::SETTINGS
        };
        match problems.iter().position(no_settings) {
            // There may be hundreds, which nobody has asked for: one cause is told.
            Some(cause) if none.is_some() => {
                let weighed = problems.remove(cause).weighing(Severity::Error);
                problems.push(weighed);
            }
            _ => problems.extend(none),
        }
    }
    // Nor does one make this: what the other program leaves out is not known.
    problems.extend(part);
    let problems = problem::in_order(problems);

    memory.rendered.begin(&manifest);
    Plan { site, theme, manifest, problems, sources: sources(inputs), counts, passed_over, index }
}

/// The values that texts name. In a folder that another program reads too, a file of this name is that program's own.
fn values(inputs: &Inputs, settings: &Settings, problems: &mut Vec<Problem>) -> data::Values {
    let Some(source) = inputs.data.as_deref() else { return data::Values::new() };
    let mut found = Vec::new();
    let values = memory::read(source, data::values, &mut found);
    problems.extend(found.into_iter().filter(|_| !settings.is_foreign()));
    values
}

/// The files in which names are looked for, or which are themselves named, and which could not be read. Every key of the
/// sources and every term counts, whatever is wrong with it.
fn unread(
    inputs: &Inputs,
    (listed, glossary): (&[Reference], &Glossary),
    settings: &Settings,
    problems: &[Problem],
) -> Vec<SitePath> {
    let mut unread = problem::unread(problems);
    let wrong = |path: &SitePath| problems.iter().any(|p| p.path == *path && p.severity == Severity::Error);
    let sources = inputs.references.iter().filter(|_| listed.is_empty());
    let sources = sources.chain(inputs.glossary.iter().filter(|_| glossary.terms.is_empty()));
    unread.extend(sources.map(|source| source.path.clone()).filter(wrong));
    let there = inputs.themes.iter().any(|theme| theme.name == settings.theme.text);
    unread.extend((!settings.whole || !there).then(|| load::SETTINGS.into()));
    unread
}

/// Builds a site from what was loaded: its plan, and all that it plans.
pub fn build(inputs: &Inputs, problems: Vec<Problem>, choices: &Choices, memory: &mut Memory) -> Built {
    let plan = plan(inputs, problems, choices, memory);
    let outputs = Mutex::new(Vec::new());
    let take = |output| outputs.lock().unwrap_or_else(PoisonError::into_inner).push(output);
    let failures = plan.render(&memory.rendered, &choices.progress, &take);
    let mut outputs = outputs.into_inner().unwrap_or_else(PoisonError::into_inner);
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let outside = plan.outside(inputs.references.as_deref());
    let Plan { site, problems, sources, counts, passed_over, .. } = plan;
    let problems = problem::in_order(problems.into_iter().chain(failures).collect());
    Built { outputs, problems, outside, settings: site.settings, sources, counts, passed_over }
}

impl Plan {
    /// Renders all that is planned, and hands each file over as soon as it is there: from several threads, and in no order. Gives
    /// what a template cannot do, and which pages are too heavy.
    pub fn render(&self, memory: &Rendered, progress: &Progress, take: &(dyn Fn(Output) + Sync)) -> Vec<Problem> {
        let Plan { site, theme, manifest, .. } = self;
        progress.begin(Stage::Render, manifest.len());
        let (keeper, scales) = (Keeper::of(site, theme), Scales::of(&site.settings));
        let look = |output: Output| {
            keeper.look(&output);
            scales.look(&output);
            progress.step();
            take(output);
        };
        let mut failures = render::each(site, theme, manifest, memory, &look);
        progress.begin(Stage::Search, 0);
        let whole = caught(&load::SETTINGS.into(), || {
            render::search_files(theme, || self.index()).for_each(look);
            for output in keeper.files() {
                scales.look(&output);
                take(output);
            }
            failures.extend(scales.over_budget());
        });
        failures.extend(whole.err());
        check::apply_severity(failures, &site.settings)
    }

    /// What only rendering shows. The built-in templates do whatever they are asked; so where there are no others and no page can
    /// be too heavy, nothing is rendered.
    pub fn faults_of_rendering(&self, memory: &Rendered, progress: &Progress) -> Vec<Problem> {
        if self.site.settings.budget.is_none() && !self.theme.has_own_templates() {
            return Vec::new();
        }
        self.render(memory, progress, &|_| {})
    }

    /// The pictures that must be made in other sizes before the site is published.
    pub fn renditions(&self) -> Vec<Output> {
        render::renditions(&self.site, &self.theme, &self.manifest)
    }

    /// The search's index.
    pub fn index(&self) -> &Index {
        self.index.of(&self.site)
    }

    /// Whether the site has a file at this path below the output folder.
    pub fn has(&self, path: &str) -> bool {
        self.manifest.has(path) || self.search_file(path).is_some()
    }

    /// One file of the site, by its path below the output folder; `None` if there is none.
    pub fn output(&self, path: &str, rendered: &Rendered) -> Option<Result<Output, Problem>> {
        match caught(&load::SETTINGS.into(), || self.search_file(path)) {
            Ok(Some(output)) => return Some(Ok(output)),
            Ok(None) => {}
            Err(fault) => return Some(Err(fault)),
        }
        render::one(&self.site, &self.theme, &self.manifest, rendered, path)
    }

    fn search_file(&self, path: &str) -> Option<Output> {
        render::search_file(path, &self.theme, || self.index())
    }

    /// What pages and references link to outside the site.
    pub fn outside(&self, references: Option<&Source>) -> Vec<OutsideLink> {
        let mut out = Vec::new();
        for page in self.site.pages.iter() {
            let path = &page.facts().path;
            let said = page.doc.content.link_texts().iter();
            out.extend(said.filter_map(|link| {
                Some(OutsideLink { address: link.outside.clone()?, path: path.clone(), span: link.span })
            }));
        }
        let listed = references.iter().flat_map(|source| {
            let link = |r: &config::references::Reference| OutsideLink {
                address: r.url.clone(),
                path: source.path.clone(),
                span: r.span,
            };
            self.site.references.values().map(link).collect::<Vec<_>>()
        });
        out.extend(listed);
        out.retain(|link| link.address.starts_with("http"));
        out
    }
}

/// Folders whose own page is not published, because it is held back, or is HTML.
fn bundles(held: &[Arc<Doc>], unpublished: &[SitePath]) -> Vec<String> {
    let paths = held.iter().map(|doc| &doc.facts.path).chain(unpublished);
    let names = ["index.md", "index.markdown", "index.html", "index.htm", "_index.md", "_index.html"];
    let own = paths.filter(|path| names.contains(&path.file_name()));
    own.map(|path| path.below_folder().to_owned()).collect()
}

/// The files that would be published if a page linked to them.
fn unlinked(inputs: &Inputs, site: &Site) -> Vec<SitePath> {
    let (downloads, held_back) = (inputs.downloads.iter().map(|file| &file.path), site.holds_back());
    let downloads: HashSet<&SitePath> = downloads.collect();
    let files = site.files.iter().enumerate();
    files
        .filter(|(f, file)| downloads.contains(&file.path) && held_back(*f))
        .map(|(_, file)| file.path.clone())
        .collect()
}

/// The files, drawings with how large they are.
fn files(inputs: &Inputs, drawings: &BTreeMap<SitePath, Arc<Drawing>>) -> Vec<Attachment> {
    let mut files = [inputs.files.as_slice(), &inputs.downloads].concat();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    for file in &mut files {
        if let Some(extent) = drawings.get(&file.path).and_then(|drawing| drawing.extent) {
            file.seen.head = ImageHeader::Sized(extent);
        }
    }
    files
}

fn links(site: &Site) -> usize {
    let leads = |link: &&Resolved| !matches!(link, Resolved::Fault(_));
    site.pages.iter().map(|page| page.links.iter().filter(leads).count()).sum()
}

fn sources(inputs: &Inputs) -> Sources {
    let themes = inputs.themes.iter().flat_map(|theme| theme.texts.values());
    let all = inputs
        .texts()
        .chain(&inputs.drawings)
        .chain(&inputs.tables)
        .chain(&inputs.parts)
        .chain(&inputs.foreign)
        .chain(themes);
    all.map(|source| (source.path.clone(), Arc::clone(source))).collect()
}
