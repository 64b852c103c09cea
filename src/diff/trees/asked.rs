//! How a tree's questions are asked, in both versions → which are answered in another way, and which hints are others.
//!
//! What has the same id is the same question or answer here.

use super::wording::{Lead, leads_of, leads_of_all};
use crate::parse::Slot;
use crate::tree::{Kind, Question, Tree, Words};
use serde::Serialize;

/// A question that is answered in another way.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct KindChange {
    /// As asked.
    pub question: String,
    /// What it took: `one answer`, `several answers`, `a number`.
    pub before: &'static str,
    /// What it takes.
    pub after: &'static str,
}

/// What a question takes of which all that fits is ticked.
pub(in crate::diff) const SEVERAL: &str = "several answers";

/// The hint of a question or of an answer that is another.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The question, as asked.
    pub question: String,
    /// Of an answer: its words; empty where the question's own hint is meant.
    pub answer: String,
    /// What it said; empty where there was none.
    pub before: String,
    /// What it says; empty where there is none.
    pub after: String,
    /// Where what it explains leads.
    pub leads: Vec<Lead>,
}

/// Questions of another kind.
pub(super) fn kinds([old, new]: [&Tree; 2]) -> Vec<KindChange> {
    let said = |question: &Question| match question.kind {
        Kind::One => "one answer",
        Kind::Any => SEVERAL,
        Kind::Number(_) => "a number",
    };
    let both = new.questions.iter().filter_map(|is| Some((before(old, is)?.1, is)));
    let changed = both.map(|(was, is)| (said(was), said(is), is)).filter(|(was, is, _)| was != is);
    changed.map(|(before, after, is)| KindChange { question: is.ask.text.clone(), before, after }).collect()
}

/// Hints that are others, in the order of the new version. A hint of a question or answer that is new is told with it.
pub(super) fn hints([old, new]: [&Tree; 2], said: &dyn Fn(usize, Slot) -> String, words: &Words<'_>) -> Vec<Hint> {
    let mut out = Vec::new();
    let mut told = |question: &Question, answer: &str, slots: [Slot; 2], leads: &dyn Fn() -> Vec<Lead>| {
        let [before, after] = [said(0, slots[0]), said(1, slots[1])];
        if before != after {
            let (question, answer) = (question.ask.text.clone(), answer.to_owned());
            out.push(Hint { question, answer, before, after, leads: leads() });
        }
    };
    for (q, is) in new.questions.iter().enumerate() {
        let Some((p, was)) = before(old, is) else { continue };
        told(is, "", [Slot::Hint(p), Slot::Hint(q)], &|| leads_of_all(new, *words, q));
        for (o, says) in is.options.iter().enumerate() {
            let own = was.options.iter().position(|said| said.id.text == says.id.text);
            let Some(own) = own else { continue };
            let slots = [Slot::OptionHint(p, own), Slot::OptionHint(q, o)];
            told(is, &says.say.text, slots, &|| leads_of(new, *words, (q, o)));
        }
    }
    out
}

/// A question as it was.
fn before<'a>(old: &'a Tree, is: &Question) -> Option<(usize, &'a Question)> {
    old.questions.iter().enumerate().find(|(_, was)| was.id.text == is.id.text)
}
