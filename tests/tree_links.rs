//! Decision trees in the web of links: articles lead to a tree, a question or an outcome, and are told which answers lead to them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests stand outside the pipeline")]

mod common;
#[allow(dead_code, reason = "the other test that has it takes more of it")]
mod tree_brute;

use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const SITE: &str = "
--- content/index.md
# Home

[[Check]], [[Check#how-far]], [[check#rest-now]], [the file](calf/check.tree.yaml), [a question](calf/check.tree.yaml#how-far)
and [an end](calf/check.tree.yaml#rest-now).
--- content/rest.md
# Rest

A text.
--- content/sleep.md
# Sleep

A text.
--- content/calf/check.tree.yaml
title: Check
questions:
  pain:
    ask: Does it hurt?
    options: {much: {say: Much, goto: rest-now}, little: {say: A little, goto: how-far}}
  how-far:
    ask: How far?
    kind: number
    unit: miles
    min: 0
    max: 20
    next: [{when: {how-far: '> 6'}, goto: rest-now}, {goto: run}]
outcomes:
  rest-now: {title: Rest now, level: routine, body: 'Do it.', read: [Rest]}
  run: {title: Run, level: self-care, body: 'After [[Sleep]], or [[Rest]].'}
";

fn page(out: &Path, path: &str) -> Html {
    Html::parse_document(
        &fs::read_to_string(out.join(path).join("index.html")).unwrap_or_else(|e| panic!("{path}: {e}")),
    )
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let text =
        |e: scraper::ElementRef<'_>| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&selector).map(text).collect()
}

#[test]
fn articles_and_trees_point_to_one_another() {
    let site = common::site(SITE);
    let said = common::run(site.path(), &["build", "--strict"]);
    assert_eq!(said.code, 0, "{said:?}");
    let out = site.path().join("public");
    let home = page(&out, "");
    let links = Selector::parse("main .prose a").unwrap();
    let hrefs: Vec<&str> = home.select(&links).filter_map(|a| a.attr("href")).collect();
    let (tree, question, end) = ("calf/check/", "calf/check/how-far/", "calf/check/rest-now/");
    assert_eq!(hrefs, [tree, question, end, tree, question, end]);
    assert_eq!(all(&home, "main .prose a")[..3], ["Check", "How far?", "Rest now"]);

    let rest = all(&page(&out, "rest"), ".linked li");
    assert_eq!(rest, ["CheckIt leads here if you answer: Does it hurt? Much"]);
    let sleep = all(&page(&out, "sleep"), ".linked li");
    assert_eq!(sleep, ["CheckIt leads here if you answer: Does it hurt? A little · How far? 0 miles"]);
}

/// Outcomes that plain links reach from a tree's first page, without going round by the page that shows all of them.
fn outcomes_by_links(out: &Path, tree: &str) -> BTreeSet<String> {
    let (mut seen, mut ends) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![tree.to_owned()];
    let choices = Selector::parse(".choice a[href]").unwrap();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) || !path.starts_with(tree) {
            continue;
        }
        let html = page(out, &path);
        let verdict = all(&html, ".verdict h1");
        if !verdict.is_empty() {
            ends.insert(path[tree.len()..].trim_matches('/').split('/').next().unwrap().to_owned());
        }
        for href in html.select(&choices).filter_map(|a| a.attr("href")) {
            let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
            for part in href.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    "." | "" => {}
                    part => parts.push(part),
                }
            }
            waiting.push(format!("{}/", parts.join("/")));
        }
    }
    ends
}

fn reachable(root: &Path, file: &str) -> BTreeSet<String> {
    let said = common::run(root, &["tree", file, "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    told["reachable_outcomes"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_crawler_comes_to_exactly_the_outcomes_of_the_clubs_tree() {
    let folder = common::folder();
    let out = folder.path().join("site");
    let said = common::run(common::repository(), &["build", "--out", out.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    let ends = outcomes_by_links(&out, "sore-calf/");
    assert_eq!(ends, reachable(common::repository(), "content/sore-calf.tree.yaml"));
    assert_eq!(ends.len(), 15);
}

/// Random trees in which nothing is wrong, each a file of one site.
#[test]
fn and_of_random_trees() {
    const WANTED: usize = 20;
    let folder = common::folder();
    common::write(folder.path(), "site.yaml", common::SITE_YAML);
    common::write(folder.path(), "content/index.md", "# Home");
    let mut outcomes = Vec::new();
    let mut seed = 1u64;
    for _ in 0..60_000 {
        let bytes: Vec<u8> = (0..120).map(|_| random(&mut seed)).collect();
        let spec = tree_brute::Spec::from_choices(&bytes);
        let text = spec.written().text;
        let name = format!("t{}", outcomes.len());
        let source = fingerpost::source::Source::new(format!("content/{name}.tree.yaml").into(), text.clone());
        let doc = fingerpost::parse::tree(&std::sync::Arc::new(source));
        let faulty = doc.problems.iter().any(|p| p.severity == fingerpost::problem::Severity::Error);
        if faulty || text.contains("tree:") || spec.questions.len() < 2 {
            continue;
        }
        let Some(brute) = tree_brute::Brute::of(&spec) else { continue };
        common::write(folder.path(), &format!("content/{name}.tree.yaml"), text);
        outcomes.push(brute.outcomes.iter().map(|o| format!("o{o}")).collect::<BTreeSet<_>>());
        if outcomes.len() == WANTED {
            break;
        }
    }
    assert_eq!(outcomes.len(), WANTED, "there are enough trees without a fault");
    let said = common::run(folder.path(), &["build"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (number, wanted) in outcomes.into_iter().enumerate() {
        assert_eq!(outcomes_by_links(&folder.path().join("public"), &format!("t{number}/")), wanted, "t{number}");
    }
}

/// Always the same numbers, none like the one before.
fn random(seed: &mut u64) -> u8 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 40) as u8
}
