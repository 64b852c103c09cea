//! A text as HTML → its plain words, a section at a time.

use crate::parse::body::Body;

/// What stands below one heading.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// The heading's anchor; empty above the first heading.
    pub(super) id: String,
    /// The heading, as plain text.
    pub(super) heading: String,
    /// The text.
    pub(super) text: String,
}

/// The sections of a text: first what stands above the first heading.
pub(super) fn parts(body: &Body) -> Vec<Part> {
    let mut out = Vec::new();
    let mut part = Part::default();
    let mut rest = body.html.as_str();
    for heading in &body.headings {
        let open = format!(" id=\"{}\"", escaped(&heading.id));
        let Some((start, end)) = heading_in(rest, &open) else { continue };
        part.text = plain(&rest[..start]);
        out.push(std::mem::replace(
            &mut part,
            Part { id: heading.id.to_string(), heading: heading.text.clone(), text: String::new() },
        ));
        rest = &rest[end..];
    }
    part.text = plain(rest);
    out.push(part);
    out
}

/// Where the next heading with this attribute begins and ends.
fn heading_in(html: &str, open: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(start) = html[from..].find("<h").map(|i| i + from) {
        let tag = &html[start + 2..];
        if tag.as_bytes().first().is_some_and(u8::is_ascii_digit) && tag[1..].starts_with(open) {
            let close = tag.find("</h").map_or(html.len(), |i| start + 2 + i);
            return Some((start, html[close..].find('>').map_or(html.len(), |i| close + i + 1)));
        }
        from = start + 2;
    }
    None
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Tags that stand inside words; any other ends one.
const INLINE: [&str; 14] =
    ["a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "mark", "s", "span", "strong", "u"];

/// HTML without its tags, with single spaces.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push(&mut out, &rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |i| i + 1);
            let name = rest[1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
            if !name.is_some_and(|name| INLINE.contains(&name)) {
                push(&mut out, " ");
            }
            rest = &rest[end..];
        } else {
            let known =
                [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
            let (length, text) =
                known.iter().find(|(entity, _)| rest.starts_with(entity)).map_or((1, "&"), |(e, t)| (e.len(), *t));
            push(&mut out, text);
            rest = &rest[length..];
        }
    }
    push(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

/// Adds a text, with one space where it has white space.
fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(space) = next_space(rest) {
        out.push_str(&rest[..space]);
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        rest = rest[space..].trim_start();
    }
    out.push_str(rest);
}

fn next_space(text: &str) -> Option<usize> {
    // White space beyond ASCII begins with one of these bytes.
    let may_be = |byte: &u8| *byte <= b' ' || matches!(byte, 0xc2 | 0xe1..=0xe3);
    let mut from = 0;
    loop {
        let at = from + text.as_bytes()[from..].iter().position(may_be)?;
        let c = text[at..].chars().next()?;
        if c.is_whitespace() {
            return Some(at);
        }
        from = at + c.len_utf8();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay_apart() {
        assert_eq!(plain("<p>One <em>t</em>wo.</p><ul><li>A &amp; B</li><li>C</li></ul>"), "One two. A & B C");
    }
}
