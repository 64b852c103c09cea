//! The whole tree as nested text.
//!
//! Takes: a tree, and the words of a language. Gives: [`Outline`]: each question once, numbered in reading order, its answers below it and what they lead to.
//! Never: nests questions in questions, which no phone is wide enough for: an answer names the number of the question it leads to.

use super::transitions::{Transition, transitions};
use super::words::Words;
use crate::problem::in_line;
use crate::tree::model::{Target, Tree};
use crate::tree::states::{Graph, graph};
use std::collections::{BTreeMap, BTreeSet};

/// A tree in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The start first. Questions that no answer leads to are not among them.
    pub items: Vec<Item>,
    /// By question: its place among the items.
    pub number: BTreeMap<usize, usize>,
}

/// A question and where its answers lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The question.
    pub question: usize,
    /// Its answers.
    pub transitions: Vec<Transition>,
}

/// Puts a tree's questions in an order to be read.
pub fn outline(tree: &Tree, words: &Words<'_>) -> Outline {
    if tree.start >= tree.questions.len() {
        return Outline::default();
    }
    let graph = graph(tree);
    let order: Vec<usize> = reading_order(tree, &graph);
    let mut items: Vec<Item> = Vec::with_capacity(order.len());
    let mut number = BTreeMap::new();
    for question in order {
        number.insert(question, items.len());
        items.push(Item { question, transitions: transitions(tree, question, words) });
    }
    Outline { items, number }
}

/// Sooner before later where nothing loops, and among those that could stand next the one that the file has first.
fn reading_order(tree: &Tree, graph: &Graph) -> Vec<usize> {
    let questions = tree.questions.len();
    let mut rank = vec![usize::MAX; graph.places.count()];
    for (i, place) in graph.order.iter().enumerate() {
        rank[*place] = i;
    }
    let mut waiting = vec![0usize; questions];
    let forward = |from: usize, to: &&usize| **to < questions && rank[**to] > rank[from];
    for from in (0..questions).filter(|q| graph.reaches(*q)) {
        for to in graph.after[from].iter().filter(|to| forward(from, to)) {
            waiting[*to] += 1;
        }
    }
    let mut open = BTreeSet::from([tree.start]);
    let mut order = Vec::new();
    while let Some(next) = open.pop_first() {
        order.push(next);
        for to in graph.after[next].iter().filter(|to| forward(next, to)) {
            waiting[*to] -= 1;
            if waiting[*to] == 0 {
                open.insert(*to);
            }
        }
    }
    order
}

/// The outline as lines of text. Outcomes are named with their level.
pub fn outline_text(tree: &Tree, outline: &Outline) -> String {
    let mut out = String::new();
    let mut line = |text: String| out.extend([&*in_line(&text), "\n"]);
    for (place, item) in outline.items.iter().enumerate() {
        let question = &tree.questions[item.question];
        line(format!("{}. {} [{}]", place + 1, question.ask.text, question.id.text));
        let mut before: Option<&str> = None;
        for way in &item.transitions {
            if way.earlier.is_empty() && before != Some(&way.answer) {
                line(format!("   - {} → {}", way.answer, leads_to(tree, outline, &way.target)));
                continue;
            }
            if before != Some(&way.answer) {
                line(format!("   - {}", way.answer));
            }
            before = Some(&way.answer);
            let earlier = if way.earlier.is_empty() { "otherwise".to_owned() } else { format!("if {}", way.earlier) };
            line(format!("     - {earlier} → {}", leads_to(tree, outline, &way.target)));
        }
    }
    out
}

/// What stands behind an arrow.
fn leads_to(tree: &Tree, outline: &Outline, target: &Target) -> String {
    match target {
        Target::Question(question) => {
            let id = &tree.questions[*question].id.text;
            outline.number.get(question).map_or_else(|| id.clone(), |number| format!("{}. {id}", number + 1))
        }
        Target::Outcome(outcome) => {
            let outcome = &tree.outcomes[*outcome];
            let level = tree.levels.get(outcome.level).map_or("", String::as_str);
            format!("{level}: {} [{}]", outcome.title.text, outcome.id.text)
        }
        Target::OtherTree(path) => format!("another tree [tree:{path}]"),
        Target::Unknown => "nothing".to_owned(),
    }
}
