//! The first line of a call-out or care card: `[!NAME]`, a sign for folding, a title.

use std::ops::Range;

/// A call-out's kind, fold and where its marker ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Its class and the key of its word: `callout-note`, `care-urgent`.
    pub key: &'static str,
    /// The class of a care card's level, or of a call-out's kind.
    pub name: &'static str,
    /// A care card tells how soon to get which help.
    pub care: bool,
    /// Whether it folds, and how it begins.
    pub fold: Fold,
    /// Bytes from the text's start to behind the marker.
    pub length: usize,
    /// Whether its name is one of ours.
    pub known: bool,
    /// What else than a box it is.
    pub shape: Shape,
    /// Of a name that nobody knows: the level of care that it is a slip away from.
    pub meant: Option<&'static str>,
}

/// What a call-out is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A box with a title.
    Box,
    /// A tab, which begins a row of them.
    FirstTab,
    /// A tab beside the one before it.
    Tab,
    /// A list of steps.
    Steps,
    /// A list of links, shown as cards.
    Cards,
}

/// What is no box, by its name.
const SHAPES: [(&str, Shape); 5] = [
    ("tabs", Shape::FirstTab),
    ("tab", Shape::Tab),
    ("steps", Shape::Steps),
    ("cards", Shape::Cards),
    ("card-grid", Shape::Cards),
];

/// Whether a call-out can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// It cannot.
    None,
    /// It can, and begins closed.
    Closed,
    /// It can, and begins open.
    Open,
}

/// The level of care of this name: `urgent`.
pub(super) fn level(name: &str) -> Option<&'static str> {
    CARE.iter().map(|(_, _, level)| *level).find(|level| *level == name)
}

const CARE: [(&str, &str, &str); 4] = [
    ("self-care", "care-self-care", "self-care"),
    ("routine", "care-routine", "routine"),
    ("urgent", "care-urgent", "urgent"),
    ("emergency", "care-emergency", "emergency"),
];

/// GitHub's five, and Obsidian's names with what they are shown as.
const CALLOUTS: [(&str, &str, &str); 27] = [
    ("note", "callout-note", "note"),
    ("tip", "callout-tip", "tip"),
    ("hint", "callout-tip", "tip"),
    ("important", "callout-important", "important"),
    ("warning", "callout-warning", "warning"),
    ("attention", "callout-warning", "warning"),
    ("caution", "callout-caution", "caution"),
    ("info", "callout-info", "info"),
    ("todo", "callout-todo", "todo"),
    ("success", "callout-success", "success"),
    ("check", "callout-success", "success"),
    ("done", "callout-success", "success"),
    ("question", "callout-question", "question"),
    ("help", "callout-question", "question"),
    ("faq", "callout-question", "question"),
    ("failure", "callout-failure", "failure"),
    ("fail", "callout-failure", "failure"),
    ("missing", "callout-failure", "failure"),
    ("danger", "callout-danger", "danger"),
    ("error", "callout-danger", "danger"),
    ("bug", "callout-bug", "bug"),
    ("example", "callout-example", "example"),
    ("quote", "callout-quote", "quote"),
    ("cite", "callout-quote", "quote"),
    ("abstract", "callout-abstract", "abstract"),
    ("summary", "callout-abstract", "abstract"),
    ("tldr", "callout-abstract", "abstract"),
];

