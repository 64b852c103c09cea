//! The safety rules that stand in the file, proved.
//!
//! Takes: a tree's `rules`. Gives: one problem for each that some path breaks, with the shortest such path.
//! Never: lets one rule's conditions make another's proof larger: each is followed in a view of its own.

use super::format;
use super::lengths::shortest_longer_than;
use super::pairs;
use super::proof::Proving;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{Answer, Ends, RuleKind, SafetyRule, Tree};
use crate::tree::states::{Condition, LimitExceeded, Liveness, State, States, Uses, explore};

/// A path that breaks a rule, and what is wrong with it.
struct Broken {
    answers: Vec<(usize, Answer)>,
    why: String,
}

/// Proves them all. `plain` are the states that no rule needs anything more of.
pub(super) fn prove_rules(proving: &mut Proving<'_>, plain: &States) {
    let mut unproved: Vec<Span> = Vec::new();
    for (index, rule) in proving.tree.rules.iter().enumerate() {
        if let RuleKind::Pairs { orders } = &rule.kind {
            match pairs::broken(proving, orders) {
                Ok(None) => {}
                Ok(Some(pair)) => {
                    let problem = pairs::pair_broken(proving, rule, index, &pair);
                    let problem = problem.following(proving.unclear(0..proving.tree.questions.len()));
                    proving.tell_with(problem, pair.worse.answers);
                }
                Err(LimitExceeded) => unproved.push(rule.span),
            }
            continue;
        }
        let condition = proving.conditions.rules[index].clone();
        match broken(proving, rule, condition, plain) {
            Ok(None) => {}
            Ok(Some(broken)) => {
                let problem = rule_broken(proving.path, proving.tree, rule, index, &broken);
                let problem = problem.following(proving.unclear(0..proving.tree.questions.len()));
                proving.tell_with(problem, broken.answers);
            }
            Err(LimitExceeded) => unproved.push(rule.span),
        }
    }
    if let [first, others @ ..] = unproved.as_slice() {
        proving.tell(too_many(proving.path, *first, others));
    }
}

fn broken(
    proving: &Proving<'_>,
    rule: &SafetyRule,
    condition: Option<Condition>,
    plain: &States,
) -> Result<Option<Broken>, LimitExceeded> {
    match &rule.kind {
        RuleKind::PathsTo { ends, must_ask, must_answer, within } => {
            let condition = must_answer.is_some().then_some(condition).flatten();
            let missing = paths_to(proving, ends, must_ask, condition)?;
            let places = ends_places(proving, ends);
            let long = within.and_then(|most| {
                let answers = shortest_longer_than(plain, &|state| places[state.place], most as usize)?;
                let why = format!("after {} answers, and not within {most}", answers.len());
                Some(Broken { answers, why })
            });
            Ok([missing, long].into_iter().flatten().min_by_key(|broken| broken.answers.len()))
        }
        RuleKind::PathsWith { must_reach, must_not_reach, .. } => {
            paths_with(proving, must_reach.as_ref(), must_not_reach.as_ref(), condition)
        }
        // They are proved by themselves: what breaks them is two ways to answer.
        RuleKind::Pairs { .. } | RuleKind::Broken => Ok(None),
    }
}

/// By place: whether it is an outcome that is meant.
fn ends_places(proving: &Proving<'_>, ends: &Ends) -> Vec<bool> {
    let places = proving.graph.places;
    let mut meant = vec![false; places.count()];
    for outcome in 0..places.outcomes {
        let known = proving.tree.outcomes[outcome].level_known || matches!(ends, Ends::Outcomes(_));
        meant[places.outcome(outcome)] = known && ends.hold(proving.tree, outcome);
    }
    meant
}

