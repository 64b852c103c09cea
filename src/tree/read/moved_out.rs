//! Keys that stand beside the thing that they belong to: two spaces are missing before them.
//!
//! Takes: the entries under `questions`, `options` or `outcomes`, and those behind. Gives: the same as they are meant, and a problem
//! for each such key.
//! Never: takes for a key what can be an id: a question called `next` has keys of its own.

use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::yaml::{Fields, Key, Node, Value};
use std::borrow::Cow;

/// What stands in a list of things by their ids.
pub(super) struct Things {
    /// What each is called.
    pub(super) what: &'static str,
    /// The keys that each may have.
    pub(super) keys: &'static [&'static str],
    /// Those of which a thing with an id of such a name has one.
    pub(super) surely: &'static [&'static str],
}

pub(super) const QUESTIONS: Things = Things {
    what: "question",
    keys: &["ask", "hint", "on_card", "called", "kind", "options", "unit", "min", "max", "step", "skip", "next"],
    surely: &["ask", "options", "kind"],
};
pub(super) const OPTIONS: Things =
    Things { what: "option", keys: &["say", "hint", "on_card", "goto"], surely: &["say", "goto"] };
pub(super) const OUTCOMES: Things =
    Things { what: "outcome", keys: &["title", "level", "body", "read", "also"], surely: &["title", "level"] };

/// The entries, with keys that stand too far left put where they belong.
pub(super) fn put_back<'a>(
    entries: &'a [(Key, Node)],
    things: &Things,
    path: &SitePath,
    problems: &mut Vec<Problem>,
) -> Cow<'a, [(Key, Node)]> {
    if !entries.iter().any(|entry| is_key(entry, things)) {
        return Cow::Borrowed(entries);
    }
    let mut meant: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        let owner = meant.last_mut().filter(|_| is_key(&(key.clone(), node.clone()), things));
        let owner = owner.filter(|(_, owner)| match &owner.value {
            Value::Map(own) => own.iter().all(|(known, _)| known.text != key.text),
            Value::Null => true,
            Value::Scalar(_) | Value::List(_) => false,
        });
        let Some((of, owner)) = owner else {
            meant.push((key.clone(), node.clone()));
            continue;
        };
        problems.push(beside(path, key, of, things.what));
        match &mut owner.value {
            Value::Map(own) => own.push((key.clone(), node.clone())),
            value => *value = Value::Map(vec![(key.clone(), node.clone())]),
        }
    }
    Cow::Owned(meant)
}

/// The entries, with the things that stand behind all of them and not among them. These are told as keys that mean nothing there.
pub(super) fn with_those_behind<'a>(
    entries: Cow<'a, [(Key, Node)]>,
    list: &str,
    things: &Things,
    fields: &Fields<'a>,
) -> Cow<'a, [(Key, Node)]> {
    let behind = fields.entries().skip_while(|(key, _)| key.text != list).skip(1);
    let behind: Vec<_> =
        behind.take_while(|(key, node)| !NO_THINGS.contains(&key.text.as_str()) && is_thing(node, things)).collect();
    if entries.is_empty() || behind.is_empty() {
        return entries;
    }
    let behind = behind.into_iter().map(|(key, node)| (key.clone(), node.clone()));
    Cow::Owned(entries.iter().cloned().chain(behind).collect())
}

/// Keys of a tree under which any key may stand.
const NO_THINGS: [&str; 4] = ["extra", "questions", "outcomes", "words"];

fn is_thing(node: &Node, things: &Things) -> bool {
    matches!(&node.value, Value::Map(own) if own.iter().any(|(key, _)| things.surely.contains(&key.text.as_str())))
}

fn is_key((key, node): &(Key, Node), things: &Things) -> bool {
    things.keys.contains(&key.text.as_str()) && !is_thing(node, things)
}

fn beside(path: &SitePath, key: &Key, of: &Key, what: &str) -> Problem {
    let message =
        format!("This line begins too far left: `{}` stands beside the {what} `{}`, and not in it", key.text, of.text);
    Problem::at(Code::YamlSyntax, path, key.span, message)
        .help(format!("Write more spaces before `{}`, as many as before the other keys of `{}`.", key.text, of.text))
        .related(path, of.span, format!("the {what}"))
}
