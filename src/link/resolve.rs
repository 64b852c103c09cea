//! One link → where it leads.

use super::parts::{Part, Parts};
use super::{GLOSSARY, Names, Page, REFERENCES, Site, Unread};
use crate::glossary::Glossary;
use crate::load;
use crate::source::{SitePath, below};
use crate::text::body::{Anchor, Link, Purpose, Target};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// To a page, or a part of it.
    Page {
        /// The page.
        page: usize,
        /// A screen of a tree, by its number.
        screen: Option<usize>,
        /// The anchor.
        fragment: Option<Anchor>,
    },
    /// To a term of the glossary.
    Term(usize),
    /// To a page that the program makes.
    Made {
        /// Its address.
        address: &'static str,
        /// The anchor.
        fragment: Option<Anchor>,
    },
    /// To a picture or other file.
    File(usize),
    /// Nowhere.
    Fault(Fault),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no such page; where a path was meant, the whole of it below the folder of articles.
    NoPage(Option<SitePath>),
    /// There is no such picture or file; where a path was meant, the whole of it below the folder of articles.
    NoFile(Option<SitePath>),
    /// The page is there, the part is not.
    NoAnchor(usize),
    /// More than one page, or file, answers to the name.
    Ambiguous(Vec<usize>),
    /// As `Ambiguous`, of files.
    AmbiguousFile(Vec<usize>),
    /// The path leads out of the content folder.
    Outside,
    /// The page is a draft, and drafts are not shown.
    Draft(String),
    /// The glossary has no such term.
    NoTerm,
    /// The page or the file is kept back, with which nothing is wrong.
    Private,
    /// This file cannot be read, which is told there.
    Unread(SitePath),
}

/// What a `[[link]]` without words of its own shows: the title of the page, or the part's. `heading` gives the words of a page's
/// heading: a page may have as many headings as links to them, so whoever asks often remembers.
pub fn shown_name(
    site: &Site,
    link: &Link,
    resolved: Option<&Resolved>,
    heading: impl FnOnce(usize, &str) -> Option<String>,
) -> String {
    match resolved {
        Some(Resolved::Page { page, screen, fragment }) => {
            let facts = site.pages[*page].facts();
            let part = match (screen, fragment) {
                (Some(screen), _) => Some(facts.screens[*screen].title.clone()),
                (None, Some(id)) => heading(*page, id),
                (None, None) => None,
            };
            part.unwrap_or_else(|| facts.title.clone())
        }
        Some(Resolved::File(file)) => site.files[*file].path.file_name().to_owned(),
        _ => match &link.target {
            Target::Name { name, fragment } if name.is_empty() => fragment.as_deref().unwrap_or_default().to_owned(),
            Target::Name { name, .. } => name.to_string(),
            Target::File { path, .. } => path.to_string(),
        },
    }
}

/// All that a link can lead to.
pub(super) struct Resolver<'a> {
    pub(super) names: &'a Names,
    pub(super) parts: &'a Parts<'a>,
    /// Pages that are kept back, and their names.
    pub(super) held: (&'a [Page], &'a Names),
    /// What cannot be read.
    pub(super) unread: &'a Unread,
    pub(super) made: Made<'a>,
}

