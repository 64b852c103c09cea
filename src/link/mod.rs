//! All facts → the site: who is where, who links to whom.
//!
//! Takes: the parsed files, the settings, the references. Gives: a [`Site`], in which every link is resolved.
//! Never: looks into a text again, or tells problems: what does not resolve is a [`Fault`], and the check stage tells it.

mod address;
mod embeds;
mod held_files;
mod lists;
mod names;
mod navigation;
mod parts;
pub mod pictures;
mod related;
mod resolve;
mod unread;

use crate::config::references::Reference;
use crate::config::settings::Settings;
use crate::glossary::{self, Glossary, Uses};
use crate::highlight;
use crate::load::{self, Attachment};
use crate::parse::{self, Dialect, Doc, Kind, Waits};
use crate::problem::Severity;
use crate::source::{SitePath, Source, digest};
use crate::text::body::{Link, Purpose};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub use address::equal::{Numbered, told_apart};
pub use address::old::{
    MovedPart, MovedParts, cannot_be_asked_for, has_anchor, is_own_address, leads_on, parts_elsewhere,
};
pub use address::published::published;
pub use address::{AddressOwner, OwnedAddress, Steps, folder_shown, href, of_static, place, steps};
pub use address::{BOOK, EPUB, EVERYTHING, GLOSSARY, MAP, OFFLINE, REFERENCES, SEARCH, TAGS};
pub use address::{FEED, HEADERS, INDEX, KEPT_SIZE, ROBOTS, SITEMAP, WORKER};
pub use embeds::{Embed, Embeds, Refusal};
use held_files::{HeldFiles, Unseen};
pub use lists::letters::{Letter, Name};
pub use lists::tags::Tag;
pub use lists::{List, Lists, MOST, Part, below};
pub use names::Names;
pub use navigation::{Entry, topic};
use parts::Parts;
pub use related::Related;
use resolve::{CountedFrom, Made, Resolver};
pub use resolve::{Fault, Resolved, shown_name, stays_text};
pub use unread::Unread;

/// The whole site, understood. Pages, files and references are named by their place in these lists. What follows from the facts of all
/// pages is read as if it were its own: see [`Linked`].
#[derive(Clone, Debug)]
pub struct Site {
    linked: Linked,
    /// What its owner decides.
    pub settings: Settings,
    /// Pictures and other files, by path.
    pub files: Vec<Attachment>,
    /// The files that are published as they are, by path.
    pub statics: Vec<Attachment>,
    /// The drawings among the files as they are published, by path; one that could not be read is not here.
    pub drawings: Arc<BTreeMap<SitePath, Arc<str>>>,
    /// The files that no reader sees.
    held_files: Arc<HeldFiles>,
    /// By key.
    pub references: BTreeMap<String, Reference>,
    /// The terms.
    pub glossary: Arc<Glossary>,
    /// The terms that each page uses, in the order of the pages.
    pub uses: Vec<Arc<Uses>>,
    /// Which pages are about the same.
    pub related: Related,
    /// What git knows of the pages' files.
    pub changes: Arc<load::Changes>,
    /// The day on which the site is made; without it, no review is overdue.
    pub today: Option<Date>,
    /// What pages tell of their files besides.
    pub marking: Marking,
    /// What of code was coloured before; without it, code stays as it is.
    pub colours: Option<Arc<highlight::Kept>>,
    /// Pages that are put into other pages.
    pub embeds: Arc<Embeds>,
}

impl Deref for Site {
    type Target = Linked;

    fn deref(&self) -> &Linked {
        &self.linked
    }
}

