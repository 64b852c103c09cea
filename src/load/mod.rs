//! Disk → texts. The only reader of the disk.
//!
//! Takes: a site's root folder. Gives: [`Inputs`], everything the other stages may know of the outside, and what could not be read.
//! Never: understands what it reads, follows a link out of the site, or reads a file that begins with a dot, but for those of the
//! folder [`STATIC`].

#![allow(clippy::disallowed_methods, reason = "this room reads the disk")]

pub mod changes;
pub mod committed;
mod file_cache;
pub mod git;
pub mod history;
mod kind;
mod names;
pub mod renames;
mod supplied;
pub mod theme;
mod walk;

use crate::picture::{self, ImageInfo};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Source, Span};

pub use crate::source::CONTENT;
use rayon::prelude::*;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub(crate) use changes::laid_over;
pub use changes::{ChangeSet, reload_changed, with_text};
pub use committed::Committed;
use file_cache::Text;
pub use file_cache::{FileCache, Stamp};
pub use history::{Changes, InRepository};
use kind::Kind;
pub use kind::{is_drawing, is_published, is_source, is_tree};
pub(crate) use names::unportable;
pub use supplied::{LARGEST as LARGEST_SUPPLY, part, supplied};
pub use theme::ThemeFiles;
pub use walk::is_ignored;

/// The settings' file.
pub const SETTINGS: &str = "site.yaml";
/// The folder of the site's own themes.
pub const THEMES: &str = "themes";
/// The terms' file.
pub const GLOSSARY: &str = "content/glossary.yaml";
/// The values' file.
pub const DATA: &str = "content/data.yaml";
/// The sources' file.
pub const REFERENCES: &str = "content/references.yaml";

/// The folder beside the articles' own whose files are published as they are.
pub const STATIC: &str = "static";
/// The addresses that were published before.
pub const LOCK: &str = "addresses.lock";
/// The folder that Obsidian keeps its own settings in.
const OBSIDIAN: &str = ".obsidian";
/// Files in it that say how notes are shown, which folders hold templates, or are a plugin's own.
const TEMPLATES: [&str; 5] = [
    "app.json",
    "templates.json",
    "daily-notes.json",
    "plugins/templater-obsidian/data.json",
    "plugins/copilot/data.json",
];
/// Settings of other programs, beside ours or among the articles.
const OTHERS: [&str; 16] = [
    "mkdocs.yml",
    "mkdocs.yaml",
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "book.toml",
    "zola.toml",
    "_config.toml",
    "quartz.config.yaml",
    "quartz.config.yml",
];
/// Those of Hugo in parts, and those that are scripts, by their names and endings.
const IN_PARTS: [(&[&str], &[&str]); 2] = [
    (&["config/_default/hugo", "config/_default/config"], &["toml", "yaml", "yml", "json"]),
    (
        &[
            "docusaurus.config",
            "quartz.config",
            ".vitepress/config",
            ".vitepress/config/index",
            "docs/.vitepress/config",
            "docs/.vitepress/config/index",
        ],
        &["js", "cjs", "mjs", "ts", "cts", "mts"],
    ),
];
/// The file that marks a folder as a published site.
pub const MARKER: &str = ".fingerpost";
/// Its first line.
pub const MARKER_LINE: &str = "Written by Fingerpost. Files listed here are replaced by the next build.";

/// The largest text that is read. An article of this size would be a shelf of books.
pub(crate) const LARGEST_TEXT: u64 = 16 << 20;

/// Everything the site is made of, as found on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// `site.yaml`, if there is one.
    pub settings: Option<Arc<Source>>,
    /// Articles, by path.
    pub articles: Vec<Arc<Source>>,
    /// Decision trees, by path.
    pub trees: Vec<Arc<Source>>,
    /// The glossary, if there is one.
    pub glossary: Option<Arc<Source>>,
    /// The references, if there are any.
    pub references: Option<Arc<Source>>,
    /// Values that texts name, if there are any.
    pub data: Option<Arc<Source>>,
    /// The tables that texts put on a page, by path.
    pub tables: Vec<Arc<Source>>,
    /// The files of which texts show a part, by path.
    pub parts: Vec<Arc<Source>>,
    /// Pictures and other files to be published as they are, by path.
    pub files: Vec<Attachment>,
    /// Files that are published where a page links to them, by path.
    pub downloads: Vec<Attachment>,
    /// The files of the folder [`STATIC`], by path: published as they are, whatever they are.
    pub statics: Vec<Attachment>,
    /// Those of `files` that are SVG, as text: they are published written anew.
    pub drawings: Vec<Arc<Source>>,
    /// Those of `files` that are boards: only which files they name is looked for.
    pub boards: Vec<Arc<Source>>,
    /// What git knows of articles and trees, by path.
    pub changes: Arc<Changes>,
    /// Where git says that the site lies.
    pub in_repository: InRepository,
    /// The addresses published before, if they are kept.
    pub lock: Option<Arc<Source>>,
    /// Whether the articles are an Obsidian vault: it has its folder among them.
    pub vault: bool,
    /// Whether the articles stand beside the settings, in a folder that is another program's too.
    pub beside: bool,
    /// The name of another program's settings in the folder above, where the articles have no folder of their own.
    pub above: Option<String>,
    /// What other programs say of their folder, in files of their own.
    pub foreign: Vec<Arc<Source>>,
    /// Files of kinds that are not published, by path.
    pub unpublished: Vec<SitePath>,
    /// The themes of the site, by name, each laid over the built-in one.
    pub themes: Vec<ThemeFiles>,
}

