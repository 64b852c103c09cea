//! Both versions rendered → the pages whose bytes differ and of which nothing told says why.
//!
//! Takes: both versions, which page is which, and what is told. Gives: [`Unexplained`] pages. Never: renders a page whose view and
//! theme are the same, and so its bytes; or says what differs, which nobody knows here.
//!
//! A page is made from parts (`View::parts`). What stands around its text follows from other pages and from the settings, and is
//! explained where anything is told of these. Its text is explained where something is told of the text itself, and each word
//! that differs stands in what is told.

use super::pages::Both;
use super::signs;
use super::text::Reading;
use super::{Changes, Version};
use crate::link::AddressOwner;
use crate::render::{Content, Fingerprint, OnDemand, Rendered};
use crate::text::{Token, Tokens, plain};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A page that differs in a way that is not told.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Unexplained {
    /// Its title; of a file that is no page, its path.
    pub title: String,
    /// Its address.
    pub address: String,
    /// What of it differs: `text`, `around`, `screen`; empty where that is not known.
    pub parts: Vec<&'static str>,
}

/// What is found: pages that nothing explains, and the addresses of those that differ in what nobody sees.
#[derive(Default)]
pub(super) struct Found {
    pub(super) unexplained: Vec<Unexplained>,
    /// In signs of no width.
    pub(super) signs: Vec<String>,
    /// In white space alone.
    pub(super) rewrapped: Vec<String>,
}

/// The pages, by their address.
pub(super) fn compare(old: Version<'_>, new: Version<'_>, both: Both<'_>, changes: &Changes) -> Found {
    let [Some(was), Some(is)] = [old, new].map(on_demand) else { return Default::default() };
    let made = [was, is];
    let sides = made.each_ref().map(OnDemand::fingerprints);
    let before: HashMap<String, &Fingerprint> =
        sides[0].iter().filter_map(|print| Some((key(both.before(), print)?, print))).collect();
    let told = Told::of([old, new], both, changes);
    let mut out = Found::default();
    for is in &sides[1] {
        let Some(was) = key(both.after(), is).and_then(|key| before.get(&key)) else { continue };
        if was.key == is.key {
            continue;
        }
        let [before, after] = [bytes(&made[0], &was.path), bytes(&made[1], &is.path)];
        if before == after {
            continue;
        }
        let differing: Vec<&'static str> =
            is.parts.iter().filter(|part| !was.parts.contains(part)).map(|(name, _)| *name).collect();
        let unexplained: Vec<&'static str> =
            differing.iter().copied().filter(|part| !told.explains(part, &made, [was, is])).collect();
        if !unexplained.is_empty() || differing.is_empty() && changes.everywhere.is_empty() {
            let owned = &both.new.addresses[is.owned];
            let title = owned.owner.page().map(|page| both.new.pages[page].facts().title.clone());
            let [was, is] = [&before, &after].map(|page| String::from_utf8_lossy(page.as_deref().unwrap_or_default()));
            if spaced(&was) == spaced(&is) {
                out.rewrapped.push(owned.address.clone());
                continue;
            }
            if spaced(&without_signs(&was)) == spaced(&without_signs(&is)) {
                out.signs.push(owned.address.clone());
                continue;
            }
            let (title, address) = (title.unwrap_or_else(|| owned.address.clone()), owned.address.clone());
            out.unexplained.push(Unexplained { title, address, parts: unexplained });
        }
    }
    out.unexplained.sort_by(|a, b| a.address.cmp(&b.address));
    out.signs.sort_unstable();
    out.rewrapped.sort_unstable();
    out
}

/// A page as it is seen: its code has names for two of the signs.
fn without_signs(page: &str) -> String {
    signs::seen(&page.replace("&nbsp;", " ").replace("&shy;", ""))
}

