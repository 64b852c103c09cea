//! The care cards and call-outs of a page, before and after → which are milder, harder, of another kind, new or gone.
//!
//! Takes: the bodies of both versions of a page. Gives: [`CardChange`]s, the gravest first. Never: compares their words: sentences
//! are told as such.

use super::sentences::alike;
use crate::link::Page;
use crate::parse::{Content, Slot};
use crate::text::{Body, Kind, Node, nodes, plain};
use serde::Serialize;

/// A care card or call-out that is not of the level or kind it was.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct CardChange {
    /// What it means for a reader.
    pub kind: CardFate,
    /// What the card says first.
    pub title: String,
    /// The outcome it stands in; empty in an article.
    pub outcome: String,
    /// Its level or kind, as it was: `emergency`, `note`; of one that was no box, `None`.
    pub before: Option<String>,
    /// Its level or kind, as it is.
    pub after: Option<String>,
}

/// What became of a card, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardFate {
    /// A care card is of a milder level.
    Milder,
    /// A care card is a call-out now, without a level and a number to call.
    NowCallout,
    /// A care card is there no more.
    Gone,
    /// A care card is of a graver level.
    Harder,
    /// A call-out has become a care card.
    NowCard,
    /// A care card is new.
    New,
    /// A call-out is of another kind.
    OtherKind,
}

impl CardFate {
    /// Whether a reader may now get help later than before.
    pub fn is_milder(self) -> bool {
        matches!(self, CardFate::Milder | CardFate::NowCallout | CardFate::Gone)
    }
}

/// From the mildest.
const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

struct Card {
    /// Its level or kind.
    name: String,
    /// Whether it is a care card.
    care: bool,
    /// What it says first.
    title: String,
    /// All that it says.
    text: String,
    outcome: String,
}

/// The changes of a page's cards.
pub(super) fn compare(before: &Page, after: &Page) -> Vec<CardChange> {
    let (old, mut new) = (cards(before), cards(after).into_iter().map(Some).collect::<Vec<_>>());
    let mut old: Vec<Option<Card>> = old.into_iter().map(Some).collect();
    let mut pairs: Vec<(Card, Card)> = Vec::new();
    // First those that say the same in the same place and way, so that of two alike cards the changed one is found.
    let same: [&dyn Fn(&Card, &Card) -> bool; 4] = [
        &|a, b| a.text == b.text && a.name == b.name && a.outcome == b.outcome,
        &|a, b| a.text == b.text && a.outcome == b.outcome,
        &|a, b| a.text == b.text,
        &|a, b| alike(&a.text, &b.text),
    ];
    for fits in same {
        for was in &mut old {
            let Some(card) = was else { continue };
            if let Some(is) = new.iter_mut().find(|is| is.as_ref().is_some_and(|is| fits(card, is))) {
                pairs.extend(was.take().zip(is.take()));
            }
        }
    }
    let mut out: Vec<CardChange> = pairs.into_iter().filter_map(|(was, is)| changed(was, is)).collect();
    out.extend(old.into_iter().flatten().filter(|card| card.care).map(|card| CardChange {
        kind: CardFate::Gone,
        title: card.title,
        outcome: card.outcome,
        before: Some(card.name),
        after: None,
    }));
    out.extend(new.into_iter().flatten().filter(|card| card.care).map(|card| CardChange {
        kind: CardFate::New,
        title: card.title,
        outcome: card.outcome,
        before: None,
        after: Some(card.name),
    }));
    out.sort_by_key(|change| change.kind);
    out
}

fn changed(was: Card, is: Card) -> Option<CardChange> {
    let level = |card: &Card| LEVELS.iter().position(|level| *level == card.name);
    let kind = match (was.care, is.care) {
        _ if was.name == is.name && was.care == is.care => return None,
        (true, true) if level(&was) > level(&is) => CardFate::Milder,
        (true, true) => CardFate::Harder,
        (true, false) => CardFate::NowCallout,
        (false, true) => CardFate::NowCard,
        (false, false) => CardFate::OtherKind,
    };
    let (before, after) = (Some(was.name), Some(is.name));
    Some(CardChange { kind, title: is.title, outcome: is.outcome, before, after })
}

/// The cards of a page, in order; those of a tree with the outcome that they stand in.
fn cards(page: &Page) -> Vec<Card> {
    let mut out = Vec::new();
    match &page.doc.content {
        Content::Article(article) => of_body(&article.body, "", &mut out),
        Content::Tree(decision) => {
            for (slot, (body, _)) in &decision.texts {
                let outcome = match slot {
                    Slot::Body(outcome) | Slot::Also(outcome, _) => {
                        decision.tree.outcomes[*outcome].title.text.as_str()
                    }
                    Slot::Intro | Slot::Hint(_) | Slot::OptionHint(..) => "",
                };
                of_body(body, outcome, &mut out);
            }
        }
    }
    out
}

fn of_body(body: &Body, outcome: &str, out: &mut Vec<Card>) {
    let nodes = nodes(body);
    for (at, node) in nodes.iter().enumerate() {
        let care = node.kind == Kind::Card;
        if !care && node.kind != Kind::Callout {
            continue;
        }
        let html = |node: &Node| plain(&body.html[node.html.start as usize..node.html.end as usize]);
        let inside = &nodes[at + 1..node.end as usize];
        let titles = |node: &&Node| matches!(node.kind, Kind::CardTitle | Kind::CalloutTitle);
        let text = html(node);
        let title = inside.iter().find(titles).map(html).filter(|title| !title.is_empty());
        let tag = node.tag(body);
        let class = tag.and_then(|tag| tag.class()).unwrap_or_default();
        let name = class.rsplit(' ').next().unwrap_or_default();
        let name = name.strip_prefix(if care { "care-" } else { "callout-" }).unwrap_or(name);
        let folded = match tag.map(|tag| (tag.name, tag.attributes.contains(" open"))) {
            Some(("details", true)) => ", which can be folded",
            Some(("details", false)) => ", folded",
            _ => "",
        };
        out.push(Card {
            name: format!("{name}{folded}"),
            care,
            title: title.unwrap_or_else(|| text.chars().take(80).collect()),
            text,
            outcome: outcome.to_owned(),
        });
    }
}
