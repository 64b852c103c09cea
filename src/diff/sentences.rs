//! Sentences before and after → which changed, and by how many words.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// A sentence that is not what it was. At least one of the two is there.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
}

/// Changed sentences, and how many words came and went in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sentences {
    pub(super) edits: Vec<Edit>,
    pub(super) words_added: usize,
    pub(super) words_removed: usize,
}

/// Longer texts are compared without regard to order, so that nothing hangs.
const IN_ORDER: usize = 4000;
/// Sentences of more words are taken as a whole.
const WORD_BY_WORD: usize = 2000;

pub(super) fn compare(before: &[String], after: &[String]) -> Sentences {
    let mut out = Sentences::default();
    if before.len() + after.len() > IN_ORDER {
        let (gone, come) = (left_over(before, after), left_over(after, before));
        out.replaced(&gone, &come);
        return out;
    }
    let (mut gone, mut come): (Vec<&str>, Vec<&str>) = Default::default();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        if let DiffOp::Equal { .. } = op {
            out.replaced(&gone, &come);
            (gone, come) = Default::default();
            continue;
        }
        gone.extend(before[op.old_range()].iter().map(String::as_str));
        come.extend(after[op.new_range()].iter().map(String::as_str));
    }
    out.replaced(&gone, &come);
    out
}

/// Those of one list that the other does not have as often.
fn left_over<'a>(from: &'a [String], others: &[String]) -> Vec<&'a str> {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for sentence in others {
        *there.entry(sentence).or_default() += 1;
    }
    let unmatched = from.iter().map(String::as_str).filter(|sentence| match there.get_mut(sentence) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    unmatched.collect()
}

impl Sentences {
    /// Some sentences stand in the place of others: each new one beside the old one that it is most like, in order.
    fn replaced(&mut self, gone: &[&str], come: &[&str]) {
        let mut next = 0;
        for old in gone {
            let near = (next..come.len()).find(|at| alike(old, come[*at]));
            match near {
                Some(at) => {
                    come[next..at].iter().for_each(|new| self.push(None, Some(new)));
                    self.push(Some(old), Some(come[at]));
                    next = at + 1;
                }
                None => self.push(Some(old), None),
            }
        }
        come[next..].iter().for_each(|new| self.push(None, Some(new)));
    }

    fn push(&mut self, before: Option<&str>, after: Option<&str>) {
        let split = |text: Option<&str>| text.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let (old, new): (Vec<String>, Vec<String>) = (split(before), split(after));
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
        self.edits.push(Edit { before: before.map(str::to_owned), after: after.map(str::to_owned) });
    }
}

/// Whether two sentences share at least half of their words.
fn alike(one: &str, other: &str) -> bool {
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

    #[test]
    fn a_reworded_sentence_stands_beside_what_it_was() {
        let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        let before = texts(&["One.", "Walk for ten minutes after a run.", "Two."]);
        let after = texts(&["One.", "This is new.", "Walk for five minutes after a long run.", "Two."]);
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
        let before: Vec<String> = (0..IN_ORDER).map(|i| format!("Sentence {i}.")).collect();
        let after: Vec<String> = (1..=IN_ORDER).rev().map(|i| format!("Sentence {i}.")).collect();
        assert_eq!(compare(&before, &after).edits.len(), 1);
    }
}
