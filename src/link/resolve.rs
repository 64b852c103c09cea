//! One link → where it leads.

use super::parts::{Part, Parts};
use super::{GLOSSARY, Names, Page, REFERENCES, Site, Unread};
use crate::config::settings::PageAddresses;
use crate::glossary::Glossary;
use crate::load;
use crate::parse::{Facts, Visibility, Waits, is_index};
use crate::source::{SitePath, below, slug};
use crate::text::body::{Anchor, Link, Markup, Purpose, Target};
use std::collections::{BTreeMap, HashMap};

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
    /// To a file that is published as it is.
    Static(usize),
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
    /// The page is not published on this day.
    Waits(String, Waits),
    /// The glossary has no such term.
    NoTerm,
    /// The page or the file is kept back, with which nothing is wrong.
    Private,
    /// This file is there, and files of its kind are not published.
    Unpublished(SitePath),
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
            if let Some(name) = name_in_vault(site, link, *page) {
                // As Obsidian shows it: `page > heading`.
                return part.map_or_else(|| name.to_owned(), |part| format!("{name} > {part}"));
            }
            part.unwrap_or_else(|| facts.title.clone())
        }
        Some(Resolved::File(file)) => site.files[*file].path.file_name().to_owned(),
        Some(Resolved::Static(file)) => site.statics[*file].path.file_name().to_owned(),
        _ => match &link.target {
            // As Obsidian shows it: `page > heading`.
            Target::Name { name, fragment } => {
                let parts = fragment.as_deref().unwrap_or_default().split('#');
                let parts = std::iter::once(name.as_str()).chain(parts).map(str::trim);
                parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" > ")
            }
            Target::File { path, fragment: Some(part) } => format!("{path}#{part}"),
            Target::File { path, .. } => path.to_string(),
        },
    }
}

/// A page's name as the note of a vault has it: it is part of a sentence there, in its writer's letters or by another name of the
/// page. `None` where the page's own title is meant, or says more: behind a path, and a file's name beside which the page has a
/// title.
fn name_in_vault<'a>(site: &Site, link: &'a Link, page: usize) -> Option<&'a str> {
    let Target::Name { name, .. } = &link.target else { return None };
    let follows = matches!(link.purpose, Purpose::Follow { .. });
    if site.settings.vault != Some(true) || !follows || name.is_empty() || name.contains('/') {
        return None;
    }
    let page = &site.pages[page];
    let named = name.strip_suffix(".md").unwrap_or(name);
    let file = page.facts().path.file_name();
    let is_file = file.trim_end_matches(".md").to_lowercase() == named.to_lowercase();
    (page.doc.front.title.is_none() || !is_file).then_some(named)
}

/// Whether `[[words]]` are no link but text. In a folder of a generator that knows no such links they are, unless a page is called
/// so; a path in them is meant as one.
pub fn stays_text(site: &Site, link: &Link, resolved: Option<&Resolved>) -> bool {
    let Target::Name { name, .. } = &link.target else { return false };
    let missing = matches!(resolved, Some(Resolved::Fault(Fault::NoPage(_) | Fault::NoFile(_))));
    let is_path = name.is_empty() || name.contains('/') || name.ends_with(".md");
    site.settings.is_of_generator() && missing && !is_path && !matches!(link.purpose, Purpose::Show { .. })
}

/// Why a link to a page that is kept back leads nowhere.
pub(super) fn of_held(facts: &Facts, waiting: &BTreeMap<SitePath, Waits>) -> Fault {
    match waiting.get(&facts.path) {
        _ if facts.visibility == Visibility::Draft => Fault::Draft(facts.title.clone()),
        Some(waits) => Fault::Waits(facts.title.clone(), *waits),
        None => Fault::Private,
    }
}

/// From where relative links count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountedFrom {
    /// From the folder of the file, as on GitHub.
    File,
    /// From the page's address, as in a browser, where the link is written as an address; else from the file.
    Address,
}

/// All that a link can lead to.
pub(super) struct Resolver<'a> {
    pub(super) pages: &'a [Page],
    pub(super) counted_from: CountedFrom,
    pub(super) page_addresses: PageAddresses,
    pub(super) static_folder: &'a str,
    pub(super) names: &'a Names,
    pub(super) parts: &'a Parts<'a>,
    /// Pages that are kept back, and their names.
    pub(super) held: (&'a [Page], &'a Names),
    /// Those of them that only a day keeps back.
    pub(super) waiting: &'a BTreeMap<SitePath, Waits>,
    /// Files of kinds that are not published, by their paths below the folder of articles.
    pub(super) others: HashMap<&'a str, &'a Fault>,
    /// What cannot be read.
    pub(super) unread: &'a Unread,
    pub(super) made: Made<'a>,
    /// The files that are published as they are, by their addresses.
    pub(super) statics: HashMap<&'a str, usize>,
}

