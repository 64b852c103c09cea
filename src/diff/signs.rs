//! Signs that nobody sees, such as a soft hyphen or a space of no width: without them, and with their names.
//!
//! Takes: a text. Gives: it as a reader sees it, or with each such sign by its name.
//! Never: judges whether one is meant: a no-break space keeps a number by its unit.

use std::collections::BTreeMap;

/// What of a text is seen: without signs of no width, and with plain spaces.
pub(super) fn seen(text: &str) -> String {
    let sign = |c: char| match name(c) {
        Some(_) if c.is_whitespace() => Some(' '),
        Some(_) => None,
        None => Some(c),
    };
    text.chars().filter_map(sign).collect()
}

/// What a text looks like: as it is seen, with Latin letters for those of other alphabets that look like them.
pub(super) fn looks(text: &str) -> String {
    seen(text).chars().map(|c| latin(c).unwrap_or(c)).collect()
}

/// Letters of the Cyrillic and the Greek alphabet that look like a Latin one, and that one.
const LOOK_ALIKE: [&str; 2] =
    ["асеорхуіјѕԁһАВЕЅІЈКМНОРСТХУοανΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijsdhABESIJKMHOPCTXYoavABEZHIKMNOPTYX"];

fn latin(c: char) -> Option<char> {
    let at = LOOK_ALIKE[0].chars().position(|other| other == c).filter(|_| !c.is_ascii())?;
    LOOK_ALIKE[1].chars().nth(at)
}

/// A text in which signs of no width stand by their names, and letters that look like those of the word around them.
pub(super) fn hidden_named(text: &str) -> String {
    // Joiners and shapes make letters of some scripts and pictures what they are.
    let is_shape = |c: char| matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    let is_none = |c: char| name(c).is_some_and(|_| !c.is_whitespace() && !is_shape(c));
    if text.is_ascii() || !text.chars().any(|c| is_none(c) || latin(c).is_some()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
        for c in word.chars() {
            match name(c).filter(|_| is_none(c)).or_else(|| letter(c).filter(|_| mixed)) {
                Some(name) => out.push_str(&format!("[{name}]")),
                None => out.push(c),
            }
        }
    }
    out
}

/// What a letter is called that looks like a Latin one.
fn letter(c: char) -> Option<String> {
    let alphabet = if ('\u{370}'..'\u{400}').contains(&c) { "Greek" } else { "Cyrillic" };
    latin(c).map(|_| format!("{alphabet} letter {c}, U+{:04X}", u32::from(c)))
}

/// A text in which such signs stand by their names.
pub(super) fn named(text: &str) -> String {
    hidden_named(text).chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match name(c) {
            Some(name) => out.push_str(&format!("[{name}]")),
            None => out.push(c),
        }
        out
    })
}

/// How often each such sign stands in a text, by its name.
pub(super) fn counted(text: &str) -> BTreeMap<String, usize> {
    text.chars().filter_map(name).fold(BTreeMap::new(), |mut out, name| {
        *out.entry(name).or_default() += 1;
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
