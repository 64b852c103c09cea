//! Many sets of ticks at once.
//!
//! Takes: "one of these is ticked", "none of those", "at least two of these". Gives: [`TickSets`], which can be split, counted exactly and shown by an example.
//! Never: lists the sets one by one.

use super::steps;
use super::tally::{Counted, tally};
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
        Ticks::All(options) => options.iter().all(|option| hit(&[*option])),
        Ticks::Count(of, counts) => {
            let ticked = of.iter().filter(|option| hit(&[**option])).count();
            steps::contains(counts, ticked as i128)
        }
    }
}

/// Whether the option that leaves the question out fits: where it is named itself. Nobody knows what else would have been ticked.
pub(in crate::tree) fn skip_fits(condition: &Ticks, skip: usize) -> bool {
    match condition {
        Ticks::Hit(options) => options.contains(&skip),
        Ticks::Any(parts) => parts.iter().any(|part| skip_fits(part, skip)),
        Ticks::Not(_) | Ticks::All(_) | Ticks::Count(..) => false,
    }
}

/// All sets of ticks, at least one tick each, within `allowed` that hold an option of each of `hits` and as many of the others as
/// `counts` says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tree) struct TickSets {
    allowed: Vec<bool>,
    hits: Vec<Vec<usize>>,
    counts: Vec<Counted>,
    /// Whether their groups overlap in too many ways to be followed.
    tangled: bool,
}

/// Whether something holds for all sets, for none, or for those only that hold some of some options.
pub(in crate::tree) enum Verdict {
    Always,
    Never,
    Depends(AtLeast),
}

/// So many of these options are ticked, or more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtLeast {
    /// In order, each once.
    pub of: Vec<usize>,
    /// Above zero.
    pub least: usize,
}

impl AtLeast {
    fn one(of: &[usize]) -> AtLeast {
        AtLeast { of: of.to_vec(), least: 1 }
    }

    /// Whether whoever the other fits, this one fits too.
    pub(in crate::tree) fn follows_from(&self, other: &AtLeast) -> bool {
        let elsewhere = other.of.iter().filter(|o| self.of.binary_search(o).is_err()).count();
        other.least >= self.least + elsewhere
    }
}

impl TickSets {
    /// All sets of these options. `None` if there are no options.
    pub(in crate::tree) fn within(allowed: Vec<bool>) -> Option<TickSets> {
        let sets = || TickSets { allowed: allowed.clone(), hits: Vec::new(), counts: Vec::new(), tangled: false };
        allowed.contains(&true).then(sets)
    }

    /// The options that some of the sets hold.
    pub(in crate::tree) fn allowed(&self) -> Vec<usize> {
        (0..self.allowed.len()).filter(|o| self.allowed[*o]).collect()
    }

    /// Groups of options of which every set holds so many: those that may be ticked at all, and no group that follows from another.
    pub(in crate::tree) fn groups(&self) -> Vec<AtLeast> {
        let may = |of: &[usize]| of.iter().copied().filter(|o| self.allowed[*o]).collect();
        let hits = self.hits.iter().map(|hit| AtLeast { of: may(hit), least: 1 });
        let counts = self.counts.iter().filter(|count| count.least > 0);
        let counts = counts.map(|count| AtLeast { of: may(&count.of), least: count.least });
        let groups: Vec<AtLeast> = hits.chain(counts).collect();
        let covered = |i: usize| {
            groups.iter().enumerate().any(|(j, other)| {
                let first = j < i || !other.follows_from(&groups[i]);
                i != j && first && groups[i].follows_from(other)
            })
        };
        // Options that are ticked in every set anyway may be enough for a group that wants only some.
        let ticked =
            |option: &usize| groups.iter().any(|other| other.least == other.of.len() && other.of.contains(option));
        let enough = |group: &AtLeast| {
            let some = group.least > 1 && group.least < group.of.len();
            some && group.of.iter().filter(|option| ticked(option)).count() >= group.least
        };
        (0..groups.len()).filter(|i| !covered(*i) && !enough(&groups[*i])).map(|i| groups[i].clone()).collect()
    }

    /// Those that hold so many of these options, and those that hold fewer; each `None` if there are no such sets.
    pub(in crate::tree) fn split(&self, on: &AtLeast, fuel: &Cell<u64>) -> (Option<TickSets>, Option<TickSets>) {
        let (mut with, mut without) = (self.clone(), self.clone());
        if on.least == 1 {
            with.hits.push(on.of.clone());
            for option in &on.of {
                without.allowed[*option] = false;
            }
        } else {
            with.hold(&on.of, on.least, usize::MAX);
            without.hold(&on.of, 0, on.least - 1);
        }
        (with.there(fuel), without.there(fuel))
    }

