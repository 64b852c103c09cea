//! The words of a tree's questions, answers and outcomes, in both versions → which are others while their ids stay.
//!
//! Takes: both versions of a tree. Gives: [`Reworded`], with where these words lead. Never: judges what words mean: whether “Can
//! you walk?” is still asked, only somebody who reads can tell.

use super::EndView;
use crate::tree::{Choice, Outcome, Question, Target, Transition, Tree, Words, transitions, transitions_of};
use serde::Serialize;

/// Words that are others, of something that keeps its id.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Reworded {
    /// Of what.
    pub what: Worded,
    /// The id that it keeps.
    pub id: String,
    /// Of an answer: the question, as asked now.
    pub question: String,
    /// As it was worded.
    pub before: String,
    /// As it is worded.
    pub after: String,
    /// Whether another one of its kind had these very words before: who goes by the words now answers something else.
    pub taken: bool,
    /// Where it led whom these words lead, or where it led by this id if the words are new.
    pub led: Vec<Lead>,
    /// Where it leads.
    pub leads: Vec<Lead>,
}

/// What has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worded {
    /// A question.
    Question,
    /// An answer to a question.
    Answer,
    /// An outcome.
    Outcome,
}

/// An answer and what comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lead {
    /// In words; empty where only one is meant.
    pub answer: String,
    /// What must have been answered earlier; empty where that does not matter.
    pub earlier: String,
    /// The outcome, or the question that is asked next.
    pub to: EndView,
}

/// What is worded otherwise: what took over the words of another first, then in the order of the new version.
pub(super) fn compare(trees: [&Tree; 2], words: [Words<'_>; 2]) -> Vec<Reworded> {
    let sides = [Side { tree: trees[0], words: words[0] }, Side { tree: trees[1], words: words[1] }];
    let [old, new] = trees;
    let named = |list: &[Question]| list.iter().map(|q| (q.id.text.clone(), q.ask.text.clone())).collect::<Vec<_>>();
    let mut out = reworded(Worded::Question, "", [named(&old.questions), named(&new.questions)], |side, question| {
        sides[side].of_question(question)
    });
    for (q, question) in new.questions.iter().enumerate() {
        let Some(p) = old.questions.iter().position(|was| was.id.text == question.id.text) else { continue };
        let named = |list: &[Choice]| list.iter().map(|o| (o.id.text.clone(), o.say.text.clone())).collect::<Vec<_>>();
        let both = [named(&old.questions[p].options), named(&question.options)];
        out.extend(reworded(Worded::Answer, &question.ask.text, both, |side, option| {
            sides[side].of_answer([p, q][side], option, "")
        }));
    }
    let named = |list: &[Outcome]| list.iter().map(|o| (o.id.text.clone(), o.title.text.clone())).collect::<Vec<_>>();
    out.extend(reworded(Worded::Outcome, "", [named(&old.outcomes), named(&new.outcomes)], |side, outcome| {
        let to = sides[side].end(&Target::Outcome(outcome));
        vec![Lead { to, ..Lead::default() }]
    }));
    out.sort_by_key(|reworded| !reworded.taken);
    out
}

/// Where an answer leads, by its question and its place there.
pub(super) fn leads_of(tree: &Tree, words: Words<'_>, (question, option): (usize, usize)) -> Vec<Lead> {
    let said = &tree.questions[question].options[option].say.text;
    Side { tree, words }.of_answer(question, option, said)
}

/// Where the answers to a question lead.
pub(super) fn leads_of_all(tree: &Tree, words: Words<'_>, question: usize) -> Vec<Lead> {
    Side { tree, words }.of_question(question)
}

/// Of things with ids and words, those whose words are others. `leads` knows by version and place where each leads.
fn reworded(
    what: Worded,
    question: &str,
    [before, after]: [Vec<(String, String)>; 2],
    leads: impl Fn(usize, usize) -> Vec<Lead>,
) -> Vec<Reworded> {
    let mut out = Vec::new();
    for (place, (id, words)) in after.iter().enumerate() {
        let Some(own) = before.iter().position(|(other, _)| other == id) else { continue };
        if same(&before[own].1, words) {
            continue;
        }
        let taken = before.iter().position(|(_, other)| same(other, words));
        let change = Reworded {
            what,
            id: id.clone(),
            question: question.to_owned(),
            before: before[own].1.clone(),
            after: words.clone(),
            taken: taken.is_some(),
            led: leads(0, taken.unwrap_or(own)),
            leads: leads(1, place),
        };
        // Where the ids were exchanged with the words, nobody who reads the words notices.
        if !change.taken || change.led != change.leads {
            out.push(change);
        }
    }
    out
}

/// Whether two texts have the same words, wherever their lines end.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// A version of the tree.
struct Side<'a> {
    tree: &'a Tree,
    words: Words<'a>,
}

impl Side<'_> {
    fn of_question(&self, question: usize) -> Vec<Lead> {
        let options = &self.tree.questions[question].options;
        if options.is_empty() {
            let all = transitions(self.tree, question, &self.words);
            return all.iter().map(|way| self.lead(way, &way.answer)).collect();
        }
        let of = |option: usize| self.of_answer(question, option, &options[option].say.text);
        (0..options.len()).flat_map(of).collect()
    }

    fn of_answer(&self, question: usize, option: usize, called: &str) -> Vec<Lead> {
        let all = transitions_of(self.tree, question, option, &self.words);
        all.iter().map(|way| self.lead(way, called)).collect()
    }

    fn lead(&self, way: &Transition, called: &str) -> Lead {
        Lead { answer: called.to_owned(), earlier: way.earlier.clone(), to: self.end(&way.target) }
    }

    fn end(&self, target: &Target) -> EndView {
        let titled = |title: String| EndView { title, level: String::new() };
        match target {
            Target::Question(question) => titled(format!("the question “{}”", self.tree.questions[*question].ask.text)),
            Target::Outcome(outcome) => EndView::of(self.tree, *outcome),
            Target::OtherTree(path) => titled(format!("the tree {path}")),
            Target::Unknown => titled("nothing".into()),
        }
    }
}
