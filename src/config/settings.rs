//! `site.yaml` → the site's settings.
//!
//! Takes: the file, or that there is none. Gives: [`Settings`], whatever can be read of them, with defaults for the rest.
//! Never: asks whether what they name is there: the checks do, with the whole site before them.

mod addresses;
mod budget;
mod feedback;
mod host;
mod search;

use crate::problem::{Code, Problem, Severity, near};
use crate::source::{SitePath, Source, Span};
use crate::yaml::{self, Fields, Node, Text, Value};
use std::collections::BTreeMap;

/// What the owner of a site decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's name.
    pub title: String,
    /// Where it will be, with a `/` at the end; empty where that is not said.
    pub base_url: String,
    /// One sentence about it.
    pub description: String,
    /// As in the HTML attribute `lang`.
    pub language: String,
    /// The folder below `themes`.
    pub theme: Text,
    /// Where its files can be edited, such as `https://github.com/club/help`; empty if nowhere.
    pub repository: String,
    /// The branch that is edited there; where nothing is said, the one that git knows.
    pub branch: String,
    /// The site's folder below the top of its repository, without a `/` at its end: as git knows it, never the file.
    pub folder_in_repository: String,
    /// An e-mail address for those who would change something and have no account there; empty if there is none.
    pub contact: String,
    /// Who is told that a page did not help.
    pub feedback: Feedback,
    /// The picture beside the site's name: a path below `content`, or below `static`.
    pub logo: Option<Text>,
    /// The picture for a browser's tab, likewise; where none is named, the logo.
    pub favicon: Option<Text>,
    /// Entries of the navigation, in order; empty where the folders decide.
    pub navigation: Vec<Entry>,
    /// Who publishes it.
    pub publisher: String,
    /// The number to call in an emergency.
    pub emergency: String,
    /// The number to call when it is urgent.
    pub urgent: String,
    /// After how many months a page should be reviewed again; where it is said, pages show when they were.
    pub review_after: Option<u32>,
    /// Checks that weigh otherwise here; `None` is off.
    pub checks: BTreeMap<Code, Option<Severity>>,
    /// Groups of words that mean the same to the search.
    pub synonyms: Vec<Vec<String>>,
    /// What the search must find.
    pub search_tests: Vec<SearchTest>,
    /// What it decides of its theme: keys that the theme's `theme.yaml` declares.
    pub theme_settings: Vec<(yaml::Key, Node)>,
    /// The folder below `content` where a page for each check is published; `None` where there is none.
    pub check_pages: Option<String>,
    /// Whether the articles are an Obsidian vault; where nothing is said, whether Obsidian's folder is among them.
    pub vault: Option<bool>,
    /// Whether the front matter may hold keys of other programs; where nothing is said, whether such a program's settings are there.
    pub open_front_matter: Option<bool>,
    /// What a page may weigh; `None` where that is not said.
    pub budget: Option<Budget>,
    /// Whether readers keep pages for when there is no network. `Some(false)` takes back what was kept.
    pub offline: Option<bool>,
    /// Whether each page lies there as Markdown too, and a list of these.
    pub markdown_copies: bool,
    /// Whether all of it is made as one page to print, and as an e-book.
    pub book: bool,
    /// Which host serves it, and so which files of a host's are made beside it; `None` where that is not said.
    pub host: Option<Host>,
    /// Where readers open it: as the command says, never the file.
    pub medium: Medium,
    /// Files in the output folder that stay there though they came with the repository.
    pub keep: Vec<String>,
    /// Pages in the order in which another program shows them, by their paths below the folder of articles.
    pub reading_order: Vec<String>,
    /// What another program's navigation calls pages, by the same paths.
    pub page_names: BTreeMap<String, String>,
    /// The entries of that navigation: what each is called, and the path of its page, or of the first of its pages.
    pub program_navigation: Vec<(Option<String>, String)>,
    /// How another program gives pages their addresses.
    pub page_addresses: PageAddresses,
    /// The folder whose files another program serves from the top, below that of the articles; `""` if none.
    pub static_folder: String,
    /// Whether Obsidian shows the end of a line as a space.
    pub strict_line_breaks: bool,
    /// Patterns of what is not published, as in a `.gitignore`, below the folder of articles; those that always hold first.
    pub exclude: Vec<String>,
    /// For themes.
    pub extra: serde_json::Value,
    /// Whether the file could be read, all of it: else there may be more that its owner decides.
    pub whole: bool,
}

