//! A safety rule or a test in one line of words, by the ids of the file: `paths with sure: no must reach help`.

use crate::tree::model::{Answer, Ends, Entry, Kind, Matcher, RuleKind, Target, Test, Ticks, Tree, When};

/// What a rule claims: `paths with sure: no must reach help`.
pub fn rule_said(tree: &Tree, kind: &RuleKind) -> String {
    match kind {
        RuleKind::PathsTo { ends: to, must_ask, must_answer, within } => {
            let mut asked: Vec<&str> = must_ask.iter().map(|q| tree.questions[*q].id.text.as_str()).collect();
            asked.sort_unstable();
            let asked = (!asked.is_empty()).then(|| format!(" must ask {}", asked.join(" and ")));
            let answered = must_answer.as_ref().map(|when| format!(" must answer {}", condition(tree, when)));
            let within = within.map(|most| format!(" within {most} answers"));
            let parts: String = [asked, answered, within].into_iter().flatten().collect();
            format!("paths to {}{parts}", ends(tree, to))
        }
        RuleKind::PathsWith { when, must_reach, must_not_reach } => {
            let reach = must_reach.as_ref().map(|wanted| format!(" must reach {}", ends(tree, wanted)));
            let spare = must_not_reach.as_ref().map(|wanted| format!(" must not reach {}", ends(tree, wanted)));
            let parts: String = [reach, spare].into_iter().flatten().collect();
            format!("paths with {}{parts}", condition(tree, when))
        }
        RuleKind::Broken => "what cannot be read".into(),
    }
}

/// What a test tries: `far: 3, sure: no reaches help`.
pub fn test_said(tree: &Tree, test: &Test) -> String {
    let mut answers: Vec<String> = test
        .answers
        .iter()
        .map(|(question, answer)| {
            let said = match answer {
                Answer::Option(option) => named(tree, *question, &[*option]),
                Answer::Ticks(ticks) => named(tree, *question, ticks),
                Answer::Number(number) => number.to_string(),
            };
            format!("{}: {said}", tree.questions[*question].id.text)
        })
        .collect();
    answers.sort_unstable();
    let reaches = match &test.reaches.target {
        Target::Question(question) => format!("the question {}", tree.questions[*question].id.text),
        Target::Outcome(outcome) => tree.outcomes[*outcome].id.text.clone(),
        Target::OtherTree(path) => format!("the tree {path}"),
        Target::Unknown => "nothing".to_owned(),
    };
    let broken = if test.broken { ", and what cannot be read" } else { "" };
    format!("{} reaches {reaches}{broken}", answers.join(", "))
}

fn ends(tree: &Tree, wanted: &Ends) -> String {
    let level = |level: &usize| tree.levels.get(*level).cloned().unwrap_or_default();
    match wanted {
        Ends::Outcomes(outcomes) => {
            let mut named: Vec<&str> = outcomes.iter().map(|o| tree.outcomes[*o].id.text.as_str()).collect();
            named.sort_unstable();
            named.join(" or ")
        }
        Ends::Level(l) => format!("the level {}", level(l)),
        Ends::LevelBelow(l) => format!("a level below {}", level(l)),
        Ends::LevelAtLeast(l) => format!("at least the level {}", level(l)),
    }
}

fn condition(tree: &Tree, when: &When) -> String {
    let one = |entry: &Entry| format!("{}: {}", tree.questions[entry.question].id.text, matcher(tree, entry));
    let list = |entries: &Vec<Entry>| {
        let mut said: Vec<String> = entries.iter().map(one).collect();
        said.sort_unstable();
        said.join(" and ")
    };
    let mut lists: Vec<String> = when.any.iter().map(list).collect();
    lists.sort_unstable();
    lists.join(", or ")
}

fn matcher(tree: &Tree, entry: &Entry) -> String {
    match (&entry.matcher, &tree.questions[entry.question].kind) {
        (Matcher::Options(options), _) => named(tree, entry.question, options),
        (Matcher::Ticks(ticks), _) => ticked(tree, entry.question, ticks),
        (Matcher::Steps(ranges), Kind::Number(row)) => {
            let said = ranges.iter().map(|(from, to)| format!("{} to {}", row.number(*from), row.number(*to)));
            said.collect::<Vec<_>>().join(" or ")
        }
        (Matcher::Steps(_), _) => String::new(),
    }
}

fn named(tree: &Tree, question: usize, options: &[usize]) -> String {
    let mut named: Vec<&str> = options.iter().map(|o| tree.questions[question].options[*o].id.text.as_str()).collect();
    named.sort_unstable();
    named.join(" or ")
}

/// As deep as YAML may nest, so at most 64.
fn ticked(tree: &Tree, question: usize, ticks: &Ticks) -> String {
    match ticks {
        Ticks::Hit(options) => named(tree, question, options),
        Ticks::Not(part) => format!("not ({})", ticked(tree, question, part)),
        Ticks::Any(parts) => {
            let mut said: Vec<String> = parts.iter().map(|part| ticked(tree, question, part)).collect();
            said.sort_unstable();
            said.join(" or ")
        }
    }
}
