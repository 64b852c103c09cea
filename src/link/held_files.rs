//! Files that no reader sees: those that only held-back pages use are held back with them.
//!
//! A photo of a private note is as private as the note. Which files a note means is looked for by their names in its text as it
//! stands (with Aho and Corasick's automaton), and not by its links alone: front matter, comments and a text that cannot be read
//! name files too. So do boards, of which nothing is shown; and of a page that readers see, what stands in a comment or as code
//! is neither shown nor linked.

use super::{Page, Resolved, Site};
use crate::load::{self, Attachment};
use crate::parse::{Doc, Facts, Kind};
use crate::source::{Source, url};
use crate::text::body::Target;
use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Texts that readers do not see.
pub(super) struct Unseen<'a> {
    /// Pages that are kept back.
    pub(super) docs: &'a [Arc<Doc>],
    /// Boards and the like.
    pub(super) boards: &'a [Arc<Source>],
    /// Folders and files of which only what a page uses is published.
    pub(super) bundles: &'a [String],
}

/// The numbers of files that are not published.
#[derive(Debug, Default)]
pub(super) struct HeldFiles {
    /// Those that only held-back pages use.
    private: HashSet<usize>,
    /// Those that no page uses, and that one which readers see names in a comment or as code.
    unshown: HashSet<usize>,
}

/// Finds them. `pages` and `terms` are what readers see.
pub(super) fn held_files(
    unseen: &Unseen<'_>,
    pages: &[Page],
    terms: &[Vec<Resolved>],
    files: &[Attachment],
    base_url: &str,
) -> HeldFiles {
    let shown = pages.iter().flat_map(|page| &page.links).chain(terms.iter().flatten());
    // Of several files that a link may mean, none is shown.
    let used: HashSet<usize> = shown
        .filter_map(|link| match link {
            Resolved::File(file) => Some(*file),
            _ => None,
        })
        .collect();
    let mut names: Vec<(String, usize)> = Vec::new();
    for (f, file) in files.iter().enumerate().filter(|(f, _)| !used.contains(f)) {
        names.extend(spellings(file.path.file_name()).into_iter().map(|name| (name, f)));
    }
    if names.is_empty() {
        return HeldFiles::default();
    }
    // Names so many that no automaton can hold them are nobody's site.
    let Ok(automaton) =
        AhoCorasick::builder().ascii_case_insensitive(true).build(names.iter().map(|(name, _)| name.as_str()))
    else {
        return HeldFiles { private: names.into_iter().map(|(_, file)| file).collect(), unshown: HashSet::new() };
    };
    let bundles: HashSet<&str> = unseen.bundles.iter().map(String::as_str).collect();
    let bundled = |file: &Attachment| ancestors(file.path.below()).any(|path| bundles.contains(path));
    let mut private: HashSet<usize> =
        (0..files.len()).filter(|f| !bundles.is_empty() && !used.contains(f) && bundled(&files[*f])).collect();
    let drawn = |f: &usize| !used.contains(f) && is_drawn(files[*f].path.file_name());
    private.extend((0..files.len()).filter(drawn));
    let texts = unseen.docs.iter().map(|doc| &doc.source).chain(unseen.boards).map(|source| source.text.as_str());
    // A link says it without the signs of Markdown and HTML: `my\_scan.png`, `a&#38;b.png`.
    for text in texts.chain(unseen.docs.iter().flat_map(|doc| targets(&doc.facts))) {
        let found = automaton.find_overlapping_iter(text);
        private.extend(found.map(|found| names[found.pattern().as_usize()].1));
    }
    let is_article = |page: &&Page| page.is_for_readers() && page.facts().kind == Kind::Article;
    let mut unshown: HashSet<usize> = pages
        .par_iter()
        .filter(is_article)
        .flat_map_iter(|page| {
            let text = body(&page.doc.source.text);
            let found = automaton.find_overlapping_iter(text).filter(|found| is_whole(text, found.range()));
            found.map(|found| names[found.pattern().as_usize()].1).collect::<Vec<_>>()
        })
        .collect();
    // What a link names is linked, whatever else it leads to; so is what one names that is written with the site's whole address.
    let linked = pages.iter().flat_map(|page| targets(page.facts()));
    let outside =
        pages.iter().flat_map(|page| page.doc.content.link_texts()).filter_map(|link| link.outside.as_deref());
    let outside = outside.filter(|address| !base_url.is_empty() && address.starts_with(base_url));
    if !unshown.is_empty() {
        for found in linked.chain(outside).flat_map(|text| automaton.find_overlapping_iter(text)) {
            unshown.remove(&names[found.pattern().as_usize()].1);
        }
    }
    HeldFiles { private, unshown }
}

/// The picture that Obsidian's drawing plugin writes beside a drawing, `x.excalidraw.dark.svg`: it is no page's unless one shows it.
fn is_drawn(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains(".excalidraw.") && [".svg", ".png"].iter().any(|ending| name.ends_with(ending))
}

/// A file's name as texts have it: with letters put together in either way, and with signs escaped.
fn spellings(name: &str) -> BTreeSet<String> {
    let forms = [name.to_owned(), name.nfc().collect(), name.nfd().collect()];
    let escaped =
        |name: &String| [name.clone(), url::encoded(name), name.replace(' ', "%20"), name.replace('&', "&amp;")];
    forms.iter().flat_map(escaped).collect()
}

/// What the links of a page name.
fn targets(facts: &Facts) -> impl Iterator<Item = &str> {
    facts.links.iter().map(|link| match &link.target {
        Target::File { path, .. } => path.as_str(),
        Target::Name { name, .. } => name.as_str(),
    })
}

/// A text without its front matter, whose keys are for programs.
fn body(text: &str) -> &str {
    let mut lines = text.split_inclusive('\n');
    let mut end = lines.next().map_or(0, str::len);
    let fence = text[..end].trim_start_matches('\u{feff}').trim_end();
    if !matches!(fence, "---" | "+++") {
        return text;
    }
    for line in lines {
        end += line.len();
        if line.trim_end() == fence {
            return &text[end..];
        }
    }
    text
}

/// Whether what was found is no part of a longer name.
fn is_whole(text: &str, found: std::ops::Range<usize>) -> bool {
    let before = text[..found.start].chars().next_back();
    let after = text[found.end..].chars().next();
    !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && !after.is_some_and(char::is_alphanumeric)
}

/// A path and the folders that it lies in.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([folder]).filter(|folder| !folder.is_empty())
}

impl Site {
    /// Whether a file is not published: a drawing that could not be read, or what is called a picture and is none, whatever the
    /// settings say of its problems. Of a photo that cannot be made anew, nobody knows what else is in it.
    pub fn withholds(&self, file: &Attachment) -> bool {
        file.seen.head.is_none() || load::is_drawing(&file.path) && !self.drawings.contains_key(&file.path)
    }

    /// Whether a file is not published, by its number: only held-back pages use it, or none, and what names it is not shown.
    pub fn holds_back(&self) -> impl Fn(usize) -> bool + '_ {
        let (named, HeldFiles { private, unshown }) = (self.names_file(), &*self.held_files);
        move |file| (private.contains(&file) || unshown.contains(&file)) && !named(&self.files[file])
    }

    /// Whether only held-back pages use a file, by its number.
    pub fn is_private(&self) -> impl Fn(usize) -> bool + '_ {
        let named = self.names_file();
        move |file| self.held_files.private.contains(&file) && !named(&self.files[file])
    }
}
