//! The mark of a call-out as people write it → as it is read: `[!NOTE Title]` is `[!NOTE] Title`.
//!
//! Takes: the quotations of a text. Gives: edits to their first lines. Never: drops a word that stands in a mark, or mends the
//! spelling of a level of care: that is told.

use super::{Dialect, Draft, Edit, Searched, edited, ranges};
use crate::parse::callout::{self, Named};
use crate::source::Offsets;
use pulldown_cmark::{Event, Tag};

/// Signs between a name and the words behind it.
const BETWEEN: [char; 12] = [' ', '\t', ':', ',', ';', '.', '!', '|', '-', '–', '—', '/'];

/// The text with marks as they are read, if another one is among them.
pub(super) fn as_read(searched: &Searched<'_>, offsets: &Offsets, dialect: Dialect) -> Option<Draft> {
    let text = searched.text;
    let needs_edit = |(at, _): (usize, &str)| !edits(text, at, dialect).is_empty();
    if !searched.contains("[!") || !searched.contains(">") || !text.match_indices("[!").any(needs_edit) {
        return None;
    }
    let mut all = Vec::new();
    for quotation in ranges(text, |event| matches!(event, Event::Start(Tag::BlockQuote(_)))) {
        let Some(inside) = text[quotation.clone()].strip_prefix('>') else { continue };
        let inside = inside.trim_start_matches(' ');
        if inside.starts_with("[!") {
            all.extend(edits(text, quotation.end - inside.len(), dialect));
        }
    }
    (!all.is_empty()).then(|| edited(text, offsets, all))
}

/// What is to be changed of the mark at a place.
fn edits(text: &str, at: usize, dialect: Dialect) -> Vec<Edit> {
    let line = callout::first_line(&text[at..]);
    let Some(close) = callout::closing(line) else { return Vec::new() };
    let inside = &line["[!".len()..close];
    let mut rest = &line[close + 1..];
    let fold = &rest[..usize::from(rest.starts_with(['-', '+']))];
    rest = &rest[fold.len()..];
    let mut out: Vec<Edit> = Vec::new();
    let mut put = |from: usize, to: usize, instead: &str| out.push((at + from..at + to, instead.to_owned()));
    let behind = line.len() - rest.len();
    let words = rest.trim_start_matches(':').trim();
    let space = if words.is_empty() || rest.starts_with(char::is_whitespace) { "" } else { " " };
    match callout::named(inside, matches!(dialect, Dialect::Obsidian(_))) {
        Named::Known => {}
        // It has no word of ours for a title.
        Named::Unknown if words.is_empty() => put(behind, behind, &format!(" {}", as_title(inside))),
        Named::Unknown => {}
        Named::Before(length) => {
            let title = inside.len() - inside[length..].trim_start_matches(BETWEEN).len();
            put(2 + length, 2 + title, &format!("]{fold} "));
            put(close, behind, space);
        }
        Named::Words => put(behind, behind, &format!(" {}{space}", inside.trim())),
    }
    // These make an address of the mark, or a link.
    if rest.starts_with(':') {
        put(behind, behind + 1, if words.is_empty() { "" } else { " " });
    } else if rest.starts_with(['(', '[']) {
        put(behind, behind, " ");
    }
    out
}

/// A name as a title: `Recipe` of `recipe`.
fn as_title(name: &str) -> String {
    let mut letters = name.split('|').next().unwrap_or(name).trim().chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let mut out = String::new();
    for letter in first.chars().chain(letters) {
        if letter.is_ascii_punctuation() && letter != '-' {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
