//! What is moved or renamed, and the site → what must be written, and where, so that nothing leads elsewhere for it.
//!
//! Takes: a site as it was loaded, and a [`What`]. Gives: a [`Moved`]: each file's text before and after, or why it cannot be.
//! Never: writes to a disk, or gives edits of which it has not seen that they hold: the site is planned anew with them, every link
//! must lead where it led, nothing new may be wrong, and every old address must lead to its new place.
//!
//! A link is rewritten only where it would lead elsewhere: what names a page by its title stays as it is. The new words are
//! tried in the form of the old ones first, and then in others, until the whole site says that they lead there.

mod edits;
mod front;
mod leads;
mod lines;
mod lock;
mod names;
mod place;
mod rename;
mod request;
mod rewrite;
mod settings;

use crate::load::{self, Inputs};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Source};
use crate::{Choices, Memory, Plan, link};
use edits::Edits;
use jiff::civil::Date;
use leads::{Lead, Use};
pub use lines::changed_lines;
pub use request::{What, read};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What comes of a move.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    /// The file or folder that has another name, and that name.
    pub renamed: Option<(SitePath, SitePath)>,
    /// The files that say something else, by the paths that they have now, each with its text before and after.
    pub texts: Vec<(SitePath, Arc<Source>, String)>,
    /// The old addresses that lead on, for whoever looks.
    pub kept: Vec<String>,
}

/// How often new words for links are tried, at most: once for each form of a link, and once to see that all hold.
const ROUNDS: usize = 12;

/// Where what was is now.
#[derive(Clone, Debug, Default)]
struct Mapping {
    /// The file or folder, and its name afterwards.
    renamed: Option<(SitePath, SitePath)>,
    /// Of a page: the names of its parts that are others, each with the new one.
    parts: BTreeMap<SitePath, BTreeMap<String, String>>,
    /// The number of a term, and its new name.
    term: Option<(usize, String)>,
}

impl Mapping {
    fn path(&self, path: &SitePath) -> SitePath {
        let Some((old, new)) = &self.renamed else { return path.clone() };
        match path.as_str().strip_prefix(old.as_str()) {
            Some("") => new.clone(),
            Some(rest) if rest.starts_with('/') => format!("{new}{rest}").into(),
            _ => path.clone(),
        }
    }

    fn part(&self, page: &SitePath, part: &str) -> String {
        self.parts.get(page).and_then(|parts| parts.get(part)).map_or_else(|| part.to_owned(), String::clone)
    }

    /// Where a link must lead afterwards.
    fn lead(&self, lead: &Lead) -> Lead {
        match lead {
            Lead::Page { path, screen, part } => Lead::Page {
                path: self.path(path),
                screen: screen.as_ref().map(|screen| self.part(path, screen)),
                part: part.as_ref().map(|part| self.part(path, part)),
            },
            Lead::File(path) => Lead::File(self.path(path)),
            Lead::Nowhere(path) => Lead::Nowhere(path.as_ref().map(|path| self.path(path))),
            other => other.clone(),
        }
    }
}

/// Pages that are there for their author alone: drafts, and those of which the day has not come or has passed.
struct Held {
    pages: BTreeSet<SitePath>,
    /// The addresses that are recorded in the lock.
    recorded: BTreeSet<String>,
}

impl Held {
    /// Whether nobody can have the address of such a page.
    fn lets_go(&self, page: &SitePath, address: &str) -> bool {
        self.pages.contains(page) && !self.recorded.contains(address)
    }
}

