//! Two versions of a tree held against each other: random ones by brute force, and what no brute force could list.

use super::brute::{Question, SKIP, Spec, Target};
#[allow(dead_code, reason = "only the trees are taken, not what brute force finds out about one")]
use fingerpost::source::{SitePath, Source, Span};
use fingerpost::tree::compare::{self, Given};
use fingerpost::tree::{self, Answer, Comparison, ShiftKind, Tree};
use fingerpost::yaml;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

const PAIRS: u32 = 600;

fn read(text: &str) -> Tree {
    let source = Source::new(SitePath::from("content/t.tree.yaml"), text.to_owned());
    let node = yaml::read(&source, Span::new(0, source.text.len()), &mut Vec::new()).unwrap();
    let mut problems = Vec::new();
    let mut fields = yaml::Fields::of(&node, &source.path, "A tree", &mut problems);
    fields.get("title");
    let tree = tree::read(&source.path, &mut fields, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    tree
}

#[test]
fn random_edits_are_what_brute_force_says() {
    let config = Config { cases: PAIRS, failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let edits = prop::collection::vec((0usize..200, any::<u8>()), 0..5);
    let mut changed = 0;
    let mut seen = BTreeMap::new();
    let compared = std::cell::RefCell::new((&mut changed, &mut seen));
    let result = runner.run(&(prop::collection::vec(any::<u8>(), 60..300), edits), |(choices, edits)| {
        let mut edited = choices.clone();
        for (at, byte) in edits {
            let at = at % edited.len();
            edited[at] = byte;
        }
        let pair = [Spec::from_choices(&choices), Spec::from_choices(&edited)];
        let Some(brute) = Brute::of(&pair) else { return Ok(()) };
        let texts = [pair[0].written().text, pair[1].written().text];
        let trees = [read(&texts[0]), read(&texts[1])];
        let told = tree::compare(&trees[0], &trees[1]);
        let told = told.ok_or_else(|| TestCaseError::fail("not compared"))?;
        let (changed, seen) = &mut *compared.borrow_mut();
        **changed += usize::from(!told.shifts.is_empty());
        for shift in &told.shifts {
            *seen.entry(plain_kind(shift.kind)).or_insert(0) += 1;
        }
        agree(&pair, &trees, &brute, &told)
            .map_err(|why| TestCaseError::fail(format!("{why}\n{}\n=====\n{}", texts[0], texts[1])))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(changed > 120, "hardly any edit changed a path: {changed}");
    for kind in [Kind::Milder, Kind::Gone, Kind::Unlike, Kind::Lost, Kind::Graver, Kind::Elsewhere, Kind::OtherPieces] {
        assert!(seen.contains_key(&kind), "no edit was {kind:?}: {seen:?}");
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Same,
    Milder,
    Gone,
    Unlike,
    Lost,
    Graver,
    Elsewhere,
    OtherPieces,
}

fn plain_kind(kind: ShiftKind) -> Kind {
    match kind {
        ShiftKind::Milder(_) => Kind::Milder,
        ShiftKind::Gone => Kind::Gone,
        ShiftKind::Unlike => Kind::Unlike,
        ShiftKind::Lost => Kind::Lost,
        ShiftKind::Graver(_) => Kind::Graver,
        // Of another tree nothing is known here.
        ShiftKind::Elsewhere | ShiftKind::Unknown => Kind::Elsewhere,
        ShiftKind::OtherPieces => Kind::OtherPieces,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Open(usize),
    Outcome(usize, Vec<usize>),
    OtherTree(String),
    Nowhere,
    NotOffered,
    OtherAnswers,
}

type Answers = BTreeMap<usize, i64>;

/// Every way to answer both versions, told apart where one of them tells apart.
struct Brute {
    ways: BTreeMap<[End; 2], BTreeSet<Way>>,
}

/// By question: the answer as the old and as the new version see it, where they ask.
type Way = Vec<(usize, Option<i64>, Option<i64>)>;

impl Brute {
    fn of(pair: &[Spec; 2]) -> Option<Brute> {
        let mut brute = Brute { ways: BTreeMap::new() };
        let mut budget = 20_000;
        brute.go(pair, &mut Answers::new(), &mut Answers::new(), &mut budget)?;
        Some(brute)
    }

    /// `old` holds the old version's answers, `new` those that only the new one was given.
    fn go(&mut self, pair: &[Spec; 2], old: &mut Answers, new: &mut Answers, budget: &mut usize) -> Option<()> {
        *budget = budget.checked_sub(1)?;
        let (end, asked) = walk(pair, 0, &|q| old.get(&q).map(|a| Some(*a)));
        if let End::Open(question) = end {
            for answer in pair[0].answers(question) {
                old.insert(question, answer);
                self.go(pair, old, new, budget)?;
            }
            old.remove(&question);
            return Some(());
        }
        let given = |q: usize| match (old.get(&q), new.get(&q)) {
            (Some(answer), _) => Some(carried(pair, 0, q, *answer)),
            (None, own) => own.map(|answer| Some(*answer)),
        };
        let (other, others) = walk(pair, 1, &given);
        if let End::Open(question) = other {
            for answer in pair[1].answers(question) {
                new.insert(question, answer);
                self.go(pair, old, new, budget)?;
            }
            new.remove(&question);
            return Some(());
        }
        let questions: BTreeSet<usize> = asked.iter().chain(&others).copied().collect();
        let class = |side: usize, q: usize, answer: Option<i64>| answer.map(|answer| run(&pair[side], q, answer));
        let way = questions.into_iter().map(|q| {
            let before = asked.contains(&q).then(|| class(0, q, Some(old[&q]))).flatten();
            let after = others.contains(&q).then(|| class(1, q, given(q).flatten())).flatten();
            (q, before, after)
        });
        self.ways.entry([end, other]).or_default().insert(way.collect());
        Some(())
    }
}

/// The first number of the run that no matcher tells apart; any other answer is its own.
fn run(spec: &Spec, question: usize, answer: i64) -> i64 {
    if !spec.is_number(question) || answer == SKIP {
        return answer;
    }
    let matchers = spec.matchers_of(question);
    let seen = |answer: i64| matchers.iter().map(|m| m.fits(answer, false)).collect::<Vec<_>>();
    let mut first = answer;
    for earlier in spec.answers(question).into_iter().rev().filter(|a| *a < answer) {
        if seen(earlier) != seen(answer) {
            break;
        }
        first = earlier;
    }
    first
}

/// An answer of one version as the other has it, if it has it.
fn carried(pair: &[Spec; 2], from: usize, question: usize, answer: i64) -> Option<i64> {
    let to = &pair[1 - from];
    let other = to.questions.get(question)?;
    let skip = |there: bool| (there && to.skips[question].is_some()).then_some(SKIP);
    match (&pair[from].questions[question], other) {
        (Question::One { .. }, Question::One { .. }) | (Question::Any { .. }, Question::Any { .. })
            if answer == SKIP =>
        {
            skip(true)
        }
        (Question::Number { .. }, Question::Number { .. }) if answer == SKIP => skip(alike(pair, question)),
        (Question::One { .. }, Question::One { gotos }) => (answer < gotos.len() as i64).then_some(answer),
        (Question::Any { gotos, none }, Question::Any { gotos: others, none: other }) => {
            let mut set = 0;
            for option in (0..gotos.len()).filter(|o| answer >> o & 1 == 1) {
                let there = if Some(option) == *none {
                    (*other)?
                } else if option < others.len() && Some(option) != *other {
                    option
                } else {
                    return None;
                };
                set |= 1 << there;
            }
            Some(set)
        }
        (Question::Number { .. }, Question::Number { min: first, max: last, .. }) => {
            (alike(pair, question) && (*first..=*last).contains(&answer) && to.answers(question).contains(&answer))
                .then_some(answer)
        }
        _ => None,
    }
}

/// Whether the new version takes answers of the old one's kind, and numbers of one row with the old one's.
fn alike(pair: &[Spec; 2], question: usize) -> bool {
    match (&pair[0].questions[question], pair[1].questions.get(question)) {
        (Question::One { .. }, Some(Question::One { .. })) | (Question::Any { .. }, Some(Question::Any { .. })) => true,
        (Question::Number { min, step, .. }, Some(Question::Number { min: first, step: steps, .. })) => {
            pair[0].times[question] == pair[1].times[question] && is_row_of((min, step), (first, steps))
        }
        _ => false,
    }
}

/// Whether one of two rows has all numbers of the other, where it reaches as far.
fn is_row_of((min, step): (&i64, &i64), (first, steps): (&i64, &i64)) -> bool {
    (step % steps == 0 || steps % step == 0) && (min - first) % step.min(steps) == 0
}

/// Where answers lead, and what was asked. `given` gives `Some(None)` for an answer that is not offered here.
fn walk(pair: &[Spec; 2], side: usize, given: &dyn Fn(usize) -> Option<Option<i64>>) -> (End, Vec<usize>) {
    let spec = &pair[side];
    let mut asked = Vec::new();
    let mut answers: Vec<(usize, i64)> = Vec::new();
    let mut at = spec.start;
    loop {
        if asked.contains(&at) {
            return (End::Nowhere, asked);
        }
        let Some(answer) = given(at) else { return (End::Open(at), asked) };
        asked.push(at);
        let Some(answer) = answer else {
            return (if alike(pair, at) { End::NotOffered } else { End::OtherAnswers }, asked);
        };
        answers.push((at, answer));
        match next(spec, at, answer, &answers) {
            None => return (End::Nowhere, asked),
            Some(Target::Question(next)) => at = next,
            Some(Target::OtherTree(path)) => return (End::OtherTree(path), asked),
            Some(Target::Outcome(outcome)) => {
                let fit = (0..spec.also[outcome].len()).filter(|p| spec.holds(&spec.also[outcome][*p], &answers));
                return (End::Outcome(outcome, fit.collect()), asked);
            }
        }
    }
}

fn next(spec: &Spec, question: usize, answer: i64, answers: &[(usize, i64)]) -> Option<Target> {
    let own = spec.own_goto(question, answer).map(|(_, goto)| goto);
    own.or_else(|| spec.rules_of(question).iter().find(|(when, _)| spec.holds(when, answers)).map(|(_, to)| to.clone()))
}

fn kind(pair: &[Spec; 2], ends: &[End; 2]) -> (Kind, usize) {
    match ends {
        [_, End::NotOffered] => (Kind::Gone, 0),
        [_, End::OtherAnswers] => (Kind::Unlike, 0),
        [End::Outcome(old, pieces), End::Outcome(new, others)] => {
            let (before, after) = (pair[0].levels[*old], pair[1].levels[*new]);
            match before.cmp(&after) {
                std::cmp::Ordering::Greater => (Kind::Milder, before - after),
                std::cmp::Ordering::Less => (Kind::Graver, after - before),
                _ if old != new => (Kind::Elsewhere, 0),
                // Every piece says the same, so it is their number that differs.
                _ if pieces.len() != others.len() => (Kind::OtherPieces, 0),
                _ => (Kind::Same, 0),
            }
        }
        [old, new] if old == new => (Kind::Same, 0),
        [_, End::Nowhere] => (Kind::Lost, 0),
        _ => (Kind::Elsewhere, 0),
    }
}

fn stop(stop: &compare::End) -> End {
    match stop {
        compare::End::Outcome(outcome, pieces) => End::Outcome(*outcome, pieces.clone()),
        compare::End::OtherTree(path) => End::OtherTree(path.clone()),
        compare::End::Nowhere => End::Nowhere,
        compare::End::NotOffered => End::NotOffered,
        compare::End::OtherAnswers => End::OtherAnswers,
    }
}

fn agree(pair: &[Spec; 2], trees: &[Tree; 2], brute: &Brute, told: &Comparison) -> Result<(), String> {
    let mut wanted: BTreeMap<[End; 2], (Kind, usize)> = BTreeMap::new();
    let (mut ways, mut by_kind) = (0, BTreeMap::from([(Kind::Milder, 0), (Kind::Graver, 0), (Kind::Gone, 0)]));
    let mut changed = 0;
    for (ends, different) in &brute.ways {
        let (kind, _) = kind(pair, ends);
        ways += if matches!(kind, Kind::Gone | Kind::Unlike) { 0 } else { different.len() };
        changed += if matches!(kind, Kind::Gone | Kind::Unlike | Kind::Same | Kind::OtherPieces) {
            0
        } else {
            different.len()
        };
        *by_kind.entry(kind).or_insert(0) += different.len();
        if kind != Kind::Same {
            wanted.insert(ends.clone(), (kind, different.len()));
        }
    }
    same("ways", &told.ways.to_string(), &ways.to_string())?;
    same("changed", &told.changed.to_string(), &changed.to_string())?;
    same("milder", &told.milder.to_string(), &by_kind[&Kind::Milder].to_string())?;
    same("graver", &told.graver.to_string(), &by_kind[&Kind::Graver].to_string())?;
    same("gone", &told.gone.to_string(), &by_kind[&Kind::Gone].to_string())?;
    let shifts: BTreeMap<[End; 2], (Kind, String)> = told
        .shifts
        .iter()
        .map(|shift| ([stop(&shift.ends[0]), stop(&shift.ends[1])], (plain_kind(shift.kind), shift.ways.to_string())))
        .collect();
    same("shifts", &shifts, &wanted.into_iter().map(|(ends, (kind, n))| (ends, (kind, n.to_string()))).collect())?;
    for shift in &told.shifts {
        let ends = [stop(&shift.ends[0]), stop(&shift.ends[1])];
        same("the example", &replay(pair, trees, &shift.example)?, &ends)?;
        let steps = kind(pair, &ends).1;
        let told = match shift.kind {
            ShiftKind::Milder(std::cmp::Reverse(steps)) | ShiftKind::Graver(steps) => steps,
            _ => 0,
        };
        same("steps", &told, &steps)?;
    }
    Ok(())
}

/// Where an example ends in both versions, by brute force.
fn replay(pair: &[Spec; 2], trees: &[Tree; 2], example: &[Given]) -> Result<[End; 2], String> {
    let mut given: [BTreeMap<usize, Option<i64>>; 2] = Default::default();
    for (side, question, answer) in example {
        let value = value(&pair[*side], &trees[*side], *question, answer);
        let both = [value, value].map(Some);
        for (to, both) in both.into_iter().enumerate() {
            let there = if to == *side { both } else { carried(pair, *side, *question, value) };
            if given[to].insert(*question, there).is_some() {
                return Err(format!("q{question} is answered twice in {example:?}"));
            }
        }
    }
    Ok([0, 1].map(|side| walk(pair, side, &|q| given[side].get(&q).copied()).0))
}

fn value(spec: &Spec, tree: &Tree, question: usize, answer: &Answer) -> i64 {
    let skip = |option: &usize| tree.questions[question].skip == Some(*option);
    match answer {
        Answer::Option(option) if skip(option) => SKIP,
        Answer::Ticks(ticks) if ticks.iter().any(skip) => SKIP,
        Answer::Option(option) => *option as i64,
        Answer::Ticks(ticks) => ticks.iter().fold(0, |bits, tick| bits | 1 << tick),
        Answer::Number(number) if spec.times[question] => number.to_string().parse().unwrap(),
        Answer::Number(number) => {
            assert!(question < tree.questions.len());
            let text = number.to_string();
            let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
            let sign = if whole.starts_with('-') { -1 } else { 1 };
            whole.parse::<i64>().unwrap() * 10 + sign * part.parse::<i64>().unwrap()
        }
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, told: &T, wanted: &T) -> Result<(), String> {
    if told == wanted { Ok(()) } else { Err(format!("{what}: told {told:?}, but brute force says {wanted:?}")) }
}

/// Sixty questions of two answers each; the last rule reads the first answer.
fn long(last: &str) -> String {
    let mut text = String::from("title: T\nquestions:\n");
    for question in 0..60 {
        let next = if question == 59 { last.to_owned() } else { format!("[{{goto: q{}}}]", question + 1) };
        text.push_str(&format!("  q{question}: {{ask: Q{question}, options: {{a: A, b: B}}, next: {next}}}\n"));
    }
    text.push_str(
        "outcomes:\n  see: {title: See someone, level: urgent}\n  home: {title: Stay home, level: self-care}\n",
    );
    text
}

#[test]
fn trees_with_2_to_the_60_paths_are_compared_exactly() {
    let old = read(&long("[{when: {q0: a, q59: a}, goto: see}, {goto: home}]"));
    let new = read(&long("[{when: {q0: a, q58: a, q59: a}, goto: see}, {goto: home}]"));
    let told = tree::compare(&old, &new).unwrap();
    assert_eq!(told.ways.to_string(), (1u128 << 60).to_string());
    assert_eq!(told.changed.to_string(), (1u128 << 57).to_string());
    assert_eq!(told.milder, told.changed);
    assert_eq!(told.shifts.len(), 1);
    assert_eq!(told.shifts[0].example.len(), 60);
}

/// Asked in the opposite order, each version must remember what the other was told: too much for sixty questions, and said so.
#[test]
fn what_cannot_be_compared_is_said_and_nothing_hangs() {
    let old = read(&long("[{when: {q0: a, q59: a}, goto: see}, {goto: home}]"));
    let mut text = String::from("title: T\nstart: q59\nquestions:\n");
    for question in 0..60 {
        let next = if question == 0 { "home".to_owned() } else { format!("q{}", question - 1) };
        text.push_str(&format!(
            "  q{question}: {{ask: Q{question}, options: {{a: A, b: B}}, next: [{{goto: {next}}}]}}\n"
        ));
    }
    text.push_str("outcomes:\n  home: {title: Stay home, level: self-care}\n");
    assert!(tree::compare(&old, &read(&text)).is_none());
}
