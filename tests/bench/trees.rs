//! How long a proof takes, and how much memory: `cargo bench --bench trees`. Each tree is proved in a process of its own, so
//! that its peak of memory is its own.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, reason = "a bench measures and prints")]

use fingerpost::parse::{self, Content};
use fingerpost::source::Source;
use std::fmt::Write;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

const TREES: [(&str, fn() -> String); 3] =
    [("5000-questions", chain), ("2-to-the-60-paths", doubling), ("hostile", hostile)];

fn main() {
    let wanted = std::env::args().nth(1).filter(|name| TREES.iter().any(|(tree, _)| tree == name));
    match wanted {
        Some(name) => prove(&name),
        None => {
            for (name, _) in TREES {
                let program = std::env::current_exe().expect("this program is somewhere");
                let status = Command::new(program).arg(name).status().expect("this program runs");
                assert!(status.success(), "{name}");
            }
        }
    }
}

fn prove(name: &str) {
    let Some((_, text)) = TREES.iter().find(|(tree, _)| *tree == name) else { return };
    let source = Arc::new(Source::new("content/t.tree.yaml".into(), text()));
    let began = Instant::now();
    let doc = parse::tree(&source);
    let took = began.elapsed();
    let Content::Tree(decision) = &doc.content else { return };
    let paths = decision.proof.paths.as_ref().map_or_else(|| "not counted".to_owned(), |paths| paths.to_string());
    let paths = if paths.len() > 30 { format!("a number of {} digits", paths.len()) } else { paths };
    let told: Vec<&str> = doc.problems.iter().take(3).map(|problem| problem.code.id()).collect();
    println!(
        "{name}: {} questions, paths: {paths}, longest {}, read, proved and laid out in {} ms, {} MB at most; told: {told:?}",
        decision.tree.questions.len(),
        decision.proof.longest,
        took.as_millis(),
        peak_in_mb()
    );
}

/// The most memory this process has had; 0 where the system does not say.
fn peak_in_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn question(text: &mut String, id: usize, rules: &str) {
    let _ = write!(text, "  q{id}:\n    ask: Question {id}?\n    options: {{a: This, b: That}}\n    next:\n{rules}");
}

const END: &str = "outcomes:\n  end: {title: The end, level: routine}\n  other: {title: Another end, level: urgent}\n";

/// 5,000 questions, each of which looks at the answer before and at its own.
fn chain() -> String {
    let mut text = "title: T\nquestions:\n".to_owned();
    for id in 0..5000 {
        let next = if id == 4999 { "end".to_owned() } else { format!("q{}", id + 1) };
        let earlier = if id == 0 { String::new() } else { format!(", q{}: a", id - 1) };
        let skip = if id < 4997 { format!("q{}", id + 2) } else { "other".to_owned() };
        let rules = format!("      - {{when: {{q{id}: b{earlier}}}, goto: {skip}}}\n      - goto: {next}\n");
        question(&mut text, id, &rules);
    }
    text + END
}

/// 60 questions with two answers each that do not matter.
fn doubling() -> String {
    let mut text = "title: T\nquestions:\n".to_owned();
    for id in 0..60 {
        let next = if id == 59 { "end".to_owned() } else { format!("q{}", id + 1) };
        question(&mut text, id, &format!("      - goto: {next}\n"));
    }
    text + "outcomes:\n  end: {title: The end, level: routine}\n"
}

/// 500 questions; what comes after each depends on every earlier answer.
fn hostile() -> String {
    let mut text = "title: T\nquestions:\n".to_owned();
    for id in 0..500 {
        let mut rules = String::new();
        for earlier in 0..id {
            let _ = writeln!(rules, "      - {{when: {{q{earlier}: a, q{id}: b}}, goto: other}}");
        }
        let next = if id == 499 { "end".to_owned() } else { format!("q{}", id + 1) };
        let _ = writeln!(rules, "      - goto: {next}");
        question(&mut text, id, &rules);
    }
    text + END
}
