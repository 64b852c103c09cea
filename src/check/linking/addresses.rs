//! Two pages at one address; a page below an address that is a file's.

use crate::link::{self, Claim, Claimant, Numbered, Site};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use std::borrow::Cow;
use std::collections::HashMap;

/// Files that are made for every site, or for some. An author's own file of such a name goes before it; a page there would
/// be no page.
const FILES: [&str; 6] = [link::FEED, link::HEADERS, link::SITEMAP, link::ROBOTS, link::WORKER, link::INDEX];

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
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
            (Claimant::Alias(..), Claimant::Program) => "Take this alias out.",
            (Claimant::Alias(..), _) => "Take this alias out, or rename the other page.",
            (_, Claimant::Program) => "Rename this file.",
            _ => "Rename one of the two files.",
        }));
    }
    let file =
        |claim: &&Claim| matches!(claim.by, Claimant::File(_) | Claimant::Program) && !claim.address.ends_with('/');
    let mut files: HashMap<&str, Claimant> = FILES.iter().map(|address| (*address, Claimant::Program)).collect();
    files.extend(site.claims.iter().filter(file).map(|claim| (claim.address.as_str(), claim.by)));
    for claim in site.claims.iter().filter(|claim| !matches!(claim.by, Claimant::Program | Claimant::File(_))) {
        if let Some((address, holder)) = file_above(&files, &claim.address) {
            let (path, span) = place(site, claim.by);
            let problem = duplicate(&path, span, address, &file_named(site, holder));
            problems.push(problem.help(match claim.by {
                Claimant::Alias(..) => "Take this alias out: there can be no page at the address of a file.",
                _ => "Give this page another address: there can be no page at the address of a file.",
            }));
        }
    }
}

/// The file at a page's address or above it: where a disk has a file, it can have no folder.
fn file_above<'a>(files: &HashMap<&'a str, Claimant>, page: &str) -> Option<(&'a str, Claimant)> {
    let ends = page.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0);
    ends.map(|end| &page[..end]).find_map(|above| files.get_key_value(above)).map(|(address, by)| (*address, *by))
}

fn file_named(site: &Site, by: Claimant) -> String {
    match by {
        Claimant::Program => "a file that is made for every site".into(),
        by => holder_path(site, by),
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

/// A page that was given another address than its file's.
pub fn numbered(page: &Numbered) -> Problem {
    let holder =
        page.holder.as_ref().map_or("a page that is made for every site".into(), |holder| format!("`{holder}`"));
    let message =
        format!("The address `{}` is already taken by {holder}, so this page is at `{}`", page.wanted, page.address);
    Problem::of_file(Code::DuplicateAddress, &page.path, message)
        .help("Rename one of the two files if the address should be another.")
}

fn duplicate(path: &SitePath, span: Option<Span>, address: &str, holder: &str) -> Problem {
    let message = format!("The address `{address}` is already taken by {holder}");
    Problem { span, ..Problem::of_file(Code::DuplicateAddress, path, message) }
}
