//! `values` → what a tree reckons from answers.
//!
//! Takes: one entry of `values`, and all questions with their answers. Gives: [`Value`], and what is wrong with its words.
//! Never: rounds: points are exact, and the sums they can come to are steps of a row.

use super::formulas::Typed;
use super::names::Names;
use super::reckoned::reckoned;
use super::when::read_matcher;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{
    Counting, Decimal, Kind, Matcher, NumberKind, Question, Row, Shape, Sum, Ticks, Tree, Value, common_divisor,
};
use crate::yaml::{self, Fields, Key, Node, Text};

/// Points: a question, the answers that give them, and how many.
type Given = (usize, Matcher, Decimal);

/// The value; and, of a formula, what it measures, for those that stand below it.
pub(super) fn read_value(
    key: &Key,
    node: &Node,
    names: &Names<'_>,
    tree: &Tree,
    above: &[Option<Typed>],
    problems: &mut Vec<Problem>,
) -> (Value, Option<Typed>) {
    let before = problems.len();
    let what = format!("The value `{}`", key.text);
    let mut fields = Fields::of(node, names.path, &what, problems);
    fields.span = key.span;
    let id = Text { text: key.text.clone(), span: key.span };
    let say = fields.text("say", problems);
    let is = fields.text("is", problems);
    let (unit, show) = (fields.text("unit", problems), fields.text("show", problems));
    let mut given: Vec<Given> = Vec::new();
    let points = fields.map("points", problems);
    if points.is_empty() && is.is_none() && problems.len() == before {
        problems.push(no_points(names.path, key.span));
    }
    if let (Some(text), None) = (unit.as_ref().or(show.as_ref()), &is) {
        problems.push(only_of_formulas(names.path, text.span));
    }
    if let (Some(is), false) = (&is, points.is_empty()) {
        problems.push(both(names.path, is.span));
    }
    for (question, options) in points {
        let named = Text { text: question.text.clone(), span: question.span };
        let told = problems.len();
        let found = names.question_named(&named, problems);
        not_twice(points, &mut problems[told..]);
        let Some(question) = found else { continue };
        read_points(question, options, names, tree, &mut given, problems);
    }
    fields.finish(problems);
    let reckoned = is.and_then(|is| reckoned(is, [unit, show], names, tree, above, problems));
    let (sum, typed, reckoned) = match reckoned {
        Some((reckoned, row, typed)) => (Sum { parts: Vec::new(), row }, Some(typed), Some(reckoned)),
        None => (sum(&given, &tree.questions), None, None),
    };
    let broken = problems.len() > before;
    (Value { id, say, sum, reckoned, broken }, typed.filter(|_| !broken))
}

fn read_points(
    question: usize,
    options: &Node,
    names: &Names<'_>,
    tree: &Tree,
    given: &mut Vec<Given>,
    problems: &mut Vec<Problem>,
) {
    let asked = &tree.questions[question];
    let yaml::Value::Map(entries) = &options.value else {
        problems.push(points_unclear(names.path, options.span, asked));
        return;
    };
    for (option, points) in entries {
        let answer = Node { value: yaml::Value::Scalar(option.text.clone()), span: option.span };
        let told = problems.len();
        let matcher = read_matcher(&answer, asked, names, problems);
        not_twice(entries, &mut problems[told..]);
        let Some(points) = yaml::text(points, names.path, &format!("The points of `{}`", option.text), problems) else {
            continue;
        };
        match (matcher, Decimal::parse(points.text.trim())) {
            (Some(matcher), Some(points)) => {
                if let (Matcher::Steps(ranges), Kind::Number(row)) = (&matcher, &asked.kind)
                    && ranges.is_empty()
                {
                    problems.push(never_given(names.path, option.span, &option.text, asked, row));
                }
                given.push((question, matcher, points));
            }
            (_, None) => problems.push(no_number(names.path, &points)),
            (None, _) => {}
        }
    }
}

/// Adds up what answers give, and sees how low and how high that can come.
fn sum(given: &[Given], questions: &[Question]) -> Sum {
    let step = given.iter().fold(0, |step, (_, _, points)| common_divisor(step, points.billionths().abs())).max(1);
    let (mut least, mut greatest) = (0, 0);
    for (index, question) in questions.iter().enumerate() {
        let own = || given.iter().filter(|(q, ..)| *q == index);
        let steps = |(_, _, points): &Given| points.billionths() / step;
        // Of one answer one part counts; of ticks all that fit, or `none` alone; of numbers all that fit.
        let is_none = |(_, matcher, _): &&Given| match (matcher, question.none()) {
            (Matcher::Ticks(Ticks::Hit(options)), Some(none)) => options.contains(&none),
            _ => false,
        };
        let alone: i128 = own().filter(is_none).map(steps).sum();
        let (low, high) = match question.kind {
            Kind::One => (own().map(steps).min().unwrap_or(0), own().map(steps).max().unwrap_or(0)),
            _ => {
                let together = || own().filter(|part| !is_none(part)).map(steps);
                let low: i128 = together().filter(|steps| *steps < 0).sum();
                let high: i128 = together().filter(|steps| *steps > 0).sum();
                (low.min(alone), high.max(alone))
            }
        };
        least += low.min(0);
        greatest += high.max(0);
    }
    let parts = given.iter().filter(|(_, _, points)| points.billionths() != 0).map(|(question, matcher, points)| {
        Counting { all: vec![(*question, matcher.clone())], steps: points.billionths() / step }
    });
    Sum { parts: parts.collect(), row: Row { zero: -least, last: greatest - least, step, shape: Shape::Figures } }
}

/// Takes an edit away that would give a key a second time.
fn not_twice(entries: &[(yaml::Key, Node)], problems: &mut [Problem]) {
    let is_there = |text: &str| entries.iter().any(|(key, _)| key.text == text);
    for problem in problems {
        problem.edit = problem.edit.take().filter(|edit| !is_there(&edit.text));
    }
}

fn no_points(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::MissingKey, path, span, "This value has no `points` to add up, and no formula")
        .help("Add them by question and answer, like `points: {earlier-clot: {yes: 3}, signs: {swollen: 2, warm: 1}}`; or write `is: time / distance`.")
}

fn only_of_formulas(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "Points have no unit, and are shown as they are")
        .help("Take this line away, or reckon the value by a formula: `is: time / distance`.")
}

fn both(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "A value is reckoned by a formula or adds up points, not both")
        .help("Take `is` or `points` away, or make two values of it.")
}

fn points_unclear(path: &SitePath, span: Span, question: &Question) -> Problem {
    let id = &question.id.text;
    let option = question.options.first().map_or("\">= 6\"", |option| option.id.text.as_str());
    Problem::at(Code::WrongType, path, span, format!("Which answers to `{id}` give points, and how many?"))
        .help(format!("Write it like `{id}: {{{option}: 2}}`."))
}

fn never_given(path: &SitePath, span: Span, written: &str, question: &Question, row: &NumberKind) -> Problem {
    let (least, greatest) = (row.written(0), row.written(row.last_step()));
    let message = format!(
        "Nobody gets these points: `{}` goes from {least} to {greatest}, so `{written}` never holds",
        question.id.text
    );
    Problem::at(Code::TreeUnknownAnswer, path, span, message)
        .help("Compare with a number that the question takes, or delete the points.")
}

fn no_number(path: &SitePath, points: &Text) -> Problem {
    Problem::at(Code::WrongType, path, points.span, format!("`{}` is not a number of points", points.text))
        .help("Write it in figures, like `2`, `-1` or `1.5`.")
}