fn paths_to(
    proving: &Proving<'_>,
    ends: &Ends,
    must_ask: &[usize],
    must_answer: Option<Condition>,
) -> Result<Option<Broken>, LimitExceeded> {
    let meant = ends_places(proving, ends);
    let mut uses = Uses::of_rules(proving.tree, proving.conditions, proving.graph);
    let mut needed = must_answer.is_some();
    for place in (0..meant.len()).filter(|place| meant[*place]) {
        for question in must_ask.iter().filter(|q| !proving.graph.always_passes(place, **q)) {
            uses.asked(place, *question);
            needed = true;
        }
        if let Some(condition) = &must_answer {
            uses.condition(proving.conditions, place, condition);
        }
    }
    if !needed {
        return Ok(None);
    }
    let mut view = proving.view(uses)?;
    let states = explore(&mut view)?;
    for (index, state) in states.list.iter().enumerate().filter(|(_, state)| meant[state.place]) {
        let unasked = must_ask.iter().find(|question| {
            !proving.graph.always_passes(state.place, **question) && !asked(&view.liveness, state, **question)
        });
        let unanswered = must_answer.as_ref().is_some_and(|condition| !view.holds(condition, &state.truths));
        let id = outcome_id(proving, state.place);
        let why = match unasked {
            Some(question) => format!("without being asked `{}`", proving.tree.questions[*question].id.text),
            None if unanswered => "without having answered as `must_answer` wants".to_owned(),
            None => continue,
        };
        return Ok(Some(Broken { answers: states.answers(index), why: format!("at {id} {why}") }));
    }
    Ok(None)
}

fn paths_with(
    proving: &Proving<'_>,
    must: Option<&Ends>,
    must_not: Option<&Ends>,
    condition: Option<Condition>,
) -> Result<Option<Broken>, LimitExceeded> {
    let Some(condition) = condition else { return Ok(None) };
    let places = proving.graph.places;
    let wanted = must.map(|ends| ends_places(proving, ends));
    let unwanted = must_not.map(|ends| ends_places(proving, ends));
    let unknown =
        |place: usize| place < places.elsewhere() && !proving.tree.outcomes[place - places.questions].level_known;
    let by_level = |ends: Option<&Ends>| ends.is_some_and(|ends| !matches!(ends, Ends::Outcomes(_)));
    let wrong: Vec<bool> = (0..places.count())
        .map(|place| {
            let unclear = place >= places.questions && unknown(place) && by_level(must);
            place >= places.questions
                && (wanted.as_ref().is_some_and(|wanted| !wanted[place] && !unclear)
                    || unwanted.as_ref().is_some_and(|unwanted| unwanted[place]))
        })
        .collect();
    let mut uses = Uses::of_rules(proving.tree, proving.conditions, proving.graph);
    for place in (0..wrong.len()).filter(|place| wrong[*place]) {
        uses.condition(proving.conditions, place, &condition);
    }
    let mut view = proving.view(uses)?;
    let states = explore(&mut view)?;
    let found = states.list.iter().position(|state| wrong[state.place] && view.holds(&condition, &state.truths));
    Ok(found.map(|index| {
        let place = states.list[index].place;
        Broken { answers: states.answers(index), why: format!("at {}", outcome_id(proving, place)) }
    }))
}

fn outcome_id(proving: &Proving<'_>, place: usize) -> String {
    match proving.tree.outcomes.get(place - proving.graph.places.questions) {
        Some(outcome) => format!("`{}`", outcome.id.text),
        None => "another tree".to_owned(),
    }
}

fn asked(liveness: &Liveness, state: &State, question: usize) -> bool {
    liveness.asked[question].is_some_and(|fact| state.truths.binary_search(&fact).is_ok())
}

fn rule_broken(path: &SitePath, tree: &Tree, rule: &SafetyRule, index: usize, broken: &Broken) -> Problem {
    let name = match &rule.name {
        Some(name) => format!("“{}”", name.text),
        None => format!("number {}", index + 1),
    };
    let message = format!(
        "The rule {name} does not hold: if someone answers: {}, they end {}",
        format::answers(tree, &broken.answers),
        broken.why
    );
    Problem::at(Code::TreeRuleBroken, path, rule.span, message)
        .help("Mend the questions so that these answers lead elsewhere, or change the rule if these answers are safe.")
}

fn too_many(path: &SitePath, first: Span, others: &[Span]) -> Problem {
    let more = match others.len() {
        0 => String::new(),
        1 => ", and so does another one".to_owned(),
        n => format!(", and so do {n} others"),
    };
    let message = format!("This rule cannot be proved: it combines too many answers of this tree{more}");
    let problem = Problem::at(Code::TreeTooComplex, path, first, message)
        .help("Let the rule name fewer questions, or divide the tree: `goto: tree:…` begins with fresh answers.");
    others.iter().take(3).fold(problem, |problem, span| problem.related(path, *span, "this one too"))
}
