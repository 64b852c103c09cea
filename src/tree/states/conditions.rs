//! Every condition of a tree, taken apart into facts about single questions.
//!
//! Takes: a tree. Gives: [`Conditions`]: facts, each once, what adds up of them, and every `when` in terms of both; the runs of
//! numbers that no matcher tells apart.
//! Never: asks which paths there are.

use crate::tree::model::{Entry, Kind, Matcher, RuleKind, Sum, Ticks, Tree, When, steps};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Something that may be true of the answer to a question. Of a question that has not been asked it is false.
#[derive(Clone, Debug)]
pub(in crate::tree) struct Fact {
    pub(in crate::tree) question: usize,
    pub(in crate::tree) matcher: Matcher,
}

/// A `when`: all atoms of one of the lists hold. In the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) struct Condition {
    /// Its number: conditions that say the same have the same.
    pub(in crate::tree) id: usize,
    pub(in crate::tree) lists: Rc<[Vec<Atom>]>,
}

/// What a condition is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tree) enum Atom {
    /// A fact, by its number.
    Fact(usize),
    /// A comparison, by its number.
    Compared(usize),
}

/// Facts that add up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) struct Total {
    /// What it is where none of them is true.
    pub(in crate::tree) zero: i128,
    /// Facts that must all be true, and what they add.
    pub(in crate::tree) parts: Vec<(Vec<usize>, i128)>,
}

/// A total that is within ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) struct Comparison {
    pub(in crate::tree) total: usize,
    pub(in crate::tree) ranges: Vec<(i128, i128)>,
}

impl Comparison {
    /// Whether the total is within the ranges, where `holds` says which facts are true.
    pub(in crate::tree) fn holds(&self, total: &Total, holds: impl Fn(&usize) -> bool) -> bool {
        let added = total.parts.iter().filter(|(facts, _)| facts.iter().all(&holds));
        steps::contains(&self.ranges, total.zero + added.map(|(_, steps)| steps).sum::<i128>())
    }
}

/// The conditions of a tree.
#[derive(Default)]
pub(in crate::tree) struct Conditions {
    pub(in crate::tree) facts: Vec<Fact>,
    pub(in crate::tree) totals: Vec<Total>,
    pub(in crate::tree) comparisons: Vec<Comparison>,
    /// By number.
    pub(in crate::tree) all: Vec<Condition>,
    /// By question and rule.
    pub(in crate::tree) next: Vec<Vec<Condition>>,
    /// By outcome and piece.
    pub(in crate::tree) also: Vec<Vec<Condition>>,
    /// By safety rule: what must have been answered, or the answers meant.
    pub(in crate::tree) rules: Vec<Option<Condition>>,
    /// By question: of numbers, the runs that no matcher tells apart.
    pub(in crate::tree) runs: Vec<Vec<(i128, i128)>>,
}

impl Conditions {
    /// The facts that a condition looks at.
    pub(in crate::tree) fn facts_of<'a>(&'a self, condition: &'a Condition) -> impl Iterator<Item = usize> + 'a {
        condition.lists.iter().flatten().flat_map(|atom| {
            let (one, several) = match atom {
                Atom::Fact(fact) => (Some(*fact), None),
                Atom::Compared(comparison) => (None, Some(&self.totals[self.comparisons[*comparison].total])),
            };
            one.into_iter()
                .chain(several.into_iter().flat_map(|total| &total.parts).flat_map(|(facts, _)| facts).copied())
        })
    }
}

/// Takes every condition apart.
pub(in crate::tree) fn conditions(tree: &Tree) -> Conditions {
    let mut known = Known {
        tree,
        out: Conditions::default(),
        facts: BTreeMap::new(),
        totals: BTreeMap::new(),
        comparisons: BTreeMap::new(),
        conditions: BTreeMap::new(),
    };
    let next =
        tree.questions.iter().map(|q| q.next.iter().map(|r| known.condition(r.when.as_ref())).collect()).collect();
    let also =
        tree.outcomes.iter().map(|o| o.also.iter().map(|a| known.condition(a.when.as_ref())).collect()).collect();
    let rules = tree
        .rules
        .iter()
        .map(|rule| match &rule.kind {
            RuleKind::PathsTo { must_answer, .. } => must_answer.as_ref().map(|when| known.condition(Some(when))),
            RuleKind::PathsWith { when, .. } => Some(known.condition(Some(when))),
            RuleKind::Pairs { .. } | RuleKind::Broken => None,
        })
        .collect();
    let runs = runs(tree, &known.out.facts);
    Conditions { next, also, rules, runs, ..known.out }
}

struct Known<'a> {
    tree: &'a Tree,
    out: Conditions,
    facts: BTreeMap<(usize, Matcher), usize>,
    totals: BTreeMap<Total, usize>,
    comparisons: BTreeMap<Comparison, usize>,
    conditions: BTreeMap<Rc<[Vec<Atom>]>, usize>,
}

