//! What another program's own settings say of the folder that it reads too.
//!
//! Takes: its files' texts, and the articles. Gives: a [`Foreign`]: what it would not publish, and in which order it shows the rest.
//! Never: reads the rest of those settings, or tells of what is wrong in them: they are that program's. Told is only what may leave
//! pages out and cannot be read.

mod cascade;
mod hugo;
mod javascript;
mod jekyll;
mod left_out;
mod program;
mod quartz;
mod script;
mod unread;
mod values;

use crate::load::Inputs;
use crate::problem::Problem;
use crate::source::{SitePath, Source, slug};
use crate::yaml::{Node, Value};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

pub use cascade::Cascade;
pub use left_out::{LeftOut, Rule};
use left_out::{Reach, Star, no_pages_in};
pub use program::{Program, is_vault, program};
use values::{entry_of, items_of, scalar, texts_of, unreadable, value, whole};

/// What such settings come to. Paths are those below the folder of articles.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// Patterns of what is not published, as in a `.gitignore`.
    pub left_out: Vec<String>,
    /// The same in the ways of those programs; they come after.
    pub rules: Vec<Rule>,
    /// Whether only pages are published that say so.
    pub asks_for_publish: bool,
    /// The pages in the order in which they are read.
    pub order: Vec<String>,
    /// What they are called in that program's navigation, where it says so.
    pub names: BTreeMap<String, String>,
    /// What folders without a page are called there: each by its `index.md`, and the pages that the name stands above.
    pub sections: Vec<(String, String, Vec<String>)>,
    /// The entries of that navigation: what each is called, and its pages.
    pub entries: Vec<(Option<String>, Vec<String>)>,
    /// Whether Obsidian shows the end of a line as a space.
    pub strict_line_breaks: bool,
    /// Whether a folder is held back with its own page that is a draft, as Zola has it.
    pub drafts_hold_folders: bool,
    /// Where a book's contents are all that is published of it: the folder that the book is in, with `/` at its end, or `""`.
    pub book: Option<String>,
    /// What a book's contents name.
    pub listed: HashSet<String>,
}

/// How another program's navigation calls and orders what is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menu {
    /// The pages in the order in which they are read.
    pub order: Vec<String>,
    /// What they are called; a folder by its `index.md`.
    pub names: BTreeMap<String, String>,
    /// The entries: what each is called, and its page, or the first of its pages.
    pub entries: Vec<(Option<String>, String)>,
}

impl Foreign {
    /// The navigation without the pages that are held back: their names are as private as they are, and so is the name of a
    /// section that has no others. A folder whose own page is held back is not called by that page's name.
    pub fn menu(&self, shown: &HashSet<&str>) -> Menu {
        let is_shown = |path: &&String| shown.contains(path.as_str());
        let names = self.names.iter().filter(|(path, _)| is_shown(path));
        let sections = self.sections.iter().filter(|(_, _, pages)| pages.iter().any(|page| is_shown(&page)));
        let sections = sections.map(|(index, name, _)| (index, name));
        let entries = self.entries.iter().filter_map(|(name, pages)| {
            let first = pages.iter().find(is_shown)?;
            Some((name.clone(), first.clone()))
        });
        Menu {
            order: self.order.iter().filter(is_shown).cloned().collect(),
            names: names.chain(sections).map(|(path, name)| (path.clone(), name.clone())).collect(),
            entries: entries.collect(),
        }
    }

    /// Whether an article is in the folder of a book and not among its contents.
    pub fn is_unlisted(&self, path: &SitePath) -> bool {
        let Some(book) = &self.book else { return false };
        let below = path.below();
        below.starts_with(book) && below.ends_with(".md") && !self.listed.contains(below)
    }
}

/// Contents as mdBook and GitBook have them.
const SUMMARY: &str = "SUMMARY.md";

/// Where plugins of Obsidian say which folders are their own: Templater its templates; Copilot what somebody has asked it, which is
/// nobody else's affair, and how.
const OF_PLUGINS: [&str; 5] =
    ["templates_folder", "defaultSaveFolder", "memoryFolderName", "customPromptsFolder", "userSystemPromptsFolder"];

