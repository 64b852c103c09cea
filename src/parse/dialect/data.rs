//! Values and tables of the site's data, put into a text: `[[=club.phone]]` becomes its words, `![[plan.csv]]` a table of Markdown
//! with a link to its file below it.

use super::{Copy, Draft, Edit, Searched, code, edited, lies_in};
use crate::data::{Embedded, choice, embedded, number, rows, values};
use crate::parse::dialect::Dialect;
use crate::problem::{Code, Problem, near};
use crate::source::{Answer, Offsets, SitePath, Source, Taken};
use choice::Choice;
use pulldown_cmark::{Event, Parser, Tag};
use rows::Row;
use std::ops::Range;

/// A table has so many rows on a page, and so many columns.
const MOST_ROWS: usize = 1000;
const MOST_COLUMNS: usize = 50;

/// What a text is given, and where what is wrong with it is told.
pub(in crate::parse) struct Given<'a> {
    pub(in crate::parse) path: &'a SitePath,
    pub(in crate::parse) taken: Option<&'a Taken>,
    pub(in crate::parse) problems: &'a mut Vec<Problem>,
}

/// The text with its values.
pub(super) fn with_values(
    searched: &Searched<'_>,
    offsets: &Offsets,
    dialect: Dialect,
    given: &mut Given<'_>,
) -> Option<Draft> {
    let taken = given.taken.filter(|taken| !taken.values.is_empty() && searched.contains("[[="))?;
    let text = searched.text;
    let code = code(text);
    let mut edits: Vec<Edit> = Vec::new();
    for (whole, name) in values::named(text).filter(|(whole, _)| !lies_in(&code, whole.start)) {
        match taken.values.get(text[name.clone()].trim()) {
            Some(Answer::Known(value)) => edits.push((whole, plain(value))),
            // Where nobody has any data, this is a link to a page of an odd name.
            Some(Answer::Unknown(near)) if dialect == Dialect::Own || near.is_some() => {
                let (span, own) = (offsets.span(whole.clone()), offsets.span(name.clone()));
                let name = text[name].trim();
                given.problems.push(values::unknown(given.path, span, Some(own), name, near.as_deref()));
                edits.push((whole, plain(&format!("[[={name}]]"))));
            }
            Some(Answer::Unknown(_)) | None => {}
        }
    }
    (!edits.is_empty()).then(|| edited(text, offsets, edits))
}

/// Words that are no signs, and may be an address all the same.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, letter) in words.char_indices() {
        let sign = "\\`*_{}[]<>#|$~=^&!\"'".contains(letter);
        let begins = at == 0 && matches!(letter, '-' | '+' | ':');
        let counts = matches!(letter, '.' | ')') && words[..at].bytes().all(|byte| byte.is_ascii_digit());
        let dashes = letter == '-' && (words[at + 1..].starts_with('-') || words[..at].ends_with('-'));
        if sign || begins || counts || dashes {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// The text with its tables.
pub(super) fn with_tables(searched: &Searched<'_>, offsets: &Offsets, given: &mut Given<'_>) -> Option<Draft> {
    let taken = given.taken.filter(|taken| !taken.tables.is_empty() && searched.contains("!["))?;
    let text = searched.text;
    let mut copy = Copy::of(text, offsets);
    let mut at = 0;
    for table in alone(text) {
        let Some(source) = taken.tables.get(&text[table.name.clone()]) else { continue };
        let mut writing = Writing { text, offsets, source, table: &table, given };
        let Some(lines) = writing.lines() else { continue };
        let before = prefix(text, table.whole.start);
        copy.keep(at..table.whole.start);
        let start = table.whole.start;
        for (number, line) in lines.iter().enumerate() {
            let before = if number == 0 { "" } else { &before };
            copy.put(&format!("{before}{line}\n"), start);
        }
        copy.put(&format!("{}\n{before}", before.trim_end()), start);
        // The file itself, for who wants to go on with it.
        copy.put(if table.wiki { "[[" } else { "[" }, start);
        if !table.wiki {
            let words = if table.words.is_empty() { table.name.clone() } else { table.words.clone() };
            copy.keep(words);
            copy.put("](", start);
        }
        copy.keep(table.name.clone());
        if table.wiki && !table.words.is_empty() {
            copy.put("|", start);
            copy.keep(table.words.clone());
        }
        copy.put(if table.wiki { "]]" } else { ")" }, start);
        at = table.whole.end;
    }
    copy.keep(at..text.len());
    (at > 0).then_some(copy.draft)
}

/// The tables that stand alone in a paragraph.
fn alone(text: &str) -> Vec<Embedded> {
    let mut paragraph: Option<Range<usize>> = None;
    let mut out = Vec::new();
    for (event, range) in Parser::new_ext(text, super::super::markdown::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) => paragraph = Some(range),
            Event::Start(Tag::Image { .. }) => {
                let whole = |table: &Embedded| {
                    let words = paragraph.as_ref().map(|paragraph| text[paragraph.clone()].trim());
                    words == Some(&text[table.whole.clone()])
                };
                out.extend(embedded(text, range.start).filter(whole));
            }
            _ => {}
        }
    }
    out
}

