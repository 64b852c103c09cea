//! Values by a formula: their units, how they are shown, and that there is such a number for all answers.
//!
//! Takes: `is`, `unit` and `show` of a value. Gives: [`Reckoned`] with the row of numbers that it may come to; and which numbers of
//! one question make it fit a comparison.
//! Never: divides by zero: where some answers would, they are told.

use super::formulas::{Typed, Written, Wrong, read_formula};
use super::names::Names;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{
    Formula, Kind, NumberKind, Ratio, Reckoned, Row, Shape, Tree, Undefined, Unit, Value, said, steps,
};
use crate::yaml::Text;

/// More pieces of what answers may be are not looked at.
const PIECES: usize = 20_000;
/// Without `show`: two figures behind the point.
const HUNDREDTH: i128 = Row::ONE / 100;

/// From where to where each question's answers are meant, in steps.
type Pieces = Vec<(usize, i128, i128)>;

pub(super) fn reckoned(
    is: Text,
    [unit, show]: [Option<Text>; 2],
    names: &Names<'_>,
    tree: &Tree,
    above: &[Option<Typed>],
    problems: &mut Vec<Problem>,
) -> Option<(Reckoned, Row, Typed)> {
    let path = names.path;
    let typed = match read_formula(&is.text, tree, above) {
        Ok(typed) => typed,
        Err(wrong) => {
            problems.push(formula_wrong(path, is.span, wrong));
            return None;
        }
    };
    if typed.formula.questions().is_empty() {
        problems.push(of_nothing(path, is.span));
        return None;
    }
    let measured = match &unit {
        None => None,
        Some(text) => match Unit::read(&text.text) {
            Some(unit) if unit.measures == typed.measures => Some(unit),
            Some(unit) => {
                problems.push(other_unit(path, text, &typed, &unit));
                return None;
            }
            None => {
                problems.push(no_unit(path, text));
                return None;
            }
        },
    };
    let (worth, seconds) = match &measured {
        Some(unit) => (unit.worth, unit.seconds),
        None => (typed.worth, typed.seconds),
    };
    let (shape, step) = match &show {
        None if typed.kind == Written::Time && unit.is_none() => (Shape::Time, Row::ONE),
        None => (Shape::Figures, HUNDREDTH),
        Some(text) => match shown(text.text.trim()) {
            Some(shown) => shown,
            None => {
                problems.push(not_shown(path, text));
                return None;
            }
        },
    };
    let each = match (shape, seconds) {
        (Shape::Figures, _) => Some(worth),
        (Shape::Time, Some(seconds)) => worth.div(seconds),
        (Shape::Time, None) => None,
    };
    let Some(each) = each else {
        problems.push(no_time(path, show.as_ref().map_or(is.span, |show| show.span), &typed));
        return None;
    };
    let reckoned = Reckoned { formula: typed.formula.clone(), written: is, unit, worth: each };
    let row = Row { zero: 0, last: 0, step, shape };
    let (least, greatest) = match ends(&reckoned, &row, names, tree) {
        Ok(ends) => ends,
        Err(found) => {
            problems.push(undefined(path, &reckoned, found, tree));
            return None;
        }
    };
    let row = Row { zero: -least, last: greatest - least, ..row };
    let time = shape == Shape::Time && typed.measures.len() == 1;
    let kind = if time { Written::Time } else { Written::Number };
    Some((reckoned, row, Typed { worth, seconds, kind, ..typed }))
}

/// `m:ss`, or a number or a time to whose multiples it is rounded.
fn shown(text: &str) -> Option<(Shape, i128)> {
    if ["m:ss", "h:mm:ss"].contains(&text) {
        return Some((Shape::Time, Row::ONE));
    }
    let shape = if text.contains(':') { Shape::Time } else { Shape::Figures };
    shape.read(text).filter(|step| step.is_positive()).map(|step| (shape, step.billionths()))
}

fn row(tree: &Tree, question: usize) -> Option<&NumberKind> {
    match &tree.questions[question].kind {
        Kind::Number(row) => Some(row),
        _ => None,
    }
}

