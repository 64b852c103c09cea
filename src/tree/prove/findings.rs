//! What does not hold on the paths of a tree.
//!
//! Takes: all states. Gives: a problem for every question that is left without a next step, every way back, every place
//! that is not reached and every rule that never decides.
//! Never: tells of one thing twice.

use super::format;
use super::proof::Proving;
use crate::problem::{Code, Problem};
use crate::source::{SitePath, Span};
use crate::tree::model::{Answer, Kind, Question, Rule, Target, Tree};
use crate::tree::states::{By, Conditions, Liveness, PAGE_LIMIT, STATE_LIMIT, States, View, numbers_of};
use crate::yaml::Text;
use std::collections::BTreeSet;

/// Answers after which nothing comes: one problem a question, with the shortest answers.
pub(super) fn dead_ends(proving: &mut Proving<'_>, view: &View<'_>, states: &States) {
    let mut told = BTreeSet::new();
    for (i, (state, answers)) in states.dead_ends.iter().enumerate() {
        let question = states.list[*state].place;
        let asked = &proving.tree.questions[question];
        if asked.broken || !rules_clear(asked) || !told.insert(question) {
            continue;
        }
        let example = states.answers_and(*state, answers.example(question, view));
        let here = states.dead_ends[i..].iter().take_while(|(other, _)| other == state);
        let ranges: Vec<_> = here.filter_map(|(_, answers)| numbers_of(view, question, answers)).collect();
        let problem = match &asked.kind {
            Kind::Number(_) if !ranges.is_empty() => gap(proving.path, proving.tree, asked, &example, &ranges),
            _ => no_next(proving.path, proving.tree, asked, &example),
        };
        proving.tell_with(problem, example);
    }
}

/// Ways back to a question that the path has asked: one problem for each `goto` that leads back.
pub(super) fn cycles(proving: &mut Proving<'_>, states: &States) {
    for ((question, by), (state, answer)) in &states.cycles {
        let asked = &proving.tree.questions[*question];
        let goto = match by {
            By::Option(option) => asked.options[*option].goto.as_ref(),
            By::Rule(rule) => asked.next.get(*rule).map(|rule| &rule.goto),
            By::Nothing => None,
        };
        let Some(goto) = goto else { continue };
        let Target::Question(back_to) = goto.target else { continue };
        let example = states.answers_and(*state, answer.clone());
        let problem = cycle(proving.path, proving.tree, goto.span, back_to, &example);
        proving.tell_with(problem, example);
    }
}

/// Questions and outcomes that no path comes to. Where some answers or conditions could not be read, only those that nothing
/// leads to whatever they say.
pub(super) fn unreachable(proving: &mut Proving<'_>, reached: &[bool]) {
    let (tree, places) = (proving.tree, proving.graph.places);
    let unclear = tree.questions.iter().any(|q| q.broken || !rules_clear(q));
    let mut named: Vec<Option<Span>> = vec![None; places.count()];
    let mut unknown = None;
    for goto in tree.gotos() {
        match places.of_target(&goto.target) {
            Some(place) => drop(named[place].get_or_insert(goto.span)),
            None => drop(unknown.get_or_insert(goto.span)),
        }
    }
    let questions = tree.questions.iter().enumerate().map(|(i, q)| (i, "question", &q.id));
    let outcomes = tree.outcomes.iter().enumerate().map(|(i, o)| (places.outcome(i), "outcome", &o.id));
    for (place, what, id) in questions.chain(outcomes) {
        if !(reached[place] || unclear && proving.graph.reaches(place)) {
            let problem = not_reached(proving.path, what, id, named[place], unknown);
            proving.tell(problem.following(proving.lost_way()));
        }
    }
}

/// Whether the conditions of a question's rules could all be read.
fn rules_clear(question: &Question) -> bool {
    question.next.iter().all(Rule::is_clear)
}

/// Rules of reached questions that decide for no path.
pub(super) fn dead_rules(proving: &mut Proving<'_>, states: &States, reached: &[bool]) {
    let mut looked_at = vec![0; proving.tree.questions.len()];
    for state in &states.list {
        if let Some(most) = looked_at.get_mut(state.place) {
            *most = state.looked_at.max(*most);
        }
    }
    for (index, question) in proving.tree.questions.iter().enumerate() {
        if !reached[index] || question.broken {
            continue;
        }
        for (number, rule) in question.next.iter().enumerate() {
            if states.decides[index][number] || !rule.is_clear() {
                continue;
            }
            let problem = dead_rule(proving.path, proving.conditions, question, index, number, looked_at[index]);
            proving.tell(problem.following(proving.lost_way()));
        }
    }
}