impl Inputs {
    /// The texts of which there is one of a kind, each at its place.
    pub(crate) fn single(&self) -> [&Option<Arc<Source>>; 5] {
        [&self.settings, &self.glossary, &self.references, &self.data, &self.lock]
    }

    /// The same, to be exchanged.
    pub(crate) fn single_mut(&mut self) -> [&mut Option<Arc<Source>>; 5] {
        [&mut self.settings, &mut self.glossary, &mut self.references, &mut self.data, &mut self.lock]
    }

    /// The texts that authors write: articles, trees, and those of which there is one.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.articles.iter().chain(&self.trees).chain(self.single().into_iter().flatten())
    }

    /// The paths of all files, but for those of themes.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        let texts = self.texts().map(|text| &text.path);
        let files = self.files.iter().chain(&self.downloads).chain(&self.statics).map(|file| &file.path);
        texts.chain(files).chain(&self.unpublished)
    }

    /// Whether an article or a tree could be loaded.
    pub fn has_text(&self, path: &SitePath) -> bool {
        [&self.articles, &self.trees].iter().any(|texts| texts.binary_search_by(|text| text.path.cmp(path)).is_ok())
    }
}

/// A file that is published as it is, unless it is a drawing. Its bytes stay on disk until they are copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Below the site's root.
    pub path: SitePath,
    /// Where it is on this machine.
    pub disk: PathBuf,
    /// In bytes.
    pub size: u64,
    /// What tells it from an earlier file of its name.
    pub stamp: Stamp,
    /// Of a picture, what its head tells.
    pub seen: ImageInfo,
}

