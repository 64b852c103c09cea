//! Units: `miles`, `minutes per mile`, `kg/m2`.
//!
//! Takes: a unit in words. Gives: [`Unit`]: what is measured, and how much one of it is in seconds, metres and kilograms.
//! Never: knows what a word means that is none of these: it is a measure of its own, the same with and without its plural `s`.

use super::ratio::Ratio;
use std::collections::BTreeMap;

/// What is measured: each measure with its power, none of them zero.
pub(in crate::tree) type Measures = BTreeMap<String, i32>;

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tree) struct Unit {
    pub(in crate::tree) measures: Measures,
    /// How much one of it is.
    pub(in crate::tree) worth: Ratio,
    /// How many seconds the first word is, where that is a time and stands above the line.
    pub(in crate::tree) seconds: Option<Ratio>,
}

/// Words of a unit, what they measure, and how much that is, as a fraction.
const KNOWN: [(&[&str], &str, i128, i128); 15] = [
    (&["second", "sec", "s"], "time", 1, 1),
    (&["minute", "min"], "time", 60, 1),
    (&["hour", "hr", "h"], "time", 3600, 1),
    (&["day", "d"], "time", 86_400, 1),
    (&["week", "wk"], "time", 604_800, 1),
    (&["kilometre", "kilometer", "km"], "length", 1000, 1),
    (&["metre", "meter", "m"], "length", 1, 1),
    (&["centimetre", "centimeter", "cm"], "length", 1, 100),
    (&["mile", "mi"], "length", 1_609_344, 1000),
    (&["foot", "feet", "ft"], "length", 3048, 10_000),
    (&["inch", "inches", "in"], "length", 254, 10_000),
    (&["kilogram", "kilo", "kg"], "mass", 1, 1),
    (&["gram", "g"], "mass", 1, 1000),
    (&["pound", "lb"], "mass", 45_359_237, 100_000_000),
    (&["stone", "st"], "mass", 635_029_318, 100_000_000),
];

impl Unit {
    /// A unit in words. `None` where it has nothing above or below a line.
    pub(in crate::tree) fn read(text: &str) -> Option<Unit> {
        let mut unit = Unit { measures: Measures::new(), worth: Ratio::ONE, seconds: None };
        for (place, part) in text.replace(" per ", "/").split('/').enumerate() {
            let part = part.trim();
            if part.is_empty() || place > 3 {
                return None;
            }
            // All words that nobody knows are one measure: `glasses of water`.
            let words: Vec<&str> = match part.split(['·', '*']).all(|word| known(word.trim()).is_some()) {
                true => part.split(['·', '*']).map(str::trim).collect(),
                false => vec![part],
            };
            for word in words {
                let (measure, worth, power) = known(word).unwrap_or_else(|| (single(word), Ratio::ONE, 1));
                let power = if place == 0 { power } else { -power };
                for _ in 0..power.abs() {
                    unit.worth = if power > 0 { unit.worth.mul(worth)? } else { unit.worth.div(worth)? };
                }
                if place == 0 && measure == "time" && power == 1 && unit.measures.is_empty() {
                    unit.seconds = Some(worth);
                }
                join(&mut unit.measures, &measure, power);
            }
        }
        Some(unit)
    }
}

/// Adds a power; what comes to nothing is taken out.
pub(in crate::tree) fn join(measures: &mut Measures, measure: &str, power: i32) {
    let sum = measures.entry(measure.to_owned()).or_default();
    *sum += power;
    if *sum == 0 {
        measures.remove(measure);
    }
}

/// A word that is known, with its power: `m2`, `m²`.
fn known(word: &str) -> Option<(String, Ratio, i32)> {
    let (name, power) = match word.chars().next_back()? {
        '2' | '²' => (word.trim_end_matches(['2', '²', '^']), 2),
        '3' | '³' => (word.trim_end_matches(['3', '³', '^']), 3),
        _ => (word, 1),
    };
    let name = name.to_lowercase();
    let same = |known: &str| name == known || known.len() > 1 && name.strip_suffix('s') == Some(known);
    let (_, measure, above, below) = KNOWN.iter().find(|(words, ..)| words.iter().any(|known| same(known)))?;
    Some(((*measure).to_owned(), Ratio::of(*above, *below)?, power))
}

fn single(word: &str) -> String {
    let word = word.to_lowercase();
    match word.strip_suffix('s') {
        Some(single) if !single.ends_with('s') && single.len() > 1 => single.to_owned(),
        _ => word,
    }
}

/// Measures in words: `time per length`.
pub(in crate::tree) fn said(measures: &Measures) -> String {
    let words = |above: bool| -> Vec<String> {
        let these = measures.iter().filter(|(_, power)| (**power > 0) == above);
        these
            .map(|(name, power)| if power.abs() == 1 { name.clone() } else { format!("{name}{}", power.abs()) })
            .collect()
    };
    match (words(true).join(" × "), words(false).join(" per ")) {
        (above, below) if above.is_empty() && below.is_empty() => "a number".to_owned(),
        (above, below) if below.is_empty() => above,
        (above, below) if above.is_empty() => format!("1 per {below}"),
        (above, below) => format!("{above} per {below}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_what_they_measure_and_how_much() {
        let of = |above, below| Ratio::of(above, below).unwrap();
        let pace = Unit::read("minutes per mile").unwrap();
        assert_eq!((said(&pace.measures).as_str(), pace.seconds), ("time per length", Some(of(60, 1))));
        assert_eq!(pace.worth, of(60_000, 1_609_344));
        assert_eq!(Unit::read("min/mile"), Some(pace));
        assert_eq!(said(&Unit::read("kg/m2").unwrap().measures), "mass per length2");
        assert_eq!(said(&Unit::read("Glasses of water per day").unwrap().measures), "glasses of water per time");
        assert_eq!(Unit::read("beats").unwrap().measures, Unit::read("beat").unwrap().measures);
        assert_eq!((Unit::read(""), Unit::read("miles per "), Unit::read("/h")), (None, None, None));
    }
}
