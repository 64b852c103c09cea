//! What can hurt somebody: whom to call, care cards, and the words that turn a sentence round.

use super::{everywhere, some};
use crate::diff::cards::{CardChange, CardFate};
use crate::diff::report::lines::Line;
use crate::diff::report::words::many;
use crate::diff::report::{Alert, Grade};
use crate::diff::{CallLost, Changes, Overturned, Setting, Turn, Turned};

/// So many pages are named on which there is less.
const NAMED: usize = 5;

/// On every page: whom to call, and the words of it.
pub(super) fn whom_to_call(changes: &Changes, out: &mut Vec<Alert>) {
    let calls: Vec<&Setting> = changes.everywhere.iter().filter(|setting| setting.calls).collect();
    if !calls.is_empty() {
        let head =
            Line::default().strong("On every page, whom to call for help, or how that is said, is not as it was:");
        out.push(Alert { grade: Grade::Caution, head, items: some(calls.into_iter().map(everywhere)) });
    }
    let less = changes.affected.as_ref().map(|affected| affected.call_less.as_slice()).unwrap_or_default();
    if !less.is_empty() {
        let (pages, have) = (many(&less.len().to_string(), "page"), if less.len() == 1 { "has" } else { "have" });
        let head = Line::default().strong(format!("By the theme, {pages} {have} fewer numbers to call or care cards."));
        let mut items: Vec<Line> = less.iter().take(NAMED).map(|address| Line::default().code(address)).collect();
        if less.len() > NAMED {
            items.push(Line::of(format!("… and {} more", less.len() - NAMED)));
        }
        out.push(Alert { grade: Grade::Caution, head, items });
    }
    let hiding: Vec<&Setting> = changes.everywhere.iter().filter(|setting| !setting.hides.is_empty()).collect();
    if !hiding.is_empty() {
        let head = Line::default().strong("Styles hide more than they did.");
        let head = head.say(" Whether somebody to call is hidden with it, only a look at the pages can tell.");
        let item = |setting: &Setting| {
            let line = Line::worded(&setting.what).say(" hides ");
            setting
                .hides
                .iter()
                .enumerate()
                .fold(line, |line, (nth, selector)| (if nth > 0 { line.say(", ") } else { line }).code(selector))
        };
        out.push(Alert { grade: Grade::Caution, head, items: some(hiding.into_iter().map(item)) });
    }
}

/// Care cards that guide less, and those that are worded otherwise.
pub(super) fn cards(changes: &Changes, out: &mut Vec<Alert>) {
    let some_of = |cards: &[CardChange], which: fn(CardFate) -> bool| -> Vec<Line> {
        some(cards.iter().filter(|card| which(card.kind)).map(card).collect::<Vec<_>>().into_iter())
    };
    let mut alert = |grade, head: String, more: &str, items: Vec<Line>| {
        if !items.is_empty() {
            out.push(Alert { grade, head: Line::default().strong(head).say(more), items });
        }
    };
    let less = |kind: CardFate| kind < CardFate::Turned;
    let turned = |kind: CardFate| kind == CardFate::Turned;
    let doubt = " Nobody but a reader can tell whether they still send the same people for help, as soon.";
    for page in &changes.edited {
        let head = format!("Care cards of “{}” are milder, say less or are gone:", page.title);
        alert(Grade::Caution, head, "", some_of(&page.cards, less));
        let head = format!("Care cards of “{}” have another number, “not”, “or” or bound.", page.title);
        alert(Grade::Caution, head, doubt, some_of(&page.cards, turned));
    }
    for page in &changes.cards_gone {
        let head = format!("The page “{}” is gone, and its care cards with it:", page.title);
        alert(Grade::Caution, head, "", some_of(&page.cards, CardFate::is_milder));
    }
    for term in &changes.terms {
        let head = format!("Care cards of the word “{}” are milder, say less or are gone:", term.term);
        alert(Grade::Caution, head, "", some_of(&term.cards, less));
        let head = format!("Care cards of the word “{}” have another number, “not”, “or” or bound.", term.term);
        alert(Grade::Caution, head, doubt, some_of(&term.cards, turned));
    }
    let worded = changes.edited.iter().map(|page| (format!("Care cards of “{}”", page.title), &page.cards));
    let of_words = changes.terms.iter().map(|term| (format!("Care cards of the word “{}”", term.term), &term.cards));
    for (whose, cards) in worded.chain(of_words) {
        let items = some_of(cards, |kind| kind == CardFate::Reworded);
        let head = format!("{whose} are worded otherwise.");
        alert(Grade::Important, head, " Do they still send the same people for help, as soon?", items);
    }
}