/// What stands before the further lines of a block whose first line goes on at a place: marks of lists are spaces there.
fn prefix(text: &str, at: usize) -> String {
    let line = &text[text[..at].rfind('\n').map_or(0, |newline| newline + 1)..at];
    line.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}

struct Writing<'a, 'g> {
    text: &'a str,
    offsets: &'a Offsets,
    source: &'a Source,
    table: &'a Embedded,
    given: &'a mut Given<'g>,
}

impl Writing<'_, '_> {
    /// The lines of the table; `None` where there is none to be shown.
    fn lines(&mut self) -> Option<Vec<String>> {
        let read = rows::rows(self.source);
        if let Some(open) = read.open {
            self.given.problems.push(
                Problem::at(Code::OddTable, &self.source.path, open, "Nothing ends the quote that begins here")
                    .help("Write `\"` behind the cell's words too, and a quote within a cell twice, like `\"\"`."),
            );
        }
        let Some((head, rows)) = read.rows.split_first() else {
            let span = self.offsets.span(self.table.whole.clone());
            self.given.problems.push(
                Problem::at(
                    Code::OddTable,
                    self.given.path,
                    span,
                    format!("There is nothing in `{}`", self.source.path),
                )
                .help("Write the names of the columns into its first line, and a row into each line below."),
            );
            return None;
        };
        self.tell_ragged(head, rows);
        let chosen = choice::choice(&self.text[self.table.choice.clone()]);
        self.tell_odd(&chosen);
        let columns = self.columns(head, &chosen);
        let conditions: Vec<(usize, &choice::Condition)> = chosen
            .conditions
            .iter()
            .filter_map(|condition| Some((self.column(head, &condition.column)?, condition)))
            .collect();
        let cell = |row: &Row, column: usize| row.cells.get(column).cloned().unwrap_or_default();
        let holds = |row: &&Row| conditions.iter().all(|(column, condition)| condition.holds(&cell(row, *column)));
        let mut rows: Vec<&Row> = rows.iter().filter(holds).collect();
        if rows.len() > MOST_ROWS || columns.len() > MOST_COLUMNS {
            self.tell_size(rows.len(), columns.len());
        }
        rows.truncate(MOST_ROWS);
        let columns = &columns[..columns.len().min(MOST_COLUMNS)];
        let numeric = |column: &usize| {
            let mut filled = rows.iter().map(|row| cell(row, *column)).filter(|cell| !cell.is_empty()).peekable();
            filled.peek().is_some() && filled.all(|cell| number::number(&cell).is_some())
        };
        let line = |row: &Row| {
            let cells: Vec<String> = columns.iter().map(|column| as_words(&cell(row, *column))).collect();
            format!("| {} |", cells.join(" | "))
        };
        let aligned = columns.iter().map(|column| if numeric(column) { " ---: |" } else { " --- |" });
        let mut out = vec![line(head), format!("|{}", aligned.collect::<String>())];
        out.extend(rows.into_iter().map(line));
        Some(out)
    }

