//! Changes → a report that people read: what could harm first.
//!
//! Takes: [`Changes`](super::Changes), and for the HTML both versions. Gives: one `Report` of lines, and its printed forms,
//! [`markdown`] for a host that shows Markdown and [`html`] for a browser; both say the same lines.
//! Never: decides what is told, but for what a form has no room for, and then says how much that is; needs a network, a server or
//! a script; lets a stranger's words be markup.

mod beside;
mod guards;
mod html;
mod lines;
mod markdown;
mod parts;
mod pictures;
mod tell;
mod trees;
mod walk;
mod words;

use super::Edit;
pub use html::html;
use lines::Line;
pub use markdown::markdown;
pub use pictures::Pictures;
pub use words::{grouped, many};

/// What is told, before it is in any form.
#[derive(Debug, Default)]
struct Report {
    /// How much there is of each kind, in one sentence.
    totals: Line,
    /// What a reviewer must see before anything else.
    alarms: Vec<Alert>,
    sections: Vec<Section>,
}

/// Something that must be seen.
#[derive(Debug)]
struct Alert {
    grade: Grade,
    head: Line,
    items: Vec<Line>,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    /// Somebody may come to harm.
    Caution,
    /// Something is broken.
    Warning,
    /// Somebody vouches, or must read it.
    Important,
}

/// Changes of one kind.
#[derive(Debug)]
struct Section {
    title: &'static str,
    entries: Vec<Entry>,
}

/// A change, or the changes of one thing.
#[derive(Debug)]
enum Entry {
    /// A line in a list.
    Item(Line),
    /// A paragraph.
    Note(Line),
    /// What changed in one thing, such as a page.
    Part(Part),
}

/// What changed in one thing.
#[derive(Debug, Default)]
struct Part {
    /// Its name; empty where the section says it.
    title: Line,
    /// What it comes to, in a sentence.
    note: Line,
    items: Vec<Line>,
    edits: Vec<Edit>,
    /// The page or tree that can be shown before and after.
    shown: Shown,
}

/// What a browser can show of a part, by its place among the changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    #[default]
    Nothing,
    Page(usize),
    Tree(usize),
    Added(usize),
}
