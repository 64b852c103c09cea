//! What a text takes from other files of the site: values by their names, tables, parts of files.

use super::Source;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// By what the text calls it. What is asked for and is not there is not in the lists, but for values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of `[[=name]]`.
    pub values: BTreeMap<String, Answer>,
    /// Of `![[name.csv]]`.
    pub tables: BTreeMap<String, Arc<Source>>,
    /// Of code with `file="…"`.
    pub parts: BTreeMap<String, Arc<Source>>,
}

/// What there is of a value's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The value.
    Known(String),
    /// No such name; the nearest that there is.
    Unknown(Option<String>),
}

impl Taken {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.tables.is_empty() && self.parts.is_empty()
    }
}

impl Hash for Taken {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.values.hash(state);
        for (name, source) in self.tables.iter().chain(&self.parts) {
            (name, &source.path, source.hash).hash(state);
        }
    }
}