/// Reads what there is of other programs' settings.
pub fn foreign(inputs: &Inputs, is_foreign: bool, problems: &mut Vec<Problem>) -> Foreign {
    let mut out = Foreign::default();
    let articles = &inputs.articles;
    for source in &inputs.foreign {
        match source.path.file_name() {
            "mkdocs.yml" | "mkdocs.yaml" => mkdocs(source, articles, &mut out, problems),
            "_config.yml" | "_config.yaml" => jekyll::jekyll(source, articles, &mut out, problems),
            name if name.starts_with("docusaurus.config.") => {
                javascript::docusaurus(source, articles, &mut out, problems);
            }
            _ if source.path.folder().contains(".vitepress") => {
                javascript::vitepress(source, articles, &mut out, problems);
            }
            _ if quartz::is_of_quartz(source) => quartz::quartz(source, &mut out, problems),
            _ if program::is_of_hugo_or_zola(source) => {
                out.drafts_hold_folders |= program::is_of_zola(source);
                out.rules.extend(hugo::in_bundles(articles));
                hugo::hugo_or_zola(source, &mut out, problems);
                out.rules.extend(no_pages_in("static/"));
            }
            "app.json" => out.strict_line_breaks = yes(source, "strictLineBreaks"),
            "templates.json" => {
                out.left_out.extend(word(source, "folder").into_iter().flat_map(|folder| as_folders(&folder, inputs)))
            }
            "data.json" => {
                let folders = OF_PLUGINS.iter().filter_map(|key| word(source, key));
                out.left_out.extend(folders.flat_map(|folder| as_folders(&folder, inputs)));
            }
            // The folder of the days' notes is the notes themselves; what is a template is named beside it.
            "daily-notes.json" => {
                let file = word(source, "template").map(|file| format!("{}.md", file.trim_end_matches(".md")));
                out.left_out.extend(file.into_iter().flat_map(|file| {
                    let paths = inputs.articles.iter().map(|article| article.path.below());
                    let same: Vec<String> =
                        paths.filter(|path| folded(path) == folded(&file)).map(|path| format!("/{path}")).collect();
                    same
                }));
            }
            _ => {}
        }
    }
    let book_of = |source: &&Arc<Source>| source.path.file_name() == "book.toml";
    let book_source = inputs.foreign.iter().find(book_of).and_then(|source| whole(source));
    let folder = book_source.and_then(|node| texts_of(entry_of(entry_of(&node, "book")?, "src")?).pop());
    let folder = folder.map(|folder| format!("{}/{SUMMARY}", folder.trim_start_matches("./").trim_matches('/')));
    let contents = |source: &&Arc<Source>| {
        let below = source.path.below();
        matches!(below, SUMMARY | "src/SUMMARY.md")
            || folder.as_deref().map(|f| f.trim_start_matches('/')) == Some(below)
    };
    if (is_foreign || inputs.beside)
        && let Some(summary) = inputs.articles.iter().find(contents)
    {
        book(summary, &inputs.articles, &mut out);
    }
    out.left_out.retain(|pattern| !pattern.trim_matches('/').is_empty());
    out
}

/// Of the folder that both programs read, these folders alone are published: what else lies there is the project's, not the site's.
/// But not where no article lies in the first of them: then the articles are elsewhere. Whatever other patterns say of what is in
/// them comes behind.
fn alone(folders: &[&str], articles: &[Arc<Source>], left_out: &mut Vec<String>) {
    let first = folders.first().map_or("", |folder| folder.trim_matches('/'));
    let is_in =
        |article: &Arc<Source>| article.path.below().strip_prefix(first).is_some_and(|rest| rest.starts_with('/'));
    if first.is_empty() || !articles.iter().any(is_in) {
        return;
    }
    let kept = folders.iter().map(|folder| format!("!/{}/", folder.trim_matches('/')));
    left_out.splice(0..0, std::iter::once("/*".to_owned()).chain(kept));
}

/// The text under a key of a JSON file.
fn word(source: &Source, key: &str) -> Option<String> {
    let json: serde_json::Value = serde_json::from_str(&source.text).ok()?;
    Some(json.get(key)?.as_str()?.trim().to_owned()).filter(|word| !word.is_empty())
}

