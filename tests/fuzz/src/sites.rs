//! Whole tiny sites: with memory of another site as without.
//!
//! Takes: a text that lists files, as `tests/common` does, with `===` between the site before and the site after.
//! Gives: nothing. Never: looks for one right answer: two ways to the same site must agree.

use super::pages::{self, Files, built, text};
use fingerpost::Memory;
use std::cell::RefCell;

thread_local! {
    static WARM: RefCell<Memory> = RefCell::default();
    static COLD: RefCell<Memory> = RefCell::default();
}

/// A run with memory equals one without.
pub fn tiny(data: &[u8]) {
    let text = text(data);
    let (before, after) = text.split_once("\n===\n").unwrap_or(("", &text));
    let (before, after) = (files(before), files(after));
    let (warm, cold) = WARM.with_borrow_mut(|warm| {
        built(&before, warm);
        let warm = built(&after, warm);
        // After a site without a page only the compiled theme is known, which takes longer than all the rest.
        let cold = COLD.with_borrow_mut(|cold| {
            built(&Files::new(), cold);
            built(&after, cold)
        });
        (warm, cold)
    });
    assert_eq!(warm.outputs, cold.outputs, "what is published");
    assert_eq!(warm.problems, cold.problems, "what is told");
    pages::look(&warm);
}

/// The files of a text.
fn files(text: &str) -> Files {
    let mut out = Files::new();
    let mut path: Option<String> = None;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("--- ").map(|name| name.trim_end_matches(['\n', '\r'])) {
            Some(name) => path = known(name),
            None => {
                if let Some(path) = &path {
                    out.entry(path.clone()).or_default().push_str(line);
                }
            }
        }
    }
    out
}

/// A path that a folder could hold.
fn known(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('/').collect();
    let odd = |part: &&str| part.is_empty() || part.starts_with('.') || part.contains('\0') || part.len() > 200;
    if parts.iter().any(odd) || parts.len() > 8 {
        return None;
    }
    Some(if ["site.yaml", "addresses.lock"].contains(&name) { name.to_owned() } else { format!("content/{name}") })
}
