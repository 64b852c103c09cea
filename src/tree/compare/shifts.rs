//! Two versions of a tree → which answers now end elsewhere, and whether that is more or less urgent.
//!
//! Takes: two trees. Gives: [`Comparison`], with exact counts.
//! Never: lists paths, or hangs: beyond [`PRODUCT_LIMIT`](super::PRODUCT_LIMIT) states of both it says that it cannot tell.

use super::matching::{Matching, Side};
use super::product::{self, End, Ending, Given};
use crate::tree::model::Tree;
use crate::tree::states::{FUEL, LimitExceeded, Uses, View, conditions, graph};
use num_bigint::BigUint;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// What changed between two versions of a tree. A way is one way to answer every question that either version asks; answers
/// are told apart where either version tells them apart.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Ways whose answers both versions offer.
    pub ways: BigUint,
    /// Those of them that end elsewhere, or at the same outcome with another level.
    pub changed: BigUint,
    /// Those of them whose end is now less urgent.
    pub milder: BigUint,
    /// Those of them whose end is now more urgent.
    pub graver: BigUint,
    /// Ways besides, with an old answer that the new version of its question does not offer.
    pub gone: BigUint,
    /// What changed for whom: the milder ends first, the largest step down before the others.
    pub shifts: Vec<Shift>,
    /// For each side, by place: the question of the other side that is the same.
    pub questions: [Vec<Option<usize>>; 2],
    /// By place of the old question that has a partner: for each side, the option of the other side that is the same.
    pub options: BTreeMap<usize, [Vec<Option<usize>>; 2]>,
    /// Questions, by their place in both versions, whose answers cannot be held against each other: of another kind, or
    /// numbers of which neither row has all of the other's. Where they are asked, nobody can tell whose answers end elsewhere.
    pub unlike: Vec<[usize; 2]>,
}

/// Ways that ended in one place and now end in another.
#[derive(Clone, Debug)]
pub struct Shift {
    /// What it means for the reader.
    pub kind: ShiftKind,
    /// Where they ended and where they end.
    pub ends: [End; 2],
    /// How many ways.
    pub ways: BigUint,
    /// Few answers that show it, each question once: version (0 old, 1 new), question, answer.
    pub example: Vec<Given>,
    /// The places in the example after which the versions no longer ask the same, the old one ends and the new one ends, and of
    /// the earlier answers that decide there.
    pub turns: Vec<usize>,
}

/// What a shift means for the reader. In the order in which a reviewer should see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShiftKind {
    /// Less urgent by so many levels, largest step first.
    Milder(std::cmp::Reverse<usize>),
    /// Its answers are no longer offered.
    Gone,
    /// Nothing comes next any more.
    Lost,
    /// A question on the way takes answers of another kind, so that nobody can tell where it leads.
    Unlike,
    /// From or to another tree, so that it may be less urgent and cannot be told.
    Unknown,
    /// More urgent by so many levels.
    Graver(usize),
    /// Another end that is as urgent, or whose urgency cannot be compared.
    Elsewhere,
    /// The same end, with other pieces added.
    OtherPieces,
}

/// What a comparison knows of a tree beside its own file.
#[derive(Clone, Copy)]
pub struct AsRead<'a> {
    /// What a piece of an outcome says, by version, outcome and piece: pieces that say the same are the same.
    pub said: &'a dyn Fn(usize, usize, usize) -> String,
    /// Another tree, by version and what stands after `tree:`.
    pub other: &'a dyn Fn(usize, &str) -> OtherTree,
}

/// Another tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTree {
    /// Equal in both versions for what is the same tree.
    pub id: String,
    /// The mildest and the gravest level of its outcomes; `None` where nobody can tell.
    pub levels: Option<[String; 2]>,
}

/// Compares two versions. `None` where there are too many states to follow, or a version has no question.
pub fn compare(old: &Tree, new: &Tree) -> Option<Comparison> {
    let trees = [old, new];
    compare_as_read(
        old,
        new,
        AsRead {
            said: &|side, outcome, piece| trees[side].outcomes[outcome].also[piece].say.text.clone(),
            other: &|_, path| OtherTree { id: path.to_owned(), levels: None },
        },
    )
}