impl Resolver<'_> {
    pub(super) fn resolve(&self, link: &Link, from: &SitePath) -> Resolved {
        let found = match &link.target {
            Target::File { path, fragment } if path.is_empty() => self.itself(from, fragment.as_deref()),
            Target::Name { name, fragment } if name.is_empty() => self.itself(from, fragment.as_deref()),
            Target::File { path, fragment } => self.by_path(link, path, fragment.as_deref(), from),
            Target::Name { name, fragment } => self.by_name(link, name, fragment.as_deref(), from),
        };
        match found {
            Resolved::Fault(Fault::NoPage(path)) => {
                let held = self.held(link, from, path.as_ref());
                Resolved::Fault(held.unwrap_or(Fault::NoPage(path)))
            }
            Resolved::Fault(Fault::NoFile(path)) => {
                let held = self.held(link, from, path.as_ref());
                Resolved::Fault(held.unwrap_or(Fault::NoFile(path)))
            }
            found => found,
        }
    }

    fn itself(&self, from: &SitePath, fragment: Option<&str>) -> Resolved {
        self.part(self.names.page_at(from.below()), fragment)
    }

    fn by_path(&self, link: &Link, path: &str, fragment: Option<&str>, from: &SitePath) -> Resolved {
        let follows = matches!(link.purpose, Purpose::Follow { .. });
        let shows = matches!(link.purpose, Purpose::Show { .. });
        if let Some(made) = self.made.at(path, fragment).filter(|_| follows) {
            return made;
        }
        let full = at(path, from);
        if let Some(made) =
            full.as_ref().and_then(|full| self.made.of_file(full.as_str(), fragment)).filter(|_| follows)
        {
            return made;
        }
        let found = match &full {
            None => Resolved::Fault(Fault::Outside),
            Some(full) => {
                let file = || self.names.file_at(full.as_str()).map(Resolved::File);
                let page = || self.page_at(full, path).map(|page| self.part(Some(page), fragment));
                let found = if shows { file() } else { page().or_else(file) };
                found.unwrap_or_else(|| {
                    let page = !shows && looks_like_page(path);
                    let full = Some(full.clone());
                    Resolved::Fault(if page { Fault::NoPage(full) } else { Fault::NoFile(full) })
                })
            }
        };
        // In Obsidian a path is a name too, wherever the file is.
        match found {
            Resolved::Fault(Fault::NoPage(_) | Fault::NoFile(_) | Fault::Outside) if self.names.of_vault() => {
                match self.by_name(link, path, fragment, from) {
                    Resolved::Fault(Fault::NoPage(_) | Fault::NoFile(_)) => found,
                    named => named,
                }
            }
            found => found,
        }
    }

    fn by_name(&self, link: &Link, name: &str, fragment: Option<&str>, from: &SitePath) -> Resolved {
        if let Some(full) = (name.starts_with("./") || name.starts_with("../")).then(|| at(name, from)) {
            let Some(full) = full else { return Resolved::Fault(Fault::Outside) };
            return match (self.page_at(&full, name), self.names.file_at(full.as_str())) {
                (_, Some(file)) => Resolved::File(file),
                (page, None) => self.part(page, fragment),
            };
        }
        let page = || match self.names.pages_meant(name, from) {
            [] => None,
            [page] => Some(self.part(Some(*page), fragment)),
            several => Some(Resolved::Fault(Fault::Ambiguous(several.to_vec()))),
        };
        let file = || {
            let beside = SitePath::resolve(from.below_folder(), name);
            let beside = beside.and_then(|path| self.names.file_at(path.as_str()));
            match (beside, self.names.files_meant(name, from)) {
                (Some(file), _) | (None, &[file]) => Some(Resolved::File(file)),
                (None, []) => None,
                (None, several) => Some(Resolved::Fault(Fault::AmbiguousFile(several.to_vec()))),
            }
        };
        match link.purpose {
            Purpose::Show { .. } => file().unwrap_or(Resolved::Fault(Fault::NoFile(None))),
            _ => page().or_else(file).unwrap_or(Resolved::Fault(Fault::NoPage(None))),
        }
    }

    /// Whether a link that leads to nothing of the site leads to what is kept back.
    fn held(&self, link: &Link, from: &SitePath, path: Option<&SitePath>) -> Option<Fault> {
        let unread = match (path, &link.target) {
            (Some(path), _) => self.unread_at(path.as_str()),
            (None, Target::Name { name, .. }) => self.unread.page_called(name),
            (None, Target::File { .. }) => None,
        };
        if let Some(unread) = unread {
            return Some(Fault::Unread(unread.clone()));
        }
        let (pages, names) = self.held;
        let (page, file) = match (path, &link.target) {
            (Some(path), _) => (names.page_at(path.as_str()), names.file_at(path.as_str()).is_some()),
            (None, Target::Name { name, .. }) => {
                (names.pages_meant(name, from).first().copied(), !names.files_meant(name, from).is_empty())
            }
            (None, Target::File { .. }) => (None, false),
        };
        match page.map(|page| pages[page].facts()) {
            Some(facts) if facts.visibility != crate::parse::Visibility::Draft => Some(Fault::Private),
            Some(facts) => Some(Fault::Draft(facts.title.clone())),
            None => file.then_some(Fault::Private),
        }
    }

    /// What cannot be read and would be at a path. The pages of the terms and of the sources are made from their files.
    fn unread_at(&self, path: &str) -> Option<&SitePath> {
        let made = [(GLOSSARY, load::GLOSSARY), (REFERENCES, load::REFERENCES)];
        let made = made.iter().find(|(address, _)| address.trim_matches('/') == path).map(|(_, file)| below(file));
        self.unread.page_called(path).or_else(|| self.unread.file(made.unwrap_or(path)))
    }

    /// The page of a file, also where its ending, or the file's name of a folder's own page, is left out, or it is named as it
    /// will be published; or the page at a published address.
    fn page_at(&self, full: &SitePath, written: &str) -> Option<usize> {
        let full = full.as_str();
        let direct = self.names.page_at(full);
        if direct.is_some() || full.ends_with(".md") {
            return direct;
        }
        let plain = full.strip_suffix(".html").unwrap_or(full);
        let tries =
            [format!("{full}.md"), format!("{plain}.md"), format!("{plain}.tree.yaml"), format!("{plain}.html.md")];
        let found = tries.iter().find_map(|path| self.names.page_at(path));
        let found = found.or_else(|| self.names.page_of_folder(full));
        let found = found.or_else(|| match plain.rsplit_once('/').unwrap_or(("", plain)) {
            (folder, "index") if plain != full => self.names.page_of_folder(folder),
            _ => None,
        });
        found.or_else(|| {
            let address = written.starts_with('/').then(|| format!("/{}/", written.trim_matches('/')))?;
            self.names.page_with_address(if address == "//" { "/" } else { &address })
        })
    }

    fn part(&self, page: Option<usize>, fragment: Option<&str>) -> Resolved {
        let Some(page) = page else { return Resolved::Fault(Fault::NoPage(None)) };
        // A browser's own word for the page's beginning.
        let Some(fragment) = fragment.filter(|f| !f.is_empty() && *f != "top") else {
            return Resolved::Page { page, screen: None, fragment: None };
        };
        match self.parts.find(page, fragment) {
            Some(Part::Screen(screen)) => Resolved::Page { page, screen: Some(screen), fragment: None },
            Some(Part::Anchor(id)) => Resolved::Page { page, screen: None, fragment: Some(id) },
            None => Resolved::Fault(Fault::NoAnchor(page)),
        }
    }
}

