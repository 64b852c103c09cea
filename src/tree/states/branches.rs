//! One question, with what is known of the earlier answers → where each of its answers leads.
//!
//! Takes: a question and the true facts. Gives: [`Branch`]es, each for answers that cannot be told apart from here on.
//! Never: lists sets of ticks one by one, or numbers.

use super::conditions::{Atom, Condition};
use super::limits::LimitExceeded;
use super::residuals::{Added, Look, Recalled, bounds};
use super::view::{Memory, View};
use crate::tree::model::{
    Answer, AtLeast, Kind, Matcher, Question, Target, TickSets, Ticks, Verdict, skip_fits, steps, ticks_fit,
};

/// Answers that lead to the same place by the same rule, and are the same to everything later.
pub(in crate::tree) struct Branch {
    pub(in crate::tree) answers: Answers,
    pub(in crate::tree) by: By,
    /// Where they lead, and the facts that are true and matter there; `None` where nothing comes next.
    pub(in crate::tree) to: Option<(usize, Vec<u32>)>,
}

/// Answers that are taken together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::tree) enum Answers {
    /// One option; of tick boxes, `none` alone.
    Option(usize),
    /// A run of numbers, by its place in the question's list.
    Run(usize),
    /// Sets of ticks.
    Ticks(TickSets),
}

/// The same, borrowed.
#[derive(Clone, Copy)]
pub(super) enum Given<'a> {
    Option(usize),
    Run(usize),
    Ticks(&'a TickSets),
}

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tree) enum By {
    Option(usize),
    Rule(usize),
    Nothing,
}

impl Answers {
    fn given(&self) -> Given<'_> {
        match self {
            Answers::Option(option) => Given::Option(*option),
            Answers::Run(run) => Given::Run(*run),
            Answers::Ticks(sets) => Given::Ticks(sets),
        }
    }

    /// One of these answers.
    pub(in crate::tree) fn example(&self, question: usize, view: &View<'_>) -> Answer {
        match (self, &view.tree.questions[question].kind) {
            (Answers::Option(option), Kind::Any) => Answer::Ticks(vec![*option]),
            (Answers::Option(option), _) => Answer::Option(*option),
            (Answers::Run(run), Kind::Number(row)) => {
                Answer::Number(row.number(view.conditions.runs[question][*run].0))
            }
            (Answers::Run(run), _) => Answer::Option(*run),
            (Answers::Ticks(sets), _) => Answer::Ticks(sets.example()),
        }
    }
}

/// More groups of answers to one question than this are not told apart.
const BRANCH_LIMIT: usize = 20_000;

/// Where each answer to a question leads. Of tick boxes, in the order in which they decide, `none` last.
pub(in crate::tree) fn branches(
    view: &View<'_>,
    question: usize,
    truths: &[u32],
) -> Result<Vec<Branch>, LimitExceeded> {
    let asked = &view.tree.questions[question];
    let recalled = match &view.memory {
        Memory::Facts => Recalled::default(),
        Memory::Residuals(residuals) => {
            view.spend(truths.len())?;
            residuals.recall(truths)
        }
    };
    let here = Here { view, question, truths, recalled };
    let mut found = Vec::new();
    match &asked.kind {
        Kind::One => {
            for option in 0..asked.options.len() {
                found.push(here.single(Answers::Option(option))?);
            }
        }
        Kind::Number(_) => {
            for run in 0..view.conditions.runs[question].len() {
                found.push(here.single(Answers::Run(run))?);
            }
            if let Some(skip) = asked.skip {
                found.push(here.single(Answers::Option(skip))?);
            }
        }
        Kind::Any => {
            let others = (0..asked.options.len()).map(|option| !asked.stands_alone(option)).collect();
            if let Some(all) = TickSets::within(others) {
                here.tick_sets(all, asked, &mut found)?;
            }
            for alone in asked.none().into_iter().chain(asked.skip) {
                found.push(here.single(Answers::Option(alone))?);
            }
        }
    }
    Ok(found)
}

/// A question being answered.
pub(super) struct Here<'a> {
    view: &'a View<'a>,
    pub(super) question: usize,
    truths: &'a [u32],
    recalled: Recalled,
}

/// Sets of ticks that are being divided, and how far: options without effect and rules that do not fit are not looked at again.
struct Open {
    sets: TickSets,
    option: usize,
    rule: usize,
}