    /// Leaves only those that hold between so many of these.
    fn hold(&mut self, of: &[usize], least: usize, most: usize) {
        match self.counts.iter_mut().find(|count| count.of == of) {
            Some(count) => (count.least, count.most) = (count.least.max(least), count.most.min(most)),
            None => self.counts.push(Counted { of: of.to_vec(), least, most }),
        }
    }

    /// Without counts, the largest set within `allowed` holds one of each group if any set does.
    fn there(mut self, fuel: &Cell<u64>) -> Option<TickSets> {
        let reachable = self.hits.iter().all(|hit| hit.iter().any(|o| self.allowed[*o]));
        if !reachable || !self.allowed.contains(&true) {
            return None;
        }
        if !self.tangled && !self.counts.is_empty() {
            match tally(&self.allowed, &self.all_groups(), &[], fuel) {
                Some(found) if found.is_empty() => return None,
                Some(_) => {}
                None => self.tangled = true,
            }
        }
        Some(self)
    }

    /// Whether its groups overlap in too many ways, so that nothing that is said of them is sure.
    pub(in crate::tree) fn is_tangled(&self) -> bool {
        self.tangled
    }

    fn all_groups(&self) -> Vec<Counted> {
        let hits = self.hits.iter().map(|hit| Counted { of: hit.clone(), least: 1, most: usize::MAX });
        hits.chain(self.counts.iter().cloned()).collect()
    }

    /// Whether this set is among them.
    pub(in crate::tree) fn among(&self, ticked: &[usize]) -> bool {
        let counted = |count: &Counted| {
            let held = count.of.iter().filter(|o| ticked.contains(o)).count();
            (count.least..=count.most).contains(&held)
        };
        ticked.iter().all(|o| self.allowed[*o])
            && self.hits.iter().all(|hit| hit.iter().any(|o| ticked.contains(o)))
            && self.counts.iter().all(counted)
    }

    /// Whether some set is among both.
    pub(in crate::tree) fn meet(&self, other: &TickSets, fuel: &Cell<u64>) -> bool {
        if !(self.counts.is_empty() && other.counts.is_empty()) {
            return self.common(other, fuel).is_some();
        }
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
        fuel: &Cell<u64>,
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
        let counts = self.counts.iter().map(|count| Counted { of: carry(&count.of), ..*count });
        let hits = self.hits.iter().map(carry).collect();
        TickSets { allowed, hits, counts: counts.collect(), tangled: self.tangled }.there(fuel)
    }

    /// The sets that are among both. `None` if there are none.
    pub(in crate::tree) fn common(&self, other: &TickSets, fuel: &Cell<u64>) -> Option<TickSets> {
        let allowed = self.allowed.iter().zip(&other.allowed).map(|(a, b)| *a && *b).collect();
        let hits = self.hits.iter().chain(&other.hits).cloned().collect();
        let mut common =
            TickSets { allowed, hits, counts: self.counts.clone(), tangled: self.tangled || other.tangled };
        for Counted { of, least, most } in &other.counts {
            common.hold(of, *least, *most);
        }
        common.there(fuel)
    }

    /// How many of these options are ticked in some set or other.
    fn numbers_of(&self, of: &[usize], fuel: &Cell<u64>) -> Vec<usize> {
        let found = tally(&self.allowed, &self.all_groups(), of, fuel);
        found.map_or_else(|| (0..=of.len()).collect(), |found| found.into_keys().collect())
    }

