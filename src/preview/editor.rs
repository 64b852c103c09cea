//! A file of the site in its author's editor, at a line.
//!
//! Takes: what a page of the preview asks for. Gives: the place on the disk to whoever starts the editor: that is not done here.
//! Never: takes a program's name from the site, or a path from a request: a file is looked up among those that the site has.

use super::routes::{Answer, pairs};
use super::snapshot::Preview;
use crate::source::{Position, SitePath};
use hyper::StatusCode;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::io;
use std::path::Path;

/// The address that opens a file.
pub(super) const OPEN: &str = "/_fingerpost/open";
/// The header in which the token is sent: no other site's page can send one without being asked first.
pub(super) const TOKEN: &str = "fingerpost-token";

/// What starts the editor that the author has named: with a file's place on the disk, and a place in it.
type Start = Box<dyn Fn(&Path, Position) -> io::Result<()> + Send + Sync>;

/// The author's editor.
pub struct Editor {
    start: Start,
    /// What only pages of this preview know.
    token: String,
}

impl fmt::Debug for Editor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Editor").finish_non_exhaustive()
    }
}

impl Editor {
    /// An editor that is started so.
    pub fn new(start: impl Fn(&Path, Position) -> io::Result<()> + Send + Sync + 'static) -> Editor {
        // Each has keys of its own, from the system's source of random numbers.
        let random = || RandomState::new().hash_one(0);
        Editor { start: Box::new(start), token: format!("{:016x}{:016x}", random(), random()) }
    }

    /// What whoever asks to open a file must send.
    pub(super) fn token(&self) -> &str {
        &self.token
    }
}

/// Opens the file that is asked for.
pub(super) fn open(preview: &Preview, token: Option<&str>, query: Option<&str>) -> Answer {
    let refused = |text| Answer::said(StatusCode::FORBIDDEN, text);
    let Some(editor) = preview.editor() else {
        return refused("No editor is named: start `fingerpost serve` with `--editor`.\n");
    };
    if token != Some(editor.token()) {
        return refused("This preview is only for its own pages. If this is one, load it again.\n");
    }
    let (mut file, mut at) = (None, Position { line: 1, column: 1 });
    for (key, value) in pairs(query) {
        match key {
            "file" => file = Some(SitePath::from(value.as_str())),
            "line" => at.line = value.parse().unwrap_or(1).max(1),
            "column" => at.column = value.parse().unwrap_or(1).max(1),
            _ => {}
        }
    }
    let known = file.filter(|file| preview.latest().plan.sources.contains_key(file));
    let real = known.and_then(|file| preview.root().join(file.as_str()).canonicalize().ok());
    let Some(real) = real.filter(|real| real.starts_with(preview.root()) && real.is_file()) else {
        return Answer::said(StatusCode::NOT_FOUND, "The site has no such file on the disk.\n");
    };
    // `gvim --remote` types the name into its window, and reads `<C-R>` and the like in it as keys that are pressed: a stranger's
    // file would run a command. No backslash keeps it from that, and a command of the author's own may be such an editor too.
    if real.to_string_lossy().contains('<') {
        return refused(
            "The name of this file holds `<`, which some editors read as keys that are pressed. Open it by hand.\n",
        );
    }
    match (editor.start)(&real, at) {
        Ok(()) => Answer::said(StatusCode::NO_CONTENT, ""),
        Err(_) => Answer::said(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The editor could not be started: look at what `--editor` says.\n",
        ),
    }
}
