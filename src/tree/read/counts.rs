//! Counts and values in a condition: `{signs: {count: ">= 2"}}`, `{any: […], count: ">= 2"}`, `{risk: ">= 4"}`.
//!
//! Takes: what stands under such a key. Gives: which numbers fit, in steps of their row, and what is wrong with the words.
//! Never: knows what is counted along a path: whether some path comes to such a number is the proof's to tell.

use super::names::Names;
use super::reckoned::{of_several, steps_that_fit};
use super::when::{NumbersThatFit, anything_fits, option_named, range_backwards, read_entry};
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{
    Counting, Entry, Kind, Matcher, NumberKind, Question, Row, Shape, Sum, SumOf, Ticks, Tree, sorted, steps,
};
use crate::yaml::{Fields, Key, Node, Text, Value};

/// What is compared with numbers, for messages.
pub(super) struct Compared<'a> {
    /// "A count", "The value `risk`".
    pub(super) what: &'a str,
    /// Why no number beyond its row is one of it: "there are 5 to count".
    pub(super) limit: &'a str,
    pub(super) code: Code,
}

/// The numbers that fit: a comparison, a list of such, or `{not: …}`. As deep as YAML may nest, so at most 64.
/// A comparison that never holds is told, and counts as it stands: what is around it may hold all the same.
pub(super) fn read_numbers(
    node: &Node,
    row: &NumberKind,
    compared: &Compared<'_>,
    path: &SitePath,
    problems: &mut Vec<Problem>,
) -> Option<Vec<(i128, i128)>> {
    match &node.value {
        Value::Scalar(written) => match anything_fits(written, row) {
            NumbersThatFit::These(ranges) => {
                if ranges.is_empty() {
                    problems.push(never(path, node.span, written, compared));
                }
                Some(ranges)
            }
            NumbersThatFit::Backwards(from, to) => {
                problems.push(range_backwards(path, node.span, &from, &to));
                None
            }
            NumbersThatFit::NoNumber => {
                problems.push(no_comparison(path, node.span, written, row.shape, compared));
                None
            }
        },
        Value::List(items) if !items.is_empty() => {
            let read: Vec<_> = items.iter().map(|item| read_numbers(item, row, compared, path, problems)).collect();
            read.into_iter().collect::<Option<Vec<_>>>().map(|parts| steps::union(parts.concat()))
        }
        Value::Map(entries) if matches!(entries.as_slice(), [(key, _)] if key.text == "not") => {
            let fits = read_numbers(&entries[0].1, row, compared, path, problems)?;
            Some(steps::complement(&fits, row.last_step()))
        }
        _ => {
            problems.push(no_comparison(path, node.span, "", row.shape, compared));
            None
        }
    }
}