/// Texts outside of care cards that sent somebody for help, and no longer do.
pub(super) fn calls(changes: &Changes, out: &mut Vec<Alert>) {
    let same = |one: &CallLost, next: &CallLost| (&one.title, &one.address) == (&next.title, &next.address);
    for of_one in changes.calls_lost.chunk_by(same) {
        let head = format!("Texts of “{}” no longer say to call, or whom:", of_one[0].title);
        let item = |lost: &CallLost| {
            let line = Line::default().quote(&lost.before);
            match &lost.after {
                Some(after) => line.say(" is now ").quote(after),
                None => line.say(" is gone"),
            }
        };
        let head = Line::default().strong(head);
        out.push(Alert { grade: Grade::Caution, head, items: some(of_one.iter().map(item)) });
    }
}

/// Sentences of which one word that changed may make readers do the opposite: first those where help is urgent.
pub(super) fn turned(changes: &Changes, out: &mut Vec<Alert>) {
    let (calm, urgent): (Vec<&Turned>, Vec<&Turned>) =
        changes.turned.iter().partition(|turned| turned.urgent.is_empty());
    let item = |turned: &Turned| {
        let line = Line::default().quote(&turned.title);
        let line = if turned.urgent.is_empty() { line } else { line.say(format!(", in {}", turned.urgent)) };
        line.say(": ").quote(&turned.before).say(" is now ").quote(&turned.after)
    };
    let mut alert = |grade, [head, more]: [&str; 2], all: &[&Turned]| {
        if !all.is_empty() {
            let items = some(all.iter().map(|turned| item(turned)));
            out.push(Alert { grade, head: Line::default().strong(head).say(more), items });
        }
    };
    let head = [
        "Where help is urgent, a number, a “not”, an “or” or a bound is another.",
        " Nobody but a reader can tell whether it still sends the same people for help, as soon.",
    ];
    alert(Grade::Caution, head, &urgent);
    let head = ["A number, a unit, a bound or a “not” is another:", " Is each as it is meant?"];
    alert(Grade::Important, head, &calm);
}

/// Sentences whose place makes readers do the opposite, or do it in another order.
pub(super) fn overturned(changes: &Changes, out: &mut Vec<Alert>) {
    let item = |title: &str, turned: &Overturned| {
        let (stand, stood) = if turned.more > 0 { ("stand", "are") } else { ("stands", "is") };
        let line = Line::default().quote(title).say(": ").quote(&turned.first);
        let line = if turned.more > 0 { line.say(format!(" and {} more", turned.more)) } else { line };
        match turned.turn {
            Turn::NoLongerForbidden => line.say(format!(" {stood} no longer {}", turned.before)),
            _ => line.say(format!(" {stand} now {}, and stood {}", turned.after, turned.before)),
        }
    };
    let all = changes.edited.iter().flat_map(|page| page.overturned.iter().map(|turned| item(&page.title, turned)));
    let items: Vec<Line> = all.collect();
    if !items.is_empty() {
        let head = Line::default().strong("What to do, what not to do, or the order of steps is another:");
        let head = head.say(" Is each as it is meant?");
        out.push(Alert { grade: Grade::Important, head, items: some(items.into_iter()) });
    }
}

/// What became of a care card or call-out.
pub(in crate::diff::report) fn card(change: &CardChange) -> Line {
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    let (was, is) = (named(&change.before), named(&change.after));
    let (lead, rest) = match change.kind {
        CardFate::Milder | CardFate::Harder => ("The care card ", format!(" is now {is}, and was {was}")),
        CardFate::NowCallout => ("The care card ", format!(" is now a call-out ({is}), and was {was}")),
        CardFate::Gone => ("The care card ", format!(" is gone; it was {was}")),
        CardFate::SaysLess => ("The care card ", format!(" ({is}) says less")),
        CardFate::Hidden => ("The care card ", format!(" ({is}) is folded away, and seen only after a tap")),
        CardFate::Lower => {
            let lines = many(&change.passed.to_string(), "line");
            ("The care card ", format!(" ({is}) stands further down, below {lines} that stood below it"))
        }
        CardFate::Turned => ("The care card ", format!(" ({is})")),
        CardFate::Reworded => ("The care card ", format!(" ({is}) is worded otherwise")),
        CardFate::NowCard => ("The call-out ", format!(" is now a care card ({is}), and was a call-out ({was})")),
        CardFate::New => ("The care card ", format!(" is new: {is}")),
        CardFate::OtherKind => ("The call-out ", format!(" is now of the kind {is}, and was {was}")),
    };
    let outcome =
        if change.outcome.is_empty() { String::new() } else { format!(", in the outcome “{}”", change.outcome) };
    let from = if change.from.is_empty() { String::new() } else { format!(", put in from “{}”", change.from) };
    let fold = match (change.kind, &change.fold) {
        (CardFate::New, Some(_)) => ", folded away",
        _ => "",
    };
    let line = Line::of(lead).quote(&change.title).say(rest).say(outcome).say(from).say(fold);
    change.lines.iter().enumerate().fold(line, |line, (nth, edit)| {
        let line = line.say(if nth > 0 { "; " } else { ": " });
        let before = edit.before.as_deref().unwrap_or_default();
        match &edit.after {
            None => line.quote(before).say(" is gone"),
            Some(after) => line.quote(before).say(" is now ").quote(after),
        }
    })
}
