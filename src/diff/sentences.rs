//! Sentences before and after → which changed, by how many words, and which stand elsewhere.

use crate::text::Passage;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// A sentence that is not what it was. At least one of the two is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// Sentences that say the same and stand in something else, such as a list of another kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relaid {
    /// The first of them.
    pub first: String,
    /// How many more follow.
    pub more: usize,
    /// In what they stood; empty for the text itself.
    pub before: String,
    /// In what they stand.
    pub after: String,
}

/// Changed sentences, and how many words came and went in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sentences {
    pub(super) edits: Vec<Edit>,
    pub(super) relaid: Vec<Relaid>,
    pub(super) words_added: usize,
    pub(super) words_removed: usize,
}

/// A passage of either version beside that of the other, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    /// Whether both are the same.
    pub(super) same: bool,
}

/// Longer texts are compared without regard to order, so that nothing hangs.
const IN_ORDER: usize = 4000;
/// Sentences of more words are taken as a whole.
const WORD_BY_WORD: usize = 2000;

/// Each passage beside what it was, in the order of the new version.
pub(super) fn aligned(before: &[Passage], after: &[Passage]) -> Vec<Row> {
    let keys = |all: &[Passage]| -> Vec<(Option<u8>, String)> {
        all.iter().map(|p| (p.heading.as_ref().map(|(level, _)| *level), p.full.clone())).collect()
    };
    let (old, new) = (keys(before), keys(after));
    let mut rows = Vec::new();
    if old.len() + new.len() > IN_ORDER {
        let (gone, come) = (left_over(&old, &new), left_over(&new, &old));
        beside(before, after, &gone, &come, &mut rows);
        return rows;
    }
    let (mut gone, mut come): (Vec<usize>, Vec<usize>) = Default::default();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            beside(before, after, &gone, &come, &mut rows);
            (gone, come) = Default::default();
            rows.extend((0..len).map(|i| Row { old: Some(old_index + i), new: Some(new_index + i), same: true }));
            continue;
        }
        gone.extend(op.old_range());
        come.extend(op.new_range());
    }
    beside(before, after, &gone, &come, &mut rows);
    rows
}

/// What changed in the sentences. Headings are told by themselves.
pub(super) fn compare(before: &[Passage], after: &[Passage]) -> Sentences {
    let mut out = Sentences::default();
    for row in aligned(before, after) {
        let (old, new) = (row.old.map(|at| &before[at]), row.new.map(|at| &after[at]));
        match (old, new) {
            (Some(old), Some(new)) if row.same => out.relaid(old, new),
            (old, new) => {
                let is_text = |passage: &&Passage| passage.heading.is_none();
                out.push(old.filter(is_text), new.filter(is_text));
            }
        }
    }
    out
}

/// Those of one list that the other does not have as often, by their places.
fn left_over<T: Eq + std::hash::Hash>(from: &[T], others: &[T]) -> Vec<usize> {
    let mut there: HashMap<&T, usize> = HashMap::new();
    for sentence in others {
        *there.entry(sentence).or_default() += 1;
    }
    let unmatched = |at: &usize| match there.get_mut(&from[*at]) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    (0..from.len()).filter(unmatched).collect()
}

/// Some sentences stand in the place of others: each new one beside the old one that it is most like, in order.
fn beside(before: &[Passage], after: &[Passage], gone: &[usize], come: &[usize], rows: &mut Vec<Row>) {
    let alone = |new: &usize| Row { old: None, new: Some(*new), same: false };
    let mut next = 0;
    for old in gone {
        let like = |at: &usize| {
            let (one, other) = (&before[*old], &after[come[*at]]);
            one.heading.is_some() == other.heading.is_some() && alike(&one.shown, &other.shown)
        };
        match (next..come.len()).find(like) {
            Some(at) => {
                rows.extend(come[next..at].iter().map(alone));
                rows.push(Row { old: Some(*old), new: Some(come[at]), same: false });
                next = at + 1;
            }
            None => rows.push(Row { old: Some(*old), new: None, same: false }),
        }
    }
    rows.extend(come[next..].iter().map(alone));
}

impl Sentences {
    fn push(&mut self, before: Option<&Passage>, after: Option<&Passage>) {
        if before.is_none() && after.is_none() {
            return;
        }
        let split = |passage: Option<&Passage>| -> Vec<String> {
            passage.map_or("", |passage| &passage.shown).split_whitespace().map(str::to_owned).collect()
        };
        let (old, new) = (split(before), split(after));
        if old.len() + new.len() > WORD_BY_WORD {
            self.words_removed += old.len();
            self.words_added += new.len();
        } else {
            for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
                if !matches!(op, DiffOp::Equal { .. }) {
                    self.words_removed += op.old_range().len();
                    self.words_added += op.new_range().len();
                }
            }
        }
        // Where the words are the same, what differs is in a mark or in a link.
        let same_words = before.zip(after).is_some_and(|(before, after)| before.shown == after.shown);
        let said = |passage: &Passage| if same_words { passage.full.clone() } else { passage.shown.clone() };
        self.edits.push(Edit { before: before.map(said), after: after.map(said) });
    }

    fn relaid(&mut self, old: &Passage, new: &Passage) {
        if old.within == new.within {
            return;
        }
        match self.relaid.last_mut().filter(|last| (&last.before, &last.after) == (&old.within, &new.within)) {
            Some(last) => last.more += 1,
            None => self.relaid.push(Relaid {
                first: new.shown.clone(),
                more: 0,
                before: old.within.clone(),
                after: new.within.clone(),
            }),
        }
    }
}

/// Whether two sentences share at least half of their words.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let mut words: HashMap<&str, usize> = HashMap::new();
    let (mut length, mut shared) = (0, 0);
    for word in one.split_whitespace() {
        *words.entry(word).or_default() += 1;
        length += 1;
    }
    for word in other.split_whitespace() {
        length += 1;
        if let Some(count) = words.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 2;
        }
    }
    shared * 2 >= length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(texts: &[&str]) -> Vec<Passage> {
        let passage = |text: &&str| Passage { shown: (*text).into(), full: (*text).into(), ..Passage::default() };
        texts.iter().map(passage).collect()
    }

    #[test]
    fn a_reworded_sentence_stands_beside_what_it_was() {
        let before = passages(&["One.", "Walk for ten minutes after a run.", "Two."]);
        let after = passages(&["One.", "This is new.", "Walk for five minutes after a long run.", "Two."]);
        let told = compare(&before, &after);
        let edit = |before: Option<&str>, after: Option<&str>| Edit {
            before: before.map(Into::into),
            after: after.map(Into::into),
        };
        assert_eq!(
            told.edits,
            [
                edit(None, Some("This is new.")),
                edit(Some("Walk for ten minutes after a run."), Some("Walk for five minutes after a long run.")),
            ]
        );
        assert_eq!((told.words_added, told.words_removed), (5, 1));
    }

    #[test]
    fn long_texts_are_compared_without_hanging() {
        let texts = |range: &mut dyn Iterator<Item = usize>| -> Vec<Passage> {
            range.flat_map(|i| passages(&[&format!("Sentence {i}.")])).collect()
        };
        let (before, after) = (texts(&mut (0..IN_ORDER)), texts(&mut (1..=IN_ORDER).rev()));
        assert_eq!(compare(&before, &after).edits.len(), 1);
    }
}
