//! The questions on pace say what the club's rule says: for every runner and every pace, worked out here a second time.

#![allow(clippy::disallowed_methods, reason = "tests read the club's tree")]

mod common;

use fingerpost::parse::{self, Content};
use fingerpost::source::Source;
use fingerpost::tree::{Target, Tree, parse_answers, walk};
use std::sync::Arc;

/// The table of `how-slow-is-slow.md`: paces from, in seconds a mile; seconds of running to 30 of walking; the outcome.
const TABLE: [(f64, f64, &str); 12] = [
    (0.0, 360.0, "run-6-min"),
    (435.0, 300.0, "run-5-min"),
    (465.0, 240.0, "run-4-min"),
    (495.0, 180.0, "run-3-min"),
    (525.0, 120.0, "run-2-min"),
    (570.0, 90.0, "run-90-s"),
    (645.0, 60.0, "run-60-s"),
    (735.0, 30.0, "run-30-s"),
    (870.0, 15.0, "run-15-s"),
    (945.0, 10.0, "run-10-s"),
    (1020.0, 8.0, "walk-led-8-s"),
    (1110.0, 5.0, "walk-led-5-s"),
];
const WALKING: f64 = 960.0;
const ADDED: [u32; 5] = [60, 90, 120, 150, 180];

fn tree() -> Tree {
    let path = common::repository().join("content/run-walk/which-ratio-and-pace.tree.yaml");
    let text = std::fs::read_to_string(path).expect("the tree is there");
    let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text)));
    assert!(doc.problems.is_empty(), "{:?}", doc.problems);
    let Content::Tree(decision) = doc.content else { panic!("it is a tree") };
    decision.tree
}

/// The row of the table that the rule comes to, for a marathon pace and the seconds added to it.
fn row(marathon: f64, added: f64) -> usize {
    let training = ((marathon + added) / 5.0 + 0.5).floor() * 5.0;
    let mut row = TABLE.iter().rposition(|(from, _, _)| *from <= training).expect("the first row is open");
    if training < WALKING {
        let running = |row: usize| {
            let run = TABLE[row].1;
            run / ((run + 30.0) / training - 30.0 / WALKING)
        };
        while row > 0 && running(row) < marathon {
            row -= 1;
        }
    }
    row
}

#[test]
fn each_pace_comes_to_the_ratio_of_the_rule_or_to_the_next_with_less_walking() {
    let tree = tree();
    for added in ADDED {
        let id = format!("pace-plus-{added}");
        let question = tree.questions.iter().find(|question| question.id.text == id).expect("there is the question");
        let mut bands = Vec::new();
        for option in question.options.iter().filter(|option| option.id.text != "unknown") {
            let from = option.id.text.strip_prefix("from-").and_then(|id| id.split_once('-')).expect("a pace");
            let from = from.0.parse::<u32>().unwrap() * 60 + from.1.parse::<u32>().unwrap();
            let said = format!("{}:{:02} to ", from / 60, from % 60);
            assert!(option.say.text.starts_with(&said), "{} is called `{}`", option.id.text, option.say.text);
            let Some(Target::Outcome(outcome)) = option.goto.as_ref().map(|goto| &goto.target) else { panic!("{id}") };
            bands.push((from, tree.outcomes[*outcome].id.text.as_str()));
        }
        for marathon in (300..=1200).step_by(5) {
            let (_, outcome) = bands.iter().rfind(|(from, _)| *from <= marathon).expect("the first band is at 5:00");
            let place = TABLE.iter().position(|(_, _, id)| id == outcome);
            let place = place.unwrap_or_else(|| if *outcome == "walk-led-10-s" { 9 } else { panic!("{outcome}") });
            let ruled = row(f64::from(marathon), f64::from(added));
            assert!(place == ruled || place + 1 == ruled, "{marathon} s and {added}: {outcome}, not row {ruled}");
            let led = f64::from(marathon + added) >= WALKING - 2.5;
            assert!(outcome.starts_with("walk-led") || !led, "{marathon} s and {added}: {outcome} is held by walking");
        }
    }
}

/// The more careful the answers, the more is added; and never less than a minute a mile.
#[test]
fn experience_and_cramps_decide_how_much_slower() {
    let tree = tree();
    let years = [("under-half", 0.3), ("half-to-1", 0.7), ("1-to-2", 1.5), ("2-to-5", 3.0), ("5-or-more", 8.0)];
    for (id, years) in years {
        for miles in 0..=150 {
            for cramps in ["yes", "no", "unsure"] {
                let text = format!("calf=no,heart=no,years={id},longest=3,miles={miles},cramps={cramps}");
                let answers = parse_answers(&tree, &text).expect("the answers can be read");
                let end = walk(&tree, &answers).expect("there are questions").end;
                let slower = match (cramps, years >= 5.0 && miles >= 40, years >= 2.0 && miles >= 20) {
                    ("no", true, _) => 60,
                    ("no", _, true) => 90,
                    _ => 120,
                };
                let care = 30 * (u32::from(years < 1.0 || miles < 10) + u32::from(cramps != "no"));
                let fingerpost::tree::End::Open(question) = end else { panic!("{text}: {end:?}") };
                assert_eq!(tree.questions[question].id.text, format!("pace-plus-{}", slower + care), "{text}");
            }
        }
    }
}
