//! Answers that lead to another tree which is not there.

use crate::link::Site;
use crate::parse::Content;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for page in site.pages.iter() {
        let Content::Tree(decision) = &page.doc.content else { continue };
        for (name, span) in decision.tree.other_trees() {
            if site.tree_called(name).is_none() {
                problems.push(unknown(site, &page.facts().path, span, name));
            }
        }
    }
}

fn unknown(site: &Site, path: &SitePath, span: Span, name: &str) -> Problem {
    let trees = site.trees.iter().map(|t| site.pages[*t].facts().path.below());
    let names: Vec<&str> = trees.filter_map(|path| path.strip_suffix(".tree.yaml")).collect();
    let help = near::did_you_mean(name, names, || "Write its path below `content`, like `tree:shoes/fit`.".into());
    Problem::at(Code::TreeUnknownTarget, path, span, format!("There is no decision tree `{name}`")).help(help)
}
