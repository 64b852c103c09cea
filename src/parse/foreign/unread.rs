//! A key of another program's settings that may leave pages out, and cannot be read for certain.

use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};

/// What is said of it, once.
pub(super) fn unread(path: &SitePath, span: Span, key: &str) -> Problem {
    let message = format!("`{key}` may leave pages out, but not all that it says can be read here");
    Problem::at(Code::UnreadSettings, path, span, message)
        .help("Write what it leaves out under `exclude` in `site.yaml`, like `exclude: [drafts/, notes/plan.md]`.")
}
