//! What in one version of a tree is the same in the other: questions, options, outcomes; and which answers both take.
//!
//! Takes: two trees. Gives: [`Matching`].
//! Never: guesses. What keeps its id and its words is paired first, then what has the very same words, where these are there
//! once only: a reader knows the words, and not the ids. What is left is paired by id.

use crate::tree::model::{Answer, AtLeast, Decimal, Kind, NumberKind, Question, Tree};
use crate::tree::states::{Answers, LimitExceeded, View, count_answers};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// One of the two versions: 0 is the old one, 1 the new one.
pub(super) type Side = usize;

/// For each side, by place in its list: the place of the partner on the other side.
type Partners = [Vec<Option<usize>>; 2];

/// Who is whose partner.
pub(super) struct Matching {
    pub(super) questions: Partners,
    pub(super) outcomes: Partners,
    /// By old question that has a partner: its options.
    pub(super) options: BTreeMap<usize, Partners>,
    /// By old question that has a partner: whether both take answers of one kind, and of numbers the one row all of the other's.
    alike: Vec<bool>,
}

/// Answers that both versions take.
pub(super) struct Met {
    /// How many that count as different.
    pub(super) ways: BigUint,
    /// One of them, as the new version has it.
    pub(super) example: Answer,
}

impl Matching {
    pub(super) fn of(old: &Tree, new: &Tree) -> Matching {
        let named = |tree: &Tree| tree.questions.iter().map(|q| (q.id.text.clone(), q.ask.text.clone())).collect();
        let questions = partners(named(old), named(new));
        let named = |tree: &Tree| tree.outcomes.iter().map(|o| (o.id.text.clone(), o.title.text.clone())).collect();
        let outcomes = partners(named(old), named(new));
        let mut options = BTreeMap::new();
        let mut alike = vec![false; old.questions.len()];
        for (q, partner) in questions[0].iter().enumerate() {
            let Some(partner) = *partner else { continue };
            let (one, other) = (&old.questions[q], &new.questions[partner]);
            // `none` stands alone, so no other option can be its partner, whatever it says; and so does what leaves the question out.
            let named = |question: &Question| {
                let words = |o: usize, say: &str| match o {
                    _ if question.none() == Some(o) => "none".into(),
                    _ if question.skip == Some(o) => "skip".into(),
                    _ => format!(" {say}"),
                };
                let options = question.options.iter().enumerate();
                options.map(|(o, option)| (option.id.text.clone(), words(o, &option.say.text))).collect()
            };
            options.insert(q, partners(named(one), named(other)));
            alike[q] = match (&one.kind, &other.kind) {
                (Kind::Number(old), Kind::Number(new)) => has_steps_of(new, old) || has_steps_of(old, new),
                (old, new) => old == new,
            };
        }
        Matching { questions, outcomes, options, alike }
    }

    /// Whether the answers to an old question can be held against those of its partner.
    pub(super) fn alike(&self, question: usize) -> bool {
        self.alike[question]
    }