/// What follows from the facts of all pages: the same for a site with other texts.
#[derive(Clone, Debug)]
pub struct Linked {
    /// In order of their files' paths. Shared, so that a site is cheap to copy.
    pub pages: Arc<Vec<Page>>,
    /// The addresses of the files, in the same order.
    pub file_addresses: Arc<Vec<String>>,
    /// Where the links of each term's meaning lead, in the glossary's order.
    pub term_links: Arc<Vec<Vec<Resolved>>>,
    /// The addresses of the pages that the program makes, but for those of single tags.
    pub made: Vec<&'static str>,
    /// Every address and who has it; two with one address are both here.
    pub addresses: Arc<Vec<OwnedAddress>>,
    /// Parts of pages that are on another page now, by the address that those had.
    pub moved_parts: Arc<MovedParts>,
    /// Names and who answers to them.
    pub names: Arc<Names>,
    /// By address part.
    pub tags: Arc<BTreeMap<String, Tag>>,
    /// The entries of the navigation.
    pub navigation: Vec<Entry>,
    /// Entries of `navigation:` that name no page, by their place in the settings.
    pub lost_entries: Vec<(usize, Fault)>,
    /// The lists of pages that the program makes.
    pub lists: Arc<Lists>,
    /// All pages as one reads them: a folder's own page, then what is below it.
    pub order: Arc<Vec<usize>>,
    /// The decision trees, in that order.
    pub trees: Vec<usize>,
    /// What could not be read.
    pub unread: Arc<Unread>,
    /// The addresses of pages whose last day has passed.
    pub expired: Arc<Vec<String>>,
}

/// What pages tell of the files that they are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marking {
    /// Nothing: readers have no use for it.
    #[default]
    None,
    /// The line of each block, for an author who looks while writing.
    Lines,
}

/// A page: its file, and its [`Place`] among the others.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file, parsed.
    pub doc: Arc<Doc>,
    /// Whether there is such a file: a folder without a page of its own is given one.
    pub written: bool,
    /// Shared by a site and the same site with another text, so that a page is cheap to copy.
    place: Arc<Place>,
}

/// What follows for a page from the facts of all.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Where each of its links leads, in order.
    pub links: Vec<Resolved>,
    /// Who links here: the page and the number of its link; one link a page.
    pub linked_from: Vec<(usize, usize)>,
    /// The folder's page above; of the home page `None`.
    pub parent: Option<usize>,
    /// Pages directly below, in reading order.
    pub children: Vec<usize>,
    /// Its place among those beside it, from 0.
    pub nth: usize,
    /// In reading order, within one topic.
    pub before: Option<usize>,
    /// In reading order, within one topic.
    pub after: Option<usize>,
    /// The parts of its tags' addresses, in the author's order.
    pub tags: Vec<String>,
}

impl Deref for Page {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

impl DerefMut for Page {
    fn deref_mut(&mut self) -> &mut Place {
        Arc::make_mut(&mut self.place)
    }
}

impl Page {
    /// Whether its author wrote it for readers: neither a folder without a page, nor the explanation of a check.
    pub fn is_for_readers(&self) -> bool {
        self.written && !self.doc.made
    }

    /// The pictures that its text shows: the number of the link, the link, and the file.
    pub fn pictures(&self) -> impl Iterator<Item = (usize, &Link, usize)> {
        let links = self.facts().links.iter().zip(&self.links).enumerate();
        links.filter_map(|(number, (link, resolved))| match (&link.purpose, resolved) {
            (Purpose::Show { .. }, Resolved::File(file)) => Some((number, link, *file)),
            _ => None,
        })
    }

    /// Whether something is wrong with its file by itself.
    pub fn has_errors(&self) -> bool {
        self.doc.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// What others may know of it.
    pub fn facts(&self) -> &parse::Facts {
        &self.doc.facts
    }
}

impl Site {
    /// Whether a theme may ask for a file: the logo, the favicon, or one whose name `extra` holds, which is between the settings
    /// and the theme.
    pub fn names_file(&self) -> impl Fn(&Attachment) -> bool + use<> {
        let extra = self.settings.extra.to_string();
        let named = [&self.settings.logo, &self.settings.favicon].into_iter().flatten();
        let named: Vec<usize> = named.filter_map(|name| self.names.file_at(pictures::below(name))).collect();
        let named: Vec<SitePath> = named.into_iter().map(|file| self.files[file].path.clone()).collect();
        move |file| extra.contains(file.path.file_name()) || named.contains(&file.path)
    }

