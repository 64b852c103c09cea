//! Care cards that do not fit where they stand: beside an outcome's own level, and the numbers to call.
//!
//! A reader acts on the card, a proof on the level. So the two have to say the same.

use crate::config::settings::Settings;
use crate::link::Site;
use crate::parse::{Content, Decision, Slot};
use crate::problem::{Code, Problem};
use crate::source::SitePath;
use crate::text::body::CareCard;
use crate::tree::Outcome;

/// Words by which a card says that somebody is to be called, by the language of the site. In other languages nobody is asked
/// for a number.
const CALLING: [(&str, &[&str]); 2] = [
    ("en", &["call", "phone", "ring", "dial", "telephone"]),
    ("de", &["anrufen", "ruf", "rufe", "rufen", "ruft", "wähle", "wählen", "telefonieren", "telefonisch"]),
];

pub(in crate::check) fn check(site: &Site, problems: &mut Vec<Problem>) {
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let path = &page.facts().path;
        match &page.doc.content {
            Content::Article(article) => {
                problems.extend(article.body.cards.iter().filter_map(|card| number(&site.settings, path, card)));
            }
            Content::Tree(decision) => {
                let cards = decision.texts.values().flat_map(|(body, _)| &body.cards);
                problems.extend(cards.filter_map(|card| number(&site.settings, path, card)));
                for (o, outcome) in decision.tree.outcomes.iter().enumerate().filter(|(_, o)| o.level_known) {
                    levels(decision, path, o, outcome, problems);
                }
            }
        }
    }
}

/// The cards of an outcome: none graver than its level, and a milder one only beside one of its level. A level that is not among
/// the tree's own cannot be compared.
fn levels(decision: &Decision, path: &SitePath, o: usize, outcome: &Outcome, problems: &mut Vec<Problem>) {
    let of_outcome = |slot: &Slot| matches!(slot, Slot::Body(at) | Slot::Also(at, _) if *at == o);
    let texts = decision.texts.iter().filter(|(slot, _)| of_outcome(slot));
    let known = |card: &CareCard| decision.tree.levels.iter().position(|level| level == card.level);
    let cards: Vec<(usize, &CareCard)> =
        texts.flat_map(|(_, (body, _))| &body.cards).filter_map(|card| Some((known(card)?, card))).collect();
    let answered = cards.iter().any(|(level, _)| *level == outcome.level);
    let level = &decision.tree.levels[outcome.level];
    for (of_card, card) in cards {
        if of_card > outcome.level {
            problems.push(graver(path, card, outcome, level));
        } else if of_card < outcome.level && !answered {
            problems.push(milder(path, card, outcome, level));
        }
    }
}

/// A card that says to call somebody shows whom.
fn number(settings: &Settings, path: &SitePath, card: &CareCard) -> Option<Problem> {
    let (own, other, key) = match card.level {
        "emergency" => (settings.emergency.trim(), settings.urgent.trim(), "emergency"),
        "urgent" => (settings.urgent.trim(), settings.emergency.trim(), "urgent"),
        _ => return None,
    };
    let language = settings.language.split('-').next().unwrap_or_default();
    let (_, calling) = CALLING.iter().find(|(known, _)| *known == language)?;
    let says = |wanted: &str| {
        let mut words = card.title.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word.to_lowercase() == wanted)
    };
    if !calling.iter().any(|word| says(word)) {
        return None;
    }
    if own.is_empty() && !card.title.contains(|c: char| c.is_numeric()) {
        return Some(no_number(path, card, key));
    }
    (!own.is_empty() && !other.is_empty() && own != other && says(other) && !says(own))
        .then(|| another_number(path, card, own, other))
}

fn graver(path: &SitePath, card: &CareCard, outcome: &Outcome, level: &str) -> Problem {
    let message = format!("This card says `{}`, but the outcome `{}` is only `{level}`", card.level, outcome.id.text);
    told(path, card, outcome, message).help(format!(
        "If the card is right, write `level: {}` for the outcome; the rules and tests are then proved with it. If it is only for \
         some answers, give these an outcome of their own. If the outcome is right, write `> [!{}]`.",
        card.level,
        level.to_uppercase()
    ))
}

fn milder(path: &SitePath, card: &CareCard, outcome: &Outcome, level: &str) -> Problem {
    let message = format!("This card says `{}`, but the outcome `{}` is `{level}`", card.level, outcome.id.text);
    told(path, card, outcome, message).help(format!(
        "Write `> [!{}]` and what to do first. A milder card may then stand beside it, for the time after.",
        level.to_uppercase()
    ))
}

fn told(path: &SitePath, card: &CareCard, outcome: &Outcome, message: String) -> Problem {
    Problem::at(Code::CareLevel, path, card.span, message).related(path, outcome.id.span, "the outcome")
}

fn no_number(path: &SitePath, card: &CareCard, key: &str) -> Problem {
    Problem::at(Code::CareLevel, path, card.span, "This card says to call, and shows no number").help(format!(
        "Write the number into the card's first line, or for all such cards into `site.yaml`: `emergency: {{{key}: \"112\"}}`, with \
         the number of your country."
    ))
}

fn another_number(path: &SitePath, card: &CareCard, own: &str, other: &str) -> Problem {
    let message = format!("This card says to call {other}, but its button calls {own}");
    let right = if card.level == "urgent" { "EMERGENCY" } else { "URGENT" };
    Problem::at(Code::CareLevel, path, card.span, message)
        .help(format!("Write `> [!{right}]` if {other} is right, or {own} in the card's first line."))
}
