//! Who answers to which name.

use super::Page;
use super::address::without_static;
use crate::config::settings::{PageAddresses, Settings};
use crate::load::Attachment;
use crate::parse::{Doc, Facts, Kind};
use crate::source::{SitePath, below, slug};
use compact_str::CompactString;
use rayon::prelude::*;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

/// The names of all pages and files. Paths are those below the folder of articles, letters in their composed form.
#[derive(Debug, Default)]
pub struct Names {
    pages_by_path: HashMap<CompactString, usize>,
    pages_by_address: HashMap<CompactString, usize>,
    /// By the addresses that they had.
    pages_by_alias: HashMap<CompactString, usize>,
    /// By addresses of pages that they had a part of, with that part.
    pages_by_part: HashMap<(CompactString, CompactString), usize>,
    /// The page of each folder, whether its author wrote it or not.
    folders: HashMap<CompactString, usize>,
    pages: Called,
    /// As `pages`, by slug: for names that differ in hyphens and marks only. Made when the first link needs it.
    loosely: OnceLock<Called>,
    /// By their addresses and by the last part of these. Made when the first link needs it.
    alike: OnceLock<Called>,
    /// What `loosely` and `alike` are made from.
    docs: Vec<Arc<Doc>>,
    files_by_path: HashMap<CompactString, usize>,
    files: Called,
    /// As they are written, in the order of the files.
    file_paths: Vec<SitePath>,
    /// Of a vault.
    vault: Option<Vault>,
    looks: Looks,
}

/// How many names were looked at. Each thread counts in a line of its own: two that count in one wait for each other.
#[derive(Debug, Default)]
struct Looks([Line; 16]);

#[derive(Debug, Default)]
#[repr(align(128))]
struct Line(AtomicUsize);

impl Looks {
    fn add(&self, names: usize) {
        let line = rayon::current_thread_index().unwrap_or(0) % self.0.len();
        self.0[line].0.fetch_add(names, Ordering::Relaxed);
    }
}

/// Those that answer to a name: most often one.
type Who = SmallVec<[usize; 1]>;

/// Most names are short, and lie in the table itself: of many pages, each look elsewhere is a wait for the memory.
type Called = HashMap<CompactString, Who>;

/// The pages of a vault by the ends of their files' paths alone: in Obsidian these come before all other names, and of
/// several files one is always meant.
#[derive(Debug)]
struct Vault {
    pages: Called,
    /// The folded paths of all pages and of all files.
    page_paths: Vec<CompactString>,
    file_paths: Vec<CompactString>,
}

/// An address as it is compared.
fn as_address(address: &str) -> CompactString {
    let plain = address.trim().trim_matches('/');
    let plain = plain.strip_suffix(".html").map_or(plain, |page| page.strip_suffix("/index").unwrap_or(page));
    CompactString::new(plain)
}

/// An address without what programs write differently in one.
fn hyphened(address: &str) -> String {
    as_address(address).to_lowercase().replace('_', "-")
}

fn last_part(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or(address)
}

/// A name as it is compared: case, doubled spaces and the two ways to write `é` do not count.
fn folded(name: &str) -> CompactString {
    let mut out = CompactString::with_capacity(name.len());
    for (i, word) in slug::composed(name).split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            out.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    out
}

/// Where one page is.
struct Places {
    /// Its file, if it has one.
    file: Option<CompactString>,
    address: CompactString,
    /// The addresses that it had.
    aliases: SmallVec<[CompactString; 1]>,
    /// Parts of other pages that are here now: the address and what stood behind `#`.
    parts: Vec<(CompactString, CompactString)>,
    /// The folder whose own page it is.
    folder: Option<CompactString>,
}

impl Places {
    fn of(page: &Page) -> Places {
        let facts = page.facts();
        let below = slug::composed(facts.path.below());
        Places {
            file: page.written.then(|| CompactString::new(&below)),
            address: CompactString::new(&facts.address),
            aliases: facts
                .aliases
                .iter()
                .filter(|alias| alias.starts_with('/') && !alias.contains('#'))
                .map(|alias| as_address(alias))
                .collect(),
            parts: facts
                .aliases
                .iter()
                .filter_map(|alias| alias.strip_prefix('/')?.split_once('#'))
                .map(|(address, part)| (as_address(address), part.into()))
                .collect(),
            folder: folder_of(without_ending(&below, facts.kind)).map(CompactString::new),
        }
    }
}

