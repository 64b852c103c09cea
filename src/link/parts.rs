//! The parts of a page that a link can lead to: headings, blocks, questions.

use crate::parse::{Facts, Kind};
use crate::source::slug;
use crate::text::body::{Anchor, Heading};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The parts of all pages.
pub(super) struct Parts<'a>(Vec<Page<'a>>);

/// The parts of one page.
struct Page<'a> {
    facts: &'a Facts,
    /// Of an article. Here besides, so that a link need not wait for all that is known of the page it leads to.
    anchors: &'a [Anchor],
    /// Made when the first link asks for it: a text may hold a hundred thousand headings, and as many links to them.
    index: OnceLock<Box<Index>>,
}

/// A part that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A screen of a tree, by its number.
    Screen(usize),
    /// An anchor.
    Anchor(Anchor),
}

#[derive(Default)]
struct Index {
    exact: HashMap<Anchor, Part>,
    /// By their words alone, where several ways to make an anchor of a heading lead to the same.
    loose: HashMap<String, Part>,
    /// By the words of headings above them, made when the first link says so.
    below: OnceLock<HashMap<String, Part>>,
}

impl Parts<'_> {
    pub(super) fn of(pages: &[super::Page]) -> Parts<'_> {
        let facts = pages.par_iter().map(super::Page::facts);
        Parts(facts.map(|facts| Page { facts, anchors: &facts.anchors, index: OnceLock::new() }).collect())
    }

    /// The part that is meant by what stands behind `#`, if the page has it.
    ///
    /// First as it is written, then as GitHub makes an anchor of a heading, then by the words of the heading alone: Obsidian
    /// links by these, and MkDocs and mdBook make other anchors of them than GitHub.
    pub(super) fn find(&self, page: usize, fragment: &str) -> Option<Part> {
        let Page { facts, anchors, index } = &self.0[page];
        let index = || index.get_or_init(|| Box::new(Index::of(facts)));
        // A tree has none.
        let few = (1..=FEW).contains(&anchors.len());
        let exact = |id: &str| if few { among(anchors, id) } else { index().exact.get(id).cloned() };
        let kept = |id: &str| {
            let (_, new) = facts.kept.iter().find(|(old, _)| old == id)?;
            exact(new)
        };
        let found = exact(fragment).or_else(|| kept(fragment)).or_else(|| exact(&fragment.to_lowercase()));
        let found = found.or_else(|| exact(&slug::slug(fragment))).or_else(|| kept(&slug::slug(fragment)));
        let below = || index().below.get_or_init(|| below(&facts.headings)).get(&path(fragment)).cloned();
        let found = found.or_else(|| if fragment.contains('#') { below() } else { None });
        let found =
            found.or_else(|| index().loose.get(&words(fragment)).filter(|_| !fragment.starts_with('^')).cloned());
        // A term of a definition list, as mdBook has it.
        let found = found.or_else(|| exact(&format!("^:{}", slug::slug(fragment))));
        found.or_else(|| note(&facts.notes, fragment))
    }
}

/// A note, or the place that mentions it, by the names that they have elsewhere: `fn:name` of Python's Markdown, `fn-name` and
/// `user-content-fn-name` of GitHub, `fn1` of Pandoc.
fn note(notes: &[Anchor], fragment: &str) -> Option<Part> {
    let name = fragment.strip_prefix("user-content-").unwrap_or(fragment);
    let (ours, name) = match name.strip_prefix("fnref") {
        Some(name) => ("fnref", name),
        None => ("fn", name.strip_prefix("fn")?),
    };
    let name = name.strip_prefix([':', '-']).unwrap_or(name);
    let number = notes.iter().position(|note| note.eq_ignore_ascii_case(name)).map(|place| place + 1);
    let number = number.or_else(|| name.parse().ok().filter(|number| (1..=notes.len()).contains(number)))?;
    Some(Part::Anchor(format!("{ours}-{number}").into()))
}

/// So few parts of a page are looked through sooner than put in order.
const FEW: usize = 32;

