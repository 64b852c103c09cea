//! A strict tokenizer of HTML: a published page in, the first thing that must not be there out.
//!
//! Takes: a page as it is published. Gives: what is wrong with it. Never: forgives, as browsers do: what they would mend in a
//! way of their own (crossed tags, an attribute without quotes) is where a page stops meaning what its author wrote.

use fingerpost::formula;
use std::collections::BTreeSet;

/// Elements that have no end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose inside is text up to their end.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];
/// What no page has, the theme's own parts included.
const NEVER: [&str; 13] = [
    "applet", "audio", "base", "embed", "frame", "frameset", "iframe", "object", "portal", "select", "style",
    "textarea", "video",
];
/// Attributes that hold an address.
const ADDRESSES: [&str; 8] = ["href", "src", "action", "xlink:href", "cite", "poster", "data", "background"];
/// Attributes that run, restyle or send.
const NEVER_ATTRIBUTES: [&str; 6] = ["style", "srcdoc", "formaction", "ping", "http-equiv", "is"];

struct Tag<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, &'p str)>,
    closing: bool,
    closed: bool,
}

/// What is wrong with a page; with an empty list of ids it may be a part of one.
pub fn check(page: &str) -> Result<(), String> {
    let (mut open, mut ids, mut rest): (Vec<&str>, BTreeSet<&str>, &str) = (Vec::new(), BTreeSet::new(), page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let near = || rest.chars().take(80).collect::<String>();
        if let Some(after) = rest.strip_prefix("<!doctype html>") {
            rest = after;
            continue;
        }
        let (tag, after) = tag(rest).ok_or_else(|| format!("no tag: {}", near()))?;
        rest = after;
        if tag.closing {
            let last = open.pop();
            if last != Some(tag.name) {
                return Err(format!("`</{}>` closes {last:?} at: {}", tag.name, near()));
            }
            continue;
        }
        fit(&tag, &open, &mut ids)?;
        if RAW.contains(&tag.name) && !open.contains(&"svg") {
            let end = format!("</{}>", tag.name);
            let inside = rest.split_once(end.as_str()).ok_or_else(|| format!("`<{}>` has no end", tag.name))?;
            script(&tag, inside.0)?;
            rest = inside.1;
        } else if !tag.closed && !VOID.contains(&tag.name) {
            open.push(tag.name);
        }
    }
    open.is_empty().then_some(()).ok_or_else(|| format!("left open: {open:?}"))
}

/// Whether a tag may stand where it does.
fn fit<'p>(tag: &Tag<'p>, open: &[&str], ids: &mut BTreeSet<&'p str>) -> Result<(), String> {
    let (name, drawn) = (tag.name, open.contains(&"svg"));
    let reckoned = name == "math" || open.contains(&"math");
    if NEVER.contains(&name) || tag.closed && !drawn && !reckoned && name != "svg" {
        return Err(format!("`<{name}>` is on a page"));
    }
    if reckoned != formula::is_element(name) {
        return Err(format!("`<{name}>` {} a formula", if reckoned { "is in" } else { "stands outside of" }));
    }
    if let Some((odd, _)) = tag.attributes.iter().find(|(attribute, _)| reckoned && !formula::is_attribute(attribute)) {
        return Err(format!("`{odd}` in `<{name}>` of a formula"));
    }
    if name == "a" && open.contains(&"a") {
        return Err("a link in a link".to_owned());
    }
    let mut names = BTreeSet::new();
    for (attribute, value) in &tag.attributes {
        if !names.insert(attribute) {
            return Err(format!("`{attribute}` twice in `<{name}>`"));
        }
        let policy = name == "meta" && *attribute == "http-equiv" && policy(tag);
        if attribute.starts_with("on") || NEVER_ATTRIBUTES.contains(attribute) && !policy {
            return Err(format!("`{attribute}` in `<{name}>`"));
        }
        if ADDRESSES.contains(attribute) && !leads_well(value) {
            return Err(format!("`{attribute}` leads to `{value}`"));
        }
        if *attribute == "id" && !ids.insert(value) {
            return Err(format!("the id `{value}` twice"));
        }
    }
    Ok(())
}

