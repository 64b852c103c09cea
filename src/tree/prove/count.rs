//! How many paths there are, and how long the longest is.
//!
//! Takes: the states. Gives: exact numbers, however large.
//! Never: counts a path that does not end at an outcome or another tree.

use crate::tree::states::States;
use num_bigint::BigUint;

/// The paths from the start to an end, and the most answers one takes.
pub(super) fn count(states: &States, questions: usize) -> (BigUint, usize) {
    let mut paths: Vec<BigUint> = vec![BigUint::ZERO; states.list.len()];
    let mut longest: Vec<Option<usize>> = vec![None; states.list.len()];
    // Such numbers are long, so each is let go when the last state before it has used it.
    let mut waiting = vec![0usize; states.list.len()];
    for link in states.list.iter().flat_map(|state| &state.links) {
        waiting[link.to] += 1;
    }
    for at in states.in_order().into_iter().rev() {
        let state = &states.list[at];
        if state.place >= questions {
            paths[at] = BigUint::from(1u32);
            longest[at] = Some(0);
            continue;
        }
        paths[at] = state.links.iter().map(|link| &link.ways * &paths[link.to]).sum();
        for link in &state.links {
            waiting[link.to] -= 1;
            if waiting[link.to] == 0 {
                paths[link.to] = BigUint::ZERO;
            }
        }
        longest[at] = state.links.iter().filter_map(|link| longest[link.to]).max().map(|rest| rest + 1);
    }
    (paths.swap_remove(0), longest[0].unwrap_or(0))
}
