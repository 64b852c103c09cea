//! Two pages at one address.

use crate::link::{Claimant, Site};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use std::borrow::Cow;
use std::collections::HashMap;

pub(super) fn check(site: &Site, problems: &mut Vec<Problem>) {
    let mut first: HashMap<Cow<'_, str>, Claimant> = HashMap::with_capacity(site.claims.len());
    for claim in site.claims.iter() {
        // On many machines `A.png` and `a.png` are one file.
        let capital = claim.address.contains(char::is_uppercase);
        let address =
            if capital { Cow::Owned(claim.address.to_lowercase()) } else { Cow::Borrowed(claim.address.as_str()) };
        let Some(holder) = first.get(&address) else {
            first.insert(address, claim.by);
            continue;
        };
        let (path, span) = place(site, claim.by);
        let problem = duplicate(&path, span, &claim.address, &holder_path(site, *holder));
        problems.push(problem.help(match (claim.by, holder) {
            (Claimant::Alias(..), _) => "Take this alias out, or rename the other page.",
            (_, Claimant::Program) => "Rename this file.",
            _ => "Rename one of the two files.",
        }));
    }
}

fn place(site: &Site, by: Claimant) -> (SitePath, Option<Span>) {
    match by {
        Claimant::Page(p) | Claimant::Screen(p, _) | Claimant::Whole(p) => (site.pages[p].facts().path.clone(), None),
        Claimant::File(f) => (site.files[f].path.clone(), None),
        Claimant::Alias(p, a) => {
            let page = &site.pages[p];
            (page.facts().path.clone(), page.doc.front.aliases.get(a).map(|alias| alias.span))
        }
        Claimant::Program => ("site.yaml".into(), None),
    }
}

fn holder_path(site: &Site, by: Claimant) -> String {
    match by {
        Claimant::Program => "a page that is made for every site".into(),
        by => format!("`{}`", place(site, by).0),
    }
}

fn duplicate(path: &SitePath, span: Option<Span>, address: &str, holder: &str) -> Problem {
    let message = format!("The address `{address}` is already taken by {holder}");
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, path, message) }
}
