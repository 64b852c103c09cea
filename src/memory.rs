//! Files → what they hold, each read again only if it has changed.
//!
//! Takes: what was loaded, and a [`Memory`] of earlier runs. Gives: parsed documents, the theme, the terms and the drawings.
//! Never: empties the memory by hand: what has changed has another key. A mistake of the program's own at one file is that
//! file's problem, and the others are read all the same.

use crate::config::settings::{Medium, Settings};
use crate::glossary::Glossary;
use crate::load::{self, Inputs};
use crate::parse::{self, Dialect, Doc, Drawing, Kind};
use crate::problem::Problem;
use crate::problem::fault::caught;
use crate::progress::Progress;
use crate::render::{Rendered, Theme};
use crate::source::{SitePath, Source};
use crate::{check, highlight, link, search};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// What earlier runs worked out, by content. Never emptied by hand: what has changed has another key.
#[derive(Debug, Default)]
pub struct Memory {
    /// By path, as parsed last; used again for the same content.
    docs: HashMap<SitePath, Arc<Doc>>,
    /// The theme of the last run, with what is wrong with it.
    theme: Option<(Arc<Theme>, Vec<Problem>)>,
    /// The terms as read last: the text they were read from, and what is wrong with it.
    glossary: Option<(u128, Arc<Glossary>, Vec<Problem>)>,
    /// By path, as read last: the text that each was read from.
    drawings: HashMap<SitePath, (u128, Arc<Drawing>)>,
    /// The site as linked last, and what each text gave for it.
    pub(crate) linked: link::Memory,
    /// Pages read for the search before.
    pub search: Arc<search::Memory>,
    /// Code that was coloured before.
    pub colours: Arc<highlight::Kept>,
    /// Pages rendered before.
    pub rendered: Arc<Rendered>,
    /// How many files were parsed in the last run: for tests that count work.
    pub parses: usize,
}

impl Memory {
    /// For a single run that writes what it renders: no page is kept.
    pub fn once() -> Memory {
        Memory { rendered: Arc::new(Rendered::once()), ..Memory::default() }
    }
}

/// The theme that the settings name, read again only if it has changed.
pub(crate) fn theme(
    inputs: &Inputs,
    settings: &Settings,
    memory: &mut Memory,
    problems: &mut Vec<Problem>,
) -> Arc<Theme> {
    let built_in = load::theme::built_in();
    let files = inputs.themes.iter().find(|theme| theme.name == settings.theme.text);
    if files.is_none() && settings.theme.text != load::theme::DEFAULT {
        problems.push(check::unknown_theme(&settings.theme, inputs.themes.iter().map(|theme| theme.name.as_str())));
    }
    let files = files.unwrap_or(&built_in);
    let scriptless;
    let files = match settings.medium {
        Medium::Web => files,
        Medium::Disk => {
            scriptless = files.without_scripts();
            &scriptless
        }
    };
    let language = &settings.language;
    let (theme, found) = match memory.theme.take() {
        Some((theme, found)) if theme.hash == Theme::key(files, language) => (theme, found),
        _ => {
            let mut found = Vec::new();
            (Arc::new(Theme::new(files, language, &mut found)), found)
        }
    };
    problems.extend(found.iter().cloned());
    memory.theme = Some((Arc::clone(&theme), found));
    theme
}

/// The terms, read again only if their file has changed.
pub(crate) fn glossary(inputs: &Inputs, memory: &mut Memory, problems: &mut Vec<Problem>) -> Arc<Glossary> {
    let Some(source) = &inputs.glossary else {
        memory.glossary = None;
        return Arc::default();
    };
    let (hash, glossary, found) =
        memory.glossary.take().filter(|(hash, ..)| *hash == source.hash).unwrap_or_else(|| {
            let mut found = Vec::new();
            let terms = read(source, parse::glossary::glossary, &mut found);
            (source.hash, Arc::new(Glossary::new(terms)), found)
        });
    problems.extend(found.iter().cloned());
    memory.glossary = Some((hash, Arc::clone(&glossary), found));
    glossary
}