/// The root could not be read at all.
#[derive(Debug)]
pub struct Unreadable {
    /// The folder asked for.
    pub root: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the folder {} cannot be read: {}", self.root.display(), self.error)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Reads a site. What cannot be read is told, and the rest is read all the same.
pub fn load(root: &Path) -> Result<(Inputs, Vec<Problem>), Unreadable> {
    reload(root, &mut FileCache::default())
}

/// Reads a site again; texts that are what they were are taken from the cache.
pub fn reload(root: &Path, cache: &mut FileCache) -> Result<(Inputs, Vec<Problem>), Unreadable> {
    let unreadable = |error| Unreadable { root: root.to_owned(), error };
    let canonical = root.canonicalize().map_err(unreadable)?;
    std::fs::read_dir(&canonical).map_err(unreadable)?;

    let mut problems = Vec::new();
    let settings = walk::file(&canonical, SETTINGS, &mut problems);
    // Without a folder for them the articles stand beside the settings: a vault, or the folder of another program's site.
    let apart = settings.is_none() || canonical.join(CONTENT).symlink_metadata().is_ok();
    let folder = if apart { CONTENT } else { "" };
    let vault = canonical.join(folder).join(OBSIDIAN).is_dir();
    let mut found = walk::files(&canonical, folder, &mut problems);
    // Where the articles stand at the root, a folder of that name is one of theirs.
    let mut statics = if apart { walk::statics(&canonical, &mut problems) } else { Vec::new() };
    statics.par_iter_mut().for_each(|file| file.seen = seen(file));
    found.extend(settings);
    found.extend(walk::file(&canonical, LOCK, &mut problems));
    problems.extend(names::unportable(found.iter().chain(&statics).map(|file| &file.path)));
    let mut texts = Vec::with_capacity(found.len());
    let themes = theme::load(&canonical, cache, &mut texts, &mut problems);

    let read: Vec<(Kind, Attachment, Result<Option<Text>, Problem>)> = found
        .into_par_iter()
        .map(|mut file| {
            let kind = match kind::of(&file.path) {
                Kind::Download if !is_download(&file) => Kind::Unknown,
                kind => kind,
            };
            file.seen = seen(&file);
            let text = match kind {
                Kind::Unknown | Kind::File | Kind::Download => Ok(None),
                // What cannot be read of it is no author's affair: nothing of it is shown.
                Kind::Board => Ok(text(&file, cache).ok().map(|text| Text { problems: Vec::new(), ..text })),
                _ => text(&file, cache).map(Some),
            };
            (kind, file, text)
        })
        .collect();

    let foreign = foreign(&canonical, folder, cache, &mut texts);
    let mut inputs = Inputs { themes, vault, foreign, statics, beside: !apart, ..Inputs::default() };
    inputs.above = canonical.parent().filter(|_| !apart).and_then(program_above);
    for (kind, file, text) in read {
        let text = text.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        match kind {
            Kind::Unknown => inputs.unpublished.push(file.path),
            Kind::File | Kind::Drawing | Kind::Board => inputs.files.push(file),
            Kind::Download => inputs.downloads.push(file),
            _ => {}
        }
        let Some(text) = text else { continue };
        let source = Arc::clone(&text.source);
        problems.extend(text.problems.iter().cloned());
        texts.push(text);
        match kind {
            Kind::Article => inputs.articles.push(source),
            Kind::Tree => inputs.trees.push(source),
            Kind::Glossary => inputs.glossary = Some(source),
            Kind::References => inputs.references = Some(source),
            Kind::Data => inputs.data = Some(source),
            Kind::Settings => inputs.settings = Some(source),
            Kind::Lock => inputs.lock = Some(source),
            Kind::Drawing => inputs.drawings.push(source),
            Kind::Board => inputs.boards.push(source),
            Kind::File | Kind::Download | Kind::Unknown => {}
        }
    }
    supplied::read(&canonical, &mut inputs, cache, &mut texts, &mut problems);
    cache.keep(&texts);
    inputs.changes = cache.history.changes(&canonical, inputs.articles.iter().chain(&inputs.trees));
    inputs.in_repository = cache.history.place();
    problems.extend(cache.history.problem());
    Ok((inputs, problems))
}

/// What other programs say of the folder. What cannot be read of that is their own affair.
fn foreign(root: &Path, folder: &str, cache: &FileCache, texts: &mut Vec<Text>) -> Vec<Arc<Source>> {
    let among = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let mut names: Vec<String> = TEMPLATES.iter().map(|name| among(&format!("{OBSIDIAN}/{name}"))).collect();
    let in_parts = IN_PARTS.iter().flat_map(|(stems, endings)| {
        stems.iter().flat_map(move |stem| endings.iter().map(move |ending| format!("{stem}.{ending}")))
    });
    let others = OTHERS.iter().map(|name| (*name).to_owned()).chain(in_parts);
    names.extend(others.flat_map(|name| {
        let inside = among(&name);
        [name, inside]
    }));
    names.dedup();
    let found = names.iter().filter_map(|name| walk::file(root, name, &mut Vec::new()));
    let read: Vec<Text> = found.filter_map(|file| text(&file, cache).ok()).collect();
    let sources = read.iter().map(|text| Arc::clone(&text.source)).collect();
    texts.extend(read);
    sources
}

/// The settings of a program in a folder, of those that keep their articles in a folder below. Their names alone are looked at.
fn program_above(folder: &Path) -> Option<String> {
    let scripts = ["js", "cjs", "mjs", "ts", "cts", "mts"].map(|ending| format!("docusaurus.config.{ending}"));
    let names = ["mkdocs.yml", "mkdocs.yaml", "book.toml"].map(str::to_owned).into_iter().chain(scripts);
    names.into_iter().find(|name| folder.join(name).is_file())
}

/// Reads one text by itself, wherever it is.
pub fn single(file: &Path, problems: &mut Vec<Problem>) -> io::Result<Option<Arc<Source>>> {
    let found = std::fs::metadata(file)?;
    if !found.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let shown = file.to_string_lossy().replace('\\', "/");
    let path = SitePath::from(shown.strip_prefix("./").unwrap_or(&shown));
    let attachment = Attachment {
        path,
        disk: file.to_owned(),
        size: found.len(),
        stamp: Stamp::of(&found),
        seen: ImageInfo::default(),
    };
    match text(&attachment, &FileCache::default()) {
        Ok(text) => {
            problems.extend(text.problems);
            Ok(Some(text.source))
        }
        Err(problem) => {
            problems.push(problem);
            Ok(None)
        }
    }
}

/// The bytes of a file that was found below a root, as long as it still lies there.
pub fn attachment(root: &Path, disk: &Path) -> io::Result<Vec<u8>> {
    let real = disk.canonicalize()?;
    if !real.starts_with(root) {
        return Err(io::Error::other("it lies outside the site"));
    }
    std::fs::read(real)
}

/// Reads a text, unless it is known. One that is not UTF-8 is told and read as well as may be, so that links to it are not
/// broken besides.
fn text(file: &Attachment, cache: &FileCache) -> Result<Text, Problem> {
    if let Some(text) = cache.text(&file.path, file.stamp) {
        return Ok(text.clone());
    }
    let read = SystemTime::now();
    let mut problems = Vec::new();
    let text = String::from_utf8(bytes(file)?).unwrap_or_else(|error| {
        problems.push(not_utf8(&file.path, error.as_bytes(), error.utf8_error().valid_up_to()));
        utf16(error.as_bytes()).unwrap_or_else(|| String::from_utf8_lossy(error.as_bytes()).into_owned())
    });
    let source = Arc::new(Source::new(file.path.clone(), with_line_feeds(text)));
    Ok(Text { source, problems, stamp: file.stamp, read })
}

/// The text with line feeds where lines end in a carriage return alone, as on the oldest Macs: Markdown knows that, and nothing else
/// here does. Every place in it stays the same.
pub(crate) fn with_line_feeds(text: String) -> String {
    let alone = |bytes: &[u8], at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(|at| alone(text.as_bytes(), at)) {
        return text;
    }
    let mut bytes = text.into_bytes();
    for at in 0..bytes.len() {
        if alone(&bytes, at) {
            bytes[at] = b'\n';
        }
    }
    String::from_utf8(bytes).expect("a line feed in the place of a carriage return is UTF-8 as well")
}

/// Whether a file whose name says so is one that a browser keeps, whatever a host says of it.
fn is_download(file: &Attachment) -> bool {
    let mut start = Vec::new();
    let read = File::open(&file.disk).and_then(|open| open.take(512).read_to_end(&mut start));
    read.is_ok() && !kind::begins_as_page(&start)
}

/// What a picture's head tells. Of a file that cannot be opened, nothing: it is told when it is copied.
fn seen(file: &Attachment) -> ImageInfo {
    if matches!(file.path.extension().as_str(), "mp4" | "mov" | "m4v" | "m4a" | "3gp") {
        let says_where = File::open(&file.disk).is_ok_and(|open| picture::film_says_where(BufReader::new(open)));
        return ImageInfo { says_where, ..ImageInfo::default() };
    }
    if !picture::is_picture(&file.path.extension()) {
        return ImageInfo::default();
    }
    File::open(&file.disk).map_or_else(|_| ImageInfo::default(), |open| picture::seen(BufReader::new(open)))
}

/// Reads a file whole.
fn bytes(file: &Attachment) -> Result<Vec<u8>, Problem> {
    if file.size > LARGEST_TEXT {
        return Err(too_large(file));
    }
    let mut bytes = Vec::with_capacity(file.size as usize + 1);
    let read = File::open(&file.disk).and_then(|open| open.take(LARGEST_TEXT).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&file.path, &error)).map(|_| bytes)
}

