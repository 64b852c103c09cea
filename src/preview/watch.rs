//! When to look again.
//!
//! Takes: what the system says of the site's folders. Gives: one look after each burst of changes.
//! Never: says what kind of change it was. The files told of are looked at first, and all of the site when it is quiet; where
//! watching does not work, all of it every half second.

use super::snapshot::{Preview, Reading, Snapshot};
use crate::load::{CONTENT, ChangeSet, STATIC, THEMES};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// So long nothing must happen before a look. An editor's temporary file, rename and second write come within one of these.
const QUIET: Duration = Duration::from_millis(4);
/// After so long a look is taken even so: a checkout of hundreds of files should be seen to arrive.
const PATIENCE: Duration = Duration::from_millis(100);
/// A text that has gone or is empty gets so long to come back before it is believed.
const GRACE: Duration = Duration::from_millis(60);
/// So long after the last look comes one more, at everything: a file in a folder made a moment ago may have been written before
/// it was watched.
const AFTERWARDS: Duration = Duration::from_millis(200);
/// Between two looks where nothing can be watched.
const POLL: Duration = Duration::from_millis(500);

/// How changes are to be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noticing {
    /// By the system's word, where it gives one.
    Events,
    /// By reading the site twice a second.
    Polling,
}

/// How changes are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watching {
    /// The system says when something happens.
    Events,
    /// It does not, for this reason; the site is read twice a second.
    Polling(String),
}

/// Watches a site and looks again for ever. `said` hears how changes are noticed, `looked` of each look and how long it took.
pub fn watch(
    preview: &Preview,
    noticing: Noticing,
    mut said: impl FnMut(&Watching),
    mut looked: impl FnMut(&Snapshot, &Arc<Snapshot>, Duration),
) -> ! {
    let (sender, events) = channel();
    let mut folders = Folders::new(preview.root(), noticing, sender);
    let mut watching = folders.watch();
    said(&watching);
    let mut again = true;
    loop {
        let idle = match watching {
            Watching::Polling(_) => Some(POLL),
            // Nobody tells of a folder's return.
            Watching::Events if !folders.has_root() => Some(POLL),
            Watching::Events => again.then_some(AFTERWARDS),
        };
        let heard = wait(&events, idle);
        let changes = heard.as_ref().unwrap_or(&ChangeSet::All);
        folders.follow(preview.folders_apart());
        let now = folders.watch();
        if now != watching {
            watching = now;
            said(&watching);
        }
        let began = Instant::now();
        let before = preview.latest();
        // A mistake of the program's own, which has said so, must not end the preview: the next save may not meet it. What is
        // remembered is keyed by content, so half of a look does no harm.
        let look = catch_unwind(AssertUnwindSafe(|| {
            preview.read(changes).and_then(|reading| settled(preview, reading)).map(|reading| preview.adopt(reading))
        }));
        again = heard.is_some() || matches!(look, Ok(Some(_)));
        if let Ok(Some(look)) = look {
            looked(&before, &look, began.elapsed());
        }
    }
}

