//! How long the proof of large trees takes: `cargo bench --bench trees`, or with one name for a measure of its memory:
//! `/usr/bin/time -v target/release/deps/trees-… hostile`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench has a clock, and prints it")]

use fingerpost::parse::{self, Content};
use fingerpost::source::Source;
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let all = [("five-thousand", five_thousand()), ("two-to-the-60", doubling(60)), ("hostile", hostile(500))];
    for (name, text) in all.into_iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| w == name)) {
        let source = Arc::new(Source::new("content/t.tree.yaml".into(), text));
        let began = Instant::now();
        let doc = parse::tree(&source);
        let took = began.elapsed();
        let Content::Tree(decision) = &doc.content else { continue };
        let proof = &decision.proof;
        let paths = proof.paths.as_ref().map_or_else(|| "too many".to_owned(), |n| format!("{} bits of", n.bits()));
        let told: Vec<&str> = doc.problems.iter().map(|p| p.code.id()).take(3).collect();
        println!(
            "{name:14} {took:>10.1?}  {} questions, {paths} paths, {} states, {told:?}",
            decision.tree.questions.len(),
            proof.states
        );
    }
}

fn tree(questions: &str) -> String {
    format!(
        "title: T\nquestions:\n{questions}outcomes:\n  o: {{title: O, level: urgent}}\n  p: {{title: P, level: urgent}}\n"
    )
}

/// Questions in a row; each third asks about the one three before.
fn five_thousand() -> String {
    let mut questions = String::new();
    for i in 0..5000 {
        let next = if i == 4999 { "o".into() } else { format!("q{}", i + 1) };
        let rules = if i % 3 == 2 { format!("{{when: {{q{}: b, q{i}: a}}, goto: p}}, ", i - 2) } else { String::new() };
        questions.push_str(&format!(
            "  q{i}: {{ask: Q?, options: {{a: A, b: B, c: C}}, next: [{rules}{{goto: {next}}}]}}\n"
        ));
    }
    tree(&questions)
}

/// Two answers a question, so that paths double with each.
fn doubling(count: usize) -> String {
    let mut questions = String::new();
    for i in 0..count {
        let next = if i + 1 == count { "o".into() } else { format!("q{}", i + 1) };
        let other = if i + 1 == count { "p" } else { next.as_str() };
        questions.push_str(&format!(
            "  q{i}: {{ask: Q?, options: {{a: {{say: A, goto: {next}}}, b: {{say: B, goto: {other}}}}}}}\n"
        ));
    }
    tree(&questions)
}

/// The last question asks about all earlier answers, pair by pair, so that all of them matter to the end.
fn hostile(count: usize) -> String {
    let mut questions = String::new();
    for i in 0..count {
        let next = if i + 1 == count { "o".into() } else { format!("q{}", i + 1) };
        let all: Vec<String> = (0..=i).map(|earlier| format!("{{q{earlier}: a, q{i}: b}}")).collect();
        questions.push_str(&format!(
            "  q{i}: {{ask: Q?, options: {{a: A, b: B}}, next: [{{when: [{}], goto: {next}}}, {{goto: {next}}}]}}\n",
            all.join(", ")
        ));
    }
    tree(&questions)
}
