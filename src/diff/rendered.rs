//! Both versions rendered → the pages whose bytes differ and of which nothing told says why.
//!
//! Takes: both versions, which page is which, and what is told. Gives: [`Unexplained`] pages. Never: renders a page whose view and
//! theme are the same, and so its bytes; or says what differs, which nobody knows here.
//!
//! What every page shows is taken out of the comparison: where the settings or the theme are others, the old texts are planned
//! with the new ones, so that a line about them explains the bytes that it causes and no others. A page is made from parts
//! (`View::parts`). What stands around its text follows from other pages, and is explained where anything is told of these. Its
//! text is explained where something is told of the text itself, and each word that differs stands in what is told.

use super::FileBytes;
use super::knowledge;
use super::pages::Both;
use super::signs;
use super::text::Reading;
use super::{Changes, Edited, Paired, TreeChange, Version};
use crate::link::{AddressOwner, BOOK};
use crate::render::{Content, Fingerprint, OnDemand, Rendered};
use crate::text::{Token, Tokens, plain};
use crate::{Choices, Memory, Plan};
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
    let Some(tried) = tried(old, new) else { return found([old, new], both, changes) };
    let files = FileBytes { moved: both.files.clone(), ..FileBytes::default() };
    let paired = Paired::of(&tried.site, &new.plan.site, &files);
    let before = Version { plan: &tried, read: &tried, ..old };
    found([before, new], paired.both(&tried.site, &new.plan.site), changes)
}

/// The old texts with the new settings and themes; `None` where these are as they were.
fn tried(old: Version<'_>, new: Version<'_>) -> Option<Plan> {
    let settings = |version: Version<'_>| version.inputs.settings.as_ref().map(|source| source.hash);
    if settings(old) == settings(new) && old.inputs.themes == new.inputs.themes {
        return None;
    }
    let mut inputs = old.inputs.clone();
    inputs.settings.clone_from(&new.inputs.settings);
    inputs.themes.clone_from(&new.inputs.themes);
    Some(crate::plan(&inputs, Vec::new(), &Choices { plain_code: true, ..Choices::default() }, &mut Memory::default()))
}

fn found([old, new]: [Version<'_>; 2], both: Both<'_>, changes: &Changes) -> Found {
    let [Some(was), Some(is)] = [old, new].map(on_demand) else { return Default::default() };
    let made = [was, is];
    let sides = made.each_ref().map(OnDemand::fingerprints);
    let before: HashMap<String, &Fingerprint> =
        sides[0].iter().filter_map(|print| Some((key(both.before(), print)?, print))).collect();
    let told = Told::of([old, new], both, changes);
    let mut out = Found::default();
    for is in &sides[1] {
        let Some(was) = key(both.after(), is).and_then(|key| before.get(&key).copied()) else { continue };
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
        let owned = &both.new.addresses[is.owned];
        let texts = || [(0, was), (1, is)].map(|(side, print)| text_of(&made[side], print));
        if unexplained.is_empty() && !differing.is_empty() {
            if differing.contains(&"text") && told.leaves_signs(owned.owner.page(), &texts()) {
                out.signs.push(owned.address.clone());
            }
            continue;
        }
        let pages = [&before, &after].map(|page| String::from_utf8_lossy(page.as_deref().unwrap_or_default()));
        // What is told of what stands around a text says nothing of the text.
        let [was, is] = match unexplained[..] {
            ["text"] => texts(),
            ["screen"] => pages.each_ref().map(|page| of_main(page).to_owned()),
            _ => pages.map(String::from),
        };
        if spaced(&was) == spaced(&is) {
            out.rewrapped.push(owned.address.clone());
        } else if spaced(&without_signs(&was)) == spaced(&without_signs(&is)) {
            out.signs.push(owned.address.clone());
        } else {
            let title = owned.owner.page().map(|page| both.new.pages[page].facts().title.clone());
            let (title, address) = (title.unwrap_or_else(|| owned.address.clone()), owned.address.clone());
            out.unexplained.push(Unexplained { title, address, parts: unexplained });
        }
    }
    // The book holds the text of every page: where it differs with one of them, that page is named.
    let with_others = out.unexplained.len() + out.signs.len() + out.rewrapped.len() > 1 || told.anything;
    out.unexplained.retain(|page| !(with_others && page.address == BOOK));
    out.unexplained.sort_by(|a, b| a.address.cmp(&b.address));
    out.signs.sort_unstable();
    out.rewrapped.sort_unstable();
    out
}

fn text_of(made: &OnDemand<'_>, print: &Fingerprint) -> String {
    made.article_text(&print.path).unwrap_or_default()
}

/// What a page says for itself, without what stands around it.
fn of_main(page: &str) -> &str {
    let main = page.find("<main").unwrap_or(0)..page.find("</main>").unwrap_or(page.len());
    page.get(main).unwrap_or(page)
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
        let words = tight(words);
        out.extend(words.split_ascii_whitespace().map(str::to_owned));
        out.push(code.to_owned());
    }
    out
}