/// `{count: ">= 2"}`, `{count: ">= 2", of: [a, b]}` or `{all: [a, b]}` of a question with tick boxes.
pub(super) fn read_ticks(
    node: &Node,
    fields: &mut Fields<'_>,
    question: &Question,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Ticks> {
    let (count, of, all) = (fields.get("count"), fields.texts("of", problems), fields.texts("all", problems));
    let nothing = |key| fields.get(key).filter(|list| matches!(&list.value, Value::List(items) if items.is_empty()));
    if let Some(list) = ["of", "all"].into_iter().find_map(nothing) {
        problems.push(nothing_counted(names.path, list.span));
        return None;
    }
    if question.kind != Kind::Any {
        problems.push(nothing_to_count(names.path, node.span, question));
        return None;
    }
    let mut options_named = |texts: &[Text]| -> Option<Vec<usize>> {
        let found: Vec<_> = texts.iter().map(|text| option_named(text, question, names, problems)).collect();
        let found = sorted(found.into_iter().collect::<Option<_>>()?);
        let alone = found.iter().copied().find(|option| question.stands_alone(*option));
        let named = |alone: &usize| texts.iter().find(|text| text.text == question.options[*alone].id.text);
        if let Some(text) = alone.as_ref().and_then(named) {
            problems.push(none_counted(names.path, text, question));
        }
        alone.is_none().then_some(found)
    };
    match (count, all.as_slice()) {
        (None, [_, ..]) if of.is_empty() => options_named(&all).map(Ticks::All),
        (Some(count), []) => {
            let of = match of.as_slice() {
                [] => (0..question.options.len()).filter(|option| !question.stands_alone(*option)).collect(),
                of => options_named(of)?,
            };
            let limit = match of.len() {
                1 => "there is one option to count".to_owned(),
                n => format!("there are {n} options to count"),
            };
            let compared = Compared { what: "A count", limit: &limit, code: Code::TreeUnknownAnswer };
            let row = up_to(of.len());
            read_numbers(count, &row, &compared, names.path, problems).map(|fits| Ticks::Count(of, fits))
        }
        _ => {
            problems.push(count_unclear(names.path, node.span, question));
            None
        }
    }
}

/// `{any: [{q1: yes}, {q2: yes}], count: ">= 2"}`: how many of these hold.
pub(super) fn read_any(
    (key, any): &(Key, Node),
    count: Option<&Node>,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    let items = match &any.value {
        Value::List(items) if !items.is_empty() => items.as_slice(),
        _ => {
            problems.push(any_unclear(names.path, any.span));
            return None;
        }
    };
    let parts: Vec<_> = items.iter().map(|item| read_part(item, names, tree, problems)).collect();
    let parts: Vec<Counting> = parts.into_iter().collect::<Option<_>>()?;
    let row = up_to(parts.len());
    let ranges = match count {
        None => steps::range(1, parts.len() as i128),
        Some(count) => {
            let limit = match parts.len() {
                1 => "there is one entry under `any`".to_owned(),
                n => format!("there are {n} entries under `any`"),
            };
            let compared = Compared { what: "A count", limit: &limit, code: Code::TreeUnknownAnswer };
            read_numbers(count, &row, &compared, names.path, problems)?
        }
    };
    let sum = Sum { row: Row { zero: 0, last: parts.len() as i128, step: Row::ONE, shape: Shape::Figures }, parts };
    Some(Entry::Sum { of: SumOf::Count(sum), ranges, span: key.span })
}

/// One of what is counted: questions with their answers, which must all hold.
fn read_part(item: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> Option<Counting> {
    let Value::Map(entries) = &item.value else {
        problems.push(any_unclear(names.path, item.span));
        return None;
    };
    let mut all = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match read_entry(key, value, names, tree, problems)? {
            Entry::Answer { question, matcher, .. } => all.push((question, matcher)),
            Entry::Sum { span, .. } => {
                problems.push(sum_in_a_count(names.path, span));
                return None;
            }
        }
    }
    Some(Counting { all, steps: 1 })
}

/// `{risk: ">= 4"}`.
pub(super) fn read_value(
    index: usize,
    key: &Key,
    node: &Node,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    let ranges = value_numbers(index, node, names.path, tree, problems)?;
    let value = &tree.values[index];
    if value.reckoned.is_some() {
        let Some((question, fit)) = steps_that_fit(value, names, tree, &ranges) else {
            problems.push(of_several(names.path, key.span, value, tree));
            return None;
        };
        return Some(Entry::Answer { question, matcher: Matcher::Steps(fit), span: key.span });
    }
    Some(Entry::Sum { of: SumOf::Value(index), ranges, span: key.span })
}

/// The numbers of a value that fit. `None` where they, or the value, could not be read.
pub(super) fn value_numbers(
    index: usize,
    node: &Node,
    path: &SitePath,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> Option<Vec<(i128, i128)>> {
    let value = tree.values.get(index).filter(|value| !value.broken)?;
    let row = value.sum.row.numbers(None);
    let what = format!("The value `{}`", value.id.text);
    let (least, greatest) = (row.written(0), row.written(row.last_step()));
    let step = row.shape.written(row.step);
    let limit = format!("`{}` goes from {least} to {greatest} in steps of {step}", value.id.text);
    let compared = Compared { what: &what, limit: &limit, code: Code::TreeUnknownValue };
    read_numbers(node, &row, &compared, path, problems)
}

/// Whole numbers from 0 on.
fn up_to(most: usize) -> NumberKind {
    Row { zero: 0, last: most as i128, step: Row::ONE, shape: Shape::Figures }.numbers(None)
}

fn never(path: &SitePath, span: Span, written: &str, compared: &Compared<'_>) -> Problem {
    Problem::at(compared.code, path, span, format!("`{written}` never holds: {}", compared.limit))
        .help("Compare with a number that it can come to, or delete the condition.")
}

fn no_comparison(path: &SitePath, span: Span, written: &str, shape: Shape, compared: &Compared<'_>) -> Problem {
    let what = if shape == Shape::Time { "time" } else { "number" };
    let message = match written {
        "" => format!("{} is compared with a {what}", compared.what),
        _ => format!("{} is compared with a {what}, and `{written}` is none", compared.what),
    };
    let number = if shape == Shape::Time { "2:00" } else { "2" };
    Problem::at(Code::WrongType, path, span, message).help(format!(
        "Write `\">= {number}\"`, `\"> {number}\"`, `\"<= {number}\"`, `\"< {number}\"`, `\"{number}..{}\"` (both included) or just `{number}`.",
        number.replace('2', "4")
    ))
}

fn nothing_to_count(path: &SitePath, span: Span, question: &Question) -> Problem {
    let id = &question.id.text;
    let message = match &question.kind {
        Kind::Number(_) => format!("`{id}` is answered by a number, so there is nothing to count"),
        _ => format!("`{id}` takes one answer only, so there is nothing to count"),
    };
    let problem = Problem::at(Code::WrongType, path, span, message).related(path, question.id.span, "the question");
    match &question.kind {
        Kind::Number(_) => problem.help(format!("Compare the number itself, like `{id}: \">= 2\"`.")),
        _ => problem.help(format!(
            "Let it take several, by `kind: any`; or count over questions: `any: [{{{id}: …}}, {{…}}], count: \">= 2\"`."
        )),
    }
}

fn nothing_counted(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "This list is empty, so nothing is counted")
        .help("List the options that are meant, like `[a, b, c]`; without `of`, all of them are counted.")
}

fn none_counted(path: &SitePath, alone: &Text, question: &Question) -> Problem {
    let Text { text: alone, span } = alone;
    let message =
        format!("`{alone}` excludes the other answers to `{}`, so it is not counted with them", question.id.text);
    Problem::at(Code::WrongType, path, *span, message).help(format!("Take `{alone}` out of the list."))
}

fn count_unclear(path: &SitePath, span: Span, question: &Question) -> Problem {
    let message = format!("It is not clear how many answers to `{}` are meant", question.id.text);
    Problem::at(Code::WrongType, path, span, message)
        .help("Write `{count: \">= 2\"}`, `{count: \">= 2\", of: [a, b, c]}` or `{all: [a, b]}`.")
}

fn any_unclear(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "Under `any` stands a list of questions with their answers")
        .help("Write it like `{any: [{fever: yes}, {cough: yes}], count: \">= 2\"}`.")
}

fn sum_in_a_count(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "What is counted are answers to questions, and this is none")
        .help("Name a question and its answer, or make it a condition of its own beside `any`.")
}
