//! Sentences before and after → which changed, by how many words, and which stand elsewhere.
//!
//! Takes: passages of both versions. Gives: [`Sentences`]. Never: tells a heading, which is told by itself.

mod overturned;

use super::signs::{looks, named};
use crate::text::Passage;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{HashMap, HashSet};

pub use overturned::{Overturned, Turn};

/// A sentence that is not what it was. At least one of the two is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// As it was.
    pub before: Option<String>,
    /// As it is.
    pub after: Option<String>,
    /// Of a tree: the questions and outcomes in which it changed so; empty elsewhere.
    pub places: Vec<String>,
}

/// Sentences that say the same and stand elsewhere, or in something else, such as a list of another kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Relaid {
    /// The first of them.
    pub first: String,
    /// How many more follow.
    pub more: usize,
    /// Where they stood: `in a numbered list`, `under “First”`.
    pub before: String,
    /// Where they stand.
    pub after: String,
}

/// Changed sentences, and how many words came and went in them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sentences {
    pub(super) edits: Vec<Edit>,
    pub(super) relaid: Vec<Relaid>,
    pub(super) overturned: Vec<Overturned>,
    pub(super) words_added: usize,
    pub(super) words_removed: usize,
    /// Each passage beside what it was.
    pub(super) rows: Vec<Row>,
}

/// A passage of either version beside that of the other, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
    /// Whether both are the same.
    pub(super) same: bool,
}

/// Of more cells that changed their column alike no row is named.
const FEW: usize = 2;
/// Marks that are no words.
const MARKS: [&str; 4] = ["~~", "++", "==", "^"];
/// Longer texts are compared without regard to order, so that nothing hangs.
const IN_ORDER: usize = 4000;
/// Sentences of more words are taken as a whole.
const WORD_BY_WORD: usize = 2000;

/// Each passage beside what it was, in the order of the new version.
pub(super) fn aligned(before: &[Passage], after: &[Passage]) -> Vec<Row> {
    let (old, new) = (keys(before), keys(after));
    let mut rows = Vec::new();
    if old.len() + new.len() > IN_ORDER {
        let (gone, come) = (left_over(&old, &new), left_over(&new, &old));
        beside(before, after, &gone, &come, &mut rows);
        return rows;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let elsewhere = elsewhere([&old, &new], &ops);
    let (mut gone, mut come): (Vec<usize>, Vec<usize>) = Default::default();
    for op in ops {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            beside(before, after, &gone, &come, &mut rows);
            (gone, come) = Default::default();
            rows.extend((0..len).map(|i| Row { old: Some(old_index + i), new: Some(new_index + i), same: true }));
            continue;
        }
        // What stands elsewhere is no other text here.
        let (left, stayed): (Vec<usize>, Vec<usize>) = op.old_range().partition(|p| elsewhere[0].contains(p));
        rows.extend(left.into_iter().map(|p| Row { old: Some(p), new: None, same: false }));
        let (put, fresh): (Vec<usize>, Vec<usize>) = op.new_range().partition(|q| elsewhere[1].contains(q));
        rows.extend(put.into_iter().map(|q| Row { old: None, new: Some(q), same: false }));
        gone.extend(stayed);
        come.extend(fresh);
    }
    beside(before, after, &gone, &come, &mut rows);
    rows
}

/// Those that went from one place and came at another, in each version.
fn elsewhere(keys: [&[Key<'_>]; 2], ops: &[DiffOp]) -> [HashSet<usize>; 2] {
    let mut gone: HashMap<&Key<'_>, Vec<usize>> = HashMap::new();
    let changed = || ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    for p in changed().flat_map(|op| op.old_range()).rev() {
        gone.entry(&keys[0][p]).or_default().push(p);
    }
    let mut out: [HashSet<usize>; 2] = Default::default();
    for q in changed().flat_map(|op| op.new_range()) {
        if let Some(p) = gone.get_mut(&keys[1][q]).and_then(Vec::pop) {
            out[0].insert(p);
            out[1].insert(q);
        }
    }
    out
}

/// By what passages are the same: the level of a heading, and the text.
type Key<'a> = (Option<u8>, &'a str);

/// By what passages are the same.
fn keys(passages: &[Passage]) -> Vec<Key<'_>> {
    passages.iter().map(|p| (p.heading.as_ref().map(|(level, _)| *level), p.full.as_str())).collect()
}

