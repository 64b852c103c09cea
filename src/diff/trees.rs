//! A decision tree before and after, in words: which answers now end elsewhere, and what is asked otherwise.
//!
//! Takes: both versions of a tree's page. Gives: a [`TreeChange`]. Never: judges whether other words mean the same.

mod asked;
mod wording;

use super::pages::Both;
use super::sentences::left_over;
use crate::parse::{Content, Decision, Slot};
use crate::tree::compare::{AsRead, End, OtherTree};
use crate::tree::{self, Comparison, Kind, NumberKind, Question, Shift, ShiftKind, Tree, Words};
use crate::yaml::Text;
use num_bigint::BigUint;
use serde::Serialize;
use std::cmp::Reverse;

pub(super) use asked::SEVERAL;
pub use asked::{Hint, KindChange};
pub use wording::{Lead, Reworded, Worded};

/// A tree that leads elsewhere, or asks otherwise.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct TreeChange {
    /// Its title now.
    pub title: String,
    /// Its address now.
    pub address: String,
    /// Its file now.
    pub path: String,
    /// Its levels, where they are others or in another order: as they were and as they are, the mildest first. What is less urgent
    /// is told by the old order.
    pub levels: Option<[Vec<String>; 2]>,
    /// Questions whose answer is a number of another unit, or of others.
    pub numbers: Vec<NumberChange>,
    /// How many paths each version has, in figures; `None` where they cannot be counted.
    pub paths: [Option<String>; 2],
    /// Whether all paths of both could be held against each other. If not, the counts below are missing.
    pub compared: bool,
    /// Ways to answer whose answers both versions offer.
    pub ways: String,
    /// Those of them that end elsewhere, or with another level of urgency.
    pub changed: String,
    /// Those of them that are now less urgent.
    pub less_urgent: String,
    /// Those of them that are now more urgent.
    pub more_urgent: String,
    /// Ways whose answers are no longer offered.
    pub gone: String,
    /// Which ends became which, the milder ones first.
    pub shifts: Vec<ShiftView>,
    /// Where it begins, if that is another question: as it did, and as it does.
    pub start: Option<[String; 2]>,
    /// Questions that are answered in another way.
    pub kinds: Vec<KindChange>,
    /// Hints of questions and answers that are others, or gone.
    pub hints: Vec<Hint>,
    /// Questions that are asked no more.
    pub questions_removed: Vec<String>,
    /// Questions that were not asked before.
    pub questions_added: Vec<String>,
    /// Answers that came or went, of questions that both versions ask.
    pub options: Vec<OptionChange>,
    /// Questions, answers and outcomes of other words.
    pub reworded: Vec<Reworded>,
    /// Questions and answers of other words on the card with a result.
    pub on_card: Vec<OnCard>,
    /// Values that add up or are reckoned otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueChange>,
    /// Questions whose answers cannot be held against each other.
    pub unlike: Vec<String>,
    /// Whether it says how urgent something is, and of more than one level.
    #[serde(skip)]
    pub is_graded: bool,
    /// By how many levels the worst case is milder; 0 where nothing is.
    #[serde(skip)]
    pub steps_down: usize,
}

/// A value that is reckoned otherwise.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ValueChange {
    /// Its id.
    pub value: String,
    /// How it was reckoned; empty where it was not there.
    pub before: String,
    /// How it is reckoned; empty where it is gone.
    pub after: String,
}

/// A question whose answer is another number than before.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct NumberChange {
    /// As asked.
    pub question: String,
    /// What it took: `1 to 50 miles, in steps of 1`.
    pub before: String,
    /// What it takes.
    pub after: String,
    /// Whether it is counted in another unit, so that the same number means something else.
    pub other_unit: bool,
}

