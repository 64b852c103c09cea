//! The site that a session is about, and the texts that its editor has open.
//!
//! Takes: what the editor says is open. Gives: the site as of now, files by their addresses and the other way round.
//! Never: takes a file outside the site for one of it.

use super::text::{Lines, changed};
use crate::Plan;
use crate::load::{CONTENT, LARGEST_TEXT, SETTINGS, is_source, is_tree, with_line_feeds};
use crate::parse::{self, Dialect, Doc};
use crate::preview::{Laid, Preview, Snapshot};
use crate::source::{SitePath, Source, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// A text that is open.
pub(super) struct Document {
    /// As the editor calls it.
    pub(super) uri: String,
    pub(super) version: Value,
    /// As it stands in the editor, and as the site reads it: byte for byte at the same places.
    raw: String,
    pub(super) source: Arc<Source>,
    /// As it was when it was opened.
    pub(super) opened: Arc<Source>,
}

/// The site and what is open of it.
#[derive(Default)]
pub(super) struct Workspace {
    /// The site's folder, as its editor names it and as it really is.
    roots: Option<(PathBuf, PathBuf)>,
    pub(super) preview: Option<Arc<Preview>>,
    pub(super) documents: BTreeMap<SitePath, Document>,
}

/// A file of the site by its address; `None` for what is no file.
pub(super) fn file_of(uri: &str) -> Option<PathBuf> {
    Url::parse(uri).ok().filter(|url| url.scheme() == "file")?.to_file_path().ok()
}

/// The site that a folder or file of an editor belongs to: that folder, the site around it, or the one right below it.
pub(super) fn site_of(place: &Path) -> Option<PathBuf> {
    let is_site = |folder: &Path| folder.join(SETTINGS).is_file();
    if let Some(around) = place.ancestors().find(|folder| is_site(folder)) {
        return Some(around.to_owned());
    }
    let mut below: Vec<PathBuf> = std::fs::read_dir(place).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    below.sort();
    let one = below.into_iter().find(|folder| is_site(folder));
    one.or_else(|| place.join(CONTENT).is_dir().then(|| place.to_owned()))
}

impl Workspace {
    pub(super) fn set_root(&mut self, root: PathBuf) {
        let real = root.canonicalize().unwrap_or_else(|_| root.clone());
        self.roots = Some((root, real));
    }

    pub(super) fn root(&self) -> Option<&Path> {
        self.roots.as_ref().map(|(root, _)| root.as_path())
    }

    /// The site's name of a file.
    pub(super) fn path(&self, uri: &str) -> Option<SitePath> {
        let (named, real) = self.roots.as_ref()?;
        let file = file_of(uri)?;
        let below = file.strip_prefix(named).or_else(|_| file.strip_prefix(real)).map(Path::to_owned);
        let below =
            below.or_else(|_| file.canonicalize().map_err(drop)?.strip_prefix(real).map(Path::to_owned).map_err(drop));
        let below = below.ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        let plain = !below.is_empty() && below.split('/').all(|part| !part.is_empty() && part != ".." && part != ".");
        plain.then(|| SitePath::from(below))
    }

    /// The same for a file or folder that may not be there.
    pub(super) fn path_of_any(&self, uri: &str) -> Option<SitePath> {
        self.path(uri.trim_end_matches('/'))
    }

    /// The same site with nothing open.
    pub(super) fn without_documents(&self) -> Workspace {
        Workspace { roots: self.roots.clone(), ..Workspace::default() }
    }

    /// The address of a file, in the editor's words where it is open.
    pub(super) fn uri(&self, path: &SitePath) -> String {
        if let Some(document) = self.documents.get(path) {
            return document.uri.clone();
        }
        let Some((root, _)) = &self.roots else { return String::new() };
        let file = root.join(path.as_str());
        Url::from_file_path(&file).map_or_else(|()| String::new(), String::from)
    }

    pub(super) fn open(&mut self, item: &Value) -> Option<()> {
        let uri = item["uri"].as_str()?;
        let (path, text) = (self.path(uri)?, item["text"].as_str()?);
        if text.len() as u64 > LARGEST_TEXT {
            return None;
        }
        let source = Arc::new(Source::new(path.clone(), with_line_feeds(text.to_owned())));
        let document = Document {
            uri: uri.to_owned(),
            version: item["version"].clone(),
            raw: text.to_owned(),
            opened: Arc::clone(&source),
            source,
        };
        self.documents.insert(path, document);
        Some(())
    }

    pub(super) fn change(&mut self, params: &Value) -> Option<()> {
        let path = self.path(params["textDocument"]["uri"].as_str()?)?;
        let document = self.documents.get_mut(&path)?;
        document.version = params["textDocument"]["version"].clone();
        let changes = params["contentChanges"].as_array()?;
        document.raw = changed(std::mem::take(&mut document.raw), changes, LARGEST_TEXT as usize);
        document.source = Arc::new(Source::new(path, with_line_feeds(document.raw.clone())));
        Some(())
    }

    pub(super) fn close(&mut self, params: &Value) -> Option<()> {
        let path = self.path(params["textDocument"]["uri"].as_str()?)?;
        self.documents.remove(&path).map(drop)
    }

    /// What is open, to be laid over the disk.
    pub(super) fn laid(&self) -> Laid {
        self.documents.iter().map(|(path, document)| (path.clone(), Arc::clone(&document.source))).collect()
    }

    pub(super) fn latest(&self) -> Option<Arc<Snapshot>> {
        self.preview.as_ref().map(|preview| preview.latest())
    }

    /// The text of a file as it stands now.
    pub(super) fn source(&self, path: &SitePath, plan: Option<&Plan>) -> Option<Arc<Source>> {
        self.now(path, plan).cloned()
    }

    fn now<'a>(&'a self, path: &SitePath, plan: Option<&'a Plan>) -> Option<&'a Arc<Source>> {
        let open = self.documents.get(path).map(|document| &document.source);
        open.or_else(|| plan?.sources.get(path))
    }

    /// Places in a file: in an open text as its editor has it.
    pub(super) fn lines<'a>(&'a self, source: &'a Source) -> Lines<'a> {
        match self.documents.get(&source.path) {
            Some(document) if document.source.hash == source.hash => Lines::of(&document.raw),
            _ => Lines::of_file(source),
        }
    }

    /// A file as it stands now, read: as the site has it, or anew where the site holds another text of it.
    pub(super) fn doc(&self, source: &Arc<Source>, plan: Option<&Plan>) -> Option<Arc<Doc>> {
        let page = plan.and_then(|plan| Some(&plan.site.pages[page_of(plan, &source.path)?]));
        if let Some(page) = page.filter(|page| page.doc.source.hash == source.hash) {
            return Some(Arc::clone(&page.doc));
        }
        if is_tree(&source.path) {
            return Some(Arc::new(parse::tree(source)));
        }
        let dialect = plan.map_or(Dialect::Own, |plan| Dialect::of(&plan.site.settings));
        is_source(source.path.as_str()).then(|| Arc::new(parse::article_in(source, dialect)))
    }
}

/// Places in the files of a site as editors count them. The lines of each file are looked for once, however many places are asked for.
pub(super) struct Places<'a> {
    workspace: &'a Workspace,
    plan: &'a Plan,
    lines: BTreeMap<SitePath, Option<Lines<'a>>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(workspace: &'a Workspace, plan: &'a Plan) -> Places<'a> {
        Places { workspace, plan, lines: BTreeMap::new() }
    }

    /// The range of a span; the beginning of the file where there is none, or where the file has no such place.
    pub(super) fn range(&mut self, path: &SitePath, span: Option<Span>) -> Value {
        let (workspace, plan) = (self.workspace, self.plan);
        let lines = self
            .lines
            .entry(path.clone())
            .or_insert_with(|| workspace.now(path, Some(plan)).map(|source| workspace.lines(source)));
        let known = lines.as_ref().zip(span).filter(|(lines, span)| lines.has(span.end as usize));
        let start = json!({"line": 0, "character": 0});
        known.map_or_else(|| json!({"start": start, "end": start}), |(lines, span)| lines.range(span))
    }

    pub(super) fn location(&mut self, path: &SitePath, span: Option<Span>) -> Value {
        json!({"uri": self.workspace.uri(path), "range": self.range(path, span)})
    }
}

/// The page that a file makes.
pub(super) fn page_of(plan: &Plan, path: &SitePath) -> Option<usize> {
    let site = &plan.site;
    site.names.page_at(path.below()).filter(|page| site.pages[*page].facts().path == *path)
}