/// Works out a move. By `today` it knows which pages wait for their day, or are over.
pub fn moved(inputs: &Inputs, problems: &[Problem], what: &What, today: Option<Date>) -> Result<Moved, String> {
    // What is the same in the next plan is not read again.
    let mut memory = Memory::default();
    // Of a page that nobody sees today no address leads on, and none is recorded, but for those that are recorded already.
    let public = crate::plan(inputs, problems.to_vec(), &Choices { today, ..Choices::default() }, &mut memory);
    let (before, choices) = whole(inputs, problems, today, &mut memory);
    let mut plan = |inputs: &Inputs, mapping: &Mapping| {
        crate::plan(inputs, of_loading(problems, inputs, mapping), &choices, &mut memory)
    };
    let started = rename::begin(&before, inputs, what)?;
    let seen: BTreeSet<&SitePath> = public.site.pages.iter().map(|page| &page.facts().path).collect();
    let paths = before.site.pages.iter().map(|page| &page.facts().path);
    let held: BTreeSet<SitePath> = paths.filter(|path| !seen.contains(path)).cloned().collect();
    let held = Held { recorded: lock::addresses(inputs), pages: held };
    let (mut mapping, base) = (Mapping { renamed: started.renamed, ..Mapping::default() }, started.edits);
    let uses = leads::uses(&before);
    let mut chosen: BTreeMap<leads::Key, usize> = BTreeMap::new();
    let mut forms_of: BTreeMap<leads::Key, usize> = BTreeMap::new();
    if let What::Term { old, new } = what {
        let number = before.site.glossary.term_called(old).unwrap_or_default();
        mapping.term = Some((number, new.clone()));
        let named = uses.iter().filter(|used| used.lead == Lead::Term(number) && used.names(old));
        chosen.extend(named.map(|used| (used.key.clone(), 0)));
    }
    chosen.extend(rewrite::to_shorten(&before, &uses, &mapping).into_iter().map(|key| (key, 0)));
    let mut settled = None;
    for _ in 0..ROUNDS {
        let mut edits = base.clone();
        for used in uses.iter().filter(|used| chosen.contains_key(&used.key)) {
            let number = chosen[&used.key];
            let forms = rewrite::forms(&before, used, &mapping, started.heading.as_deref());
            if let Some(form) = forms.get(number) {
                edits.add(&used.key.path, form.clone())?;
            }
            forms_of.insert(used.key.clone(), forms.len());
        }
        edits = settings::with_paths(&before, inputs, &mapping, edits)?;
        let after = plan(&with(inputs, &mapping, &edits)?, &mapping);
        mapping.parts = rename::parts(&before, &after, &mapping, what)?;
        let wrong = wrong(&uses, &after, &mapping)?;
        if wrong.is_empty() {
            settled = Some((edits, after));
            break;
        }
        // What is written elsewhere in its file follows what is written there.
        let stuck = |key: &leads::Key| forms_of.get(key).is_some_and(|forms| chosen[key] >= *forms);
        if wrong.iter().all(stuck) {
            let used = uses.iter().find(|used| used.key == wrong[0]);
            return Err(used.map(|used| cannot_write(&before, used)).unwrap_or_default());
        }
        for key in wrong {
            chosen.entry(key).and_modify(|number| *number += 1).or_insert(0);
        }
    }
    let Some((mut edits, after)) = settled else {
        return Err("links to it can be written in no way that holds".to_owned());
    };
    let kept = front::keep(&before, &after, &mapping, (inputs, &held), &mut edits)?;
    let last = plan(&with(inputs, &mapping, &edits)?, &mapping);
    let mut touched = touched(&before, &last, &mapping, &edits);
    let now_held: BTreeSet<SitePath> = held.pages.iter().map(|path| mapping.path(path)).collect();
    touched.retain(|page| !now_held.contains(&last.site.pages[*page].facts().path));
    lock::record(inputs, &last, &touched, &mut edits)?;
    let changed = with(inputs, &mapping, &edits)?;
    let last = plan(&changed, &mapping);
    holds(&before, &last, &uses, (&mapping, &held))?;
    let texts = edits.texts(inputs)?;
    let texts = texts.into_iter().map(|(path, source, text)| (mapping.path(&path), source, text)).collect();
    Ok(Moved { renamed: mapping.renamed, texts, kept })
}

/// The site with all its pages, those that are never published too, whose links follow as well. Where one of these makes a link of
/// another page lead elsewhere, as two pages of one name do, it is left out with the rest of them.
fn whole(inputs: &Inputs, problems: &[Problem], today: Option<Date>, memory: &mut Memory) -> (Plan, Choices) {
    let choices = Choices { drafts: true, today, ..Choices::default() };
    let without = crate::plan(inputs, problems.to_vec(), &choices, memory);
    if without.passed_over.held_back == 0 {
        return (without, choices);
    }
    let all = Choices { private: true, ..choices.clone() };
    let with = crate::plan(inputs, problems.to_vec(), &all, memory);
    let known: BTreeMap<leads::Key, Lead> = leads::uses(&with).into_iter().map(|used| (used.key, used.lead)).collect();
    // A link to a page that is kept back leads nowhere without it.
    let same = |used: &Use| matches!(used.lead, Lead::Nowhere(_)) || known.get(&used.key) == Some(&used.lead);
    if leads::uses(&without).iter().all(same) { (with, all) } else { (without, choices) }
}

/// What is wrong with the files themselves, under the names that they will have.
fn of_loading(problems: &[Problem], inputs: &Inputs, mapping: &Mapping) -> Vec<Problem> {
    let others = problems.iter().filter(|problem| problem.code != Code::UnportableName);
    let others = others.map(|problem| Problem { path: mapping.path(&problem.path), ..problem.clone() });
    others.chain(load::unportable(inputs.paths())).collect()
}

/// The links that lead elsewhere than they must.
fn wrong(uses: &[Use], after: &Plan, mapping: &Mapping) -> Result<Vec<leads::Key>, String> {
    let now: BTreeMap<leads::Key, Lead> = leads::uses(after).into_iter().map(|used| (used.key, used.lead)).collect();
    let mut out = Vec::new();
    for used in uses {
        let key = leads::Key { path: mapping.path(&used.key.path), ..used.key.clone() };
        match now.get(&key) {
            Some(lead) if *lead == mapping.lead(&used.lead) => {}
            Some(_) => out.push(used.key.clone()),
            None => return Err(format!("`{}` would be read in another way than before", used.key.path)),
        }
    }
    Ok(out)
}

