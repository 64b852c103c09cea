//! Blocks of code: their colours, the lines that are marked, and the lines' numbers.

use super::{Page, Piece, words_end};
use crate::highlight;
use crate::text::body::{CodeBlock, LineMark};
use crate::text::{escaped, without_escapes};
use pulldown_cmark_escape::escape_html;
use std::ops::Range;

impl Page<'_> {
    /// Writes the words of a block, which begin at a place of its text, as they are shown, and says where the text goes on.
    pub(super) fn code(&self, out: &mut String, piece: &Piece<'_>, at: usize, number: usize) -> usize {
        let html = &piece.body.html;
        // Words are all that stands in a block.
        let end = words_end(html, at);
        let Some(shown) = piece.body.codes.get(number) else { return at };
        let text = without_escapes(&html[at..end]);
        let known = shown.language.zip(self.frame.site.colours.as_ref());
        let pieces = known.map(|(language, colours)| colours.pieces(language, &text));
        let coloured = Coloured { text: &text, pieces: pieces.as_deref().unwrap_or_default() };
        if shown.marked.is_empty() && shown.numbers.is_none() {
            coloured.write(out, 0..text.len());
            return end;
        }
        let mut from = 0;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let element = opened(out, shown, number);
            coloured.write(out, from..from + line.len());
            if let Some(element) = element {
                out.push_str(&format!("</{element}>"));
            }
            from += line.len();
        }
        end
    }

    /// What a block without a title is called: two regions of a page are not called the same.
    pub(super) fn code_name(&mut self, out: &mut String) {
        self.blocks_of_code += 1;
        let _ = escape_html(out, &format!("{} {}", self.frame.theme.word("code"), self.blocks_of_code));
    }
}

/// Begins a line that is marked or numbered; gives the name of its element.
fn opened(out: &mut String, shown: &CodeBlock, line: u32) -> Option<&'static str> {
    let mark = shown.marked.iter().rev().find(|(lines, _)| lines.contains(&line)).map(|(_, mark)| *mark);
    let element = match (mark, shown.numbers) {
        (Some(LineMark::Marked), _) => "mark",
        (Some(LineMark::Inserted), _) => "ins",
        (Some(LineMark::Deleted), _) => "del",
        (None, Some(_)) => "span",
        (None, None) => return None,
    };
    out.push_str(&format!("<{element} class=\"line\""));
    if let Some(first) = shown.numbers {
        out.push_str(&format!(" data-n=\"{}\"", u64::from(first) + u64::from(line) - 1));
    }
    out.push('>');
    Some(element)
}

/// A text and its pieces.
struct Coloured<'a> {
    text: &'a str,
    pieces: &'a [highlight::Piece],
}

impl Coloured<'_> {
    /// Writes a part of the text.
    fn write(&self, out: &mut String, part: Range<usize>) {
        let first = self.pieces.partition_point(|piece| piece.end <= part.start);
        let mut at = part.start;
        for piece in &self.pieces[first..] {
            let end = piece.end.min(part.end);
            let words = &self.text[at..end];
            // White space needs no colour.
            let inside = words.trim();
            match piece.class.filter(|_| !inside.is_empty()) {
                Some(class) => {
                    let (before, behind) = words.split_at(words.len() - words.trim_start().len());
                    out.push_str(before);
                    out.push_str(&format!("<span class=\"{}\">{}</span>", class.name(), escaped(inside)));
                    out.push_str(&behind[inside.len()..]);
                }
                None => out.push_str(&escaped(words)),
            }
            at = end;
            if at == part.end {
                return;
            }
        }
        out.push_str(&escaped(&self.text[at..part.end]));
    }
}
