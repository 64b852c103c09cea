//! The tree as a Mermaid flowchart, for places that draw those.
//!
//! Takes: a tree, its outline, and the words of a language. Gives: the text of a flowchart.
//! Never: lets an author's words be read as Mermaid's own.

use super::edges::outgoing_edges;
use crate::problem::in_line;
use crate::tree::describe::{Outline, Words};
use crate::tree::model::{Target, Tree};
use std::collections::BTreeMap;

/// The flowchart. Answers that lead to the same share a line; a line that depends on earlier answers is dotted.
pub fn mermaid(tree: &Tree, outline: &Outline, words: &Words<'_>) -> String {
    let mut out = String::from("flowchart TD\n");
    let mut ends: BTreeMap<Target, String> = BTreeMap::new();
    for (place, item) in outline.items.iter().enumerate() {
        out.push_str(&format!("  q{}{{{{\"{}\"}}}}\n", place + 1, quoted(&tree.questions[item.question].ask.text)));
    }
    for way in outline.items.iter().flat_map(|item| &item.transitions) {
        let number = ends.len() + 1;
        let (node, text) = match &way.target {
            Target::Outcome(outcome) => {
                let outcome = &tree.outcomes[*outcome];
                let level = tree.levels.get(outcome.level).map_or("", String::as_str);
                (format!("o{number}"), format!("([\"{}: {}\"])", quoted(level), quoted(&outcome.title.text)))
            }
            Target::OtherTree(path) => (format!("t{number}"), format!("[[\"{}\"]]", quoted(path))),
            Target::Question(_) | Target::Unknown => continue,
        };
        if !ends.contains_key(&way.target) {
            out.push_str(&format!("  {node}{text}\n"));
            ends.insert(way.target.clone(), node);
        }
    }
    for (place, item) in outline.items.iter().enumerate() {
        for line in outgoing_edges(item, words) {
            let to = match line.target {
                Target::Question(question) => outline.number.get(question).map(|number| format!("q{}", number + 1)),
                target => ends.get(target).cloned(),
            };
            let arrow = if line.depends { "-.->" } else { "-->" };
            if let Some(to) = to {
                out.push_str(&format!("  q{} {arrow}|\"{}\"| {to}\n", place + 1, quoted(&line.words.join(" / "))));
            }
        }
    }
    out
}

/// Mermaid knows entities by `#`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in in_line(&text.replace(['\n', '\r'], " ")).chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' => out.push_str("#35;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '&' => out.push_str("#amp;"),
            '`' => out.push_str("#96;"),
            c => out.push(c),
        }
    }
    out
}