/// What one page is called: by its title, its file's name and path, its aliases and other names.
fn called(page: &Page) -> SmallVec<[CompactString; 4]> {
    let facts = page.facts();
    let below = slug::composed(facts.path.below());
    let path = without_ending(&below, facts.kind);
    let named = endings(path).filter(|name| folder_of(name) != Some(""));
    // A folder's own page answers to the folder's name.
    let folder = folder_of(path).into_iter().flat_map(endings);
    spoken(facts).map(String::as_str).chain(named).chain(folder).map(folded).collect()
}

impl Vault {
    fn of(pages: &[Page]) -> Vault {
        let own = pages.par_iter().map(|page| {
            let below = slug::composed(page.facts().path.below());
            let path = without_ending(&below, page.facts().kind);
            let names: SmallVec<[CompactString; 2]> = endings(path).filter(|_| page.written).map(folded).collect();
            (folded(path), names)
        });
        let (page_paths, names): (Vec<_>, Vec<_>) = own.unzip();
        let mut pages = Called::with_capacity(names.len() * 2);
        for (p, names) in names.into_iter().enumerate() {
            names.into_iter().for_each(|name| add(&mut pages, name, p));
        }
        Vault { pages, page_paths, file_paths: Vec::new() }
    }
}

impl Names {
    /// Gathers the names.
    pub(super) fn new(pages: &[Page], files: &[Attachment], settings: &Settings) -> Names {
        let mut names =
            Names { docs: pages.par_iter().map(|page| Arc::clone(&page.doc)).collect(), ..Names::default() };
        let (mut places, mut words) = (Vec::new(), Vec::new());
        pages.par_iter().map(|page| (Places::of(page), called(page))).unzip_into_vecs(&mut places, &mut words);
        rayon::join(
            || {
                // A page has a title, a file, a path in a folder, and often one name more.
                names.pages.reserve(pages.len() * 4);
                for (p, words) in words.into_iter().enumerate() {
                    words.into_iter().for_each(|name| add(&mut names.pages, name, p));
                }
            },
            || {
                names.pages_by_path.reserve(pages.len());
                names.pages_by_address.reserve(pages.len());
                for (p, places) in places.into_iter().enumerate() {
                    names.pages_by_path.extend(places.file.map(|file| (file, p)));
                    names.pages_by_address.entry(places.address).or_insert(p);
                    for alias in places.aliases {
                        names.pages_by_alias.entry(alias).or_insert(p);
                    }
                    for part in places.parts {
                        names.pages_by_part.entry(part).or_insert(p);
                    }
                    if let Some(folder) = places.folder {
                        names.folders.entry(folder).or_insert(p);
                    }
                }
                names.vault = (settings.vault == Some(true)).then(|| Vault::of(pages));
            },
        );
        names.file_paths = files.iter().map(|file| file.path.clone()).collect();
        for (f, file) in files.iter().enumerate() {
            let below = slug::composed(file.path.below());
            for name in endings(&below) {
                add(&mut names.files, folded(name), f);
            }
            if let Some(vault) = &mut names.vault {
                vault.file_paths.push(folded(&below));
            }
            let served = without_static(&below, &settings.static_folder);
            if served.len() < below.len() {
                names.files_by_path.entry(CompactString::new(served)).or_insert(f);
            }
            names.files_by_path.insert(CompactString::new(below), f);
        }
        names
    }

    fn loosely(&self) -> &Called {
        self.loosely.get_or_init(|| {
            let mut out = Called::with_capacity(self.docs.len() * 2);
            for (p, doc) in self.docs.iter().enumerate() {
                for name in spoken(&doc.facts) {
                    add(&mut out, slug::address_part(name).into(), p);
                }
            }
            out
        })
    }

    /// How many names were looked up or compared so far: for tests that count work.
    pub fn looks(&self) -> usize {
        self.looks.0.iter().map(|line| line.0.load(Ordering::Relaxed)).sum()
    }

