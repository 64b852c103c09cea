//! What can be written at a place: pages, headings, blocks, terms, sources, ids of trees, keys.
//!
//! Takes: the text before the place, as it is typed. Gives: what fits, the likeliest first, and no more than somebody looks at.
//! Never: waits for the site to be looked at again: names of pages are seldom new, and who types does not wait.

mod markdown;
mod yaml;

use super::text::Lines;
use super::workspace::Workspace;
use crate::preview::Snapshot;
use crate::source::{Source, Span};
use serde_json::{Value, json};
use std::sync::Arc;

/// So many are shown; who types on is asked again.
const MOST: usize = 100;

/// The numbers of the protocol.
const PAGE: u8 = 17;
const REFERENCE: u8 = 18;
const WORD: u8 = 1;
const KEY: u8 = 10;

/// A thing that can be written.
struct Candidate {
    /// As it is shown.
    label: String,
    /// Beside it.
    detail: String,
    /// What is written.
    text: String,
    kind: u8,
    /// Words by which it is found besides its label.
    also: Vec<String>,
    /// The page whose name is written in its place: which that is, is looked for only of those that are shown.
    page: Option<usize>,
}

impl Candidate {
    fn new(label: impl Into<String>, detail: impl Into<String>, text: impl Into<String>, kind: u8) -> Candidate {
        Candidate { label: label.into(), detail: detail.into(), text: text.into(), kind, also: Vec::new(), page: None }
    }
}

/// What fits, and the text that it takes the place of.
struct Offer {
    typed: Span,
    candidates: Vec<Candidate>,
    /// What stands behind each, unless it is there already.
    closing: &'static str,
}

/// Where somebody types.
struct Typing<'a> {
    snapshot: Arc<Snapshot>,
    source: &'a Arc<Source>,
    /// The place.
    at: usize,
    /// The line up to it.
    line: &'a str,
    /// How many lines are above.
    number: usize,
    lines: &'a Lines<'a>,
}

impl Typing<'_> {
    /// The span of what is typed from a byte of the line on.
    fn typed(&self, from: usize) -> Span {
        Span::new(self.at - self.line.len() + from, self.at)
    }
}

pub(super) fn complete(workspace: &Workspace, params: &Value) -> Option<Value> {
    let snapshot = workspace.latest()?;
    let path = workspace.path(params["textDocument"]["uri"].as_str()?)?;
    let source = workspace.source(&path, Some(&snapshot.plan))?;
    let lines = workspace.lines(&source);
    let at = lines.byte(&params["position"]);
    let number = lines.line_of(at);
    let line = source.text.get(lines.start(number).min(at)..at)?;
    let typing = Typing { snapshot, source: &source, at, line, number, lines: &lines };
    let offer = match &*path.extension() {
        "md" | "markdown" => markdown::offer(workspace, &typing),
        "yaml" | "yml" => yaml::offer(workspace, &typing).or_else(|| markdown::offer(workspace, &typing)),
        _ => None,
    }?;
    Some(told(&offer, &typing))
}

fn told(offer: &Offer, typing: &Typing<'_>) -> Value {
    let wanted = typing.source.slice(offer.typed).to_lowercase();
    let mut fits: Vec<(u8, &Candidate)> =
        offer.candidates.iter().filter_map(|candidate| Some((rank(candidate, &wanted)?, candidate))).collect();
    // Where nothing is typed yet, the order is that of the file or the site.
    if !wanted.is_empty() {
        fits.sort_by_cached_key(|(rank, candidate)| (*rank, candidate.label.chars().count(), &candidate.label));
    }
    let is_incomplete = fits.len() > MOST;
    let behind = &typing.source.text[typing.at..];
    let range = typing.lines.range(offer.typed);
    let items = fits.iter().take(MOST).enumerate().map(|(number, (_, candidate))| {
        let text = candidate.page.map(|page| markdown::name(typing, page));
        let text = text.as_ref().unwrap_or(&candidate.text);
        let closing = if behind.starts_with(offer.closing) { "" } else { offer.closing };
        json!({
            "label": candidate.label,
            "kind": candidate.kind,
            "detail": candidate.detail,
            // As it was typed: what fits has been decided here, and editors do not know all names of a thing.
            "filterText": typing.source.slice(offer.typed),
            "sortText": format!("{number:04}"),
            "textEdit": {"range": range, "newText": format!("{text}{closing}")},
        })
    });
    json!({"isIncomplete": is_incomplete || !wanted.is_empty(), "items": items.collect::<Vec<Value>>()})
}

/// How well a candidate fits: it begins so, a word of it does, it holds all that was typed, or the words of that one by one.
fn rank(candidate: &Candidate, wanted: &str) -> Option<u8> {
    if wanted.is_empty() {
        return Some(0);
    }
    let names = [&candidate.label, &candidate.text].into_iter().chain(&candidate.also);
    names.filter_map(|name| rank_of(&name.to_lowercase(), wanted)).min()
}

fn rank_of(name: &str, wanted: &str) -> Option<u8> {
    if name.starts_with(wanted) {
        return Some(0);
    }
    if let Some(at) = name.find(wanted) {
        return Some(if name[..at].ends_with(char::is_alphanumeric) { 2 } else { 1 });
    }
    let mut words = wanted.split_whitespace().peekable();
    words.peek()?;
    words.all(|word| name.contains(word)).then_some(3)
}