    /// The old answers that are among the new ones. `Err` where they are too many to count.
    pub(super) fn meet(
        &self,
        views: &[View<'_>; 2],
        questions: [usize; 2],
        old: &Answers,
        new: &Answers,
    ) -> Result<Option<Met>, LimitExceeded> {
        views[0].spend(1)?;
        if !self.alike[questions[0]] {
            return Ok(None);
        }
        let one = |example| Ok(Some(Met { ways: BigUint::from(1u32), example }));
        let forward = |option: usize| self.options.get(&questions[0]).and_then(|options| options[0][option]);
        match (old, new) {
            (Answers::Option(old), Answers::Option(new)) if forward(*old) == Some(*new) => {
                one(Answers::Option(*new).example(questions[1], &views[1]))
            }
            (Answers::Run(old), Answers::Run(new)) => {
                let [(from, to), (start, end)] =
                    [(0, *old), (1, *new)].map(|(s, run)| values(&views[s], questions[s], run));
                let row = |side: Side| match &views[side].tree.questions[questions[side]].kind {
                    Kind::Number(row) => Some(row),
                    _ => None,
                };
                // The numbers of both are those of the row of the longer steps: the other has more between them.
                let Some(row) = row(0).into_iter().chain(row(1)).max_by_key(|row| row.step) else { return Ok(None) };
                first_within(row, from.max(start), to.min(end)).map_or(Ok(None), |number| one(Answer::Number(number)))
            }
            (Answers::Ticks(old), Answers::Ticks(new)) => {
                let fuel = views[0].fuel;
                let options = views[1].tree.questions[questions[1]].options.len();
                views[0].spend(options + old.effort() + new.effort())?;
                let Some(sets) = old.carried(options, forward, fuel).and_then(|old| old.common(new, fuel)) else {
                    return Ok(None);
                };
                let ways = sets.count(fuel).ok_or(LimitExceeded)?;
                Ok(Some(Met { ways, example: Answer::Ticks(sets.example()) }))
            }
            _ => Ok(None),
        }
    }

    /// Those of these old answers that the new version of their question does not take. `Err` as above.
    pub(super) fn gone(
        &self,
        views: &[View<'_>; 2],
        question: usize,
        answers: &Answers,
    ) -> Result<Option<Met>, LimitExceeded> {
        let view = &views[0];
        let all = || {
            let ways = count_answers(view, answers).ok_or(LimitExceeded)?;
            Ok(Some(Met { ways, example: answers.example(question, view) }))
        };
        let Some(partner) = self.questions[0][question].filter(|_| self.alike[question]) else { return all() };
        let taken = |option: usize| self.options[&question][0][option].is_some();
        match answers {
            Answers::Option(option) => {
                if taken(*option) {
                    Ok(None)
                } else {
                    all()
                }
            }
            Answers::Run(run) => {
                let own = &views[0].tree.questions[question].kind;
                let (Kind::Number(own), Kind::Number(row)) = (own, &views[1].tree.questions[partner].kind) else {
                    return all();
                };
                // Of two numbers next to each other a row of longer steps leaves one out, and any row what lies beyond it.
                let (from, to) = view.conditions.runs[question][*run];
                let looked_at = [from, from + 1, to].into_iter().filter(|step| *step <= to);
                let outside = looked_at.map(|step| own.number(step)).find(|number| row.step_of(*number).is_none());
                Ok(outside.map(|number| Met { ways: BigUint::from(1u32), example: Answer::Number(number) }))
            }
            Answers::Ticks(sets) => {
                let own: Vec<usize> = sets.allowed().into_iter().filter(|o| !taken(*o)).collect();
                view.spend(own.len() + sets.effort())?;
                let Some(sets) =
                    (!own.is_empty()).then(|| sets.split(&AtLeast { of: own, least: 1 }, view.fuel).0).flatten()
                else {
                    return Ok(None);
                };
                let ways = sets.count(view.fuel).ok_or(LimitExceeded)?;
                Ok(Some(Met { ways, example: Answer::Ticks(sets.example()) }))
            }
        }
    }
}

/// The first and the last number of a run.
fn values(view: &View<'_>, question: usize, run: usize) -> (Decimal, Decimal) {
    let (from, to) = view.conditions.runs[question][run];
    match &view.tree.questions[question].kind {
        Kind::Number(row) => (row.number(from), row.number(to)),
        _ => Default::default(),
    }
}

/// Whether one row has every number of the other, where it reaches as far: the same steps, or finer ones.
fn has_steps_of(new: &NumberKind, old: &NumberKind) -> bool {
    let [fine, coarse] = [new, old].map(|row| row.step.billionths());
    new.shape == old.shape && fine > 0 && coarse % fine == 0 && new.number(new.step_at_most(old.min)) == old.min
}

/// The first number of a row that lies between two.
fn first_within(row: &NumberKind, from: Decimal, to: Decimal) -> Option<Decimal> {
    let first = row.number((row.step_below(from) + 1).max(0));
    (first <= to && first <= row.number(row.last_step())).then_some(first)
}

/// Pairs of the same id and words; then of the same words, where nothing else has them; then of the same id.
fn partners(old: Vec<(String, String)>, new: Vec<(String, String)>) -> Partners {
    let mut out = [vec![None; old.len()], vec![None; new.len()]];
    let pair = |i: usize, j: usize, out: &mut Partners| {
        out[0][i] = Some(j);
        out[1][j] = Some(i);
    };
    let ids: BTreeMap<&str, usize> = new.iter().enumerate().map(|(i, (id, _))| (id.as_str(), i)).collect();
    let same_id = |id: &str| ids.get(id).copied();
    for (i, (id, words)) in old.iter().enumerate() {
        if let Some(j) = same_id(id).filter(|j| new[*j].1 == *words) {
            pair(i, j, &mut out);
        }
    }
    let mut said: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, list) in [&old, &new].into_iter().enumerate() {
        for (i, (_, words)) in list.iter().enumerate().filter(|(i, _)| out[side][*i].is_none()) {
            said.entry(words).or_default()[side].push(i);
        }
    }
    for [old, new] in said.into_values() {
        if let ([i], [j]) = (old.as_slice(), new.as_slice()) {
            pair(*i, *j, &mut out);
        }
    }
    for (i, (id, _)) in old.iter().enumerate() {
        if let Some(j) = same_id(id).filter(|j| out[0][i].is_none() && out[1][*j].is_none()) {
            pair(i, j, &mut out);
        }
    }
    out
}
