//! What a safety rule claims → whether one claim follows from another.
//!
//! Takes: rules, and what is the same in both versions of a tree. Gives: [`Claim`]s in terms of the new tree, and [`implies`].
//! Never: says that one follows from another unless that is sure. What an old rule names and the new tree has no more is kept as a
//! name that nothing has where the rule demands it, and left out where the rule only speaks of it.

use super::matching::{Matching, Side};
use crate::tree::model::{
    Counting, Decimal, Ends, Entry, Kind, Matcher, NumberKind, RuleKind, Ticks, Tree, When, skip_fits, steps, ticks_fit,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a rule claims, in terms of the new tree.
pub(super) enum Claim {
    To {
        ends: Reach,
        ask: BTreeSet<usize>,
        answer: Option<Condition>,
        within: Option<u32>,
    },
    With {
        when: Condition,
        reach: Option<Reach>,
        not: Option<Reach>,
    },
    /// By question: the options from the mildest to the worst.
    Pairs(BTreeMap<usize, Vec<usize>>),
}

/// Outcomes by their level or one by one.
pub(super) enum Reach {
    /// The names of levels, and those that its version has.
    Levels(BTreeSet<String>, BTreeSet<String>),
    Outcomes(BTreeSet<usize>),
}

/// Any of these lists holds whole.
type Condition = Vec<Vec<Wanted>>;

/// What must have been answered to one question.
pub(super) struct Wanted {
    question: usize,
    fits: Fits,
}

/// Answers that fit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Fits {
    Options(BTreeSet<usize>),
    Ticks(Ticks),
    Numbers(Vec<(Decimal, Decimal)>),
    /// What answers add up to: what each adds, in order, and the sums that fit.
    Sum(Vec<Part>, Vec<(Decimal, Decimal)>),
    /// Nobody can tell which.
    Unclear,
}

/// What must have been answered, and what it adds.
type Part = (Vec<(usize, Fits)>, i128);

/// Conditions on more options than this are not tried.
const TRIED: usize = 14;

/// How what a rule of either version names is called in the new tree.
pub(super) struct Names<'a> {
    pub(super) trees: [&'a Tree; 2],
    pub(super) matching: &'a Matching,
}

/// What becomes of a name that the new tree does not have.
type Kept = fn(usize) -> Option<usize>;

/// Whether the second claim holds wherever the first does, as far as is sure.
pub(super) fn implies(tree: &Tree, one: &Claim, other: &Claim) -> bool {
    match (one, other) {
        (
            Claim::To { ends, ask, answer, within },
            Claim::To { ends: fewer, ask: asked, answer: answered, within: longer },
        ) => {
            among(tree, fewer, ends)
                && asked.is_subset(ask)
                && answered
                    .as_ref()
                    .is_none_or(|wider| answer.as_ref().is_some_and(|answer| follows(tree, answer, wider)))
                && longer.is_none_or(|longer| within.is_some_and(|within| within <= longer))
        }
        (Claim::With { when, reach, not }, Claim::With { when: narrower, reach: wider, not: fewer }) => {
            follows(tree, narrower, when)
                && wider.as_ref().is_none_or(|wider| reach.as_ref().is_some_and(|reach| among(tree, reach, wider)))
                && fewer.as_ref().is_none_or(|fewer| not.as_ref().is_some_and(|not| among(tree, fewer, not)))
        }
        (Claim::Pairs(orders), Claim::Pairs(fewer)) => {
            fewer.iter().all(|(question, order)| orders.get(question) == Some(order))
        }
        _ => false,
    }
}

/// Whether all of the first are among the second. A level that only one version has is looked at by nobody.
fn among(tree: &Tree, one: &Reach, other: &Reach) -> bool {
    match (one, other) {
        (Reach::Levels(one, known), Reach::Levels(other, also)) => one
            .iter()
            .filter(|level| known.contains(*level) && also.contains(*level))
            .all(|level| other.contains(level)),
        (Reach::Outcomes(one), Reach::Outcomes(other)) => one.is_subset(other),
        (Reach::Levels(levels, known), Reach::Outcomes(other)) => (0..tree.outcomes.len())
            .all(|o| !levels.contains(level(tree, o)) || !known.contains(level(tree, o)) || other.contains(&o)),
        (Reach::Outcomes(one), Reach::Levels(levels, known)) => one.iter().all(|o| {
            *o < tree.outcomes.len() && (!known.contains(level(tree, *o)) || levels.contains(level(tree, *o)))
        }),
    }
}

fn level(tree: &Tree, outcome: usize) -> &str {
    tree.levels.get(tree.outcomes[outcome].level).map(String::as_str).unwrap_or_default()
}

/// Whether the second condition holds wherever the first does.
fn follows(tree: &Tree, one: &Condition, other: &Condition) -> bool {
    let within = |list: &Vec<Wanted>, wider: &Vec<Wanted>| {
        wider
            .iter()
            .all(|wanted| list.iter().any(|given| given.question == wanted.question && narrower(tree, given, wanted)))
    };
    one.iter().all(|list| other.iter().any(|wider| within(list, wider)))
}

