//! From places in a text that was taken out of a file to places in the file.

use super::{Source, Span};

/// A piecewise shift: each piece says where in the file a stretch of the text begins.
///
/// Needed where a text is not one slice of its file: an indented block of YAML, the lines of HTML inside a quotation.
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    /// (start in the text, start in the file), ascending by the first.
    pieces: Vec<(usize, usize)>,
}

impl Offsets {
    /// The text is the file from this byte on.
    pub fn from(start: usize) -> Offsets {
        Offsets { pieces: vec![(0, start)] }
    }

    /// Of a text that is begun anew.
    pub fn clear(&mut self) {
        self.pieces.clear();
    }

    /// The text continues, from `at` on, at this byte of the file.
    pub fn push(&mut self, at: usize, in_file: usize) {
        self.pieces.push((at, in_file));
    }

    /// The text continues, from `at` on, with this range of another text.
    pub fn continue_with(&mut self, at: usize, other: &Offsets, range: std::ops::Range<usize>) {
        self.push(at, other.in_file(range.start));
        let first = other.pieces.partition_point(|(start, _)| *start <= range.start);
        let inside = other.pieces[first..].iter().take_while(|(start, _)| *start < range.end);
        self.pieces.extend(inside.map(|(start, in_file)| (at + start - range.start, *in_file)));
    }

    /// Finds the lines of `text` again in the part of the file that it was read from, one after the other.
    /// A line that is written otherwise there (folded, escaped) counts as standing where the last found one ended.
    pub fn of_lines(source: &Source, written: Span, text: &str) -> Offsets {
        let mut offsets = Offsets::default();
        let mut cursor = written.start as usize;
        let (mut at, end) = (0, written.end as usize);
        for line in text.split_inclusive('\n') {
            let content = line.trim();
            let indent = line.len() - line.trim_start().len();
            let found = if content.is_empty() { None } else { source.text[cursor..end].find(content) };
            if let Some(found) = found {
                let start = cursor + found;
                offsets.push(at, start - indent.min(start));
                cursor = start + content.len();
            } else if offsets.pieces.is_empty() {
                offsets.push(at, cursor);
            }
            at += line.len();
        }
        offsets
    }

    /// The place in the file of a byte of the text.
    pub fn in_file(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at);
        match piece.checked_sub(1).map(|i| self.pieces[i]) {
            Some((start, in_file)) => in_file + (at - start),
            None => at,
        }
    }

    /// The span in the file of a range of the text.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.in_file(range.start);
        let end = if range.end > range.start { self.in_file(range.end - 1) + 1 } else { start };
        Span::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_indented_block_are_found_again() {
        let file = "body: |\n    one [x](y)\n\n    two [z](w)\n";
        let source = Source::new("t.yaml".into(), file.into());
        let text = "one [x](y)\n\ntwo [z](w)\n";
        let offsets = Offsets::of_lines(&source, Span::new(7, file.len()), text);
        let at = text.find("[z]").unwrap();
        assert_eq!(source.slice(offsets.span(at..at + 6)), "[z](w)");
    }
}
