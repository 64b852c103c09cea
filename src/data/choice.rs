//! What of a table is shown: `columns=week,miles&rows=week<=4`. No code, no loops: names, and one comparison a condition.

use super::number::number;
use crate::source::url;
use std::ops::Range;

/// What is chosen.
#[derive(Debug, Default, PartialEq)]
pub struct Choice {
    /// Names of columns with their places in the text; all where none is named.
    pub columns: Vec<(String, Range<usize>)>,
    /// Conditions that a row fulfils.
    pub conditions: Vec<Condition>,
    /// What means nothing here.
    pub odd: Vec<Range<usize>>,
}

/// What a cell is compared with.
#[derive(Debug, PartialEq)]
pub struct Condition {
    /// The column, with its place in the text.
    pub column: (String, Range<usize>),
    how: How,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Is,
    IsNot,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Holds,
}

/// In the order in which they are looked for.
const SIGNS: [(&str, How); 7] = [
    ("<=", How::LessOrEqual),
    (">=", How::MoreOrEqual),
    ("!=", How::IsNot),
    ("<", How::Less),
    (">", How::More),
    ("=", How::Is),
    ("~", How::Holds),
];

/// Reads a choice, as it stands behind `#`.
pub fn choice(text: &str) -> Choice {
    let mut out = Choice::default();
    let mut at = 0;
    for part in text.split('&') {
        let start = at;
        at += part.len() + 1;
        let Some((key, value)) = part.split_once('=') else {
            out.odd.extend((!part.trim().is_empty()).then_some(start..start + part.len()));
            continue;
        };
        let behind = start + key.len() + 1;
        match key.trim() {
            "columns" | "cols" => {
                let mut at = behind;
                for name in value.split(',') {
                    out.columns.push((said(name), at..at + name.len()));
                    at += name.len() + 1;
                }
            }
            "rows" | "where" => match condition(value, behind) {
                Some(condition) => out.conditions.push(condition),
                None => out.odd.push(start..start + part.len()),
            },
            _ => out.odd.push(start..start + part.len()),
        }
    }
    out
}

fn condition(text: &str, start: usize) -> Option<Condition> {
    let first = text.find(['<', '>', '!', '=', '~'])?;
    let (sign, how) = SIGNS.iter().find(|(sign, _)| text[first..].starts_with(sign))?;
    let (column, value) = (&text[..first], &text[first + sign.len()..]);
    (!column.trim().is_empty()).then(|| Condition {
        column: (said(column), start..start + column.len()),
        how: *how,
        value: said(value),
    })
}

/// Words as they are meant: in an address a space is written `%20`.
fn said(words: &str) -> String {
    url::decoded(words).unwrap_or(words.into()).trim().trim_matches(['"', '\'']).to_owned()
}

impl Condition {
    /// Whether a cell fulfils it: as a number where both are numbers, else as words.
    pub fn holds(&self, cell: &str) -> bool {
        let (cell, value) = (cell.trim().to_lowercase(), self.value.to_lowercase());
        let order = match (number(&cell), number(&value)) {
            (Some(cell), Some(value)) => cell.total_cmp(&value),
            _ => cell.cmp(&value),
        };
        match self.how {
            How::Is => order.is_eq(),
            How::IsNot => order.is_ne(),
            How::Less => order.is_lt(),
            How::LessOrEqual => order.is_le(),
            How::More => order.is_gt(),
            How::MoreOrEqual => order.is_ge(),
            How::Holds => cell.contains(&value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_conditions() {
        let read = choice("columns=week,a%20b&rows=week<=4&rows=who~ann&zap");
        assert_eq!(read.columns, [("week".to_owned(), 8..12), ("a b".to_owned(), 13..18)]);
        assert_eq!(read.odd, std::slice::from_ref(&(45..48)));
        let [week, who] = &read.conditions[..] else { panic!("{read:?}") };
        assert!(week.holds("4") && week.holds("3.5") && !week.holds("10"));
        assert!(who.holds("Joanne") && !who.holds("Bob"));
        assert!(choice("rows=day>=2026-01-02").conditions[0].holds("2026-02-01"));
        assert_eq!(choice(""), Choice::default());
    }
}
