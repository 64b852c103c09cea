//! What stands behind a fence of code: its language, its title, the lines that are marked or numbered.
//!
//! `python`; as Docusaurus and VitePress have it, `js title="a.js" {2,4-6} showLineNumbers`, `js:line-numbers {2} [a.js]`; as MkDocs
//! and Pandoc, `{ .py #id title="a.py" hl_lines="2 4-6" linenums="1" }`; as Hugo, `go {hl_lines=[2,"4-6"],linenos=true}`; as
//! Starlight, `js ins={2} del={3}`; as mdBook, `rust,ignore`.

use super::part::Wanted;
use crate::text::body::LineMark;
use std::ops::RangeInclusive;

/// What a fence says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Info<'t> {
    pub(super) language: &'t str,
    pub(super) id: Option<&'t str>,
    pub(super) title: &'t str,
    pub(super) marked: Vec<(RangeInclusive<u32>, LineMark)>,
    /// The number of the first line, where lines are numbered.
    pub(super) numbers: Option<u32>,
    /// The first key that means nothing here.
    pub(super) unknown: Option<&'t str>,
    /// The part of a file that is shown in it.
    pub(super) part: Wanted,
}

/// Keys that mean something, for who has misspelt one.
pub(super) const KEYS: [&str; 9] =
    ["title", "hl_lines", "linenums", "showLineNumbers", "ins", "del", "file", "lines", "region"];

/// Nobody marks a line beyond this one.
const MOST_LINES: u32 = 100_000;

/// So many lines and runs of lines are marked, and no more.
const MOST_MARKS: usize = 200;

impl<'t> Info<'t> {
    pub(super) fn read(info: &'t str) -> Info<'t> {
        let mut out = Info::default();
        let end = info.find(|c: char| c.is_whitespace() || matches!(c, '{' | ',' | ':')).unwrap_or(info.len());
        if info[..end].contains('=') {
            out.rest(info, 0);
            return out;
        }
        out.language = &info[..end];
        let mut rest = &info[end..];
        if let Some(behind) = rest.strip_prefix(':') {
            let end = behind.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(behind.len());
            let word = &behind[..end];
            // `ruby:lib/a.rb`, which some write for a title.
            match word.strip_prefix("line-numbers") {
                Some(from) => out.numbers = Some(from.trim_start_matches('=').parse().unwrap_or(1)),
                None if word.contains(['.', '/']) => out.title = word,
                None => {}
            }
            rest = &behind[end..];
        }
        out.rest(rest, 0);
        out
    }

    /// Attributes in any order.
    fn rest(&mut self, text: &'t str, depth: usize) {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '}'));
            let Some(first) = rest.chars().next() else { return };
            match first {
                '{' => {
                    let end = closing(rest);
                    let inside = rest[1..end].trim();
                    if is_lines(inside) {
                        self.mark(inside, LineMark::Marked);
                    } else if depth == 0 {
                        self.rest(inside, 1);
                    }
                    rest = &rest[(end + 1).min(rest.len())..];
                }
                '[' => {
                    let end = rest.find(']').unwrap_or(rest.len());
                    self.title = &rest[1..end];
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
                '"' | '\'' | '/' => {
                    // Words that other programs mark in the lines.
                    let end = rest[1..].find(first).map_or(rest.len(), |end| end + 2);
                    rest = &rest[end..];
                }
                _ => rest = self.attribute(rest, depth),
            }
        }
    }

    /// One attribute at the beginning of a text; gives what stands behind it.
    fn attribute(&mut self, text: &'t str, depth: usize) -> &'t str {
        let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '{' | '}')).unwrap_or(text.len());
        let (key, behind) = text.split_at(end.max(text.chars().next().map_or(0, char::len_utf8)));
        let Some(value) = behind.strip_prefix('=') else {
            self.word(key, depth);
            return behind;
        };
        let (value, behind) = value_of(value);
        self.value(key, value);
        behind
    }

    fn word(&mut self, word: &'t str, depth: usize) {
        match word {
            "showLineNumbers" | "linenums" | "linenos" | "lineNumbers" | "line-numbers" | "numberLines"
            | ".numberLines" | ".number-lines" => {
                self.numbers.get_or_insert(1);
            }
            _ => {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '+' | '#');
                let named = |name: &str| name.starts_with(char::is_alphabetic) && name.chars().all(is_name);
                match (word.strip_prefix('#'), word.strip_prefix('.')) {
                    (Some(id), _) if depth > 0 && !id.is_empty() && id.chars().all(is_name) => self.id = Some(id),
                    (_, Some(class)) if depth > 0 && self.language.is_empty() && named(class) => self.language = class,
                    _ if depth > 0 && self.language.is_empty() && named(word) => self.language = word,
                    _ => {}
                }
            }
        }
    }

    fn value(&mut self, key: &'t str, value: &'t str) {
        let number = || value.trim_matches(['{', '}', ' ']).parse().ok();
        match key {
            "title" | "filename" | "name" | "caption" => self.title = value.trim(),
            "hl_lines" | "mark" | "highlight" | "hl" | "lines-highlighted" => self.mark(value, LineMark::Marked),
            "file" => {
                let (file, region) = value.split_once('#').unwrap_or((value, ""));
                file.trim().clone_into(&mut self.part.file);
                if !region.is_empty() {
                    region.clone_into(&mut self.part.region);
                }
            }
            "lines" => value.clone_into(&mut self.part.lines),
            "region" => value.trim().clone_into(&mut self.part.region),
            "ins" | "add" => self.mark(value, LineMark::Inserted),
            "del" | "rm" | "remove" => self.mark(value, LineMark::Deleted),
            "linenums" | "showLineNumbers" | "linenos" | "lineNumbers" => {
                self.numbers =
                    (!matches!(value, "false" | "off" | "0")).then(|| number().or(self.numbers).unwrap_or(1));
            }
            "linenostart" | "startLineNumber" | "startFrom" | "start" => {
                self.numbers = self.numbers.and(number()).or(self.numbers);
            }
            _ => self.unknown = self.unknown.or(Some(key)),
        }
    }

    fn mark(&mut self, lines: &str, how: LineMark) {
        for part in lines.split(|c: char| !c.is_ascii_digit() && c != '-').filter(|part| !part.is_empty()) {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) else { continue };
            if from > 0 && from <= to && to <= MOST_LINES && self.marked.len() < MOST_MARKS {
                self.marked.push((from..=to, how));
            }
        }
    }
}

