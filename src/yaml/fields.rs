//! A map → its values, key by key.
//!
//! Takes: a [`Node`]. Gives: what its reader asks for, and everything that is wrong with it in one run.
//! Never: knows the keys beforehand: those that were asked for are those that exist.

use super::{Key, Node, Value, day, mistake, wrong_type};
use crate::problem::{Certainty, Code, Problem, near};
use crate::source::{SitePath, Span};

/// Reads a map key by key, collecting what is wrong. A key that nobody asked for is unknown: the readers are the list of keys.
pub struct Fields<'a> {
    path: &'a SitePath,
    /// What the map is, for messages: "an article's front matter".
    what: &'a str,
    /// Where the map is, for missing keys.
    pub span: Span,
    entries: Vec<(&'a Key, &'a Node)>,
    asked: Vec<&'static str>,
    /// Something else than keys stands here, which has been told: then no key is missing besides.
    told: bool,
    /// Keys that must be there and are not. One that is only misspelt is told by that alone.
    missing: Vec<(&'static str, Problem)>,
}

impl<'a> Fields<'a> {
    /// Begins with a map. Anything but a map is a problem and reads as an empty one; nothing at all reads as empty in silence.
    pub fn of(node: &'a Node, path: &'a SitePath, what: &'a str, problems: &mut Vec<Problem>) -> Fields<'a> {
        let entries = match &node.value {
            Value::Map(entries) => entries.iter().map(|(key, value)| (key, value)).collect(),
            Value::Null => Vec::new(),
            other => {
                problems.push(wrong_type(path, node.span, what, "keys with values", other));
                Vec::new()
            }
        };
        let told = !matches!(node.value, Value::Map(_) | Value::Null);
        Fields { path, what, span: node.span, entries, asked: Vec::new(), told, missing: Vec::new() }
    }

    /// Every key with its value, in the order written.
    pub fn entries(&self) -> impl Iterator<Item = (&'a Key, &'a Node)> {
        self.entries.iter().copied()
    }

    /// The value of a key; a key with nothing after it counts as absent.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        let node = self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| *node)?;
        (!matches!(node.value, Value::Null)).then_some(node)
    }

    /// Text, with its place.
    pub fn text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Text> {
        let node = self.get(key)?;
        text(node, self.path, key, problems)
    }

