//! How many slips lie between two words: a letter too many, too few, another, or two exchanged.

/// The distance, if it is at most `most`.
pub(super) fn within(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().all(|cost| *cost > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let of = |a: &str, b: &str, most| within(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), most);
        assert_eq!(of("craps", "cramps", 1), Some(1));
        assert_eq!(of("carmp", "cramp", 1), Some(1));
        assert_eq!(of("circlation", "circulation", 2), Some(1));
        assert_eq!(of("nite", "night", 1), None);
    }
}