/// Whether all is as it was: every link, every problem, and every old address.
fn holds(before: &Plan, after: &Plan, uses: &[Use], (mapping, held): (&Mapping, &Held)) -> Result<(), String> {
    if let Some(key) = wrong(uses, after, mapping)?.first() {
        return Err(format!("a link in `{}` would lead elsewhere", key.path));
    }
    let (was, is) = (owners(before), owners(after));
    for (address, anchors) in link::published(&before.site) {
        if was.get(address.as_str()).is_some_and(|path| held.lets_go(path, &address)) {
            continue;
        }
        let Some(now) = is.get(address.as_str()) else {
            return Err(format!("nothing would be at `{address}` any more"));
        };
        let page = was.get(address.as_str()).map(|path| mapping.path(path));
        if page.as_ref() != Some(*now) {
            return Err(format!("at `{address}` would be another page then; leave a page there, or move its folder"));
        }
        let now = front::anchors_at(&after.site, &address);
        if let Some(anchor) = anchors.iter().find(|anchor| !now.contains(*anchor)) {
            return Err(format!("nothing would be at `{address}#{anchor}` any more"));
        }
    }
    let mut known: BTreeMap<(Code, SitePath), usize> = BTreeMap::new();
    for problem in &before.problems {
        *known.entry((problem.code, mapping.path(&problem.path))).or_default() += 1;
    }
    for problem in &after.problems {
        match known.get_mut(&(problem.code, problem.path.clone())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return Err(format!("something would be wrong in `{}` then: {}", problem.path, problem.message)),
        }
    }
    Ok(())
}

/// Whose each address is, by the files of pages.
fn owners(plan: &Plan) -> BTreeMap<&str, &SitePath> {
    let pages = &plan.site.pages;
    let owned = plan.site.addresses.iter().rev();
    let file = owned.filter_map(|owned| Some((owned.address.as_str(), &pages[owned.owner.page()?].facts().path)));
    file.collect()
}

/// The pages that have another address or other parts, or say so.
fn touched(before: &Plan, after: &Plan, mapping: &Mapping, edits: &Edits) -> BTreeSet<usize> {
    let old: BTreeSet<SitePath> = before.site.pages.iter().map(|page| page.facts().path.clone()).collect();
    let moved = |path: &SitePath| mapping.renamed.is_some() && !old.contains(path);
    let named = |path: &SitePath| mapping.parts.contains_key(path) && edits.touch(path);
    let pages = after.site.pages.iter().enumerate();
    pages.filter(|(_, page)| moved(&page.facts().path) || named(&page.facts().path)).map(|(p, _)| p).collect()
}

/// The site as it will be.
fn with(inputs: &Inputs, mapping: &Mapping, edits: &Edits) -> Result<Inputs, String> {
    let text = |source: &Arc<Source>| -> Result<Arc<Source>, String> {
        let path = mapping.path(&source.path);
        match edits.text(source)? {
            Some(text) => Ok(Arc::new(Source::new(path, text))),
            None if path == source.path => Ok(Arc::clone(source)),
            None => Ok(Arc::new(Source::new(path, source.text.clone()))),
        }
    };
    let texts = |sources: &[Arc<Source>]| -> Result<Vec<Arc<Source>>, String> {
        let mut out = sources.iter().map(text).collect::<Result<Vec<_>, _>>()?;
        out.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(out)
    };
    let files = |files: &[crate::load::Attachment]| {
        let mut out = files.to_vec();
        out.iter_mut().for_each(|file| file.path = mapping.path(&file.path));
        out.sort_by(|a, b| a.path.cmp(&b.path));
        out
    };
    let changes = inputs.changes.iter().map(|(path, change)| (mapping.path(path), *change));
    let mut unpublished: Vec<SitePath> = inputs.unpublished.iter().map(|path| mapping.path(path)).collect();
    unpublished.sort();
    let mut moved = Inputs {
        articles: texts(&inputs.articles)?,
        trees: texts(&inputs.trees)?,
        tables: texts(&inputs.tables)?,
        drawings: texts(&inputs.drawings)?,
        boards: texts(&inputs.boards)?,
        files: files(&inputs.files),
        downloads: files(&inputs.downloads),
        statics: files(&inputs.statics),
        changes: Arc::new(changes.collect()),
        unpublished,
        ..inputs.clone()
    };
    for single in moved.single_mut() {
        *single = single.as_ref().map(text).transpose()?;
    }
    Ok(moved)
}

fn cannot_write(plan: &Plan, used: &Use) -> String {
    let path = &used.key.path;
    let place = used.place();
    let line = place.and_then(|span| Some(plan.sources.get(path)?.position(span.start).line));
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("a link in `{path}{line}` cannot be written so that it leads there; write it as a path, and try again")
}
