//! Many sets of ticks at once.
//!
//! Takes: "one of these is ticked", "none of those". Gives: [`TickSets`], which can be split, counted exactly and shown by an example.
//! Never: lists the sets one by one.

use super::tree::Ticks;
use num_bigint::BigUint;
use std::cell::Cell;
use std::collections::BTreeMap;

/// Whether ticks fit, where `hit` says whether one of these options is ticked. As deep as YAML may nest, so at most 64.
pub(in crate::tree) fn ticks_fit(condition: &Ticks, hit: &dyn Fn(&[usize]) -> bool) -> bool {
    match condition {
        Ticks::Hit(options) => hit(options),
        Ticks::Not(part) => !ticks_fit(part, hit),
        Ticks::Any(parts) => parts.iter().any(|part| ticks_fit(part, hit)),
    }
}

/// All sets of ticks, at least one tick each, within `allowed` that hold an option of each of `hits`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tree) struct TickSets {
    allowed: Vec<bool>,
    hits: Vec<Vec<usize>>,
}

/// Whether something holds for all sets, for none, or for those only that hold one of some options.
pub(in crate::tree) enum Verdict {
    Always,
    Never,
    Depends(Vec<usize>),
}

impl TickSets {
    /// All sets of these options. `None` if there are no options.
    pub(in crate::tree) fn within(allowed: Vec<bool>) -> Option<TickSets> {
        allowed.contains(&true).then_some(TickSets { allowed, hits: Vec::new() })
    }

    /// The options that some of the sets hold.
    pub(in crate::tree) fn allowed(&self) -> Vec<usize> {
        (0..self.allowed.len()).filter(|o| self.allowed[*o]).collect()
    }

    /// Groups of options of which every set holds one: those that may be ticked at all, and no group that another one covers.
    pub(in crate::tree) fn groups(&self) -> Vec<Vec<usize>> {
        let groups: Vec<Vec<usize>> =
            self.hits.iter().map(|hit| hit.iter().copied().filter(|o| self.allowed[*o]).collect()).collect();
        let covered = |i: usize| {
            groups.iter().enumerate().any(|(j, other)| {
                let smaller = (other.len(), j) < (groups[i].len(), i);
                smaller && other.iter().all(|o| groups[i].binary_search(o).is_ok())
            })
        };
        (0..groups.len()).filter(|i| !covered(*i)).map(|i| groups[i].clone()).collect()
    }

    /// Those that hold one of these options, and those that hold none; each `None` if there are no such sets.
    pub(in crate::tree) fn split(&self, options: &[usize]) -> (Option<TickSets>, Option<TickSets>) {
        let mut with = self.clone();
        with.hits.push(options.to_vec());
        let mut without = self.clone();
        for option in options {
            without.allowed[*option] = false;
        }
        (with.there(), without.there())
    }

    /// The largest set within `allowed` holds one of each group if any set does.
    fn there(self) -> Option<TickSets> {
        let reachable = self.hits.iter().all(|hit| hit.iter().any(|o| self.allowed[*o]));
        (reachable && self.allowed.contains(&true)).then_some(self)
    }

    /// Whether this set is among them.
    pub(in crate::tree) fn hold(&self, ticked: &[usize]) -> bool {
        ticked.iter().all(|o| self.allowed[*o]) && self.hits.iter().all(|hit| hit.iter().any(|o| ticked.contains(o)))
    }

    /// Whether some set is among both.
    pub(in crate::tree) fn meet(&self, other: &TickSets) -> bool {
        let allowed = |o: usize| self.allowed[o] && other.allowed[o];
        let mut hits = self.hits.iter().chain(&other.hits);
        (0..self.allowed.len()).any(allowed) && hits.all(|hit| hit.iter().any(|o| allowed(*o)))
    }

    /// The same sets in another tree's options, without those that hold an option which that tree does not have. `None` if
    /// none are left. `partner` gives an option's place there.
    pub(in crate::tree) fn carried(
        &self,
        options: usize,
        partner: impl Fn(usize) -> Option<usize>,
    ) -> Option<TickSets> {
        let mut allowed = vec![false; options];
        for option in self.allowed().into_iter().filter_map(&partner) {
            allowed[option] = true;
        }
        let carry = |hit: &Vec<usize>| {
            let mut hit: Vec<usize> = hit.iter().copied().filter_map(&partner).collect();
            hit.sort_unstable();
            hit
        };
        TickSets { allowed, hits: self.hits.iter().map(carry).collect() }.there()
    }

    /// The sets that are among both. `None` if there are none.
    pub(in crate::tree) fn common(&self, other: &TickSets) -> Option<TickSets> {
        let allowed = self.allowed.iter().zip(&other.allowed).map(|(a, b)| *a && *b).collect();
        let hits = self.hits.iter().chain(&other.hits).cloned().collect();
        TickSets { allowed, hits }.there()
    }

    /// Whether one of these options is ticked.
    fn hit(&self, options: &[usize]) -> Option<bool> {
        if !options.iter().any(|o| self.allowed[*o]) {
            return Some(false);
        }
        let covered = |hit: &Vec<usize>| hit.iter().all(|o| !self.allowed[*o] || options.binary_search(o).is_ok());
        // All sets hold one exactly where none can do without.
        let forced = self.hits.iter().any(covered)
            || (0..self.allowed.len()).all(|o| !self.allowed[o] || options.binary_search(&o).is_ok());
        forced.then_some(true)
    }

