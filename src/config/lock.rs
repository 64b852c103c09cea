//! `addresses.lock` → the addresses that were published before, with the anchors of each page, and back.
//!
//! A line an address, in order, so that two branches that each add some are merged without a word. Behind an address stand the
//! anchors of its page: `/a/b/ #part #other`. Lines that begin with `#` are for people.

use crate::problem::{Code, Problem, merge_marks};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};

const ABOUT: &str = "\
# The addresses that were published so far, and behind each the anchors of its page: `fingerpost lock` adds today's,
# `fingerpost check` says when one leads nowhere. Delete a line, or a word of it, if nobody should find anything there any more.
";

/// Addresses, each with the anchors of its page, without `#`.
pub type Addresses = BTreeMap<String, BTreeSet<String>>;

/// An address that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Below the site's, as `Facts::address` is: `/cramps/cramp-now/`.
    pub address: String,
    /// Where it stands.
    pub span: Span,
    /// The anchors of its page.
    pub anchors: Vec<LockedAnchor>,
}

/// An anchor that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedAnchor {
    /// Without `#`.
    pub id: String,
    /// Where it stands, with its `#`.
    pub span: Span,
}

/// Reads the list.
pub fn locked(source: &Source, problems: &mut Vec<Problem>) -> Vec<Locked> {
    let torn = merge_marks(source, Span::new(source.start(), source.text.len()));
    let is_mark = |line: &str| {
        torn.is_some() && ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark))
    };
    let mut out = Vec::new();
    let mut at = source.start();
    for line in source.text[at..].split_inclusive('\n') {
        let entry = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::new(start, start + entry.len());
        at += line.len();
        if entry.starts_with('/') {
            out.push(divided(entry, start));
        } else if !entry.is_empty() && !entry.starts_with('#') && !is_mark(entry) {
            problems.push(no_address(source, span));
        }
    }
    problems.extend(torn);
    out
}

/// A line, which begins at this byte: an address may hold spaces, an anchor holds none.
fn divided(line: &str, start: usize) -> Locked {
    let end = line.find(" #").unwrap_or(line.len());
    let address = line[..end].trim_end();
    let mut anchors = Vec::new();
    let mut at = end;
    for word in line[end..].split(' ') {
        if let Some(id) = word.trim().strip_prefix('#').filter(|id| !id.is_empty()) {
            let span = Span::new(start + at, start + at + 1 + id.len());
            anchors.push(LockedAnchor { id: id.to_owned(), span });
        }
        at += word.len() + 1;
    }
    Locked { address: address.to_owned(), span: Span::new(start, start + address.len()), anchors }
}

/// What a list holds, whatever is wrong with it.
pub fn held(source: Option<&Source>) -> Addresses {
    let mut out = Addresses::new();
    for line in source.map(|source| locked(source, &mut Vec::new())).unwrap_or_default() {
        out.entry(line.address).or_default().extend(line.anchors.into_iter().map(|anchor| anchor.id));
    }
    out
}

/// The list as it is written.
pub fn written(addresses: &Addresses) -> String {
    let mut out = ABOUT.to_owned();
    for (address, anchors) in addresses {
        out.push_str(address);
        for anchor in anchors {
            out.push_str(" #");
            out.push_str(anchor);
        }
        out.push('\n');
    }
    out
}

fn no_address(source: &Source, span: Span) -> Problem {
    Problem::at(Code::WrongType, &source.path, span, "This line is no address: an address begins with `/`")
        .help("Keep the lines that begin with `/`, delete this one, and run `fingerpost lock`.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "# For people.\n/\n  /a b/ #one  #two\r\n/c/d.html\n";
        let source = Source::new("addresses.lock".into(), text.to_owned());
        let mut problems = Vec::new();
        let lines = locked(&source, &mut problems);
        assert!(problems.is_empty());
        let read: Vec<(&str, Vec<&str>)> = lines
            .iter()
            .map(|line| (line.address.as_str(), line.anchors.iter().map(|anchor| source.slice(anchor.span)).collect()))
            .collect();
        assert_eq!(read, [("/", vec![]), ("/a b/", vec!["#one", "#two"]), ("/c/d.html", vec![])]);
        assert!(written(&held(Some(&source))).ends_with("\n/\n/a b/ #one #two\n/c/d.html\n"));
    }
}
