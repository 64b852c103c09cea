//! One link → where it leads.

use super::{GLOSSARY, Names, Page, REFERENCES};
use crate::glossary::Glossary;
use crate::load::{self, CONTENT};
use crate::parse::Kind;
use crate::parse::body::{Link, Purpose, Target};
use crate::source::{SitePath, slug};

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
        fragment: Option<String>,
    },
    /// To a term of the glossary.
    Term(usize),
    /// To a page that the program makes.
    Made {
        /// Its address.
        address: &'static str,
        /// The anchor.
        fragment: Option<String>,
    },
    /// To a picture or other file.
    File(usize),
    /// Nowhere.
    Fault(Fault),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no such page; where a path was meant, the whole of it.
    NoPage(Option<SitePath>),
    /// There is no such picture or file; where a path was meant, the whole of it.
    NoFile(Option<SitePath>),
    /// The page is there, the part is not.
    NoAnchor(usize),
    /// The glossary is there, the term is not.
    NoTerm,
    /// More than one page, or file, answers to the name.
    Ambiguous(Vec<usize>),
    /// As `Ambiguous`, of files.
    AmbiguousFile(Vec<usize>),
    /// The path leads out of the content folder.
    Outside,
}

/// Resolves a link of the file at a path.
pub(super) fn resolve(link: &Link, from: &SitePath, pages: &[Page], names: &Names, made: &Made<'_>) -> Resolved {
    match (&link.target, &link.purpose) {
        (Target::File { path, .. }, Purpose::Show { .. }) => match at(path, from) {
            Some(path) => {
                names.file_at(path.as_str()).map_or(Resolved::Fault(Fault::NoFile(Some(path))), Resolved::File)
            }
            None => Resolved::Fault(Fault::Outside),
        },
        (Target::Name { name, .. }, Purpose::Show { .. }) => file_called(name, from, names),
        (Target::File { path, fragment }, Purpose::Follow { .. }) => {
            if path.is_empty() {
                return in_page(names.page_at(from.as_str()), fragment.as_deref(), pages);
            }
            if let Some(made) = made.at(path, fragment.as_deref()) {
                return made;
            }
            let Some(full) = at(path, from) else { return Resolved::Fault(Fault::Outside) };
            if let Some(made) = made.of_file(full.as_str(), fragment.as_deref()) {
                return made;
            }
            match page_at(&full, path, names) {
                Some(page) => in_page(Some(page), fragment.as_deref(), pages),
                None => match names.file_at(full.as_str()) {
                    Some(file) => Resolved::File(file),
                    None if looks_like_page(path) => Resolved::Fault(Fault::NoPage(Some(full))),
                    None => Resolved::Fault(Fault::NoFile(Some(full))),
                },
            }
        }
        (Target::Name { name, fragment }, Purpose::Follow { .. }) => {
            if name.is_empty() {
                return in_page(names.page_at(from.as_str()), fragment.as_deref(), pages);
            }
            match names.pages_called(name) {
                [] => match names.files_called(name) {
                    [] => Resolved::Fault(Fault::NoPage(None)),
                    _ => file_called(name, from, names),
                },
                [page] => in_page(Some(*page), fragment.as_deref(), pages),
                several => Resolved::Fault(Fault::Ambiguous(several.to_vec())),
            }
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
        let below = written.strip_prefix('/')?.trim_end_matches('/');
        if below == GLOSSARY.trim_matches('/') && fragment.is_some_and(|f| !f.is_empty()) {
            return self.of_file(load::GLOSSARY, fragment);
        }
        let address = self.addresses.iter().find(|address| address.trim_matches('/') == below)?;
        Some(Resolved::Made { address, fragment: fragment.map(str::to_owned) })
    }

    /// What a path leads to: to link to the file of the terms works on GitHub, too.
    fn of_file(&self, path: &str, fragment: Option<&str>) -> Option<Resolved> {
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        let page = |address: &str, fragment: Option<&str>| {
            let address = self.addresses.iter().find(|known| **known == address)?;
            Some(Resolved::Made { address, fragment: fragment.map(str::to_owned) })
        };
        match (path, fragment) {
            (load::GLOSSARY, Some(term)) => {
                Some(self.glossary.term_called(term).map_or(Resolved::Fault(Fault::NoTerm), Resolved::Term))
            }
            (load::GLOSSARY, None) => page(GLOSSARY, None),
            (load::REFERENCES, fragment) => page(REFERENCES, fragment),
            _ => None,
        }
    }
}

/// The whole path that a link means. On GitHub `/` is the repository; in an article it is mostly the content folder.
fn at(path: &str, from: &SitePath) -> Option<SitePath> {
    let full = match path.strip_prefix('/') {
        Some(rest) => SitePath::resolve("", rest.strip_prefix("content/").unwrap_or(rest))
            .and_then(|p| SitePath::resolve(CONTENT, p.as_str())),
        None => SitePath::resolve(from.folder(), path),
    }?;
    let inside =
        full.as_str() == CONTENT || full.as_str().strip_prefix(CONTENT).is_some_and(|rest| rest.starts_with('/'));
    inside.then_some(full)
}

/// The page of a file, also where its ending, or the file's name of a folder's own page, is left out; or the page at a
/// published address.
fn page_at(full: &SitePath, written: &str, names: &Names) -> Option<usize> {
    let full = full.as_str();
    let direct = names.page_at(full);
    if direct.is_some() || full.rsplit('/').next().is_some_and(|name| name.ends_with(".md")) {
        return direct;
    }
    let tries =
        [format!("{full}.md"), format!("{full}/index.md"), format!("{full}/README.md"), format!("{full}.tree.yaml")];
    tries.iter().find_map(|path| names.page_at(path)).or_else(|| {
        let address = written.starts_with('/').then(|| format!("/{}/", written.trim_matches('/')))?;
        names.page_with_address(if address == "//" { "/" } else { &address })
    })
}

fn looks_like_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.')
        || name.ends_with(".md")
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
        || name.ends_with(".html")
}

