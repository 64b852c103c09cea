//! Care cards that do not fit where they stand: beside an outcome's own level, and the numbers to call.
//!
//! A reader acts on the card, a proof on the level. So the two have to say the same.

use crate::config::settings::Settings;
use crate::link::Site;
use crate::parse::{Content, Decision, Slot};
use crate::problem::{Code, Problem, Severity};
use crate::source::{SitePath, Span};
use crate::text::body::{Body, CareCard};
use crate::tree::Outcome;
use std::collections::BTreeMap;

/// Words by which a card says that somebody is to be called, by the language of the site. In other languages nobody is asked
/// for a number.
const CALLING: [(&str, &[&str]); 7] = [
    ("en", &["call", "phone", "ring", "dial", "telephone"]),
    ("de", &["anrufen", "ruf", "rufe", "rufen", "ruft", "wähle", "wählen", "telefonieren", "telefonisch"]),
    (
        "fr",
        &[
            "appeler",
            "appelez",
            "appelle",
            "appel",
            "téléphoner",
            "téléphonez",
            "téléphone",
            "téléphonique",
            "composer",
            "composez",
            "compose",
        ],
    ),
    (
        "es",
        &[
            "llamar",
            "llame",
            "llamen",
            "llama",
            "llamad",
            "llámenos",
            "llamada",
            "telefonear",
            "telefonee",
            "telefonea",
            "teléfono",
            "telefónica",
            "telefónico",
            "telefónicamente",
            "marcar",
            "marque",
        ],
    ),
    (
        "nl",
        &[
            "bel",
            "belt",
            "bellen",
            "opbellen",
            "opgebeld",
            "gebeld",
            "telefoneer",
            "telefoneren",
            "telefonisch",
            "telefoon",
        ],
    ),
    (
        "pt",
        &[
            "ligar",
            "ligue",
            "liguem",
            "liga",
            "chamar",
            "chame",
            "chamem",
            "chamada",
            "telefonar",
            "telefone",
            "telefonem",
            "telefona",
            "telefonema",
            "discar",
            "disque",
        ],
    ),
    (
        "it",
        &[
            "chiamare",
            "chiami",
            "chiamate",
            "chiama",
            "chiamata",
            "telefonare",
            "telefoni",
            "telefonate",
            "telefona",
            "telefonata",
            "telefono",
            "comporre",
            "componga",
            "componete",
            "componi",
        ],
    ),
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

/// Call-outs that are called as a level of care is in the site's own words, or as a tree's own level: they would be shown as notes.
pub fn own_names(site: &Site, words: &BTreeMap<String, String>, problems: &mut Vec<Problem>) {
    let plain = |name: &str| name.trim().to_lowercase().replace(['-', '_'], " ");
    let mut names: BTreeMap<String, Option<&str>> = BTreeMap::new();
    for page in site.pages.iter() {
        if let Content::Tree(decision) = &page.doc.content {
            names.extend(decision.tree.levels.iter().map(|level| (plain(level), None)));
        }
    }
    for level in LEVELS {
        names.insert(plain(level), Some(level));
        names.extend(words.get(&format!("care-{level}")).map(|word| (plain(word), Some(level))));
    }
    let vault = site.settings.vault == Some(true);
    for page in site.pages.iter().filter(|page| page.is_for_readers()) {
        let texts: Vec<&Body> = match &page.doc.content {
            Content::Article(article) => vec![&article.body],
            Content::Tree(decision) => decision.texts.values().map(|(body, _)| body).collect(),
        };
        for (name, span) in texts.into_iter().flat_map(|text| &text.own_callouts) {
            let said = plain(name);
            let meant = names.iter().find(|(known, _)| {
                // Words may follow, or one letter be wrong in a word that is long enough.
                said.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                    || known.len() > 4 && strsim::damerau_levenshtein(known, &said) == 1
            });
            if let Some((known, level)) = meant {
                let problem = not_of_ours(&page.facts().path, *span, known, *level);
                problems.push(if vault { problem.weighing(Severity::Warning) } else { problem });
            }
        }
    }
}

/// The levels that a card can have.
const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

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

fn not_of_ours(path: &SitePath, span: Span, known: &str, level: Option<&str>) -> Problem {
    let message = format!("No care card is called `{known}`, so this is shown as a note");
    let problem = Problem::at(Code::CareCard, path, span, message).weighing(Severity::Error);
    match level {
        Some(level) => {
            let level = level.to_uppercase();
            problem
                .help(format!("In every language the mark is `[!{level}]`; readers see the site's own word."))
                .fix(span, level)
        }
        None => problem.help(format!(
            "Write the level of a card that says how soon to get help: `{}`.",
            LEVELS.map(str::to_uppercase).join("`, `")
        )),
    }
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