/// A value in quotes, in brackets, or up to the next space; and what stands behind it.
fn value_of(text: &str) -> (&str, &str) {
    let closed = |close: char| text[1..].find(close).map(|end| (&text[1..=end], &text[end + 2..]));
    let bare = || text.split_at(text.find(|c: char| c.is_whitespace() || matches!(c, ',' | '}')).unwrap_or(text.len()));
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => closed(quote).unwrap_or_else(bare),
        Some('{') => closed('}').unwrap_or_else(bare),
        Some('[') => closed(']').unwrap_or_else(bare),
        _ => bare(),
    }
}

/// Where the brace that a text begins with is closed; a brace in quotes closes nothing.
fn closing(text: &str) -> usize {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '}') => return at,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if sign == open => quote = None,
            _ => {}
        }
    }
    text.find('}').unwrap_or(text.len())
}

/// Whether there are numbers and ranges alone.
fn is_lines(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ',') || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_writes_it_in_its_way() {
        let marked = |lines: &[(u32, u32)]| lines.iter().map(|(a, b)| (*a..=*b, LineMark::Marked)).collect::<Vec<_>>();
        let info = Info::read;
        assert_eq!(info("python"), Info { language: "python", ..Info::default() });
        let docusaurus = Info {
            language: "js",
            title: "a b.js",
            marked: marked(&[(2, 2), (4, 6)]),
            numbers: Some(1),
            ..Info::default()
        };
        assert_eq!(info("js title=\"a b.js\" {2,4-6} showLineNumbers"), docusaurus);
        assert_eq!(info("js:line-numbers {2,4-6} [a b.js]"), docusaurus);
        assert_eq!(info("{ .js title=\"a b.js\" hl_lines=\"2 4-6\" linenums=\"1\" }"), docusaurus);
        assert_eq!(info("js title='a b.js' hl_lines=\"2 4-6\" linenums=\"1\""), docusaurus);
        assert_eq!(info("js {title=\"a b.js\",hl_lines=[2,\"4-6\"],linenos=true}"), docusaurus);
        assert_eq!(info("js {4}").marked, marked(&[(4, 4)]));
        assert_eq!(info("go {linenos=table,linenostart=199}").numbers, Some(199));
        assert_eq!(info("js showLineNumbers=7").numbers, Some(7));
        assert_eq!(info("js showLineNumbers=false").numbers, None);
        let starlight = info("js ins={2} del={3-4} \"word\" /re/");
        assert_eq!(starlight.marked, [(2..=2, LineMark::Inserted), (3..=4, LineMark::Deleted)]);
        assert_eq!(info("rust,ignore").language, "rust");
        assert_eq!(info("c++").language, "c++");
        assert_eq!(info("ruby:lib/a.rb").title, "lib/a.rb");
        let pandoc = info("{#id .python .numberLines}");
        assert_eq!((pandoc.language, pandoc.id, pandoc.numbers), ("python", Some("id"), Some(1)));
        assert_eq!((info("python {#id}").language, info("python {#id}").id), ("python", Some("id")));
        assert_eq!(info("{python}").language, "python");
        assert_eq!(info("{r, echo=FALSE}").language, "r");
    }

    #[test]
    fn what_is_none_of_that_is_passed_over() {
        for text in [
            "",
            "{",
            "}",
            "{}",
            "js {",
            "js ={",
            "js title=\"a",
            "js [",
            "{{{",
            "js {0,9-2,99999999999}",
            "=",
            ",,",
            "é{é}",
        ] {
            assert_eq!(Info::read(text).marked, [], "{text}");
        }
    }
}
