//! Which pictures are published in other sizes, and which as they are.
//!
//! Takes: the site. Gives: each file's [`Rendition`]s.
//! Never: makes them. A picture that pages show is published only as it is shown; the file itself, with whatever a camera wrote
//! into it, where a page links to it, where no page shows it, or where the settings name it.

use super::{Resolved, Site, of_static};
use crate::load::{self, Attachment};
use crate::picture::{self, Extent, Rendition};
use crate::source::slug;
use crate::text::body::Purpose;
use crate::yaml::Text;
use std::collections::{BTreeMap, HashSet};

/// The pictures that are made anew, by their files' numbers.
#[derive(Debug)]
pub struct Remade {
    forms: BTreeMap<usize, Vec<Rendition>>,
    wanted: HashSet<usize>,
}

impl Remade {
    /// The forms in which a file is published.
    pub fn renditions(&self, file: usize) -> &[Rendition] {
        self.forms.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Whether the file itself is published.
    pub fn as_it_is(&self, file: usize) -> bool {
        self.renditions(file).is_empty() || self.wanted.contains(&file)
    }
}

/// The path of a picture that the settings name, below the folder in which it is.
pub(super) fn below(name: &Text) -> &str {
    name.text.trim().trim_start_matches("./").trim_matches('/')
}

impl Site {
    /// Where a picture lies that the settings name, below `content` or `static`, and how large it is where that is known.
    pub fn own_picture(&self, name: &Text) -> Option<(&str, Option<Extent>)> {
        let below = below(name);
        let shown = |file: &&Attachment| load::is_drawing(&file.path) || picture::is_picture(&file.path.extension());
        let extent = |file: &Attachment| file.seen.head.extent();
        if let Some(number) = self.names.file_at(below) {
            let file = Some(&self.files[number]).filter(shown).filter(|file| !self.withholds(file))?;
            return Some((&self.file_addresses[number], extent(file)));
        }
        let file =
            self.statics.iter().filter(shown).find(|file| of_static(&file.path).trim_start_matches('/') == below)?;
        Some((of_static(&file.path), extent(file)))
    }

    /// Where the picture for a browser's tab lies, if the settings name one.
    pub fn own_icon(&self) -> Option<&str> {
        let named = [&self.settings.favicon, &self.settings.logo].into_iter().flatten();
        named.filter_map(|name| self.own_picture(name)).map(|(address, _)| address).next()
    }
}

/// The forms of a picture, if it is shown; none where it is shown as it is, as is one whose name leaves no room for their endings.
pub fn renditions(file: &Attachment) -> Vec<Rendition> {
    if file.path.file_name().len() > slug::LONGEST_NAME {
        return Vec::new();
    }
    picture::renditions(&file.path.extension(), file.seen.head)
}

/// Looks through everything that the site shows.
pub fn remade(site: &Site) -> Remade {
    let (mut forms, mut wanted) = (BTreeMap::new(), HashSet::new());
    let pages = site.pages.iter().flat_map(|page| page.facts().links.iter().zip(&page.links));
    let terms = site.glossary.terms.iter().zip(site.term_links.iter());
    let terms = terms.flat_map(|(term, links)| term.meaning.links.iter().zip(links));
    for (link, resolved) in pages.chain(terms) {
        let Resolved::File(file) = resolved else { continue };
        match link.purpose {
            Purpose::Show { .. } => drop(forms.entry(*file).or_insert_with(|| renditions(&site.files[*file]))),
            _ => drop(wanted.insert(*file)),
        }
    }
    let named = site.names_file();
    wanted.extend(forms.keys().filter(|file| named(&site.files[**file])));
    Remade { forms, wanted }
}
