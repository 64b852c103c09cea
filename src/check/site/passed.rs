//! Files of kinds that are not published.
//!
//! Takes: their paths. Gives: in a site of ours a problem for what may be misnamed, and one for all the rest.
//! Never: tells of each: a folder of a program's can hold thousands.

use crate::link::{Fault, Resolved, Site};
use crate::load::is_published;
use crate::problem::{Code, Problem, near};
use crate::source::SitePath;
use std::collections::{BTreeMap, HashSet};

/// So many kinds are named.
const NAMED: usize = 5;

/// What is said of them. Texts that may be trees or the glossary under another name are told one by one; what a page links to is
/// told at the link.
pub fn unpublished(site: &Site, paths: &[SitePath]) -> Vec<Problem> {
    let links = site.pages.iter().flat_map(|page| &page.links).chain(site.term_links.iter().flatten());
    let linked: HashSet<&SitePath> = links
        .filter_map(|link| match link {
            Resolved::Fault(Fault::Unpublished(path)) => Some(path),
            _ => None,
        })
        .collect();
    let is_yaml = |path: &&SitePath| matches!(path.extension().as_str(), "yaml" | "yml");
    let told = paths.iter().filter(|path| !linked.contains(path));
    let (yaml, others): (Vec<&SitePath>, Vec<&SitePath>) = told.partition(is_yaml);
    let mut out: Vec<Problem> = yaml.into_iter().map(misnamed).collect();
    out.extend(others.first().map(|first| all(first, &others)));
    out
}

/// How many there are of each kind, the most first: `120 .mdx, 3 .js`.
pub fn kinds<'a>(paths: impl IntoIterator<Item = &'a SitePath>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        *counts.entry(path.extension()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let more = counts.len().saturating_sub(NAMED);
    let named = counts.iter().take(NAMED).map(|(kind, count)| match kind.as_str() {
        "" => format!("{count} without an ending"),
        kind => format!("{count} .{kind}"),
    });
    let mut out: Vec<String> = named.collect();
    match more {
        0 => {}
        1 => out.push("1 kind more".into()),
        more => out.push(format!("{more} kinds more")),
    }
    out.join(", ")
}

fn misnamed(path: &SitePath) -> Problem {
    let name = path.file_name();
    let help = match near::nearest(name, ["glossary.yaml", "references.yaml"]) {
        Some(near) => format!("Did you mean `content/{near}`?"),
        None => format!("If it is a decision tree, name it `{}.tree.yaml`.", name.split('.').next().unwrap_or(name)),
    };
    Problem::of_file(Code::UnpublishedFile, path, "Files of this kind are not published").help(help)
}

fn all(first: &SitePath, all: &[&SitePath]) -> Problem {
    let some_wait = all.iter().any(|path| is_published(&path.extension()));
    let message = match all.len() {
        1 if some_wait => "No page links to this file, and files of this kind are published only then".to_owned(),
        1 => "Files of this kind are not published".to_owned(),
        many => {
            let wait = if some_wait { ", or only where a page links to them" } else { "" };
            format!("{many} files here are of kinds that are not published{wait}: {}", kinds(all.iter().copied()))
        }
    };
    let help = match all.len() {
        1 => "Move it out of `content`, give it a dot in front, or name it under `exclude` in `site.yaml`.",
        _ => "Move them out of `content`, or name them under `exclude` in `site.yaml`, like `exclude: [\"*.psd\"]`.",
    };
    Problem::of_file(Code::UnpublishedFile, first, message).help(help)
}