    /// Text that must be there: if it is not, that is told at the map's first line.
    pub fn required_text(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<Text> {
        if self.get(key).is_none() {
            let missing = Problem::at(Code::MissingKey, self.path, self.span, format!("{} needs a `{key}`", self.what));
            self.missing.extend((!self.told).then(|| (key, missing.help(format!("Add a line `{key}: …`.")))));
            return None;
        }
        self.text(key, problems)
    }

    /// How many keys that must be there are not, so far.
    pub fn lacking(&self) -> usize {
        self.missing.len()
    }

    /// `true` or `false`, or another word that people use for them.
    pub fn truth(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<bool> {
        let text = self.text(key, problems)?;
        let truth = truth(&text.text);
        if truth.is_none() {
            problems.push(
                Problem::at(Code::WrongType, self.path, text.span, format!("`{key}` should be `true` or `false`"))
                    .help(format!("Write `{key}: true` or `{key}: false`.")),
            );
        }
        truth
    }

    /// A whole number, below zero too.
    pub fn integer(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<i64> {
        let text = self.text(key, problems)?;
        let number = text.text.trim().parse().ok();
        if number.is_none() {
            problems.push(no_number(self.path, key, &text));
        }
        number
    }

    /// A whole number, zero or more.
    pub fn whole_number(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<u32> {
        let text = self.text(key, problems)?;
        let number = text.text.parse().ok();
        if number.is_none() {
            problems.push(no_number(self.path, key, &text));
        }
        number
    }

    /// A day, as `2026-11-23`.
    pub fn day(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Option<jiff::civil::Date> {
        let text = self.text(key, problems)?;
        day::read(&text.text).map_err(|_| problems.push(day::no_day(self.path, key, &text))).ok()
    }

    /// A list of texts; one text alone counts as a list of one.
    pub fn texts(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> Vec<Text> {
        let Some(node) = self.get(key) else { return Vec::new() };
        match &node.value {
            Value::List(items) => {
                let each = format!("An entry of `{key}`");
                items.iter().filter_map(|item| text(item, self.path, &each, problems)).collect()
            }
            Value::Map(_) => {
                problems.push(wrong_type(self.path, node.span, key, "a list", &node.value));
                Vec::new()
            }
            _ => text(node, self.path, key, problems).into_iter().collect(),
        }
    }

    /// What stands under a key that some program once had: it is read, and told of as unknown all the same.
    pub fn texts_of_old(&self, key: &str) -> Vec<Text> {
        let node = self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| *node);
        let items = match node.map(|node| &node.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => node.map_or(&[][..], std::slice::from_ref),
        };
        let text = |item: &Node| match &item.value {
            Value::Scalar(text) => Some(Text { text: text.clone(), span: item.span }),
            _ => None,
        };
        items.iter().filter_map(text).collect()
    }

    /// The map under a key.
    pub fn map(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> &'a [(Key, Node)] {
        let Some(node) = self.get(key) else { return &[] };
        match &node.value {
            Value::Map(entries) => entries,
            other => {
                problems.push(wrong_type(self.path, node.span, key, "keys with values", other));
                &[]
            }
        }
    }

    /// The list under a key.
    pub fn list(&mut self, key: &'static str, problems: &mut Vec<Problem>) -> &'a [Node] {
        let Some(node) = self.get(key) else { return &[] };
        match &node.value {
            Value::List(items) => items,
            other => {
                problems.push(wrong_type(self.path, node.span, key, "a list", other));
                &[]
            }
        }
    }

    /// Tells of every key that was not asked for, and of those that are missing.
    pub fn finish(self, problems: &mut Vec<Problem>) {
        let known = |key: &Key| self.asked.contains(&key.text.as_str());
        // An empty key, behind which only keys stand that mean nothing here.
        let mut empty: Option<&Key> = None;
        // The key above, if what stands under it are things with keys of their own.
        let mut of_things: Option<&Key> = None;
        let mut misspelt: Vec<&str> = Vec::new();
        for (key, node) in &self.entries {
            if known(key) {
                empty = matches!(node.value, Value::Null).then_some(key);
                of_things = holds_things(node).then_some(key);
                continue;
            }
            if let Some((name, problem)) = mistake::colon_in_key(self.path, key) {
                misspelt.push(name);
                problems.push(problem);
                continue;
            }
            let near = near::nearest(&key.text, self.asked.iter().copied());
            misspelt.extend(near);
            let message = format!("{} has no key `{}`", self.what, key.text);
            let problem = Problem::at(Code::UnknownKey, self.path, key.span, message);
            problems.push(match (near, empty.take()) {
                (Some(near), _) => {
                    // Two keys of one name would be a new mistake.
                    let there = self.entries.iter().any(|(key, _)| key.text == near);
                    // Whether a page is published is not to be guessed.
                    let sure = match near {
                        "draft" | "publish" => Certainty::Doubtful,
                        _ => near::certainty_among(&key.text, self.asked.iter().copied()),
                    };
                    problem
                        .help(format!("Did you mean `{near}`?"))
                        .fix(key.span, near)
                        .sure((!there).then_some(sure))
                }
                (None, Some(empty)) => problem
                    .help(format!(
                        "If it belongs to `{}`, write two spaces before it, and before each line that belongs to it.",
                        empty.text
                    ))
                    .related(self.path, empty.span, "this is empty"),
                (None, None) if of_things.is_some() && matches!(node.value, Value::Map(_)) => {
                    let above = of_things.map(|key| key.text.as_str()).unwrap_or_default();
                    problem.help(format!(
                        "If it belongs to `{above}` above it, write two spaces before it, and before each line that belongs to it."
                    ))
                }
                (None, None) => problem.help(format!("These are known: {}.", self.asked.join(", "))),
            });
        }
        let missing = self.missing.into_iter().filter(|(key, _)| !misspelt.contains(key));
        problems.extend(missing.map(|(_, problem)| problem));
    }
}

/// Whether all that stands under a key are things with keys of their own, such as questions.
fn holds_things(node: &Node) -> bool {
    matches!(&node.value, Value::Map(things) if things.iter().all(|(_, thing)| matches!(thing.value, Value::Map(_))))
}

fn no_number(path: &SitePath, key: &str, text: &Text) -> Problem {
    Problem::at(Code::WrongType, path, text.span, format!("`{key}` should be a whole number"))
        .help(format!("Write it in figures, like `{key}: 12`."))
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, as YAML understands it.
    pub text: String,
    /// Where it is written, quotes included.
    pub span: Span,
}

/// A scalar as text; anything else is a problem.
pub fn text(node: &Node, path: &SitePath, what: &str, problems: &mut Vec<Problem>) -> Option<Text> {
    match &node.value {
        Value::Scalar(text) => {
            problems.extend(mistake::curly_quotes(path, node.span, text));
            let text = if text.contains(is_unseen) {
                problems.push(mistake::unseen(path, node.span));
                text.replace(is_unseen, "")
            } else {
                text.clone()
            };
            Some(Text { text, span: node.span })
        }
        other => {
            problems.push(wrong_type(path, node.span, what, "text", other));
            None
        }
    }
}

/// Characters that steer a device, and that no page may hold. Line breaks and tabs are none.
fn is_unseen(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Whether a word means yes or no, as people write it; `None` for any other word. YAML 1.1 has most of these words, YAML 1.2 and JSON
/// only two.
pub fn truth(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "y" | "t" => Some(true),
        "false" | "no" | "off" | "0" | "n" | "f" => Some(false),
        _ => None,
    }
}