    /// Whether a condition holds. As deep as YAML may nest, so at most 64.
    pub(in crate::tree) fn verdict(&self, condition: &Ticks) -> Verdict {
        match condition {
            Ticks::Hit(options) => match self.hit(options) {
                Some(true) => Verdict::Always,
                Some(false) => Verdict::Never,
                None => Verdict::Depends(options.clone()),
            },
            Ticks::Not(part) => match self.verdict(part) {
                Verdict::Always => Verdict::Never,
                Verdict::Never => Verdict::Always,
                depends => depends,
            },
            Ticks::Any(parts) => {
                let mut open = None;
                for part in parts {
                    match self.verdict(part) {
                        Verdict::Always => return Verdict::Always,
                        Verdict::Never => {}
                        Verdict::Depends(on) => open = open.or(Some(on)),
                    }
                }
                open.map_or(Verdict::Never, Verdict::Depends)
            }
        }
    }

    /// How much work a look at them is.
    pub(in crate::tree) fn effort(&self) -> usize {
        self.hits.len() * 8
    }

    /// How many sets there are. `None` where too many groups overlap to be counted with what is left to spend.
    pub(in crate::tree) fn count(&self, fuel: &Cell<u64>) -> Option<BigUint> {
        let groups = self.groups();
        let free = self.allowed.iter().filter(|a| **a).count();
        if groups.is_empty() {
            return Some(subsets(free) - 1u32);
        }
        // Options in the same groups are alike. Groups that share no option are counted apart and multiplied.
        let mut alike: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        for option in self.allowed() {
            let of = (0..groups.len()).filter(|g| groups[*g].binary_search(&option).is_ok()).collect();
            *alike.entry(of).or_default() += 1;
        }
        let mut total = subsets(alike.remove(&Vec::new()).unwrap_or(0));
        for part in parts_that_share_nothing(&alike, groups.len()) {
            total *= count_part(&alike, &part, fuel)?;
        }
        Some(total)
    }

    /// A small set.
    pub(in crate::tree) fn example(&self) -> Vec<usize> {
        let mut ticks: Vec<usize> = Vec::new();
        let mut groups = self.groups();
        groups.sort_by_key(Vec::len);
        for group in &groups {
            if !group.iter().any(|o| ticks.contains(o)) {
                ticks.extend(group.first());
            }
        }
        if ticks.is_empty() {
            ticks.extend(self.allowed().first());
        }
        ticks.sort_unstable();
        ticks
    }
}

/// More overlapping groups than this are not counted.
const OVERLAPPING: usize = 20;

fn subsets(of: usize) -> BigUint {
    BigUint::from(1u32) << of
}

/// The groups, divided so that no option stands in two parts.
fn parts_that_share_nothing(alike: &BTreeMap<Vec<usize>, usize>, groups: usize) -> Vec<Vec<usize>> {
    let mut part: Vec<usize> = (0..groups).collect();
    let find = |part: &mut Vec<usize>, mut g: usize| {
        while part[g] != g {
            part[g] = part[part[g]];
            g = part[g];
        }
        g
    };
    for of in alike.keys() {
        for pair in of.windows(2) {
            let (a, b) = (find(&mut part, pair[0]), find(&mut part, pair[1]));
            part[a.max(b)] = a.min(b);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for group in 0..groups {
        let first = find(&mut part, group);
        parts.entry(first).or_default().push(group);
    }
    parts.into_values().collect()
}

/// Ways to tick options of this part so that each of its groups holds a tick.
fn count_part(alike: &BTreeMap<Vec<usize>, usize>, part: &[usize], fuel: &Cell<u64>) -> Option<BigUint> {
    if part.len() > OVERLAPPING {
        return None;
    }
    let mut ways: BTreeMap<u32, BigUint> = BTreeMap::from([(0, BigUint::from(1u32))]);
    for (of, options) in alike {
        if part.binary_search(&of[0]).is_err() {
            continue;
        }
        let mask = of.iter().filter_map(|g| part.binary_search(g).ok()).fold(0u32, |mask, g| mask | 1 << g);
        // Each is an addition of large numbers, far dearer than a look at a condition.
        fuel.set(fuel.get().checked_sub(16 * ways.len() as u64)?);
        let ticked = subsets(*options) - 1u32;
        let mut more = ways.clone();
        for (held, count) in ways {
            *more.entry(held | mask).or_default() += count * &ticked;
        }
        ways = more;
    }
    Some(ways.remove(&((1u32 << part.len()) - 1)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_counting_one_by_one() {
        let hits = [vec![0, 1], vec![1, 2, 5], vec![4], vec![3, 4, 6]];
        for chosen in 0u32..16 {
            let mut sets = TickSets::within(vec![true, true, true, true, true, true, false]);
            for (i, hit) in hits.iter().enumerate() {
                sets = sets.and_then(|sets| if chosen >> i & 1 == 1 { sets.split(hit).0 } else { sets.split(hit).1 });
            }
            let fits = |ticks: &u32| {
                hits.iter()
                    .enumerate()
                    .all(|(i, hit)| hit.iter().any(|o| ticks >> o & 1 == 1) == (chosen >> i & 1 == 1))
            };
            let by_hand = (1u32..64).filter(fits).count();
            assert_eq!(
                sets.as_ref().map_or(BigUint::ZERO, |s| s.count(&Cell::new(9999)).unwrap()),
                BigUint::from(by_hand),
                "{chosen}"
            );
            if let Some(sets) = sets {
                assert!(fits(&sets.example().iter().fold(0, |ticks, o| ticks | 1 << o)), "{chosen}");
            }
        }
    }
}