/// Whether a key of a JSON file says yes.
fn yes(source: &Source, key: &str) -> bool {
    let json: Option<serde_json::Value> = serde_json::from_str(&source.text).ok();
    json.and_then(|json| json.get(key)?.as_bool()).unwrap_or(false)
}

/// The patterns of a folder that a setting names: on the disk of whoever wrote it, case may not count, nor how an accent is put
/// together.
fn as_folders(folder: &str, inputs: &Inputs) -> BTreeSet<String> {
    let wanted = folded(folder);
    let parts = wanted.split('/').count();
    let files = inputs.files.iter().map(|file| file.path.below());
    let paths = inputs.articles.iter().map(|article| article.path.below()).chain(files);
    let within = |path: &str| path.match_indices('/').nth(parts - 1).map(|(end, _)| path[..end].to_owned());
    paths.filter_map(within).filter(|found| folded(found) == wanted).map(|found| format!("/{found}/")).collect()
}

/// A path as disks compare it on which case does not count.
fn folded(path: &str) -> String {
    slug::composed(path.trim_matches('/')).to_lowercase()
}

/// What MkDocs says in its settings. Only the keys that are asked for are read: others may hold what only Python understands.
fn mkdocs(source: &Source, articles: &[Arc<Source>], out: &mut Foreign, problems: &mut Vec<Problem>) {
    let docs = scalar(source, "docs_dir").unwrap_or_else(|| "docs".into());
    let docs = format!("{}/", docs.trim_start_matches("./").trim_matches('/'));
    let base =
        if articles.iter().any(|article| article.path.below().starts_with(&docs)) { docs } else { String::new() };
    alone(&[&base], articles, &mut out.left_out);
    out.left_out.push(format!("/{base}templates/"));
    for key in ["draft_docs", "exclude_docs"] {
        problems.extend(unreadable(source, key).map(|span| unread::unread(&source.path, span, key)));
    }
    let patterns = ["draft_docs", "exclude_docs"].into_iter().filter_map(|key| scalar(source, key));
    for pattern in patterns.flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>()) {
        let (sign, rest) = pattern.strip_prefix('!').map_or(("", pattern.as_str()), |rest| ("!", rest));
        if rest.is_empty() || rest.starts_with('#') {
            continue;
        }
        let anywhere = !rest.trim_end_matches('/').contains('/');
        let place = if anywhere { String::new() } else { format!("/{base}") };
        out.left_out.push(format!("{sign}{place}{}", rest.trim_start_matches('/')));
    }
    excluded_by_plugin(source, &base, out, problems);
    if let Some(Node { value: Value::List(items), .. }) = value(source, "nav") {
        let known: HashSet<&str> = articles.iter().map(|article| article.path.below()).collect();
        for item in &items {
            for (name, node) in named(item) {
                let first = out.order.len();
                entry(name, node, &base, &known, out);
                let pages = out.order[first..].to_vec();
                if !pages.is_empty() {
                    out.entries.push((name.map(str::to_owned), pages));
                }
            }
        }
    }
}

/// What the plugin `exclude` leaves out: `glob` and `regex`, from the folder of articles.
fn excluded_by_plugin(source: &Source, base: &str, out: &mut Foreign, problems: &mut Vec<Problem>) {
    let doubt = unreadable(source, "plugins").filter(|_| source.text.contains("exclude:"));
    problems.extend(doubt.map(|span| unread::unread(&source.path, span, "plugins")));
    let Some(plugins) = value(source, "plugins") else { return };
    let settings = match &plugins.value {
        Value::Map(_) => vec![&plugins],
        _ => items_of(&plugins).iter().collect(),
    };
    for exclude in settings.into_iter().filter_map(|item| entry_of(item, "exclude")) {
        let words = |key: &str| entry_of(exclude, key).map(texts_of).unwrap_or_default();
        let globs = words("glob").into_iter().map(|glob| Rule::glob(base, &glob, Star::Path, Reach::Files));
        // Python looks at the beginning.
        let regexes =
            words("regex").into_iter().map(|regex| Rule::regex(&format!("^/{}(?:{regex})", regex_escaped(base))));
        let rules: Vec<Option<Rule>> = globs.chain(regexes).collect();
        if rules.iter().any(Option::is_none) {
            problems.push(unread::unread(&source.path, exclude.span, "exclude"));
        }
        out.rules.extend(rules.into_iter().flatten());
    }
}