/// Ways that ended in one place and now end in another.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ShiftView {
    /// `less-urgent`, `no-longer-offered`, `leads-nowhere`, `other-answers`, `unknown` (from or to another tree), `more-urgent`,
    /// `elsewhere`, `other-additions`, or `calls-less`: what is no longer added named whom to call.
    pub kind: &'static str,
    /// Where they ended.
    pub from: EndView,
    /// Where they end.
    pub to: EndView,
    /// Of other additions: the texts that are no longer added.
    pub lost: Vec<String>,
    /// Those that were not added before.
    pub gained: Vec<String>,
    /// How many ways.
    pub paths: String,
    /// Few answers that show it.
    pub example: Vec<Answered>,
    /// The places in the example after which the versions no longer ask the same, the old one ends and the new one ends, and of
    /// the earlier answers that decide there.
    pub turns: Vec<usize>,
}

impl ShiftView {
    /// Whether it leads to less urgent help, or to none, or nobody can tell.
    pub fn is_milder(&self) -> bool {
        let milder = ["less-urgent", "no-longer-offered", "leads-nowhere", "other-answers", "unknown", "calls-less"];
        milder.contains(&self.kind)
    }

    fn is_alike(&self, other: &ShiftView) -> bool {
        let key = |view: &'_ ShiftView| (view.kind, view.from.clone(), view.to.clone());
        key(self) == key(other) && (&self.lost, &self.gained) == (&other.lost, &other.gained)
    }
}

/// Where a path ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EndView {
    /// The outcome's title, or what there is instead.
    pub title: String,
    /// How soon help is needed; empty where that is not said.
    pub level: String,
}

impl EndView {
    /// An outcome of a tree.
    pub(super) fn of(tree: &Tree, outcome: usize) -> EndView {
        let outcome = &tree.outcomes[outcome];
        let level = tree.levels.get(outcome.level).cloned().unwrap_or_default();
        EndView { title: outcome.title.text.clone(), level }
    }
}

/// A question and an answer to it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// As asked.
    pub question: String,
    /// In words.
    pub answer: String,
}

/// Answers that came or went.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OptionChange {
    /// As asked.
    pub question: String,
    /// No longer offered.
    pub removed: Vec<String>,
    /// Where each of these led.
    pub led: Vec<Lead>,
    /// Not offered before.
    pub added: Vec<String>,
}

/// What the card with a result says of a question or an answer, and is not what it was.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OnCard {
    /// As asked.
    pub question: String,
    /// Of an answer: its words; empty where the question itself is meant.
    pub answer: String,
    /// What the card said; where nothing was written for it, the words of the question or the answer.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// What is different about a tree; `None` if it is the same, or one of the two is no tree.
pub(super) fn compare(both: Both<'_>, words: [Words<'_>; 2], (p, q): (usize, usize)) -> Option<TreeChange> {
    let (before, after) = (&both.old.pages[p], &both.new.pages[q]);
    let (Content::Tree(was), Content::Tree(is)) = (&before.doc.content, &after.doc.content) else { return None };
    if before.doc.source.hash == after.doc.source.hash {
        return None;
    }
    let facts = after.facts();
    let count = |decision: &Decision| decision.proof.paths.as_ref().map(ToString::to_string);
    let mut out = TreeChange {
        title: facts.title.clone(),
        address: facts.address.clone(),
        path: facts.path.to_string(),
        paths: [count(was), count(is)],
        levels: (was.tree.levels != is.tree.levels).then(|| [was.tree.levels.clone(), is.tree.levels.clone()]),
        is_graded: [was, is].iter().any(|decision| decision.tree.levels.len() > 1),
        reworded: wording::compare([&was.tree, &is.tree], words),
        on_card: on_card([&was.tree, &is.tree]),
        values: values([&was.tree, &is.tree]),
        kinds: asked::kinds([&was.tree, &is.tree]),
        ..TreeChange::default()
    };
    let readings = [(both.before(), p), (both.after(), q)];
    let said = |side: usize, outcome: usize, piece: usize| {
        let (reading, page) = readings[side];
        let passages = reading.slot(page, Slot::Also(outcome, piece));
        passages.into_iter().map(|passage| passage.full).collect::<Vec<_>>().join("\n")
    };
    let shown = |side: usize, outcome: usize, piece: usize| {
        let (reading, page) = readings[side];
        let passages = reading.slot(page, Slot::Also(outcome, piece));
        passages.into_iter().map(|passage| passage.shown).collect::<Vec<_>>().join(" ")
    };
    let other = |side: usize, path: &str| other_tree(both, side, path);
    let read = AsRead { said: &said, other: &other };
    let hint = |side: usize, slot: Slot| {
        let passages = readings[side].0.slot(readings[side].1, slot).into_iter();
        passages.map(|passage| passage.shown).collect::<Vec<_>>().join(" ")
    };
    out.hints = asked::hints([&was.tree, &is.tree], &hint, &words[1]);
    if let Some(compared) = tree::compare_as_read(&was.tree, &is.tree, read) {
        out.fill([&was.tree, &is.tree], &compared, read, &shown);
        out.lost_answers([&was.tree, &is.tree], &compared, words[0]);
    }
    let unchanged = out.compared
        && out.shifts.is_empty()
        && out.questions_removed.is_empty()
        && out.questions_added.is_empty()
        && out.options.is_empty()
        && out.reworded.is_empty()
        && out.on_card.is_empty()
        && out.values.is_empty()
        && out.hints.is_empty()
        && out.kinds.is_empty()
        && out.unlike.is_empty()
        && out.levels.is_none()
        && out.numbers.is_empty();
    (!unchanged).then_some(out)
}

