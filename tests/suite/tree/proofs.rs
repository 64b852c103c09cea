//! The club's tree has as many paths as its authors counted; and each fault that a proof can find is found.
use fingerpost::parse::{self, Content};
use fingerpost::source::Source;
use std::path::Path;
use std::sync::Arc;

fn read(text: &str) -> parse::Doc {
    parse::tree(&Arc::new(Source::new("content/t.tree.yaml".into(), text.into())))
}

#[test]
fn the_clubs_tree_is_counted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/sore-calf.tree.yaml");
    let doc = read(&std::fs::read_to_string(path).unwrap());
    assert!(doc.problems.is_empty(), "{:?}", doc.problems);
    let Content::Tree(decision) = &doc.content else { panic!("not a tree") };
    let proof = &decision.proof;
    assert_eq!(proof.paths.as_ref().map(ToString::to_string).as_deref(), Some("40245"));
    assert_eq!((proof.longest, proof.reachable_outcomes.len(), proof.reachable_questions.len()), (8, 25, 9));
}

fn codes(questions: &str, rest: &str) -> Vec<&'static str> {
    let text = format!(
        "title: T\nquestions:\n{questions}outcomes:\n  o: {{title: O, level: self-care}}\n  p: {{title: P, level: urgent}}\n{rest}"
    );
    let mut codes: Vec<_> = read(&text).problems.iter().map(|p| p.code.id()).collect();
    codes.dedup();
    codes
}

const CHOICE: &str = "  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: p}}}\n";

#[test]
fn each_fault_is_found() {
    assert_eq!(codes(CHOICE, ""), [""; 0]);
    assert_eq!(
        codes("  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: pp}, c: {say: C, goto: p}}}\n", ""),
        ["tree-unknown-target"]
    );
    assert_eq!(
        codes("  q: {ask: Q?, options: {a: {say: A, goto: o}, b: B, c: {say: C, goto: p}}}\n", ""),
        ["tree-no-next"]
    );
    let number = |rules: &str| format!("  q: {{ask: Q?, kind: number, min: 0, max: 9, next: [{rules}]}}\n");
    assert_eq!(codes(&number("{when: {q: '< 4'}, goto: o}, {when: {q: '> 4'}, goto: p}"), ""), ["tree-gap"]);
    assert_eq!(
        codes(&number("{when: {q: '< 4'}, goto: o}, {when: {q: '2..3'}, goto: o}, {goto: p}"), ""),
        ["tree-dead-rule"]
    );
    let cycle = "  q: {ask: Q?, options: {a: {say: A, goto: o}, b: {say: B, goto: r}}}\n  r: {ask: R?, options: {a: {say: A, goto: q}, b: {say: B, goto: p}}}\n";
    assert!(codes(cycle, "").contains(&"tree-cycle"));
    let lost = format!("{CHOICE}  r: {{ask: R?, options: {{a: {{say: A, goto: o}}}}}}\n");
    assert_eq!(codes(&lost, ""), ["tree-unreachable"]);
    assert_eq!(codes(CHOICE, "tests: [{answers: {q: a}, reaches: p}]\n"), ["tree-test-failed"]);
    assert_eq!(
        codes(CHOICE, "rules: [{name: N, paths_with: {q: a}, must_reach: {level_at_least: urgent}}]\n"),
        ["tree-rule-broken"]
    );
    let unasked = CHOICE
        .to_string()
        .replace("a: {say: A, goto: o}", "a: A")
        .replace("}}}", "}}, next: [{when: {r: x}, goto: o}, {goto: o}]}");
    let unasked = format!("{unasked}  r: {{ask: R?, options: {{x: {{say: X, goto: o}}}}}}\n");
    assert!(codes(&unasked, "").contains(&"tree-unasked"));
}

#[test]
fn two_to_the_sixtieth_paths_are_counted() {
    let mut questions = String::new();
    for i in 0..60 {
        let next = if i == 59 { "o".into() } else { format!("q{}", i + 1) };
        let other = if i == 59 { "p" } else { &next };
        questions.push_str(&format!(
            "  q{i}: {{ask: Q?, options: {{a: {{say: A, goto: {next}}}, b: {{say: B, goto: {other}}}}}}}\n"
        ));
    }
    let text = format!(
        "title: T\nquestions:\n{questions}outcomes:\n  o: {{title: O, level: urgent}}\n  p: {{title: P, level: urgent}}\n"
    );
    let doc = read(&text);
    let Content::Tree(decision) = &doc.content else { panic!("not a tree") };
    assert_eq!(decision.proof.paths.as_ref().map(ToString::to_string), Some((1u64 << 60).to_string()));
}

/// Every question asks for all earlier answers, so that no two paths can be told to be alike: 2^500 of them.
#[test]
fn a_tree_in_which_everything_depends_on_everything_is_given_up_with_a_word() {
    let mut questions = String::new();
    for i in 0..500 {
        let next = if i == 499 { "o".into() } else { format!("q{}", i + 1) };
        let all: Vec<String> = (0..=i).map(|earlier| format!("q{earlier}: a")).collect();
        questions.push_str(&format!(
            "  q{i}: {{ask: Q?, options: {{a: A, b: B}}, next: [{{when: {{{}}}, goto: p}}, {{goto: {next}}}]}}\n",
            all.join(", ").replacen("q0: a", "q0: b", usize::from(i > 0)),
        ));
    }
    let wide: Vec<String> = (0..500).map(|i| format!("{{q{i}: a, q{}: b}}", (i + 7) % 500)).collect();
    let last = "{goto: o}]";
    let questions = questions.replace(last, &format!("{{when: [{}], goto: p}}, {{goto: o}}]", wide.join(", ")));
    let text = format!(
        "title: T\nquestions:\n{questions}outcomes:\n  o: {{title: O, level: urgent}}\n  p: {{title: P, level: urgent}}\n"
    );
    let doc = read(&text);
    let Content::Tree(decision) = &doc.content else { panic!("not a tree") };
    assert!(doc.problems.iter().any(|p| p.code.id() == "tree-too-complex"), "{:?}", doc.problems.first());
    assert_eq!(decision.proof.paths, None);
    assert!(decision.screens.is_empty());
}
