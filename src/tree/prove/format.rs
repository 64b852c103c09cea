//! Answers in the words of the file, for messages.
//!
//! Takes: answers. Gives: `red-flags = pop, how-far = 7`, by the ids that the author wrote.
//! Never: uses a label: an id can be found in the file, and typed after `--answers`.

use crate::tree::model::{Answer, Tree};

/// Longer examples are shortened in the middle.
const SHOWN: usize = 40;

/// Questions and answers, in order.
pub(super) fn answers(tree: &Tree, answers: &[(usize, Answer)]) -> String {
    let one = |(question, answer): &(usize, Answer)| {
        format!("{} = {}", tree.questions[*question].id.text, self::answer(tree, *question, answer))
    };
    if answers.len() <= SHOWN {
        return answers.iter().map(one).collect::<Vec<_>>().join(", ");
    }
    let (first, rest) = answers.split_at(SHOWN / 2);
    let (left_out, last) = rest.split_at(rest.len() - SHOWN / 2);
    let parts = first.iter().map(one).chain([format!("… ({} more) …", left_out.len())]).chain(last.iter().map(one));
    parts.collect::<Vec<_>>().join(", ")
}

/// One answer; ticks are joined by plus signs.
pub(super) fn answer(tree: &Tree, question: usize, answer: &Answer) -> String {
    let id = |option: &usize| tree.questions[question].options[*option].id.text.as_str();
    match answer {
        Answer::Option(option) => id(option).to_owned(),
        Answer::Ticks(ticks) => ticks.iter().map(id).collect::<Vec<_>>().join(" + "),
        Answer::Number(number) => tree.questions[question].number_written(*number),
    }
}