impl Resolver<'_> {
    pub(super) fn resolve(&self, link: &Link, from: &SitePath) -> Resolved {
        let found = match &link.target {
            Target::File { path, fragment } if path.is_empty() => self.itself(from, fragment.as_deref()),
            Target::Name { name, fragment } if name.is_empty() => self.itself(from, fragment.as_deref()),
            Target::File { path, fragment } => self.by_path(link, path, fragment.as_deref(), from),
            Target::Name { name, fragment } => self.by_name(link, name, fragment.as_deref(), from),
        };
        let found = match (&link.target, found) {
            (
                Target::File { path, .. },
                Resolved::Fault(fault @ (Fault::NoPage(_) | Fault::NoFile(_) | Fault::Outside)),
            ) => self.published_as_it_is(path, from).map_or(Resolved::Fault(fault), Resolved::Static),
            (_, found) => found,
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
        let path = if self.counted_from == CountedFrom::Address { without_root_sign(path) } else { path };
        let full = at(path, from);
        if let Some(made) =
            full.as_ref().and_then(|full| self.made.of_file(full.as_str(), fragment)).filter(|_| follows)
        {
            return made;
        }
        let own = || match self.counted_from {
            CountedFrom::Address => self.counted_from_address(link, path, fragment, from),
            CountedFrom::File => None,
        };
        let alike = || match self.counted_from {
            CountedFrom::Address if !shows => self.alike(path, fragment, from),
            _ => None,
        };
        let from_file = || self.at_path(link, full.as_ref()?, path, fragment);
        let found = if is_written_as_address(link, path) { own().or_else(from_file) } else { from_file().or_else(own) };
        let found = found.or_else(alike).unwrap_or_else(|| match full {
            None => Resolved::Fault(Fault::Outside),
            Some(full) if !shows && looks_like_page(path) => Resolved::Fault(Fault::NoPage(Some(full))),
            full => Resolved::Fault(Fault::NoFile(full)),
        });
        let elsewhere = match &found {
            Resolved::Fault(Fault::NoAnchor(_) | Fault::NoPage(_)) if path.starts_with('/') => {
                fragment.and_then(|part| Some((self.names.page_with_part(path, part)?, part)))
            }
            _ => None,
        };
        if let Some((page, part)) = elsewhere {
            return match self.part(Some(page), Some(part)) {
                Resolved::Fault(Fault::NoAnchor(_)) => self.part(Some(page), None),
                found => found,
            };
        }
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

    /// What is at a whole path below the folder of articles.
    fn at_path(&self, link: &Link, full: &SitePath, written: &str, fragment: Option<&str>) -> Option<Resolved> {
        let file = || self.names.file_at(full.as_str()).map(Resolved::File);
        let page = || self.page_at(full, written).map(|page| self.part(Some(page), fragment));
        if matches!(link.purpose, Purpose::Show { .. }) { file() } else { page().or_else(file) }
    }

    /// What a relative link leads to that counts from the address of its page: from `/de/one/`, `../two/` is `/de/two/`.
    fn counted_from_address(
        &self,
        link: &Link,
        path: &str,
        fragment: Option<&str>,
        from: &SitePath,
    ) -> Option<Resolved> {
        if let Some(path) = path.strip_prefix('/') {
            return self.counted_from_top(link, path, fragment, from);
        }
        let page = self.pages[self.names.page_at(from.below())?].facts();
        if !matches!(link.purpose, Purpose::Show { .. }) {
            let full = SitePath::resolve(&page.address, path)?;
            let parts = full.as_str().split('/').filter(|part| !part.is_empty()).map(slug::address_part);
            let address = parts.fold(String::from("/"), |address, part| address + &part + "/");
            let found = self.names.page_with_address(&address).or_else(|| self.names.page_with_alias(&address));
            if found.is_some() {
                return Some(self.part(found, fragment));
            }
        }
        // The page is a folder there, called as its file is.
        let below = page.path.below();
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        let stem = if is_index(stem.rsplit('/').next().unwrap_or(stem)) { page.path.below_folder() } else { stem };
        self.at_path(link, &SitePath::resolve(stem, path)?, path, fragment)
    }

    /// What an address means that counts from the top of a site whose top is a folder here: `docs/`, or that of a language. The
    /// folders are those above the page, the topmost first.
    fn counted_from_top(&self, link: &Link, path: &str, fragment: Option<&str>, from: &SitePath) -> Option<Resolved> {
        let folder = from.below_folder();
        let above =
            folder.match_indices('/').map(|(at, _)| &folder[..at]).chain([folder]).filter(|top| !top.is_empty());
        let statics = Some(self.static_folder).filter(|folder| !folder.is_empty());
        above.into_iter().find_map(|top| {
            let found = SitePath::resolve(top, path).and_then(|full| self.at_path(link, &full, path, fragment));
            let file = || self.names.file_at(&format!("{top}/{}{path}", statics?)).map(Resolved::File);
            found.or_else(file)
        })
    }

    /// The one page whose address is written a little otherwise, or is given by a pattern of another program's, by its last part.
    fn alike(&self, path: &str, fragment: Option<&str>, from: &SitePath) -> Option<Resolved> {
        let address = match path.strip_prefix('/') {
            Some(path) => SitePath::resolve("", path)?,
            None => SitePath::resolve(&self.pages[self.names.page_at(from.below())?].facts().address, path)?,
        };
        let page = self.names.page_alike(address.as_str(), self.page_addresses)?;
        Some(self.part(Some(page), fragment))
    }

    fn by_name(&self, link: &Link, name: &str, fragment: Option<&str>, from: &SitePath) -> Resolved {
        if let Some(full) = (name.starts_with("./") || name.starts_with("../")).then(|| at(name, from)) {
            let Some(full) = full else { return Resolved::Fault(Fault::Outside) };
            return match (self.page_at(&full, name), self.names.file_at(full.as_str())) {
                (_, Some(file)) => Resolved::File(file),
                (page, None) => self.part(page, fragment),
            };
        }
        // Hugo looks beside the page first.
        let beside = SitePath::resolve(from.below_folder(), name).filter(|_| self.counted_from == CountedFrom::Address);
        let beside = beside.and_then(|full| self.page_at(&full, name));
        let page = || match self.names.pages_meant(name, from) {
            _ if beside.is_some() => Some(self.part(beside, fragment)),
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

    /// The file of the folder for such files that an address means, or a path from the article to it, as it works on GitHub; of a
    /// folder there, its page.
    fn published_as_it_is(&self, path: &str, from: &SitePath) -> Option<usize> {
        let in_folder =
            |path: &str| path.strip_prefix(load::STATIC).filter(|rest| rest.starts_with('/')).map(str::to_owned);
        let addresses = match path.strip_prefix('/') {
            Some(rest) => {
                let rest = SitePath::resolve("", rest)?;
                [Some(format!("/{rest}")), in_folder(rest.as_str())]
            }
            None => [in_folder(SitePath::resolve(from.folder(), path)?.as_str()), None],
        };
        addresses.into_iter().flatten().find_map(|address| {
            let page = || self.statics.get(format!("{}/index.html", address.trim_end_matches('/')).as_str());
            self.statics.get(address.as_str()).or_else(page).copied()
        })
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
            Some(facts) => Some(of_held(facts, self.waiting)),
            None if file => Some(Fault::Private),
            None => match (path, &link.target) {
                (Some(path), _) => self.others.get(path.as_str()).map(|fault| (*fault).clone()),
                (None, Target::Name { name, .. }) => self.other_called(name),
                (None, Target::File { .. }) => None,
            },
        }
    }

    /// A file of a kind that is not published, by its whole name.
    fn other_called(&self, name: &str) -> Option<Fault> {
        let is_called =
            |path: &str| path.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'));
        let found = self.others.iter().filter(|(path, _)| name.contains('.') && is_called(path));
        found.min_by_key(|(path, _)| **path).map(|(_, fault)| (*fault).clone())
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
            let found = self.names.page_with_address(if address == "//" { "/" } else { &address });
            found.or_else(|| self.names.page_with_alias(written))
        })
    }

    fn part(&self, page: Option<usize>, fragment: Option<&str>) -> Resolved {
        let Some(page) = page else { return Resolved::Fault(Fault::NoPage(None)) };
        let start = Resolved::Page { page, screen: None, fragment: None };
        let Some(fragment) = fragment.filter(|f| !f.is_empty()) else { return start };
        match self.parts.find(page, fragment) {
            Some(Part::Screen(screen)) => Resolved::Page { page, screen: Some(screen), fragment: None },
            Some(Part::Anchor(id)) => Resolved::Page { page, screen: None, fragment: Some(id) },
            // A browser's own word for the page's beginning, where the page has nothing of this name.
            None if fragment.eq_ignore_ascii_case("top") => start,
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

/// Without the sign that Zola and Docusaurus have for the top of their folder: `@/a.md`, `@site/docs/a.md`.
fn without_root_sign(path: &str) -> &str {
    let rest = path.strip_prefix('@').map(|rest| rest.strip_prefix("site").unwrap_or(rest));
    rest.filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

/// Whether a link is written as the address of a page, and not as the path of its file: it names no kind of file, or it is HTML,
/// which generators leave as it is.
fn is_written_as_address(link: &Link, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    link.markup == Markup::Html || name == ".." || !name.contains('.')
}

fn looks_like_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    !name.contains('.')
        || name.ends_with(".md")
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
        || name.ends_with(".html")
}
