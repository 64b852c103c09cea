//! Commands that are usual and that the reader does not know → those that it knows.

/// A command, and what stands for it: another command, or nothing.
const OTHERS: [(&str, &str); 28] = [
    ("bm", "\\boldsymbol"),
    ("pmb", "\\boldsymbol"),
    ("mbox", "\\text"),
    ("hbox", "\\text"),
    ("mathscr", "\\mathcal"),
    ("ensuremath", ""),
    ("smash", ""),
    ("mathstrut", ""),
    ("nonumber", ""),
    ("notag", ""),
    ("limits", ""),
    ("nolimits", ""),
    ("displaylimits", ""),
    ("tiny", ""),
    ("small", ""),
    ("normalsize", ""),
    ("large", ""),
    ("Large", ""),
    ("centering", ""),
    ("argmax", "\\operatorname{argmax}"),
    ("argmin", "\\operatorname{argmin}"),
    ("mod", "\\bmod"),
    ("xRightarrow", "\\xrightarrow"),
    ("xLeftarrow", "\\xleftarrow"),
    ("sout", "\\cancel"),
    ("bcancel", "\\cancel"),
    ("xcancel", "\\cancel"),
    ("hfill", "\\quad"),
];

/// Commands whose parts are shown otherwise, by a mark that the reader leaves where it stands.
pub(super) const MARKED: [(char, &[&str]); 2] =
    [('\u{e0b0}', &["boxed", "fbox"]), ('\u{e0b1}', &["phantom", "hphantom"])];

/// The classes of these.
pub(super) const CLASSES: [&str; 2] = ["boxed", "phantom"];

/// Commands that go with what stands in braces behind them.
const WITH_THEIRS: [&str; 2] = ["label", "vphantom"];

/// The same formula in commands that are known.
pub(super) fn usual(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let length = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
        if length == 0 {
            // `\\` and `\{` are whole, and what follows them is no command.
            let sign = behind.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[at..at + 1 + sign]);
            rest = &behind[sign..];
            continue;
        }
        let (name, argument) = behind.split_at(length);
        rest = argument;
        if let Some((mark, _)) = MARKED.iter().find(|(_, known)| known.contains(&name))
            && let Some(inside) = braced(argument)
        {
            out.push_str(&format!("{{\\text{{{mark}}}{}{{}}}}", usual(inside)));
            rest = &argument[inside.len() + 2..];
            continue;
        }
        if name == "sqrt"
            && let Some(index) = bracketed(argument)
        {
            // Of an index without braces the reader takes the first sign alone.
            out.push_str(&format!("\\sqrt[{{{}}}]", usual(index)));
            rest = &argument[index.len() + 2..];
            continue;
        }
        if name.starts_with("text")
            && let Some(inside) = braced(argument).filter(|inside| inside.matches('$').count() >= 2)
        {
            out.push_str(&mixed(name, inside));
            rest = &argument[inside.len() + 2..];
            continue;
        }
        if name == "tag" || WITH_THEIRS.contains(&name) {
            let starred = argument.strip_prefix('*').unwrap_or(argument);
            if let Some(inside) = braced(starred) {
                if name == "tag" {
                    out.push_str(&format!("\\qquad\\text{{({inside})}}"));
                } else if name != "label" {
                    out.push_str("\\quad ");
                }
                rest = &starred[inside.len() + 2..];
                continue;
            }
        }
        match OTHERS.iter().find(|(known, _)| *known == name) {
            Some((_, other)) => {
                out.push_str(other);
                // What a word was apart from stays apart.
                out.push_str(if argument.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" });
            }
            None => out.push_str(&rest_of(name)),
        }
    }
    out.push_str(rest);
    out
}

fn rest_of(name: &str) -> String {
    format!("\\{name}")
}

/// A formula in words, `\\text{if $x$ holds}`: words and formulas by turns.
fn mixed(name: &str, inside: &str) -> String {
    let mut out = String::from("{");
    for (nth, part) in inside.split('$').enumerate() {
        match nth % 2 {
            _ if part.is_empty() => {}
            0 => out.push_str(&format!("\\{name}{{{part}}}")),
            _ => out.push_str(&format!("{{{}}}", usual(part))),
        }
    }
    out + "}"
}

/// What stands in the brackets that a text begins with.
fn bracketed(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let mut open = 0_usize;
    for (at, sign) in inside.char_indices() {
        match sign {
            '{' => open += 1,
            '}' => open = open.checked_sub(1)?,
            ']' if open == 0 => return Some(&inside[..at]),
            _ => {}
        }
    }
    None
}

/// What stands in the braces that a text begins with.
fn braced(text: &str) -> Option<&str> {
    let mut open = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => open += 1,
            '}' if open == 1 => return Some(&text[1..at]),
            '}' => open -= 1,
            _ if open == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_have_other_names() {
        assert_eq!(usual("\\bm{x} \\alpha \\{ \\\\bm"), "\\boldsymbol{x} \\alpha \\{ \\\\bm");
        assert_eq!(usual("a \\tag{1} \\label{x{y}} b"), "a \\qquad\\text{(1)}  b");
        assert_eq!(usual("\\smash{\\mbox{é}}\\"), "{\\text{é}}\\");
        assert_eq!(usual("\\sqrt[n+1]{2}"), "\\sqrt[{n+1}]{2}");
        assert_eq!(usual("\\text{if $x$ é}"), "{\\text{if }{x}\\text{ é}}");
    }
}
