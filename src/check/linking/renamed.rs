//! Links to pages and files that have another name now.

use super::links::{relative, span};
use crate::link::{Fault, Resolved, Site};
use crate::load::renames::Renames;
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::text::body::{LinkSpan, Target};

/// Whether a link leads nowhere, so that it may help to know what was renamed.
pub fn wants_renames(site: &Site) -> bool {
    let lost = |link: &Resolved| matches!(link, Resolved::Fault(Fault::NoPage(_) | Fault::NoFile(_)));
    site.pages.iter().any(|page| page.links.iter().any(lost)) || site.term_links.iter().flatten().any(lost)
}

/// Says of each link to an earlier name where that is now.
pub fn tell_renames(site: &Site, renames: &Renames, problems: &mut [Problem]) {
    let mut told = |path: &SitePath, target: &Target, resolved: &Resolved, at: LinkSpan| {
        let Some(now) = now(target, resolved, renames) else { return };
        let code = |code: Code| matches!(code, Code::BrokenLink | Code::MissingFile);
        for problem in problems.iter_mut().filter(|p| p.path == *path && p.span == Some(at.target) && code(p.code)) {
            let what = if problem.code == Code::MissingFile { "file" } else { "page" };
            let to = match target {
                Target::File { .. } => relative(path.below_folder(), now.below()),
                Target::Name { .. } => now.below().to_owned(),
            };
            problem.help = Some(format!("This {what} is now `{to}`: git shows that it was renamed."));
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

/// The file that a link means, under its name of today.
fn now<'a>(target: &Target, resolved: &Resolved, renames: &'a Renames) -> Option<&'a SitePath> {
    let whole = |below: &str| {
        let named = |path: &&SitePath| {
            let path = path.below();
            path == below || path.strip_suffix(".md") == Some(below) || path.strip_suffix(".tree.yaml") == Some(below)
        };
        renames.keys().find(named)
    };
    let old = match (resolved, target) {
        (Resolved::Fault(Fault::NoPage(Some(path)) | Fault::NoFile(Some(path))), _) => whole(path.as_str()),
        (Resolved::Fault(Fault::NoPage(None) | Fault::NoFile(None)), Target::Name { name, .. }) => {
            let name = name.trim().to_lowercase();
            let stem = |path: &SitePath| path.file_name().split('.').next().unwrap_or_default().to_lowercase();
            let called = |path: &&SitePath| {
                let (file, stem) = (path.file_name().to_lowercase(), stem(path));
                name == file || name == stem || name.replace(' ', "-") == stem
            };
            whole(&name).or_else(|| renames.keys().find(called))
        }
        _ => None,
    };
    renames.get(old?)
}
