//! The ids of a text's headings, anchors and named blocks: no two the same, and none that its page has for a part of its own.
//!
//! Takes: ids as authors write them, and words of headings. Gives: what is written. Never: looks at another text of the page;
//! where several are shown, the page sets their ids apart.

use crate::source::slug;
use std::collections::{HashMap, HashSet};

/// Ids of the parts of an article's page. `#` stands for a number, `*` at the end for anything.
const OF_PAGES: [&str; 20] = [
    "care-#",
    "children",
    "cite-*",
    "content",
    "embed-#.*",
    "fn-#",
    "fnref-#",
    "fnref-#-#",
    "helped",
    "linked-from",
    "related-pages",
    "search-#",
    "search-field",
    "search-form",
    "search-places",
    "sections",
    "source-#",
    "sources",
    "term-*",
    "text-#.*",
];

/// Those that a tree's pages have besides.
const OF_TREES: [&str; 11] = [
    "about",
    "also",
    "asked-#",
    "change-#",
    "choice-#",
    "form-*",
    "map",
    "question",
    "question-#",
    "read",
    "your-answers",
];

/// The page on which a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An article, or the meaning of a term.
    Article,
    /// A page of a tree.
    Tree,
}

/// The ids that a text has so far.
pub(super) struct Ids {
    place: Place,
    /// The ids of headings, the page's title among them, and how many more headings wanted each.
    headings: HashMap<String, usize>,
    shown: HashSet<String>,
}

impl Ids {
    pub(super) fn new(place: Place) -> Ids {
        Ids { place, headings: HashMap::new(), shown: HashSet::new() }
    }

    /// The id of a heading: its own, or made of its words. GitHub's rule: a second heading of the same words gets `-1`.
    pub(super) fn of_heading(&mut self, own: Option<String>, words: &str) -> String {
        let wanted = own.unwrap_or_else(|| slug::slug(words));
        let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
        // Of a name to which the page's own put numbers, another number is one of the page's own too: nothing of the page's begins
        // with this word.
        let numbered = self.is_reserved(&format!("{wanted}-1"));
        let wanted = if numbered { format!("section-{wanted}") } else { wanted };
        let mut id = wanted.clone();
        while self.headings.contains_key(&id) || self.shown.contains(&id) || self.is_reserved(&id) {
            let count = self.headings.entry(wanted.clone()).or_insert(0);
            *count += 1;
            id = format!("{wanted}-{count}");
        }
        self.headings.entry(id.clone()).or_insert(0);
        id
    }

    /// An id is written. `false` if another element of the text has it already: a link leads to the first of them.
    pub(super) fn show(&mut self, id: &str) -> bool {
        self.shown.insert(id.to_owned())
    }

    /// The id of an element as its author wrote it, if it can be written.
    pub(super) fn of_element(&mut self, id: &str) -> Option<String> {
        let id = if self.is_reserved(id) { format!("section-{id}") } else { id.to_owned() };
        (!id.trim().is_empty() && self.show(&id)).then_some(id)
    }

    /// The id of a page's title, which is asked for when the text is read: its heading's, or one made of its words. `None` where a
    /// part of the page has it, to which a link then leads.
    pub(super) fn of_title(mut self, own: Option<&str>, words: &str) -> Option<String> {
        let id = own.map_or_else(|| slug::slug(words), str::to_owned);
        let taken = own.is_none() && self.headings.contains_key(&id) || self.is_reserved(&id);
        (!id.trim().is_empty() && !taken && self.show(&id)).then_some(id)
    }

    /// Whether a part of the page may have this id.
    pub(super) fn is_reserved(&self, id: &str) -> bool {
        // Every pattern begins with a letter, and with that of the id or not at all.
        let first = id.as_bytes().first();
        let any =
            |patterns: &[&str]| patterns.iter().any(|pattern| pattern.as_bytes().first() == first && fits(pattern, id));
        any(&OF_PAGES) || self.place == Place::Tree && any(&OF_TREES)
    }
}

fn fits(pattern: &str, id: &str) -> bool {
    if let Some((before, after)) = pattern.split_once('#') {
        let Some(rest) = id.strip_prefix(before) else { return false };
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        return behind.len() < rest.len() && fits(after, behind);
    }
    pattern.strip_suffix('*').map_or(pattern == id, |before| id.starts_with(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_are_the_same_and_none_is_the_pages_own() {
        let mut ids = Ids::new(Place::Article);
        for (words, id) in [
            ("A b", "a-b"),
            ("A b", "a-b-1"),
            ("A b 1", "a-b-1-1"),
            ("Sources", "sources-1"),
            ("Text 2", "text-2"),
            ("?", "section"),
        ] {
            assert_eq!(ids.of_heading(None, words), id);
            assert!(ids.show(id));
        }
        assert_eq!(ids.of_heading(None, "Fn 1"), "fn-1-1");
        assert_eq!(ids.of_heading(None, "Fn"), "section-fn");
        assert_eq!(ids.of_heading(None, "Term limits"), "section-term-limits");
        assert_eq!(ids.of_heading(None, "Term limits"), "section-term-limits-1");
        assert_eq!(ids.of_element("cite-a").as_deref(), Some("section-cite-a"));
        assert_eq!(Ids::new(Place::Tree).of_heading(None, "Form 1"), "section-form-1");
        assert_eq!(ids.of_element("a-b"), None);
        assert_eq!(ids.of_element("fnref-2-3").as_deref(), Some("section-fnref-2-3"));
        assert_eq!(ids.of_element("x").as_deref(), Some("x"));
        assert_eq!(ids.of_heading(None, "X"), "x-1");
        assert_eq!(ids.of_heading(None, "About"), "about");
        assert_eq!(Ids::new(Place::Tree).of_heading(None, "About"), "about-1");
    }

    #[test]
    fn a_title_has_the_id_that_no_part_of_its_page_has() {
        let of = |parts: &[&str], own: Option<&str>, words: &str| {
            let mut ids = Ids::new(Place::Article);
            own.into_iter().for_each(|own| drop(ids.of_heading(Some(own.to_owned()), "")));
            for part in parts {
                let id = ids.of_heading(None, part);
                ids.show(&id);
            }
            ids.of_title(own, words)
        };
        assert_eq!(of(&[], None, "Calf strain").as_deref(), Some("calf-strain"));
        assert_eq!(of(&["Calf strain"], None, "Calf strain"), None);
        assert_eq!(of(&["Calf strain"], Some("calf-strain"), "Calf strain").as_deref(), Some("calf-strain"));
        assert_eq!(of(&[], None, "Sources"), None);
        assert_eq!(of(&[], None, "?"), None);
    }

    #[test]
    fn a_heading_like_any_name_of_the_pages_own_has_an_id_however_often() {
        for pattern in OF_PAGES.iter().chain(&OF_TREES) {
            for place in [Place::Article, Place::Tree] {
                for words in [
                    pattern.replace('#', "7").replace('*', "x"),
                    pattern.replace(['#', '*'], ""),
                    format!("{pattern}-1"),
                ] {
                    let mut ids = Ids::new(place);
                    let given: HashSet<String> = (0..4).map(|_| ids.of_heading(Some(words.clone()), "")).collect();
                    assert!(given.len() == 4 && given.iter().all(|id| !ids.is_reserved(id)), "{words}: {given:?}");
                }
            }
        }
    }

    #[test]
    fn as_many_headings_of_the_same_words_as_a_text_holds() {
        let mut ids = Ids::new(Place::Article);
        (0..200_000).for_each(|_| drop(ids.of_heading(None, "A")));
        assert_eq!(ids.of_heading(None, "A"), "a-200000");
    }
}