fn number(tree: &Tree, question: usize, step: i128) -> Ratio {
    row(tree, question).map_or(Ratio::ZERO, |row| Ratio::decimal(row.number(step)))
}

/// All that the questions of a formula take.
fn whole(formula: &Formula, tree: &Tree) -> Pieces {
    let of = |question: usize| (question, 0, row(tree, question).map_or(0, NumberKind::last_step));
    formula.questions().into_iter().map(of).collect()
}

/// How low and how high a value comes in some pieces, as steps of what is shown.
fn ends_in(reckoned: &Reckoned, shown: &Row, tree: &Tree, pieces: &Pieces) -> Result<(i128, i128), Undefined> {
    let answer = |question: usize| {
        let (_, from, to) = pieces.iter().find(|(q, ..)| *q == question).copied().unwrap_or((question, 0, 0));
        (number(tree, question, from), number(tree, question, to))
    };
    let (low, high) = reckoned.formula.range(&answer)?;
    let both = reckoned.step_of(shown, low).zip(reckoned.step_of(shown, high));
    both.filter(|(low, high)| low.abs().max(high.abs()) < i128::MAX / Row::ONE / 4).ok_or(Undefined::TooLarge)
}

/// The longest of them in two; `None` where each is one answer.
fn halves(pieces: &Pieces) -> Option<[Pieces; 2]> {
    let longest = (0..pieces.len()).max_by_key(|i| pieces[*i].2 - pieces[*i].1)?;
    let (_, from, to) = pieces[longest];
    if from == to {
        return None;
    }
    let middle = from + (to - from) / 2;
    let (mut low, mut high) = (pieces.clone(), pieces.clone());
    (low[longest].2, high[longest].1) = (middle, middle + 1);
    Some([low, high])
}

/// How low and how high it comes; or answers for which there is no number, none where these were not found.
fn ends(
    reckoned: &Reckoned,
    shown: &Row,
    names: &Names<'_>,
    tree: &Tree,
) -> Result<(i128, i128), (Undefined, Option<Pieces>)> {
    let mut open = vec![whole(&reckoned.formula, tree)];
    let mut ends: Option<(i128, i128)> = None;
    let (mut looked, size) = (0, reckoned.formula.size());
    while let Some(pieces) = open.pop() {
        looked += 1;
        match (ends_in(reckoned, shown, tree, &pieces), halves(&pieces)) {
            (Ok((low, high)), _) => {
                ends = Some(ends.map_or((low, high), |(least, most)| (least.min(low), most.max(high))));
            }
            (Err(undefined), None) => return Err((undefined, Some(pieces))),
            (Err(undefined), _) if looked > PIECES || !names.may_look_at(size) => return Err((undefined, None)),
            (Err(_), Some([low, high])) => open.extend([high, low]),
        }
    }
    ends.ok_or((Undefined::TooLarge, None))
}

/// The steps of the one question that a value is reckoned from, for which it is in these ranges. `None` where it is reckoned from
/// several, or that is too much to find out.
pub(super) fn steps_that_fit(
    value: &Value,
    names: &Names<'_>,
    tree: &Tree,
    ranges: &[(i128, i128)],
) -> Option<(usize, Vec<(i128, i128)>)> {
    let reckoned = value.reckoned.as_ref()?;
    let pieces = whole(&reckoned.formula, tree);
    let [(question, ..)] = pieces.as_slice() else { return None };
    let question = *question;
    let (mut open, mut fit, mut looked) = (vec![pieces], Vec::new(), 0);
    let size = reckoned.formula.size();
    while let Some(pieces) = open.pop() {
        looked += 1;
        if looked > PIECES || !names.may_look_at(size) {
            return None;
        }
        let holds = match ends_in(reckoned, &value.sum.row, tree, &pieces) {
            Ok((low, high)) => steps::within(ranges, low, high),
            Err(_) => None,
        };
        match (holds, halves(&pieces)) {
            (Some(true), _) => fit.extend(pieces.iter().map(|(_, from, to)| (*from, *to))),
            (None, Some([low, high])) => open.extend([high, low]),
            (Some(false), _) | (None, None) => {}
        }
    }
    Some((question, steps::union(fit)))
}

