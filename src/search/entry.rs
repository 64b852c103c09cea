//! One parsed file → what can be found in it: entries of sections, with their words counted.
//!
//! An article is an entry, its headings are its sections. A tree is an entry with its questions as sections; each outcome is
//! an entry of its own. It depends on the file alone, so it is remembered with the file.

use super::words::each_indexed;
use crate::link::href;
use crate::parse::{Content, Decision, Doc, Slot};
use crate::text::{Body, Section as Part, plain, sections};
use crate::tree::ScreenKind;
use hashbrown::HashTable;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Something that can be found.
#[derive(Debug)]
pub(super) struct Entry {
    /// What is shown of it.
    pub(super) title: String,
    /// Its other names.
    pub(super) names: Vec<String>,
    /// The tree that an outcome belongs to; else empty.
    pub(super) within: String,
    /// How soon help is needed; or empty.
    pub(super) care: String,
    /// In order; at most [`SECTIONS`].
    pub(super) sections: Vec<Section>,
    /// How many words its text has.
    pub(super) length: u32,
    /// Its different words, one behind the other, as they were first met.
    pub(super) forms: String,
    /// What is known of each of them.
    pub(super) counts: Vec<Count>,
}

/// A place in an entry that a reader is led to.
#[derive(Debug)]
pub(super) struct Section {
    /// Empty at the entry's own beginning.
    pub(super) heading: String,
    /// From the site's start page.
    pub(super) href: String,
    /// How the text begins.
    pub(super) excerpt: String,
}

/// How often and where a word stands in an entry.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    /// Where the word ends in `forms`.
    pub(super) end: u32,
    /// By how much titles, other names, headings and the description speak for it.
    pub(super) names: u16,
    /// The sections whose heading has it, a bit each; the title counts as the first's.
    pub(super) name_mask: u32,
    /// How often it stands in the text.
    pub(super) text: u16,
    /// The sections whose text has it, a bit each.
    pub(super) text_mask: u32,
}

/// So many sections fit into the bits of a mask; what is longer goes on in a second entry.
const SECTIONS: usize = 28;
/// So many letters most words have, or fewer.
const LETTERS: usize = 6;
/// So many characters of a section are shown at most.
const EXCERPT: usize = 180;

impl Entry {
    /// Each word with its count.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, &Count)> {
        let mut start = 0;
        self.counts.iter().map(move |count| {
            let form = &self.forms[start..count.end as usize];
            start = count.end as usize;
            (form, count)
        })
    }
}

/// The entries of a file.
pub(super) fn entries(doc: &Doc) -> Vec<Entry> {
    match &doc.content {
        Content::Article(article) => of_article(doc, &article.body),
        Content::Tree(decision) => of_tree(doc, decision),
    }
}

/// The parts of fields: a word counts the more the fewer words the field has.
const TITLE: u16 = 240;
const ALSO_CALLED: u16 = 220;
const HEADING: u16 = 110;
const DESCRIPTION: u16 = 60;

#[derive(Default)]
struct Writer {
    counted: Counted,
    names: Vec<String>,
    length: u32,
    sections: Vec<Section>,
}

/// Words being counted: each is kept once, one behind the other.
#[derive(Default)]
struct Counted {
    letters: String,
    /// Of each word, which also tells where in `letters` it ends.
    counts: Vec<Count>,
    /// The hash of each word, and its place in `counts`.
    places: HashTable<(u64, u32)>,
}

impl Counted {
    /// With room for so many words.
    fn of(words: usize) -> Counted {
        Counted {
            letters: String::with_capacity(words * LETTERS),
            counts: Vec::with_capacity(words),
            places: HashTable::with_capacity(words),
        }
    }

    fn count(&mut self, word: &str) -> &mut Count {
        let hash = xxh3_64(word.as_bytes());
        let known =
            self.places.find(hash, |(known, place)| *known == hash && self.word(*place as usize) == word.as_bytes());
        let place = known.map_or(self.counts.len(), |(_, place)| *place as usize);
        if place == self.counts.len() {
            self.letters.push_str(word);
            self.counts.push(Count { end: self.letters.len() as u32, ..Count::default() });
            self.places.insert_unique(hash, (hash, place as u32), |(hash, _)| *hash);
        }
        &mut self.counts[place]
    }

    fn word(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).map_or(0, |before| self.counts[before].end);
        &self.letters.as_bytes()[start as usize..self.counts[place].end as usize]
    }
}

impl Writer {
    fn named(&mut self, text: &str, weight: u16) {
        let bit = 1u32 << self.sections.len().saturating_sub(1).min(SECTIONS - 1);
        let mut words = 0u16;
        each_indexed(text, |_| words = words.saturating_add(1));
        each_indexed(text, |word| {
            let count = self.counted.count(word);
            count.names = count.names.saturating_add(weight / words.saturating_add(4));
            count.name_mask |= bit;
        });
    }