/// Reads the marker at the start of a quotation's text. A name of nobody's is a note, as in Obsidian.
pub(super) fn marker(text: &str) -> Option<Marker> {
    let close = closing(first_line(text))?;
    let inside = &text["[!".len()..close];
    let name = normal(inside.split('|').next().unwrap_or(inside));
    let mut length = close + 1;
    let fold = match text.as_bytes().get(length) {
        Some(b'-') => Fold::Closed,
        Some(b'+') => Fold::Open,
        _ => Fold::None,
    };
    length += usize::from(fold != Fold::None);
    let care = level(&name).filter(|_| !inside.starts_with(char::is_whitespace));
    if let Some(level) = care {
        let key = CARE.iter().find(|(name, ..)| *name == level).map_or("", |(_, key, _)| key);
        return Some(Marker {
            key,
            name: level,
            care: true,
            fold,
            length,
            known: true,
            shape: Shape::Box,
            meant: None,
        });
    }
    if let Some((_, shape)) = SHAPES.iter().find(|(known, _)| *known == name) {
        let (key, fold) = ("callout-note", Fold::None);
        return Some(Marker { key, name: "note", care: false, fold, length, known: true, shape: *shape, meant: None });
    }
    match CALLOUTS.iter().find(|(known, ..)| *known == name) {
        Some((_, key, name)) => {
            Some(Marker { key, name, care: false, fold, length, known: true, shape: Shape::Box, meant: None })
        }
        None => {
            let meant = level_meant(&name);
            let key = "callout-note";
            Some(Marker { key, name: "note", care: false, fold, length, known: false, shape: Shape::Box, meant })
        }
    }
}

/// Whether a call-out or a level of care has this name, in small letters.
pub(super) fn is_known(name: &str) -> bool {
    level(name).is_some() || CALLOUTS.iter().any(|(known, ..)| *known == name) || is_shape(name)
}

/// Whether something else than a box has this name.
fn is_shape(name: &str) -> bool {
    SHAPES.iter().any(|(known, _)| *known == name)
}

/// So much of a line is looked at: a line may be the whole text.
const LONGEST: usize = 300;

/// The first line of a text, as far as it is looked at.
pub(super) fn first_line(text: &str) -> &str {
    text[..text.floor_char_boundary(LONGEST)].lines().next().unwrap_or_default()
}

/// Where the bracket of a marker at a line's beginning is closed.
pub(super) fn closing(line: &str) -> Option<usize> {
    let mut open = 0;
    for (at, sign) in line.char_indices().skip_while(|_| !line.starts_with("[!")) {
        match sign {
            '[' => open += 1,
            ']' if open == 1 => return Some(at).filter(|at| !line["[!".len()..*at].trim().is_empty()),
            ']' => open -= 1,
            _ => {}
        }
    }
    None
}

/// What stands in a marker's brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The name of a call-out or of a level of care.
    Known,
    /// A name of the author's own, or a slip in another.
    Unknown,
    /// Such a name of so many bytes, and words behind it.
    Before(usize),
    /// Words.
    Words,
}

/// Whether a name stands in a marker's brackets, and where it ends. In Obsidian's notes, what stands behind a `|` says how a call-out
/// looks, and is nothing to read.
pub(super) fn named(inside: &str, of_obsidian: bool) -> Named {
    let is_known = |written: &str| {
        let name = normal(written);
        level(&name).is_some_and(|_| written.starts_with(char::is_alphanumeric))
            || CALLOUTS.iter().any(|(known, ..)| *known == name)
            || is_shape(&name)
    };
    let name = inside.split('|').next().unwrap_or(inside);
    let whole = if of_obsidian && level(&normal(name)).is_none() { name } else { inside };
    if is_known(whole) {
        return Named::Known;
    }
    if slip_of(&normal(whole)).is_some() {
        return Named::Unknown;
    }
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let ends = whole.char_indices().filter(|(_, c)| !is_letter(*c)).map(|(at, _)| at);
    let ends: Vec<usize> = ends.filter(|at| whole[*at..].contains(char::is_alphanumeric)).collect();
    let first = ends.iter().find(|end| !whole[..**end].trim().is_empty());
    let before = ends.iter().rev().find(|end| is_known(&whole[..**end]));
    match before.or(first.filter(|end| slip_of(&normal(&whole[..**end])).is_some())) {
        Some(end) => Named::Before(*end),
        None if first.is_some() => Named::Words,
        None => Named::Unknown,
    }
}

