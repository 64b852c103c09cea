//! Texts read before: a file of which the disk says the same as then is not read again.
//!
//! Takes: what the disk says of a file. Gives: its text, if that is known.
//! Never: trusts a file that was changed about when it was read. A second change in the same tick of the clock leaves the
//! same date behind, so a text is believed only once its dates are older than the reading.

use super::history::History;
use crate::problem::Problem;
use crate::source::{SitePath, Source};
use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// What the disk says of a file. Another text has another stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    size: u64,
    /// When the text was changed, as far as anyone has not set that back.
    modified: Option<SystemTime>,
    /// When anything about the file was changed, and which file it is.
    node: Option<(SystemTime, u64)>,
}

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Stamp {
        Stamp { size: metadata.len(), modified: metadata.modified().ok(), node: node(metadata) }
    }

    /// Whether it was changed well before that time.
    fn settled(&self, before: SystemTime) -> bool {
        let changed = self.modified.max(self.node.map(|(changed, _)| changed));
        changed.and_then(|changed| changed.checked_add(COARSEST)).is_some_and(|settled| settled < before)
    }
}

#[cfg(unix)]
fn node(metadata: &Metadata) -> Option<(SystemTime, u64)> {
    use std::os::unix::fs::MetadataExt;
    let since = Duration::new(metadata.ctime().try_into().ok()?, metadata.ctime_nsec().try_into().ok()?);
    Some((SystemTime::UNIX_EPOCH.checked_add(since)?, metadata.ino()))
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> Option<(SystemTime, u64)> {
    None
}

/// The coarsest clock of a file system: FAT counts in steps of two seconds.
const COARSEST: Duration = Duration::from_secs(2);

/// The texts of the last reading.
#[derive(Debug, Default)]
pub struct FileCache {
    texts: HashMap<SitePath, Text>,
    pub(super) history: History,
}

/// A text as it was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) source: Arc<Source>,
    pub(super) problems: Vec<Problem>,
    pub(super) stamp: Stamp,
    /// When its reading began.
    pub(super) read: SystemTime,
}

impl FileCache {
    /// The text of a file, if it is still what was read.
    pub(super) fn text(&self, path: &SitePath, stamp: Stamp) -> Option<&Text> {
        self.texts.get(path).filter(|text| text.stamp == stamp && stamp.settled(text.read))
    }

    /// Whether something is wrong with a text as it was read last.
    pub(super) fn is_told(&self, path: &SitePath) -> bool {
        self.texts.get(path).is_some_and(|text| !text.problems.is_empty())
    }

    /// Keeps a text.
    pub(super) fn learn(&mut self, text: Text) {
        self.texts.insert(text.source.path.clone(), text);
    }

    /// Keeps these texts, and no others.
    pub(super) fn keep(&mut self, texts: &[Text]) {
        for text in texts {
            match self.texts.get_mut(&text.source.path) {
                // Most are what they were, and a map of ten thousand takes its time to be made.
                Some(known) if known.stamp == text.stamp && known.read == text.read => {}
                Some(known) => known.clone_from(text),
                None => {
                    self.texts.insert(text.source.path.clone(), text.clone());
                }
            }
        }
        if self.texts.len() > texts.len() {
            let there: HashSet<&SitePath> = texts.iter().map(|text| &text.source.path).collect();
            self.texts.retain(|path, _| there.contains(path));
        }
    }
}
