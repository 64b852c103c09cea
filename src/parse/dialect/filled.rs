//! Addresses as other programs have them. Where a template would fill one in, and it is plain what comes of it, that is written: the
//! base address of the site goes, for links count from its top here too; Hugo's `ref`, Jekyll's `link` and `post_url` name a file.
//! An address with a space, which Python's Markdown and kramdown take, gets angle brackets.

use super::{Edit, Inside, Searched};
use std::ops::Range;

/// No address is longer.
const LONGEST: usize = 1000;

pub(super) fn may_hold(searched: &Searched<'_>) -> bool {
    let any = |signs: &[&str]| signs.iter().any(|sign| searched.contains(sign));
    any(&["{{", "{%"]) || any(&["]("]) && !spaced(searched.text, &[]).is_empty()
}

/// What to do with the addresses of a text, those in code left alone; in order.
pub(super) fn edits(text: &str, code: &[Range<usize>]) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::new();
    let mut inside = Inside::of(code);
    let mut behind = 0;
    for (open, _) in text.match_indices('{') {
        if open < behind || inside.holds(open) {
            continue;
        }
        let near = text.floor_char_boundary(open.saturating_sub(LONGEST));
        let before = text[near..open].trim_end_matches([' ', '<']);
        let quoted = text[..open].ends_with("=\"") || text[..open].ends_with("='");
        let in_link = before.ends_with("](");
        let bracket = (near + before.len()).saturating_sub(2);
        if !quoted && !in_link && !before.ends_with("]:") {
            continue;
        }
        let Some((length, meant)) = address(&text[open..text.floor_char_boundary(open + LONGEST)]) else { continue };
        behind = open + length;
        match meant {
            Meant::Address(address) => {
                // What follows a base begins at the top.
                let top = address.is_empty() && !text[behind..].starts_with('/');
                out.push((open..behind, if top { "/".to_owned() } else { address }));
            }
            Meant::Page(name) if in_link => match words_before(text, bracket) {
                Some(start) if text[behind..].trim_start_matches('>').starts_with(')') => {
                    let end = behind + text[behind..].len() - text[behind..].trim_start_matches('>').len() + 1;
                    out.push((start + 1..start + 1, format!("[{name}|")));
                    out.push((bracket..end, "]]".to_owned()));
                    behind = end;
                }
                _ => out.push((open..behind, name)),
            },
            Meant::Page(name) => out.push((open..behind, format!("/{}", name.trim_start_matches('/')))),
        }
    }
    out.extend(spaced(text, code));
    out.sort_by_key(|(range, _)| (range.start, range.end));
    out
}

/// Angle brackets around addresses of files with a space in them.
fn spaced(text: &str, code: &[Range<usize>]) -> Vec<Edit> {
    let mut inside = Inside::of(code);
    let mut out = Vec::new();
    for (open, _) in text.match_indices("](") {
        let start = open + 2;
        let near = &text[start..text.floor_char_boundary(start + LONGEST)];
        let Some(end) = near.find([')', '\n', '<', '"', '(', '{']).filter(|end| near[*end..].starts_with(')')) else {
            continue;
        };
        let address = near[..end].trim();
        let file = address.rsplit_once('.').is_some_and(|(_, ending)| {
            let ending = ending.split('#').next().unwrap_or(ending);
            matches!(ending.len(), 2..=5) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        if address.contains(' ') && file && !address.contains("://") && !inside.holds(open) {
            out.extend([(start..start, "<".to_owned()), (start + end..start + end, ">".to_owned())]);
        }
    }
    out
}

enum Meant {
    Address(String),
    /// By the name or the path of its file.
    Page(String),
}

/// What tags of a template at the beginning of a text come to, and their length.
fn address(text: &str) -> Option<(usize, Meant)> {
    let (inside, length) = tag(text)?;
    let mut words = inside.split_whitespace();
    let first = words.next()?;
    match first {
        "ref" | "relref" | "post_url" | "link" if !inside.contains('|') => {
            let rest = inside[first.len()..].trim();
            let name = unquoted(rest).or_else(|| rest.split_whitespace().next())?;
            let clean = !name.is_empty() && !name.contains(['[', ']', '|', '(', ')', '`', '{', '=']);
            clean.then(|| {
                let root = if first == "link" { format!("/{}", name.trim_start_matches('/')) } else { name.to_owned() };
                (length, if first == "link" { Meant::Address(root) } else { Meant::Page(root) })
            })
        }
        _ if is_base(inside) => {
            // `{{ site.url }}{{ site.baseurl }}/about/`
            let more = tag(&text[length..]).filter(|(inside, _)| is_base(inside)).map_or(0, |(_, length)| length);
            Some((length + more, Meant::Address(String::new())))
        }
        _ => {
            let (path, filters) = inside.split_once('|')?;
            let known = ["relative_url", "absolute_url", "prepend: site.baseurl", "prepend:site.baseurl", "url"];
            let known =
                filters.split('|').all(|filter| known.contains(&filter.trim()) || filter.trim() == "prepend: site.url");
            let path = unquoted(path.trim()).filter(|path| known && !path.contains([' ', '{', '(', ')']))?;
            Some((length, Meant::Address(format!("/{}", path.trim_start_matches('/')))))
        }
    }
}

/// What stands in a tag at the beginning of a text, on one line, and the whole tag's length.
fn tag(text: &str) -> Option<(&str, usize)> {
    let signs = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];
    let (open, close) = signs.into_iter().find(|(open, _)| text.starts_with(open))?;
    let line = text[open.len()..].split('\n').next()?;
    let end = line.find(close)?;
    Some((line[..end].trim_matches(['-', ' ', '\t']), open.len() + end + close.len()))
}

/// Whether a variable is the site's base address.
fn is_base(inside: &str) -> bool {
    let names =
        ["site.baseurl", "site.url", "site.github.url", "base_url", "baseurl", ".site.baseurl", "config.site_url"];
    names.contains(&inside.trim_end_matches('/').to_ascii_lowercase().as_str())
}

fn unquoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'))?;
    let inside = &text[1..];
    Some(&inside[..inside.find(quote)?])
}

/// Where the bracket opens that closes at a place, of words without brackets of their own.
fn words_before(text: &str, close: usize) -> Option<usize> {
    let near = text.floor_char_boundary(close.saturating_sub(LONGEST));
    let line = text[near..close].rfind('\n').map_or(near, |end| near + end + 1);
    let open = line + text[line..close].rfind('[')?;
    let words = &text[open + 1..close];
    (!words.trim().is_empty() && !words.contains([']', '|']) && !text[..open].ends_with(['!', '['])).then_some(open)
}
