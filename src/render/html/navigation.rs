//! The navigation of a page: the entries that every page has, and the neighbours of the one that is read.
//!
//! Takes: the page, and where it is. Gives: its [`NavItem`]s, and where the rest of them is.
//! Never: grows with the number of neighbours. Where there are many, those nearest to the page are shown, and a link to all.

use super::alike::Alike;
use super::page_context::{self, Frame};
use crate::link::{self, Steps, steps};
use crate::render::view::{AllView, NavItem, NavPage};
use std::ops::Range;

/// So many entries beside one another are shown whole.
const NEIGHBOURS: usize = 40;
/// Of more, so many before the one that is read, and so many after it.
const AROUND: usize = 5;

/// Which of some entries are shown, where one of them is, or is above, the page that is read.
fn window(all: usize, read: Option<usize>) -> Range<usize> {
    if all <= NEIGHBOURS {
        return 0..all;
    }
    let shown = 2 * AROUND + 1;
    let first = read.unwrap_or(0).saturating_sub(AROUND).min(all - shown);
    first..first + shown
}

/// From what an entry is made that is not the page itself: its page, how far it is, and whether it is one of a topic's.
pub(in crate::render) type Seen = (usize, Steps);

impl Frame<'_> {
    /// The navigation, opened where `page` lies, and where all of it is.
    pub(in crate::render) fn nav(&self, from: &str, page: Option<usize>) -> (Vec<Alike<NavItem>>, AllView) {
        let (pages, entries) = (&self.site.pages, &self.site.navigation);
        let topic = page.and_then(|p| link::topic(pages, p));
        // What the settings list is what its author wants to be shown.
        let shown = match self.site.settings.navigation.is_empty() {
            true => window(entries.len(), topic.map(|topic| pages[topic].nth)),
            false => 0..entries.len(),
        };
        let item = |entry: &link::Entry| {
            let is_open = page.is_some()
                && (topic == Some(entry.page) || page == Some(entry.page))
                && pages[entry.page].parent.is_some();
            let closed = || NavItem {
                title: entry.title.clone(),
                href: self.link(from, &pages[entry.page].facts().address),
                current: page == Some(entry.page),
                open: is_open,
                ..NavItem::default()
            };
            match (is_open, page) {
                (true, Some(page)) => self.open(from, page, entry.page, closed()),
                _ => {
                    let Some(steps) = self.steps(from, entry.page) else { return Alike::of(&closed()) };
                    self.entries.get((entry.page, steps), || Alike::of(&closed()))
                }
            }
        };
        let all = if shown.len() < entries.len() {
            self.all(entries.len(), &self.site.settings.title, self.link(from, "/"))
        } else {
            AllView::default()
        };
        (entries[shown].iter().map(item).collect(), all)
    }

    /// An entry with the pages below it, or those of them that lie around the page that is read.
    fn open(&self, from: &str, page: usize, topic: usize, item: NavItem) -> Alike<NavItem> {
        let pages = &self.site.pages;
        let below = &pages[topic].children;
        let mut read = Some(page).filter(|page| *page != topic);
        while let Some(above) = read.and_then(|read| pages[read].parent).filter(|above| *above != topic) {
            read = Some(above);
        }
        let read = read.filter(|read| pages[*read].parent == Some(topic)).map(|read| pages[read].nth);
        let shown = window(below.len(), read);
        let all = if shown.len() < below.len() && !item.current {
            self.all(below.len(), &item.title, item.href.clone())
        } else {
            AllView::default()
        };
        let child = |child: &usize| {
            let one = || {
                let link = self.to_page(from, *child);
                Alike::of(&NavPage { title: link.title, href: link.href, current: page == *child })
            };
            match self.steps(from, *child).filter(|_| page != *child) {
                Some(steps) => self.below.get((*child, steps), one),
                None => one(),
            }
        };
        let shown: Vec<Alike<NavPage>> = below[shown].iter().map(child).collect();
        Alike::with_list(&NavItem { all, ..item }, "pages", &shown)
    }

    /// How a link to a page is written; `None` where it is written otherwise than as a way.
    fn steps(&self, from: &str, page: usize) -> Option<Steps> {
        (from != page_context::LOST_PAGE).then(|| steps(from, &self.site.pages[page].facts().address))
    }

    fn all(&self, count: usize, title: &str, href: String) -> AllView {
        AllView { count: self.theme.number(count), title: title.to_owned(), href }
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn of_many_those_around_the_page_are_shown() {
        assert_eq!(window(40, Some(20)), 0..40);
        assert_eq!(window(41, Some(20)), 15..26);
        assert_eq!(window(3000, Some(2)), 0..11);
        assert_eq!(window(3000, Some(2999)), 2989..3000);
        assert_eq!(window(3000, None), 0..11);
    }
}
