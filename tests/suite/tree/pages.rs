//! The pages of decision trees without a script: from the start page, by the answers' links only, a reader comes to the
//! outcomes that some answers reach, to all of them and to no other.
use super::brute::{Brute, Spec};
#[allow(dead_code, reason = "the comparison with the proof uses the rest")]
use crate::common::{files, folder, repository, run, steps, write};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Random trees published in one site, each with at least two outcomes that answers reach.
const TREES: usize = 80;

/// What random trees may do wrong. Their pages are made all the same.
const MISTAKES: [&str; 11] = [
    "tree-unknown-target",
    "tree-no-next",
    "tree-gap",
    "tree-cycle",
    "tree-unreachable",
    "tree-dead-rule",
    "tree-unasked",
    "tree-test-failed",
    "tree-rule-broken",
    "tree-pair-broken",
    "broken-link",
];

#[test]
fn links_lead_to_the_outcomes_that_answers_reach_and_to_no_other() {
    let site = folder();
    let off: String = MISTAKES.iter().map(|code| format!("  {code}: off\n")).collect();
    write(site.path(), "site.yaml", format!("title: Trees\nchecks:\n{off}"));
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut random = Random(20_261_124);
    while expected.len() < TREES {
        let choices: Vec<u8> = (0..60 + random.next() % 340).map(|_| random.next() as u8).collect();
        let spec = Spec::from_choices(&choices);
        let Some(brute) = Brute::of(&spec).filter(|brute| brute.outcomes.len() > 1) else { continue };
        let name = format!("t{}", expected.len());
        write(site.path(), &format!("content/{name}.tree.yaml"), spec.written().text);
        expected.insert(name, brute.outcomes.iter().map(|outcome| format!("Outcome {outcome}")).collect());
    }
    let said = run(site.path(), &["build"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let pages = files(&site.path().join("public"));
    for (tree, titles) in expected {
        assert_eq!(reached(&pages, &tree), titles, "{tree}");
    }
}

#[test]
fn links_lead_through_the_clubs_tree() {
    let site = folder();
    let out = site.path().join("out");
    let said = run(repository(), &["build", "--out", &out.to_string_lossy()]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let json = run(repository(), &["tree", "content/sore-calf.tree.yaml", "--format", "json"]);
    let counts: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let reachable = counts["reachable_outcomes"].as_array().unwrap().len();
    assert_eq!(reached(&files(&out), "sore-calf").len(), reachable);
}

/// The titles of the outcomes that a reader comes to.
fn reached(pages: &BTreeMap<String, Vec<u8>>, tree: &str) -> BTreeSet<String> {
    let (answer, outcome) = (Selector::parse(".choices a[href]").unwrap(), Selector::parse(".result h1").unwrap());
    let mut outcomes = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![format!("{tree}/")];
    while let Some(address) = waiting.pop() {
        if !seen.insert(address.clone()) {
            continue;
        }
        let page = pages.get(&format!("{address}index.html")).unwrap_or_else(|| panic!("there is no page {address}"));
        let page = Html::parse_document(std::str::from_utf8(page).unwrap());
        let title = page.select(&outcome).next().map(|h1| h1.text().collect::<String>());
        outcomes.extend(title.map(|title| title.replace("Your answers point to", "").trim().to_owned()));
        let links = page.select(&answer).filter_map(|link| link.value().attr("href"));
        waiting.extend(links.map(|link| joined(&address, link)).filter(|to| to.starts_with(&format!("{tree}/"))));
    }
    outcomes
}

/// A relative link, from a page's address.
fn joined(from: &str, link: &str) -> String {
    steps(from.split('/').collect(), link).iter().map(|part| format!("{part}/")).collect()
}

/// The same numbers in each run (xorshift, after Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 16
    }
}
