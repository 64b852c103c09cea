//! How far a run is, for somebody who waits for it.
//!
//! Takes: from the stages, that one begins and that a piece of its work is done. Gives: both, to whoever asked to hear it.
//! Never: looks at a clock: whoever hears that a stage begins looks at a clock of their own.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The disk is read.
    Load,
    /// Each file is understood by itself.
    Parse,
    /// Every link finds its end.
    Link,
    /// What is wrong between files is looked for.
    Check,
    /// Pictures are made in their sizes.
    Pictures,
    /// Pages are made, and written where there is a folder for them.
    Render,
    /// The search's index is made.
    Search,
    /// The new site takes the old one's place.
    Publish,
}

impl Stage {
    /// As it is shown: `render`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Load => "load",
            Stage::Parse => "parse",
            Stage::Link => "link",
            Stage::Check => "check",
            Stage::Pictures => "pictures",
            Stage::Render => "render",
            Stage::Search => "search",
            Stage::Publish => "publish",
        }
    }
}

type Hear = Box<dyn Fn(Stage) + Send + Sync>;

/// What a run has come to so far.
#[derive(Default)]
pub struct Progress {
    hear: Option<Hear>,
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// `hear` is called as each stage begins, from the thread that is at it.
    pub fn heard_by(hear: impl Fn(Stage) + Send + Sync + 'static) -> Progress {
        Progress { hear: Some(Box::new(hear)), ..Progress::default() }
    }

    /// A stage begins that has so many pieces of work; 0 where they are not counted.
    pub fn begin(&self, stage: Stage, pieces: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(pieces, Ordering::Relaxed);
        if let Some(hear) = &self.hear {
            hear(stage);
        }
    }

    /// One more piece is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// How many pieces of the stage's work are done, and of how many.
    pub fn count(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("count", &self.count()).finish_non_exhaustive()
    }
}