/// The tree has more states than can be followed.
pub(super) fn too_complex(proving: &Proving<'_>, liveness: &Liveness) -> Problem {
    if let Some(first) = proving.graph.loops.first() {
        return too_many_ways_back(proving, *first);
    }
    if let (None, Some(question)) = (by_memory(liveness).first(), most_told_apart(proving)) {
        return too_many_ticks(proving, question);
    }
    let message = format!(
        "This tree cannot be proved: its rules combine earlier answers in too many ways, and {STATE_LIMIT} is the limit{}",
        remembered_longest(proving.tree, liveness)
    );
    let help = "Let rules ask about fewer earlier answers at a time, or divide the tree: `goto: tree:…` begins with fresh answers.";
    Problem::at(Code::TreeTooComplex, proving.path, most_remembered(proving.tree, liveness), message).help(help)
}

/// The question with tick boxes of whose answers the most is asked.
fn most_told_apart(proving: &Proving<'_>) -> Option<usize> {
    let facts = |question: &usize| proving.conditions.facts.iter().filter(|fact| fact.question == *question).count();
    let boxes =
        (0..proving.tree.questions.len()).filter(|question| proving.tree.questions[*question].kind == Kind::Any);
    boxes.max_by_key(|question| (facts(question), std::cmp::Reverse(*question)))
}

/// No earlier answers are remembered, so it is one question's ticks that make too many cases.
fn too_many_ticks(proving: &Proving<'_>, question: usize) -> Problem {
    let asked = &proving.tree.questions[question];
    let message = format!(
        "This tree cannot be proved: the ticks of `{}` are told apart in too many ways, more than can be followed",
        asked.id.text
    );
    Problem::at(Code::TreeTooComplex, proving.path, asked.id.span, message).help(
        "Let signs of the same weight give the same points, ask by fewer counts at a time, or divide the boxes among two questions.",
    )
}

/// Questions lead back to one another, and so often that not even one way can be told.
fn too_many_ways_back(proving: &Proving<'_>, first: usize) -> Problem {
    let id = |question: &usize| format!("`{}`", proving.tree.questions[*question].id.text);
    let ids: Vec<_> = proving.graph.loops.iter().take(5).map(id).collect();
    let more = proving.graph.loops.len() - ids.len();
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let message = format!(
        "This tree cannot be proved: its questions lead back to one another in too many ways: {}{more}",
        ids.join(", ")
    );
    Problem::at(Code::TreeTooComplex, proving.path, proving.tree.questions[first].id.span, message)
        .help("No path may ask a question twice: let each `goto` lead on, to a question further down or to an outcome.")
}

/// The tree needs more pages than are made.
pub(super) fn too_many_pages(proving: &Proving<'_>, liveness: &Liveness) -> Problem {
    if let (None, Some(question)) = (by_memory(liveness).first(), most_told_apart(proving)) {
        return too_many_ticks(proving, question);
    }
    let message = format!(
        "This tree would need more than {PAGE_LIMIT} extra pages, one for each combination of answers that matters later{}",
        remembered_longest(proving.tree, liveness)
    );
    let help = "Use fewer earlier answers in the `when` of outcomes and rules, or make several outcomes instead of many `also`.";
    Problem::at(Code::TreeTooComplex, proving.path, most_remembered(proving.tree, liveness), message).help(help)
}

/// By how many places remember their answers, the most first.
fn by_memory(liveness: &Liveness) -> Vec<usize> {
    let mut places: std::collections::BTreeMap<usize, usize> = Default::default();
    for fact in liveness.at.iter().flatten() {
        *places.entry(liveness.owners[*fact as usize]).or_default() += 1;
    }
    let mut questions: Vec<(usize, usize)> = places.into_iter().collect();
    questions.sort_by_key(|(question, places)| (std::cmp::Reverse(*places), *question));
    questions.into_iter().map(|(question, _)| question).collect()
}

fn remembered_longest(tree: &Tree, liveness: &Liveness) -> String {
    let ids: Vec<_> = by_memory(liveness).iter().take(3).map(|q| format!("`{}`", tree.questions[*q].id.text)).collect();
    if ids.is_empty() {
        String::new()
    } else {
        format!("; the answers remembered longest are those to {}", ids.join(", "))
    }
}