impl Here<'_> {
    pub(super) fn spend(&self, amount: usize) -> Result<(), LimitExceeded> {
        self.view.spend(amount)
    }

    fn single(&self, answers: Answers) -> Result<Branch, LimitExceeded> {
        let asked = &self.view.tree.questions[self.question];
        let own = match answers {
            Answers::Option(option) => {
                asked.options[option].goto.as_ref().map(|goto| (By::Option(option), &goto.target))
            }
            _ => None,
        };
        let mut decided = own;
        for (rule, condition) in self.view.conditions.next[self.question].iter().enumerate() {
            if decided.is_some() {
                break;
            }
            if let Verdict::Always = self.condition(condition, answers.given())? {
                decided = Some((By::Rule(rule), &asked.next[rule].goto.target));
            }
        }
        let (by, target) = decided.unzip();
        let to = match target.and_then(|target| self.view.graph.places.of_target(target)) {
            Some(place) => self.truths_at(place, answers.given())?.ok().map(|truths| (place, truths)),
            None => None,
        };
        Ok(Branch { answers, by: by.unwrap_or(By::Nothing), to })
    }

    fn tick_sets(&self, all: TickSets, asked: &Question, found: &mut Vec<Branch>) -> Result<(), LimitExceeded> {
        let mut stack = vec![Open { sets: all, option: 0, rule: 0 }];
        while let Some(mut open) = stack.pop() {
            self.spend(asked.options.len() + open.sets.effort())?;
            if found.len() + stack.len() > BRANCH_LIMIT {
                return Err(LimitExceeded);
            }
            if open.sets.is_tangled() {
                return Err(LimitExceeded);
            }
            let decided = self.decide(&mut open, asked)?;
            // What is said of sets is sure only as long as something is left to spend.
            self.spend(0)?;
            match decided {
                Ok((by, to)) => found.push(Branch { answers: Answers::Ticks(open.sets), by, to }),
                Err(on) => {
                    let (with, without) = open.sets.split(&on, self.view.fuel);
                    let both = [without, with].into_iter().flatten();
                    stack.extend(both.map(|sets| Open { sets, option: open.option, rule: open.rule }));
                }
            }
        }
        Ok(())
    }

    /// Where all of these sets lead, or the options that decide it.
    #[allow(clippy::type_complexity)]
    fn decide(
        &self,
        open: &mut Open,
        asked: &Question,
    ) -> Result<Result<(By, Option<(usize, Vec<u32>)>), AtLeast>, LimitExceeded> {
        let mut decided: Option<(By, &Target)> = None;
        while let (None, Some(option)) = (decided, asked.options.get(open.option)) {
            if let Some(goto) = &option.goto {
                match open.sets.verdict(&Ticks::Hit(vec![open.option]), self.view.fuel) {
                    Verdict::Always => {
                        decided = Some((By::Option(open.option), &goto.target));
                        break;
                    }
                    Verdict::Never => {}
                    Verdict::Depends(on) => return Ok(Err(on)),
                }
            }
            open.option += 1;
        }
        while let (None, Some(rule)) = (decided, asked.next.get(open.rule)) {
            let condition = &self.view.conditions.next[self.question][open.rule];
            match self.condition(condition, Given::Ticks(&open.sets))? {
                Verdict::Always => {
                    decided = Some((By::Rule(open.rule), &rule.goto.target));
                    break;
                }
                Verdict::Never => {}
                Verdict::Depends(on) => return Ok(Err(on)),
            }
            open.rule += 1;
        }
        let Some((by, target)) = decided else { return Ok(Ok((By::Nothing, None))) };
        let Some(place) = self.view.graph.places.of_target(target) else { return Ok(Ok((by, None))) };
        Ok(self.truths_at(place, Given::Ticks(&open.sets))?.map(|truths| (by, Some((place, truths)))))
    }

    /// The facts that are true and matter in the next place, or the options that decide it.
    fn truths_at(&self, place: usize, answers: Given<'_>) -> Result<Result<Vec<u32>, AtLeast>, LimitExceeded> {
        let all = &self.view.liveness.at[place];
        // Facts of the tree come first. Where residuals are remembered, they stand for these.
        let matter = match &self.view.memory {
            Memory::Facts => all,
            Memory::Residuals(_) => &all[all.partition_point(|fact| (*fact as usize) < self.view.liveness.matchers)..],
        };
        self.spend(matter.len())?;
        let mut known = self.truths.iter().copied().peekable();
        let mut truths = Vec::new();
        for &fact in matter {
            while known.next_if(|k| *k < fact).is_some() {}
            let owner = self.view.liveness.owners[fact as usize];
            let verdict = if owner != self.question {
                if known.peek() == Some(&fact) { Verdict::Always } else { Verdict::Never }
            } else if fact as usize >= self.view.liveness.matchers {
                Verdict::Always
            } else {
                self.own(fact as usize, answers)
            };
            match verdict {
                Verdict::Always => truths.push(fact),
                Verdict::Never => {}
                Verdict::Depends(on) => return Ok(Err(on)),
            }
        }
        if let Some(look) = self.look(answers, Some(place)) {
            match look.remembered(place)? {
                Ok(numbers) => truths.extend(numbers),
                Err(on) => return Ok(Err(on)),
            }
        }
        Ok(Ok(truths))
    }

    /// A look at what is left of conditions, where that is remembered.
    fn look<'a>(&'a self, answers: Given<'a>, to: Option<usize>) -> Option<Look<'a>> {
        let Memory::Residuals(residuals) = &self.view.memory else { return None };
        let (conditions, tree) = (self.view.conditions, self.view.tree);
        Some(Look { here: Some((self, answers)), conditions, tree, residuals, recalled: &self.recalled, to })
    }

    fn condition(&self, condition: &Condition, answers: Given<'_>) -> Result<Verdict, LimitExceeded> {
        if let Some(look) = self.look(answers, None) {
            return look.verdict(condition.id);
        }
        let mut open = None;
        for list in condition.lists.iter() {
            self.spend(list.len())?;
            let mut depends = None;
            let mut never = false;
            for atom in list {
                let verdict = match atom {
                    Atom::Fact(fact) => self.fact(*fact, answers),
                    Atom::Compared(comparison) => self.compared(*comparison, answers)?,
                };
                match verdict {
                    Verdict::Always => {}
                    Verdict::Never => {
                        never = true;
                        break;
                    }
                    Verdict::Depends(on) => depends = depends.or(Some(on)),
                }
            }
            match (never, depends) {
                (true, _) => {}
                (false, None) => return Ok(Verdict::Always),
                (false, Some(on)) => open = open.or(Some(on)),
            }
        }
        Ok(open.map_or(Verdict::Never, Verdict::Depends))
    }

    fn fact(&self, fact: usize, answers: Given<'_>) -> Verdict {
        if self.view.conditions.facts[fact].question == self.question {
            self.own(fact, answers)
        } else if self.truths.binary_search(&(fact as u32)).is_ok() {
            Verdict::Always
        } else {
            Verdict::Never
        }
    }

    /// Whether what adds up is in the ranges.
    fn compared(&self, comparison: usize, answers: Given<'_>) -> Result<Verdict, LimitExceeded> {
        let comparison = &self.view.conditions.comparisons[comparison];
        let total = &self.view.conditions.totals[comparison.total];
        let mut added = Added { so_far: total.zero, open: Vec::new() };
        let mut depends = None;
        for (facts, steps) in &total.parts {
            self.spend(facts.len())?;
            let mut open = None;
            let mut never = false;
            for fact in facts {
                match self.fact(*fact, answers) {
                    Verdict::Always => {}
                    Verdict::Never => never = true,
                    Verdict::Depends(on) => open = open.or(Some((*fact, on))),
                }
            }
            match (never, open) {
                (true, _) => {}
                (false, None) => added.so_far += steps,
                (false, Some((fact, on))) => {
                    added.open.push((vec![fact], *steps));
                    depends = depends.or(Some(on));
                }
            }
        }
        let (least, most) = bounds(&added, self.view.conditions, self.view.tree);
        Ok(match (steps::within(&comparison.ranges, least, most), depends) {
            (Some(true), _) => Verdict::Always,
            (None, Some(on)) => Verdict::Depends(on),
            _ => Verdict::Never,
        })
    }

    /// Whether a fact about this very question holds.
    pub(super) fn own(&self, fact: usize, answers: Given<'_>) -> Verdict {
        let asked = &self.view.tree.questions[self.question];
        let holds = match (&self.view.conditions.facts[fact].matcher, answers) {
            (Matcher::Ticks(condition), Given::Ticks(sets)) => return sets.verdict(condition, self.view.fuel),
            (Matcher::Ticks(condition), Given::Option(alone)) if asked.skip == Some(alone) => {
                skip_fits(condition, alone)
            }
            (Matcher::Ticks(condition), Given::Option(alone)) => {
                ticks_fit(condition, &|options| options.binary_search(&alone).is_ok())
            }
            (Matcher::Options(options), Given::Option(option)) => options.binary_search(&option).is_ok(),
            (Matcher::Steps(ranges), Given::Run(run)) => {
                steps::contains(ranges, self.view.conditions.runs[self.question][run].0)
            }
            (Matcher::Steps(ranges), Given::Option(_)) => {
                asked.skipped_step().is_some_and(|step| steps::contains(ranges, step))
            }
            _ => false,
        };
        if holds { Verdict::Always } else { Verdict::Never }
    }
}
