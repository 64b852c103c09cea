//! What is told of texts → sentences in which a number, a unit, a bound or a “not” is another: one word, and a reader does the
//! opposite.
//!
//! Takes: what is told of pages, terms and trees. Gives: [`Turned`]. Never: judges which of the two is right, or looks at sentences
//! that came or went whole: these are read as they are.

mod words;

use crate::diff::text::TO_READ;
use crate::diff::{Changes, Edit, TreeChange, Worded};
use crate::link::Site;
use crate::parse::Content;
use crate::tree::Tree;
use serde::Serialize;
use std::collections::BTreeSet;
use words::weighed;

pub(in crate::diff) use words::turns;

/// A sentence that says another number, unit or bound, or has a “not” more or less.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Turned {
    /// The title of the page, or the word of the glossary.
    pub title: String,
    /// The page's address; empty of a word of the glossary.
    pub address: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
    /// Where it decides how soon somebody gets help: the outcome it stands in, or to which it leads; empty elsewhere.
    pub urgent: String,
}

/// Those that no care card already tells, in the order of the pages; a sentence that several pages show, once.
pub(in crate::diff) fn compare(new: &Site, changes: &Changes) -> Vec<Turned> {
    let mut out: Vec<Turned> = Vec::new();
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    let pages = changes.edited.iter().map(|page| {
        let told: Vec<&str> =
            page.cards.iter().flat_map(|card| &card.lines).filter_map(|line| line.before.as_deref()).collect();
        (page.title.as_str(), page.address.as_str(), &page.sentences, told)
    });
    let terms = changes.terms.iter().map(|term| (term.term.as_str(), "", &term.sentences, Vec::new()));
    let headed: Vec<(&str, &str, Vec<Edit>)> = changes
        .edited
        .iter()
        .map(|page| {
            let title = page.title_before.iter().map(|before| (before.clone(), page.title.clone()));
            let headings = page.headings.iter().filter_map(|heading| {
                Some((heading.before.as_ref()?.text.clone(), heading.after.as_ref()?.text.clone()))
            });
            let edit = |(before, after)| Edit { before: Some(before), after: Some(after), ..Edit::default() };
            (page.title.as_str(), page.address.as_str(), title.chain(headings).map(edit).collect())
        })
        .collect();
    let headed = headed.iter().map(|(title, address, edits)| (*title, *address, edits, Vec::new()));
    for (title, address, sentences, told) in headed.chain(pages).chain(terms) {
        let tree = Asked::of(new, changes, address);
        for Edit { before, after, places } in sentences {
            let (Some(before), Some(after)) = (before.as_deref(), after.as_deref()) else { continue };
            // What is listed to read is called by its page's title, which is told there.
            if before.starts_with(TO_READ) {
                continue;
            }
            let is_told = told.iter().any(|line| line.contains(before) || before.contains(line));
            let urgent = tree.as_ref().filter(|_| turns(before, after));
            let urgent = urgent.and_then(|tree| tree.urgent(places, [before, after]));
            let is_turned = urgent.is_some() || weighed(before) != weighed(after);
            if is_told || !is_turned || !known.insert((before, after)) {
                continue;
            }
            let [title, address, before, after] = [title, address, before, after].map(str::to_owned);
            out.push(Turned { title, address, before, after, urgent: urgent.unwrap_or_default() });
        }
    }
    out.sort_by_key(|turned| turned.urgent.is_empty());
    out
}

/// Levels at which somebody needs help today.
const URGENT: [&str; 2] = ["urgent", "emergency"];

/// A tree of which something is told.
struct Asked<'a> {
    tree: &'a Tree,
    change: Option<&'a TreeChange>,
}

impl<'a> Asked<'a> {
    /// The tree at an address; `None` where something else is.
    fn of(new: &'a Site, changes: &'a Changes, address: &str) -> Option<Asked<'a>> {
        let page = new.pages.iter().find(|page| !address.is_empty() && page.facts().address == address)?;
        let Content::Tree(decision) = &page.doc.content else { return None };
        Some(Asked { tree: &decision.tree, change: changes.trees.iter().find(|tree| tree.address == address) })
    }

    /// The urgent outcome in which a sentence stands, or to which its words lead.
    fn urgent(&self, places: &[String], said: [&str; 2]) -> Option<String> {
        let outcomes = self.tree.outcomes.iter().filter_map(|outcome| {
            let level = self.tree.levels.get(outcome.level)?;
            URGENT.contains(&level.as_str()).then_some((&outcome.title.text, level))
        });
        let mut standing = outcomes.map(|(title, level)| format!("the outcome “{title}” ({level})"));
        let here = standing.find(|outcome| places.iter().any(|place| place.ends_with(outcome.as_str())));
        here.or_else(|| led(self.change?, said))
    }
}

/// The urgent outcome to which a question or an answer of other words, or of another hint, leads, or led.
fn led(tree: &TreeChange, [before, after]: [&str; 2]) -> Option<String> {
    let same = |one: &str, other: &str| one.split_whitespace().eq(other.split_whitespace());
    let asked = tree.reworded.iter().filter(|words| words.what != Worded::Outcome);
    let own = asked.filter(|words| same(&words.before, before) && same(&words.after, after));
    let hinted = tree.hints.iter().filter(|hint| hint.before.contains(before) && hint.after.contains(after));
    let mut leads =
        own.flat_map(|words| words.leads.iter().chain(&words.led)).chain(hinted.flat_map(|hint| &hint.leads));
    let urgent = leads.find(|lead| URGENT.contains(&lead.to.level.as_str()))?;
    Some(format!("what leads to “{}” ({})", urgent.to.title, urgent.to.level))
}