/// Compares two versions whose pieces are the same where they read alike, however they are written, and whose other trees are
/// known.
pub fn compare_as_read(old: &Tree, new: &Tree, read: AsRead<'_>) -> Option<Comparison> {
    if [old, new].iter().any(|tree| tree.start >= tree.questions.len()) {
        return None;
    }
    let fuel = Cell::new(FUEL);
    let parts = [old, new].map(|tree| (conditions(tree), graph(tree)));
    let view = |side: usize| {
        let (tree, (conditions, graph)) = ([old, new][side], &parts[side]);
        View::of(tree, conditions, graph, Uses::of_screens(tree, conditions, graph), &fuel)
    };
    let mut views = [view(0).ok()?, view(1).ok()?];
    let matching = Matching::of(old, new);
    fuel.set(FUEL / 3);
    let endings = product::endings(&views, &matching).or_else(|LimitExceeded| {
        // Single facts make too many states; what they leave of the conditions may make few.
        fuel.set(FUEL);
        views.iter_mut().try_for_each(View::merge)?;
        product::endings(&views, &matching)
    });
    let endings = endings.ok()?;

    let ranks = ranks(old, new);
    let mut out = Comparison::default();
    for (q, partner) in matching.questions[0].iter().enumerate() {
        out.unlike.extend(partner.filter(|_| !matching.alike(q)).map(|partner| [q, partner]));
    }
    for (ends, ending) in endings {
        match &ends {
            [_, End::NotOffered] => {
                out.gone += &ending.ways;
                out.shifts.push(Shift::of(ShiftKind::Gone, ends, ending, [old, new], &matching));
            }
            [_, End::OtherAnswers] => {
                out.shifts.push(Shift::of(ShiftKind::Unlike, ends, ending, [old, new], &matching));
            }
            _ => {
                out.ways += &ending.ways;
                let Some(kind) = shift([old, new], &matching, &ranks, read, &ends) else { continue };
                match kind {
                    ShiftKind::Milder(_) => out.milder += &ending.ways,
                    ShiftKind::Graver(_) => out.graver += &ending.ways,
                    _ => {}
                }
                if kind != ShiftKind::OtherPieces {
                    out.changed += &ending.ways;
                }
                out.shifts.push(Shift::of(kind, ends, ending, [old, new], &matching));
            }
        }
    }
    out.questions = matching.questions;
    out.options = matching.options;
    out.shifts.sort_by(|a, b| (a.kind, &b.ways, &a.ends).cmp(&(b.kind, &a.ways, &b.ends)));
    Some(out)
}

impl Shift {
    fn of(kind: ShiftKind, ends: [End; 2], ending: Ending, trees: [&Tree; 2], matching: &Matching) -> Shift {
        // Of two answers to one question the later, which is the closer one, at the place of the first.
        let mut place: BTreeMap<(Side, usize), usize> = BTreeMap::new();
        let mut example: Vec<Given> = Vec::new();
        for given in ending.example {
            let key = known_by(matching, given.0, given.1);
            match place.get(&key) {
                Some(earlier) => example[*earlier] = given,
                None => {
                    place.insert(key, example.len());
                    example.push(given);
                }
            }
        }
        let mut deciding = ending.turns;
        if kind == ShiftKind::OtherPieces {
            deciding
                .extend(trees.iter().zip(&ends).enumerate().flat_map(|(side, (tree, end))| looked_at(tree, side, end)));
        }
        let turns = deciding.iter().filter_map(|(side, q)| place.get(&known_by(matching, *side, *q)).copied());
        let turns: BTreeSet<usize> = turns.collect();
        Shift { kind, ends, ways: ending.ways, example, turns: turns.into_iter().collect() }
    }
}

