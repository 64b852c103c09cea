//! The theme's files that a page asks for, by what stands in its texts: a page without code or formulas loads none for them.

use super::page_context::Frame;
use crate::render::view::{BlocksView, View};

/// How the elements begin that need something.
const CODE: &str = "<pre tabindex";
const FORMULA: &str = "<math ";
const TABS: &str = "<div class=\"tabs\"";
const FIGURE: &str = "<a class=\"enlarge\"";
const OTHERS: [&str; 4] =
    ["<div class=\"steps\"", "<div class=\"cards\"", "<p class=\"film\"", "<figure class=\"diagram\""];

/// The files for a page that lies at an address.
pub(in crate::render) fn blocks(frame: &Frame<'_>, from: &str, view: &View) -> BlocksView {
    let of = |file: &str, elements: &[&str]| {
        let address = frame.theme.asset(file);
        let holds = |text: &str| elements.iter().any(|element| text.contains(element));
        if !address.is_empty() && texts(view).any(holds) { frame.link(from, address) } else { String::new() }
    };
    let styled = [&[CODE, FORMULA, TABS, FIGURE], OTHERS.as_slice()].concat();
    BlocksView {
        style: of("blocks.css", &styled),
        code: of("code.js", &[CODE]),
        tabs: of("tabs.js", &[TABS]),
        enlarge: of("enlarge.js", &[FIGURE]),
    }
}

/// The texts that authors wrote for a page.
fn texts(view: &View) -> impl Iterator<Item = &str> {
    let article = view.article.iter().map(|article| &article.body);
    let tree = view.tree.iter().map(|tree| &tree.intro);
    let outcome = view.outcome.iter().flat_map(|outcome| std::iter::once(&outcome.body).chain(&outcome.also));
    let question = view.question.iter().map(|question| &question.hint);
    let terms = view.glossary.iter().flatten().map(|term| &term.html);
    let notes = view.terms.iter().map(|term| &term.html);
    let chapters = view.book.iter().flat_map(|book| &book.chapters).map(|chapter| &chapter.html);
    article.chain(tree).chain(outcome).chain(question).chain(terms).chain(notes).chain(chapters).map(String::as_str)
}