    /// Whether `[@…]` is a citation: in a folder that another program reads too only if it has sources.
    pub fn cites(&self) -> bool {
        !self.references.is_empty() || !self.settings.is_foreign()
    }

    /// When a page was last changed: as its author says, else as git knows, else when it was first published.
    pub fn last_changed(&self, page: &Page) -> Option<Date> {
        let front = &page.doc.front;
        front.updated.or_else(|| self.changed(page).map(|change| change.day)).or(front.date)
    }

    /// The last day of which it is known that somebody changed a page, or read all of it and left it as it is; none that is still to
    /// come.
    pub fn known_to_be_of(&self, page: &Page) -> Option<Date> {
        let front = &page.doc.front;
        let changed = front.updated.or_else(|| self.changed(page).map(|change| change.day));
        let come = |day: &Date| self.today.is_none_or(|today| *day <= today);
        changed.filter(come).max(front.reviewed.filter(come)).or(front.date.filter(come))
    }

    /// The last change of a page that git knows of, if its file is still what was committed then.
    pub fn changed(&self, page: &Page) -> Option<&load::history::Change> {
        let source = &page.doc.source;
        self.changes.get(&source.path).filter(|change| change.text == source.text_hash)
    }

    /// The page of the tree that `goto: tree:NAME` means: its path below `content`, or a name it answers to.
    pub fn tree_called(&self, name: &str) -> Option<usize> {
        let by_path = self.names.page_at(&format!("{}.tree.yaml", name.trim_matches('/')));
        let is_tree = |p: &usize| self.pages[*p].facts().kind == Kind::Tree;
        by_path.or_else(|| self.names.pages_called(name).iter().copied().find(is_tree))
    }

    /// What a page is called where it is listed.
    pub fn called(&self, page: usize) -> &str {
        navigation::called(&self.settings, &self.pages[page])
    }

    /// The page that a setting names: by its path below `content`, or by a name as in `[[…]]`.
    pub fn page_named(&self, name: &str) -> Result<usize, Fault> {
        navigation::page_named(&self.names, name)
    }
}

/// What followed from the facts of the site that was linked last, with their key; and what followed from each text.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<(u128, Linked)>,
    words: related::Memory,
    uses: glossary::Memory,
}

/// What is kept back: links to it are known for what they are.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Pages. They have no address.
    pub docs: Vec<Arc<Doc>>,
    /// Those of them that only a day keeps back.
    pub waiting: BTreeMap<SitePath, Waits>,
    /// Pictures and other files.
    pub files: Vec<Attachment>,
    /// Boards and the like, of which nothing is shown.
    pub boards: Vec<Arc<Source>>,
    /// Folders that are one page with its files, as Hugo has them, and single files, by their paths below the folder of articles:
    /// what no page uses of them is kept back.
    pub bundles: Vec<String>,
    /// Files of kinds that are not published, and why a link to each leads nowhere.
    pub others: Vec<(SitePath, Fault)>,
    /// Files that could not be read.
    pub unread: Vec<SitePath>,
}

/// All that a [`Site`] is made from beside its settings: each field is what the site's field of the same name says.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The pages that readers see, in no order.
    pub docs: Vec<Arc<Doc>>,
    /// The rest.
    pub held: Held,
    /// The sources, in the order of their file.
    pub references: Vec<Reference>,
    /// The terms.
    pub glossary: Arc<Glossary>,
    /// Pictures and other files, by path.
    pub files: Vec<Attachment>,
    /// The files that are published as they are, by path.
    pub statics: Vec<Attachment>,
    /// The drawings among `files` as they are published.
    pub drawings: BTreeMap<SitePath, Arc<str>>,
    /// What git knows of the pages' files.
    pub changes: Arc<load::Changes>,
    /// The day on which the site is made.
    pub today: Option<Date>,
    /// What pages tell of their files besides.
    pub marking: Marking,
    /// What of code was coloured before; without it, code stays as it is.
    pub colours: Option<Arc<highlight::Kept>>,
}

