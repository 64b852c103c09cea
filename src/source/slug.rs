//! Readable addresses and anchors out of titles and file names.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// GitHub's rule for anchors: lower case; letters and digits of any script, `-` and `_` stay; a space becomes `-`; the rest goes.
///
/// Transliteration was not taken: it turns 日本語 into pinyin.
///
/// Letters that are written in two ways in Unicode count as one: file names of one system come in the other's form.
pub fn slug(text: &str) -> String {
    let text = &*composed(text);
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '\t' | '\n' => out.push('-'),
            '-' | '_' => out.push(c),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() || is_mark(c) => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// The text with each letter in its composed form: `é` as one character, not as `e` and an accent.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// For addresses: as [`slug`], without doubled hyphens or hyphens at an end. Never empty.
pub fn address_part(name: &str) -> String {
    // `C`, `C++` and `C#` are three subjects.
    let spoken = name.contains("++") || name.ends_with('#');
    let slug = if spoken {
        let name = name.strip_suffix('#').map_or_else(|| name.to_owned(), |stem| format!("{stem}-sharp"));
        slug(&name.replace("++", "-plus-plus"))
    } else {
        slug(name)
    };
    let slug = if name.contains('.') { with_dots(name) } else { slug };
    let parts: Vec<&str> = slug.split('-').filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { "untitled".into() } else { fitting(&parts.join("-")) }
}

/// The slug of a name in which dots stand between figures or letters: `1.10` and `11.0` are two.
fn with_dots(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    let mut out = slug(parts[0]);
    for pair in parts.windows(2) {
        let joined = pair[0].ends_with(char::is_alphanumeric) && pair[1].starts_with(char::is_alphanumeric);
        out.push_str(if joined { "." } else { "" });
        // What a slug takes from its ends are the spaces of a name.
        let space = if pair[1].starts_with(char::is_whitespace) { "-" } else { "" };
        out.push_str(space);
        out.push_str(&slug(pair[1]));
        out.push_str(if pair[1].ends_with(char::is_whitespace) { "-" } else { "" });
    }
    out
}

/// Bytes of a file's or a folder's name: disks hold 255, and the names of a picture's sizes are longer than its own.
pub const LONGEST_NAME: usize = 240;

/// As much of a part of an address as a disk takes for a name.
pub fn fitting(part: &str) -> String {
    let fits = part[..part.floor_char_boundary(LONGEST_NAME)].chars();
    fits.filter(|c| !c.is_control()).collect()
}

/// Combining marks belong to their letter: without them Hindi or decomposed é would lose half of it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
        && !c.is_ascii_punctuation()
}

/// `muscle-damage` → `Muscle damage`. In a name that has spaces, as in `AI - my note`, and between figures, as in `2024-01-02`,
/// hyphens are meant.
pub fn spoken(stem: &str) -> String {
    let letters: Vec<char> = stem.trim().chars().collect();
    let written = letters.contains(&' ');
    let figure = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let between = |at: usize| figure(at.checked_sub(1)) && figure(Some(at + 1));
    let word = |(at, c): (usize, &char)| if matches!(c, '-' | '_') && !written && !between(at) { ' ' } else { *c };
    let words: String = letters.iter().enumerate().map(word).collect();
    let words = words.trim();
    // Of `iOS` the small letter is meant.
    let first = words.split(' ').next().unwrap_or_default();
    if first.chars().skip(1).any(char::is_uppercase) {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_else(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_githubs() {
        assert_eq!(slug("What's known: 20 of 88?"), "whats-known-20-of-88");
        assert_eq!(slug("日本語 タイトル"), "日本語-タイトル");
        assert_eq!(address_part("Calf strain (old) - 2"), "calf-strain-old-2");
        assert_eq!(address_part("!!!"), "untitled");
        assert_eq!(["C", "C++", "C#"].map(address_part), ["c", "c-plus-plus", "c-sharp"]);
        assert_eq!(
            ["1.10", "11.0", "v1.2 notes.", "e.g. this"].map(address_part),
            ["1.10", "11.0", "v1.2-notes", "e.g-this"]
        );
        assert_eq!(["..", ".", "a..b", ". x"].map(address_part), ["untitled", "untitled", "ab", "x"]);
        assert_eq!(
            ["muscle-damage", "2024-01-02", "AI - my note", "iOS-app"].map(spoken),
            ["Muscle damage", "2024-01-02", "AI - my note", "iOS app"]
        );
        assert_eq!(slug("Cafe\u{301}"), slug("Caf\u{e9}"));
    }

    #[test]
    fn a_part_of_an_address_can_be_a_name_on_a_disk() {
        assert_eq!(fitting("a\0b\u{1b}c"), "abc");
        assert_eq!(fitting(&"é".repeat(200)).len(), LONGEST_NAME);
        assert_eq!(address_part(&"日".repeat(300)).len(), LONGEST_NAME);
    }
}
