//! `glossary.yaml` → the terms that articles use.

use super::dialect::Dialect;
use super::ids::Place;
use super::markdown::{Context, markdown};
use crate::problem::{Code, Problem};
use crate::source::{Offsets, SitePath, Source, Span, slug};
use crate::text::body::Body;
use crate::yaml::{self, Fields, Text, Value};
use std::collections::HashMap;

/// A word of the site's subject, and what it means.
#[derive(Clone, Debug)]
pub struct Term {
    /// As written in the glossary.
    pub term: Text,
    /// Other forms: plurals, abbreviations, other names.
    pub forms: Vec<Text>,
    /// Its anchor on the glossary's page.
    pub anchor: String,
    /// What it means.
    pub meaning: Body,
}

impl Term {
    /// Every way to write it, the term first.
    pub fn names(&self) -> impl Iterator<Item = &Text> {
        std::iter::once(&self.term).chain(&self.forms)
    }
}

/// Longer than any term: what is looked for in every text must be short.
const LONGEST: usize = 100;

/// Reads the glossary, in the file's order. Of two terms of one name the second is told and left out.
pub fn glossary(source: &Source, problems: &mut Vec<Problem>) -> Vec<Term> {
    let node = match yaml::read(source, Span::new(source.start(), source.text.len()), problems) {
        Ok(node) => node,
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    let path = &source.path;
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Null => &[],
        other => {
            let wanted = "a list: each term with a hyphen before it, like `- term: …`";
            problems.push(yaml::wrong_type(path, node.span, "The glossary is a file that", wanted, other));
            &[]
        }
    };
    let mut reader = Reader { source, taken: HashMap::new(), anchors: HashMap::new() };
    let mut terms = Vec::new();
    for item in items {
        let mut fields = Fields::of(item, path, "A term of the glossary", problems);
        let term = fields.required_text("term", problems);
        let forms = fields.texts("forms", problems);
        let meaning = fields.required_text("meaning", problems);
        fields.finish(problems);
        // Without a meaning, which is told, the term is there all the same, so that no link to it is wrong besides.
        if let Some(term) = term {
            let meaning = meaning.unwrap_or_else(|| Text { text: String::new(), span: term.span });
            terms.extend(reader.term(term, forms, &meaning, problems));
        }
    }
    terms
}

struct Reader<'a> {
    source: &'a Source,
    /// Names so far, folded, with their places.
    taken: HashMap<String, Span>,
    anchors: HashMap<String, usize>,
}

impl Reader<'_> {
    fn term(&mut self, term: Text, forms: Vec<Text>, meaning: &Text, problems: &mut Vec<Problem>) -> Option<Term> {
        let term = self.name(term, problems)?;
        let forms = forms.into_iter().filter_map(|form| self.name(form, problems)).collect();
        let anchor = self.anchor(&term.text);
        let offsets = Offsets::of_scalar(self.source, meaning.span, &meaning.text);
        let context = Context {
            path: &self.source.path,
            offsets: &offsets,
            title: Some("\0"),
            place: Place::Article,
            dialect: Dialect::Own,
            taken: self.source.taken.as_deref(),
        };
        let meaning = markdown(&meaning.text, context, problems).body;
        Some(Term { term, forms, anchor, meaning })
    }

    /// A name that no other term has, and that can be looked for.
    fn name(&mut self, name: Text, problems: &mut Vec<Problem>) -> Option<Text> {
        let path = &self.source.path;
        let folded = folded(&name.text);
        if folded.is_empty() || folded.len() > LONGEST {
            problems.push(unfit(path, &name));
            return None;
        }
        if let Some(first) = self.taken.get(&folded) {
            problems.push(duplicate(path, &name, *first));
            return None;
        }
        self.taken.insert(folded, name.span);
        Some(name)
    }

    fn anchor(&mut self, term: &str) -> String {
        let plain = slug::slug(term);
        let plain = if plain.is_empty() { "term".to_owned() } else { plain };
        let count = self.anchors.entry(plain.clone()).or_insert(0);
        *count += 1;
        if *count > 1 { format!("{plain}-{count}") } else { plain }
    }
}

/// A name as it is compared: the case of letters, the kind of spaces, hyphens and apostrophes do not count.
pub fn folded(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().flat_map(fold).collect()
}

/// A character as it is compared.
pub fn fold(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    c.to_lowercase()
}

fn unfit(path: &SitePath, name: &Text) -> Problem {
    let message = format!("A term, or a form of it, has between 1 and {LONGEST} letters");
    Problem::at(Code::WrongType, path, name.span, message)
        .help("Write the word itself, and what is to be said of it into `meaning`.")
}

fn duplicate(path: &SitePath, name: &Text, first: Span) -> Problem {
    let message = format!("The glossary already has `{}`", name.text);
    Problem::at(Code::DuplicateTerm, path, name.span, message)
        .related(path, first, "it is here")
        .help("Take one of the two out: a word in a text can be linked to one meaning only.")
}