/// How another program gives pages their addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageAddresses {
    /// By the paths of their files.
    #[default]
    ByFile,
    /// By a pattern of its settings, such as `/:year/:title/`: the last part is most often the file's name.
    ByPattern,
}

/// Where readers open a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Medium {
    /// At an address of the web.
    #[default]
    Web,
    /// In a folder on a disk or a stick, with no server: links end in files, and no script is loaded.
    Disk,
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Shown instead of the page's title.
    pub title: Option<String>,
    /// The page: a path below `content`, or a name as in `[[…]]`.
    pub page: Text,
}

pub use addresses::{base_url, repository};
pub use budget::Budget;
pub use feedback::Feedback;
pub use host::Host;
pub use search::SearchTest;

impl Settings {
    /// Whether another program reads the articles too: of them only what is broken is told.
    pub fn is_foreign(&self) -> bool {
        self.open_front_matter == Some(true) || self.vault == Some(true)
    }

    /// Whether a program other than Obsidian reads the articles too: links in them count from pages' addresses.
    pub fn is_of_generator(&self) -> bool {
        self.open_front_matter == Some(true) && self.vault != Some(true)
    }

    /// Whether the `date` of a page is the day from which on it is published. In a vault it is when a note was written, or what it is
    /// about; MkDocs and mdBook have no such day, and Hugo and Jekyll, which are read alike here, wait for it.
    pub fn waits_for_date(&self) -> bool {
        self.vault != Some(true)
    }

    /// What holds where nothing is said.
    fn plain() -> Settings {
        Settings {
            title: String::new(),
            base_url: String::new(),
            description: String::new(),
            language: "en".into(),
            theme: Text { text: crate::load::theme::DEFAULT.into(), span: Span::default() },
            repository: String::new(),
            branch: String::new(),
            folder_in_repository: String::new(),
            contact: String::new(),
            feedback: Feedback::AsChanges,
            logo: None,
            favicon: None,
            navigation: Vec::new(),
            publisher: String::new(),
            emergency: String::new(),
            urgent: String::new(),
            review_after: None,
            checks: BTreeMap::new(),
            synonyms: Vec::new(),
            search_tests: Vec::new(),
            theme_settings: Vec::new(),
            check_pages: None,
            vault: None,
            open_front_matter: None,
            budget: None,
            offline: None,
            markdown_copies: false,
            book: false,
            host: None,
            medium: Medium::Web,
            keep: Vec::new(),
            reading_order: Vec::new(),
            page_names: BTreeMap::new(),
            program_navigation: Vec::new(),
            page_addresses: PageAddresses::ByFile,
            static_folder: String::new(),
            strict_line_breaks: false,
            exclude: EXCLUDED.map(str::to_owned).to_vec(),
            extra: serde_json::Value::Null,
            whole: true,
        }
    }

    /// The path of the base address, with `/` at both ends: what comes before every address on the site's host.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |i| &rest[i..])
    }
}

/// Reads the settings. Without a file, or with a broken one, what can be read holds. `title` is what another program's settings
/// call the site, where there are any.
pub fn settings(source: Option<&Source>, title: Option<&str>, problems: &mut Vec<Problem>) -> Settings {
    let Some(source) = source else {
        problems.push(no_settings());
        return Settings { whole: false, ..Settings::plain() };
    };
    let whole = Span::new(source.start(), source.text.len());
    match yaml::read(source, whole, problems) {
        Ok(node) => {
            let is_map = matches!(node.value, Value::Map(_) | Value::Null);
            Settings { whole: is_map, ..read(source, &node, title, problems) }
        }
        // Of a file in pieces, what is missing or makes no sense is told by the first mistake.
        Err(problem) => {
            problems.push(problem);
            Settings { whole: false, ..read(source, &yaml::readable(source, whole), title, &mut Vec::new()) }
        }
    }
}

