//! What git knows of the site's texts: when each was last changed, and whether that was after its review was put down.
//!
//! Takes: the site's folder. Gives: [`Changes`]; none where there is no git, no commit, or a history that is not whole; and none,
//! which is told, where git takes longer than any site's history takes it.
//! Never: says a day for a text that is not as it was committed, fetches anything, or asks git twice about one commit.

use super::git::{self, Repository, Silence, is_blob};
use super::{CONTENT, SETTINGS, Stamp};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Source};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// When texts were last changed, by path.
pub type Changes = BTreeMap<SitePath, Change>;

/// The last change of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When, by the clock of Greenwich: two clones must say the same.
    pub day: Date,
    /// Whether it came after the last commit that touched the line `reviewed:`.
    pub since_review: bool,
    /// The text that this is said of, by its hash. Of any other text nothing is known.
    pub text: u128,
}

/// Where the site lies in its repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InRepository {
    /// The site's folder below the top, without a `/` at its end; empty where it is the top, or where there is no repository.
    pub folder: String,
    /// The branch that is published, where git knows one by its usual name.
    pub branch: Option<String>,
}

impl InRepository {
    /// Where the site of a repository lies.
    pub fn of(repository: &Repository) -> InRepository {
        InRepository { folder: repository.folder_of_site().to_owned(), branch: repository.main_branch() }
    }
}

/// What git said when it was last asked.
#[derive(Debug, Default)]
pub(super) struct History {
    asked: Option<Asked>,
    changes: Arc<Changes>,
    place: InRepository,
    /// Git was asked, and did not come to an end.
    endless: bool,
}

/// The place of the repository, and what its head was.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    folder: PathBuf,
    head: Vec<Option<Stamp>>,
}

impl Asked {
    fn of(folder: PathBuf) -> Asked {
        // A commit, a checkout and a reset write a line into the head's log.
        let stamp = |name: &str| folder.join(name).metadata().ok().as_ref().map(Stamp::of);
        Asked { head: ["HEAD", "logs/HEAD"].map(stamp).into(), folder }
    }
}

impl History {
    /// The changes of these texts. Git is asked only if its head has moved since it was asked last.
    pub(super) fn changes<'a>(&mut self, root: &Path, texts: impl Iterator<Item = &'a Arc<Source>>) -> Arc<Changes> {
        if !git::is_in_one(root) {
            *self = History::default();
        } else if self.asked.as_ref().is_none_or(|asked| *asked != Asked::of(asked.folder.clone())) {
            let texts: Vec<&Arc<Source>> = texts.collect();
            *self = ask(root, &texts).unwrap_or_default();
        }
        Arc::clone(&self.changes)
    }

    /// Where the site lies in its repository, as of when git was asked last.
    pub(super) fn place(&self) -> InRepository {
        self.place.clone()
    }

    /// What is to be told of it.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.endless.then(unread)
    }
}

fn unread() -> Problem {
    let message = "Git takes too long to say when each page was last changed, so no page says it";
    Problem::of_file(Code::UnreadHistory, &SETTINGS.into(), message).help(
        "Look for a commit with very many files: `git log --stat`. A site in a repository of its own, with nothing else in it, \
         is read in a moment.",
    )
}

/// Asks git. `None` where it has nothing to say.
fn ask(root: &Path, texts: &[&Arc<Source>]) -> Option<History> {
    let repository = Repository::of(root)?;
    let asked = Some(Asked::of(repository.folder.clone()));
    let place = InRepository::of(&repository);
    // A history that is not whole does not know the last change of everything.
    let changes = if repository.shallow { Err(Silence::Failed) } else { changes(&repository, texts) };
    let endless = matches!(changes, Err(Silence::TooMuch));
    Some(History { asked, changes: Arc::new(changes.unwrap_or_default()), place, endless })
}

/// The last change of each text that is as it was committed.
fn changes(repository: &Repository, texts: &[&Arc<Source>]) -> Result<Changes, Silence> {
    let head = repository.commit("HEAD").ok_or(Silence::Failed)?;
    let paths: HashSet<&str> = texts.iter().map(|text| text.path.as_str()).collect();
    let apart = paths.iter().all(|path| path.strip_prefix(CONTENT).is_some_and(|rest| rest.starts_with('/')));
    let folder = if apart { CONTENT } else { "" };
    let last = repository.last_changes(&head, folder, &paths, None)?;
    // To look into every commit costs more, so it is asked only where there is a review to be older than a change.
    let reviewed = texts.iter().any(|text| text.text.contains("\nreviewed:"));
    let review = match reviewed {
        true => repository.last_changes(&head, folder, &paths, Some("^reviewed:"))?,
        false => HashMap::new(),
    };
    let committed = repository.blobs(&head, folder)?;
    let change = |text: &&Arc<Source>| {
        let path = text.path.as_str();
        let commit = last.get(path)?;
        committed.get(path).filter(|blob| is_blob(&text.text, blob))?;
        let time = Timestamp::from_second(commit.time).ok()?;
        let since_review = review.get(path).is_some_and(|review| review.id != commit.id);
        let day = Offset::UTC.to_datetime(time).date();
        Some((text.path.clone(), Change { day, since_review, text: text.hash }))
    };
    Ok(texts.par_iter().filter_map(change).collect())
}
