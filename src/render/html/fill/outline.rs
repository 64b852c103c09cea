//! The headings of a text that is put into another → headings of its place there.
//!
//! Takes: HTML of ours, in which every `<` begins a tag. Gives: the same, its headings moved up or down together. Never: changes
//! how they stand to one another.

use crate::parse::body::Body;

/// The level of the last heading before a place; below a page's title alone, 1.
pub(super) fn level_before(body: &Body, from: usize, at: usize) -> u8 {
    let before = body.heading_places.partition_point(|place| *place < at);
    let last = before.checked_sub(1).filter(|last| body.heading_places[*last] >= from);
    last.and_then(|last| body.headings.get(last)).map_or(1, |heading| heading.level.max(2))
}

/// The text with its highest headings one level below another: who moves from heading to heading then hears what belongs where.
pub(super) fn below(html: String, level: u8) -> String {
    let levels = html.match_indices("<h").filter_map(|(at, _)| digit(&html, at + 2));
    let Some(highest) = levels.min() else { return html };
    let by = i16::from(level) + 1 - i16::from(highest);
    if by == 0 {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = 0;
    for (tag, _) in html.match_indices('<') {
        let name = &html.as_bytes()[tag + 1..];
        let digit_at = match name {
            [b'/', b'h', ..] => tag + 3,
            [b'h', ..] => tag + 2,
            _ => continue,
        };
        if let Some(level) = digit(&html, digit_at) {
            out.push_str(&html[rest..digit_at]);
            out.push_str(&(i16::from(level) + by).clamp(1, 6).to_string());
            rest = digit_at + 1;
        }
    }
    out.push_str(&html[rest..]);
    out
}

/// The level of a heading's tag, by its digit.
fn digit(html: &str, at: usize) -> Option<u8> {
    let bytes = html.as_bytes();
    let ends = matches!(bytes.get(at + 1), Some(b' ' | b'>'));
    bytes.get(at).filter(|byte| ends && (b'1'..=b'6').contains(byte)).map(|byte| byte - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_move_together() {
        let moved = |html: &str, level| below(html.to_owned(), level);
        assert_eq!(moved("<h2 id=\"a\">A</h2><hr><h3>ß</h3>", 2), "<h3 id=\"a\">A</h3><hr><h4>ß</h4>");
        assert_eq!(moved("<h4>A</h4>", 1), "<h2>A</h2>");
        assert_eq!(moved("<h2>A</h2><h6>B</h6><p>é <é<", 3), "<h4>A</h4><h6>B</h6><p>é <é<");
        assert_eq!(moved("<p>no heading</p>", 4), "<p>no heading</p>");
    }
}