fn read(source: &Source, node: &Node, title: Option<&str>, problems: &mut Vec<Problem>) -> Settings {
    let mut out = Settings::plain();
    let path = &source.path;
    let mut fields = Fields::of(node, path, "`site.yaml`", problems);
    let mut word = |fields: &mut Fields<'_>, key, into: &mut String| {
        if let Some(text) = fields.text(key, problems) {
            *into = text.text;
        }
    };
    word(&mut fields, "description", &mut out.description);
    word(&mut fields, "branch", &mut out.branch);
    word(&mut fields, "publisher", &mut out.publisher);
    word(&mut fields, "urgent", &mut out.urgent);
    out.repository = addresses::repository_said(fields.text("repository", problems), path, problems);
    let said = if title.is_some() { fields.text("title", problems) } else { fields.required_text("title", problems) };
    out.title = said.map(|said| said.text).or(title.map(str::to_owned)).unwrap_or_default();
    if let Some(theme) = fields.text("theme", problems) {
        out.theme = theme;
    }
    if let Some(url) = fields.text("base_url", problems) {
        out.base_url = base_url(&url.text).unwrap_or_else(|| {
            problems.push(addresses::bad_base_url(path, &url));
            String::new()
        });
    }
    if let Some(said) = fields.text("language", problems) {
        if is_language(&said.text) {
            out.language = said.text;
        } else {
            problems.push(no_language(path, &said));
        }
    }
    numbers(&mut fields, path, &mut out, problems);
    out.contact = contact(fields.text("contact", problems), path, problems);
    out.feedback = feedback::feedback(fields.text("feedback", problems), path, problems);
    out.logo = fields.text("logo", problems);
    out.favicon = fields.text("favicon", problems);
    out.navigation = fields.list("navigation", problems).iter().filter_map(|n| entry(n, path, problems)).collect();
    out.review_after = fields.whole_number("review_after", problems);
    out.vault = fields.truth("vault", problems);
    if let Some(said) = fields.text("front_matter", problems) {
        out.open_front_matter = Some(said.text == "open");
        if !matches!(said.text.as_str(), "open" | "checked") {
            problems.push(neither_open_nor_checked(path, &said));
        }
    }
    out.checks = checks(fields.map("checks", problems), path, problems);
    out.synonyms = search::synonyms(fields.get("synonyms"), path, problems);
    out.search_tests = search::tests(fields.map("search_tests", problems), path, problems);
    out.theme_settings = fields.map("theme_settings", problems).to_vec();
    out.check_pages = check_pages(fields.text("check_pages", problems), path, problems);
    out.extra = fields.get("extra").map_or(serde_json::Value::Null, yaml::to_json);
    out.budget = budget::budget(fields.get("budget"), path, problems);
    out.offline = fields.truth("offline", problems);
    out.markdown_copies = fields.truth("markdown_copies", problems) == Some(true);
    out.book = fields.truth("book", problems) == Some(true);
    out.host = host::host(fields.text("host", problems), path, problems);
    let keep = fields.list("keep", problems);
    out.keep = keep.iter().filter_map(|node| Some(yaml::text(node, path, "keep", problems)?.text)).collect();
    let exclude = fields.list("exclude", problems);
    out.exclude.extend(exclude.iter().filter_map(|node| Some(yaml::text(node, path, "exclude", problems)?.text)));
    fields.finish(problems);
    out
}

/// What is another program's own wherever it lies: Obsidian's boards and bases, Excalidraw's drawings, which are data and no
/// pictures; Jekyll's drafts, and what it makes pages with.
const EXCLUDED: [&str; 8] =
    ["*.canvas", "*.base", "*.excalidraw", "*.excalidraw.md", "_drafts/", "_includes/", "_layouts/", "_data/"];

/// Whether a word is a language's code, as BCP 47 has them: `de`, `pt-BR`, `zh-Hant-TW`.
pub fn is_language(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or_default();
    let fits = |part: &str| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic()) && parts.all(fits)
}

/// `emergency: "999"`, or both numbers below it.
fn numbers(fields: &mut Fields<'_>, path: &SitePath, out: &mut Settings, problems: &mut Vec<Problem>) {
    let Some(node) = fields.get("emergency") else { return };
    if let Value::Scalar(_) = &node.value {
        out.emergency = yaml::text(node, path, "emergency", problems).map(|number| number.text).unwrap_or_default();
        return;
    }
    let mut inner = Fields::of(node, path, "`emergency`", problems);
    for (key, into) in [("emergency", &mut out.emergency), ("urgent", &mut out.urgent)] {
        if let Some(number) = inner.text(key, problems) {
            *into = number.text;
        }
    }
    inner.finish(problems);
}

