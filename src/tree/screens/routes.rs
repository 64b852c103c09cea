//! Screens as data, for a script that follows them.
//!
//! Takes: a tree and its screens. Gives: JSON: what is asked, and which answers lead from which screen to which.
//! Never: holds a rule: whoever follows the routes need not know how they were worked out.

use super::screen::{Picked, Screen, ScreenChoice, ScreenKind, ScreenTarget};
use crate::tree::model::{
    AtLeast, Choice, Decimal, Formula, Kind, Matcher, Op, Question, Rounding, Shape, Teller, Ticks, Tree, Value, steps,
};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Routes<'a> {
    questions: Vec<Asked<'a>>,
    screens: Vec<Stop<'a>>,
    /// Former ids of questions, which stand in addresses that readers kept, each with that of today.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    kept: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<Counted<'a>>,
}

/// A value: for each answer that gives points, the question, the answers and the points; or a formula.
#[derive(Serialize)]
#[serde(untagged)]
enum Counted<'a> {
    Points {
        id: &'a str,
        points: Vec<(usize, Covered<'a>, Number)>,
    },
    /// Fractions are texts: `1/3`. `worth` is how much one of what is shown is, which is rounded to multiples of `step`.
    Formula {
        id: &'a str,
        formula: Part,
        worth: String,
        step: Number,
        unit: &'a str,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        time: bool,
    },
}

/// A part of a formula: a fraction; a question with how much one of its unit is; or what is done, with what.
#[derive(Serialize)]
#[serde(untagged)]
enum Part {
    Number(String),
    Answer(usize, String),
    Of(&'static str, Vec<Part>),
}

fn part(formula: &Formula) -> Part {
    match formula {
        Formula::Number(number) => Part::Number(number.to_string()),
        Formula::Answer(question, worth) => Part::Answer(*question, worth.to_string()),
        Formula::Of(op, parts) => {
            let op = match op {
                Op::Add => "+",
                Op::Sub => "-",
                Op::Mul => "*",
                Op::Div => "/",
                Op::Min => "min",
                Op::Max => "max",
            };
            Part::Of(op, parts.iter().map(part).collect())
        }
        Formula::Rounded(how, inside, to) => {
            let how = match how {
                Rounding::Near => "round",
                Rounding::Down => "floor",
                Rounding::Up => "ceil",
            };
            Part::Of(how, vec![part(inside), Part::Number(to.to_string())])
        }
    }
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    ask: &'a str,
    /// Likewise, on the card with a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a str>,
    /// Id and words of each; and its words on the card, where these are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<Vec<&'a str>>,
    /// Whether several may be ticked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    any: bool,
    /// The option that excludes the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<usize>,
    /// The option that leaves it out, and stands alone too.
    #[serde(skip_serializing_if = "Option::is_none")]
    skip: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Row<'a>>,
}

/// Numbers are texts: a script's own would round them.
#[derive(Serialize)]
struct Row<'a> {
    min: Number,
    max: Number,
    step: Number,
    unit: &'a str,
    /// Whether they are seconds, and written as a time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    time: bool,
}

