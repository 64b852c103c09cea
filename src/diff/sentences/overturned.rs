//! Sentences of the same words that stand where they mean the opposite: under “Do not” rather than “Do”, or as a later step.

use super::Row;
use crate::text::Passage;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Sentences that say the same and mean something else by where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overturned {
    /// In which way.
    pub turn: Turn,
    /// The first of them.
    pub first: String,
    /// How many more there are.
    pub more: usize,
    /// Where they stood: `under “Do not”`.
    pub before: String,
    /// Where they stand; empty where they are gone.
    pub after: String,
}

/// How a place turns a sentence round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// It is under what to do now and was under what not to do, or the other way round.
    DoNot,
    /// It was under what not to do, and is gone.
    NoLongerForbidden,
    /// It is a step of a numbered list, at another place in it.
    Step,
}

/// Those of both texts. `moved` are the passages that stand elsewhere, by their new place; `spots` says where both stand.
pub(super) fn compare(
    (before, after): (&[Passage], &[Passage]),
    rows: &[Row],
    moved: &HashMap<usize, usize>,
    spots: impl Fn(usize, usize) -> [String; 2],
) -> Vec<Overturned> {
    let known = [before, after].map(labels);
    let from: HashSet<usize> = moved.values().copied().collect();
    let mut out: Vec<Overturned> = Vec::new();
    let mut put = |turn, first: &Passage, [before, after]: [String; 2]| {
        let alike = |other: &&mut Overturned| (other.turn, &other.before, &other.after) == (turn, &before, &after);
        match out.iter_mut().find(alike) {
            Some(other) => other.more += 1,
            None => out.push(Overturned { turn, first: first.shown.clone(), more: 0, before, after }),
        }
    };
    for row in rows {
        let old = row.old.filter(|p| before[*p].heading.is_none() && !is_head(&before[*p]));
        let new = row.new.filter(|q| after[*q].heading.is_none() && !is_head(&after[*q]));
        let (p, q) = match (old, new) {
            (Some(p), Some(q)) if row.same => (p, Some(q)),
            (None, Some(q)) if moved.contains_key(&q) => (moved[&q], Some(q)),
            (Some(p), None) if !from.contains(&p) => (p, None),
            _ => continue,
        };
        let was = around(before, p);
        let forbidden = was.iter().find(|label| label.forbids());
        let Some(q) = q else {
            if let Some(label) = forbidden {
                put(Turn::NoLongerForbidden, &before[p], [label.said(), String::new()]);
            }
            continue;
        };
        let is = around(after, q);
        let forbids = is.iter().find(|label| label.forbids());
        if let (Some(one), Some(other)) = (forbidden.or(was.first()), forbids.or(is.first()))
            && forbidden.is_some() != forbids.is_some()
        {
            // What is called otherwise now is told as that.
            if known[1].contains(one) && known[0].contains(other) {
                put(Turn::DoNot, &after[q], [one.said(), other.said()]);
            }
        } else if !row.same && is_step(&before[p]) && is_step(&after[q]) && was.first() == is.first() {
            put(Turn::Step, &after[q], spots(p, q));
        }
    }
    out
}

/// Of a cell of the same row in another column: the columns.
pub(super) fn columns(old: &Passage, new: &Passage) -> Option<[String; 2]> {
    let parts = |passage: &Passage| -> Option<(String, String)> {
        let column = column(passage)?;
        Some((column.said(), passage.place.replacen(&format!("“{}”", column.text()), "", 1)))
    };
    let ((was, row), (is, other)) = parts(old).zip(parts(new))?;
    (row == other && was != is).then_some([was, is])
}

/// What a sentence stands under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Label {
    Heading(String),
    Column(String),
}

impl Label {
    fn text(&self) -> &str {
        match self {
            Label::Heading(text) | Label::Column(text) => text,
        }
    }

    fn said(&self) -> String {
        match self {
            Label::Heading(text) => format!("under “{text}”"),
            Label::Column(text) => format!("in the column “{text}”"),
        }
    }

    /// Whether it says not to do what stands under it.
    fn forbids(&self) -> bool {
        let small = self.text().to_lowercase().replace('’', "'");
        let words: Vec<&str> =
            small.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
        let has = |word: &&str| words.contains(word);
        if CONDITIONS.iter().any(has) {
            return false;
        }
        let not = words.iter().position(|word| matches!(*word, "not" | "nicht"));
        let asked = not.is_some_and(|at| {
            words[..at].iter().any(|word| ASKING.contains(word)) || words.get(at + 1).is_some_and(|next| *next == "to")
        });
        asked || FORBIDDING.iter().any(has)
    }
}

/// Words behind which a “not” forbids.
const ASKING: [&str; 14] = [
    "do", "should", "must", "may", "can", "shall", "what", "better", "was", "sollte", "sollten", "darf", "dürfen",
    "bitte",
];
/// Words that forbid by themselves.
const FORBIDDING: [&str; 8] = ["avoid", "never", "don't", "don'ts", "dont", "nie", "niemals", "vermeiden"];
/// Words with which a heading says when, and not what.
const CONDITIONS: [&str; 8] = ["if", "when", "why", "because", "wenn", "falls", "warum", "weil"];

/// All that stand in a text.
fn labels(all: &[Passage]) -> HashSet<Label> {
    let of = |passage: &Passage| {
        let heading = passage.heading.is_some().then(|| Label::Heading(passage.shown.clone()));
        heading.into_iter().chain(column(passage))
    };
    all.iter().flat_map(of).collect()
}

/// What a passage stands under: its column, and the headings above it, the nearest first.
fn around(all: &[Passage], at: usize) -> Vec<Label> {
    let mut out: Vec<Label> = column(&all[at]).into_iter().collect();
    let mut below = u8::MAX;
    for passage in all[..at].iter().rev().filter(|passage| all[at].place.ends_with(&passage.place)) {
        let Some((level, _)) = passage.heading.as_ref().filter(|(level, _)| *level < below) else { continue };
        below = *level;
        out.push(Label::Heading(passage.shown.clone()));
    }
    out
}

fn column(passage: &Passage) -> Option<Label> {
    let (head, _) = passage.place.strip_prefix("the column “")?.split_once('”')?;
    Some(Label::Column(head.to_owned()))
}

fn is_head(passage: &Passage) -> bool {
    passage.within.starts_with("the head of a table")
}

fn is_step(passage: &Passage) -> bool {
    passage.within.starts_with("a numbered list") || passage.within.starts_with("a list numbered from")
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn what_forbids_is_known_by_its_words() {
        let forbids = |text: &str| Label::Heading(text.into()).forbids();
        for text in [
            "Do not",
            "What should I not do?",
            "What not to do",
            "Things to avoid",
            "Don’ts",
            "Was du nicht tun sollst",
        ] {
            assert!(forbids(text), "{text}");
        }
        for text in ["Do", "What do I do?", "If it does not help", "Not sure what to do", "Why does it not hurt?"] {
            assert!(!forbids(text), "{text}");
        }
    }
}
