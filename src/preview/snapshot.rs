//! One look at the site after another.
//!
//! Takes: a root folder. Gives: the latest [`Snapshot`]: the site's plan as of now.
//! Never: asks what kind of change it was. A look is a run of the pipeline with the memory of the last one.

use super::editor::Editor;
use super::hold::{self, AllHeld, Held};
use super::moved::Moves;
use super::overview::Compare;
use crate::load::{self, Attachment, CONTENT, ChangeSet, FileCache, Inputs, STATIC, THEMES, Unreadable};
use crate::problem::Problem;
use crate::render::Rendered;
use crate::source::{SitePath, Source, digest};
use crate::{Choices, Memory, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The site as it was seen.
#[derive(Debug)]
pub struct Snapshot {
    /// From 1.
    pub number: u64,
    /// What there is.
    pub plan: Arc<Plan>,
    /// The file that was saved, if it was one alone.
    pub saved: Option<Saved>,
    /// Why the site could not be read; the plan is then the one before.
    pub trouble: Option<String>,
    /// The files that are not shown as they stand on the disk.
    pub(super) held: AllHeld,
    /// Where pages have gone since the preview began.
    pub(super) moves: Moves,
    /// The pictures and files that have other bytes since the preview began, each with what tells these from others.
    pub(super) replaced: BTreeMap<SitePath, u128>,
    /// The last few plans before this one, the latest first. A page that a browser has just got asks for files under names that
    /// tell what is in them; they may have other names by now.
    pub(super) earlier: Vec<Arc<Plan>>,
}

/// How many plans are kept besides the present one: as many saves as may follow one another before a browser has drawn a page.
const EARLIER: usize = 3;

/// A file that was saved by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Which.
    pub file: SitePath,
    /// The line that was changed first, from 1.
    pub line: u32,
}

impl Snapshot {
    /// The files that are not shown as they stand on the disk, in order of their paths.
    pub fn held(&self) -> impl Iterator<Item = (&SitePath, &Held)> {
        self.held.iter()
    }
}

/// What the browser does when a file was saved whose page it does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterSave {
    /// Nothing.
    Stay,
    /// It goes to that page.
    Follow,
}

/// A site that is looked at again and again.
#[derive(Debug)]
pub struct Preview {
    root: PathBuf,
    choices: Choices,
    after_save: AfterSave,
    editor: Option<Editor>,
    compare: Option<Compare>,
    /// How many plans are kept besides the present one.
    kept: usize,
    work: Mutex<Work>,
    rendered: Arc<Rendered>,
    latest: watch::Sender<Arc<Snapshot>>,
}

#[derive(Debug)]
struct Work {
    cache: FileCache,
    memory: Memory,
    /// As they stand on the disk.
    inputs: Inputs,
    problems: Vec<Problem>,
    /// Texts as they stand in an editor, over those on the disk.
    laid: Laid,
    /// As they are shown.
    shown: Inputs,
}

/// Texts that are not saved, by path.
pub(crate) type Laid = BTreeMap<SitePath, Arc<Source>>;

/// What was read and is not what was there before.
#[derive(Debug)]
pub struct Reading {
    found: Result<(Inputs, Vec<Problem>), String>,
    /// A text has gone or is empty now. It may be on its way: some editors empty a file, or move it away, before they write it.
    pub lost: bool,
    saved: Option<Saved>,
}

/// How much work the last look was, and the requests since: for tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Files parsed.
    pub parses: usize,
    /// Pages rendered.
    pub renders: usize,
}

impl Preview {
    /// Takes the first look.
    pub fn open(root: &Path, choices: Choices, after_save: AfterSave) -> Result<Preview, Unreadable> {
        let root = root.canonicalize().map_err(|error| Unreadable { root: root.to_owned(), error })?;
        let (mut cache, mut memory) = (FileCache::default(), Memory::default());
        let (inputs, problems) = load::reload(&root, &mut cache)?;
        let plan = Arc::new(crate::plan(&inputs, problems.clone(), &choices, &mut memory));
        let rendered = Arc::clone(&memory.rendered);
        let shown = inputs.clone();
        let work = Mutex::new(Work { cache, memory, inputs, problems, laid: Laid::new(), shown });
        let (held, moves, replaced, earlier) = Default::default();
        let look = Snapshot { number: 1, plan, saved: None, trouble: None, held, moves, replaced, earlier };
        let latest = watch::Sender::new(Arc::new(look));
        let kept = EARLIER;
        Ok(Preview { root, choices, after_save, editor: None, compare: None, kept, work, rendered, latest })
    }

