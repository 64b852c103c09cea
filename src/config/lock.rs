//! `addresses.lock` → the addresses that were published before, and back.
//!
//! A line an address, in order, so that two branches that each add some are merged without a word. Lines that begin with `#`
//! are for people.

use crate::problem::{Code, Problem, merge_marks};
use crate::source::{Source, Span};
use std::collections::BTreeSet;

const ABOUT: &str = "\
# The addresses that were published so far: `fingerpost lock` adds today's, `fingerpost check` says when one leads nowhere.
# Delete a line if nobody should find anything there any more.
";

/// An address that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locked {
    /// Below the site's, as `Facts::address` is: `/cramps/cramp-now/`.
    pub address: String,
    /// Where it stands.
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
        let address = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::new(start, start + address.len());
        at += line.len();
        if address.starts_with('/') {
            out.push(Locked { address: address.to_owned(), span });
        } else if !address.is_empty() && !address.starts_with('#') && !is_mark(address) {
            problems.push(no_address(source, span));
        }
    }
    problems.extend(torn);
    out
}

/// The list as it is written.
pub fn written(addresses: &BTreeSet<String>) -> String {
    let mut out = ABOUT.to_owned();
    for address in addresses {
        out.push_str(address);
        out.push('\n');
    }
    out
}

fn no_address(source: &Source, span: Span) -> Problem {
    Problem::at(Code::WrongType, &source.path, span, "This line is no address: an address begins with `/`")
        .help("Keep the lines that begin with `/`, delete this one, and run `fingerpost lock`.")
}
