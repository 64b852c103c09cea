//! The care cards and call-outs of a page, before and after → which are milder, say less, are hidden, harder, of another kind, new
//! or gone.
//!
//! Takes: both versions of a page. Gives: [`CardChange`]s, the gravest first. Never: judges words: a line that is gone is told as
//! gone, and one that is worded otherwise as that.

mod read;

use super::guards::turned::turns;
use super::pages::Both;
use super::sentences::{Edit, alike, left_over};
use crate::link::Site;
use read::{Card, cards, of_meaning};
use serde::Serialize;
use std::collections::HashSet;

/// A care card or call-out that is not what it was.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardChange {
    /// What it means for a reader.
    pub kind: CardFate,
    /// What the card says first.
    pub title: String,
    /// The outcome it stands in; empty in an article.
    pub outcome: String,
    /// The page it is put in from; empty where it is the page's own.
    pub from: String,
    /// Its level or kind, as it was: `emergency`, `note`; of one that was no box, `None`.
    pub before: Option<String>,
    /// Its level or kind, as it is.
    pub after: Option<String>,
    /// Where lines of it are gone or others: which.
    pub lines: Vec<Edit>,
    /// Where it is folded away: what is tapped to see it.
    pub fold: Option<String>,
    /// Where it stands further down: how many lines stand above it now that stood below it.
    pub passed: usize,
}

/// What became of a card, the gravest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardFate {
    /// A care card is of a milder level.
    Milder,
    /// A care card is a call-out now, without a level and a number to call.
    NowCallout,
    /// A care card is there no more.
    #[default]
    Gone,
    /// A care card has lines or words fewer.
    SaysLess,
    /// A care card is in something folded, and seen only after a tap.
    Hidden,
    /// A care card stands further down.
    Lower,
    /// A line of a care card has another number, bound or “not”, so nobody can tell.
    Turned,
    /// A care card is worded otherwise.
    Reworded,
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
    /// Whether a reader may now get help later than before, or nobody can tell.
    pub fn is_milder(self) -> bool {
        self <= CardFate::Turned
    }
}

/// From the mildest.
const LEVELS: [&str; 4] = ["self-care", "routine", "urgent", "emergency"];

/// The changes of a page's cards.
pub(super) fn compare(both: Both<'_>, (p, q): (usize, usize)) -> Vec<CardChange> {
    compared(cards(both.old, p), cards(both.new, q))
}

/// The changes of the cards in what a term means.
pub(super) fn of_term(sites: Both<'_>, [before, after]: [Option<usize>; 2]) -> Vec<CardChange> {
    let of = |site: &Site, term: Option<usize>| term.map(|term| of_meaning(site, term)).unwrap_or_default();
    compared(of(sites.old, before), of(sites.new, after))
}

fn compared(old: Vec<Card>, new: Vec<Card>) -> Vec<CardChange> {
    let mut old: Vec<Option<Card>> = old.into_iter().map(Some).collect();
    let mut new: Vec<Option<Card>> = new.into_iter().map(Some).collect();
    let mut pairs: Vec<(Card, Card)> = Vec::new();
    // First those that say the same in the same place and way, so that of two alike cards the changed one is found.
    let same: [&dyn Fn(&Card, &Card) -> bool; 6] = [
        &|a, b| a.lines == b.lines && a.name == b.name && a.outcome == b.outcome,
        &|a, b| a.lines == b.lines && a.outcome == b.outcome,
        &|a, b| a.lines == b.lines,
        &|a, b| a.title == b.title && a.name == b.name && a.outcome == b.outcome,
        &|a, b| alike(&a.text(), &b.text()),
        &|a, b| a.title == b.title && a.outcome == b.outcome && a.care && b.care,
    ];
    for fits in same {
        for was in &mut old {
            let Some(card) = was else { continue };
            if let Some(is) = new.iter_mut().find(|is| is.as_ref().is_some_and(|is| fits(card, is))) {
                pairs.extend(was.take().zip(is.take()));
            }
        }
    }
    let mut out: Vec<CardChange> = pairs.iter().flat_map(|(was, is)| changed(was, is)).collect();
    out.extend(old.into_iter().flatten().filter(|card| card.care).map(gone));
    out.extend(new.into_iter().flatten().filter(|card| card.care).map(come));
    out.sort_by_key(|change| change.kind);
    out
}

/// The care cards of a page that is there no more.
pub(super) fn all_gone(site: &Site, page: usize) -> Vec<CardChange> {
    cards(site, page).into_iter().filter(|card| card.care).map(gone).collect()
}

/// The care cards of a page that is new.
pub(super) fn all_new(site: &Site, page: usize) -> Vec<CardChange> {
    cards(site, page).into_iter().filter(|card| card.care).map(come).collect()
}

