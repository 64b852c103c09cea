//! When to look again.
//!
//! Takes: what the system says of the site's folders. Gives: one look after each burst of changes.
//! Never: passes on what changed. Where watching does not work, it looks every half second instead.

use super::look::{Look, Preview, Reading};
use crate::load::{CONTENT, THEMES};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
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
/// So long after the last look comes one more: a file in a folder made a moment ago may have been written before it was watched.
const AFTERWARDS: Duration = Duration::from_millis(200);
/// Between two looks where nothing can be watched.
const POLL: Duration = Duration::from_millis(500);

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
    mut said: impl FnMut(&Watching),
    mut looked: impl FnMut(&Look, &Arc<Look>, Duration),
) -> ! {
    let (sender, events) = channel();
    let mut folders = Folders::new(preview.root(), sender);
    let mut watching = folders.watch();
    said(&watching);
    let mut again = true;
    loop {
        let heard = wait(&events, &watching, again);
        let now = folders.watch();
        if now != watching {
            watching = now;
            said(&watching);
        }
        let began = Instant::now();
        let before = preview.latest();
        let reading = preview.read();
        again = heard || reading.is_some();
        if let Some(reading) = reading.and_then(|reading| settled(preview, reading)) {
            let look = preview.adopt(reading);
            looked(&before, &look, began.elapsed());
        }
    }
}

/// Waits until something has happened and it is quiet again, and says so; or, with `again`, until it is time for one more look.
fn wait(events: &Receiver<()>, watching: &Watching, again: bool) -> bool {
    let first = match (watching, again) {
        (Watching::Polling(_), _) => events.recv_timeout(POLL),
        (Watching::Events, true) => events.recv_timeout(AFTERWARDS),
        (Watching::Events, false) => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
    };
    match first {
        Err(RecvTimeoutError::Timeout) => return false,
        Err(RecvTimeoutError::Disconnected) => {
            // No watcher is left to say anything.
            thread::sleep(POLL);
            return false;
        }
        Ok(()) => {}
    }
    let began = Instant::now();
    while events.recv_timeout(QUIET).is_ok() && began.elapsed() < PATIENCE {}
    true
}

/// What was read, once a text that has gone had time to come back.
fn settled(preview: &Preview, reading: Reading) -> Option<Reading> {
    if !reading.lost {
        return Some(reading);
    }
    thread::sleep(GRACE);
    preview.read()
}

/// The folders that are watched. The root only by itself, for other things may live there; it says when the others come and go.
struct Folders {
    root: PathBuf,
    watcher: Result<RecommendedWatcher, String>,
    /// Which folders they were when they were last found.
    watched: Vec<(PathBuf, RecursiveMode, Option<same_file::Handle>)>,
}

impl Folders {
    fn new(root: &Path, sender: Sender<()>) -> Folders {
        let heard = move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| matters(event.kind)) {
                let _ = sender.send(());
            }
        };
        let watcher = notify::recommended_watcher(heard).map_err(|error| why(&error));
        let folder = |path, mode| (path, mode, None);
        let watched = vec![
            folder(
                root.to_owned(),
                if root.join(CONTENT).exists() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive },
            ),
            folder(root.join(CONTENT), RecursiveMode::Recursive),
            folder(root.join(THEMES), RecursiveMode::Recursive),
        ];
        Folders { root: root.to_owned(), watcher, watched }
    }

    /// Watches each folder that is not watched yet; one made anew under an old name is another folder.
    fn watch(&mut self) -> Watching {
        if let Some(kind) = network(&self.root) {
            return Watching::Polling(format!(
                "{} lies on {kind}, which does not tell of changes",
                self.root.display()
            ));
        }
        let watcher = match &mut self.watcher {
            Ok(watcher) => watcher,
            Err(why) => return Watching::Polling(why.clone()),
        };
        for (path, mode, known) in &mut self.watched {
            let found = same_file::Handle::from_path(&*path).ok();
            if found == *known {
                continue;
            }
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
