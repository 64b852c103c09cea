//! Files that only held-back pages use: they are held back with them.
//!
//! A photo of a private note is as private as the note. Which files a note means is looked for by their names in its text as it
//! stands (with Aho and Corasick's automaton), and not by its links alone: front matter, comments and a text that cannot be read
//! name files too.

use super::{Page, Resolved, Site};
use crate::load::{self, Attachment};
use crate::parse::Doc;
use crate::source::url;
use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::sync::Arc;

/// The numbers of these files. `pages` and `terms` are what readers see.
pub(super) fn held_files(
    (held, bundles): (&[Arc<Doc>], &[String]),
    pages: &[Page],
    terms: &[Vec<Resolved>],
    files: &[Attachment],
) -> HashSet<usize> {
    if (held.is_empty() && bundles.is_empty()) || files.is_empty() {
        return HashSet::new();
    }
    let shown = pages.iter().flat_map(|page| &page.links).chain(terms.iter().flatten());
    let used: HashSet<usize> = shown
        .flat_map(|link| match link {
            Resolved::File(file) => vec![*file],
            Resolved::Fault(super::Fault::AmbiguousFile(files)) => files.clone(),
            _ => Vec::new(),
        })
        .collect();
    let mut names: Vec<(String, usize)> = Vec::new();
    for (f, file) in files.iter().enumerate().filter(|(f, _)| !used.contains(f)) {
        let name = file.path.file_name();
        names.push((name.to_owned(), f));
        for other in [url::encoded(name), name.replace(' ', "%20")] {
            if other != name {
                names.push((other, f));
            }
        }
    }
    // Names so many that no automaton can hold them are nobody's site.
    let Ok(automaton) =
        AhoCorasick::builder().ascii_case_insensitive(true).build(names.iter().map(|(name, _)| name.as_str()))
    else {
        return names.into_iter().map(|(_, file)| file).collect();
    };
    let mut out: HashSet<usize> = HashSet::new();
    let bundles: HashSet<&str> = bundles.iter().map(String::as_str).collect();
    let bundled = |file: &Attachment| ancestors(file.path.below()).any(|path| bundles.contains(path));
    out.extend((0..files.len()).filter(|f| !bundles.is_empty() && !used.contains(f) && bundled(&files[*f])));
    for doc in held {
        let found = automaton.find_overlapping_iter(doc.source.text.as_str());
        out.extend(found.map(|found| names[found.pattern().as_usize()].1));
    }
    out
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

    /// Whether a file is held back, by its number: nothing but held-back pages uses it.
    pub fn holds_back(&self) -> impl Fn(usize) -> bool + '_ {
        let named = self.names_file();
        move |file| self.held_files.contains(&file) && !named(&self.files[file])
    }
}
