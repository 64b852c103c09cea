//! Near names: "did you mean …?"

use super::{Certainty, Problem};
use crate::source::Span;

/// The candidate most like `name`, if one is near enough to be meant. Case does not count; of equals the first in order wins.
///
/// Nearness is the optimal string alignment distance (a swap of two neighbours counts one), at most a third of the name's letters, one for a short name.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|c| c.chars().count().abs_diff(length) <= limit)
        .map(|c| (strsim::osa_distance(&wanted, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, c)| c)
}

/// Tells a problem's author which name is meant at a place, with the edit that writes it there; or what to do where none is near.
pub fn meant<'a>(
    problem: Problem,
    (name, place): (&str, Span),
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> Problem {
    let Some(near) = nearest(name, candidates) else { return problem.help(otherwise()) };
    let problem = problem.help(format!("Did you mean `{near}`?"));
    if is_plain(near) { problem.edit(certainty(name, near), place, near) } else { problem }
}

/// Whether a text means itself wherever it is written: in YAML, between brackets, in an address.
pub fn is_plain(text: &str) -> bool {
    let signs = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/');
    text.starts_with(|c: char| c.is_alphanumeric() || c == '.') && !text.ends_with(' ') && text.chars().all(signs)
}

/// How sure a near name is that was taken out of a list which anybody may add to, such as the pages of a site: safe where it is the
/// same name but for capitals, spaces and hyphens.
pub fn certainty(name: &str, near: &str) -> Certainty {
    let plain = |name: &str| name.trim().to_lowercase().replace([' ', '_'], "-");
    if plain(name) == plain(near) { Certainty::Safe } else { Certainty::Doubtful }
}

/// How sure a near name is that was taken out of a list which is closed, such as the keys of a file: safe where no other is near.
pub fn certainty_among<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Certainty {
    let mut near = candidates.into_iter().filter(|candidate| nearest(name, [*candidate]).is_some());
    match (near.next(), near.next()) {
        (Some(_), None) => Certainty::Safe,
        _ => Certainty::Doubtful,
    }
}

/// "Did you mean `x`?", or what to do where no name is near.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    match nearest(name, candidates) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => otherwise(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let keys = ["title", "tags", "toc", "description"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("Tags", keys), Some("tags"));
        assert_eq!(nearest("descripton", keys), Some("description"));
        assert_eq!(nearest("weight", keys), None);
    }
}
