//! Which files may have changed since a site was read last.
//!
//! Takes: the files that a watcher of the file system names. Gives: the site with those texts as they are now, where nothing else
//! can have changed.
//! Never: makes a full reload needless: a watcher may miss a change, so that the caller reads all of the site soon after.

use super::kind::{self, Kind};
use super::supplied::asks_alike;
use super::walk::is_ignored;
use super::{Attachment, CONTENT, FileCache, Inputs, STATIC, Stamp, text};
use crate::picture::ImageInfo;
use crate::source::{SitePath, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which files a reload looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSet {
    /// Every file.
    All,
    /// These, by their places on the disk.
    Files(BTreeSet<PathBuf>),
}

/// Of more files than this, all are looked at: that is done side by side.
const FEW: usize = 16;

impl ChangeSet {
    /// Adds files; beyond a few, all are meant.
    pub fn extend(&mut self, more: Vec<PathBuf>) {
        if let ChangeSet::Files(files) = self {
            files.extend(more);
            if files.len() > FEW {
                *self = ChangeSet::All;
            }
        }
    }
}

/// The site as it was `before`, with the changed texts as they are now. `None` where more than a text may have changed: a file
/// is new, or gone, or of another kind, or told to be wrong.
pub fn reload_changed(root: &Path, changes: &ChangeSet, cache: &mut FileCache, before: &Inputs) -> Option<Inputs> {
    let ChangeSet::Files(files) = changes else { return None };
    let mut inputs = before.clone();
    for disk in files {
        let below = disk.strip_prefix(root).ok()?;
        if !below.starts_with(STATIC) && below.components().any(|part| is_ignored(part.as_os_str().as_encoded_bytes()))
        {
            continue;
        }
        let path = SitePath::from(below.to_str()?.replace(std::path::MAIN_SEPARATOR, "/").as_str());
        let place = place(&mut inputs, &path)?;
        let metadata = disk.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let file = Attachment {
            path,
            disk: disk.clone(),
            size: metadata.len(),
            stamp: Stamp::of(&metadata),
            seen: ImageInfo::default(),
        };
        let text = text(&file, cache).ok()?;
        let alike = asks_alike(&place.text, &text.source.text);
        if !text.problems.is_empty() || cache.is_told(&file.path) || !alike {
            return None;
        }
        *place = Arc::clone(&text.source);
        cache.learn(text);
    }
    Some(inputs)
}

/// The site with another text in the place of one of its own; `None` where that is none that its author writes.
pub fn with_text(mut inputs: Inputs, text: Arc<Source>) -> Option<Inputs> {
    put(&mut inputs, &text).then_some(inputs)
}

/// Puts a text into the place of the one with its path; says whether there is one.
fn put(inputs: &mut Inputs, text: &Arc<Source>) -> bool {
    if let Some(place) = place(inputs, &text.path) {
        *place = Arc::clone(text);
        return true;
    }
    if let Some(place) = inputs.single_mut().into_iter().flatten().find(|other| other.path == text.path) {
        *place = Arc::clone(text);
        return true;
    }
    let themes = inputs.themes.iter_mut().flat_map(|theme| theme.texts.values_mut());
    let mut words = themes.filter(|other| other.path.extension() == "yaml" && other.path == text.path);
    words.next().map(|place| *place = Arc::clone(text)).is_some()
}

/// The site with texts of an editor's laid over those of the disk. One that has no file yet is there all the same, where the site
/// would read it.
pub(crate) fn laid_over(mut inputs: Inputs, laid: &BTreeMap<SitePath, Arc<Source>>) -> Inputs {
    for text in laid.values() {
        if !put(&mut inputs, text) {
            with_new_text(&mut inputs, text);
        }
    }
    inputs
}

fn with_new_text(inputs: &mut Inputs, text: &Arc<Source>) {
    let path = text.path.as_str();
    let among = inputs.beside || path.strip_prefix(CONTENT).is_some_and(|rest| rest.starts_with('/'));
    let texts = match kind::of(&text.path) {
        Kind::Settings => return inputs.settings = Some(Arc::clone(text)),
        _ if !among || path.split('/').any(|part| is_ignored(part.as_bytes())) => return,
        Kind::Glossary => return inputs.glossary = Some(Arc::clone(text)),
        Kind::References => return inputs.references = Some(Arc::clone(text)),
        Kind::Data => return inputs.data = Some(Arc::clone(text)),
        Kind::Article => &mut inputs.articles,
        Kind::Tree => &mut inputs.trees,
        _ => return,
    };
    if let Err(place) = texts.binary_search_by(|known| known.path.cmp(&text.path)) {
        texts.insert(place, Arc::clone(text));
    }
}

/// Where an article or a tree stands among the others.
fn place<'a>(inputs: &'a mut Inputs, path: &SitePath) -> Option<&'a mut Arc<Source>> {
    [&mut inputs.articles, &mut inputs.trees].into_iter().find_map(|texts| {
        let place = texts.binary_search_by(|text| text.path.cmp(path)).ok()?;
        Some(&mut texts[place])
    })
}