fn file_called(name: &str, from: &SitePath, names: &Names) -> Resolved {
    let beside = SitePath::resolve(from.folder(), name).and_then(|path| names.file_at(path.as_str()));
    match (beside, names.files_called(name)) {
        (Some(file), _) | (None, &[file]) => Resolved::File(file),
        (None, []) => Resolved::Fault(Fault::NoFile(None)),
        (None, several) => Resolved::Fault(Fault::AmbiguousFile(several.to_vec())),
    }
}

fn in_page(page: Option<usize>, fragment: Option<&str>, pages: &[Page]) -> Resolved {
    let Some(page) = page else { return Resolved::Fault(Fault::NoPage(None)) };
    let whole = |screen, fragment| Resolved::Page { page, screen, fragment };
    let Some(fragment) = fragment.filter(|f| !f.is_empty()) else { return whole(None, None) };
    let facts = pages[page].facts();
    if facts.kind == Kind::Tree {
        let wanted = |id: &str| id == fragment || slug::slug(id) == slug::slug(fragment);
        return match facts.screens.iter().position(|screen| wanted(&screen.id)) {
            Some(screen) => whole(Some(screen), None),
            None => Resolved::Fault(Fault::NoAnchor(page)),
        };
    }
    let known = |id: &str| facts.headings.iter().any(|h| h.id == id) || facts.anchors.iter().any(|a| a == id);
    if known(fragment) {
        return whole(None, Some(fragment.to_owned()));
    }
    let slug = slug::slug(fragment);
    if known(&slug) {
        return whole(None, Some(slug));
    }
    match facts.headings.iter().find(|h| h.text.to_lowercase() == fragment.to_lowercase()) {
        Some(heading) => whole(None, Some(heading.id.clone())),
        None => Resolved::Fault(Fault::NoAnchor(page)),
    }
}
