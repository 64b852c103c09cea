//! Every page by the first letter of its title, for titles in any script.

use crate::link::{EVERYTHING, Page, Site};
use crate::render::html::page_context::Frame;
use crate::render::view::{Letter, LetterEntry, Listed};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// The first consonants of Korean syllables, in their order.
const CONSONANTS: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
/// The rows of Japanese syllables, by their first.
const ROWS: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];
/// Stands for all titles that begin with a Chinese character: they have no order that everybody knows.
const CHINESE: &str = "漢";

/// Every page but the home page, by the first letter of its title and of each other name that readers use. Of the explanations of checks there is their list alone: they
/// are for authors.
pub(in crate::render) fn letters(site: &Site, frame: &Frame<'_>) -> Vec<Letter> {
    let mut out: BTreeMap<(bool, String), Vec<(String, LetterEntry)>> = BTreeMap::new();
    let listed = |page: &Page| page.parent.is_some_and(|above| !site.pages[above].doc.made);
    for (p, page) in site.pages.iter().enumerate().filter(|(_, page)| listed(page)) {
        let Listed { title, href, description } = frame.listed(EVERYTHING, p);
        let mut known = BTreeSet::from([folded(&title)]);
        let names = page.facts().also_called.iter().filter(|name| known.insert(folded(name)));
        let name = |name: &String| LetterEntry {
            title: name.clone(),
            href: href.clone(),
            description: String::new(),
            page: title.clone(),
        };
        let mut entries: Vec<LetterEntry> = names.map(name).collect();
        entries.push(LetterEntry { title, href, description, page: String::new() });
        for entry in entries {
            let first = entry.title.trim_start_matches(|c: char| !c.is_alphanumeric());
            let letter = letter(first);
            out.entry((letter == "#", letter)).or_default().push((folded(first), entry));
        }
    }
    let letter = |((_, letter), mut pages): ((bool, String), Vec<(String, LetterEntry)>)| {
        pages.sort_by(|a, b| (&a.0, &a.1.href).cmp(&(&b.0, &b.1.href)));
        Letter { letter, pages: pages.into_iter().map(|(_, entry)| entry).collect() }
    };
    out.into_iter().map(letter).collect()
}

/// As it is put in order: without marks and capitals.
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
