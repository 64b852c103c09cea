//! The first line of a call-out or care card: `[!NAME]`, a sign for folding, a title.

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
    /// Of a name that nobody knows: the level of care that it is a slip away from.
    pub meant: Option<&'static str>,
}

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
    let rest = text.strip_prefix("[!")?;
    let close = rest.find(']').filter(|i| *i > 0 && *i <= 40)?;
    let name = rest[..close].to_lowercase();
    if name.contains(['\n', '[']) {
        return None;
    }
    let name = name.split('|').next().unwrap_or(&name).trim().replace([' ', '_'], "-");
    let mut length = 2 + close + 1;
    let fold = match text.as_bytes().get(length) {
        Some(b'-') => Fold::Closed,
        Some(b'+') => Fold::Open,
        _ => Fold::None,
    };
    length += usize::from(fold != Fold::None);
    let find = |table: &[(&str, &'static str, &'static str)]| {
        table.iter().find(|(n, ..)| *n == name).map(|(_, k, n)| (*k, *n))
    };
    let care = find(&CARE);
    let known = care.or_else(|| find(&CALLOUTS));
    let meant = if known.is_none() { slip_of(&name) } else { None };
    let (key, name) = known.unwrap_or(("callout-note", "note"));
    Some(Marker { key, name, care: care.is_some(), fold, length, meant })
}

/// The level of care that a name is a slip of: one letter wrong, or two behind the right first one (Damerau and Levenshtein's
/// distance). `outline` is no slip of `routine`.
fn slip_of(name: &str) -> Option<&'static str> {
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
        assert_eq!([meant("[!outline]"), meant("[!recipe]"), meant("[!note]")], [None; 3]);
    }
}
