//! The club's help site: nobody is lost on it, and no page leaves out what a page on health must have.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests stand outside the pipeline")]

mod common;

use fingerpost::link::{Page, Resolved, Site};
use fingerpost::parse::{Content, Decision, Kind};
use fingerpost::tree::walk;
use fingerpost::{Choices, Memory, load};
use std::collections::{BTreeMap, BTreeSet};

const RED_FLAGS: &str = "/cramps/when-a-calf-is-an-emergency/";
const CALF_TREE: &str = "/sore-calf/";
/// What the articles are about. The other pages are about the site itself.
const SUBJECTS: [&str; 5] = ["/circulation/", "/cramps/", "/muscle-damage/", "/run-walk/", "/sleep/"];

fn club() -> Site {
    let (inputs, problems) = load::load(common::repository()).expect("the site can be read");
    fingerpost::plan(&inputs, problems, &Choices::default(), &mut Memory::default()).site
}

fn address(page: &Page) -> &str {
    &page.facts().address
}

fn articles(site: &Site) -> impl Iterator<Item = &Page> {
    let about_health = |page: &&Page| SUBJECTS.iter().any(|s| address(page).starts_with(s) && address(page) != *s);
    site.pages.iter().filter(|page| page.facts().kind == Kind::Article).filter(about_health)
}

/// The pages that a page leads to above its foot: those that its text links, and those that it lists. Itself is left out.
fn taps_from(site: &Site, from: usize) -> BTreeSet<usize> {
    let listed = site.pages[from].children.iter().copied().filter(|child| *child != from);
    leads_to(site, from).into_iter().chain(listed).collect()
}

/// The pages that the text of a page leads to, itself left out.
fn leads_to(site: &Site, from: usize) -> BTreeSet<usize> {
    let links = site.pages[from].links.iter().filter_map(|link| match link {
        Resolved::Page { page, .. } => Some(*page),
        _ => None,
    });
    links.filter(|page| *page != from).collect()
}

#[test]
fn no_page_is_more_than_three_taps_from_home() {
    let site = club();
    let home = site.pages.iter().position(|page| address(page) == "/").expect("there is a home page");
    let mut taps = BTreeMap::from([(home, 0)]);
    let mut waiting = vec![home];
    for step in 1..=3 {
        let next: BTreeSet<usize> = waiting.iter().flat_map(|page| taps_from(&site, *page)).collect();
        waiting = next.into_iter().filter(|page| taps.insert(*page, step).is_none()).collect();
    }
    let far = site.pages.iter().enumerate().filter(|(place, _)| !taps.contains_key(place));
    let far: Vec<&str> = far.map(|(_, page)| address(page)).collect();
    assert_eq!(far, [""; 0], "without the menu and the search");
}

#[test]
fn every_article_leads_on_and_is_led_to() {
    let site = club();
    assert!(articles(&site).count() >= 19, "eighteen articles, and the question that they began with");
    for (place, page) in site.pages.iter().enumerate() {
        if articles(&site).all(|article| address(article) != address(page)) {
            continue;
        }
        assert!(leads_to(&site, place).len() >= 3, "{} leads to fewer than three pages", address(page));
        assert!(page.linked_from.len() >= 2, "{} is linked from fewer than two pages", address(page));
    }
}

#[test]
fn every_article_says_where_it_is_from_and_when_to_get_help() {
    let site = club();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        assert!(!page.facts().description.is_empty(), "{} has no description", address(page));
        assert!(page.doc.front.date.is_some(), "{} has no date", address(page));
        let signed = page.doc.front.reviewed.is_none() || page.doc.front.reviewer.is_some();
        assert!(signed, "{} was reviewed by nobody", address(page));
    }
    for (place, page) in site.pages.iter().enumerate() {
        if articles(&site).all(|article| address(article) != address(page)) {
            continue;
        }
        let text = &page.doc.source.text;
        assert!(text.contains("[@"), "{} names no source", address(page));
        let led: Vec<&str> = leads_to(&site, place).into_iter().map(|to| address(&site.pages[to])).collect();
        let is_red_flags = address(page) == RED_FLAGS;
        assert!(is_red_flags || led.contains(&RED_FLAGS), "{} does not lead to the red flags", address(page));
        assert!(led.contains(&CALF_TREE), "{} does not lead to the calf tree", address(page));
        let card = ["EMERGENCY", "URGENT"].iter().any(|level| text.contains(&format!("> [!{level}] ")));
        assert!(card, "{} has no care card", address(page));
    }
}

/// Safety rule 14: what to do is said with the same words everywhere, and the words name the place that is meant.
#[test]
fn cards_of_a_level_have_the_same_heading_everywhere() {
    let site = club();
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        for line in page.doc.source.text.lines() {
            let heading = |level| line.trim_start().strip_prefix(&format!("> [!{level}]")).map(str::trim);
            let (now, today) = (heading("EMERGENCY"), heading("URGENT"));
            let known_now = ["Call 999 now", "Call 999 or go to A&E now"];
            let known_today = ["Get help today", "Get help now", "Go to A&E or an urgent treatment centre today"];
            assert!(now.is_none_or(|words| known_now.contains(&words)), "{}: {line}", address(page));
            assert!(today.is_none_or(|words| known_today.contains(&words)), "{}: {line}", address(page));
        }
    }
}

