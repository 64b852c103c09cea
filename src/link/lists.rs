//! The lists that the program makes of pages, and the parts of those that are too long for one page.
//!
//! Takes: the pages, and the tags. Gives: [`Lists`]: every page under the letter of its names, and the address of each part.
//! Never: parts a list that a phone can load, or knows what a page of a list looks like.

use super::{EVERYTHING, Page, TAGS};
use crate::parse::Kind;
use crate::source::{order_key, slug};
use letters::Letter;
use std::collections::BTreeMap;
use std::ops::Range;
use tags::Tag;

pub(super) mod letters;
pub(super) mod tags;

/// A page lists so many: each is a line or two on a phone.
pub const MOST: usize = 500;

/// A list that can be long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// The names under a letter, by its place among the letters.
    Letter(usize),
    /// What lies below a page.
    Below(usize),
    /// The pages of a tag, by its address part.
    Tag(String),
    /// All tags.
    Tags,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The list.
    pub of: List,
    /// Which part, from 0.
    pub number: usize,
}

impl Part {
    /// The places in the list that this part has, of a list that is so long.
    pub fn range(&self, all: usize) -> Range<usize> {
        (self.number * MOST).min(all)..((self.number + 1) * MOST).min(all)
    }
}

/// All lists.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Every page but the home page, under the first letter of its title and of each other name that readers use.
    pub letters: Vec<Letter>,
    /// The tags in the order of their titles, by their address parts.
    pub tags: Vec<String>,
    /// Whether the letters have pages of their own.
    pub by_letter: bool,
    /// The parts that are not at the address of their list.
    parts: BTreeMap<String, Part>,
}

impl Lists {
    pub(super) fn of(pages: &[Page], tags: &BTreeMap<String, Tag>, language: &str) -> Lists {
        let letters = letters::letters(pages, language);
        let by_letter = letters.iter().map(|letter| letter.names.len()).sum::<usize>() > MOST;
        let mut in_order: Vec<String> = tags.keys().cloned().collect();
        in_order.sort_by_cached_key(|part| order_key(&tags[part].title, language));
        let mut lists = Lists { letters, tags: in_order, by_letter, parts: BTreeMap::new() };
        for letter in (0..lists.letters.len()).filter(|_| by_letter) {
            lists.part(pages, List::Letter(letter), lists.letters[letter].names.len(), 0);
        }
        for p in 0..pages.len() {
            lists.part(pages, List::Below(p), below(pages, p).count(), 1);
        }
        for (part, tag) in tags {
            lists.part(pages, List::Tag(part.clone()), tag.pages.len(), 1);
        }
        lists.part(pages, List::Tags, tags.len(), 1);
        lists
    }

    /// Gives the parts of a list addresses, from the part of this number on.
    fn part(&mut self, pages: &[Page], list: List, all: usize, from: usize) {
        for number in from..all.div_ceil(MOST) {
            let address = self.address(pages, &list, number);
            self.parts.insert(address, Part { of: list.clone(), number });
        }
    }

    /// The addresses of parts that are not at the address of their list.
    pub fn addresses(&self) -> impl Iterator<Item = &String> {
        self.parts.keys()
    }

    /// The part at an address.
    pub fn at(&self, address: &str) -> Option<&Part> {
        self.parts.get(address)
    }

    /// Where a part of a list is.
    pub fn address(&self, pages: &[Page], list: &List, number: usize) -> String {
        let (first, more) = match list {
            List::Letter(letter) => {
                let letter = self.letters.get(*letter).map_or(letters::OTHERS, |letter| letter.letter.as_str());
                let part = if letter == letters::OTHERS { "0-9".to_owned() } else { slug::address_part(letter) };
                (format!("{EVERYTHING}{part}/"), format!("{EVERYTHING}{part}/"))
            }
            List::Below(page) => {
                let address = &pages[*page].facts().address;
                (address.clone(), format!("{EVERYTHING}in{address}"))
            }
            List::Tag(part) => (format!("{TAGS}{part}/"), format!("{TAGS}{part}/")),
            List::Tags => (TAGS.to_owned(), format!("{EVERYTHING}topics/")),
        };
        if number == 0 { first } else { format!("{more}{}/", number + 1) }
    }
}

/// The pages that a folder's page, or the home page, lists. The home page offers the trees before everything else; among its pages
/// they need not stand again.
pub fn below(pages: &[Page], page: usize) -> impl DoubleEndedIterator<Item = usize> {
    let home = pages[page].facts().address == "/";
    pages[page].children.iter().copied().filter(move |child| !home || pages[*child].facts().kind != Kind::Tree)
}