fn on_demand(Version { plan, .. }: Version<'_>) -> Option<OnDemand<'_>> {
    OnDemand::of(&plan.site, &plan.theme, &plan.manifest)
}

/// A page with single spaces, but for its code, in which a reader sees each.
fn spaced(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in text.split_inclusive("</pre>") {
        let (words, code) = part.split_at(part.find("<pre").unwrap_or(part.len()));
        out.extend(words.split_ascii_whitespace().map(str::to_owned));
        out.push(code.to_owned());
    }
    out
}

/// Where nothing at all is told: every other file that is made here and has other bytes.
pub(super) fn files(old: Version<'_>, new: Version<'_>) -> Vec<Unexplained> {
    let all = |version: Version<'_>| -> BTreeMap<String, Vec<u8>> {
        let outputs = std::sync::Mutex::new(BTreeMap::new());
        version.plan.render(&Rendered::once(), &crate::progress::Progress::default(), &|output| {
            let bytes = output.content.bytes().map(<[u8]>::to_vec).unwrap_or_default();
            outputs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(output.path, bytes);
        });
        outputs.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    };
    let (before, after) = (all(old), all(new));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    differ.map(|path| Unexplained { title: path.clone(), address: format!("/{path}"), parts: Vec::new() }).collect()
}

/// What a page is in both versions: equal keys are one page.
fn key(reading: Reading<'_>, print: &Fingerprint) -> Option<String> {
    let site = reading.site;
    let owned = &site.addresses[print.owned];
    let address = |page: usize| reading.address(page);
    Some(match owned.owner {
        AddressOwner::Page(page) => format!("page {}", address(page)),
        AddressOwner::Screen(page, screen) => {
            format!("screen {}{}", address(page), site.pages[page].facts().screens[screen].address)
        }
        AddressOwner::Whole(page) => format!("whole {}", address(page)),
        AddressOwner::Alias(..) => format!("alias {}", owned.address),
        AddressOwner::Program => format!("made {}", owned.address),
        AddressOwner::File(_) | AddressOwner::Static(_) => return None,
    })
}

fn bytes(made: &OnDemand<'_>, path: &str) -> Option<Vec<u8>> {
    let output = made.output(path, &Rendered::once())?.ok()?;
    match output.content {
        Content::Text(text) => Some(text.as_bytes().to_vec()),
        other => other.bytes().map(<[u8]>::to_vec),
    }
}

/// What is told, as an explanation.
struct Told<'a> {
    both: Both<'a>,
    /// Whether anything is.
    anything: bool,
    /// Every word in it.
    told: HashSet<String>,
    /// Every word that the theme and the settings may add to a text.
    own: HashSet<String>,
    /// The new addresses of pages of whose text something is told.
    texts: BTreeSet<&'a str>,
    /// Those of trees, and of pages, of which anything is told.
    pages: BTreeSet<&'a str>,
    /// Whether something is told of every page, such as when reviews are due.
    shared: bool,
    /// Whether other pages' links, terms or pictures may be others.
    places: bool,
}