/// The first of a page's parts that has this anchor, or has it in capitals.
fn among(anchors: &[Anchor], wanted: &str) -> Option<Part> {
    let is = |id: &&Anchor| *id == wanted || id.contains(char::is_uppercase) && id.to_lowercase() == wanted;
    anchors.iter().find(is).map(|id| Part::Anchor(id.clone()))
}

impl Index {
    fn of(facts: &Facts) -> Index {
        let mut index = Index::default();
        if facts.kind == Kind::Tree {
            for (number, screen) in facts.screens.iter().enumerate() {
                for id in [Anchor::from(&screen.id), slug::slug(&screen.id).into()] {
                    index.exact.entry(id).or_insert(Part::Screen(number));
                }
            }
            return index;
        }
        for id in &facts.anchors {
            let part = Part::Anchor(id.clone());
            index.exact.entry(id.clone()).or_insert_with(|| part.clone());
            index.exact.entry(id.to_lowercase()).or_insert(part);
        }
        for heading in facts.headings.iter() {
            index.loose.entry(words(&heading.text)).or_insert_with(|| Part::Anchor(heading.id.clone()));
        }
        for heading in facts.headings.iter().filter(|heading| !heading.written.is_empty()) {
            index.loose.entry(words(&heading.written)).or_insert_with(|| Part::Anchor(heading.id.clone()));
        }
        for id in facts.anchors.iter().filter(|id| !id.starts_with('^')) {
            index.loose.entry(words(id)).or_insert_with(|| Part::Anchor(id.clone()));
        }
        for heading in facts.headings.iter().filter(|heading| !heading.text.is_ascii()) {
            // MkDocs makes anchors of ASCII letters alone.
            let ascii: String = heading.text.nfkd().filter(char::is_ascii).collect();
            index.loose.entry(words(&ascii)).or_insert_with(|| Part::Anchor(heading.id.clone()));
        }
        index.loose.remove("");
        index
    }
}

/// Each heading by its words behind those of headings above it, of all or only some: `Treatment#First days`.
fn below(headings: &[Heading]) -> HashMap<String, Part> {
    let mut out = HashMap::new();
    let mut open: Vec<(u8, String)> = Vec::new();
    for heading in headings {
        let text = words(&heading.text);
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            open.pop();
        }
        // No more than five headings are above one, so there are no more than thirty-one choices.
        for choice in 1..1usize << open.len() {
            let chosen = open.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0);
            let key: String = chosen.flat_map(|(_, (_, above))| [above.as_str(), "#"]).collect();
            for last in [words(&heading.written), text.clone()].iter().filter(|last| !last.is_empty()) {
                out.entry(format!("{key}{last}")).or_insert_with(|| Part::Anchor(heading.id.clone()));
            }
        }
        open.push((heading.level, text));
    }
    out
}

/// The words of each part of a fragment.
fn path(fragment: &str) -> String {
    let parts: Vec<String> = fragment.split('#').map(words).filter(|words| !words.is_empty()).collect();
    parts.join("#")
}

/// A text's letters and digits in lower case, all else as single spaces.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in slug::composed(text).chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '\u{2019}') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn a_heading_is_found_below_others() {
        let heading = |level, id: &str, text: &str| Heading {
            level,
            id: id.into(),
            text: text.into(),
            written: String::new(),
            span: Span::default(),
        };
        let headings = [
            heading(2, "a", "A"),
            heading(3, "b", "B"),
            heading(2, "c", "C"),
            heading(4, "d", "D"),
            heading(5, "b-1", "B"),
        ];
        let below = below(&headings);
        let found = |fragment| match below.get(&path(fragment)) {
            Some(Part::Anchor(id)) => Some(id.clone()),
            _ => None,
        };
        assert_eq!(found("A#B").as_deref(), Some("b"));
        assert_eq!(found("C#B").as_deref(), Some("b-1"));
        assert_eq!(found("C#D#B").as_deref(), Some("b-1"));
        assert_eq!(found("A#D"), None);
        assert_eq!(found("B"), None);
    }

    #[test]
    fn words_are_what_the_ways_to_make_an_anchor_have_in_common() {
        assert_eq!(words("What's new & next?"), "whats new next");
        assert_eq!(words("whats-new--next"), words("What\u{2019}s new & next?"));
        assert_eq!(words("part_1"), "part 1");
    }
}
