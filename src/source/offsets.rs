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

    /// The places of a text that YAML reads from this part of the file: between quotation marks sign by sign, else by its lines.
    pub fn of_scalar(source: &Source, written: Span, text: &str) -> Offsets {
        let part = source.slice(written);
        let quoted = part.starts_with(['"', '\'']).then(|| quoted(part, written.start as usize, text)).flatten();
        quoted.unwrap_or_else(|| Offsets::of_lines(source, written, text))
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

/// The text sign by sign: what is escaped, doubled or folded is longer in the file. `None` where it does not come to this text.
fn quoted(part: &str, start: usize, text: &str) -> Option<Offsets> {
    let mark = part.chars().next()?;
    let mut offsets = Offsets::from(start + 1);
    let (mut from, mut at) = (1, 0);
    let next_sign = |at: usize| text[at..].chars().next().map(char::len_utf8);
    loop {
        let rest = &part[from..];
        let sign = rest.chars().next()?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let breaks = rest[..blanks].matches('\n').count();
        // How long it is in the file and in the text; the same for a sign that stands there as it is.
        let (in_part, in_text) = if sign == mark && !(mark == '\'' && rest.starts_with("''")) {
            return (at == text.len()).then_some(offsets);
        } else if sign == mark {
            (2, 1)
        } else if sign == '\\' && mark == '"' {
            match rest[1..].chars().next()? {
                '\n' | '\r' => (1 + rest[1..].len() - rest[1..].trim_start().len(), 0),
                'x' => (4, next_sign(at)?),
                'u' => (6, next_sign(at)?),
                'U' => (10, next_sign(at)?),
                other => (1 + other.len_utf8(), next_sign(at)?),
            }
        } else if breaks > 0 {
            (blanks, breaks.saturating_sub(1).max(1))
        } else {
            if !text[at..].starts_with(sign) {
                return None;
            }
            (sign.len_utf8(), sign.len_utf8())
        };
        (from, at) = (from + in_part, at + in_text);
        if !part.is_char_boundary(from) || !text.is_char_boundary(at) {
            return None;
        }
        if in_part != in_text {
            offsets.push(at, start + from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_between_quotation_marks_are_found_again() {
        for (file, text) in [
            (r#"a: "He said \"ho\", \u00e9\t\\ [x](y)""#, "He said \"ho\", é\t\\ [x](y)"),
            ("a: 'It''s one [x](y)'", "It's one [x](y)"),
            ("a: \"One\n  two  \n\n  three \\\n  four [x](y) ü\"", "One two\nthree four [x](y) ü"),
        ] {
            let source = Source::new("t.yaml".into(), file.into());
            let offsets = Offsets::of_scalar(&source, Span::new(3, file.len()), text);
            let at = text.find("[x]").unwrap();
            assert_eq!(source.slice(offsets.span(at..at + 6)), "[x](y)", "{file}");
        }
    }

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
