//! Escapes a text for the Markdown of a code host, whoever wrote it.

use super::in_line;

/// Not seen, and no part of a name or a number: what stands on its two sides is no mention, reference or address any more.
/// The host looks for those after it has read entities and backslashes, so that these keep nothing from being one.
const APART: &str = "&#8203;";

/// The text in one line of Markdown. It is neither markup nor the end of a line or cell, names nobody (`@name`), refers to nothing
/// (`#1`, `GH-1`) and leads nowhere (`https://`, `www.`).
pub fn escape_markdown(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let text = in_line(&text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            // What stands between two of these would be a formula.
            '$' => out.push_str("&#36;"),
            '@' => out.extend(["@", APART]),
            '#' => out.extend(["\\#", APART]),
            '-' if refers(&text[..at], rest) => out.extend([APART, "-"]),
            ':' if rest.starts_with("//") => out.push_str("&#58;"),
            '.' if ends_in(&text[..at], "www") => out.push_str("&#46;"),
            '|' | '\\' | '*' | '_' | '[' | ']' | '!' | '~' | '`' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Whether a hyphen is the one of `GH-1`.
fn refers(before: &str, rest: &str) -> bool {
    ends_in(before, "gh") && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a word is the last of a text.
fn ends_in(text: &str, word: &str) -> bool {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().is_some_and(|last| last.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::escape_markdown;

    #[test]
    fn nobody_is_named_and_nothing_is_referred_to() {
        let cases = [
            ("Hello @maintainer", "Hello @&#8203;maintainer"),
            ("a@b.example", "a@&#8203;b.example"),
            ("see #1 and o/r#1", "see \\#&#8203;1 and o/r\\#&#8203;1"),
            ("GH-1, gh-20, GH-x, high-1", "GH&#8203;-1, gh&#8203;-20, GH-x, high-1"),
            ("https://a.example www.b.example", "https&#58;//a.example www&#46;b.example"),
            ("a: b. c", "a: b. c"),
            ("<b> & [x](y) | `z` $1$\n# no", "&lt;b> &amp; \\[x\\](y) \\| \\`z\\` &#36;1&#36; \\#&#8203; no"),
        ];
        for (text, wanted) in cases {
            assert_eq!(escape_markdown(text), wanted);
        }
    }
}
