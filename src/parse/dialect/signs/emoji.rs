//! Emoji by name: `:tada:`, as GitHub has them.

use super::super::{Edit, Inside, Searched};
use std::ops::Range;

/// The longest name has fewer letters.
const LONGEST: usize = 60;

/// Whether a text may hold any.
pub(in crate::parse::dialect) fn may_hold(searched: &Searched<'_>) -> bool {
    searched.contains(":") && named(searched.text).next().is_some()
}

/// What to put in the place of each name that stands in no code.
pub(in crate::parse::dialect) fn edits(text: &str, code: &[Range<usize>]) -> Vec<Edit> {
    let mut inside = Inside::of(code);
    let outside = named(text).filter(|(range, _)| !inside.holds(range.start));
    outside.map(|(range, emoji)| (range, emoji.to_owned())).collect()
}

/// Names between two colons that are emoji's, and no part of a word, a time or an address.
fn named(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let mut done = 0;
    text.match_indices(':').filter_map(move |(at, _)| {
        if at < done || text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/' | '\\' | '_' | '='))
        {
            return None;
        }
        let rest = &text[at + 1..text.floor_char_boundary(at + 1 + LONGEST)];
        let length =
            rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-')))?;
        let behind = rest[length..].strip_prefix(':')?;
        if length == 0 || behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '/')) {
            return None;
        }
        let emoji = emojis::get_by_shortcode(&rest[..length])?;
        done = at + length + 2;
        Some((at..done, emoji.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn names_of_emoji_and_nothing_else() {
        let of = |text: &str| named(text).map(|(range, emoji)| format!("{}={emoji}", &text[range])).collect::<Vec<_>>();
        assert_eq!(
            of(":tada: (:+1:) **:smile:**, :woman_health_worker:."),
            [":tada:=🎉", ":+1:=👍", ":smile:=😄", ":woman_health_worker:=👩\u{200d}⚕\u{fe0f}"]
        );
        for text in [
            "10:30:15",
            "a:tada:",
            "::tada::",
            "http://x/:tada:/",
            ":no_such_name:",
            ":tada:x",
            "\\:tada:",
            ": tada:",
            ":",
        ] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }
}
