//! Where the end tag of an element that is left out stands: what is before it goes too, and nothing else does.

use std::collections::BTreeMap;

/// What was found so far in a text, asked in ascending order: a text may begin a hundred thousand elements.
#[derive(Default)]
pub(super) struct EndTags {
    /// The next end tag of a name; `None` where none comes any more.
    next: BTreeMap<String, Option<usize>>,
    /// The next empty line.
    blank: usize,
}

impl EndTags {
    /// Whether an element that begins before a place is ended before the next empty line. One that is not has no inside.
    pub(super) fn comes(&mut self, text: &str, from: usize, name: &str) -> bool {
        let known = self.next.get(name).copied();
        let at = match known {
            Some(None) => None,
            Some(Some(at)) if at >= from => Some(at),
            _ => {
                let at = found(&text.as_bytes()[from..], name).map(|at| from + at);
                self.next.insert(name.to_owned(), at);
                at
            }
        };
        if self.blank < from {
            self.blank = text[from..].find("\n\n").map_or(text.len(), |at| from + at);
        }
        at.is_some_and(|at| at < self.blank)
    }
}

/// The first end tag of a name, however it is written.
fn found(text: &[u8], name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text, b"</")
        .find(|at| text[at + 2..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())))
}