impl TreeChange {
    /// Whether somebody may now get help later than before, or nobody can tell.
    pub fn is_milder(&self) -> bool {
        let other_unit =
            self.numbers.iter().any(|number| number.other_unit) || self.kinds.iter().any(|kind| kind.before == SEVERAL);
        !self.compared || self.shifts.iter().any(ShiftView::is_milder) || self.are_levels_turned() || other_unit
    }

    /// Whether it leads or asks otherwise, and not only in other words.
    pub(super) fn leads_elsewhere(&self) -> bool {
        let asked = [self.questions_removed.len(), self.questions_added.len(), self.options.len(), self.unlike.len()];
        let parts = [self.shifts.len(), self.numbers.len(), self.kinds.len(), asked.into_iter().sum()];
        !self.compared || self.levels.is_some() || self.start.is_some() || parts.into_iter().sum::<usize>() > 0
    }

    /// Whether a level is gone or stands elsewhere among the others, so that what rules say of levels means something else.
    fn are_levels_turned(&self) -> bool {
        let Some([before, after]) = &self.levels else { return false };
        let kept: Vec<&String> = after.iter().filter(|level| before.contains(level)).collect();
        kept != before.iter().collect::<Vec<_>>()
    }

    fn fill(&mut self, trees: [&Tree; 2], compared: &Comparison, read: AsRead<'_>, shown: &Said<'_>) {
        self.compared = true;
        self.ways = compared.ways.to_string();
        self.changed = compared.changed.to_string();
        self.less_urgent = compared.milder.to_string();
        self.more_urgent = compared.graver.to_string();
        self.gone = compared.gone.to_string();
        self.shifts = views(trees, &compared.shifts, read, shown);
        let steps = compared.shifts.iter().filter_map(|shift| match shift.kind {
            ShiftKind::Milder(Reverse(steps)) => Some(steps),
            _ => None,
        });
        self.steps_down = steps.max().unwrap_or(0);
        let asks = |side: usize| -> Vec<String> {
            let alone = compared.questions[side].iter().enumerate().filter(|(_, partner)| partner.is_none());
            alone.map(|(q, _)| trees[side].questions[q].ask.text.clone()).collect()
        };
        let starts = [trees[0].start, trees[1].start];
        if compared.questions[0][starts[0]] != Some(starts[1]) {
            let ask = |side: usize| trees[side].questions[starts[side]].ask.text.clone();
            self.start = Some([ask(0), ask(1)]);
        }
        self.questions_removed = asks(0);
        self.questions_added = asks(1);
        self.unlike = compared.unlike.iter().map(|[_, q]| trees[1].questions[*q].ask.text.clone()).collect();
        let pairs = compared.questions[0].iter().enumerate().filter_map(|(q, partner)| Some((q, (*partner)?)));
        let asked = pairs.map(|(q, partner)| [&trees[0].questions[q], &trees[1].questions[partner]]);
        self.numbers = asked.filter_map(|[old, new]| number(old, new)).collect();
    }