fn narrower(tree: &Tree, one: &Wanted, other: &Wanted) -> bool {
    match (&one.fits, &other.fits) {
        (Fits::Options(one), Fits::Options(other)) => one.is_subset(other),
        (Fits::Numbers(one), Fits::Numbers(other)) => numbers_among(one, other),
        (Fits::Sum(parts, one), Fits::Sum(others, other)) => {
            let clear = |(all, _): &Part| all.iter().all(|(_, fits)| *fits != Fits::Unclear);
            parts == others && parts.iter().all(clear) && numbers_among(one, other)
        }
        (Fits::Ticks(narrow), Fits::Ticks(wide)) => narrow == wide || ticks_follow(tree, one.question, narrow, wide),
        _ => false,
    }
}

fn numbers_among(one: &[(Decimal, Decimal)], other: &[(Decimal, Decimal)]) -> bool {
    one.iter().all(|(from, to)| other.iter().any(|(first, last)| first <= from && to <= last))
}

/// Whether ticks that fit the first fit the second, tried with every set of the options that either names.
fn ticks_follow(tree: &Tree, question: usize, one: &Ticks, other: &Ticks) -> bool {
    let mut named = BTreeSet::new();
    [one, other].into_iter().for_each(|ticks| options_of(ticks, &mut named));
    let named: Vec<usize> = named.into_iter().collect();
    let asked = tree.questions.get(question);
    if named.len() > TRIED {
        return false;
    }
    let skip = asked.and_then(|question| question.skip);
    let alone = |option: &usize| asked.is_some_and(|question| question.stands_alone(*option));
    let all = asked.map_or(usize::MAX, |question| question.options.len());
    (0..1u32 << named.len()).all(|set| {
        let ticked: Vec<usize> = (0..named.len()).filter(|i| set >> i & 1 == 1).map(|i| named[i]).collect();
        // `none` stands alone, and so does what leaves the question out; and something is ticked.
        let beside_none = ticked.iter().any(alone) && ticked.len() > 1;
        let nothing = ticked.is_empty() && named.len() == all;
        let possible = !beside_none && !nothing;
        if let (Some(skip), [only]) = (skip, ticked.as_slice())
            && skip == *only
        {
            return !skip_fits(one, skip) || skip_fits(other, skip);
        }
        let hit = |options: &[usize]| options.iter().any(|option| ticked.contains(option));
        !possible || !ticks_fit(one, &hit) || ticks_fit(other, &hit)
    })
}

/// As deep as YAML may nest, so at most 64.
fn options_of(ticks: &Ticks, out: &mut BTreeSet<usize>) {
    match ticks {
        Ticks::Hit(options) => out.extend(options),
        Ticks::Not(part) => options_of(part, out),
        Ticks::Any(parts) => parts.iter().for_each(|part| options_of(part, out)),
        Ticks::All(options) | Ticks::Count(options, _) => out.extend(options),
    }
}

