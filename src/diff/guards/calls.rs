//! What is told of texts → those that named a number to call, or said to call, and no longer do.
//!
//! Takes: what is told of pages, terms and trees, and both versions' numbers. Gives: [`CallLost`]. Never: judges whether another
//! way of saying it is as good: only a number that is gone, or the word itself, counts.

use crate::diff::text::TO_READ;
use crate::diff::{Changes, Edit, Heading, TreeChange, Version};
use serde::Serialize;

/// A text that named whom to call, and no longer does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CallLost {
    /// The title of the page or tree, or the word of the glossary.
    pub title: String,
    /// The page's address; empty of a word of the glossary.
    pub address: String,
    /// As it was.
    pub before: String,
    /// As it is; `None` where it is there no more.
    pub after: Option<String>,
}

/// Those that no care card already tells, in the order of the pages.
pub(in crate::diff) fn compare(old: Version<'_>, new: Version<'_>, changes: &Changes) -> Vec<CallLost> {
    let calls = Calls::of(old, new);
    let mut out = Vec::new();
    let is_own = |edit: &&Edit| edit.before.as_ref().is_none_or(|before| !before.starts_with(TO_READ));
    for page in &changes.edited {
        let told = page.cards.iter().filter(|card| card.kind.is_milder()).flat_map(|card| &card.lines);
        let told: Vec<&str> = told.filter_map(|line| line.before.as_deref()).collect();
        let said = |text: &Option<Heading>| text.as_ref().map(|heading| heading.text.clone());
        let headings = page.headings.iter().map(|heading| (said(&heading.before), said(&heading.after)));
        let fields = page.about.iter().filter(|field| field.key == "description");
        let fields = fields.map(|field| (Some(field.before.clone()), some(&field.after)));
        let title = page.title_before.iter().map(|before| (Some(before.clone()), Some(page.title.clone())));
        let all = title.chain(fields).chain(headings).chain(page.sentences.iter().filter(is_own).map(both));
        calls.put(all, (&page.title, &page.address), &told, &mut out);
    }
    for tree in &changes.trees {
        let on_card = tree.on_card.iter().map(|card| (Some(card.before.clone()), some(&card.after)));
        calls.put(on_card, (&tree.title, &tree.address), &[], &mut out);
    }
    for term in &changes.terms {
        calls.put(term.sentences.iter().map(both), (&term.term, ""), &[], &mut out);
    }
    out
}

/// Marks the ways to an outcome on which it no longer adds whom to call.
pub(in crate::diff) fn added(old: Version<'_>, new: Version<'_>, trees: &mut [TreeChange]) {
    let calls = Calls::of(old, new);
    for shift in trees.iter_mut().flat_map(|tree| &mut tree.shifts) {
        if shift.kind == "other-additions" && calls.is_lost(&shift.lost.join(" "), &shift.gained.join(" ")) {
            shift.kind = "calls-less";
        }
    }
}

fn both(edit: &Edit) -> (Option<String>, Option<String>) {
    (edit.before.clone(), edit.after.clone())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Words by which somebody is told to call.
const SAYING: [&str; 4] = ["call", "phone", "telephone", "dial"];

/// By what a text says whom to call.
struct Calls {
    /// The numbers of the site, as they were and as they are, in their words.
    numbers: Vec<[Vec<String>; 2]>,
    /// Words in which it is said, in small letters.
    saying: Vec<String>,
}

impl Calls {
    fn of(old: Version<'_>, new: Version<'_>) -> Calls {
        let [was, is] = [old, new].map(|version| &version.plan.site.settings);
        let numbers = [[&was.emergency, &is.emergency], [&was.urgent, &is.urgent]];
        let numbers = numbers.map(|both| both.map(|number| words(number)));
        // The theme's own word for it, in the site's language: `Call {number}`.
        let own = old.plan.theme.words.get("call").map(|text| text.replace("{number}", " ")).unwrap_or_default();
        let saying = SAYING.iter().map(|word| (*word).to_owned()).chain(words(&own)).collect();
        Calls { numbers: numbers.into_iter().filter(|[was, _]| !was.is_empty()).collect(), saying }
    }

    fn put(
        &self,
        texts: impl Iterator<Item = (Option<String>, Option<String>)>,
        (title, address): (&str, &str),
        told: &[&str],
        out: &mut Vec<CallLost>,
    ) {
        for (before, after) in texts {
            let Some(before) = before.filter(|before| self.is_lost(before, after.as_deref().unwrap_or_default()))
            else {
                continue;
            };
            let is_told = told.iter().any(|line| line.contains(before.as_str()));
            let lost = CallLost { title: title.to_owned(), address: address.to_owned(), before, after };
            if !is_told && !out.contains(&lost) {
                out.push(lost);
            }
        }
    }

    /// Whether a number is named no more, or nobody is told to call any more.
    fn is_lost(&self, before: &str, after: &str) -> bool {
        let [was, is] = [before, after].map(|text| words(&standing(text)));
        let names = |text: &[String], number: &[String]| {
            !number.is_empty() && text.windows(number.len()).any(|part| part == number)
        };
        let gone = |[number, now]: &[Vec<String>; 2]| names(&was, number) && !names(&is, number) && !names(&is, now);
        let says = |text: &[String]| text.iter().any(|word| self.saying.contains(word));
        let still = says(&is) || self.numbers.iter().any(|[_, now]| names(&is, now));
        // A question tells nobody to call: what answers it does.
        let asks = before.trim_end().ends_with('?');
        self.numbers.iter().any(gone) || says(&was) && !asks && !still
    }
}

/// A text without what is struck out in it.
fn standing(text: &str) -> String {
    text.split("~~").step_by(2).collect::<Vec<_>>().join(" ")
}

/// The words of a text in small letters; a hyphen parts none.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '-').map(|word| word.trim_matches('-'));
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