/// The policy, and the page of a moved one that leads to the new address.
fn policy(tag: &Tag<'_>) -> bool {
    let value = |wanted: &str| tag.attributes.iter().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value);
    match value("http-equiv") {
        "Content-Security-Policy" => true,
        "refresh" => value("content").split_once("url=").is_some_and(|(_, address)| leads_well(address)),
        _ => false,
    }
}

/// A script is a file of the theme's, or data that cannot end early.
fn script(tag: &Tag<'_>, inside: &str) -> Result<(), String> {
    if tag.name != "script" {
        return Ok(());
    }
    let has = |name: &str, value: &str| tag.attributes.contains(&(name, value));
    let file = tag.attributes.iter().any(|(name, _)| *name == "src") && inside.is_empty();
    let data = (has("type", "application/ld+json") || has("type", "application/json")) && !inside.contains('<');
    (file || data).then_some(()).ok_or_else(|| format!("a script in a page: {inside}"))
}

/// Whether an address has one of the schemes that pages may lead to, as a browser reads it.
fn leads_well(value: &str) -> bool {
    let read: String = decoded(value).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let read = read.trim_start_matches(|c: char| c <= ' ').to_ascii_lowercase();
    let Some((scheme, _)) = read.split_once(':') else { return true };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    !named || ["http", "https", "mailto", "tel"].contains(&scheme)
}

/// The references that a scheme could be hidden in.
fn decoded(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(rest.len());
        let number = rest[..end].strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = [("colon", ':'), ("Tab", '\t'), ("NewLine", '\n'), ("amp", '&')];
        let named = named.iter().find(|(name, _)| *name == &rest[..end]).map(|(_, c)| *c);
        match number.and_then(char::from_u32).or(named) {
            Some(c) => {
                out.push(c);
                rest = rest[end..].strip_prefix(';').unwrap_or(&rest[end..]);
            }
            None => out.push('&'),
        }
    }
    out + rest
}

fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let rest = text.strip_prefix('<')?;
    let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let (name, mut rest) =
        name(rest, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c.is_ascii_uppercase())?;
    let mut attributes = Vec::new();
    loop {
        let trimmed = rest.trim_start();
        if let Some(rest) = trimmed.strip_prefix('>') {
            return Some((Tag { name, attributes, closing, closed: false }, rest));
        }
        if let Some(rest) = trimmed.strip_prefix("/>").filter(|_| !closing) {
            return Some((Tag { name, attributes, closing, closed: true }, rest));
        }
        if trimmed.len() == rest.len() || closing {
            return None;
        }
        let (attribute, after) = self::name(trimmed, |c| c.is_ascii_alphanumeric() || "-_:".contains(c))?;
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"')?,
            None => ("", after),
        };
        attributes.push((attribute, value));
        rest = after;
    }
}

fn name(text: &str, part: impl Fn(char) -> bool) -> Option<(&str, &str)> {
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn what_must_not_be_on_a_page_is_seen() {
        for bad in [
            "<a><b></a></b>",
            "<p>",
            "</p>",
            "<b id=\"a\"></b><b id=\"a\"></b>",
            "<a href=\"java&#9;script:x\">b</a>",
            "<a href=\" jAvascript&colon;x\">b</a>",
            "<b onclick=\"x\"></b>",
            "<iframe></iframe>",
            "<b x='y'></b>",
            "<script>x</script>",
            "<a><b><a></a></b></a>",
            "<!-- -->",
            "<b/>",
            "<base href=\"x\">",
            "a < b",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert_eq!(check("<!doctype html><p>a<br>b <a href=\"b:c/d?e:f\">c</a></p>").map_err(|_| ()), Err(()));
        assert_eq!(
            check("<!doctype html><p>a<br>b <a href=\"./b:c\" id=\"x\">c</a></p><svg><path d=\"M0\"/></svg>"),
            Ok(())
        );
    }
}