fn most_remembered(tree: &Tree, liveness: &Liveness) -> Span {
    let question = by_memory(liveness).first().copied().unwrap_or(tree.start);
    tree.questions[question].id.span
}

fn no_next(path: &SitePath, tree: &Tree, asked: &Question, example: &[(usize, Answer)]) -> Problem {
    let span = match example.last() {
        Some((_, Answer::Option(option))) => asked.options[*option].id.span,
        _ => asked.id.span,
    };
    let message = format!("If someone answers: {}, then nothing comes next", format::answers(tree, example));
    Problem::at(Code::TreeNoNext, path, span, message).help(catch_all(asked))
}

fn gap(
    path: &SitePath,
    tree: &Tree,
    asked: &Question,
    example: &[(usize, Answer)],
    ranges: &[(String, String)],
) -> Problem {
    let said: Vec<_> =
        ranges.iter().map(|(from, to)| if from == to { from.clone() } else { format!("{from} to {to}") }).collect();
    let message = format!(
        "If someone answers: {}, then nothing comes next: no rule of `{}` fits {}",
        format::answers(tree, example),
        asked.id.text,
        said.join(", ")
    );
    let own = ranges.first().map_or(String::new(), |(from, to)| {
        let fits = if from == to { from.clone() } else { format!("\"{from}..{to}\"") };
        format!(" Or give them a rule of their own: `- {{when: {{{}: {fits}}}, goto: …}}`.", asked.id.text)
    });
    Problem::at(Code::TreeGap, path, asked.id.span, message).help(catch_all(asked) + &own)
}

fn catch_all(asked: &Question) -> String {
    let place = if asked.next.is_empty() { "Add `next:` to" } else { "Add a last rule to the `next` of" };
    let id = &asked.id.text;
    format!("{place} `{id}`, without `when`, for all the answers that are left: `- goto: …`.")
}

fn cycle(path: &SitePath, tree: &Tree, span: Span, back_to: usize, example: &[(usize, Answer)]) -> Problem {
    let question = &tree.questions[back_to];
    let message = format!(
        "If someone answers: {}, they come back to `{}`, which they have been asked",
        format::answers(tree, example),
        question.id.text
    );
    Problem::at(Code::TreeCycle, path, span, message)
        .help("Lead on to a question that has not been asked, or to an outcome.")
        .related(path, question.id.span, "the question asked twice")
}

fn not_reached(path: &SitePath, what: &str, id: &Text, named: Option<Span>, unknown: Option<Span>) -> Problem {
    let message = format!("No path leads to the {what} `{}`", id.text);
    let problem = Problem::at(Code::TreeUnreachable, path, id.span, message);
    match (named, unknown) {
        (Some(goto), _) => problem
            .help("Nobody who follows the tree comes to the `goto` that names it. Mend that, or delete it.")
            .related(path, goto, "named here"),
        (None, Some(goto)) => problem
            .help(format!(
                "Write `goto: {}` where it should come next, perhaps where a `goto` names nothing now.",
                id.text
            ))
            .related(path, goto, "this names nothing"),
        (None, None) => problem.help(format!("Write `goto: {}` where it should come next, or delete it.", id.text)),
    }
}

fn dead_rule(
    path: &SitePath,
    conditions: &Conditions,
    question: &Question,
    index: usize,
    number: usize,
    looked_at: usize,
) -> Problem {
    let rule = &question.next[number];
    let before = question.next[..number].iter().find(|rule| rule.when.is_none());
    let late =
        conditions.facts_of(&conditions.next[index][number]).any(|fact| conditions.facts[fact].question != index);
    let problem = |why: &str| {
        Problem::at(
            Code::TreeDeadRule,
            path,
            rule.span,
            format!("This rule of `{}` never decides: {why}", question.id.text),
        )
    };
    if let Some(before) = before {
        problem("a rule without `when` comes before it, and fits everything")
            .help("Move the rule without `when` to the end of `next`.")
            .related(path, before.span, "this one always decides first")
    } else if looked_at <= number {
        problem("the rules and options before it decide for every answer")
            .help("Delete it, or move it up if it should decide first.")
    } else if late {
        problem("no path that comes here has the answers it wants")
            .help("Look whether the questions in its `when` are asked before this one, and which answers lead here.")
    } else {
        problem("no answer that fits it gets this far").help(
            "An option's own `goto` and the rules above decide first: move it up, or take the option's `goto` away.",
        )
    }
}