fn formula_wrong(path: &SitePath, span: Span, wrong: Wrong) -> Problem {
    let code = if wrong.units { Code::TreeUnit } else { Code::WrongType };
    Problem::at(code, path, span, wrong.message).help(wrong.help)
}

fn of_nothing(path: &SitePath, span: Span) -> Problem {
    Problem::at(Code::WrongType, path, span, "This formula names no question, so it is the same for everybody")
        .help("Name a question that is answered by a number or a time, like `time / distance`.")
}

fn no_unit(path: &SitePath, unit: &Text) -> Problem {
    Problem::at(Code::TreeUnit, path, unit.span, format!("`{}` is no unit", unit.text))
        .help("Write it like `miles`, `minutes per mile` or `kg/m2`.")
}

fn other_unit(path: &SitePath, text: &Text, typed: &Typed, unit: &Unit) -> Problem {
    let (is, wanted) = (said(&typed.measures), said(&unit.measures));
    let message = format!("The formula gives {is}, and `{}` is {wanted}", text.text);
    Problem::at(Code::TreeUnit, path, text.span, message)
        .help("Turn the formula round, give the questions the `unit` that they have, or write the unit that the formula gives.")
}

fn not_shown(path: &SitePath, show: &Text) -> Problem {
    Problem::at(Code::WrongType, path, show.span, format!("A value cannot be shown as `{}`", show.text))
        .help("Write `m:ss` for a time, `0:05` for a time in steps of five seconds, or a number to whose multiples it is rounded: `1`, `0.1`, `5`.")
}

fn no_time(path: &SitePath, span: Span, typed: &Typed) -> Problem {
    let message = format!("The formula gives {}, which cannot be shown as a time", said(&typed.measures));
    Problem::at(Code::TreeUnit, path, span, message)
        .help("Give it a `unit` that begins with a time, like `minutes per mile`; or show a number: `show: 0.1`.")
}

fn undefined(path: &SitePath, reckoned: &Reckoned, found: (Undefined, Option<Pieces>), tree: &Tree) -> Problem {
    let what = match found.0 {
        Undefined::Zero => "divides by zero",
        Undefined::TooLarge => "comes to more than can be reckoned",
    };
    let answer = |(question, step, _): &(usize, i128, i128)| {
        let asked = &tree.questions[*question];
        format!("{} = {}", asked.id.text, row(tree, *question).map_or(String::new(), |row| row.written(*step)))
    };
    let message = match &found.1 {
        Some(pieces) => {
            let answers: Vec<String> = pieces.iter().map(answer).collect();
            format!("If someone answers: {}, this formula {what}", answers.join(", "))
        }
        None => format!("Nobody can tell whether this formula {what} for some answers"),
    };
    let help = match found.0 {
        Undefined::Zero => {
            "Let the question begin above zero, like `min: 0.1`; or keep the divisor above it, like `max(distance, 0.1)`."
        }
        Undefined::TooLarge => "Take smaller numbers, by `min` and `max` of the questions.",
    };
    Problem::at(Code::TreeUndefinedValue, path, reckoned.written.span, message).help(help)
}

/// A condition on a value that is reckoned from several questions.
pub(super) fn of_several(path: &SitePath, span: Span, value: &Value, tree: &Tree) -> Problem {
    let questions = value.reckoned.iter().flat_map(|reckoned| reckoned.formula.questions());
    let ids: Vec<String> = questions.map(|question| format!("`{}`", tree.questions[question].id.text)).collect();
    let message = match ids.len() {
        0 | 1 => format!("`{}` changes too often to stand in a condition", value.id.text),
        _ => format!(
            "`{}` is reckoned from {}, and a condition takes a value of one question",
            value.id.text,
            ids.join(" and ")
        ),
    };
    Problem::at(Code::WrongType, path, span, message).help(
        "Tell it in a text and test it; in a condition compare the questions themselves, or ask for the value by one question.",
    )
}