/// A text in whose lists no item is a paragraph: a blank line between two of them makes it so, and no word is another.
fn tight(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut items, mut rest) = (0_usize, html);
    while let Some(at) = rest.find('<') {
        let (words, tag) = rest.split_at(at);
        out.push_str(words);
        let is_paragraph = tag.starts_with("<p>") || tag.starts_with("</p>");
        if tag.starts_with("<li>") || tag.starts_with("<li ") {
            items += 1;
        } else if tag.starts_with("</li>") {
            items = items.saturating_sub(1);
        }
        let is_item = ["<li>", "<li ", "</li>"].iter().any(|item| tag.starts_with(item));
        let end = if is_paragraph || is_item { tag.find('>').map_or(tag.len(), |end| end + 1) } else { 1 };
        match (is_paragraph && items > 0, is_item) {
            (true, _) => out.push(' '),
            (false, true) => out.extend([" ", &tag[..end], " "]),
            (false, false) => out.push_str(&tag[..end]),
        }
        rest = &tag[end..];
    }
    out + rest
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
        AddressOwner::Alias(..) | AddressOwner::Kept(..) => format!("alias {}", owned.address),
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
    /// Those of trees that lead elsewhere, so that their screens say other things.
    trees: BTreeSet<&'a str>,
    /// Those of trees, and of pages, of which anything is told.
    pages: BTreeSet<&'a str>,
    /// Whether other pages' links, terms or pictures may be others.
    places: bool,
    /// The pages that read otherwise.
    edited: &'a [Edited],
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
        // An article that an outcome lists to read is told by its title; its list says what it is about, too.
        let sentences = || changes.edited.iter().flat_map(|page| &page.sentences);
        let listed = |title: &str| {
            let ends = |text: &Option<String>| text.as_ref().is_some_and(|text| text.ends_with(title));
            sentences().any(|edit| ends(&edit.before) || ends(&edit.after))
        };
        for page in both.old.pages.iter().chain(both.new.pages.iter()).filter(|page| listed(&page.facts().title)) {
            own.extend(words(page.doc.front.description.as_deref().unwrap_or_default()).into_keys());
        }
        let edited = changes.edited.iter();
        // What a text newly cites is told by its key; the list of its sources says all of it.
        let cites = |key: &str| {
            let cited = format!("@{key}");
            sentences().any(|edit| edit.before.iter().chain(&edit.after).any(|text| text.contains(&cited)))
        };
        let sources = both.old.references.iter().chain(both.new.references.iter());
        for (_, source) in sources.filter(|(key, _)| cites(key)) {
            own.extend(words(&knowledge::printed(source)).into_keys());
        }
        let mut texts: BTreeSet<&str> =
            edited.clone().filter(|page| page.says_otherwise()).map(|page| page.address.as_str()).collect();
        texts.extend(changes.relinked.iter().map(String::as_str));
        texts.extend(changes.moved.iter().map(|page| page.to.as_str()));
        let mut pages: BTreeSet<&str> = texts.clone();
        pages.extend(edited.clone().map(|page| page.address.as_str()));
        pages.extend(changes.trees.iter().map(|tree| tree.address.as_str()));
        // Of a tree of which a screen is elsewhere, the others lead there.
        let elsewhere = changes.lost.iter().filter_map(|lost| lost.now.as_deref());
        let elsewhere: Vec<&str> = elsewhere.collect();
        let of_trees = both.new.pages.iter().filter(|page| !page.facts().screens.is_empty());
        let addresses = of_trees.map(|page| page.facts().address.as_str());
        pages.extend(addresses.filter(|address| elsewhere.iter().any(|now| now.starts_with(address))));
        let trees = changes.trees.iter().filter(|tree| TreeChange::leads_elsewhere(tree));
        let elsewhere = [
            changes.moved.len(),
            changes.lost.len(),
            changes.added.len(),
            changes.files.len(),
            changes.terms.len(),
            changes.sources.len(),
            edited.filter(|page| page.title_before.is_some()).count(),
        ];
        let places = elsewhere.into_iter().any(|count| count > 0);
        // Neither a setting nor a guard makes a page, once both versions have the same settings.
        let others = [
            changes.unread.len(),
            changes.trees.len(),
            changes.edited.len(),
            changes.relinked.len(),
            changes.replaced.len(),
            changes.lost_parts.len(),
        ];
        Told {
            both,
            anything: places || others.into_iter().any(|count| count > 0),
            told,
            own,
            texts,
            trees: trees.map(|tree| tree.address.as_str()).collect(),
            pages,
            places,
            edited: &changes.edited,
        }
    }

    fn explains(&self, part: &str, made: &[OnDemand<'_>; 2], prints: [&Fingerprint; 2]) -> bool {
        let address = self.both.new.addresses[prints[1].owned].owner.page();
        let address = address.map(|page| self.both.new.pages[page].facts().address.as_str()).unwrap_or_default();
        match part {
            "text" => {
                let texts = [0, 1].map(|side| text_of(&made[side], prints[side]));
                self.explains_text(self.texts.contains(address), &texts)
            }
            "screen" if self.trees.contains(address) => true,
            "screen" => {
                let texts = [0, 1].map(|side| {
                    String::from_utf8(bytes(&made[side], &prints[side].path).unwrap_or_default()).unwrap_or_default()
                });
                self.explains_text(self.pages.contains(address), &texts)
            }
            _ => self.anything,
        }
    }

    /// Whether what is told says why two texts differ; `own` if something is told of this very text.
    fn explains_text(&self, own: bool, texts: &[String; 2]) -> bool {
        let known = |word: &String| {
            let added = || self.own.contains(word) || word.chars().all(|c| c.is_ascii_digit());
            // Within a list of answers the first word of each is in small letters.
            let within = || self.told.contains(&capital(word));
            // A letter that looks like another is told by its name, which parts the word.
            let named = || words(&signs::hidden_named(word)).keys().all(|part| self.told.contains(part));
            self.told.contains(word) || own && (added() || within() || named())
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
        let [had, has] = texts.each_ref().map(|text| tags(text));
        let differing: Vec<&String> = surplus(&had, &has).chain(surplus(&has, &had)).collect();
        let decided = |tag: &&String| {
            let name = tag.split(' ').next().unwrap_or_default();
            self.places && matches!(name, "a" | "img" | "source" | "picture" | "dfn" | "span")
        };
        let [old, new] = texts.each_ref().map(|text| words(&plain(text)));
        // The same words in the same tags, and other bytes: what is told elsewhere makes none of these.
        let is_alike = differing.is_empty() && old == new;
        own || self.anything && !is_alike && differing.iter().all(decided)
    }

    /// Whether signs that nobody sees came or went in a text of which other things are told, and not that.
    fn leaves_signs(&self, page: Option<usize>, texts: &[String; 2]) -> bool {
        let [was, is] =
            texts.each_ref().map(|text| signs::counted(&text.replace("&nbsp;", "\u{a0}").replace("&shy;", "\u{ad}")));
        let address = page.map(|page| self.both.new.pages[page].facts().address.as_str()).unwrap_or_default();
        let Some(edited) = self.edited.iter().find(|page| page.address == address) else { return false };
        let said = || edited.sentences.iter().flat_map(|edit| edit.before.iter().chain(&edit.after));
        let names: BTreeSet<&String> =
            was.keys().chain(is.keys()).filter(|name| was.get(*name) != is.get(*name)).collect();
        let named = |name: &&String| said().any(|text| text.contains(&format!("[{name}]")));
        !names.iter().all(named)
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

/// A word with its first letter as a capital.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
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
