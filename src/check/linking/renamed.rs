//! Links to pages and files that have another name now.

use super::links::span;
use super::written::Written;
use crate::link::{Fault, Resolved, Site};
use crate::load::renames::Renames;
use crate::problem::{Certainty, Code, Problem};
use crate::source::{SitePath, relative};
use crate::text::body::{LinkSpan, Target};
use std::collections::HashMap;

/// Whether a link leads nowhere, so that it may help to know what was renamed.
pub fn wants_renames(site: &Site) -> bool {
    let lost = |link: &Resolved| matches!(link, Resolved::Fault(Fault::NoPage(_) | Fault::NoFile(_)));
    site.pages.iter().any(|page| page.links.iter().any(lost)) || site.term_links.iter().flatten().any(lost)
}

/// Says of each link to an earlier name where that is now.
pub fn tell_renames(site: &Site, renames: &Renames, problems: &mut [Problem]) {
    let earlier = Earlier::of(renames);
    let mut told = |path: &SitePath, target: &Target, resolved: &Resolved, at: LinkSpan| {
        let Some(now) = earlier.now(target, resolved) else { return };
        let code = |code: Code| matches!(code, Code::BrokenLink | Code::MissingFile);
        for problem in problems.iter_mut().filter(|p| p.path == *path && p.span == Some(at.target) && code(p.code)) {
            let what = if problem.code == Code::MissingFile { "file" } else { "page" };
            let to = match target {
                Target::File { .. } => relative(path.below_folder(), now.below()),
                Target::Name { .. } => now.below().to_owned(),
            };
            let help = format!("This {what} is now `{to}`: git shows that it was renamed.");
            let lost = Problem { edit: None, ..problem.clone() }.help(help);
            *problem = Written { target, at }.with_name(lost, &to, Certainty::Safe);
        }
    };
    for page in site.pages.iter() {
        let facts = page.facts();
        for (number, (link, resolved)) in facts.links.iter().zip(&page.links).enumerate() {
            if let Resolved::Fault(_) = resolved {
                told(&facts.path, &link.target, resolved, span(page, number));
            }
        }
    }
    let glossary = crate::load::GLOSSARY.into();
    for (term, links) in site.glossary.terms.iter().zip(site.term_links.iter()) {
        for (number, resolved) in links.iter().enumerate() {
            told(&glossary, &term.meaning.links[number].target, resolved, term.meaning.link_spans[number]);
        }
    }
}

/// Earlier names as links write them, each with the file's name of today; of several the first.
struct Earlier<'a> {
    /// By the path below `content`, also without the ending of a page.
    paths: HashMap<&'a str, &'a SitePath>,
    /// By the name of the file, whole or up to its first dot, in small letters.
    names: HashMap<String, &'a SitePath>,
}

impl<'a> Earlier<'a> {
    fn of(renames: &'a Renames) -> Earlier<'a> {
        let mut earlier = Earlier { paths: HashMap::new(), names: HashMap::new() };
        for (old, now) in renames {
            let path = old.below();
            let endings = [Some(path), path.strip_suffix(".md"), path.strip_suffix(".tree.yaml")];
            for path in endings.into_iter().flatten() {
                earlier.paths.entry(path).or_insert(now);
            }
            let file = old.file_name().to_lowercase();
            let stem = file.split('.').next().unwrap_or_default().to_owned();
            for name in [file, stem] {
                earlier.names.entry(name).or_insert(now);
            }
        }
        earlier
    }

    /// The file that a link means, under its name of today.
    fn now(&self, target: &Target, resolved: &Resolved) -> Option<&'a SitePath> {
        match (resolved, target) {
            (Resolved::Fault(Fault::NoPage(Some(path)) | Fault::NoFile(Some(path))), _) => {
                self.paths.get(path.as_str()).copied()
            }
            (Resolved::Fault(Fault::NoPage(None) | Fault::NoFile(None)), Target::Name { name, .. }) => {
                let name = name.trim().to_lowercase();
                let called = || self.names.get(&name).or_else(|| self.names.get(&name.replace(' ', "-")));
                self.paths.get(name.as_str()).or_else(called).copied()
            }
            _ => None,
        }
    }
}