fn come(card: Card) -> CardChange {
    CardChange { kind: CardFate::New, after: Some(card.name.clone()), fold: card.fold.clone(), ..of(&card) }
}

fn gone(card: Card) -> CardChange {
    CardChange { before: Some(card.name.clone()), ..of(&card) }
}

fn of(card: &Card) -> CardChange {
    let Card { title, outcome, from, .. } = card.clone();
    CardChange { title, outcome, from, ..CardChange::default() }
}

/// What of a card is not as it was: its level, its lines, and where it stands.
fn changed(was: &Card, is: &Card) -> Vec<CardChange> {
    let mut out: Vec<CardChange> = level(was, is).into_iter().collect();
    let both = CardChange { before: Some(was.name.clone()), after: Some(is.name.clone()), ..of(is) };
    if !was.care || !is.care {
        return out;
    }
    let mut lines = lines(was, is);
    let less = lines.iter().any(says_less);
    lines.extend(marked(was, is));
    if !lines.is_empty() {
        let turned = |edit: &Edit| edit.before.as_deref().zip(edit.after.as_deref()).is_some_and(|(a, b)| turns(a, b));
        let kind = match (less, lines.iter().any(turned)) {
            (true, _) => CardFate::SaysLess,
            (false, true) => CardFate::Turned,
            (false, false) => CardFate::Reworded,
        };
        out.push(CardChange { kind, lines, ..both_again(&both) });
    }
    if was.fold.is_none() && is.fold.is_some() {
        out.push(CardChange { kind: CardFate::Hidden, fold: is.fold.clone(), ..both_again(&both) });
    }
    let passed = passed(was, is);
    if passed > 0 {
        out.push(CardChange { kind: CardFate::Lower, passed, ..both });
    }
    out
}

fn both_again(both: &CardChange) -> CardChange {
    let CardChange { title, outcome, from, before, after, .. } = both;
    let (title, outcome, from) = (title.clone(), outcome.clone(), from.clone());
    CardChange { title, outcome, from, before: before.clone(), after: after.clone(), ..CardChange::default() }
}

fn level(was: &Card, is: &Card) -> Option<CardChange> {
    let level = |card: &Card| LEVELS.iter().position(|level| *level == card.name);
    let kind = match (was.care, is.care) {
        _ if was.name == is.name && was.care == is.care => return None,
        (true, true) if level(was) > level(is) => CardFate::Milder,
        (true, true) => CardFate::Harder,
        (true, false) => CardFate::NowCallout,
        (false, true) => CardFate::NowCard,
        (false, false) => CardFate::OtherKind,
    };
    Some(CardChange { kind, before: Some(was.name.clone()), after: Some(is.name.clone()), ..of(is) })
}

/// The lines that are gone or others, each beside the one that it is most like. Lines that came are told with the text.
fn lines(was: &Card, is: &Card) -> Vec<Edit> {
    let mut come: Vec<&String> = left_over(&is.lines, &was.lines).into_iter().map(|at| &is.lines[at]).collect();
    let edit = |at: usize| {
        let before = &was.lines[at];
        let like = come.iter().position(|after| alike(before, after)).map(|at| come.remove(at).clone());
        Edit { before: Some(before.clone()), after: like, ..Edit::default() }
    };
    left_over(&was.lines, &is.lines).into_iter().map(edit).collect()
}

/// Lines of the same words that are small now, have another note, or are under another point.
fn marked(was: &Card, is: &Card) -> Vec<Edit> {
    let gone = left_over(&was.lines, &is.lines);
    let mut out = Vec::new();
    let mut others = left_over(&is.marked, &was.marked);
    for at in left_over(&was.marked, &is.marked).into_iter().filter(|at| !gone.contains(at)) {
        if let Some(like) = others.iter().position(|other| is.lines[*other] == was.lines[at]) {
            let after = Some(is.marked[others.remove(like)].clone());
            out.push(Edit { before: Some(was.marked[at].clone()), after, ..Edit::default() });
        }
    }
    out
}

/// Whether words are gone and none came.
fn says_less(edit: &Edit) -> bool {
    let words = |text: &Option<String>| -> Vec<String> {
        text.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
    };
    let (before, after) = (words(&edit.before), words(&edit.after));
    left_over(&after, &before).is_empty()
}

/// How many lines stand above a card that stood below it.
fn passed(was: &Card, is: &Card) -> usize {
    let [above, below] = was.around.each_ref().map(|lines| lines.iter().collect::<HashSet<_>>());
    is.around[0].iter().filter(|line| below.contains(line) && !above.contains(line)).count()
}