/// What changed in the sentences. Headings are told by themselves.
pub(super) fn compare(before: &[Passage], after: &[Passage]) -> Sentences {
    let mut out = Sentences::default();
    let rows = aligned(before, after);
    let places = [before, after].map(|all| all.iter().map(|passage| passage.place.as_str()).collect::<HashSet<_>>());
    // A place that only one version has was named otherwise, and nothing went from it.
    let there = |place: &str| places.iter().all(|places| places.contains(place));
    let moved = moved(&rows, before, after);
    let same = rows.iter().filter(|row| row.same).filter_map(|row| row.old.zip(row.new));
    let columns = same.filter_map(|(p, q)| overturned::columns(&before[p], &after[q]));
    let columns = columns.fold(HashMap::new(), |mut out: HashMap<[String; 2], usize>, pair| {
        *out.entry(pair).or_default() += 1;
        out
    });
    for row in &rows {
        let is_text = |at: &usize, all: &[Passage]| all[*at].heading.is_none();
        match (row.old, row.new) {
            (Some(p), Some(q)) if row.same => {
                let (old, new) = (&before[p], &after[q]);
                let elsewhere = old.place != new.place && there(&old.place) && there(&new.place);
                if old.within != new.within || elsewhere {
                    let columns = overturned::columns(old, new).filter(|pair| columns[pair] > FEW);
                    let [was, is] = columns.unwrap_or_else(|| [spot(old, None), spot(new, None)]);
                    out.relaid(new, was, is);
                }
            }
            (old, new) => {
                let old = old.filter(|p| is_text(p, before));
                let new = new.filter(|q| is_text(q, after));
                if let (None, Some(q)) = (old, new)
                    && let Some(p) = moved.get(&q)
                {
                    let [was, is] = spots((before, *p), (after, q));
                    if was != is && !with_heading(&rows, (before, *p), (after, q)) {
                        out.relaid(&after[q], was, is);
                    }
                } else if new.is_some() || old.is_some_and(|p| !moved.values().any(|from| *from == p)) {
                    out.push(old.map(|p| &before[p]), new.map(|q| &after[q]));
                }
            }
        }
    }
    let mut out = out.grouped();
    out.overturned = overturned::compare((before, after), &rows, &moved, |p, q| spots((before, p), (after, q)));
    out.rows = rows;
    out
}

/// Whether a passage stands elsewhere since the heading above it does, under which it stood.
fn with_heading(rows: &[Row], (before, p): (&[Passage], usize), (after, q): (&[Passage], usize)) -> bool {
    let above = |all: &[Passage], at: usize| {
        let heading = (0..at).rev().find(|at| all[*at].heading.is_some())?;
        (all[heading].place == all[at].place).then_some(heading)
    };
    let Some((was, is)) = above(before, p).zip(above(after, q)) else { return false };
    let is_alone = rows.iter().any(|row| row.new == Some(is) && row.old.is_none());
    let level = |passage: &Passage| passage.heading.as_ref().map(|(level, _)| *level);
    is_alone && before[was].shown == after[is].shown && level(&before[was]) == level(&after[is])
}

/// All that a new text says, its headings too.
pub(super) fn all_new(passages: &[Passage]) -> Vec<Edit> {
    let edit = |passage: &Passage| Edit {
        before: None,
        after: Some(match &passage.heading {
            Some((level, _)) => format!("{} {}", "#".repeat(usize::from(*level)), passage.shown),
            None => passage.shown.clone(),
        }),
        places: Some(passage.place.clone()).filter(|place| !place.is_empty()).into_iter().collect(),
    };
    passages.iter().map(edit).collect()
}

/// Passages that are gone from one place and stand at another, by their new place: from where.
fn moved(rows: &[Row], before: &[Passage], after: &[Passage]) -> HashMap<usize, usize> {
    let mut gone: HashMap<&str, Vec<usize>> = HashMap::new();
    for p in rows.iter().rev().filter(|row| row.new.is_none()).filter_map(|row| row.old) {
        gone.entry(before[p].full.as_str()).or_default().push(p);
    }
    let come = rows.iter().filter(|row| row.old.is_none()).filter_map(|row| row.new);
    come.filter(|q| after[*q].heading.is_none())
        .filter_map(|q| {
            let from = gone.get_mut(after[q].full.as_str())?.pop()?;
            before[from].heading.is_none().then_some((q, from))
        })
        .collect()
}

