//! Screens as data, for a script that follows them.
//!
//! Takes: a tree and its screens. Gives: JSON: what is asked, and which answers lead from which screen to which.
//! Never: holds a rule: whoever follows the routes need not know how they were worked out.

use super::screen::{Picked, Screen, ScreenChoice, ScreenKind, ScreenTarget};
use crate::tree::model::{AtLeast, Choice, Decimal, Kind, Question, Tree};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Routes<'a> {
    questions: Vec<Asked<'a>>,
    screens: Vec<Stop<'a>>,
    /// Former ids of questions, which stand in addresses that readers kept, each with that of today.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    kept: BTreeMap<&'a str, &'a str>,
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
    serde_json::to_string(&Routes { questions, screens, kept }).unwrap_or_default()
}

fn asked(question: &Question) -> Asked<'_> {
    let numbers = match &question.kind {
        Kind::Number(row) => Some(Row {
            min: Number(row.min),
            max: Number(row.number(row.last_step())),
            step: Number(row.step),
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
        numbers,
    }
}

fn option(option: &Choice) -> Vec<&str> {
    let texts = [Some(&option.id), Some(&option.say), option.on_card.as_ref()];
    texts.into_iter().flatten().map(|text| text.text.as_str()).collect()
}

fn stop<'a>(tree: &Tree, screen: &'a Screen) -> Stop<'a> {
    let question = match screen.kind {
        ScreenKind::Question(question) => Some(question),
        ScreenKind::Outcome(_) => None,
    };
    let choices = screen.choices.iter().map(|choice| {
        let target = match choice.target {
            ScreenTarget::Screen(screen) => Some(screen),
            ScreenTarget::OtherTree(_) => None,
        };
        (covered(tree, choice), target)
    });
    Stop { at: &screen.address, question, choices: choices.collect() }
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
