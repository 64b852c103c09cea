//! Texts as XML may hold them.
//!
//! Takes: any text. Gives: the same with the signs of markup as entities, and without the characters that XML cannot have.
//! Never: looks for markup: what it is given is words.

/// On one line, for a text or a value in quotes: every end of a line and tab is a space.
pub fn xml_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => xml_char(c, &mut out),
        }
    }
    out
}

/// Between tags; a reader of XML gets back every character that it may have.
pub fn xml_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\r' => out.push_str("&#13;"),
            c => xml_char(c, out),
        }
    }
}

/// In double quotes; likewise.
pub fn xml_value(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c => xml_char(c, out),
        }
    }
}

fn xml_char(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        // No text of XML may have these, not even by their numbers.
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_markup() {
        let written = "a\t<b> & \"c\"\r\n\u{1}\u{ffff}d";
        let (mut text, mut value) = (String::new(), String::new());
        xml_text(written, &mut text);
        xml_value(written, &mut value);
        assert_eq!(xml_line(written), "a &lt;b&gt; &amp; &quot;c&quot;  d");
        assert_eq!(text, "a\t&lt;b&gt; &amp; \"c\"&#13;\nd");
        assert_eq!(value, "a&#9;&lt;b&gt; &amp; &quot;c&quot;&#13;&#10;d");
    }
}