/// Links a site. Of a site with the same facts only the texts are another's.
pub fn link(inputs: Inputs, settings: Settings, memory: &mut Memory) -> Site {
    let Inputs { docs, held, references, glossary, files, statics, drawings, changes, today, marking, colours } =
        inputs;
    let key = key(&docs, &held, &settings, (&files, &statics), &glossary, references.is_empty());
    let linked = match memory.last.take() {
        Some((known, last)) if known == key => with_texts(last, docs),
        _ => from_facts(docs, &held, &settings, (&files, &statics), &glossary, !references.is_empty()),
    };
    memory.last = Some((key, linked.clone()));
    let pages = &linked.pages;
    let (embeds, related) = rayon::join(|| Embeds::of(pages), || memory.words.learn(pages));
    let uses = glossary.uses(pages.iter().map(|page| &page.doc), &mut memory.uses);
    let unseen = Unseen { docs: &held.docs, boards: &held.boards, bundles: &held.bundles };
    let held_files = held_files::held_files(&unseen, pages, &linked.term_links, &files, &settings.base_url);
    Site {
        linked,
        settings,
        files,
        statics,
        drawings: Arc::new(drawings),
        held_files: Arc::new(held_files),
        references: references.into_iter().map(|r| (r.key.clone(), r)).collect(),
        glossary,
        uses,
        related,
        changes,
        today,
        marking,
        colours,
        embeds: Arc::new(embeds),
    }
}

/// The key of everything that [`from_facts`] reads.
fn key(
    docs: &[Arc<Doc>],
    held: &Held,
    settings: &Settings,
    (files, statics): (&[Attachment], &[Attachment]),
    glossary: &Glossary,
    no_references: bool,
) -> u128 {
    let keys = |docs: &[Arc<Doc>]| -> Vec<u128> { docs.iter().map(|doc| doc.facts_key).collect() };
    let navigation: Vec<_> = settings.navigation.iter().map(|entry| (&entry.title, &entry.page.text)).collect();
    let paths = |files: &[Attachment]| -> Vec<SitePath> { files.iter().map(|file| file.path.clone()).collect() };
    let files = (paths(files), paths(statics), paths(&held.files));
    let meanings: Vec<_> = glossary.terms.iter().map(|term| &term.meaning.links).collect();
    let pages = (keys(docs), keys(&held.docs), navigation, settings.vault, &settings.reading_order);
    let names = (&settings.page_names, &settings.program_navigation);
    let program = (settings.is_of_generator(), names, &settings.static_folder, settings.page_addresses);
    let others = (
        &held.unread,
        &held.others,
        &held.waiting,
        settings.offline,
        settings.book,
        settings.medium,
        &settings.language,
        program,
    );
    digest(&(pages, files, glossary.key, meanings, no_references, others))
}

/// The same site with the texts as they are now.
fn with_texts(mut linked: Linked, mut docs: Vec<Arc<Doc>>) -> Linked {
    docs.sort_by(|a, b| a.facts.path.cmp(&b.facts.path));
    for (page, doc) in Arc::make_mut(&mut linked.pages).iter_mut().filter(|page| page.written).zip(docs) {
        page.doc = doc;
    }
    linked
}

