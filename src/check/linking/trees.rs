//! Answers that lead to another tree: one that is not there, or one from which others lead back.

use crate::link::Site;
use crate::parse::Content;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many other answers that lead to the same tree are shown.
const SHOWN: usize = 3;

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for page in site.pages.iter() {
        let Content::Tree(decision) = &page.doc.content else { continue };
        let mut lost: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for (name, span) in decision.tree.other_trees() {
            if site.tree_called(name).is_none() {
                lost.entry(name).or_default().push(span);
            }
        }
        let path = &page.facts().path;
        for (name, spans) in lost {
            let Some((first, others)) = spans.split_first() else { continue };
            let problem = unknown(site, path, *first, name).following(site.unread.page_called(name));
            let also = |problem: Problem, span: &Span| problem.related(path, *span, "and here");
            problems.push(others.iter().take(SHOWN).fold(problem, also));
        }
    }
    rounds(site, problems);
}

/// Trees that lead to one another: whoever gives these answers never comes to an end. One problem for each round of trees, at
/// the first of its answers.
fn rounds(site: &Site, problems: &mut Vec<Problem>) {
    // For each tree, in order of their files, where its answers lead.
    let leads: BTreeMap<usize, Vec<(usize, Span)>> = site
        .pages
        .iter()
        .enumerate()
        .filter_map(|(p, page)| match &page.doc.content {
            Content::Tree(decision) => {
                let others = decision.tree.other_trees();
                Some((p, others.into_iter().filter_map(|(name, span)| Some((site.tree_called(name)?, span))).collect()))
            }
            Content::Article(_) => None,
        })
        .collect();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for (tree, answers) in &leads {
        for (to, span) in answers {
            if told.contains(tree) {
                break;
            }
            let Some(way) = way(&leads, *to, *tree) else { continue };
            let paths: Vec<&SitePath> = way.iter().map(|p| &site.pages[*p].facts().path).collect();
            problems.push(round(&site.pages[*tree].facts().path, *span, &paths));
            told.extend(way);
            told.insert(*tree);
        }
    }
}

/// The trees from one to another, both ends included: the fewest there are.
fn way(leads: &BTreeMap<usize, Vec<(usize, Span)>>, from: usize, to: usize) -> Option<Vec<usize>> {
    let mut before: BTreeMap<usize, usize> = BTreeMap::from([(from, from)]);
    let mut open = VecDeque::from([from]);
    while let Some(tree) = open.pop_front() {
        if tree == to {
            let mut out = vec![to];
            while *out.last()? != from {
                out.push(*before.get(out.last()?)?);
            }
            out.reverse();
            return Some(out);
        }
        for (next, _) in leads.get(&tree)? {
            if !before.contains_key(next) {
                before.insert(*next, tree);
                open.push_back(*next);
            }
        }
    }
    None
}

fn round(path: &SitePath, span: Span, way: &[&SitePath]) -> Problem {
    let message = match way {
        [_] => "This leads to the start of its own tree, and so round without an end".to_owned(),
        way => {
            let way: Vec<String> = way.iter().map(|path| format!("`{path}`")).collect();
            format!("These trees lead to one another, and so round without an end: {}", way.join(", then "))
        }
    };
    Problem::at(Code::TreeCycle, path, span, message).help("Let one of these answers end at an outcome.")
}

fn unknown(site: &Site, path: &SitePath, span: Span, name: &str) -> Problem {
    let trees = site.trees.iter().map(|t| site.pages[*t].facts().path.below());
    let names: Vec<&str> = trees.filter_map(|path| path.strip_suffix(".tree.yaml")).collect();
    let problem = Problem::at(Code::TreeUnknownTarget, path, span, format!("There is no decision tree `{name}`"));
    match near::nearest(name, names) {
        Some(near) => problem.help(format!("Did you mean `{near}`?")).edit(
            near::certainty(name, near),
            span,
            format!("tree:{near}"),
        ),
        None => problem.help("Write its path below `content`, like `tree:shoes/fit`."),
    }
}
