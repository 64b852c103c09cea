//! A table as it is saved, with commas, semicolons or tabs → its rows, each with its place.
//!
//! Cells in quotes may hold what divides cells, ends of lines, and quotes written twice (RFC 4180); the first line may say what
//! divides them, `sep=;`, as Excel writes it.

use crate::source::{Source, Span};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Without spaces at their ends.
    pub cells: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// The rows of a file, empty ones left out, and where a quote begins that nothing ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// In order; the first is the head.
    pub rows: Vec<Row>,
    /// The place of the quote.
    pub open: Option<Span>,
}

/// Reads a table.
pub fn rows(source: &Source) -> Rows {
    let mut start = source.start();
    let first = source.text[start..].lines().next().unwrap_or_default();
    let said = first.strip_prefix("sep=").and_then(|sign| sign.chars().next()).filter(char::is_ascii);
    if said.is_some() {
        start = (start + first.len() + 1).min(source.text.len());
        start = source.text.floor_char_boundary(start);
    }
    let divides = said.unwrap_or_else(|| if source.path.extension() == "tsv" { '\t' } else { divider(first) });
    let mut reader = Reader { out: Rows::default(), cells: Vec::new(), cell: String::new(), start };
    let text = &source.text[start..];
    let mut letters = text.char_indices().peekable();
    let mut quoted: Option<usize> = None;
    while let Some((at, letter)) = letters.next() {
        let at = start + at;
        match (quoted, letter) {
            (Some(_), '"') if letters.next_if(|(_, next)| *next == '"').is_some() => reader.cell.push('"'),
            (Some(_), '"') => quoted = None,
            (Some(_), letter) => reader.cell.push(letter),
            (None, '"') if reader.cell.trim().is_empty() => {
                reader.cell.clear();
                quoted = Some(at);
            }
            (None, '\n') => reader.end_row(at),
            (None, letter) if letter == divides => reader.end_cell(),
            (None, letter) => reader.cell.push(letter),
        }
    }
    reader.end_row(source.text.len());
    reader.out.open = quoted.map(|at| Span::new(at, at + 1));
    reader.out
}

struct Reader {
    out: Rows,
    cells: Vec<String>,
    cell: String,
    start: usize,
}

impl Reader {
    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell).trim().to_owned());
    }

    fn end_row(&mut self, at: usize) {
        self.end_cell();
        let cells = std::mem::take(&mut self.cells);
        if cells.iter().any(|cell| !cell.is_empty()) {
            self.out.rows.push(Row { cells, span: Span::new(self.start, at) });
        }
        self.start = at + 1;
    }
}

/// What divides the cells of a line: what stands in it most often, outside quotes.
fn divider(line: &str) -> char {
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut quoted = false;
    for letter in line.chars() {
        quoted ^= letter == '"';
        counts.iter_mut().filter(|(sign, _)| !quoted && *sign == letter).for_each(|(_, count)| *count += 1);
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Vec<Vec<String>> {
        rows(&Source::new(name.into(), text.into())).rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn cells_are_read_as_programs_write_them() {
        assert_eq!(of("a.csv", "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n"), [["a", "b"], ["1", "x, \"y\"\nz"]]);
        assert_eq!(of("a.csv", "\u{feff}a;b\n1,5;2\n"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(of("a.csv", "sep=|\na|b\n"), [["a", "b"]]);
        assert_eq!(of("a.tsv", "a, b\tc\n"), [["a, b", "c"]]);
        assert_eq!(of("a.csv", "a,b,\n"), [["a", "b", ""]]);
        assert_eq!(of("a.csv", ""), Vec::<Vec<String>>::new());
        let open = rows(&Source::new("a.csv".into(), "a,b\n1,\"x\n2,3\n".into()));
        assert_eq!((open.rows.len(), open.open), (2, Some(Span::new(6, 7))));
    }
}