impl Known<'_> {
    /// No `when` is always true, and one that could not be read never.
    fn condition(&mut self, when: Option<&When>) -> Condition {
        let lists: Vec<Vec<Atom>> = match when {
            None => vec![Vec::new()],
            Some(when) => when.any.iter().map(|list| list.iter().map(|entry| self.atom(entry)).collect()).collect(),
        };
        let lists: Rc<[Vec<Atom>]> = if when.is_some_and(|when| when.broken) { Rc::from([]) } else { lists.into() };
        let next = self.out.all.len();
        let id = *self.conditions.entry(Rc::clone(&lists)).or_insert(next);
        let condition = Condition { id, lists };
        if id == next {
            self.out.all.push(condition.clone());
        }
        condition
    }

    fn atom(&mut self, entry: &Entry) -> Atom {
        match entry {
            Entry::Answer { question, matcher, .. } => Atom::Fact(self.fact(*question, matcher)),
            Entry::Sum { of, ranges, .. } => {
                let total = self.total(self.tree.sum(of));
                let total = number(&mut self.totals, &mut self.out.totals, total);
                let comparison = Comparison { total, ranges: ranges.clone() };
                Atom::Compared(number(&mut self.comparisons, &mut self.out.comparisons, comparison))
            }
        }
    }

    /// Ticks that give the same points are told apart by their number only.
    fn total(&mut self, sum: &Sum) -> Total {
        let mut parts = Vec::new();
        let mut alike: BTreeMap<(usize, i128), Vec<usize>> = BTreeMap::new();
        for part in &sum.parts {
            match part.all.as_slice() {
                [(question, Matcher::Ticks(Ticks::Hit(options)))] if options.len() == 1 => {
                    alike.entry((*question, part.steps)).or_default().extend(options);
                }
                [(question, Matcher::Options(options))] => {
                    alike.entry((*question, part.steps)).or_default().extend(options);
                }
                all => {
                    let facts = all.iter().map(|(question, matcher)| self.fact(*question, matcher)).collect();
                    parts.push((facts, part.steps));
                }
            }
        }
        for ((question, steps), options) in alike {
            if self.tree.questions[question].kind == Kind::One {
                // Of one answer, one counts.
                let mut times: BTreeMap<usize, i128> = BTreeMap::new();
                options.iter().for_each(|option| *times.entry(*option).or_default() += 1);
                for number in times.values().copied().collect::<BTreeSet<i128>>() {
                    let these = times.iter().filter(|(_, times)| **times == number).map(|(option, _)| *option);
                    let fact = self.fact(question, &Matcher::Options(these.collect()));
                    parts.push((vec![fact], steps * number));
                }
                continue;
            }
            let (once, more) = apart(options);
            for least in 1..=once.len() {
                let ticks = match least {
                    1 => Ticks::Hit(once.clone()),
                    _ => Ticks::Count(once.clone(), vec![(least as i128, once.len() as i128)]),
                };
                parts.push((vec![self.fact(question, &Matcher::Ticks(ticks))], steps));
            }
            for option in more {
                parts.push((vec![self.fact(question, &Matcher::Ticks(Ticks::Hit(vec![option])))], steps));
            }
        }
        Total { zero: sum.row.zero, parts }
    }

    fn fact(&mut self, question: usize, matcher: &Matcher) -> usize {
        let facts = &mut self.out.facts;
        *self.facts.entry((question, matcher.clone())).or_insert_with(|| {
            facts.push(Fact { question, matcher: matcher.clone() });
            facts.len() - 1
        })
    }
}

/// Options, each once and in order; and those that stand there more often, as often as they do.
fn apart(options: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut once = BTreeSet::new();
    let more = options.into_iter().filter(|option| !once.insert(*option)).collect();
    (once.into_iter().collect(), more)
}

/// The number of something in a list, where it is put if it is not there.
fn number<T: Ord + Clone>(known: &mut BTreeMap<T, usize>, list: &mut Vec<T>, item: T) -> usize {
    *known.entry(item).or_insert_with_key(|item| {
        list.push(item.clone());
        list.len() - 1
    })
}

/// The ranges of a matcher never touch, so each of its ends is a place where it tells two neighbours apart.
fn runs(tree: &Tree, facts: &[Fact]) -> Vec<Vec<(i128, i128)>> {
    let mut starts: Vec<Vec<i128>> = vec![vec![0]; tree.questions.len()];
    for fact in facts {
        if let Matcher::Steps(ranges) = &fact.matcher {
            starts[fact.question].extend(ranges.iter().flat_map(|(from, to)| [*from, to + 1]));
        }
    }
    let rows = tree.questions.iter().zip(starts);
    rows.map(|(question, mut starts)| {
        let Kind::Number(row) = &question.kind else { return Vec::new() };
        starts.retain(|start| *start <= row.last_step());
        starts.sort_unstable();
        starts.dedup();
        let ends = starts[1..].iter().map(|next| next - 1).chain([row.last_step()]);
        starts.iter().zip(ends).flat_map(|(from, to)| steps::range(*from, to)).collect()
    })
    .collect()
}
