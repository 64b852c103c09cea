//! The lines of a drawing: from a question, one to each place that its answers lead to.
//!
//! Takes: a question of an outline. Gives: [`OutgoingEdge`]s in the order in which its answers come to them.
//! Never: decides where anything stands.

use crate::tree::describe::{Item, Words};
use crate::tree::model::Target;

/// Answers that lead to one place.
#[derive(Debug)]
pub(super) struct OutgoingEdge<'a> {
    /// Where they lead.
    pub(super) target: &'a Target,
    /// What is written beside it; one entry an answer.
    pub(super) words: Vec<&'a str>,
    /// Whether earlier answers decide, too, for all of them.
    pub(super) depends: bool,
}

/// The lines of a question. Answers that lead nowhere have none: that is told.
pub(super) fn outgoing_edges<'a>(item: &'a Item, words: &Words<'a>) -> Vec<OutgoingEdge<'a>> {
    let mut all: Vec<&str> = item.transitions.iter().map(|way| way.answer.as_str()).collect();
    all.dedup();
    let mut lines: Vec<OutgoingEdge<'a>> = Vec::new();
    for (i, way) in item.transitions.iter().enumerate().filter(|(_, way)| way.target != Target::Unknown) {
        // An answer's last way has no condition of its own, and is left where the ones before it do not fit.
        let left = i > 0 && item.transitions[i - 1].answer == way.answer && !item.transitions[i - 1].earlier.is_empty();
        let depends = left || !way.earlier.is_empty();
        match lines.iter_mut().find(|line| *line.target == way.target) {
            Some(line) => {
                line.depends &= depends;
                if !line.words.contains(&way.answer.as_str()) {
                    line.words.push(&way.answer);
                }
            }
            None => lines.push(OutgoingEdge { target: &way.target, words: vec![&way.answer], depends }),
        }
    }
    for line in lines.iter_mut().filter(|line| line.words.len() >= all.len()) {
        if line.depends {
            line.words = vec![words.depends()];
        } else if all.len() > 1 {
            line.words = vec![words.rest(0)];
        }
    }
    lines
}
