//! The club's help site: nobody is lost on it, and no page leaves out what a page on health must have.

use fingerpost::link::{Page, Resolved, Site};
use fingerpost::parse::{Content, Decision, Kind};
use fingerpost::tree::{Choice, End, Tree, parse_answers, walk};
use fingerpost::{Choices, Memory, load};
use std::collections::{BTreeMap, BTreeSet};

const RED_FLAGS: &str = "/cramps/when-a-calf-is-an-emergency/";
const CALF_TREE: &str = "/sore-calf/";
/// What the articles are about. The other pages are about the site itself.
const SUBJECTS: [&str; 5] = ["/circulation/", "/cramps/", "/muscle-damage/", "/run-walk/", "/sleep/"];

fn club() -> Site {
    let (inputs, problems) = load::load(crate::common::repository()).expect("the site can be read");
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

/// Safety rule 12, and the fact sheet's list of what not to write. The one medicine to stop at once is a fluoroquinolone
/// antibiotic, as the regulator says, and only together with speaking to a doctor that day.
#[test]
fn nobody_is_told_to_stop_a_medicine_or_sold_a_myth() {
    let medicines = ["medicine", "statin", "tablet", "pill", "quinine", "antibiotic", "painkiller"];
    let myths = ["flush out", "as much as you can", "breaks up", "cannot be serious", "means low magnesium"];
    for page in club().pages.iter() {
        let text = page.doc.source.text.to_lowercase().replace(['\n', '>', '*'], " ");
        for sentence in text.split(['.', '?', '!', ':']) {
            let stops = sentence.split_whitespace().any(|word| word == "stop" || word == "stopping");
            let medicine = medicines.iter().any(|medicine| sentence.contains(medicine));
            let regulator = ["fluoroquinolone", "ciprofloxacin", "stop the antibiotic, and call a doctor today"];
            let told = stops && medicine && !sentence.contains("not");
            let told = told && !regulator.iter().any(|words| sentence.contains(words));
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

/// The notes that a medicine, a cold or an illness adds, and that none of them changes the rest; the tree's own tests hold
/// where its stories lead.
#[test]
fn a_medicine_a_cold_or_an_illness_is_a_note_and_no_way_out() {
    let site = club();
    let tree = &calf_tree(&site).tree;
    assert!(tree.tests.len() >= 40, "the stories");
    let notes: [(&str, &[&str]); 6] = [
        ("medicine", &["Your medicines"]),
        ("cold", &["A cold or a fever"]),
        ("illness", &["Long-term illness"]),
        ("more", &["Your medicines", "A cold or a fever", "Long-term illness"]),
        ("unsure", &["Your medicines", "Long-term illness"]),
        ("none", &[]),
    ];
    let patterns = [
        ("when-it-comes=same-distance,what-fits=comes-and-goes", "see-gp-same-distance"),
        ("when-it-comes=after,what-fits=comes-and-goes,going-on=none", "care-tired-calf"),
        ("when-it-comes=days,what-fits=stays-sore,going-on=none", "care-next-day-soreness"),
        ("when-it-comes=night,what-fits=comes-and-goes,going-on=none", "care-night-cramp"),
        ("when-it-comes=after,what-fits=comes-and-goes,going-on=returns", "see-someone-pattern"),
        ("when-it-comes=night,what-fits=comes-and-goes,going-on=nights", "see-gp-night-cramps"),
    ];
    for (pattern, reaches) in patterns {
        for (about_you, expected) in notes {
            let text =
                format!("emergency-signs=none,same-day-signs=none,one-or-both=both,{pattern},about-you={about_you}");
            let (outcome, said) = end(tree, &text);
            let added: Vec<&str> = said.iter().filter_map(|text| text.strip_prefix("**")?.split('.').next()).collect();
            assert_eq!((outcome.as_str(), added.as_slice()), (reaches, expected), "{text}");
        }
    }
}

/// Where these answers lead, and the notes that they add.
fn end(tree: &Tree, answers: &str) -> (String, Vec<String>) {
    let walked =
        walk(tree, &parse_answers(tree, answers).expect("the answers can be read")).expect("there are questions");
    let End::Outcome(place) = walked.end else { panic!("{answers} has an end") };
    let outcome = &tree.outcomes[place];
    (outcome.id.text.clone(), walked.also.iter().map(|piece| outcome.also[*piece].say.text.clone()).collect())
}

/// Every single answer of a question, beside the same answers to the others: "not sure" never leads to less than any yes of a
/// list, nor to less than any other answer would where the reader is asked to choose.
#[test]
fn not_sure_is_never_milder_than_yes() {
    let site = club();
    let tree = &calf_tree(&site).tree;
    let lists = ["emergency-signs", "same-day-signs", "clot-risk"];
    let before = |list: &str| match list {
        "emergency-signs" => String::new(),
        "same-day-signs" => "emergency-signs=none,".to_owned(),
        _ => "emergency-signs=none,same-day-signs=none,one-or-both=one,".to_owned(),
    };
    let level = |text: &str| {
        let id = end(tree, text).0;
        tree.outcomes.iter().find(|outcome| outcome.id.text == id).expect("it is an outcome").level
    };
    for list in lists {
        let question = tree.questions.iter().find(|question| question.id.text == list).expect("there is the list");
        let unsure = level(&format!("{}{list}=unsure", before(list)));
        for option in question.options.iter().filter(|option| option.id.text != "none") {
            let yes = level(&format!("{}{list}={}", before(list), option.id.text));
            assert!(unsure >= yes, "{list}: not sure is milder than {}", option.id.text);
            let both = level(&format!("{}{list}={}+unsure", before(list), option.id.text));
            assert!(both >= yes, "{list}: {} and not sure is milder than {0} alone", option.id.text);
        }
    }
    for (start, question) in [
        ("one-or-both=one,clot-risk=none,when-it-comes=after", "what-fits"),
        ("one-or-both=both,when-it-comes=after,what-fits=comes-and-goes", "going-on"),
        ("one-or-both=both,when-it-comes=after,what-fits=back", "from-back"),
    ] {
        let asked = tree.questions.iter().find(|asked| asked.id.text == question).expect("there is the question");
        let to = |option: &str| {
            let text = format!("emergency-signs=none,same-day-signs=none,{start},{question}={option}");
            let walked =
                walk(tree, &parse_answers(tree, &text).expect("they can be read")).expect("there are questions");
            match walked.end {
                End::Outcome(outcome) => tree.outcomes[outcome].level,
                _ => level(&format!(
                    "{text}{},about-you=none",
                    if question == "what-fits" { ",going-on=none" } else { "" }
                )),
            }
        };
        // Who says "from the back" is asked about that before anything else.
        let ends_here = |option: &&Choice| question != "what-fits" || option.id.text != "back";
        for option in asked.options.iter().filter(ends_here) {
            assert!(to("unsure") >= to(&option.id.text), "{question}: not sure is milder than {}", option.id.text);
        }
    }
}

/// What a card says to do has its number or its place, no outcome is named after an illness, and compression is not advised.
#[test]
fn outcomes_are_called_by_what_to_do() {
    let site = club();
    let decision = calf_tree(&site);
    for outcome in &decision.tree.outcomes {
        let (id, title) = (&outcome.id.text, outcome.title.text.to_lowercase());
        for illness in
            ["possible", "clot", "rhabdo", "sodium", "strain", "heart", "lung", "infection", "tear", "breakdown"]
        {
            assert!(!title.contains(illness), "{id} is called `{title}`");
        }
        let body = &outcome.body.as_ref().expect("an outcome has a text").text;
        let card: String = body.lines().take_while(|line| line.starts_with('>')).collect();
        if decision.tree.levels[outcome.level] == "urgent" {
            assert!(
                card.contains("111") && card.contains("999 now") || card.contains("urgent treatment centre"),
                "{id}"
            );
        }
        let said = body.to_lowercase().replace("[@nhs-devon-compression]", "");
        for (at, _) in said.match_indices("compression") {
            let before: String = said[..at].chars().rev().take(40).collect::<String>().chars().rev().collect();
            let warned =
                ["no compression", "wear no", "not wear"].iter().any(|no| format!("{before}compression").contains(no));
            assert!(warned, "{id}: {before}");
        }
    }
    let chest =
        decision.tree.outcomes.iter().find(|outcome| outcome.id.text == "emergency-chest").expect("it is there");
    let said = &chest.body.as_ref().expect("it has a text").text;
    assert!(["999", "CPR", "defibrillator", "heart"].iter().all(|word| said.contains(word)), "{said}");
}

/// What a reader must find on a card although the answers led there for another reason: these words, in this order.
#[test]
fn cards_of_the_calf_tree_catch_what_the_answers_left_out() {
    let site = club();
    let decision = calf_tree(&site);
    let cards: [(&str, &[&str]); 13] = [
        ("emergency-chest", &["More than a day ago, and well now?", "A&E today"]),
        ("emergency-leg", &["Numb round the groin", "both legs?", "Say that first"]),
        ("emergency-back", &["Numb round the groin", "both legs?", "Say that first"]),
        ("emergency-not-sure", &["on the list at all?", "Call 111 now"]),
        ("today-tendon-or-tear", &["clot", "fluoroquinolone"]),
        ("today-clot-or-infection", &["maternity unit first", "CK blood test", "Shivering", "999 now, or go to A&E"]),
        ("today-urine", &["hurt badly", "999 now, or go to A&E"]),
        ("today-statin", &["today", "Take no more of the statin until you have spoken", "dark urine?"]),
        ("today-stuck-cramp", &["stays hard after the cramp", "A&E", "stiff jaw", "A&E"]),
        ("physio-strain", &["blood thinner?", "111 today", "rise on your toes?", "today"]),
        ("physio-bone", &["Do not run, jump or hop", "at rest or at night", "today"]),
        ("see-gp-back", &["both legs", "groin", "999 or go to A&E now"]),
        ("ask-midwife", &["Sudden swelling", "trouble seeing?", "maternity unit now"]),
    ];
    for (id, words) in cards {
        let outcome = decision.tree.outcomes.iter().find(|outcome| outcome.id.text == id).expect("it is there");
        let body = &outcome.body.as_ref().expect("it has a text").text;
        let card: String = body.lines().take_while(|line| line.starts_with('>')).collect();
        let missing =
            words.iter().try_fold(card.as_str(), |rest, word| rest.split_once(word).map(|(_, rest)| rest).ok_or(word));
        assert!(missing.is_ok(), "{id}: {missing:?} is not on the card, or out of order");
    }
}

#[test]
fn every_page_is_dated_and_says_whether_a_clinician_has_read_it() {
    let out = crate::common::folder();
    let target = out.path().join("site");
    let said = crate::common::run(
        crate::common::repository(),
        &["build", "--out", target.to_str().expect("the path is text")],
    );
    assert_eq!(said.code, 0, "{}", said.stdout);
    for page in club().pages.iter().filter(|page| page.is_for_readers()) {
        let file = target.join(address(page).trim_start_matches('/')).join("index.html");
        let html = std::fs::read_to_string(&file).expect("each page is published");
        assert!(html.contains("Last changed on "), "{} shows no date", address(page));
        let words = ["Not yet reviewed by a clinician", "Reviewed on ", "No clinician has reviewed"];
        assert!(words.iter().any(|words| html.contains(words)), "{} shows no review", address(page));
    }
}
