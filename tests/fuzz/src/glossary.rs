//! Terms in texts.
//!
//! Takes: a glossary and an article, with `===` between them. Gives: nothing. Never: knows which terms should be found.

use super::pages::{self, Files, text};
use fingerpost::glossary::{Glossary, Memory};
use fingerpost::parse::{self, Content};
use fingerpost::source::{Source, Span};
use std::sync::Arc;

/// What is found lies between characters, in order, and is one of the term's names.
pub fn matches(data: &[u8]) {
    let text = text(data);
    let (terms, article) = text.split_once("\n===\n").unwrap_or((&text, &text));
    let source = Source::new("content/glossary.yaml".into(), terms.to_owned());
    let mut problems = Vec::new();
    let glossary = Glossary::new(parse::glossary::glossary(&source, &mut problems));
    let doc = Arc::new(parse::article(&Arc::new(Source::new("content/index.md".into(), article.to_owned()))));
    let uses = glossary.uses([&doc].into_iter(), &mut Memory::default());
    let Content::Article(parsed) = &doc.content else { panic!("an article is an article") };
    let mut last = 0;
    for used in &uses[0].body {
        pages::on_borders(&parsed.body.html, Span::new(used.start, used.end), "a term");
        assert!(used.start >= last && used.end > used.start, "terms lie apart");
        assert!(glossary.terms.get(used.term as usize).is_some(), "a term that is there");
        last = used.end;
    }
    let files = [("site.yaml", "title: S\n"), ("content/glossary.yaml", terms), ("content/index.md", article)];
    pages::held(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into() as &Files);
}
