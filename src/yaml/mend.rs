//! A text that is not YAML → the one line to change, so that it is, or is up to a later mistake.
//!
//! Takes: the text, and where the reader of YAML gave up. Gives: a [`Mend`] that was tried.
//! Never: offers what was not tried. The place where a reader gives up is often not where the slip is, and its own words are of
//! YAML's grammar; so the usual slips are looked for there and in the lines above, the likeliest first, and each mended text is read.

mod flow;
mod indent;
mod known;
mod slips;

use super::mistake::line_at;
use crate::problem::Certainty;
use crate::source::Span;
use slips::SLIPS;
pub(super) use slips::{IN_QUOTES, joined, no_space_after_hyphen};

/// What was written, as it was meant.
#[derive(Debug)]
pub(super) struct Mend {
    /// What is shown as wrong.
    pub(super) place: Span,
    /// What is wrong with it.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
    /// What to take out.
    pub(super) span: Span,
    /// What to put there.
    pub(super) replacement: String,
}

/// In larger texts nothing is tried: each trial reads all of it.
const LARGEST: usize = 256 << 10;
/// So many lines above the place are looked at.
const ABOVE: usize = 8;
/// So many mends are tried.
const TRIALS: usize = 48;

/// The lines of a text around a place where its reader gave up.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    /// The line of the place, and those above it that are not blank, the nearest first.
    near: Vec<Line<'a>>,
}

/// A line, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    /// Bytes of spaces and tabs before its first word.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.trim_end().len()
    }

    /// Where its first key or value begins: behind the hyphens of a list.
    pub(super) fn body(&self) -> usize {
        let mut at = self.indent();
        while let Some(rest) = self.text[at..].strip_prefix("- ") {
            at += 2 + rest.len() - rest.trim_start().len();
        }
        self.start + at
    }

    /// What stands behind its first key, or the whole of a list's entry: from there to the end of the line.
    pub(super) fn value(&self) -> Option<Span> {
        let body = self.body();
        let text = &self.text[body - self.start..];
        let colon = text.find(": ").map(|colon| colon + 1);
        let from = match colon {
            Some(colon) if !text.starts_with(['"', '\'', '{', '[']) => colon,
            _ if body > self.start + self.indent() => 0,
            _ => return None,
        };
        let start = body + from + text[from..].len() - text[from..].trim_start().len();
        (start < self.end()).then(|| Span::new(start, self.end()))
    }
}

impl<'a> Lines<'a> {
    fn at(text: &'a str, place: usize) -> Lines<'a> {
        let (start, line) = line_at(text, place);
        let mut near = vec![Line { start, text: line }];
        let mut end = start;
        while end > 0 && near.len() <= ABOVE {
            let (start, line) = line_at(text, end - 1);
            if !line.trim().is_empty() {
                near.push(Line { start, text: line });
            }
            end = start;
        }
        Lines { text, near }
    }

    /// The line where the reader gave up.
    pub(super) fn here(&self) -> Line<'a> {
        self.near[0]
    }

    /// That line, and those above it.
    pub(super) fn near(&self) -> impl Iterator<Item = Line<'a>> {
        self.near.iter().copied()
    }

    /// The lines from a place on.
    pub(super) fn from(&self, start: usize) -> impl Iterator<Item = Line<'a>> {
        let mut at = start;
        self.text[start..].split_inclusive('\n').map(move |line| {
            let start = at;
            at += line.len();
            Line { start, text: line.trim_end_matches(['\n', '\r']) }
        })
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }
}

/// The first mend with which a text is read, or read further than the line where its reader gave up. `read` gives the byte where it
/// gives up.
pub(super) fn mend(text: &str, place: usize, read: impl Fn(&str) -> Result<(), usize>) -> Option<(Mend, Certainty)> {
    if text.len() > LARGEST {
        return None;
    }
    let lines = Lines::at(text, place);
    let line_end = lines.here().start + lines.here().text.len();
    let works = |mend: &Mend| {
        let range = mend.span.range();
        let mended = [&text[..range.start], &mend.replacement, &text[range.end..]].concat();
        // The rest of the text is moved by so much, and the mended line is to be right as well.
        let last = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end);
        let end = (line_end.max(last) + mended.len()).saturating_sub(text.len());
        mended != text && read(&mended).map_or_else(|place| place > end, |()| true)
    };
    let known = [known::no_comma, known::no_colon, known::round_brackets, known::lines_of_text];
    if let Some(mend) = known.iter().flat_map(|slip| slip(&lines)).find(works) {
        return Some((mend, Certainty::Safe));
    }
    if let Some(mend) = indent::moved(text, place, &read) {
        return Some((mend, Certainty::Doubtful));
    }
    let mends = SLIPS.iter().flat_map(|(slip, sure)| slip(&lines).into_iter().map(|mend| (mend, *sure)));
    mends.take(TRIALS).find(|(mend, _)| works(mend))
}

/// A text between quotation marks, as YAML reads it.
pub(super) fn in_quotes(text: &str) -> String {
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}
