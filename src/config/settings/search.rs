//! What `site.yaml` says of the search.

use crate::problem::Problem;
use crate::source::SitePath;
use crate::yaml::{self, Key, Node, Text, Value};

/// Words that a reader may type, and the pages that must be found.
#[derive(Clone, Debug)]
pub struct SearchTest {
    /// What is typed.
    pub query: Text,
    /// Paths below `content`, or names. One must be first; of several, each must be among the first three.
    pub pages: Vec<Text>,
}

/// `[[cramp, charley horse], …]`, or `cramp: [charley horse]`.
pub(super) fn synonyms(node: Option<&Node>, path: &SitePath, problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let words = |texts: Vec<Text>| texts.into_iter().map(|text| text.text).collect::<Vec<String>>();
    match node.map(|node| (&node.value, node)) {
        None | Some((Value::Null, _)) => Vec::new(),
        Some((Value::List(groups), _)) => {
            groups.iter().map(|group| words(texts(group, "synonyms", path, problems))).collect()
        }
        Some((Value::Map(entries), _)) => {
            let group = |(key, node): &(Key, Node)| {
                let mut group = vec![key.text.clone()];
                group.extend(words(texts(node, "synonyms", path, problems)));
                group
            };
            entries.iter().map(group).collect()
        }
        Some((value, node)) => {
            problems.push(yaml::wrong_type(path, node.span, "synonyms", "a list of lists of words", value));
            Vec::new()
        }
    }
}

/// `words a reader types: page`, or a list of pages.
pub(super) fn tests(entries: &[(Key, Node)], path: &SitePath, problems: &mut Vec<Problem>) -> Vec<SearchTest> {
    let test = |(key, node): &(Key, Node)| SearchTest {
        query: Text { text: key.text.clone(), span: key.span },
        pages: texts(node, "search_tests", path, problems),
    };
    entries.iter().map(test).collect()
}

/// One text, or a list of texts.
fn texts(node: &Node, what: &str, path: &SitePath, problems: &mut Vec<Problem>) -> Vec<Text> {
    match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(|node| yaml::text(node, path, what, problems)).collect(),
        _ => yaml::text(node, path, what, problems).into_iter().collect(),
    }
}
