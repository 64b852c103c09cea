//! Scripts that need to be read otherwise than letter by letter between spaces.

use unicode_normalization::char::is_combining_mark;

/// Whether a character is of a script without spaces between words: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Whether a character is part of a word.
pub fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}
