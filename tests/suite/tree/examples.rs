//! Published pathways as trees (`tests/examples`): they say what their papers say, for every combination of answers.

use fingerpost::parse::{self, Content, Decision};
use fingerpost::source::Source;
use fingerpost::tree::{self, End};
use std::path::Path;
use std::sync::Arc;

/// An example, of which nothing is wrong: its own tests and rules hold.
pub fn example(name: &str) -> Decision {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let doc = parse::tree(&Arc::new(Source::new(format!("content/{name}").into(), text)));
    let told: Vec<String> =
        doc.problems.iter().map(|problem| format!("{}: {}", problem.code.id(), problem.message)).collect();
    assert!(told.is_empty(), "{name}: {told:#?}");
    let Content::Tree(decision) = doc.content else { panic!("no tree") };
    *decision
}

/// The outcome of these answers.
fn outcome<'a>(decision: &'a Decision, answers: &str) -> &'a str {
    let given = tree::parse_answers(&decision.tree, answers).unwrap();
    match tree::walk(&decision.tree, &given).unwrap().end {
        End::Outcome(outcome) => &decision.tree.outcomes[outcome].id.text,
        end => panic!("{answers}: {end:?}"),
    }
}

#[test]
fn the_ottawa_ankle_rules_hold_for_every_finding() {
    let decision = example("ankle-picture.tree.yaml");
    let bones = ["outer", "inner", "fifth", "navicular"];
    for zone in ["ankle", "midfoot", "ankle+midfoot"] {
        for found in 0..16 {
            let tender: Vec<&str> = (0..4).filter(|i| found >> i & 1 == 1).map(|i| bones[i]).collect();
            let said = if tender.is_empty() { "none".to_owned() } else { tender.join("+") };
            for (at_once, now) in [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")] {
                let steps = at_once == "yes" || now == "yes";
                let ankle =
                    zone.contains("ankle") && (!steps || tender.contains(&"outer") || tender.contains(&"inner"));
                let foot =
                    zone.contains("midfoot") && (!steps || tender.contains(&"fifth") || tender.contains(&"navicular"));
                let wanted = match (ankle, foot) {
                    (true, true) => "both-pictures",
                    (true, false) => "ankle-picture",
                    (false, true) => "foot-picture",
                    (false, false) => "no-picture",
                };
                let answers = format!("zone={zone},tender={said},at-once={at_once},now={now}");
                assert_eq!(outcome(&decision, &answers), wanted, "{answers}");
            }
        }
    }
}

#[test]
fn a_score_of_ten_findings_is_their_sum_for_all_1024_combinations() {
    let decision = example("clot-score.tree.yaml");
    let points = [1, 1, 1, 1, 1, 1, 1, 1, 1, -2];
    let ids: Vec<&str> = decision.tree.questions.iter().map(|question| question.id.text.as_str()).collect();
    for found in 0..1024 {
        let given = (0..10).map(|i| format!("{}={}", ids[i], if found >> i & 1 == 1 { "yes" } else { "no" }));
        let answers = given.collect::<Vec<_>>().join(",");
        let sum: i32 = (0..10).filter(|i| found >> i & 1 == 1).map(|i| points[i]).sum();
        assert_eq!(outcome(&decision, &answers), if sum >= 2 { "likely" } else { "unlikely" }, "{answers}: {sum}");
    }
    assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string).as_deref(), Some("1024"));
}

#[test]
fn one_sign_of_a_concussion_is_enough() {
    let decision = example("concussion.tree.yaml");
    for flag in decision.tree.questions[0].options.iter().map(|option| option.id.text.as_str()) {
        let answers = format!("flags={flag},seen=none,felt=none,memory=none");
        assert_eq!(outcome(&decision, &answers), if flag == "none" { "watch" } else { "ambulance" });
    }
    for question in &decision.tree.questions[1..] {
        for option in question.options.iter().filter(|option| option.id.text != "none") {
            let answers: Vec<String> = decision
                .tree
                .questions
                .iter()
                .map(|q| {
                    format!("{}={}", q.id.text, if q.id.text == question.id.text { &option.id.text } else { "none" })
                })
                .collect();
            assert_eq!(outcome(&decision, &answers.join(",")), "stop", "{answers:?}");
        }
    }
}