/// The answers that decide which pieces are added at an end.
fn looked_at(tree: &Tree, side: Side, end: &End) -> Vec<(Side, usize)> {
    let End::Outcome(outcome, pieces) = end else { return Vec::new() };
    let whens = pieces.iter().filter_map(|piece| tree.outcomes[*outcome].also[*piece].when.as_ref());
    let entries = whens.flat_map(|when| when.any.iter().flatten());
    entries.flat_map(|entry| entry.questions(tree)).map(|question| (side, question)).collect()
}

/// A question by its new place, or by its old one where it has no new one.
fn known_by(matching: &Matching, side: Side, question: usize) -> (Side, usize) {
    match (side, matching.questions[side][question]) {
        (0, Some(new)) => (1, new),
        _ => (side, question),
    }
}

/// What it means to come to the second end instead of the first; `None` if they are the same.
fn shift(
    trees: [&Tree; 2],
    matching: &Matching,
    ranks: &BTreeMap<String, usize>,
    read: AsRead<'_>,
    ends: &[End; 2],
) -> Option<ShiftKind> {
    match ends {
        [End::Outcome(old, pieces), End::Outcome(new, others)] => {
            let [before, after] = [(0, *old), (1, *new)].map(|(side, outcome)| {
                let level = trees[side].levels.get(trees[side].outcomes[outcome].level)?;
                ranks.get(level).copied()
            });
            let same = matching.outcomes[0][*old] == Some(*new);
            match (before, after) {
                (Some(before), Some(after)) if before > after => {
                    Some(ShiftKind::Milder(std::cmp::Reverse(before - after)))
                }
                (Some(before), Some(after)) if before < after => Some(ShiftKind::Graver(after - before)),
                (before, after) if !same || before.is_some() != after.is_some() => Some(ShiftKind::Elsewhere),
                _ => {
                    let all = |side: usize, outcome: usize, pieces: &[usize]| -> Vec<String> {
                        pieces.iter().map(|piece| (read.said)(side, outcome, *piece)).collect()
                    };
                    (all(0, *old, pieces) != all(1, *new, others)).then_some(ShiftKind::OtherPieces)
                }
            }
        }
        [End::OtherTree(old), End::OtherTree(new)] if (read.other)(0, old).id == (read.other)(1, new).id => None,
        [old, new] if old == new => None,
        [_, End::Nowhere] => Some(ShiftKind::Lost),
        [old, new] => {
            let graded = trees.iter().any(|tree| tree.levels.len() > 1);
            let rank = |side: Side, end: &End, which: usize| -> Option<usize> {
                let level = match end {
                    End::Outcome(outcome, _) => trees[side].levels.get(trees[side].outcomes[*outcome].level)?.clone(),
                    End::OtherTree(path) => (read.other)(side, path).levels?[which].clone(),
                    End::Nowhere | End::NotOffered | End::OtherAnswers => return None,
                };
                ranks.get(&level).copied()
            };
            // Of the other tree the worst is looked at: where nobody was worse off before, and nobody is better off now.
            let as_urgent = rank(0, old, 1).zip(rank(1, new, 0)).is_some_and(|(before, after)| after >= before);
            Some(if as_urgent || !graded || *old == End::Nowhere { ShiftKind::Elsewhere } else { ShiftKind::Unknown })
        }
    }
}

/// How urgent each level is, as the old version has it: whoever turns the order around does not thereby make anything more
/// urgent. A level that only the new version has stands behind the one that it has before it; where both versions do not have
/// the others in one order, it has no place.
fn ranks(old: &Tree, new: &Tree) -> BTreeMap<String, usize> {
    let mut order: Vec<&String> = old.levels.iter().collect();
    let both = |from: &Tree, other: &Tree| -> Vec<String> {
        from.levels.iter().filter(|level| other.levels.contains(level)).cloned().collect()
    };
    if both(old, new) == both(new, old) {
        let mut next = 0;
        for level in &new.levels {
            match order.iter().position(|known| *known == level) {
                Some(at) => next = at + 1,
                None => {
                    order.insert(next, level);
                    next += 1;
                }
            }
        }
    }
    order.into_iter().enumerate().map(|(rank, level)| (level.clone(), rank)).collect()
}