/// What follows from the facts of all pages.
fn from_facts(
    docs: Vec<Arc<Doc>>,
    held: &Held,
    settings: &Settings,
    (files, statics): (&[Attachment], &[Attachment]),
    glossary: &Glossary,
    references: bool,
) -> Linked {
    let mut pages: Vec<Page> = docs.into_iter().map(|doc| page(doc, true)).collect();
    navigation::folders::add_folders(&mut pages, Dialect::of(settings));
    pages.par_sort_by_cached_key(|page| page.facts().path.clone());
    let names = Names::new(&pages, files, settings);
    let order = navigation::arrange(&mut pages, &names, settings);

    let file_addresses: Vec<String> =
        files.iter().map(|file| address::of_file(&file.path, &settings.static_folder)).collect();
    let Held { docs: held, files: held_files, unread, others, waiting, .. } = held;
    let held: Vec<Page> = held.iter().map(|doc| page(Arc::clone(doc), true)).collect();
    let held_names = Names::new(&held, held_files, settings);
    let unread = Unread::of(&held, unread, settings);

    let tags = lists::tags::gather(&mut pages, &settings.language);
    let mut addresses = address::made(&pages, &names, &tags, glossary, references);
    addresses.extend((settings.offline == Some(true)).then_some(OFFLINE));
    addresses.extend(settings.book.then_some([BOOK, EPUB]).into_iter().flatten());
    let resolver = Resolver {
        names: &names,
        parts: &Parts::of(&pages),
        held: (&held, &held_names),
        waiting,
        others: others.iter().map(|(path, fault)| (path.below(), fault)).collect(),
        unread: &unread,
        pages: &pages,
        page_addresses: settings.page_addresses,
        static_folder: &settings.static_folder,
        counted_from: if settings.is_of_generator() { CountedFrom::Address } else { CountedFrom::File },
        made: Made { glossary, addresses: &addresses },
        statics: statics.iter().enumerate().map(|(s, file)| (of_static(&file.path), s)).collect(),
    };
    let resolve = |links: &[Link], from: &SitePath| -> Vec<Resolved> {
        links.iter().map(|link| resolver.resolve(link, from)).collect()
    };
    let resolved: Vec<Vec<Resolved>> =
        pages.par_iter().map(|page| resolve(&page.facts().links, &page.facts().path)).collect();
    let terms = load::GLOSSARY.into();
    let term_links = glossary.terms.iter().map(|term| resolve(&term.meaning.links, &terms)).collect();
    let linked_from = linked_from(&pages, &resolved);
    for ((page, links), from) in pages.iter_mut().zip(resolved).zip(linked_from) {
        page.links = links;
        page.linked_from = from;
    }
    let (navigation, lost_entries) = navigation::entries(settings, &pages, &names, (&held, &held_names, waiting));
    let trees = order.iter().copied().filter(|p| pages[*p].facts().kind == Kind::Tree).collect();
    let is_expired = |page: &&Page| matches!(waiting.get(&page.facts().path), Some(Waits::Since(_)));
    let expired = held.iter().filter(is_expired).flat_map(|page| address::old::own_and_former(page.facts())).collect();
    let lists = Lists::of(&pages, &tags, &settings.language);
    let mut made: Vec<&str> = addresses.clone();
    made.extend(lists.addresses().map(String::as_str));
    let owned = address::addresses(&pages, &names, files, &file_addresses, statics, &tags, &made);
    let moved_parts = Arc::new(address::old::moved_parts(&pages));
    Linked {
        pages: Arc::new(pages),
        file_addresses: Arc::new(file_addresses),
        term_links: Arc::new(term_links),
        made: addresses,
        addresses: Arc::new(owned),
        moved_parts,
        names: Arc::new(names),
        tags: Arc::new(tags),
        navigation,
        lost_entries,
        lists: Arc::new(lists),
        order: Arc::new(order),
        trees,
        unread: Arc::new(unread),
        expired: Arc::new(expired),
    }
}

/// Who links to each page, in the order of pages: one link from each, of a tree's the one that the fewest answers lead to, else
/// the first.
fn linked_from(pages: &[Page], resolved: &[Vec<Resolved>]) -> Vec<Vec<(usize, usize)>> {
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); pages.len()];
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (from, links) in resolved.iter().enumerate() {
        for (number, link) in links.iter().enumerate() {
            if let Resolved::Page { page, .. } = link
                && *page != from
            {
                found.push((*page, number));
            }
        }
        found.sort_unstable();
        for links in found.chunk_by(|a, b| a.0 == b.0) {
            let rank = |number: usize| {
                let steps = pages[from].facts().links[number].steps;
                (steps == 0, steps)
            };
            // Most pages link to another once, and the links need not be looked at.
            let best =
                if links.len() > 1 { links.iter().min_by_key(|(_, number)| rank(*number)) } else { links.first() };
            out[links[0].0].extend(best.map(|(_, number)| (from, *number)));
        }
        found.clear();
    }
    out
}

fn page(doc: Arc<Doc>, written: bool) -> Page {
    Page { doc, written, place: Arc::default() }
}
