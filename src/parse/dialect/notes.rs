//! Notes in the middle of a text, as Obsidian and Pandoc have them: `^[words]`. A mention stays, the words go to the end of the
//! text, as if the author had written `[^1]`.

use super::{Copy, Draft, Inside, Searched, is_code, ranges};
use crate::source::Offsets;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Before a note's number. No author can type it into a label of their own.
const SIGN: &str = "\u{1}";

pub(super) fn moved_to_the_end(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !searched.contains("^[") {
        return None;
    }
    let text = searched.text;
    let notes = notes(text);
    if notes.is_empty() {
        return None;
    }
    let mut copy = Copy::of(text, offsets);
    let mut at = 0;
    for (number, note) in notes.iter().enumerate() {
        copy.keep(at..note.start);
        copy.put(&format!("[^{SIGN}{number}]"), note.start);
        at = note.end;
    }
    copy.keep(at..text.len());
    for (number, note) in notes.iter().enumerate() {
        copy.put(&format!("\n\n[^{SIGN}{number}]:"), note.start);
        keep_words(&mut copy, note.start + 2..note.end - 1);
    }
    let draft = copy.draft;
    // Behind code that never ends, the notes would be code too.
    let is_moved =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::FootnoteDefinition(label)) if label.starts_with(SIGN));
    (ranges(&draft.text, is_moved).len() == notes.len()).then_some(draft)
}

/// A note's words as one paragraph.
fn keep_words(copy: &mut Copy<'_>, inside: Range<usize>) {
    let text = copy.text;
    let (mut from, mut begun) = (inside.start, false);
    for line in text[inside.clone()].split_inclusive('\n') {
        // In a quotation each further line begins with `>`.
        let quotes: &[char] = if from > inside.start { &[' ', '\t', '>'] } else { &[' ', '\t'] };
        let words = line.trim_start_matches(quotes);
        let mut start = from + line.len() - words.len();
        let words = words.trim_end();
        let end = start + words.len();
        from += line.len();
        if words.is_empty() {
            continue;
        }
        copy.put(" ", start);
        if let (false, Some(length)) = (begun, block_marker(words)) {
            copy.keep(start..start + length - 1);
            copy.put("\\", start);
            start += length - 1;
        }
        copy.keep(start..end);
        begun = true;
    }
}

/// The length of what would begin a heading, a list or a quotation at the beginning of a block; in the middle of a text it is text.
fn block_marker(text: &str) -> Option<usize> {
    let word = text.split_whitespace().next()?;
    let number = || word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let marks = word.bytes().all(|b| b == b'#') || ["-", "+", "*", ">"].contains(&word);
    (marks || word.len() > 1 && number()).then_some(word.len())
}

/// Each from its `^` to its `]`, in order; of two in one another the outer. A paragraph's end ends what is open.
fn notes(text: &str) -> Vec<Range<usize>> {
    let literal =
        ranges(text, |event| is_code(event) || matches!(event, Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock)));
    let mut inside = Inside::of(&literal);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) != Some(&b'\n') => at += 1,
            b'\n' if ends_paragraph(&text[at + 1..]) => open.clear(),
            b'[' if !inside.holds(at) => {
                // `[^[`, `\^[` and `^[[page]]` are something else.
                let before = at.checked_sub(2).map(|i| bytes[i]);
                let note = text[..at].ends_with('^')
                    && !matches!(before, Some(b'\\' | b'['))
                    && bytes.get(at + 1) != Some(&b'[');
                open.push(note.then(|| at - 1));
            }
            b']' if !inside.holds(at) => {
                // So is `^[words](address)`: a link.
                let words = |start: usize| !text[start + 2..at].trim().is_empty() && bytes.get(at + 1) != Some(&b'(');
                if let Some(start) = open.pop().flatten().filter(|start| words(*start)) {
                    while out.pop_if(|note| note.start > start).is_some() {}
                    out.push(start..at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// Whether an empty line comes next, in a quotation too.
fn ends_paragraph(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or("");
    line.trim_start_matches([' ', '\t', '>']).trim_end().is_empty()
}