/// Where a passage stands in both versions, in words that differ.
fn spots((before, p): (&[Passage], usize), (after, q): (&[Passage], usize)) -> [String; 2] {
    let heading = |all: &[Passage], at: usize| {
        let here = all[..at].iter().rev().take_while(|passage| passage.place == all[at].place);
        here.into_iter().find(|passage| passage.heading.is_some()).map(|passage| passage.shown.clone())
    };
    let [was, is] = [(before, p), (after, q)].map(|(all, at)| spot(&all[at], heading(all, at)));
    if was != is {
        return [was, is];
    }
    let behind = |all: &[Passage], at: usize| match at.checked_sub(1) {
        Some(above) => format!("behind “{}”", all[above].shown),
        None => "first".to_owned(),
    };
    let before_what = |all: &[Passage], at: usize| match all.get(at + 1) {
        Some(below) => format!("before “{}”", below.shown),
        None => "last".to_owned(),
    };
    // What stands above it may have moved with it.
    let said: [&dyn Fn(&[Passage], usize) -> String; 2] = [&behind, &before_what];
    let found = said.iter().map(|said| [said(before, p), said(after, q)]).find(|[was, is]| was != is);
    found.unwrap_or_else(|| [p, q].map(|at| format!("as line {} of the text", at + 1)))
}

/// In what a passage stands, in words.
fn spot(passage: &Passage, heading: Option<String>) -> String {
    let parts = [&passage.place, &passage.within].map(|part| Some(part.clone()).filter(|part| !part.is_empty()));
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let parts: Vec<String> =
        parts.iter().map(|part| part.replace("the title of a box in a box", "the title of a box")).collect();
    let card = if passage.card.is_empty() { String::new() } else { format!(" ({})", passage.card) };
    let within = if parts.is_empty() { String::new() } else { format!("in {}{card}", parts.join(", in ")) };
    match heading {
        Some(heading) if within.is_empty() => format!("under “{heading}”"),
        Some(heading) => format!("{within} under “{heading}”"),
        None if within.is_empty() => "in the text itself".to_owned(),
        None => within,
    }
}

/// Those of one list that the other does not have as often, by their places.
pub(super) fn left_over<T: Eq + std::hash::Hash>(from: &[T], others: &[T]) -> Vec<usize> {
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
            one.heading.is_some() == other.heading.is_some() && alike(&unmarked(&one.shown), &unmarked(&other.shown))
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
            let text = unmarked(passage.map_or("", |passage| &passage.shown));
            text.split_whitespace().map(str::to_owned).collect()
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
        // Two sentences that look alike are told apart by the names of signs that nobody sees.
        let alike = before.zip(after).is_some_and(|(before, after)| {
            let (before, after) = (said(before), said(after));
            before != after && looks(&before) == looks(&after)
        });
        let said = |passage: &Passage| if alike { named(&said(passage)) } else { said(passage) };
        let place = after.or(before).map(|passage| passage.place.clone()).filter(|place| !place.is_empty());
        let places = place.into_iter().collect();
        self.edits.push(Edit { before: before.map(said), after: after.map(said), places });
    }

    fn relaid(&mut self, passage: &Passage, before: String, after: String) {
        match self.relaid.iter_mut().find(|other| (&other.before, &other.after) == (&before, &after)) {
            Some(last) => last.more += 1,
            None => self.relaid.push(Relaid { first: passage.shown.clone(), more: 0, before, after }),
        }
    }

    /// Changes that are the same at several places of a tree as one.
    fn grouped(mut self) -> Sentences {
        let mut known: HashMap<(Option<String>, Option<String>), usize> = HashMap::new();
        let mut edits: Vec<Edit> = Vec::with_capacity(self.edits.len());
        for edit in self.edits {
            let key = (edit.before.clone(), edit.after.clone());
            match known.get(&key).filter(|_| !edit.places.is_empty()) {
                Some(at) => edits[*at].places.extend(edit.places),
                None => {
                    known.insert(key, edits.len());
                    edits.push(edit);
                }
            }
        }
        self.edits = edits;
        self
    }
}

/// The words of a text alone.
fn unmarked(text: &str) -> String {
    MARKS.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""))
}

/// Whether two sentences share at least half of their words.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let mut words: HashMap<&str, usize> = HashMap::new();
    let (mut length, mut shared) = (0, 0);
    for word in bare(one) {
        *words.entry(word).or_default() += 1;
        length += 1;
    }
    for word in bare(other) {
        length += 1;
        if let Some(count) = words.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            shared += 2;
        }
    }
    shared * 2 >= length
}

/// The words of a text without the signs around them.
fn bare(text: &str) -> impl Iterator<Item = &str> {
    let bare = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    bare.filter(|word| !word.is_empty())
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
            ..Edit::default()
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
