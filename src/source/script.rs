//! Scripts that need to be read otherwise than letter by letter between spaces.

use unicode_normalization::char::is_combining_mark;

/// Whether a character is of a script without spaces between words: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
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