/// A folder's name as a regular expression.
fn regex_escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| ['\\', c].into_iter().skip(usize::from(c.is_alphanumeric() || c == '/' || c == '_')))
        .collect()
}

/// An item of a list as what it is called and what it is: `Words: page.md`, or `page.md` alone.
fn named(item: &Node) -> Vec<(Option<&str>, &Node)> {
    match &item.value {
        Value::Map(entries) => entries.iter().map(|(name, node)| (Some(name.text.as_str()), node)).collect(),
        _ => vec![(None, item)],
    }
}

/// Reads a page of the navigation, or a section with its pages. A section whose pages lie in a folder of their own without a page
/// names that folder.
fn entry(name: Option<&str>, node: &Node, base: &str, known: &HashSet<&str>, out: &mut Foreign) {
    match &node.value {
        Value::Scalar(path) => {
            let path = format!("{base}{}", path.trim_start_matches("./"));
            if known.contains(path.as_str()) {
                out.names.extend(name.map(|name| (path.clone(), name.to_owned())));
                out.order.push(path);
            }
        }
        Value::List(items) => {
            let first = out.order.len();
            for (name, node) in items.iter().flat_map(named) {
                entry(name, node, base, known, out);
            }
            let pages = out.order[first..].to_vec();
            let folder = common_folder(&pages);
            let index = folder.filter(|folder| folder.len() > base.len()).map(|folder| format!("{folder}index.md"));
            if let (Some(name), Some(index)) = (name, index.filter(|index| !known.contains(index.as_str()))) {
                out.sections.push((index, name.to_owned(), pages));
            }
        }
        Value::Map(_) => {
            for (name, node) in named(node) {
                entry(name, node, base, known, out);
            }
        }
        Value::Null => {}
    }
}

/// The folder that holds all of some files, with `/` at its end.
fn common_folder(paths: &[String]) -> Option<&str> {
    let folder = |path: &str| path.rfind('/').map_or(0, |slash| slash + 1);
    let mut common = paths.first().map(|path| &path[..folder(path)])?;
    for path in &paths[1..] {
        while !path.starts_with(common) {
            common = &common[..folder(common.trim_end_matches('/'))];
        }
    }
    Some(common)
}

/// A book's contents: what they do not name is none of it.
fn book(summary: &Source, articles: &[Arc<Source>], out: &mut Foreign) {
    let base = summary.path.below().strip_suffix(SUMMARY).unwrap_or_default();
    let mut links: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for event in Parser::new(&summary.text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = true;
                links.push((dest_url.into_string(), String::new()));
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => {
                links.iter_mut().next_back().into_iter().for_each(|(_, name)| name.push_str(&words));
            }
            _ => {}
        }
    }
    let decoded = |link: String| percent_encoding::percent_decode_str(&link).decode_utf8_lossy().into_owned();
    let path = |link: String| SitePath::resolve(base, decoded(link.split('#').next()?.to_owned()).as_str());
    let named = links.into_iter().filter_map(|(link, name)| Some((path(link)?.as_str().to_owned(), name)));
    let named: Vec<(String, String)> = named.filter(|(path, _)| path.ends_with(".md")).collect();
    let listed: Vec<String> = named.iter().map(|(path, _)| path.clone()).collect();
    if listed.is_empty() {
        return;
    }
    alone(&[base], articles, &mut out.left_out);
    out.left_out.push(format!("/{base}{SUMMARY}"));
    out.listed.extend(listed.iter().cloned());
    out.order.extend(listed);
    // Of two chapters that are one page, the first names it.
    out.names.extend(named.into_iter().rev().filter(|(_, name)| !name.trim().is_empty()));
    out.book = Some(base.to_owned());
}