    /// For an editor, which is shown no pages: nothing of an earlier plan is asked for again.
    pub(crate) fn without_pages(self) -> Preview {
        Preview { kept: 0, ..self }
    }

    /// Lays texts that are not saved over the disk, in the place of those that were laid before, and looks again. To open a file
    /// changes nothing.
    pub(crate) fn lay(&self, laid: Laid) -> Arc<Snapshot> {
        let found = {
            let mut work = self.work();
            let written = |work: &Work| load::laid_over(work.inputs.clone(), &work.laid);
            let before = written(&work);
            work.laid = laid;
            if written(&work) == before {
                return self.latest();
            }
            (work.inputs.clone(), work.problems.clone())
        };
        self.adopt(Reading { found: Ok(found), lost: false, saved: None })
    }

    /// The site as it is written, unsaved texts over the disk and nothing held, with what is wrong with the reading.
    pub(crate) fn as_written(&self) -> (Inputs, Vec<Problem>) {
        let work = self.work();
        (load::laid_over(work.inputs.clone(), &work.laid), work.problems.clone())
    }

    /// Lets its pages open files in an editor.
    pub fn with_editor(self, editor: Editor) -> Preview {
        Preview { editor: Some(editor), ..self }
    }

    /// Lets it tell what is different from an earlier version of the site.
    pub fn with_comparison(self, compare: Compare) -> Preview {
        Preview { compare: Some(compare), ..self }
    }

    /// The author's editor, if one is named.
    pub(super) fn editor(&self) -> Option<&Editor> {
        self.editor.as_ref()
    }

    /// What the site is compared with, if there is an earlier version.
    pub(super) fn comparison(&self) -> Option<&Compare> {
        self.compare.as_ref()
    }

    /// What the site is made from now.
    pub(super) fn inputs(&self) -> Inputs {
        self.work.lock().unwrap_or_else(PoisonError::into_inner).shown.clone()
    }

    /// The site's folder, whole.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the browser does when another page was saved.
    pub fn after_save(&self) -> AfterSave {
        self.after_save
    }

    /// The latest look.
    pub fn latest(&self) -> Arc<Snapshot> {
        Arc::clone(&self.latest.borrow())
    }

    /// The folders, beside those that are watched anyway, of files of which pages show a part.
    pub(super) fn folders_apart(&self) -> BTreeSet<PathBuf> {
        let work = self.work();
        let below = |folder: &str, path: &SitePath| path.folder().split('/').next() == Some(folder);
        let own = |path: &&SitePath| [CONTENT, THEMES, STATIC].iter().any(|folder| below(folder, path));
        let parts = work.inputs.parts.iter().map(|part| &part.path).filter(|path| !own(path));
        parts.filter(|path| !path.folder().is_empty()).map(|path| self.root.join(path.folder())).collect()
    }

    /// The pages rendered so far.
    pub fn rendered(&self) -> &Rendered {
        &self.rendered
    }

    /// How much the latest look cost.
    pub fn effort(&self) -> Effort {
        Effort { parses: self.work().memory.parses, renders: self.rendered.renders() }
    }

    pub(super) fn looks(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.latest.subscribe()
    }

    /// Reads these files again; `None` if all is what it was.
    pub fn read(&self, changes: &ChangeSet) -> Option<Reading> {
        let mut work = self.work();
        let Work { cache, inputs, problems, .. } = &mut *work;
        let few = if self.latest().trouble.is_none() {
            load::reload_changed(&self.root, changes, cache, inputs)
        } else {
            None
        };
        match few.map_or_else(|| load::reload(&self.root, cache), |inputs| Ok((inputs, problems.clone()))) {
            Err(Unreadable { root, error }) => {
                let trouble = format!("The folder {} cannot be read: {error}.", root.display());
                let new = self.latest().trouble.as_ref() != Some(&trouble);
                new.then_some(Reading { found: Err(trouble), lost: true, saved: None })
            }
            Ok((inputs, problems)) => {
                if self.latest().trouble.is_none() && inputs == work.inputs && problems == work.problems {
                    return None;
                }
                let old = &work.inputs;
                let articles = compare(&old.articles, &inputs.articles);
                let trees = compare(&old.trees, &inputs.trees);
                let lost = articles.lost || trees.lost || compare(&others(old), &others(&inputs)).lost;
                let mut saved = articles.new.into_iter().chain(trees.new);
                let saved = saved
                    .next()
                    .filter(|_| saved.next().is_none())
                    .map(|new| Saved { file: new.path.clone(), line: first_change(old, new) });
                Some(Reading { found: Ok((inputs, problems)), lost, saved })
            }
        }
    }

