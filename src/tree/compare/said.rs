//! A safety rule or a test in one line of words, by the ids of the file: `paths with sure: no must reach help`.

use crate::tree::model::{
    Answer, Counting, Ends, Entry, Kind, Matcher, NumberKind, RuleKind, SumOf, Target, Test, Ticks, Tree, Value,
    Wanted, When, steps,
};

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
        RuleKind::Pairs { orders } => {
            let order = |(question, options): &(usize, Vec<usize>)| {
                let question = &tree.questions[*question];
                let ids: Vec<&str> = options.iter().map(|o| question.options[*o].id.text.as_str()).collect();
                if ids.is_empty() {
                    question.id.text.clone()
                } else {
                    format!("{} ({})", question.id.text, ids.join(" < "))
                }
            };
            format!("a worse answer never ends milder: {}", orders.iter().map(order).collect::<Vec<_>>().join(", "))
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
                Answer::Number(number) => tree.questions[*question].number_written(*number),
            };
            format!("{}: {said}", tree.questions[*question].id.text)
        })
        .collect();
    answers.sort_unstable();
    answers.extend(values_said(tree, test));
    let reaches = match &test.reaches.target {
        Target::Question(question) => format!("the question {}", tree.questions[*question].id.text),
        Target::Outcome(outcome) => tree.outcomes[*outcome].id.text.clone(),
        Target::OtherTree(path) => format!("the tree {path}"),
        Target::Unknown => "nothing".to_owned(),
    };
    let answers = answers.join(", ");
    match (test.broken, answers.as_str()) {
        (true, "") => "a test that cannot be read".into(),
        (true, answers) => format!("{answers} reaches {reaches}, beside what cannot be read"),
        (false, answers) => format!("{answers} reaches {reaches}"),
    }
}

/// What a value is: `pace: time / distance in minutes per mile, as 0:01`, or its points.
pub fn value_said(tree: &Tree, value: &Value) -> String {
    if let Some(reckoned) = &value.reckoned {
        let unit = reckoned.unit.as_ref().map(|unit| format!(" in {}", unit.text)).unwrap_or_default();
        let row = value.sum.row.numbers(None);
        return format!("{}{unit}, in steps of {}", reckoned.written.text, row.shape.written(row.step));
    }
    let part = |part: &Counting| {
        let row = value.sum.row.numbers(None);
        let answers: Vec<String> = part.all.iter().map(|(q, fits)| answered(tree, *q, fits)).collect();
        format!("{} for {}", row.number(value.sum.row.zero + part.steps), answers.join(" and "))
    };
    let mut parts: Vec<String> = value.sum.parts.iter().map(part).collect();
    parts.sort_unstable();
    parts.join(", ")
}

/// What a test says of the tree's values.
pub(super) fn values_said(tree: &Tree, test: &Test) -> Vec<String> {
    let one = |wanted: &Wanted| {
        let value = &tree.values[wanted.value];
        format!("{}: {}", value.id.text, numbers(&value.sum.row.numbers(None), &wanted.ranges))
    };
    let mut said: Vec<String> = test.values.iter().map(one).collect();
    said.sort_unstable();
    said
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
    let one = |entry: &Entry| match entry {
        Entry::Answer { question, matcher: fits, .. } => answered(tree, *question, fits),
        Entry::Sum { of, ranges, .. } => {
            let row = tree.sum(of).row.numbers(None);
            let name = match of {
                SumOf::Value(value) => tree.values[*value].id.text.clone(),
                SumOf::Count(sum) => {
                    let part = |part: &Counting| {
                        let all: Vec<String> = part.all.iter().map(|(q, fits)| answered(tree, *q, fits)).collect();
                        all.join(" and ")
                    };
                    format!("how many of ({})", sum.parts.iter().map(part).collect::<Vec<_>>().join("; "))
                }
            };
            format!("{name}: {}", numbers(&row, ranges))
        }
    };
    let list = |entries: &Vec<Entry>| {
        let mut said: Vec<String> = entries.iter().map(one).collect();
        said.sort_unstable();
        said.join(" and ")
    };
    let mut lists: Vec<String> = when.any.iter().map(list).collect();
    lists.sort_unstable();
    lists.join(", or ")
}

fn answered(tree: &Tree, question: usize, fits: &Matcher) -> String {
    format!("{}: {}", tree.questions[question].id.text, matcher(tree, question, fits))
}

fn matcher(tree: &Tree, question: usize, matcher: &Matcher) -> String {
    match (matcher, &tree.questions[question].kind) {
        (Matcher::Options(options), _) => named(tree, question, options),
        (Matcher::Ticks(ticks), _) => ticked(tree, question, ticks),
        (Matcher::Steps(ranges), Kind::Number(row)) => {
            let asked = &tree.questions[question];
            let skipped = asked.skipped_step().filter(|step| steps::contains(ranges, *step)).and(asked.skip);
            let skipped = skipped.map(|skip| named(tree, question, &[skip]));
            let ranges = steps::up_to(ranges, row.last_step());
            let said = (!ranges.is_empty() || skipped.is_none()).then(|| numbers(row, &ranges));
            said.into_iter().chain(skipped).collect::<Vec<_>>().join(" or ")
        }
        (Matcher::Steps(_), _) => String::new(),
    }
}

fn numbers(row: &NumberKind, ranges: &[(i128, i128)]) -> String {
    let said = ranges.iter().map(|(from, to)| format!("{} to {}", row.written(*from), row.written(*to)));
    said.collect::<Vec<_>>().join(" or ")
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
        Ticks::All(options) => format!("all of {}", named(tree, question, options).replace(" or ", " and ")),
        Ticks::Count(of, counts) => {
            let said = counts.iter().map(|(from, to)| format!("{from} to {to}")).collect::<Vec<_>>().join(" or ");
            format!("{said} of ({})", named(tree, question, of))
        }
    }
}
