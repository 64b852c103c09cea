//! Choices in plain words.
//!
//! Takes: a choice of a screen. Gives: what its link says.
//! Never: shortens an author's words.

use super::model::{Answer, Kind, NumberKind, Tree};
use super::prove::Arrival;
use super::screens::{Picked, ScreenChoice};

/// A choice in plain words: "Stretching", "Any of: a sudden pop, dark urine", "6 to 15 miles".
pub fn label(tree: &Tree, choice: &ScreenChoice) -> String {
    let question = &tree.questions[choice.question];
    let say = |option: usize| question.options[option].say.text.as_str();
    match (&choice.picked, &question.kind) {
        (Picked::Option(option), _) => say(*option).to_owned(),
        (Picked::AnyOf(groups), _) => {
            let said: Vec<String> = groups
                .iter()
                .enumerate()
                .map(|(place, group)| match group.as_slice() {
                    [only] if place == 0 => say(*only).to_owned(),
                    [only] => small(say(*only)),
                    several => {
                        let words: Vec<String> = several.iter().map(|o| small(say(*o))).collect();
                        let between = if words.iter().any(|w| w.contains(',')) { "; " } else { ", " };
                        format!("{} of: {}", if place == 0 { "Any" } else { "any" }, words.join(between))
                    }
                })
                .collect();
            said.join(" – and also ")
        }
        (Picked::Steps(from, to), Kind::Number(row)) => range(row, *from, *to),
        (Picked::Steps(..), _) => String::new(),
    }
}

/// Numbers from one step to another, with their unit.
pub(super) fn range(row: &NumberKind, from: i128, to: i128) -> String {
    let (from, to, unit) = (row.number(from), row.number(to), unit(row));
    if from == to { format!("{from}{unit}") } else { format!("{from} to {to}{unit}") }
}

fn unit(row: &NumberKind) -> String {
    row.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.text))
}

/// How one comes to an outcome, in plain words: "Where does it hurt? In one calf · How far was it? 7 miles".
pub fn said(tree: &Tree, arrival: &Arrival) -> String {
    let say = |question: usize, option: &usize| tree.questions[question].options[*option].say.text.as_str();
    let one = |(question, answer): &(usize, Answer)| {
        let answer = match answer {
            Answer::Option(option) => say(*question, option).to_owned(),
            Answer::Ticks(ticks) => ticks.iter().map(|o| say(*question, o)).collect::<Vec<_>>().join("; "),
            Answer::Number(number) => match &tree.questions[*question].kind {
                Kind::Number(row) => format!("{number}{}", unit(row)),
                _ => number.to_string(),
            },
        };
        format!("{} {answer}", tree.questions[*question].ask.text)
    };
    let left_out = if arrival.begun_earlier { "… · " } else { "" };
    format!("{left_out}{}", arrival.last.iter().map(one).collect::<Vec<_>>().join(" · "))
}

/// Begins small inside a sentence, unless the first word has its capital for another reason: "I", "NHS", "McArdle".
fn small(words: &str) -> String {
    let first: String = words.chars().take_while(|c| c.is_alphanumeric() || *c == '\'' || *c == '’').collect();
    let capital_for_itself = first.chars().skip(1).any(char::is_uppercase)
        || first == "I"
        || first.starts_with("I'")
        || first.starts_with("I’");
    if capital_for_itself {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |c| c.to_lowercase().chain(letters).collect())
}
