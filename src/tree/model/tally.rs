//! How many of some options are ticked, over many sets at once.
//!
//! Takes: the options that may be ticked, and groups of them with the fewest and the most that are. Gives: exactly how many such
//! sets there are, a small one, and how many of some other options they hold.
//! Never: lists the sets one by one: options in the same groups are alike, and only their number is followed.

use num_bigint::BigUint;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Options of which so many are ticked, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Counted {
    pub(super) of: Vec<usize>,
    pub(super) least: usize,
    pub(super) most: usize,
}

/// Groups that overlap in more ways than this are not followed.
const WAYS: usize = 4000;
/// What following one of them takes.
const WAY: u64 = 12;

/// Sets that agree in how many of each group they hold.
#[derive(Clone)]
pub(super) struct Agreeing {
    pub(super) sets: BigUint,
    /// A smallest of them.
    pub(super) example: Vec<usize>,
}

/// All sets of `allowed` options with at least one tick and within `groups`, by how many options of `asked` they hold. `None`
/// where that is too much to follow, or `fuel` does not last for it; it is then spent.
pub(super) fn tally(
    allowed: &[bool],
    groups: &[Counted],
    asked: &[usize],
    fuel: &Cell<u64>,
) -> Option<BTreeMap<usize, Agreeing>> {
    let options: Vec<usize> = (0..allowed.len()).filter(|o| allowed[*o]).collect();
    let something = Counted { of: options.clone(), least: 1, most: usize::MAX };
    let groups: Vec<&Counted> = groups.iter().chain([&something]).collect();
    let mut alike: BTreeMap<(Vec<bool>, bool), Vec<usize>> = BTreeMap::new();
    for option in options {
        let of = groups.iter().map(|group| group.of.binary_search(&option).is_ok()).collect();
        alike.entry((of, asked.binary_search(&option).is_ok())).or_default().push(option);
    }
    // By group: the last of these that holds options of it. Behind that it is either held or never will be.
    let mut last = vec![None; groups.len()];
    for (at, (of, _)) in alike.keys().enumerate() {
        (0..groups.len()).filter(|g| of[*g]).for_each(|g| last[g] = Some(at));
    }
    if groups.iter().zip(&last).any(|(group, last)| last.is_none() && group.least > 0) {
        return Some(BTreeMap::new());
    }
    let start = Agreeing { sets: BigUint::from(1u32), example: Vec::new() };
    let mut ways = BTreeMap::from([((vec![0usize; groups.len()], 0usize), start)]);
    for (at, ((of, is_asked), options)) in alike.iter().enumerate() {
        let mut next: BTreeMap<(Vec<usize>, usize), Agreeing> = BTreeMap::new();
        for ((held, found), here) in &ways {
            let mut choices = BigUint::from(1u32);
            for ticked in 0..=options.len() {
                // Each is a handful of lists, far dearer than a look at a condition.
                let Some(left) = fuel.get().checked_sub(WAY + groups.len() as u64) else {
                    fuel.set(0);
                    return None;
                };
                fuel.set(left);
                if ticked > 0 {
                    choices = choices * BigUint::from(options.len() - ticked + 1) / BigUint::from(ticked);
                }
                let count = |(g, group): (usize, &&Counted)| {
                    let now = held[g] + if of[g] { ticked } else { 0 };
                    // Beyond what is wanted, and where more is as good, it does not matter how many.
                    if group.most >= group.of.len() {
                        Some(now.min(group.least))
                    } else {
                        Some(now).filter(|n| *n <= group.most)
                    }
                };
                let Some(mut held) = groups.iter().enumerate().map(count).collect::<Option<Vec<usize>>>() else {
                    break;
                };
                let settled = (0..groups.len()).filter(|g| last[*g] == Some(at));
                if settled.clone().any(|g| held[g] < groups[g].least) {
                    continue;
                }
                settled.for_each(|g| held[g] = 0);
                let mut example = here.example.clone();
                example.extend(&options[..ticked]);
                let key = (held, found + if *is_asked { ticked } else { 0 });
                let sets = &here.sets * &choices;
                let entry =
                    next.entry(key).or_insert_with(|| Agreeing { sets: BigUint::ZERO, example: example.clone() });
                entry.sets += sets;
                if example.len() < entry.example.len() {
                    entry.example = example;
                }
            }
        }
        ways = next;
        let held: BTreeSet<&Vec<usize>> = ways.keys().map(|(held, _)| held).collect();
        if held.len() > WAYS {
            return None;
        }
    }
    let mut by_asked: BTreeMap<usize, Agreeing> = BTreeMap::new();
    for ((_, found), here) in ways {
        let entry = by_asked.entry(found).or_insert_with(|| Agreeing { sets: BigUint::ZERO, ..here.clone() });
        entry.sets += here.sets;
        if here.example.len() < entry.example.len() {
            entry.example = here.example;
        }
    }
    Some(by_asked)
}