struct Number(Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A screen: a question with its choices, or an outcome, which has neither.
#[derive(Serialize)]
struct Stop<'a> {
    at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<(Covered<'a>, Option<usize>)>,
    /// Of an outcome whose title speaks of answers: its pieces, a name where the answer to a question or a value is told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    title: Vec<Spoken<'a>>,
}

/// A piece of a title.
#[derive(Serialize)]
#[serde(untagged)]
enum Spoken<'a> {
    Words(&'a str),
    Told { told: &'a str },
}

/// The answers that a choice stands for: an option, groups of options, or the first and the last number.
#[derive(Serialize)]
#[serde(untagged)]
enum Covered<'a> {
    Option(usize),
    AnyOf(Vec<Group<'a>>),
    Numbers(Number, Number),
}

/// Options of which one is ticked, or at least so many.
#[derive(Serialize)]
#[serde(untagged)]
enum Group<'a> {
    One(&'a [usize]),
    Several { of: &'a [usize], least: usize },
}

fn group(group: &AtLeast) -> Group<'_> {
    match group {
        AtLeast { of, least: 1 } => Group::One(of),
        AtLeast { of, least } => Group::Several { of, least: *least },
    }
}

/// The routes of a tree, as JSON. A choice is a pair: what it covers, and the number of the screen it leads to, or null where
/// it leads to another tree. The first choice that covers an answer is meant; the first screen is the start.
pub fn routes(tree: &Tree, screens: &[Screen], kept: BTreeMap<&str, &str>) -> String {
    let questions = tree.questions.iter().map(asked).collect();
    let screens = screens.iter().map(|screen| stop(tree, screen)).collect();
    let values = tree.values.iter().map(|value| reckoned(tree, value)).collect();
    serde_json::to_string(&Routes { questions, screens, kept, values }).unwrap_or_default()
}

fn asked(question: &Question) -> Asked<'_> {
    let numbers = match &question.kind {
        Kind::Number(row) => Some(Row {
            min: Number(row.min),
            max: Number(row.number(row.last_step())),
            step: Number(row.step),
            time: row.shape == Shape::Time,
            unit: row.unit.as_ref().map_or("", |unit| &unit.text),
        }),
        _ => None,
    };
    Asked {
        id: &question.id.text,
        ask: &question.ask.text,
        card: question.on_card.as_ref().map(|text| text.text.as_str()),
        options: question.options.iter().map(option).collect(),
        any: question.kind == Kind::Any,
        none: question.none(),
        skip: question.skip,
        numbers,
    }
}

fn reckoned<'a>(tree: &'a Tree, value: &'a Value) -> Counted<'a> {
    if let Some(reckoned) = &value.reckoned {
        let row = value.sum.row.numbers(None);
        return Counted::Formula {
            id: &value.id.text,
            formula: part(&reckoned.formula),
            worth: reckoned.worth.to_string(),
            step: Number(row.step),
            unit: reckoned.unit.as_ref().map_or("", |unit| &unit.text),
            time: row.shape == Shape::Time,
        };
    }
    let row = &value.sum.row;
    let step = row.numbers(None);
    let points = value.sum.parts.iter().flat_map(|part| {
        // So many steps above zero, or below.
        let points = || Number(step.number(row.zero + part.steps));
        let covered = |(question, matcher): &'a (usize, Matcher)| match (matcher, &tree.questions[*question].kind) {
            (Matcher::Options(options) | Matcher::Ticks(Ticks::Hit(options)), Kind::Any) => {
                vec![(*question, Covered::AnyOf(vec![Group::One(options)]))]
            }
            (Matcher::Options(options), _) => options.iter().map(|o| (*question, Covered::Option(*o))).collect(),
            (Matcher::Steps(ranges), Kind::Number(row)) => {
                let range = |(from, to): &(i128, i128)| {
                    (*question, Covered::Numbers(Number(row.number(*from)), Number(row.number(*to))))
                };
                let asked = &tree.questions[*question];
                let skipped = asked.skipped_step().filter(|step| steps::contains(ranges, *step)).and(asked.skip);
                let skipped = skipped.map(|skip| (*question, Covered::Option(skip)));
                steps::up_to(ranges, row.last_step()).iter().map(range).chain(skipped).collect()
            }
            _ => Vec::new(),
        };
        let covered = part.all.iter().flat_map(covered);
        covered.map(move |(question, covered)| (question, covered, points())).collect::<Vec<_>>()
    });
    Counted::Points { id: &value.id.text, points: points.collect() }
}

fn title<'a>(tree: &'a Tree, outcome: usize) -> Vec<Spoken<'a>> {
    let pieces = tree.outcomes[outcome].title_pieces.iter();
    let told = |piece: &'a Result<Teller, String>| match piece {
        Err(words) => Spoken::Words(words),
        Ok(Teller::Question(question)) => Spoken::Told { told: &tree.questions[*question].id.text },
        Ok(Teller::Value(value)) => Spoken::Told { told: &tree.values[*value].id.text },
    };
    pieces.map(told).collect()
}

fn option(option: &Choice) -> Vec<&str> {
    let texts = [Some(&option.id), Some(&option.say), option.on_card.as_ref()];
    texts.into_iter().flatten().map(|text| text.text.as_str()).collect()
}

fn stop<'a>(tree: &'a Tree, screen: &'a Screen) -> Stop<'a> {
    let (question, title) = match screen.kind {
        ScreenKind::Question(question) => (Some(question), Vec::new()),
        ScreenKind::Outcome(outcome) => (None, title(tree, outcome)),
    };
    let choices = screen.choices.iter().map(|choice| {
        let target = match choice.target {
            ScreenTarget::Screen(screen) => Some(screen),
            ScreenTarget::OtherTree(_) => None,
        };
        (covered(tree, choice), target)
    });
    Stop { at: &screen.address, question, choices: choices.collect(), title }
}

fn covered<'a>(tree: &Tree, choice: &'a ScreenChoice) -> Covered<'a> {
    match (&choice.picked, &tree.questions[choice.question].kind) {
        (Picked::Option(option), _) => Covered::Option(*option),
        (Picked::AnyOf(groups), _) => Covered::AnyOf(groups.iter().map(group).collect()),
        (Picked::Steps(from, to), Kind::Number(row)) => {
            Covered::Numbers(Number(row.number(*from)), Number(row.number(*to)))
        }
        // No question of another kind has such a choice; an empty list of groups would cover everything.
        (Picked::Steps(..), _) => Covered::Option(usize::MAX),
    }
}