    /// The page of a file, by its path below the folder of articles.
    pub fn page_at(&self, below: &str) -> Option<usize> {
        self.looks.add(1);
        self.pages_by_path.get(&*slug::composed(below)).copied()
    }

    /// The page of a folder, by its path below the folder of articles.
    pub fn page_of_folder(&self, below: &str) -> Option<usize> {
        self.folders.get(&*slug::composed(below)).copied()
    }

    /// The page at an address of the published site.
    pub fn page_with_address(&self, address: &str) -> Option<usize> {
        self.pages_by_address.get(address).copied()
    }

    /// The page that had an address, as its author says: `/old/page/`, `/old/page` and `/old/page.html` are one.
    pub fn page_with_alias(&self, address: &str) -> Option<usize> {
        self.pages_by_alias.get(&as_address(address)).copied()
    }

    /// The page that has a part of the page that was at an address.
    pub fn page_with_part(&self, address: &str, part: &str) -> Option<usize> {
        if self.pages_by_part.is_empty() {
            return None;
        }
        self.pages_by_part.get(&(as_address(address), part.into())).copied()
    }

    /// The one page whose address is this but for `_` and `-`; where addresses follow a pattern, the one whose address, or one that
    /// it had, ends in the last part of this.
    pub fn page_alike(&self, address: &str, addresses: PageAddresses) -> Option<usize> {
        let alike = self.alike.get_or_init(|| {
            let mut out = Called::with_capacity(self.docs.len() * 2);
            for (p, doc) in self.docs.iter().enumerate() {
                let whole = hyphened(&doc.facts.address);
                let had = doc.facts.aliases.iter().filter(|alias| alias.starts_with('/')).map(|alias| hyphened(alias));
                for address in [whole.clone()].into_iter().chain(had) {
                    add(&mut out, last_part(&address).into(), p);
                }
                add(&mut out, format!("/{whole}").into(), p);
            }
            out
        });
        let wanted = hyphened(address);
        let only = |name: &str| alike.get(name).filter(|found| found.len() == 1).map(|found| found[0]);
        let last = || match addresses {
            PageAddresses::ByPattern => only(last_part(&wanted)).filter(|_| !wanted.is_empty()),
            PageAddresses::ByFile => None,
        };
        only(&format!("/{wanted}")).or_else(last)
    }

    /// The picture or other file at a path below the folder of articles.
    pub fn file_at(&self, below: &str) -> Option<usize> {
        self.files_by_path.get(&*slug::composed(below)).copied()
    }

    /// Whether names mean what they mean in Obsidian.
    pub fn of_vault(&self) -> bool {
        self.vault.is_some()
    }

    /// Every page that answers to a name.
    pub fn pages_called(&self, name: &str) -> &[usize] {
        self.looks.add(1);
        let (name, plain) = plain(name);
        let exact = self.pages.get(&folded(plain)).or_else(|| self.pages.get(&folded(name)));
        let found = exact.or_else(|| self.loosely().get(slug::address_part(plain).as_str()));
        let found = found.map_or(&[][..], Who::as_slice);
        same_case(found, |page| is_called(&self.docs[page].facts, &[plain, name]))
    }

    /// The pages that a name can mean in a file. In a vault a file's name comes before titles and aliases, and of several
    /// files Obsidian's choice is taken; elsewhere every page that answers to the name can be meant.
    pub fn pages_meant(&self, name: &str, from: &SitePath) -> &[usize] {
        let Some(vault) = &self.vault else { return self.pages_called(name) };
        let (name, plain) = plain(name);
        for wanted in [folded(plain), folded(name)] {
            if let Some(found) = vault.pages.get(&wanted) {
                self.looks.add(found.len());
                let is_written_so = |page: usize| {
                    let facts = &self.docs[page].facts;
                    let path = without_ending(facts.path.below(), facts.kind);
                    ends_as_written(path, plain) || ends_as_written(path, name)
                };
                return nearest(found, &vault.page_paths, is_written_so, &wanted, from);
            }
        }
        self.pages_called(name)
    }