/// Reads a file that is like no other.
pub(crate) fn read<T: Default>(
    source: &Source,
    how: fn(&Source, &mut Vec<Problem>) -> T,
    problems: &mut Vec<Problem>,
) -> T {
    let mut found = Vec::new();
    let read = caught(&source.path, || how(source, &mut found)).unwrap_or_else(|fault| {
        problems.push(fault);
        T::default()
    });
    problems.append(&mut found);
    read
}

/// Parses what was not parsed before; forgets what is no longer there.
pub(crate) fn parse_all(
    inputs: &Inputs,
    settings: &Settings,
    made: &[Arc<Source>],
    progress: &Progress,
    memory: &mut Memory,
) -> Vec<Arc<Doc>> {
    let dialect = Dialect::of(settings);
    let known = &memory.docs;
    let parse = |source: &Arc<Source>, parse: &(dyn Fn(&Arc<Source>) -> Doc + Sync)| {
        progress.step();
        match known.get(&source.path) {
            Some(doc)
                if doc.source.hash == source.hash
                    && (doc.dialect == dialect || doc.facts.kind == Kind::Tree || doc.made) =>
            {
                (Arc::clone(doc), false)
            }
            _ => (Arc::new(caught(&source.path, || parse(source)).unwrap_or_else(|fault| unread(source, fault))), true),
        }
    };
    let read = |source: &Arc<Source>| parse::article_in(source, dialect);
    let articles = inputs.articles.par_iter().map(|source| parse(source, &read));
    let trees = inputs.trees.par_iter().map(|source| parse(source, &parse::tree));
    // A page that its author wrote stands in the place of one that the program makes.
    let own = |source: &&Arc<Source>| inputs.articles.binary_search_by(|known| known.path.cmp(&source.path)).is_ok();
    let made: Vec<&Arc<Source>> = made.iter().filter(|source| !own(source)).collect();
    let made = made.into_par_iter().map(|source| parse(source, &parse::made_article));
    let docs: Vec<(Arc<Doc>, bool)> = articles.chain(trees).chain(made).collect();
    let fresh: Vec<&Arc<Doc>> = docs.iter().filter(|(_, fresh)| *fresh).map(|(doc, _)| doc).collect();
    memory.parses = fresh.len();
    memory.docs.extend(fresh.into_iter().map(|doc| (doc.source.path.clone(), Arc::clone(doc))));
    if memory.docs.len() > docs.len() {
        let there: HashSet<&SitePath> = docs.iter().map(|(doc, _)| &doc.source.path).collect();
        memory.docs.retain(|path, _| there.contains(path));
    }
    docs.into_iter().map(|(doc, _)| doc).collect()
}

/// A file at which the program itself has failed: its page is there, so that nothing else breaks, and empty.
fn unread(source: &Arc<Source>, fault: Problem) -> Doc {
    let empty = Arc::new(Source::new(source.path.clone(), String::new()));
    Doc { source: Arc::clone(source), problems: vec![fault], ..parse::article(&empty) }
}

/// A drawing, read. One at which the program itself has failed is not published.
fn drawn(source: &Arc<Source>) -> Drawing {
    caught(&source.path, || parse::drawing(source)).unwrap_or_else(|fault| Drawing {
        extent: None,
        text: None,
        problems: vec![fault],
    })
}

/// The drawings by path, each read again only if its text has changed.
pub(crate) fn drawings(inputs: &Inputs, memory: &mut Memory) -> BTreeMap<SitePath, Arc<Drawing>> {
    let known = &memory.drawings;
    let read = |source: &Arc<Source>| {
        let known = known.get(&source.path).filter(|(hash, _)| *hash == source.hash);
        let drawing = known.map_or_else(|| Arc::new(drawn(source)), |(_, drawing)| Arc::clone(drawing));
        (source.path.clone(), (source.hash, drawing))
    };
    memory.drawings = inputs.drawings.par_iter().map(read).collect();
    memory.drawings.iter().map(|(path, (_, drawing))| (path.clone(), Arc::clone(drawing))).collect()
}
