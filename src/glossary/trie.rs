//! Names of terms, to be looked for at a place of a text.
//!
//! A trie was taken and not an automaton that reads a text once for all names: a name must stand alone and abbreviations
//! in capitals, so that the longest name at a place need not be the one meant. Names are short, so it is linear all the same.

use crate::parse::glossary::folded;

/// The names, letter by letter.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// By letter, in order.
    next: Vec<(char, u32)>,
    ends: Option<End>,
}

/// A name that ends here.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// Whose it is.
    pub(super) term: u32,
    /// An abbreviation, which counts only as it is written.
    pub(super) exactly: Option<Box<str>>,
}

/// Where one stands while a text is read.
pub(super) const ROOT: u32 = 0;

impl Trie {
    pub(super) fn new<'a>(names: impl Iterator<Item = (u32, &'a str)>) -> Trie {
        let mut trie = Trie { nodes: vec![Node::default()] };
        for (term, name) in names {
            let mut at = ROOT as usize;
            for letter in folded(name).chars() {
                at = match trie.nodes[at].next.binary_search_by_key(&letter, |(known, _)| *known) {
                    Ok(place) => trie.nodes[at].next[place].1 as usize,
                    Err(place) => {
                        let new = trie.nodes.len();
                        trie.nodes[at].next.insert(place, (letter, new as u32));
                        trie.nodes.push(Node::default());
                        new
                    }
                };
            }
            let exactly = is_abbreviation(name).then(|| crate::text::escaped(name.trim()).into());
            trie.nodes[at].ends.get_or_insert(End { term, exactly });
        }
        trie
    }

    /// Where this letter leads.
    pub(super) fn step(&self, at: u32, letter: char) -> Option<u32> {
        let next = &self.nodes[at as usize].next;
        next.binary_search_by_key(&letter, |(known, _)| *known).ok().map(|place| next[place].1)
    }

    /// The name that ends here.
    pub(super) fn end(&self, at: u32) -> Option<&End> {
        self.nodes[at as usize].ends.as_ref()
    }
}

/// `DVT`, but not `Wells`: two capitals or more, and no small letter.
fn is_abbreviation(name: &str) -> bool {
    name.chars().filter(|c| c.is_uppercase()).count() > 1 && !name.chars().any(char::is_lowercase)
}
