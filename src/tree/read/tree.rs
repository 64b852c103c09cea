//! A tree's keys → [`Tree`].
//!
//! Takes: the keys of the file. Gives: the tree as far as it makes sense, and everything that is wrong with its words.
//! Never: follows a path; whether the tree holds is the proof's business.

use super::moved_out::{OUTCOMES, QUESTIONS, put_back, with_those_behind};
use super::names::{Names, is_unknown};
use super::questions::{read_answers, read_next};
use super::tests_and_rules::{read_rule, read_test};
use super::told::{plain_texts, read_titles};
use super::values::read_value;
use super::when::read_when;
use crate::problem::{Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::tree::model::{Also, LEVELS, Outcome, Target, Tree};
use crate::yaml::{Fields, Key, Node, Text};

/// Asks for `summary`, `intro`, `purpose`, `levels`, `start`, `questions`, `values`, `outcomes`, `tests` and
/// `rules`.
/// The caller asks for the keys that articles have too, and finishes the fields.
pub fn read(path: &SitePath, fields: &mut Fields<'_>, problems: &mut Vec<Problem>) -> Tree {
    let mut tree = Tree {
        summary: fields.text("summary", problems),
        intro: fields.text("intro", problems),
        purpose: fields.text("purpose", problems),
        levels: read_levels(path, fields.texts("levels", problems), problems),
        ..Tree::default()
    };
    let start = fields.text("start", problems);
    let before = problems.len();
    let questions = fields.map("questions", problems);
    if questions.is_empty() && problems.len() == before {
        // They may be there under a name that means nothing.
        problems.push(no_questions(path, fields.span).following(path));
    }
    let outcomes = fields.map("outcomes", problems);
    let [questions, outcomes] =
        [("questions", questions, &QUESTIONS), ("outcomes", outcomes, &OUTCOMES)].map(|(list, entries, things)| {
            with_those_behind(put_back(entries, things, path, problems), list, things, fields)
        });
    let (questions, outcomes) = (&*questions, &*outcomes);
    let values = fields.map("values", problems);
    let names = Names::of(path, questions, outcomes, values, problems);
    tree.start = start.and_then(|start| names.start_named(&start, problems)).unwrap_or(0);

    // All answers are read before the first condition, which may be about any of them.
    let whats: Vec<String> = questions.iter().map(|(key, _)| format!("The question `{}`", key.text)).collect();
    let mut rules = Vec::with_capacity(questions.len());
    for ((key, node), what) in questions.iter().zip(&whats) {
        let before = problems.len();
        let (question, next) = read_answers(key, node, what, &names, problems);
        tree.torn |= question.broken || no_way_on(&problems[before..]);
        tree.questions.push(question);
        rules.push(next);
    }
    let mut typed = Vec::with_capacity(values.len());
    for (key, node) in values {
        let (value, read) = read_value(key, node, &names, &tree, &typed, problems);
        tree.values.push(value);
        typed.push(read);
    }
    for (index, next) in rules.into_iter().enumerate() {
        let before = problems.len();
        tree.questions[index].next = read_next(next, &names, &tree, problems);
        tree.torn |= no_way_on(&problems[before..]);
    }
    for (key, node) in outcomes {
        let outcome = read_outcome(key, node, &names, &tree, problems);
        tree.outcomes.push(outcome);
    }
    read_titles(&mut tree, path, problems);
    plain_texts(&tree, path, problems);
    let without_outcomes = outcomes.is_empty() && tree.gotos().any(|goto| goto.target == Target::Unknown);
    tree.torn |= without_outcomes;
    let promises = problems.len();
    for node in fields.list("tests", problems) {
        let test = read_test(node, &names, &tree, problems);
        tree.tests.push(test);
    }
    for node in fields.list("rules", problems) {
        let rule = read_rule(node, &names, &tree, problems);
        tree.rules.push(rule);
    }
    // What a test or a rule names may be what could not be read.
    let torn = tree.torn.then_some(path);
    for problem in &mut problems[promises..] {
        *problem = problem.clone().following(torn.filter(|_| is_name(problem)));
    }
    names.tell_once(problems);
    if without_outcomes {
        let names = problems[before..].iter_mut().filter(|problem| is_name(problem));
        names.for_each(|problem| *problem = problem.clone().following(path));
        let misspelt = |key: &Key| key.text != "outcomes" && near::nearest(&key.text, ["outcomes"]).is_some();
        if !fields.entries().any(|(key, _)| misspelt(key)) {
            problems.push(no_outcomes(path, fields.span));
        }
    }
    tree
}

/// Whether a name is told that is nowhere.
fn is_name(problem: &Problem) -> bool {
    is_unknown(problem.code)
}

/// Whether one of a question's problems leaves open what comes after an answer. Where it is clear what is meant, none does.
fn no_way_on(problems: &[Problem]) -> bool {
    let way = |key: &str| ["options", "next", "goto", "kind", "when"].contains(&key);
    problems.iter().any(|problem| match (problem.code, &problem.fix) {
        (Code::WrongType, fix) => fix.is_none(),
        (Code::UnknownKey, Some(fix)) => way(&fix.replacement),
        (Code::MissingKey, _) => problem.message.ends_with("needs a `goto`"),
        _ => false,
    })
}

fn read_levels(path: &SitePath, written: Vec<Text>, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut levels: Vec<String> = Vec::new();
    for level in written {
        if levels.contains(&level.text) {
            problems.push(level_twice(path, &level));
        } else {
            levels.push(level.text);
        }
    }
    if levels.is_empty() { LEVELS.map(str::to_owned).to_vec() } else { levels }
}

fn read_outcome(key: &Key, node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Outcome {
    let what = format!("The outcome `{}`", key.text);
    let mut fields = Fields::of(node, names.path, &what, problems);
    fields.span = key.span;
    let id = Text { text: key.text.clone(), span: key.span };
    let title = fields.required_text("title", problems).unwrap_or_else(|| id.clone());
    let level = fields.required_text("level", problems).and_then(|l| names.level_named(&l, tree, problems));
    let outcome = Outcome {
        id,
        title,
        title_pieces: Vec::new(),
        level: level.unwrap_or(0),
        level_known: level.is_some(),
        body: fields.text("body", problems),
        read: fields.texts("read", problems),
        also: fields.list("also", problems).iter().filter_map(|node| read_also(node, names, tree, problems)).collect(),
    };
    fields.finish(problems);
    outcome
}

fn read_also(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Option<Also> {
    let mut fields = Fields::of(node, names.path, "An entry of `also`", problems);
    let when = fields.get("when").map(|when| read_when(when, names, tree, problems));
    let say = fields.required_text("say", problems);
    fields.finish(problems);
    Some(Also { when, say: say? })
}

fn no_questions(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "A tree needs at least one question")
        .help("Add `questions:` and under it a question's id with `ask:`, `options:` and `next:`.")
}

fn no_outcomes(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "A tree needs at least one outcome")
        .help("Add `outcomes:` and under it an outcome's id with `title:` and `level:`.")
}

fn level_twice(path: &SitePath, level: &Text) -> Problem {
    Problem::at(Code::WrongType, path, level.span, format!("The level `{}` stands in the list twice", level.text))
        .help("Delete one of the two.")
}
