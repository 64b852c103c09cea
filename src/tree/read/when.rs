//! `when` → what fits which answers.
//!
//! Takes: a condition as written, and all questions with their answers. Gives: [`When`], and what is wrong with it.
//! Never: asks whether a path comes by; a condition on a question that is asked too late is the proof's to tell.

use super::counts::{read_any, read_ticks, read_value};
use super::names::Names;
use crate::problem::{Certainty, Code, Problem, near};
use crate::source::{SitePath, Span};
use crate::tree::model::{Entry, Kind, Matcher, NumberKind, Question, Shape, Ticks, Tree, When, sorted, steps};
use crate::yaml::{Fields, Key, Node, Text, Value, wrong_type};

/// A map of question ids and answers, or a list of such maps.
pub(super) fn read_when(node: &Node, names: &Names<'_>, tree: &Tree, problems: &mut Vec<Problem>) -> When {
    let mut when = When::default();
    let maps = match &node.value {
        Value::List(maps) => maps.as_slice(),
        _ => std::slice::from_ref(node),
    };
    if maps.is_empty() {
        problems.push(nothing_listed(names.path, node.span));
        when.broken = true;
    }
    for map in maps {
        let Value::Map(entries) = &map.value else {
            let wanted = "question ids with answers";
            let problem = wrong_type(names.path, map.span, "A condition", wanted, &map.value);
            problems.push(problem.help("Write the question and its answer, like `when: {how-far: \"< 6\"}`."));
            when.broken = true;
            continue;
        };
        let mut list = Vec::with_capacity(entries.len());
        let count = entries.iter().find(|(key, _)| is_count(key, "count", names));
        let any = entries.iter().any(|(key, _)| is_count(key, "any", names));
        for entry in entries {
            let (key, value) = entry;
            let told = problems.len();
            let read = match key.text.as_str() {
                _ if is_count(key, "any", names) => {
                    read_any(entry, count.map(|(_, count)| count), names, tree, problems)
                }
                _ if any && is_count(key, "count", names) => continue,
                _ => read_entry(key, value, names, tree, problems),
            };
            match read {
                Some(read) => {
                    when.doubted |= problems.len() > told;
                    list.push(read);
                }
                None => when.broken = true,
            }
        }
        when.any.push(list);
    }
    when
}

/// Whether it is a word of counting, and no question that is called so.
fn is_count(key: &Key, word: &str, names: &Names<'_>) -> bool {
    key.text == word && names.question(word).is_none()
}

/// A question with its answers, or a value with its numbers. `None` where a part of it could not be read.
pub(super) fn read_entry(
    key: &Key,
    value: &Node,
    names: &Names<'_>,
    tree: &Tree,
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    if let (None, Some(index)) = (names.question(&key.text), names.value(&key.text)) {
        return read_value(index, key, value, names, tree, problems);
    }
    if is_count(key, "count", names) {
        problems.push(count_of_nothing(names.path, key.span));
        return None;
    }
    let id = Text { text: key.text.clone(), span: key.span };
    let question = names.question_named(&id, problems)?;
    let matcher = read_matcher(value, &tree.questions[question], names, problems)?;
    Some(Entry::Answer { question, matcher, span: key.span })
}

