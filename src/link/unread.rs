//! Files that could not be read: what is looked for in them is not known to be missing.

use super::{Names, Page};
use crate::config::settings::Settings;
use crate::parse::Visibility;
use crate::source::SitePath;
use std::collections::HashSet;

/// What of a site could not be read. Problems that may come of it name it as their cause.
#[derive(Debug, Default)]
pub struct Unread {
    files: Vec<SitePath>,
    pages: Vec<Page>,
    names: Names,
}

impl Unread {
    /// `held` are the pages that are kept back, `files` every file that could not be read. A page that would be left out in any case
    /// is none of them.
    pub(super) fn of(held: &[Page], files: &[SitePath], settings: &Settings) -> Unread {
        let named: HashSet<&SitePath> = files.iter().collect();
        let unread = held
            .iter()
            .filter(|page| page.facts().visibility == Visibility::Unknown && named.contains(&page.facts().path));
        let pages: Vec<Page> = unread.cloned().collect();
        let names = Names::new(&pages, &[], settings);
        Unread { files: files.to_vec(), pages, names }
    }

    /// A file that could not be read, by its path below the folder of articles; or the folder that it lies in.
    pub fn file(&self, below: &str) -> Option<&SitePath> {
        let holds = |path: &&SitePath| {
            below.strip_prefix(path.below()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.files.iter().find(holds)
    }

    /// The page of this name, or of this path below the folder of articles.
    pub fn page_called(&self, name: &str) -> Option<&SitePath> {
        if self.pages.is_empty() {
            return None;
        }
        let path = name.trim().trim_matches('/');
        let tries = [path.to_owned(), format!("{path}.md"), format!("{path}.tree.yaml")];
        let page = tries.iter().find_map(|path| self.names.page_at(path));
        let page = page.or_else(|| self.names.page_of_folder(path));
        let page = page.or_else(|| self.names.pages_called(name).first().copied())?;
        Some(&self.pages[page].facts().path)
    }

    /// The page that may have had an address, or led there: the one above it, else any.
    pub fn page_with_address(&self, address: &str) -> Option<&SitePath> {
        let above = self.pages.iter().find(|page| address.starts_with(&page.facts().address));
        above.map(|page| &page.facts().path).or_else(|| self.page())
    }

    /// The first page: what it links to, cites and is called, nobody knows.
    pub fn page(&self) -> Option<&SitePath> {
        self.pages.first().map(|page| &page.facts().path)
    }
}
