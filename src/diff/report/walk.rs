//! A changed tree in both versions, side by side, or a new one, to be walked without a script: each screen is a card, each answer a
//! link to the card that it leads to.
//!
//! Takes: the versions of a tree. Gives: HTML. Never: shows a tree of so many screens that nobody would find their way.

use super::lines::{escaped, shortened};
use crate::diff::pages::Both;
use crate::diff::text::Reading;
use crate::link::Page;
use crate::parse::{Content, Decision, Slot};
use crate::tree::{self, Screen, ScreenKind, ScreenTarget, Words};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A tree of more screens is not shown.
const SCREENS: usize = 250;

/// Both versions of the tree that is the `nth` among the changed ones; empty where either cannot be shown.
pub(super) fn tree(both: Both<'_>, (p, q): (usize, usize), nth: usize, words: [Words<'_>; 2]) -> String {
    let pages = [&both.old.pages[p], &both.new.pages[q]];
    let [Some(was), Some(is)] = pages.map(decision) else { return String::new() };
    if [was, is].iter().any(|decision| decision.screens.is_empty() || decision.screens.len() > SCREENS) {
        return String::new();
    }
    let cards = [cards(both.before(), p, was, &words[0]), cards(both.after(), q, is, &words[1])];
    let mut out = String::from("<div class=\"walks\">\n");
    for (side, name) in ["before", "after"].into_iter().enumerate() {
        let title = escaped(&pages[side].facts().title);
        let news = |card: &Card| match cards[1 - side].iter().find(|other| other.address == card.address) {
            Some(other) if other == card => "",
            Some(_) => "changed",
            None if side == 0 => "gone",
            None => "new",
        };
        section(&mut out, &format!("walk-{nth}-{name}"), &format!("“{title}” {name}"), &cards[side], news);
    }
    out.push_str("</div>\n");
    out
}

/// A tree that is new, the `nth` among the new pages; empty where it cannot be shown, or is no tree.
pub(super) fn added(both: Both<'_>, q: usize, nth: usize, words: Words<'_>) -> String {
    let page = &both.new.pages[q];
    let Some(decision) = decision(page) else { return String::new() };
    if decision.screens.is_empty() || decision.screens.len() > SCREENS {
        return String::new();
    }
    let cards = cards(both.after(), q, decision, &words);
    let mut out = String::from("<div class=\"walks\">\n");
    let title = format!("“{}”", escaped(&page.facts().title));
    section(&mut out, &format!("walk-new-{nth}"), &title, &cards, |_| "");
    out.push_str("</div>\n");
    out
}

/// The cards of a version. `id` begins the ids of its cards, and `news` says what became of each.
fn section(out: &mut String, id: &str, title: &str, cards: &[Card], news: impl Fn(&Card) -> &'static str) {
    let _ =
        writeln!(out, "<section class=\"walk\" tabindex=\"0\" aria-labelledby=\"{id}\"><h4 id=\"{id}\">{title}</h4>");
    let places: BTreeMap<&str, usize> =
        cards.iter().enumerate().map(|(at, card)| (card.address.as_str(), at)).collect();
    for (at, card) in cards.iter().enumerate() {
        let news = news(card);
        let _ = write!(out, "<div class=\"card {news}\" id=\"{id}-{at}\" tabindex=\"-1\"><p>");
        if !news.is_empty() {
            let _ = write!(out, "<span class=\"news\">{news}</span> ");
        }
        if !card.level.is_empty() {
            let _ = write!(out, "<span class=\"level {0}\">{0}</span> ", escaped(&card.level));
        }
        let _ = writeln!(out, "<strong>{}</strong></p>", escaped(&card.title));
        card.text.iter().for_each(|text| {
            let _ = writeln!(out, "<p>{}</p>", escaped(&shortened(text)));
        });
        if !card.choices.is_empty() {
            out.push_str("<ul>");
        }
        for (label, to) in &card.choices {
            let label = escaped(label);
            let _ = match places.get(to.as_str()) {
                Some(to) => write!(out, "<li><a href=\"#{id}-{to}\">{label}</a></li>"),
                None => write!(out, "<li>{label}: goes on at {}</li>", escaped(to)),
            };
        }
        out.push_str(if card.choices.is_empty() { "</div>\n" } else { "</ul></div>\n" });
    }
    out.push_str("</section>\n");
}

/// A screen, as it is shown: equal in both versions where a reader sees the same.
#[derive(PartialEq, Eq)]
struct Card {
    address: String,
    title: String,
    level: String,
    text: Vec<String>,
    /// The words of each answer, and the address of the card, or the tree, that it leads to.
    choices: Vec<(String, String)>,
}

fn decision(page: &Page) -> Option<&Decision> {
    match &page.doc.content {
        Content::Tree(decision) => Some(decision),
        Content::Article(_) => None,
    }
}

fn cards(reading: Reading<'_>, page: usize, decision: &Decision, words: &Words<'_>) -> Vec<Card> {
    decision.screens.iter().map(|screen| card(reading, page, decision, screen, words)).collect()
}

fn card(reading: Reading<'_>, page: usize, decision: &Decision, screen: &Screen, words: &Words<'_>) -> Card {
    let tree = &decision.tree;
    let said = |slot: Slot| reading.slot(page, slot).into_iter().map(|passage| passage.shown);
    let (title, level, text): (String, String, Vec<String>) = match screen.kind {
        ScreenKind::Question(q) => (tree.questions[q].ask.text.clone(), String::new(), said(Slot::Hint(q)).collect()),
        ScreenKind::Outcome(o) => {
            let outcome = &tree.outcomes[o];
            let level = tree.levels.get(outcome.level).cloned().unwrap_or_default();
            let also = screen.also.iter().flat_map(|piece| said(Slot::Also(o, *piece)));
            (outcome.title.text.clone(), level, said(Slot::Body(o)).chain(also).collect())
        }
    };
    let to = |target: &ScreenTarget| match target {
        ScreenTarget::Screen(screen) => decision.screens[*screen].address.clone(),
        ScreenTarget::OtherTree(path) => format!("the tree {path}"),
    };
    let choices = screen.choices.iter().map(|choice| (tree::label(tree, choice, words), to(&choice.target))).collect();
    Card { address: screen.address.clone(), title, level, text, choices }
}