    fn section(&mut self, heading: &str, href: String, text: &str) {
        let bit = 1u32 << self.sections.len().min(SECTIONS - 1);
        each_indexed(text, |word| {
            let count = self.counted.count(word);
            count.text = count.text.saturating_add(1);
            count.text_mask |= bit;
            self.length = self.length.saturating_add(1);
        });
        self.sections.push(Section { heading: heading.to_owned(), href, excerpt: beginning(text) });
        self.named(heading, HEADING);
    }

    fn finish(self, title: &str, within: &str, care: &str) -> Entry {
        let Counted { letters: mut forms, mut counts, .. } = self.counted;
        // They are kept from one run to the next.
        forms.shrink_to_fit();
        counts.shrink_to_fit();
        Entry {
            title: title.to_owned(),
            names: self.names,
            within: within.to_owned(),
            care: care.to_owned(),
            sections: self.sections,
            length: self.length,
            forms,
            counts,
        }
    }
}

fn of_article(doc: &Doc, body: &Body) -> Vec<Entry> {
    let facts = &doc.facts;
    let address = href("/", &facts.address);
    let parts = sections(body);
    let care = ["emergency", "urgent"].into_iter().find(|level| body.cards.iter().any(|card| card.level == *level));
    let some = |(number, parts): (usize, &[Part])| {
        // As many as were counted for related pages, and the short ones.
        let mut writer = Writer { counted: Counted::of(doc.words.len() * 4 / 3), ..Writer::default() };
        for part in parts {
            let link = if part.id.is_empty() { address.clone() } else { format!("{address}#{}", part.id) };
            let text = if part.text.is_empty() && part.id.is_empty() { &facts.description } else { &part.text };
            writer.section(&part.heading, link, text);
            if part.id.is_empty() {
                names(&mut writer, doc, &facts.title);
            }
        }
        let title = if number == 0 { facts.title.clone() } else { format!("{} ({})", facts.title, number + 1) };
        writer.finish(&title, "", care.unwrap_or_default())
    };
    parts.chunks(SECTIONS).enumerate().map(some).collect()
}

/// What the file is called. The first section must be there.
fn names(writer: &mut Writer, doc: &Doc, title: &str) {
    writer.named(title, TITLE);
    for name in &doc.facts.also_called {
        writer.named(name, ALSO_CALLED);
    }
    writer.names.clone_from(&doc.facts.also_called);
    writer.named(&doc.facts.description, DESCRIPTION);
}

fn of_tree(doc: &Doc, decision: &Decision) -> Vec<Entry> {
    let facts = &doc.facts;
    let tree = &decision.tree;
    let text = |slot: Slot| decision.texts.get(&slot).map(|(body, _)| plain(&body.html)).unwrap_or_default();
    let mut links: HashMap<(bool, usize), String> = HashMap::new();
    // Of a result that says more after some answers, the one that says least: whoever comes from a search has given none.
    let mut screens: Vec<_> = decision.screens.iter().zip(&facts.screens).collect();
    screens.sort_by_key(|(screen, _)| screen.also.len());
    for (screen, shown) in screens {
        let of = match screen.kind {
            ScreenKind::Question(q) => (true, q),
            ScreenKind::Outcome(o) => (false, o),
        };
        links.entry(of).or_insert_with(|| href("/", &format!("{}{}", facts.address, shown.address)));
    }
    let mut out = Vec::new();
    let mut writer = Writer::default();
    let intro = text(Slot::Intro);
    writer.section("", href("/", &facts.address), if intro.is_empty() { &facts.description } else { &intro });
    names(&mut writer, doc, &facts.title);
    for (q, question) in tree.questions.iter().enumerate() {
        let Some(link) = links.get(&(true, q)) else { continue };
        if writer.sections.len() == SECTIONS {
            out.push(std::mem::take(&mut writer).finish(&facts.title, "", ""));
        }
        let mut said = text(Slot::Hint(q));
        for (o, option) in question.options.iter().enumerate() {
            let hint = text(Slot::OptionHint(q, o));
            for part in [option.say.text.trim(), &hint].into_iter().filter(|part| !part.is_empty()) {
                said.push_str(if said.is_empty() { "" } else { " · " });
                said.push_str(part);
            }
        }
        writer.section(&question.ask.text, link.clone(), &said);
    }
    out.push(writer.finish(&facts.title, "", ""));
    for (o, outcome) in tree.outcomes.iter().enumerate() {
        let Some(link) = links.get(&(false, o)) else { continue };
        let mut writer = Writer::default();
        let also: Vec<String> = (0..outcome.also.len()).map(|a| text(Slot::Also(o, a))).collect();
        writer.section("", link.clone(), format!("{} {}", text(Slot::Body(o)), also.join(" ")).trim());
        writer.named(&outcome.title.text, TITLE);
        let care = tree.levels.get(outcome.level).map_or("", String::as_str);
        out.push(writer.finish(&outcome.title.text, &facts.title, care));
    }
    out
}

/// The first characters, up to the end of a word.
fn beginning(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{}…", &text[..cut])
}
