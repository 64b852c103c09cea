//! What a file is, by its name.

use super::{DATA, GLOSSARY, LOCK, REFERENCES, SETTINGS};
use crate::source::{SitePath, below};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Settings,
    Article,
    Tree,
    Glossary,
    References,
    Data,
    Lock,
    Drawing,
    Board,
    File,
    Download,
    Unknown,
}

/// Files that are published as they are. Not here: anything a browser would run on the site's own pages, such as `.html`,
/// or `.js`. An `.svg` is, once it has been written anew.
const PUBLISHED: [&str; 29] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "pdf", "txt", "csv", "mp3", "ogg", "opus", "wav", "m4a",
    "mp4", "webm", "mov", "vtt", "gpx", "ics", "zip", "docx", "xlsx", "odt", "epub", "canvas", "base",
];

/// Obsidian's boards and bases, which name files of which they show nothing here.
const BOARDS: [&str; 2] = ["canvas", "base"];

/// Files that a browser only keeps or shows as text, and that may as well be a tool's settings or somebody's work: they are published
/// where a page links to them. Not here: what a host may run, such as `.php`, or a browser take for a page, such as `.xml`.
const DOWNLOADS: [&str; 33] = [
    "json", "geojson", "ipynb", "py", "r", "rmd", "jl", "m", "sql", "c", "h", "cpp", "rs", "go", "java", "tex", "bib",
    "tsv", "rtf", "doc", "xls", "ppt", "pptx", "ods", "odp", "gz", "tgz", "tar", "bz2", "xz", "7z", "flac", "fit",
];

/// Whether files of this ending, in lower case, are published as they are.
pub fn is_published(extension: &str) -> bool {
    extension == "svg" || PUBLISHED.contains(&extension) || DOWNLOADS.contains(&extension)
}

/// Whether a file is a drawing: a text, of which only what draws is published.
pub fn is_drawing(path: &SitePath) -> bool {
    path.extension() == "svg"
}

pub(super) fn of(path: &SitePath) -> Kind {
    let name = path.file_name().to_lowercase();
    match path.as_str() {
        SETTINGS => Kind::Settings,
        LOCK => Kind::Lock,
        _ if path.below() == below(GLOSSARY) => Kind::Glossary,
        _ if path.below() == below(REFERENCES) => Kind::References,
        _ if path.below() == below(DATA) => Kind::Data,
        _ if name.ends_with(".tree.yaml") || name.ends_with(".tree.yml") => Kind::Tree,
        _ if name.ends_with(".md") || name.ends_with(".markdown") => Kind::Article,
        _ if is_drawing(path) => Kind::Drawing,
        _ if BOARDS.contains(&path.extension().as_str()) => Kind::Board,
        _ if PUBLISHED.contains(&path.extension().as_str()) => Kind::File,
        _ if DOWNLOADS.contains(&path.extension().as_str()) => Kind::Download,
        _ => Kind::Unknown,
    }
}

/// Whether a browser that is not told what a text is takes it for a page.
pub(super) fn begins_as_page(start: &[u8]) -> bool {
    start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// Whether a file of this path is a decision tree.
pub fn is_tree(path: &SitePath) -> bool {
    of(path) == Kind::Tree
}

/// Whether a file of this path is an article or a decision tree.
pub fn is_source(path: &str) -> bool {
    matches!(of(&path.into()), Kind::Article | Kind::Tree)
}
