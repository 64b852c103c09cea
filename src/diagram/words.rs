//! The words of a label: without Mermaid's quotes, its signs for letters, and HTML.

/// The lines of a label.
pub(super) fn label(written: &str) -> String {
    let words = written.trim();
    let words = words.strip_prefix('"').and_then(|words| words.strip_suffix('"')).unwrap_or(words);
    let words = words.trim();
    let marked = words.strip_prefix('`').and_then(|words| words.strip_suffix('`'));
    let words = marked.unwrap_or(words);
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        let tag = || {
            let end = rest.find('>')?;
            let name = rest[1..end].trim_start_matches('/').trim_end_matches(['/', ' ']);
            name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((end + 1, name))
        };
        match letter {
            '<' if let Some((length, name)) = tag() => {
                if name.eq_ignore_ascii_case("br") {
                    out.push('\n');
                }
                rest = &rest[length..];
                continue;
            }
            '\\' if rest.starts_with("\\n") => {
                out.push('\n');
                rest = &rest[2..];
                continue;
            }
            '#' | '&' if let Some((length, letter)) = entity(rest) => {
                out.push(letter);
                rest = &rest[length..];
                continue;
            }
            '*' if marked.is_some() => {}
            letter if letter.is_control() && letter != '\n' => {}
            letter => out.push(letter),
        }
        rest = &rest[letter.len_utf8()..];
    }
    // Signs of a font that is not there.
    let words = out.split_inclusive([' ', '\n']).filter(|word| !is_icon(word.trim()));
    words.collect::<String>().trim().to_owned()
}

fn is_icon(word: &str) -> bool {
    ["fa:fa-", "fas:fa-", "fab:fa-", "far:fa-"].iter().any(|sign| word.starts_with(sign))
}

/// `#quot;`, `#35;`, `&amp;` at the beginning of a text: its length, and what it means.
fn entity(text: &str) -> Option<(usize, char)> {
    let end = text.get(..text.len().min(10)).or_else(|| text.get(..1))?.find(';')?;
    let name = text[1..end].trim_start_matches('#');
    let letter = match name {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        "nbsp" => ' ',
        "semi" => ';',
        "colon" => ':',
        "hash" | "num" => '#',
        number => char::from_u32(number.parse().ok()?).filter(|letter| !letter.is_control())?,
    };
    Some((end + 1, letter))
}

/// A label in one line, for the words.
pub(super) fn in_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_words() {
        assert_eq!(label("\"a<br/>b #quot;c#quot; &amp; <b>d</b>\""), "a\nb \"c\" & d");
        assert_eq!(label("\"`**a** b`\""), "a b");
        assert_eq!(label("fa:fa-car Car"), "Car");
        assert_eq!(label("1 < 2 #35;"), "1 < 2 #");
        assert_eq!(label("é&é#"), "é&é#");
    }
}
