//! The order in which people look for names: `Section 2` before `Section 10`, `Ä` beside `A`.
//!
//! Takes: a name, and the language of the site. Gives: a key; names in the order of their keys are in order.
//! Never: is the whole of a language's rules. Letters that a language counts as letters of their own are where it puts them; with
//! ICU's tables the program would be as large again.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Of some languages, the letters that they count as their own, in their order, each with the letter that it stands behind.
const OWN: [(&[&str], &str); 11] = [
    (&["sv", "fi"], "zå zä zö"),
    (&["da", "nb", "nn", "no"], "zæ zä zø zö zå"),
    (&["et"], "sš sž võ vä vö vü"),
    (&["es", "gl"], "nñ"),
    (&["tr", "az"], "cç gğ hı oö sş uü"),
    (&["pl"], "aą cć eę lł nń oó sś zź zż"),
    (&["cs", "sk"], "cč rř sš zž"),
    (&["hr", "bs", "sl"], "cč cć dđ sš zž"),
    (&["hu"], "oö oő uü uű"),
    (&["lt", "lv"], "cč sš zž"),
    (&["ro"], "aă aâ iî sș tț"),
];

/// Letters that are two, or another, wherever they are not a language's own.
const ELSEWHERE: [(char, &str); 7] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ı', "i")];

/// Behind a letter: it sorts after everything that begins with that letter. Private, so that no name has it.
const BEHIND: u32 = 0xf_0000;
/// Before the digits of a number, by how many they are: so the longer number is the larger.
const DIGITS: u32 = 0xe_0100;

/// The key of a name.
pub fn order_key(name: &str, language: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') {
        return name.to_owned();
    }
    let short = language.split('-').next().unwrap_or_default();
    let own = OWN.iter().find(|(languages, _)| languages.contains(&short)).map_or("", |(_, letters)| letters);
    let mut out = String::with_capacity(name.len() + 4);
    let name = super::slug::composed(name);
    let name: Cow<'_, str> =
        if name.is_ascii() { name.to_ascii_lowercase().into() } else { lower(&name, short).into() };
    let mut rest = name.as_ref();
    while let Some(c) = rest.chars().next() {
        if c.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let digits = rest[..end].trim_start_matches('0');
            out.push('0');
            out.extend(char::from_u32(DIGITS + (digits.len() as u32).min(0xff)));
            out.push_str(digits);
            rest = &rest[end..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        let place = own.split(' ').position(|letter| letter.chars().nth(1) == Some(c));
        let before = place.and_then(|place| own.split(' ').nth(place)?.chars().next());
        match (place, before, ELSEWHERE.iter().find(|(letter, _)| *letter == c)) {
            (Some(place), Some(before), _) => {
                out.extend([Some(before), char::from_u32(BEHIND + place as u32)].iter().flatten())
            }
            (_, _, Some((_, written))) => out.push_str(written),
            _ => out.extend(std::iter::once(c).nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c))),
        }
    }
    out
}

/// In Turkish, `I` is not the capital of `i`.
fn lower(name: &str, language: &str) -> String {
    match language {
        "tr" | "az" => name.replace('I', "ı").replace('İ', "i").to_lowercase(),
        _ => name.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::order_key;

    fn sorted<'a>(language: &str, names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.reverse();
        names.sort_by_cached_key(|name| order_key(name, language));
        names
    }

    #[test]
    fn numbers_are_counted() {
        let names = ["1st", "Section 2", "section 2b", "Section 10", "Section 010b", "Section 100", "Sections"];
        assert_eq!(sorted("en", &names), names);
        let huge = ["9".repeat(300), format!("1{}", "0".repeat(300))];
        assert_eq!(sorted("en", &[&huge[0], &huge[1]]).len(), 2);
    }

    #[test]
    fn letters_stand_where_the_language_has_them() {
        let german = ["Arm", "Ärzte", "Azur", "Bein", "Straße", "Strasse und Weg", "Zeh"];
        assert_eq!(sorted("de", &german), german);
        let swedish = ["Arm", "Azur", "Zon", "Ålder", "Ärr", "Öga"];
        assert_eq!(sorted("sv-SE", &swedish), swedish);
        let danish = ["Arm", "Zone", "Ære", "Øre", "År"];
        assert_eq!(sorted("da", &danish), danish);
        let spanish = ["Nube", "Nuñez", "Ñu", "Oso"];
        assert_eq!(sorted("es", &spanish), spanish);
        let turkish = ["Cam", "Çam", "Dam", "Ilık", "İnce"];
        assert_eq!(sorted("tr", &turkish), turkish);
        let polish = ["Las", "Lot", "Łoś", "Mak"];
        assert_eq!(sorted("pl", &polish), polish);
        assert_eq!(sorted("en", &["Élan", "elbow", "Ølen"]), ["Élan", "elbow", "Ølen"]);
    }
}