    /// The files that a name can mean in a file.
    pub fn files_meant(&self, name: &str, from: &SitePath) -> &[usize] {
        let name = below(name.trim().trim_start_matches('/'));
        let wanted = folded(name);
        let found = self.files.get(&wanted).map_or(&[][..], Who::as_slice);
        self.looks.add(1 + found.len());
        let is_written_so = |file: usize| ends_as_written(self.file_paths[file].below(), name);
        match &self.vault {
            Some(vault) => nearest(found, &vault.file_paths, is_written_so, &wanted, from),
            None => same_case(found, is_written_so),
        }
    }

    /// All names of pages, for suggestions; in no order.
    pub fn page_names(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(CompactString::as_str)
    }

    /// All paths of pages and files below the folder of articles, for suggestions; in no order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.pages_by_path.keys().chain(self.files_by_path.keys()).map(CompactString::as_str)
    }
}

/// A name without the folder of articles before it, and without a file's ending.
fn plain(name: &str) -> (&str, &str) {
    let name = name.trim().trim_start_matches('/');
    let plain = below(name);
    (name, plain.strip_suffix(".md").or_else(|| plain.strip_suffix(".tree.yaml")).unwrap_or(plain))
}

/// Of several that answer to a name, the one that is written with the same small and capital letters, where there is one.
fn same_case(found: &[usize], is_written_so: impl Fn(usize) -> bool) -> &[usize] {
    if found.len() < 2 {
        return found;
    }
    let mut same = (0..found.len()).filter(|place| is_written_so(found[*place]));
    match (same.next(), same.next()) {
        (Some(place), None) => &found[place..=place],
        _ => found,
    }
}

/// Whether a page has one of these names, letter by letter.
fn is_called(facts: &Facts, names: &[&str]) -> bool {
    let path = without_ending(facts.path.below(), facts.kind);
    let folder = folder_of(path).unwrap_or(path);
    names.iter().any(|name| {
        let said = spoken(facts).any(|spoken| slug::composed(spoken) == slug::composed(name));
        said || ends_as_written(path, name) || ends_as_written(folder, name)
    })
}

/// Whether a path ends in a name, letter by letter.
fn ends_as_written(path: &str, name: &str) -> bool {
    let (path, name) = (slug::composed(path), slug::composed(name));
    path.strip_suffix(&*name).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// Obsidian's choice among files whose paths end alike: of those that are written with the same small and capital letters, if
/// there are some, the one whose whole path was written; else of those in the folder of the note or below it, else of all, the
/// one with the shortest path.
fn nearest<'a>(
    found: &'a [usize],
    paths: &[CompactString],
    is_written_so: impl Fn(usize) -> bool,
    wanted: &str,
    from: &SitePath,
) -> &'a [usize] {
    if found.len() < 2 {
        return found;
    }
    let folder = folded(from.below_folder());
    let inside =
        |path: &str| folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let rank = |place: &usize| {
        let path = &paths[found[*place]];
        (!is_written_so(found[*place]), path != wanted, !inside(path), path.chars().count(), *place)
    };
    (0..found.len()).min_by_key(rank).map_or(found, |place| &found[place..=place])
}

fn add(map: &mut Called, name: CompactString, who: usize) {
    let all = map.entry(name).or_default();
    // Pages come one after the other, each with all its names.
    if all.last() != Some(&who) {
        all.push(who);
    }
}

/// What a page is called in words.
fn spoken(facts: &Facts) -> impl Iterator<Item = &String> {
    [&facts.title].into_iter().chain(&facts.aliases).chain(&facts.also_called)
}

fn without_ending(path: &str, kind: Kind) -> &str {
    match kind {
        Kind::Tree => path.rsplit_once(".tree.").map_or(path, |(stem, _)| stem),
        Kind::Article => path.rsplit_once('.').map_or(path, |(stem, _)| stem),
    }
}

/// The folder whose own page a path without its ending is.
fn folder_of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    crate::parse::is_index(name).then_some(folder)
}

/// `a/b/c` → `a/b/c`, `b/c`, `c`. Of a path that is deeper than anybody's, the whole of it and the last parts.
fn endings(path: &str) -> impl Iterator<Item = &str> {
    const MOST: usize = 24;
    let parts = path.rmatch_indices('/').map(|(i, _)| i + 1).take(MOST);
    parts.chain([0]).map(|i| &path[i..]).filter(|name| !name.is_empty())
}
