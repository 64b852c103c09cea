//! Answers → where they lead.

use super::model::{Answer, Tree};

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
    Again(usize),
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
}

/// Follows the answers from the start. Answers to questions that do not come up change nothing. `None` in a tree without questions.
pub fn walk(_tree: &Tree, _answers: &[(usize, Answer)]) -> Option<Walk> {
    None
}

/// Reads `q=a,q2=b,q3=c+d`: question ids and answers, ticks joined by `+`. Gives what is wrong in one sentence.
pub fn parse_answers(_tree: &Tree, _text: &str) -> Result<Vec<(usize, Answer)>, String> {
    Ok(Vec::new())
}
