//! A language server: an editor's messages in, answers and problems out.
//!
//! Takes: messages on a stream, and the site that they are about, by the preview's memory. Gives: answers; problems as one types,
//! unsaved text over the disk.
//! Never: writes to a disk, starts a program, or waits for its client: what is to change is an edit that the client makes. A client
//! that does not read its answers, says what cannot be, or is gone ends the server and nothing else.
//!
//! The messages are those of the Language Server Protocol 3.17, read key by key as YAML is: what is not there, or is of another
//! kind, counts as not said.

#![allow(clippy::disallowed_methods, reason = "this room looks for the site of an open file, and waits for messages")]

mod actions;
mod complete;
mod diagnostics;
mod hover;
mod navigate;
mod outline;
mod place;
mod rename;
mod session;
mod text;
mod wire;
mod workspace;

pub use session::{Ended, serve};
