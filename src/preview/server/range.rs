//! A part of a file, where a browser asks for one: without it some play no video.
//!
//! Takes: the header `Range` and a length. Gives: which bytes are wanted.
//! Never: answers several parts at once; then the whole is sent, which is always right.

use std::ops::Range;

/// Which bytes of an answer are to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    All,
    Part(Range<usize>),
    /// None of those asked for are there.
    Beyond,
}

/// `bytes=0-99`, `bytes=100-` or, of the last hundred, `bytes=-100`.
pub(super) fn wanted(header: Option<&str>, length: usize) -> Wanted {
    let Some((first, last)) = header.and_then(|header| header.strip_prefix("bytes=")?.split_once('-')) else {
        return Wanted::All;
    };
    let number = |text: &str| (!text.starts_with('+')).then(|| text.parse::<usize>().ok()).flatten();
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Some(first), None) if last.is_empty() => first..length,
        (None, Some(last)) if first.is_empty() => length.saturating_sub(last)..length,
        _ => return Wanted::All,
    };
    if range.is_empty() { Wanted::Beyond } else { Wanted::Part(range) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_understood() {
        let parts = [
            (None, Wanted::All),
            (Some("bytes=0-0"), Wanted::Part(0..1)),
            (Some("bytes=2-4"), Wanted::Part(2..5)),
            (Some("bytes=2-"), Wanted::Part(2..10)),
            (Some("bytes=-3"), Wanted::Part(7..10)),
            (Some("bytes=-30"), Wanted::Part(0..10)),
            (Some("bytes=5-99999999999999999999"), Wanted::All),
            (Some("bytes=5-18446744073709551615"), Wanted::Part(5..10)),
            (Some("bytes=10-"), Wanted::Beyond),
            (Some("bytes=-0"), Wanted::Beyond),
            (Some("bytes=4-2"), Wanted::All),
            (Some("bytes=0-1,3-4"), Wanted::All),
            (Some("lines=0-1"), Wanted::All),
            (Some("bytes=-"), Wanted::All),
        ];
        for (header, expected) in parts {
            assert_eq!(wanted(header, 10), expected, "{header:?}");
        }
    }
}