impl<'a> Told<'a> {
    fn of(versions: [Version<'_>; 2], both: Both<'a>, changes: &'a Changes) -> Told<'a> {
        let mut told = HashSet::new();
        gather(&serde_json::to_value(changes).unwrap_or_default(), &mut told);
        // What stands in a care card beside its author's words: the name of its level, and the number to call.
        let mut own = HashSet::new();
        for Version { plan, .. } in versions {
            let numbers = [&plan.site.settings.emergency, &plan.site.settings.urgent];
            let said = plan.theme.words.values().chain(numbers);
            said.for_each(|text| own.extend(words(text).into_keys()));
        }
        let edited = changes.edited.iter();
        let mut texts: BTreeSet<&str> =
            edited.clone().filter(|page| page.says_otherwise()).map(|page| page.address.as_str()).collect();
        texts.extend(changes.relinked.iter().map(String::as_str));
        texts.extend(changes.moved.iter().map(|page| page.to.as_str()));
        let mut pages: BTreeSet<&str> = texts.clone();
        pages.extend(edited.clone().map(|page| page.address.as_str()));
        pages.extend(changes.trees.iter().map(|tree| tree.address.as_str()));
        let elsewhere = [
            changes.moved.len(),
            changes.lost.len(),
            changes.added.len(),
            changes.files.len(),
            changes.terms.len(),
            changes.sources.len(),
            changes.everywhere.len(),
            edited.filter(|page| page.title_before.is_some()).count(),
        ];
        let places = elsewhere.into_iter().any(|count| count > 0);
        Told {
            both,
            anything: !changes.is_empty(),
            told,
            own,
            texts,
            pages,
            shared: !changes.everywhere.is_empty(),
            places,
        }
    }

    fn explains(&self, part: &str, made: &[OnDemand<'_>; 2], prints: [&Fingerprint; 2]) -> bool {
        let address = self.both.new.addresses[prints[1].owned].owner.page();
        let address = address.map(|page| self.both.new.pages[page].facts().address.as_str()).unwrap_or_default();
        match part {
            "text" => {
                let texts = [0, 1].map(|side| made[side].article_text(&prints[side].path).unwrap_or_default());
                self.explains_text(self.texts.contains(address), &texts)
            }
            "screen" if self.pages.contains(address) => true,
            "screen" => {
                let texts = [0, 1].map(|side| {
                    String::from_utf8(bytes(&made[side], &prints[side].path).unwrap_or_default()).unwrap_or_default()
                });
                self.explains_text(self.shared, &texts)
            }
            _ => self.anything,
        }
    }

    /// Whether what is told says why two texts differ; `own` if something is told of this very text.
    fn explains_text(&self, own: bool, texts: &[String; 2]) -> bool {
        let known = |word: &String| {
            let added = || self.own.contains(word) || word.chars().all(|c| c.is_ascii_digit());
            self.told.contains(word) || own && added()
        };
        // A tag within a word may part it, or not; what is told has either the one or the other.
        let read: [fn(&str) -> String; 2] = [plain, apart];
        let all_known = read.iter().any(|read| {
            let [old, new] = texts.each_ref().map(|text| words(&read(text)));
            surplus(&old, &new).chain(surplus(&new, &old)).all(known)
        });
        if !all_known {
            return false;
        }
        // What other pages decide of a text are its links, its pictures and its terms.
        let [old, new] = texts.each_ref().map(|text| tags(text));
        let decided = |tag: &String| {
            let name = tag.split(' ').next().unwrap_or_default();
            self.places && matches!(name, "a" | "img" | "source" | "picture" | "dfn" | "span")
        };
        own || self.anything && surplus(&old, &new).chain(surplus(&new, &old)).all(decided)
    }
}

/// The words of a text, each parted from the next where a tag stands between them.
fn apart(html: &str) -> String {
    let mut out = String::new();
    for (range, token) in Tokens::of(html, &[]) {
        if let Token::Words(_) = token {
            out.push_str(&plain(&html[range]));
            out.push(' ');
        }
    }
    out
}

/// The tags of a text that begin an element, and how often each is there.
fn tags(html: &str) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for (_, token) in Tokens::of(html, &[]) {
        if let Token::Open(tag) = token {
            *out.entry(format!("{}{}", tag.name, tag.attributes)).or_default() += 1;
        }
    }
    out
}

/// Every word of the strings in a value.
fn gather(value: &serde_json::Value, out: &mut HashSet<String>) {
    match value {
        serde_json::Value::String(text) => out.extend(words(text).into_keys()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| gather(value, out)),
        serde_json::Value::Object(values) => values.values().for_each(|value| gather(value, out)),
        _ => {}
    }
}

/// The words of a text, and how often each is there.
fn words(text: &str) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *out.entry(word.to_owned()).or_default() += 1;
    }
    out
}

/// The words that one text has more often than the other.
fn surplus<'w>(of: &'w HashMap<String, usize>, over: &HashMap<String, usize>) -> impl Iterator<Item = &'w String> {
    of.iter().filter(|(word, count)| over.get(*word).copied().unwrap_or(0) < **count).map(|(word, _)| word)
}
