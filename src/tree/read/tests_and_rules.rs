//! `tests` and `rules` → what the tree promises.
//!
//! Takes: one entry of either list. Gives: [`Test`] or [`SafetyRule`], and what is wrong with its words.
//! Never: says whether a promise is kept.

use super::counts::value_numbers;
use super::names::Names;
use super::when::{option_named, read_when};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{
    Answer, Ends, Goto, Kind, NumberKind, Question, RuleKind, SafetyRule, Shape, Target, Test, Tree, Wanted, When,
    sorted,
};
use crate::yaml::{Fields, Node, Text, Value, text, truth};
use std::collections::BTreeMap;

/// An entry of `tests`.
pub(super) fn read_test(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Test {
    let before = problems.len();
    let mut fields = Fields::of(node, names.path, "A test", problems);
    let name = fields.text("name", problems);
    let reaches = fields.required_text("reaches", problems);
    if fields.get("answers").is_none() {
        problems.push(test_without_answers(names.path, fields.span));
    }
    let mut answers = Vec::new();
    for (key, value) in fields.map("answers", problems) {
        let id = Text { text: key.text.clone(), span: key.span };
        let answer = names
            .question_named(&id, problems)
            .and_then(|question| Some((question, read_answer(value, &tree.questions[question], names, problems)?)));
        answers.extend(answer);
    }
    let mut values = Vec::new();
    let wanted = fields.map("values", problems);
    for (key, node) in wanted {
        let id = Text { text: key.text.clone(), span: key.span };
        let Some(value) = names.value_named(&id, problems) else { continue };
        if let Some(ranges) = value_numbers(value, node, names.path, tree, problems) {
            values.push(Wanted { value, ranges, span: key.span });
        }
    }
    fields.finish(problems);
    let reaches = match reaches {
        Some(id) => names.goto(&id, problems),
        None => Goto { target: Target::Unknown, span: node.span },
    };
    let unread = values.len() < wanted.len();
    Test { name, answers, reaches, values, broken: unread || problems.len() > before }
}

fn read_answer(node: &Node, question: &Question, names: &Names<'_>, problems: &mut Vec<Problem>) -> Option<Answer> {
    let texts: Vec<Text> = match &node.value {
        Value::List(items) => {
            items.iter().map(|item| text(item, names.path, "An answer", problems)).collect::<Option<_>>()?
        }
        _ => vec![text(node, names.path, "An answer", problems)?],
    };
    if texts.is_empty() {
        problems.push(no_answer_listed(names.path, node.span, question));
        return None;
    }
    if let Kind::Number(row) = &question.kind {
        let [number] = texts.as_slice() else {
            problems.push(one_answer_wanted(names.path, node.span, question));
            return None;
        };
        if let Some(skip) = question.skip.filter(|skip| question.options[*skip].id.text == number.text) {
            return Some(Answer::Option(skip));
        }
        return match row.shape.read(number.text.trim()) {
            Some(exact) if row.step_of(exact).is_some() || question.broken => Some(Answer::Number(exact)),
            Some(_) => {
                problems.push(number_not_taken(names.path, number, question, row));
                None
            }
            None => {
                problems.push(number_wanted(names.path, number, question, row));
                None
            }
        };
    }
    let options: Vec<_> = texts.iter().map(|t| option_named(t, question, names, problems)).collect();
    let options = sorted(options.into_iter().collect::<Option<_>>()?);
    match (&question.kind, options.as_slice()) {
        (Kind::One, [option]) => Some(Answer::Option(*option)),
        (Kind::Any, [_, ..]) => {
            let alone = options.iter().find(|option| options.len() > 1 && question.stands_alone(**option));
            if let Some(alone) = alone {
                problems.push(with_others(names.path, node.span, question, &question.options[*alone].id.text));
            }
            alone.is_none().then_some(Answer::Ticks(options))
        }
        _ => {
            problems.push(one_answer_wanted(names.path, node.span, question));
            None
        }
    }
}

/// An entry of `rules`.
pub(super) fn read_rule(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> SafetyRule {
    let before = problems.len();
    let mut fields = Fields::of(node, names.path, "A rule", problems);
    let name = fields.text("name", problems);
    let span = name.as_ref().map_or(node.span, |name| name.span);
    let paths_to = fields.get("paths_to");
    let pairs = fields.get("milder_never").filter(|pairs| !refuses(pairs));
    let kind = match (paths_to, has_key(node, "paths_with"), pairs) {
        (Some(to), false, None) => read_paths_to(to, &mut fields, names, tree, problems),
        (None, true, None) => read_paths_with(&mut fields, names, tree, problems),
        (None, false, Some(pairs)) => read_pairs(pairs, &mut fields, names, tree, problems),
        (to, with, pairs) => {
            let none = to.is_none() && !with && pairs.is_none();
            problems.push(if none { no_claim(names.path, span) } else { two_claims(names.path, span) });
            for key in ["order", "paths_with", "must_ask", "must_answer", "within", "must_reach", "must_not_reach"] {
                fields.get(key);
            }
            RuleKind::Broken
        }
    };
    fields.finish(problems);
    SafetyRule { name, span, kind: if problems.len() > before { RuleKind::Broken } else { kind } }
}

fn read_paths_to(
    to: &Node,
    fields: &mut Fields<'_>,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> RuleKind {
    let before = problems.len();
    let ends = read_ends(to, names, tree, problems);
    let asked: Vec<Text> = fields.texts("must_ask", problems);
    let must_ask: Vec<usize> = asked.iter().filter_map(|id| names.question_named(id, problems)).collect();
    let must_answer = read_terms(fields, "must_answer", names, tree, problems);
    let within = fields.whole_number("within", problems);
    if must_ask.is_empty() && must_answer.is_none() && within.is_none() && problems.len() == before {
        problems.push(claim_without_must(names.path, fields.span));
    }
    match ends {
        Some(ends) => RuleKind::PathsTo { ends, must_ask: sorted(must_ask), must_answer, within },
        None => RuleKind::Broken,
    }
}

fn read_paths_with(fields: &mut Fields<'_>, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> RuleKind {
    let when = read_terms(fields, "paths_with", names, tree, problems);
    let mut ends = |key| fields.get(key).map(|node| read_ends(node, names, tree, problems));
    let (must, must_not) = (ends("must_reach"), ends("must_not_reach"));
    if must.is_none() && must_not.is_none() {
        problems.push(paths_with_without_must(names.path, fields.span));
    }
    match (when, must, must_not) {
        (Some(when), must, must_not) => {
            RuleKind::PathsWith { when, must_reach: must.flatten(), must_not_reach: must_not.flatten() }
        }
        _ => RuleKind::Broken,
    }
}

/// `milder_never: true`, or the questions that are meant; with `order: {question: [mildest, …, worst]}`.
fn read_pairs(
    pairs: &Node,
    fields: &mut Fields<'_>,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> RuleKind {
    let all = matches!(&pairs.value, Value::Scalar(word) if truth(word) == Some(true));
    let asked = fields.texts("milder_never", problems);
    if matches!(&pairs.value, Value::List(questions) if questions.is_empty()) {
        problems.push(no_question_listed(names.path, pairs.span));
    }
    let named: Vec<usize> = match all {
        true => (0..tree.questions.len()).collect(),
        false => sorted(asked.iter().filter_map(|id| names.question_named(id, problems)).collect()),
    };
    let mut orders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for question in named {
        let asked = &tree.questions[question];
        match asked.kind {
            Kind::One => {
                let answers = (0..asked.options.len()).filter(|option| asked.skip != Some(*option));
                orders.insert(question, answers.collect());
            }
            Kind::Any => drop(orders.insert(question, Vec::new())),
            Kind::Number(_) => {}
        }
    }
    for (key, node) in fields.map("order", problems) {
        let id = Text { text: key.text.clone(), span: key.span };
        let Some(question) = names.question_named(&id, problems) else { continue };
        let asked = &tree.questions[question];
        let written = match &node.value {
            Value::List(options) if asked.kind == Kind::One => options.iter(),
            _ => {
                problems.push(no_order(names.path, node.span, asked));
                continue;
            }
        };
        let texts: Vec<Text> = written.filter_map(|option| text(option, names.path, "An option", problems)).collect();
        let told = problems.len();
        let options: Vec<usize> =
            texts.iter().filter_map(|option| option_named(option, asked, names, problems)).collect();
        // Of an answer that is not in it nothing would be proved, and nobody would notice.
        let missing: Vec<&str> = (0..asked.options.len())
            .filter(|option| !options.contains(option) && asked.skip != Some(*option))
            .map(|option| asked.options[option].id.text.as_str())
            .collect();
        let twice = (1..options.len()).find(|at| options[..*at].contains(&options[*at]));
        if problems.len() == told && (!missing.is_empty() || twice.is_some()) {
            problems.push(order_of_some(names.path, node.span, asked, &missing));
        }
        orders.insert(question, options);
    }
    RuleKind::Pairs { orders: orders.into_iter().collect() }
}

/// Whether it says that the rule does not stand.
fn refuses(pairs: &Node) -> bool {
    matches!(&pairs.value, Value::Scalar(word) if truth(word) == Some(false))
}

fn no_order(path: &SitePath, span: Span, question: &Question) -> Problem {
    let message = format!("The answers to `{}` cannot be put in an order here", question.id.text);
    Problem::at(Code::WrongType, path, span, message)
        .help("Of a question with one answer, list its options from the mildest to the worst: `[no, yes]`. Of tick boxes, more are worse.")
}

fn order_of_some(path: &SitePath, span: Span, question: &Question, missing: &[&str]) -> Problem {
    let message = match missing {
        [] => format!("An answer to `{}` stands in this order twice", question.id.text),
        _ => format!("This order of the answers to `{}` lacks `{}`", question.id.text, missing.join("`, `")),
    };
    Problem::at(Code::WrongType, path, span, message)
        .help("List each of its options once, from the mildest to the worst.")
}

fn read_terms(
    fields: &mut Fields<'_>,
    key: &'static str,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> Option<When> {
    fields.get(key).map(|node| read_when(node, names, tree, problems))
}

/// `{outcome: …}`, `{level: …}`, `{level_below: …}` or `{level_at_least: …}`.
fn read_ends(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Option<Ends> {
    let before = problems.len();
    let mut fields = Fields::of(node, names.path, "A choice of outcomes", problems);
    let mut found = Vec::new();
    let outcomes = fields.texts("outcome", problems);
    if !outcomes.is_empty() {
        let known: Vec<_> = outcomes.iter().map(|id| names.outcome_named(id, problems)).collect();
        found.extend(known.into_iter().collect::<Option<_>>().map(|known| Ends::Outcomes(sorted(known))));
    }
    let makers: [(&'static str, fn(usize) -> Ends); 3] =
        [("level", Ends::Level), ("level_below", Ends::LevelBelow), ("level_at_least", Ends::LevelAtLeast)];
    for (key, ends) in makers {
        let level = fields.text(key, problems);
        found.extend(level.and_then(|level| names.level_named(&level, tree, problems)).map(ends));
    }
    fields.finish(problems);
    if found.len() != 1 && problems.len() == before {
        problems.push(ends_unclear(names.path, node.span));
    }
    if found.len() == 1 { found.pop() } else { None }
}

fn has_key(node: &Node, wanted: &str) -> bool {
    matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.text == wanted))
}

fn test_without_answers(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "A test needs `answers`")
        .help("Add the answers that lead there, like `answers: {red-flags: [pop], how-far: 7}`.")
}

fn one_answer_wanted(path: &SitePath, span: Span, question: &Question) -> Problem {
    Problem::at(Code::WrongType, path, span, format!("The question `{}` takes exactly one answer", question.id.text))
        .help("Write a single one, without brackets.")
}

fn no_answer_listed(path: &SitePath, span: Span, question: &Question) -> Problem {
    let id = &question.id.text;
    let example = match (question.options.first(), &question.kind) {
        (Some(option), Kind::Any) => format!("[{}]", option.id.text),
        (Some(option), _) => option.id.text.clone(),
        (None, _) => "7".to_owned(),
    };
    Problem::at(Code::WrongType, path, span, format!("This list of answers to `{id}` is empty")).help(format!(
        "Write an answer, like `{id}: {example}`; where nobody is asked `{id}`, take it out of the test."
    ))
}

fn no_question_listed(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "This list of questions is empty, so nothing would be proved").help(
        "Write `milder_never: true` for all questions, or list those that are meant: `milder_never: [fever, cough]`.",
    )
}

fn number_wanted(path: &SitePath, number: &Text, question: &Question, row: &NumberKind) -> Problem {
    let (what, help) = match row.shape {
        Shape::Figures => ("number", "Write it in figures, like `7`.".to_owned()),
        Shape::Time => ("time", format!("Write it with minutes and seconds, like `{}`.", row.written(0))),
    };
    let message = format!("`{}` is answered by a {what}, not by `{}`", question.id.text, number.text);
    Problem::at(Code::WrongType, path, number.span, message).help(help)
}

fn number_not_taken(path: &SitePath, number: &Text, question: &Question, row: &NumberKind) -> Problem {
    let (what, several) = match row.shape {
        Shape::Figures => ("number", "numbers"),
        Shape::Time => ("time", "times"),
    };
    let message = format!("The question `{}` does not take the {what} {}", question.id.text, number.text);
    Problem::at(Code::TreeUnknownAnswer, path, number.span, message).help(format!(
        "It takes {several} from {} to {}, {} apart.",
        row.written(0),
        row.written(row.last_step()),
        row.shape.written(row.step)
    ))
}

fn with_others(path: &SitePath, span: Span, question: &Question, alone: &str) -> Problem {
    let message = format!("`{alone}` excludes the other answers to `{}`", question.id.text);
    Problem::at(Code::WrongType, path, span, message).help(format!("Write `{alone}` alone, or leave it out."))
}

fn two_claims(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "A rule has one of `paths_to`, `paths_with` and `milder_never`, not more")
        .help("Make two rules of it.")
}

fn no_claim(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "A rule needs `paths_to`, `paths_with` or `milder_never`")
        .help("Add `paths_to: {level: self-care}` with `must_ask: […]`, or `paths_with: {red-flags: pop}` with `must_reach: {…}`.")
}

fn claim_without_must(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "This rule does not say what must hold on these paths")
        .help("Add `must_ask: [question]`, `must_answer: {question: answer}` or `within: 4`.")
}

fn paths_with_without_must(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "This rule does not say where paths with these answers must end")
        .help("Add `must_reach: {level_at_least: urgent}` or `must_not_reach: {outcome: …}`.")
}

fn ends_unclear(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "It is not clear which outcomes are meant")
        .help("Write one of `{outcome: id}`, `{outcome: [id, id]}`, `{level: self-care}`, `{level_below: urgent}` or `{level_at_least: urgent}`.")
}