    /// Makes a reading the latest look, and tells whoever waits for it.
    pub fn adopt(&self, reading: Reading) -> Arc<Snapshot> {
        let mut work = self.work();
        let before = self.latest();
        let mut look = Snapshot {
            number: before.number + 1,
            plan: Arc::clone(&before.plan),
            saved: reading.saved,
            trouble: None,
            held: before.held.clone(),
            moves: before.moves.clone(),
            replaced: before.replaced.clone(),
            earlier: before.earlier.clone(),
        };
        match reading.found {
            Err(trouble) => look.trouble = Some(trouble),
            Ok((inputs, problems)) => {
                let written = load::laid_over(inputs.clone(), &work.laid);
                // What the disk holds of a file that an editor has open is not what is looked at.
                let told: Vec<Problem> =
                    problems.iter().filter(|problem| !work.laid.contains_key(&problem.path)).cloned().collect();
                let (shown, held) = hold::hold(&work.shown, &written, &told, &before.plan.site.settings);
                let mut plan = crate::plan(&shown, told, &self.choices, &mut work.memory);
                hold::tell(&mut plan, &held);
                look.moves.see(&before.plan.site, &plan.site);
                look.replaced.extend(replaced(&work.inputs.files, &inputs.files));
                look.replaced.extend(replaced(&work.inputs.downloads, &inputs.downloads));
                look.earlier.insert(0, std::mem::replace(&mut look.plan, Arc::new(plan)));
                look.earlier.truncate(self.kept);
                look.held = held;
                (work.inputs, work.problems, work.shown) = (inputs, problems, shown);
            }
        }
        let look = Arc::new(look);
        self.latest.send_replace(Arc::clone(&look));
        look
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How two lists of texts differ, both in order of their paths.
struct Difference<'a> {
    /// Those that are new or changed.
    new: Vec<&'a Source>,
    /// Whether one has gone, or is empty now.
    lost: bool,
}

/// The files that were there with other bytes, each with what tells these from others; both lists in order of their paths.
fn replaced(before: &[Attachment], now: &[Attachment]) -> Vec<(SitePath, u128)> {
    let other = |new: &&Attachment| {
        let old = before.binary_search_by(|old| old.path.cmp(&new.path)).ok().map(|place| &before[place]);
        old.is_none_or(|old| old.stamp != new.stamp)
    };
    now.iter().filter(other).map(|file| (file.path.clone(), digest(&file.stamp))).collect()
}

/// The line at which a text begins to be another; of a new one, the first.
fn first_change(before: &Inputs, now: &Source) -> u32 {
    let old = before.articles.iter().chain(&before.trees).find(|old| old.path == now.path);
    let same = |old: &Arc<Source>| old.text.bytes().zip(now.text.bytes()).take_while(|(a, b)| a == b).count();
    now.position(old.map_or(0, same) as u32).line
}

/// The texts that are neither articles nor trees, in order of their paths.
fn others(inputs: &Inputs) -> Vec<Arc<Source>> {
    let single = [&inputs.settings, &inputs.glossary, &inputs.references].into_iter().flatten();
    let themes = inputs.themes.iter().flat_map(|theme| theme.texts.values());
    let mut all: Vec<Arc<Source>> = single.chain(&inputs.drawings).chain(themes).cloned().collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

fn compare<'a>(before: &[Arc<Source>], now: &'a [Arc<Source>]) -> Difference<'a> {
    let mut difference = Difference { new: Vec::new(), lost: false };
    let mut before = before.iter().peekable();
    for source in now {
        while before.next_if(|old| old.path < source.path).is_some() {
            difference.lost = true;
        }
        let old = before.next_if(|old| old.path == source.path);
        if old.is_none_or(|old| old.hash != source.hash) {
            difference.new.push(source);
            difference.lost |= source.text.is_empty() && old.is_some();
        }
    }
    difference.lost |= before.next().is_some();
    difference
}
