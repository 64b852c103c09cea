//! Near names: "did you mean …?"

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
