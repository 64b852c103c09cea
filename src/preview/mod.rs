//! The pipeline in a loop: a site on this machine's browser, as it is saved.
//!
//! Takes: a site's root folder. Gives: a server of its pages, each rendered when it is asked for, and what changed since.
//! Never: writes to a disk, or has a way of building of its own. The watcher says only *look again*; what is new is found by
//! content, as in every other run.

#![allow(clippy::disallowed_methods, reason = "this room watches folders, listens and waits")]

mod built;
mod editor;
pub(crate) mod hold;
mod moved;
mod overview;
mod routes;
mod server;
mod snapshot;
mod tab;
mod watch;

pub use built::Built;
pub use editor::Editor;
pub use hold::Held;
pub use overview::{Compare, Since};
pub use server::{Host, Served, listen, reachable, serve};
pub(crate) use snapshot::Laid;
pub use snapshot::{AfterSave, Effort, Preview, Reading, Saved, Snapshot};
pub use watch::{Noticing, Watching, watch};
