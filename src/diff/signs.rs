//! Signs that nobody sees, such as a soft hyphen or a space of no width: without them, and with their names.
//!
//! Takes: a text. Gives: it as a reader sees it, or with each such sign by its name.
//! Never: judges whether one is meant: a no-break space keeps a number by its unit.

/// What of a text is seen: without signs of no width, and with plain spaces.
pub(super) fn seen(text: &str) -> String {
    let sign = |c: char| match name(c) {
        Some(_) if c.is_whitespace() => Some(' '),
        Some(_) => None,
        None => Some(c),
    };
    text.chars().filter_map(sign).collect()
}

/// A text in which such signs stand by their names.
pub(super) fn named(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match name(c) {
            Some(name) => out.push_str(&format!("[{name}]")),
            None => out.push(c),
        }
        out
    })
}

/// What such a sign is called; `None` for every other.
fn name(c: char) -> Option<String> {
    Some(match c {
        '\u{a0}' => "no-break space".into(),
        '\u{202f}' => "narrow no-break space".into(),
        '\u{ad}' => "soft hyphen".into(),
        '\u{200b}' => "space of no width".into(),
        '\u{200c}' | '\u{200d}' | '\u{2060}' => "joiner".into(),
        '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2061}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => format!("sign U+{:04X}", u32::from(c)),
        c if c.is_whitespace() && !c.is_ascii() => format!("space U+{:04X}", u32::from(c)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_names_and_are_not_seen() {
        let text = "5\u{a0}km, sl\u{ad}eep\u{200b}\u{2009}\u{202e}";
        assert_eq!(seen(text), "5 km, sleep ");
        assert_eq!(
            named(text),
            "5[no-break space]km, sl[soft hyphen]eep[space of no width][space U+2009][sign U+202E]"
        );
    }
}
