//! Every page by the first letter of its names, for names in any script.

use crate::link::Page;
use crate::source::order_key;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// A letter, and the names under it in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The letter, or `OTHERS`.
    pub letter: String,
    /// The names.
    pub names: Vec<Name>,
}

/// A name of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The page.
    pub page: usize,
    /// Of another name than the title, its place among those that readers use.
    pub other: Option<usize>,
}

/// What stands for all that is no letter.
pub const OTHERS: &str = "#";
/// The first consonants of Korean syllables, in their order.
const CONSONANTS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
/// The rows of Japanese syllables, by their first.
const ROWS: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];
/// Stands for all titles that begin with a Chinese character: they have no order that everybody knows.
const CHINESE: &str = "漢";

/// Every page but the home page, by the first letter of its title and of each other name that readers use. Of the explanations of
/// checks there is their list alone: they are for authors.
pub(in crate::link) fn letters(pages: &[Page], language: &str) -> Vec<Letter> {
    let mut out: BTreeMap<(bool, String), Vec<(String, &str, Name)>> = BTreeMap::new();
    let listed = |page: &Page| page.parent.is_some_and(|above| !pages[above].doc.made);
    for (p, page) in pages.iter().enumerate().filter(|(_, page)| listed(page)) {
        let facts = page.facts();
        let mut known = BTreeSet::new();
        if !facts.also_called.is_empty() {
            known.insert(folded(&facts.title));
        }
        let others = facts.also_called.iter().enumerate().filter(|(_, name)| known.insert(folded(name)));
        let others = others.map(|(other, name)| (name, Some(other)));
        for (name, other) in others.chain([(&facts.title, None)]) {
            let first = name.trim_start_matches(|c: char| !c.is_alphanumeric());
            let letter = letter(first);
            let entry = (order_key(first, language), facts.address.as_str(), Name { page: p, other });
            out.entry((letter == OTHERS, letter)).or_default().push(entry);
        }
    }
    let letter = |((_, letter), mut names): ((bool, String), Vec<(String, &str, Name)>)| {
        names.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        Letter { letter, names: names.into_iter().map(|(.., name)| name).collect() }
    };
    out.into_iter().map(letter).collect()
}

/// What is one name to readers: without marks and capitals.
fn folded(title: &str) -> String {
    title.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase()
}

/// What a title is listed under: `É` under E, `ガ` under か, `한` under ㅎ, a number under `#`.
fn letter(title: &str) -> String {
    let Some(first) = title.chars().next().filter(|c| c.is_alphabetic()) else { return "#".to_owned() };
    match first {
        '\u{ac00}'..='\u{d7a3}' => CONSONANTS[(first as usize - 0xac00) / 588].to_string(),
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' => {
            CHINESE.to_owned()
        }
        '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9d}' => {
            let plain = first.to_string().nfkd().next().unwrap_or(first);
            let plain = if ('\u{30a1}'..='\u{30f6}').contains(&plain) { plain as u32 - 0x60 } else { plain as u32 };
            // A small letter stands just before its large one.
            ROWS.iter().rev().find(|row| plain + 1 >= **row as u32).unwrap_or(&ROWS[0]).to_string()
        }
        // Of Cyrillic, letters with a mark are letters of their own.
        '\u{400}'..='\u{52f}' => first.to_uppercase().collect(),
        _ => first.to_string().nfkd().next().unwrap_or(first).to_uppercase().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn titles_of_every_script_have_a_letter() {
        let cases = [
            ("cramp", "C"),
            ("Ärzte", "A"),
            ("Øvelse", "Ø"),
            ("йод", "Й"),
            ("Ωμέγα", "Ω"),
            ("한국어", "ㅎ"),
            ("ガイド", "か"),
            ("ぁ", "あ"),
            ("らん", "ら"),
            ("筋肉", "漢"),
            ("5 km", "#"),
            ("", "#"),
        ];
        for (title, wanted) in cases {
            assert_eq!(letter(title), wanted, "{title}");
        }
    }
}
