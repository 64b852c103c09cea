//! Which files may have changed since a site was read last.
//!
//! Takes: the files that somebody told of. Gives: the site with those texts as they are now, where nothing else can have changed.
//! Never: is the last word. Whoever tells of changes may have missed one, so that all of the site is looked at soon after.

use super::walk::left_alone;
use super::{Attachment, Inputs, Known, Stamp, text};
use crate::picture::Seen;
use crate::source::{SitePath, Source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Every file.
    All,
    /// These, by their places on the disk.
    Files(BTreeSet<PathBuf>),
}

/// Of more files than this, all are looked at: that is done side by side.
const FEW: usize = 16;

impl Doubt {
    /// Doubts these too.
    pub fn extend(&mut self, files: Vec<PathBuf>) {
        if let Doubt::Files(known) = self {
            known.extend(files);
            if known.len() > FEW {
                *self = Doubt::All;
            }
        }
    }
}

/// The site as it was `before`, with the texts in doubt as they are now. `None` where more than a text may have changed: a file
/// is new, or gone, or of another kind, or told to be wrong.
pub fn few(root: &Path, doubt: &Doubt, known: &mut Known, before: &Inputs) -> Option<Inputs> {
    let Doubt::Files(files) = doubt else { return None };
    let mut inputs = before.clone();
    for disk in files {
        let below = disk.strip_prefix(root).ok()?;
        if below.components().any(|part| left_alone(part.as_os_str().as_encoded_bytes())) {
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
            seen: Seen::default(),
        };
        let text = text(&file, known).ok()?;
        if !text.problems.is_empty() || known.is_told(&file.path) {
            return None;
        }
        *place = Arc::clone(&text.source);
        known.learn(text);
    }
    Some(inputs)
}

/// Where an article or a tree stands among the others.
fn place<'a>(inputs: &'a mut Inputs, path: &SitePath) -> Option<&'a mut Arc<Source>> {
    [&mut inputs.articles, &mut inputs.trees].into_iter().find_map(|texts| {
        let place = texts.binary_search_by(|text| text.path.cmp(path)).ok()?;
        Some(&mut texts[place])
    })
}
