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
    let parts: Vec<&str> = slug.split('-').filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { "untitled".into() } else { fitting(&parts.join("-")) }
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

/// `muscle-damage` → `Muscle damage`.
pub fn spoken(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
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
        assert_eq!(slug("Cafe\u{301}"), slug("Caf\u{e9}"));
    }

    #[test]
    fn a_part_of_an_address_can_be_a_name_on_a_disk() {
        assert_eq!(fitting("a\0b\u{1b}c"), "abc");
        assert_eq!(fitting(&"é".repeat(200)).len(), LONGEST_NAME);
        assert_eq!(address_part(&"日".repeat(300)).len(), LONGEST_NAME);
    }
}
