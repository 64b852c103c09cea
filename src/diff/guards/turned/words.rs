//! The words of a sentence that must not be read over: numbers with what they count, bounds, and “not”.
//!
//! Takes: two sentences. Gives: whether they differ in these. Never: judges what that means.

use std::collections::BTreeMap;

/// Words that turn a sentence round, in English and German; so does whatever ends in `n't`.
const NOT: [&str; 24] = [
    "not", "no", "never", "none", "nothing", "nobody", "without", "nor", "neither", "cannot", "nicht", "nichts", "nie",
    "niemals", "niemand", "ohne", "weder", "kein", "keine", "keinen", "keinem", "keiner", "keines", "avoid",
];

/// Words of which another one says the opposite.
const BOUNDS: [&str; 24] = [
    "least",
    "most",
    "more",
    "less",
    "fewer",
    "under",
    "over",
    "above",
    "below",
    "before",
    "after",
    "minimum",
    "maximum",
    "all",
    "any",
    "always",
    "mindestens",
    "höchstens",
    "mehr",
    "weniger",
    "unter",
    "über",
    "vor",
    "nach",
];

/// Words that exchange what a sentence asks for.
const OPPOSITES: [(&str, &str); 14] = [
    ("or", "and"),
    ("oder", "und"),
    ("least", "most"),
    ("more", "less"),
    ("more", "fewer"),
    ("mehr", "weniger"),
    ("under", "over"),
    ("unter", "über"),
    ("above", "below"),
    ("before", "after"),
    ("vor", "nach"),
    ("minimum", "maximum"),
    ("mindestens", "höchstens"),
    ("all", "any"),
];

/// Whether a number or a “not” is another, or a bound or an “or” has become its opposite.
pub(in crate::diff) fn turns(before: &str, after: &str) -> bool {
    let [was, is] = [before, after].map(weighed);
    let firm = |words: &BTreeMap<String, usize>| -> BTreeMap<String, usize> {
        let firm = words.iter().filter(|(word, _)| *word == NO || word.contains(|c: char| c.is_ascii_digit()));
        firm.map(|(word, count)| (word.clone(), *count)).collect()
    };
    let [had, has] = [before, after].map(plain);
    let times = |words: &[String], word: &str| words.iter().filter(|other| *other == word).count();
    let exchanged = |one: &str, other: &str| {
        times(&had, one) > times(&has, one) && times(&had, other) < times(&has, other)
            || times(&had, one) < times(&has, one) && times(&had, other) > times(&has, other)
    };
    firm(&was) != firm(&is) || OPPOSITES.iter().any(|(one, other)| exchanged(one, other))
}

/// The words alone, in small letters.
fn plain(sentence: &str) -> Vec<String> {
    let small = uncited(sentence).to_lowercase();
    small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A sentence without its sources, whose keys have years in them.
fn uncited(sentence: &str) -> String {
    let mut parts = sentence.split("[@");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(']').map_or("", |(_, rest)| rest))
}

/// What every “not” is counted as.
const NO: &str = "not";

/// How often each of the words stands in a sentence that must not be read over; a number with what it counts.
pub(super) fn weighed(sentence: &str) -> BTreeMap<String, usize> {
    let small = uncited(sentence).to_lowercase().replace('’', "'");
    let words: Vec<&str> =
        small.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | '/' | '(' | ')')).collect();
    let mut out = BTreeMap::new();
    let mut count = |word: String| *out.entry(word).or_default() += 1;
    for (i, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.contains(|c: char| c.is_ascii_digit()) {
            let next = words[i + 1..].iter().find(|next| !next.is_empty()).copied().unwrap_or_default();
            let unit = next.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
            // Where a sentence ends behind its number, the next word is none.
            let unit = if word.ends_with(['.', ',', ';', ':', '?', '!']) { "" } else { unit };
            count(format!("{bare} {unit}"));
        } else if NOT.contains(&bare) || bare.ends_with("n't") {
            count(NO.to_owned());
        } else if BOUNDS.contains(&bare) {
            count(bare.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{turns, weighed};

    #[test]
    fn numbers_units_bounds_and_nots_are_weighed_and_nothing_else() {
        let turned = |before: &str, after: &str| weighed(before) != weighed(after);
        for (before, after) in [
            ("Do not stretch.", "Stretch."),
            ("Don’t rub it.", "Do rub it."),
            ("Take 400 mg.", "Take 400 g."),
            ("Rest for 5–6 days.", "Rest for 5–16 days."),
            ("Wait at least an hour.", "Wait at most an hour."),
            ("Over 40? Ask.", "Under 40? Ask."),
            ("Nimm nichts ein.", "Nimm etwas ein."),
            ("About 7% of runners.", "About 70% of runners."),
        ] {
            assert!(turned(before, after), "{before} {after}");
        }
        for (before, after) in [
            ("Stand on the leg, if that helps.", "Stand on your leg if this helps."),
            ("Walk for 30 minutes, slowly.", "Walk slowly, for 30 minutes."),
            ("It does not help.", "It doesn't help."),
            ("In 2020. A trial.", "In 2020. One trial."),
        ] {
            assert!(!turned(before, after), "{before} {after}");
        }
    }
    #[test]
    fn what_turns_a_sentence_round_is_a_number_a_not_or_an_opposite() {
        for (before, after) in [
            ("Hardly any urine for 8 hours.", "Hardly any urine for 18 hours."),
            ("Do not massage it.", "Massage it."),
            ("Chest pain or trouble breathing.", "Chest pain and trouble breathing."),
            ("Call before you go.", "Call after you go."),
            ("Go now.", "Go within 2 days."),
        ] {
            assert!(turns(before, after), "{before} {after}");
        }
        for (before, after) in [
            ("Rest, and read on.", "Rest and read on."),
            ("Go to all of them.", "Go to each of them."),
            ("It begins quietly [@gpn-eah].", "It begins quietly [@gpn-eah] [@butler-2015]."),
            ("It can be red or warm.", "It can be red, or warm."),
        ] {
            assert!(!turns(before, after), "{before} {after}");
        }
    }
}
