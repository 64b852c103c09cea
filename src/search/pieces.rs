//! What the index's files hold, written and read.
//!
//! `index.json` is the [`Root`]. [`Words`] (`w…json`) lead to terms, terms to postings: of names (`n…bin`) and of texts
//! (`t…bin`), which lead to entries, of which `e…json` says what is shown. A posting is two numbers of seven bits a byte:
//! the step from the entry before with the impact in its lowest bits, and a bit for each section.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// So many entries share a file of what is shown.
pub(super) const SHOWN_PER_PIECE: usize = 3;
/// The bits of an impact among names.
pub(super) const NAME_BITS: u32 = 6;
/// The bits of an impact among texts.
pub(super) const TEXT_BITS: u32 = 4;
/// The digits of a hash in a file's name.
pub(super) const HASH: usize = 6;

/// What a browser reads first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Root {
    /// How many entries there are.
    pub(super) entries: usize,
    /// The first word of each piece of words.
    pub(super) first: Vec<String>,
    /// The hashes of the pieces of words, one behind the other.
    #[serde(rename = "w")]
    pub(super) words: String,
    /// Of the pieces of postings of names.
    #[serde(rename = "n")]
    pub(super) names: String,
    /// Of the pieces of postings of texts.
    #[serde(rename = "t")]
    pub(super) texts: String,
    /// Of the pieces of what is shown.
    #[serde(rename = "e")]
    pub(super) shown: String,
    /// Groups of phrases that mean the same; a phrase is a list of words, a word is given in its forms.
    pub(super) synonyms: Vec<Vec<Vec<Vec<String>>>>,
    /// Words of no weight.
    pub(super) stops: Vec<String>,
}

/// Words by their first letters. Numbers are steps from the one before: so they pack to half.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// In order, with a space between them.
    pub(super) forms: String,
    /// The term of each, by its place in `terms`.
    pub(super) of: Vec<i64>,
    /// The terms, a list for each of their numbers.
    pub(super) terms: [Vec<i64>; 11],
}

/// A word in all its forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// Its number.
    pub(super) id: u32,
    /// How many entries have it.
    pub(super) found: u32,
    /// What finding it is worth.
    pub(super) weight: u32,
    /// Where it stands in names.
    pub(super) names: List,
    /// Where it stands in texts.
    pub(super) texts: List,
}

/// Where postings are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// By how much its impacts are multiplied.
    pub(super) weight: u32,
    /// The number of the piece.
    pub(super) piece: u32,
    /// The byte where they begin.
    pub(super) place: u32,
    /// In bytes.
    pub(super) length: u32,
}

impl Words {
    /// Packs words in order, each with the place of its term.
    pub(super) fn new(forms: String, of: &[u32], terms: &[Term]) -> Words {
        let numbers = |Term { id, found, weight, names: n, texts: t }: &Term| {
            [*id, *found, *weight, n.weight, n.piece, n.place, n.length, t.weight, t.piece, t.place, t.length]
        };
        let rows: Vec<[u32; 11]> = terms.iter().map(numbers).collect();
        let column = |column: usize| steps(rows.iter().map(|row| row[column]));
        Words { forms, of: steps(of.iter().copied()), terms: std::array::from_fn(column) }
    }

    /// Each word with its term, in order.
    pub(super) fn known(&self) -> Vec<(&str, Term)> {
        let columns: Vec<Vec<u32>> = self.terms.iter().map(|steps| sums(steps)).collect();
        let term = |place: u32| {
            let number = |column: usize| columns[column].get(place as usize).copied().unwrap_or_default();
            let list = |from: usize| List {
                weight: number(from),
                piece: number(from + 1),
                place: number(from + 2),
                length: number(from + 3),
            };
            Term { id: number(0), found: number(1), weight: number(2), names: list(3), texts: list(7) }
        };
        self.forms.split(' ').zip(sums(&self.of).into_iter().map(term)).collect()
    }
}

fn steps(numbers: impl Iterator<Item = u32>) -> Vec<i64> {
    let mut before = 0;
    numbers.map(|number| i64::from(number) - std::mem::replace(&mut before, i64::from(number))).collect()
}

fn sums(steps: &[i64]) -> Vec<u32> {
    let add = |sum: &mut i64, step: &i64| {
        *sum += step;
        Some(u32::try_from(*sum).unwrap_or_default())
    };
    steps.iter().scan(0, add).collect()
}

/// What is shown of an entry.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Shown<'a> {
    /// Title.
    #[serde(borrow)]
    pub(super) t: Cow<'a, str>,
    /// Other names.
    #[serde(borrow)]
    pub(super) a: Vec<Cow<'a, str>>,
    /// The tree that it belongs to; or empty.
    #[serde(borrow)]
    pub(super) w: Cow<'a, str>,
    /// The care level of an outcome; else empty.
    #[serde(borrow)]
    pub(super) c: Cow<'a, str>,
    /// Sections: heading, link, excerpt.
    #[serde(borrow)]
    pub(super) s: Vec<[Cow<'a, str>; 3]>,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) entry: u32,
    pub(super) impact: u32,
    pub(super) mask: u32,
}

/// The postings of one term, being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    pub(super) bytes: Vec<u8>,
    pub(super) count: u32,
    next: u32,
}

impl Postings {
    pub(super) fn push(&mut self, posting: Posting, bits: u32) {
        let step = posting.entry - self.next;
        self.next = posting.entry + 1;
        self.count += 1;
        varint(&mut self.bytes, (u64::from(step) << bits) | u64::from(posting.impact));
        varint(&mut self.bytes, u64::from(posting.mask));
    }
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 128 {
        out.push((number % 128 + 128) as u8);
        number /= 128;
    }
    out.push(number as u8);
}

/// Reads postings back.
pub(super) fn postings(bytes: &[u8], bits: u32) -> Vec<Posting> {
    let mut out = Vec::new();
    let mut numbers = Numbers { bytes, at: 0 };
    let mut next = 0u64;
    while let (Some(head), Some(mask)) = (numbers.next(), numbers.next()) {
        let entry = next + (head >> bits);
        next = entry + 1;
        let impact = head & ((1 << bits) - 1);
        out.push(Posting { entry: entry as u32, impact: impact as u32, mask: mask as u32 });
    }
    out
}

struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Numbers<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0u64, 0u32);
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u64::from(byte % 128) << shift.min(56);
            if byte < 128 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_read_as_they_were_written() {
        let all =
            [(0, 3, 1), (1, 63, 1 << 27), (900, 0, 5)].map(|(entry, impact, mask)| Posting { entry, impact, mask });
        let mut written = Postings::default();
        all.iter().for_each(|posting| written.push(*posting, NAME_BITS));
        assert_eq!(postings(&written.bytes, NAME_BITS), all);
    }
}
