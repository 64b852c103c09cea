//! Sets of steps: which numbers of a row are meant.
//!
//! Takes: ranges, ends included. Gives: ranges in order that never touch, so that equal sets are equal lists.
//! Never: lists single numbers; a row may be longer than memory.

/// One range; empty where it runs backwards.
pub(in crate::tree) fn range(from: i128, to: i128) -> Vec<(i128, i128)> {
    if from <= to { vec![(from, to)] } else { Vec::new() }
}

/// What is in any of them.
pub(in crate::tree) fn union(mut ranges: Vec<(i128, i128)>) -> Vec<(i128, i128)> {
    ranges.sort_unstable();
    let mut joined: Vec<(i128, i128)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// What is not in them, from 0 to `last`.
pub(in crate::tree) fn complement(ranges: &[(i128, i128)], last: i128) -> Vec<(i128, i128)> {
    let mut rest = Vec::with_capacity(ranges.len() + 1);
    let mut from = 0;
    for &(start, end) in ranges {
        rest.extend(range(from, start - 1));
        from = end + 1;
    }
    rest.extend(range(from, last));
    rest
}

/// What of them is at most `last`.
pub(in crate::tree) fn up_to(ranges: &[(i128, i128)], last: i128) -> Vec<(i128, i128)> {
    ranges.iter().flat_map(|(from, to)| range(*from, last.min(*to))).collect()
}

/// Whether a step is among them.
pub(in crate::tree) fn contains(ranges: &[(i128, i128)], step: i128) -> bool {
    let after = ranges.partition_point(|(from, _)| *from <= step);
    after > 0 && ranges[after - 1].1 >= step
}

/// Whether all numbers from the least to the most are in these ranges, or none; `None` where some are.
pub(in crate::tree) fn within(ranges: &[(i128, i128)], least: i128, most: i128) -> Option<bool> {
    if least == most {
        return Some(contains(ranges, least));
    }
    if ranges.iter().any(|(from, to)| *from <= least && most <= *to) {
        return Some(true);
    }
    let touched = ranges.iter().any(|(from, to)| *from <= most && least <= *to);
    if touched { None } else { Some(false) }
}
