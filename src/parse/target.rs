//! Where a link leads, by its text alone.

use crate::source::url;
use crate::text::body::Target;
use compact_str::CompactString;
use std::ops::Range;

/// What the text of a link means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A page or file of this site.
    Here(Target),
    /// An address elsewhere that a reader may follow.
    Elsewhere(String),
    /// A scheme that could run code or hide what it does.
    Refused,
}

/// The page of the terms; `glossary:term` is one of them.
const GLOSSARY_PAGE: &str = "/glossary/";

/// The schemes a link may have.
pub const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "sms"];

/// Reads a link's address as written, HTML entities and backslashes already undone.
pub fn destination(address: &str) -> Destination {
    // Browsers drop these characters before they look for a scheme; `java\tscript:` must not get by.
    let cleaned: String = address.chars().filter(|c| !c.is_control()).collect();
    let cleaned = cleaned.trim();
    if let Some(term) = cleaned.strip_prefix("glossary:") {
        return Destination::Here(Target::File { path: GLOSSARY_PAGE.into(), fragment: Some(decode(term.trim())) });
    }
    if cleaned.starts_with("//") {
        return Destination::Elsewhere(format!("https:{cleaned}"));
    }
    // Docusaurus's way to say that a file is served as it is.
    let cleaned = cleaned.strip_prefix("pathname://").filter(|path| path.starts_with('/')).unwrap_or(cleaned);
    if let Some((scheme, _)) = cleaned.split_once(':')
        && !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && !scheme.contains(".md")
    {
        let known = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
        return if known { Destination::Elsewhere(cleaned.to_owned()) } else { Destination::Refused };
    }
    if cleaned.contains('\\') {
        return Destination::Here(Target::File { path: cleaned.replace('\\', "/").into(), fragment: None });
    }
    let (path, fragment) = divide(cleaned);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    Destination::Here(Target::File { path: decode(path), fragment: fragment.map(decode) })
}

/// Reads the inside of `[[…]]`, without the words after `|`.
pub fn name(inside: &str) -> Target {
    // In a table the bar must be written `\|`, and the backslash is left over.
    let inside = inside.strip_suffix('\\').unwrap_or(inside);
    let (name, fragment) = divide(inside);
    let fragment = fragment.map(|part| part.trim().into());
    Target::Name { name: name.split_whitespace().collect::<Vec<_>>().join(" ").into(), fragment }
}

/// What stands in an address where the two slashes of the web should: `https:x`, `https:/x`, `https:\\x`. Nothing where they do.
pub fn other_slashes(address: &str) -> Option<Range<usize>> {
    let begins = |scheme: &&str| address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    let scheme = ["https:", "http:"].into_iter().find(begins)?.len();
    let rest = &address[scheme..];
    let signs = rest.len() - rest.trim_start_matches(['/', '\\']).len();
    (&rest[..signs] != "//").then_some(scheme..scheme + signs)
}

fn divide(address: &str) -> (&str, Option<&str>) {
    match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    }
}

/// Undoes `%20` and its like. What does not decode to UTF-8 stays as it is.
fn decode(text: &str) -> CompactString {
    url::decoded(text).map_or_else(|| text.into(), CompactString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_schemes_get_through() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\nscript:x",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(destination(bad), Destination::Refused, "{bad}");
        }
        assert_eq!(destination("https://a.example/x"), Destination::Elsewhere("https://a.example/x".into()));
        assert_eq!(destination("//a.example"), Destination::Elsewhere("https://a.example".into()));
    }

    #[test]
    fn addresses_of_the_web_have_two_slashes() {
        for (address, signs) in
            [("https:x.org", ""), ("HTTP:/x", "/"), ("https:v//x", ""), ("https:\\\\x", "\\\\"), ("https:///x", "///")]
        {
            assert_eq!(other_slashes(address).map(|range| &address[range]), Some(signs), "{address}");
        }
        for address in ["https://x.org", "mailto:a@b.c", "page.md", "httpsx"] {
            assert_eq!(other_slashes(address), None);
        }
    }

    #[test]
    fn paths_are_decoded_and_divided() {
        let file = |path: &str, fragment: Option<&str>| {
            Destination::Here(Target::File { path: path.into(), fragment: fragment.map(Into::into) })
        };
        assert_eq!(destination("../b/Two%20words.md#part-1"), file("../b/Two words.md", Some("part-1")));
        assert_eq!(destination("#part"), file("", Some("part")));
        assert_eq!(name("Page\\"), Target::Name { name: "Page".into(), fragment: None });
        assert_eq!(name("Page#A#B"), Target::Name { name: "Page".into(), fragment: Some("A#B".into()) });
    }
}
