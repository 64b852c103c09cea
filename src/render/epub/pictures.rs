//! The pictures of the book: each of the site's that a page of the book shows, once.
//!
//! Takes: the address of a picture, as the page of the whole site has it. Gives: the name of its file in the book.
//! Never: takes what programs for books need not show, or a drawing that was not written anew.

use crate::link::{BOOK, Site};
use crate::render::manifest::Part;
use crate::render::{Content, Manifest, Output, file_content, rendition};
use crate::source::SitePath;
use crate::source::url::decoded;
use std::collections::BTreeMap;

/// What every program for books shows, by the file's ending.
const KINDS: [(&str, &str); 6] = [
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
];

/// A picture of the book.
pub(super) struct Picture {
    /// Its file in the book.
    pub(super) file: String,
    /// Its media type.
    pub(super) kind: &'static str,
    content: Content,
}

/// Those asked for so far, in that order.
pub(super) struct Pictures<'a> {
    site: &'a Site,
    manifest: &'a Manifest,
    known: BTreeMap<String, usize>,
    pub(super) all: Vec<Picture>,
}

impl<'a> Pictures<'a> {
    pub(super) fn of(site: &'a Site, manifest: &'a Manifest) -> Pictures<'a> {
        Pictures { site, manifest, known: BTreeMap::new(), all: Vec::new() }
    }

    /// The file of a picture; `None` for what cannot be in a book.
    pub(super) fn file(&mut self, src: &str) -> Option<String> {
        let path = SitePath::resolve(BOOK.trim_matches('/'), &decoded(src)?)?;
        if let Some(known) = self.known.get(path.as_str()) {
            return Some(self.all[*known].file.clone());
        }
        let (ending, kind) = KINDS.into_iter().find(|(ending, _)| *ending == path.extension())?;
        let content = self.content(path.as_str(), ending)?;
        let file = format!("picture-{}.{ending}", self.all.len() + 1);
        self.known.insert(path.as_str().to_owned(), self.all.len());
        self.all.push(Picture { file: file.clone(), kind, content });
        Some(file)
    }

    fn content(&self, path: &str, ending: &str) -> Option<Content> {
        match self.manifest.part(path)? {
            Part::File(file) => {
                let content = file_content(self.site, file);
                (ending != "svg" || matches!(content, Content::Text(_))).then_some(content)
            }
            Part::Static(file) if ending != "svg" => Some(Content::Copy(self.site.statics[file].disk.clone())),
            Part::Rendition(file, form) => rendition(self.site, file, form),
            _ => None,
        }
    }

    /// The files of all.
    pub(super) fn files(self) -> impl Iterator<Item = Output> {
        self.all.into_iter().map(|picture| Output { path: picture.file, content: picture.content })
    }
}
