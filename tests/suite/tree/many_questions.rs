//! Trees whose questions are judged at the end: what has been answered is remembered by what it leaves open, and by no more.

use fingerpost::parse::{self, Content, Decision};
use fingerpost::problem::Problem;
use fingerpost::source::Source;
use std::sync::Arc;

/// Thirty questions with two answers each, and a last one that sends on by these conditions.
fn judged(rules: &str, more: &str) -> (Decision, Vec<Problem>) {
    let mut text = "title: T\nquestions:\n".to_owned();
    for q in 1..=30 {
        text +=
            &format!("  q{q}: {{ask: Question {q}?, options: {{yes: Yes, no: No}}, next: [{{goto: q{}}}]}}\n", q + 1);
    }
    text += &format!("  q31:\n    ask: The last?\n    options: {{on: On}}\n    next:\n{rules}      - goto: other\n");
    text += &format!(
        "{more}outcomes:\n  one: {{title: One, level: urgent}}\n  other: {{title: Other, level: self-care}}\n"
    );
    let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text)));
    let Content::Tree(decision) = doc.content else { panic!("no tree") };
    (*decision, doc.problems)
}

fn rule(when: &str) -> String {
    format!("      - {{when: {when}, goto: one}}\n")
}

fn listed(one: impl Fn(usize) -> String) -> String {
    (1..=30).map(one).collect::<Vec<_>>().join(", ")
}

/// Ways to answer thirty questions: 2^30.
const ALL: u64 = 1 << 30;

#[test]
fn any_of_thirty_and_all_of_thirty_need_two_states_and_at_least_three_four() {
    let any = rule(&format!("[{}]", listed(|q| format!("{{q{q}: yes}}"))));
    let all = rule(&format!("{{{}}}", listed(|q| format!("q{q}: yes"))));
    let three = rule(&format!("{{any: [{}], count: \">= 3\"}}", listed(|q| format!("{{q{q}: yes}}"))));
    for (rules, most) in [(any, 2), (all, 2), (three, 4)] {
        let (decision, problems) = judged(&rules, "");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string), Some(ALL.to_string()));
        assert_eq!(decision.proof.reachable_outcomes.len(), 2);
        // So many a question, and the two ends.
        let states = decision.proof.states;
        assert!(states <= most * 31 + 2, "{states} states");
        assert!(decision.screens.len() <= most * 31 + 2, "{} pages", decision.screens.len());
    }
}

#[test]
fn points_are_remembered_by_their_sum() {
    let values = format!("values:\n  risk: {{points: {{{}}}}}\n", listed(|q| format!("q{q}: {{yes: {}}}", q % 4)));
    let (decision, problems) = judged(&rule("{risk: \">= 30\"}"), &values);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string), Some(ALL.to_string()));
    assert!(decision.proof.states <= 31 * 31 + 2, "{} states", decision.proof.states);
}

#[test]
fn a_sum_that_all_rules_together_never_reach_is_told() {
    let values = "values:\n  risk: {points: {q1: {yes: 2}, q2: {yes: 2}}}\n";
    let (_, problems) = judged(&rule("{risk: \">= 5\"}"), values);
    let told: Vec<&str> = problems.iter().map(|problem| problem.code.id()).collect();
    assert_eq!(told, ["tree-unknown-value"], "{problems:?}");
    // With both answers it is four.
    let (_, problems) = judged(&rule("{risk: 2, q1: yes, q2: yes}"), values);
    let told: Vec<&str> = problems.iter().map(|problem| problem.code.id()).collect();
    assert!(told.contains(&"tree-dead-rule"), "{problems:?}");
}

#[test]
fn rules_over_thirty_answers_are_proved_and_broken_by_the_shortest_answers() {
    let three = format!("{{any: [{}], count: \">= 3\"}}", listed(|q| format!("{{q{q}: yes}}")));
    let kept = format!("rules:\n  - {{name: Three are urgent, paths_with: {three}, must_reach: {{outcome: one}}}}\n");
    let (_, problems) = judged(&rule(&three), &kept);
    assert!(problems.is_empty(), "{problems:?}");
    let two = three.replace(">= 3", ">= 2");
    let broken = format!("rules:\n  - {{name: Two are urgent, paths_with: {two}, must_reach: {{outcome: one}}}}\n");
    let (_, problems) = judged(&rule(&three), &broken);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].message.matches("= yes").count(), 2, "{}", problems[0].message);
}

/// One question with so many tick boxes of differing points, judged by their number and their sum; and these lines after its rules.
fn weighed(boxes: u32, lines: &str) -> (Decision, Vec<Problem>) {
    let each = |one: &dyn Fn(u32) -> String| (1..=boxes).map(one).collect::<Vec<_>>().join(", ");
    let text = format!(
        "title: T\nquestions:\n  signs:\n    ask: Which?\n    kind: any\n    options: {{{}}}\n    next:\n{lines}      - goto: other\n\
         values:\n  risk: {{points: {{signs: {{{}}}}}}}\n\
         outcomes:\n  one: {{title: One, level: urgent}}\n  other: {{title: Other, level: self-care}}\n\
         tests:\n  - {{answers: {{signs: [s1, s2, s3]}}, reaches: one}}\n  - {{answers: {{signs: s1}}, reaches: other}}\n",
        each(&|s| format!("s{s}: Sign {s}")),
        each(&|s| format!("s{s}: {s}")),
    );
    let doc = parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text)));
    let Content::Tree(decision) = doc.content else { panic!("no tree") };
    (*decision, doc.problems)
}

#[test]
fn points_and_a_count_over_the_same_ticks_are_exact_or_refused_by_the_work_they_are() {
    let both = "      - {when: {signs: {count: \">= 3\"}, risk: \">= 6\"}, goto: one}\n";
    let (decision, problems) = weighed(8, both);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string), Some("255".to_owned()));
    let hard = both.replace(">= 6", ">= 30");
    let (decision, problems) = weighed(16, &hard.replace("one}", "one}\n      - {when: {risk: \">= 6\"}, goto: one}"));
    let told: Vec<_> =
        problems.iter().map(|problem| (problem.code.id(), problem.message.contains("the ticks of `signs`"))).collect();
    assert_eq!(told, [("tree-too-complex", true)], "{problems:?}");
    assert_eq!((decision.proof.states, decision.proof.paths), (0, None));
}

#[test]
fn a_comparison_that_never_holds_is_told_alone_and_counts_as_it_stands() {
    for when in [
        "{risk: {not: \">= 900\"}, signs: {count: \">= 3\"}}",
        "{risk: [\">= 900\", \">= 6\"]}",
        "[{risk: 900}, {signs: s3}]",
        "[{signs: {count: \"> 900\"}}, {signs: s3}]",
        "{signs: [{count: \"> 900\"}, s3]}",
        "{any: [{signs: s2}, {signs: s3}], count: [2, \"> 900\"]}",
    ] {
        let (_, problems) = weighed(5, &format!("      - {{when: {when}, goto: one}}\n"));
        let [problem] = problems.as_slice() else { panic!("{when}: {problems:?}") };
        assert!(problem.message.contains("never holds"), "{when}: {problem:?}");
    }
    // Nobody knows what is meant by a name that is nowhere, so nothing is said of the tests.
    let (_, problems) = weighed(5, "      - {when: {rusk: \">= 6\"}, goto: one}\n");
    let [problem] = &fingerpost::problem::at_roots(problems)[..] else { panic!("more than one is told") };
    assert!(problem.message.contains("rusk"), "{problem:?}");
}