    /// Answers that came, and those that went, with where they led.
    fn lost_answers(&mut self, trees: [&Tree; 2], compared: &Comparison, words: Words<'_>) {
        for (q, options) in &compared.options {
            let Some(partner) = compared.questions[0][*q] else { continue };
            let alone = |side: usize, question: usize| -> Vec<String> {
                let alone = options[side].iter().enumerate().filter(|(_, other)| other.is_none());
                alone.map(|(o, _)| trees[side].questions[question].options[o].say.text.clone()).collect()
            };
            let (removed, added) = (alone(0, *q), alone(1, partner));
            if !removed.is_empty() || !added.is_empty() {
                let question = trees[1].questions[partner].ask.text.clone();
                let gone = options[0].iter().enumerate().filter(|(_, other)| other.is_none()).map(|(o, _)| o);
                let led = gone.flat_map(|option| wording::leads_of(trees[0], words, (*q, option))).collect();
                self.options.push(OptionChange { question, removed, led, added });
            }
        }
    }
}

/// Words that were written for the card with a result, or are: those that are others, by the ids of questions and answers. Where
/// none are written, the card has the words of the question, which are told by themselves.
fn on_card([old, new]: [&Tree; 2]) -> Vec<OnCard> {
    let mut out = Vec::new();
    let mut told = |question: &Question, answer: &str, [was, is]: [&Option<Text>; 2], [asked, asks]: [&Text; 2]| {
        let of = |written: &Option<Text>, asked: &Text| written.as_ref().unwrap_or(asked).text.clone();
        if was.is_some() || is.is_some() {
            let (question, answer) = (question.ask.text.clone(), answer.to_owned());
            let (before, after) = (of(was, asked), of(is, asks));
            if before != after {
                out.push(OnCard { question, answer, before, after });
            }
        }
    };
    for is in &new.questions {
        let Some(was) = old.questions.iter().find(|was| was.id.text == is.id.text) else { continue };
        told(is, "", [&was.on_card, &is.on_card], [&was.ask, &is.ask]);
        for says in &is.options {
            let Some(said) = was.options.iter().find(|said| said.id.text == says.id.text) else { continue };
            told(is, &says.say.text, [&said.on_card, &says.on_card], [&said.say, &says.say]);
        }
    }
    out
}

/// The texts that only the old version adds at an end, and those that only the new one adds, in their words.
fn pieces(shift: &Shift, read: AsRead<'_>, words: &Said<'_>) -> [Vec<String>; 2] {
    let said = |side: usize, said: &Said<'_>| -> Vec<String> {
        let End::Outcome(outcome, pieces) = &shift.ends[side] else { return Vec::new() };
        pieces.iter().map(|piece| said(side, *outcome, *piece).replace('\n', " ")).collect()
    };
    let full = [0, 1].map(|side| said(side, read.said));
    let alone = |side: usize| {
        let shown = said(side, words);
        left_over(&full[side], &full[1 - side]).into_iter().map(|at| shown[at].clone()).collect()
    };
    [alone(0), alone(1)]
}

/// What a piece of an outcome says, by version, outcome and piece.
type Said<'a> = dyn Fn(usize, usize, usize) -> String + 'a;

/// Another tree of either version: its address now, and how urgent its outcomes are. A tree that leads on to others is not
/// followed.
fn other_tree(both: Both<'_>, side: usize, path: &str) -> OtherTree {
    let reading = [both.before(), both.after()][side];
    let site = reading.site;
    let unknown = || OtherTree { id: path.to_owned(), levels: None };
    let Some(page) = site.tree_called(path) else { return unknown() };
    let id = reading.address(page).to_owned();
    let Content::Tree(decision) = &site.pages[page].doc.content else { return unknown() };
    let tree = &decision.tree;
    let levels = tree.outcomes.iter().map(|outcome| outcome.level);
    let ends = levels.clone().min().zip(levels.max()).filter(|_| tree.other_trees().is_empty());
    let named = |level: usize| tree.levels.get(level).cloned().unwrap_or_default();
    OtherTree { id, levels: ends.map(|(mildest, gravest)| [named(mildest), named(gravest)]) }
}