/// A level of care that seems to be meant by what is no marker: the bytes of its name from the text's start, and the level.
pub(super) fn unmarked(text: &str, place: Beginning) -> Option<(Range<usize>, &'static str)> {
    let line = first_line(text);
    let written = |sign: &str| {
        let from = line.strip_prefix(sign)?;
        let name = from.trim_start();
        let at = line.len() - name.len();
        let word = &name[..name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(name.len())];
        let two = name[word.len()..].strip_prefix(' ').map(|behind| {
            let second = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
            &name[..word.len() + 1 + second]
        });
        let name = two.filter(|two| level(&normal(two)).is_some()).unwrap_or(word);
        Some((at..at + name.len(), normal(name), line[at + name.len()..].trim_start()))
    };
    let slip = |sign: &str| {
        let (range, name, _) = written(sign)?;
        Some((range, slip_of(&name)?))
    };
    let exact = |sign: &str| {
        let (range, name, behind) = written(sign)?;
        let is_link = behind.starts_with("](") || behind.starts_with("][");
        Some((range, level(&name)?)).filter(|_| behind.starts_with(']') && !is_link)
    };
    let signs: &[&str] = match place {
        Beginning::Within => &["[!", "[！"],
        Beginning::Block | Beginning::Quotation => &["[!", "[！", "!!!", "???+", "???", ":::"],
    };
    let found = signs.iter().find_map(|sign| slip(sign)).or_else(|| exact("![")).or_else(|| exact("! ["));
    found.or_else(|| if place == Beginning::Quotation { exact("[") } else { None })
}

/// What a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// A quotation.
    Quotation,
    /// A paragraph, or what else stands by itself.
    Block,
    /// Nothing: it stands in the middle of one.
    Within,
}

/// A name as it stands in the tables.
fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

/// The level of care that is meant by a name that is none: a slip in one, or one with something beside it.
fn level_meant(name: &str) -> Option<&'static str> {
    let letter = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let words: String = format!("-{name}-").chars().map(letter).collect();
    let among = |(_, _, level): &(&str, &str, &'static str)| words.contains(&format!("-{level}-")).then_some(*level);
    slip_of(name).or_else(|| CARE.iter().find_map(among))
}

/// The level of care that a name is, or is a slip of: one letter wrong, or two behind the right first one (Damerau and Levenshtein's
/// distance). `outline` is no slip of `routine`.
fn slip_of(name: &str) -> Option<&'static str> {
    // Nothing longer is a slip of the longest; and the distance of long words takes long.
    if name.len() > 2 * "emergency".len() {
        return None;
    }
    CARE.iter().map(|(_, _, level)| *level).find(|level| match strsim::damerau_levenshtein(name, level) {
        0 | 1 => true,
        2 => name.get(..1) == level.get(..1),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_of_github_obsidian_and_care_cards() {
        assert_eq!(marker("[!NOTE]\n").unwrap().name, "note");
        assert_eq!(marker("[!faq]- Why?").map(|m| (m.name, m.fold, m.length)), Some(("question", Fold::Closed, 7)));
        assert!(marker("[!SELF-CARE] Stretch").unwrap().care);
        assert_eq!(marker("[note]"), None);
    }

    #[test]
    fn a_slip_in_a_level_of_care_is_seen() {
        let meant = |text: &str| marker(text).unwrap().meant;
        assert_eq!(meant("[!EMERGANCY] Call"), Some("emergency"));
        assert_eq!(meant("[!URGNET]"), Some("urgent"));
        assert_eq!(meant("[!selfcare]"), Some("self-care"));
        assert_eq!(meant("[!Self care]"), None);
        assert_eq!([meant("[!Emergency!]"), meant("[!!emergency]"), meant("[! EMERGENCY]")], [Some("emergency"); 3]);
        assert_eq!([meant("[!outline]"), meant("[!recipe]"), meant("[!note]")], [None; 3]);
    }
}
