//! A link as its author would write it with another name in it.
//!
//! Takes: a problem of a link, and what should be named there. Gives: the problem with that as an edit, where the link's own words
//! can hold it. Never: changes what else the link says, such as its part of the page.

use crate::problem::near::{self, is_plain};
use crate::problem::{Certainty, Problem};
use crate::text::body::{LinkSpan, Target};

/// What a link says, and where.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub(super) target: &'a Target,
    pub(super) at: LinkSpan,
}

impl Written<'_> {
    /// With the page or file whose name is near; or what to do where none is.
    pub(super) fn with_near(self, problem: Problem, near: Option<String>, otherwise: &str) -> Problem {
        let Some(near) = near else { return problem.help(otherwise) };
        let (Target::File { path: name, .. } | Target::Name { name, .. }) = self.target;
        self.with_name(problem.help(format!("Did you mean `{near}`?")), &near, near::certainty(name, &near))
    }

    /// With another page or file.
    pub(super) fn with_name(self, problem: Problem, name: &str, sure: Certainty) -> Problem {
        let (Target::File { fragment, .. } | Target::Name { fragment, .. }) = self.target;
        self.edit(problem, name, fragment.as_deref(), sure)
    }

    /// With another part of its page.
    pub(super) fn with_part(self, problem: Problem, part: &str, sure: Certainty) -> Problem {
        let (Target::File { path: name, .. } | Target::Name { name, .. }) = self.target;
        self.edit(problem, name, Some(part), sure)
    }

    /// With a term of the glossary.
    pub(super) fn with_term(self, problem: Problem, term: &str, sure: Certainty) -> Problem {
        let is_here = self.at.whole != self.at.target;
        let term = format!("glossary:{}", in_address(term));
        if is_here { problem.edit(sure, self.at.target, term) } else { problem }
    }

    fn edit(self, problem: Problem, name: &str, part: Option<&str>, sure: Certainty) -> Problem {
        // What the link's address is may stand elsewhere: in a line of its own, or in a tag of HTML.
        let is_here = self.at.whole != self.at.target;
        let text = match self.target {
            Target::File { .. } if !is_here => return problem,
            Target::File { .. } => {
                let part = part.map_or(String::new(), |part| format!("#{}", in_address(part)));
                in_address(name) + &part
            }
            Target::Name { .. } => {
                let fits = |text: &str| !text.contains(['[', ']', '|', '#', '\n']);
                if !fits(name) || !part.is_none_or(fits) {
                    return problem;
                }
                part.map_or_else(|| name.to_owned(), |part| format!("{name}#{part}"))
            }
        };
        // One that stands alone is an entry of a list in YAML.
        if is_here || is_plain(&text) { problem.edit(sure, self.at.target, text) } else { problem }
    }
}

/// With those signs as numbers that would end an address, or mean something in it.
fn in_address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '"' | '#' | '%' | '(' | ')' | '<' | '>' | '?' | '\\' | '`' => {
                out += &format!("%{:02X}", u32::from(c))
            }
            c => out.push(c),
        }
    }
    out
}
