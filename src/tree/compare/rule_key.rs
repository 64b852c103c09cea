//! A safety rule, or a test, in one form, by the ids of the file: equal for equal ones of two versions of a tree.
//!
//! Takes: a rule or a test. Gives: a text such as `to self-care, ask red-flags, answer , within `, in the order of the file.
//! Never: is shown to anybody: it is compared.

use crate::tree::model::{Answer, Ends, Entry, Kind, Matcher, Question, RuleKind, Target, Test, Ticks, Tree, When};

/// What a rule claims, with every question, answer and outcome by its id. Not for readers.
pub fn rule_key(tree: &Tree, kind: &RuleKind) -> String {
    match kind {
        RuleKind::PathsTo { ends: to, must_ask, must_answer, within } => {
            let asked: Vec<&str> = must_ask.iter().map(|q| tree.questions[*q].id.text.as_str()).collect();
            let answered = must_answer.as_ref().map(|when| condition(tree, when)).unwrap_or_default();
            let within = within.map(|most| most.to_string()).unwrap_or_default();
            format!("to {}, ask {}, answer {answered}, within {within}", ends(tree, to), asked.join("+"))
        }
        RuleKind::PathsWith { when, must_reach, must_not_reach } => {
            let said = |wanted: &Option<Ends>| wanted.as_ref().map(|e| ends(tree, e)).unwrap_or_default();
            format!("with {}, reach {}, not {}", condition(tree, when), said(must_reach), said(must_not_reach))
        }
        RuleKind::Broken => "unreadable".into(),
    }
}

/// What a test answers and what it must reach, likewise. Not for readers.
pub fn test_key(tree: &Tree, test: &Test) -> String {
    let answers = test.answers.iter().map(|(question, answer)| {
        let asked = &tree.questions[*question];
        let said = match answer {
            Answer::Option(option) => named(asked, &[*option]),
            Answer::Ticks(ticks) => named(asked, ticks),
            Answer::Number(number) => number.to_string(),
        };
        format!("{}={said}", asked.id.text)
    });
    let reaches = match &test.reaches.target {
        Target::Question(question) => format!("question {}", tree.questions[*question].id.text),
        Target::Outcome(outcome) => tree.outcomes[*outcome].id.text.clone(),
        Target::OtherTree(path) => format!("tree {path}"),
        Target::Unknown => String::new(),
    };
    let broken = if test.broken { ", unreadable" } else { "" };
    format!("{} to {reaches}{broken}", answers.collect::<Vec<_>>().join("&"))
}

fn ends(tree: &Tree, wanted: &Ends) -> String {
    let level = |level: &usize| tree.levels.get(*level).cloned().unwrap_or_default();
    match wanted {
        Ends::Outcomes(outcomes) => {
            outcomes.iter().map(|o| tree.outcomes[*o].id.text.as_str()).collect::<Vec<_>>().join("|")
        }
        Ends::Level(l) => format!("level {}", level(l)),
        Ends::LevelBelow(l) => format!("below {}", level(l)),
        Ends::LevelAtLeast(l) => format!("at least {}", level(l)),
    }
}

fn condition(tree: &Tree, when: &When) -> String {
    let list = |entries: &Vec<Entry>| {
        let one = |entry: &Entry| {
            let question = &tree.questions[entry.question];
            format!("{}={}", question.id.text, matcher(question, &entry.matcher))
        };
        entries.iter().map(one).collect::<Vec<_>>().join("&")
    };
    when.any.iter().map(list).collect::<Vec<_>>().join("|")
}

fn matcher(question: &Question, fits: &Matcher) -> String {
    match (fits, &question.kind) {
        (Matcher::Options(options), _) => named(question, options),
        (Matcher::Ticks(ticks), _) => ticked(question, ticks),
        (Matcher::Steps(ranges), Kind::Number(row)) => {
            let said = ranges.iter().map(|(from, to)| format!("{}..{}", row.number(*from), row.number(*to)));
            said.collect::<Vec<_>>().join("|")
        }
        (Matcher::Steps(_), _) => String::new(),
    }
}

fn named(question: &Question, options: &[usize]) -> String {
    options.iter().map(|o| question.options[*o].id.text.as_str()).collect::<Vec<_>>().join("|")
}

/// As deep as YAML may nest, so at most 64.
fn ticked(question: &Question, ticks: &Ticks) -> String {
    match ticks {
        Ticks::Hit(options) => named(question, options),
        Ticks::Not(part) => format!("not({})", ticked(question, part)),
        Ticks::Any(parts) => parts.iter().map(|part| ticked(question, part)).collect::<Vec<_>>().join("|"),
    }
}