/// Waits until something has happened and it is quiet again, and says what has changed; or, with `idle`, for so long at most.
fn wait(events: &Receiver<Event>, idle: Option<Duration>) -> Option<ChangeSet> {
    let first = match idle {
        Some(idle) => events.recv_timeout(idle),
        None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    let first = match first {
        Err(RecvTimeoutError::Timeout) => return None,
        Err(RecvTimeoutError::Disconnected) => {
            // No watcher is left to say anything.
            thread::sleep(POLL);
            return None;
        }
        Ok(event) => event,
    };
    let began = Instant::now();
    let mut changes = ChangeSet::Files(BTreeSet::new());
    let mut next = Some(first);
    while let Some(event) = next.take() {
        if event.need_rescan() || event.paths.is_empty() {
            changes = ChangeSet::All;
        }
        changes.extend(event.paths);
        if began.elapsed() < PATIENCE {
            next = events.recv_timeout(QUIET).ok();
        }
    }
    Some(changes)
}

/// What was read, once a text that has gone had time to come back.
fn settled(preview: &Preview, reading: Reading) -> Option<Reading> {
    if !reading.lost {
        return Some(reading);
    }
    thread::sleep(GRACE);
    preview.read(&ChangeSet::All)
}

/// The folders that are watched. The root only by itself where there is a content folder, for other things may live there; it
/// says when the others come and go.
struct Folders {
    root: PathBuf,
    watcher: Result<RecommendedWatcher, String>,
    /// Which folders they were when they were last found.
    watched: Vec<(PathBuf, RecursiveMode, Option<same_file::Handle>)>,
}

impl Folders {
    fn new(root: &Path, noticing: Noticing, sender: Sender<Event>) -> Folders {
        let below = root.to_owned();
        let heard = move |event: notify::Result<Event>| {
            if let Ok(event) = event
                && matters(event.kind)
                && !hidden(&event.paths, &below)
            {
                let _ = sender.send(event);
            }
        };
        let watcher = match noticing {
            Noticing::Events => notify::recommended_watcher(heard).map_err(|error| why(&error)),
            Noticing::Polling => Err("as `--poll` asks".to_owned()),
        };
        let folder = |path, mode| (path, mode, None);
        let watched = vec![
            folder(root.to_owned(), RecursiveMode::NonRecursive),
            folder(root.join(CONTENT), RecursiveMode::Recursive),
            folder(root.join(THEMES), RecursiveMode::Recursive),
            folder(root.join(STATIC), RecursiveMode::Recursive),
        ];
        Folders { root: root.to_owned(), watcher, watched }
    }

    /// Watches folders besides: of files of which a page shows a part, wherever in the site they lie.
    fn follow(&mut self, folders: BTreeSet<PathBuf>) {
        for folder in folders {
            if !self.watched.iter().any(|(path, ..)| *path == folder) {
                self.watched.push((folder, RecursiveMode::NonRecursive, None));
            }
        }
    }

    fn has_root(&self) -> bool {
        self.watched.first().is_some_and(|(_, _, known)| known.is_some())
    }

    /// Watches each folder that is not watched yet; one made anew under an old name is another folder.
    fn watch(&mut self) -> Watching {
        if let (Ok(_), Some(kind)) = (&self.watcher, network(&self.root)) {
            return Watching::Polling(format!(
                "{} lies on {kind}, which does not tell of changes",
                self.root.display()
            ));
        }
        let watcher = match &mut self.watcher {
            Ok(watcher) => watcher,
            Err(why) => return Watching::Polling(why.clone()),
        };
        // Without a folder of its own, what is written stands beside the settings.
        let deep =
            if self.root.join(CONTENT).exists() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        for (path, mode, known) in &mut self.watched {
            let found = same_file::Handle::from_path(&*path).ok();
            let wanted = if *path == self.root { deep } else { *mode };
            if found == *known && wanted == *mode {
                continue;
            }
            *mode = wanted;
            if known.take().is_some() {
                let _ = watcher.unwatch(path);
            }
            if found.is_none() {
                continue;
            }
            match watcher.watch(path, *mode) {
                Ok(()) => *known = found,
                Err(error) if is_gone(&error) => {}
                Err(error) => {
                    let why = why(&error);
                    self.watcher = Err(why.clone());
                    return Watching::Polling(why);
                }
            }
        }
        Watching::Events
    }
}

/// Whether an event may mean that something is to be read. Reading is not, or each look would be followed by another.
fn matters(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

/// Whether all that an event tells of has a name that begins with a dot, or lies below one: it is not read.
fn hidden(paths: &[PathBuf], root: &Path) -> bool {
    let dot = |path: &PathBuf| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let dot = |part: std::path::Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
        !below.starts_with(STATIC) && below.components().any(dot)
    };
    !paths.is_empty() && paths.iter().all(dot)
}

/// Whether a folder has gone between two breaths; its return is seen when it comes.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn why(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches no more folders (on Linux: sysctl fs.inotify.max_user_watches)".to_owned()
        }
        _ => format!("the site's folder cannot be watched: {error}"),
    }
}

/// The file system of a folder, if it is one whose changes can be made on another machine.
#[cfg(target_os = "linux")]
fn network(root: &Path) -> Option<&'static str> {
    const KINDS: [(u32, &str); 7] = [
        (0x6969, "NFS"),
        (0x517b, "SMB"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB"),
        (0x0102_1997, "9P"),
        (0x786f_4256, "a folder shared with a virtual machine"),
        (0x00c3_6400, "Ceph"),
    ];
    let kind = rustix::fs::statfs(root).ok()?.f_type as u32;
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, name)| *name)
}

#[cfg(not(target_os = "linux"))]
fn network(_: &Path) -> Option<&'static str> {
    None
}