/// What fits: an id or a number, a list of such, or `{not: …}`. `None` where a part of it could not be read.
pub(super) fn read_matcher(
    node: &Node,
    question: &Question,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> Option<Matcher> {
    // The depth of this is limited by the YAML reader's own, 64.
    match &node.value {
        Value::Scalar(text) => {
            let text = Text { text: text.clone(), span: node.span };
            let skipped = question
                .skipped_step()
                .filter(|_| question.skip.is_some_and(|o| question.options[o].id.text == text.text));
            match &question.kind {
                Kind::Number(_) if let Some(step) = skipped => Some(Matcher::Steps(vec![(step, step)])),
                Kind::Number(row) => number_matcher(&text, row, question, names.path, problems).map(Matcher::Steps),
                Kind::One => option_named(&text, question, names, problems).map(|o| Matcher::Options(vec![o])),
                Kind::Any => {
                    option_named(&text, question, names, problems).map(|o| Matcher::Ticks(Ticks::Hit(vec![o])))
                }
            }
        }
        Value::List(items) => {
            if items.is_empty() {
                problems.push(nothing_listed(names.path, node.span));
                return None;
            }
            let read: Vec<_> = items.iter().map(|item| read_matcher(item, question, names, problems)).collect();
            read.into_iter().collect::<Option<Vec<_>>>().map(|parts| any_of(parts, question))
        }
        Value::Map(_) => {
            let mut fields = Fields::of(node, names.path, "An answer in a condition", problems);
            let not = fields.get("not");
            let counts = matches!(&node.value, Value::Map(keys) if keys.iter().any(|(key, _)| counts(key)));
            if counts && not.is_none() {
                let ticks = read_ticks(node, &mut fields, question, names, problems);
                fields.finish(problems);
                return ticks.map(Matcher::Ticks);
            }
            let before = problems.len();
            fields.finish(problems);
            match not {
                Some(not) => read_matcher(not, question, names, problems).map(|part| opposite(part, question)),
                None => {
                    if problems.len() == before {
                        problems.push(no_answer(names.path, node.span, question));
                    }
                    None
                }
            }
        }
        Value::Null => {
            problems.push(no_answer(names.path, node.span, question));
            None
        }
    }
}

fn counts(key: &Key) -> bool {
    ["count", "of", "all"].contains(&key.text.as_str())
}

fn any_of(parts: Vec<Matcher>, question: &Question) -> Matcher {
    let (mut options, mut ranges, mut ticks, mut hits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Matcher::Options(part) => options.extend(part),
            Matcher::Steps(part) => ranges.extend(part),
            Matcher::Ticks(Ticks::Hit(part)) => hits.extend(part),
            Matcher::Ticks(part) => ticks.push(part),
        }
    }
    match &question.kind {
        Kind::One => Matcher::Options(sorted(options)),
        Kind::Number(_) => Matcher::Steps(steps::union(ranges)),
        Kind::Any if ticks.is_empty() => Matcher::Ticks(Ticks::Hit(sorted(hits))),
        Kind::Any => {
            if !hits.is_empty() {
                ticks.insert(0, Ticks::Hit(sorted(hits)));
            }
            Matcher::Ticks(if ticks.len() == 1 { ticks.remove(0) } else { Ticks::Any(ticks) })
        }
    }
}

/// Other answers than these. Who leaves the question out gives none, so that never fits.
fn opposite(part: Matcher, question: &Question) -> Matcher {
    match part {
        Matcher::Options(part) => {
            let others = (0..question.options.len()).filter(|o| part.binary_search(o).is_err());
            Matcher::Options(others.filter(|o| question.skip != Some(*o)).collect())
        }
        Matcher::Steps(part) => {
            let last = if let Kind::Number(row) = &question.kind { row.last_step() } else { 0 };
            Matcher::Steps(steps::complement(&part, last))
        }
        Matcher::Ticks(Ticks::Not(part)) if question.skip.is_none() => Matcher::Ticks(*part),
        Matcher::Ticks(part) => Matcher::Ticks(Ticks::Not(Box::new(part))),
    }
}

/// The option of this name, told where there is none.
pub(super) fn option_named(
    text: &Text,
    question: &Question,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let found = question.options.iter().position(|o| o.id.text == text.text);
    if found.is_none() && !question.broken {
        names.miss(&question.id.text, text);
        let ids = question.options.iter().map(|o| o.id.text.as_str());
        let near = names.near(&text.text, ids);
        let compares = text.text.starts_with(['<', '>', '=']) || text.text.contains("..");
        problems.push(if near.is_none() && compares {
            numbers_for_options(names.path, text, question)
        } else {
            unknown_option(names.path, text, question, near)
        });
    }
    found
}

/// What a comparison says of a row of numbers.
pub(super) enum NumbersThatFit {
    /// These, in steps.
    These(Vec<(i128, i128)>),
    /// A range from the larger number to the smaller.
    Backwards(String, String),
    /// Nothing: it is none.
    NoNumber,
}

/// The numbers of a row that fit `< 6`, `>= 6`, `6..15` or `6`.
pub(super) fn anything_fits(written: &str, row: &NumberKind) -> NumbersThatFit {
    let written = written.trim();
    let last = row.last_step();
    let range = if let Some((from, to)) = written.split_once("..") {
        let (from, to) = (row.shape.read(from.trim()), row.shape.read(to.trim()));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return NumbersThatFit::Backwards(row.shape.written(from), row.shape.written(to));
        }
        from.zip(to).map(|(from, to)| (row.step_below(from) + 1, row.step_at_most(to)))
    } else {
        let compare = |sign: &str| written.strip_prefix(sign).map(|rest| row.shape.read(rest.trim()));
        if let Some(number) = compare("<=").or_else(|| compare("≤")) {
            number.map(|n| (0, row.step_at_most(n)))
        } else if let Some(number) = compare(">=").or_else(|| compare("≥")) {
            number.map(|n| (row.step_below(n) + 1, last))
        } else if let Some(number) = compare("<") {
            number.map(|n| (0, row.step_below(n)))
        } else if let Some(number) = compare(">") {
            number.map(|n| (row.step_at_most(n) + 1, last))
        } else {
            row.shape.read(written).map(|n| (row.step_below(n) + 1, row.step_at_most(n)))
        }
    };
    match range {
        Some((from, to)) => NumbersThatFit::These(steps::range(from.max(0), to.min(last))),
        None => NumbersThatFit::NoNumber,
    }
}

