//! A page → its sentences, as a reader meets them.

use crate::link::{Page, Resolved, Site, shown_name};
use crate::parse::{Content, Slot};
use crate::text::body::{Body, PlaceholderKind, Purpose};
use crate::text::{self, Says, sentence};
use std::collections::HashMap;

/// The sentences of a page in order: of an article its text, of a tree its questions, answers and outcomes.
pub(super) fn sentences(site: &Site, page: &Page) -> Vec<String> {
    let mut out = Vec::new();
    match &page.doc.content {
        Content::Article(article) => of_body(site, &article.body, &page.links, &mut out),
        Content::Tree(decision) => {
            let tree = &decision.tree;
            let slot = |slot: Slot, out: &mut Vec<String>| {
                if let Some((body, first)) = decision.texts.get(&slot) {
                    of_body(site, body, page.links.get(*first..).unwrap_or_default(), out);
                }
            };
            out.extend(tree.purpose.iter().map(|text| folded(&text.text)));
            slot(Slot::Intro, &mut out);
            for (q, question) in tree.questions.iter().enumerate() {
                out.push(folded(&question.ask.text));
                slot(Slot::Hint(q), &mut out);
                for (o, option) in question.options.iter().enumerate() {
                    out.push(folded(&option.say.text));
                    slot(Slot::OptionHint(q, o), &mut out);
                }
            }
            for (o, outcome) in tree.outcomes.iter().enumerate() {
                out.push(folded(&outcome.title.text));
                slot(Slot::Body(o), &mut out);
                for also in 0..outcome.also.len() {
                    slot(Slot::Also(o, also), &mut out);
                }
            }
        }
    }
    out
}

pub(super) fn of_body(site: &Site, body: &Body, links: &[Resolved], out: &mut Vec<String>) {
    let mut headings: HashMap<usize, HashMap<&str, &str>> = HashMap::new();
    let mut name = |i: usize| {
        shown_name(site, &body.links[i], links.get(i), |page, id| {
            let of =
                || site.pages[page].facts().headings.iter().rev().map(|h| (h.id.as_str(), h.text.as_str())).collect();
            headings.entry(page).or_insert_with(of).get(id).map(|text| (*text).to_owned())
        })
        .to_string()
    };
    let says = |placeholder: PlaceholderKind| match placeholder {
        PlaceholderKind::LinkStart(i) if matches!(body.links[i].purpose, Purpose::Follow { own_words: false }) => {
            Says::Words(name(i))
        }
        PlaceholderKind::Picture(i) => match &body.links[i].purpose {
            Purpose::Show { alt, .. } => Says::Block(format!("[{alt}]")),
            _ => Says::Nothing,
        },
        PlaceholderKind::Citation(i) => Says::Words(format!(" {}", body.citations[i].written())),
        PlaceholderKind::Embed(i) => Says::Block(format!("[{}]", name(i))),
        PlaceholderKind::Equals => Says::Words("==".to_owned()),
        _ => Says::Nothing,
    };
    for block in text::blocks(body, says) {
        out.extend(sentence::split(&block).into_iter().map(|range| block[range].to_owned()));
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
