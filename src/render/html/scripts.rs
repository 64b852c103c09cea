//! The theme's scripts that a page asks for, by what stands in its texts: a page without code loads none for code.

use super::page_context::Frame;
use crate::render::view::{ScriptsView, View};

/// By what each is needed for: the beginning of an element, and the script.
const CODE: (&str, &str) = ("<pre tabindex", "code.js");

/// The scripts of a page that lies at an address.
pub(in crate::render) fn scripts(frame: &Frame<'_>, from: &str, view: &View) -> ScriptsView {
    let of = |(element, script): (&str, &str)| {
        let address = frame.theme.asset(script);
        let needed = !address.is_empty() && texts(view).any(|text| text.contains(element));
        if needed { frame.link(from, address) } else { String::new() }
    };
    ScriptsView { code: of(CODE) }
}

/// The texts that authors wrote for a page.
fn texts(view: &View) -> impl Iterator<Item = &str> {
    let article = view.article.iter().map(|article| &article.body);
    let tree = view.tree.iter().map(|tree| &tree.intro);
    let outcome = view.outcome.iter().flat_map(|outcome| std::iter::once(&outcome.body).chain(&outcome.also));
    let question = view.question.iter().map(|question| &question.hint);
    let terms = view.glossary.iter().flatten().map(|term| &term.html);
    let chapters = view.book.iter().flat_map(|book| &book.chapters).map(|chapter| &chapter.html);
    article.chain(tree).chain(outcome).chain(question).chain(terms).chain(chapters).map(String::as_str)
}
