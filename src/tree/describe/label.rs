//! Choices in plain words.
//!
//! Takes: a choice of a screen, and the words of a language. Gives: what its link says.
//! Never: shortens an author's words.

use super::words::Words;
use crate::tree::model::{Answer, Kind, NumberKind, Tree};
use crate::tree::screens::{Picked, ScreenChoice};
use crate::tree::states::Arrival;

/// A choice in plain words: "Stretching", "Any of: a sudden pop, dark urine", "6 to 15 miles".
pub fn label(tree: &Tree, choice: &ScreenChoice, words: &Words<'_>) -> String {
    let question = &tree.questions[choice.question];
    let say = |option: usize| question.options[option].say.text.as_str();
    match (&choice.picked, &question.kind) {
        (Picked::Option(option), _) => say(*option).to_owned(),
        (Picked::AnyOf(groups), _) => {
            let said: Vec<String> = groups
                .iter()
                .enumerate()
                .map(|(place, group)| match group.of.as_slice() {
                    [only] if place == 0 => say(*only).to_owned(),
                    [only] => words.inside(say(*only)),
                    several => {
                        let each: Vec<String> = several.iter().map(|o| words.inside(say(*o))).collect();
                        let each = listed(&each);
                        match group.least {
                            1 => words.any_of(place, &each),
                            least => words.at_least_of(place, least, several.len(), &each),
                        }
                    }
                })
                .collect();
            words.and_also(&said)
        }
        (Picked::Steps(from, to), Kind::Number(row)) => range(row, *from, *to, words),
        (Picked::Steps(..), _) => String::new(),
    }
}

/// One after the other, told apart where one of them has a comma of its own.
pub(super) fn listed(each: &[String]) -> String {
    each.join(if each.iter().any(|words| words.contains(',')) { "; " } else { ", " })
}

/// Numbers from one step to another, with their unit.
pub(super) fn range(row: &NumberKind, from: i128, to: i128, words: &Words<'_>) -> String {
    let (from, to, unit) = (row.written(from), row.written(to), unit(row));
    if from == to { format!("{from}{unit}") } else { format!("{}{unit}", words.range(&from, &to)) }
}

fn unit(row: &NumberKind) -> String {
    row.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text))
}

/// An answer in plain words: "In one calf", "7 miles"; of ticks all, "A pop; a dent".
pub fn describe_answer(tree: &Tree, question: usize, answer: &Answer) -> String {
    let say = |option: &usize| tree.questions[question].options[*option].say.text.as_str();
    match answer {
        Answer::Option(option) => say(option).to_owned(),
        Answer::Ticks(ticks) => ticks.iter().map(say).collect::<Vec<_>>().join("; "),
        Answer::Number(number) => match &tree.questions[question].kind {
            Kind::Number(row) => format!("{}{}", row.shape.written(*number), unit(row)),
            _ => number.to_string(),
        },
    }
}

/// How one comes to an outcome, in plain words: "Where does it hurt? In one calf · How far was it? 7 miles".
pub fn describe_arrival(tree: &Tree, arrival: &Arrival) -> String {
    let one = |(question, answer): &(usize, Answer)| {
        format!("{} {}", tree.questions[*question].ask.text, describe_answer(tree, *question, answer))
    };
    let left_out = if arrival.begun_earlier { "… · " } else { "" };
    format!("{left_out}{}", arrival.last.iter().map(one).collect::<Vec<_>>().join(" · "))
}