/// The pages that the program makes, by their addresses and the files they are made from.
pub(super) struct Made<'a> {
    pub(super) glossary: &'a Glossary,
    /// Those that this site has.
    pub(super) addresses: &'a [&'static str],
}

impl Made<'_> {
    /// What an address as written leads to.
    fn at(&self, written: &str, fragment: Option<&str>) -> Option<Resolved> {
        let plain = written.strip_prefix('/')?.trim_end_matches('/');
        if plain == GLOSSARY.trim_matches('/') && fragment.is_some_and(|f| !f.is_empty()) {
            return self.of_file(below(load::GLOSSARY), fragment);
        }
        let address = self.addresses.iter().find(|address| address.trim_matches('/') == plain)?;
        Some(Resolved::Made { address, fragment: fragment.map(Anchor::from) })
    }

    /// What a path below the folder of articles leads to: to link to the file of the terms works on GitHub, too.
    fn of_file(&self, path: &str, fragment: Option<&str>) -> Option<Resolved> {
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        let page = |address: &str, fragment: Option<&str>| {
            let address = self.addresses.iter().find(|known| **known == address)?;
            Some(Resolved::Made { address, fragment: fragment.map(Anchor::from) })
        };
        match fragment {
            Some(term) if path == below(load::GLOSSARY) => {
                Some(self.glossary.term_called(term).map_or(Resolved::Fault(Fault::NoTerm), Resolved::Term))
            }
            None if path == below(load::GLOSSARY) => page(GLOSSARY, None),
            fragment if path == below(load::REFERENCES) => page(REFERENCES, fragment),
            _ => None,
        }
    }
}

/// The whole path that a link means, below the folder of articles; `None` where it leads out of that. On GitHub `/` is the
/// repository; in an article it is mostly the folder of articles.
fn at(path: &str, from: &SitePath) -> Option<SitePath> {
    match path.strip_prefix('/') {
        Some(rest) => SitePath::resolve("", below(rest)),
        None => SitePath::resolve(from.below_folder(), path),
    }
}

fn looks_like_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.')
        || name.ends_with(".md")
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
        || name.ends_with(".html")
}