fn number_matcher(
    text: &Text,
    row: &NumberKind,
    question: &Question,
    path: &SitePath,
    problems: &mut Vec<Problem>,
) -> Option<Vec<(i128, i128)>> {
    match anything_fits(&text.text, row) {
        NumbersThatFit::These(ranges) => return Some(ranges),
        NumbersThatFit::Backwards(from, to) => problems.push(range_backwards(path, text.span, &from, &to)),
        NumbersThatFit::NoNumber => problems.push(not_a_number_matcher(path, text, question, row)),
    }
    None
}

fn count_of_nothing(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "`count` does not say what is counted")
        .help("Write it beside `any`: `{any: [{fever: yes}, {cough: yes}], count: \">= 2\"}`; or below a question with tick boxes: `{signs: {count: \">= 2\"}}`.")
}

fn nothing_listed(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "This list is empty, so no answer ever fits it")
        .help("List the answers that fit, like `[yes, unsure]`, or delete the whole condition.")
}

fn no_answer(path: &SitePath, span: Span, question: &Question) -> Problem {
    let id = &question.id.text;
    let example = match (&question.kind, question.options.first()) {
        (Kind::Number(row), _) if row.shape == Shape::Time => "\"< 6:00\"",
        (Kind::Number(_), _) => "\"< 6\"",
        (_, Some(option)) => option.id.text.as_str(),
        (_, None) => "yes",
    };
    Problem::at(Code::WrongType, path, span, format!("Which answer to `{id}` is meant?"))
        .help(format!("Write it after the colon, like `{id}: {example}`, or `{id}: {{not: {example}}}`."))
}

fn unknown_option(path: &SitePath, text: &Text, question: &Question, near: Option<&str>) -> Problem {
    let message = format!("The question `{}` has no answer `{}`", question.id.text, text.text);
    let problem =
        Problem::at(Code::TreeUnknownAnswer, path, text.span, message).related(path, question.id.span, "the question");
    match near {
        Some(near) => {
            problem.help(format!("Did you mean `{near}`?")).fix(text.span, near).sure(near::certainty(&text.text, near))
        }
        None => {
            let ids: Vec<_> = question.options.iter().take(12).map(|o| format!("`{}`", o.id.text)).collect();
            problem.help(format!("Its answers are {}.", ids.join(", ")))
        }
    }
}

fn numbers_for_options(path: &SitePath, text: &Text, question: &Question) -> Problem {
    let message = format!("`{}` is answered by options, so `{}` cannot fit it", question.id.text, text.text);
    let ids: Vec<_> = question.options.iter().take(12).map(|o| format!("`{}`", o.id.text)).collect();
    Problem::at(Code::WrongType, path, text.span, message)
        .help(format!("Write one of its options: {}. Numbers are for `kind: number`.", ids.join(", ")))
        .related(path, question.id.span, "the question")
}

fn not_a_number_matcher(path: &SitePath, text: &Text, question: &Question, row: &NumberKind) -> Problem {
    let (what, one, other) = match row.shape {
        Shape::Figures => ("number", "6", "15"),
        Shape::Time => ("time", "6:00", "15:30"),
    };
    let message = format!("`{}` is answered by a {what}, so `{}` cannot fit it", question.id.text, text.text);
    Problem::at(Code::WrongType, path, text.span, message)
        .help(format!(
            "Write `\"< {one}\"`, `\"<= {one}\"`, `\"> {one}\"`, `\">= {one}\"`, `\"{one}..{other}\"` (both included) or just `{one}`."
        ))
        .related(path, question.id.span, "the question")
}

pub(super) fn range_backwards(path: &SitePath, span: Span, from: &str, to: &str) -> Problem {
    Problem::at(Code::WrongType, path, span, format!("This range runs backwards, from {from} to {to}"))
        .help(format!("Write the smaller number first: `\"{to}..{from}\"`."))
        .fix(span, format!("\"{to}..{from}\""))
        // One of the two may be the slip.
        .sure(Certainty::Doubtful)
}