    /// Whether as many of these options are ticked as fit.
    fn verdict_of_number(&self, of: &[usize], fits: impl Fn(usize) -> bool, fuel: &Cell<u64>) -> Verdict {
        let numbers = self.numbers_of(of, fuel);
        // The largest number that decides otherwise than those above it is where they part.
        let parting = numbers.windows(2).rev().find(|pair| fits(pair[0]) != fits(pair[1]));
        match (parting, numbers.first()) {
            (Some(pair), _) => Verdict::Depends(AtLeast { of: of.to_vec(), least: pair[1] }),
            (None, Some(number)) if fits(*number) => Verdict::Always,
            _ => Verdict::Never,
        }
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

    /// Whether a condition holds. As deep as YAML may nest, so at most 64. Where `fuel` has come to an end, nothing that is said is sure.
    pub(in crate::tree) fn verdict(&self, condition: &Ticks, fuel: &Cell<u64>) -> Verdict {
        match condition {
            Ticks::Hit(options) if !self.counts.is_empty() => {
                self.verdict_of_number(options, |ticked| ticked > 0, fuel)
            }
            Ticks::Hit(options) => match self.hit(options) {
                Some(true) => Verdict::Always,
                Some(false) => Verdict::Never,
                None => Verdict::Depends(AtLeast::one(options)),
            },
            Ticks::All(options) => self.verdict_of_number(options, |ticked| ticked == options.len(), fuel),
            Ticks::Count(of, counts) => {
                self.verdict_of_number(of, |ticked| steps::contains(counts, ticked as i128), fuel)
            }
            Ticks::Not(part) => match self.verdict(part, fuel) {
                Verdict::Always => Verdict::Never,
                Verdict::Never => Verdict::Always,
                depends => depends,
            },
            Ticks::Any(parts) => {
                let mut open = None;
                for part in parts {
                    match self.verdict(part, fuel) {
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
        self.hits.len() * 8 + self.counts.len() * self.allowed.len() * 16
    }

    /// How many sets there are. `None` where too many groups overlap to be counted with what is left to spend.
    pub(in crate::tree) fn count(&self, fuel: &Cell<u64>) -> Option<BigUint> {
        if self.tangled {
            return None;
        }
        if !self.counts.is_empty() {
            return Some(
                tally(&self.allowed, &self.all_groups(), &[], fuel)?.into_values().map(|found| found.sets).sum(),
            );
        }
        let groups: Vec<Vec<usize>> = self.groups().into_iter().map(|group| group.of).collect();
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
        if !self.counts.is_empty() {
            // Whoever asks for one has just counted them, or is about to.
            let found = tally(&self.allowed, &self.all_groups(), &[], &Cell::new(u64::MAX)).unwrap_or_default();
            let mut ticks = found.into_values().next().map(|found| found.example).unwrap_or_default();
            ticks.sort_unstable();
            return ticks;
        }
        let mut ticks: Vec<usize> = Vec::new();
        let mut groups: Vec<Vec<usize>> = self.groups().into_iter().map(|group| group.of).collect();
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
                sets = sets.and_then(|sets| {
                    let (with, without) = sets.split(&AtLeast::one(hit), &Cell::new(9999));
                    if chosen >> i & 1 == 1 { with } else { without }
                });
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

    #[test]
    fn sets_divided_by_how_many_are_ticked_are_counted_exactly() {
        let groups =
            [(vec![0, 1, 2, 3], 2), (vec![2, 3, 4], 2), (vec![0, 5], 1), (vec![0, 1, 2, 3], 3), (vec![4, 5, 6], 3)];
        for chosen in 0u32..32 {
            let mut sets = TickSets::within(vec![true, true, true, true, true, true, false]);
            for (i, (of, least)) in groups.iter().enumerate() {
                let on = AtLeast { of: of.clone(), least: *least };
                sets = sets.and_then(|sets| {
                    let (with, without) = sets.split(&on, &Cell::new(9999));
                    if chosen >> i & 1 == 1 { with } else { without }
                });
            }
            let held = |ticks: u32, of: &[usize]| of.iter().filter(|o| ticks >> **o & 1 == 1).count();
            let fits = |ticks: &u32| {
                groups.iter().enumerate().all(|(i, (of, least))| (held(*ticks, of) >= *least) == (chosen >> i & 1 == 1))
            };
            let fitting: Vec<u32> = (1u32..64).filter(fits).collect();
            let counted = sets.as_ref().map_or(BigUint::ZERO, |s| s.count(&Cell::new(9999)).unwrap());
            assert_eq!(counted, BigUint::from(fitting.len()), "{chosen}");
            let Some(sets) = sets else { continue };
            assert!(fitting.contains(&sets.example().iter().fold(0, |ticks, o| ticks | 1 << o)), "{chosen}");
            for of in [vec![0, 4], vec![1, 2, 3], vec![5]] {
                let mut numbers: Vec<usize> = fitting.iter().map(|ticks| held(*ticks, &of)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                assert_eq!(sets.numbers_of(&of, &Cell::new(9999)), numbers, "{chosen} {of:?}");
            }
        }
    }
}
