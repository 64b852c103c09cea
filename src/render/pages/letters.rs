//! The page of all pages, and those of single letters where they are many.

use crate::link::{self, List, Site};
use crate::render::html::page_context::Frame;
use crate::render::view::{Letter, LetterEntry, Listed};
use std::ops::Range;

/// Where the lists are parted by letter, of which letter names are listed, and which.
pub(super) type Shown = (usize, Range<usize>);

/// All letters for the page at `from`, with their names: with all, unless letters have pages of their own.
pub(super) fn letters(site: &Site, frame: &Frame<'_>, from: &str, shown: Option<Shown>) -> Vec<Letter> {
    let lists = &site.lists;
    let one = |(number, known): (usize, &link::Letter)| {
        let names = match &shown {
            _ if !lists.by_letter => known.names.as_slice(),
            Some((letter, range)) if *letter == number => &known.names[range.clone()],
            _ => &[],
        };
        let page = lists.address(&site.pages, &List::Letter(number), 0);
        Letter {
            letter: known.letter.clone(),
            href: if lists.by_letter { frame.link(from, &page) } else { String::new() },
            count: known.names.len(),
            pages: names.iter().map(|name| entry(frame, from, name)).collect(),
        }
    };
    lists.letters.iter().enumerate().map(one).collect()
}

fn entry(frame: &Frame<'_>, from: &str, name: &link::Name) -> LetterEntry {
    let Listed { title, href, description } = frame.listed(from, name.page);
    let also_called = &frame.site.pages[name.page].facts().also_called;
    match name.other.and_then(|other| also_called.get(other)) {
        Some(other) => LetterEntry { title: other.clone(), href, description: String::new(), page: title },
        None => LetterEntry { title, href, description, page: String::new() },
    }
}
