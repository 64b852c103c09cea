//! A page → its sentences, as a reader meets them.

use crate::link::{Page, Resolved, Site, shown_name};
use crate::parse::body::{Body, HoleKind, Purpose};
use crate::parse::{Content, Slot, sentence};
use crate::search::plain;
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
    for block in blocks(&filled(site, body, links)) {
        out.extend(sentence::split(&block).into_iter().map(|range| block[range].to_owned()));
    }
}

/// The HTML with what its holes say in words.
fn filled(site: &Site, body: &Body, links: &[Resolved]) -> String {
    let mut out = String::with_capacity(body.html.len());
    let mut at = 0;
    let mut headings: HashMap<usize, HashMap<&str, &str>> = HashMap::new();
    let mut name = |i: usize| {
        shown_name(site, &body.links[i], links.get(i), |page, id| {
            let of =
                || site.pages[page].facts().headings.iter().rev().map(|h| (h.id.as_str(), h.text.as_str())).collect();
            headings.entry(page).or_insert_with(of).get(id).map(|text| (*text).to_owned())
        })
    };
    for hole in &body.holes {
        out.push_str(&body.html[at..hole.at]);
        at = hole.at;
        match hole.kind {
            HoleKind::LinkStart(i) => {
                if let Purpose::Follow { own_words: false } = body.links[i].purpose {
                    push_escaped(&mut out, &name(i));
                }
            }
            HoleKind::Picture(i) => {
                if let Purpose::Show { alt, .. } = &body.links[i].purpose {
                    out.push_str("<p>[");
                    push_escaped(&mut out, alt);
                    out.push_str("]<p>");
                }
            }
            HoleKind::Citation(i) => {
                push_escaped(&mut out, &format!(" {}", body.citations[i].written()));
            }
            HoleKind::Embed(i) => {
                out.push_str("<p>[");
                push_escaped(&mut out, &name(i));
                out.push_str("]<p>");
            }
            HoleKind::Equals => out.push_str("=="),
            HoleKind::LinkEnd(_)
            | HoleKind::Word(_)
            | HoleKind::Call(_)
            | HoleKind::Id
            | HoleKind::Anchor(_)
            | HoleKind::Table
            | HoleKind::Note(..)
            | HoleKind::MarkStart
            | HoleKind::MarkEnd => {}
        }
    }
    out.push_str(&body.html[at..]);
    out
}

fn push_escaped(out: &mut String, text: &str) {
    out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
}

/// Tags that stand inside a sentence; any other ends one.
const INLINE: [&str; 17] =
    ["a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "mark", "s", "span", "strong", "sub", "sup", "u"];

/// The texts between the tags that end one, without tags, with single spaces. Headings are told by themselves.
fn blocks(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(tag) = html[at..].find('<').map(|i| at + i) {
        let end = html[tag..].find('>').map_or(html.len(), |i| tag + i + 1);
        let name = html[tag + 1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
        at = end;
        if name.is_some_and(|name| INLINE.contains(&name)) {
            continue;
        }
        out.push(plain(&html[start..tag]));
        if html[tag..].starts_with("<h") && html[tag + 2..].starts_with(|c: char| c.is_ascii_digit()) {
            at = html[tag..].find("</h").map_or(html.len(), |i| tag + i);
        }
        start = at;
    }
    out.push(plain(&html[start..]));
    out.retain(|block| !block.is_empty());
    out
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
