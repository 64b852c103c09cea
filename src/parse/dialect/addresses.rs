//! Addresses that stand in a text as they are, `https://example.org`, `www.example.org` and `name@example.org`: links, as GitHub
//! and most readers have them. Not in code, in a link's words, in HTML or in a heading.

use super::{Draft, Edit, Searched, edited};
use crate::source::Offsets;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Longer ones no host takes, and a text may be one word.
const LONGEST: usize = 2000;

const STARTS: [&str; 3] = ["https://", "http://", "www."];

/// The text with such addresses as Markdown's own links, if it holds any.
pub(super) fn as_links(searched: &Searched<'_>, offsets: &Offsets) -> Option<Draft> {
    if !may_hold(searched) {
        return None;
    }
    let text = searched.text;
    let mut edits: Vec<Edit> = Vec::new();
    for words in words(text) {
        let written = &text[words.clone()];
        for address in found(written).into_iter().chain(mail(written)) {
            let shown = &written[address.clone()];
            let (start, end) = (words.start + address.start, words.start + address.end);
            if shown.starts_with("www.") {
                edits.push((start..start, "[".to_owned()));
                edits.push((end..end, format!("](<https://{shown}>)")));
            } else {
                edits.push((start..start, "<".to_owned()));
                edits.push((end..end, ">".to_owned()));
            }
        }
    }
    (!edits.is_empty()).then(|| edited(text, offsets, edits))
}

/// Whether a text may hold any: most addresses stand in links, and need no look.
fn may_hold(searched: &Searched<'_>) -> bool {
    let text = searched.text;
    let free = |start: usize| !text[..start].ends_with(['<', '"', '\'']) && !text[..start].ends_with("](");
    let stands = |start: &str| searched.contains(start) && text.match_indices(start).any(|(at, _)| free(at));
    STARTS.iter().any(|start| stands(start)) || searched.contains("@") && !mail(text).is_empty()
}

/// Where words stand that may be made links: stretches of text without marks in them.
fn words(text: &str) -> Vec<Range<usize>> {
    let (mut out, mut closed, mut raw): (Vec<Range<usize>>, usize, usize) = (Vec::new(), 0, 0);
    for (event, range) in Parser::new_ext(text, super::super::markdown::options()).into_offset_iter() {
        match event {
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Heading { .. },
            ) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Heading(_)) => {
                closed = closed.saturating_sub(1)
            }
            Event::InlineHtml(tag) if tag.starts_with("</a") => raw = raw.saturating_sub(1),
            Event::InlineHtml(tag) if tag.starts_with("<a ") => raw += 1,
            Event::End(TagEnd::Paragraph) => raw = 0,
            Event::Text(_) if closed == 0 && raw == 0 => match out.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => out.push(range),
            },
            _ => {}
        }
    }
    out
}

/// The addresses of the web in a text, in order.
pub(in crate::parse) fn found(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> =
        STARTS.iter().flat_map(|start| text.match_indices(start)).map(|(start, _)| start).collect();
    starts.sort_unstable();
    let (mut out, mut done) = (Vec::new(), 0);
    for start in starts {
        if start < done || text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '.' | '-'))
        {
            continue;
        }
        let rest = &text[start..];
        let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\');
        let end = rest.find(ends).unwrap_or(rest.len());
        done = start + end;
        if end > LONGEST {
            continue;
        }
        let address = without_end(&rest[..end]);
        let host = address.split_once("://").map_or(address, |(_, behind)| behind);
        let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
        if is_host(host) {
            out.push(start..start + address.len());
        }
    }
    out
}

/// Without the signs that belong to the sentence around it: a full stop, and a bracket that it does not open.
fn without_end(mut address: &str) -> &str {
    loop {
        let shorter =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '\'', '’', '”', '»', '。', '、']);
        let count = |sign: char| shorter.matches(sign).count();
        let closes = |open: char, close: char| shorter.ends_with(close) && count(close) > count(open);
        let next = match closes('(', ')') || closes('[', ']') || closes('{', '}') {
            true => &shorter[..shorter.len() - 1],
            false => shorter,
        };
        if next.len() == address.len() {
            return address;
        }
        address = next;
    }
}

/// A name of at least two parts.
fn is_host(host: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    host.strip_prefix("www.").unwrap_or(host).contains('.') && host.split('.').all(part)
}

/// The e-mail addresses in a text, in order.
fn mail(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = &text[..at];
        let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        // Far longer than any: a text may be one word.
        let near = before.floor_char_boundary(before.len().saturating_sub(100));
        let start = at - before[near..].chars().rev().take_while(|c| is_local(*c)).count();
        let behind = &text[at + 1..text.floor_char_boundary((at + 254).min(text.len())).max(at + 1)];
        let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let length = behind.find(|c| !is_domain(c)).unwrap_or(behind.len());
        let host = behind[..length].trim_end_matches(['.', '-']);
        let ends = host.rsplit('.').next().unwrap_or_default();
        let goes_on = behind[host.len()..].starts_with(['@', '_', '/', ':']);
        let begins = before[..start].chars().next_back();
        let stands = begins.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '/' | '@' | ':' | '='));
        let is_mail = start < at
            && !text[start..].starts_with('.')
            && host.contains('.')
            && host.split('.').all(|part| !part.is_empty())
            && ends.len() >= 2
            && ends.chars().all(|c| c.is_ascii_alphabetic());
        if is_mail && stands && !goes_on && out.last().is_none_or(|last| last.end <= start) {
            out.push(start..at + 1 + host.len());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::bytes_of;
    use super::*;

    fn of(text: &str) -> String {
        as_links(&Searched { text, has: bytes_of(text) }, &Offsets::from(0))
            .map_or_else(|| text.to_owned(), |draft| draft.text)
    }

    #[test]
    fn an_address_becomes_a_link() {
        assert_eq!(of("See https://example.org/a_b_c."), "See <https://example.org/a_b_c>.");
        assert_eq!(of("(https://example.org/a_(b))"), "(<https://example.org/a_(b)>)");
        assert_eq!(of("**https://example.org/?a=1&b=2#c**"), "**<https://example.org/?a=1&b=2#c>**");
        assert_eq!(of("at www.example.org/x, or"), "at [www.example.org/x](<https://www.example.org/x>), or");
        assert_eq!(of("Write to a.b+c@example.co.uk."), "Write to <a.b+c@example.co.uk>.");
        assert_eq!(of("| a |\n|---|\n| http://example.org |\n"), "| a |\n|---|\n| <http://example.org> |\n");
        assert_eq!(of("“https://bücher.example”"), "“<https://bücher.example>”");
    }

    #[test]
    fn what_is_none_stays_as_it_is() {
        for text in [
            "`https://example.org`",
            "```\nhttps://example.org\n```\n",
            "[https://example.org](https://example.org/x)",
            "<https://example.org> <a@example.org>",
            "<a href=\"https://example.org\">https://example.org</a>",
            "# About https://example.org\n",
            "[a]: https://example.org\n\n[a]",
            "https:// and http://localhost and www.",
            "@mention, a@b, user@host:2222, git@example.org:a/b.git, a@1.2",
            "[see @a, p. 3] and [@b]",
            "<div>https://example.org</div>\n",
            "![https://example.org](a.png)",
        ] {
            assert_eq!(of(text), text);
        }
    }

    #[test]
    fn a_long_word_is_looked_at_once() {
        for sign in ["@", "a@", "www.", "https://", "a.", "@a.b", "(", "https://a.b)", ")"] {
            let text = format!("https://a.b{}", sign.repeat(20_000));
            let _ = of(&text);
        }
    }
}
