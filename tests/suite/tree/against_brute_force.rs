//! Random small trees, read a second time by brute force: every path, every set of ticks, every number, one by one.
//!
//! The second reading shares no code with the program: it works on its own description of a tree, of which the YAML is written.

use super::brute::{Brute, Ending, SKIP, Spec, Written};
use fingerpost::problem::Code;
use fingerpost::source::{SitePath, Source, Span};
use fingerpost::tree::{self, Answer, End, Merging, Picked, Proof, Screen, ScreenKind, ScreenTarget, Tree, Words};
use fingerpost::yaml;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

/// Trees tried. Raise it by the environment to look further than a test run should take.
const TREES: u32 = 2500;

fn trees() -> u32 {
    std::env::var("FINGERPOST_RANDOM_TREES").ok().and_then(|n| n.parse().ok()).unwrap_or(TREES)
}

#[test]
fn random_trees_are_what_brute_force_says() {
    let config = Config { cases: trees(), failure_persistence: None, max_shrink_iters: 4000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let choices = prop::collection::vec(any::<u8>(), 60..400);
    let result = runner.run(&choices, |choices| {
        let spec = Spec::from_choices(&choices);
        let Some(brute) = Brute::of(&spec) else { return Ok(()) };
        let written = spec.written();
        compare(&spec, &brute, &written).map_err(|why| TestCaseError::fail(format!("{why}\n{}", written.text)))
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn compare(spec: &Spec, brute: &Brute, written: &Written) -> Result<(), String> {
    let source = Source::new(SitePath::from("content/t.tree.yaml"), written.text.clone());
    let node = yaml::read(&source, Span::new(0, source.text.len()), &mut Vec::new()).map_err(|p| p.message)?;
    let mut problems = Vec::new();
    let mut fields = yaml::Fields::of(&node, &source.path, "A tree", &mut problems);
    fields.get("title");
    let tree = tree::read(&source.path, &mut fields, &mut problems);
    fields.finish(&mut problems);
    if let Some(problem) = problems.first() {
        return Err(format!("not read: {}", problem.message));
    }
    // States are merged where single facts make too many; that finds the same, and small trees have never too many.
    for merging in [Merging::WhereNeeded, Merging::FromTheStart] {
        let proof = tree::prove_merging(&tree, &source.path, merging);
        found(spec, brute, written, &source, &tree, &proof).map_err(|why| format!("{merging:?}: {why}"))?;
    }
    Ok(())
}

fn found(
    spec: &Spec,
    brute: &Brute,
    written: &Written,
    source: &Source,
    tree: &Tree,
    proof: &Proof,
) -> Result<(), String> {
    same("questions", &proof.reachable_questions, &brute.questions.iter().copied().collect())?;
    same("outcomes", &proof.reachable_outcomes, &brute.outcomes.iter().copied().collect())?;
    same("paths", &proof.paths.as_ref().map(ToString::to_string), &Some(brute.paths.to_string()))?;
    same("longest", &proof.longest, &brute.longest)?;
    let line = |span: Option<Span>| span.map_or(0, |span| source.position(span.start).line as usize);
    let lines = |code: Code| -> Vec<usize> {
        let mut lines: Vec<_> = proof.problems.iter().filter(|p| p.code == code).map(|p| line(p.span)).collect();
        lines.sort_unstable();
        lines
    };
    same("dead rules", &lines(Code::TreeDeadRule), &brute.dead_rules(spec, written))?;
    same("unreachable", &lines(Code::TreeUnreachable), &brute.unreachable(spec, written))?;
    same("failed tests", &lines(Code::TreeTestFailed), &brute.failed_tests(spec, written))?;
    let [rules, pairs] = brute.broken_rules(written);
    same("broken rules", &lines(Code::TreeRuleBroken), &rules)?;
    same("broken pairs", &lines(Code::TreePairBroken), &pairs)?;
    same("too complex", &lines(Code::TreeTooComplex), &Vec::new())?;
    same("unasked", &unasked(proof, source), &brute.unasked_entries(written))?;
    same("cycles", &lines(Code::TreeCycle), &brute.cycle_lines(written))?;
    let question_of = |line: usize| written.questions.iter().rposition(|start| *start <= line).unwrap_or(0);
    // Whoever leaves a number out is no gap between numbers.
    let [gaps, others] = [Code::TreeGap, Code::TreeNoNext].map(|code| lines(code).into_iter().map(question_of));
    let (gaps, others): (Vec<usize>, Vec<usize>) = (gaps.collect(), others.collect());
    same("gaps that are none", &gaps.iter().find(|q| !spec.is_number(**q)), &None)?;
    same("what is a gap", &others.iter().find(|q| spec.is_number(**q) && spec.skips[**q].is_none()), &None)?;
    same("stuck", &gaps.into_iter().chain(others).collect::<BTreeSet<_>>(), &brute.stuck.keys().copied().collect())?;
    for example in &proof.examples {
        replay(spec, tree, example, brute, written, line(Some(example.span)), question_of)?;
    }
    follow_links(tree, &proof.screens, brute)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, told: &T, wanted: &T) -> Result<(), String> {
    if told == wanted { Ok(()) } else { Err(format!("{what}: told {told:?}, but brute force says {wanted:?}")) }
}

/// Line, question id and whether no path at all has asked it.
fn unasked(proof: &Proof, source: &Source) -> BTreeSet<(usize, String, bool)> {
    let warnings = proof.problems.iter().filter(|p| p.code == Code::TreeUnasked);
    warnings
        .map(|p| {
            let span = p.span.unwrap_or_default();
            let line = source.position(span.start).line as usize;
            (line, source.slice(span).to_owned(), p.message.starts_with("No path"))
        })
        .collect()
}

/// The answers lead to what the problem claims, and are as few as can be.
fn replay(
    spec: &Spec,
    tree: &Tree,
    example: &tree::Example,
    brute: &Brute,
    written: &Written,
    line: usize,
    question_of: impl Fn(usize) -> usize,
) -> Result<(), String> {
    let walk = tree::walk(tree, &example.answers).ok_or("no walk")?;
    if example.code != Code::TreeTestFailed {
        same("answers used", &walk.asked, &example.answers.iter().map(|(q, _)| *q).collect())?;
    }
    let length = example.answers.len();
    match example.code {
        Code::TreeNoNext | Code::TreeGap => {
            let question = question_of(line);
            same("stuck at", &walk.end, &End::Nowhere(question))?;
            same("answers until stuck", &Some(&length), &brute.stuck.get(&question))
        }
        Code::TreeCycle => {
            let (least, back_to) = brute.cycles_by_line(written).get(&line).cloned().ok_or("no cycle there")?;
            same("answers of the circle", &length, &least)?;
            match walk.end {
                End::Cycle(question) if back_to.contains(&question) => Ok(()),
                end => Err(format!("the circle ends as {end:?}")),
            }
        }
        Code::TreeRuleBroken => {
            let rule = written.rules.iter().position(|l| *l == line).ok_or("no rule there")?;
            same("answers that break the rule", &Some(length), &brute.broken[rule])?;
            let answers = plain(spec, tree, &example.answers);
            if brute.breaks(rule, &answers) { Ok(()) } else { Err(format!("these do not break the rule: {answers:?}")) }
        }
        Code::TreeUnasked => match walk.end {
            End::Open(question) => same("the rule's question", &question, &question_of(line)),
            End::Outcome(_) => Ok(()),
            end => Err(format!("the way to an unasked condition ends as {end:?}")),
        },
        _ => Ok(()),
    }
}

/// Answers as brute force writes them: an option, a set of bits, a number in tenths.
fn plain(spec: &Spec, tree: &Tree, answers: &[(usize, Answer)]) -> Vec<(usize, i64)> {
    let one = |(question, answer): &(usize, Answer)| {
        let skip = |option: &usize| tree.questions[*question].skip == Some(*option);
        let value = match answer {
            Answer::Option(option) if skip(option) => SKIP,
            Answer::Ticks(ticks) if ticks.iter().any(skip) => SKIP,
            Answer::Option(option) => *option as i64,
            Answer::Ticks(ticks) => ticks.iter().fold(0, |bits, tick| bits | 1 << tick),
            Answer::Number(number) if spec.times[*question] => number.to_string().parse().unwrap(),
            Answer::Number(number) => tenths(&number.to_string()),
        };
        assert!(*question < tree.questions.len());
        (*question, value)
    };
    answers.iter().map(one).collect()
}

fn tenths(number: &str) -> i64 {
    let (sign, digits) = number.strip_prefix('-').map_or((1, number), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    assert_eq!(part.len(), 1, "{number}");
    sign * (whole.parse::<i64>().unwrap() * 10 + part.parse::<i64>().unwrap())
}

/// By links alone one comes to exactly the outcomes that paths reach; every path is one of links, with the same end and the
/// same pieces; and there are as many screens as things that can be told apart, and no more.
fn follow_links(tree: &Tree, screens: &[Screen], brute: &Brute) -> Result<(), String> {
    let mut seen = BTreeSet::from([0]);
    let mut waiting = vec![0];
    while let Some(at) = waiting.pop() {
        for choice in &screens[at].choices {
            if let ScreenTarget::Screen(next) = choice.target
                && seen.insert(next)
            {
                waiting.push(next);
            }
        }
    }
    same("screens reached", &seen.len(), &screens.len())?;
    let outcomes: BTreeSet<usize> = screens
        .iter()
        .filter_map(|s| if let ScreenKind::Outcome(outcome) = s.kind { Some(outcome) } else { None })
        .collect();
    same("outcomes by links", &outcomes, &brute.outcomes)?;
    let mut addresses = BTreeMap::new();
    for screen in screens {
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._/".contains(c);
        if !screen.address.chars().all(fine) || screen.address.is_empty() {
            return Err(format!("the address {:?}", screen.address));
        }
        if addresses.insert(&screen.address, screen.kind).is_some() {
            return Err(format!("two screens at {:?}", screen.address));
        }
    }
    if !brute.stuck.is_empty() || !brute.cycles.is_empty() {
        return Ok(());
    }
    same("number of screens", &screens.len(), &brute.different)?;
    let mut ahead = vec![0; screens.len()];
    for (answers, ending) in &brute.endings {
        let mut at = 0;
        let mut end = None;
        for (done, (question, answer)) in answers.iter().enumerate() {
            ahead[at] = ahead[at].max(answers.len() - done - 1);
            same("question shown", &screens[at].kind, &ScreenKind::Question(*question))?;
            let fits = |picked: &Picked| match picked {
                Picked::Option(option) if tree.questions[*question].skip == Some(*option) => *answer == SKIP,
                Picked::Option(option) if brute.is_any(*question) => *answer == 1 << option,
                Picked::Option(option) => *answer == *option as i64,
                Picked::AnyOf(groups) => {
                    groups.iter().all(|group| group.of.iter().filter(|o| answer >> **o & 1 == 1).count() >= group.least)
                }
                Picked::Steps(from, to) => (*from..=*to).contains(&brute.step(*question, *answer)),
            };
            let choice = screens[at].choices.iter().find(|choice| fits(&choice.picked));
            let choice = choice.ok_or_else(|| format!("no link for {answer} at {}", screens[at].address))?;
            if tree::label(tree, choice, &Words::new(|key| key)).is_empty() {
                return Err("a link without words".into());
            }
            match &choice.target {
                ScreenTarget::Screen(next) => at = *next,
                ScreenTarget::OtherTree(path) => end = Some(Ending::OtherTree(path.clone())),
            }
        }
        let end = match (end, screens[at].kind) {
            (Some(end), _) => end,
            (None, ScreenKind::Outcome(outcome)) => Ending::Outcome(outcome, screens[at].also.clone()),
            (None, ScreenKind::Question(_)) => return Err(format!("links stop at {}", screens[at].address)),
        };
        same(&format!("end of {answers:?}"), &end, ending)?;
    }
    same("questions ahead, at most", &screens.iter().map(|screen| screen.ahead).collect::<Vec<_>>(), &ahead)?;
    Ok(())
}
