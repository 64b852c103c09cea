//! Scripts that need to be read otherwise than letter by letter between spaces, or that run from right to left.

use unicode_normalization::char::is_combining_mark;

/// Whether a character is of a script without spaces between words: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// The way in which a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As English does.
    LeftToRight,
    /// As Arabic and Hebrew do.
    RightToLeft,
}

impl Direction {
    /// The way of a language, by its code.
    pub fn of_language(language: &str) -> Direction {
        const RIGHT_TO_LEFT: [&str; 9] = ["ar", "arc", "dv", "fa", "he", "ks", "ps", "ur", "yi"];
        let short = language.split(['-', '_']).next().unwrap_or_default();
        let runs_back = RIGHT_TO_LEFT.iter().any(|known| known.eq_ignore_ascii_case(short));
        if runs_back { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// As HTML calls it.
    pub fn name(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// Whether a character is of a script that is written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// The way of the first letter of a text in Markdown that has one; those of tags are none of it.
pub fn first_strong(text: &str) -> Option<Direction> {
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag || !c.is_alphabetic() => {}
            _ if is_right_to_left(c) => return Some(Direction::RightToLeft),
            _ => return Some(Direction::LeftToRight),
        }
    }
    None
}

/// Whether a byte is a letter or a figure of ASCII, of which most texts are made: a look into a table.
pub fn is_plain(byte: u8) -> bool {
    const PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let mut at = 0;
        while at < plain.len() {
            plain[at] = (at as u8).is_ascii_alphanumeric();
            at += 1;
        }
        plain
    };
    PLAIN[usize::from(byte)]
}

/// Whether a character is part of a word.
pub fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}
