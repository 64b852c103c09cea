//! Answers → where they lead.
//!
//! Takes: a tree and answers. Gives: the path as far as the answers go.
//! Never: guesses. An answer that its question does not take leads nowhere.

use crate::tree::model::{
    Answer, Entry, Kind, Matcher, Question, Ratio, Target, Tree, Value, When, skip_fits, steps, ticks_fit,
};
use std::collections::BTreeMap;

/// Where answers lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// To this outcome.
    Outcome(usize),
    /// To this question, which has no answer yet.
    Open(usize),
    /// To another tree: the text after `tree:`.
    OtherTree(String),
    /// To nothing: no rule of this question fits.
    Nowhere(usize),
    /// Back to this question, which has been asked.
    Cycle(usize),
}

/// A path, as far as the answers go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// The questions asked and answered, in order.
    pub asked: Vec<usize>,
    /// Where it ends.
    pub end: End,
    /// Which pieces of the outcome's `also` fit.
    pub also: Vec<usize>,
    /// What the answers given on the way add up to: each of the tree's values, in steps from the least. `None` where one that a
    /// formula needs is not there.
    pub values: Vec<Option<i128>>,
}

/// Follows the answers from the start. Answers to questions that do not come up change nothing. `None` in a tree without questions.
pub fn walk(tree: &Tree, answers: &[(usize, Answer)]) -> Option<Walk> {
    let given: BTreeMap<usize, &Answer> = answers.iter().map(|(question, answer)| (*question, answer)).collect();
    let mut asked = Vec::new();
    let mut so_far: BTreeMap<usize, &Answer> = BTreeMap::new();
    let mut at = (tree.start < tree.questions.len()).then_some(tree.start)?;
    let end = loop {
        if so_far.contains_key(&at) {
            break End::Cycle(at);
        }
        let Some(answer) = given.get(&at) else { break End::Open(at) };
        asked.push(at);
        so_far.insert(at, answer);
        match next(tree, at, answer, &so_far) {
            Some(Target::Question(question)) => at = *question,
            Some(Target::Outcome(outcome)) => break End::Outcome(*outcome),
            Some(Target::OtherTree(path)) => break End::OtherTree(path.clone()),
            Some(Target::Unknown) | None => break End::Nowhere(at),
        }
    };
    let also = match end {
        End::Outcome(outcome) => {
            let pieces = tree.outcomes[outcome].also.iter().enumerate();
            pieces.filter(|(_, also)| fits(tree, also.when.as_ref(), &so_far)).map(|(i, _)| i).collect()
        }
        _ => Vec::new(),
    };
    let answered = |question: usize, matcher: &Matcher| answered(tree, &so_far, question, matcher);
    let number = |question: usize| match so_far.get(&question) {
        Some(Answer::Number(number)) => Some(Ratio::decimal(*number)),
        _ => None,
    };
    let value = |value: &Value| match &value.reckoned {
        Some(reckoned) => reckoned.step(&value.sum.row, &number),
        None => Some(value.sum.reckon(answered)),
    };
    let values = tree.values.iter().map(value).collect();
    Some(Walk { asked, end, also, values })
}

/// What comes after an answer: the first option chosen that has a `goto`, else the first rule that fits.
fn next<'a>(tree: &'a Tree, at: usize, answer: &Answer, so_far: &BTreeMap<usize, &Answer>) -> Option<&'a Target> {
    let question = &tree.questions[at];
    if !takes(question, answer) {
        return None;
    }
    let own = match answer {
        Answer::Option(option) => question.options[*option].goto.as_ref(),
        Answer::Ticks(ticks) => ticks.iter().find_map(|option| question.options[*option].goto.as_ref()),
        Answer::Number(_) => None,
    };
    let rule = || question.next.iter().find(|rule| fits(tree, rule.when.as_ref(), so_far)).map(|rule| &rule.goto);
    own.or_else(rule).map(|goto| &goto.target)
}

/// Whether a question can be answered so.
pub(super) fn takes(question: &Question, answer: &Answer) -> bool {
    match (answer, &question.kind) {
        (Answer::Option(option), Kind::One) => *option < question.options.len(),
        (Answer::Option(option), Kind::Number(_)) => question.skip == Some(*option),
        (Answer::Ticks(ticks), Kind::Any) => {
            ticks.last().is_some_and(|last| *last < question.options.len())
                && ticks.is_sorted_by(|a, b| a < b)
                && (ticks.len() == 1 || !ticks.iter().any(|option| question.stands_alone(*option)))
        }
        (Answer::Number(number), Kind::Number(row)) => row.step_of(*number).is_some(),
        _ => false,
    }
}

/// Whether a condition holds for these answers. One that could not be read never does.
pub(super) fn fits(tree: &Tree, when: Option<&When>, answers: &BTreeMap<usize, &Answer>) -> bool {
    let Some(when) = when else { return true };
    !when.broken
        && when.any.iter().any(|entries| {
            entries.iter().all(|entry| match entry {
                Entry::Answer { question, matcher, .. } => answered(tree, answers, *question, matcher),
                Entry::Sum { of, ranges, .. } => {
                    let sum = tree.sum(of).reckon(|question, matcher| answered(tree, answers, question, matcher));
                    steps::contains(ranges, sum)
                }
            })
        })
}

/// Whether a question has been answered so.
fn answered(tree: &Tree, answers: &BTreeMap<usize, &Answer>, question: usize, matcher: &Matcher) -> bool {
    answers.get(&question).is_some_and(|answer| answer_fits(&tree.questions[question], matcher, answer))
}

fn answer_fits(question: &Question, matcher: &Matcher, answer: &Answer) -> bool {
    match (matcher, answer, &question.kind) {
        (Matcher::Options(options), Answer::Option(option), _) => options.contains(option),
        (Matcher::Ticks(condition), Answer::Ticks(ticks), _) => {
            if let (Some(skip), [only]) = (question.skip, ticks.as_slice())
                && skip == *only
            {
                return skip_fits(condition, skip);
            }
            ticks_fit(condition, &|options| options.iter().any(|o| ticks.contains(o)))
        }
        (Matcher::Steps(ranges), Answer::Number(number), Kind::Number(row)) => {
            row.step_of(*number).is_some_and(|step| steps::contains(ranges, step))
        }
        (Matcher::Steps(ranges), Answer::Option(_), Kind::Number(_)) => {
            question.skipped_step().is_some_and(|step| steps::contains(ranges, step))
        }
        _ => false,
    }
}