    fn columns(&mut self, head: &Row, chosen: &Choice) -> Vec<usize> {
        let named: Vec<usize> = chosen.columns.iter().filter_map(|column| self.column(head, column)).collect();
        if named.is_empty() { (0..head.cells.len()).collect() } else { named }
    }

    /// The number of a column by its name.
    fn column(&mut self, head: &Row, (name, place): &(String, Range<usize>)) -> Option<usize> {
        let same = |cell: &String| cell.to_lowercase() == name.to_lowercase();
        let found = head.cells.iter().position(same);
        if found.is_none() {
            let span = self.span(place);
            let message = format!("`{}` has no column `{name}`", self.source.path.file_name());
            let problem = Problem::at(Code::UnknownColumn, self.given.path, span, message);
            let all = || {
                let names: Vec<String> = head.cells.iter().take(12).map(|cell| format!("`{cell}`")).collect();
                format!("Its columns are {}.", names.join(", "))
            };
            let known = head.cells.iter().map(String::as_str);
            self.given.problems.push(near::meant(problem, (name, span), known, all));
        }
        found
    }

    fn tell_odd(&mut self, chosen: &Choice) {
        for odd in &chosen.odd {
            let written = &self.text[self.table.choice.clone()][odd.clone()];
            let message = format!("`{written}` says nothing of what is shown of a table");
            let problem = Problem::at(Code::UnknownColumn, self.given.path, self.span(odd), message);
            self.given.problems.push(problem.help(
                "Write the columns like `#columns=week,miles`, and which rows like `&rows=week<=4`; signs are `=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` for a part of the words.",
            ));
        }
    }

    fn tell_ragged(&mut self, head: &Row, rows: &[Row]) {
        let wanted = head.cells.len();
        let mut ragged = rows.iter().filter(|row| row.cells.len() != wanted);
        let Some(first) = ragged.next() else { return };
        let others = match ragged.count() {
            0 => String::new(),
            1 => ", and so has another row".to_owned(),
            more => format!(", and so have {more} other rows"),
        };
        let (has, cells) = (first.cells.len(), if first.cells.len() == 1 { "cell" } else { "cells" });
        let message = format!("This row has {has} {cells} where the table has {wanted} columns{others}");
        self.given.problems.push(
            Problem::at(Code::OddTable, &self.source.path, first.span, message)
                .help("Give each row as many cells as the first line has; a cell that holds a comma stands in quotes: `\"a, b\"`.")
                .related(&self.source.path, head.span, "the columns are named here"),
        );
    }

    fn tell_size(&mut self, rows: usize, columns: usize) {
        let span = self.offsets.span(self.table.whole.clone());
        let message =
            format!("This table has {rows} rows and {columns} columns; a page shows {MOST_ROWS} and {MOST_COLUMNS}");
        self.given.problems.push(
            Problem::at(Code::OddTable, self.given.path, span, message)
                .help("Choose what is shown, like `#columns=week,miles&rows=week<=4`."),
        );
    }

    fn span(&self, place: &Range<usize>) -> crate::source::Span {
        let start = self.table.choice.start;
        self.offsets.span(start + place.start..start + place.end)
    }
}

/// A cell's words, none of which is a sign.
fn as_words(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 8);
    for letter in cell.chars() {
        match letter {
            '\n' => out.push_str("<br>"),
            '\r' => {}
            letter if letter.is_ascii_punctuation() => out.extend(['\\', letter]),
            letter => out.push(letter),
        }
    }
    out
}