impl Names<'_> {
    /// What a rule of a version claims of the new tree; `None` if it could not be read.
    pub(super) fn claim(&self, side: Side, kind: &RuleKind) -> Option<Claim> {
        Some(match kind {
            RuleKind::PathsTo { ends, must_ask, must_answer, within } => Claim::To {
                ends: self.reach(side, ends, spoken),
                ask: must_ask.iter().map(|q| self.question(side, *q)).collect(),
                answer: must_answer.as_ref().map(|when| self.condition(side, when, demanded)),
                within: *within,
            },
            RuleKind::PathsWith { when, must_reach, must_not_reach } => Claim::With {
                when: self.condition(side, when, spoken),
                reach: must_reach.as_ref().map(|ends| self.reach(side, ends, demanded)),
                not: must_not_reach.as_ref().map(|ends| self.reach(side, ends, spoken)),
            },
            RuleKind::Pairs { orders } => {
                let there = |question: usize, option: usize| match (side, self.matching.options.get(&question)) {
                    (0, options) => options.and_then(|options| options[0][option]).unwrap_or(usize::MAX),
                    _ => option,
                };
                let order = |(question, options): &(usize, Vec<usize>)| {
                    (self.question(side, *question), options.iter().map(|o| there(*question, *o)).collect())
                };
                Claim::Pairs(orders.iter().map(order).collect())
            }
            RuleKind::Broken => return None,
        })
    }

    fn question(&self, side: Side, question: usize) -> usize {
        let there = if side == 0 { self.matching.questions[0][question] } else { Some(question) };
        there.unwrap_or(self.trees[1].questions.len() + question)
    }

    fn reach(&self, side: Side, ends: &Ends, kept: Kept) -> Reach {
        let levels = &self.trees[side].levels;
        let named = |wanted: &dyn Fn(usize) -> bool| {
            let among = levels.iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, level)| level.clone());
            Reach::Levels(among.collect(), levels.iter().cloned().collect())
        };
        match ends {
            Ends::Level(level) => named(&|at| at == *level),
            Ends::LevelBelow(level) => named(&|at| at < *level),
            Ends::LevelAtLeast(level) => named(&|at| at >= *level),
            Ends::Outcomes(outcomes) => {
                let missing = self.trees[1].outcomes.len();
                let there = |o: usize| if side == 0 { self.matching.outcomes[0][o] } else { Some(o) };
                Reach::Outcomes(outcomes.iter().filter_map(|o| there(*o).or_else(|| kept(missing + *o))).collect())
            }
        }
    }

    fn condition(&self, side: Side, when: &When, kept: Kept) -> Condition {
        let wanted = |entry: &Entry| match entry {
            _ if when.broken => Wanted { question: SUM, fits: Fits::Unclear },
            Entry::Answer { question, matcher, .. } => {
                Wanted { question: self.question(side, *question), fits: self.fits(side, *question, matcher, kept) }
            }
            Entry::Sum { of, ranges, .. } => {
                let sum = self.trees[side].sum(of);
                let answered =
                    |(q, matcher): &(usize, Matcher)| (self.question(side, *q), self.fits(side, *q, matcher, kept));
                let part = |part: &Counting| (part.all.iter().map(answered).collect(), part.steps * sum.row.step);
                let mut parts: Vec<Part> = sum.parts.iter().map(part).collect();
                parts.sort();
                let row = sum.row.numbers(None);
                let ranges = ranges.iter().map(|(from, to)| (row.number(*from), row.number(*to)));
                Wanted { question: SUM, fits: Fits::Sum(parts, ranges.collect()) }
            }
        };
        when.any.iter().map(|list| list.iter().map(wanted).collect()).collect()
    }

    fn fits(&self, side: Side, question: usize, matcher: &Matcher, kept: Kept) -> Fits {
        let partner = self.matching.questions[side][question];
        let both = partner.map(|partner| if side == 0 { [question, partner] } else { [partner, question] });
        if both.is_some_and(|[old, _]| !self.matching.alike(old)) {
            return Fits::Unclear;
        }
        match matcher {
            Matcher::Steps(ranges) => self.numbers([question, side], both, ranges),
            matcher => {
                let missing = both.map_or(0, |[_, new]| self.trees[1].questions[new].options.len());
                let there = |o: usize| match (side, both) {
                    (0, Some([old, _])) => self.matching.options.get(&old).and_then(|options| options[0][o]),
                    (0, None) => None,
                    _ => Some(o),
                };
                let found = |o: usize| there(o).or_else(|| kept(missing + o));
                match matcher {
                    Matcher::Options(chosen) => Fits::Options(chosen.iter().filter_map(|o| found(*o)).collect()),
                    Matcher::Ticks(ticks) => Fits::Ticks(carried_ticks(ticks, &found)),
                    Matcher::Steps(_) => Fits::Unclear,
                }
            }
        }
    }

    /// Of numbers only those that both versions take: what is only taken by one says nothing of what a rule claims.
    fn numbers(&self, [question, side]: [usize; 2], both: Option<[usize; 2]>, ranges: &[(i128, i128)]) -> Fits {
        let Kind::Number(own) = &self.trees[side].questions[question].kind else { return Fits::Unclear };
        let asked = &self.trees[side].questions[question];
        if asked.skipped_step().is_some_and(|step| steps::contains(ranges, step)) {
            return Fits::Unclear;
        }
        let (mut first, mut last) = (own.number(0), own.number(own.last_step()));
        if let Some([old, new]) = both {
            let rows = [&self.trees[0].questions[old].kind, &self.trees[1].questions[new].kind];
            let [Kind::Number(old), Kind::Number(new)] = rows else { return Fits::Unclear };
            let unit = |row: &NumberKind| row.unit.as_ref().map(|unit| unit.text.clone());
            if unit(old) != unit(new) {
                return Fits::Unclear;
            }
            first = old.number(0).max(new.number(0));
            last = old.number(old.last_step()).min(new.number(new.last_step()));
        }
        let clipped = |(from, to): &(i128, i128)| (own.number(*from).max(first), own.number(*to).min(last));
        Fits::Numbers(ranges.iter().map(clipped).filter(|(from, to)| from <= to).collect())
    }
}

/// The place of a question that a sum does not have.
const SUM: usize = usize::MAX;

/// What the new tree has no more is left out.
fn spoken(_: usize) -> Option<usize> {
    None
}

/// What the new tree has no more is a name that nothing has.
fn demanded(missing: usize) -> Option<usize> {
    Some(missing)
}

/// As deep as YAML may nest, so at most 64.
fn carried_ticks(ticks: &Ticks, found: &dyn Fn(usize) -> Option<usize>) -> Ticks {
    let carried = |options: &[usize]| {
        let mut options: Vec<usize> = options.iter().filter_map(|o| found(*o)).collect();
        options.sort_unstable();
        options
    };
    match ticks {
        Ticks::Hit(options) => Ticks::Hit(carried(options)),
        Ticks::All(options) => Ticks::All(carried(options)),
        Ticks::Count(of, counts) => Ticks::Count(carried(of), counts.clone()),
        Ticks::Not(part) => Ticks::Not(Box::new(carried_ticks(part, found))),
        Ticks::Any(parts) => Ticks::Any(parts.iter().map(|part| carried_ticks(part, found)).collect()),
    }
}