/// The shifts between the same two ends as one, if the same pieces come and go there; with the example of the most common.
fn views(trees: [&Tree; 2], shifts: &[Shift], read: AsRead<'_>, shown: &Said<'_>) -> Vec<ShiftView> {
    let mut out: Vec<(ShiftKind, BigUint, ShiftView)> = Vec::new();
    for shift in shifts {
        let view = view(trees, shift, read, shown);
        let known = out.iter_mut().find(|(_, _, known)| known.is_alike(&view));
        match known {
            Some((_, ways, _)) => *ways += &shift.ways,
            None => out.push((shift.kind, shift.ways.clone(), view)),
        }
    }
    out.sort_by(|(kind, ways, _), (other, more, _)| (kind, more).cmp(&(other, ways)));
    out.into_iter().map(|(_, ways, view)| ShiftView { paths: ways.to_string(), ..view }).collect()
}

fn view(trees: [&Tree; 2], shift: &Shift, read: AsRead<'_>, shown: &Said<'_>) -> ShiftView {
    let answered = |(side, question, answer): &tree::compare::Given| Answered {
        question: trees[*side].questions[*question].ask.text.clone(),
        answer: tree::describe_answer(trees[*side], *question, answer),
    };
    let [lost, gained] =
        if shift.kind == ShiftKind::OtherPieces { pieces(shift, read, shown) } else { Default::default() };
    ShiftView {
        lost,
        gained,
        kind: match shift.kind {
            ShiftKind::Milder(_) => "less-urgent",
            ShiftKind::Gone => "no-longer-offered",
            ShiftKind::Lost => "leads-nowhere",
            ShiftKind::Unlike => "other-answers",
            ShiftKind::Unknown => "unknown",
            ShiftKind::Graver(_) => "more-urgent",
            ShiftKind::Elsewhere => "elsewhere",
            ShiftKind::OtherPieces => "other-additions",
        },
        from: end(trees[0], &shift.ends[0]),
        to: end(trees[1], &shift.ends[1]),
        paths: String::new(),
        example: shift.example.iter().map(answered).collect(),
        turns: shift.turns.clone(),
    }
}

fn end(tree: &Tree, reached: &End) -> EndView {
    let nameless = |title: String| EndView { title, level: String::new() };
    match reached {
        End::Outcome(outcome, _) => EndView::of(tree, *outcome),
        End::OtherTree(path) => nameless(format!("the tree {path}")),
        End::Nowhere => nameless("nothing".into()),
        End::NotOffered => nameless("an answer that is no longer offered".into()),
        End::OtherAnswers => nameless("answers of another kind".into()),
    }
}

/// Values that came or went, or are reckoned from something else, by their ids.
fn values([old, new]: [&Tree; 2]) -> Vec<ValueChange> {
    let said = |tree: &Tree, id: &str| {
        let value = tree.values.iter().find(|value| value.id.text == id);
        value.map(|value| tree::value_said(tree, value)).unwrap_or_default()
    };
    let gone = old.values.iter().filter(|was| new.values.iter().all(|is| is.id.text != was.id.text));
    let all = new.values.iter().chain(gone).map(|value| value.id.text.clone());
    let changes = all.map(|value| ValueChange { before: said(old, &value), after: said(new, &value), value });
    changes.filter(|change| change.before != change.after).collect()
}

/// What is different about the numbers that a question takes.
fn number(old: &Question, new: &Question) -> Option<NumberChange> {
    let (Kind::Number(was), Kind::Number(is)) = (&old.kind, &new.kind) else { return None };
    let unit = |row: &NumberKind| row.unit.as_ref().map(|unit| unit.text.clone()).unwrap_or_default();
    let said = |row: &NumberKind| {
        let last = row.written(row.last_step());
        let unit = Some(unit(row)).filter(|unit| !unit.is_empty()).map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{} to {last}{unit}, in steps of {}", row.written(0), row.shape.written(row.step))
    };
    let (before, after) = (said(was), said(is));
    (before != after).then(|| NumberChange {
        question: new.ask.text.clone(),
        other_unit: unit(was) != unit(is),
        before,
        after,
    })
}
