//! What is told of texts → sentences in which a number, a unit, a bound or a “not” is another: one word, and a reader does the
//! opposite.
//!
//! Takes: what is told of pages and terms. Gives: [`Turned`]. Never: judges which of the two is right, or looks at sentences that
//! came or went whole: these are read as they are.

use crate::diff::{Changes, Edit};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
}

/// Words that turn a sentence round, in English and German; so does whatever ends in `n't`.
const NOT: [&str; 24] = [
    "not", "no", "never", "none", "nothing", "nobody", "without", "nor", "neither", "cannot", "nicht", "nichts", "nie",
    "niemals", "niemand", "ohne", "weder", "kein", "keine", "keinen", "keinem", "keiner", "keines", "avoid",
];

/// Words of which another one says the opposite.
const BOUNDS: [&str; 24] = [
    "least",
    "most",
    "more",
    "less",
    "fewer",
    "under",
    "over",
    "above",
    "below",
    "before",
    "after",
    "minimum",
    "maximum",
    "all",
    "any",
    "always",
    "mindestens",
    "höchstens",
    "mehr",
    "weniger",
    "unter",
    "über",
    "vor",
    "nach",
];

/// Those that no care card already tells, in the order of the pages; a sentence that several pages show, once.
pub(in crate::diff) fn compare(changes: &Changes) -> Vec<Turned> {
    let mut out: Vec<Turned> = Vec::new();
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    let pages = changes.edited.iter().map(|page| {
        let told: Vec<&str> =
            page.cards.iter().flat_map(|card| &card.lines).filter_map(|line| line.before.as_deref()).collect();
        (page.title.as_str(), page.address.as_str(), &page.sentences, told)
    });
    let terms = changes.terms.iter().map(|term| (term.term.as_str(), "", &term.sentences, Vec::new()));
    for (title, address, sentences, told) in pages.chain(terms) {
        for Edit { before, after, .. } in sentences {
            let (Some(before), Some(after)) = (before.as_deref(), after.as_deref()) else { continue };
            let is_told = told.iter().any(|line| line.contains(before) || before.contains(line));
            if is_told || weighed(before) == weighed(after) || !known.insert((before, after)) {
                continue;
            }
            let [title, address, before, after] = [title, address, before, after].map(str::to_owned);
            out.push(Turned { title, address, before, after });
        }
    }
    out
}

/// How often each of the words stands in a sentence that must not be read over; a number with what it counts.
fn weighed(sentence: &str) -> BTreeMap<String, usize> {
    let small = sentence.to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        small.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '/' | '(' | ')')).collect();
    let mut out = BTreeMap::new();
    let mut count = |word: String| *out.entry(word).or_default() += 1;
    for (i, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.contains(|c: char| c.is_ascii_digit()) {
            let next = words[i + 1..].iter().find(|next| !next.is_empty()).copied().unwrap_or_default();
            let unit = next.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
            // Where a sentence ends behind its number, the next word is none.
            let unit = if word.ends_with(['.', ',', ';', ':', '?', '!']) { "" } else { unit };
            count(format!("{bare} {unit}"));
        } else if NOT.contains(&bare) || bare.ends_with("n't") {
            count("not".to_owned());
        } else if BOUNDS.contains(&bare) {
            count(bare.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::weighed;

    #[test]
    fn numbers_units_bounds_and_nots_are_weighed_and_nothing_else() {
        let turned = |before: &str, after: &str| weighed(before) != weighed(after);
        for (before, after) in [
            ("Do not stretch.", "Stretch."),
            ("Don’t rub it.", "Do rub it."),
            ("Take 400 mg.", "Take 400 g."),
            ("Rest for 5–6 days.", "Rest for 5–16 days."),
            ("Wait at least an hour.", "Wait at most an hour."),
            ("Over 40? Ask.", "Under 40? Ask."),
            ("Nimm nichts ein.", "Nimm etwas ein."),
            ("About 7% of runners.", "About 70% of runners."),
        ] {
            assert!(turned(before, after), "{before} {after}");
        }
        for (before, after) in [
            ("Stand on the leg, if that helps.", "Stand on your leg if this helps."),
            ("Walk for 30 minutes, slowly.", "Walk slowly, for 30 minutes."),
            ("It does not help.", "It doesn't help."),
            ("In 2020. A trial.", "In 2020. One trial."),
        ] {
            assert!(!turned(before, after), "{before} {after}");
        }
    }
}