fn too_large(file: &Attachment) -> Problem {
    Problem::of_file(
        Code::FileTooLarge,
        &file.path,
        format!("This file has {} MB; a text may have {} MB", file.size >> 20, LARGEST_TEXT >> 20),
    )
    .help("Divide it into several pages.")
}

fn unreadable(path: &SitePath, error: &io::Error) -> Problem {
    Problem::of_file(Code::UnreadableFile, path, format!("This file cannot be read: {}", error.kind()))
        .help("Look whether it is still there and whether you may read it.")
}

fn not_utf8(path: &SitePath, bytes: &[u8], valid: usize) -> Problem {
    let message = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "This file is saved as UTF-16 (\u{201c}Unicode\u{201d} in some programs), not as UTF-8".to_owned()
    } else {
        match windows_letter(bytes[valid]) {
            Some(letter) => {
                format!("This character is not saved as UTF-8: it seems to be `{letter}` in the old way of Windows")
            }
            None => "From here on this file is not saved as UTF-8".to_owned(),
        }
    };
    Problem::at(Code::NotUtf8, path, Span::new(valid, valid), message).help(
        "Open the file in a text editor, look for \u{201c}Save as\u{201d}, and choose the encoding `UTF-8` there instead of `ANSI` or \
         `Unicode`.",
    )
}

/// A text that is saved as UTF-16, by its first two bytes.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2)? {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// What a byte is in Windows-1252, for the letters and signs that texts have.
fn windows_letter(byte: u8) -> Option<char> {
    match byte {
        0x80 => Some('€'),
        0x85 => Some('…'),
        0x91 => Some('\u{2018}'),
        0x92 => Some('\u{2019}'),
        0x93 => Some('\u{201c}'),
        0x94 => Some('\u{201d}'),
        0x96 => Some('–'),
        0x97 => Some('—'),
        0xa1.. => Some(char::from(byte)),
        _ => None,
    }
}