/// An e-mail address as people write it: `help@club.example`. The quoted forms of RFC 5322 are not taken.
fn contact(said: Option<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> String {
    let Some(said) = said else { return String::new() };
    if let Some(address) = mail_address(&said.text) {
        return address.to_owned();
    }
    problems.push(bad_contact(path, &said));
    String::new()
}

/// The e-mail address of a text, with or without `mailto:` before it.
fn mail_address(text: &str) -> Option<&str> {
    let text = text.trim().trim_start_matches("mailto:");
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
    let (name, host) = text.split_once('@')?;
    let clean = !name.is_empty() && host.contains('.') && name.chars().all(fits) && host.chars().all(fits);
    clean.then_some(text)
}

/// A folder below `content`.
fn check_pages(folder: Option<Text>, path: &SitePath, problems: &mut Vec<Problem>) -> Option<String> {
    let folder = folder?;
    let clean = folder.text.trim_matches('/');
    let fits = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
    if clean.split('/').all(fits) {
        return Some(clean.to_owned());
    }
    problems.push(bad_check_pages(path, &folder));
    None
}

fn entry(node: &Node, path: &SitePath, problems: &mut Vec<Problem>) -> Option<Entry> {
    if let Value::Map(entries) = &node.value
        && let [(title, page)] = entries.as_slice()
    {
        let page = yaml::text(page, path, "navigation", problems)?;
        return Some(Entry { title: Some(title.text.clone()), page });
    }
    let page = yaml::text(node, path, "navigation", problems)?;
    Some(Entry { title: None, page })
}

fn checks(
    entries: &[(yaml::Key, Node)],
    path: &SitePath,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Code, Option<Severity>> {
    let mut out = BTreeMap::new();
    for (key, node) in entries {
        let Some(code) = Code::from_id(&key.text) else {
            problems.push(unknown_code(path, key));
            continue;
        };
        let Some(level) = yaml::text(node, path, "checks", problems) else { continue };
        let level = match level.text.as_str() {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "advice" => Some(Severity::Advice),
            "off" => None,
            _ => {
                problems.push(unknown_level(path, &level, code));
                continue;
            }
        };
        if code == Code::InternalFault && level != Some(Severity::Error) {
            problems.push(always_an_error(path, key));
            continue;
        }
        out.insert(code, level);
    }
    out
}

fn no_settings() -> Problem {
    Problem::of_file(Code::MissingFile, &crate::load::SETTINGS.into(), "There is no file `site.yaml` in this folder")
        .help("Create it with one line: `title: The name of your site`. If it is called otherwise, such as `site.yml`, rename it.")
}

fn no_language(path: &SitePath, said: &Text) -> Problem {
    let message = format!("`{}` is not the code of a language", said.text);
    let problem = Problem::at(Code::WrongType, path, said.span, message);
    let meant = said.text.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    if meant != said.text && is_language(&meant) {
        return problem.help(format!("Did you mean `{meant}`?")).fix(said.span, meant);
    }
    problem.help("Write its code, like `language: en`, `de` or `pt-BR`.")
}

fn bad_contact(path: &SitePath, contact: &Text) -> Problem {
    Problem::at(Code::WrongType, path, contact.span, "`contact` should be one e-mail address")
        .help("Write it like `contact: help@club.example`.")
}

fn bad_check_pages(path: &SitePath, folder: &Text) -> Problem {
    Problem::at(Code::WrongType, path, folder.span, "`check_pages` should be a folder below `content`")
        .help("Write it like `check_pages: about/checks`.")
}

fn neither_open_nor_checked(path: &SitePath, said: &Text) -> Problem {
    Problem::at(Code::WrongType, path, said.span, "`front_matter` should be `open` or `checked`")
        .help("Write `front_matter: open` where another program reads these files too and has keys of its own in them.")
}

fn unknown_code(path: &SitePath, key: &yaml::Key) -> Problem {
    let problem = Problem::at(Code::UnknownKey, path, key.span, format!("There is no check `{}`", key.text));
    let ids = || Code::ALL.iter().map(|c| c.id());
    let sure = near::certainty_among(&key.text, ids());
    near::meant(problem, (&key.text, key.span), ids(), || {
        "The word in brackets behind `error` or `warning` is a check's name.".into()
    })
    .sure(sure)
}

fn always_an_error(path: &SitePath, key: &yaml::Key) -> Problem {
    let message = format!("`{}` is an error always, and this line changes nothing", key.text);
    Problem::at(Code::WrongType, path, key.span, message)
        .help("Take the line out. What the program itself fails at is never published.")
        .weighing(Severity::Warning)
}

fn unknown_level(path: &SitePath, level: &Text, code: Code) -> Problem {
    Problem::at(Code::WrongType, path, level.span, "A check should be `error`, `warning`, `advice` or `off`")
        .help(format!("Write `{}: warning`, for example.", code.id()))
}