/// Safety rule 12, and the fact sheet's list of what not to write.
#[test]
fn nobody_is_told_to_stop_a_medicine_or_sold_a_myth() {
    let medicines = ["medicine", "statin", "tablet", "pill", "quinine", "antibiotic", "painkiller"];
    let myths = ["flush out", "as much as you can", "breaks up", "cannot be serious", "means low magnesium"];
    for page in club().pages.iter() {
        let text = page.doc.source.text.to_lowercase().replace(['\n', '>', '*'], " ");
        for sentence in text.split(['.', '?', '!', ':']) {
            let stops = sentence.split_whitespace().any(|word| word == "stop" || word == "stopping");
            let medicine = medicines.iter().any(|medicine| sentence.contains(medicine));
            let told = stops && medicine && !sentence.contains("not");
            assert!(!told, "{}: {sentence}", address(page));
            for myth in myths {
                assert!(!sentence.contains(myth), "{}: {sentence}", address(page));
            }
        }
    }
}

fn calf_tree(site: &Site) -> &Decision {
    let page = site.pages.iter().find(|page| address(page) == CALF_TREE).expect("there is a calf tree");
    let Content::Tree(decision) = &page.doc.content else { panic!("it is a tree") };
    decision
}

/// Safety rules 7, 8 and 13.
#[test]
fn every_outcome_of_the_calf_tree_says_what_to_do_and_what_to_watch_for() {
    let site = club();
    let decision = calf_tree(&site);
    let net =
        ["swells or feels warm", "constant, or wakes", "numb or cold", "dark", "confused or breathless", "2 weeks"];
    for outcome in &decision.tree.outcomes {
        let (id, body) = (&outcome.id.text, &outcome.body.as_ref().expect("an outcome has a text").text);
        let level = decision.tree.levels[outcome.level].as_str();
        let card = format!("> [!{}] ", level.to_uppercase());
        assert!(body.starts_with(&card), "{id} begins with its care card, before any link");
        assert!(body.contains("## Now") && body.contains("## This week"), "{id} says what to do now and this week");
        assert!(outcome.read.len() >= 2, "{id} leads to fewer than two articles");
        let watched = net.iter().all(|sign| body.contains(sign)) && body.contains("when-a-calf-is-an-emergency.md");
        assert!(watched || matches!(level, "emergency" | "urgent"), "{id} has no safety net");
        assert!(!outcome.title.text.contains("You have"), "{id} diagnoses");
    }
    assert!(!site.pages.iter().any(|page| address(page) == CALF_TREE && page.doc.source.text.contains("Wells")));
}

/// The pieces that the fact sheet's paths 24 to 33 add to the advice; the tree's own tests hold where they lead.
#[test]
fn the_advice_of_the_calf_tree_is_added_to_where_the_answers_fit() {
    let site = club();
    let tree = &calf_tree(&site).tree;
    assert_eq!(tree.tests.len(), 33, "the fact sheet's paths");
    let expected: [&[&str]; 10] =
        [&["Load"], &["Sleep"], &["Salt", "Load"], &[], &["Sleep"], &[], &["Load"], &["Sleep"], &[], &["Sleep"]];
    for (test, expected) in tree.tests[23..].iter().zip(expected) {
        let walk = walk(tree, &test.answers).expect("the tree has questions");
        let fingerpost::tree::End::Outcome(outcome) = walk.end else { panic!("{:?} has an end", test.name) };
        let said = walk.also.iter().map(|piece| tree.outcomes[outcome].also[*piece].say.text.as_str());
        let names: Vec<&str> = said.filter_map(|text| text.strip_prefix("**")?.split('.').next()).collect();
        let added: Vec<&str> = names.into_iter().filter(|name| ["Salt", "Load", "Sleep"].contains(name)).collect();
        assert_eq!(added, expected, "{:?}", test.name);
    }
}

#[test]
fn every_page_is_dated_and_says_whether_a_clinician_has_read_it() {
    let out = common::folder();
    let target = out.path().join("site");
    let said = common::run(common::repository(), &["build", "--out", target.to_str().expect("the path is text")]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    for page in club().pages.iter().filter(|page| page.is_for_readers()) {
        let file = target.join(address(page).trim_start_matches('/')).join("index.html");
        let html = std::fs::read_to_string(&file).expect("each page is published");
        assert!(html.contains("Last changed on "), "{} shows no date", address(page));
        let words = ["Not yet reviewed by a clinician", "Reviewed on ", "No clinician has reviewed"];
        assert!(words.iter().any(|words| html.contains(words)), "{} shows no review", address(page));
    }
}
