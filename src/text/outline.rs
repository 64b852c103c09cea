//! The headings of a text that is put into another → headings of its place there.
//!
//! Takes: HTML of ours, in which every `<` begins a tag. Gives: the same, its headings moved up or down together. Never: changes
//! how they stand to one another.

use super::body::Body;
use super::token::{Tag, Token, Tokens};

/// The level of the last heading before a place; below a page's title alone, 1.
pub fn level_before(body: &Body, from: usize, at: usize) -> u8 {
    let before = body.heading_places.partition_point(|place| *place < at);
    let last = before.checked_sub(1).filter(|last| body.heading_places[*last] >= from);
    last.and_then(|last| body.headings.get(last)).map_or(1, |heading| heading.level.max(2))
}

/// The text with its highest headings one level below another: who moves from heading to heading then hears what belongs where.
pub fn moved_below(html: String, level: u8) -> String {
    let digits: Vec<(usize, u8)> =
        Tokens::of(&html, &[]).filter_map(|(range, token)| digit(range.start, token)).collect();
    let Some(highest) = digits.iter().map(|(_, level)| *level).min() else { return html };
    let by = i16::from(level) + 1 - i16::from(highest);
    if by == 0 {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = 0;
    for (at, level) in digits {
        out.push_str(&html[rest..at]);
        out.push_str(&(i16::from(level) + by).clamp(1, 6).to_string());
        rest = at + 1;
    }
    out.push_str(&html[rest..]);
    out
}

/// Where a heading's tag has its level, and the level.
fn digit(start: usize, token: Token<'_>) -> Option<(usize, u8)> {
    match token {
        Token::Open(tag) => Some((start + 2, tag.heading()?)),
        Token::Close(name) => Some((start + 3, Tag { name, attributes: "" }.heading()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_move_together() {
        let moved = |html: &str, level| moved_below(html.to_owned(), level);
        assert_eq!(moved("<h2 id=\"a\">A</h2><hr><h3>ß</h3>", 2), "<h3 id=\"a\">A</h3><hr><h4>ß</h4>");
        assert_eq!(moved("<h4>A</h4>", 1), "<h2>A</h2>");
        assert_eq!(moved("<h2>A</h2><h6>B</h6><p>é", 3), "<h4>A</h4><h6>B</h6><p>é");
        assert_eq!(moved("<p>no heading</p>", 4), "<p>no heading</p>");
    }
}
